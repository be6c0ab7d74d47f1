"""Compare every number that a chart or a table draws with its claim, and with the sums of customs' rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import EDITION, Data, Finding, text_of, tree_in, tree_of
from generator.audit.patterns.printed_figures import SCALES_OF_HEADS, read
from generator.audit.patterns.tongue import TAGS, Tongue
from generator.audit.seen.drawings import FormReading, chart_forms
from generator.audit.trace.completeness import nests
from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.formulas import Parties, is_within_time, period_of
from generator.audit.trace.price_trace import series_of
from generator.audit.trace.usual_ranges import is_moved, ranges, steps_a_year
from generator.audit.trace.value_spans import HUNDRED, Span, is_from_little, number
from generator.trade.currency import is_money, rough_worth
from generator.trade.period import Period
from generator.trade.trees import leaves

# patterns that say that figures are rounded
_ROUNDED = frozenset({"bars.rounded", "waterfall.how_rounded", "year_gap.rounded"})
_SPLIT = ("value_effect", "quantity_effect")  # every picture of steps has these two
_COVERED = 70  # per cent of the value; a split of less says nothing
_CLOSE = Decimal("1e-9")  # relative tolerance
Fault = tuple[str, str, str]  # words, rule and problem


def picture_faults(
    edition: Data, evidence: ClaimEvidence, releases: CustomsReleases | None = None
) -> Iterator[Finding]:
    """Yield what charts and tables draw that differs from their figures, or from customs' rows.

    Without `releases` the rows are not compared. A PDF without its edition is judged this way.
    """
    for language, story in edition["stories"].items():
        for block in story["blocks"] if language in TAGS else ():
            picture = _Picture(block, edition, evidence, Tongue.of(language), releases or CustomsReleases())
            faults: Iterable[Fault] = ()
            if block["kind"] == "chart":
                faults = (*picture.chart_by_claims(), *(picture.chart_by_rows() if releases else ()))
            if block["kind"] == "table":
                faults = (*picture.bars_of_table(), *(picture.sparks_of_table() if releases else ()))
            yield from (Finding(EDITION, words, rule, problem) for words, rule, problem in faults)


@dataclass(frozen=True)
class _Picture:
    """Reads one chart or table."""

    block: Data
    edition: Data
    evidence: ClaimEvidence
    tongue: Tongue
    releases: CustomsReleases

    @cached_property
    def form(self) -> FormReading:
        return chart_forms()[self.block["form"]]

    @cached_property
    def scale(self) -> Decimal:
        return SCALES_OF_HEADS.get(self.block["scale"], Decimal(1))

    @cached_property
    def dollar(self) -> Decimal:
        return rough_worth(Decimal(1), self.evidence.calculator.money)

    def claims(self, text: Data) -> list[Data]:
        """Return the claims with marks in a text."""
        printed = (self.evidence.claims.get(mark["claim"]) for mark in text.get("marks", ()))
        return [claim for claim in printed if claim is not None]

    # Compare with the claims.

    def chart_by_claims(self) -> Iterator[Fault]:
        """Yield the bars, steps and points that differ from their claims."""
        bars, title = self.block.get("bars", ()), self.block["title"]["words"]
        for bar in bars:
            for problem in self._bar(bar):
                yield bar["figure"]["words"], "bar", f"{bar['label']['words']}: {problem}"
        if self.form.bars == "steps":
            yield from ((title, "steps", problem) for problem in self._steps(bars))
        if self.form.bars == "parts":
            total = _total(claim for bar in bars for claim in self.claims(bar["figure"])) / self.scale
            yield from ((title, "bars", problem) for problem in self._adds_up(bars, total))
        for curve in self.block.get("curves", ()):
            problems = self._sum_of(curve) if self.form.curves == "changes" else self._end_of(curve)
            yield from ((curve["label"]["words"], "points", problem) for problem in problems)
        yield from ((title, "axis", problem) for problem in self._axis())
        if self.form.curves == "suppliers":
            yield from ((title, "points", problem) for problem in self._largest())

    def bars_of_table(self) -> Iterator[Fault]:
        """Yield the bars of a table that differ from the claim in their column."""
        column = self.block.get("bar_column")
        for row in self.block["rows"]:
            claims = self.claims(row["cells"][column]) if column is not None else []
            values = [number(claim["value"]) / (self.scale if is_money(claim["unit"]) else 1) for claim in claims]
            if row.get("bar") is not None and not any(_is_drawn_at(row["bar"], value) for value in values):
                problem = f"its bar is drawn at {row['bar']}, its figure is {[str(value) for value in values]}"
                yield row["cells"][0]["words"], "bar", problem

    def _bar(self, bar: Data) -> Iterator[str]:
        claims, period = self.claims(bar["figure"]), period_of(self.edition["period"])
        if self.form.bars != "steps":
            claims = [claim for claim in claims if period_of(claim["period"]).last == period.last]
        if not claims:
            yield "no claim of the edition's period stands under it"
            return
        claim = claims[0]
        for end in Span._fields:
            if not _is_drawn_at(bar[end], number(claim[end]) / self.scale):
                yield f"its {end} is drawn at {bar[end]} {self.scale:f}, the claim says {claim[end]}"
        if bar.get("bound", False) != (claim["qualifier"] in {"over", "at_least"}):
            yield f"it is drawn {'with' if bar.get('bound') else 'without'} an arrow, the claim is {claim['qualifier']}"

    def _adds_up(self, bars: Sequence[Data], total: Decimal) -> Iterator[str]:
        """Yield printed figures whose sum is not the printed total, unless the picture says that they are rounded."""
        yield from self._sums_to([bar["figure"]["words"] for bar in bars], total)

    def _sums_to(self, prints: Sequence[str], total: Decimal) -> Iterator[str]:
        shown = [read(words, self.tongue) for words in prints]
        figures = [figure for figure in shown if figure is not None]
        if len(figures) < len(shown):
            yield "a bar has no figure that can be read"
        elif not any(tree_in(text)[0] in _ROUNDED for text in self.block.get("aside", ())):
            step = max(figure.step for figure in figures)  # a small bar may have one more digit
            printed = sum((figure.value for figure in figures), Decimal(0)).quantize(step, ROUND_HALF_UP)
            if printed != total.quantize(step, ROUND_HALF_UP):
                yield f"its figures add up to {printed}, the total is {total:f}"

    def _steps(self, bars: Sequence[Data]) -> Iterator[str]:
        """Yield steps that do not lead from one total to the other, are in another order, or do not split the value."""
        claims = [claim for bar in bars for claim in self.claims(bar["figure"])]
        if len(claims) != len(bars) or len(bars) <= len(_SPLIT):
            yield "a bar stands for no claim of its own"
            return
        *most, last = claims
        has_first = bool(bars[0].get("total"))
        inner, now, base = most[has_first:], last["period"], most[-1]["compare_period"]
        if [bool(bar.get("total")) for bar in bars] != [has_first, *[False] * (len(bars) - 2), True]:
            yield "a total stands among its steps, or none at their end"
        heads = [(claim["formula"][0], claim["period"], claim["compare_period"]) for claim in inner]
        split = [*_SPLIT, *["difference"] * (len(inner) - len(_SPLIT))]
        if heads != [(head, now, base) for head in split]:
            yield f"its steps are {heads}"
        if base is None or period_of(base) != period_of(now).year_before():
            yield f"its base is {base}, not the year before {now}"
        if has_first and (most[0]["period"], most[0]["kind"] in {"sum", "level"}) != (base, True):
            yield f"its first total is of {most[0]['period']}, not of {base}"
        total = _total(most)
        if abs(total - number(last["value"])) > max(abs(number(claim["value"])) for claim in claims) * _CLOSE:
            yield f"its steps make {total:f}, not {last['value']}"
        printed = read(bars[-1]["figure"]["words"], self.tongue)
        yield from self._adds_up(bars[:-1], printed.value if printed else total)
        covered = [claim for claim in self.claims(self.block["subtitle"]) if claim["kind"] == "coverage"]
        if [(number(claim["low"]) >= _COVERED, claim["codes"]) for claim in covered] != [(True, inner[0]["codes"])]:
            yield f"its subtitle does not say that {_COVERED}% or more of the value of its lines is split"

    def _end_of(self, curve: Data) -> Iterator[str]:
        """Yield a figure at a curve's end that is not its last point, or a name with another period."""
        spans = curve["spans"]
        end = period_of(spans[-1])
        last = next((point * spans.count(spans[-1]) for point in reversed(curve["points"]) if point is not None), None)
        for claim in self.claims(curve["figure"]):
            is_end = is_money(claim["unit"]) and claim["period"] == str(end)
            if is_end and (last is None or not _is_drawn_at(last, number(claim["value"]) / self.scale)):
                yield f"it ends at {last}, {claim['id']} is {claim['value']}"
        if _times(curve["label"]) and not _ends_in(curve["label"], end):
            yield f"{curve['label']['words']!r} is drawn of {end}"

    def _sum_of(self, curve: Data) -> Iterator[str]:
        """Yield changes with the figure of another one, a year with a gap, and figures that miss the printed sum."""
        cells = curve["cells"]
        for cell, span, point in zip(cells, curve["spans"], curve["points"], strict=True):
            claims = self.claims(cell)
            if [(claim["kind"], claim["period"], claim["codes"]) for claim in claims] != [
                ("change_abs", span, curve["codes"])
            ]:
                yield f"{cell['words']!r} in {span} is not its change"
            elif not _is_drawn_at(point, number(claims[0]["value"]) / self.scale):
                yield f"{cell['words']!r} in {span} is {claims[0]['value']}, drawn at {point}"
        months = [month for span in curve["spans"] for month in period_of(span).split()]
        to_date = period_of(self.edition["period"]).year_to_date(int(self.edition.get("year_start", 1)))
        if months != list(to_date.split()):
            yield f"its bars are not the months of {to_date}"
        label = text_of(curve["label"])
        totals = [read(label.printed(mark), self.tongue) for mark in label.marks]
        if len(totals) != 1 or totals[0] is None:
            yield f"{curve['label']['words']!r} prints no sum"
        else:
            yield from self._sums_to([cell["words"] for cell in cells], totals[0].value)

    def _axis(self) -> Iterator[str]:
        """Yield steps without the right period names, repeated names, and a key whose borders were not drawn."""
        spans = [span for curve in self.block.get("curves", ())[:1] for span in curve["spans"]]
        named, borders = self.block.get("steps", ()), self.block.get("thresholds")
        if named and len(spans) != len(named):
            yield f"{len(named)} steps are named for {len(spans)} points"
        for words, count in Counter(step["words"].strip() for step in named).items():
            if words and count > 1:
                yield f"it names two of its periods {words!r}"
        for step, span in zip(named, spans, strict=False):
            if step["words"].strip() and not _ends_in(step, period_of(span)):
                yield f"its step {step['words']!r} stands at {span}"
        if borders:
            numbers = [leaf[1] for tick in self.block["ticks"] for leaf in leaves(tree_in(tick)) if leaf[0] == "number"]
            if [float(text.replace("\N{MINUS SIGN}", "-")) for text in numbers] != borders:
                yield f"its key says {numbers}, it parts at {borders}"

    # Compare with customs' rows.

    def sparks_of_table(self) -> Iterator[Fault]:
        """Yield the sparklines that are not the sums of their codes."""
        for row in self.block["rows"]:
            if row.get("spark"):
                for problem in self._points(row["codes"], self.block.get("spans", ()), row["spark"]):
                    yield row["cells"][0]["words"], "points", problem

    def chart_by_rows(self) -> Iterator[Fault]:
        """Yield the points, parts and lines of a chart that differ from what customs published."""
        for curve in self.block.get("curves", ()):
            words = curve["figure"]["words"] or curve["label"]["words"]
            readers = {
                "rates": self._heat,
                "changes": self._changes,
                "indexes": self._index,
                "suppliers": self._supplier,
                "flows": self._flow,
            }
            problems = readers.get(self.form.curves, self._line)(curve)
            yield from ((words, "points", f"{curve['label']['words']}: {problem}") for problem in problems)
        for bar in self.block.get("bars", ()):
            claims = self.claims(bar["figure"])
            if bar.get("before") is not None and claims:
                before = self._share_before if claims[0]["kind"] == "share" else self._level_before
                for problem in before(claims[0], bar["before"]):
                    yield bar["figure"]["words"], "bar", f"{bar['label']['words']}: its tick of {problem}"
        if self.form.bars in {"parts", "steps"}:
            yield from ((self.block["title"]["words"], "bars", problem) for problem in self._lines())
        codes = [code for curve in self.block.get("curves", ()) for code in curve["codes"]]
        for mark in self.block.get("breaks", ()):
            if not any(self._is_break(parties, codes, mark) for parties in self.evidence.calculator.every_party):
                problem = f"no figure of {codes} comes to be counted so in {mark['span']}"
                yield mark["label"]["words"], "points", problem

    def _level_before(self, claim: Data, before: float) -> Iterator[str]:
        """Yield why a bar's tick or ring is not the level of the edition's compare period."""
        yield from self._points(claim["codes"], [self.edition["compare_period"]], [before])

    def _share_before(self, claim: Data, before: float) -> Iterator[str]:
        """Yield why a ring is not the share of a line a year before that of its claim, in the same whole."""
        span = period_of(claim["period"]).year_before()
        whole = self.evidence.calculator.codes(claim["formula"][2])

        def off(parties: Parties) -> Iterator[str]:
            part, total = (self.releases.total(parties, codes, span) for codes in (claim["codes"], whole))
            if part is None or not total:
                yield f"{span} is drawn, and customs' figures of it are not complete"
            elif not _is_drawn_at(before, part / total * HUNDRED):
                yield f"{span} is drawn at {before}, customs has {part / total * HUNDRED:.6f}"

        yield from self._by_parties(off)

    def _by_parties(self, look: Callable[[Parties], Iterable[str]]) -> list[str]:
        """Return the problems under the parties with the fewest: a picture shows one pair of parties of the edition."""
        problems = [list(look(parties)) for parties in self.evidence.calculator.every_party]
        return min(problems, key=len, default=["no cell says whose trade it is"])

    def _points(self, codes: Sequence[str], spans: Sequence[str], points: Sequence[float | None]) -> list[str]:
        def off(parties: Parties) -> Iterator[str]:
            for span, point in zip(spans, points, strict=True):
                total = self.releases.total(parties, codes, period_of(span))
                value = None if total is None else total / spans.count(span)  # points of one span share it
                if (value is None) != (point is None):
                    yield f"{span} is {'drawn' if value is None else 'not drawn'}, customs has {value}"
                elif value is not None and point is not None and not _is_drawn_at(point, value / self.scale):
                    yield f"{span} is drawn at {point}, customs has {value / self.scale}"

        if len(spans) != len(points):
            return [f"{len(points)} points are drawn for {len(spans)} periods"]
        if any(count not in {1, period_of(span).months} for span, count in Counter(spans).items()):
            return ["a period stands at more points than one, and not at one for each of its months"]
        return self._by_parties(off)

    def _changes(self, curve: Data) -> Iterator[str]:
        """Yield the points that are not the change of a line's codes on a year before."""

        def off(parties: Parties) -> Iterator[str]:
            for span, point in zip(curve["spans"], curve["points"], strict=True):
                time = period_of(span)
                if is_moved(time, steps_a_year([parties])):
                    yield f"{span} stands alone, where Lunar New Year moves"
                now, base = (self.releases.total(parties, curve["codes"], end) for end in (time, time.year_before()))
                if now is None or base is None:
                    yield f"{span} is drawn, customs has {now} and {base}"
                elif not _is_drawn_at(point, (now - base) / self.scale):
                    yield f"{span} is drawn at {point}, customs has {(now - base) / self.scale}"

        yield from self._by_parties(off)

    def _heat(self, curve: Data) -> Iterator[str]:
        """Yield the cells that are not the change of the line, and figures that do not belong to their cell."""
        yield from self._by_parties(lambda parties: self._rates(parties, curve))
        cells = curve.get("cells", ())
        if cells and len(cells) != len(curve["spans"]):
            yield f"{len(cells)} figures stand in {len(curve['spans'])} cells"
        for cell, span, point in zip(cells, curve["spans"], curve["points"], strict=False):
            claims = self.claims(cell)
            if (point is None) != (not claims):
                yield f"{span} has {cell['words'] or 'no figure'}, and is {'not ' if point is None else ''}drawn"
            for claim in claims:
                if (claim["kind"], claim["period"], claim["codes"]) != ("change", span, curve["codes"]):
                    yield f"{cell['words']!r} in {span} is not its change"
                elif point is not None and not _is_drawn_at(point, number(claim["value"])):
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
            elif point is not None and not _is_drawn_at(point, rate):
                yield f"{span} is drawn at {point}, customs has {rate:.6f}"

    def _rate(self, parties: Parties, codes: Sequence[str], time: Period) -> Decimal | None:
        """Return the growth of codes on a year before in per cent, or None if there is no meaningful rate."""
        ends = time, time.year_before()
        now, base = (self.releases.total(parties, codes, end) for end in ends)
        has_bound = any(self.releases.is_bound(parties, code, end) for code in codes for end in ends)
        if not now or not base or has_bound or is_from_little(now, base, time.months, self.dollar):
            return None
        return HUNDRED * (now / base - 1)

    def _largest(self) -> Iterator[str]:
        """Yield partners that are not the largest, largest first, by the rank of the edition's own."""
        own = [curve for curve in self.block["curves"] if curve["role"] == "own"]
        ranks = [claim for curve in own for claim in self.claims(curve["figure"]) if claim["kind"] == "market_rank"]
        if len(own) != 1 or len(ranks) != 1:
            yield f"{len(ranks)} ranks say which partners are the largest"
            return
        calculator = self.evidence.calculator
        sizes = {calculator.parties(part)[0][1]: calculator.span(part).value for part in ranks[0]["formula"][1:]}
        drawn = [_partner(curve) for curve in self.block["curves"]]
        smallest = min((sizes.get(name, Decimal(0)) for name in drawn if name != _partner(own[0])), default=Decimal(0))
        due = {name for name, size in sizes.items() if size > smallest} | {_partner(own[0])}
        ranked = sorted(drawn, key=lambda name: -sizes.get(name, Decimal(0)))
        if not due <= set(drawn) or [sizes.get(name) for name in drawn] != [sizes.get(name) for name in ranked]:
            yield f"it draws {drawn}, the largest are {sorted(due)}"
        if _partner(own[0]) != calculator.parties(ranks[0]["formula"][1])[0][1]:
            yield f"{own[0]['label']['words']} is not the edition's own partner"

    def _supplier(self, curve: Data) -> Iterator[str]:
        """Yield shares of another partner, and points that are not the shares; without a ring it had no trade."""
        claims = [claim for cell in curve["cells"] for claim in self.claims(cell)]
        kinds = [claim["kind"] for claim in claims]
        if kinds not in (["supplier_share"], ["supplier_share", "share_gain"]):
            yield f"{kinds} stand beside it"
            return
        share, base = claims[0]["formula"], claims[1]["formula"][2] if claims[1:] else None
        calculator = self.evidence.calculator
        [(reporter, partner, flow)] = calculator.parties(share[1])
        spans = [str(calculator.time(part[1])) for part in (base, share) if part]
        points = [point for point in curve["points"] if point is not None]
        values = [calculator.span(part).value for part in (base, share) if part]
        if partner != _partner(curve) or (claims[1:] and claims[1]["formula"][1] != share):
            yield f"its figures are those of {partner}"
        if curve["spans"][-len(spans) :] != spans or not all(map(_is_drawn_at, points, values)):
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
            if value is None or point is None or not _is_drawn_at(point, value / self.scale):
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
            if index is None or point is None or not _is_drawn_at(point, index):
                yield f"{span} is drawn at {point}, its cells say {index}"

    def _prices(self, curve: Data, span: Period) -> Decimal | None:
        """Return the average over a span of the price whose figure stands at the curve's end, or None."""
        context = self.evidence.context
        named = [context[key] for claim in self.claims(curve["figure"]) for key in claim["formula"][1:]]
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

    def _line(self, curve: Data) -> Iterator[str]:
        """Yield the points that are not the sums of a line's codes, and faults of its range and dashes."""
        yield from self._points(curve["codes"], curve["spans"], curve["points"])
        if self.form.curves != "ranged":
            return
        yield from self._by_parties(lambda parties: self._dashed(parties, curve))
        if not curve.get("lows"):
            return
        if len(curve["spans"]) == len(curve["lows"]) == len(curve["highs"]):
            yield from self._by_parties(lambda parties: self._band(parties, curve))
        else:
            yield "its band has more or fewer ends than the line has points"

    def _band(self, parties: Parties, curve: Data) -> Iterator[str]:
        """Yield the months whose range is not the usual one from the line's own past."""
        spans = [period_of(span) for span in curve["spans"]]

        def level(when: Period) -> Decimal | None:
            return self.releases.total(parties, curve["codes"], when)

        try:
            usual = ranges(level, spans, steps_a_year([parties]), self.dollar)
        except ValueError as fault:
            yield str(fault)
            return
        for span, low, high, ends in zip(spans, curve["lows"], curve["highs"], usual, strict=True):
            due = [end / self.scale for end in ends] if ends else None
            if due is None:
                is_right = low is None and high is None
            else:
                has_ends = low is not None and high is not None
                is_right = has_ends and _is_drawn_at(low, due[0]) and _is_drawn_at(high, due[1])
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

    def _is_break(self, parties: Parties, codes: Sequence[str], mark: Data) -> bool:
        """Whether a code's series begins at the month of a break, for the reason that its label states."""
        month, releases, label = period_of(mark["span"]).first, self.releases, tree_of(mark["label"])
        for code in codes:
            excluded, row = releases.excluded.get((parties, code), ()), releases.by_month(parties, code).get(month)
            edition = (row.edition if row else "") or releases.editions(parties).get(month, "")
            is_named = label in {("hs", edition), ("valuation", row.valuation if row else "")}
            if month - 1 in excluded and month not in excluded and is_named:
                return True
        return False

    def _lines(self) -> Iterator[str]:
        """Yield lines that are in several bars or in none. The quantity step must have the value step's lines."""
        pairs = [(bar, claim) for bar in self.block["bars"] for claim in self.claims(bar["figure"])]
        claims = [claim for bar, claim in pairs if not bar.get("total")]
        of_value = [claim for claim in claims if claim["formula"][0] != "quantity_effect"]
        codes = [code for claim in of_value for code in claim["codes"]]
        ends = {claim[key] for _, claim in pairs for key in ("period", "compare_period")}
        yield from self._each_line(codes, "bars", ends - {None})
        for claim in claims:
            if claim["formula"][0] == "quantity_effect" and claim["codes"] != of_value[0]["codes"]:
                yield "average value and quantity are of other lines"
        for bar, claim in pairs:
            if bar.get("total") and set(codes) != set(claim["codes"]):
                yield f"its steps are of {sorted(codes)}, a total of {sorted(claim['codes'])}"

    def _each_line(self, codes: Sequence[str], what: str, spans: Iterable[str]) -> Iterator[str]:
        """Yield repeated codes, and the edition's lines with trade that are missing from `codes`.

        A line without a figure in the edition's period counts in no total, so it may be missing at other times, too.
        """
        yield from (f"{code} stands in {count} {what}" for code, count in Counter(codes).items() if count > 1)
        lines, now, releases = self.edition.get("codes", ()), period_of(self.edition["period"]), self.releases

        def lines_left_out(parties: Parties) -> Iterator[str]:
            for span in map(period_of, spans):
                for code in releases.codes_with_figure(parties, lines, span):
                    is_drawn = any(nests(code, drawn_code) for drawn_code in codes)
                    has_trade = releases.value(parties, code, span) != 0
                    if not is_drawn and has_trade and releases.is_known(parties, code, lines, now):
                        yield code

        missing = sorted(set(self._by_parties(lines_left_out)))
        if missing:
            yield f"it leaves out {missing}"


def _is_drawn_at(drawn_at: float, value: Decimal) -> bool:
    """Whether a number is drawn where it should be, up to 1 part in 10^9."""
    return abs(Decimal(repr(drawn_at)) - value) <= max(abs(value), Decimal(1)) * _CLOSE


def _partner(curve: Data) -> str:
    """Return the economy that the label of a curve names."""
    return next((str(leaf[1]) for leaf in leaves(tree_in(curve["label"])) if leaf[0] == "economy"), "")


def _total(claims: Iterable[Data]) -> Decimal:
    return sum((number(claim["value"]) for claim in claims), Decimal(0))


def _times(text: Data) -> list[Period]:
    return [Period.parse(leaf[1]) for leaf in leaves(tree_in(text)) if leaf[0] == "time"]


def _ends_in(text: Data, span: Period) -> bool:
    """Whether a text names times, and all of them end when `span` ends."""
    times = _times(text)
    return bool(times) and all(time.last == span.last for time in times)
