"""Rules on shapes: a bar is as long as its claim, parts add up, and an axis says what is drawn along it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from generator.audit.drawn import same
from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.gathered import number
from generator.audit.patterns.frames import tree_of
from generator.audit.patterns.judge import SCALES
from generator.audit.patterns.prints import read
from generator.audit.patterns.tongue import Tongue
from generator.audit.steps import steps
from generator.audit.terms import period_of
from generator.trade.currency import is_money
from generator.trade.period import Period
from generator.trade.trees import leaves

EDITION = "edition.json"
_ONE = Decimal(1)
_ROUNDED = "bars.rounded"  # the pattern by which a chart says so
_CLOSE = Decimal("1e-9")


def shapes(story: Data, edition: Data, evidence: Evidence, tongue: Tongue) -> Iterator[Finding]:
    """Yield what the charts and tables of a story draw otherwise than their figures say."""
    for block in story["blocks"]:
        if block["kind"] not in {"chart", "table"}:
            continue
        shown = _Shapes(block, edition, evidence, tongue)
        for words, rule, problem in shown.chart() if block["kind"] == "chart" else shown.table():
            yield Finding(EDITION, words, rule, problem)


@dataclass(frozen=True)
class _Shapes:
    """Reads one chart or table."""

    block: Data
    edition: Data
    evidence: Evidence
    tongue: Tongue

    @property
    def scale(self) -> Decimal:
        return SCALES.get(self.block["scale"], _ONE)

    def chart(self) -> Iterator[tuple[str, str, str]]:
        """Yield words, rule and problem of what a chart draws otherwise than its figures say."""
        block, title = self.block, self.block["title"]["words"]
        if block["form"] == "waterfall":
            yield from ((title, "steps", problem) for problem in steps(block, self.evidence, self.tongue, self.scale))
        else:
            for bar in block.get("bars", ()):
                words = bar["label"]["words"]
                yield from ((bar["figure"]["words"], "bar", f"{words}: {problem}") for problem in self._bar(bar))
        if block["form"] == "contributions":
            yield from ((title, "bars", problem) for problem in self._sum())
        for curve in block.get("curves", ()):
            yield from ((curve["label"]["words"], "points", problem) for problem in self._curve(curve))
        for stack in block.get("stacks", ()):
            span = period_of(stack["span"])
            if not _ends_in(stack["label"], span):
                yield stack["label"]["words"], "stack", f"it is drawn of {stack['span']}"
        yield from ((title, "axis", problem) for problem in self._axis())

    def table(self) -> Iterator[tuple[str, str, str]]:
        """Yield words, rule and problem of the bars of a table that are not the claim in their column."""
        column = self.block.get("bar_column")
        for row in self.block["rows"]:
            if row.get("bar") is None:
                continue
            claims = self._claims(row["cells"][column]) if column is not None else []
            values = [number(claim["value"]) / (self.scale if is_money(claim["unit"]) else 1) for claim in claims]
            if not any(_as_drawn(row["bar"], value) for value in values):
                problem = f"its bar is drawn at {row['bar']}, its figure is {[str(value) for value in values]}"
                yield row["cells"][0]["words"], "bar", problem

    def _claims(self, text: Data) -> list[Data]:
        found = (self.evidence.claims.get(mark["claim"]) for mark in text.get("marks", ()))
        return [claim for claim in found if claim is not None]

    def _bar(self, bar: Data) -> Iterator[str]:
        own = period_of(self.edition["period"])
        claims = [claim for claim in self._claims(bar["figure"]) if period_of(claim["period"]).last == own.last]
        if not claims:
            yield "no claim of the edition's period stands under it"
            return
        claim = claims[0]
        for end in ("low", "value", "high"):
            if not _as_drawn(bar[end], number(claim[end]) / self.scale):
                yield f"its {end} is drawn at {bar[end]} {self.scale:f}, the claim says {claim[end]}"
        if bar.get("bound", False) != (claim["qualifier"] in {"over", "at_least"}):
            arrow = "with" if bar.get("bound") else "without"
            yield f"it is drawn {arrow} an arrow, the claim is {claim['qualifier']}"
        if bar.get("before") is not None and not self._has_base(bar["before"], claim):
            yield f"its tick stands at {bar['before']}, which is no figure of {self.edition.get('compare_period')}"

    def _has_base(self, before: float, level: Data) -> bool:
        """Say whether a customs cell of the line's compare period has the value at which the tick is drawn."""
        compare = self.edition.get("compare_period")
        for cell in self.evidence.cells.values():
            is_base = [cell["code"]] == level["codes"] and cell["standing"] == "customs" and cell["period"] == compare
            if is_base and _as_drawn(before, number(cell["value"]) / self.scale):
                return True
        return False

    def _sum(self) -> Iterator[str]:
        """Yield where the printed contributions do not add up to their sum as it is printed.

        A chart that says that its bars may miss the total is held bar by bar.
        """
        if any((tree_of(text) or ("",))[0] == _ROUNDED for text in self.block.get("aside", ())):
            return
        shown = [read(bar["figure"]["words"], self.tongue) for bar in self.block["bars"]]
        known = [one for one in shown if one is not None]
        if len(known) < len(shown):
            yield "a bar has no figure that can be read"
            return
        claims = [claim for bar in self.block["bars"] for claim in self._claims(bar["figure"])]
        total = sum((number(claim["value"]) for claim in claims), Decimal(0))
        printed = sum((one.value for one in known), Decimal(0))
        step = max(one.step for one in known)  # a small bar has a digit more
        if printed.quantize(step, ROUND_HALF_UP) != total.quantize(step, ROUND_HALF_UP):
            yield f"its figures add up to {printed}, the total is {total.quantize(step, ROUND_HALF_UP)}"

    def _curve(self, curve: Data) -> Iterator[str]:
        """Yield a figure at a curve's end that is not its last point, or a name that is another time's."""
        last = next((point for point in reversed(curve["points"]) if point is not None), None)
        end = period_of(curve["spans"][-1])
        for claim in self._claims(curve["figure"]):
            is_end = is_money(claim["unit"]) and claim["period"] == str(end)
            if is_end and (last is None or not same(last, number(claim["value"]) / self.scale)):
                yield f"it ends at {last}, {claim['id']} is {claim['value']}"
        if _times(curve["label"]) and not _ends_in(curve["label"], end):
            yield f"{curve['label']['words']!r} is drawn of {end}"

    def _axis(self) -> Iterator[str]:
        """Yield steps that do not go with their periods, and ticks that make no scale."""
        curves = self.block.get("curves", ())
        yield from self._steps(curves[0]["spans"] if curves else ())
        ticks = self.block.get("ticks", ())
        values = [value for tick in ticks if (value := _tick(tick)) is not None]
        if len(values) < len(ticks):
            yield f"its ticks {[tick['words'] for tick in ticks]} are no figures"
        elif not ticks:
            return
        elif self.block["form"] == "heatmap":
            if values != self.block.get("thresholds"):
                yield f"its key says {[tick['words'] for tick in ticks]}, it parts at {self.block.get('thresholds')}"
        elif self.block["form"] == "dumbbell":
            yield from self._panels(values)
        else:
            yield from self._scale(values)

    def _steps(self, spans: Sequence[str]) -> Iterator[str]:
        """Yield the steps that are not the names of their periods, and a name that two of them have."""
        named = self.block.get("steps", ())
        if named and len(spans) != len(named):
            yield f"{len(named)} steps are named for {len(spans)} points"
        for words, count in Counter(step["words"].strip() for step in named).items():
            if words and count > 1:
                yield f"it names two of its periods {words!r}"
        for step, span in zip(named, spans, strict=False):
            if step["words"].strip() and not _ends_in(step, period_of(span)):
                yield f"its step {step['words']!r} stands at {span}"

    def _scale(self, values: Sequence[Decimal]) -> Iterator[str]:
        points = [Decimal(repr(point)) for curve in self.block["curves"] for point in curve["points"] if point]
        said = [str(value) for value in values]
        if not _is_even(values):
            yield f"its ticks {said} are not evenly spaced"
        elif self.block["form"] == "cumulative" and values[0] != 0:
            yield f"its ticks begin at {values[0]}; sums begin at nothing"
        elif points and not values[0] <= min(points) <= max(points) <= values[-1] + (values[1] - values[0]):
            yield f"its ticks reach from {values[0]} to {values[-1]}, its points from {min(points)} to {max(points)}"

    def _panels(self, values: Sequence[Decimal]) -> Iterator[str]:
        """Yield the ticks that make no scale from zero, and lines that stand on none, or on one that is too short."""
        scales: list[list[Decimal]] = []
        for value in values:
            if not value or not scales:
                scales.append([])
            scales[-1].append(value)
        known = {bar.get("panel", 0) for bar in self.block["bars"]}
        for panel in known | set(range(len(scales))):
            own = scales[panel] if panel < len(scales) else []
            if panel not in known or not _is_even(own) or own[0]:
                yield f"its ticks {[str(value) for value in own]} make no scale of its lines"


def _times(text: Data) -> list[Period]:
    return [Period.parse(leaf[1]) for leaf in leaves(tree_of(text) or ("row", ())) if leaf[0] == "time"]


def _ends_in(text: Data, span: Period) -> bool:
    """Say whether a text names times, and each ends when `span` does."""
    times = _times(text)
    return bool(times) and all(time.last == span.last for time in times)


def _tick(text: Data) -> Decimal | None:
    numbers = [leaf[1] for leaf in leaves(tree_of(text) or ("row", ())) if leaf[0] == "number"]
    if len(numbers) != 1:
        return None
    return Decimal(numbers[0].replace(",", "").replace("\N{MINUS SIGN}", "-"))


def _is_even(values: Sequence[Decimal]) -> bool:
    return len(values) > 1 and len({second - first for first, second in pairwise(values)}) == 1


def _as_drawn(drawn_at: float, value: Decimal) -> bool:
    return abs(Decimal(repr(drawn_at)) - value) <= abs(value) * _CLOSE
