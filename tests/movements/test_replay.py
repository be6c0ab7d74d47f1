"""What thresholds would have told month by month, how much hangs on their very numbers, and what others change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from generator.movements.conditions import MetricTest
from generator.movements.panel import Panel
from generator.movements.replay import (
    LARGER,
    ReplayedMonth,
    differences,
    editions,
    neighbouring,
    replay,
    scaled,
    series_told_again,
)
from generator.movements.threshold_grammar import read_condition
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
    found = replay(every, [Thresholds.read(rules).of_panel()], since=first)
    return [month for [month] in found if month.period >= first]


def of_copper(months: list[ReplayedMonth]) -> list[str]:
    """Return, by month, the direction in which 7403 is told, empty where it is not."""
    return [next((one.direction for one in month.picks if one.series == "7403"), "") for month in months]


def shown(month: ReplayedMonth) -> list[tuple[str, str, str, float]]:
    """Return what a reader sees of a month."""
    return [(one.series, one.kind, one.direction, one.score.total) for one in month.picks]


def firmness(month: ReplayedMonth) -> tuple[int, int, int]:
    """Return how many come first, and how many of them stay under each neighbour."""
    return month.first, month.larger, month.smaller


def named(rule: object) -> dict[str, object]:
    """Return thresholds with a rule of its own for 7403."""
    return {"series": {"7403": {"notable": rule}}}


def test_a_step_is_told_in_its_month_alone() -> None:
    """The month after it has the memory of it."""
    assert ["up", "", ""] == of_copper(replayed(stepped(2, 2, 2)))


@pytest.mark.parametrize(
    ("per_cent", "stay"),
    [(30, (1, 1, 1)), (21, (1, 0, 1)), (19, (0, 0, 0))],
)
def test_what_a_larger_number_would_not_tell_does_not_stay(per_cent: float, stay: tuple[int, int, int]) -> None:
    """Asked for 20 per cent: 22 is a tenth larger, 18 a tenth smaller; what is not told cannot stay."""
    [month] = replayed(growing(per_cent), named({"metric": "yoy", "gte": 20}), since="2025-12")
    assert stay == (month.first, month.larger, month.smaller)


@pytest.mark.parametrize(
    ("written", "larger"),
    [
        ({"metric": "yoy", "abs_gte": 20}, {"metric": "yoy", "abs_gte": 22}),
        ({"metric": "yoy", "lte": -20}, {"metric": "yoy", "lte": -22}),
        ({"metric": "share", "between": [10, 30]}, {"metric": "share", "between": [11, 33]}),
        ({"event": "new", "min_value": 1000}, {"event": "new", "min_value": 1100}),
        ({"event": "new"}, {"event": "new"}),
        ({"metric": "rank", "lte": 5}, {"metric": "rank", "lte": 5}),
        ({"metric": "record", "in": [1]}, {"metric": "record", "in": [1]}),
        ({"metric": "yoy", "is": None}, {"metric": "yoy", "is": None}),
        (
            {"any": [{"not": {"metric": "z", "lt": 3}}], "unless": {"metric": "share", "lt": 1}},
            {"any": [{"not": {"metric": "z", "lt": 3.3}}], "unless": {"metric": "share", "lt": 1.1}},
        ),
    ],
)
def test_every_number_of_a_rule_is_a_tenth_larger(written: object, larger: object) -> None:
    """At any depth; ranks, signs and lists of numbers stay."""
    assert scaled(read_condition(written, ()), LARGER) == read_condition(larger, ())


def test_numbers_that_ship_and_those_of_every_block_are_scaled() -> None:
    """Defaults that a desk leaves out, its groups and its series; `extend` adds to what is scaled."""
    rule = {"metric": "yoy", "gte": 20}
    series = {"7403": {"notable": rule}, "7601": {"notable": rule, "extend": True}}
    blocks = {"groups": {"ores": {"codes": ["26"], "notable": rule}}, "series": series}
    plain = Thresholds.read(blocks).of_panel()
    near = neighbouring(plain, LARGER)
    for code in ("2603", "7403", "7601", "8403"):
        assert scaled(plain.rule(code).notable, LARGER) == near.rule(code).notable
        assert plain.rule(code).floor == near.rule(code).floor
    assert MetricTest("yoy", "gte", (Decimal(22),)) == near.rule("2603").notable


def test_rules_side_by_side_tell_what_each_tells_alone() -> None:
    """Each by a memory of its own."""
    panel, rules = stepped(1, 2, 1), [named({"metric": "yoy", "gte": bar}) for bar in (20, 1)]
    every = [(period, panel) for period in editions(panel)]
    side_by_side = list(replay(every, [Thresholds.read(one).of_panel() for one in rules]))
    for place, one in enumerate(rules):
        alone = [shown(month) for [month] in replay(every, [Thresholds.read(one).of_panel()])]
        assert alone == [shown(months[place]) for months in side_by_side]
        firm = [firmness(month) for [month] in replay(every, [Thresholds.read(one).of_panel()])]
        assert firm == [firmness(months[place]) for months in side_by_side]
        assert any(first for first, *_ in firm)


def test_another_rule_adds_and_loses_month_by_month() -> None:
    """Copper rose by a fifth in December: told by whom it is enough."""
    panel = growing(20)
    strict, loose = (replayed(panel, named({"metric": "yoy", "gte": bar}), since="2025-11") for bar in (25, 15))
    november, december = differences(strict, loose)
    assert ((), ()) == (november.added, november.lost)
    assert [("7403", "up")] == [(one.series, one.direction) for one in december.added]
    [_, back] = differences(loose, strict)
    assert (december.added, ()) == (back.lost, back.added)


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
