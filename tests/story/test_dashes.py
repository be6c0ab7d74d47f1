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
CODES = ("2601", "2603", "7403", "7404")
COARSE = {"2601": 300, "2603": 15, "7403": 200, "7404": 50}  # in hundreds of thousands


def _usual(code: str, place: int) -> int:
    return MILLION * (9 + place % 5 + int(code[3]))


def _until(last: int) -> Callable[[str, int], int]:
    """Return values of which copper scrap has none after the month at `last`."""
    return lambda code, place: 0 if code == "7404" and place > last else _usual(code, place)


def _coarse(code: str, place: int) -> int:
    """Return hundreds of thousands: iron ores never move, copper scrap is 5.0 after 5.2 million in December."""
    return COARSE[code] + (place % 7 if code == "7404" else place if code == "7403" else 0)


FIGURES: dict[str, Callable[[], dict[str, Any]]] = {
    "bound": lambda: {"rows": table(_usual, codes=CODES), "over": (("7404", "2025-05"),)},
    "lunar": lambda: {
        "rows": {key: own for key, own in table(_usual, codes=CODES).items() if key[0] != "7404" or key[1] >= "2025"},
        "period": "2025-02",
    },
    "ended": lambda: {"rows": table(_until(30), codes=CODES)},
    "rounded": lambda: {"rows": table(_coarse, codes=CODES), "scale": 100_000},
    "missing": lambda: {
        "rows": {key: own for key, own in table(_usual, codes=CODES).items() if key != ("7404", "2024-12")},
        "codes": CODES,
        "covers": "listed",
    },
}


@cache
def told(reason: str, language: str = "en") -> Monthly:
    """Return the story of figures that leave a dash for one reason."""
    figures = FIGURES[reason]()
    return months(figures.pop("rows"), language=language, **figures)


def notes(of: Monthly, name: str = "table") -> list[str]:
    """Return the notes under a table."""
    return [note.words for note in of.block(name).notes]


def heard(of: Monthly, change: Callable[[Any], None]) -> list[str]:
    """Return what the audit says of dashes once `change` was made to both tables."""
    edition = copy.deepcopy(of.edition)
    for block in edition["stories"]["en"]["blocks"]:
        if block["kind"] == "table":
            change(block)
    return [str(item) for item in found_in(of, edition) if item.rule == "missing"]


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
@pytest.mark.parametrize("reason", FIGURES)
def test_a_dash_is_told_by_its_reason_alone(reason: str, language: str) -> None:
    """In each language, by one note; the audit finds it so."""
    said = [sentences_of(language)[f"dash_note.{reason}"]]
    of = told(reason, language)
    assert (said, ()) == (notes(of), of.findings)


@pytest.mark.parametrize(("reason", "row", "column"), [("ended", 3, 4), ("bound", 0, 7), ("rounded", 2, 4)])
def test_the_dash_stands_where_the_reason_is(reason: str, row: int, column: int) -> None:
    """The rate of what ended, the year of what was bounded in May, the rate of 5.0 on 5.2 million."""
    cells = [cell.words for cell in told(reason).block("table").rows[row].cells]
    assert ("Copper scrap", "–") == (cells[0], cells[column])


def test_a_table_without_a_dash_has_no_note_on_them() -> None:
    """Every figure is there."""
    of = months(table(_usual, codes=CODES))
    assert ([], [], ()) == (notes(of), notes(of, "table-mail"), of.findings)


def test_the_mail_tells_its_own_dashes() -> None:
    """The month of what was bounded in May has its figure, and the mail has no year; what ended has none there, too."""
    assert [] == notes(told("bound"), "table-mail")
    assert ["A dash stands where trade fell to nothing: no rate is given of that."] == notes(
        told("ended"), "table-mail"
    )


def test_a_column_that_is_not_shown_needs_no_note() -> None:
    """Thirteen months have no year before this one: its rates are left out, and with them why."""
    of = months(table(_usual, codes=CODES, months=13), codes=CODES, covers="listed")
    assert (8, []) == (len(of.block("table").head), notes(of))


def test_the_total_of_a_partial_edition_is_told() -> None:
    """A line lost its figure: the total is compared with nothing, and each line that is left has all of its own."""
    rows = {key: own for key, own in table(_usual, codes=CODES).items() if key != ("7404", "2025-12")}
    of = months(rows, codes=CODES, covers="listed")
    assert (["–"] * 3, ()) == ([cell.words for cell in of.block("table").rows[-1].cells[3:6]], of.findings)
    assert ["A dash stands where there is no figure, or none to compare with."] == notes(of)


def test_two_reasons_have_two_notes() -> None:
    """Coarse figures of which one line has none a year before: what is missing first."""
    rows = {key: own for key, own in table(_coarse, codes=CODES).items() if key != ("7404", "2024-12")}
    of = months(rows, codes=CODES, covers="listed", scale=100_000)
    said = [sentences_of("en")[f"dash_note.{reason}"] for reason in ("missing", "rounded")]
    assert (said, ()) == (notes(of), of.findings)


@pytest.mark.parametrize("gone", ["", "2025-11"])
def test_a_level_that_rounding_leaves_open_is_told(gone: str) -> None:
    """Twelve months of 0.25 million, each give or take 0.05, are no 3.0; of which one is missing nothing is known."""
    rows = table(lambda code, place: 300 if code == "2601" else 2 + place % 2, codes=("2601", "2603"), months=12)
    kept = {key: own for key, own in rows.items() if key != ("2603", gone)}
    of = months(kept, codes=("2601", "2603"), covers="listed", scale=100_000)
    small = next(row for row in of.block("table").rows if row.codes == ("2603",))
    why = "missing" if gone else "rounded"
    assert ("–", [sentences_of("en")[f"dash_note.{why}"]], ()) == (small.cells[3].words, notes(of), of.findings)


def test_a_year_that_came_to_the_same_has_its_rate() -> None:
    """Nothing is missing, ended or open: it is 0.0 per cent, as in the column of the month."""
    of = months(table(lambda code, place: MILLION * (4 if code == "2601" else 9 + place), codes=CODES))
    same = next(row for row in of.block("table").rows if row.codes == ("2601",))
    assert (["0.0", "0.0"], [], ()) == ([same.cells[at].words for at in (4, 7)], notes(of), of.findings)


def _from_little(code: str, place: int) -> int:
    """Return 14.16 million after 0.03 million of aluminium ores; every other line is larger and stays."""
    return (14_160_000 if place >= 24 else 30_000) if code == "2606" else MILLION * (15 + int(code[3]))


def _hardly(code: str, place: int) -> int:
    """Return 90,000 after 3,000 of aluminium ores, too little to be told of; every other line is up by a third."""
    if code == "2606":
        return 90_000 if place >= 24 else 3_000
    return (40 if place >= 24 else 30) * (1 + int(code[3])) * MILLION // 10


SEVEN = ("2601", "2603", "2607", "2608", "7402", "7403", "7404")


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_a_word_for_a_rate_that_would_mislead_is_told_in_the_mail(language: str) -> None:
    """As on the pages; nothing else is to be said of either table."""
    said = [sentences_of(language)["low_base_note"]]
    of = months(table(_from_little, codes=("2601", "2603", "2606")), language=language)
    assert (said, said, ()) == (notes(of), notes(of, "table-mail"), of.findings)


def test_the_mail_tells_no_word_that_it_does_not_print() -> None:
    """Of eight lines the mail has the six largest, and those that the text names: not one that is hardly traded."""
    of = months(table(_hardly, codes=(*SEVEN, "2606")))
    low = sentences_of("en")["low_base_note"]
    assert (True, False, ()) == (low in notes(of), low in notes(of, "table-mail"), of.findings)


@pytest.mark.parametrize("name", ["table", "table-mail"])
def test_the_audit_knows_the_word_without_its_note(name: str) -> None:
    """In either table; and the note on the word where no row has it."""

    def change(block: Any) -> None:  # noqa: ANN401 -- JSON
        if block["id"] == name:
            block["notes"] = [] if block["notes"] else [_note("low_base_note")]

    with_word, without = (months(table(value, codes=("2601", "2603", "2606"))) for value in (_from_little, _usual))
    assert any("it has a low base, and no note says what that is" in one for one in heard(with_word, change))
    assert any("its table has no low base" in one for one in heard(without, change))


def _note(key: str) -> dict[str, Any]:
    return {"words": sentences_of("en")[key], "said": [key, {}]}


def _silent(block: Any) -> None:  # noqa: ANN401 -- JSON
    block["notes"] = []


@pytest.mark.parametrize("reason", FIGURES)
def test_the_audit_knows_a_dash_that_no_note_tells(reason: str) -> None:
    """In either table."""
    assert [] == heard(told(reason), lambda _: None)
    assert any("no note says what one is" in one for one in heard(told(reason), _silent))


def test_the_audit_knows_a_note_without_a_dash() -> None:
    """A table that has every figure says that it has not."""
    of = months(table(_usual, codes=CODES))
    found = heard(of, lambda block: block.update(notes=[_note("dash_note.rounded")]))
    assert any("it has no dash" in one for one in found)
