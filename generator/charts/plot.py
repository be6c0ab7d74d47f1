"""What all forms share: a view of exact size on its canvas, scales that are told and not guessed, text in our face."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.charts.tokens import COLOURS

if TYPE_CHECKING:
    import altair as alt

    from generator.charts.canvas import Canvas

LEADING = 1.2  # of words in several lines, in em


def over(rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 -- Altair, imported late and partly untyped
    """Return an empty chart over rows of its own."""
    import altair as alt

    return alt.Chart(data(rows))


def data(rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401
    """Return rows as the data of a chart: they stand inside its spec."""
    import altair as alt

    # Altair copies lists and dictionaries to their last leaf at every step, but leaves a tuple as it is.
    return alt.Data(values=tuple(rows))  # type: ignore[no-untyped-call]


def view(layers: list[Any], rows: list[dict[str, Any]], canvas: Canvas, box: tuple[float, ...]) -> alt.LayerChart:
    """Return the layers over `rows`; the `box` of the plot is left, top, width, height, and what it needs below."""
    import altair as alt

    left, top, width, height, below = box
    high = canvas.height(top + height + below)
    drawn: alt.LayerChart = dressed(alt.layer(*layers, data=data(rows)), canvas).properties(
        width=width, height=height, autosize="none",
        padding={"left": left, "right": canvas.width - left - width, "top": top, "bottom": high - top - height},
    )  # fmt: skip
    return drawn


def dressed(chart: Any, canvas: Canvas) -> Any:  # noqa: ANN401 -- layers or a facet
    """Return a chart on paper without axes and frames, its words in Source Sans."""
    return (
        chart.properties(background=COLOURS["paper"])
        .configure_axis(disable=True)
        .configure_view(stroke=None)
        .configure_text(
            font="'Source Sans 3'",
            fontSize=canvas.size,
            baseline="middle",
            limit=0,
            lineBreak="\n",
            lineHeight=canvas.size * LEADING,
        )
    )


def straight(low: float, high: float) -> alt.Scale:
    """Return a linear scale from `low` to `high`, neither of which Vega-Lite may move."""
    import altair as alt

    return alt.Scale(domain=[low, high], nice=False, type="linear", zero=True)


def across(field: str, low: float, high: float) -> alt.X:
    """Return the channel that sets `field` along a linear scale from `low` to `high`."""
    import altair as alt

    return alt.X(f"{field}:Q", scale=straight(low, high))


def spread(wanted: list[float], gaps: list[float], low: float, high: float) -> list[float]:
    """Return places in the order of `wanted`, which rises: each as near as can be, `gaps` apart, from `low` to `high`.

    `gaps[n]` is the least distance from place n to the next one.
    """
    places = list(wanted)
    for at in range(1, len(places)):
        places[at] = max(places[at], places[at - 1] + gaps[at - 1])
    places = [min(place, high) for place in places]
    for at in range(len(places) - 2, -1, -1):
        places[at] = min(places[at], places[at + 1] - gaps[at])
    return [max(place, low + sum(gaps[:at])) for at, place in enumerate(places)]
