"""The published lines of 2025: what may be said of them, and what may not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.movements import Movements, Thresholds, find_movements
from generator.trade.figures import Figures


@pytest.fixture
def found(seed: Figures) -> Movements:
    """Give the movements of the published lines under the packaged thresholds."""
    return find_movements(seed, Thresholds.read())


def at(value: Decimal | None, places: str) -> Decimal:
    """Return the value rounded."""
    assert value is not None
    return value.quantize(Decimal(places))


def test_the_seven_lines_sum_to_what_they_state(found: Movements) -> None:
    """1,496.84 million, two of them bounds: at least so much."""
    assert found.total is not None
    level = found.total.metric("level")
    assert (Decimal(1_496_840_000), "at_least", 7) == (level.value, level.qualifier, level.n)


def test_copper_is_76_per_cent_under_every_reading(found: Movements) -> None:
    """76.2 at the printed values, and it rounds to 76 if the bounds reach 5 per cent further."""
    share = found.line("74").metric("share")
    assert Decimal("76.2") == at(share.value, "0.1")
    assert [Decimal(76), Decimal(76)] == [at(end, "1") for end in (share.low, share.high)]


def test_the_basket_is_concentrated(found: Movements) -> None:
    """An index of 0.594, worth 1.7 lines of equal size: no ground for "diversified"."""
    assert (Decimal("0.594"), Decimal("1.7")) == (at(found.hhi.value, "0.001"), at(found.equivalent.value, "0.1"))


def test_aluminium_ores_rose_from_almost_nothing(found: Movements) -> None:
    """Both levels and the change in money; the rate is kept, flagged as low base, and may not lead."""
    ores = found.line("2606")
    assert 13_870_000 == ores.metric("yoy_abs").value
    assert Decimal("4782.8") == at(ores.metric("yoy").value, "0.1")
    assert ("low_base",) == ores.metric("yoy").flags
    assert {"2606": False} == {item.code: item.may_lead for item in found.notable if "low_base" in item.flags}


def test_one_line_with_a_base_is_no_ground_for_growth_of_the_whole(found: Movements) -> None:
    """Six lines have no year before."""
    assert found.total is not None
    assert "no_base_for_all" == found.total.metric("yoy").reason
    assert {"missing 2024"} == {
        found.line(code).metric("yoy").reason for code in ("74", "76", "2601", "2603", "2608", "2610")
    }


def test_no_line_has_a_rank(found: Movements) -> None:
    """Four lines are named without figures, and any of them may stand between."""
    assert {"missing peers", "bound", "missing 2025"} == {line.metric("rank").reason for line in found.lines}


def test_large_lines_without_a_base_are_told_by_their_level(found: Movements) -> None:
    """By share of the total; the low base comes last, the unpublished lines are left out with a reason."""
    assert ["74", "2608", "2601", "2610", "2606"] == [item.code for item in found.notable]
    assert ["level"] * 4 + ["rise"] == [item.kind for item in found.notable]
    reasons = {item.code: item.reason for item in found.left_out}
    assert ["missing 2025"] * 4 == [reasons[code] for code in ("2510", "2530", "2602", "2607")]
    assert reasons["76"].endswith("→ not notable")
