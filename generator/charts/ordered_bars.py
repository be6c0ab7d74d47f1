"""Ordered bars (C8): levels from zero, in the story's order; a bound ends in an arrow head, a tick is the base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.charts.tokens import COLOURS

if TYPE_CHECKING:
    import altair as alt

    from generator.charts.canvas import Canvas
    from generator.charts.measure import Ruler
    from generator.story.plan import Bar, Chart

_GAP = 0.55  # between bar and figure, in em of the label
_HEAD = 0.85  # the room of an arrow head with its gap, in em of the label
_LEADING = 1.2  # of a label in two lines, in em
_LABEL_ROOM = 11.5  # widest label before it takes a second line, in em
_VISIBLE = 0.012  # of the longest bar: a tick nearer to zero than this would be read as the zero line


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.LayerChart:
    """Return the chart of `picture`, `canvas.width` px wide, with every label beside its mark."""
    import altair as alt

    labels = [ruler.lines(bar.label.words, _LABEL_ROOM * canvas.size, canvas.size) for bar in picture.bars]
    column = max(ruler.width(line, canvas.size) for label in labels for line in label) + canvas.size * _GAP
    room = canvas.width - column
    domain = _domain(picture.bars, room, canvas, ruler)
    longest = max(map(_length, picture.bars))
    rows = [
        {"row": number, "label": "\n".join(label), "lines": len(label)} | _row(bar, domain / room, longest, canvas)
        for number, (bar, label) in enumerate(zip(picture.bars, labels, strict=True))
    ]
    step = max(canvas.step, *(round(canvas.size * (_LEADING * len(label) + 0.4)) for label in labels))
    height = step * len(rows)
    drawn: alt.LayerChart = (
        alt.layer(*_layers(alt, rows, domain, canvas, step))
        .properties(
            width=room, height=height, autosize="none", background=COLOURS["paper"],
            padding={"left": column, "right": 0, "top": 0, "bottom": canvas.height(height) - height},
        )
        .configure_axis(disable=True)
        .configure_view(stroke=None)
        .configure_text(font="'Source Sans 3'", fontSize=canvas.size, baseline="middle", limit=0)
    )  # fmt: skip
    return drawn


def _reach(bar: Bar) -> float:
    return max(_length(bar), bar.before or 0.0)


def _length(bar: Bar) -> float:
    """Return where the bar ends: a bound at its published figure, the least it can be."""
    return bar.low if bar.bound else bar.value


def _domain(bars: tuple[Bar, ...], room: float, canvas: Canvas, ruler: Ruler) -> float:
    """Return the value at the right edge: as small as leaves every bar the room of its figure."""
    taken = (ruler.width(bar.figure.words, canvas.size, weight=600) + canvas.size * _clear(bar) for bar in bars)
    return max(_reach(bar) * room / max(room - text, 1.0) for bar, text in zip(bars, taken, strict=True)) or 1.0


def _clear(bar: Bar) -> float:
    return _GAP + _HEAD * bar.bound


def _row(bar: Bar, unit: float, longest: float, canvas: Canvas) -> dict[str, Any]:
    shown = bar.before is not None and bar.before >= _VISIBLE * longest
    return {
        "figure": bar.figure.words, "length": _length(bar), "bound": bar.bound,
        "before": bar.before if shown else None, "inside": shown and (bar.before or 0.0) < _length(bar),
        "text": (_reach(bar) if shown else _length(bar)) + unit * canvas.size * _clear(bar),
    }  # fmt: skip


def _layers(alt: Any, rows: list[dict[str, Any]], domain: float, canvas: Canvas, step: int) -> list[Any]:  # noqa: ANN401
    gap = 1 - canvas.bar / step
    y = alt.Y("row:O", sort=[row["row"] for row in rows], scale=alt.Scale(paddingInner=gap, paddingOuter=gap / 2))
    scale = alt.Scale(domain=[0, domain], zero=True, nice=False, type="linear")
    x, every = alt.X("length:Q", scale=scale), alt.Chart(alt.Data(values=rows))
    bounds = alt.Chart(alt.Data(values=[row for row in rows if row["bound"]]))
    earlier = alt.Chart(alt.Data(values=[row for row in rows if row["before"] is not None]))
    tick = alt.condition("datum.inside", alt.value(COLOURS["paper"]), alt.value(COLOURS["ink"]))
    head = {"shape": "triangle-right", "filled": True, "opacity": 1, "size": canvas.size**2 * 0.62}
    name = {"align": "right", "dx": -canvas.size * _GAP, "lineBreak": "\n", "lineHeight": canvas.size * _LEADING}
    lift = alt.expr(f"-{canvas.size * _LEADING / 2} * (datum.lines - 1)")
    return [
        every.mark_bar(color=COLOURS["mark"]).encode(x=x, y=y),
        bounds.mark_point(**head, color=COLOURS["mark"], xOffset=canvas.size * 0.55).encode(x=x, y=y),
        earlier.mark_tick(thickness=2, height=canvas.bar, opacity=1).encode(
            x=alt.X("before:Q", scale=scale), y=y, color=tick
        ),
        alt.Chart(alt.Data(values=[{}])).mark_rule(color=COLOURS["ink"]).encode(x=alt.datum(0, scale=scale)),
        every.mark_text(**name, dy=lift, color=COLOURS["ink"]).encode(x=alt.value(0), y=y, text="label:N"),
        every.mark_text(align="left", fontWeight=600, color=COLOURS["label"]).encode(
            x=alt.X("text:Q", scale=scale), y=y, text="figure:N"
        ),
    ]
