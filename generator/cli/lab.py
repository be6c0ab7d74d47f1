"""The verb `lab`: a briefing's thresholds replayed over all months that are known."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import each, say, taken
from generator.cli.each import Said
from generator.cli.say import BRIEFING, DESK, JSON, QUIET

if TYPE_CHECKING:
    from generator.desk.shapes import LabAgainst, LabFile, LabPick, LabSeries, Stable

SINCE = Annotated[str | None, typer.Option("--since", help="The first month; else the first with two years before it.")]
AGAINST = Annotated[
    Path | None, typer.Option("--against", metavar="FILE", help="Thresholds to try instead: what they add and lose.")
]
_MOST_OF_A_MONTH, _MOST_CHANGES, _MOST_SERIES = 3, 40, 5
_FIVE = 5


def add_to(app: typer.Typer) -> None:
    """Add the verb to the program."""
    app.command(epilog="Example: tradebrief lab pakistan-minerals-monthly --against stricter.yaml")(lab)


def lab(
    briefing: BRIEFING = None,
    since: SINCE = None,
    against: AGAINST = None,
    *,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Replay the thresholds of a briefing over its history: what each month would have told."""
    from generator.desk.lab import as_data, tried
    from generator.desk.lab import lab as replayed
    from generator.desk.named import briefings_named
    from generator.desk.wiring import open_desk

    other = tried(against) if against else None
    opened = open_desk(say.desk_folder(desk), os.environ)

    def one(name: str) -> Said:
        with say.progress(quiet=quiet or as_json, verb="replaying") as progress:
            found = replayed(opened, name, since, other, progress)
        data = as_data(found)
        return Said(data, [*_lines(data)], f"tradebrief movements {name}")

    with opened.held():
        names = briefings_named(opened, briefing)
        with taken.from_inbox(opened, names[0], err=True):
            each.run(names, one, as_json=as_json, quiet=quiet)


def _lines(found: LabFile) -> Iterator[str]:
    """Yield what to say to a person: the months, the summary, what other thresholds would change."""
    yield f"What the thresholds of {found['briefing']} would have told, {found['since']} to {found['until']}"
    rows = [[month["period"], str(len(month["told"]) or "–"), _movements(month["told"])] for month in found["months"]]
    yield from say.columns(("month", "told", "movements"), rows, right=(1,), width=say.width())
    yield ""
    yield from _summary(found)
    if found["against"]:
        yield ""
        yield from _changes(found["against"], found)


def _movements(told: list[LabPick]) -> str:
    """Return the first movements of a month in words."""
    named = [f"{_arrow(one)} {_called(one)} ({one['kind']} {one['score']:.1f})" for one in told]
    more = [f"and {len(told) - _MOST_OF_A_MONTH} more"] if len(told) > _MOST_OF_A_MONTH else []
    return "; ".join(named[:_MOST_OF_A_MONTH] + more) or "quiet"


def _called(one: LabPick | LabSeries) -> str:
    return f"{one['code']} {one['name']}".rstrip()


def _arrow(one: LabPick) -> str:
    return "▲" if one["direction"] == "up" else "▼"


def _summary(found: LabFile) -> Iterator[str]:
    """Yield how much, of what kinds, how often again, and how much hangs on the very numbers."""
    count, months = found["told"], len(found["months"])
    rows = [["told", f"{count} in {months} months, {count / months:.1f} a month; {found['quiet']} months quiet"]]
    rows += [["kinds", ", ".join(f"{kind} {often}" for kind, often in found["kinds"].items())]] if count else []
    rows += [["again", _again(found)]] if count else []
    rows += [["stable", _stable(found["stable"])]] if count else []
    yield from say.columns(*_headless(rows), width=say.width())


def _headless(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return a table without a head as one whose first row stands for it."""
    return rows[0], rows[1:]


def _again(found: LabFile) -> str:
    often = [f"{_called(one)} {len(one['months'])} times" for one in found["series"][:_MOST_SERIES]]
    most = f"; most often {', '.join(often)}" if often else ""
    return f"{found['again']} of {found['told']} are of a series that the twelve months before told as well{most}"


def _stable(found: Stable) -> str:
    larger, smaller = (count * _FIVE / found["first"] for count in (found["larger"], found["smaller"]))
    return (
        f"of every five that come first in their month, {larger:.1f} stay among the first five with every number "
        f"of the thresholds a tenth larger, and {smaller:.1f} with every number a tenth smaller"
    )


def _changes(other: LabAgainst, found: LabFile) -> Iterator[str]:
    """Yield what other thresholds add and lose, month by month."""
    yield (
        f"Under {other['file']}: {other['told']} told (it was {found['told']}), {other['quiet']} months quiet "
        f"(it was {found['quiet']}); {other['added']} added, {other['lost']} lost"
    )
    rows = [
        [month["period"], sign, one["code"], one["kind"], _arrow(one), f"{one['score']:.1f}", one["name"]]
        for month in other["months"]
        for sign, picks in (("+", month["added"]), ("−", month["lost"]))
        for one in picks
    ]
    head = ("month", "", "code", "kind", "", "score", "")
    yield from say.columns(head, rows[:_MOST_CHANGES], right=(5,), width=say.width()) if rows else ()
    if len(rows) > _MOST_CHANGES:
        yield f"and {len(rows) - _MOST_CHANGES} more: --json has them all"
