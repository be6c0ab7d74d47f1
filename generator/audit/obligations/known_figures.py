"""What the releases have of the codes of an edition, which is what the edition has to say of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.audit.trace.customs_releases import CustomsReleases, months
from generator.audit.trace.formulas import Parties
from generator.trade.codes import is_within, roots, summable
from generator.trade.period import Period


@dataclass(frozen=True)
class KnownFigures:
    """What the releases have of the codes of one edition."""

    releases: CustomsReleases
    parties: Parties
    codes: tuple[str, ...]
    now: Period

    @property
    def silent(self) -> set[str]:
        """The codes of the whole that have no figure now."""
        return set(self._known_and_silent[1])

    @property
    def now_known(self) -> tuple[str, ...]:
        """The codes that have one and are added up."""
        return self._known_and_silent[0]

    @cached_property
    def _known_and_silent(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return summable(self.codes, lambda code: self.value(code, self.now) is not None, self._is_sum)

    def _is_sum(self, code: str) -> bool:
        """Say whether no release prints a heading, and some are complete about it."""
        releases, parties = self.releases, self.parties
        return not releases.of_code(parties, code) and bool(releases.complete(parties, code))

    def value(self, code: str, span: Period) -> Decimal | None:
        """Return what a code came to over a span, None where the releases do not say."""
        return self.releases.value(self.parties, code, span)

    def total(self, codes: Iterable[str], span: Period) -> Decimal | None:
        """Return what codes came to together, None where one of them is not known."""
        return self.releases.total(self.parties, codes, span)

    def some(self, span: Period) -> list[str]:
        """Return the codes of the whole that have a figure now which are known over `span`."""
        return [code for code in self.now_known if self.value(code, span) is not None]

    def whole(self, span: Period) -> bool:
        """Say whether all of them are known over `span`; where one has lost its figure now, nothing is asked."""
        return len(self.some(span)) == len(self.now_known) and not self.lost

    @cached_property
    def lost(self) -> bool:
        """Whether a code of the whole has no figure now that had one: then the total is compared with nothing."""
        lines = [line for of, line in self.releases.rows if of == self.parties]
        return any(is_within(line, code) for line in lines for code in self.silent)

    def is_apart(self, span: Period) -> bool:
        """Say whether figures over `span` are none of their code's series: other goods, or valued otherwise."""
        gone = {at for code in self.now_known for at in self.releases.apart.get((self.parties, code), ())}
        return any(month in gone for month in months(span))

    @cached_property
    def begin(self) -> int | None:
        """The first month of which the releases know anything of the codes."""
        return self.releases.first_month(self.parties, self.codes)

    def withheld(self, code: str) -> set[int]:
        """Return the months of which the newest release withholds the figure of a code."""
        rows = self.releases.of_code(self.parties, code).items()
        return {month for period, row in rows if row.amount is None for month in months(period)}

    def gaps(self) -> set[int]:
        """Return the months between the first of which anything is known and the edition's of which nothing is."""
        told = {month for code in self.codes for month in self.releases.by_month(self.parties, code)}
        last = self.now.last.first
        past = set(range(last if self.begin is None else self.begin, last)) - told
        covers = self.releases.is_complete
        return {month for month in past if not any(covers(self.parties, code, month) for code in self.codes)}

    def may_change(self) -> tuple[bool, bool]:
        """Say whether a row of the whole is provisional now, and whether any row within it is."""
        whole, now, releases = roots(self.codes), months(self.now), self.releases
        rows = [releases.by_month(self.parties, code).get(month) for code in whole for month in now]
        is_known = self.total(whole, self.now) is not None
        is_any = any(releases.may_change(self.parties, whole, month) for month in now)
        return is_known and any(row.is_provisional for row in rows if row), is_any
