"""The plan of an edition: which blocks stand in it, in which order, and who writes each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.errors import FiguresIncomplete
from generator.movements import Movements
from generator.story.arrangement import arranged
from generator.story.beside import Margin
from generator.story.blocks import accounts, balance, frame, note, remarks, strip, table, voices
from generator.story.brief import Brief
from generator.story.editor import Editor
from generator.story.glossary import glossary_of
from generator.story.ledger import Ledger
from generator.story.manuscript import Merged, draft_of, placed, prose_of, sections_of
from generator.story.month import Month
from generator.story.named import MAIL, PAGE, named
from generator.story.news import body, finding, lede
from generator.story.news.report import report_of
from generator.story.phrasing import phrased
from generator.story.pictures import (
    contributions,
    cumulative,
    dumbbell,
    heatmap,
    lines,
    panels,
    shares,
    trend,
    waterfall,
)
from generator.story.plan import EVERYWHERE, Block, Finding, Story, Text
from generator.story.record import texts_of
from generator.story.text import leaf
from generator.story.words import Words, speak
from generator.trade.figures import Figures


def compose(
    figures: Figures,
    movements: Movements,
    brief: Brief,
    ledger: Ledger,
    *,
    language: str,
    revision: int,
) -> Story:
    """Return the story of one edition in one language; its claims are written to `ledger`.

    Its verdicts say what the figures contradict in an editor's sentences.
    Raises FiguresIncomplete where no line has a figure.
    """
    words = speak(language)
    month = Month(figures, movements, brief, words, ledger)
    attachment = f"{brief.name}-{movements.period}-{language}.pdf"
    editor = Editor(month)
    blocks = arranged(tuple(_blocks(month, editor, revision, attachment)), brief.charts)
    found = next(block for block in blocks if isinstance(block, Finding))
    return Story(
        language=language,
        direction=words.grammar.DIRECTION,
        subject=found.headline,
        preheader=replace(found.things[0] if found.things else found.headline, phrases=()),
        title=words.listed([leaf(brief.title, "setting", "title"), words.period(movements.period)], "row"),
        summary=_summary(found, words),
        blocks=blocks,
        glossary=glossary_of(brief, blocks, [attachment, frame.link(brief, movements.period, revision)]),
        verdicts=tuple(editor.verdicts),
    )


def _summary(found: Finding, words: Words) -> Text:
    """Return the page in a line or two: the headline, and the first thing under it."""
    if not found.things:
        return found.headline
    return words.say("summary", headline=found.headline, thing=found.things[0])


def _blocks(month: Month, editor: Editor, revision: int, attachment: str) -> Iterator[Block]:
    """Return the blocks: the finding, the lines, the year, every line, what others said, how it was made.

    Where no briefing asks for pictures a year has its lines as bars; shorter periods have what moved them.
    """
    _check(month)
    report = report_of(month)
    draws, margin, is_year = month.brief.draws, Margin(month), month.period.frequency == "annual"
    first, opening, text = finding.section(report, editor), lede.section(report), body.sections(report, margin)
    prose = (first, opening, *text)
    notes = tuple(remarks.sections(editor))
    page, mail = named(prose, PAGE), named(prose, MAIL)
    made: tuple[Block | None, ...] = (
        frame.masthead(month, revision),
        first,
        *strip.strips(report),
        opening,
        *(one for one in notes if one.id.startswith(remarks.TOP)),
        *(contributions.charts(report, page, mail) if draws("contributions", usually=not is_year) else ()),
        lines.chart(month) if draws("lines", usually=is_year) else None,
        *(dumbbell.charts(month) if draws("dumbbell", usually=False) else ()),
        trend.chart(report) if draws("trend", usually=month.is_single) else None,
        waterfall.chart(month) if draws("waterfall", usually=False) else None,
        *text[:1],
        panels.chart(month) if draws("panels", usually=not is_year) else None,
        *text[1:2],
        heatmap.chart(month) if draws("heatmap", usually=False) else None,
        *text[2:],
        body.beside(report, margin),
        body.rest(report),
        cumulative.chart(month) if draws("cumulative", usually=not is_year) else None,
        balance.section(month),
        shares.chart(month) if draws("shares", usually=not is_year) else None,
        table.section(month, page),
        table.mail(month, mail),
        accounts.section(month),
        *(one for one in notes if not one.id.startswith(remarks.TOP)),
        voices.section(editor),
        frame.watch(month),
    )
    made = _rewritten(made, editor)
    printed = {mark.claim for text in texts_of(made) for mark in text.marks}
    relayed = any(cell.publication for cell in month.cells)
    made = (
        *made,
        note.section(report, margin.used, printed),
        *frame.calls(month, revision, attachment),
        frame.foot(month, revision, relayed=relayed),
    )
    yield from (block for block in made if block is not None)


def _rewritten(blocks: Sequence[Block | None], editor: Editor) -> tuple[Block | None, ...]:
    """Return the blocks with an editor's whole text in the place of the program's paragraphs, where there is one."""
    month = editor.month
    manuscript = month.brief.manuscript
    if manuscript is None:
        return tuple(blocks)
    drafted = prose_of(blocks)
    whole = editor.whole(manuscript, draft_of(blocks))
    sections = sections_of(whole, drafted, EVERYWHERE, lambda words: leaf(words, "setting", "remarks"))
    return tuple(_finding(block, whole, month) for block in placed(blocks, drafted, sections))


def _finding(block: Block | None, whole: Merged, month: Month) -> Block | None:
    """Return the finding with the headline and the things of an editor's text; any other block as it is."""
    if not isinstance(block, Finding):
        return block
    lines = [piece.text for line in (whole.headline, *whole.things) for piece in line.pieces]
    headline, *things = (phrased(text, month) for text in lines if text is not None)
    return replace(block, headline=headline, things=tuple(things))


def _check(month: Month) -> None:
    """Raise FiguresIncomplete where there is nothing to tell, SettingsError where the editor's hand has no line."""
    total = month.total(month.period)
    if total is None or not total.value:
        msg = f"{month.period}: no line of {month.brief.name} has a figure."
        raise FiguresIncomplete(msg)
    month.hand.check((*month.every_line, *month.lines))
