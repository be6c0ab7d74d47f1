"""What an edition owes its reader as a whole: each rule holds of a true edition, and finds what is left unsaid."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from generator.audit.obligations.edition_places import is_of
from generator.trade.codes import Flow
from tests.audit.owing import TWO, found_in, heard, of_two, swaying, without
from tests.audit.seeded import PLANS, seeded
from tests.story.gallery import MILLION
from tests.story.months import Monthly, months, table

LANGUAGES = ("en", "zh", "ur")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", PLANS)
def test_a_true_edition_owes_nothing(plan: str, language: str) -> None:
    """Of every plan and language, on figures that no rule was written for."""
    assert found_in(seeded(plan, 9_100_000 + LANGUAGES.index(language)).make(language)) == []


def test_a_family_is_of_all_patterns_under_its_name() -> None:
    """`note.gaps.*` is of note.gaps.said and of no other key that begins alike."""
    family = ("note.gaps.*", "note.unknown.said")
    assert [is_of(key, family) for key in ("note.gaps.said", "note.gaps", "note.gaps_said", "note.unknown.said")] == [
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_that_may_change_are_called_so(language: str) -> None:
    """Each source line and the note, or the edition is held."""
    told = of_two(language)
    places = [block["id"] for block in told.edition["stories"][language]["blocks"] if block.get("source")]
    found = heard(told, *without("source.provisional"), "provisional")
    assert len(places) == len(found)
    assert all("does not say that customs may change these figures" in one for one in found)
    [note] = heard(told, '"note.provisional.', '"none.of.', "provisional")
    assert "the note does not say that customs may change these figures" in note


def test_final_figures_are_not_called_provisional() -> None:
    """Customs call no month of these provisional."""
    told = months(swaying(), codes=TWO, final=tuple({month for _, month in swaying()}))
    needless = '["list", "stops", [["source.provisional", {}], ["day", "2026-01-28", "day"]]]'
    found = heard(told, '["day", "2026-01-28", "day"]', needless, "provisional")
    assert [one for one in found if "the source line of table calls figures provisional" in one]


def test_values_are_those_of_the_rule_where_no_text_says_otherwise() -> None:
    """Imports are CIF and exports FOB; no row says how these are valued."""
    found = heard(of_two(), '"how": ["valuation", "CIF"]', '"how": ["valuation", "FOB"]', "valuation")
    assert found  # of the note, and of the foot of the mail
    assert all("by rule they are CIF, and no text says otherwise" in line for line in found)
    exports = months(swaying(), codes=TWO, flow=Flow.EXPORT)
    assert heard(exports, '"how": ["valuation", "FOB"]', '"how": ["valuation", "CIF"]', "valuation") != []


@pytest.mark.parametrize("parties", [("CHN", "PAK"), ("DEU", "POL")])
def test_the_lunar_holiday_is_told_of_those_who_keep_it(parties: tuple[str, str]) -> None:
    """In the note of their months, and of nobody else's."""
    told = months(swaying(), codes=TWO, parties=parties)
    if parties[0] == "CHN":
        found = heard(told, *without("note.lunar.said"), "holiday")
    else:
        found = heard(told, "note.rounding.said", "note.lunar.said", "holiday")
    assert len(found) == 1


def bounded(kind: str) -> Any:  # noqa: ANN401 -- an edition
    """Return an edition of which a line's figure of December is a bound."""
    rows = table(lambda code, place: MILLION * (9 + place % 5 + int(code[3])), codes=("2601", "2603", "7403"))
    marked: dict[str, Any] = {kind: (("2603", "2025-12"),)}
    return months(rows, **marked)


@pytest.mark.parametrize("kind", ["over", "about"])
def test_a_bound_has_its_word_and_the_note(kind: str) -> None:
    """The word stands beside each print of it; and neither beside what is exact."""
    told = bounded(kind)
    assert found_in(told) == []
    for change in (_plain, _without_note):
        assert [one for one in found_in(told, _changed(told.edition, change)) if one.rule == "bound"]
    exact = of_two()
    assert [one for one in found_in(exact, _changed(exact.edition, _hedged)) if one.rule == "bound"]


def _changed(edition: Any, change: Callable[[Any], Any]) -> Any:  # noqa: ANN401 -- JSON
    """Return an edition each tree of which is changed, from the leaves on."""
    found = copy.deepcopy(edition)
    for text in _texts(found["stories"]):
        text["said"] = _each(text["said"], change)
    return found


def _texts(node: Any) -> list[Any]:  # noqa: ANN401 -- JSON
    if isinstance(node, dict) and "words" in node:
        return [node] if node.get("said") else []
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [text for part in parts for text in _texts(part)]


def _each(tree: Any, change: Callable[[Any], Any]) -> Any:  # noqa: ANN401 -- JSON
    if isinstance(tree, list):
        tree = [_each(part, change) for part in tree]
        return change(tree)
    if isinstance(tree, dict):
        return {name: _each(part, change) for name, part in tree.items()}
    return tree


def _plain(tree: Any) -> Any:  # noqa: ANN401 -- JSON
    """Leave the word for a bound out."""
    if tree and str(tree[0]).startswith(("qualified.", "bounded.")):
        return tree[1].get("n") or tree[1]["level"]
    return tree


def _without_note(tree: Any) -> Any:  # noqa: ANN401 -- JSON
    return ["none.of.them", {}] if tree and str(tree[0]).startswith("note.qualified.") else tree


def _hedged(tree: Any) -> Any:  # noqa: ANN401 -- JSON
    return ["qualified.at_least", {"n": tree}] if tree and tree[0] == "figure" else tree


def test_an_edition_of_the_hs_is_that_of_a_cell() -> None:
    """A source line or a note that names another one is refused."""
    told = of_two()
    edition = json.loads(json.dumps(told.edition).replace('["note.rounding.said", {}]', '["hs", "HS2007"]'))
    assert ["no cell is of HS2007"] == [one.problem for one in found_in(told, edition)]


_CENTS = {"7403": 18_041, "7402": 8_412, "2608": 2_793, "2601": 3_336, "2606": 1_203, "2610": 21_958}


def _coarse() -> Monthly:
    """Return a quarter after one of 557.41 million: 18 figures to 0.01 million, which may come to 557.32 or 557.50."""
    rows = table(lambda code, place: _CENTS[code] * (5 if place >= 24 else 4) // 12, codes=tuple(_CENTS))
    rows = {key: (row[0] + (1 if key[0] == "2610" and key[1] == "2024-12" else 0), row[1]) for key, row in rows.items()}
    return months(rows, "2025-Q4", codes=tuple(_CENTS), over={("2610", "2025-11")}, scale=10_000)


def test_a_sum_that_its_parts_leave_open_is_told_in_millions() -> None:
    """No whole million holds of it; 560 million does, and has the form of its neighbours."""
    told = _coarse()
    assert told.findings == ()
    assert "the other five lines to $422 million together" in told.said("lede")
    assert "$560 million" in str(told.block("strip"))
