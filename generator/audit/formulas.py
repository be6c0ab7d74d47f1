"""What each formula of docs/edition.md comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cached_property
from typing import Any

from generator.audit import chains, order, rounds, surprises, trends
from generator.audit.arithmetic import (
    HUNDRED,
    PRECISION,
    Span,
    growth,
    moved_by_quantity,
    moved_by_value,
    part_of,
    squares,
    total,
)
from generator.audit.edition import Data
from generator.audit.gathered import Formula, Gathered, number
from generator.audit.kept import kept
from generator.audit.patterns.prints import read, read_in_any
from generator.audit.patterns.tongue import Tongue
from generator.audit.terms import Terms, period_of
from generator.trade.currency import rough_worth


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
        if head not in _WORK:
            msg = f"no formula is called {head!r}"
            raise ValueError(msg)
        return _WORK[head](self, parts)

    @cached_property
    def terms(self) -> Terms:
        """Reads what the leaves of formulas are about."""
        return Terms(self.cells)

    @cached_property
    def ids(self) -> Gathered[str]:
        """Returns the ids of the cells of a formula, each once."""
        return Gathered(lambda key: key)

    @cached_property
    def _known(self) -> dict[str, Span]:
        return {}

    def cell(self, key: str) -> Span:
        """Return the span of a cell as claims.json writes it."""
        if key not in self._known:
            self._known[key] = Span(*(number(self.cells[key][end]) for end in ("low", "value", "high")))
        return self._known[key]

    def spans(self, parts: list[Formula]) -> list[Span]:
        """Return what each of `parts` comes to."""
        return [self.part(part) for part in parts]


Work = Callable[[Bench, list[Any]], Span]


def _share(bench: Bench, parts: list[Any]) -> Span:
    """Work out a share; what a change in money is of a sum is a plain quotient, since no change is a term of it."""
    part, whole = parts
    newer = part[1] if part[0] == "difference" else part
    if whole[0] != "sum" or not set(bench.ids(newer)) <= set(bench.ids(whole)):
        msg = "a share's whole must be a sum that contains its part"
        raise ValueError(msg)
    if newer is part:
        return part_of(bench.part(part), bench.part(whole)).times(HUNDRED)
    return bench.part(part).over(bench.part(whole)).times(HUNDRED)


def _contribution(bench: Bench, parts: list[Any]) -> Span:
    now, base, whole = bench.spans(parts)
    return now.minus(base).over(whole).times(HUNDRED)


def _rank(bench: Bench, parts: list[Any]) -> Span:
    first, *others = (bench.cell(part) if isinstance(part, str) else bench.part(part) for part in parts)
    return chains.rank(first, others)


def _unit_value(bench: Bench, parts: list[Any]) -> Span:
    value, quantity = bench.spans(parts)
    return value.over(quantity).times(Decimal(1000))


def _effect(of: Callable[[Sequence[Span]], Span]) -> Work:
    def work(bench: Bench, parts: list[Any]) -> Span:
        found = []
        for part in parts:
            match part:
                case ["growth", ["unit_value", now, quantity], ["unit_value", before, earlier]]:
                    ends = [now, quantity, before, earlier]
                    if len({frozenset(bench.terms.codes(end)) for end in ends}) > 1:
                        msg = f"{sorted(bench.terms.codes(*ends))}: that is no average value of one line"
                        raise ValueError(msg)
                    found.append(of(bench.spans(ends)))
                case _:
                    msg = "what values and quantities moved is worked out of average values, now and before"
                    raise ValueError(msg)
        return total(found)

    return work


def _coverage(bench: Bench, parts: list[Any]) -> Span:
    for part, whole in zip(parts[::2], parts[1::2], strict=True):
        if not set(bench.ids(part)) <= set(bench.ids(whole)):
            msg = "a whole must contain its part"
            raise ValueError(msg)
    part, whole, before, earlier = bench.spans(parts)
    return part_of(part.plus(before), whole.plus(earlier)).times(HUNDRED)


def _record(way: str) -> Work:
    def work(bench: Bench, parts: list[Any]) -> Span:
        now, *past = bench.spans(parts)
        return chains.record(now, past, way)

    return work


def _since(way: str) -> Work:
    def work(bench: Bench, parts: list[Any]) -> Span:
        now, *past = bench.spans(parts)
        newest, last = (bench.terms.span(parts[place]) for place in (0, -1))
        return chains.since(now, past, way, newest.first - last.first)

    return work


def _step(way: str) -> Work:
    def work(bench: Bench, parts: list[Any]) -> Span:
        return chains.step(bench.spans(parts), way)

    return work


def _streak(bench: Bench, parts: list[Any]) -> Span:
    if any(part[0] != "growth" for part in parts):
        msg = "a streak is of growths"
        raise ValueError(msg)
    return chains.streak(bench.spans(parts), [bench.terms.span(part[1]).months for part in parts])


def _months(bench: Bench, parts: list[Any]) -> list[int]:
    """Return how many months each level or change has, of which a change's newer side says it."""
    return [bench.terms.span(part[1] if part[0] in {"growth", "difference"} else part).months for part in parts]


def _of(head: str, work: Callable[[Sequence[Span], Sequence[int]], Span]) -> Work:
    """Return the work on parts that are all of one `head` ("growth", "difference"), with their months."""

    def worked(bench: Bench, parts: list[Any]) -> Span:
        if any(part[0] != head for part in parts):
            msg = f"its parts are no {head}s"
            raise ValueError(msg)
        return work(bench.spans(parts), _months(bench, parts))

    return worked


def _of_levels(work: Callable[[Sequence[Span], Sequence[int]], Span]) -> Work:
    return lambda bench, parts: work(bench.spans(parts), _months(bench, parts))


def _leader(bench: Bench, parts: list[Any]) -> Span:
    rank, *gaps = parts
    if rank[0] != "rank" or any(gap[0] != "difference" for gap in gaps):
        msg = "who leads is worked out of its place now, and of what others had more before"
        raise ValueError(msg)
    if any(bench.terms.codes(gap[2]) != bench.terms.codes(rank[1]) for gap in gaps):
        msg = "the smaller line before is another one than the line that leads"
        raise ValueError(msg)
    return trends.leader(bench.part(rank), bench.spans(gaps), _months(bench, gaps))


def _part(bench: Bench, parts: list[Any]) -> Span:
    if any(part[0] != "difference" for part in parts):
        msg = "a part of a change is a change of a change"
        raise ValueError(msg)
    change, whole = bench.spans(parts)
    if trends.way_of(change) != trends.way_of(whole):
        msg = "the part went another way than the whole"
        raise ValueError(msg)
    return change.over(whole).times(HUNDRED)


def _parted(bench: Bench, parts: list[Any]) -> Span:
    if any(part[0] != "growth" for part in parts) or bench.terms.unit(parts[1][1]) != "kg":
        msg = "what parts is the growth of a value and that of a weight"
        raise ValueError(msg)
    value, mass = bench.spans(parts)
    return value.minus(mass)


def _exceeds(bench: Bench, parts: list[Any]) -> Span:
    to_date, year, before = bench.spans(parts)
    return trends.exceeds(to_date, year, before, bench.terms.span(parts[0]).months)


def _surprise(bench: Bench, parts: list[Any]) -> Span:
    year = order.steps_a_year(bench.terms.parties(*parts))
    return surprises.surprise(bench.spans(parts), year, _dollar(bench, parts[0]))


def _passed(bench: Bench, parts: list[Any]) -> Span:
    return rounds.passed(bench.spans(parts), bench.terms.span(parts[0]).months, _dollar(bench, parts[0]))


def _stayed(bench: Bench, parts: list[Any]) -> Span:
    now, before = bench.spans(parts)
    return rounds.stayed(now, before, _dollar(bench, parts[0]))


def _dollar(bench: Bench, part: Formula) -> Decimal:
    return rough_worth(Decimal(1), bench.terms.unit(part))


def _counted(way: str) -> Work:
    def work(bench: Bench, parts: list[Any]) -> Span:
        if any(part[0] != "difference" for part in parts):
            msg = "lines that rose or fell are counted by differences"
            raise ValueError(msg)
        return chains.counted(bench.spans(parts), way)

    return work


def _revised(bench: Bench, parts: list[Any], *, signed: bool) -> Span:
    if any(part[0] != "growth" for part in parts):
        msg = "a mean revision is of growths"
        raise ValueError(msg)
    spans = bench.spans(parts)
    return total(spans if signed else [span.size() for span in spans]).over(Span.point(len(spans)))


def _stated(_: Bench, parts: list[Any]) -> Span:
    found = read_in_any(str(parts[1]))
    if found is None:
        msg = f"{parts[1]!r} states no figure"
        raise ValueError(msg)
    return Span.point(found.value)


def _printed(_: Bench, parts: list[Any]) -> Span:
    """Work out a rate of the last edition: as it stood there; which way it went says its claim."""
    found = read(str(parts[1]), Tongue.of("en"))
    if found is None or found.unit != "pct":
        msg = f"{parts[1]!r} is no rate"
        raise ValueError(msg)
    return Span.point(found.value)


def _placed(_: Bench, parts: list[Any]) -> Span:
    """Work out a place of the last edition: how many months its past goes back."""
    period, then = (period_of(str(part)) for part in parts[2:4])
    return Span.point(period.first - then.first)


def _ran(_: Bench, parts: list[Any]) -> Span:
    """Work out a run of the last edition: how many months it had."""
    period, then = (period_of(str(part)) for part in parts[2:4])
    return Span.point(period.first + period.months - then.first)


_WORK: dict[str, Work] = {
    "cell": lambda bench, parts: bench.cell(parts[0]),
    "nil": lambda *_: Span.point(0),
    "sum": lambda bench, parts: total(bench.spans(parts)),
    "difference": lambda bench, parts: Span.minus(*bench.spans(parts)),
    "growth": lambda bench, parts: growth(*bench.spans(parts)),
    "share": _share,
    "contribution": _contribution,
    "value_effect": _effect(moved_by_value),
    "quantity_effect": _effect(moved_by_quantity),
    "coverage": _coverage,
    "shift": lambda bench, parts: Span.minus(*bench.spans(parts)),
    "multiple": lambda bench, parts: Span.over(*bench.spans(parts)),
    "count": lambda _, parts: Span.point(len(set(parts))),
    "size": lambda _, parts: Span.point(len(set(parts))),
    "rank": _rank,
    "unit_value": _unit_value,
    "highest": _record("up"),
    "lowest": _record("down"),
    "since_high": _since("up"),
    "since_low": _since("down"),
    "streak": _streak,
    "run": _of("difference", trends.run),
    "turned": _of("difference", trends.turned),
    "growth_high": _of("growth", lambda growths, months: trends.pace(growths, months, "up")),
    "growth_low": _of("growth", lambda growths, months: trends.pace(growths, months, "down")),
    "narrowing": _of("growth", lambda growths, _: trends.narrowing(growths)),
    "most_of": _of_levels(lambda levels, months: trends.most(levels, months, "up")),
    "least_of": _of_levels(lambda levels, months: trends.most(levels, months, "down")),
    "records": _of_levels(trends.records),
    "records_of_year": _of_levels(trends.records_of_year),
    "second": _of_levels(lambda levels, _: Span.point(2) if trends.best(levels) else Span.point(0)),
    "season": _of("difference", lambda changes, _: trends.season(changes)),
    "gross_share": _of("difference", lambda changes, _: trends.gross_share(changes)),
    "part": _part,
    "parted": _parted,
    "leader": _leader,
    "short_of": lambda bench, parts: trends.short_of(*bench.spans(parts)),
    "exceeds": _exceeds,
    "ceiling": lambda bench, parts: trends.ceiling(bench.spans(parts)),
    "idle": _of_levels(trends.idle),
    "step_up": _step("up"),
    "step_down": _step("down"),
    "surprise": _surprise,
    "passed": _passed,
    "stayed": _stayed,
    "rose": _counted("up"),
    "fell": _counted("down"),
    "hhi": lambda bench, parts: squares(bench.spans(parts)),
    "equivalent": lambda bench, parts: Span.point(Decimal(1)).over(squares(bench.spans(parts))),
    "revision_mean": lambda bench, parts: _revised(bench, parts, signed=True),
    "revision_size": lambda bench, parts: _revised(bench, parts, signed=False),
    "restated": lambda _, parts: Span.point(len(parts)),
    "printed": _printed,
    "placed": _placed,
    "stood": lambda _, parts: Span.point(number(parts[1])),
    "ran": _ran,
    "stated": _stated,
    "average": lambda bench, parts: total([bench.cell(part) for part in parts]).over(Span.point(len(parts))),
    "average_growth": lambda bench, parts: growth(*bench.spans(parts)),
    "opposed": lambda *_: Span.point(1),
}
