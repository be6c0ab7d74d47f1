"""What holds of any panel: few series and years, as they come."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.movements.panel import CodeBreak, Floats
from generator.movements.picks import PanelPicks
from tests.movements.panels import MILLION, calm, made, newest, picked, summed, told

MONTHS = 60
CODES = (*(f"{chapter}0{heading}" for chapter in (26, 74, 76) for heading in (3, 4, 5)), "740311", "740319")
RATES = ("yoy", "contrib", "contrib_share", "share", "share_shift", "r12_yoy", "ytd_yoy", "streak", "z", "z3")
APART = ("offset", "revision", "correction", "new", "resumed", "vanished", "ceased")
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Changes = list[tuple[str, int, float]]
CHANGE = st.tuples(st.sampled_from(CODES), st.integers(1, 30), st.sampled_from([0.0, 0.2, 0.5, 1.3, 2.0, 4.0, 30.0]))
CHANGES = st.lists(CHANGE, max_size=8)


def lines(changes: Changes) -> dict[str, Floats]:
    """Return calm lines of which some were changed from a month on, or in it alone (odd places)."""
    found = {code: calm(code, 10 * MILLION * (1 + int(code[-1])), MONTHS) for code in CODES if code != "7403"}
    for code, back, factor in changes:
        if code in found:
            end = MONTHS if back % 2 == 0 else MONTHS - back + 1
            found[code][MONTHS - back : end] = np.round(factor * found[code][MONTHS - back : end])
    found["7403"] = found["740311"] + found["740319"]
    return found


def table(changes: Changes) -> dict[str, Floats]:
    """Return the lines with their chapters and the total."""
    found = lines(changes)
    sums = summed({code: values for code, values in found.items() if len(code) == 4})
    return sums | found


def plain(found: PanelPicks) -> list[dict[str, Any]]:
    """Return picks as they are written."""
    return [one.as_data() for one in found.picks]


@pytest.mark.long
@given(CHANGES, st.sampled_from([("cny", 7), ("jpy", 150), ("eur", 1)]))
@FEW
def test_other_money_changes_no_rate_and_no_surprise(changes: Changes, money: tuple[str, int]) -> None:
    """Values in another currency, of which a dollar is roughly so many; floors and bars go with it."""
    columns, (currency, rate) = table(changes), money
    dollars = made(columns)
    others = replace(made({code: values * rate for code, values in columns.items()}), currency=currency)
    one, other = newest(dollars), newest(others)
    for name in RATES:
        assert one.metrics[name] == pytest.approx(other.metrics[name], rel=1e-6, abs=1e-6, nan_ok=True), name
    assert one.flow.state.tolist() == other.flow.state.tolist()
    assert one.flags["low_base"].tolist() == other.flags["low_base"].tolist()
    assert told(picked(dollars)) == told(picked(others))


@pytest.mark.long
@given(CHANGES)
@FEW
def test_parts_add_up_to_their_parent(changes: Changes) -> None:
    """Contributions to its growth in points of the total, shares to its share, at every node."""
    found = newest(made(table(changes)))
    panel = found.panel
    for parent, children in panel.children.items():
        for name in ("contrib", "share"):
            assert found.metrics[name][list(children)].sum() == pytest.approx(found.metrics[name][parent], abs=1e-9)
    whole = panel.places["total"]
    assert found.metrics["contrib"][whole] == pytest.approx(found.metrics["yoy"][whole], abs=1e-9)
    assert 100 == pytest.approx(found.metrics["share"][whole])


@pytest.mark.long
@given(CHANGES, st.randoms(use_true_random=False))
@FEW
def test_the_order_of_columns_is_irrelevant(changes: Changes, chance: Any) -> None:  # noqa: ANN401 -- of Hypothesis
    """The same picks in the same order."""
    panel = made(table(changes))
    order = list(range(len(panel.codes)))
    chance.shuffle(order)
    where = np.argsort(order)
    other = replace(
        panel,
        codes=tuple(panel.codes[at] for at in order),
        levels=tuple(panel.levels[at] for at in order),
        parents=np.array([-1 if (up := panel.parents[at]) < 0 else where[up] for at in order]),
        value=panel.value[:, order],
        quantity=panel.quantity[:, order],
        unit=panel.unit[:, order],
        status=panel.status[:, order],
    )
    assert plain(picked(panel)) == plain(picked(other))


@pytest.mark.long
@given(CHANGES, st.lists(st.integers(0, 10**9), min_size=3, max_size=3))
@FEW
def test_what_comes_later_changes_nothing_before(changes: Changes, later: list[int]) -> None:
    """Three more months of anything."""
    columns = table(changes)
    grown = {code: np.append(values, later) for code, values in columns.items()}
    assert plain(picked(made(columns), "2025-12")) == plain(picked(made(grown, "2026-03"), "2025-12"))


@pytest.mark.long
@given(CHANGES, st.integers(1, 11), st.floats(0.1, 0.9))
@FEW
def test_a_code_that_is_split_keeps_its_growth(changes: Changes, back: int, part: float) -> None:
    """7604 becomes 7606 and 7607 some months ago: the family has the growth of the code that was."""
    columns = table(changes)
    whole = newest(made(columns))
    at = MONTHS - back
    old = columns.pop("7604")
    first = np.round(part * old)
    columns |= {
        code: np.where(np.arange(MONTHS) < at, np.nan, values)
        for code, values in [("7606", first), ("7607", old - first)]
    }
    columns["7604"] = np.where(np.arange(MONTHS) < at, old, np.nan)
    split = CodeBreak("7604", ("7606", "7607"), made({"74": [1.0]}, "2025-12").first.step(1 - back))
    found = newest(made(columns, breaks=[split]))
    for name in ("yoy", "yoy_abs", "contrib", "r12_yoy", "share", "z"):
        before, after = (one.metrics[name][one.panel.places["7604"]] for one in (whole, found))
        assert after == pytest.approx(before, nan_ok=True, rel=1e-9 if name != "z" else 0.5), name


@given(CHANGES)
@FEW
def test_the_addends_are_the_score(changes: Changes) -> None:
    """Five of them, each at least 0, at most 100 together."""
    for one in picked(made(table(changes))).picks:
        parts = dict(one.score.parts())
        assert 0 <= parts.pop("quality") <= 1
        assert 5 == len(parts)
        assert one.as_data()["score"] == pytest.approx(sum(parts.values()), abs=1e-9)
        assert min(parts.values()) >= 0
        assert sum(parts.values()) <= 100


@pytest.mark.long
@given(CHANGES)
@settings(FEW, max_examples=40)
def test_nothing_is_told_twice_on_one_path(changes: Changes) -> None:
    """No two from the root to a line with the same sign, unless one is an event, an offset or a revision."""
    found = picked(made(table(changes)))
    panel = found.judged.panel
    paths = {one.series: {panel.codes[at] for at in panel.ancestors(panel.places[one.series])} for one in found.picks}
    twice = [
        (one.series, other.series)
        for one in found.picks
        for other in found.picks
        if other.series in paths[one.series] and one.direction == other.direction
        if one.kind not in APART and other.kind not in APART
    ]
    assert [] == twice
    assert len(set(told(found))) == len(found.picks)
