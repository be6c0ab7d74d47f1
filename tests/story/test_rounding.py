"""Rounding: what is printed holds for every value of the reading, and recomputes from what stands beside it."""

import random
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from generator.story import rounding
from generator.story.facts import Claim
from generator.trade.period import Period

YEAR = Period.parse("2025")


def claim(low: str, value: str, high: str, unit: str = "pct", step: Decimal | None = None) -> Claim:
    """Return a claim with this reading."""
    reading = (Decimal(value), Decimal(low), Decimal(high))
    return Claim("f1", "share", ("74",), YEAR, unit, *reading, formula=("cell", "c1"), step=step)


def test_a_share_is_printed_as_finely_as_its_reading_allows() -> None:
    """75.8 to 76.2 is 76, not 76.2."""
    assert Decimal(76) == rounding.per_cent(claim("75.795", "76.16", "76.24"))


def test_a_share_whose_reading_spans_a_whole_number_is_not_printed() -> None:
    """75.4 to 76.2 is neither 75 nor 76."""
    assert rounding.per_cent(claim("75.4", "75.9", "76.2")) is None


def test_halves_go_away_from_zero() -> None:
    """2.5 is 3 and -2.5 is -3."""
    assert [Decimal(3), Decimal(-3)] == [rounding.rounded(Decimal("2.5"), 0), rounding.rounded(Decimal("-2.5"), 0)]


def test_at_least_is_cut_and_never_rounded_up() -> None:
    """356.87 is at least 356.8."""
    assert Decimal("356.8") == rounding.at_least(Decimal("356.87"))


def test_a_level_keeps_its_publishers_digits() -> None:
    """A publisher who prints 110.90 million did not print 110.9."""
    found = claim("110895000", "110900000", "110905000", "usd", step=Decimal(10000))
    assert rounding.money(found, rounding.MILLIONS) == "110.90"


def test_a_full_figure_has_two_decimals_in_millions() -> None:
    """Customs' own dollars are cut to what a reader can hold."""
    found = claim("74118203.5", "74118204", "74118204.5", "usd", step=Decimal(1))
    assert rounding.money(found, rounding.MILLIONS) == "74.12"


def test_a_minus_is_a_minus() -> None:
    """U+2212, never a hyphen."""
    assert rounding.grouped(Decimal("-1234.5")) == "−1,234.5"


@given(low=st.decimals(-500, 500, places=3), width=st.decimals(0, 2, places=3))
def test_what_is_printed_holds_for_both_ends(low: Decimal, width: Decimal) -> None:
    """The finest rounding is shared by all values of the reading."""
    found = rounding.finest(low, low + width, 1)
    if found is not None:
        places = -int(found.as_tuple().exponent)
        assert rounding.rounded(low, places) == found == rounding.rounded(low + width, places)


def test_no_printed_triple_of_a_hundred_thousand_fails_to_recompute() -> None:
    """A per cent is printed only where the reader who divides the printed levels finds it again."""
    chance, refused = random.Random(20260127), 0  # noqa: S311 -- a seeded sample, no secret
    for _ in range(100_000):
        base = Decimal(chance.randrange(100, 110_000)).scaleb(-2)
        now = rounding.rounded(base * Decimal(chance.uniform(0.7, 1.5)), 2)
        exact_now, exact_base = (value + Decimal(chance.uniform(-0.005, 0.005)) for value in (now, base))
        printed = rounding.rounded(100 * (exact_now / exact_base - 1), 1)
        if not rounding.recomputes(printed, f"{now:,}", f"{base:,}"):
            refused += 1
            continue
        assert abs(printed - 100 * (now / base - 1)) <= Decimal("0.05")
    assert 0 < refused < 40_000
