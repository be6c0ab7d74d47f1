"""Compare every number that a chart or a table draws with its claim, and with the sums of customs' rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import EDITION, Data, Finding, text_of, tree_in, tree_of
from generator.audit.patterns.printed_figures import SCALES_OF_HEADS, read
from generator.audit.patterns.tongue import TAGS, Tongue
from generator.audit.seen.drawings import FormReading, form_of
from generator.audit.trace.completeness import nests
from generator.audit.trace.curve_trace import CurveTrace, is_drawn_at, partner_of
from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.formulas import Parties, period_of
from generator.audit.trace.value_spans import HUNDRED, Span, number
from generator.trade.currency import is_money
from generator.trade.period import Period
from generator.trade.trees import leaves, parts_of

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
    def scale(self) -> Decimal:
        return SCALES_OF_HEADS.get(self.block["scale"], Decimal(1))

    @cached_property
    def form(self) -> FormReading:
        return form_of(self.block)

    @cached_property
    def curves(self) -> CurveTrace:
        kind = self.form.curves if self.block["kind"] == "chart" else ""
        return CurveTrace(kind, self.scale, self.evidence, self.releases)

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
            total = _total(claim for bar in bars for claim in self.evidence.claims_of(bar["figure"])) / self.scale
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
            claims = self.evidence.claims_of(row["cells"][column]) if column is not None else []
            values = [number(claim["value"]) / (self.scale if is_money(claim["unit"]) else 1) for claim in claims]
            if row.get("bar") is not None and not any(is_drawn_at(row["bar"], value) for value in values):
                problem = f"its bar is drawn at {row['bar']}, its figure is {[str(value) for value in values]}"
                yield row["cells"][0]["words"], "bar", problem
            is_bound = any(claim["qualifier"] in {"over", "at_least"} for claim in claims)
            if row.get("bar") is not None and is_bound != row.get("bound", False):
                yield row["cells"][0]["words"], "bar", f"its bar ends {'like no' if is_bound else 'as'} lower bound"

    def _bar(self, bar: Data) -> Iterator[str]:
        claims, period = self.evidence.claims_of(bar["figure"]), period_of(self.edition["period"])
        if self.form.bars != "steps":
            claims = [claim for claim in claims if period_of(claim["period"]).last == period.last]
        if not claims:
            yield "no claim of the edition's period stands under it"
            return
        claim = claims[0]
        for end in Span._fields:
            if not is_drawn_at(bar[end], number(claim[end]) / self.scale):
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
        claims = [claim for bar in bars for claim in self.evidence.claims_of(bar["figure"])]
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
        covered = [claim for claim in self.evidence.claims_of(self.block["subtitle"]) if claim["kind"] == "coverage"]
        if [(number(claim["low"]) >= _COVERED, claim["codes"]) for claim in covered] != [(True, inner[0]["codes"])]:
            yield f"its subtitle does not say that {_COVERED}% or more of the value of its lines is split"

    def _end_of(self, curve: Data) -> Iterator[str]:
        """Yield a figure at a curve's end that is not its last point, or a name with another period."""
        spans = curve["spans"]
        end = period_of(spans[-1])
        last = next((point * spans.count(spans[-1]) for point in reversed(curve["points"]) if point is not None), None)
        for claim in self.evidence.claims_of(curve["figure"]):
            is_end = is_money(claim["unit"]) and claim["period"] == str(end)
            if is_end and (last is None or not is_drawn_at(last, number(claim["value"]) / self.scale)):
                yield f"it ends at {last}, {claim['id']} is {claim['value']}"
        highest = max((point for point in curve["points"] if point is not None), default=0.0)
        for slots in parts_of(tree_in(curve["figure"]), "panels.most"):
            named = [self.evidence.claims[leaf[1]] for leaf in leaves(slots["most"]) if leaf[0] == "figure"]
            for claim in named:
                if not is_drawn_at(highest, number(claim["value"]) / self.scale):
                    yield f"its highest point is {highest}, {claim['id']} is {claim['value']}"
        if _times(curve["label"]) and not _ends_in(curve["label"], end):
            yield f"{curve['label']['words']!r} is drawn of {end}"

    def _sum_of(self, curve: Data) -> Iterator[str]:
        """Yield changes with the figure of another one, a year with a gap, and figures that miss the printed sum."""
        cells = curve["cells"]
        for cell, span, point in zip(cells, curve["spans"], curve["points"], strict=True):
            claims = self.evidence.claims_of(cell)
            if [(claim["kind"], claim["period"], claim["codes"]) for claim in claims] != [
                ("change_abs", span, curve["codes"])
            ]:
                yield f"{cell['words']!r} in {span} is not its change"
            elif not is_drawn_at(point, number(claims[0]["value"]) / self.scale):
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

    # Compare with customs' rows.

    def sparks_of_table(self) -> Iterator[Fault]:
        """Yield the sparklines that are not the sums of their codes."""
        for row in self.block["rows"]:
            if row.get("spark"):
                for problem in self.curves.points(row["codes"], self.block.get("spans", ()), row["spark"]):
                    yield row["cells"][0]["words"], "points", problem

    def chart_by_rows(self) -> Iterator[Fault]:
        """Yield the points, parts and lines of a chart that differ from what customs published."""
        for curve in self.block.get("curves", ()):
            words = curve["figure"]["words"] or curve["label"]["words"]
            problems = self.curves.faults(curve)
            yield from ((words, "points", f"{curve['label']['words']}: {problem}") for problem in problems)
        for bar in self.block.get("bars", ()):
            claims = self.evidence.claims_of(bar["figure"])
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
        yield from self.curves.points(claim["codes"], [self.edition["compare_period"]], [before])

    def _share_before(self, claim: Data, before: float) -> Iterator[str]:
        """Yield why a ring is not the share of a line a year before that of its claim, in the same whole."""
        span = period_of(claim["period"]).year_before()
        whole = self.evidence.calculator.codes(claim["formula"][2])

        def differences(parties: Parties) -> Iterator[str]:
            part, total = (self.releases.total(parties, codes, span) for codes in (claim["codes"], whole))
            if part is None or not total:
                yield f"{span} is drawn, and customs' figures of it are not complete"
            elif not is_drawn_at(before, part / total * HUNDRED):
                yield f"{span} is drawn at {before}, customs has {part / total * HUNDRED:.6f}"

        yield from self.curves.by_parties(differences)

    def _largest(self) -> Iterator[str]:
        """Yield partners that are not the largest, largest first, by the rank of the edition's own."""
        own = [curve for curve in self.block["curves"] if curve["role"] == "own"]
        ranks = [
            claim
            for curve in own
            for claim in self.evidence.claims_of(curve["figure"])
            if claim["kind"] == "market_rank"
        ]
        if len(own) != 1 or len(ranks) != 1:
            yield f"{len(ranks)} ranks say which partners are the largest"
            return
        calculator = self.evidence.calculator
        sizes = {calculator.parties(part)[0][1]: calculator.span(part).value for part in ranks[0]["formula"][1:]}
        drawn = [partner_of(curve) for curve in self.block["curves"]]
        smallest = min(
            (sizes.get(name, Decimal(0)) for name in drawn if name != partner_of(own[0])), default=Decimal(0)
        )
        due = {name for name, size in sizes.items() if size > smallest} | {partner_of(own[0])}
        ranked = sorted(drawn, key=lambda name: -sizes.get(name, Decimal(0)))
        if not due <= set(drawn) or [sizes.get(name) for name in drawn] != [sizes.get(name) for name in ranked]:
            yield f"it draws {drawn}, the largest are {sorted(due)}"
        if partner_of(own[0]) != calculator.parties(ranks[0]["formula"][1])[0][1]:
            yield f"{own[0]['label']['words']} is not the edition's own partner"

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
        pairs = [(bar, claim) for bar in self.block["bars"] for claim in self.evidence.claims_of(bar["figure"])]
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

        missing = sorted(set(self.curves.by_parties(lines_left_out)))
        if missing:
            yield f"it leaves out {missing}"


def _total(claims: Iterable[Data]) -> Decimal:
    return sum((number(claim["value"]) for claim in claims), Decimal(0))


def _times(text: Data) -> list[Period]:
    return [Period.parse(leaf[1]) for leaf in leaves(tree_in(text)) if leaf[0] == "time"]


def _ends_in(text: Data, span: Period) -> bool:
    """Whether a text names times, and all of them end when `span` ends."""
    times = _times(text)
    return bool(times) and all(time.last == span.last for time in times)
