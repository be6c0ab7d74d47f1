"""The program: the verbs in their groups, exit codes, and one line for whatever goes wrong."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from generator import __version__
from generator.cli import (
    checking,
    clock,
    commentary,
    correcting,
    deciding,
    difference,
    fresh,
    keeping,
    lab,
    look,
    monthly,
    moving,
    own_look,
    proof,
    pulling,
    schema,
    sending,
    service,
    subscribers,
)
from generator.cli.each import told_of
from generator.errors import SettingsError

GROUPS: dict[str, dict[str, ModuleType]] = {  # by what they are for: each verb, and the room that it is in
    "Every month": {
        "init": monthly,
        "new": fresh,
        "pull": pulling,
        "build": monthly,
        "diff": difference,
        "approve": deciding,
        "send": sending,
        "regenerate": monthly,
        "status": look,
    },
    "Figures": {"ingest": monthly, "figures": look, "movements": moving, "lab": lab},
    "Text": {"edit": commentary, "commentary": commentary, "check": checking},
    "Proof": {"explain": proof, "audit": proof, "verify": proof, "key": proof},
    "Readers": {
        "subscribers": subscribers,
        "hold": deciding,
        "resolve": sending,
        "correct": correcting,
        "withdraw": correcting,
    },
    "Desk": {
        "run": clock,
        "service": service,
        "doctor": look,
        "backup": keeping,
        "restore": keeping,
        "tidy": keeping,
        "look": own_look,
        "schema": schema,
    },
}
_ROOMS = {verb: room for verbs in GROUPS.values() for verb, room in verbs.items()}
EPILOG = "Example: tradebrief init my-desk && cd my-desk && tradebrief build"
INTERRUPTED = 130
_WHOLE = 200  # characters of a verb's description: all of it
_WIDEST = {"max_content_width": 120}
_PERIODS = ("--period", "--month")
_SELDOM = (20_000, 50, 50)  # a run makes many objects that stay and few circles: look for them a tenth as often

VERSION = Annotated[bool, typer.Option("--version", help="Print the version.")]


class Verbs(TyperGroup):
    """A help page that lists the verbs in the groups in which they are used."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 -- the library's signature
        """Return the verbs, group by group."""
        return list(_ROOMS)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 -- the library keeps its types private
        """Write the verbs under the names of their groups."""
        for group, verbs in GROUPS.items():
            rows = [(verb, self.commands[verb].get_short_help_str(_WHOLE)) for verb in verbs]
            with formatter.section(group):
                formatter.write_dl(rows)


def bare(ctx: typer.Context, *, version: VERSION = False) -> None:
    """Turn customs figures into trade briefings. Every figure is traced to its cell and audited."""
    if version:
        typer.echo(f"tradebrief {__version__}")
    elif ctx.invoked_subcommand is None:
        look.status(desk=None, as_json=False, check=False)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with the exit code of the contract."""
    gc.set_threshold(*_SELDOM)
    code = _run(list(sys.argv[1:] if arguments is None else arguments))
    gc.freeze()  # what is left is not looked through once more on the way out
    sys.exit(code)


@cache
def verbs(asked: str = "") -> Any:  # noqa: ANN401 -- the library keeps its types private
    """Return the verbs with their options, read from the signatures: of a verb's room where that verb is asked for."""
    app = typer.Typer(
        cls=Verbs, rich_markup_mode=None, epilog=EPILOG, pretty_exceptions_enable=False, context_settings=_WIDEST
    )
    app.callback(invoke_without_command=True)(bare)
    for room in [_ROOMS[asked]] if asked in _ROOMS else dict.fromkeys(_ROOMS.values()):
        room.add_to(app)
    return get_command(app)


def _run(arguments: list[str]) -> int:
    try:
        _refuse_two_periods(arguments)
        code = verbs(*arguments[:1])(arguments, prog_name="tradebrief", standalone_mode=False)
    except typer.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted()
    except Exception as error:  # noqa: BLE001 -- the one place where anything at all becomes one line
        return _failed(*told_of(error))
    if code == INTERRUPTED:  # the library makes a code of Ctrl-C, and says nothing
        return _interrupted()
    return code if isinstance(code, int) else 0


def _refuse_two_periods(arguments: Sequence[str]) -> None:
    """Refuse a period that is given twice: the library takes the last one and says nothing."""
    given = [word for word in arguments if word.partition("=")[0] in _PERIODS]
    if len(given) > 1:
        raise SettingsError(given[-1], "the period is given twice.", "--period and --month are one option: keep one.")


def _interrupted() -> int:
    return _failed("interrupted; run the same again to go on", INTERRUPTED)


def _failed(message: str, code: int) -> int:
    typer.echo(f"tradebrief: {message}", err=True)
    return code
