"""What thresholds would have told month by month, and what others change."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from generator.movements.panel import Panel
from generator.movements.replay import (
    ReplayedMonth,
    differences,
    editions,
    replay,
    series_told_again,
)
from generator.movements.thresholds import Thresholds
from generator.trade.period import Period
from tests.movements.panels import LINES, MILLION, calm, made, summed

LATE = "2025-10"  # nothing is asked of the months before


def stepped(*factors: float) -> Panel:
    """Return calm lines of which 7403 is so many times its usual in the months up to December 2025."""
    lines = {code: calm(code, 20 * MILLION * int(code[2:]), 48) for code in LINES}
    lines["7403"][-len(factors) :] *= factors
    return made(summed(lines))


def growing(per_cent: float) -> Panel:
    """Return even lines of which 7403 alone grew, in the last month."""
    lines = {code: np.full(40, 20 * MILLION) for code in LINES}
    lines["7403"][-1] *= 1 + per_cent / 100
    return made(summed(lines))


def replayed(panel: Panel, rules: object = None, since: str = LATE) -> list[ReplayedMonth]:
    """Return the months from `since` on."""
    first, every = Period.parse(since), [(period, panel) for period in editions(panel)]
    found = replay(every, [Thresholds.read(rules).of_panel()])
    return [month for [month] in found if month.period >= first]


def of_copper(months: list[ReplayedMonth]) -> list[str]:
    """Return, by month, the direction in which 7403 is told, empty where it is not."""
    return [next((one.direction for one in month.picks if one.series == "7403"), "") for month in months]


def shown(month: ReplayedMonth) -> list[tuple[str, str, str, float]]:
    """Return what a reader sees of a month."""
    return [(one.series, one.kind, one.direction, one.score.total) for one in month.picks]


def named(rule: object) -> dict[str, object]:
    """Return thresholds with a rule of its own for 7403."""
    return {"series": {"7403": {"notable": rule}}}


@pytest.mark.long
def test_a_step_is_told_in_its_month_alone() -> None:
    """The month after it has the memory of it."""
    assert ["up", "", ""] == of_copper(replayed(stepped(2, 2, 2)))


@pytest.mark.long
def test_rules_side_by_side_tell_what_each_tells_alone() -> None:
    """Each by a memory of its own."""
    panel, rules = stepped(1, 2, 1), [named({"metric": "yoy", "gte": bar}) for bar in (20, 1)]
    every = [(period, panel) for period in editions(panel)]
    side_by_side = list(replay(every, [Thresholds.read(one).of_panel() for one in rules]))
    for place, one in enumerate(rules):
        alone = [shown(month) for [month] in replay(every, [Thresholds.read(one).of_panel()])]
        assert alone == [shown(months[place]) for months in side_by_side]


def test_another_rule_adds_and_loses_month_by_month() -> None:
    """Copper rose by a fifth in December: told by whom it is enough."""
    panel = growing(20)
    strict, loose = (replayed(panel, named({"metric": "yoy", "gte": bar}), since="2025-11") for bar in (25, 15))
    november, december = differences(strict, loose)
    assert ((), ()) == (november.added, november.lost)
    assert [("7403", "up")] == [(one.series, one.direction) for one in december.added]
    [_, back] = differences(loose, strict)
    assert (december.added, ()) == (back.lost, back.added)


@pytest.mark.long
@pytest.mark.parametrize(("months", "again"), [(12, True), (13, False)])
def test_told_again_is_within_twelve_months(months: int, again: bool) -> None:  # noqa: FBT001 -- a table
    """A series, in whatever direction."""
    told = next(one for one in replayed(stepped(2)) if of_copper([one]) == ["up"])
    first = Period.parse("2024-03")
    when = [first, first.step(months)]
    found = series_told_again(ReplayedMonth(period, told.picks, 0) for period in when)
    assert [False, again] == ["7403" in found[period] for period in when]


def test_a_lunar_january_is_told_with_february() -> None:
    """An edition for each month that has one a year before, eleven in a year."""
    panel = made({"7403": calm("7403", MILLION, 36)}, lunar={2025: date(2025, 1, 29)})
    found = [str(one) for one in editions(panel)]
    assert ["2024-01..2024-02", "2024-03"] == found[:2]
    assert (22, "2025-12") == (len(found), found[-1])


def test_a_month_without_a_release_has_no_edition() -> None:
    """Nor has the first year."""
    panel = made({"7403": calm("7403", MILLION, 24)})
    panel.released[-2] = False
    found = [str(one) for one in editions(panel)]
    assert ("2025-01", 11, False) == (found[0], len(found), "2025-11" in found)
