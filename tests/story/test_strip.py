"""The strip: the total without the leading line and the tonnage, by hand, and what the audit reads of them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.story.months import Monthly, months

Rows = dict[tuple[str, str], tuple[int, int]]
ROWS: Rows = {  # dollars and kilograms
    ("7403", "2024-12"): (60_000_000, 6_000_000),
    ("7403", "2025-12"): (80_000_000, 7_000_000),
    ("2608", "2024-12"): (10_000_000, 14_000_000),
    ("2608", "2025-12"): (8_000_000, 9_000_000),
}


def _cells(month: Monthly) -> list[list[str]]:
    return [[cell.label.words, cell.figure.words, cell.note.words] for cell in month.block("strip").cells]


def test_the_rest_and_the_weight_of_all_lines_have_a_cell() -> None:
    """Without copper 10 million became 8, and 20,000 tonnes 16,000: a fifth less of both."""
    month = months(ROWS)
    assert [
        ["Without refined copper", "$8.00 million", "−20% on December 2024"],
        ["Tonnage", "16,000 tonnes", "−20% on December 2024"],
    ] == _cells(month)[1:3]
    assert () == month.findings


def test_a_line_without_a_weight_leaves_no_tonnage() -> None:
    """The weight of some lines is not that of the trade."""
    rows = ROWS | {("2608", "2025-12"): (8_000_000, 0)}
    assert "Tonnage" not in [label for label, *_ in _cells(months(rows))]


def test_weights_of_this_year_alone_have_no_change() -> None:
    """The tonnage stands without a rate where a line had no weight a year before."""
    rows = ROWS | {("2608", "2024-12"): (10_000_000, 0)}
    assert ["Tonnage", "16,000 tonnes", ""] in _cells(months(rows))


def test_a_total_that_lacks_lines_has_neither() -> None:
    """What is not known cannot be left out, and the others' weight is not that of the trade."""
    month = months(ROWS, codes=("7403", "2608", "2610"), covers="listed")
    assert [] == [cell for cell in _cells(month) if cell[0].startswith(("Without", "Tonnage"))]


def test_what_has_no_year_before_is_compared_with_the_step_before() -> None:
    """10 million in November became 8: a fifth less. The year has nothing to compare with."""
    rows = {("2608", f"2025-{month:02}"): (10_000_000, 10_000_000) for month in range(1, 12)}
    month = months(rows | {("2608", "2025-12"): (8_000_000, 9_000_000)}, codes=("2608",))
    notes = ["−20% on November 2025", "", "−10% on November 2025"]
    assert (notes, ()) == ([note for _, _, note in _cells(month)], month.findings)


def test_march_is_not_compared_with_two_months() -> None:
    """Where Lunar New Year moves, January and February are one step, which is longer than March."""
    rows = {("2608", f"2025-{month:02}"): (10_000_000, 10_000_000) for month in range(1, 4)}
    month = months(rows, "2025-03", codes=("2608",))
    assert ("", ()) == (_cells(month)[0][2], month.findings)


def _line(strip: Any) -> None:  # noqa: ANN401 -- a block as JSON
    """Name the other line."""
    strip["cells"][1]["label"]["said"][1]["line"][1] = "2608"


def _level(strip: Any) -> None:  # noqa: ANN401 -- a block as JSON
    """Print the total in the place of the rest."""
    strip["cells"][1]["figure"]["said"] = strip["cells"][0]["figure"]["said"]


def _rate(strip: Any) -> None:  # noqa: ANN401 -- a block as JSON
    """Print the change of the value in the place of that of the weight."""
    strip["cells"][2]["note"]["said"][1]["q"] = strip["cells"][0]["note"]["said"][1]["n"]


def _weight(strip: Any) -> None:  # noqa: ANN401 -- a block as JSON
    """Print a value in the place of the weight."""
    strip["cells"][2]["figure"]["said"][1]["n"] = strip["cells"][0]["figure"]["said"]


@pytest.mark.parametrize("change", [_line, _level, _rate, _weight])
def test_the_audit_finds_another_claim_in_a_cell(change: Callable[[Any], None]) -> None:
    """Each cell is proven: of which line, of when, in which unit."""
    assert months(ROWS).findings_after("strip", change)
