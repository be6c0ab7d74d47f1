"""The balance: exports less imports of the same goods, office and span, and its change in money; never a per cent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.story.account import Account
from generator.story.amounts import Amount, amount
from generator.story.facts import Claim, way_of
from generator.story.ledger import Ledger
from generator.story.material import Material
from generator.story.plan import PAGES, Section, Text
from generator.trade.codes import Flow
from generator.trade.figures import Figures
from generator.trade.period import Period


@dataclass(frozen=True)
class Sides:
    """What went out and what came in over one span, both known to the last unit and both with trade."""

    out: Amount
    into: Amount

    def claim(self, ledger: Ledger) -> Claim:
        """Return the balance; a direction is that of a change, and a balance is none."""
        account = Account(ledger)
        formula = ("difference", account.formula(self.out), account.formula(self.into))
        codes = tuple(dict.fromkeys((*self.out.codes, *self.into.codes)))
        return ledger.claim(
            "balance", self.out.unit, self.out.reading - self.into.reading, formula, codes, self.out.span
        )


def section(material: Material) -> Section | None:
    """Return the balance of the year, or of the twelve months to the month, and its change on the year before.

    None where the briefing shows none, or where a part of either direction is not known or only bounded.
    """
    said = tuple(_told(material))
    if not said:
        return None
    label = material.words.label("balance")
    return Section(id="balance", shown=PAGES, role="text", label=label, codes=None, dateline=None, paragraphs=(said,))


def _told(material: Material) -> Iterator[Text]:
    period, ledger = material.figures.period, material.ledger
    span = period if period.frequency == "annual" else period.twelve_months()
    if (now := _sides(material.figures, span)) is None:
        return
    account, balance = Account(ledger), now.claim(ledger)
    ends = account.level(now.out), account.level(now.into)
    if (said := material.words.balance(material.figures.selection, *ends, balance)) is None:
        return
    yield said
    if (before := _sides(material.figures, span.year_before())) is not None:
        base = before.claim(ledger)
        if changed := material.words.balance_moved(balance, base, _change(ledger, now, before, (balance, base))):
            yield changed


def _change(ledger: Ledger, now: Sides, before: Sides, ends: tuple[Claim, Claim]) -> Claim:
    newer, older = ends
    reading = (now.out.reading - now.into.reading) - (before.out.reading - before.into.reading)
    formula, codes, way = ("difference", newer.formula, older.formula), newer.codes, way_of(reading)
    return ledger.claim("balance_abs", newer.unit, reading, formula, codes, newer.period, compare=older.period, way=way)


def _sides(figures: Figures, span: Period) -> Sides | None:
    if figures.opposite is None:
        return None
    own, other = (_known(side, span) for side in (figures, figures.opposite))
    if own is None or other is None:
        return None
    return Sides(own, other) if figures.selection.flow is Flow.EXPORT else Sides(other, own)


def _known(figures: Figures, span: Period) -> Amount | None:
    found = amount(figures, figures.selection.whole, span)
    return found if found is not None and found.cells and found.is_exact else None
