"""The partner's figure beside the reporter's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.movements.engine.mirror import log_gap, mirror

CALM = [0.08, 0.10, 0.12] * 12  # median 0.10, median distance 0.02: spread 0.029652
WILD = [0.0, 0.2, 0.4] * 12  # median 0.20, median distance 0.20: spread 0.29652


def flagged(past: list[float], gap: float) -> bool:
    """Say whether a gap is flagged after a past."""
    gaps = np.array([*past, gap])[:, np.newaxis]
    return bool(mirror(np.exp(gaps), np.ones_like(gaps), len(past)).is_flagged[0])


def test_the_gap_is_a_logarithm() -> None:
    """110 imported of 100 exported: ln 1.1; none where one side has nothing."""
    found = log_gap(np.array([110.0, 0.0, 110.0, np.nan]), np.array([100.0, 100.0, 0.0, 100.0]))
    assert [np.log(1.1), np.nan, np.nan, np.nan] == pytest.approx(found.tolist(), nan_ok=True)


def test_the_usual_gap_is_a_median_and_its_spread() -> None:
    """0.10 and 1.4826 times 0.02 over 36 months."""
    gaps = np.array([*CALM, 0.5])[:, np.newaxis]
    found = mirror(np.exp(gaps), np.ones_like(gaps), 36)
    assert [0.5, 0.10, 0.029652] == pytest.approx([found.gap[0], found.usual[0], found.spread[0]])
    assert 36 == found.n[0]


@pytest.mark.parametrize(
    ("past", "gap", "flag"),
    [(CALM, 0.34, False), (CALM, 0.36, True), (CALM, -0.16, True), (WILD, 1.08, False), (WILD, 1.10, True)],
)
def test_a_gap_unlike_itself_is_flagged(past: list[float], gap: float, flag: bool) -> None:  # noqa: FBT001 -- a table
    """Beyond 0.10 by a quarter; where it is never calm, beyond 0.20 by three spreads of 0.29652, which is 0.88956."""
    assert flag == flagged(past, gap)


def test_only_the_last_36_months_count() -> None:
    """An old habit is no habit."""
    gaps = np.array([2.0] * 100 + CALM + [2.0])[:, np.newaxis]
    found = mirror(np.exp(gaps), np.ones_like(gaps), 136)
    assert [36, 0.10, 0.029652] == pytest.approx([found.n[0], found.usual[0], found.spread[0]])
    assert found.is_flagged[0]


@pytest.mark.parametrize(
    ("imports", "exports", "reason"), [(np.nan, 1.0, "missing"), (1.0, 0.0, "no_trade"), (3.0, 1.0, "")]
)
def test_no_gap_says_why(imports: float, exports: float, reason: str) -> None:
    """Missing is not zero, and neither is a gap."""
    column = np.ones((7, 1))
    found = mirror(np.vstack([column, [[imports]]]), np.vstack([column, [[exports]]]), 7)
    assert reason == found.reason[0]
    assert (reason == "") == found.is_flagged[0]


def test_a_short_history_has_no_habit() -> None:
    """Five months are too few, in one series of two."""
    imports = np.ones((7, 2))
    imports[0, 0] = np.nan
    imports[6] = 9.0
    found = mirror(imports, np.ones((7, 2)), 6)
    assert ["short_history", ""] == found.reason.tolist()
    assert [False, True] == found.is_flagged.tolist()


def test_nothing_after_t_is_looked_at() -> None:
    """The same answer with a year to come."""
    gaps = np.array([*CALM, 0.5, 9.0, 9.0])[:, np.newaxis]
    one, other = (mirror(np.exp(gaps[:end]), np.ones_like(gaps[:end]), 36) for end in (37, 39))
    assert [one.usual[0], one.spread[0]] == [other.usual[0], other.spread[0]]


@given(st.lists(st.floats(-2, 2), min_size=6, max_size=48), st.floats(-2, 2), st.floats(1e-3, 1e6))
def test_a_currency_changes_no_gap_nor_its_habit(past: list[float], gap: float, rate: float) -> None:
    """Both sides in other money."""
    gaps = np.array([*past, gap])[:, np.newaxis]
    plain, other = (mirror(np.exp(gaps) * factor, np.full_like(gaps, factor), len(past)) for factor in (1.0, rate))
    assert [plain.gap[0], plain.usual[0]] == pytest.approx([other.gap[0], other.usual[0]], abs=1e-9)
    assert plain.spread[0] == pytest.approx(other.spread[0], abs=1e-9)
