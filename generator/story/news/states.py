"""States: the rows for editions whose figures are not all there, or have nothing to be compared with."""

from __future__ import annotations

from generator.story.amounts import Amount
from generator.story.news.head import Argument, Head
from generator.story.news.news import News
from generator.story.news.steps import Series, Step

_YEAR = 12  # months without trade after which it begins anew


def none(news: News) -> Head | None:
    """Return that nothing was traded, and when that was so before."""
    if news.now is None or news.now.value:
        return None
    levels = news.total.levels
    gap = next((at for at, level in enumerate(levels) if at and not level.value), None)
    arguments: dict[str, Argument] = {"level": news.account.level(news.now)}
    if gap is None:
        return Head("head.none", arguments, (), "none", "down")
    claim = news.account.since("since_low", levels[0], levels[1 : gap + 1])
    return Head("head.none", arguments | {"since": levels[gap].span}, (claim,), "none", "down")


def begins(news: News) -> Head | None:
    """Return that trade begins again after a year or more without any."""
    levels = news.total.levels
    before = next((at for at, level in enumerate(levels) if at and level.value), None)
    if before is None or not levels[0].value or sum(level.span.months for level in levels[1:before]) < _YEAR:
        return None
    claim = news.account.idle(levels[: before + 1])
    return Head("head.begins", {"n": claim, "level": news.account.level(levels[0])}, (), "begins", "up")


def partial(news: News) -> Head | None:
    """Return the largest part that is whole, where some lines have not come."""
    month = news.month
    if not month.lost or news.now is None:
        return None
    found = [Series(month, (code,), news.span) for code in month.whole]
    steps = [step for step in (series.step(news.span) for series in found) if step and step.way and step.growth]
    steps = [step for step in steps if not month.item(step.now.codes[0], news.span).low]
    arguments: dict[str, Argument] = {"missing": month.lost}
    if not steps:
        return Head("head.partial", arguments | {"level": news.account.level(news.now)}, (), "partial")
    step = max(steps, key=lambda one: one.now.value)
    rate = news.account.growth(step.now, step.base)
    own: dict[str, Argument] = {"rate": rate} if rate else {}
    code = step.now.codes[0]
    return Head("head.partial", arguments | own | {"line": code}, (), "partial", step.way, code)


def first(news: News) -> Head | None:
    """Return the level, where nothing is known to compare it with, or where a holiday forbids it."""
    if news.now is None or not news.now.is_exact:
        return None
    span, base = news.span, news.span.year_before()
    known = any(news.month.amount([code], base) is not None for code in news.month.whole)
    if known and not news.total.misleads(span):
        return None
    return Head("head.first", {"level": news.account.level(news.now)}, (), "first")


def unknown(news: News) -> Head | None:
    """Return the largest known line, where the growth of the whole is open."""
    if news.step is not None and (news.way is not None or _is_same(news.step)):
        return None
    return of_largest(news)


def of_largest(news: News) -> Head | None:
    """Return the largest line, for a whole of which no growth, or no print, holds."""
    found = _largest(news)
    if found is None:
        return None
    arguments: dict[str, Argument] = {"good": found.codes[0], "level": news.account.level(found)}
    return Head("head.unknown", arguments, (), "unknown", None, found.codes[0])


def _is_same(step: Step) -> bool:
    """Say whether the change is known to be little, whichever way it goes."""
    growth = step.growth
    return growth is not None and abs(growth).high < 1


def _largest(news: News) -> Amount | None:
    """Return the line that is larger than each of the others under every reading, or the one of the largest figure."""
    found = [news.month.amount([code], news.span) for code in news.month.every_line]
    known = [level for level in found if level is not None and level.value]
    return max(known, key=lambda level: level.reading.low, default=None)


def low(news: News) -> Head | None:
    """Return both levels, where a rate of the whole would mislead."""
    if news.step is None or not news.is_low:
        return None
    level, base = (news.account.level(end) for end in news.step)
    return Head("head.low", {"level": level, "base_level": base}, (), "low", news.way)
