"""The program: the verbs in their groups, exit codes, and one line for whatever goes wrong."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from generator import __version__
from generator.cli import (
    decision_verbs,
    desk_verbs,
    edition_verbs,
    figure_verbs,
    intake_verbs,
    lab_verbs,
    new_verbs,
    printer,
    proof_verbs,
    reader_verbs,
    sending_verbs,
    service_verbs,
    text_verbs,
)
from generator.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Verb:
    """A verb, the example under its help, and settings of the library; `parts` are the verbs under it, if any."""

    run: Callable[..., None]
    example: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, Verb] = field(default_factory=dict)


_SUBSCRIBERS = {
    "import": Verb(reader_verbs.import_, "tradebrief subscribers import list.csv --confirmed --basis 'signed up 2025'"),
    "list": Verb(reader_verbs.list_, "tradebrief subscribers list --json"),
    "add": Verb(reader_verbs.add, "tradebrief subscribers add a@example.org --briefing pakistan-minerals"),
    "remove": Verb(reader_verbs.remove, "tradebrief subscribers remove a@example.org"),
    "erase": Verb(reader_verbs.erase, "tradebrief subscribers erase a@example.org"),
    "ask": Verb(reader_verbs.ask, "tradebrief subscribers ask --yes"),
    "confirm": Verb(reader_verbs.confirm, "tradebrief subscribers confirm 0a1b2c…"),
    "leave": Verb(reader_verbs.leave, "tradebrief subscribers leave 0a1b2c…"),
    "bounces": Verb(reader_verbs.bounces, "tradebrief subscribers bounces"),
    "export": Verb(reader_verbs.export, "tradebrief subscribers export a@example.org --out ann.json"),
    "key": Verb(reader_verbs.reader_key, "tradebrief subscribers key"),
}
_LOOK = {
    "list": Verb(desk_verbs.list_files, "tradebrief look list"),
    "copy": Verb(desk_verbs.copy_file, "tradebrief look copy print.css"),
}
_SIGNED = {"ignore_unknown_options": True}  # -41% is a figure, no option
GROUPS: dict[str, dict[str, Verb]] = {
    "Every month": {
        "init": Verb(new_verbs.init, "tradebrief init my-desk"),
        "new": Verb(
            new_verbs.new,
            "tradebrief new copper --source customs --reporter CHN --partner CHL --flow import --codes 2603,7403",
        ),
        "pull": Verb(intake_verbs.pull, "tradebrief pull --since 2024-01"),
        "build": Verb(edition_verbs.build, "tradebrief build pakistan-minerals --period 2025"),
        "diff": Verb(edition_verbs.diff, "tradebrief diff pakistan-minerals/2025/r2 r1"),
        "approve": Verb(decision_verbs.approve, "tradebrief approve pakistan-minerals/2025 --by 'A. Khan'"),
        "send": Verb(sending_verbs.send, "tradebrief send pakistan-minerals/2025 --yes"),
        "regenerate": Verb(edition_verbs.regenerate, "tradebrief regenerate pakistan-minerals --period 2025"),
        "status": Verb(desk_verbs.status, "tradebrief status --json"),
    },
    "Figures": {
        "ingest": Verb(intake_verbs.ingest, "tradebrief ingest table.csv --source gacc-press"),
        "figures": Verb(figure_verbs.figures, "tradebrief figures --period 2025 --format csv > figures.csv"),
        "movements": Verb(figure_verbs.movements, "tradebrief movements --input table.csv --period 2025-12 --why 7403"),
        "lab": Verb(lab_verbs.lab, "tradebrief lab pakistan-minerals-monthly --against stricter.yaml"),
    },
    "Text": {
        "edit": Verb(text_verbs.edit, "tradebrief edit pakistan-minerals-monthly/2025-12"),
        "commentary": Verb(text_verbs.commentary, "tradebrief commentary pakistan-minerals/2025"),
        "check": Verb(proof_verbs.check, "tradebrief check article.pdf --desk my-desk --against NAME/2025-12"),
    },
    "Proof": {
        "explain": Verb(proof_verbs.explain, "tradebrief explain pakistan-minerals/2025 110.90", _SIGNED),
        "audit": Verb(proof_verbs.audit, "tradebrief audit pakistan-minerals/2025"),
        "verify": Verb(proof_verbs.verify, "tradebrief verify en.pdf"),
        "key": Verb(proof_verbs.key, "tradebrief key"),
    },
    "Readers": {
        "subscribers": Verb(
            reader_verbs.subscribers, "tradebrief subscribers list", {"no_args_is_help": True}, _SUBSCRIBERS
        ),
        "hold": Verb(decision_verbs.hold, "tradebrief hold pakistan-minerals/2025 --because 'zinc looks odd'"),
        "resolve": Verb(sending_verbs.resolve, "tradebrief resolve pakistan-minerals/2025 --assume-sent"),
        "correct": Verb(
            decision_verbs.correct,
            "tradebrief correct pakistan-minerals/2025 --note 'A row of the source was read twice.'",
        ),
        "withdraw": Verb(
            decision_verbs.withdraw,
            "tradebrief withdraw pakistan-minerals/2025 --because 'the file was of another year'",
        ),
    },
    "Desk": {
        "run": Verb(service_verbs.run, "tradebrief run --until 2026-12-31"),
        "service": Verb(service_verbs.service, "tradebrief service systemd --user ann --out units"),
        "doctor": Verb(desk_verbs.doctor, "tradebrief doctor"),
        "backup": Verb(service_verbs.backup, "tradebrief backup /mnt/safe/desk-2026-03.tar.gz"),
        "restore": Verb(service_verbs.restore, "tradebrief restore desk-2026-03.tar.gz --into new-desk"),
        "tidy": Verb(service_verbs.tidy, "tradebrief tidy --dry-run"),
        "look": Verb(desk_verbs.look, "tradebrief look copy print.css", {"invoke_without_command": True}, _LOOK),
        "schema": Verb(desk_verbs.schema, "tradebrief schema edition > edition.schema.json"),
    },
}
_VERBS = {name: verb for verbs in GROUPS.values() for name, verb in verbs.items()}
EPILOG = "Example: tradebrief init my-desk && cd my-desk && tradebrief build"
INTERRUPTED = 130
_WHOLE = 200  # characters of a verb's description: all of it
_WIDEST = {"max_content_width": 120}
_PERIODS = ("--period", "--month")
VERSION = Annotated[bool, typer.Option("--version", help="Print the version.")]


class Verbs(TyperGroup):
    """A help page that lists the verbs in the groups in which they are used."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 -- the library's signature
        """Return the verbs, group by group."""
        return list(_VERBS)

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
        desk_verbs.status(desk=None, as_json=False, check=False)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with the exit code of the contract."""
    sys.exit(_run(list(sys.argv[1:] if arguments is None else arguments)))


@cache
def verbs(name: str = "") -> Any:  # noqa: ANN401 -- the library keeps its types private
    """Return the verbs with their options, read from the signatures; of one verb alone where that is asked for."""
    app = typer.Typer(
        cls=Verbs, rich_markup_mode=None, epilog=EPILOG, pretty_exceptions_enable=False, context_settings=_WIDEST
    )
    app.callback(invoke_without_command=True)(bare)
    _add(app, {name: _VERBS[name]} if name in _VERBS else _VERBS)
    return get_command(app)


def _add(app: typer.Typer, verbs: Mapping[str, Verb]) -> None:
    """Add verbs to the program, or to the verb that they stand under."""
    for name, verb in verbs.items():
        example = f"Example: {verb.example}"
        if verb.parts:
            under = typer.Typer(rich_markup_mode=None, **verb.settings)
            under.callback(epilog=example, **verb.settings)(verb.run)
            _add(under, verb.parts)
            app.add_typer(under, name=name)
        else:
            app.command(name, epilog=example, context_settings=dict(verb.settings))(verb.run)


def _run(arguments: list[str]) -> int:
    try:
        _refuse_two_periods(arguments)
        code = verbs(*arguments[:1])(arguments, prog_name="tradebrief", standalone_mode=False)
    except typer.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted()
    except Exception as error:  # noqa: BLE001 -- the one place where anything at all becomes one line
        return _failed(*printer.fault_line(error))
    if code == INTERRUPTED:  # the library makes a code of Ctrl-C, and says nothing
        return _interrupted()
    return code if isinstance(code, int) else 0


def _refuse_two_periods(arguments: Sequence[str]) -> None:
    """Refuse a period that is given twice: the library takes the last one and says nothing."""
    options = [word for word in arguments if word.partition("=")[0] in _PERIODS]
    if len(options) > 1:
        raise SettingsError(options[-1], "the period is given twice.", "--period and --month are one option: keep one.")


def _interrupted() -> int:
    return _failed("interrupted; run the same again to go on", INTERRUPTED)


def _failed(message: str, code: int) -> int:
    typer.echo(f"tradebrief: {message}", err=True)
    return code
