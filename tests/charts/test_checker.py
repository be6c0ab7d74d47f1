"""Each rule of the checker refuses one chart and names itself."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from generator.charts import canvas, checker, draw_chart
from generator.charts.drawing import Drawing, Mark
from generator.charts.measure import Ruler
from generator.errors import RenderError
from generator.story.plan import Bar, Text
from tests.page.sample import chart

BAR = chart().bars[0]


def text(words: str) -> Text:
    """Return a text without claims."""
    return Text(words)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        (3, {"title": text(" ")}),
        (4, {"subtitle": text("Imports, US$ million")}),
        (5, {"source": text("Source: customs")}),
        (8, {"bars": ()}),
        (8, {"bars": (BAR,) * 13}),
        (10, {"alt": text("x" * 151)}),
        (10, {"description": text("")}),
        (11, {"bars": (replace(BAR, before=0.29, figure=text("14.16, +4783%")),)}),
        (13, {"bars": (replace(BAR, label=text("铜")),)}),
    ],
)
def test_words_that_mislead_or_lack_are_refused(ruler: Ruler, rule: int, changes: dict[str, Any]) -> None:
    """A chart carries title, period, source and both descriptions, in characters that can be drawn."""
    with pytest.raises(RenderError, match=f"chart lines: rule {rule}: "):
        checker.check_words(chart(**changes), ruler)


def clipped(spec: dict[str, Any]) -> None:
    """Start the bars at ten."""
    spec["layer"][0]["encoding"]["x"]["scale"]["zero"] = False


def unlike(spec: dict[str, Any]) -> None:
    """Give the figures a scale of their own."""
    spec["layer"][-1]["encoding"]["x"]["scale"]["domain"] = [0, 1]


def orange(spec: dict[str, Any]) -> None:
    """Print names in orange, which is no colour for text."""
    spec["layer"][-2]["mark"]["color"] = "#F46A25"


def foreign(spec: dict[str, Any]) -> None:
    """Use a colour without a meaning."""
    spec["layer"][0]["mark"]["color"] = "#00AA00"


def pale(spec: dict[str, Any]) -> None:
    """Draw bars that fade into the page."""
    spec["layer"][0]["mark"]["color"] = "#FFFFFF"


def unlabelled(spec: dict[str, Any]) -> None:
    """Leave out the figures."""
    del spec["layer"][-1]


def unsorted(spec: dict[str, Any]) -> None:
    """Let one layer sort by itself."""
    spec["layer"][0]["encoding"]["y"]["sort"] = "x"


def shortened(spec: dict[str, Any]) -> None:
    """Lose a row."""
    spec["layer"][0]["data"] = {"values": chart().bars[1:]}


def timed(spec: dict[str, Any]) -> None:
    """Let dates be read by the clock of the reader."""
    spec["layer"][0]["encoding"]["x"]["type"] = "temporal"


def fetching(spec: dict[str, Any]) -> None:
    """Ask a host for the data."""
    spec["layer"][2]["data"] = {"url": "https://example.org/x.csv"}


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        *[(1, clipped), (2, unlike), (6, orange), (6, foreign), (6, pale), (7, unlabelled)],
        *[(8, unsorted), (9, shortened), (14, timed), (15, fetching)],
    ],
)
def test_a_spec_that_misleads_is_refused(ruler: Ruler, rule: int, spoil: Callable[[dict[str, Any]], None]) -> None:
    """Scale, order, rows, colours and data are judged before anything is drawn."""
    spec = copy.deepcopy(draw_chart(chart(), canvas.TEXT_COLUMN, ruler).spec)
    spoil(spec)
    with pytest.raises(RenderError, match=f"chart lines: rule {rule}: "):
        checker.check_spec(chart(), spec)


def moved(mark: Mark, right: float = 0, down: float = 0) -> Mark:
    """Return `mark` elsewhere if it is the name of zinc ores."""
    return replace(mark, x=mark.x + right, y=mark.y + down) if mark.lines == ("Zinc ores",) else mark


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        (7, lambda mark: replace(mark, lines=("Zink",)) if mark.lines == ("Zinc ores",) else mark),
        (12, lambda mark: moved(mark, right=-80)),
        (12, lambda mark: moved(mark, down=-18)),
    ],
)
def test_labels_that_meet_or_leave_are_refused(ruler: Ruler, rule: int, change: Callable[[Mark], Mark]) -> None:
    """Vega-Lite moves no label out of the way, so each box is measured."""
    drawing = draw_chart(chart(), canvas.TEXT_COLUMN, ruler).drawing
    spoiled = Drawing(drawing.width, drawing.height, tuple(map(change, drawing.marks)))
    with pytest.raises(RenderError, match=f"chart lines: rule {rule}: "):
        checker.check_drawing(chart(), spoiled, ruler)


def test_an_image_too_heavy_for_mail_is_refused() -> None:
    """150 kB at most: some readers pay by the byte."""
    with pytest.raises(RenderError, match="rule 16: 150001 bytes"):
        checker.check_size(chart(), b"x" * 150_001)


def test_an_unknown_form_names_those_there_are(ruler: Ruler) -> None:
    """A form is a file of the folder; a wrong name is told with the right ones."""
    with pytest.raises(RenderError, match=re.escape("no form is called 'pie'; there are contributions, ")):
        draw_chart(chart(form="pie"), canvas.TEXT_COLUMN, ruler)


def test_a_chart_that_cannot_be_drawn_is_named(ruler: Ruler) -> None:
    """A word wider than the canvas fits neither beside its bar nor under it: its bar is named."""
    wide = Bar(text("Copper"), text("a figure of " + "1" * 60), 1.0, 1.0, 1.0)
    with pytest.raises(RenderError, match=r"chart lines: rule 12: 'a figure.*' of 'Copper' has no room on 320 px"):
        draw_chart(chart(bars=(wide,)), canvas.SCREENS[-1], ruler)
