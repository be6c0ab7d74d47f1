"""The rounding test: a claim holds for every value that the printed figures allow."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.movements import Reading, claim_ok


def printed(text: str) -> Reading:
    """Return the reading of an exact print."""
    value = Decimal(text)
    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)
    return Reading(value - half, value, value + half)


@pytest.mark.parametrize(
    ("qualifier", "stated", "unit", "holds"),
    [
        ("over", "4700", "pct", False),
        ("over", "4600", "pct", True),
        ("about", "49", "ratio", True),
        ("about", "50", "ratio", False),
        ("under", "4900", "pct", True),
        ("nearly", "50", "ratio", False),
        ("exact", "49", "ratio", False),
    ],
)
def test_from_almost_nothing_only_the_coarse_claim_holds(
    qualifier: str, stated: str, unit: str, *, holds: bool
) -> None:
    """0.29 to 14.16 million is anything from +4,698.3 to +4,870.2 per cent."""
    assert holds is claim_ok(qualifier, Decimal(stated), printed("0.29"), printed("14.16"), unit=unit)


@pytest.mark.parametrize(
    ("qualifier", "stated", "base", "now", "holds"),
    [
        ("over", "-40", "100.0", "55.0", True),
        ("over", "-50", "100.0", "55.0", False),
        ("nearly", "-50", "100.0", "51.0", True),
        ("exact", "-45", "100.0", "55.0", True),
        ("exact", "-45.0", "100.0", "55.0", False),
        ("at_least", "10", "100.0", "111.0", True),
        ("exact", "10", "100.0", "110.0", True),
    ],
)
def test_a_fall_is_claimed_by_its_size(qualifier: str, stated: str, base: str, now: str, *, holds: bool) -> None:
    """Over 40 per cent down means at most 60 per cent left."""
    assert holds is claim_ok(qualifier, Decimal(stated), printed(base), printed(now))


def test_no_claim_stands_on_a_base_that_may_be_nothing() -> None:
    """0 with one digit may be zero."""
    assert not claim_ok("over", Decimal(1), printed("0"), printed("14"))


def test_an_unknown_qualifier_is_refused() -> None:
    """Not taken for one that it is not."""
    with pytest.raises(ValueError, match="no qualifier"):
        claim_ok("roughly", Decimal(1), printed("1.0"), printed("2.0"))
