"""The two forms that a lab draws: columns of counts by month, and marks by line and month."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generator.charts import canvas
from generator.charts.chart_form import draw_chart
from generator.charts.colours import COLOURS
from generator.charts.month_columns import MonthColumns
from generator.charts.ruler import Ruler
from generator.charts.svg import ChartDrawing, DrawnMark
from generator.editions.lab.lab_charts import of_kinds
from generator.errors import RenderError
from generator.story.plan import Chart, Text
from tests.charts.rules import drawing_faults
from tests.page import pictures

_NAMES = 28  # px that the names above the columns take
WIDE, PHONE = canvas.SCREEN_PAGE, canvas.SCREENS[-1]


def drawn(picture: Chart, ruler: Ruler, place: canvas.Canvas = WIDE) -> ChartDrawing:
    """Return a picture on a canvas."""
    return draw_chart(picture, place, ruler).drawing


def spec(picture: Chart, ruler: Ruler) -> list[dict[str, Any]]:
    """Return the data of a picture."""
    found: list[dict[str, Any]] = draw_chart(picture, WIDE, ruler).spec["data"]["values"]
    return found


def inked(drawing: ChartDrawing, tag: str, ink: str) -> list[DrawnMark]:
    """Return the marks of a drawing in a colour."""
    return [mark for mark in drawing.marks if mark.tag == tag and mark.get("fill") == COLOURS[ink]]


def test_the_parts_of_a_month_stand_on_one_another(ruler: Ruler) -> None:
    """Each begins where the one before it ended, and all make the month's count."""
    picture = pictures.counts()
    for at, span in enumerate(picture.curves[0].spans):
        rows = [row for row in spec(picture, ruler)[at :: len(picture.curves[0].spans)] if row["span"] == span]
        ends = [0.0, *(row["end"] for row in rows)]
        assert ends[:-1] == [row["start"] for row in rows]
        assert ends[-1] == sum(curve.points[at] or 0 for curve in picture.curves)


def test_what_is_lost_hangs_below_the_line(ruler: Ruler) -> None:
    """Added above, lost below, the line between them at none."""
    drawing = drawn(pictures.counts(lost=True), ruler)
    added, lost = ([mark for mark in inked(drawing, "rect", ink) if mark.y > _NAMES] for ink in ("mark", "down"))
    feet, heads = {round(mark.y + float(mark.get("height"))) for mark in added}, {round(mark.y) for mark in lost}
    assert 1 == len(feet)
    assert feet == heads


def test_a_month_that_tells_nothing_has_a_dot(ruler: Ruler) -> None:
    """Every month without a part, and no other."""
    picture = pictures.counts()
    quiet = [at for at in range(60) if not any(curve.points[at] for curve in picture.curves)]
    dots = [mark for mark in inked(drawn(picture, ruler), "path", "other") if "A" in mark.get("d")]
    assert len(quiet) == len({round(mark.x) for mark in dots})


def test_a_rise_points_up_and_a_fall_down(ruler: Ruler) -> None:
    """As many marks as scores, in two inks, so that no reader needs the colour."""
    picture = pictures.dots()
    scores = [score for curve in picture.curves for score in curve.points if score is not None]
    drawing = drawn(picture, ruler)
    rises, falls = inked(drawing, "path", "mark"), inked(drawing, "path", "down")
    assert sum(score > 0 for score in scores) == len(rises)
    assert sum(score < 0 for score in scores) == len(falls)
    tops = [[mark.get("d").startswith("M0,-") for mark in marks] for marks in (rises, falls)]  # where a mark begins
    assert (True, False) == (all(tops[0]), any(tops[1]))


def test_a_higher_score_has_a_larger_mark(ruler: Ruler) -> None:
    """The area goes with it, and the sign of a fall does not."""
    rows = [row for row in spec(pictures.dots(), ruler) if row["value"] is not None]
    ranked = sorted(rows, key=lambda row: abs(row["value"]))
    areas = [row["area"] for row in ranked]
    assert areas == sorted(areas)
    assert areas[0] > 0
    assert areas[-1] > 3 * areas[0]


def two_rules(lines: int = 12) -> Chart:
    """Return lines of which others tell every second one in the same months, and one more line of their own."""
    own = pictures.dots(lines + 1).curves
    both = [replace(curve, role="other") for curve in own[::2]]
    curves = sorted((*own[:-1], *both), key=lambda curve: curve.label.words)
    names = ("fish", "stricter.yaml", "both")
    return pictures.dots(lines, curves=tuple(curves), ticks=tuple(map(Text, names)))


def test_two_rules_are_told_apart_without_their_colour(ruler: Ruler) -> None:
    """What the other tells is an outline, larger than the mark that it stands round; the key has two."""
    picture = two_rules()
    others = [one for curve in picture.curves if curve.role == "other" for one in curve.points if one]
    marks = [mark for mark in drawn(picture, ruler).marks if mark.tag == "path" and mark.get("fill") == "none"]
    assert len(others) + 2 == len([mark for mark in marks if mark.get("stroke") == COLOURS["ink"]])
    area: dict[tuple[str, str], dict[str, float]] = {}
    for row in spec(picture, ruler):
        if row["value"] is not None:
            area.setdefault((row["label"], row["span"]), {})[row["role"]] = row["area"]
    paired = [one for one in area.values() if len(one) == 2]
    assert paired
    assert all(one["other"] > 2 * one["line"] for one in paired)


@pytest.mark.parametrize("place", [canvas.SCREEN_BESIDE, PHONE])
def test_two_rules_share_the_row_of_a_line(ruler: Ruler, place: canvas.Canvas) -> None:
    """Each name and each word of the key once: thirteen lines, and what the two marks are."""
    told = [" ".join(mark.lines) for mark in drawn(two_rules(), ruler, place).marks if mark.tag == "text"]
    names = {curve.label.words for curve in two_rules().curves}
    assert 13 == len(names)
    assert sorted([*names, "fish", "stricter.yaml", "both"]) == sorted(
        one for one in told if one in names or one in {"fish", "stricter.yaml", "both"}
    )


def test_as_many_lines_by_two_rules_as_by_one(ruler: Ruler) -> None:
    """Thirty-one rows, however many curves they have."""
    assert drawn(two_rules(30), ruler).marks


def test_two_months_together_stand_in_the_second() -> None:
    """January of a lunar year has no column of its own."""
    picture = pictures.dots(1)
    spans = ("2024-12", "2025-01..2025-02", "2025-03")
    curve = replace(picture.curves[0], spans=spans, points=(1.0, 2.0, None))
    columns = MonthColumns.of(replace(picture, curves=(curve,)), 400)
    assert [50, 250, 350] == [columns.middle(span) for span in spans]


@pytest.mark.parametrize("form", ["counts", "dots"])
def test_words_under_months_are_thinned_where_they_would_meet(ruler: Ruler, form: str) -> None:
    """Sixty names of months on a phone: some are left, and none of them meet."""
    picture = replace(getattr(pictures, form)(), steps=tuple(Text(f"Month {at}") for at in range(60)))
    drawing = drawn(picture, ruler, PHONE)
    assert not list(drawing_faults(picture, drawing, ruler))
    told = [mark.lines[0] for mark in drawing.marks if mark.tag == "text"]
    names = [name for name in told if name.startswith("Month")]
    assert 2 <= len(names) < 15


@pytest.mark.parametrize("form", ["counts", "dots"])
@pytest.mark.parametrize("months", [12, 24, 60])
@pytest.mark.parametrize("where", canvas.SCREENS)
def test_the_first_month_named_has_room_or_no_words(ruler: Ruler, form: str, months: int, where: canvas.Canvas) -> None:
    """January and February together have a long name, and the first column may be a few px wide."""
    picture = getattr(pictures, form)()
    curves = tuple(replace(one, spans=one.spans[-months:], points=one.points[-months:]) for one in picture.curves)
    steps = ("Jan–Feb 2025", *("Dec 2025" if at == months - 1 else "" for at in range(1, months)))
    named = replace(picture, curves=curves, steps=tuple(map(Text, steps)))
    assert not list(drawing_faults(named, drawn(named, ruler, where), ruler))


def test_a_tick_that_is_no_number_is_refused(ruler: Ruler) -> None:
    """By the name of the chart."""
    with pytest.raises(RenderError, match="chart counts: a tick is no number"):
        drawn(pictures.counts(ticks=(Text("none"), Text("some"))), ruler)


@pytest.mark.parametrize("count", [1, 6, 7, 8, 17])
def test_a_lab_of_any_number_of_kinds_is_drawn(ruler: Ruler, count: int) -> None:
    """Six have a colour of their own; one more has its name, several more are together."""
    names = [f"kind {at}" for at in range(count)]
    told = [{"kind": name} for name in names]
    month = {"period": "2025-01", "told": told}
    found: Any = {"months": [month], "kinds": dict.fromkeys(names, 1), "quiet": 0, "told": count}
    found |= {"since": "2025-01", "until": "2025-01", "against": None}
    picture = of_kinds(found, pictures.counts().source)
    last = {7: "kind 6", 8: "other kinds", 17: "other kinds"}.get(count, names[-1])
    assert (min(count, 7), last) == (len(picture.curves), picture.curves[-1].label.words)
    assert "2025-01" in [row["span"] for row in spec(picture, ruler)]


def lab_of(name: str, *kinds: str) -> Any:  # noqa: ANN401 -- a part of what a lab finds
    """Return a lab of one month that tells these kinds."""
    counts = {kind: kinds.count(kind) for kind in kinds}
    found = {"briefing": name, "months": [{"period": "2025-01", "told": [{"kind": kind} for kind in kinds]}]}
    return found | {"kinds": counts, "quiet": 0, "since": "2025-01", "until": "2025-01"}


def test_two_rules_are_drawn_on_one_scale_in_the_same_colours(ruler: Ruler) -> None:
    """A kind that only one tells has its place in both, and the higher month makes the axis of both."""
    own, other = lab_of("fish", "spike", "drift", "drift"), lab_of("other.yaml", "spike", *["record"] * 8)
    both = [of_kinds(one, pictures.counts().source, [beside]) for one, beside in ((own, other), (other, own))]
    kinds = [[(curve.label.words, curve.figure.words) for curve in one.curves] for one in both]
    assert [("record", "0"), ("drift", "2"), ("spike", "1")] == kinds[0]  # 8, 2 and 2 of both together
    assert [("record", "8"), ("drift", "0"), ("spike", "1")] == kinds[1]
    assert both[0].ticks == both[1].ticks
    assert ["0", "5", "10"] == [tick.words for tick in both[0].ticks]
    assert ["fish", "other.yaml"] == [one.title.words.partition(":")[0] for one in both]
    assert all(drawn(one, ruler, PHONE).marks for one in both)
