"""Prints of sums, weights and average values, in the units of each language, held to their claims by what they show."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from generator.audit.patterns.prints import fault, read
from generator.audit.patterns.tongue import Tongue
from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.words.speech import load
from generator.trade.period import Period

TAGS = ("en", "zh", "ur")
MANY = Decimal(1000)


def row(value: str | Decimal, unit: str = "usd", half: str = "0.5", qualifier: str = "exact") -> Mapping[str, Any]:
    """Return a claim as claims.json has it."""
    ends = {"low": Decimal(value) - Decimal(half), "value": value, "high": Decimal(value) + Decimal(half)}
    return {"unit": unit, "qualifier": qualifier, **{name: str(end) for name, end in ends.items()}}


READ = (
    ("zh", "1.25亿美元", "125000000", "1000000", "usd"),
    ("zh", "1.20万亿美元", "1200000000000", "10000000000", "usd"),
    ("zh", "5.22万美元", "52200", "100", "usd"),
    ("zh", "4860万美元", "48600000", "10000", "usd"),
    ("zh", "3.06万吨", "30600000", "100000", "kg"),
    ("zh", "5637吨", "5637000", "1000", "kg"),
    ("ur", "12 کروڑ 47 لاکھ ڈالر", "124700000", "100000", "usd"),
    ("ur", "37 لاکھ 20 ہزار ڈالر", "3720000", "10000", "usd"),
    ("ur", "12 کروڑ ڈالر", "120000000", "1000000", "usd"),
    ("ur", "52 ہزار ڈالر", "52000", "1000", "usd"),
    ("ur", "5,637 ٹن", "5637000", "1000", "kg"),
    ("en", "$1.20 million", "1200000", "10000", "usd"),
)


@pytest.mark.parametrize(("tag", "words", "value", "step", "unit"), READ)
def test_a_print_comes_to_what_it_shows(tag: str, words: str, value: str, step: str, unit: str) -> None:
    """Its value, what its last digit stands for, and its unit."""
    shown = read(words, Tongue.of(tag))
    assert shown is not None
    assert (Decimal(value), Decimal(step), unit) == (shown.value, shown.step, shown.unit)


WRONG = (
    ("zh", "1.26亿美元", row("124731511")),
    ("zh", "1.20亿美元", row("124731511")),
    ("zh", "1.25万美元", row("124731511")),
    ("zh", "1.25亿欧元", row("124731511")),
    ("zh", "128万美元", row("1274411")),
    ("ur", "12 کروڑ 48 لاکھ ڈالر", row("124731511")),
    ("ur", "12 کروڑ ڈالر", row("124731511")),
    ("ur", "12 لاکھ 47 ہزار ڈالر", row("124731511")),
    ("ur", "37 لاکھ ڈالر", row("3723650")),
    ("en", "$120 million", row("124731511")),
)


@pytest.mark.parametrize(("tag", "words", "claim"), WRONG)
def test_another_figure_is_no_print(tag: str, words: str, claim: Mapping[str, Any]) -> None:
    """A digit, a scale, a currency or a rounding that is not the claim's."""
    assert fault(words, claim, Tongue.of(tag)) != ""


@given(
    value=st.integers(10, 10**13),
    half=st.sampled_from(["0.5", "5000", "500000"]),
    qualifier=st.sampled_from(["exact", "at_least"]),
)
@example(value=100_000, half="5000", qualifier="at_least")
def test_what_the_story_prints_is_a_print(value: int, half: str, qualifier: str) -> None:
    """No sum that a language prints is held by its own digits."""
    assume(value > 20 * Decimal(half))
    low, high = Decimal(value) - Decimal(half), Decimal(value) + Decimal(half)
    period = Period.parse("2025")
    claim = Claim("f1", "sum", ("74",), period, "usd", Decimal(value), low, high, formula=("sum",), qualifier=qualifier)
    for tag in TAGS:
        grammar, _, words = load(tag)
        found = rounding.in_digits(claim, rounding.prose_scale(claim), grammar.place)
        if found and found[0]:
            told = grammar.money("usd", *found, words)
            assert fault(told, row(Decimal(value), half=half, qualifier=qualifier), Tongue.of(tag)) == "", told


def test_an_average_value_is_paid_for_a_tonne_or_a_kilogram() -> None:
    """8.20 dollars a kilogram are 8,200 a tonne; a tonne for 8.20 dollars is another figure."""
    claim = row("8200", unit="usd_per_t", half="1")
    for tag, kilogram, tonne in (
        ("en", "$8.20", "$8,200"),
        ("zh", "8.20美元", "8200美元"),
        ("ur", "8.20 ڈالر", "8,200 ڈالر"),
    ):
        tongue = Tongue.of(tag)
        assert ["", ""] == [
            fault(kilogram, claim, tongue, weight="kilogram"),
            fault(tonne, claim, tongue, weight="tonne"),
        ]
        assert fault(kilogram, claim, tongue, weight="tonne")
        assert fault(tonne, claim, tongue, weight="kilogram")
        assert fault("8200%", claim, tongue, weight="tonne")


def test_noughts_of_an_open_reading_are_no_digits() -> None:
    """557.34 to 557.52 million is "$560 million"; a sum that is known is not."""
    open_sum = row("557430000", half="90000")
    assert ["", "", ""] == [
        fault(words, open_sum, Tongue.of(tag))
        for tag, words in (("en", "$560 million"), ("zh", "5.6亿美元"), ("ur", "56 کروڑ ڈالر"))
    ]
    assert fault("$560 million", row("557430000"), Tongue.of("en"))
