"""The world price beside an average value, as a picture: its points, its words, and what the audit finds wrong.

Trade figures are the sample's. Prices are made up: they climb, and sway over four months.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.audit import audit_data
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.trade.period import Period
from tests.desk.test_price_gaps import NAME, copper_desk
from tests.desk.unpaged import Unpaged, unpaged

Files = dict[str, bytes]
LAST = Period.parse("2025-12")


def prices(months: int, gap: int = -1) -> dict[str, tuple[object, ...]]:
    """Return a price of copper for each of some months to December 2025, oldest first, but for that of place `gap`."""
    rows: dict[str, tuple[object, ...]] = {}
    for at in range(months):
        when = LAST.step(at - months + 1)
        price = 9000 + 700 * (at % 4) + 100 * at
        rows[f"{when.year}M{when.first % 12 + 1:02}"] = ("…" if at == gap else price, 1, 1)
    return rows


def told(folder: Path, rows: Mapping[str, Sequence[object]]) -> tuple[DeskParts, Unpaged]:
    """Return a desk with some prices, and its edition of December 2025 with the picture alone."""
    desk = copper_desk(folder / "desk", rows, "2023-01", "January 05, 2026")
    desk.store.close()
    briefing = folder / "desk" / "briefings" / f"{NAME}.yaml"
    briefing.write_text(briefing.read_text("utf-8") + "\ncharts: [price]\n", "utf-8")
    desk = open_desk(folder / "desk", {})
    return desk, unpaged(desk, NAME, "2025-12")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DeskParts, Unpaged]]:
    """Return the edition with 30 months of prices, in which the audit finds nothing."""
    desk, made = told(tmp_path_factory.mktemp("price"), prices(30))
    assert () == made.findings
    with desk.store:
        yield desk, made


def test_both_lines_begin_at_a_hundred(edition: tuple[DeskParts, Unpaged]) -> None:
    """Two years and their start, each month in per cent of December 2023; dollars stand at the ends."""
    (chart,) = edition[1].charts
    price, average = chart.curves
    assert ("2023-12", "2025-12", 25, 25) == (price.spans[0], price.spans[-1], len(price.points), len(average.points))
    # 9,000 + 700 + 500 in December 2023; 9,000 + 700 + 2,900 in December 2025
    assert (100.0, 100 * 12600 / 10200) == (price.points[0], price.points[-1])
    assert (100.0, "$12,600 a tonne", "$9,989 a tonne") == (average.points[0], price.figure.words, average.figure.words)
    assert "the average value of refined copper rose 4.1%" in chart.title.words
    assert "World price: Pink Sheet, updated 5 January 2026." in chart.source.words
    assert "100" in [tick.words for tick in chart.ticks]


def test_january_and_february_have_one_average(edition: tuple[DeskParts, Unpaged]) -> None:
    """Customs of China print them together, or a holiday moves between them: price and value stand at both months."""
    (chart,) = edition[1].charts
    for curve in chart.curves:
        assert curve.spans[1] == curve.spans[2] == "2024-01..2024-02"
        assert curve.points[1] == curve.points[2]


@pytest.mark.parametrize(
    ("months", "gap", "start"),
    [(30, 8, "2024-04"), (16, -1, "2024-09"), (13, -1, "2024-12"), (30, 18, ""), (12, -1, "")],
    ids=["a gap", "a short past", "a year", "a gap within a year", "no year"],
)
def test_lines_begin_behind_the_last_gap(tmp_path: Path, months: int, gap: int, start: str) -> None:
    """A year at least is drawn without a hole; with less there is no picture."""
    desk, made = told(tmp_path, prices(months, gap))
    desk.store.close()
    assert () == made.findings
    assert start == next((chart.curves[0].spans[0] for chart in made.charts), "")


def test_a_price_that_falls_is_set_against_the_value(tmp_path: Path) -> None:
    """Imports of copper rose, its price fell from 10,300 to 9,100 dollars: the picture says so."""
    falling = {month: (12000 - 100 * at, 1, 1) for at, month in enumerate(prices(30))}
    desk, made = told(tmp_path, falling)
    desk.store.close()
    assert () == made.findings
    (chart,) = made.charts
    assert "Set against the value of refined copper, the price went the other way on the year." == chart.aside[1].words
    assert chart.title.words.startswith("The world price fell 12% on December 2024; ")


def test_without_a_price_there_is_no_picture(tmp_path: Path) -> None:
    """A briefing may ask for what its figures do not have."""
    desk, made = told(tmp_path, {"2010M01": (1, 1, 1)})
    desk.store.close()
    assert ((), []) == (made.findings, made.charts)


def chart_of(edition: Any, language: str) -> Any:  # noqa: ANN401 -- edition.json
    """Return the picture of a language."""
    return next(block for block in edition["stories"][language]["blocks"] if block["kind"] == "chart")


SPOILT: dict[str, tuple[str, Callable[[Any], object]]] = {
    "a price": ("is drawn at 90.0", lambda it: it["curves"][0]["points"].__setitem__(5, 90.0)),
    "an average": ("is drawn at 90.0", lambda it: it["curves"][1]["points"].__setitem__(5, 90.0)),
    "a month": ("its cells say", lambda it: it["curves"][1]["spans"].__setitem__(5, "2024-06")),
    "a line": (
        "it is drawn of 7402",
        lambda it: it["curves"][1].update(codes=["7402"], label=it["rows"][1]["cells"][0]),
    ),
    "a role": ("it is drawn as line", lambda it: it["curves"][0].update(role="line")),
    "a figure": ("is not the", lambda it: it["curves"][0].update(figure=it["rows"][0]["cells"][2])),
    "a way": ("p_way", lambda it: it["title"]["said"][1].update(p_way=["way", "down"])),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_the_audit_knows_both_lines(edition: tuple[DeskParts, Unpaged], fault: str) -> None:
    """Prices are worked out again from the workbook, average values from customs' rows and weights."""
    desk, made = edition
    said, spoil = SPOILT[fault]
    changed = json.loads(made.files["edition.json"])
    spoil(chart_of(changed, "en"))
    files: Files = {**made.files, "edition.json": json.dumps(changed, ensure_ascii=False).encode()}
    problems = [finding.problem for finding in audit_data(files, desk.store.raw.read)]
    assert any(said in problem for problem in problems), problems


def test_a_weight_of_a_drawn_month_is_evidence(edition: tuple[DeskParts, Unpaged]) -> None:
    """Without the cell of its weight nobody can work out the point."""
    desk, made = edition
    claims = json.loads(made.files["claims.json"])
    gone = next(
        key
        for key, cell in claims["cells"].items()
        if (cell["measure"], cell["code"], cell["period"]) == ("kg", "7403", "2024-06")
    )
    del claims["cells"][gone]
    files = {**made.files, "claims.json": json.dumps(claims, ensure_ascii=False).encode()}
    problems = [finding.problem for finding in audit_data(files, desk.store.raw.read)]
    assert any("2024-06 is drawn at" in problem for problem in problems), problems
