"""docs/reliability.md lists faults with their outcomes; each row names a test that exists."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
_LINES = (HOUSE / "docs" / "reliability.md").read_text(encoding="utf-8").splitlines()
ROWS = [line for line in _LINES if line.startswith("| ") and "`tests/" in line]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_each_fault_names_its_test(row: str) -> None:
    """Four cells, the last of them tests that exist."""
    _, fault, outcome, _, tests, _ = row.split("|")
    named = TEST.findall(tests)
    assert fault.strip()
    assert outcome.strip()
    assert ", ".join(f"`{file}::{test}`" for file, test in named) == tests.strip() != ""
    missing = [test for file, test in named if f"\ndef {test}(" not in (HOUSE / file).read_text(encoding="utf-8")]
    assert [] == missing


def test_the_four_kinds_of_fault_are_there() -> None:
    """Asking a source, what the figures say, files you drop, pages and charts."""
    heads = [line.removeprefix("## ") for line in _LINES if line.startswith("## ")]
    assert ["Asking a source", "What the figures say", "Files you drop", "Pages and charts"] == heads[:4]
    assert len(ROWS) > 80
