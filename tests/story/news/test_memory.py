"""A month is told after the one before it: in other words, and what was told already is told briefly."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from generator.editions import text_memory
from generator.editions.previous_edition import as_rows, read_files, read_rows
from generator.story.brief import LastEdition, TextMemory
from generator.story.plan import Section
from generator.story.record import as_json
from generator.trade.period import Period
from tests.story.months import NAMES, Monthly, Table, months, table

OCTOBER, NOVEMBER, DECEMBER = (Period.parse(f"2025-{month}") for month in (10, 11, 12))
MILLION = 1_000_000


def after(of: Monthly, last: LastEdition | None = None) -> LastEdition:
    """Return an edition as the next one knows it: written, and read again."""
    files = {"edition.json": as_json(of.edition), "claims.json": as_json(of.claims)}
    forms, rates, levels = read_files(files, ("CHN", "PAK", "M"))
    period = last.period if last else None
    text = text_memory.memory_of(files, levels, last.text if last else TextMemory(), period)
    kept = json.loads(json.dumps(as_rows((forms, rates, levels)) | text_memory.as_data(text)))
    return LastEdition(f"minerals/{of.edition['period']}/r1", "", *read_rows(kept), text=text_memory.read(kept))


def in_order(rows: Table, *periods: str, last: LastEdition | None = None) -> list[Monthly]:
    """Return editions of some months, each told after the one before."""
    told = []
    for period in periods:
        told.append(months(rows, period, last=last))
        last = after(told[-1], last)
    return told


def keys(of: Monthly) -> list[str]:
    """Return the patterns of its paragraphs, in order."""
    sections = [block for block in of.story.blocks if isinstance(block, Section)]
    return [text.tree[0] for block in sections for part in block.paragraphs for text in part if text.tree]


def steady(code: str, place: int) -> int:
    """Every line rises by a tenth in the last year; refined copper, the largest, by a half."""
    size = MILLION * (60 if code == "7403" else 1 + tuple(NAMES).index(code))
    if place < 24:
        return size
    return size * (15 if code == "7403" else 11) // 10


ROWS = table(steady)


def test_of_words_that_say_the_same_those_unused_longest_are_taken() -> None:
    """The lede has three word orders: each of three months has its own, and the fourth the first again."""
    told = in_order(ROWS, "2025-09", "2025-10", "2025-11", "2025-12")
    assert [of.findings for of in told] == [(), (), (), ()]
    ledes = [of.block("lede").paragraphs[0][0].tree[0] for of in told]
    orders = ["body.lede.came.said", "body.lede.came.said.b", "body.lede.came.said.c"]
    assert ledes == [*orders, orders[0]]


USED = {"body.lede.came.said.b": OCTOBER, "body.lede.came.said": NOVEMBER, "body.lede.came.said.c": NOVEMBER}


@pytest.mark.parametrize("used", [{}, USED])
def test_the_oldest_use_decides_and_nothing_else(used: Mapping[str, Period]) -> None:
    """Words that were used in October come before those of November, and words never used before both."""
    last = LastEdition("minerals/2025-11/r1", "", text=TextMemory((), used))
    [of] = in_order(ROWS, "2025-12", last=last)
    assert of.block("lede").paragraphs[0][0].tree[0] == ("body.lede.came.said.b" if used else "body.lede.came.said")


def test_an_edition_keeps_what_it_said_of_each_line() -> None:
    """Refined copper rose in October and in November: at the second time it is two in a row, since October."""
    told = in_order(ROWS, "2025-10", "2025-11")
    first = after(told[0])
    line = first.text.line("7403")
    assert line
    assert (line.way, line.level, line.editions, line.since) == ("up", Decimal("90.00e6"), 1, OCTOBER)
    second = after(told[1], first).text.line("7403")
    assert second
    assert (second.period, second.editions, second.since) == (NOVEMBER, 2, OCTOBER)


def test_a_month_between_begins_the_count_anew() -> None:
    """Where November was not told, December is the first again; the line is kept for a year."""
    told = in_order(ROWS, "2025-10", "2025-12")
    line = after(told[1], after(told[0])).text.line("7403")
    assert line
    assert (line.editions, line.since) == (1, DECEMBER)


def test_what_older_versions_left_has_no_memory_of_its_text() -> None:
    """Such a file has neither `lines` nor `patterns`, and is read as an edition that said nothing."""
    assert text_memory.read({"forms": {}}) == TextMemory()
    assert text_memory.as_data(TextMemory()) == {}


def grown(code: str, place: int) -> int:
    """Refined copper and copper scrap are a tenth above the year before in the last year; nothing else moves."""
    size = MILLION * {"7403": 60, "7404": 40}.get(code, 1)
    return size * 11 // 10 if place >= 24 and code in {"7403", "7404"} else size


def scrap(*levels: tuple[int, int]) -> Table:
    """Return refined copper at 60 million a month, and copper scrap at a level of millions from each place on."""

    def value(code: str, place: int) -> int:
        if code == "7403":
            return MILLION * 60
        return MILLION * next((level for first, level in reversed(levels) if place >= first), 0)

    return table(value, codes=("7403", "7404"), months=48)


def of_scrap(of: Monthly) -> str:
    """Return the sentences of the paragraphs that name copper scrap."""
    sections = [block for block in of.story.blocks if isinstance(block, Section)]
    texts = [text.words for block in sections for part in block.paragraphs for text in part]
    return " ".join(words for words in texts if "opper scrap" in words)


def test_a_line_that_goes_on_alike_is_told_so_and_every_third_time_with_its_run() -> None:
    """In October it is news; in November it rose again; in December for the twelfth month, as 2025 began so."""
    told = in_order(table(grown), "2025-10", "2025-11", "2025-12")
    assert [of.findings for of in told] == [(), (), ()]
    again, twelfth = of_scrap(told[1]), of_scrap(told[2])
    assert again.startswith("Copper scrap rose again, by 10% to $44.00 million; the average was 9.1% higher")
    assert twelfth.startswith("Copper scrap rose for a twelfth month in a row, by 10% to $44.00 million: 0.8% more")
    assert told[2].findings_after("body-2", lambda block: _say_otherwise(block, "twelfth", "eleventh"))


def _say_otherwise(block: Any, words: str, other: str) -> None:  # noqa: ANN401 -- JSON
    """Put other words for `words`, which the block must have."""
    texts = [text for part in block["paragraphs"] for text in part if words in text["words"]]
    assert texts
    for text in texts:
        at, more = text["words"].index(words), len(other) - len(words)
        text["words"] = text["words"].replace(words, other)
        for mark in text["marks"]:
            mark["start"] += more * (mark["start"] > at)
            mark["end"] += more * (mark["end"] > at)


def test_a_new_line_is_dated_by_its_first_month() -> None:
    """Trade in scrap begins in October, after 45 months without: then it is the first, later it is since October."""
    rows = scrap((45, 20))
    told = in_order(rows, "2025-10", "2025-11", "2025-12")
    assert [of.findings for of in told] == [(), (), ()]
    assert [of_scrap(of) for of in told] == [
        "Copper scrap came to $20.00 million, the first recorded in figures that begin in January 2022.",
        "Copper scrap brought $20.00 million, after $20.00 million in October.",
        (
            "Copper scrap brought $20.00 million, in its third month since trade began in October. "
            "In the whole of 2025 copper scrap gained $60.00 million."
        ),
    ]
    alone = months(rows, "2025-12")
    assert of_scrap(alone) == (
        "Copper scrap, first recorded in October, came to $20.00 million. "
        "In the whole of 2025 copper scrap gained $60.00 million."
    )
    assert alone.findings_after("body-1", lambda block: _say_otherwise(block, "in October", "in August"))


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        (((0, 20), (46, 0)), "Copper scrap brought nothing, for the first time in 47 months of figures."),
        (((0, 20), (5, 0), (6, 20), (46, 0)), "Copper scrap brought nothing, for the first time since June 2022."),
        (((24, 20), (46, 0)), "Copper scrap brought nothing, after $20.00 million a year earlier."),
    ],
)
def test_an_end_is_dated_after_two_years_of_trade(levels: tuple[tuple[int, int], ...], words: str) -> None:
    """January 2022 to November 2025 are 47 months, the sixth of them June 2022; 22 months of trade are too few."""
    of = months(scrap(*levels), "2025-11")
    assert of.findings == ()
    assert words in of_scrap(of)


def test_an_end_is_said_once() -> None:
    """Scrap ends in October: November has nothing to add."""
    told = in_order(scrap((0, 20), (45, 0)), "2025-10", "2025-11")
    assert [of.findings for of in told] == [(), ()]
    assert ["Copper scrap brought nothing" in of_scrap(of) for of in told] == [True, False]


def test_a_leader_that_faded_is_told_once_whatever_its_change() -> None:
    """Scrap, 5 million a month, brought 100 in September, more than refined copper. On the year October is even."""
    rows = scrap((0, 5), (44, 100), (45, 5))
    told = in_order(rows, "2025-10", "2025-11")
    assert [of.findings for of in told] == [(), ()]
    faded = "Copper scrap faded to $5.00 million, from $100.00 million in September."
    assert [faded in of_scrap(of) for of in told] == [True, False]


def test_a_gap_to_last_year_is_answered() -> None:
    """Two lines of 110 a month: October is at 1,100 and some, below 1,200 and some of 2024; November passes it."""
    october, november = in_order(table(grown), "2025-10", "2025-11")
    assert "short of all of 2024" in october.prose
    assert "November passed all of 2024: January–November came to " in november.prose
    assert "passed all" not in months(table(grown), "2025-11").prose


def test_a_line_is_back_after_its_first_month_without_trade() -> None:
    """Scrap, 50 million a month since January 2022, has none in November 2025 and 20 million in December."""
    told = months(scrap((0, 50), (46, 0), (47, 20)), "2025-12")
    assert told.findings == ()
    assert of_scrap(told) == (
        "Copper scrap came to $20.00 million, down 60% on a year earlier; "
        "November had brought none, for the first time in 47 months of figures. "
        "In the whole of 2025 copper scrap lost $80.00 million."
    )


def test_the_share_of_the_leading_line_is_told_in_every_other_edition() -> None:
    """Copper, 60 of 100 million, then 54 of 90."""

    def value(code: str, place: int) -> int:
        usual = MILLION * {"7403": 60, "7404": 40}[code]
        return usual * 9 // 10 if place >= 24 else usual

    told = in_order(table(value, codes=("7403", "7404")), "2025-10", "2025-11", "2025-12")
    assert [of.findings for of in told] == [(), (), ()]
    assert [", 60% of the total" in of.prose for of in told] == [True, False, True]
