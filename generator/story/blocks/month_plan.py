"""The plan of a monthly edition: a month, or January and February together."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import FiguresIncomplete
from generator.story.beside import Margin
from generator.story.blocks import balance, context, frame, note, remarks, strip, table, voices
from generator.story.material import Material
from generator.story.month import Month
from generator.story.monthly.answers import Answers
from generator.story.named import MAIL, PAGE, named
from generator.story.news import body, finding, lede
from generator.story.news.report import report_of
from generator.story.pictures import contributions, heatmap, shares, trend, waterfall
from generator.story.pictures import panels as series
from generator.story.plan import Block
from generator.story.record import texts_of


def blocks(material: Material, revision: int, attachment: str) -> Iterator[Block]:
    """Return the blocks of a month: the finding, the lines, the year, every line, what others said, how it was made.

    Raises FiguresIncomplete where no line has a figure, or the sum of all is open.
    """
    material = Answers(material.figures, material.movements, material.brief, material.words, material.ledger)
    month = Month(material)
    total = month.total(month.period)
    if total is None or not total.value:
        msg = f"{month.period}: no line of {material.brief.name} has a figure."
        raise FiguresIncomplete(msg)
    if month.whole_item().now is None:
        msg = (
            f"{month.period}: the figures of {material.brief.name} are so coarse that their sum may be anything "
            f"from {total.reading.low:,.0f} to {total.reading.high:,.0f} {month.figures.currency}. "
            "Take a table with more digits."
        )
        raise FiguresIncomplete(msg)
    month.hand.check((*month.every_line, *month.lines))
    report = report_of(month)
    margin, draws = Margin(material), month.brief.draws
    first, opening, text = finding.section(report), lede.section(report), body.sections(report, margin)
    prose = (first, opening, *text)
    page, mail = named(prose, PAGE), named(prose, MAIL)
    made: tuple[Block | None, ...] = (
        frame.masthead(material, material.figures.vintage.as_of, revision),
        first,
        strip.section(report),
        strip.mail(report),
        opening,
        *(contributions.charts(report, page, mail) if draws("contributions") else ()),
        trend.chart(report) if draws("trend", usually=month.is_single) else None,
        waterfall.chart(month) if draws("waterfall", usually=False) else None,
        *text[:1],
        series.panels(month) if draws("panels") else None,
        *text[1:2],
        heatmap.chart(month) if draws("heatmap", usually=False) and not month.is_quarter else None,
        *text[2:],
        body.beside(report, margin),
        series.years(month) if draws("cumulative") else None,
        body.rest(report),
        balance.section(material),
        shares.chart(month) if draws("shares") else None,
        table.section(month, page),
        table.mail(month, mail),
        context.earlier(material),
        *remarks.sections(material),
        voices.section(material),
        frame.watch(material),
    )
    printed = {mark.claim for text in texts_of(made) for mark in text.marks}
    made = (
        *made,
        note.section(report, margin.used, printed),
        *frame.calls(material, revision, attachment),
        frame.foot(material, revision),
    )
    yield from (block for block in made if block is not None)
