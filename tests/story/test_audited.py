"""Every kind of table makes a story that its own audit passes; tables.txt has them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.story.whole import Whole, whole

TABLES = Path(__file__).with_name("tables.txt").read_text(encoding="utf-8").strip().split("\n\n")


def told(table: str) -> Whole:
    """Return the audited story of one table: `# name: codes 74 2608 : all`, then its rows."""
    head, _, rows = table.partition("\n")
    codes, _, covers = head.partition(": codes ")[2].partition(" : ")
    return whole(rows, tuple(codes.split()), covers=covers or "listed")


def named(name: str) -> Whole:
    """Return the audited story of the table of that name."""
    return told(next(table for table in TABLES if table.startswith(f"# {name}:")))


def names() -> Iterator[str]:
    """Return the names of the tables."""
    yield from (table.removeprefix("# ").partition(":")[0] for table in TABLES)


@pytest.mark.parametrize("name", list(names()))
def test_a_story_passes_its_own_audit(name: str) -> None:
    """What the writer may say and what the auditor lets pass are the same for every kind of table."""
    assert named(name).findings == ()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("seven lines, both years", "All seven lines together rose 9.5% to $1.49 billion from $1.36 billion in 2024."),
        (
            "seven lines, both years",
            "Copper and copper articles (HS 74) rose 14% to $1.14 billion from $1.00 billion in 2024.",
        ),
        ("all of them falling", "A fall in copper and articles took away 9 percentage points on 2024."),
        ("no line with a base", "Two lines have a published figure; none has any for 2024."),
        ("five of seven with a base", "Of seven published lines, five have a figure for 2024 too."),
        ("a complete table with a line that began and one that ended", "No trade in zinc ores was recorded in 2024."),
        (
            "unchanged to the digit",
            "Copper and copper articles (HS 74) was unchanged at $1.14 billion, against $1.14 billion in 2024.",
        ),
        (
            "full dollars and a tiny base",
            "Aluminium ores and concentrates (HS 2606) rose to $14.16 million from $4,321 in 2024.",
        ),
        (
            "readings too wide for a rate",
            "Copper and copper articles (HS 74) came to $2.5 billion, against $2.4 billion in 2024.",
        ),
    ],
)
def test_what_a_table_lets_the_edition_say(name: str, sentence: str) -> None:
    """Each figure recomputed by hand from tables.txt."""
    assert sentence in named(name).words


def test_a_bound_with_a_base_counts_as_a_line_with_a_base() -> None:
    """Iron ores have a figure for 2024; only their change is unknown."""
    said = named("a bound now, an exact figure then")
    assert "Only zinc ores and iron ores have a published figure for 2024" in said.prose
    assert "For one line no figure for 2024 was found, so nothing is said about its growth." in said.words


def test_no_growth_is_printed_on_small_bases() -> None:
    """Below a million dollars a year, levels alone."""
    assert "%" not in [text for text in named("small lines").words if "2024" in text]
