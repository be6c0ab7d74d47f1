"""Check that formulas are complete: a sum has every month of its lines, a whole has every line, a record its full past.

The claim gives the periods, and they are passed down its formula. If complete releases cover a month, a line without a
row adds nothing to a sum, so the cells alone do not show the months of the sum. A row of FORMULAS names the rules here:
TIMES gives the periods of its parts, and RULES what else must hold for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from itertools import pairwise, product

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import Data, cached_method
from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.formulas import (
    AMOUNTS,
    CHANGES,
    FORMULAS,
    RESTATED,
    Formula,
    FormulaCalculator,
    Parties,
    is_within_time,
    period_of,
)
from generator.audit.trace.usual_ranges import step_before, steps_a_year
from generator.audit.trace.value_spans import YEAR, Span, best, equal
from generator.trade.codes import is_within
from generator.trade.period import Period

_LEAST_RESTATED = 6  # fewest months published again that a claim on revisions needs
Parts = Sequence[Formula]
TimedPart = tuple[Formula, Period, Period | None]  # a part, its period, and the period it is compared with


@dataclass(frozen=True)
class Completeness:
    """What the claims of one edition must include, given the raw releases."""

    edition: Data
    calculator: FormulaCalculator
    releases: CustomsReleases

    @cached_property
    def period(self) -> Period:
        """The period of the edition."""
        return Period.parse(self.edition["period"])

    def faults(self, claim: Data) -> Iterator[str]:
        """Yield what the formula of `claim` leaves out, or counts twice."""
        base = period_of(claim["compare_period"]) if claim["compare_period"] else None
        yield from self._faults_of(claim["formula"], period_of(claim["period"]), base)

    def _faults_of(self, formula: Formula, now: Period, base: Period | None) -> Iterator[str]:
        """Yield the faults of `formula`. Its newer parts are of the period `now`, its older parts of `base`."""
        head, *parts = formula
        if head in AMOUNTS:
            yield from self.amount_faults(formula, now)
        rule = FORMULAS.get(head)
        if rule is None or not rule.parts:
            return
        times, rules = times_and_rules(rule.parts)
        timed = times(self, parts, now, base)
        view = FormulaParts(self, head, parts, now, base, timed)
        for part, part_now, part_base in timed:
            yield from self._faults_of(part, part_now, part_base)
        for part_rule in rules:
            yield from part_rule(view)

    @cached_method
    def lines_left_out(self, total: Formula, time: Period, now: Period) -> Sequence[str]:
        """Return the edition's lines that `total` lacks although customs published them for both `time` and `now`.

        A line counts as included if it is within an included line, or if its included lines add up to it, up to 1 for
        each line and month. `now` is the edition's period. A line without a figure in it counts in no total that is
        compared with another, and neither do the lines within it.
        """
        counted, lines, releases = self.calculator.codes(total), self.edition.get("codes", ()), self.releases
        missing = {
            code
            for parties in self.calculator.parties(total)
            for code in self.codes_with_figure(parties, time)
            if not any(is_within(code, line) for line in counted)
            and releases.is_known(parties, code, lines, now)
            and releases.value(parties, code, time) != 0
            and not self._adds_up(parties, code, counted, time)
        }
        return [f"its whole leaves out {sorted(missing)}, which customs published for {time}"] if missing else []

    def _adds_up(self, parties: Parties, code: str, counted: Iterable[str], time: Period) -> bool:
        """Whether the counted lines within a code add up to it."""
        lines = sorted(line for line in counted if is_within(line, code))
        printed, added = (self.releases.total(parties, codes, time) for codes in ([code], lines))
        if printed is None or added is None or not lines:
            return False
        return abs(printed - added) <= len(lines) * time.months

    @cached_method
    def amount_faults(self, formula: Formula, time: Period) -> Sequence[str]:
        """Return the months that a sum lacks, repeats or adds to `time`, and every `nil` of a line that has a row."""
        return tuple(self._amount_faults(formula, time))

    def _amount_faults(self, formula: Formula, time: Period) -> Iterator[str]:
        leaves = self.calculator.leaves(formula)
        months = Counter((leaf.code, month.first) for leaf in leaves for month in leaf.period.split())
        codes = sorted({leaf.code for leaf in leaves})
        for (code, first), count in months.items():
            if count > 1:
                yield f"it counts {code} of {Period(first, 1)} {count} times"
        for code, following in pairwise(codes):
            if following.startswith(code):
                yield f"it counts {following} within {code} a second time"
        outside = {str(leaf.period) for leaf in leaves if not is_within_time(leaf.period, time)}
        for period in sorted(outside):
            yield f"it stands on cells of {period}, where it must be of {time}"
        for leaf in leaves:
            if leaf.parties is None and not self.are_silent(formula, leaf.code, leaf.period):
                yield f"no complete release is silent about {leaf.code} in {leaf.period}"
        for code, month in product(codes, time.split()):
            if (code, month.first) not in months and not self.are_silent(formula, code, month):
                yield f"it leaves out {code} of {month}"

    @cached_method
    def codes_with_figure(self, parties: Parties, time: Period) -> set[str]:
        """Return the lines of the edition that have a figure within `time`."""
        return self.releases.codes_with_figure(parties, self.edition.get("codes", ()), time)

    def are_silent(self, formula: Formula, code: str, time: Period) -> bool:
        """Whether the releases of the formula's parties cover `time` and have no row of `code` in it."""
        return any(self.releases.is_silent(parties, code, time) for parties in self.parties(formula))

    def parties(self, *parts: Formula) -> Sequence[Parties]:
        """Return the parties of some parts, or the edition's parties if the parts have no cell."""
        return self.calculator.parties(*parts) or self.calculator.every_party

    def step_before(self, time: Period, parts: Parts) -> Period:
        """Return the step before `time` in the series of `parts`."""
        return step_before(time, steps_a_year(self.parties(*parts)))


@dataclass(frozen=True)
class FormulaParts:
    """A formula with its parts and their periods. `now` and `base` are those of the whole formula."""

    complete: Completeness
    head: str
    parts: Parts
    now: Period
    base: Period | None
    timed: Sequence[TimedPart]

    @property
    def times(self) -> list[Period]:
        """The periods of the parts."""
        return [time for _, time, _ in self.timed]

    @property
    def codes(self) -> AbstractSet[str]:
        """The codes of all parts."""
        return self.complete.calculator.codes(*self.parts)


def nests(code: str, other_code: str) -> bool:
    """Whether one of two codes is the other, or is within it."""
    return code.startswith(other_code) or other_code.startswith(code)


Times = Callable[[Completeness, Parts, Period, Period | None], list[TimedPart]]
Rule = Callable[[FormulaParts], Iterable[str]]


# Times: the period of each part of a formula, and what it is compared with, from the periods of the formula.


def _at(*sides: str) -> Times:
    """Return the times for parts that are each of `now`, of the `base`, or of their own cells."""

    def times(complete: Completeness, parts: Parts, now: Period, base: Period | None) -> list[TimedPart]:
        ends = {"now": now, "base": base or now}
        pairs = zip(parts, sides, strict=True)
        return [(part, ends.get(side) or complete.calculator.time(part), None) for part, side in pairs]

    return times


def _chain(complete: Completeness, parts: Parts, now: Period, _: Period | None) -> list[TimedPart]:
    """Return times month by month, period by period, or year by year. A cell of several months keeps its own period."""
    times_of_cells = [complete.calculator.time(part) for part in parts]
    times = [now, *times_of_cells[1:]]
    for step in dict.fromkeys((YEAR, now.months, 1)):
        regular = [Period(now.first - step * place, now.months) for place in range(len(parts))]
        is_inside = all(is_within_time(inner, outer) for outer, inner in zip(regular, times_of_cells, strict=True))
        overlaps = step >= now.months or any(time.months > step for time in times_of_cells[1:])
        if is_inside and overlaps:
            times = regular
    return [(part, time, None) for part, time in zip(parts, times, strict=True)]


def _back(complete: Completeness, parts: Parts, now: Period, _: Period | None) -> list[TimedPart]:
    """Return months going back, with two as one at Lunar New Year. A change may be of several published together."""
    times = [now]
    for part in parts[1:]:
        before = complete.step_before(times[-1], parts)
        printed = complete.calculator.time(part[1]) if part[0] in {"growth", "difference"} else before
        is_longer = printed.months > before.months and printed.last == before.last
        times.append(printed if is_longer else before)
    return [(part, time, time.year_before()) for part, time in zip(parts, times, strict=True)]


def _season(_: Completeness, parts: Parts, now: Period, __: Period | None) -> list[TimedPart]:
    times = [Period(now.first - YEAR * back, now.months) for back in range(len(parts))]
    return [(part, time, time.step(-1)) for part, time in zip(parts, times, strict=True)]


def _leader(complete: Completeness, parts: Parts, now: Period, base: Period | None) -> list[TimedPart]:
    rank, *gaps = parts
    steps = _back(complete, [gaps[0], *gaps], now, base)[1:]
    return [(rank, now, None), *((side, time, None) for gap, time, _ in steps for side in gap[1:])]


def _in_year(complete: Completeness, parts: Parts, now: Period, base: Period | None) -> list[TimedPart]:
    """Return the times of some months of the edition's year to date and of the whole of it."""
    year = complete.period.last.year_to_date(int(complete.edition.get("year_start", 1)))
    return [(parts[0], now, base), (parts[1], year, year.year_before())]


TIMES: dict[str, Times] = {
    "together": lambda _, parts, now, base: [(part, now, base or now.year_before()) for part in parts],
    "chain": _chain,
    "back": _back,
    "season": _season,
    "leader": _leader,
    "in the year": _in_year,
    "market": lambda *_: [],  # market_trace.py judges it
    "supplier": lambda _, parts, now, __: [(parts[0], now, None)],
}


@cache
def times_and_rules(names: str) -> tuple[Times, list[Rule]]:
    """Return what FormulaRule.parts names, such as "chain: same lines". Times may also be words: "now base base"."""
    times, _, rules = names.partition(": ")
    return TIMES.get(times) or _at(*times.split()), [RULES[name] for name in rules.split(", ") if name]


# Rules: what else must hold for the parts.


def _same_lines(formula: FormulaParts) -> Iterator[str]:
    """Yield the lines that a part lacks though they had trade there. Of a change compare only its two sides."""
    complete = formula.complete
    timed = formula.timed[:2] if formula.head in CHANGES else formula.timed
    codes = complete.calculator.codes(*(part for part, *_ in timed))
    for part, time, _ in timed:
        for code in sorted(codes - complete.calculator.codes(part)):
            if not complete.are_silent(part, code, time):
                yield f"its side of {time} leaves out {code}"


def _is_whole(place: int) -> Rule:
    """Return the rule that the part at `place` has every line."""

    def rule(formula: FormulaParts) -> Sequence[str]:
        total, time, _ = formula.timed[place]
        return formula.complete.lines_left_out(total, time, formula.complete.period)

    return rule


def _each_line_once(formula: FormulaParts) -> Iterator[str]:
    counts = Counter(code for part in formula.parts for code in formula.complete.calculator.codes(part))
    for code, count in counts.items():
        if count > 1:
            yield f"{code} stands in {count} of its parts"


def _every_line(formula: FormulaParts) -> Iterator[str]:
    """Yield the lines that customs published and that a ranking leaves out."""
    complete, now = formula.complete, formula.now
    for parties in complete.calculator.parties(*formula.parts):
        codes = complete.codes_with_figure(parties, now)
        printed = {code for code in codes if complete.releases.value(parties, code, now) is not None}
        missing = {code for code in printed if not any(nests(code, part_code) for part_code in formula.codes)}
        if missing:
            yield f"it leaves out {sorted(missing)}, which customs published for {now}"


def _no_period_missing(formula: FormulaParts) -> Iterator[str]:
    times = formula.times
    for newer, older in pairwise(times):
        step = newer.first - older.first
        is_next = older.first + older.months == newer.first or step in {1, YEAR}
        is_alike = newer.months != older.months or step == times[0].first - times[1].first
        if not (is_next and is_alike):
            yield f"{older} does not come next before {newer}"


def _from_first(formula: FormulaParts) -> Iterator[str]:
    times, complete = formula.times, formula.complete
    starts = [complete.releases.first_month(parties, formula.codes) for parties in complete.parties(*formula.parts)]
    earliest = min((month for month in starts if month is not None), default=times[-1].first)
    if len(times) > 1 and times[-1].first - (times[0].first - times[1].first) >= earliest:
        yield f"its past begins with {times[-1]}, the releases begin with {Period(earliest, 1)}"


def _no_longer(formula: FormulaParts) -> Iterator[str]:
    """Yield the step before a run if it goes the same way, whatever its rounding."""
    complete, codes = formula.complete, formula.codes
    before, parties = complete.step_before(formula.times[-1], formula.parts), complete.parties(*formula.parts)[0]
    newest = _way(complete.releases, parties, codes, formula.times[-1], Decimal(0))
    margin = complete.releases.margin(parties, codes, before)
    ways = {_way(complete.releases, parties, codes, before, shift) for shift in (-margin, margin)}
    if newest and ways == {newest}:
        yield f"it leaves out {before}, which goes the same way"


def _way(releases: CustomsReleases, parties: Parties, codes: Iterable[str], time: Period, shift: Decimal) -> str | None:
    """Return the direction on the year before of a level raised by `shift`, or None if it is unknown."""
    ends = time, time.year_before()
    if any(releases.is_bound(parties, code, end) for code in codes for end in ends):
        return None
    now, base = (releases.total(parties, codes, end) for end in ends)
    if now is None or not base or base <= shift:
        return None
    return Span.point(now + shift).minus(Span.point(base - shift)).way


def _against(formula: FormulaParts, due: Period | None) -> Iterator[str]:
    """Yield a fault if the compare period is not `due`."""
    if formula.base != due:
        yield f"it is compared with {due}, claims.json says {formula.base}"


def _since_first_step(formula: FormulaParts) -> Iterator[str]:
    """Yield a fault if a run says since when it lasts, and that is not its first step."""
    if formula.base is not None:
        yield from _against(formula, formula.times[-1])


def _turn(formula: FormulaParts) -> Iterator[str]:
    """Check a turn's compare period: the step before its run if that goes the newest way, else none for a full run."""
    first, last = (formula.complete.calculator.span(formula.parts[at]).way for at in (0, -1))
    yield from _against(formula, formula.times[-1] if first == last else None)
    if formula.base is None:
        yield from _no_longer(formula)


def _against_best(formula: FormulaParts) -> Iterator[str]:
    levels = [formula.complete.calculator.span(part) for part in formula.parts]
    return _against(formula, formula.times[best(levels)])


def _against_first(formula: FormulaParts) -> Iterator[str]:
    """Yield a fault if the compare period is not that of the oldest part with trade. The newest part needs none."""
    levels = [formula.complete.calculator.span(part) for part in formula.parts]
    first = max(place for place, level in enumerate(levels) if level.value)
    return _against(formula, formula.times[first] if first else None)


def _year_before(formula: FormulaParts) -> Iterator[str]:
    now = formula.now
    if formula.base != Period(now.first - YEAR, YEAR):
        yield f"{formula.base} is not the year before {now}"
    for before in formula.times[2:]:
        if before != Period(now.first, now.months - formula.complete.period.months):
            yield f"{before} is not the year to date before {now}"


RULES: dict[str, Rule] = {
    "same lines": _same_lines,
    "first is whole": _is_whole(0),
    "second is whole": _is_whole(1),
    "third is whole": _is_whole(2),
    "fourth is whole": _is_whole(3),
    "newer side of the last is whole": lambda formula: formula.complete.lines_left_out(
        formula.parts[-1][1], formula.now, formula.complete.period
    ),
    "each line once": _each_line_once,
    "every line": _every_line,
    "no period missing": _no_period_missing,
    "from the first": _from_first,
    "no longer": _no_longer,
    "turn": _turn,
    "since its first step": _since_first_step,
    "against the last": lambda formula: _against(formula, formula.times[-1]),
    "against the best": _against_best,
    "against the first": _against_first,
    "against the step": lambda formula: _against(formula, formula.times[-2]),
    "against the step before": lambda formula: _against(formula, formula.now.step(-1)),
    "year before": _year_before,
}


@dataclass(frozen=True)
class Restated:
    """Judges the claims on revisions by a source, from the first release of each month and the newest (`now`)."""

    now: Completeness
    first: Completeness

    def faults(self, claim: Data) -> Iterator[str]:
        """Yield what a claim on revisions leaves out, or wrongly takes for a first or newest figure."""
        head, *parts = claim["formula"]
        if head not in RESTATED:
            return
        window, calculator = self.now.period.twelve_months(), self.now.calculator
        if claim["period"] != str(window):
            yield f"revisions are of {window}, claims.json says {claim['period']}"
        if len(parts) < _LEAST_RESTATED:
            yield f"revisions are told of {_LEAST_RESTATED} months at least, these are {len(parts)}"
        for part in parts:
            yield from self._pair(part)
        months, codes, parties = (
            sorted(map(calculator.time, parts)),
            calculator.codes(*parts),
            calculator.parties(*parts),
        )
        expected = [month for month in window.split() if parties and self._is_restated(parties[0], codes, month)]
        if months != expected:
            yield f"published again were {list(map(str, expected))}, it stands on {list(map(str, months))}"

    def _pair(self, part: Formula) -> Iterator[str]:
        """Yield the faults of a change that must lead from a month's first figure to its newest, for all its lines."""
        _, newer, older = part
        calculator, month = self.now.calculator, self.now.calculator.time(part)
        for side, complete, which in ((newer, self.now, "newest"), (older, self.first, "first")):
            yield from complete.amount_faults(side, month)
            yield from complete.lines_left_out(("sum", newer, older), month, month)
            totals = [complete.releases.total(pair, calculator.codes(part), month) for pair in calculator.parties(part)]
            value = calculator.span(side).value
            if len(totals) != 1 or totals[0] is None or not equal(value, totals[0]):
                yield f"the {which} figure of {month} is {totals}, it takes {value}"

    def _is_restated(self, parties: Parties, codes: AbstractSet[str], month: Period) -> bool:
        """Whether a month is known in its first and newest release, and any of its lines comes from another release."""
        totals, places = [], []
        for releases in (self.first.releases, self.now.releases):
            totals.append(releases.total(parties, codes, month))
            rows_by_code = [releases.rows_of(parties, code, month) for code in sorted(codes)]
            places.append([{line: row.place for line, row in rows.items()} for rows in rows_by_code])
        return None not in totals and bool(totals[0]) and places[0] != places[1]


def first_cells(evidence: ClaimEvidence) -> frozenset[str]:
    """Return the cells that the edition uses only as first figures of their month."""
    calculator = evidence.calculator
    formulas = [claim["formula"] for claim in evidence.claims.values()]
    pairs = [part for head, *parts in formulas if head in RESTATED for part in parts]
    first = {cell for pair in pairs for cell in calculator.ids(pair[2])}
    newest = {cell for pair in pairs for cell in calculator.ids(pair[1])}
    elsewhere = {cell for formula in formulas if formula[0] not in RESTATED for cell in calculator.ids(formula)}
    return frozenset(first - newest - elsewhere)
