"""Thresholds: which changes are worth a sentence, and the floors of rates, as a desk sets them for each code.

The block of a series comes first, then the group with the longest matching code, then the defaults. A block replaces
the one below it; with `extend: true` a line is notable under either. A base under its floor is too small for a rate to
mean anything.
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
    """When the base of a rate counts as low: if any of these limits is passed."""

    value: Decimal  # the base is smaller than this, in the currency of the figures
    of_group: Decimal  # the base is under this percentage of the group's base
    of_median: Decimal  # the base is under this percentage of the line's median positive period
    ratio: Decimal  # the new level is over this multiple of the base


BLOCK = ("notable", "floor", "extend")
FLOOR = ("value", "of_group", "of_median", "ratio")
INTEREST = Decimal("0.5")  # default interest of an editor


@dataclass(frozen=True)
class ThresholdBlock:
    """One block of the settings."""

    name: str  # "defaults", "group NAME" or "series CODE"
    notable: Condition | None = None
    floor: Mapping[str, Decimal] | None = None
    extend: bool = False
    codes: tuple[str, ...] = ()
    interest: Decimal | None = None


@dataclass(frozen=True)
class ThresholdRule:
    """The rule for one code."""

    name: str  # of the block that it comes from
    notable: Condition
    floor: Floor  # of its rates
    interest: Decimal = INTEREST  # of the editor, from 0 to 1


@dataclass(frozen=True)
class ThresholdTerm:
    """A term of a condition in the settings."""

    path: Path
    needs: tuple[str, ...]  # a metric ("yoy"), or flags or events of which it needs one ("flag revised")
    codes: tuple[str, ...] | None  # the codes of its block; None for all


@dataclass(frozen=True)
class Thresholds:
    """The thresholds of a briefing: the packaged defaults, and the blocks that override them."""

    default_block: ThresholdBlock
    groups: tuple[ThresholdBlock, ...] = ()
    series: Mapping[str, ThresholdBlock] = field(default_factory=dict)
    packaged: str = "annual"  # which packaged defaults: "annual", "monthly" or "panel"
    unit: str = "usd"  # currency of the figures; packaged sums, in dollars, are converted to it roughly
    named: tuple[ThresholdTerm, ...] = ()  # terms of the briefing's own blocks
    blocks: tuple[tuple[Path, str], ...] = ()  # codes of its groups and series, each with its path

    @classmethod
    def read(cls, data: object = None, where: Path = ()) -> Thresholds:
        """Read thresholds from plain settings, on top of the packaged ones. Raise RuleFault if they are wrong.

        `data` is what a YAML reader returns; None or an empty mapping means the packaged defaults. `where` is the path
        of `data` in its file, which begins the path of every fault.
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
        """Return the thresholds over the packaged ones for months or for years, in the currency `unit`."""
        packaged = "annual" if period.frequency == "annual" else "monthly"
        return replace(self, packaged=packaged, unit=unit)

    def of_panel(self, unit: str = "usd") -> Thresholds:
        """Return the thresholds over the packaged ones for a panel of many series."""
        return replace(self, packaged="panel", unit=unit)

    @property
    def series_with_condition(self) -> frozenset[str]:
        """The series with a condition of their own, not only a floor or an interest."""
        return frozenset(code for code, block in self.series.items() if block.notable is not None)

    @property
    def defaults(self) -> ThresholdRule:
        """The rule for the total, and for codes without a group or a block of their own."""
        return _over(self.default_block, _packaged(self.packaged, self.unit))

    def rule(self, code: str) -> ThresholdRule:
        """Return the rule for `code`."""
        return self.rules((code,))[0]

    def rules(self, codes: Iterable[str]) -> list[ThresholdRule]:
        """Return the rule for each of `codes`. Codes with the same blocks share one object."""
        defaults = self.defaults
        of_group = {group.name: _over(group, defaults) for group in self.groups}
        rules = []
        for code in codes:
            rule = defaults
            longest = -1  # digits of the longest code of a group that has this one within
            for group in self.groups:
                for part in group.codes:
                    if is_within(code, part) and len(part) > longest:
                        longest = len(part)
                        rule = of_group[group.name]
            if code in self.series:
                rule = _over(self.series[code], rule)
            rules.append(rule)
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
    """Return packaged settings with every sum in dollars converted, roughly, to `unit`."""
    if isinstance(node, list):
        return [_in_money(part, unit, is_sum=is_sum) for part in node]
    if isinstance(node, dict):
        sums = {"min_value", "value", *(TESTS if UNITS.get(str(node.get("metric"))) == "money" else ())}
        return {key: _in_money(part, unit, is_sum=key in sums) for key, part in node.items()}
    return rough_worth(Decimal(node), unit) if is_sum and node is not None else node


def _over(block: ThresholdBlock, below: ThresholdRule) -> ThresholdRule:
    """Return the rule `below` overridden or extended by `block`."""
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
    """Yield the terms of each block: the metrics that it compares, and the events and flags that let a line through."""
    for path, needs in terms(node, where):
        kind, name = path[len(where) : len(where) + 2]
        yield ThresholdTerm(path, needs, blocks.get(f"{'group' if kind == 'groups' else kind} {name}"))


def _places(node: Mapping[str, Any], where: Path) -> Iterator[tuple[Path, str]]:
    """Yield each code of a group or series block with its path."""
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
