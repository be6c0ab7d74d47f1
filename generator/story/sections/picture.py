"""The picture: the lines as ordered bars (C8), bounds with an arrow, last period's level where there is one."""

from __future__ import annotations

from decimal import Decimal

from generator.story.material import Material
from generator.story.plan import Bar, Chart, Text
from generator.story.rounding import MILLIONS
from generator.story.text import capital
from generator.trade.figures import Observation


def section(material: Material) -> Chart:
    """Return the chart of all lines that have a figure."""
    words = material.words
    return Chart(
        id="lines",
        shown=("pdf", "html", "mail"),
        name="lines",
        form="ordered_bars",
        scale=MILLIONS.name,
        title=words.chart_title(material.line(material.lead), material.share(material.lead), material.count()),
        subtitle=words.chart_subtitle(_trade(material), material.period, bounds=_has_bounds(material)),
        alt=words.chart_alt(_trade(material), material.line(material.lead), material.period),
        bars=tuple(_bar(material, cell) for cell in material.members),
        source=words.source_line(material.brief.customs, material.members),
        more=Text(words.label("more")),
        description=words.chart_description(material.count(), material.ledger.count(_bounds(material))),
    )


def _bar(material: Material, cell: Observation) -> Bar:
    before = {now.code: base for now, base in material.pairs}.get(cell.code)
    base = material.ledger.level(before) if before else None
    line = material.line(cell)
    low, value, high = (_millions(end) for end in (cell.low, cell.value, cell.high))
    return Bar(
        label=capital(Text(line.label.short)),
        figure=material.words.bar_figure(line, base, material.base),
        value=value,
        low=low,
        high=high,
        bound=cell.is_bound,
        before=_millions(before.value) if before else None,
    )


def _millions(value: Decimal | None) -> float:
    return float((value or Decimal(0)).scaleb(-MILLIONS.power))


def _trade(material: Material) -> str:
    return str(material.words.trade_of(material.figures.selection))


def _bounds(material: Material) -> list[Observation]:
    return [cell for cell in material.members if cell.is_bound]


def _has_bounds(material: Material) -> bool:
    return bool(_bounds(material))
