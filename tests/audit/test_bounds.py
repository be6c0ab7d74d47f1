"""What an edition may not say of a bound, or of a sum that a source rounds: the audit refuses it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.rounding import UNITS, Place, Scale
from tests.story.gallery import LINES, MILLION, NOW
from tests.story.months import Monthly, months, table


def _bounded(language: str) -> Monthly:
    """Return a month in which the smallest line but one is "over" its figure."""
    rows = table(lambda code, _: MILLION * NOW[code], codes=LINES)
    return months(rows, "2025-11", codes=LINES, over={("2601", "2025-11")}, language=language)


_CENTS = {"7403": 18_041, "7402": 8_412, "2608": 2_793, "2601": 3_336, "2606": 1_203, "2610": 21_958}


def _coarse() -> Monthly:
    """Return a quarter after one of 557.41 million: 18 figures to 0.01 million, which may come to 557.32 or 557.50."""
    rows = table(lambda code, place: _CENTS[code] * (5 if place >= 24 else 4) // 12, codes=tuple(_CENTS))
    rows = {key: (row[0] + (1 if key[0] == "2610" and key[1] == "2024-12" else 0), row[1]) for key, row in rows.items()}
    return months(rows, "2025-Q4", codes=tuple(_CENTS), over={("2610", "2025-11")}, scale=10_000)


def test_a_sum_that_its_parts_leave_open_is_told_in_millions() -> None:
    """No whole million holds of it; 560 million does, and has the form of its neighbours."""
    told = _coarse()
    assert told.findings == ()
    assert "the other five lines to $422 million together" in told.said("lede")
    assert "$560 million" in str(told.block("strip"))


def test_a_sum_of_millions_is_not_printed_in_full_with_zeros(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader takes "$560,000,000" for a sum known to the dollar; it is one of 557.41 million."""
    in_digits = rounding.in_digits

    def in_full(claim: Claim, scale: Scale, place: Place | None = None) -> tuple[Decimal, Scale] | None:
        found = in_digits(claim, scale, place)
        return (found[0].scaleb(found[1].power), UNITS) if found else None

    monkeypatch.setattr(rounding, "in_digits", in_full)
    said = _coarse()
    assert "$560,000,000" in str(said.block("strip"))
    assert [one for one in said.findings if "'$560,000,000' is no rounding" in one]
