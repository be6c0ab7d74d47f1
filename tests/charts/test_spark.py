"""Sparks and table bars: one rule of size for all, gaps where a month is not known, no words."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from generator.charts.spark import LEVEL_BAR, SPARK, bar, spark

SVG = "{http://www.w3.org/2000/svg}"


def paths(svg: str) -> list[list[tuple[float, float]]]:
    """Return the points of each line of a spark."""
    found = [str(path.get("d")) for path in etree.fromstring(svg.encode()).iter(f"{SVG}path")]
    return [[(float(x), float(y)) for x, y in re.findall(r"([\d.]+),([\d.]+)", line)] for line in found]


def test_a_spark_runs_from_zero_to_its_highest() -> None:
    """Zero stands at the foot, 15.4, and the largest month at the top, 2.1, whatever the line's size."""
    for scale in (1.0, 1000.0):
        area, line = paths(spark((2 * scale, 1 * scale, 3 * scale), tokens=True))
        assert [6.5, 11.0, 2.1] == [y for _, y in line]
        assert [2.1, 40.0, 77.9] == [x for x, _ in line]
        assert [*line, (77.9, 15.4), (2.1, 15.4)] == area


def test_a_month_that_is_not_known_is_a_gap() -> None:
    """No line bridges it; a month alone between two gaps is a dot."""
    svg = spark((1.0, 2.0, None, 3.0, None, 2.0, 1.0), tokens=True)
    assert [4, 4, 2, 2] == [len(line) for line in paths(svg)]  # two areas and their lines
    assert ["0.9", "2.1"] == [dot.get("r") for dot in etree.fromstring(svg.encode()).iter(f"{SVG}circle")]


@pytest.mark.parametrize(
    ("points", "colour"),
    [((3.0, *[5.0] * 11, 2.0), "down"), ((1.0, *[5.0] * 11, 2.0), "mark"), ((None, *[5.0] * 11, 2.0), "mark")],
)
def test_the_last_point_says_whether_it_is_below_the_year_before(points: tuple[float | None, ...], colour: str) -> None:
    """As the panels do, and not whether it is below the month before."""
    dots = list(etree.fromstring(spark(points, tokens=True).encode()).iter(f"{SVG}circle"))
    assert f"var(--{colour})" == dots[-1].get("fill")


@pytest.mark.parametrize("points", [(), (None, None), (5.0, 5.0), (None, 4.0)])
def test_a_spark_of_little_is_drawn_whole(points: tuple[float | None, ...]) -> None:
    """Nothing known, no change, one month: the picture keeps its size and has no words."""
    root = etree.fromstring(spark(points, tokens=False).encode())
    assert [] == list(root.itertext())
    assert (f"{SPARK[0]:g}", "true") == (root.get("width"), root.get("aria-hidden"))


def test_bars_of_a_table_share_scale_and_zero() -> None:
    """A bar of two is twice a bar of one, on the other side where it falls, from one line."""
    lengths = (2.0, 1.0, -1.0)
    drawn = [list(etree.fromstring(bar(value, lengths, tokens=True).encode())) for value in lengths]
    widths = [float(str(shape.get("width"))) for shape, _ in drawn]
    assert [pytest.approx(49.33, abs=0.01), pytest.approx(24.67, abs=0.01), pytest.approx(24.67, abs=0.01)] == widths
    assert 1 == len({zero.get("x") for _, zero in drawn})
    assert ["var(--mark)", "var(--mark)", "var(--down)"] == [shape.get("fill") for shape, _ in drawn]


def test_a_lower_bound_ends_in_three_stripes() -> None:
    """They are after its end, two px wide and apart, and on a scale that leaves them room beside the longest bar."""
    drawn = [
        etree.fromstring(bar(value, (4.0, 2.0), tokens=True, size=LEVEL_BAR, bound=value == 2.0, tail=True).encode())
        for value in (4.0, 2.0)
    ]
    (longest, _), (half, *stripes, _) = drawn
    assert pytest.approx(2 * float(str(half.get("width"))), abs=0.02) == float(str(longest.get("width")))
    end = float(str(half.get("x"))) + float(str(half.get("width")))
    assert [pytest.approx(end + away, abs=0.02) for away in (2, 6, 10)] == [float(str(box.get("x"))) for box in stripes]
    assert ["2.00"] * 3 == [box.get("width") for box in stripes]
    assert float(str(longest.get("x"))) + float(str(longest.get("width"))) + 12 <= LEVEL_BAR[0]
