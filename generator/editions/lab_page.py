"""The page of a lab, and the sentences that the page and the terminal share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.charts.faces import characters_without_a_glyph
from generator.editions.edition_sheet import Progress, look_of
from generator.editions.lab import Lab
from generator.page import RenderLimits, RenderRequest, Sender, render
from generator.settings.desk import Desk
from generator.settings.output_shapes import LabAgainst, LabFile, LabPick, LabSeries, Stable
from generator.store import FigureStore
from generator.story.plan import (
    Block,
    Foot,
    KeyFinding,
    Masthead,
    Note,
    NoteRun,
    Row,
    Section,
    Story,
    Table,
    Text,
)
from generator.story.words import speak
from generator.trade.period import Period

WHAT = "What stands out against its own past"
NOT_THE_TEXT = "Not replayed: the lines of the text, which are judged month by month"
AS_KNOWN_NOW = "By the figures that are known now: no month has a revision, and none stands beside the partner's report"
_SHOWN = ("html",)
_FIVE = 5
_MOST = 5  # series that are named
_MEANINGS = {
    "What is replayed.": "What stands out against its own past among all codes within the briefing’s, by its "
    "thresholds as they are now, with the memory that editions hand on. The figures are those that are known now: no "
    "month has a revision, and none stands beside the partner’s report. The lines of the text are not replayed; "
    "tradebrief movements judges them month by month.",
    "Told again.": "A movement of a series that one of the twelve months before told as well, whatever its kind.",
    "How firm.": "The first five of a month against the first five with every number of the thresholds a tenth larger, "
    "and a tenth smaller; a movement stays if the same series goes the same way.",
    "Added and lost.": "Series and direction that only one of the two thresholds tells in a month. Each has a memory "
    "of its own: what one tells a month earlier, the other may tell later.",
}


def page(desk: Desk, store: FigureStore, made: Lab, found: LabFile, progress: Progress) -> bytes:
    """Return the page of a lab, of which `found` is the data; RenderError where it cannot be made."""
    mail, limits = desk.settings.mail, desk.settings.limits
    head, lede = Text(_headline(found)), Text(f"{WHAT} by the thresholds of {made.name}, {_span(found)}.")
    edition = RenderRequest(
        name=made.name,
        period=found["until"],
        revision=0,
        date=made.figures.vintage.as_of,
        stories=(Story("en", "ltr", head, lede, head, lede, tuple(_blocks(made, found))),),
        publisher=Sender(mail.sender),
        formats=("html",),
        alone=True,
    )
    may_take = RenderLimits(limits.render_seconds, limits.memory_mb)
    [rendered] = render(edition, look_of(desk, store), limits=may_take, progress=progress)
    return rendered.content


def _blocks(made: Lab, found: LabFile) -> Iterator[Block]:
    brief, other, words = made.brief, found["against"], speak("en")
    as_of, tag = made.figures.vintage.as_of, Text(brief.tag) if brief.tag else None
    source = words.source_line(brief.customs, tuple(made.figures.cells.values()), as_of, tag)
    dated = Text(f"Figures as they were known on {words.day(as_of).words}")
    publisher, place = Text(brief.publisher), Text(brief.place)
    yield Masthead("masthead", _SHOWN, publisher, place, Text("Against its own past"), tag, dated)
    lede = Text(f"{WHAT} by the thresholds of {made.name}. {NOT_THE_TEXT} by tradebrief movements.")
    headline = Text(_headline(found))
    yield KeyFinding("finding", _SHOWN, Text(brief.title), Text(_span(found)), headline, (lede,))
    if found["notes"]:
        notes = [note.replace(other["file"], file_name(other["file"])) if other else note for note in found["notes"]]
        yield _section("idle", "Hold of none", notes)
    yield _section("summary", "How much", [f"{_capital(words)}." for _, words in summary(found)])
    if other:
        yield _section("against", "Against", [f"{_capital(tried(other, found, file_name(other['file'])))}."])
    if other and other["months"]:
        yield _changes(other, source)
    if found["told"]:
        yield _movements(found, source)
    runs = tuple(NoteRun(Text(name), (Text(meaning),)) for name, meaning in _MEANINGS.items())
    yield Note("note", _SHOWN, Text("What the figures mean"), runs)
    nothing = Text("", shown=("pdf",))
    yield Foot("foot", _SHOWN, nothing, nothing, nothing, Text(brief.contact), nothing)


def _section(name: str, label: str, sentences: list[str]) -> Section:
    paragraphs = tuple((Text(sentence),) for sentence in sentences)
    return Section(name, _SHOWN, label=Text(label), paragraphs=paragraphs)


def _movements(found: LabFile, source: Text) -> Table:
    """Return every movement that is told, month by month."""
    rows = [
        (called(pick), _month(month["period"]), in_words(pick["kind"]), _way(pick), f"{pick['score']:.1f}")
        for month in found["months"]
        for pick in month["told"]
    ]
    return _table("told", f"What {found['briefing']} tells", ("Line", "Month", "Kind", "Way", "Score"), rows, source)


def _changes(other: LabAgainst, source: Text) -> Table:
    """Return what other thresholds add and lose, movement by movement."""
    rows = [
        (called(pick), _month(month["period"]), change, in_words(pick["kind"]), f"{pick['score']:.1f}")
        for month in other["months"]
        for change, picks in (("added", month["added"]), ("lost", month["lost"]))
        for pick in picks
    ]
    title = f"What {file_name(other['file'])} adds and loses"
    return _table("changed", title, ("Line", "Month", "Change", "Kind", "Score"), rows, source)


def _table(name: str, title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]], source: Text) -> Table:
    return Table(
        id=name,
        shown=_SHOWN,
        scale="score",
        title=Text(title),
        subtitle=Text("Month by month"),
        head=tuple(map(Text, head)),
        rows=tuple(Row(tuple(map(Text, row))) for row in rows),
        source=source,
    )


def _headline(found: LabFile) -> str:
    if other := found["against"]:
        told = counted(other["told"], "movement")
        return f"{file_name(other['file'])} tells {told} where {found['briefing']} tells {found['told']}"
    months, is_are = counted(len(found["months"]), "month"), "is" if found["quiet"] == 1 else "are"
    return f"{counted(found['told'], 'movement')} in {months}, of which {found['quiet']} {is_are} quiet"


def _span(found: LabFile) -> str:
    first, last = (str(speak("en").period(Period.parse(found[end]))) for end in ("since", "until"))
    return first if first == last else f"{first} to {last}"


def _month(period: str) -> str:
    """Return a month in short: "May 2025", "Jan–Feb 2025"."""
    months, year = str(speak("en").period(Period.parse(period))).rsplit(" ", 1)
    return f"{'–'.join(month[:3] for month in months.split('–'))} {year}"


def _way(pick: LabPick) -> str:
    return "rise" if pick["direction"] == "up" else "fall"


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def summary(found: LabFile) -> Iterator[tuple[str, str]]:
    """Yield name and sentence: how much is told, of which kinds, how often again, how firmly; also of others."""
    other = found["against"] if found["against"] and found["against"]["told"] else None
    months = len(found["months"])
    told = f"{counted(found['told'], 'movement')} in {counted(months, 'month')}, {found['told'] / months:.1f} a month"
    yield "told", f"{told}; {counted(found['quiet'], 'month')} quiet"
    if not found["told"]:
        return
    yield "kinds", ", ".join(f"{in_words(kind)} {count}" for kind, count in found["kinds"].items())
    often = [f"{called(series)} ({len(series['months'])} times)" for series in found["series"][:_MOST]]
    yield "again", again(found) + (f"; most often {', '.join(often)}" if often else "")
    if other:
        yield "", f"with {file_name(other['file'])}, {again(other)}"
    yield "stable", stable(found["stable"])
    if other:
        yield "", f"with {file_name(other['file'])}, {stable(other['stable'])}"


def again(found: LabFile | LabAgainst) -> str:
    """Return how many of the movements are of a series that is told again; something is told."""
    series = "series that was told in the twelve months before as well"
    if found["told"] == 1:
        return f"the one movement is of {'a' if found['again'] else 'no'} {series}"
    is_are = "is" if found["again"] <= 1 else "are"
    return f"{found['again'] or 'none'} of {found['told']:,} movements {is_are} of a {series}"


def stable(found: Stable) -> str:
    """Return how much hangs on the very numbers of the thresholds."""
    if found["first"] < _FIVE:
        return f"too few to say: {counted(found['first'], 'movement')} came first in a month"
    larger, smaller = (found[side] * _FIVE / found["first"] for side in ("larger", "smaller"))
    return (
        f"of every five that come first in their month, {larger:.1f} stay among the first five with every number "
        f"of the thresholds a tenth larger, and {smaller:.1f} with every number a tenth smaller"
    )


def tried(other: LabAgainst, found: LabFile, name: str) -> str:
    """Return what the thresholds of a file change in all."""
    return (
        f"the thresholds of {name} tell {counted(other['told'], 'movement')} where those of {found['briefing']} tell "
        f"{found['told']}, with {counted(other['quiet'], 'quiet month')} instead of {found['quiet']}; "
        f"they add {other['added']} and lose {other['lost']}"
    )


def called(pick: LabPick | LabSeries) -> str:
    """Return the code with its name; alone where it has none."""
    return f"{pick['code']} {pick['name']}".rstrip()


def file_name(file: str) -> str:
    """Return what a page calls a file: its name, where our faces can draw it."""
    name = Path(file).name
    return "the other file" if characters_without_a_glyph(name) else name


def in_words(kind: str) -> str:
    """Return a kind of movement as a person reads it."""
    return kind.replace("_", " ")


def counted(number: int, word: str) -> str:
    """Return a count with its word: "1 movement", "12 movements"."""
    return f"{number:,} {word if number == 1 else f'{word}s'}"
