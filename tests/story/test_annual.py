"""What an annual edition says, and what it must not say; every kind of table makes one that passes its audit."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.story.plan import Chart, Strip, Table
from tests.story.months import Monthly
from tests.story.whole import whole

COPPER = "2025 74 1140 million\n"
ZINC = "2025 2608 14.16 million\n2024 2608 0.29 million"
RELAYED = "2024 74 1220 million relayed"
CODES = ("74", "2608", "2610")
TABLES = Path(__file__).with_name("tables.txt").read_text(encoding="utf-8").strip().split("\n\n")


def test_a_bound_is_printed_as_a_bound_and_has_no_rate() -> None:
    """A level above 101 million carries no change."""
    told = whole(f"{COPPER}2025 2608 101 million over above\n2024 2608 90.00 million", CODES)
    row = next(block for block in told.story.blocks if isinstance(block, Table)).rows[1]
    assert ["Zinc ores", "2608", "more than 101", "90.00"] == [text.words for text in row.cells]


def test_a_line_without_a_figure_is_named_and_in_no_sum() -> None:
    """Missing is not zero."""
    told = whole(COPPER, CODES)
    note = "No figure for 2025 was found for zinc ores and chromium ores. No sum here includes them."
    assert [
        note in [text.words for text in table.notes] for table in told.story.blocks if isinstance(table, Table)
    ] == [
        True,
        True,
    ]


def test_a_relayed_figure_is_background() -> None:
    """It is attributed, nothing is computed from it, and no picture has it."""
    told = whole(COPPER + RELAYED, CODES)
    assert "A. Minister, put copper exports to China at $1.22 billion in 2024" in told.prose
    bars = next(block for block in told.story.blocks if isinstance(block, Chart)).bars
    assert [None] == [bar.before for bar in bars]
    assert "%" not in "".join(text for text in told.words if "2024" in text)


@pytest.mark.parametrize("word", ["diversified", "robust", "steady", "surged", "strong", "record", "remained"])
def test_words_without_ground_do_not_occur(word: str) -> None:
    """No adjective of judgement stands without a fact behind it."""
    assert word not in re.findall(r"[a-z]+", whole(COPPER + ZINC, CODES).prose.lower().replace("recorded", ""))


def test_the_strip_leads_with_the_whole_and_compares_what_has_a_base() -> None:
    """1,140 and 14.16 million are 1,154.16; of 2024 one line of the two is known, which came from little."""
    told = whole(COPPER.replace("1140", "1140.00") + ZINC, CODES)
    strip = next(block for block in told.story.blocks if isinstance(block, Strip))
    assert [[text.words for text in (cell.label, cell.figure, cell.note)] for cell in strip.cells] == [
        ["2025 (without chromium ores)", "$1.15 billion", ""],
        ["Copper and articles, 2025", "99% of the total", ""],
        ["Zinc ores, 2025", "$14.16 million", "$0.29 million in 2024"],
    ]


def test_a_flow_that_ended_has_no_rate() -> None:
    """Where a complete release has no row, no trade was recorded: the level a year ago is told, and no −100%."""
    told = whole("2025 74 1140.00 million\n2024 74 1100.00 million\n2024 2608 100.00 million", CODES, covers="all")
    row = next(block for block in told.story.blocks if isinstance(block, Table)).rows[1]
    assert ["Zinc ores", "2608", "nil", "100.00", "none"] == [text.words for text in row.cells[:5]]
    assert ("100%" not in told.prose, ()) == (True, told.findings)


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
