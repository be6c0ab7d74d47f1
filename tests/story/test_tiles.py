"""Tiles of chapters: which editions have them, in which order, and what the audit finds in a wrong one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from generator.story.plan import Chart
from generator.trade.codes import nomenclature
from tests.story.months import Monthly, Table, months, table

HALF_A_MILLION = 10**6 // 2  # `months` adds each row to its chapter, and here a chapter is its own line
CHAPTERS = tuple(sorted(code for code in nomenclature() if len(code) == 2))
LARGE = {"27": (500, 450), "85": (400, 400), "84": (300, 480), "72": (200, 100), "52": (150, 149), "26": (100, 90)}


def rows(sizes: dict[str, tuple[int, int]] = LARGE) -> Table:
    """Return every chapter over two years: large ones with a level now and before, others of five million."""
    return table(lambda code, at: HALF_A_MILLION * sizes.get(code, (5, 5))[at < 12], codes=CHAPTERS, months=24)


def told(asked: Table | None = None, codes: tuple[str, ...] = CHAPTERS, **more: Any) -> Monthly:  # noqa: ANN401 -- fields of a brief
    """Return the month whose briefing asks for the tiles alone; the audit finds nothing in it."""
    hand = {"charts": ("tiles",), "themes": (), "group": "", **more}
    month = months(rows() if asked is None else asked, codes=codes, **hand)
    assert month.findings == ()
    return month


def test_the_largest_chapters_have_a_tile_each() -> None:
    """With both levels and the rate; the title says of how many it counts."""
    month = told()
    chart: Chart = month.block("tiles")
    assert [("Mineral fuels and oils", 500.0, 450.0, "500.00, +11%"), ("Electrical machinery", 400.0, 400.0)] == [
        (chart.bars[0].label.words, chart.bars[0].value, chart.bars[0].before, chart.bars[0].figure.words),
        (chart.bars[1].label.words, chart.bars[1].value, chart.bars[1].before),
    ]
    assert (20, ("pdf", "html"), ()) == (len(chart.bars), chart.shown, chart.aside)
    assert "Four of the 20 largest lines rose on the year" == chart.title.words


@pytest.mark.parametrize(
    ("codes", "more"),
    [(CHAPTERS[:60], {}), (("27", "85", "84", "72", "52", "26", "74"), {"group": "mineral"})],
    ids=["some chapters", "a group"],
)
def test_an_edition_of_some_goods_has_none(codes: tuple[str, ...], more: dict[str, Any]) -> None:
    """A map of chapters is one of all goods."""
    some = {key: row for key, row in rows().items() if key[0] in codes}
    assert told(some, codes, **more).block("tiles") is None


def test_a_chapter_without_a_rate_has_no_tile() -> None:
    """Aircraft came to 600 million from two: no step tells that, and the picture says that it leaves chapters out."""
    chart: Chart = told(rows({**LARGE, "88": (600, 2)})).block("tiles")
    assert "Aircraft and spacecraft" not in {bar.label.words for bar in chart.bars}
    assert "Chapters that have no rate are not drawn" in chart.aside[1].words
    assert "largest" not in chart.title.words


@pytest.mark.parametrize("language", ["zh", "ur"])
def test_it_is_told_in_every_language(language: str) -> None:
    """Every sentence passes the audit of its language, with a chapter left out."""
    assert told(rows({**LARGE, "88": (600, 2)}), language=language).block("tiles") is not None


SPOILT: dict[str, tuple[str, Callable[[Any], object]]] = {
    "a base": ("its tick of 2024-12 is drawn at 300.0, customs has 450", lambda it: it["bars"][0].update(before=300.0)),
    "a level": ("its value is drawn at 900.0", lambda it: it["bars"][0].update(value=900.0)),
    "a border": ("it parts at", lambda it: it["thresholds"].__setitem__(0, -50.0)),
    "a chapter": ("is not the level of 85", lambda it: it["bars"][0].update(label=it["bars"][1]["label"])),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_the_audit_knows_the_tiles(fault: str) -> None:
    """Both levels are customs' figures, and each stands under the name of its chapter."""
    problem, spoil = SPOILT[fault]
    found = told().findings_after("tiles", spoil)
    assert found
    assert any(problem in line for line in found), found
