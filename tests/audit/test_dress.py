"""The auditor's own reading of a table in another dress."""

from decimal import Decimal

import pytest

from generator.audit.trace.document_sheets import DocumentSheet

COLUMNS = {"code": "HS", "value": "Wert", "scale": "Einheit"}


@pytest.mark.parametrize(
    ("mark", "grouping", "text", "value"),
    [
        (",", " ", "1\u00a0234,50", "1234.50"),
        (",", " ", "1\u202f234\u2009567", "1234567"),
        (",", ".", "1.234,5", "1234.5"),
        (".", ",", "1,234.5", "1234.5"),
    ],
)
def test_a_number_is_read_in_the_form_of_its_document(mark: str, grouping: str, text: str, value: str) -> None:
    """Groups may be set off by any space where the document says that spaces do it."""
    assert Decimal(value) == DocumentSheet({"decimal_mark": mark, "grouping": grouping}, {}).value(text)


def test_the_scale_of_the_table_and_of_the_row_count_both() -> None:
    """A word in a column is multiplied by what holds for every value."""
    document = {"columns": COLUMNS, "scales": {"Mio": "1000000"}, "scale": "1000"}
    assert Decimal(10**9) == DocumentSheet(document, {}).multiplier({"Einheit": " Mio "})


def test_lines_before_the_header_that_hold_nothing_are_passed_over() -> None:
    """The reader of the source passes over them too."""
    assert {3: {"a": "1"}} == DocumentSheet.of({}, b"\na\n1\n").rows
