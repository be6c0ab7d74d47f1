"""Restated: what a source makes of its figures later, by the first release of each month and by the newest.

Both are read anew from the releases, the first by taking them in the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from generator.audit.arithmetic import equal
from generator.audit.breaks import set_apart
from generator.audit.completeness import Completeness
from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.formulas import RESTATED, Bench
from generator.audit.releases import Parties, Releases
from generator.audit.sheets import Sheet
from generator.audit.terms import Formula
from generator.trade.period import Period

LEAST = 6  # months that were published again: of fewer nothing is said


@dataclass(frozen=True)
class Restated:
    """Judges the claims on revisions of one edition; `now` is what counts in its releases."""

    edition: Data
    bench: Bench
    now: Releases
    found: Mapping[str, Sheet]

    @cached_property
    def first(self) -> Releases:
        """What the releases said first, of each code and month."""
        releases = Releases.of(self.found, first=True)
        set_apart(releases, self.edition.get("codes", ()), self._period)
        return releases

    @property
    def _period(self) -> Period:
        return Period.parse(self.edition["period"])

    def faults(self, claim: Data) -> Iterator[str]:
        """Yield what a claim on revisions leaves out, or takes for first or newest that is not."""
        head, *parts = claim["formula"]
        if head not in RESTATED:
            return
        window = self._period.twelve_months()
        if claim["period"] != str(window):
            yield f"revisions are of {window}, claims.json says {claim['period']}"
        if len(parts) < LEAST:
            yield f"revisions are told of {LEAST} months at least, these are {len(parts)}"
        for part in parts:
            yield from self._pair(part)
        mine, terms = [self.bench.terms.span(part) for part in parts], self.bench.terms
        codes, parties = terms.codes(*parts), terms.parties(*parts)
        expected = [one for one in window.split() if parties and self._is_again(parties[0], codes, one)]
        if sorted(mine) != expected:
            yield f"published again were {[str(one) for one in expected]}, it stands on {[str(one) for one in mine]}"

    def _pair(self, part: Formula) -> Iterator[str]:
        """Yield where a change is not from the first figure of a month to the newest, of everything in it."""
        _, newer, older = part
        terms, month = self.bench.terms, self.bench.terms.span(part)
        codes = terms.codes(part)
        for side, releases, which in ((newer, self.now, "newest"), (older, self.first, "first")):
            complete = Completeness(self.edition, self.bench, releases)
            yield from (*complete.amount(side, month), *complete.left_out(["sum", newer, older], month, month))
            known = [releases.total(one, codes, month) for one in terms.parties(part)]
            if len(known) != 1 or known[0] is None or not equal(self.bench.span(side).value, known[0]):
                yield f"the {which} figure of {month} is {known}, it takes {self.bench.span(side).value}"

    def _is_again(self, parties: Parties, codes: AbstractSet[str], month: Period) -> bool:
        """Say whether a month is known by its first and its newest release, and any line of it stands in another."""
        totals = [releases.total(parties, codes, month) for releases in (self.first, self.now)]
        if None in totals or not totals[0]:
            return False
        return any(self.first.origin(parties, code, month) != self.now.origin(parties, code, month) for code in codes)


def first_cells(evidence: Evidence) -> frozenset[str]:
    """Return the cells that stand in an edition as first figures of their month, and as nothing else."""
    claims = [claim["formula"] for claim in evidence.claims.values()]
    pairs = [part for head, *parts in claims if head in RESTATED for part in parts]
    first = {cell for pair in pairs for cell in evidence.ids(pair[2])}
    others = {cell for formula in claims if first and formula[0] not in RESTATED for cell in evidence.ids(formula)}
    return frozenset(first - others - {cell for pair in pairs for cell in evidence.ids(pair[1])})
