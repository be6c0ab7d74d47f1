"""Months that an ordinary briefing meets now and then: withheld lines, no past, nothing moved, small and huge trades."""

from collections.abc import Callable
from functools import cache

import pytest

from tests.story.months import Monthly, months, table

MILLION = 10**6
BEFORE = {"7403": 60, "7402": 28, "2608": 9, "2601": 11, "2606": 4}  # US$ million a month in 2023 and 2024: 112
NOW = {"7403": 72, "7402": 27, "2608": 10, "2601": 7, "2606": 4}  # and in 2025: 120
LINES = tuple(NOW)


def _stepped(code: str, place: int) -> int:
    return MILLION * (NOW if place >= 24 else BEFORE)[code]


def _withheld() -> Monthly:
    """Aluminium ores have no figure now; iron ores fell by a third of what refined copper rose."""
    rows = {key: row for key, row in table(_stepped, codes=LINES).items() if key != ("2606", "2025-12")}
    return months(rows, codes=LINES, covers="listed")


SHAPES: dict[str, Callable[[], Monthly]] = {
    "a line withheld": _withheld,
}


@cache
def shape(name: str) -> Monthly:
    """Return the story of that name."""
    return SHAPES[name]()


@pytest.mark.parametrize("name", list(SHAPES))
def test_a_month_passes_its_own_audit(name: str) -> None:
    """Nothing that our own writer wrote is held, and nothing stops it."""
    assert shape(name).findings == ()
