"""Last: what the edition before this one printed, as far as this one takes it up: its forms, and its rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from generator.trade.period import Period

_OTHER = ".other"


@dataclass(frozen=True)
class Once:
    """A rate in the text of the last edition: of `codes`, `period` against `base`, printed as `shown` ("12%")."""

    codes: tuple[str, ...]
    period: Period
    base: Period
    way: str | None
    shown: str

    @property
    def rate(self) -> Decimal:
        """The rate as it was printed, with its sign."""
        size = Decimal(self.shown.removesuffix("%").replace(",", ""))
        return -size if self.way == "down" else size


@dataclass(frozen=True)
class LastEdition:
    """An edition as the next one sees its text; `document` is the digest of what it left behind, where that is kept.

    `forms` are those of its headline and its lede.
    """

    edition: str
    document: str
    forms: Mapping[str, str] = field(default_factory=dict)
    rates: tuple[Once, ...] = ()

    @property
    def period(self) -> Period:
        """Its period."""
        return Period.parse(self.edition.split("/")[1])


def form_after(last: LastEdition | None, what: str, form: str) -> str:
    """Return the form for the headline or the lede: another one where the last edition had the same."""
    return f"{form}{_OTHER}" if last and last.forms.get(what) == form else form


def is_other(form: str) -> bool:
    """Say whether a form is the other one of its kind."""
    return form.endswith(_OTHER)
