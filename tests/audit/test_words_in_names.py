"""Words within the names of lines: "made-up textiles" do not go up, "not cut in pieces" is no fall."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from generator.audit.edition import said
from generator.audit.evidence import Evidence
from generator.audit.freely import _Ear
from generator.audit.grounds import Grounds
from generator.audit.passages import Passage
from generator.audit.releases import Releases
from generator.audit.rules import RULES
from generator.audit.tongues.en_editors import EDITORS_WORDS
from generator.story.described import described
from generator.story.languages.en.spoken import sayings_in
from generator.story.sayings import Known, Move
from generator.trade.codes import Flow, nomenclature
from generator.trade.figures import Selection
from generator.trade.period import Period
from tests.audit.sample import claims_data, edition, text

PARTIES, YEAR = ("CHN", "PAK", "M"), Period.parse("2025")
CODES = [code for code in nomenclature() if len(code) <= len("6307")]
WAYS = {"rose": ("up", 1), "fell": ("down", -1)}
FINER = ("020724", "040299", "170114", "284210", "441242", "844530")  # "not cut", "added", "solid", "double", "one"


def grounds_of(labels: dict[str, list[str]], proof: dict[str, Any] | None = None) -> Grounds:
    """Return the words of an edition about the lines that `labels` name."""
    told = edition() | {"labels": {"en": labels}, "codes": list(labels)}
    return Grounds(told, Evidence.of(proof or {"claims": [], "documents": {}, "cells": {}}), "en")


def named() -> Iterator[tuple[str, str]]:
    """Yield every chapter and heading, and some of their lines, with each of its names."""
    yield from ((code, name) for code in (*CODES, *FINER) for name in described(code).forms())


def together() -> Iterator[tuple[str, ...]]:
    """Yield the chapters, then the headings of each chapter, then those lines."""
    digits = [(code, (len(code), code[:2] if len(code) > len("63") else "")) for code in (*CODES, *FINER)]
    yield from (tuple(code for code, own in digits if own == of) for of in dict.fromkeys(of for _, of in digits))


def changed(code: str) -> dict[str, Any]:
    """Return the sample's rise of 11% as a rise and as a fall of `code`."""
    rise = next(one for one in claims_data()["claims"] if one["id"] == "f7") | {"codes": [code]}
    fall = {"direction": "down", **{end: str(-Decimal(rise[end])) for end in ("low", "value", "high")}}
    return {"claims": [rise | {"id": "rose"}, rise | fall | {"id": "fell"}], "documents": {}, "cells": {}}


def test_our_own_sentences_about_every_line_pass() -> None:
    """A rise and a fall of each chapter and heading break no rule on a sentence."""
    faults = []
    for code, name in named():
        grounds = grounds_of({code: [name]}, proof=changed(code))
        for verb in WAYS:
            passage = Passage(said(text(f"{name} (HS {code}) {verb} [11%|{verb}] from 2024.")))
            faults += [(passage.words, fault) for rule in RULES.values() for fault in rule(passage, grounds)]
    assert [] == faults


@pytest.mark.parametrize("verb", WAYS)
def test_an_editors_sentence_about_every_line_is_heard(verb: str) -> None:
    """What rose and what fell is followed to its line, by the writer and by the auditor."""
    way, step = WAYS[verb]
    values: dict[int, dict[int, Decimal | None]]
    values = {YEAR.year_before().first: {12: Decimal(5)}, YEAR.first: {12: Decimal(5 + step)}}
    missed = []
    for codes in together():
        labels = {code: described(code) for code in codes}
        known = Known(labels, "", Selection("x", "CHN", "PAK", Flow.IMPORT, codes), (YEAR,))
        grounds = grounds_of({code: label.forms() for code, label in labels.items()})
        releases = Releases(series={(PARTIES, code): values for code in codes})
        ear = _Ear(grounds, EDITORS_WORDS, releases, PARTIES, YEAR)
        for name in sorted({form for label in labels.values() for form in label.forms()}):
            words = f"{name} {verb}"
            faults = list(ear.faults(Passage(said(text(words)), "headline")))
            moves = [one.way for one in sayings_in(words, known, own=True) if isinstance(one, Move)]
            missed += [(words, faults, moves)] if faults or moves != [way] else []
    assert [] == missed


@pytest.mark.parametrize(
    ("words", "passes"),
    [
        ("other made-up textiles (HS 63) were down [11%|fell] from 2024", True),
        ("other made\N{NON-BREAKING HYPHEN}up textiles (HS 63) were down [11%|fell] from 2024", True),
        ("other made-up textiles (HS 63) were up [11%|fell] from 2024", False),
        ("other made up textiles (HS 63) were down [11%|fell] from 2024", False),
        ("other made-up textiles (HS 63), a rise, were down [11%|fell] from 2024", False),
    ],
)
def test_a_hyphen_makes_one_word(words: str, passes: bool) -> None:  # noqa: FBT001 -- a table
    """In a word like "made-up" no direction is heard, beside it any is."""
    passage, grounds = Passage(said(text(words))), grounds_of({"63": ["textiles"]}, proof=changed("63"))
    assert passes is not any(RULES["direction"](passage, grounds))


@pytest.mark.parametrize("year", ["1801", "2009"])
def test_a_heading_is_no_year(year: str) -> None:
    """Cocoa beans are HS 1801; a bare year that is none of the figures' is still refused."""
    grounds = grounds_of({year: ["cocoa"]}, proof=changed(year))
    heard = [
        bool(list(RULES["period"](Passage(said(text(f"Cocoa ({mark}{year}) rose [11%|rose] from 2024."))), grounds)))
        for mark in ("HS ", "")
    ]
    assert [False, True] == heard
