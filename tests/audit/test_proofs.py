"""The evidence that a figure of the page opens: it passes by hand in three languages, and no number of it changes."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache

import pytest

from generator.audit.patterns.tongue import Tongue
from generator.audit.readers.expected_texts import Bundle
from generator.audit.readers.figure_sources import evidence_faults
from generator.audit.readers.html_reader import page
from generator.audit.trace.formulas import FORMULAS
from generator.story.proofs import Proof, proofs_of
from tests.audit.test_tongues import SHAPES
from tests.story.months import Monthly, brief_in, months, table

GROWTH = (
    "33% Refined copper (HS 7403), December 2025, against December 2024 Close "
    "How it is worked out The change from before to now now $80,000,000 before $60,000,000 "
    "What it stands on December 2025, HS 7403 80000000 office, 27 January 2026: office.csv, line 73 "
    "December 2024, HS 7403 60000000 office, 27 January 2026: office.csv, line 61 "
    "How it is rounded 33.3333%, printed as 33% and +33. "
    "Followed to the raw bytes tradebrief explain minerals/2025-12/r1 CLAIM"
)
LANGUAGES = ("en", "zh", "ur")


def _rising(code: str, place: int) -> int:
    return (60_000_000 if place < 24 else 80_000_000) // (1 if code == "7403" else 10)


@cache
def _month(language: str) -> Monthly:
    return months(table(_rising, codes=("7403", "2608")), codes=("7403", "2608"), language=language)


def _found(language: str, body: str, value: str = "") -> list[str]:
    """Return the faults of `body`; `value` is what the growth of refined copper is taken to be."""
    month = _month(language)
    claims = deepcopy(dict(month.claims))
    for claim in claims["claims"]:
        if value and claim["id"] == _name(language):
            claim["value"] = value
    bundle = Bundle(language, month.edition, claims, {})
    return [str(item) for item in evidence_faults("en.html", page(f"<html><body>{body}</body></html>"), bundle)]


def _name(language: str = "en") -> str:
    """Return the id of the growth of refined copper."""
    claims = _month(language).claims["claims"]
    return str(next(one["id"] for one in claims if one["codes"] == ["7403"] and one["formula"][0] == "growth"))


def _panel(words: str, name: str = "") -> str:
    own = name or _name()
    return f'<div popover id="{own}"><p>{words.replace("CLAIM", own)}</p></div>'


def test_evidence_by_hand_passes() -> None:
    """What a person works out from the release is what the audit expects."""
    assert [] == _found("en", _panel(GROWTH))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("$60,000,000", "$61,000,000"),
        ("60000000", "60000001"),
        ("line 61", "line 62"),
        ("27 January 2026", "28 January 2026"),
        ("December 2024, HS", "December 2023, HS"),
        ("HS 7403 8", "HS 7402 8"),
        ("33.3333%", "33.3334%"),
        ("33% and +33", "34% and +33"),
        ("r1 CLAIM", "r1 f8"),
    ],
)
def test_a_change_of_the_evidence_is_found(old: str, new: str) -> None:
    """Value, cell, line, day, period, code, rounding and id are each read back."""
    assert old in GROWTH
    found = _found("en", _panel(GROWTH.replace(old, new)))
    assert found
    assert all("[evidence]" in one for one in found)


@pytest.mark.parametrize(
    ("value", "printed", "is_right"),
    [
        ("4544.99999815", "4,545", True),  # 4,545.0000, of which the zeros are not printed
        ("4544.99996", "4,545", True),
        ("4544.99994", "4,545", False),  # 4,544.9999
        ("4544.99999815", "4,546", False),
    ],
)
def test_zeros_behind_the_point_are_not_printed(value: str, printed: str, *, is_right: bool) -> None:
    """Evidence has four decimals: a number without any is one whose four are zeros."""
    found = _found("en", _panel(GROWTH.replace("33.3333", printed)), value)
    assert is_right == (not any(f"{printed} is no number" in one for one in found))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<button data-claim="f8" popovertarget="f7">33%</button>', "what is marked as f8 opens 'f7'"),
        ('<button data-claim="f7">33%</button>', "what is marked as f7 opens None"),
        ('<button popovertarget="x">33%</button>', "opens 'x'"),
        (_panel("33%", "f999"), "f999 is no claim"),
        (_panel(GROWTH), "two panels go by one name"),
        ('<p data-proof="hint">A figure opens what it likes.</p>', "it is not what the page says"),
    ],
)
def test_a_figure_opens_its_own_evidence(body: str, said: str) -> None:
    """No button leads to another claim or to nothing, and nothing else opens."""
    assert any(said in one for one in _found("en", _panel(GROWTH) + body))


def test_what_opens_holds_text_alone() -> None:
    """A picture, an address or a marked figure in it would be judged by nobody."""
    held = page(f"<html><body>{_panel('7 <img src=x alt=y>')}</body></html>")
    assert ["what a figure opens holds more than text"] == held.faults


def test_every_formula_has_words() -> None:
    """A formula that is worked out and not told would hold every edition that has it."""
    begin = "proof.formula."
    for language in LANGUAGES:
        sentences = Tongue.of(language).sentences
        assert set(FORMULAS) == {key.removeprefix(begin) for key in sentences if key.startswith(begin)}
        assert [] == [key for key, words in sentences.items() if key.startswith("proof.") and not words]


def _panels(told: Monthly, names: dict[str, str]) -> str:
    """Return the evidence of a whole story as a page would hold it."""
    proofs = proofs_of(told.story, told.claims, names)
    heads = {"close": proofs.close, "formula": proofs.formula, "rounding": proofs.rounding, "full": proofs.full}
    return "".join(_panel(" ".join(_words_of(one, proofs.cells, **heads)), one.id) for one in proofs.each)


def _words_of(one: Proof, cells: str, *, close: str, formula: str, rounding: str, full: str) -> Iterator[str]:
    yield from (one.figure, one.of, close, formula, one.formula)
    yield from (words for part in one.parts for words in part)
    yield from [cells] if one.grounds else []
    yield from (words for ground in one.grounds for words in (ground.what, ground.text, ground.where))
    yield from (one.more, rounding, one.rounded, full, one.explain)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", ["a month of many lines", "two months of Lunar New Year", "a low base", "no past"])
def test_writer_and_auditor_tell_the_same_evidence(shape: str, language: str) -> None:
    """Of every figure and claim word of a month, in each language."""
    month, brief = SHAPES[shape](language), brief_in(language)
    names = {code: brief.label(code).full for code in month.edition["codes"]}
    bundle = Bundle(language, month.edition, month.claims, {})
    body = _panels(month, names)
    assert body.count("popover") > 5
    assert [] == [str(one) for one in evidence_faults("en.html", page(f"<html><body>{body}</body></html>"), bundle)]
