"""Known: what the releases have of the codes of an edition, which is what an edition has to say of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from generator.audit.releases import Parties, Releases
from generator.trade.codes import is_within
from generator.trade.period import Period
from generator.trade.rollup import known, roots

YEAR = 12  # months


@dataclass(frozen=True)
class Known:
    """What the releases have of the codes of one edition."""

    releases: Releases
    parties: Parties
    codes: tuple[str, ...]
    now: Period

    @cached_property
    def silent(self) -> set[str]:
        """The codes of the whole that have no figure now."""
        return set(self._known_and_silent[1])

    @property
    def now_known(self) -> tuple[str, ...]:
        """The codes that have one and are added up."""
        return self._known_and_silent[0]

    @cached_property
    def _known_and_silent(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return known(self.codes, lambda code: self.value(code, self.now) is not None, self._is_sum)

    def _is_sum(self, code: str) -> bool:
        """Say whether no release prints a heading, and some are complete about it."""
        printed = self.releases.series.get((self.parties, code))
        return not printed and bool(self.releases.periods(self.releases.whole, self.parties, code))

    def value(self, code: str, span: Period) -> object:
        """Return what a code came to over a span, None where the releases do not say."""
        return self.releases.value(self.parties, code, span)

    def total(self, codes: Iterable[str], span: Period) -> object:
        """Return what codes came to together, None where one of them is not known."""
        return self.releases.total(self.parties, codes, span)

    def some(self, span: Period) -> list[str]:
        """Return the codes of the whole that have a figure now which are known over `span`."""
        return [code for code in self.now_known if self.value(code, span) is not None]

    def whole(self, span: Period) -> bool:
        """Say whether all of them are known over `span`; where one has lost its figure now, nothing is asked."""
        return len(self.some(span)) == len(self.now_known) and not self.lost

    def is_apart(self, span: Period) -> bool:
        """Say whether figures over `span` are none of their code's series: other goods, or valued otherwise."""
        gone = {at for code in self.now_known for at in self.releases.apart.get((self.parties, code), ())}
        return any(span.first <= at < span.first + span.months for at in gone)

    def begins_before(self, span: Period) -> bool:
        """Say whether the releases know anything of the codes before the end of `span`."""
        begin = self.releases.first_month(self.parties, self.codes)
        return begin is not None and begin <= span.last.first

    @cached_property
    def lost(self) -> bool:
        """Whether a code of the whole has no figure now that had one: then the total is compared with nothing."""
        lines = [line for of, line in self.releases.series if of == self.parties]
        return any(is_within(line, code) for line in lines for code in self.silent)

    def withheld(self, code: str) -> set[int]:
        """Return the months of which the newest release withholds the figure of a code."""
        series = self.releases.series.get((self.parties, code), {})
        spans = (range(first, first + size) for first, own in series.items() for size, at in own.items() if at is None)
        return {month for months in spans for month in months}

    def gaps(self) -> set[int]:
        """Return the months between the first of which anything is known and the edition's of which nothing is."""
        known = {
            month
            for code in self.codes
            for first, lengths in self.releases.series.get((self.parties, code), {}).items()
            for length in lengths
            for month in range(first, first + length)
        }
        begin = self.releases.first_month(self.parties, self.codes)
        months = range(self.now.last.first if begin is None else begin, self.now.last.first)
        covers = self.releases.is_complete
        return {at for at in months if at not in known and not any(covers(self.parties, one, at) for one in self.codes)}

    def may_change(self) -> tuple[bool, bool]:
        """Say whether a row of the whole is provisional now, and whether any row within it is."""
        whole, months = roots(self.codes), range(self.now.first, self.now.first + self.now.months)
        own = {month for code in whole for month in self.releases.provisional.get((self.parties, code), ())}
        is_known = self.total(whole, self.now) is not None
        is_any = any(self.releases.may_change(self.parties, whole, at) for at in months)
        return is_known and not own.isdisjoint(months), is_any
