"""The verb `lab`: the thresholds of a briefing replayed over its history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import printer, taken_files
from generator.cli.movement_words import ARROWS
from generator.cli.printer import BRIEFING, DESK, JSON, QUIET, VerbOutput

if TYPE_CHECKING:
    from generator.settings.output_shapes import LabAgainst, LabFile, LabPick, LabSeries

SINCE = Annotated[str | None, typer.Option("--since", help="First month; default: the first with two years before it.")]
AGAINST = Annotated[
    Path | None, typer.Option("--against", metavar="FILE", help="A file of thresholds to compare with.")
]
_MOST_OF_A_MONTH = 3  # movements of a month that are named
_MOST_CHANGES = 40  # changes that are printed
_WHAT = "What stands out against its own past"
_NOT_THE_TEXT = "Not replayed: the lines of the text, which are judged month by month"
_AS_KNOWN_NOW = (
    "By the figures that are known now: no month has a revision, and none stands beside the partner's report"
)
_MOST_SERIES = 5  # most series that are named


def lab(
    briefing: BRIEFING = None,
    since: SINCE = None,
    against: AGAINST = None,
    *,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Replay the thresholds of a briefing over its history.

    All codes within the briefing's are judged, as editions judge them. The lines of the text, which thresholds decide
    as well, are not replayed: `movements` judges them, month by month.
    """
    from generator.editions.edition_names import briefings_named
    from generator.editions.lab import as_data, read_thresholds
    from generator.editions.lab import lab as replay

    other_thresholds = read_thresholds(against) if against else None
    opened = printer.open_desk(desk)

    def replayed(name: str) -> VerbOutput:
        with printer.progress(quiet=quiet or as_json, verb="replaying") as progress:
            lab_file = as_data(replay(opened.desk, opened.store, name, since, other_thresholds, progress))
        for note in lab_file["notes"]:
            typer.echo(f"note: {note}", err=True)
        return VerbOutput(lab_file, list(_lab_lines(lab_file)), _next_of_lab(lab_file))

    with opened.held():
        names = briefings_named(opened.desk, opened.store, briefing)
        with taken_files.from_inbox(opened, names[0], err=True):
            printer.report(names, replayed, as_json=as_json, quiet=quiet)


def _next_of_lab(lab_file: LabFile) -> str:
    """Return the next step: to try other thresholds, or to take those that were tried."""
    name = lab_file["briefing"]
    if lab_file["against"]:
        file = f"briefings/{name.partition('.')[0]}.yaml"
        return f"put the thresholds that you keep into {file}, then tradebrief movements {name}"
    return f"tradebrief lab {name} --against FILE, with thresholds that you would like to try"


def _lab_lines(lab_file: LabFile) -> Iterator[str]:
    """Yield the months, the summary, and what other thresholds would change."""
    yield f"{_WHAT} by the thresholds of {lab_file['briefing']}, {lab_file['since']} to {lab_file['until']}"
    yield f"{_NOT_THE_TEXT} by tradebrief movements {lab_file['briefing']} --period MONTH"
    yield _AS_KNOWN_NOW
    rows = [
        [month["period"], str(len(month["told"]) or "–"), _movements(month["told"])] for month in lab_file["months"]
    ]
    yield from printer.columns(("month", "told", "movements"), rows, right=(1,), width=printer.width())
    yield ""
    sentences = list(_summary(lab_file))
    yield from printer.columns(sentences[0], sentences[1:], width=printer.width())
    if lab_file["against"]:
        yield ""
        yield from _changes(lab_file["against"], lab_file)


def _movements(picks: list[LabPick]) -> str:
    """Return the first movements of a month in words."""
    named = [
        f"{ARROWS[pick['direction']]} {_label(pick)} ({_in_words(pick['kind'])} {pick['score']:.1f})" for pick in picks
    ]
    more = [f"and {len(picks) - _MOST_OF_A_MONTH} more"] if len(picks) > _MOST_OF_A_MONTH else []
    return "; ".join(named[:_MOST_OF_A_MONTH] + more) or "quiet"


def _changes(against: LabAgainst, lab_file: LabFile) -> Iterator[str]:
    """Yield what other thresholds add and lose, month by month."""
    words = _trial(against, lab_file)
    yield f"{words[:1].upper()}{words[1:]}"
    rows = [
        (month["period"], sign, pick["code"], _in_words(pick["kind"]), *_size(pick))
        for month in against["months"]
        for sign, picks in (("+", month["added"]), ("−", month["lost"]))
        for pick in picks
    ]
    head = ("month", "", "code", "kind", "", "score", "")
    if rows:
        yield from printer.columns(head, rows[:_MOST_CHANGES], right=(5,), width=printer.width())
    if len(rows) > _MOST_CHANGES:
        yield f"and {len(rows) - _MOST_CHANGES} more: --json has them all"


def _size(pick: LabPick) -> tuple[str, str, str]:
    return ARROWS[pick["direction"]], f"{pick['score']:.1f}", pick["name"]


def _summary(data: LabFile) -> Iterator[tuple[str, str]]:
    """Yield pairs of a name and a sentence: how much is picked, of which kinds, and how often again."""
    against = data["against"] if data["against"] and data["against"]["told"] else None
    months = len(data["months"])
    sentence = f"{_count(data['told'], 'movement')} in {_count(months, 'month')}, {data['told'] / months:.1f} a month"
    yield "told", f"{sentence}; {_count(data['quiet'], 'month')} quiet"
    if not data["told"]:
        return
    yield "kinds", ", ".join(f"{_in_words(kind)} {count}" for kind, count in data["kinds"].items())
    often = [f"{_label(series)} ({len(series['months'])} times)" for series in data["series"][:_MOST_SERIES]]
    yield "again", _repetition(data) + (f"; most often {', '.join(often)}" if often else "")
    if against:
        yield "", f"with {Path(against['file']).name}, {_repetition(against)}"


def _repetition(data: LabFile | LabAgainst) -> str:
    """Return how many movements repeat a series of the twelve months before, in words. There must be a movement."""
    series = "series that was told in the twelve months before as well"
    if data["told"] == 1:
        return f"the one movement is of {'a' if data['again'] else 'no'} {series}"
    is_are = "is" if data["again"] <= 1 else "are"
    return f"{data['again'] or 'none'} of {data['told']:,} movements {is_are} of a {series}"


def _trial(against: LabAgainst, data: LabFile) -> str:
    """Return what the thresholds of another file change in total, in words."""
    return (
        f"the thresholds of {against['file']} tell {_count(against['told'], 'movement')} "
        f"where those of {data['briefing']} tell {data['told']}, "
        f"with {_count(against['quiet'], 'quiet month')} instead of {data['quiet']}; "
        f"they add {against['added']} and lose {against['lost']}"
    )


def _label(pick: LabPick | LabSeries) -> str:
    """Return the code with its name, if it has one."""
    return f"{pick['code']} {pick['name']}".rstrip()


def _in_words(kind: str) -> str:
    """Return a kind of movement as a person reads it."""
    return kind.replace("_", " ")


def _count(number: int, word: str) -> str:
    """Return a count with its word: "1 movement", "12 movements"."""
    return f"{number:,} {word if number == 1 else f'{word}s'}"
