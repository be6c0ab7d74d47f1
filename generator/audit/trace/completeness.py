"""Check that formulas are complete: a sum has every month of its lines, a whole every line, a record its whole past.

The periods come from the claim and are passed down its formula. Where complete releases cover a month, a line without
a row adds nothing to a sum, so the cells alone do not say of which months the sum is. `CELLS` has an entry for each
formula: of which periods its parts are, and what else must hold of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise, product

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import Data, cached_method
from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.formulas import (
    AMOUNTS,
    CHANGES,
    RESTATED,
    Bench,
    Formula,
    Parties,
    is_within_time,
    period_of,
)
from generator.audit.trace.usual_ranges import step_before, steps_a_year
from generator.audit.trace.value_spans import YEAR, Span, best, equal
from generator.trade.codes import is_within
from generator.trade.period import Period

_LEAST_RESTATED = 6  # months that were published again: of fewer nothing is said
Parts = Sequence[Formula]
Timed = tuple[Formula, Period, Period | None]  # a part, of when it is, and against when


@dataclass(frozen=True)
class Completeness:
    """What the claims of one edition must hold, by what the raw releases have."""

    edition: Data
    bench: Bench
    releases: CustomsReleases

    @cached_property
    def period(self) -> Period:
        """The period of the edition."""
        return Period.parse(self.edition["period"])

    def faults(self, claim: Data) -> Iterator[str]:
        """Yield what the formula of `claim` leaves out, or counts twice."""
        base = period_of(claim["compare_period"]) if claim["compare_period"] else None
        yield from self._walk(claim["formula"], period_of(claim["period"]), base)

    def _walk(self, formula: Formula, now: Period, base: Period | None) -> Iterator[str]:
        """Yield the faults of `formula`, whose newer parts are of `now` and whose older ones are of `base`."""
        head, *parts = formula
        if head in AMOUNTS:
            yield from self.amount(formula, now)
        if head in CELLS:
            times, *rules = CELLS[head]
            view = FormulaParts(self, head, parts, now, base, times(self, parts, now, base))
            for timed_part in view.timed:
                yield from self._walk(*timed_part)
            for rule in rules:
                yield from rule(view)

    @cached_method
    def left_out(self, whole: Formula, time: Period, now: Period) -> Sequence[str]:
        """Return the edition's lines that customs published for `time` and for `now`, and that `whole` lacks.

        One within another is in, and so is one whose lines are in and add up to it, one a line and month aside. A line
        without a figure in `now`, which is the edition's period, counts in no total that is compared with another, nor
        do those within it.
        """
        mine, lines, releases = self.bench.codes(whole), self.edition.get("codes", ()), self.releases
        missing = {
            code
            for pair in self.bench.parties(whole)
            for code in self.given(pair, time)
            if not any(is_within(code, other) for other in mine)
            and releases.is_known(pair, code, lines, now)
            and releases.value(pair, code, time) != 0
            and not self._adds_up(pair, code, mine, time)
        }
        return [f"its whole leaves out {sorted(missing)}, which customs published for {time}"] if missing else []

    def _adds_up(self, parties: Parties, code: str, mine: Iterable[str], time: Period) -> bool:
        lines = sorted(line for line in mine if is_within(line, code))
        own, summed = (self.releases.total(parties, codes, time) for codes in ([code], lines))
        if own is None or summed is None or not lines:
            return False
        return abs(own - summed) <= len(lines) * time.months

    @cached_method
    def amount(self, formula: Formula, time: Period) -> Sequence[str]:
        """Return the months of `time` that a sum lacks, or has twice or besides, and the `nil` of a line with a row."""
        return tuple(self._amount(formula, time))

    def _amount(self, formula: Formula, time: Period) -> Iterator[str]:
        leaves = self.bench.leaves(formula)
        months = Counter((leaf.code, month.first) for leaf in leaves for month in leaf.period.split())
        codes = sorted({leaf.code for leaf in leaves})
        for (code, at), count in months.items():
            if count > 1:
                yield f"it counts {code} of {Period(at, 1)} {count} times"
        for one, other in pairwise(codes):
            if other.startswith(one):
                yield f"it counts {other} within {one} a second time"
        outside = {str(leaf.period) for leaf in leaves if not is_within_time(leaf.period, time)}
        yield from (f"it stands on cells of {period}, where it must be of {time}" for period in sorted(outside))
        for leaf in leaves:
            if leaf.parties is None and not self.are_silent(formula, leaf.code, leaf.period):
                yield f"no complete release is silent about {leaf.code} in {leaf.period}"
        for code, month in product(codes, time.split()):
            if (code, month.first) not in months and not self.are_silent(formula, code, month):
                yield f"it leaves out {code} of {month}"

    @cached_method
    def given(self, parties: Parties, time: Period) -> set[str]:
        """Return the lines of the edition that have a figure within `time`."""
        return self.releases.given(parties, self.edition.get("codes", ()), time)

    def are_silent(self, formula: Formula, code: str, time: Period) -> bool:
        """Say whether the releases of the formula's parties cover `time` and have no row of `code` in it."""
        return any(self.releases.is_silent(pair, code, time) for pair in self.parties(formula))

    def parties(self, *parts: Formula) -> Sequence[Parties]:
        """Return the parties of some parts; of those that have no cell, those of the edition."""
        return self.bench.parties(*parts) or self.bench.every_party

    def before(self, time: Period, parts: Parts) -> Period:
        """Return the step before `time` in the series of `parts`."""
        return step_before(time, steps_a_year(self.parties(*parts)))


@dataclass(frozen=True)
class FormulaParts:
    """A formula with its parts, each with its times; `now` and `base` are the formula's own."""

    look: Completeness
    head: str
    parts: Parts
    now: Period
    base: Period | None
    timed: Sequence[Timed]

    @property
    def times(self) -> list[Period]:
        """Of when the parts are."""
        return [time for _, time, _ in self.timed]

    @property
    def codes(self) -> AbstractSet[str]:
        """The codes of all parts."""
        return self.look.bench.codes(*self.parts)


def nests(code: str, other: str) -> bool:
    """Say whether one code is the other, or lies within it."""
    return code.startswith(other) or other.startswith(code)


Times = Callable[[Completeness, Parts, Period, Period | None], list[Timed]]
Rule = Callable[[FormulaParts], Iterable[str]]


# Times: of when each part of a formula is, and against when, by the times of the formula.


def _together(_: Completeness, parts: Parts, now: Period, base: Period | None) -> list[Timed]:
    return [(part, now, base or now.year_before()) for part in parts]


def _at(*sides: str) -> Times:
    """Return the times of parts that are of `now`, of the `base` or of their own cells."""

    def times(look: Completeness, parts: Parts, now: Period, base: Period | None) -> list[Timed]:
        ends = {"now": now, "base": base or now}
        pairs = zip(parts, sides, strict=True)
        return [(part, ends.get(side) or look.bench.time(part), None) for part, side in pairs]

    return times


def _chain(look: Completeness, parts: Parts, now: Period, _: Period | None) -> list[Timed]:
    """Month by month, length by length, or year by year; a cell of several months takes its own place among them."""
    times_of_cells = [look.bench.time(part) for part in parts]
    times = [now, *times_of_cells[1:]]
    for step in dict.fromkeys((YEAR, now.months, 1)):
        regular = [Period(now.first - step * place, now.months) for place in range(len(parts))]
        if all(is_within_time(inner, outer) for outer, inner in zip(regular, times_of_cells, strict=True)):
            times = regular
    return [(part, time, None) for part, time in zip(parts, times, strict=True)]


def _back(look: Completeness, parts: Parts, now: Period, _: Period | None) -> list[Timed]:
    """Months, but two together at Lunar New Year; a change may be of more that were published together."""
    times = [now]
    for part in parts[1:]:
        before = look.before(times[-1], parts)
        own = look.bench.time(part[1]) if part[0] in {"growth", "difference"} else before
        times.append(own if own.months > before.months and own.last == before.last else before)
    return [(part, time, time.year_before()) for part, time in zip(parts, times, strict=True)]


def _season(_: Completeness, parts: Parts, now: Period, __: Period | None) -> list[Timed]:
    times = [Period(now.first - YEAR * back, now.months) for back in range(len(parts))]
    return [(part, time, time.step(-1)) for part, time in zip(parts, times, strict=True)]


def _leader(look: Completeness, parts: Parts, now: Period, base: Period | None) -> list[Timed]:
    rank, *gaps = parts
    steps = _back(look, [gaps[0], *gaps], now, base)[1:]
    return [(rank, now, None), *((side, time, None) for gap, time, _ in steps for side in gap[1:])]


# Rules: what else must hold of the parts.


def _same_lines(formula: FormulaParts) -> Iterator[str]:
    """Yield the lines of one part that another lacks, and that had trade there; of a change its two sides alone."""
    look = formula.look
    timed = formula.timed[:2] if formula.head in CHANGES else formula.timed
    codes = look.bench.codes(*(part for part, *_ in timed))
    for part, time, _ in timed:
        for code in sorted(codes - look.bench.codes(part)):
            if not look.are_silent(part, code, time):
                yield f"its side of {time} leaves out {code}"


def _whole_is(*places: int) -> Rule:
    """Return the rule that the parts at `places` have every line."""

    def rule(formula: FormulaParts) -> Iterator[str]:
        for place in places:
            whole, time, _ = formula.timed[place]
            yield from formula.look.left_out(whole, time, formula.look.period)

    return rule


def _each_once(formula: FormulaParts) -> Iterator[str]:
    seen = Counter(code for part in formula.parts for code in formula.look.bench.codes(part))
    yield from (f"{code} stands in {count} of its parts" for code, count in seen.items() if count > 1)


def _no_line_apart(formula: FormulaParts) -> Iterator[str]:
    """Yield the lines among which nothing is placed though customs published them."""
    look, now = formula.look, formula.now
    for pair in look.bench.parties(*formula.parts):
        given = {code for code in look.given(pair, now) if look.releases.value(pair, code, now) is not None}
        missing = {code for code in given if not any(nests(code, other) for other in formula.codes)}
        if missing:
            yield f"it leaves out {sorted(missing)}, which customs published for {now}"


def _in_turn(formula: FormulaParts) -> Iterator[str]:
    times = formula.times
    for one, other in pairwise(times):
        is_next = other.first + other.months == one.first or one.first - other.first in {1, YEAR}
        is_alike = one.months != other.months or one.first - other.first == times[0].first - times[1].first
        if not (is_next and is_alike):
            yield f"{other} does not come next before {one}"


def _from_first(formula: FormulaParts) -> Iterator[str]:
    times, look = formula.times, formula.look
    starts = [look.releases.first_month(pair, formula.codes) for pair in look.parties(*formula.parts)]
    earliest = min((month for month in starts if month is not None), default=times[-1].first)
    if len(times) > 1 and times[-1].first - (times[0].first - times[1].first) >= earliest:
        yield f"its past begins with {times[-1]}, the releases begin with {Period(earliest, 1)}"


def _no_longer(formula: FormulaParts) -> Iterator[str]:
    """Yield the step before a run that goes its way too, whatever its figures' last digits stand for."""
    look, codes = formula.look, formula.codes
    before, parties = look.before(formula.times[-1], formula.parts), look.parties(*formula.parts)[0]
    newest = _way(look.releases, parties, codes, formula.times[-1], Decimal(0))
    off = look.releases.off(parties, codes, before)
    ways = {_way(look.releases, parties, codes, before, by) for by in (-off, off)}
    if newest and ways == {newest}:
        yield f"it leaves out {before}, which goes the same way"


def _way(releases: CustomsReleases, parties: Parties, codes: Iterable[str], time: Period, off: Decimal) -> str | None:
    """Return the way of a change on the year before of a level `off` higher, None where it is not known."""
    ends = time, time.year_before()
    if any(releases.is_bound(parties, code, end) for code in codes for end in ends):
        return None
    now, base = (releases.total(parties, codes, end) for end in ends)
    if now is None or not base or base <= off:
        return None
    return Span.point(now + off).minus(Span.point(base - off)).way


def _against(formula: FormulaParts, due: Period | None) -> Iterator[str]:
    """Yield that the compare period is not the one that is `due`."""
    if formula.base != due:
        yield f"it is compared with {due}, claims.json says {formula.base}"


def _turn(formula: FormulaParts) -> Iterator[str]:
    """Hold a turn to the run before it: to the step before that where it goes the newest way, else to all of it."""
    first, last = (formula.look.bench.span(formula.parts[at]).way for at in (0, -1))
    yield from _against(formula, formula.times[-1] if first == last else None)
    if formula.base is None:
        yield from _no_longer(formula)


def _second(formula: FormulaParts) -> Iterator[str]:
    levels = [formula.look.bench.span(part) for part in formula.parts]
    return _against(formula, formula.times[best(levels)])


def _year_before(formula: FormulaParts) -> Iterator[str]:
    now = formula.now
    if formula.base != Period(now.first - YEAR, YEAR):
        yield f"{formula.base} is not the year before {now}"
    for before in formula.times[2:]:
        if before != Period(now.first, now.months - formula.look.period.months):
            yield f"{before} is not the year to date before {now}"


_LEVELS: tuple[Times, *tuple[Rule, ...]] = (_chain, _same_lines, _in_turn)
_SINCE: tuple[Times, *tuple[Rule, ...]] = (*_LEVELS, lambda formula: _against(formula, formula.times[-1]))
_EACH: tuple[Times, *tuple[Rule, ...]] = (_together, _each_once)
# What each formula must have; one without an entry has nothing to leave out.
CELLS: dict[str, tuple[Times, *tuple[Rule, ...]]] = {
    "growth": (_at("now", "base"), _same_lines),
    "difference": (_at("now", "base"), _same_lines),
    "contribution": (_at("now", "base", "base"), _same_lines, _whole_is(2)),
    "share": (_together, _whole_is(1)),
    "coverage": (_at("now", "now", "base", "base"), _whole_is(1, 3)),
    "rank": (*_EACH, _no_line_apart),
    **dict.fromkeys(("value_effect", "quantity_effect", "rose", "fell", "ceiling"), _EACH),
    **dict.fromkeys(("unit_value", "parted"), (_together,)),
    **dict.fromkeys(("highest", "records", "records_of_year"), (*_LEVELS, _from_first)),
    **dict.fromkeys(("since_high", "since_low", "idle"), _SINCE),
    **dict.fromkeys(("most_of", "least_of"), _LEVELS),
    **dict.fromkeys(("growth_high", "growth_low", "narrowing"), (_back,)),
    "second": (*_LEVELS, _from_first, _second),
    "surprise": (_back, _same_lines),
    "run": (_back, _no_longer),
    "turned": (_back, _turn),
    "season": (_season, lambda formula: _against(formula, formula.now.step(-1))),
    "part": (_together, lambda formula: formula.look.left_out(formula.parts[-1][1], formula.now, formula.look.period)),
    "leader": (_leader,),
    "short_of": (_at("base", "now"), _same_lines, _year_before),
    "exceeds": (_at("now", "base", "own"), _same_lines, _year_before),
}


@dataclass(frozen=True)
class Restated:
    """Judges the claims on what a source makes of its figures later: by the first release of each month, and `now`."""

    now: Completeness
    first: Completeness

    def faults(self, claim: Data) -> Iterator[str]:
        """Yield what a claim on revisions leaves out, or takes for first or newest that is not."""
        head, *parts = claim["formula"]
        if head not in RESTATED:
            return
        window, bench = self.now.period.twelve_months(), self.now.bench
        if claim["period"] != str(window):
            yield f"revisions are of {window}, claims.json says {claim['period']}"
        if len(parts) < _LEAST_RESTATED:
            yield f"revisions are told of {_LEAST_RESTATED} months at least, these are {len(parts)}"
        for part in parts:
            yield from self._pair(part)
        mine, codes, parties = sorted(map(bench.time, parts)), bench.codes(*parts), bench.parties(*parts)
        expected = [month for month in window.split() if parties and self._is_again(parties[0], codes, month)]
        if mine != expected:
            yield f"published again were {list(map(str, expected))}, it stands on {list(map(str, mine))}"

    def _pair(self, part: Formula) -> Iterator[str]:
        """Yield where a change is not from the first figure of a month to the newest, of everything in it."""
        _, newer, older = part
        bench, month = self.now.bench, self.now.bench.time(part)
        for side, look, which in ((newer, self.now, "newest"), (older, self.first, "first")):
            yield from look.amount(side, month)
            yield from look.left_out(("sum", newer, older), month, month)
            totals = [look.releases.total(pair, bench.codes(part), month) for pair in bench.parties(part)]
            taken = bench.span(side).value
            if len(totals) != 1 or totals[0] is None or not equal(taken, totals[0]):
                yield f"the {which} figure of {month} is {totals}, it takes {taken}"

    def _is_again(self, parties: Parties, codes: AbstractSet[str], month: Period) -> bool:
        """Say whether a month is known by its first and its newest release, and any line of it stands in another."""
        totals, places = [], []
        for releases in (self.first.releases, self.now.releases):
            totals.append(releases.total(parties, codes, month))
            rows_by_code = [releases.rows_of(parties, code, month) for code in sorted(codes)]
            places.append([{line: row.place for line, row in rows.items()} for rows in rows_by_code])
        return None not in totals and bool(totals[0]) and places[0] != places[1]


def first_cells(evidence: ClaimEvidence) -> frozenset[str]:
    """Return the cells that stand in an edition as first figures of their month, and as nothing else."""
    claims = [claim["formula"] for claim in evidence.claims.values()]
    pairs = [part for head, *parts in claims if head in RESTATED for part in parts]
    first = {cell for pair in pairs for cell in evidence.bench.ids(pair[2])}
    others = {cell for formula in claims if formula[0] not in RESTATED for cell in evidence.bench.ids(formula)}
    return frozenset(first - others - {cell for pair in pairs for cell in evidence.bench.ids(pair[1])})
