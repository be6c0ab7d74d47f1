"""Saying: progress on a terminal, tables, the last line; JSON where a program asked."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.status import Status

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


def desk_folder(given: str | None) -> Path:
    """Return the folder of the desk that is meant."""
    from generator.settings.desk import find_desk

    return find_desk(Path.cwd(), given, os.environ)


def the_day(text: str | None) -> date | None:
    """Return the day that `text` writes; a usage error where it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is no day; write YYYY-MM-DD."
        raise typer.BadParameter(msg) from None


@dataclass(frozen=True)
class Progress:
    """What is being done, shown on a terminal; lifted while a line is said, which would stand behind it."""

    verb: str
    shown: Status | None = None

    def __call__(self, what: str) -> None:
        """Show `what` it is about now."""
        if self.shown:
            self.shown.update(f"{self.verb} {what}")

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Show nothing for as long as the block lasts."""
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


def as_json(data: Mapping[str, Any] | Sequence[Any]) -> None:
    """Print data for a program."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


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
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    room = max(narrowest, width - sum(widths[:-1]) - 2 * len(widths[:-1])) if width else None

    def lines(row: Sequence[str]) -> Iterator[str]:
        last = textwrap.wrap(row[-1], room, break_long_words=False, break_on_hyphens=False) if room else [row[-1]]
        for number, part in enumerate(last or [""]):
            cells = zip((*(row[:-1] if number == 0 else [""] * len(row[:-1])), part), widths, strict=True)
            aligned = (cell.rjust(w) if place in right else cell.ljust(w) for place, (cell, w) in enumerate(cells))
            yield "  ".join(aligned).rstrip()

    return [line for row in (head, *rows) for line in lines(row)]


def width() -> int | None:
    """Return how many columns the terminal has; None where nothing is shown on one."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Print a plain table."""
    for line in columns(head, rows, right):
        typer.echo(line)


def then(step: str) -> None:
    """Print the last line: what to do next."""
    typer.echo(f"next: {step}")
