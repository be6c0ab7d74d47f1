"""Series come before groups, groups before defaults; a block replaces or extends the one below."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from generator.movements import RuleFault, Thresholds, find_movements
from generator.movements.conditions import JudgedSeries
from generator.trade.figures import Figures

LEVEL = {"metric": "level", "gte": 10}
GROWTH = {"metric": "yoy", "gte": 50}


def read(**entries: object) -> Thresholds:
    """Return thresholds with a default of level and the given blocks."""
    return Thresholds.read({"defaults": {"notable": LEVEL}, **entries})


@pytest.mark.parametrize(
    ("code", "name"),
    [("2606", "series 2606"), ("260600", "group ores"), ("2710", "defaults"), ("260300", "group copper")],
)
def test_the_nearest_block_wins(code: str, name: str) -> None:
    """A series by its own code, a group by the longest part of it."""
    groups = {"ores": {"codes": ["26"], "notable": GROWTH}, "copper": {"codes": ["74", "2603"], "notable": GROWTH}}
    assert name == read(groups=groups, series={"2606": {"notable": GROWTH}}).rule(code).name


@pytest.mark.parametrize(("extend", "holds"), [(False, False), (True, True)])
def test_an_override_replaces_unless_it_extends(lined: Callable[..., JudgedSeries], extend: bool, holds: bool) -> None:  # noqa: FBT001
    """A large line that did not grow is notable by the default alone."""
    rule = read(series={"74": {"notable": GROWTH, "extend": extend}}).rule("74")
    assert holds is rule.notable.judge(lined(level="11", yoy="1")).holds


def test_a_floor_alone_leaves_the_rule_below(lined: Callable[..., JudgedSeries]) -> None:
    """A group may set its floor and keep the default's condition."""
    rule = read(groups={"ores": {"codes": ["26"], "floor": {"value": 5}}}).rule("2606")
    assert ("defaults", Decimal(5), Decimal(5)) == (rule.name, rule.floor.value, rule.floor.ratio)
    assert rule.notable.judge(lined(level="11")).holds


@pytest.mark.parametrize("data", [None, {}])
def test_no_settings_are_the_packaged_ones(data: object) -> None:
    """A million a year, a thousandth of the group, five per cent of the median, five times."""
    floor = Thresholds.read(data).defaults.floor
    expected = [Decimal(text) for text in ("1000000", "0.1", "5", "5")]
    assert expected == [floor.value, floor.of_group, floor.of_median, floor.ratio]


def test_an_incomplete_year_is_not_notable(typed: Callable[..., Figures]) -> None:
    """The packaged rule: unless partial."""
    table = {"74": {2024: "60", 2025: "90"}}
    told = [len(find_movements(typed(table, status=status), Thresholds.read()).notable) for status in ("F", "X")]
    assert [1, 0] == told


def test_interest_is_the_nearest_one_that_is_said() -> None:
    """A series' own, else its group's, else a half; it changes no condition."""
    groups = {"ores": {"codes": ["26"], "interest": 0.8}, "copper": {"codes": ["74"], "notable": GROWTH}}
    rules = read(groups=groups, series={"2606": {"interest": 0}, "2608": {"notable": GROWTH, "extend": True}})
    found = [float(rules.rule(code).interest) for code in ("2603", "2606", "2608", "7403", "84")]
    assert [0.8, 0, 0.8, 0.5, 0.5] == found
    assert "defaults" == rules.rule("2603").name


@pytest.mark.parametrize("interest", [-0.1, 1.01, "0.5", True, None])
def test_an_interest_is_a_number_from_0_to_1(interest: object) -> None:
    """Anything else is refused in its place, and so is the word where it means nothing."""
    with pytest.raises(RuleFault) as fault:
        read(groups={"ores": {"codes": ["26"], "interest": interest}})
    assert ("groups", "ores", "interest") == fault.value.path
    with pytest.raises(RuleFault, match=r"defaults\.interest"):
        Thresholds.read({"defaults": {"interest": 0.5}})
