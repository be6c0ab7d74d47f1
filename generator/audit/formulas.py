"""What each formula of docs/edition.md comes to, and which kind and unit its claim may have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from generator.audit.arithmetic import HUNDRED, PRECISION, Span, growth, part_of, squares, total
from generator.audit.edition import Data
from generator.audit.evidence import Formula, cell_ids, number
from generator.audit.numerals import read_print

# head of the formula: the (kind, unit) pairs that a claim on it may have
KINDS: dict[str, frozenset[tuple[str, str]]] = {
    "cell": frozenset({("level", "usd"), ("background", "usd")}),
    "sum": frozenset({("sum", "usd")}),
    "difference": frozenset({("change_abs", "usd")}),
    "growth": frozenset({("change", "pct")}),
    "share": frozenset({("share", "pct")}),
    "contribution": frozenset({("contribution", "pp")}),
    "shift": frozenset({("share_shift", "pp")}),
    "multiple": frozenset({("multiple", "ratio")}),
    "count": frozenset({("count", "count")}),
    "size": frozenset({("count", "count")}),
    "rank": frozenset({("rank", "count")}),
    "hhi": frozenset({("index", "index")}),
    "equivalent": frozenset({("index", "index")}),
    "stated": frozenset({("quoted", "usd"), ("quoted", "pct"), ("quoted", "count")}),
}
CHANGES = frozenset({"difference", "growth", "contribution", "shift"})
NO_BOUND = CHANGES | {"rank"}  # a bound carries no change and no rank


@dataclass(frozen=True)
class Bench:
    """Works formulas out over the spans of `cells`."""

    cells: Mapping[str, Data]

    def span(self, formula: Formula) -> Span:
        """Return what `formula` comes to; ValueError, KeyError or ZeroDivisionError where it makes no sense."""
        with localcontext() as context:
            context.prec = PRECISION
            head, *parts = formula
            if head not in _WORK:
                msg = f"no formula is called {head!r}"
                raise ValueError(msg)
            return _WORK[head](self, parts)

    def cell(self, key: str) -> Span:
        """Return the span of a cell as claims.json writes it."""
        return Span(*(number(self.cells[key][end]) for end in ("low", "value", "high")))

    def spans(self, parts: list[Formula]) -> list[Span]:
        """Return what each of `parts` comes to."""
        return [self.span(part) for part in parts]


def _share(bench: Bench, parts: list[Any]) -> Span:
    """Work out a share; what a change in money is of a sum is a plain quotient, since no change is a term of it."""
    part, whole = parts
    newer = part[1] if part[0] == "difference" else part
    if whole[0] != "sum" or not set(cell_ids(newer)) <= set(cell_ids(whole)):
        msg = "a share's whole must be a sum that contains its part"
        raise ValueError(msg)
    if newer is part:
        return part_of(bench.span(part), bench.span(whole)).times(HUNDRED)
    return bench.span(part).over(bench.span(whole)).times(HUNDRED)


def _contribution(bench: Bench, parts: list[Any]) -> Span:
    now, base, whole = bench.spans(parts)
    return now.minus(base).over(whole).times(HUNDRED)


def _rank(bench: Bench, parts: list[Any]) -> Span:
    first, *others = (bench.cell(key) for key in parts)
    if any(other.low < first.high and first.low < other.high for other in others):
        msg = "the readings overlap, so no rank is certain"
        raise ValueError(msg)
    return Span.point(1 + sum(other.value > first.value for other in others))


def _stated(_: Bench, parts: list[Any]) -> Span:
    found = read_print(str(parts[1]), "en")
    if found is None:
        msg = f"{parts[1]!r} states no figure"
        raise ValueError(msg)
    return Span.point(found.value)


_WORK: dict[str, Callable[[Bench, list[Any]], Span]] = {
    "cell": lambda bench, parts: bench.cell(parts[0]),
    "sum": lambda bench, parts: total(bench.spans(parts)),
    "difference": lambda bench, parts: Span.minus(*bench.spans(parts)),
    "growth": lambda bench, parts: growth(*bench.spans(parts)),
    "share": _share,
    "contribution": _contribution,
    "shift": lambda bench, parts: Span.minus(*bench.spans(parts)),
    "multiple": lambda bench, parts: Span.over(*bench.spans(parts)),
    "count": lambda _, parts: Span.point(len(set(parts))),
    "size": lambda _, parts: Span.point(len(set(parts))),
    "rank": _rank,
    "hhi": lambda bench, parts: squares(bench.spans(parts)),
    "equivalent": lambda bench, parts: Span.point(Decimal(1)).over(squares(bench.spans(parts))),
    "stated": _stated,
}
