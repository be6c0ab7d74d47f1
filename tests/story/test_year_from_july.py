"""A year to date from July, told in every language, of months and of quarters."""

from pathlib import Path

import pytest

from generator.charts import canvas
from generator.charts.chart_form import draw_chart
from generator.charts.faces import cut_faces
from generator.charts.ruler import Ruler
from tests.story.months import Table, months, table

LANGUAGES = ("en", "zh", "ur")
NAMED = {  # the year of each period; of one that ends in June it is twelve months, which have no such name
    "2025-03": "2024-25",
    "2025-06": "",
    "2025-08": "2025-26",
    "2025-12": "2025-26",
    "2025-Q1": "2024-25",
    "2025-Q2": "",
    "2025-Q4": "2025-26",
}


def _rows() -> Table:
    """Lines that grow and others that fall."""
    way = {"7403": 3, "7402": -1, "2608": 2, "2601": -2, "2606": 0}
    return table(
        lambda code, place: 1_000_000 * (int(code) % 7 + 3) * (100 + way[code] * place // 2),
        codes=tuple(way),
        months=60,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("period", NAMED)
def test_the_year_from_july_holds_no_edition(period: str, language: str) -> None:
    """The audit reads "2025-26" in each language's own span, and finds nothing."""
    told = months(_rows(), period, language=language, year_start=7)
    assert () == told.findings
    said = "\n".join(told.words)
    assert ("2025-26" in said) == (NAMED[period] == "2025-26")
    if language != "zh":  # which says 同比
        assert ("2024-25" in said) == bool(NAMED[period])


@pytest.mark.parametrize(("language", "period"), [("en", "2025-02"), ("zh", "2025-03"), ("ur", "2025-Q1")])
def test_a_year_without_the_one_before_is_not_compared(period: str, language: str) -> None:
    """No figure of July 2023: the key figures do not name the year that is not known."""
    known = {key: row for key, row in _rows().items() if key[1] >= "2024-01"}
    told = months(known, period, language=language, year_start=7, parties=("DEU", "POL"))
    assert ("2023-24" in told.prose, ()) == (False, told.findings)


@pytest.mark.parametrize("period", ["2025-01..2025-02", "2025-04", "2025-Q1"])
def test_a_year_from_july_has_a_holiday_in_its_middle(period: str, faces: Path) -> None:
    """January and February are one bar after December, as January alone compares holidays; it is drawn at any width."""
    told = months(_rows(), period, year_start=7, parties=("CHN", "PAK"), charts=("year_gap",))
    chart, ruler = told.block("year_gap"), Ruler(cut_faces(faces))
    assert {"2024-07", "2024-12", "2025-01..2025-02"} <= {*chart.curves[0].spans} or period == "2025-Q1"
    assert all(draw_chart(chart, place, ruler).drawing.marks for place in (canvas.TEXT_COLUMN, canvas.PHONE))
    assert () == told.findings
