"""Answers: the figures of an edition that an editor's sentence may print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.movements.readings import Reading
from generator.story.amounts import weight
from generator.story.facts import Claim
from generator.story.item import Item
from generator.story.month import Month
from generator.story.pictures import shares
from generator.story.sayings import WHOLE
from generator.trade.period import Period


@dataclass(frozen=True)
class Change:
    """Two levels that can be compared, and the claim of the change in per cent where one may be printed."""

    now: Reading
    base: Reading
    growth: Claim | None


def spans(month: Month) -> tuple[Period, ...]:
    """Return the spans that a sentence may be about: the period, its longer span and its twelve months."""
    return tuple(dict.fromkeys((month.period, month.longer, month.twelve)))


def change(month: Month, code: str, span: Period) -> Change | None:
    """Return how a line (WHOLE: all of them) moved over `span`; None where the two cannot be compared."""
    item = month.whole_item(span) if code == WHOLE else month.item(code, span)
    if not item.comparable or item.amount is None or item.base_amount is None:
        return None
    return Change(item.amount.reading, item.base_amount.reading, item.growth)


def above(month: Month, code: str) -> str | None:
    """Return the largest line with a figure that may be as large as `code` now; None: it leads, "": it has none."""
    of, own = month.figures.selection, _level(month, code)
    rivals = [line for line in (of.whole if code in of.whole else of.lines) if line != code]
    levels = {line: level for line in rivals if (level := _level(month, line))}
    if own is None:
        return ""
    first = max(levels, key=lambda line: levels[line].high, default=None)
    return first if first and levels[first].high >= own.low else None


def _level(month: Month, code: str) -> Reading | None:
    found = month.amount([code], month.period)
    return found.reading if found else None


def candidates(month: Month, unit: str) -> Iterator[Claim]:
    """Yield the claims that a figure of an editor's sentence may print.

    A sum that a speaker stated is held against the levels in the currency of the figures: nothing is converted.
    """
    items = tuple(_items(month))
    levels = [level for item in items for level in (item.amount, item.base_amount) if level and level.value]
    if unit == month.figures.unit:
        yield from (month.ledger.level(level) for level in levels)
        for item in items:
            if item.comparable and item.amount and item.base_amount:
                yield month.ledger.change(item.amount, item.base_amount)
    if unit == "pct":
        yield from (item.growth for item in items if item.growth)
        parts = (shares.share(month, (code,), month.twelve) for code in month.every_line)
        yield from (part for part in parts if part)
    if unit == "pp":
        yield from (item.contribution for item in items if item.contribution)
    if unit == "kg":
        yield from (month.ledger.level(mass) for level in levels if (mass := weight(level)))
    if unit == "count":
        yield month.ledger.size(month.lines)
        quoted = [claim for claim in month.ledger.claims if claim.kind == "quoted" and claim.unit == month.figures.unit]
        for claim in quoted:
            yield from (found for level in levels if (found := month.ledger.multiple_of(claim, level)))


def _items(month: Month) -> Iterator[Item]:
    for span in spans(month):
        yield month.whole_item(span)
        yield from (month.item(code, span) for code in dict.fromkeys((*month.lines, *month.figures.selection.codes)))
