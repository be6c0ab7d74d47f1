"""What is drawn against the raw rows: the points of curves and sparks, the parts of stacks, and no line left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.audit import heat
from generator.audit.completeness import nests
from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.patterns.frames import tree_of
from generator.audit.releases import Parties, Releases
from generator.audit.steps import apart, claim_of
from generator.audit.terms import period_of
from generator.audit.usual import ranges, steps_a_year
from generator.trade.currency import rough_worth
from generator.trade.period import Period

EDITION = "edition.json"
_HUNDRED = Decimal(100)
_SCALES = {"million": Decimal(10) ** 6, "billion": Decimal(10) ** 9}  # of a picture or a table, by its name


def drawn(edition: Data, evidence: Evidence, releases: Releases) -> Iterator[Finding]:
    """Yield every number that a chart or a table draws and that customs' cells do not come to."""
    terms = evidence.bench.terms
    for story in edition["stories"].values():
        for block in (block for block in story["blocks"] if block["kind"] in {"chart", "table"}):
            shown = _Drawn(edition, releases, terms.every_party, _SCALES.get(block["scale"], Decimal(1)), terms.money)
            yield from shown.table(block) if block["kind"] == "table" else shown.chart(block, evidence)


@dataclass(frozen=True)
class _Drawn:
    """Reads one chart or table at its scale."""

    edition: Data
    releases: Releases
    parties: Sequence[Parties]
    scale: Decimal
    money: str

    def table(self, block: Data) -> Iterator[Finding]:
        """Yield the sparks that are not the sums of their codes."""
        for row in block["rows"]:
            if spark := row.get("spark"):
                for problem in self._points(row["codes"], block.get("spans", ()), spark):
                    yield Finding(EDITION, row["cells"][0]["words"], "points", problem)

    def chart(self, block: Data, evidence: Evidence) -> Iterator[Finding]:
        """Yield the points, the parts and the lines in which a chart is not what customs published."""
        if block.get("form") == "heatmap":
            yield from self._heat(block, evidence)
            return
        for curve in block.get("curves", ()):
            for problem in self._points(curve["codes"], curve["spans"], curve["points"]):
                yield Finding(EDITION, _name(curve), "points", f"{curve['label']['words']}: {problem}")
        for stack in block.get("stacks", ()):
            for problem in self._stack(stack):
                yield Finding(EDITION, _name(stack["parts"][0]), "stack", f"{stack['label']['words']}: {problem}")
        if block.get("form") == "contributions":
            yield from self._every_line(block, evidence)
        if block.get("form") == "trend":
            yield from self._trend(block)
        if block.get("form") == "waterfall":
            yield from (
                Finding(EDITION, block["title"]["words"], "steps", problem) for problem in self._steps(block, evidence)
            )

    def _trend(self, block: Data) -> Iterator[Finding]:
        """Yield where the range, the dashes and the rules of a line are not what its figures make them."""
        for curve in block["curves"]:
            for problem in self._band(curve) if curve.get("lows") else ():
                yield Finding(EDITION, _name(curve), "band", f"{curve['label']['words']}: {problem}")
            found = [list(self._dashed(one, curve)) for one in self.parties]
            for problem in min(found, key=len, default=["no cell says whose trade it is"]):
                yield Finding(EDITION, _name(curve), "points", problem)
        for one in block.get("breaks", ()):
            codes = [code for curve in block["curves"] for code in curve["codes"]]
            if not any(self._breaks(parties, codes, one) for parties in self.parties):
                problem = f"no figure of {codes} comes to be counted so in {one['span']}"
                yield Finding(EDITION, one["label"]["words"], "points", problem)

    def _heat(self, block: Data, evidence: Evidence) -> Iterator[Finding]:
        """Yield the cells that are no change of their line, and figures that are none of their cell."""
        for curve in block["curves"]:
            found = [list(heat.rates(curve, self.releases, one, self.money)) for one in self.parties]
            off = min(found, key=len, default=["no cell says whose trade it is"])
            for problem in (*off, *heat.figures(curve, evidence)):
                yield Finding(EDITION, curve["label"]["words"], "points", problem)

    def _steps(self, block: Data, evidence: Evidence) -> Iterator[str]:
        """Yield the lines that stand in no step of a change, in several, or in one of another kind."""
        found = [list(apart(block, evidence, self.releases, one)) for one in self.parties]
        yield from min(found, key=len, default=["no cell says whose trade it is"])
        told = [one for bar in block["bars"] if (one := claim_of(bar, evidence)) is not None]
        spans = {period for one in told for period in (one["period"], one["compare_period"]) if period}
        yield from self._apart({code for one in told for code in one["codes"]}, *sorted(spans))

    def _points(self, codes: Sequence[str], spans: Sequence[str], points: Sequence[float | None]) -> Iterator[str]:
        if len(spans) != len(points):
            yield f"{len(points)} points are drawn for {len(spans)} periods"
            return
        found = [list(self._off(one, codes, spans, points)) for one in self.parties]
        yield from min(found, key=len, default=["no cell says whose trade it is"])

    def _off(
        self, parties: Parties, codes: Sequence[str], spans: Sequence[str], points: Sequence[float | None]
    ) -> Iterator[str]:
        for span, point in zip(spans, points, strict=True):
            value = self.releases.total(parties, codes, period_of(span))
            if (value is None) != (point is None):
                yield f"{span} is {'drawn' if value is None else 'not drawn'}, customs has {value}"
            elif value is not None and point is not None and not same(point, value / self.scale):
                yield f"{span} is drawn at {point}, customs has {value / self.scale}"

    def _dashed(self, parties: Parties, curve: Data) -> Iterator[str]:
        """Yield the months that are dashed and final, or the other way round; where all may change none need be."""
        marked = set(curve.get("provisional", ()))
        known = [span for span, point in zip(curve["spans"], curve["points"], strict=False) if point is not None]
        open_ended = {s for s in known if self.releases.may_change(parties, curve["codes"], period_of(s).last.first)}
        if not marked and len(open_ended) == len(known):
            return
        yield from (f"{span} is dashed, its figure is final" for span in sorted(marked - open_ended))
        yield from (f"{span} is not dashed, its figure is provisional" for span in sorted(open_ended - marked))

    def _breaks(self, parties: Parties, codes: Sequence[str], one: Data) -> bool:
        """Say whether the series of a code has the month of a break and not the one before, and how it is counted."""
        month, releases = period_of(one["span"]).first, self.releases
        for code in codes:
            gone, own = releases.apart.get((parties, code), ()), (parties, code)
            edition = releases.own_editions.get(own, {}).get(month) or releases.editions.get(parties, {}).get(month, "")
            names = {("hs", edition), ("valuation", releases.valuations.get(own, {}).get(month))}
            if month - 1 in gone and month not in gone and tree_of(one["label"]) in names:
                return True
        return False

    def _band(self, curve: Data) -> Iterator[str]:
        spans = [period_of(span) for span in curve["spans"]]
        if not len(spans) == len(curve["lows"]) == len(curve["highs"]):
            yield f"{len(curve['lows'])} low and {len(curve['highs'])} high ends are drawn for {len(spans)} periods"
            return
        found = [list(self._usual(one, curve, spans)) for one in self.parties]
        yield from min(found, key=len, default=["no cell says whose trade it is"])

    def _usual(self, parties: Parties, curve: Data, spans: Sequence[Period]) -> Iterator[str]:
        """Yield the months whose range is not what the line's own past makes usual."""

        def level(when: Period) -> Decimal | None:
            return self.releases.total(parties, curve["codes"], when)

        try:
            usual = ranges(level, spans, steps_a_year([parties]), rough_worth(Decimal(1), self.money))
        except ValueError as fault:
            yield str(fault)
            return
        for span, low, high, wanted in zip(spans, curve["lows"], curve["highs"], usual, strict=True):
            ends = (low, high) if wanted is None else tuple(end / self.scale for end in wanted)
            is_so = (low, high) == (None, None) if wanted is None else None not in (low, high)
            if not is_so or (wanted and not all(same(one, end) for one, end in zip((low, high), ends, strict=True))):
                yield f"{span} lies in {low} to {high}, usual is {ends}"

    def _stack(self, stack: Data) -> Iterator[str]:
        span, parts = period_of(stack["span"]), stack["parts"]
        seen = Counter(code for part in parts for code in part["codes"])
        yield from (f"{code} stands in {count} parts" for code, count in seen.items() if count > 1)
        yield from self._apart(set(seen), stack["span"])
        if not same(sum(part["value"] for part in parts), _HUNDRED):
            yield f"its parts add up to {sum(part['value'] for part in parts)}"
        faults = [
            list(self._parts(one, parts, [self.releases.total(one, seen, span)], stack["span"])) for one in self.parties
        ]
        yield from min(faults, key=len, default=["no cell says whose trade it is"])

    def _parts(self, parties: Parties, parts: Sequence[Data], whole: list[Decimal | None], span: str) -> Iterator[str]:
        for part in parts:
            value = self.releases.total(parties, part["codes"], period_of(span))
            if value is None or not whole[0]:
                yield f"{part['label']['words']} is drawn, and customs' figures for {span} are not complete"
            elif not same(part["value"], share := value / whole[0] * _HUNDRED):
                yield f"{part['label']['words']} is drawn at {part['value']}, customs has {share:.6f}"

    def _apart(self, mine: set[str], *spans: str) -> Iterator[str]:
        """Yield the lines of the edition that are none of `mine`, above none and within none."""
        known = [{code for span in spans for code in self._traded(one, period_of(span))} for one in self.parties]
        apart = [{code for code in codes if not any(nests(code, other) for other in mine)} for codes in known]
        if left := min(apart, key=len, default=set()):
            yield f"it leaves out {sorted(left)}"

    def _traded(self, parties: Parties, span: Period) -> set[str]:
        """Return the lines of the edition that have a figure within `span`, but those that came to nothing over it."""
        given = self.releases.given(parties, self.edition.get("codes", ()), span)
        return {code for code in given if self.releases.value(parties, code, span) != 0}

    def _every_line(self, block: Data, evidence: Evidence) -> Iterator[Finding]:
        claims = [
            evidence.claims.get(mark["claim"]) for bar in block["bars"] for mark in bar["figure"].get("marks", ())
        ]
        told = [claim for claim in claims if claim is not None]
        seen = Counter(code for claim in told for code in claim["codes"])
        spans = {period for claim in told for period in (claim["period"], claim["compare_period"]) if period}
        problems = [f"{code} stands in {count} bars" for code, count in seen.items() if count > 1]
        for problem in (*problems, *self._apart(set(seen), *sorted(spans))):
            yield Finding(EDITION, block["title"]["words"], "bars", problem)


def same(drawn_at: float, value: Decimal) -> bool:
    """Say whether a number is drawn where it should be, to 1 part in 10^9."""
    return abs(Decimal(repr(drawn_at)) - value) <= max(abs(value), Decimal(1)) * Decimal("1e-9")


def _name(item: Data) -> str:
    words: str = item["figure"]["words"] or item["label"]["words"]
    return words
