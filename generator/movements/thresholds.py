"""Which change is worth a sentence, as a desk states it, resolved for each code, and the floors of rates.

A series' own block comes first, then the group whose code matches the longest part, then the defaults. A block replaces
the one below it; with `extend: true` a line is notable under either. Under a floor a base is so small that a rate
means nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from generator.movements.conditions import Combination, Condition
from generator.movements.judgement import ANY
from generator.movements.metric_names import UNITS
from generator.movements.threshold_grammar import (
    TESTS,
    Path,
    RuleFault,
    listed,
    mapping,
    number,
    read_condition,
    refuse_unknown_keys,
    shown,
    terms,
)
from generator.trade.codes import is_within
from generator.trade.currency import rough_worth
from generator.trade.period import Period


@dataclass(frozen=True)
class Floor:
    """Where the base of a rate is low: where the new level is over `ratio` times the base, or the base is small.

    It is under `value` (in the currency of the figures), under `of_group` per cent of the group's base, or
    under `of_median` per cent of the line's own median positive period.
    """

    value: Decimal
    of_group: Decimal
    of_median: Decimal
    ratio: Decimal


BLOCK = ("notable", "floor", "extend")
FLOOR = ("value", "of_group", "of_median", "ratio")
INTEREST = Decimal("0.5")  # of an editor who says nothing


@dataclass(frozen=True)
class ThresholdBlock:
    """What one place of the settings says: `name` is `defaults`, `group NAME` or `series CODE`."""

    name: str
    notable: Condition | None = None
    floor: Mapping[str, Decimal] | None = None
    extend: bool = False
    codes: tuple[str, ...] = ()
    interest: Decimal | None = None


@dataclass(frozen=True)
class ThresholdRule:
    """What holds for one code: the condition, the block it comes from, the floor of its rates.

    `interest` is the editor's, from 0 to 1.
    """

    name: str
    notable: Condition
    floor: Floor
    interest: Decimal = INTEREST


@dataclass(frozen=True)
class ThresholdTerm:
    """What a condition at `path` needs one of: a metric ("yoy"), or one of some flags or events ("flag revised").

    `codes` are those that its block is of, None for all.
    """

    path: Path
    needs: tuple[str, ...]
    codes: tuple[str, ...] | None


@dataclass(frozen=True)
class Thresholds:
    """The thresholds of a briefing: the packaged ones and the blocks that override them: for all, by group, by code.

    `unit` is the money of its figures ("cny"): the packaged sums are dollars, and stand for as much of it, roughly.
    `named` are the metrics that its own thresholds compare, and the flags and events that they ask for, `blocks` the
    codes that a group or a block of a series is of, each by its path.
    """

    default_block: ThresholdBlock
    groups: tuple[ThresholdBlock, ...] = ()
    series: Mapping[str, ThresholdBlock] = field(default_factory=dict)
    packaged: str = "annual"
    unit: str = "usd"
    named: tuple[ThresholdTerm, ...] = ()
    blocks: tuple[tuple[Path, str], ...] = ()

    @classmethod
    def read(cls, data: object = None, where: Path = ()) -> Thresholds:
        """Return the thresholds that plain settings write, on top of the packaged ones, or raise RuleFault.

        `data` is what a YAML reader gives; None or an empty mapping leaves the packaged defaults. `where` is the path
        to `data` in its file, put before the path of every fault.
        """
        node = {} if data is None else mapping(data, where, "thresholds")
        refuse_unknown_keys(node, ("defaults", "groups", "series"), where)
        default_block = _block("defaults", node.get("defaults", {}), (*where, "defaults"))
        groups = _groups(node.get("groups", {}), (*where, "groups"))
        series = _series(node.get("series", {}), (*where, "series"))
        blocks = {block.name: block.codes for block in groups} | {f"series {code}": (code,) for code in series}
        places = tuple(_places(node, where))
        return cls(default_block, groups, series, named=tuple(_named(node, where, blocks)), blocks=places)

    def fitting(self, period: Period, unit: str = "usd") -> Thresholds:
        """Return the same thresholds on top of the packaged ones of months or of years, in the money `unit`."""
        packaged = "annual" if period.frequency == "annual" else "monthly"
        return replace(self, packaged=packaged, unit=unit)

    def of_panel(self, unit: str = "usd") -> Thresholds:
        """Return the same thresholds on top of the packaged ones of a panel of many series."""
        return replace(self, packaged="panel", unit=unit)

    @property
    def series_with_condition(self) -> frozenset[str]:
        """The series that have a condition of their own; a floor or an interest alone asks for nothing."""
        return frozenset(code for code, block in self.series.items() if block.notable is not None)

    @property
    def defaults(self) -> ThresholdRule:
        """What holds for a code that no group and no block of its own covers, and for the total."""
        return _over(self.default_block, _packaged(self.packaged, self.unit))

    def rule(self, code: str) -> ThresholdRule:
        """Return what holds for `code`."""
        return self.rules((code,))[0]

    def rules(self, codes: Iterable[str]) -> list[ThresholdRule]:
        """Return what holds for each of `codes`; those of which nothing particular is said share one rule."""
        defaults = self.defaults
        of_group = {group.name: _over(group, defaults) for group in self.groups}
        rules = []
        for code in codes:
            matches = [
                (len(part), group.name) for group in self.groups for part in group.codes if is_within(code, part)
            ]
            below = of_group[max(matches, key=lambda match: match[0])[1]] if matches else defaults
            rules.append(_over(self.series[code], below) if code in self.series else below)
        return rules


@cache
def _packaged(name: str, unit: str) -> ThresholdRule:
    text = files("generator.movements").joinpath("defaults", f"{name}.json").read_text(encoding="utf-8")
    packaged_block = _in_money(json.loads(text, parse_float=Decimal)["defaults"], unit)
    notable, floor = (
        read_condition(packaged_block["notable"], ("notable",)),
        _floor(packaged_block["floor"], ("floor",)),
    )
    return ThresholdRule("defaults", notable, Floor(**floor))


def _in_money(node: Any, unit: str, *, is_sum: bool = False) -> Any:  # noqa: ANN401 -- JSON is any
    """Return packaged settings with every sum of dollars as what it is, roughly, in `unit`."""
    if isinstance(node, list):
        return [_in_money(part, unit, is_sum=is_sum) for part in node]
    if isinstance(node, dict):
        sums = {"min_value", "value", *(TESTS if UNITS.get(str(node.get("metric"))) == "money" else ())}
        return {key: _in_money(part, unit, is_sum=key in sums) for key, part in node.items()}
    return rough_worth(Decimal(node), unit) if is_sum and node is not None else node


def _over(block: ThresholdBlock, below: ThresholdRule) -> ThresholdRule:
    """Return the rule that `block` makes of the one below it."""
    floor = replace(below.floor, **(block.floor or {}))
    interest = below.interest if block.interest is None else block.interest
    if block.notable is None:
        return replace(below, floor=floor, interest=interest)
    if block.extend:
        return ThresholdRule(
            f"{below.name} + {block.name}", Combination(ANY, (below.notable, block.notable)), floor, interest
        )
    return ThresholdRule(block.name, block.notable, floor, interest)


def _named(node: Mapping[str, object], where: Path, blocks: Mapping[str, tuple[str, ...]]) -> Iterator[ThresholdTerm]:
    """Yield the metrics that each block compares, and the events and flags by which it lets through."""
    for path, needs in terms(node, where):
        kind, name = path[len(where) : len(where) + 2]
        yield ThresholdTerm(path, needs, blocks.get(f"{'group' if kind == 'groups' else kind} {name}"))


def _places(node: Mapping[str, Any], where: Path) -> Iterator[tuple[Path, str]]:
    """Yield each code that a block is of, by its path."""
    for name, group in node.get("groups", {}).items():
        for at, code in enumerate(group["codes"]):
            yield (*where, "groups", name, "codes", at), code
    for code in node.get("series", {}):
        yield (*where, "series", code), code


def _block(name: str, data: object, path: Path, *, extra: tuple[str, ...] = ()) -> ThresholdBlock:
    node = mapping(data, path, name)
    refuse_unknown_keys(node, (*BLOCK, *extra), path)
    extend = node.get("extend", False)
    if not isinstance(extend, bool):
        raise RuleFault((*path, "extend"), f"extend is true or false, not {shown(extend)}")
    if extend and "notable" not in node:
        raise RuleFault((*path, "extend"), "extend adds a notable block, and there is none beside it")
    notable = read_condition(node["notable"], (*path, "notable")) if "notable" in node else None
    floor = _floor(node["floor"], (*path, "floor")) if "floor" in node else None
    codes = _codes(node["codes"], (*path, "codes")) if "codes" in node else ()
    interest = number(node["interest"], (*path, "interest")) if "interest" in node else None
    if interest is not None and not 0 <= interest <= 1:
        raise RuleFault((*path, "interest"), f"an interest is a number from 0 to 1, not {interest}")
    return ThresholdBlock(name, notable, floor, extend, codes, interest)


def _floor(data: object, path: Path) -> dict[str, Decimal]:
    node = mapping(data, path, "floor")
    refuse_unknown_keys(node, FLOOR, path)
    amounts = {key: number(value, (*path, key)) for key, value in node.items()}
    for key, value in amounts.items():
        if value < 0:
            raise RuleFault((*path, key), f"a floor is no negative number: {value}")
    return amounts


def _codes(data: object, path: Path) -> tuple[str, ...]:
    codes = listed(data, path)
    for place, code in enumerate(codes):
        if not isinstance(code, str):
            raise RuleFault((*path, place), f'the code {shown(code)} is not text; quote it: "{code}"')
    return tuple(map(str, codes))


def _groups(data: object, path: Path) -> tuple[ThresholdBlock, ...]:
    node = mapping(data, path, "groups")
    blocks = [_block(f"group {name}", item, (*path, name), extra=("codes", "interest")) for name, item in node.items()]
    owners: dict[str, str] = {}
    for name, block in zip(node, blocks, strict=True):
        if not block.codes:
            raise RuleFault((*path, name), "a group needs codes")
        for code in block.codes:
            if owners.setdefault(code, name) != name:
                raise RuleFault((*path, name, "codes"), f"{code} stands in the group {owners[code]} as well")
    return tuple(blocks)


def _series(data: object, path: Path) -> dict[str, ThresholdBlock]:
    node = mapping(data, path, "series")
    return {code: _block(f"series {code}", item, (*path, code), extra=("interest",)) for code, item in node.items()}
