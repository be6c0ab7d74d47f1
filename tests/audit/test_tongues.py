"""The gate in Chinese and Urdu: months of every shape pass it, and changed ones do not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

import pytest

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import bare as seen
from generator.audit.patterns.judge import judge
from generator.audit.patterns.prints import read
from generator.audit.patterns.tongue import Tongue
from generator.audit.trace.recompute import trace
from tests.audit.mutate import bare, changed_texts
from tests.story.months import Monthly, months, table

LANGUAGES = ("zh", "ur")
KINDS = ("digit", "word", "period", "name")
EACH, PROMISED = 15, 0.98
# What a new process has loaded when it has judged English, and what it then says of the tables.
WHOLE = {"7403": 60, "7402": 20, "2601": 9, "2608": 8, "2610": 7, "2606": 2, "7602": 3}  # US$ million a month


def _moving(code: str, place: int) -> int:
    """Return dollars that swing by up to a fifth, the same ones each time."""
    swing = random.Random(f"{code} {place}").uniform(-0.2, 0.2)  # noqa: S311 -- the same figures each time
    return int(WHOLE[code] * 1_000_000 * (1 + 0.01 * place + swing))


def _quiet(code: str, place: int) -> int:
    return int(WHOLE[code] * 1_000_000 * (1 + 0.0005 * place))


def _falling(code: str, place: int) -> int:
    return int(WHOLE[code] * 1_000_000 * (1 - 0.01 * place))


def _from_little(code: str, place: int) -> int:
    return (300_000 if place < 24 else 14_160_000) if code == "2606" else _quiet(code, place)


CODES = tuple(WHOLE)
SHAPES: dict[str, Callable[[str], Monthly]] = {
    "a month of many lines": lambda tag: months(table(_moving, codes=CODES, months=60), language=tag),
    "a quiet month": lambda tag: months(table(_quiet, codes=CODES), language=tag),
    "two months of Lunar New Year": lambda tag: months(
        table(_moving, codes=CODES, months=40), "2025-01..2025-02", language=tag
    ),
    "a February alone": lambda tag: months(table(_moving, codes=CODES, months=40), "2025-02", language=tag),
    "a June": lambda tag: months(table(_moving, codes=CODES, months=60), "2025-06", language=tag),
    "all of them falling": lambda tag: months(table(_falling, codes=CODES), language=tag),
    "a low base": lambda tag: months(table(_from_little, codes=CODES), language=tag),
    "a single line": lambda tag: months(table(_moving, codes=("7403",), months=60), codes=("7403",), language=tag),
    "no past": lambda tag: months(table(_quiet, codes=CODES, months=3), language=tag),
}


@cache
def told(shape: str, language: str) -> Monthly:
    """Return one of the months in a language."""
    return SHAPES[shape](language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_month_passes_its_own_audit(shape: str, language: str) -> None:
    """What the writer may say and what the auditor lets pass are the same in every language."""
    assert told(shape, language).findings == ()


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("zh", "1416万美元", "14160000", "usd"),
        ("zh", "1.7819亿美元", "178190000", "usd"),
        ("zh", "17,332吨", "17332000", "kg"),
        ("zh", "4427万吨", "44270000000", "kg"),
        ("zh", "3.1%", "3.1", "pct"),
        ("zh", "48.8倍", "48.8", "ratio"),
        ("ur", "17 کروڑ 81 لاکھ 90 ہزار ڈالر", "178190000", "usd"),
        ("ur", "2 ارب 15 کروڑ ڈالر", "2150000000", "usd"),
        ("ur", "14.16 ملین ڈالر", "14160000", "usd"),
        ("ur", "17 ہزار 332 ٹن", "17332000", "kg"),
        ("ur", "3.1 فیصد", "3.1", "pct"),
        ("ur", "48.8 گنا", "48.8", "ratio"),
    ],
)
def test_a_print_is_read(language: str, text: str, value: str, unit: str) -> None:
    """万 and 亿 are 10^4 and 10^8 times; ہزار, لاکھ, کروڑ and ارب 10^3, 10^5, 10^7 and 10^9."""
    shown = read(text, Tongue.of(language))
    assert shown is not None
    assert (Decimal(value), unit) == (shown.value, shown.unit)


@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_are_found_and_named(language: str) -> None:
    """Of sixty changes of a digit, a scale, a unit, a direction, a time or a name, 98 % hold their sentence."""
    made = {kind: list(_changed(kind, language)) for kind in KINDS}
    missed = [(old, new) for changes in made.values() for old, new, found in changes if not found]
    count = sum(map(len, made.values()))
    assert all(made.values())
    assert count >= 60
    assert len(missed) <= (1 - PROMISED) * count, missed


def _changed(kind: str, language: str) -> Iterator[tuple[str, str, bool]]:
    """Yield seeded changes of texts with figures: as they were, as they are, and whether a finding names them."""
    month = told("a month of many lines", language)
    evidence = ClaimEvidence.of(month.claims)
    changes = changed_texts(month.edition, kind, random.Random(20260128))  # noqa: S311
    for _, (edition, old, new) in zip(range(EACH), changes, strict=False):
        links = (judge(edition, evidence), trace(edition, evidence, month.raw.__getitem__, month.figures))
        words = bare(seen({"words": new})["words"])
        yield old, new, any(bare(item.sentence) == words for link in links for item in link)
