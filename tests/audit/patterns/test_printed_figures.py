"""Prints of sums, weights and average values, in the units of each language, held to their claims by what they show."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from generator.audit.patterns.printed_figures import fault, read
from generator.audit.patterns.tongue import Tongue
from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.words.speech import load
from generator.trade.period import Period
from tests.audit.patterns.claims_by_hand import claim

TAGS = ("en", "zh", "ur")
MILLION = Decimal(10) ** 6
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
    ("zh", "48.8倍", "48.8", "0.1", "ratio"),
    ("zh", "4427万吨", "44270000000", "10000000", "kg"),
    ("ur", "17 ہزار 332 ٹن", "17332000", "1000", "kg"),
    ("ur", "2 ارب 15 کروڑ ڈالر", "2150000000", "10000000", "usd"),
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
    price = row("8200", unit="usd_per_t", half="1")
    for tag, kilogram, tonne in (
        ("en", "$8.20", "$8,200"),
        ("zh", "8.20美元", "8200美元"),
        ("ur", "8.20 ڈالر", "8,200 ڈالر"),
    ):
        tongue = Tongue.of(tag)
        assert ["", ""] == [
            fault(kilogram, price, tongue, weight="kilogram"),
            fault(tonne, price, tongue, weight="tonne"),
        ]
        assert fault(kilogram, price, tongue, weight="tonne")
        assert fault(tonne, price, tongue, weight="kilogram")
        assert fault("8200%", price, tongue, weight="tonne")


def held(words: str, language: str, unit: str, low: str, value: str, high: str, qualifier: str = "exact") -> str:
    """Return why `words` are no print of a reading."""
    ends = {"low": low, "high": high, "unit": unit, "qualifier": qualifier}
    return fault(words, claim("f1", "level", value, ["cell", "c1"], **ends), Tongue.of(language))


SOUND = [
    ("43%", "en", "pct", "42.9", "43.1", "43.3"),
    ("40%", "en", "pct", "39.6", "40.2", "40.4"),
    ("$560 million", "en", "usd", "557340000", "557430000", "557520000"),  # its noughts stand for open digits
    ("5.6亿美元", "zh", "usd", "557340000", "557430000", "557520000"),
    ("56 کروڑ ڈالر", "ur", "usd", "557340000", "557430000", "557520000"),
    ("50%", "en", "pct", "45.5", "51.2", "54.4"),  # the reading leaves the second digit open
    ("$35,988", "en", "usd", "35988.055", "35988.06", "35988.065"),
    ("$3,029", "en", "usd", "3028.5", "3028.5", "3028.5"),
    ("$40,400", "en", "usd", "40370", "40419", "40440"),
    ("$14.16 million", "en", "usd", "14155000", "14160000", "14165000"),
    ("$14.16 million", "en", "usd", "-14160000", "-14160000", "-14160000"),
    ("−0.6%", "en", "pct", "-0.64", "-0.61", "-0.58"),
    ("17,332 tonnes", "en", "kg", "17332000", "17332000", "17332000"),
    ("240万美元", "zh", "usd", "2370000", "2385000", "2400000"),
    ("1416万美元", "zh", "usd", "14155000", "14160000", "14165000"),
    ("1.7819亿美元", "zh", "usd", "178190000", "178190000", "178190000"),
    ("17,332吨", "zh", "kg", "17332000", "17332000", "17332000"),
    ("17 کروڑ 81 لاکھ 90 ہزار ڈالر", "ur", "usd", "178190000", "178190000", "178190000"),
    ("2 کروڑ ڈالر", "ur", "usd", "20000000", "20000000", "20000000"),
    ("3.1 فیصد", "ur", "pct", "3.1", "3.1", "3.1"),
]
WRONG = [
    ("40%", "en", "pct", "42.9", "43.1", "43.3"),
    ("50%", "en", "pct", "51.9", "52.0", "52.1"),
    ("44%", "en", "pct", "42.9", "43.1", "43.3"),
    ("$35,989", "en", "usd", "35988.055", "35988.06", "35988.065"),
    ("$36,000", "en", "usd", "35988.055", "35988.06", "35988.065"),
    ("$560,000,000", "en", "usd", "557320000", "557410000", "557500000"),
    ("$14.16 billion", "en", "usd", "14155000", "14160000", "14165000"),
    ("€14.16 million", "en", "usd", "14155000", "14160000", "14165000"),
    ("14.16 million", "en", "usd", "14155000", "14160000", "14165000"),
    ("+0.6%", "en", "pct", "-0.64", "-0.61", "-0.58"),
    ("0.6 points", "en", "pct", "0.6", "0.6", "0.6"),
    ("17,332 tonnes", "en", "kg", "17332", "17332", "17332"),
    ("about a third", "en", "pct", "33", "33", "33"),
    ("1416亿美元", "zh", "usd", "14155000", "14160000", "14165000"),
    ("1420万美元", "zh", "usd", "14156000", "14160000", "14164000"),
    ("2 کروڑ ڈالر", "ur", "usd", "24000000", "24000000", "24000000"),
    ("17 کروڑ 70 لاکھ ڈالر", "ur", "usd", "178190000", "178190000", "178190000"),
    ("3.1 ڈالر", "ur", "pct", "3.1", "3.1", "3.1"),
    ("1.26亿美元", "zh", "usd", "124731511", "124731511", "124731511"),
    ("1.20亿美元", "zh", "usd", "124731511", "124731511", "124731511"),
    ("1.25亿欧元", "zh", "usd", "124731511", "124731511", "124731511"),
    ("12 کروڑ ڈالر", "ur", "usd", "124731511", "124731511", "124731511"),
    ("12 لاکھ 47 ہزار ڈالر", "ur", "usd", "124731511", "124731511", "124731511"),
]


@pytest.mark.parametrize("case", SOUND, ids=[f"{case[0]} of {case[4]}" for case in SOUND])
def test_a_rounding_passes(case: tuple[str, ...]) -> None:
    """By the digits that it shows; a nought is one, unless the reading leaves it open."""
    assert held(*case) == ""


@pytest.mark.parametrize("case", WRONG, ids=[f"{case[0]} of {case[4]}" for case in WRONG])
def test_another_figure_is_found(case: tuple[str, ...]) -> None:
    """Another digit, scale, unit, currency or sign, or a figure coarser than its claim."""
    assert held(*case)


@pytest.mark.parametrize(
    ("words", "language", "qualifier", "reading", "passes"),
    [
        ("$80.9 million", "en", "at_least", ("80940000", "81000000", "81000000"), True),
        ("$81.0 million", "en", "at_least", ("80940000", "81000000", "81000000"), False),
        ("$0.5 million", "en", "about", ("519000", "535086", "549000"), True),
        ("$0.6 million", "en", "about", ("519000", "535086", "549000"), False),
        ("9280万美元", "zh", "about", ("92776441", "92842511", "92908581"), True),
        ("9300万美元", "zh", "about", ("92776441", "92842511", "92908581"), True),
        ("80万美元", "zh", "about", ("768061", "768561", "769061"), True),
        ("9290万美元", "zh", "about", ("92776441", "92842511", "92908581"), False),
        ("$100 million", "en", "about", ("145000000", "150000000", "155000000"), False),
    ],
)
def test_bounds_are_read_as_bounds(
    words: str, language: str, qualifier: str, reading: tuple[str, str, str], *, passes: bool
) -> None:
    """At least is never above its claim; about is near it, and its noughts may stand for other digits."""
    assert passes is (held(words, language, "usd", *reading, qualifier) == "")


def test_a_bare_figure_takes_the_scale_of_its_table() -> None:
    """Under US$ million "14.16" is a sum; beside no head it names no unit."""
    level = claim("f1", "level", "14160000", ["cell", "c1"])
    assert fault("14.16", level, Tongue.of("en"), MILLION) == ""
    assert fault("14.16", level, Tongue.of("en"))
    assert fault("14.17", level, Tongue.of("en"), MILLION)


@pytest.mark.parametrize(
    ("words", "language"), [("three", "en"), ("third", "en"), ("3", "en"), ("三", "zh"), ("تین", "ur")]
)
def test_a_count_is_a_word_too(words: str, language: str) -> None:
    """Of three lines, and of no other number."""
    ends = {"unit": "count", "low": "3", "high": "3"}
    assert fault(words, claim("f1", "count", "3", ["size"], **ends), Tongue.of(language)) == ""
    ends = {"unit": "count", "low": "4", "high": "4"}
    assert fault(words, claim("f1", "count", "4", ["size"], **ends), Tongue.of(language))


@pytest.mark.parametrize(("words", "language"), [("1 کروڑ 70 لاکھ ڈالر", "ur"), ("$17.00 million", "en")])
def test_the_upper_end_of_a_bound_opens_no_digit(words: str, language: str) -> None:
    """What is "over" 17,003,672 may be more: that leaves no digit of the bound itself open."""
    ends = ("17003672", "17003672", "17853855")
    assert held(words, language, "usd", *ends, "over") == ""
    assert held(words.replace("70", "80").replace("17.00", "17.90"), language, "usd", *ends, "over") != ""
