"""What verbs print: lines for a person or JSON for a program, progress, tables, faults, the next step."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from generator.errors import GeneratorError

if TYPE_CHECKING:
    from rich.status import Status

    from generator.editions.edition_names import NamedEdition
    from generator.settings.desk_parts import DeskParts


NARROWEST = 30  # columns that a broken text takes at least
DESK = Annotated[
    str | None, typer.Option("--desk", help="The desk's folder (default: TRADEBRIEF_DESK, else the nearest parent).")
]
JSON = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
QUIET = Annotated[bool, typer.Option("--quiet", help="Show no progress; print only the edition's folder.")]
PERIOD = Annotated[
    str | None,
    typer.Option("--period", "--month", help="2025-12, 2025-01..2025-02, 2025-Q4 or 2025; default: the newest."),
]
BRIEFING = Annotated[str | None, typer.Argument(help="NAME or NAME.KEY; optional if the desk has one briefing.")]
ACCEPT = Annotated[
    str | None,
    typer.Option("--accept", metavar="REASON", help="Accept figures that would be set aside, with a reason."),
]
AS_OF = Annotated[str | None, typer.Option("--as-of", help="Use the figures known on this day, YYYY-MM-DD.")]


def now() -> datetime:
    """Return the time of day: read here, passed on everywhere else."""
    return datetime.now(UTC)


def desk_folder(option: str | None) -> Path:
    """Return the folder of the desk that is meant."""
    from generator.settings.desk import find_desk

    return find_desk(Path.cwd(), option, os.environ)


def open_desk(option: str | None) -> DeskParts:
    """Return the desk that is meant, and say which of its settings are ignored."""
    from generator.settings.wiring import open_desk as opened

    desk = opened(desk_folder(option), os.environ)
    print_notices(desk)
    return desk


def print_notices(desk: DeskParts) -> None:
    """Say which settings of a desk are ignored."""
    print_lines((f"tradebrief: {notice}" for notice in desk.desk.notices), err=True)


def the_day(text: str | None) -> date | None:
    """Return the day that `text` writes; a usage error where it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is not a day; write YYYY-MM-DD."
        raise typer.BadParameter(msg) from None


@dataclass(frozen=True)
class Progress:
    """What a verb is doing, shown on a terminal; without one `shown` is None."""

    verb: str
    shown: Status | None = None

    def __call__(self, what: str) -> None:
        """Show `what` the verb is about now."""
        if self.shown:
            self.shown.update(f"{self.verb} {what}")

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Hide it while the block prints lines."""
        if self.shown:
            self.shown.stop()
        yield
        if self.shown:
            self.shown.start()


@contextmanager
def progress(*, quiet: bool, first: str = "reading figures", verb: str = "making") -> Iterator[Progress]:
    """Show what is being made or asked, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield Progress(verb)
        return
    from rich.console import Console

    with Console(stderr=True).status(first) as shown:
        yield Progress(verb, shown)


def print_json(data: Mapping[str, Any] | Sequence[Any]) -> None:
    """Print data for a program."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def print_lines(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines for a person."""
    for line in lines:
        typer.echo(line, err=err)


def counted(number: int, noun: str) -> str:
    """Return "1 letter" or "2 letters"."""
    return f"{number} {noun}{'s' * (number != 1)}"


def columns(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Sequence[int] = (),
    width: int | None = None,
    narrowest: int = NARROWEST,
) -> list[str]:
    """Return the lines of a plain table: columns by their widest cell, those in `right` aligned to the right.

    The last column is broken where it would pass `width`, and has `narrowest` signs at least.
    """
    widths = [max(map(len, cells)) for cells in zip(head, *rows, strict=True)]
    room = max(narrowest, width - sum(widths[:-1]) - 2 * len(widths[:-1])) if width else None
    lines: list[str] = []
    for row in (head, *rows):
        parts = [row[-1]]
        if room:
            parts = textwrap.wrap(row[-1], room, break_long_words=False, break_on_hyphens=False) or [""]
        before = list(row[:-1])
        for part in parts:
            aligned = [
                cell.rjust(size) if place in right else cell.ljust(size)
                for place, (cell, size) in enumerate(zip((*before, part), widths, strict=True))
            ]
            lines.append("  ".join(aligned).rstrip())
            before = [""] * len(before)  # the other columns stand on the first line alone
    return lines


def width() -> int | None:
    """Return how many columns the terminal has; None where nothing is shown on one."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def print_next(step: str) -> None:
    """Print the last line: what to do next."""
    typer.echo(f"next: {step}")


EDITION = Annotated[str, typer.Argument(metavar="EDITION", help="NAME/PERIOD or NAME/PERIOD/rN.")]
# the worst first: a fault of ours, bytes that differ, settings, held, uncertain mails, not out yet
_WORST = (1, 6, 2, 3, 5, 4)
# what a machine may refuse us, and what helps
_OF_THE_MACHINE = {
    errno.ENOSPC: "no room is left on the disk. Free some, then run this again.",
    errno.EDQUOT: "the quota of this user is used up. Free some room, then run this again.",
    errno.EROFS: "it can only be read here. Choose a place that can be written, or make this one writable.",
    errno.EACCES: "this user may not do that here. Give the rights, or choose another place.",
    errno.EPERM: "this user may not do that here. Give the rights, or choose another place.",
    errno.ENAMETOOLONG: "the name is too long. Choose a shorter one.",
    errno.ENOENT: "it is not there. Make the folder first, or name another.",
    errno.EISDIR: "it is a folder. Name a file.",
    errno.ENOTDIR: "a part of it is a file, not a folder. Name another place.",
}
Made = TypeVar("Made")


@dataclass(frozen=True)
class VerbOutput:
    """What a verb prints: `data` with --json, else `lines` and the next step; with --quiet `quiet_lines` alone."""

    data: Any
    lines: Iterable[str]
    next_step: str
    quiet_lines: Sequence[str] = ()


def show(output: VerbOutput, *, as_json: bool = False) -> None:
    """Print the output of a verb, as JSON or as lines."""
    if as_json:
        print_json(output.data)
        return
    print_lines(output.lines)
    print_next(output.next_step)


def report(names: Sequence[str], run: Callable[[str], VerbOutput], *, as_json: bool, quiet: bool = False) -> None:
    """Print what `run` returns for each name; of several, leave with the worst exit code of those that failed."""

    def printed(name: str) -> VerbOutput:
        output = run(name)
        if not as_json:
            lines = output.quiet_lines if quiet else output.lines
            print_lines(lines)
        return output

    outputs, failures = attempt(names, printed)
    if as_json and len(names) > 1:
        print_json([*(output.data for output in outputs), *failures])
    elif as_json:
        print_json(outputs[0].data)
    elif outputs and not quiet:
        print_next(outputs[-1].next_step)
    leave(failures)


def report_editions(
    desk: DeskParts,
    text: str,
    run: Callable[[str, NamedEdition], VerbOutput],
    *,
    as_json: bool,
    quiet: bool = False,
) -> None:
    """Print what `run` returns for each edition that `text` names, by its name and as it was found."""
    from generator.editions.edition_names import edition_named, editions_named

    def run_named(name: str) -> VerbOutput:
        return run(name, edition_named(desk.store, desk.shelf, name))

    report(editions_named(desk.desk, text), run_named, as_json=as_json, quiet=quiet)


def attempt(names: Sequence[str], run: Callable[[str], Made]) -> tuple[list[Made], list[dict[str, Any]]]:
    """Return what `run` makes of each name, and the failures as data; a single name's failure is raised as it is."""
    done: list[Made] = []
    failures: list[dict[str, Any]] = []
    for name in names:
        try:
            done.append(run(name))
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if len(names) == 1:
                raise
            message, code = fault_line(error)
            first = message.splitlines()[0]
            typer.echo(f"tradebrief: {name}: {first}", err=True)
            failures.append({"briefing": name, "error": first, "exit": code})
    return done, failures


def leave(failures: Sequence[dict[str, Any]]) -> None:
    """Leave with the worst of the failures' exit codes, where there is any."""
    if failures:
        raise typer.Exit(min((failure["exit"] for failure in failures), key=_WORST.index))


def fault_line(error: Exception) -> tuple[str, int]:
    """Return the one line and the exit code of what went wrong; usage errors are worded by the library."""
    if isinstance(error, GeneratorError):
        return str(error), error.exit_code
    if hasattr(error, "format_message"):
        message = error.format_message()
        return f"{message}{'' if message.endswith(('.', '?')) else '.'} {_help_after(error)}", 2
    if os.environ.get("TRADEBRIEF_TRACEBACK"):
        raise error
    if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
        return f"{error.filename or 'the disk'}: {_OF_THE_MACHINE[error.errno]}", 1
    kind = type(error).__name__
    return f"internal error: {kind}: {error}. Set TRADEBRIEF_TRACEBACK=1 to see where.", 1


def _help_after(error: Any) -> str:  # noqa: ANN401 -- of click, which typer carries
    """Return which help says more: that of the verb which was asked wrongly, where it is known."""
    names: list[str] = []
    context = getattr(error, "ctx", None)
    while context is not None and context.parent is not None:
        names.insert(0, str(context.info_name))
        context = context.parent
    return (
        f"`tradebrief {' '.join(names)} --help` says what it takes."
        if names
        else "`tradebrief --help` lists the verbs."
    )
