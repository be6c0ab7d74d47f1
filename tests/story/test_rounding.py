"""Rounding: what is printed holds for every value of the reading, and recomputes from what stands beside it."""

import random
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from generator.story import rounding
from generator.story.amounts import Claim
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


def test_a_rate_that_rounds_to_ten_has_no_decimal() -> None:
    """9.96 and 10.04 are the same 10."""
    assert {"10"} == {str(rounding.per_cent(claim(value, value, value))) for value in ("9.96", "10.04")}


def test_a_sum_too_small_for_its_scale_has_two_figures() -> None:
    """3,074 dollars are 0.0031 million: nobody reads 0.003074."""
    found = claim("3073.5", "3074", "3074.5", "usd", step=Decimal(1))
    assert Decimal("0.0031") == rounding.money(found, rounding.MILLIONS)


def test_two_figures_that_the_reading_leaves_open_become_three() -> None:
    """4,849 to 4,851 dollars are 0.0048 or 0.0049 million, and 0.00485 for sure."""
    found = claim("4849", "4850", "4851", "usd", step=Decimal(1))
    assert Decimal("0.00485") == rounding.money(found, rounding.MILLIONS)


def test_a_rate_beside_its_levels_is_never_cut_to_nothing() -> None:
    """11.56 after 11.53 is 0.2 per cent more; "+0" would say that it is not."""
    now, base = (claim(str(n), str(n), str(n), "usd", step=Decimal(1)) for n in (11_556_000, 11_529_000))
    growth = claim("0.234", "0.234", "0.234")
    told = rounding.together(now, base, growth, rounding.MILLIONS)
    assert told == (Decimal("11.556"), Decimal("11.529"), Decimal("0.2"))


def test_halves_go_away_from_zero() -> None:
    """2.5 is 3 and -2.5 is -3."""
    assert [Decimal(3), Decimal(-3)] == [rounding.rounded(Decimal("2.5"), 0), rounding.rounded(Decimal("-2.5"), 0)]


def test_at_least_is_cut_and_never_rounded_up() -> None:
    """356.87 is at least 356.8."""
    assert Decimal("356.8") == rounding.at_least(Decimal("356.87"))


def test_a_level_keeps_its_publishers_digits() -> None:
    """A publisher who prints 110.90 million did not print 110.9."""
    found = claim("110895000", "110900000", "110905000", "usd", step=Decimal(10000))
    assert Decimal("110.90") == rounding.money(found, rounding.MILLIONS)


def test_a_full_figure_has_two_decimals_in_millions() -> None:
    """Customs' own dollars are cut to what a reader can hold."""
    found = claim("74118203.5", "74118204", "74118204.5", "usd", step=Decimal(1))
    assert Decimal("74.12") == rounding.money(found, rounding.MILLIONS)


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
        if not rounding.recomputes(printed, now, base):
            refused += 1
            continue
        assert abs(printed - 100 * (now / base - 1)) <= Decimal("0.05")
    assert 0 < refused < 40_000


def dollars(value: int) -> Claim:
    """Return the level of a cell in full dollars."""
    half = Decimal("0.5")
    return claim(str(value - half), str(value), str(value + half), "usd", step=Decimal(1))


def test_a_rate_between_two_printed_levels_is_found_again_by_a_reader() -> None:
    """In 100,000 random pairs no printed per cent differs from the one that the printed levels give."""
    chance = random.Random(2025)  # noqa: S311 -- a test's own pairs
    for _ in range(100_000):
        base = chance.randint(1_000_000, 1_100_000_000)
        now = int(base * chance.uniform(0.5, 1.9))
        rate = Decimal(100 * (Decimal(now) / Decimal(base) - 1))
        growth = claim(str(rate - Decimal("1e-7")), str(rate), str(rate + Decimal("1e-7")))
        found = rounding.together(dollars(now), dollars(base), growth, rounding.MILLIONS)
        assert found is not None
        assert found[2] is None or rounding.recomputes(found[2], found[0], found[1])


def test_a_rate_keeps_its_decimal_where_one_more_digit_bears_it_out() -> None:
    """8.40 after 8.12 is 3.4, 8.405 after 8.121 is 3.5, which it is."""
    growth = claim("3.495", "3.496", "3.497")
    assert (Decimal("8.405"), Decimal("8.121"), Decimal("3.5")) == rounding.together(
        dollars(8_404_552), dollars(8_120_727), growth, rounding.MILLIONS
    )
