"""Compare the points of a curve with customs' rows: a level, a change, a rate, a share, a balance or an index.

The picture that draws the curve is read in picture_trace.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import Data, tree_in
from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.formulas import Parties, is_within_time, period_of
from generator.audit.trace.price_trace import series_of
from generator.audit.trace.usual_ranges import is_moved, ranges, steps_a_year
from generator.audit.trace.value_spans import HUNDRED, is_from_little, number
from generator.trade.currency import rough_worth
from generator.trade.period import Period
from generator.trade.trees import leaves

_CLOSE = Decimal("1e-9")  # relative tolerance


@dataclass(frozen=True)
class CurveTrace:
    """Reads the curves of one chart, or the sparklines of one table.

    `kind` is what the curves of its form are (FormReading.curves), and figures are in units of `scale`.
    """

    kind: str
    scale: Decimal
    evidence: ClaimEvidence
    releases: CustomsReleases

    @cached_property
    def _dollar(self) -> Decimal:
        return rough_worth(Decimal(1), self.evidence.calculator.money)

    def faults(self, curve: Data) -> Iterator[str]:
        """Yield the points of a curve that differ from what customs published, by what its form draws."""
        readers = {
            "rates": self._heat,
            "changes": self._changes,
            "indexes": self._index,
            "suppliers": self._supplier,
            "flows": self._flow,
        }
        yield from readers.get(self.kind, self._line)(curve)

    def _line(self, curve: Data) -> Iterator[str]:
        """Yield the points that are not the sums of a line's codes, and faults of its range and dashes."""
        yield from self.points(curve["codes"], curve["spans"], curve["points"])
        if self.kind != "ranged":
            return
        yield from self.by_parties(lambda parties: self._dashed(parties, curve))
        if not curve.get("lows"):
            return
        if len(curve["spans"]) == len(curve["lows"]) == len(curve["highs"]):
            yield from self.by_parties(lambda parties: self._band(parties, curve))
        else:
            yield "its band has more or fewer ends than the line has points"

    def _band(self, parties: Parties, curve: Data) -> Iterator[str]:
        """Yield the months whose range is not the usual one from the line's own past."""
        spans = [period_of(span) for span in curve["spans"]]

        def level(when: Period) -> Decimal | None:
            return self.releases.total(parties, curve["codes"], when)

        try:
            usual = ranges(level, spans, steps_a_year([parties]), self._dollar)
        except ValueError as fault:
            yield str(fault)
            return
        for span, low, high, ends in zip(spans, curve["lows"], curve["highs"], usual, strict=True):
            due = [end / self.scale for end in ends] if ends else None
            if due is None:
                is_right = low is None and high is None
            else:
                has_ends = low is not None and high is not None
                is_right = has_ends and is_drawn_at(low, due[0]) and is_drawn_at(high, due[1])
            if not is_right:
                yield f"{span} lies in {low} to {high}, usual is {due}"

    def _dashed(self, parties: Parties, curve: Data) -> Iterator[str]:
        """Yield months that are dashed but final, or provisional but not dashed. If all may change, none need be."""
        marked = set(curve.get("provisional", ()))
        with_points = [span for span, point in zip(curve["spans"], curve["points"], strict=False) if point is not None]
        may = {
            span
            for span in with_points
            if self.releases.may_change(parties, curve["codes"], period_of(span).last.first)
        }
        for span in sorted(marked ^ may) if marked or len(may) < len(with_points) else ():
            yield f"{span} is dashed, its figure is final" if span in marked else f"{span} is provisional, not dashed"

    def _changes(self, curve: Data) -> Iterator[str]:
        """Yield the points that are not the change of a line's codes on a year before."""

        def differences(parties: Parties) -> Iterator[str]:
            for span, point in zip(curve["spans"], curve["points"], strict=True):
                time = period_of(span)
                if is_moved(time, steps_a_year([parties])):
                    yield f"{span} stands alone, where Lunar New Year moves"
                now, base = (self.releases.total(parties, curve["codes"], end) for end in (time, time.year_before()))
                if now is None or base is None:
                    yield f"{span} is drawn, customs has {now} and {base}"
                elif not is_drawn_at(point, (now - base) / self.scale):
                    yield f"{span} is drawn at {point}, customs has {(now - base) / self.scale}"

        yield from self.by_parties(differences)

    def _heat(self, curve: Data) -> Iterator[str]:
        """Yield the cells that are not the change of the line, and figures that do not belong to their cell."""
        yield from self.by_parties(lambda parties: self._rates(parties, curve))
        cells = curve.get("cells", ())
        if cells and len(cells) != len(curve["spans"]):
            yield f"{len(cells)} figures stand in {len(curve['spans'])} cells"
        for cell, span, point in zip(cells, curve["spans"], curve["points"], strict=False):
            claims = self.evidence.claims_of(cell)
            if (point is None) != (not claims):
                yield f"{span} has {cell['words'] or 'no figure'}, and is {'not ' if point is None else ''}drawn"
            for claim in claims:
                if (claim["kind"], claim["period"], claim["codes"]) != ("change", span, curve["codes"]):
                    yield f"{cell['words']!r} in {span} is not its change"
                elif point is not None and not is_drawn_at(point, number(claim["value"])):
                    yield f"{cell['words']!r} in {span} is {claim['value']}, drawn at {point}"

    def _rates(self, parties: Parties, curve: Data) -> Iterator[str]:
        for span, point in zip(curve["spans"], curve["points"], strict=True):
            if is_moved(period_of(span), steps_a_year([parties])):
                yield f"{span} stands alone, where Lunar New Year moves"
            rate = self._rate(parties, curve["codes"], period_of(span))
            is_newest = span == curve["spans"][-1]  # a briefing may need a higher base in its newest month
            if rate is None:
                if point is not None:
                    yield f"{span} is drawn at {point}, and its levels carry no rate"
            elif point is None and not is_newest:
                yield f"{span} is not drawn, it changed by {rate:.6f}%"
            elif point is not None and not is_drawn_at(point, rate):
                yield f"{span} is drawn at {point}, customs has {rate:.6f}"

    def _rate(self, parties: Parties, codes: Sequence[str], time: Period) -> Decimal | None:
        """Return the growth of codes on a year before in per cent, or None if there is no meaningful rate."""
        ends = time, time.year_before()
        now, base = (self.releases.total(parties, codes, end) for end in ends)
        has_bound = any(self.releases.is_bound(parties, code, end) for code in codes for end in ends)
        if not now or not base or has_bound or is_from_little(now, base, time.months, self._dollar):
            return None
        return HUNDRED * (now / base - 1)

    def _supplier(self, curve: Data) -> Iterator[str]:
        """Yield shares of another partner, and points that are not the shares; without a ring it had no trade."""
        claims = [claim for cell in curve["cells"] for claim in self.evidence.claims_of(cell)]
        kinds = [claim["kind"] for claim in claims]
        if kinds not in (["supplier_share"], ["supplier_share", "share_gain"]):
            yield f"{kinds} stand beside it"
            return
        share, base = claims[0]["formula"], claims[1]["formula"][2] if claims[1:] else None
        calculator = self.evidence.calculator
        [(reporter, partner, flow)] = calculator.parties(share[1])
        # By the claims: a partner may have traded in one month of a quarter alone.
        spans = [*(claim["compare_period"] for claim in claims[1:]), claims[0]["period"]]
        points = [point for point in curve["points"] if point is not None]
        values = [calculator.span(part).value for part in (base, share) if part]
        if partner != partner_of(curve) or (claims[1:] and claims[1]["formula"][1] != share):
            yield f"its figures are those of {partner}"
        if curve["spans"][-len(spans) :] != spans or not all(map(is_drawn_at, points, values)):
            yield f"it is drawn at {points} in {curve['spans']}, its shares are {values} in {spans}"
        if len(points) != len(values) or claims[0]["codes"] != curve["codes"]:
            yield f"it has {len(points)} points of {curve['codes']}, its shares are of {claims[0]['codes']}"
        if base is None and self.releases.total(
            (reporter, partner, flow), curve["codes"], period_of(curve["spans"][0])
        ):
            yield f"it had trade in {curve['spans'][0]}, which is not drawn"

    def _flow(self, curve: Data) -> Iterator[str]:
        """Yield the points of a flow, or of the balance, that are not the sums of customs' rows of that direction."""
        flows = {"exports": ("X",), "imports": ("M",), "balance": ("X", "M")}.get(curve["role"], ())
        pairs = {parties[:2] for parties in self.evidence.calculator.every_party}
        if not flows or len(pairs) != 1 or len(curve["spans"]) != len(curve["points"]):
            yield f"it is drawn as {curve['role']}, of {sorted(pairs)}"
            return
        [pair] = pairs
        for span, point in zip(curve["spans"], curve["points"], strict=True):
            sums = [self.releases.total((*pair, flow), curve["codes"], period_of(span)) for flow in flows]
            known = [value for value in sums if value is not None]
            value = known[0] - sum(known[1:], Decimal(0)) if len(known) == len(flows) else None
            if value is None or point is None or not is_drawn_at(point, value / self.scale):
                yield f"{span} is drawn at {point}, customs has {None if value is None else value / self.scale}"

    def _index(self, curve: Data) -> Iterator[str]:
        """Yield the points that are not a price, or a line's average value, in per cent of the first point's."""
        look = {"price": self._prices, "average": self._averages}.get(curve["role"])
        if look is None or len(curve["spans"]) != len(curve["points"]):
            yield f"it is drawn as {curve['role']}, with {len(curve['points'])} points in {len(curve['spans'])} spans"
            return
        levels = [look(curve, period_of(span)) for span in curve["spans"]]
        for span, point, level in zip(curve["spans"], curve["points"], levels, strict=True):
            index = HUNDRED * level / levels[0] if level and levels[0] else None
            if index is None or point is None or not is_drawn_at(point, index):
                yield f"{span} is drawn at {point}, its cells say {index}"

    def _prices(self, curve: Data, span: Period) -> Decimal | None:
        """Return the average over a span of the price whose figure stands at the curve's end, or None."""
        context = self.evidence.context
        named = [context[key] for claim in self.evidence.claims_of(curve["figure"]) for key in claim["formula"][1:]]
        series = {series_of(cell) for cell in named}
        cells = [cell for cell in context.values() if series_of(cell) in series]
        values = [number(cell["value"]) for cell in cells if is_within_time(period_of(cell["period"]), span)]
        return sum(values, Decimal(0)) / len(values) if len(values) == span.months else None

    def _averages(self, curve: Data, span: Period) -> Decimal | None:
        """Return the value of a kilogram of a curve's line over a span, from customs' rows and the cells of weights."""
        for parties in self.evidence.calculator.every_party:
            value = self.releases.total(parties, curve["codes"], span)
            weights = [
                cell
                for cell in self.evidence.cells.values()
                if cell.get("measure") == "kg"
                and (cell["reporter"], cell["partner"], cell["flow"]) == parties
                and [cell["code"]] == [*curve["codes"]]
                and is_within_time(period_of(cell["period"]), span)
            ]
            months = sum(period_of(cell["period"]).months for cell in weights)
            mass = sum((number(cell["value"]) for cell in weights), Decimal(0))
            if value is not None and mass and months == span.months:
                return value / mass
        return None

    def points(self, codes: Sequence[str], spans: Sequence[str], points: Sequence[float | None]) -> list[str]:
        """Return the points that are not the sums of customs' rows of `codes` over their spans."""

        def differences(parties: Parties) -> Iterator[str]:
            for span, point in zip(spans, points, strict=True):
                total = self.releases.total(parties, codes, period_of(span))
                value = None if total is None else total / spans.count(span)  # points of one span share it
                if (value is None) != (point is None):
                    yield f"{span} is {'drawn' if value is None else 'not drawn'}, customs has {value}"
                elif value is not None and point is not None and not is_drawn_at(point, value / self.scale):
                    yield f"{span} is drawn at {point}, customs has {value / self.scale}"

        if len(spans) != len(points):
            return [f"{len(points)} points are drawn for {len(spans)} periods"]
        if any(count not in {1, period_of(span).months} for span, count in Counter(spans).items()):
            return ["a period stands at more points than one, and not at one for each of its months"]
        return self.by_parties(differences)

    def by_parties(self, look: Callable[[Parties], Iterable[str]]) -> list[str]:
        """Return the problems under the parties with the fewest: a picture shows one pair of parties of the edition."""
        problems = [list(look(parties)) for parties in self.evidence.calculator.every_party]
        return min(problems, key=len, default=["no cell says whose trade it is"])


def is_drawn_at(drawn_at: float, value: Decimal) -> bool:
    """Whether a number is drawn where it should be, up to 1 part in 10^9."""
    return abs(Decimal(repr(drawn_at)) - value) <= max(abs(value), Decimal(1)) * _CLOSE


def partner_of(curve: Data) -> str:
    """Return the economy that the label of a curve names."""
    return next((str(leaf[1]) for leaf in leaves(tree_in(curve["label"])) if leaf[0] == "economy"), "")
