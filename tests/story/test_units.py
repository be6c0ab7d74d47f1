"""Units of a language: a sum ends where the language's own units end it, and is rounded once, to that place."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.rounding import MILLIONS
from generator.story.words.speech import load
from generator.trade.period import Period

YEAR = Period.parse("2025")
TAGS = ("en", "zh", "ur")


def level(value: Decimal, half: Decimal = Decimal("0.5"), unit: str = "usd") -> Claim:
    """Return a level whose reading reaches so far both ways."""
    reading = (value, value - half, value + half)
    return Claim("f1", "level", ("74",), YEAR, unit, *reading, formula=("cell", "c1"), step=half * 2)


def total(value: Decimal, low: str, high: str) -> Claim:
    """Return a sum of rounded parts."""
    return Claim("f1", "sum", ("74",), YEAR, "usd", value, Decimal(low), Decimal(high), formula=("sum",))


def money(tag: str, claim: Claim) -> str:
    """Return a sum of money as a sentence of the language has it."""
    grammar, _, words = load(tag)
    found = rounding.in_digits(claim, rounding.prose_scale(claim), grammar.place)
    assert found is not None
    return grammar.money("usd", *found, words)


def tonnes(tag: str, value: int) -> str:
    """Return a weight in tonnes as a sentence of the language has it, without its unit."""
    grammar, _, words = load(tag)
    found = rounding.tonnes(level(Decimal(value) * 1000, unit="kg"), grammar.place_of_tonnes)
    assert found is not None
    return grammar.tonnes(found, words)


SUMS = (
    (4_321, "4321美元", "4,321 ڈالر"),
    (52_184, "5.22万美元", "52 ہزار ڈالر"),
    (1_274_411, "127万美元", "12 لاکھ 70 ہزار ڈالر"),
    (3_723_650, "372万美元", "37 لاکھ 20 ہزار ڈالر"),
    (13_492_162, "1349万美元", "1 کروڑ 35 لاکھ ڈالر"),
    (48_601_195, "4860万美元", "4 کروڑ 86 لاکھ ڈالر"),
    (99_996_000, "1.00亿美元", "10 کروڑ ڈالر"),
    (124_731_511, "1.25亿美元", "12 کروڑ 47 لاکھ ڈالر"),
    (1_145_893_684, "11.5亿美元", "1 ارب 15 کروڑ ڈالر"),
    (26_670_190_841, "266.7亿美元", "26 ارب 67 کروڑ ڈالر"),
    (296_615_724_198, "2966亿美元", "296 ارب 62 کروڑ ڈالر"),
)


@pytest.mark.parametrize(("value", "chinese", "urdu"), SUMS)
def test_a_sum_has_four_figures_in_chinese_and_two_units_in_urdu(value: int, chinese: str, urdu: str) -> None:
    """The examples of the glossaries: 万 and 亿 without commas, ارب, کروڑ, لاکھ and ہزار two at a time."""
    assert (chinese, urdu) == (money("zh", level(Decimal(value))), money("ur", level(Decimal(value))))


def test_a_sum_is_rounded_once() -> None:
    """124,495,600 is 1.24 hundred million; its English print, 124.50 million, would have made 1.25 of it."""
    claim = level(Decimal(124_495_600))
    assert ("$124.50 million", "1.24亿美元") == (money("en", claim), money("zh", claim))


def test_digits_that_a_reading_leaves_open_are_not_printed() -> None:
    """557.34 to 557.52 million has no whole million, and no 5.57 hundred million: 5.6 holds."""
    claim = total(Decimal("557.43e6"), "557.34e6", "557.52e6")
    assert ("$560 million", "5.6亿美元", "56 کروڑ ڈالر") == tuple(money(tag, claim) for tag in TAGS)


def test_two_levels_gain_a_digit_so_that_their_rate_is_found_again() -> None:
    """1.15 after 1.11 is 3.6 per cent, 1.151 after 1.108 is 3.9, which it is."""
    grammar, _, _ = load("zh")
    now, base = level(Decimal(115_104_000)), level(Decimal(110_783_000))
    rate = Claim("f2", "change", ("74",), YEAR, "pct", *(Decimal("3.9004"),) * 3, formula=("growth",))
    told = rounding.together(now, base, rate, MILLIONS, place=grammar.place)
    assert (Decimal("115.1"), Decimal("110.8"), Decimal("3.9")) == told


@pytest.mark.parametrize(
    ("value", "chinese", "urdu"),
    [
        (853, "853", "853"),
        (5_637, "5637", "5,637"),
        (30_641, "3.06万", "30,641"),
        (55_963_973, "5596万", "5 کروڑ 60 لاکھ"),
        (577_701_712, "5.78亿", "57 کروڑ 77 لاکھ"),
    ],
)
def test_a_weight_stands_in_ten_thousand_tonnes_from_ten_thousand_on(value: int, chinese: str, urdu: str) -> None:
    """Urdu keeps the digits of a weight below a million tonnes."""
    assert (chinese, urdu) == (tonnes("zh", value), tonnes("ur", value))


@given(value=st.integers(1, 10**13), half=st.sampled_from(["0.5", "5000", "50000"]))
def test_a_sum_holds_for_its_whole_reading_by_the_digits_that_it_shows(value: int, half: str) -> None:
    """What a language leaves of the digits is a rounding of every value of the reading, cells apart."""
    claim = total(Decimal(value), str(value - Decimal(half)), str(value + Decimal(half)))
    for tag in TAGS:
        grammar, _, _ = load(tag)
        if (found := rounding.in_digits(claim, rounding.prose_scale(claim), grammar.place)) is None:
            continue
        shown = found[0].scaleb(found[1].power)
        places = -int(shown.as_tuple().exponent)
        assert rounding.rounded(claim.low, places) == shown == rounding.rounded(claim.high, places)


@given(value=st.integers(10**4, 10**13))
def test_a_sum_has_no_more_figures_than_a_reader_takes_in(value: int) -> None:
    """At most four figures beside 万, 亿 or 万亿, and no comma; at most two units of Urdu."""
    chinese = money("zh", level(Decimal(value)))
    match = re.fullmatch(r"([\d.]+)(?:万|亿|万亿)美元", chinese)
    assert match, chinese
    assert len(match[1].replace(".", "")) <= 4
    assert len(re.findall("ارب|کروڑ|لاکھ|ہزار", money("ur", level(Decimal(value))))) <= 2
