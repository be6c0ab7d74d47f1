"""Claims checked by arithmetic: levels with their rounding, words before a rate, and what would make it right."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.factcheck.claim_file import judge
from generator.factcheck.printed_claim import PrintedClaim, printed
from generator.factcheck.ruling import WORDS, Ruling

FIGURES = ("value", "comparison_value", "stated_pct", "stated_abs_change", "denominator")
LEVELS = st.integers(1_000, 99_999)
HALF = Fraction(1, 2)


def claim(**fields: str) -> PrintedClaim:
    """Return a claim of printed figures; `parts` are set apart by spaces."""
    numbers = {name: printed(text) for name, text in fields.items() if name in FIGURES}
    labels = {name: text for name, text in fields.items() if name in ("id", "kind", "unit", "qualifier")}
    return PrintedClaim(**labels, **numbers, parts=tuple(map(printed, fields.get("parts", "").split())))  # type: ignore[arg-type]  # two kinds of fields


def rate(value: str, base: str, stated: str, qualifier: str = "") -> PrintedClaim:
    """Return a claim of a rate."""
    return claim(value=value, comparison_value=base, stated_pct=stated, qualifier=qualifier)


def first(one: PrintedClaim, *others: PrintedClaim) -> Ruling:
    """Return the verdict that counts on a claim among others of its text."""
    return judge([one, *others])[0][0]


def half_up(number: Fraction, places: int) -> str:
    """Return a number rounded half away from zero, by integers alone."""
    size = abs(number) * 10**places
    whole = (size + HALF).__floor__()
    text = f"{Decimal(whole).scaleb(-places):f}"
    return f"-{text}" if number < 0 and whole else text


@pytest.mark.parametrize(
    ("value", "base", "stated", "verdict"),
    [
        ("121", "110", "10", "exact"),  # 100 (121/110 - 1) = 10
        ("450", "400", "12.5", "exact"),
        ("450", "400", "13", "exact"),  # 12.5, half away from zero
        ("350", "400", "-13", "exact"),  # -12.5, half away from zero
        ("451", "400", "12", "truncated"),  # 12.75
        ("349", "400", "-12", "truncated"),  # -12.75
        ("2.0", "1.9", "5.4", "within_rounding"),  # 5.263; 1.95/1.95 to 2.05/1.85
        ("2.00", "1.90", "5.9", "inconsistent"),  # 1.995/1.905 to 2.005/1.895: 4.72 to 5.80, the printed one from 5.85
        ("2.00", "1.90", "5.8", "within_rounding"),
        ("121", "110", "-10", "inconsistent"),
        ("0", "110", "-100", "exact"),
        ("-7.0", "-20.0", "-65", "exact"),  # a deficit that narrowed, with its sign
    ],
)
def test_a_rate_is_judged_by_its_levels_and_their_last_digits(value: str, base: str, stated: str, verdict: str) -> None:
    """By hand: the rate of the printed levels, then whether it was cut, then what their rounding leaves open."""
    assert verdict == first(rate(value, base, stated)).verdict


def test_the_last_digit_says_how_much_is_open() -> None:
    """From 3 to 4 the rate is 33, and 41 may be, as 3 is anything from 2.5 to 3.5; from 3.00 to 4.00 it may not."""
    assert ["within_rounding", "inconsistent"] == [
        first(rate("4", "3", "41")).verdict,
        first(rate("4.00", "3.00", "41")).verdict,
    ]


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({"value": "30", "denominator": "120", "stated_pct": "25"}, "ok"),
        ({"value": "30", "denominator": "120", "stated_pct": "27"}, "inconsistent"),
        (
            {"value": "30.19", "denominator": "120.00", "stated_pct": "25.1"},
            "truncated",
        ),  # 25.158: to 25.164 and 25.153
        ({"value": "130", "comparison_value": "120", "stated_abs_change": "10"}, "exact"),
        ({"value": "130", "comparison_value": "120", "stated_abs_change": "11"}, "within_rounding"),
        ({"value": "130", "comparison_value": "120", "stated_abs_change": "12"}, "inconsistent"),
        (
            {"value": "100.21", "comparison_value": "86.05", "stated_abs_change": "14.1"},
            "truncated",
        ),  # below 14.15: 14.1
        ({"value": "100.21", "comparison_value": "86.05", "stated_abs_change": "14.3"}, "inconsistent"),
        ({"value": "4.9", "parts": "7.3 -2.4"}, "exact"),
        ({"value": "4.8", "parts": "7.3 -2.4"}, "within_rounding"),
        ({"value": "4.7", "parts": "7.3 -2.4"}, "inconsistent"),
        ({"value": "121", "comparison_value": "110"}, "pct_not_stated"),
        ({"value": "30", "denominator": "120", "comparison_value": "24", "stated_pct": "25"}, "exact"),
        ({"kind": "share", "value": "30", "denominator": "120", "comparison_value": "20", "stated_pct": "25"}, "ok"),
    ],
)
def test_shares_differences_and_sums_have_their_own_rule(fields: dict[str, str], verdict: str) -> None:
    """By hand, three terms leave one and a half units of their last digit open."""
    assert verdict == first(claim(**fields)).verdict


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "level", "value": "110"}, "no comparison_value"),
        ({"kind": "change_pct", "stated_pct": "4"}, "no value; no comparison_value"),
        ({"kind": "share", "stated_pct": "4", "value": "1"}, "no denominator"),
        ({"kind": "change_abs", "stated_abs_change": "4", "value": "1"}, "no comparison_value"),
        ({"parts": "1 2"}, "no value"),
        (
            {"kind": "quote", "value": "5-6", "comparison_value": "2", "stated_pct": "9"},
            "value is '5-6', not one number",
        ),
        (
            {"kind": "change_pct", "value": ">9", "comparison_value": "8", "stated_pct": "9"},
            "value is '>9', not one number",
        ),
        ({"kind": "rank"}, "it has no rate, change, share or sum"),
        (
            {"value": "3", "comparison_value": "0", "stated_pct": "9"},
            "the base may be nothing, so that there is no rate",
        ),
        (
            {"value": "640", "comparison_value": "-310", "stated_pct": "306"},
            "the levels have opposite signs, so that a rate means nothing",
        ),
    ],
)
def test_what_lacks_a_figure_says_which(fields: dict[str, str], said: str) -> None:
    """Nothing to check is never a pass without a word."""
    found = first(claim(**fields))
    assert ("nothing_to_check", said) == (found.verdict, found.remark)


@pytest.mark.parametrize(
    ("word", "stated", "holds"),
    [  # of 200.0 to 210.0: 5%, by its digits 4.95 to 5.05
        ("over", "4.8", True),
        ("over", "5.1", False),
        ("more than", "2", True),
        ("just over", "4.9", True),
        ("just over", "4.60", False),  # to 4.83
        ("at least", "5", True),
        ("less than", "5.2", True),
        ("under", "4.9", False),
        ("up to", "5.0", True),
        ("nearly", "5.2", True),
        ("nearly", "5.30", True),  # from 5.035
        ("nearly", "5.40", False),  # from 5.13
        ("almost", "6", False),  # 5.5 and 5.7 are its ends below
        ("nearly", "4.9", False),
        ("about", "5.1", True),
        ("About", "5.30", False),  # 3% to either side: from 5.14
        ("approx.", "4.9", True),
    ],
)
def test_a_word_has_its_own_rule(word: str, stated: str, holds: bool) -> None:  # noqa: FBT001 -- a column of the table
    """By hand, beside the ends of the range."""
    assert ("qualifier_ok" if holds else "inconsistent") == first(rate("210.0", "200.0", stated, word)).verdict


def test_a_word_of_a_fall_means_its_size() -> None:
    """A fall by 10% is more than 9% and not more than 11%."""
    verdicts = [first(rate("180.0", "200.0", stated, "more than")).verdict for stated in ("-9", "-11")]
    assert ["qualifier_ok", "inconsistent"] == verdicts


def test_a_sign_before_the_rate_is_its_word() -> None:
    """Less than one, more than one."""
    assert ["qualifier_ok", "inconsistent"] == [first(rate("8.05", "8.00", text)).verdict for text in ("<1", ">1")]


def test_a_word_that_holds_in_part_or_by_far_is_remarked() -> None:
    """Of 4.95 to 5.05%, over 5 is possible; over 4.6 is true and 8.7% short of it."""
    part, far, near = (first(rate("210.0", "200.0", stated, "over")).remark for stated in ("5.0", "4.6", "4.9"))
    assert ("holds for a part" in part, "more than 5% beyond" in far, near) == (True, True, "")


@given(word=st.sampled_from([one for kind in ("nearly", "about") for one in WORDS[kind]]), value=LEVELS, base=LEVELS)
def test_a_soft_word_is_no_stricter_than_none(word: str, value: int, base: int) -> None:
    """What rounds up to the stated rate is nearly that much; what rounds to it at all is about that much."""
    true = Fraction(100 * (value - base), base)
    stated = Fraction(half_up(true, 0))
    assume(stated != 0)
    assume(word not in WORDS["nearly"] or abs(true) <= abs(stated))
    assert "qualifier_ok" == first(rate(str(value), str(base), str(stated), word)).verdict


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (rate("120.00", "100.00", "16.67"), "it were worked out on the newer level"),  # 20/120
        (rate("100.00", "120.00", "20.00"), "the two levels were swapped"),
        (rate("120.00", "100.00", "-20.00"), "the sign were the other"),
        (rate("120.00", "100.00", "120.00"), "it were the level in per cent of the one before, not the change"),
        (rate("34.70", "31.20", "3.50"), "it were the difference of the two levels, in points"),
        (rate("1.37", "1060", "29.2"), "value were off by a thousandfold"),  # 1370/1060: 29.245
        (rate("1.370", "1.060", "2.92"), "stated_pct were off by a decimal place"),
        (rate("138.24", "120.00", "15.35"), "two digits of value were swapped (138.42)"),  # 138.42/120 = 1.1535
        (rate("117.27", "100.00", "17.72"), "two digits of stated_pct were swapped (17.27)"),
        (rate("210.00", "200.20", "5", "over"), "it stood without “over”"),  # 4.895
        (claim(value="4.5", parts="3.0 -1.5"), "-1.5 had the other sign"),
        (claim(value="4.5", parts="3.0 1.5 0.7"), "0.7 were no part of it"),
        (claim(value="64.9", comparison_value="62.6", stated_abs_change="3.2"), "two digits of stated_abs_change"),
    ],
)
def test_what_probably_happened_is_named_where_arithmetic_shows_it(wrong: PrintedClaim, reason: str) -> None:
    """Each by hand."""
    found = first(wrong)
    assert ("inconsistent", True) == (found.verdict, any(one.startswith(reason) for one in found.likely)), found.likely


def test_a_claim_is_not_explained_by_its_own_levels() -> None:
    """Over 10% of 9.9% is 10% without the word, and not the rate of another claim that has the same levels."""
    wrong = rate("219.80", "200.00", "10", "over")
    assert ("it stood without “over”",) == first(wrong, rate("219.80", "200.00", "9.9")).likely


def test_a_claim_that_holds_has_no_reason() -> None:
    """Nor has one in which the word does."""
    assert [(), ()] == [first(rate("210.0", "200.0", "5", word)).likely for word in ("", "over")]


def test_a_word_is_that_of_the_rate_and_of_nothing_beside_it() -> None:
    """Over 4% holds; a difference of 8, where the levels leave 9 to 11 open, is not "over 8"."""
    both = claim(value="210", comparison_value="200", stated_pct="4", stated_abs_change="8", qualifier="over")
    assert [("inconsistent", ""), ("qualifier_ok", "over")] == [(one.verdict, one.word) for one in judge([both])[0]]


def test_the_rate_of_another_claim_of_the_text_is_recognised() -> None:
    """The value's rate put beside the tonnes; of another text it is not seen."""
    tonnes, money = rate("5124", "4832", "10.0"), claim(value="1.430", comparison_value="1.300", unit="bn")
    assert ("it were the rate of another claim of this text (1.300 to 1.430 bn)",) == first(tonnes, money).likely
    assert () == first(tonnes).likely


def test_of_two_checks_the_graver_counts() -> None:
    """The rate holds, the difference does not: both are told, the difference first."""
    both = claim(value="121", comparison_value="110", stated_pct="10", stated_abs_change="15")
    assert ["inconsistent", "exact"] == [one.verdict for one in judge([both])[0]]


@given(value=LEVELS, base=LEVELS, places=st.integers(0, 2), cut=st.integers(0, 2))
def test_a_rate_that_was_rounded_is_never_inconsistent(value: int, base: int, places: int, cut: int) -> None:
    """The rate of the true figures, rounded, beside the same figures rounded."""
    assume(half_up(Fraction(base, 10**2), 2 - cut).strip("0.") != "")
    stated = half_up(Fraction(100 * (value - base), base), places)
    now, before = (half_up(Fraction(number, 10**2), 2 - cut) for number in (value, base))
    assert first(rate(now, before, stated)).verdict in ("exact", "truncated", "within_rounding")


@given(value=LEVELS, base=LEVELS, places=st.integers(0, 3))
def test_a_rate_of_the_printed_levels_is_exact(value: int, base: int, places: int) -> None:
    """Whatever the levels, what a reader with a calculator rounds is exact."""
    stated = half_up(Fraction(100 * (value - base), base), places)
    assert "exact" == first(rate(str(value), str(base), stated)).verdict


@given(value=LEVELS, base=LEVELS, places=st.integers(0, 3))
def test_swapped_levels_of_a_change_over_5_per_cent_are_inconsistent(value: int, base: int, places: int) -> None:
    """A rise is no fall; and it is named."""
    true = Fraction(100 * (value - base), base)
    assume(abs(true) > 5)
    found = first(rate(str(base), str(value), half_up(true, places)))
    assert ("inconsistent", True) == (found.verdict, "the two levels were swapped" in found.likely)


@given(st.lists(st.integers(-99_999, 99_999), min_size=1, max_size=6))
def test_a_sum_of_rounded_parts_is_never_inconsistent(parts: list[int]) -> None:
    """The sum of the true parts, rounded, beside the parts rounded."""
    told = [half_up(Fraction(part, 100), 1) for part in parts]
    found = first(claim(value=half_up(Fraction(sum(parts), 100), 1), parts=" ".join(told)))
    assert found.verdict in ("exact", "within_rounding")


@given(part=LEVELS, whole=LEVELS, places=st.integers(0, 2))
def test_a_share_that_was_rounded_holds(part: int, whole: int, places: int) -> None:
    """Rounded half away from zero, of the printed figures."""
    stated = half_up(Fraction(100 * part, whole), places)
    assert "ok" == first(claim(value=str(part), denominator=str(whole), stated_pct=stated)).verdict


@given(value=LEVELS, base=LEVELS, places=st.integers(0, 3))
def test_a_rate_far_outside_its_range_is_inconsistent(value: int, base: int, places: int) -> None:
    """Two of its units and a tenth beyond what the digits of the levels leave open."""
    most = Fraction(200 * value + 100, 2 * base - 1) - 100
    stated = half_up(most + Fraction(1, 10) + Fraction(2, 10**places), places)
    assert "inconsistent" == first(rate(str(value), str(base), stated)).verdict


def test_rounding_is_half_away_from_zero() -> None:
    """The reckoner of these tests agrees with the library's on a tie."""
    assert [str(Decimal(text).quantize(Decimal("0.1"), ROUND_HALF_UP)) for text in ("0.25", "-0.25")] == [
        half_up(Fraction(text), 1) for text in ("0.25", "-0.25")
    ]
