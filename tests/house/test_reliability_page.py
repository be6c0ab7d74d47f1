"""docs/reliability.md lists faults with their outcomes; tests/house/faults.txt names tests that show each of them."""

from itertools import takewhile
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
_PAGE = (HOUSE / "docs" / "reliability.md").read_text(encoding="utf-8").partition("## While an edition is sent")[0]
ROWS = [
    line.split("|")[1:-1] for line in _PAGE.splitlines() if line.startswith("| ") and not line.startswith("| fault")
]
_LINES = (HOUSE / "tests" / "house" / "faults.txt").read_text(encoding="utf-8").splitlines()[1:]
SHOWN = {
    fault: [test.strip() for test in takewhile(lambda line: line.startswith(" "), _LINES[at + 1 :])]
    for at, fault in enumerate(_LINES)
    if not fault.startswith(" ")
}


def test_each_fault_of_the_page_is_shown() -> None:
    """In the order of the page, each with an outcome."""
    assert [row[0].strip() for row in ROWS] == list(SHOWN)
    assert [] == [row for row in ROWS if not row[1].strip()]


@pytest.mark.parametrize("fault", SHOWN)
def test_a_fault_names_tests_that_are_there(fault: str) -> None:
    """At least one."""
    assert SHOWN[fault]
    for file, _, name in (test.partition("::") for test in SHOWN[fault]):
        assert f"\ndef {name}(" in (HOUSE / file).read_text(encoding="utf-8"), name
