"""The quarantine file."""

import pytest

from generator.sources import write_refusals
from generator.trade.release import Refusal


def test_refusals_are_a_table() -> None:
    """A person opens the file and finds each row that was set aside."""
    found = write_refusals([Refusal("t.csv", 4, "value", '"-5" is negative', "-5")])
    assert b'file,row,column,reason,text\nt.csv,4,value,"""-5"" is negative",\'-5\n' == found


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_never_starts_a_formula(start: str) -> None:
    """A spreadsheet runs a cell that begins so; with an apostrophe it shows it."""
    found = write_refusals([Refusal("t.csv", 2, "", "ragged", f"{start}cmd()")]).decode()
    assert f"'{start}cmd()" == found.split("ragged,")[1].strip('"\n')
