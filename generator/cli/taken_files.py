"""What became of files of figures, in lines and as JSON; it is printed at once, before whatever may fail later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from generator.cli import printer
from generator.errors import FiguresIncomplete, FiguresMissing, PeriodUnknown

if TYPE_CHECKING:
    from generator.intake.file_intake import IntakeResult, SetAside
    from generator.settings.desk_parts import DeskParts


_MOST_TOLD = 40  # rows that were set aside, and odd things


@contextmanager
def from_inbox(
    desk: DeskParts, briefing: str, more_sources: tuple[str, ...] = (), *, err: bool = False
) -> Iterator[None]:
    """Take in the inbox of a briefing's sources and of `more_sources`, print what became of each file; then the block.

    Where a file was set aside, the verb ends after the block with exit code 2, or 3 for figures that cannot be right:
    the other files were used, and the person must see it. A block that finds no figures ends so too, since that file
    may hold them.
    """
    from generator.intake.file_intake import SetAside, take_in
    from generator.intake.inbox import strays
    from generator.intake.side_figures import sources_of

    for stray in strays(desk.desk):
        typer.echo(f"not taken in: {stray}", err=True)
    strange = set[int]()
    sources = dict.fromkeys((*sources_of(desk.desk, briefing), *more_sources))
    for source in sources:
        for item in take_in(desk.desk, desk.store, source, printer.now()):
            if not isinstance(item, SetAside):
                printer.print_lines(lines(item), err=err)
                continue
            if item.quarantine:
                strange.add(item.exit_code)
            typer.echo(set_aside(item), err=True)
    try:
        yield
    except (FiguresIncomplete, FiguresMissing, PeriodUnknown) as error:
        if not strange:
            raise
        typer.echo(f"tradebrief: {error}", err=True)
    if strange:
        raise typer.Exit(min(strange))


def set_aside(item: SetAside) -> str:
    """Return what to say of a file that was not taken in."""
    reason = item.reason if item.file in item.reason else f"{item.file}: {item.reason}"
    return f"not taken in: {reason}" + (f" It is in {item.quarantine}. {item.remedy}" if item.quarantine else "")


def set_aside_data(item: SetAside) -> dict[str, Any]:
    """Return a file that was not taken in as plain data."""
    return {"file": item.file, "word": "set aside", "reason": item.reason}


def as_data(item: IntakeResult) -> dict[str, Any]:
    """Return what became of one file as plain data."""
    from generator.intake import preview

    batch = item.batch
    return {
        "document": batch.document,
        "release": batch.release,
        "new": item.new,
        "period": str(batch.period),
        "released": batch.released.isoformat(),
        "figures": batch.count,
        "refused": [asdict(refusal) for refusal in batch.refusals],
        "flags": [str(flag) for flag in item.flags],
        "accepted": item.accepted,
        "doubt": item.doubt,
        "remedy": item.remedy,
    } | (preview.as_data(item.parts, item.changes) if item.parts else {})


def lines(item: IntakeResult, *, dry_run: bool = False) -> Iterable[str]:
    """Yield what to say of a file that was taken in."""
    from generator.intake import preview

    batch = item.batch
    word = "recorded" if item.new else "known already"
    if dry_run:
        word = "understood"
    what = f"{item.count}, period {batch.period}, released {batch.released}"
    yield f"{word}: {batch.document}: {what}"
    if item.known_to:
        yield f"  {item.known_to}"
    if item.parts:
        yield from preview.lines(item.parts, item.changes)
    yield from oddities(item)
    yield from refused(item)


def oddities(item: IntakeResult) -> Iterable[str]:
    """Yield what to say of what is odd about a release, and why a person accepted it."""
    if item.doubt:
        yield f"  would be set aside: {item.doubt} {item.remedy}"
    if item.accepted:
        yield f"  accepted: {item.accepted}"
    own_flags = item.flags[: len(item.flags) - item.elsewhere]
    for flag in own_flags[:_MOST_TOLD]:
        yield f"  odd ({flag.kind}): {flag.sentence}"
    if len(own_flags) > _MOST_TOLD:
        yield f"  and {len(own_flags) - _MOST_TOLD} more: --json has them all"
    if item.elsewhere:
        yield f"  and {item.elsewhere} about other trade: --json has them all"


def refused(item: IntakeResult) -> Iterable[str]:
    """Yield what to say of the rows that were set aside."""
    batch = item.batch
    for refusal in batch.refusals[:_MOST_TOLD]:
        column = f", column {refusal.column}" if refusal.column else ""
        yield f"  set aside: {refusal.file}, row {refusal.row}{column}: {refusal.reason}"
    if len(batch.refusals) > _MOST_TOLD:
        yield f"  and {len(batch.refusals) - _MOST_TOLD:,} more rows"
    if item.quarantine:
        yield f"  quarantine: {item.quarantine}"
