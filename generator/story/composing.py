"""The plan of an edition: which blocks stand in it, in which order, and who writes each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.errors import FiguresIncomplete
from generator.movements import Movements
from generator.story.beside import Margin
from generator.story.blocks import balance, context, frame, remarks, voices
from generator.story.blocks import month_plan as monthly
from generator.story.blocks import year_strip as strip
from generator.story.blocks import year_table as table
from generator.story.brief import Brief
from generator.story.glossary import glossary_of
from generator.story.ledger import Ledger
from generator.story.material import Material
from generator.story.month import Month
from generator.story.monthly.answers import Answers
from generator.story.named import MAIL, PAGE, named
from generator.story.news import body, finding, lede
from generator.story.news.report import report_of
from generator.story.pictures import bars as picture
from generator.story.pictures import dumbbell, waterfall
from generator.story.pictures.arrangement import arranged
from generator.story.plan import Block, Finding, Story, Text
from generator.story.text import leaf
from generator.story.words import Words, speak
from generator.trade.figures import Figures


def compose(
    figures: Figures, movements: Movements, brief: Brief, ledger: Ledger, *, language: str, revision: int
) -> Story:
    """Return the story of one edition in one language; its claims are written to `ledger`.

    Raises SettingsError where an editor's sentence has a figure that the data do not have.
    """
    words = speak(language)
    material = Material(figures, movements, brief, words, ledger)
    attachment = f"{brief.name}-{movements.period}-{language}.pdf"
    plan = _year if figures.period.frequency == "annual" else monthly.blocks
    blocks = arranged(tuple(plan(material, revision, attachment)), brief.charts)
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
    )


def _summary(found: Finding, words: Words) -> Text:
    """Return the page in a line or two: the headline, and the first thing under it."""
    if not found.things:
        return found.headline
    return words.say("summary", headline=found.headline, thing=found.things[0])


def _year(material: Material, revision: int, attachment: str) -> Iterator[Block]:
    """Return the plan of a year: the finding, the figures, the lines, what others said, how it was made."""
    if not material.members:
        msg = (
            f"{material.period}: no line of {material.brief.name} has a figure; "
            "codes within other codes are not counted twice."
        )
        raise FiguresIncomplete(msg)
    material.hand.check((*material.hand.lines, *material.movements.leaves))
    margin = Margin(material)
    month = Month(material)
    if month.lost:  # then no total goes for them
        month = Month(Answers(material.figures, material.movements, material.brief, material.words, material.ledger))
    report = report_of(month)
    first, opening, sections = finding.section(report), lede.section(report), body.sections(report, margin)
    prose = (first, opening, *sections)
    made: tuple[Block | None, ...] = (
        frame.masthead(material, material.figures.vintage.as_of, revision),
        first,
        strip.section(material),
        strip.mail(material),
        opening,
        picture.section(material) if material.brief.draws("lines") else None,
        *(dumbbell.charts(material) if material.brief.draws("dumbbell", usually=False) else ()),
        waterfall.chart(month) if material.brief.draws("waterfall", usually=False) else None,
        *sections,
        body.beside(report, margin),
        body.rest(report),
        balance.section(material),
        context.silent(material),
        table.section(material, named(prose, PAGE)),
        table.mail(material, named(prose, MAIL)),
        *remarks.sections(material),
        context.earlier(material),
        voices.section(material),
        frame.watch(material),
        frame.note(material, margin.used),
        *frame.calls(material, revision, attachment),
        frame.foot(material, revision),
    )
    yield from (block for block in made if block is not None)
