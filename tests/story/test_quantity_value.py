"""The picture of tonnes and average values: which lines it has, and what it finds."""

from __future__ import annotations

import pytest

from generator.story.plan import Chart
from tests.story.months import Monthly, months
from tests.story.test_waterfall import BASE, NOW, rows

LANGUAGES = ("en", "zh", "ur")


def picture(month: Monthly) -> Chart | None:
    """Return the picture; the audit finds nothing in its edition."""
    assert month.findings == ()
    found: Chart | None = month.block("quantity_value")
    return found


def told(**changes: object) -> Monthly:
    """Return a month of three lines with weights."""
    fields = {"charts": ("quantity_value",), "themes": ()} | changes
    return months(rows(), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_line_has_a_bar_in_each_panel(language: str) -> None:
    """The changes are those of the weights, and of what a tonne was worth; both are worked out of the cells."""
    chart = picture(told(language=language))
    assert chart is not None
    bars = [(bar.panel, round(bar.value, 1)) for bar in chart.bars]
    assert [(0, -10.0), (0, 125.0), (0, 20.0), (1, 66.7), (1, -20.0), (1, 0.0)] == bars
    names = [bar.label.words for bar in chart.bars]
    assert names[:3] == names[3:]


def test_the_title_is_of_the_line_that_moved_the_total_most() -> None:
    """An average value is never called a price."""
    chart = picture(told())
    assert chart is not None
    assert "Refined copper fell in tonnage and rose in average value" == chart.title.words
    assert not any("price" in text.words for text in (chart.title, chart.subtitle, chart.description, *chart.aside))


def test_a_line_without_a_weight_has_no_bars() -> None:
    """One line alone is no picture."""
    weights = {key: (row if key[0] == "7403" else (row[0], 0)) for key, row in rows().items()}
    assert picture(months(weights, charts=("quantity_value",), themes=())) is None
    two = {key: (row if key[0] != "2608" else (row[0], 0)) for key, row in rows().items()}
    chart = picture(months(two, charts=("quantity_value",), themes=()))
    assert chart is not None
    assert 4 == len(chart.bars)


def test_a_line_that_is_new_has_no_bars() -> None:
    """There is nothing that its weight could have changed from."""
    chart = picture(months(rows(now={"2603": (5_000_000, 500_000)}), charts=("quantity_value",), themes=()))
    assert chart is not None
    assert 6 == len(chart.bars)
    assert {NOW, BASE} == {when for _, when in rows()}


def test_a_month_has_it_in_place_of_the_waterfall() -> None:
    """Where lines have weights: what the steps of the waterfall told of all lines, it tells line by line."""
    usual = [block.id for block in told(charts=None).story.blocks if isinstance(block, Chart)]
    assert "quantity_value" in usual
    assert "waterfall" not in usual
