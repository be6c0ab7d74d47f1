"""Gaps, by the auditor's own look: large lines that a complete release leaves out all at once have no figure there.

Such a line had trade in each of the twelve months before, and 3% of what all of the edition's lines came to in them.
Where a person took in a release without it, nothing was traded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.audit.editions import has, near
from generator.audit.releases import Parties, Releases
from generator.trade.codes import is_within
from generator.trade.period import Period
from generator.trade.rollup import roots

_PART, _MONTHS, _LONGEST = Decimal("0.03"), 12, 3
_ByMonth = Mapping[int, Decimal]


def set_apart(releases: Releases, codes: Sequence[str], _: Period) -> None:
    """Enter in `releases` the periods in which lines of the edition were not reported, for these and for sums of them.

    `recompute` and `Restated` ask for it.
    """
    for parties in {of for of, _ in releases.series}:
        for code, when in [*_gaps(releases, parties, codes)]:
            for one in codes:
                own = releases.series.get((parties, one), {}).get(when.first, {})
                if is_within(code, one) and when.months not in own:
                    releases.gaps.setdefault((parties, one), set()).add(when)


def _gaps(releases: Releases, parties: Parties, codes: Sequence[str]) -> Iterator[tuple[str, Period]]:
    """Yield each line that was not reported, with the period."""
    months = {code: _by_month(releases, parties, code) for code in codes}
    total: dict[int, Decimal] = defaultdict(Decimal)
    for code in roots(codes):
        for month, value in months[code].items():
            total[month] += value
    editions = releases.editions.get(parties, {})
    for code in codes:
        accepted = releases.periods(releases.accepted, parties, code)
        for when in releases.periods(releases.whole, parties, code) - accepted:
            is_absent = when.months <= _LONGEST and not _rows(releases, parties, code, when)
            if is_absent and _is_steady(months[code], total, when) and has(near(editions, when.first), code):
                yield code, when


def _is_steady(line: _ByMonth, total: _ByMonth, when: Period) -> bool:
    """Say whether a line had trade in each of the twelve months before, and its part of all."""
    before = range(when.first - _MONTHS, when.first)
    own = [line.get(month, Decimal(0)) for month in before]
    return all(own) and sum(own) >= _PART * sum(total.get(month, Decimal(0)) for month in before)


def _by_month(releases: Releases, parties: Parties, code: str) -> dict[int, Decimal]:
    """Return what a code came to in each month; months that were printed together alone have a part each."""
    printed = releases.series.get((parties, code), {})
    spans = {Period(first, length) for first, lengths in printed.items() for length in lengths}
    spans |= releases.periods(releases.whole, parties, code)
    found: dict[int, Decimal] = {}
    for span in sorted((one for one in spans if one.months <= _LONGEST), key=lambda one: one.months):
        is_open = span.months not in printed.get(span.first, {}) and releases.is_bound(parties, code, span)
        rows = [] if is_open else _rows(releases, parties, code, span)  # bounds have no sum
        known = [value for value in rows if value is not None]
        months = {month.first for month in span.split()}
        if sum(known) and len(known) == len(rows) and found.keys().isdisjoint(months):
            found |= dict.fromkeys(months, sum(known, Decimal(0)) / span.months)
    return found


def _rows(releases: Releases, parties: Parties, code: str, when: Period) -> list[Decimal | None]:
    """Return what the row of a code says, or those of the lines within it where it has none."""
    own = releases.series.get((parties, code), {}).get(when.first, {})
    return [own[when.months]] if when.months in own else [*releases.lines(parties, code, when).values()]
