"""Find breaks in the series of a code, and large lines that a release did not report.

A code may count other goods under another edition of the HS. It may have been valued CIF where it is FOB now. No sum,
change or record may combine figures from both sides of such a break.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache

from generator.audit.edition_data import Data
from generator.audit.trace.customs_releases import CustomsReleases, months
from generator.audit.trace.document_sheets import DocumentSheet
from generator.audit.trace.formulas import Parties
from generator.audit.trace.value_spans import YEAR
from generator.trade.codes import is_within, roots
from generator.trade.editions import TABLED, Edition, descriptions
from generator.trade.period import Period
from generator.trade.series_breaks import is_unchanged

_PART, _LONGEST = Decimal("0.03"), 3  # of a gap: its least share of all trade, and its most months
_ByMonth = Mapping[int, Decimal]


def releases_of(
    sheets: Mapping[str, DocumentSheet],
    edition: Data,
    is_of_trade: Callable[[Parties], bool] = lambda _: True,
    *,
    first: bool = False,
) -> CustomsReleases:
    """Return the releases of an edition with their breaks entered. With `first`, first figures count, not newest.

    `is_of_trade` says whether parties are those of the edition's trade. Other partners, in a market, have no series.
    """
    releases = CustomsReleases.of(sheets, first=first)
    codes, now = edition.get("codes", ()), Period.parse(edition["period"])
    for parties in {parties for parties, _ in releases.rows if is_of_trade(parties)}:
        _enter_gaps(releases, parties, codes)
        _enter_editions(releases, parties, codes, now)
        _enter_values(releases, parties, codes, now)
    return releases


def _enter_gaps(releases: CustomsReleases, parties: Parties, codes: Sequence[str]) -> None:
    """Enter the periods in which complete releases lack a large line, for the line itself, its lines and its sums.

    Such a line had trade in each of the twelve months before, and 3% of all trade in them. If a person said that
    there was no trade, it is believed.
    """
    by_month = {code: _by_month(releases, parties, code) for code in codes}
    total: dict[int, Decimal] = defaultdict(Decimal)
    for code in roots(codes):
        for month, value in by_month[code].items():
            total[month] += value
    gaps = [
        (code, when)
        for code in codes
        for when in releases.complete(parties, code) - releases.periods(releases.accepted_spans, parties, code)
        if when.months <= _LONGEST
        and not releases.rows_of(parties, code, when)
        and _is_steady(by_month[code], total, when)
        and _has_code(_nearest_edition(releases.editions(parties), when.first), code)
    ]
    for code, when in gaps:
        for relative in codes:
            is_related = is_within(code, relative) or is_within(relative, code)
            if is_related and when not in releases.of_code(parties, relative):
                releases.gaps[parties, relative].add(when)


def _is_steady(line: _ByMonth, total: _ByMonth, when: Period) -> bool:
    """Whether a line had trade in each of the twelve months before `when`, and a large enough share of all trade."""
    before = range(when.first - YEAR, when.first)
    amounts = [line.get(month, Decimal(0)) for month in before]
    return all(amounts) and sum(amounts) >= _PART * sum(total.get(month, Decimal(0)) for month in before)


def _by_month(releases: CustomsReleases, parties: Parties, code: str) -> dict[int, Decimal]:
    """Return the value of a code in each month. If several months are printed only together, divide them evenly."""
    printed = releases.of_code(parties, code)
    spans = {*printed, *releases.complete(parties, code)}
    amounts: dict[int, Decimal] = {}
    for span in sorted((span for span in spans if span.months <= _LONGEST), key=lambda span: span.months):
        rows = releases.rows_of(parties, code, span).values()
        if span not in printed and releases.is_open(parties, code, span):
            continue
        printed_amounts = [row.amount for row in rows if row.amount is not None]
        total = sum(printed_amounts, Decimal(0))
        if total and len(printed_amounts) == len(rows) and amounts.keys().isdisjoint(months(span)):
            amounts |= dict.fromkeys(months(span), total / span.months)
    return amounts


def _enter_editions(releases: CustomsReleases, parties: Parties, codes: Sequence[str], now: Period) -> None:
    """Enter the months in which a code did not exist, or counted other goods than in `now`."""
    editions = releases.editions(parties)
    for code in codes if editions else ():
        printed = releases.by_month(parties, code)
        by_month = {month: row.edition for month, row in printed.items() if row.edition}
        today = by_month.get(now.first) or _nearest_edition(editions, now.first)
        begun = {period.first for period in releases.of_code(parties, code)}
        covered = {month for period in releases.complete(parties, code) for month in months(period)}
        for month in begun | covered:
            edition = by_month.get(month) or _nearest_edition(editions, month)
            has_code = month in by_month or month in begun or _has_code(edition, code)
            if not has_code or (month not in months(now) and not count_alike(code, edition, today)):
                releases.excluded[parties, code].add(month)


def _nearest_edition(editions: Mapping[int, str], month: int) -> str:
    """Return the edition for a month whose rows do not state it: that of its year, else of the last month before."""
    year = [at for at in sorted(editions) if at // YEAR == month // YEAR]
    before = [at for at in sorted(editions) if at < month]
    nearest = [*year[:1], *before[-1:]]
    return editions.get(month) or (editions[nearest[0]] if nearest else "")


@cache
def count_alike(code: str, older: str, newer: str) -> bool:
    """Whether figures of a code count the same goods under two editions. If an edition is not stated, they do."""
    try:
        return not older or not newer or older == newer or is_unchanged(code, older, newer)
    except ValueError:
        return False


@cache
def _has_code(edition: str, code: str) -> bool:
    """Whether an edition has the subheading of `code`. If no table lists the code, assume that it does."""
    if not edition or Edition(edition) not in TABLED:
        return True
    is_listed = any(code[:6] in descriptions(listed) for listed in (*TABLED, None))
    return not is_listed or code[:6] in descriptions(Edition(edition))


def _enter_values(releases: CustomsReleases, parties: Parties, codes: Sequence[str], now: Period) -> None:
    """Enter how figures are valued now, and the months in which a code was valued differently."""
    within = {code: _valuations(releases, parties, code) for code in codes}
    valuations = {how for by_month in within.values() for month, how in by_month.items() if month in months(now)}
    for code, by_month in within.items():
        newest = [by_month[month] for month in sorted(by_month) if month in months(now)]
        today = newest[-1] if newest else min(valuations, default="") if len(valuations) == 1 else ""
        before = {at: how for at, how in by_month.items() if today and how != today and at < now.first + now.months}
        if before:
            releases.excluded[parties, code].update(before)
            releases.old_valuations[parties].update(before)
    if valuations:
        releases.valuation_now[parties] = " and ".join(sorted(valuations))


def _valuations(releases: CustomsReleases, parties: Parties, code: str) -> dict[int, str]:
    """Return how `code` is valued in each month: as its own row says, else as all lines within it say."""
    rows = releases.by_month(parties, code)
    valuations: dict[int, set[str]] = defaultdict(set)
    for line in releases.within(parties, code):
        for month, row in releases.by_month(parties, line).items():
            if row.valuation and (line == code or month not in rows):
                valuations[month].add(row.valuation)
    return {month: min(names) for month, names in valuations.items() if len(names) == 1}
