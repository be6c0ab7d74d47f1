"""The longer view: the year to date in money, then places and shares over twelve months."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.movements import readings
from generator.story.facts import Claim
from generator.story.monthly import series, shares
from generator.story.monthly.item import Item
from generator.story.monthly.month import Month
from generator.story.plan import PAGES, Block, Section, Text

_FLICKER = 50  # a crossing counts if the gap after it is a fiftieth of the smaller
_LARGEST = 3  # lines whose share together says how concentrated the trade is
_WORTH = Decimal("0.1")  # of the largest change: less is not worth a sentence
_PLACES = 5  # a place further down is no news


def blocks(month: Month) -> Iterator[Block]:
    """Return the year, with its picture after the paragraph that tells its finding."""
    if year := tuple(_year(month)):
        yield _section(
            month, "year", "the_year_to_date" if month.longer == month.figures.to_date else "the_longer", year
        )
        if month.brief.draws("cumulative") and (chart := series.years(month)):
            yield chart


def twelve_months(month: Month) -> Iterator[Block]:
    """Return places and shares, with the picture of the shares."""
    if places := tuple(_places(month)):
        yield _section(month, "places", "twelve_months", places)
        if month.brief.draws("shares") and (parts := shares.chart(month)):
            yield parts


def _section(month: Month, name: str, label: str, said: tuple[Text, ...]) -> Section:
    words = month.words
    return Section(
        id=name, shown=PAGES, role="text", label=words.label(label), codes=None, dateline=None, paragraphs=(said,)
    )


def _year(month: Month) -> Iterator[Text]:
    words, total = month.words, month.whole_item(month.longer)
    if not total.comparable or total.amount is None or total.base_amount is None or not total.base_amount.value:
        return
    change = month.account.change(total.amount, total.base_amount)
    if not (said := words.year_change(total, change)):
        return
    yield said
    first, lead = _most(month, total.way), _change(month, month.hand.lead) if month.hand.lead else None
    if lead and not month.is_single and (part := words.year_part(*lead, whole=True)):
        yield part
        if first and first[0].code == lead[0].code:
            return
    if first and (part := words.year_part(*first, whole=True)):
        yield part
    if lead:
        return
    other = _most(month, {"up": "down", "down": "up"}.get(total.way or ""))
    if first and other and abs(other[1].value) >= _WORTH * abs(first[1].value):
        yield from (part for part in [words.year_part(*other, whole=False)] if part)


def _most(month: Month, way: str | None) -> tuple[Item, Claim] | None:
    """Return the line that went most that way over the longer span, with its change in money."""
    pairs = [] if month.is_single else [_change(month, code) for code in month.told(month.lines)]
    moved = [pair for pair in pairs if pair and way and pair[0].way == way]
    return max(moved, key=lambda pair: abs(pair[1].value), default=None)


def _change(month: Month, code: str) -> tuple[Item, Claim] | None:
    """Return a line over the longer span with its change in money."""
    item = month.item(code, month.longer)
    if not item.comparable or item.amount is None or item.base_amount is None:
        return None
    return item, month.account.change(item.amount, item.base_amount)


def _places(month: Month) -> Iterator[Text]:
    words, found = month.words, shares.leading(month)
    if found and found[2] and (said := words.share_moved(found[0], found[1], found[2])):
        yield said
        if together := _together(month):  # which leaves its own period to the sentence before it
            yield together
    if crossing := _crossing(month):
        yield words.replaced(*crossing)


def _together(month: Month) -> Text | None:
    """Return the share of the three largest lines, where there are twice as many."""
    lines, span = shares.largest(month), month.twelve
    if len(lines) < 2 * _LARGEST:
        return None
    now, base = (shares.share(month, lines[:_LARGEST], when) for when in (span, span.year_before()))
    count = month.material.ledger.size(lines[:_LARGEST])
    return month.words.shares_together(count, now, base, span) if now and base else None


def _crossing(month: Month) -> tuple[tuple[Item, Claim], Item] | None:
    """Return the line that took the highest place from another one, with the place, and the other one."""
    order = shares.largest(month)
    before = {code: month.amount([code], month.twelve.year_before()) for code in order}
    if not order or any(one is None or not one.is_exact for one in before.values()):
        return None
    sizes = {code: one.value for code, one in before.items() if one}
    for place in range(min(_PLACES, len(order) - 1)):
        one, other = order[place], order[place + 1]
        ranks = sorted(sizes, key=lambda code: -sizes[code])
        if sizes[one] < sizes[other] and ranks.index(other) == place and _apart(month, one, other):
            items = month.item(one, month.twelve), month.item(other, month.twelve)
            if any(item.now is None for item in items) or month.told([one, other]) != (one, other):
                return None
            amounts = [month.amount([code], month.twelve) for code in order]
            known = [amount for amount in amounts if amount]
            own, others = known[place], known[:place] + known[place + 1 :]
            is_sure = all(readings.order(own.reading, other.reading) for other in others)
            return ((items[0], month.account.rank(own, others)), items[1]) if is_sure else None
    return None


def _apart(month: Month, one: str, other: str) -> bool:
    ends = month.amount([one], month.twelve), month.amount([other], month.twelve)
    if ends[0] is None or ends[1] is None or not ends[1].value:
        return False
    return _FLICKER * (ends[0].value - ends[1].value) >= ends[1].value
