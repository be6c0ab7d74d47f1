"""A drawing is read back: each bar, point, part, tick and word of it stands where its figure is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lxml import etree

from generator.audit.seen import drawings
from generator.audit.seen.drawings import small_faults
from generator.charts import canvas, chart_frame
from generator.charts.chart_form import draw_chart, forms
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.spark import bar, spark
from generator.story.plan import Chart, as_data
from tests.audit.misdrawing import misdrawn
from tests.charts.drawings import TOLD
from tests.story.plans import edition

LANGUAGES = ("en", "zh", "ur")
PLACES = (canvas.TEXT_COLUMN, canvas.PHONE, canvas.COLUMNS["gazette"])  # wide, on a phone, in print
Svg = Any


def told(form: str, language: str) -> Chart:
    """Return a picture of a form, of the edition that the looks of forms are tried on."""
    blocks = TOLD[form](language).story.blocks
    return next(block for block in blocks if isinstance(block, Chart) and block.form == form)


def drawn(chart: Chart, ruler: Ruler, place: canvas.Canvas = canvas.TEXT_COLUMN) -> Svg:
    """Return a picture as the file of its own."""
    return etree.fromstring(chart_frame.framed_svg(draw_chart(chart, place, ruler).drawing, chart, ruler).encode())


def faults(chart: Chart, root: Svg, language: str = "en") -> list[str]:
    """Return what is found in a drawing of a chart."""
    return list(drawings.drawing_faults(as_data(chart), root, {}, is_turned=language == "ur"))


def texts(root: Svg, words: str) -> Svg:
    """Return the one text of a drawing that says `words`."""
    [found] = [node for node in root.iter("{*}text") if "".join(node.itertext()) == words]
    return found


def exchange(one: Svg, other: Svg) -> None:
    """Exchange the places of two marks."""
    place = one.get("transform")
    one.set("transform", other.get("transform"))
    other.set("transform", place)


def test_each_form_has_a_reader() -> None:
    """Nobody would check the drawings of a form without a reader."""
    assert set(TOLD) == set(drawings.chart_forms()) == set(forms())


@pytest.mark.parametrize("form", TOLD)
def test_a_true_drawing_has_no_fault(form: str, scripts: Path) -> None:
    """In no language, and on no page, screen or phone."""
    for language in LANGUAGES:
        chart, ruler = told(form, language), Ruler(scripts, language)
        assert [] == [fault for place in PLACES for fault in faults(chart, drawn(chart, ruler, place), language)]


def _first_year(language: str) -> Chart:
    """Return the total of a year without a year before, whose bars have a figure and a name each."""
    blocks = edition("first_year", language).story.blocks
    return next(block for block in blocks if isinstance(block, Chart) and block.form == "upright_bars")


def test_bars_without_a_year_before_have_no_fault(scripts: Path) -> None:
    """Nor where some of their figures have no room."""
    for language in LANGUAGES:
        chart, ruler = _first_year(language), Ruler(scripts, language)
        assert [] == [fault for place in PLACES for fault in faults(chart, drawn(chart, ruler, place), language)]


def newest_colour(root: Svg) -> None:
    """Give the newest bar the colour of the others."""
    bars = root.findall(".//{*}g/{*}rect")
    bars[-1].set("fill", bars[-2].get("fill"))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda root: exchange(texts(root, "104.18"), texts(root, "110.43")), "110.43 does not stand at its bar"),
        (lambda root: exchange(texts(root, "Mar"), texts(root, "Apr")), "Apr does not stand at its bar"),
        (lambda root: exchange(texts(root, "Mar"), texts(root, "104.18")), "Mar does not stand at its bar"),
        (newest_colour, "its newest bars have the colour of earlier ones, or several"),
    ],
)
def test_a_figure_or_a_name_at_another_bar_is_found(change: Callable[[Svg], None], found: str, scripts: Path) -> None:
    """Each is read at the bar of its month."""
    chart = _first_year("en")
    root = drawn(chart, Ruler(scripts, "en"))
    change(root)
    assert found in faults(chart, root)


def short_bar(root: Svg) -> None:
    """Draw a bar at a tenth of its length."""
    bar = root.findall(".//{*}g/{*}rect")[:2][-1]
    bar.set("width", f"{float(bar.get('width')) / 10:g}")


def labels(one: str, other: str) -> Callable[[Svg], None]:
    """Return what exchanges two words."""
    return lambda root: exchange(texts(root, one), texts(root, other))


def point(root: Svg) -> None:
    """Move a corner of the heaviest line up by four px."""
    line = root.findall(".//{*}g/{*}path")[-2]
    start, corner, *rest = line.get("d").split("L")
    x, y = corner.split(",")
    line.set("d", "L".join((start, f"{x},{float(y) - 4:g}", *rest)))


def stretched(root: Svg) -> None:
    """Draw the bars of average values on a scale of twice as many px per point."""
    for box in root.findall(".//{*}g/{*}rect")[3:]:
        wide, (x, y) = float(box.get("width")), box.get("transform")[10:-1].split(",")
        box.set("width", f"{2 * wide:g}")
        if box.get("fill") == COLOURS["down"]:  # a fall grows to the left
            box.set("transform", f"translate({float(x) - wide:g},{y})")


def upright(root: Svg) -> None:
    """Draw an upright bar at half of its height."""
    bar = root.findall(".//{*}g/{*}rect")[1]
    bar.set("height", f"{float(bar.get('height')) / 2:g}")


def colour(root: Svg) -> None:
    """Give the first tile the colour of the last."""
    tiles = root.findall(".//{*}g/{*}rect")[:20]
    tiles[0].set("fill", tiles[-1].get("fill"))


def low_bar(root: Svg) -> None:
    """Draw the first bar nine px high."""
    root.findall(".//{*}g/{*}rect")[0].set("height", "9")


def cover(root: Svg) -> None:
    """Lay a white box over all."""
    etree.SubElement(root, "rect", x="60", y="60", width="500", height="200", fill="#FFFFFF")


def add(name: str, attributes: dict[str, str]) -> Callable[[Svg], object]:
    """Return what puts an element into a text."""
    return lambda root: etree.SubElement(root.find(".//{*}text"), name, attributes)


def style(root: Svg) -> None:
    """Have a style make all bars as long as one another."""
    etree.SubElement(root, "style").text = "@font-face{font-family:a} rect{width:10px}"


WRONG = {
    "a bar at a tenth": ("contributions", short_bar, "the bar of Zinc ores is drawn at"),
    "names of bars": ("contributions", labels("Refined copper", "Zinc ores"), "Refined copper stands beside another"),
    "figures of bars": ("contributions", labels("\u22125.90", "\u221218.81"), "stands beside another mark"),
    "a point": ("trend", point, "is drawn at"),
    "a tick": ("upright_bars", labels("50", "100"), "the tick 50 is drawn at"),
    "years": ("upright_bars", labels("2024", "2025"), "2024 does not stand under the bars of 2024"),
    "sums of years": (
        "upright_bars",
        labels("1,359", "1,035, \u221225%"),
        "1,359 does not stand under the bars of 2023",
    ),
    "a bar of a year": ("year_gap", upright, "the bar of 2025-03 is drawn at"),
    "months of a year": ("year_gap", labels("Mar", "Apr"), "the step Mar is drawn at"),
    "figures of a year": ("year_gap", labels("\u221227.4", "\u221226.8"), "stands at no end of the bar of 2025-03"),
    "a bar of tonnes": ("quantity_value", short_bar, "the bar of Unrefined copper is drawn at"),
    "a scale of its own": ("quantity_value", stretched, "the bar of Refined copper is drawn at"),
    "heads of panels": (
        "quantity_value",
        labels("Quantity, tonnes", "Average value of a tonne"),
        "Quantity, tonnes does not stand over its bars",
    ),
    "figures of panels": ("quantity_value", labels("+125%", "+67%"), "stands at no end of the bar of"),
    "names of rows": ("quantity_value", labels("Refined copper", "Zinc ores"), "Refined copper stands beside another"),
    "the colour of a tile": ("tiles", colour, "Cocoa and cocoa preparations has the colour of another step"),
    "names of tiles": ("tiles", labels("Carpets", "Headgear"), "Carpets stands outside of its tile"),
    "borders of steps": ("tiles", labels("\u221230", "+10"), "the steps of the key are named in another order"),
    "a point of an index": ("index_lines", point, "a point of Average value is drawn at"),
    "names of an index": ("index_lines", labels("World price", "Average value"), "do not stand in this order"),
    "a tick of an index": ("index_lines", labels("100", "120"), "the tick 100 is drawn at"),
    "shares of partners": ("share_dots", labels("30%", "23%"), "30% stands beside another mark"),
    "the ground of our row": ("share_dots", short_bar, "the ground of Pakistan does not end at its words"),
    "the heads of columns": ("share_dots", labels("share", "points"), "share stands over another column"),
    "a bar of a flow": ("updown_bars", low_bar, "the bar of exports in 2020 is drawn at"),
    "names of flows": ("updown_bars", labels("Exports, 2025", "Imports, 2025"), "do not stand in this order"),
    "a script": ("contributions", add("script", {}), "<script> is no mark"),
    "a link": ("contributions", add("tspan", {"href": "https://example.org"}), "<tspan> carries 'href'"),
    "a style": ("contributions", style, "its style says more than its faces"),
    "a cover": ("contributions", cover, "a box at 310, 160 px stands for nothing"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_drawn_wrong_is_named(what: str, scripts: Path) -> None:
    """A finding says which mark, at what it is drawn and what it is."""
    form, wrong, said = WRONG[what]
    chart = told(form, "en")
    root = drawn(chart, Ruler(scripts, "en"))
    assert [] == faults(chart, root)
    wrong(root)
    assert said in "; ".join(faults(chart, root))


def small(before: str = "", after: str = "") -> list[str]:
    """Return what is found in the bars and lines of a table, with `after` in the place of `before`."""
    bars, lines = (12.0, -3.0, 0.0), ((1.0, 4.0, 2.0), (None, 3.0, 5.0), (2.0, None, 6.0))
    rows = [{"cells": [{"words": f"Line {at}"}], "bar": bars[at], "spark": lines[at]} for at in range(3)]
    drawn = [
        picture for at in range(3) for picture in (bar(bars[at], bars, tokens=True), spark(lines[at], tokens=True))
    ]
    assert before in "".join(drawn)
    roots = [etree.fromstring(picture.replace(before, after)) for picture in drawn]
    return list(small_faults([{"id": "table", "rows": rows}], roots, is_turned=False))


def test_true_bars_and_lines_of_a_table_have_no_fault() -> None:
    """With a fall, nothing, a month that is not known, and one alone."""
    assert [] == small()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('width="59.20"', 'width="5.92"', "the bar of Line 0 is drawn at 1.2, it is 12"),
        (
            '<rect x="1.00" y="1" width="14.80" height="10" fill="var(--down)"/>',
            "",
            "the bar of Line 1 is drawn 0 times",
        ),
        ("L40.0,2.1L", "L40.0,7.9L", "the line of Line 0 is drawn at"),
        ('cy="8.8"', 'cy="2.0"', "the line of Line 0 is drawn at 4 places, it has 3 points"),
    ],
)
def test_a_wrong_bar_or_line_of_a_table_is_named(before: str, after: str, said: str) -> None:
    """By the line of its row."""
    assert said in "; ".join(small(before, after))


@pytest.mark.parametrize(("is_drawn", "said"), [(True, ""), (False, "the bar of Iron ores ends like no lower bound")])
def test_the_stripes_of_a_lower_bound_are_read(is_drawn: bool, said: str) -> None:  # noqa: FBT001 -- of two
    """They are no part of the bar, and without them it would be a figure."""
    rows = [
        {"cells": [{"words": "Copper"}], "bar": 8.0},
        {"cells": [{"words": "Iron ores"}], "bar": 4.0, "bound": True},
    ]
    drawn = [
        bar(8.0, (8.0, 4.0), tokens=True, tail=True),
        bar(4.0, (8.0, 4.0), tokens=True, tail=True, bound=is_drawn),
    ]
    roots = [etree.fromstring(picture) for picture in drawn]
    assert said == "; ".join(small_faults([{"id": "table", "rows": rows}], roots, is_turned=False))


def changes(scripts: Path, count: int) -> Iterator[tuple[str, list[str]]]:
    """Yield so many seeded changes to drawings of all forms: the form, and what is found."""
    chance, ruler = Random(7), Ruler(scripts, "en")  # noqa: S311 -- the same each time
    charts = [
        (chart, drawn(chart, ruler, place)) for form in TOLD for chart in [told(form, "en")] for place in PLACES[::2]
    ]
    while count:
        chart, root = chance.choice(charts)
        changed = misdrawn(root, chart.form, chance)
        if changed is not None:
            count -= 1
            yield chart.form, faults(chart, changed)


@pytest.mark.long
def test_changes_by_chance_are_found(scripts: Path) -> None:
    """Of a thousand, over all forms, ninety-nine in a hundred and more."""
    missed = [form for form, found in changes(scripts, 1000) if not found]
    assert len(missed) <= 10, missed
