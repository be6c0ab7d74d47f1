"""Editions of the HS, by the auditor's own look: which figures count other goods than those of the edition's period.

They are none of their code's series: no sum, no change, no record may stand on them beside figures of now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.releases import Parties, Releases
from generator.trade.editions import TABLED, Edition, descriptions
from generator.trade.families import is_unchanged
from generator.trade.period import Period


def set_apart(releases: Releases, codes: Sequence[str], now: Period) -> None:
    """Enter in `releases` the months in which a code of the edition counted other goods than in `now`."""
    for parties in {of for of, _ in releases.series}:
        for code in codes if releases.editions.get(parties) else ():
            if gone := set(_gone(releases, parties, code, now)):
                releases.apart[parties, code] = gone


def _gone(releases: Releases, parties: Parties, code: str, now: Period) -> Iterator[int]:
    own, of_now = releases.own_editions.get((parties, code), {}), range(now.first, now.first + now.months)
    today = own.get(now.first) or near(releases.editions[parties], now.first)
    every = {*releases.series.get((parties, code), ()), *releases.complete_months(parties, code)}
    for month in every:
        then = own.get(month) or near(releases.editions[parties], month)
        is_there = month in own or month in releases.series.get((parties, code), ()) or has(then, code)
        if not is_there or (month not in of_now and not alike(code, then, today)):
            yield month


def near(editions: dict[int, str], month: int) -> str:
    """Return the edition of a month in which no row says it: that of its year, else of the last month before."""
    year = [at for at in sorted(editions) if at // 12 == month // 12]
    before = [at for at in sorted(editions) if at < month]
    return editions.get(month) or (editions[(year[:1] or before[-1:])[0]] if year or before else "")


@cache
def alike(code: str, one: str, other: str) -> bool:
    """Say whether figures of a code under two editions count the same goods; where one is not said, they do."""
    try:
        return not one or not other or one == other or is_unchanged(code, one, other)
    except ValueError:
        return False


@cache
def has(edition: str, code: str) -> bool:
    """Say whether an edition has the subheading of `code`; where no table tells, it may."""
    if (
        not edition
        or Edition(edition) not in TABLED
        or not any(code[:6] in descriptions(one) for one in (*TABLED, None))
    ):
        return True
    return code[:6] in descriptions(Edition(edition))


def mixed(claim: Data, evidence: Evidence) -> Iterator[str]:
    """Yield the codes of a claim whose cells count other goods in one edition than in another."""
    seen: dict[str, set[str]] = {}
    for cell in evidence.traits(claim["formula"]):
        seen.setdefault(cell.code, set()).add(cell.edition)
    for code, editions in seen.items():
        pairs = ((one, other) for one in sorted(editions) for other in sorted(editions) if one < other)
        for one, other in pairs:
            if not alike(code, one, other):
                yield f"{code} does not count the same goods in {one} and {other}"
