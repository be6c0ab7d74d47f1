"""Completeness: a sum has every month of its lines, a whole has every line, a record every period before it.

The periods come from the claim and go down its formula: a line without a row in a month that complete releases cover
adds nothing there, so the cells alone do not say of which months a sum is. `CELLS` has an entry for each formula: of
which periods its parts are, and what else must hold of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, pairwise, product

from generator.audit.arithmetic import Span
from generator.audit.edition import Data
from generator.audit.formulas import AMOUNTS, CHANGES, Bench
from generator.audit.kept import asked, kept
from generator.audit.releases import Parties, Releases
from generator.audit.series import YEAR, best
from generator.audit.terms import Formula, Terms, is_within_span
from generator.audit.usual import MOST, is_moved, step_before, steps_a_year
from generator.trade.codes import is_within
from generator.trade.period import Period

Parts = Sequence[Formula]
Timed = tuple[Formula, Period, Period | None]  # a part, of when it is, and against when


@dataclass(frozen=True)
class Asked:
    """A formula with its parts, each with its times; `now` and `base` are the formula's own."""

    head: str
    parts: Parts
    timed: Sequence[Timed]
    now: Period
    base: Period | None

    @property
    def spans(self) -> list[Period]:
        """Of when the parts are."""
        return [span for _, span, _ in self.timed]


@dataclass(frozen=True)
class Completeness:
    """What the claims of one edition must hold, by what the raw releases have."""

    edition: Data
    bench: Bench
    releases: Releases

    @property
    def terms(self) -> Terms:
        """Reads what the leaves of formulas are about."""
        return self.bench.terms

    @property
    def period(self) -> Period:
        """The period of the edition."""
        return Period.parse(self.edition["period"])

    def faults(self, claim: Data) -> Iterator[str]:
        """Yield what the formula of `claim` leaves out, or counts twice."""
        now = Period.parse(claim["period"])
        base = Period.parse(claim["compare_period"]) if claim["compare_period"] else None
        yield from self._walk(claim["formula"], now, base)

    def _walk(self, formula: Formula, now: Period, base: Period | None) -> Iterator[str]:
        """Yield the faults of `formula`, whose newer parts are of `now` and whose older ones are of `base`."""
        head, *parts = formula
        if head in AMOUNTS:
            yield from self.amount(formula, now)
        if head not in CELLS:
            return
        times, *rules = CELLS[head]
        timed = times(self, parts, now, base)
        for part, span, before in timed:
            yield from self._walk(part, span, before)
        for rule in rules:
            yield from rule(self, Asked(head, parts, timed, now, base))

    @kept
    def left_out(self, whole: Formula, span: Period, own: Period) -> Sequence[str]:
        """Return the edition's lines that customs published for `span` and for `own`, and that `whole` lacks.

        One within another is in, and so is one whose lines are in and add up to it, one a line and month aside. A line
        without a figure in `own`, which is the edition's period, counts in no total that is compared with another, nor
        do those within it.
        """
        mine = self.terms.codes(whole)
        given = {(one, code) for one in self.terms.parties(whole) for code in self.given(one, span)}
        apart = {pair for pair in given if not any(is_within(pair[1], other) for other in mine)}
        lines = self.edition.get("codes", ())
        apart = {(one, code) for one, code in apart if self.releases.is_known(one, code, lines, own)}
        apart = {(one, code) for one, code in apart if self.releases.value(one, code, span) != 0}  # adds nothing
        missing = sorted(code for one, code in apart if not self._adds_up(one, code, mine, span))
        return [f"its whole leaves out {missing}, which customs published for {span}"] if missing else []

    def _adds_up(self, parties: Parties, code: str, mine: Iterable[str], span: Period) -> bool:
        lines = sorted(one for one in mine if is_within(one, code))
        own, summed = (self.releases.total(parties, codes, span) for codes in ([code], lines))
        if own is None or summed is None or not lines:
            return False
        return abs(own - summed) <= len(lines) * span.months

    @kept
    def amount(self, formula: Formula, span: Period) -> Sequence[str]:
        """Return the months of `span` that a sum lacks, or has twice or besides, and the `nil` of a line with a row."""
        return tuple(self._amount(formula, span))

    def _amount(self, formula: Formula, span: Period) -> Iterator[str]:
        leaves = self.terms.of(formula)
        months = list(chain.from_iterable([leaf.months for leaf in leaves]))
        have, codes = set(months), sorted({leaf.code for leaf in leaves})
        for (code, at), count in Counter(months).items() if len(have) < len(months) else ():
            if count > 1:
                yield f"it counts {code} of {Period(at, 1)} {count} times"
        for one, other in pairwise(codes):
            if other.startswith(one):
                yield f"it counts {other} within {one} a second time"
        outside = {str(period) for period in {leaf.period for leaf in leaves} if not is_within_span(period, span)}
        yield from (f"it stands on cells of {period}, where it must be of {span}" for period in sorted(outside))
        for leaf in leaves:
            if leaf.parties is None and not self.are_silent(formula, leaf.code, leaf.period):
                yield f"no complete release is silent about {leaf.code} in {leaf.period}"
        for code, month in product(codes, range(span.first, span.first + span.months)):
            if (code, month) not in have and not self.are_silent(formula, code, Period(month, 1)):
                yield f"it leaves out {code} of {Period(month, 1)}"

    @asked
    def given(self, parties: Parties, span: Period) -> set[str]:
        """Return the lines of the edition that have a figure within `span`."""
        return self.releases.given(parties, self.edition.get("codes", ()), span)

    def are_silent(self, formula: Formula, code: str, span: Period) -> bool:
        """Say whether the releases of the formula's parties cover `span` and have no row of `code` in it."""
        return any(self.releases.is_silent(one, code, span) for one in self.parties(formula))

    def parties(self, *parts: Formula) -> Sequence[Parties]:
        """Return the parties of some parts; of those that have no cell, those of the edition."""
        return self.terms.parties(*parts) or self.terms.every_party

    def before(self, span: Period, parts: Parts) -> Period:
        """Return the step before `span` in the series of `parts`."""
        return step_before(span, steps_a_year(self.parties(*parts)))


def nests(one: str, other: str) -> bool:
    """Say whether one code is the other, or lies within it."""
    return one.startswith(other) or other.startswith(one)


Times = Callable[[Completeness, Parts, Period, Period | None], list[Timed]]
Rule = Callable[[Completeness, Asked], Iterator[str]]


# Times: of when each part of a formula is, and against when, by the times of the formula.


def _together(_: Completeness, parts: Parts, now: Period, base: Period | None) -> list[Timed]:
    return [(part, now, base or now.year_before()) for part in parts]


def _ends(_: Completeness, parts: Parts, now: Period, base: Period | None) -> list[Timed]:
    spans = [now, *[base or now] * (len(parts) - 1)]
    return [(part, span, None) for part, span in zip(parts, spans, strict=True)]


def _coverage(_: Completeness, parts: Parts, now: Period, base: Period | None) -> list[Timed]:
    spans = [now, now, base or now, base or now]
    return [(part, span, None) for part, span in zip(parts, spans, strict=True)]


def _chain(look: Completeness, parts: Parts, now: Period, _: Period | None) -> list[Timed]:
    """Month by month, length by length, or year by year; a cell of several months takes its own place among them."""
    own = [look.terms.span(part) for part in parts]
    spans = [now, *own[1:]]
    for step in dict.fromkeys((YEAR, now.months, 1)):
        regular = [Period(now.first - step * place, now.months) for place in range(len(parts))]
        if all(is_within_span(two, one) for one, two in zip(regular, own, strict=True)):
            spans = regular
    return [(part, span, None) for part, span in zip(parts, spans, strict=True)]


def _back(look: Completeness, parts: Parts, now: Period, _: Period | None) -> list[Timed]:
    """Months, but two together at Lunar New Year; a change may be of more that were published together."""
    spans = [now]
    for part in parts[1:]:
        before = look.before(spans[-1], parts)
        own = look.terms.span(part[1]) if part[0] in {"growth", "difference"} else before
        spans.append(own if own.months > before.months and own.last == before.last else before)
    return [(part, span, span.year_before()) for part, span in zip(parts, spans, strict=True)]


def _season(_: Completeness, parts: Parts, now: Period, __: Period | None) -> list[Timed]:
    spans = [Period(now.first - YEAR * back, now.months) for back in range(len(parts))]
    return [(part, span, span.step(-1)) for part, span in zip(parts, spans, strict=True)]


def _leader(look: Completeness, parts: Parts, now: Period, base: Period | None) -> list[Timed]:
    rank, *gaps = parts
    steps = _back(look, [gaps[0], *gaps], now, base)[1:]
    return [(rank, now, None), *((side, span, None) for gap, span, _ in steps for side in gap[1:])]


def _to_date(look: Completeness, parts: Parts, now: Period, base: Period | None) -> list[Timed]:
    to_date, year, before = parts
    return [(to_date, now, None), (year, base or now, None), (before, look.terms.span(before), None)]


def _short_of(_: Completeness, parts: Parts, now: Period, base: Period | None) -> list[Timed]:
    year, to_date = parts
    return [(year, base or now, None), (to_date, now, None)]


# Rules: what else must hold of the parts.


def _same_length(_: Completeness, known: Asked) -> Iterator[str]:
    now, base, *_more = known.spans
    if now.months != base.months:
        yield f"{now} and {base} are not of one length"


def _same_lines(look: Completeness, known: Asked) -> Iterator[str]:
    """Yield the lines of one part that another lacks, and that had trade there; of a change its two sides alone."""
    timed = known.timed[:2] if known.head in CHANGES else known.timed
    every = look.terms.codes(*(part for part, *_ in timed))
    for part, span, _ in timed:
        for code in sorted(every - look.terms.codes(part)):
            if not look.are_silent(part, code, span):
                yield f"its side of {span} leaves out {code}"


def _whole_is(*places: int) -> Rule:
    """Return the rule that the parts at `places` have every line."""

    def rule(look: Completeness, known: Asked) -> Iterator[str]:
        for place in places:
            whole, span, _ = known.timed[place]
            yield from look.left_out(whole, span, look.period)

    return rule


def _is_of_whole(look: Completeness, known: Asked) -> Iterator[str]:
    yield from look.left_out(known.parts[-1][1], known.now, look.period)


def _each_once(look: Completeness, known: Asked) -> Iterator[str]:
    seen = Counter(code for part in known.parts for code in look.terms.codes(part))
    yield from (f"{code} stands in {count} of its parts" for code, count in seen.items() if count > 1)


def _no_line_apart(look: Completeness, known: Asked) -> Iterator[str]:
    """Yield the lines among which nothing is placed though customs published them."""
    mine = look.terms.codes(*known.parts)
    for one, span in product(look.terms.parties(*known.parts), filter(None, (known.now, known.base))):
        given = {code for code in look.given(one, span) if look.releases.value(one, code, span) is not None}
        if apart := {code for code in given if not any(nests(code, other) for other in mine)}:
            yield f"it leaves out {sorted(apart)}, which customs published for {span}"


def _in_turn(_: Completeness, known: Asked) -> Iterator[str]:
    spans = known.spans
    for one, other in pairwise(spans):
        is_next = other.first + other.months == one.first or one.first - other.first in {1, YEAR}
        is_alike = one.months != other.months or one.first - other.first == spans[0].first - spans[1].first
        if not (is_next and is_alike):
            yield f"{other} does not come next before {one}"


def _from_first(look: Completeness, known: Asked) -> Iterator[str]:
    spans, codes = known.spans, look.terms.codes(*known.parts)
    starts = [look.releases.first_month(one, codes) for one in look.parties(*known.parts)]
    earliest = min((month for month in starts if month is not None), default=spans[-1].first)
    if len(spans) > 1 and spans[-1].first - (spans[0].first - spans[1].first) >= earliest:
        yield f"its past begins with {spans[-1]}, the releases begin with {Period(earliest, 1)}"


def _reach(look: Completeness, known: Asked) -> Iterator[str]:
    """Yield the month with which the past of a surprise could begin, of which it says nothing."""
    parties = look.parties(*known.parts)
    before, most = look.before(known.spans[-1], known.parts), steps_a_year(parties) + MOST + 1
    value = look.releases.total(parties[0], look.terms.codes(*known.parts), before)
    if len(known.parts) < most and value is not None:
        yield f"it leaves out {before}, which the releases have"


def _no_lone_month(look: Completeness, known: Asked) -> Iterator[str]:
    moved = [span for span in known.spans if is_moved(span, steps_a_year(look.parties(*known.parts)))]
    yield from (f"{span} is no step of a streak where Lunar New Year moves" for span in moved)


def _no_longer(look: Completeness, known: Asked) -> Iterator[str]:
    """Yield the step before a run that goes its way too, whatever its figures' last digits stand for."""
    before, parties = look.before(known.spans[-1], known.parts), look.parties(*known.parts)[0]
    codes = look.terms.codes(*known.parts)
    own = _way(look.releases, parties, codes, known.spans[-1], Decimal(0))
    off = look.releases.off(parties, codes, before)
    ways = {_way(look.releases, parties, codes, before, by) for by in (-off, off)}
    if own and ways == {own}:
        yield f"it leaves out {before}, which goes the same way"


def _is_whole_run(look: Completeness, known: Asked) -> Iterator[str]:
    """Hold a turn that is not closed to all of the run before it."""
    if known.base is None:
        yield from _no_longer(look, known)


def _way(releases: Releases, parties: Parties, codes: Iterable[str], span: Period, off: Decimal) -> str | None:
    """Return the way of a change on the year before of a level `off` higher, None where it is not known."""
    ends = span, span.year_before()
    if any(releases.is_bound(parties, code, one) for code in codes for one in ends):
        return None
    now, base = (releases.total(parties, codes, one) for one in ends)
    if now is None or not base or base <= off:
        return None
    return Span.point(now + off).minus(Span.point(base - off)).way


def _against(due: Callable[[Completeness, Asked], Period | None]) -> Rule:
    """Return the rule that the compare period is the one that is `due`."""

    def rule(look: Completeness, known: Asked) -> Iterator[str]:
        if known.base != (wanted := due(look, known)):
            yield f"it is compared with {wanted}, claims.json says {known.base}"

    return rule


def _closed_turn(look: Completeness, known: Asked) -> Period | None:
    """Return the last step of a turn, where it goes the way of the newest."""
    first, last = (look.bench.span(known.parts[at]).way for at in (0, -1))
    return known.spans[-1] if first == last else None


def _only_above(look: Completeness, known: Asked) -> Period:
    return known.spans[best([look.bench.span(part) for part in known.parts])]


def _a_year_back(_: Completeness, known: Asked) -> Iterator[str]:
    if known.now.first - known.spans[-1].first < YEAR:
        yield f"it looks back to {known.spans[-1]} alone"


def _year_before(look: Completeness, known: Asked) -> Iterator[str]:
    now, base = known.now, known.base
    if base != Period(now.first - YEAR, YEAR):
        yield f"{base} is not the year before {now}"
    for before in known.spans[2:]:
        if before != Period(now.first, now.months - Period.parse(look.edition["period"]).months):
            yield f"{before} is not the year to date before {now}"


_PAIR: tuple[Times, *tuple[Rule, ...]] = (_ends, _same_length, _same_lines)
_LEVELS: tuple[Times, *tuple[Rule, ...]] = (_chain, _same_lines, _in_turn)
_AGAINST_LAST = _against(lambda _, known: known.spans[-1])
_RUN: tuple[Times, *tuple[Rule, ...]] = (_back, _no_lone_month)
# What each formula must have; one without an entry has nothing to leave out.
CELLS: dict[str, tuple[Times, *tuple[Rule, ...]]] = {
    "growth": _PAIR,
    "difference": _PAIR,
    "contribution": (*_PAIR, _whole_is(2)),
    "share": (_together, _whole_is(1)),
    "unit_value": (_together,),
    "value_effect": (_together, _each_once),
    "quantity_effect": (_together, _each_once),
    "coverage": (_coverage, _whole_is(1, 3)),
    "rank": (_together, _each_once, _no_line_apart),
    "rose": (_together, _each_once),
    "fell": (_together, _each_once),
    "highest": (*_LEVELS, _from_first),
    "since_high": (*_LEVELS, _AGAINST_LAST),
    "since_low": (*_LEVELS, _AGAINST_LAST),
    "most_of": _LEVELS,
    "least_of": _LEVELS,
    "records": (*_LEVELS, _from_first),
    "records_of_year": (*_LEVELS, _from_first),
    "second": (*_LEVELS, _from_first, _against(_only_above)),
    "idle": (*_LEVELS, _AGAINST_LAST),
    "surprise": (_back, _same_lines, _reach),
    "run": (*_RUN, _no_longer),
    "turned": (*_RUN, _against(_closed_turn), _is_whole_run),
    "growth_high": _RUN,
    "growth_low": _RUN,
    "narrowing": _RUN,
    "season": (_season, _against(lambda _, known: known.now.step(-1))),
    "part": (_together, _is_of_whole),
    "parted": (_together,),
    "ceiling": (_together, _each_once),
    "leader": (_leader, _a_year_back),
    "short_of": (_short_of, _same_lines, _year_before),
    "exceeds": (_to_date, _same_lines, _year_before),
}
