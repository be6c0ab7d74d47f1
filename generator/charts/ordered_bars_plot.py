"""Ordered bars (C8): levels from zero, in the story's order; a bound ends in an arrow head, a tick is the base."""

from __future__ import annotations

from typing import Any

import altair as alt

from generator.charts.bar_rows import GAP, BarRow, BarRows, arranged, fewer_bars
from generator.charts.canvas import CARDS, Canvas
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.vega import LEADING, across, dress, fixed, over, straight
from generator.story.plan import Chart

_VISIBLE = 0.01  # of the longest bar: a tick nearer to zero than this would be read as the zero line
_TICK, _PAPER = 2, 1  # px of ink, and of paper on each side of it


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.TopLevelLayerSpec:
    """Return the chart of `picture`, `canvas.width` px wide, with every name and figure beside its mark."""
    words = arranged(picture, canvas, ruler)
    height = words.step(canvas) * len(words.rows)
    return alt.TopLevelLayerSpec(
        layer=_layers(words, canvas), width=words.room, height=height, autosize="none",
        padding={"left": words.column, "right": 0, "top": 0, "bottom": canvas.height(height) - height},
        **dress(canvas),
    )  # fmt: skip


def _data(words: BarRows, canvas: Canvas) -> list[dict[str, Any]]:
    longest = max(row.length for row in words.rows)
    return [{"row": at} | _datum(row, words, longest, canvas) for at, row in enumerate(words.rows)]


def _datum(row: BarRow, words: BarRows, longest: float, canvas: Canvas) -> dict[str, Any]:
    """Return one bar as data; `lift` and `drop` are px from the middle of the bar to the first line of its words."""
    pixel, line = words.domain / words.room, canvas.size * LEADING
    before = row.bar.before if row.bar.before and row.bar.before >= _VISIBLE * longest else None
    end = max(row.length, before or 0.0) + pixel * canvas.size * row.clear
    return {
        "label": row.bar.label.words, "figure": row.bar.figure.words, "length": row.length, "bound": row.bar.bound,
        "rest": row.bar.rest, "before": before,
        "inside": before is not None and before <= row.length - pixel * (_TICK + _PAPER),
        "name_lines": "\n".join(row.name), "figure_lines": "\n".join(row.figure),
        "text": pixel * canvas.size * GAP if row.under else end,
        "lift": 0.0 if words.hang else -line * (len(row.name) - 1) / 2,
        "drop": canvas.bar / 2 + line / 2 if row.under else -line * (len(row.figure) - 1) / 2,
    }  # fmt: skip


def _layers(words: BarRows, canvas: Canvas) -> list[Any]:
    rows = _data(words, canvas)
    every, bounds = (over([row for row in rows if row[key]]) for key in ("figure", "bound"))
    bar = _when("datum.rest", "other", "mark")
    head: dict[str, Any] = {"shape": "triangle-right", "filled": True, "opacity": 1, "size": canvas.size**2 * 0.62}
    name: dict[str, Any] = {"align": "right", "dx": -canvas.size * GAP, "dy": alt.expr("datum.lift")}
    length, text = (across(field, 0, words.domain) for field in ("length", "text"))
    y = _order(words, canvas)
    return [
        every.mark_bar(color=COLOURS["mark"]).encode(x=length, y=y, color=bar),
        bounds.mark_point(**head, xOffset=canvas.size * 0.55).encode(x=length, y=y, color=bar),
        *_ticks(words, canvas),
        over([{}]).mark_rule(color=COLOURS["ink"]).encode(x=alt.XDatum(0, scale=straight(0, words.domain))),
        every.mark_text(**name, color=COLOURS["ink"]).encode(x=fixed("X", 0), y=y, text=alt.Text("name_lines:N")),
        every.mark_text(align="left", dy=alt.expr("datum.drop"), fontWeight=600, color=COLOURS["label"]).encode(
            x=text, y=y, text=alt.Text("figure_lines:N")
        ),
    ]


def _ticks(words: BarRows, canvas: Canvas) -> list[Any]:
    """Return last period's ticks: white inside a bar, outside ink with paper on both sides, so that none melts in."""
    seen = [row for row in _data(words, canvas) if row["before"] is not None]
    ticks = over(seen).encode(x=across("before", 0, words.domain), y=_order(words, canvas))
    paper = ticks.transform_filter("!datum.inside").mark_tick(
        thickness=_TICK + 2 * _PAPER, height=canvas.bar, opacity=1, color=COLOURS["paper"]
    )
    ink = ticks.mark_tick(thickness=_TICK, height=canvas.bar, opacity=1)
    return [paper, ink.encode(color=_when("datum.inside", "paper", "ink"))] if seen else []


def _when(test: str, colour: str, otherwise: str) -> Any:  # noqa: ANN401 -- Altair makes its classes as it runs
    return alt.condition(test, alt.value(COLOURS[colour]), alt.value(COLOURS[otherwise]))


def _order(words: BarRows, canvas: Canvas) -> alt.Y:
    """Return the channel that sets the bars below one another, each as far from its row's top as its words need."""
    step, (above, below) = words.step(canvas), words.extent(canvas)
    lead = (step - above - below) / 2 + above - canvas.bar / 2
    gap = 1 - canvas.bar / step
    scale = alt.Scale(paddingInner=gap, paddingOuter=gap / 2, align=lead / (step - canvas.bar))
    return alt.Y("row:O", sort=list(range(len(words.rows))), scale=scale)


FORM = ChartForm(draw, is_mirrored=True, card=fewer_bars, cards=CARDS)
