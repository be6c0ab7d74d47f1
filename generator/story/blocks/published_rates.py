"""Published: the rates of change that the source prints itself and that are others than its levels give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.story import rounding
from generator.story.brief import Line
from generator.story.facts import Claim
from generator.story.news.report import Report
from generator.trade.editions import TOTAL

_APART = Decimal("0.1")  # percentage points


def published(report: Report) -> Iterator[tuple[Line | None, Claim, Claim]]:
    """Yield the total (None) and the lines of the text with the rate that the source prints and ours, where they part.

    They do by more than a tenth of a point, as figures of which neither is rounded.
    """
    for item in (report.whole, *map(report.month.item, sorted(report.named))):
        theirs = report.month.ledger.published(item.amount) if item.growth and item.amount else None
        if theirs and item.growth and _part(theirs, item.growth):
            yield Line(item.label, item.code) if item.label and item.code != TOTAL else None, theirs, item.growth


def _part(theirs: Claim, ours: Claim) -> bool:
    is_printed = rounding.as_published(theirs) is not None and rounding.per_cent(ours) is not None
    return is_printed and abs(theirs.value - ours.value) > _APART
