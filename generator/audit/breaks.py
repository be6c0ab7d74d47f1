"""Breaks, by the auditor's own look: months that are none of their code's series, and large lines not reported.

A code counts other goods under another edition of the HS, or is valued CIF where it is FOB now: no sum, no change, no
record may stand on both. `recompute` and `Restated` ask for it once all releases are taken in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from generator.audit.releases import Parties, Releases
from generator.trade.codes import is_within
from generator.trade.editions import TABLED, Edition, descriptions
from generator.trade.families import is_unchanged
from generator.trade.period import Period
from generator.trade.rollup import roots

_PART, _YEAR, _LONGEST = Decimal("0.03"), 12, 3  # of a gap
_ByMonth = Mapping[int, Decimal]


def set_apart(releases: Releases, codes: Sequence[str], now: Period) -> None:
    """Enter in `releases` the breaks of the codes of an edition of `now`."""
    for parties in {of for of, _ in releases.series}:
        _enter_gaps(releases, parties, codes)
        _enter_editions(releases, parties, codes, now)
        _enter_values(releases, parties, codes, now)


def _enter_gaps(releases: Releases, parties: Parties, codes: Sequence[str]) -> None:
    """Enter the periods of complete releases without a large line: its own, its lines’ and its sums’.

    Such a line had trade in each of the twelve months before, and 3% of what all lines came to in them. Where a person
    took in a release without it, nothing was traded.
    """
    months = {code: _by_month(releases, parties, code) for code in codes}
    total: dict[int, Decimal] = defaultdict(Decimal)
    for code in roots(codes):
        for month, value in months[code].items():
            total[month] += value
    gaps = [
        (code, when)
        for code in codes
        for when in releases.periods(releases.whole, parties, code) - releases.periods(releases.accepted, parties, code)
        if when.months <= _LONGEST
        and not releases.rows(parties, code, when)
        and _is_steady(months[code], total, when)
        and _has(_near(releases.editions.get(parties, {}), when.first), code)
    ]
    for code, when in gaps:
        for one in codes:
            own = releases.series.get((parties, one), {}).get(when.first, {})
            is_of_it = is_within(code, one) or is_within(one, code)
            if is_of_it and when.months not in own:
                releases.gaps.setdefault((parties, one), set()).add(when)


def _is_steady(line: _ByMonth, total: _ByMonth, when: Period) -> bool:
    """Say whether a line had trade in each of the twelve months before, and its part of all."""
    before = range(when.first - _YEAR, when.first)
    own = [line.get(month, Decimal(0)) for month in before]
    return all(own) and sum(own) >= _PART * sum(total.get(month, Decimal(0)) for month in before)


def _by_month(releases: Releases, parties: Parties, code: str) -> dict[int, Decimal]:
    """Return what a code came to in each month; months that were printed together alone have a part each."""
    printed = releases.series.get((parties, code), {})
    spans = {Period(first, length) for first, lengths in printed.items() for length in lengths}
    spans |= releases.periods(releases.whole, parties, code)
    found: dict[int, Decimal] = {}
    for span in sorted((one for one in spans if one.months <= _LONGEST), key=lambda one: one.months):
        is_open = span.months not in printed.get(span.first, {}) and releases.is_open(parties, code, span)
        rows = [] if is_open else releases.rows(parties, code, span)
        known = [value for value in rows if value is not None]
        months = {month.first for month in span.split()}
        if sum(known) and len(known) == len(rows) and found.keys().isdisjoint(months):
            found |= dict.fromkeys(months, sum(known, Decimal(0)) / span.months)
    return found


def _enter_editions(releases: Releases, parties: Parties, codes: Sequence[str], now: Period) -> None:
    """Enter the months in which a code counted other goods than in `now`, or was none."""
    editions = releases.editions.get(parties, {})
    for code in codes if editions else ():
        own, printed = releases.own_editions.get((parties, code), {}), releases.series.get((parties, code), {})
        today = own.get(now.first) or _near(editions, now.first)
        for month in {*printed, *releases.complete_months(parties, code)}:
            then = own.get(month) or _near(editions, month)
            is_there = month in own or month in printed or _has(then, code)
            if not is_there or (not _is_in(now, month) and not count_alike(code, then, today)):
                releases.apart.setdefault((parties, code), set()).add(month)


def _near(editions: Mapping[int, str], month: int) -> str:
    """Return the edition of a month in which no row says it: that of its year, else of the last month before."""
    year = [at for at in sorted(editions) if at // _YEAR == month // _YEAR]
    before = [at for at in sorted(editions) if at < month]
    nearest = next(iter([*year[:1], *before[-1:]]), None)
    return editions.get(month) or (editions[nearest] if nearest is not None else "")


@cache
def count_alike(code: str, one: str, other: str) -> bool:
    """Say whether figures of a code under two editions count the same goods; where one is not said, they do."""
    try:
        return not one or not other or one == other or is_unchanged(code, one, other)
    except ValueError:
        return False


@cache
def _has(edition: str, code: str) -> bool:
    """Say whether an edition has the subheading of `code`; where no table tells, it may."""
    if not edition or Edition(edition) not in TABLED:
        return True
    is_told = any(code[:6] in descriptions(one) for one in (*TABLED, None))
    return not is_told or code[:6] in descriptions(Edition(edition))


def _enter_values(releases: Releases, parties: Parties, codes: Sequence[str], now: Period) -> None:
    """Enter how figures are valued now, and the months in which a code was valued otherwise."""
    within = {code: dict(_valuations(releases, parties, code)) for code in codes}
    every = {how for known in within.values() for month, how in known.items() if _is_in(now, month)}
    for code, known in within.items():
        own = [known[month] for month in sorted(known) if _is_in(now, month)]
        today = own[-1] if own else min(every, default="") if len(every) == 1 else ""
        gone = {at: how for at, how in known.items() if today and how != today and at < now.first + now.months}
        if gone:
            releases.apart.setdefault((parties, code), set()).update(gone)
            releases.revalued.setdefault(parties, {}).update(gone)
    if every:
        releases.valued[parties] = " and ".join(sorted(every))


def _valuations(releases: Releases, parties: Parties, code: str) -> Iterator[tuple[int, str]]:
    """Yield how `code` is valued in each month: as all lines within it say, then as its own row says."""
    printed = releases.series.get((parties, code), {})
    found: dict[int, set[str]] = defaultdict(set)
    for (of, line), known in releases.valuations.items():
        if of == parties and line != code and is_within(line, code):
            for month in known.keys() - printed.keys():
                found[month].add(known[month])
    yield from ((month, min(every)) for month, every in found.items() if len(every) == 1)
    yield from releases.valuations.get((parties, code), {}).items()


def _is_in(span: Period, month: int) -> bool:
    return span.first <= month < span.first + span.months
