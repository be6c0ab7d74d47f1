"""A dash of a month's table is told by its reason, once, and the audit knows whether it is so."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from generator.story.patterns import sentences_of
from tests.audit.owing import found_in
from tests.story.months import Monthly, months, table

MILLION = 10**6
LANGUAGES = ("en", "zh", "ur")
CODES = ("2601", "2603", "7403", "7404")
COARSE = {"2601": 300, "2603": 15, "7403": 200, "7404": 50}  # in hundreds of thousands


def _usual(code: str, place: int) -> int:
    return MILLION * (9 + place % 5 + int(code[3]))


def _ended(code: str, place: int) -> int:
    return 0 if code == "7404" and place > 30 else _usual(code, place)


def _coarse(code: str, place: int) -> int:
    """Return hundreds of thousands: iron ores never move, copper scrap is 5.0 after 5.2 million in December."""
    return COARSE[code] + (place % 7 if code == "7404" else place if code == "7403" else 0)


def _from_little(code: str, place: int) -> int:
    """Return 14.16 million after 0.03 million of aluminium ores; every other line is larger and stays."""
    return (14_160_000 if place >= 24 else 30_000) if code == "2606" else MILLION * (15 + int(code[3]))


def _without(rows: Any, code: str, *gone: str) -> dict[str, Any]:  # noqa: ANN401 -- a table
    """Return listed figures of all lines without those of a code in the months `gone`."""
    kept = {key: row for key, row in rows.items() if key[0] != code or key[1] not in gone}
    return {"rows": kept, "codes": tuple(sorted({code for code, _ in rows})), "covers": "listed"}


USUAL, ROUNDED = table(_usual, codes=CODES), table(_coarse, codes=CODES)
CASES: dict[str, tuple[dict[str, Any], list[str]]] = {  # figures, and the notes of their table
    "none": ({"rows": USUAL}, []),
    "bound": ({"rows": USUAL, "over": (("7404", "2025-05"),)}, ["dash_note.bound"]),
    "lunar": (
        {"rows": {key: row for key, row in USUAL.items() if key[0] != "7404" or key[1] >= "2025"}, "period": "2025-02"},
        ["dash_note.lunar"],
    ),
    "ended": ({"rows": table(_ended, codes=CODES)}, []),
    "rounded": ({"rows": ROUNDED, "scale": 100_000}, ["dash_note.rounded"]),
    "missing": (_without(USUAL, "7404", "2024-12"), ["dash_note.missing"]),
    "partial": (_without(USUAL, "7404", "2025-12"), ["dash_note.missing", "one_after_the_other"]),  # and which line
    "two": (
        _without(ROUNDED, "7404", "2024-12") | {"scale": 100_000},
        ["dash_note.missing", "dash_note.rounded"],
    ),
    "hidden": (_without(table(_usual, codes=CODES, months=13), "7404"), []),  # its column is not shown
    "low base": ({"rows": table(_from_little, codes=("2601", "2603", "2606"))}, ["low_base_note"]),
    "same": ({"rows": table(lambda code, at: MILLION * (4 if code == "2601" else 9 + at), codes=CODES)}, []),  # 0.0
}


@cache
def told(case: str, language: str = "en") -> Monthly:
    """Return the story of the figures of a case."""
    return months(**CASES[case][0], language=language)


def notes(of: Monthly, name: str = "table") -> list[str]:
    """Return the patterns of the notes under a table."""
    return [note.tree[0] for note in of.block(name).notes]


def heard(of: Monthly, change: Callable[[Any], None]) -> list[str]:
    """Return what the audit says of dashes once `change` was made to both tables."""
    edition = copy.deepcopy(of.edition)
    for block in edition["stories"]["en"]["blocks"]:
        if block["kind"] == "table":
            change(block)
    return [str(item) for item in found_in(of, edition) if item.rule == "missing"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_a_dash_is_told_by_its_reason_alone(case: str, language: str) -> None:
    """In each language, by one note; the audit finds it so."""
    of = told(case, language)
    assert (CASES[case][1], ()) == (notes(of), of.findings)


@pytest.mark.parametrize(
    ("case", "row", "column", "cell"),
    [
        ("ended", 3, 4, "none"),
        ("bound", 0, 7, "–"),
        ("rounded", 2, 4, "–"),
        ("same", 3, 4, "0.0"),
        ("partial", 3, 3, "–"),
    ],
)
def test_the_dash_stands_where_the_reason_is(case: str, row: int, column: int, cell: str) -> None:
    """The year of what was bounded in May, the rate of 5.0 on 5.2 million."""
    assert cell == told(case).block("table").rows[row].cells[column].words


@pytest.mark.parametrize(
    ("case", "expected"),
    [("none", []), ("bound", []), ("ended", []), ("low base", ["low_base_note"])],
)
def test_the_mail_tells_its_own_dashes(case: str, expected: list[str]) -> None:
    """The month of what was bounded in May has its figure, and the mail has no year; what ended says so."""
    assert expected == notes(told(case), "table-mail")


@pytest.mark.parametrize("gone", ["", "2025-11"])
def test_a_level_that_rounding_leaves_open_is_told(gone: str) -> None:
    """Twelve months of 0.25 million, each give or take 0.05, are no 3.0; of which one is missing nothing is known."""
    rows = table(lambda code, place: 300 if code == "2601" else 2 + place % 2, codes=("2601", "2603"), months=12)
    of = months(**_without(rows, "2603", gone), scale=100_000)
    small = next(row for row in of.block("table").rows if row.codes == ("2603",))
    expected = [f"dash_note.{'missing' if gone else 'rounded'}"]
    assert ("–", expected, ()) == (small.cells[-1].words, notes(of), of.findings)


def _note(key: str) -> dict[str, Any]:
    return {"words": sentences_of("en")[key], "said": [key, {}]}


@pytest.mark.parametrize("case", ["bound", "lunar", "rounded", "missing", "low base"])
def test_the_audit_knows_a_dash_that_no_note_tells(case: str) -> None:
    """And a word for a rate that would mislead; of both tables."""
    problem = "no note says what that is" if case == "low base" else "no note says what one is"
    assert [] == heard(told(case), lambda _: None)
    assert any(problem in line for line in heard(told(case), lambda block: block.update(notes=[])))


@pytest.mark.parametrize(
    ("key", "problem"), [("dash_note.rounded", "it has no dash"), ("low_base_note", "its table has no low base")]
)
def test_the_audit_knows_a_note_without_a_dash(key: str, problem: str) -> None:
    """A table that has every figure says that it has not."""
    found = heard(told("none"), lambda block: block.update(notes=[_note(key)]))
    assert any(problem in line for line in found)
