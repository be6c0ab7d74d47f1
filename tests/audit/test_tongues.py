"""The gate in Chinese and Urdu: months of every shape pass it."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

import pytest

from tests.story.months import Monthly, months, table

LANGUAGES = ("zh", "ur")
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
