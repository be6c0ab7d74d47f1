"""The verb `lab`: the thresholds of a briefing replayed over its history."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import printer, taken_files
from generator.cli.printer import BRIEFING, DESK, JSON, QUIET
from generator.cli.printer import VerbOutput as Said
from generator.errors import SettingsError

if TYPE_CHECKING:
    from generator.settings.output_shapes import LabAgainst, LabFile, LabPick


SINCE = Annotated[str | None, typer.Option("--since", help="First month; default: the first with two years before it.")]
AGAINST = Annotated[
    Path | None, typer.Option("--against", metavar="FILE", help="A file of thresholds to compare with.")
]
OUT = Annotated[
    Path | None, typer.Option("--out", metavar="FILE.html", help="The page to write; default: state/lab/NAME.html.")
]
_MOST_OF_A_MONTH, _MOST_CHANGES = 3, 40


def lab(
    briefing: BRIEFING = None,
    since: SINCE = None,
    against: AGAINST = None,
    out: OUT = None,
    *,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Replay the thresholds of a briefing over its history, on the terminal and as a page.

    All codes within the briefing's are judged, as editions judge them. The lines of the text, which thresholds decide
    as well, are not replayed: `movements` judges them, month by month.
    """
    from generator.editions.edition_names import briefings_named
    from generator.editions.lab import place_of, shown, tried
    from generator.editions.out_file import refuse_of_desk, refuse_place, refuse_what_is_read
    from generator.settings.wiring import open_desk

    refuse_place(out)
    refuse_what_is_read(out, {"--against": against})
    other = tried(against) if against else None
    opened = open_desk(printer.desk_folder(desk), os.environ)
    refuse_of_desk(out, opened.desk, opened.store, own=place_of(opened.store, "", None).parent)

    def one(name: str) -> Said:
        with printer.progress(quiet=quiet or as_json, verb="replaying") as progress:
            found = shown(opened.desk, opened.store, name, since, other, place_of(opened.store, name, out), progress)
        for note in found["notes"]:
            typer.echo(f"note: {note}", err=True)
        return Said(found, [*_lab_lines(found), f"page: {found['page']}"], _next_of_lab(found), [found["page"]])

    with opened.held():
        names = briefings_named(opened.desk, opened.store, briefing)
        if out:
            _refuse_one_page(out, names)
        with taken_files.from_inbox(opened, names[0], err=True):
            printer.report(names, one, as_json=as_json, quiet=quiet)


def _refuse_one_page(out: Path, names: Sequence[str]) -> None:
    """Refuse one page for several briefings."""
    if len(names) > 1:
        where, problem = f"--out {out}", f"is one page, and {len(names)} briefings are asked for."
        raise SettingsError(where, problem, "Name one of them.")


def _next_of_lab(found: LabFile) -> str:
    """Return the next step: to try other thresholds, or to take those that were tried."""
    name = found["briefing"]
    if found["against"]:
        file = f"briefings/{name.partition('.')[0]}.yaml"
        return f"put the thresholds that you keep into {file}, then tradebrief movements {name}"
    return f"tradebrief lab {name} --against FILE, with thresholds that you would like to try"


def _lab_lines(found: LabFile) -> Iterator[str]:
    """Yield what to say to a person: the months, the summary, what other thresholds would change."""
    from generator.editions.lab import lab_text

    yield f"{lab_text.WHAT} by the thresholds of {found['briefing']}, {found['since']} to {found['until']}"
    yield f"{lab_text.NOT_THE_TEXT} by tradebrief movements {found['briefing']} --period MONTH"
    yield lab_text.AS_KNOWN_NOW
    rows = [[month["period"], str(len(month["told"]) or "–"), _movements(month["told"])] for month in found["months"]]
    yield from printer.columns(("month", "told", "movements"), rows, right=(1,), width=printer.width())
    yield ""
    yield from _summary(found)
    if found["against"]:
        yield ""
        yield from _changes(found["against"], found)


def _movements(told: list[LabPick]) -> str:
    """Return the first movements of a month in words."""
    from generator.editions.lab.lab_text import called, in_words

    named = [f"{_arrow(one)} {called(one)} ({in_words(one['kind'])} {one['score']:.1f})" for one in told]
    more = [f"and {len(told) - _MOST_OF_A_MONTH} more"] if len(told) > _MOST_OF_A_MONTH else []
    return "; ".join(named[:_MOST_OF_A_MONTH] + more) or "quiet"


def _arrow(one: LabPick) -> str:
    return "▲" if one["direction"] == "up" else "▼"


def _summary(found: LabFile) -> Iterator[str]:
    """Yield how much, of what kinds, how often again, and how much hangs on the very numbers."""
    from generator.editions.lab import lab_text

    rows = [["told", lab_text.often(found)]]
    if found["told"]:
        rows += [["kinds", lab_text.kinds(found)], ["again", lab_text.again(found)]]
        rows += [["", words] for words in lab_text.again_too(found["against"])]
        rows += [["stable", lab_text.stable(found["stable"])]]
        rows += [["", words] for words in lab_text.stable_too(found["against"])]
    yield from printer.columns(rows[0], rows[1:], width=printer.width())


def _changes(other: LabAgainst, found: LabFile) -> Iterator[str]:
    """Yield what other thresholds add and lose, month by month."""
    from generator.editions.lab.lab_text import in_words, tried

    words = tried(other, found, other["file"])
    yield f"{words[:1].upper()}{words[1:]}"
    rows = [
        [month["period"], sign, one["code"], in_words(one["kind"]), _arrow(one), f"{one['score']:.1f}", one["name"]]
        for month in other["months"]
        for sign, picks in (("+", month["added"]), ("−", month["lost"]))
        for one in picks
    ]
    head = ("month", "", "code", "kind", "", "score", "")
    yield from printer.columns(head, rows[:_MOST_CHANGES], right=(5,), width=printer.width()) if rows else ()
    if len(rows) > _MOST_CHANGES:
        yield f"and {len(rows) - _MOST_CHANGES} more: the page and --json have them all"
