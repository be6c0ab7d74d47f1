"""Every kind of table makes a story that its own audit passes; tables.txt has them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.story.months import Monthly
from tests.story.whole import whole

TABLES = Path(__file__).with_name("tables.txt").read_text(encoding="utf-8").strip().split("\n\n")


def told(table: str) -> Monthly:
    """Return the audited story of one table: `# name: codes 74 2608 : all`, then its rows."""
    head, _, rows = table.partition("\n")
    codes, _, covers = head.partition(": codes ")[2].partition(" : ")
    return whole(rows, tuple(codes.split()), covers=covers or "listed")


def named(name: str) -> Monthly:
    """Return the audited story of the table of that name."""
    return told(next(table for table in TABLES if table.startswith(f"# {name}:")))


def names() -> Iterator[str]:
    """Return the names of the tables."""
    yield from (table.removeprefix("# ").partition(":")[0] for table in TABLES)


@pytest.mark.parametrize("name", list(names()))
def test_a_story_passes_its_own_audit(name: str) -> None:
    """What the writer may say and what the auditor lets pass are the same for every kind of table."""
    assert named(name).findings == ()


def test_no_growth_is_printed_on_small_bases() -> None:
    """Below a million dollars a year, levels alone."""
    assert "%" not in [text for text in named("small lines").words if "2024" in text]
