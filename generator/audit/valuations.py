"""Valuations, by the auditor's own look: which figures are CIF and which FOB.

An amount is what the one column says that repeats it. Figures valued otherwise than those of the edition's period are
none of their code's series: no sum, no change, no record may stand on both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.releases import Parties, Releases
from generator.trade.codes import is_within
from generator.trade.period import Period


def set_apart(releases: Releases, codes: Sequence[str], now: Period) -> None:
    """Enter in `releases` the months in which a code of the edition was valued otherwise than in `now`."""
    for parties in {of for of, _ in releases.valuations}:
        within = {code: _by_month(releases, parties, code) for code in codes}
        every = {how for told in within.values() for month, how in told.items() if _is_in(now, month)}
        for code, told in within.items():
            own = [told[month] for month in sorted(told) if _is_in(now, month)]
            today = own[-1] if own else every.copy().pop() if len(every) == 1 else ""
            gone = {at: how for at, how in told.items() if today and how != today and at < now.first + now.months}
            if gone:
                releases.apart.setdefault((parties, code), set()).update(gone)
                releases.revalued.setdefault(parties, {}).update(gone)
        if every:
            releases.valued[parties] = " and ".join(sorted(every))


def _by_month(releases: Releases, parties: Parties, code: str) -> dict[int, str]:
    """Return how `code` is valued in each month: as its own row says, without one as all lines within it say."""
    own = releases.valuations.get((parties, code), {})
    printed = releases.series.get((parties, code), {})
    found: dict[int, set[str]] = {}
    for (of, line), told in releases.valuations.items():
        if of == parties and line != code and is_within(line, code):
            for month, how in told.items():
                if month not in printed:
                    found.setdefault(month, set()).add(how)
    return {month: next(iter(every)) for month, every in found.items() if len(every) == 1} | own


def _is_in(span: Period, month: int) -> bool:
    return span.first <= month < span.first + span.months


def mixed(claim: Data, evidence: Evidence) -> Iterator[str]:
    """Yield that the amounts of one flow that a claim stands on are CIF and FOB."""
    seen: dict[str, set[str]] = {}
    for cell in evidence.traits(claim["formula"]):
        if cell.valuation:
            seen.setdefault(cell.flow, set()).add(cell.valuation)
    if any(len(every) > 1 for every in seen.values()):
        yield "it stands on CIF and on FOB values"
