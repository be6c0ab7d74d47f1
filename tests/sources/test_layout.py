"""Layouts that no file could satisfy."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from generator.errors import SettingsError
from generator.sources import TableLayout


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"columns": {"code": "code", "period": "period"}}, "columns has no value."),
        ({"reporter": ""}, "columns has no reporter."),
        ({"partner": "PAK"}, "partner is given twice, as a constant and as a column."),
        ({"ignored": ("value",)}, "'value' is both mapped and ignored."),
        ({"scales": {}}, "a scale column needs scales, and scales a scale column."),
        ({"scale": Decimal(0)}, "a scale is a positive number."),
        ({"decimal_mark": ","}, "grouping is '', ',', '.' or ' ', and not the decimal mark."),
        ({"status_marks": {"c": "secret"}}, "status_marks give one of F, P, X, E, C."),
        ({"at_least": 5, "at_most": 2}, "rows: at_most is smaller than at_least."),
        ({"covers": "most"}, "covers is 'listed' or 'all'."),
        ({"delimiter": ";;"}, "delimiter is one character."),
        ({"encoding": "klingon"}, "'klingon' is no encoding."),
        ({"encoding": "hex"}, "'hex' is no encoding."),
    ],
)
def test_a_layout_that_cannot_hold_is_refused(layout: TableLayout, change: dict[str, Any], problem: str) -> None:
    """The fault is found in the settings, not in the first file."""
    with pytest.raises(SettingsError) as fault:
        replace(layout, **change)
    assert f"source customs: {problem} See docs/sources/tables.md." == str(fault.value)


def test_a_layout_that_reads_otherwise_has_another_digest(layout: TableLayout) -> None:
    """The digest follows what decides a figure; how many rows a file may have decides none."""
    assert layout.digest == replace(layout, at_most=9).digest
    others = (replace(layout, scale=Decimal(10)), replace(layout, covers="all"), replace(layout, flow="export"))
    assert len({layout.digest, *(other.digest for other in others)}) == 4
