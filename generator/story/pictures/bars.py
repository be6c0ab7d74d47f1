"""The picture: the lines as ordered bars (C8), bounds with an arrow, last period's level where there is one."""

from __future__ import annotations

from decimal import Decimal

from generator.story.material import Material
from generator.story.plan import Bar, Chart, Row
from generator.story.rounding import MILLIONS
from generator.trade.observation import Observation

_MOST = 12  # bars that can be read; design rule of ordered bars
_SEEN = 0.01  # of the longest bar: a shorter tick cannot be seen


def section(material: Material) -> Chart:
    """Return the chart of the lines that have a figure; the smallest of many stand as one bar."""
    words, longest = material.words, _millions(material.told[0].value)
    bars = (*(_bar(material, cell, longest) for cell in _drawn(material)), *_rest(material))
    ticks = any(_is_seen(bar.before, longest) for bar in bars)
    trade, currency = words.trade_of(material.trade), material.figures.currency
    return Chart(
        id="lines",
        shown=("pdf", "html", "mail"),
        name="lines",
        form="ordered_bars",
        scale=MILLIONS.name,
        title=words.chart_title(material.line(material.lead), material.share(material.lead), material.count()),
        subtitle=words.chart_subtitle(
            trade,
            material.period,
            material.base if ticks else None,
            currency=currency,
            bounds=bool(_bounds(material)),
        ),
        alt=words.chart_alt(trade, material.line(material.told[0]), material.period),
        bars=bars,
        source=words.source_line(
            material.brief.customs,
            material.members,
            material.figures.vintage.as_of,
            material.warning,
            material.editions,
        ),
        more=words.label("more"),
        description=words.chart_description(material.ledger.count(_bounds(material)), currency),
        head=words.chart_head(currency),
        rows=tuple(Row((bar.label, bar.figure)) for bar in bars),
    )


def _drawn(material: Material) -> tuple[Observation, ...]:
    """Return the lines with a bar of their own; where others have none, these are two at least."""
    shown = material.told[: _MOST if len(material.members) <= _MOST else _MOST - 1]
    if len(material.members) - len(shown) != 1:
        return shown
    least = [cell for cell in shown if cell is not material.lead][-1:]
    return tuple(cell for cell in shown if cell not in least)


def _rest(material: Material) -> tuple[Bar, ...]:
    """Return one bar for the lines that find no room, where their sum can be printed."""
    cells = [cell for cell in material.members if cell not in _drawn(material)]
    if not cells:
        return ()
    total = material.ledger.total(cells)
    value, low, high = _millions(total.value), _millions(total.low), _millions(total.high)
    figure = material.words.total_figure(total)
    return (
        Bar(
            material.words.other_lines(material.ledger.count(cells)),
            figure,
            value,
            low,
            high,
            bound=total.qualifier == "at_least",
            rest=True,
        ),
    )


def _is_seen(before: float | None, longest: float) -> bool:
    return before is not None and before >= _SEEN * longest


def _bar(material: Material, cell: Observation, longest: float) -> Bar:
    """Return one bar; last period's level is said where its tick is too small to be seen."""
    before = {now.code: base for now, base in material.pairs}.get(cell.code)
    ticked = before is not None and _is_seen(_millions(before.value), longest)
    base = material.ledger.level(before) if before and not ticked else None
    line = material.line(cell)
    low, value, high = (_millions(end) for end in (cell.low, cell.value, cell.high))
    return Bar(
        label=line.label.text(),
        figure=material.words.bar_figure(line, base, material.base),
        value=value,
        low=low,
        high=high,
        bound=cell.qualifier == "over",
        before=_millions(before.value) if before else None,
    )


def _millions(value: Decimal | None) -> float:
    return float((value or Decimal(0)).scaleb(-MILLIONS.power))


def _bounds(material: Material) -> list[Observation]:
    return [cell for cell in _drawn(material) if cell.qualifier == "over"]
