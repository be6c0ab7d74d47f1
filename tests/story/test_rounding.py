"""Rounding: what is printed holds for every value of the reading, once, in the units of each language."""

from __future__ import annotations

import re
from collections.abc import Callable
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


def claim(low: str, value: str, high: str, unit: str = "pct", step: str = "") -> Claim:
    """Return a claim with this reading."""
    reading = (Decimal(value), Decimal(low), Decimal(high))
    last = Decimal(step) if step else None
    return Claim("f1", "share", ("74",), YEAR, unit, *reading, formula=("cell", "c1"), step=last)


def dollars(value: Decimal | int, half: str = "0.5", unit: str = "usd") -> Claim:
    """Return the level of a cell whose reading reaches so far both ways."""
    middle, reach = Decimal(value), Decimal(half)
    return claim(str(middle - reach), str(middle), str(middle + reach), unit, str(2 * reach))


def in_millions(of: Claim) -> Decimal | None:
    """Return a sum in millions."""
    return rounding.money(of, MILLIONS)


@pytest.mark.parametrize(
    ("rounded", "reading", "expected"),
    [
        (rounding.per_cent, ("75.795", "76.16", "76.24"), "76"),  # and not 76.2
        (rounding.per_cent, ("75.4", "75.9", "76.2"), None),  # neither 75 nor 76
        (rounding.per_cent, ("9.96", "9.96", "9.96"), "10"),  # as 10.04 is
        (in_millions, ("3073.5", "3074", "3074.5", "usd", "1"), "0.0031"),  # nobody reads 0.003074
        (in_millions, ("4849", "4850", "4851", "usd", "1"), "0.00485"),  # 0.0048 or 0.0049
        (in_millions, ("110895000", "110900000", "110905000", "usd", "10000"), "110.90"),  # the publisher's digits
        (in_millions, ("74118203.5", "74118204", "74118204.5", "usd", "1"), "74.12"),  # what a reader can hold
    ],
)
def test_a_print_has_the_digits_that_its_reading_bears(
    rounded: Callable[[Claim], Decimal | None], reading: tuple[str, ...], expected: str | None
) -> None:
    """As many as hold for all of its values, and as anybody reads."""
    shown = rounded(claim(*reading))
    assert expected == (None if shown is None else str(shown))


def test_halves_go_away_from_zero_and_a_lower_end_is_cut() -> None:
    """2.5 is 3 and -2.5 is -3; 356.879 is at least 356.87, 112 at least 112; a minus is U+2212."""
    assert [Decimal(3), Decimal(-3)] == [rounding.rounded(Decimal(half), 0) for half in ("2.5", "-2.5")]
    assert Decimal("356.87") == rounding.at_least(Decimal("356.879"))
    assert "112" == str(rounding.at_least(Decimal("112.0")))
    assert "−1,234.5" == rounding.grouped(Decimal("-1234.5"))


@given(low=st.decimals(-500, 500, places=3), width=st.decimals(0, 2, places=3))
def test_what_is_printed_holds_for_both_ends(low: Decimal, width: Decimal) -> None:
    """The finest rounding is shared by all values of the reading."""
    found = rounding.finest(low, low + width, 1)
    if found is not None:
        places = -int(found.as_tuple().exponent)
        assert rounding.rounded(low, places) == found == rounding.rounded(low + width, places)


@pytest.mark.parametrize(
    ("low", "value", "high", "places", "expected"),
    [
        (14_018_000, 14_020_000, 14_022_000, 2, "14.02"),
        (14_010_000, 14_020_000, 14_030_000, 2, None),  # 14.01 to 14.03
        (14_010_000, 14_020_000, 14_030_000, 1, "14.0"),
        (-44_999, -44_999, -44_999, 1, "0.0"),
    ],
)
def test_a_change_has_the_decimals_asked_for_or_none(
    low: int, value: int, high: int, places: int, expected: str | None
) -> None:
    """All readings of a claim must round alike."""
    found = rounding.at_places(claim(str(low), str(value), str(high)), MILLIONS, places)
    assert found == (None if expected is None else Decimal(expected))


# The units of a language


def money(tag: str, of: Claim) -> str:
    """Return a sum of money as a sentence of the language has it."""
    grammar, _, words = load(tag)
    found = rounding.in_digits(of, rounding.prose_scale(of), grammar.place)
    assert found is not None
    return grammar.money("usd", *found, words)


@pytest.mark.parametrize(
    ("value", "chinese", "urdu"),
    [
        (4_321, "4321美元", "4,321 ڈالر"),
        (52_184, "5.22万美元", "52 ہزار ڈالر"),
        (1_274_411, "127万美元", "12 لاکھ 70 ہزار ڈالر"),
        (13_492_162, "1349万美元", "1 کروڑ 35 لاکھ ڈالر"),
        (48_601_195, "4860万美元", "4 کروڑ 86 لاکھ ڈالر"),
        (99_996_000, "1.00亿美元", "10 کروڑ ڈالر"),
        (124_731_511, "1.25亿美元", "12 کروڑ 47 لاکھ ڈالر"),
        (124_495_600, "1.24亿美元", "12 کروڑ 45 لاکھ ڈالر"),  # rounded once: 124.50 million would have made 1.25
        (1_145_893_684, "11.5亿美元", "1 ارب 15 کروڑ ڈالر"),
        (26_670_190_841, "266.7亿美元", "26 ارب 67 کروڑ ڈالر"),
        (296_615_724_198, "2966亿美元", "296 ارب 62 کروڑ ڈالر"),
    ],
)
def test_a_sum_has_four_figures_in_chinese_and_two_units_in_urdu(value: int, chinese: str, urdu: str) -> None:
    """The examples of the glossaries: 万 and 亿 without commas, ارب, کروڑ, لاکھ and ہزار two at a time."""
    assert (chinese, urdu) == (money("zh", dollars(value)), money("ur", dollars(value)))


def test_digits_that_a_reading_leaves_open_are_not_printed() -> None:
    """557.34 to 557.52 million has no whole million, and no 5.57 hundred million: 5.6 holds."""
    of = claim("557.34e6", "557.43e6", "557.52e6", "usd")
    assert ("$560 million", "5.6亿美元", "56 کروڑ ڈالر") == tuple(money(tag, of) for tag in TAGS)


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
    for tag, expected in (("zh", chinese), ("ur", urdu)):
        grammar, _, words = load(tag)
        found = rounding.tonnes(dollars(value * 1000, unit="kg"), grammar.place_of_tonnes)
        assert found is not None
        assert expected == grammar.tonnes(found, words)


def test_a_weight_is_not_rounded_twice() -> None:
    """641,249.999 tonnes, give or take some kilograms, are 64.12 and 64.13 in 万; they are 64.125."""
    grammar, _, words = load("zh")
    found = rounding.tonnes(claim("641249980", "641249999", "641250010", "kg"), grammar.place_of_tonnes)
    assert found is not None
    assert "64.125万" == grammar.tonnes(found, words)


@given(value=st.integers(1, 10**13), half=st.sampled_from(["0.5", "5000", "50000"]))
def test_a_sum_holds_for_its_whole_reading_by_the_digits_that_it_shows(value: int, half: str) -> None:
    """What a language leaves of the digits is a rounding of every value of the reading, cells apart."""
    of = claim(str(value - Decimal(half)), str(value), str(value + Decimal(half)), "usd")
    for tag in TAGS:
        grammar, _, _ = load(tag)
        found = rounding.in_digits(of, rounding.prose_scale(of), grammar.place)
        if found is not None:
            shown = found[0].scaleb(found[1].power)
            places = -int(shown.as_tuple().exponent)
            assert rounding.rounded(of.low, places) == shown == rounding.rounded(of.high, places)


@given(value=st.integers(10**4, 10**13))
def test_a_sum_has_no_more_figures_than_a_reader_takes_in(value: int) -> None:
    """At most four figures beside 万, 亿 or 万亿, and no comma; at most two units of Urdu."""
    chinese = money("zh", dollars(value))
    match = re.fullmatch(r"([\d.]+)(?:万|亿|万亿)美元", chinese)
    assert match, chinese
    assert len(match[1].replace(".", "")) <= 4
    assert len(re.findall("ارب|کروڑ|لاکھ|ہزار", money("ur", dollars(value)))) <= 2
