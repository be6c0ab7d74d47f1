"""The page of a lab: one file of plain HTML that needs nothing else; with the sentences that a terminal shows, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from generator.editions.lab import Lab
from generator.settings.output_shapes import LabAgainst, LabFile, LabPick, LabSeries, Stable
from generator.story.words import speak
from generator.trade.period import Period

WHAT = "What stands out against its own past"
NOT_THE_TEXT = "Not replayed: the lines of the text, which are judged month by month"
AS_KNOWN_NOW = "By the figures that are known now: no month has a revision, and none stands beside the partner's report"
_FIVE = 5
_MOST = 5  # series that are named
_MEANINGS = {
    "What is replayed": f"{WHAT} among all codes within the briefing’s, by its thresholds as they are now, with the "
    "memory that editions hand on. The figures are those that are known now: no month has a revision, and none stands "
    "beside the partner’s report. The lines of the text are not replayed; tradebrief movements judges them month by "
    "month.",
    "Told again": "A movement of a series that one of the twelve months before told as well, whatever its kind.",
    "How firm": "The first five of a month against the first five with every number of the thresholds a tenth larger, "
    "and a tenth smaller; a movement stays if the same series goes the same way.",
    "Added and lost": "Series and direction that only one of the two thresholds tells in a month. Each has a memory "
    "of its own: what one tells a month earlier, the other may tell later.",
}
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{headline}</title>
<style>
body {{ font: 1rem/1.5 sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }}
table {{ border-collapse: collapse; width: 100%; font-size: .9rem; }}
caption {{ text-align: start; font-weight: bold; padding: .5rem 0; }}
th, td {{ text-align: start; vertical-align: top; padding: .25rem .5rem .25rem 0; border-bottom: 1px solid #bbb; }}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def page(lab: Lab, data: LabFile) -> bytes:
    """Return the page of a lab, of which `data` is the data."""
    headline = _headline(data)
    body = "\n".join(_blocks(lab, data, headline))
    return _PAGE.format(headline=escape(headline), body=body).encode()


def _blocks(lab: Lab, data: LabFile, headline: str) -> Iterator[str]:
    brief, against, day = lab.brief, data["against"], speak("en").day(lab.figures.vintage.as_of).words
    first, last = (str(speak("en").period(Period.parse(data[end]))) for end in ("since", "until"))
    span = first if first == last else f"{first} to {last}"
    yield from _paragraphs([" · ".join(filter(None, (brief.publisher, brief.title, brief.tag)))])
    yield f"<h1>{escape(headline)}</h1>"
    yield from _paragraphs(
        [f"{WHAT} by the thresholds of {lab.name}, {span}.", f"{NOT_THE_TEXT} by tradebrief movements."]
    )
    if data["notes"]:
        yield "<h2>Hold of none</h2>"
        yield from _paragraphs(
            note.replace(against["file"], _file_name(against)) if against else note for note in data["notes"]
        )
    yield "<h2>How much</h2>"
    yield from _paragraphs(f"{sentence[:1].upper()}{sentence[1:]}." for _, sentence in summary(data))
    if against:
        yield "<h2>Against</h2>"
        sentence = tried(against, data, _file_name(against))
        yield from _paragraphs([f"{sentence[:1].upper()}{sentence[1:]}."])
        changes = [
            (called(pick), _month(month["period"]), change, in_words(pick["kind"]), f"{pick['score']:.1f}")
            for month in against["months"]
            for change, picks in (("added", month["added"]), ("lost", month["lost"]))
            for pick in picks
        ]
        title = f"What {_file_name(against)} adds and loses"
        yield from _table(title, ("Line", "Month", "Change", "Kind", "Score"), changes)
    rows = []
    for month in data["months"]:
        for pick in month["told"]:
            way = "rise" if pick["direction"] == "up" else "fall"
            rows.append((called(pick), _month(month["period"]), in_words(pick["kind"]), way, f"{pick['score']:.1f}"))
    yield from _table(f"What {data['briefing']} tells", ("Line", "Month", "Kind", "Way", "Score"), rows)
    yield "<h2>What the figures mean</h2>"
    yield from _paragraphs(f"{name}. {meaning}" for name, meaning in _MEANINGS.items())
    yield from _paragraphs([f"Source: {brief.customs}. Figures as they were known on {day}. {brief.contact}"])


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    yield from (f"<p>{escape(text)}</p>" for text in texts)


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table; nothing where it has no row."""
    if not rows:
        return
    columns = "".join(f"<th scope='col'>{cell}</th>" for cell in head)
    yield f"<table><caption>{escape(title)}</caption>\n<tr>{columns}</tr>"
    for row in rows:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in row)
        yield f"<tr>{cells}</tr>"
    yield "</table>"


def _headline(data: LabFile) -> str:
    if against := data["against"]:
        count = counted(against["told"], "movement")
        return f"{_file_name(against)} tells {count} where {data['briefing']} tells {data['told']}"
    months, is_are = counted(len(data["months"]), "month"), "is" if data["quiet"] == 1 else "are"
    return f"{counted(data['told'], 'movement')} in {months}, of which {data['quiet']} {is_are} quiet"


def _file_name(against: LabAgainst) -> str:
    return Path(against["file"]).name


def _month(period: str) -> str:
    """Return a month in short: "May 2025", "Jan–Feb 2025"."""
    months, year = str(speak("en").period(Period.parse(period))).rsplit(" ", 1)
    return f"{'–'.join(month[:3] for month in months.split('–'))} {year}"


def summary(data: LabFile) -> Iterator[tuple[str, str]]:
    """Yield name and sentence: how much is told, of which kinds, how often again, how firmly; also of others."""
    against = data["against"] if data["against"] and data["against"]["told"] else None
    months = len(data["months"])
    sentence = f"{counted(data['told'], 'movement')} in {counted(months, 'month')}, {data['told'] / months:.1f} a month"
    yield "told", f"{sentence}; {counted(data['quiet'], 'month')} quiet"
    if not data["told"]:
        return
    yield "kinds", ", ".join(f"{in_words(kind)} {count}" for kind, count in data["kinds"].items())
    often = [f"{called(series)} ({len(series['months'])} times)" for series in data["series"][:_MOST]]
    yield "again", repetition(data) + (f"; most often {', '.join(often)}" if often else "")
    if against:
        yield "", f"with {_file_name(against)}, {repetition(against)}"
    yield "stable", stable(data["stable"])
    if against:
        yield "", f"with {_file_name(against)}, {stable(against['stable'])}"


def repetition(data: LabFile | LabAgainst) -> str:
    """Return how many of the movements are of a series that is told again; something is told."""
    series = "series that was told in the twelve months before as well"
    if data["told"] == 1:
        return f"the one movement is of {'a' if data['again'] else 'no'} {series}"
    is_are = "is" if data["again"] <= 1 else "are"
    return f"{data['again'] or 'none'} of {data['told']:,} movements {is_are} of a {series}"


def stable(counts: Stable) -> str:
    """Return how much hangs on the very numbers of the thresholds."""
    if counts["first"] < _FIVE:
        return f"too few to say: {counted(counts['first'], 'movement')} came first in a month"
    larger, smaller = (counts[side] * _FIVE / counts["first"] for side in ("larger", "smaller"))
    return (
        f"of every five that come first in their month, {larger:.1f} stay among the first five with every number "
        f"of the thresholds a tenth larger, and {smaller:.1f} with every number a tenth smaller"
    )


def tried(against: LabAgainst, data: LabFile, name: str) -> str:
    """Return what the thresholds of a file change in all."""
    return (
        f"the thresholds of {name} tell {counted(against['told'], 'movement')} where those of {data['briefing']} tell "
        f"{data['told']}, with {counted(against['quiet'], 'quiet month')} instead of {data['quiet']}; "
        f"they add {against['added']} and lose {against['lost']}"
    )


def called(pick: LabPick | LabSeries) -> str:
    """Return the code with its name; alone where it has none."""
    return f"{pick['code']} {pick['name']}".rstrip()


def in_words(kind: str) -> str:
    """Return a kind of movement as a person reads it."""
    return kind.replace("_", " ")


def counted(number: int, word: str) -> str:
    """Return a count with its word: "1 movement", "12 movements"."""
    return f"{number:,} {word if number == 1 else f'{word}s'}"
