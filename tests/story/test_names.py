"""Names: what a line is called where the desk has no name of its own for it."""

from __future__ import annotations

import pytest

from generator.story.brief import described


@pytest.mark.parametrize(
    ("code", "full", "short"),
    [
        ("2608", "zinc ores and concentrates", "zinc ores and concentrates"),
        ("2602", "manganese ores and concentrates", "manganese ores and concentrates"),
        ("2501", "salt", "salt"),
        ("7402", "copper, unrefined, copper anodes for electrolytic refining", "copper, unrefined"),
        ("7404", "copper, waste and scrap", "copper, waste and scrap"),
    ],
)
def test_a_line_is_named_by_the_nomenclature(code: str, full: str, short: str) -> None:
    """Two codes of a chapter that share a name are told apart; clauses that only widen a name are left out."""
    assert (full, short) == (described(code).full, described(code).short)


def test_a_name_with_a_figure_in_it_is_no_name() -> None:
    """The 0.2 mm of aluminium plates are a figure that no cell carries."""
    assert "goods of HS 7606" == described("7606").full
