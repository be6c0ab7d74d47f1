"""Names: what a line is called where the desk has no name of its own for it."""

from __future__ import annotations

from collections import Counter

import pytest

from generator.story.described import described
from generator.trade.codes import nomenclature


@pytest.mark.parametrize(
    ("code", "full", "short"),
    [
        ("2608", "zinc ores and concentrates", "zinc ores and concentrates"),
        ("2602", "manganese ores and concentrates", "manganese ores and concentrates"),
        ("2501", "salt", "salt"),
        ("7402", "copper, unrefined", "copper, unrefined"),
        ("7403", "copper, refined and copper alloys, unwrought", "copper, refined and copper alloys, unwrought"),
        ("85", "electrical machinery", "electrical machinery"),
        ("7410", "copper foil", "copper foil"),
        ("8708", "motor vehicles, parts and accessories", "motor vehicles, parts and accessories"),
        ("8529", "transmission apparatus, parts", "transmission apparatus, parts"),
        (
            "8607",
            "railway or tramway locomotives or rolling stock, parts thereof",
            "goods of HS 8607",
        ),
        ("7404", "copper, waste and scrap", "copper, waste and scrap"),
    ],
)
def test_a_line_is_named_by_the_nomenclature(code: str, full: str, short: str) -> None:
    """Two codes of a chapter that share a name are told apart; clauses that only widen a name are left out."""
    assert (full, short) == (described(code).full, described(code).short)


def test_a_name_with_a_figure_in_it_is_no_name() -> None:
    """The 8407 of parts for engines is a figure that no cell carries."""
    assert "goods of HS 8409" == described("8409").full


def test_no_two_lines_of_a_length_go_by_one_name() -> None:
    """Else a figure of the one could be read as the other's, and the audit would hold it."""
    for digits in (2, 4, 6):
        names = Counter(described(code).short for code in nomenclature() if len(code) == digits)
        assert [] == [name for name, count in names.items() if count > 1]
