"""The state of a flow, read from years."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.movements import Thresholds, find_movements
from generator.trade.figures import Figures


@pytest.mark.parametrize(
    ("levels", "state"),
    [
        ("5 5", "active"),
        ("0 0 0 5", "new"),
        ("0 0 5", "unknown"),
        ("5 0 0 5", "resumed"),
        ("5 0 5", "resumed"),
        ("5 0", "vanished"),
        ("5 0 0", "ceased"),
        ("0 0", "no_trade"),
        ("5 - 5", "unknown"),
        ("5 -", "unknown"),
        ("- 0 0 5", "unknown"),
        ("~0.001 5", "unknown"),
        (">4 >5", "active"),
    ],
)
def test_the_state_follows_the_years(typed: Callable[..., Figures], levels: str, state: str) -> None:
    """New after three empty years, resumed after one, vanished in the first empty year, ceased in the next."""
    texts = levels.split()
    years = range(2026 - len(texts), 2026)
    row = {year: text for year, text in zip(years, texts, strict=True) if text not in ("-", "0")}
    covered = tuple(year for year, text in zip(years, texts, strict=True) if text == "0")
    found = find_movements(typed({"74": row}, covered=covered), Thresholds.read())
    assert state == found.line("74").flow_state


def test_a_withheld_value_is_not_an_empty_year(typed: Callable[..., Figures]) -> None:
    """A complete release that suppresses the cell says nothing about the flow."""
    found = find_movements(typed({"74": {2024: "5", 2025: ""}}, covered=(2025,), status="C"), Thresholds.read())
    assert ("unknown", True) == (found.line("74").flow_state, "confidential" in found.line("74").flags)
