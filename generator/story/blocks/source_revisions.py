"""What the source made of its own figures: revisions of twelve months, and rates that it prints itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.story import rounding
from generator.story.amounts import Amount, Claim, amount
from generator.story.brief import NamedLine
from generator.story.month import Month
from generator.story.news.report import NewsReport
from generator.trade.editions import TOTAL
from generator.trade.figures import Figures
from generator.trade.observation import Observation

_LEAST = 6  # months that were published again: of fewer a mean says little
_APART = Decimal("0.1")  # percentage points


def revised(month: Month) -> tuple[Claim, Claim, Claim] | None:
    """Return how many of the twelve months to the edition's were published again, mean and mean size of their change.

    Both are per cents of the whole as it was first published, of months known then and now. None of fewer than six, of
    an edition in which a line lost its figure, and where one of them is only bounded.
    """
    if month.brief.first is None or month.silenced:
        return None
    pairs = tuple(_pairs(month, month.brief.first))
    if len(pairs) < _LEAST or not all(one.is_exact for pair in pairs for one in pair):
        return None
    heads = ("restated", "revision_mean", "revision_size")
    count, mean, size = (month.ledger.restated(head, pairs, month.twelve) for head in heads)
    return (count, mean, size) if count and mean and size else None


def _pairs(month: Month, first: Figures) -> Iterator[tuple[Amount, Amount]]:
    """Yield the whole of each month now and as it was first, where the two stand in different releases."""
    for when in month.twelve.split():
        now, then = month.total(when), amount(first, month.whole, when)
        if now and then and then.value and _origins(now) != _origins(then):
            yield now, then


def _origins(of: Amount) -> set[tuple[str, str]]:
    return {(part.code, part.cell.release) for cell in of.cells for part in _parts(cell)}


def _parts(cell: Observation) -> tuple[Observation, ...]:
    return cell.parts or (cell,)


def published(report: NewsReport) -> Iterator[tuple[NamedLine | None, Claim, Claim]]:
    """Yield the total (None) and the lines of the text with the rate that the source prints and ours, where they part.

    They do by more than a tenth of a point, as figures of which neither is rounded.
    """
    for item in (report.whole, *map(report.month.item, sorted(report.named))):
        theirs = report.month.ledger.published(item.amount) if item.growth and item.amount else None
        if theirs and item.growth and _part(theirs, item.growth):
            yield NamedLine(item.label, item.code) if item.label and item.code != TOTAL else None, theirs, item.growth


def _part(theirs: Claim, ours: Claim) -> bool:
    is_printed = rounding.as_published(theirs) is not None and rounding.per_cent(ours) is not None
    return is_printed and abs(theirs.value - ours.value) > _APART
