"""Page: a lab as one web page in the house's own style, which needs no network and no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.editions.edition_sheet import look_of
from generator.editions.lab import lab_changes, lab_charts, lab_lines, lab_text, lab_tiles
from generator.editions.lab.lab_charts import SHOWN
from generator.editions.lab.lab_data import beside
from generator.editions.lab.lab_run import Lab
from generator.page import RenderLimits, RenderRequest, Sender, render
from generator.settings.desk import Desk
from generator.settings.output_shapes import LabFile
from generator.store import FigureStore
from generator.story.plan import (
    Block,
    Foot,
    KeyFinding,
    Masthead,
    Note,
    NoteRun,
    Section,
    Story,
    Text,
)
from generator.story.words import speak

PAGE = "en.html"


def page(desk: Desk, store: FigureStore, lab: Lab, found: LabFile, progress: Callable[[str], None]) -> bytes:
    """Return the page of a lab, of which `found` is the data; RenderError where it cannot be made."""
    mail, limits = desk.settings.mail, desk.settings.limits
    edition = RenderRequest(
        name=lab.name,
        period=str(lab.until),
        revision=0,
        date=lab.figures.vintage.as_of,
        stories=(_story(lab, found),),
        publisher=Sender(mail.sender),
        formats=("html",),
        alone=True,
    )
    may_take = RenderLimits(limits.render_seconds, limits.memory_mb)
    [made] = render(edition, look_of(desk, store), limits=may_take, progress=progress)
    return made.content


def _story(lab: Lab, found: LabFile) -> Story:
    head = Text(_headline(found))
    lede = Text(f"{lab_text.WHAT} by the thresholds of {lab.name}, {lab_charts.span(found)}.")
    return Story("en", "ltr", head, lede, head, lede, tuple(_blocks(lab, found)))


def _blocks(lab: Lab, found: LabFile) -> Iterator[Block]:
    brief, other = lab.brief, found["against"]
    words, as_of = speak("en"), lab.figures.vintage.as_of
    source = words.source_line(
        brief.customs, tuple(lab.figures.cells.values()), as_of, Text(brief.tag) if brief.tag else None
    )
    dated = Text(f"Figures as they were known on {words.day(as_of).words}")
    tag = Text(brief.tag) if brief.tag else None
    yield Masthead(
        "masthead", SHOWN, Text(brief.publisher), Text(brief.place), Text("Against its own past"), tag, dated
    )
    yield KeyFinding(
        "finding",
        SHOWN,
        Text(brief.title),
        Text(lab_charts.span(found)),
        Text(_headline(found)),
        (
            Text(
                f"{lab_text.WHAT} by the thresholds of {lab.name}, among all codes within the briefing’s, each month "
                f"in the light of those before it and of nothing that came later. {lab_text.NOT_THE_TEXT} by "
                "tradebrief movements."
            ),
        ),
    )
    yield lab_tiles.strip(found)
    if found["notes"]:
        yield _silent(found)
    sides = [found, *beside(lab)]
    if any(one["told"] for one in sides):
        for one in sides:
            yield from _much(one, sides, source)
        own = [lab_text.again(found)] if found["told"] else []
        yield lab_charts.section("again", "Told again", *own, *lab_text.again_too(other))
        yield lab_lines.of_lines(sides, source)
        firm = [lab_text.stable(found["stable"])] if found["told"] else []
        yield lab_charts.section("stable", "How firm", *firm, *lab_text.stable_too(other), _WHAT_FIRM)
    if other:
        yield from lab_changes.blocks(other, found, source)
    yield _note(lab, found)
    nothing = Text("", shown=("pdf",))
    yield Foot("foot", SHOWN, nothing, nothing, nothing, Text(brief.contact), nothing)


_WHAT_FIRM = "where few stay, the thresholds tell what happens to lie at their bars"


def _much(one: LabFile, sides: Sequence[LabFile], source: Text) -> Iterator[Block]:
    """Yield how much one side tells, in a sentence and as a chart."""
    is_own = one is sides[0]
    label = "How much" if is_own else f"With {one['briefing']}"
    kinds = [f"by kind: {lab_text.kinds(one)}"] if one["told"] else []
    yield lab_charts.section("much" if is_own else "much-other", label, lab_text.often(one), *kinds)
    if one["told"]:
        name = "kinds" if is_own else "kinds-other"
        yield lab_charts.of_kinds(one, source, [side for side in sides if side is not one], name)


def _headline(found: LabFile) -> str:
    if other := found["against"]:
        told = lab_text.counted(other["told"], "movement")
        return f"{lab_text.file_name(other['file'])} tells {told} where {found['briefing']} tells {found['told']}"
    months = lab_text.counted(len(found["months"]), "month")
    return (
        f"{lab_text.counted(found['told'], 'movement')} in {months}, of which {found['quiet']} {_is_are(found)} quiet"
    )


def _is_are(found: LabFile) -> str:
    return "is" if found["quiet"] == 1 else "are"


def _silent(found: LabFile) -> Section:
    """Return the thresholds that hold of no code, each with its place."""
    other = found["against"]
    every = [one.replace(other["file"], lab_text.file_name(other["file"])) if other else one for one in found["notes"]]
    return Section("silent", SHOWN, "text", Text("Hold of none"), None, None, tuple((Text(one),) for one in every))


def _note(lab: Lab, found: LabFile) -> Note:
    """Return what each figure of the page means."""
    file, lines = (
        f"briefings/{lab.name.partition('.')[0]}.yaml",
        lab_text.counted(len(lab.figures.selection.codes), "line"),
    )
    runs = [("What is replayed.", _REPLAYED.format(file, lines)), ("Told again.", _AGAIN), ("How firm.", _FIRM)]
    runs += [("Added and lost.", _CHANGED)] if found["against"] else []
    told = tuple(NoteRun(Text(head), (Text(words),)) for head, words in runs)
    return Note("note", SHOWN, Text("What the figures mean"), told)


_REPLAYED = (
    "What stands out against its own past among all codes within the briefing’s ({1}), by the thresholds of {0} as "
    "they are now. The same thresholds also decide which lines the text tells; that is not replayed, and tradebrief "
    "movements judges it month by month. Each month is judged by what came before it, with the memory that editions "
    "hand on. The figures are those that are known now, also of months long past, so that no month has a revision; and "
    "none stands beside the partner’s report, of which nobody knows what was out by then."
)
_AGAIN = "A movement of a series that one of the twelve months before told as well, whatever its kind."
_FIRM = (
    "The first five of a month, fewer where it tells fewer, against the first five with every number of the thresholds "
    "a tenth larger, and a tenth smaller; a movement stays if the same series goes the same way."
)
_CHANGED = (
    "Series and direction that only one of the two thresholds tells in a month. Each has a memory of its own: what one "
    "tells a month earlier, the other may tell later."
)
