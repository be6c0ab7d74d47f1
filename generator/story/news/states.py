"""States: the rows for editions whose figures are not all there, or have nothing to be compared with."""

from __future__ import annotations

from generator.story.brief import Line
from generator.story.item import Item
from generator.story.news.head import Head
from generator.story.news.news import News
from generator.story.news.rows import head, level
from generator.story.news.steps import months_of
from generator.story.plan import Text
from generator.story.words.speech import Noun, Slot

_YEAR = 12  # months without trade after which it begins anew
_NAMED = 2  # lines that a headline has room for


def hand(news: News) -> Head | None:
    """Return the line that the editor lets lead."""
    code = news.month.hand.lead
    if code is None or news.month.is_single:
        return None
    item = news.month.item(code)
    if item.growth and item.way:
        return _of_line(news, "hand", "plain", item)
    return _of_line(news, "hand", "low" if item.low and item.way else "level", item)


def begins(news: News) -> Head | None:
    """Return that trade begins again after a year or more without any."""
    levels = news.total.levels
    before = next((at for at, one in enumerate(levels) if at and one.value), None)
    if before is None or not levels[0].value or months_of(levels[1:before]) < _YEAR:
        return None
    idle = news.ledger.count(
        "idle",
        months_of(levels[1:before]),
        ("idle", *levels[: before + 1]),
        levels[0],
        unit="months",
        compare=levels[before].span,
    )
    return head(news, "begins", n=news.words.number(idle), level=level(news))


def partial(news: News) -> Head | None:
    """Return the largest part that is whole, where some lines have not come."""
    month = news.month
    if not month.lost or news.now is None:
        return None
    missing = _missing(news)
    items = [month.item(code, news.span) for code in month.whole if month.hand.tells(code)]
    known = [item for item in items if item.way and item.growth and item.amount]
    if not known:
        return head(news, "partial", "partial.level", missing=missing, level=level(news))
    largest = max(known, key=lambda item: item.amount.value if item.amount else 0)
    return _of_line(news, "partial", "partial", largest, missing=missing)


def _of_line(news: News, row: str, form: str, item: Item, **more: Slot) -> Head:
    """Return a head whose trade is that in one line."""
    words, slots = news.words, dict(more)
    for name, claim in (("level", item.now), ("base_level", item.base)):
        if claim is not None:
            slots[name] = words.size(claim)
    if item.way is not None:
        slots["way"] = words.way(item.way)
    change = news.change("head.change", item)
    if change is not None:
        slots["change"] = change
    return Head(row, form, slots, None, item.way, item.code)


def _missing(news: News) -> Text:
    """Return the lines that have not come: two by their names, more by their number."""
    words, codes = news.words, news.month.lost
    if len(codes) <= _NAMED:
        names = [Noun.of(news.month.brief.label(code), "short") for code in codes]
        return words.say("head.partial.lines.named", names=words.listed(names))
    return words.say("head.partial.lines.many", n=words.number(news.ledger.size(codes)))


def first(news: News) -> Head | None:
    """Return the level, where nothing is known to compare it with, or where a holiday forbids it."""
    if news.now is None or not news.now.is_exact:
        return None
    span, base = news.span, news.span.year_before()
    known = any(news.month.amount([code], base) is not None for code in news.month.whole)
    if known and not news.month.misleads(span):
        return None
    return head(news, "first", level=level(news))


def unknown(news: News) -> Head | None:
    """Return the largest known line, where the growth of the whole is open, or no print of it holds."""
    if news.item.now is not None and news.step is not None and (news.way is not None or news.is_quiet):
        return None
    month, words = news.month, news.words
    found = [month.amount([code], news.span) for code in month.every_line if month.hand.tells(code)]
    known = [one for one in found if one is not None and one.value]
    largest = max(known, key=lambda one: one.reading.low, default=None)
    if largest is None:
        return None
    code = largest.codes[0]
    line, claim = Line(month.brief.label(code), code), news.ledger.level(largest)
    goods = words.goods_of(line, month.trade.of)
    shown = None if words.is_open(claim) else words.size(claim)
    return head(news, "unknown", "", None, code, good=Noun.of(line.label, "head"), goods=goods, level=shown)


def low(news: News) -> Head | None:
    """Return both levels, where a rate of the whole would mislead."""
    if news.step is None or not news.item.low:
        return None
    ends = dict(zip(("level", "base_level"), map(news.ledger.level, news.step), strict=True))
    shown = {name: news.words.size(claim) for name, claim in ends.items() if not news.words.is_open(claim)}
    return head(news, "low", **shown)
