"""Formulas: what each formula of docs/edition.md comes to, and what a claim on it may say of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cached_property, partial
from typing import Any

from generator.audit import series, usual
from generator.audit.arithmetic import (
    HUNDRED,
    PRECISION,
    Span,
    growth,
    moved_by_quantity,
    moved_by_value,
    number,
    part_of,
    total,
)
from generator.audit.edition import Data
from generator.audit.kept import asked, kept
from generator.audit.patterns.prints import Print, read, read_in_any
from generator.audit.patterns.tongue import Tongue
from generator.audit.series import must
from generator.audit.terms import Formula, Terms
from generator.trade.currency import is_money, rough_worth

AMOUNTS = frozenset({"cell", "nil", "sum"})
CHANGES = frozenset({"difference", "growth", "contribution"})
EFFECTS = frozenset({"value_effect", "quantity_effect"})  # of average values, and of quantities
RESTATED = frozenset({"revision_mean", "revision_size", "restated"})  # first figures against the newest
LEFT = frozenset({"printed", "stood"})  # what the last edition left behind


@dataclass(frozen=True)
class Bench:
    """Works formulas out over the spans of `cells`."""

    cells: Mapping[str, Data]

    def span(self, formula: Formula) -> Span:
        """Return what `formula` comes to; ValueError, KeyError or ZeroDivisionError where it makes no sense."""
        with localcontext() as context:
            context.prec = PRECISION
            return self.part(formula)

    def part(self, formula: Formula) -> Span:
        """Return what a part of a formula comes to, at the precision of the whole."""
        match formula:
            case ["cell", str(key)]:
                return self.cell(key)
        return self._work(formula)

    @kept
    def _work(self, formula: Formula) -> Span:
        head, *parts = formula
        must(head in HEADS, f"no formula is called {head!r}")
        return HEADS[head].work(self, parts)

    @cached_property
    def terms(self) -> Terms:
        """Reads what the leaves of formulas are about."""
        return Terms(self.cells)

    @asked
    def cell(self, key: str) -> Span:
        """Return the span of a cell as claims.json writes it."""
        return Span(*(number(self.cells[key][end]) for end in ("low", "value", "high")))

    def spans(self, parts: list[Formula]) -> list[Span]:
        """Return what each of `parts` comes to."""
        return [self.part(part) for part in parts]

    def unit(self, formula: Formula) -> str:
        """Return the unit that `formula` comes to; ValueError where its parts do not go together."""
        if formula[0] in AMOUNTS:
            return self.terms.unit(formula)
        head, *parts = formula
        if head == "stated":
            shown = read_in_any(str(parts[-1]))
            return shown.unit if shown and shown.unit else ""  # "30亿" takes the unit of what it is set beside
        if head == "stood":
            return str(parts[3])
        of_parts = [self.unit(part) for part in parts if isinstance(part, list)]
        units = [unit for unit in of_parts if unit]
        if head == "unit_value":
            must(
                is_money(units[0]) and units[1:] == ["kg"], f"a unit value is of money and of kilograms, not of {units}"
            )
        elif head != "leader":
            must(len(set(units)) <= 1, f"its parts are in {' and '.join(sorted(set(units)))}")
        if head == "difference":
            return units[0]
        unit = HEADS[head].kinds[0][1]
        return unit.replace("money", self.terms.currency(formula)) if "money" in unit else unit

    def dollar(self, part: Formula) -> Decimal:
        """Return what a US dollar is in the unit of `part`."""
        return rough_worth(Decimal(1), self.unit(part))


@dataclass(frozen=True)
class Head:
    """What the head of a formula says of the claims on it.

    `kinds` are the pairs of kind and unit that they may have ("money" stands for any currency). They are about the
    codes of the "first" part, of "all", of the first "inside" of the first, or of those that it has "named". They go
    the way of what they come to (`own`), of the `first` part, or none. `past`: they stand on other periods than theirs,
    by nature. `open`: they may stand on a bound.
    """

    work: Work
    kinds: tuple[tuple[str, str], ...]
    codes: str = "first"
    way: str = ""
    past: bool = False
    open: bool = False


Work = Callable[[Bench, list[Any]], Span]


def _share(bench: Bench, parts: list[Any]) -> Span:
    part, whole = parts
    holds = whole[0] == "sum" and set(bench.terms.ids(part)) <= set(bench.terms.ids(whole))
    must(holds, "a share's whole must be a sum that contains its part")
    return part_of(bench.part(part), bench.part(whole)).times(HUNDRED)


def _contribution(bench: Bench, parts: list[Any]) -> Span:
    now, base, whole = bench.spans(parts)
    return now.minus(base).over(whole).times(HUNDRED)


def _rank(bench: Bench, parts: list[Any]) -> Span:
    first, *others = bench.spans(parts)
    return series.rank(first, others)


def _unit_value(bench: Bench, parts: list[Any]) -> Span:
    value, quantity = bench.spans(parts)
    return value.over(quantity).times(Decimal(1000))


def _mean(bench: Bench, parts: list[Any]) -> Span:
    return bench.part(parts[0]).over(Span.point(bench.terms.span(parts[0]).months))


def _effect(of: Callable[[Sequence[Span]], Span], bench: Bench, parts: list[Any]) -> Span:
    found = []
    for head, *sides in parts:
        is_so = [head, *(side[0] for side in sides)] == ["growth", "unit_value", "unit_value"]
        must(is_so, "what values and quantities moved is worked out of average values, now and before")
        ends = [end for side in sides for end in side[1:]]
        codes = {frozenset(bench.terms.codes(end)) for end in ends}
        must(len(codes) == 1, f"{sorted(bench.terms.codes(*ends))}: that is no average value of one line")
        found.append(of(bench.spans(ends)))
    return total(found)


def _coverage(bench: Bench, parts: list[Any]) -> Span:
    for part, whole in zip(parts[::2], parts[1::2], strict=True):
        must(set(bench.terms.ids(part)) <= set(bench.terms.ids(whole)), "a whole must contain its part")
    part, whole, before, earlier = bench.spans(parts)
    return part_of(part.plus(before), whole.plus(earlier)).times(HUNDRED)


def _months(bench: Bench, parts: list[Any]) -> list[int]:
    """Return how many months each level or change has, of which a change's newer side says it."""
    return [bench.terms.span(part[1] if part[0] in {"growth", "difference"} else part).months for part in parts]


def _of(head: str, work: Callable[[Sequence[Span], Sequence[int]], Span]) -> Work:
    """Return the work on parts that are all of one `head` ("growth", "difference"; "": any), with their months."""

    def worked(bench: Bench, parts: list[Any]) -> Span:
        must(all(head in {"", part[0]} for part in parts), f"its parts are no {head}s")
        return work(bench.spans(parts), _months(bench, parts))

    return worked


def _beyond_all(way: str) -> Callable[[Sequence[Span], Sequence[int]], Span]:
    """Return the work whose outcome is the months of all parts, beyond which the newest lies."""

    def worked(spans: Sequence[Span], months: Sequence[int]) -> Span:
        series.beyond_all(spans, way)
        return Span.point(sum(months))

    return worked


def _since(way: str, bench: Bench, parts: list[Any]) -> Span:
    newest, last = (bench.terms.span(parts[place]) for place in (0, -1))
    return series.since(bench.spans(parts), way, newest.first - last.first)


def _leader(bench: Bench, parts: list[Any]) -> Span:
    rank, *gaps = parts
    is_so = rank[0] == "rank" and all(gap[0] == "difference" for gap in gaps)
    must(is_so, "who leads is worked out of its place now, and of what others had more before")
    are_same = all(bench.terms.codes(gap[2]) == bench.terms.codes(rank[1]) for gap in gaps)
    must(are_same, "the smaller line before is another one than the line that leads")
    return series.leader(bench.part(rank), bench.spans(gaps), _months(bench, gaps))


def _part(changes: Sequence[Span], _: Sequence[int]) -> Span:
    change, whole = changes
    must(change.way is not None and change.way == whole.way, "the part went another way than the whole")
    return change.over(whole).times(HUNDRED)


def _parted(bench: Bench, parts: list[Any]) -> Span:
    is_so = all(part[0] == "growth" for part in parts) and bench.unit(parts[1][1]) == "kg"
    must(is_so, "what parts is the growth of a value and that of a weight")
    return Span.minus(*bench.spans(parts))


def _surprise(bench: Bench, parts: list[Any]) -> Span:
    year = usual.steps_a_year(bench.terms.parties(*parts))
    return usual.surprise(bench.spans(parts), year, bench.dollar(parts[0]))


def _counted(way: str) -> Work:
    return _of("difference", lambda changes, _: Span.point(sum(change.way == way for change in changes)))


def _revised(growths: Sequence[Span], _: Sequence[int]) -> Span:
    return total(growths).over(Span.point(len(growths)))


def _printed(_: Bench, parts: list[Any]) -> Span:
    """Work out a rate of the last edition: as it stood there; which way it went says its claim."""
    return _point(read(str(parts[1]), Tongue.of("en")), str(parts[1]), "pct")


def _stated(_: Bench, parts: list[Any]) -> Span:
    return _point(read_in_any(str(parts[1])), str(parts[1]))


def _point(shown: Print | None, words: str, unit: str = "") -> Span:
    if shown is None or unit not in {"", shown.unit}:
        msg = f"{words!r} states no figure"
        raise ValueError(msg)
    return Span.point(shown.value)


def _growth(bench: Bench, parts: list[Any]) -> Span:
    return growth(*bench.spans(parts))


def _kinds(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((kind, unit) for kind, _, unit in (pair.partition(" ") for pair in text.split(", ")))


def _change(work: Work, kinds: str, codes: str = "first") -> Head:
    return Head(work, _kinds(kinds), codes, way="own")


def _series(work: Work, kinds: str, codes: str = "first", way: str = "") -> Head:
    return Head(work, _kinds(kinds), codes, way, past=True)


def _other(work: Work, kinds: str, codes: str = "first") -> Head:
    return Head(work, _kinds(kinds), codes)


def _open(work: Work, kinds: str, codes: str = "first") -> Head:
    return Head(work, _kinds(kinds), codes, open=True)


HEADS: dict[str, Head] = {
    "cell": _open(
        lambda bench, parts: bench.cell(parts[0]), "level money, background money, quantity kg, published_change pct"
    ),
    "nil": _other(lambda *_: Span.point(0), "level money"),
    "sum": _open(lambda bench, parts: total(bench.spans(parts)), "sum money, sum kg, quantity kg", "all"),
    "difference": _change(
        lambda bench, parts: Span.minus(*bench.spans(parts)),
        "change_abs money, change_abs kg, balance money, balance_abs money, effect money",
    ),
    "growth": _change(_growth, "change pct"),
    "contribution": _change(_contribution, "contribution pp"),
    "value_effect": _change(partial(_effect, moved_by_value), "effect money", "all"),
    "quantity_effect": _change(partial(_effect, moved_by_quantity), "effect money", "all"),
    "parted": _change(_parted, "parted pp"),
    "unit_value": _other(_unit_value, "unit_value money_per_t"),
    "mean": _other(_mean, "mean money"),
    "coverage": _other(_coverage, "coverage pct"),
    "share": _open(_share, "share pct"),
    "multiple": _open(lambda bench, parts: Span.over(*bench.spans(parts)), "multiple ratio", "all"),
    "size": _open(lambda _, parts: Span.point(len(set(parts))), "count count", "named"),
    "rank": _other(_rank, "rank count"),
    "rose": _other(_counted("up"), "count count", "all"),
    "fell": _other(_counted("down"), "count count", "all"),
    "highest": _series(_of("", lambda levels, _: series.beyond_all(levels, "up")), "record count"),
    "since_high": _series(partial(_since, "up"), "since months"),
    "since_low": _series(partial(_since, "down"), "since months"),
    "most_of": _series(_of("", _beyond_all("up")), "place months"),
    "least_of": _series(_of("", _beyond_all("down")), "place months"),
    "second": _series(_of("", lambda levels, _: Span.point(2 if series.best(levels) else 0)), "place count"),
    "records": _series(_of("", series.records), "records count"),
    "records_of_year": _series(_of("", series.records_of_year), "records count"),
    "idle": _series(_of("", series.idle), "idle months"),
    "run": _series(_of("difference", series.run), "streak months", "all", "first"),
    "turned": _series(_of("difference", series.turned), "turned months", "all", "first"),
    "season": _series(_of("difference", lambda changes, _: series.season(changes)), "season count", way="first"),
    "growth_high": _series(_of("growth", _beyond_all("up")), "pace months"),
    "growth_low": _series(_of("growth", _beyond_all("down")), "pace months"),
    "narrowing": _series(_of("growth", lambda growths, _: series.narrowing(growths)), "narrowing count"),
    "leader": _series(_leader, "leader months", "inside"),
    "surprise": _series(_surprise, "surprise z"),
    "part": _other(_of("difference", _part), "part pct"),
    "ceiling": _other(lambda bench, parts: series.ceiling(bench.spans(parts)), "ceiling money", "all"),
    "short_of": _other(lambda bench, parts: series.short_of(*bench.spans(parts)), "short_of money"),
    "exceeds": _other(_of("", series.exceeds), "exceeds months"),
    "revision_mean": _other(_of("growth", _revised), "revision pct", "all"),
    "revision_size": _other(
        _of("growth", lambda growths, months: _revised([one.size() for one in growths], months)), "revision pct", "all"
    ),
    "restated": _other(lambda _, parts: Span.point(len(parts)), "count count", "all"),
    "printed": _open(_printed, "printed pct", "left"),
    "stood": _open(lambda _, parts: Span.point(number(parts[1])), "stood money", "left"),
    "stated": _open(_stated, "quoted money, quoted kg, quoted pct, quoted pp, quoted ratio, quoted count", "none"),
    "average": _open(
        lambda bench, parts: total([bench.cell(part) for part in parts]).over(Span.point(len(parts))), "context money"
    ),
    "average_growth": _open(_growth, "context_change pct"),
    "opposed": _open(lambda *_: Span.point(1), "context_opposed count"),
}
