"""Ordered bars (C8): levels from zero, longest first as told, a bound ending in an arrow head, last period as a tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.charts.tokens import COLOURS

if TYPE_CHECKING:
    import altair as alt

    from generator.charts.canvas import Canvas
    from generator.charts.measure import Ruler
    from generator.story.plan import Bar, Chart

_GAP = 0.55  # between bar and figure, in em of the label
_HEAD = 1.0  # the room of an arrow head with its gap, in em of the label
_LABEL_ROOM = 11.5  # widest label before it takes a second line, in em
_VISIBLE = 2.0  # a tick nearer to zero than this many px would be read as the zero line


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.LayerChart:
    """Return the chart of `picture`, `canvas.width` px wide, with every label beside its mark."""
    import altair as alt  # noqa: PLC0415 -- half a second that only the renderer pays

    labels = [_broken(bar.label.words, canvas, ruler) for bar in picture.bars]
    column = max(ruler.width(line, canvas.size) for label in labels for line in label.split("\n")) + canvas.size * _GAP
    room = canvas.width - column
    domain = _domain(picture.bars, room, canvas, ruler)
    rows = [_row(bar, label, domain / room, canvas) for bar, label in zip(picture.bars, labels, strict=True)]
    height = canvas.step * len(rows)
    return (
        alt.layer(*_layers(alt, rows, domain, canvas))
        .properties(
            width=room, height=height, autosize="none", background=COLOURS["paper"],
            padding={"left": column, "right": 0, "top": 0, "bottom": canvas.height(height) - height},
        )
        .configure_axis(disable=True)
        .configure_view(stroke=None)
        .configure_text(font="'Source Sans 3'", fontSize=canvas.size, baseline="middle", limit=0)
    )  # fmt: skip


def _broken(label: str, canvas: Canvas, ruler: Ruler) -> str:
    return "\n".join(ruler.lines(label, _LABEL_ROOM * canvas.size, canvas.size))


def _reach(bar: Bar) -> float:
    return max(_length(bar), bar.before or 0.0)


def _length(bar: Bar) -> float:
    """Return where the bar ends: a bound at its published figure, the least it can be."""
    return bar.low if bar.bound else bar.value


def _domain(bars: tuple[Bar, ...], room: float, canvas: Canvas, ruler: Ruler) -> float:
    """Return the value at the right edge: as small as leaves every bar the room of its figure."""
    taken = (
        ruler.width(bar.figure.words, canvas.size, weight=600) + canvas.size * (_GAP + _HEAD * bar.bound) for bar in bars
    )
    return max(_reach(bar) * room / max(room - text, 1.0) for bar, text in zip(bars, taken, strict=True)) or 1.0


def _row(bar: Bar, label: str, unit: float, canvas: Canvas) -> dict[str, Any]:
    shown = bar.before is not None and bar.before / unit >= _VISIBLE
    return {
        "label": label, "figure": bar.figure.words, "length": _length(bar), "bound": bar.bound,
        "before": bar.before if shown else None, "inside": shown and (bar.before or 0.0) < _length(bar),
        "text": _reach(bar) + unit * canvas.size * (_GAP + _HEAD * bar.bound),
    }  # fmt: skip


def _layers(alt: Any, rows: list[dict[str, Any]], domain: float, canvas: Canvas) -> list[Any]:  # noqa: ANN401 -- a module
    order = [row["label"] for row in rows]
    gap = 1 - canvas.bar / canvas.step
    y = alt.Y("label:N", sort=order, scale=alt.Scale(paddingInner=gap, paddingOuter=gap / 2))
    scale = alt.Scale(domain=[0, domain], zero=True, nice=False, type="linear")
    x, every = alt.X("length:Q", scale=scale), alt.Chart(alt.Data(values=rows))
    bounds = alt.Chart(alt.Data(values=[row for row in rows if row["bound"]]))
    earlier = alt.Chart(alt.Data(values=[row for row in rows if row["before"] is not None]))
    tick = alt.condition("datum.inside", alt.value(COLOURS["paper"]), alt.value(COLOURS["ink"]))
    head = {"shape": "triangle-right", "filled": True, "opacity": 1, "size": canvas.size**2 * 0.62}
    return [
        every.mark_bar(color=COLOURS["mark"]).encode(x=x, y=y),
        bounds.mark_point(**head, color=COLOURS["mark"], xOffset=canvas.size * 0.55).encode(x=x, y=y),
        earlier.mark_tick(thickness=2, height=canvas.bar, opacity=1).encode(x=alt.X("before:Q", scale=scale), y=y, color=tick),
        alt.Chart(alt.Data(values=[{}])).mark_rule(color=COLOURS["ink"]).encode(x=alt.datum(0, scale=scale)),
        every.mark_text(align="right", dx=-canvas.size * _GAP, color=COLOURS["ink"]).encode(
            x=alt.value(0), y=y, text="label:N"
        ),
        every.mark_text(align="left", fontWeight=600, color=COLOURS["label"]).encode(
            x=alt.X("text:Q", scale=scale), y=y, text="figure:N"
        ),
    ]
