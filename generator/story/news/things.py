"""Things: the two or three lines under a headline: what, through what, against what; none says the head again.

A thing is one point or several: those of `what` and of `through` are said in one line. Keys are those of the patterns,
of a paragraph's ("body.year.passed") where the list has none of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from generator.movements.readings import Reading
from generator.story.facts import Claim
from generator.story.month import Month
from generator.story.news import rows, tails
from generator.story.news.head import Argument, Head, Headline, Point
from generator.story.news.news import News
from generator.story.news.parts import Part
from generator.story.news.place import Place
from generator.story.news.steps import OTHER, Series, Step, way_of
from generator.story.news.tonnage import Tonnage

_APART, _ALIKE, _MUCH = 5, 2, 40  # points between value and tonnage; per cent that the whole moved if they go together
_STEADY = 3  # per cent: less on the month before is not told
_LOW, _AGAINST = 13, 2  # months of a place, since a season has twelve; a line against has half of the first
_RUN = 4  # months
_NEXT = 3  # lines after the first one, where no total is known
_QUIET = frozenset({"quiet", "offset"})
_STATES = frozenset({"unknown", "partial", "none", "first"})
_RATES = frozenset({"rate", "times"})
_PLACES = frozenset({"things.what.second", "things.what.place"})


class Things(NamedTuple):
    """The lines under a headline; one of them is empty where it has nothing to say."""

    what: tuple[Point, ...]
    through: tuple[Point, ...]
    against: tuple[Point, ...]


def things(month: Month, of: Headline) -> Things:
    """Return the things of an edition under its headline."""
    news = News(month, of.span)
    if of.head.row in _STATES:
        return _without_total(news, of.head)
    through = () if of.head.row in _QUIET else tuple(_through(news, of))
    is_placed = any(point.key in _PLACES for point in _what(news, of, set()))
    against = next((point for point in _against(news, of) if not (is_placed and point.key == "body.place")), None)
    taken = {point.key for point in (against,) if point}
    return Things(tuple(_what(news, of, taken)), through, (against,) if against else ())


def _what(news: News, of: Headline, taken: set[str]) -> Iterator[Point]:
    """Yield the level against the year before, without the rate where the head has it, and one thing more."""
    if news.step is None:
        return
    now, base = (news.account.level(end) for end in news.step)
    if of.head.row == "low":  # the head has both levels
        yield from islice((point for point in (_odd_base(news), *_more(news, of)) if point), 2)
        return
    growth = news.account.growth(*news.step)
    told = any(name in of.head.arguments for name in _RATES) or growth is None
    rate: dict[str, Argument] = {} if told or growth is None else {"rate": growth}
    yield Point("things.what", {"level": now, "base_level": base, **rate})
    yield from islice((point for point in _more(news, of) if point and point.key not in taken), 1)


def _more(news: News, of: Headline) -> Iterator[Point | None]:
    about = {one.row for one in (of.head, of.tail) if one}
    yield _halves(news)
    if not about & {"record", "since", "year_record"}:
        yield _second(news)
        yield _place(news.place)(news)
    if of.head.row != "but_month":
        yield _month_before(news)


def _halves(news: News) -> Point | None:
    """Return the halves of a year that went opposite ways."""
    found = news.halves if news.is_year else None
    if found is None or not found.are_opposite:
        return None
    return _rates("body.year.halves", ("first", "second"), news, *found)


def _second(news: News) -> Point | None:
    found = news.second
    if found is None:
        return None
    level = news.account.level(found.best)
    return Point("things.what.second", {"best": level, "when": found.best.span}, (found.claim(news.account),))


def _place(found: Place | None) -> Callable[[News], Point | None]:
    def point(news: News) -> Point | None:
        if found is None or found.months < _LOW:
            return None
        return Point("things.what.place", {"n": found.claim_of_months(news.account), "side": found.side})

    return point


def _month_before(news: News) -> Point | None:
    """Return the level of the month before, where the step from it is none of the season and not little."""
    if news.pair is None or news.on_month is None or abs(news.on_month).low < _STEADY:
        return None
    if news.season is not None and news.season.way == way_of(news.on_month):
        return None
    before = news.pair[1]
    return Point("body.mom.up_from", {"level": news.account.level(before), "before": before.span})


def _odd_base(news: News) -> Point | None:
    found = news.odd_base
    if found is None:
        return None
    claim = found.claim_of_months(news.account)
    return Point("body.base.odd", {"base_month": found.now.span, "n": claim, "side": found.side})


def _through(news: News, of: Headline) -> Iterator[Point]:
    """Yield the path of a quarter, the lines that moved the whole, value and tonnage."""
    if of.head.row == "inside" and news.path:
        growths = [news.account.growth(step.now, step.base) for step in news.path.months]
        names = ("first", "second", "third")
        found = {name: growth for name, growth in zip(names, growths, strict=True) if growth}
        yield Point("things.through.path", found)
        return
    parted = _parted(news)
    if not (parted and _is_telling(news, news.tonnage)):
        yield from _lines(news, of)
    if parted:
        yield parted


def _is_telling(news: News, of: Tonnage | None) -> bool:
    """Say whether value and tonnage moved much, and together: that alone tells through what."""
    apart = of.parted if of else None
    return apart is not None and news.size is not None and abs(apart).high < _ALIKE and news.size.low >= _MUCH


def _parted(news: News) -> Point | None:
    found = news.tonnage
    apart = found.parted if found else None
    if found is None or apart is None:
        return None
    if abs(apart).low < _APART and not _is_telling(news, found):
        return None
    growth = news.account.growth(*found.mass)
    now, base = (news.account.unit_value(*ends) for ends in zip(found.value, found.mass, strict=True))
    if growth is None or now is None or base is None:
        return None
    return Point("things.through.parted", {"q": growth, "now_avg": now, "base_avg": base})


def _lines(news: News, of: Headline) -> Iterator[Point]:
    """Yield the line that moved most, and one that went against it, or the second, or the whole without it."""
    if news.is_one_line or news.way is None:
        return
    first, other = news.parts.largest(news.way), news.parts.largest(OTHER[news.way])
    if of.head.row == "line_all" and of.head.line:
        yield from _alone(news, of.head.line)
        return
    if first is None:
        return
    named = {one.line for one in (of.head, of.tail) if one}
    yield _levels(news, first) if first.code in named else _made(news, first)
    if other and _AGAINST * other.size.low >= first.size.high:
        yield _moved(news, "body.other_side", other)
        return
    both = news.parts.two_largest()
    if of.tail and of.tail.row == "two_lines" and both:
        yield _moved(news, "things.through.moved", both[1])


def _alone(news: News, code: str) -> Iterator[Point]:
    part = news.parts.by_code(code)
    rest = news.parts.rest(part) if part else None
    if part is None or rest is None:
        return
    yield _moved(news, "things.through.moved", part)
    if growth := news.account.growth(rest.now, rest.base):
        yield Point("body.line.without", {"line": code, "rate": growth})


def _made(news: News, part: Part) -> Point:
    """Return what a line made of the change of the whole in money, where it is no more than that."""
    whole = news.parts.total
    ratio = news.parts.part(part)
    if whole is None or ratio is None or not _is_within(ratio):
        return _moved(news, "things.through.moved", part)
    own, all_of_it = (news.account.change(step.now, step.base) for step in (part.step, whole))
    return Point("things.through.line", {"line": part.code, "part": own, "whole": all_of_it})


def _is_within(ratio: Reading) -> bool:
    return ratio.high <= 100  # noqa: PLR2004 -- per cent


def _moved(news: News, key: str, part: Part) -> Point:
    change = news.account.change(part.step.now, part.step.base)
    return Point(key, {"line": part.code, "amount": change})


def _levels(news: News, part: Part) -> Point:
    """Return both levels of a line whose part the head has told."""
    now, base = (news.account.level(end) for end in part.step)
    return Point("body.list.low", {"line": part.code, "level": now, "base_level": base})


def _against(news: News, of: Headline) -> Iterator[Point]:
    """Yield what the edition is told against, the first of which is taken: season, place, year, market, run."""
    said = {one.row for one in (of.head, of.tail) if one}
    if "season_broken" not in said and (found := tails.season_broken(news)):
        yield Point("things.against.season", found.arguments)
    if not said & {"since", "record", "year_record"}:
        yield from _in_time(news)
    yield from _year(news)
    if not said & {"run", "turn", "stall"} and news.run and news.run.months >= _RUN:
        yield Point("body.run_of", {"n": news.run.claim(news.account)})


def _in_time(news: News) -> Iterator[Point]:
    found = rows.since(news)
    if found is not None:
        own = {name: one for name, one in found.arguments.items() if name not in _RATES}
        yield Point("body.place", own, found.proof)


def _year(news: News) -> Iterator[Point]:
    """Yield the milestone of the year, or its level; of a year that is over its halves, or its last month."""
    account = news.account
    if news.passed:
        claim, level = news.passed.claim(account), account.level(news.passed.to_date)
        yield Point("body.year.passed", {"ytd": level, "n": claim, "year": news.passed.year.span})
    if news.gap:
        claim, level = news.gap.claim(account), account.level(news.gap.to_date)
        yield Point("body.year.short_of", {"ytd": level, "gap": claim, "year": news.gap.year.span})
    if news.is_year:
        yield from _known(_last_month(news))
        return
    if news.halves and news.halves.are_opposite:
        yield from _known(_rates("body.year.halves", ("first", "second"), news, *news.halves))
    if news.tempo:
        yield from _known(_rates("body.year.pace", ("rate", "then_rate"), news, *news.tempo))
    yield from _known(_to_date(news))


def _known(point: Point | None) -> Iterator[Point]:
    if point is not None:
        yield point


def _rates(key: str, names: tuple[str, ...], news: News, *steps: Step) -> Point | None:
    growths = [news.account.growth(step.now, step.base) for step in steps]
    known = {name: growth for name, growth in zip(names, growths, strict=True) if growth}
    return Point(key, known) if len(known) == len(names) else None


def _to_date(news: News) -> Point | None:
    """Return the level of the year to date with its growth, where it is more than the step."""
    span = news.month.figures.to_date
    return _level(news, "things.against.year", "ytd", news.total) if span.months > news.span.months else None


def _last_month(news: News) -> Point | None:
    """Return the month that ends a year which leads its edition."""
    period = news.month.period
    return None if period.months > 1 else _level(news, "things.against.month", "level", news.total)


def _level(news: News, key: str, name: str, series: Series) -> Point | None:
    span = news.month.period if news.is_year else news.month.figures.to_date
    step = series.step(span)
    growth = news.account.growth(*step) if step else None
    if step is None or growth is None:
        return None
    return Point(key, {name: news.account.level(step.now), "rate": growth})


def _without_total(news: News, head: Head) -> Things:
    """Return the largest line, the next ones, and what is not known, where the whole has no growth."""
    found = [news.month.amount([code], news.span) for code in news.month.every_line]
    known = sorted((one for one in found if one and one.value), key=lambda one: -one.value)
    claims: list[tuple[str, Claim]] = [(one.codes[0], news.account.level(one)) for one in known]
    points = [Point("things.part", {"line": code, "level": level}) for code, level in claims]
    rest = [point for point in points if point.arguments["line"] != head.line]
    own = [point for point in points if point.arguments["line"] == head.line] if head.row != "unknown" else []
    lacking = news.month.material.silent
    missing = (Point("things.missing", {"missing": lacking}),) if lacking else ()
    return Things(tuple(own), tuple(rest[:_NEXT]), missing)
