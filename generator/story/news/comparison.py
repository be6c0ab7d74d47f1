"""Comparison: what the whole is held against besides a year before: months, seasons, places in time, the year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.movements import readings
from generator.story.news import weights
from generator.story.news.place import records
from generator.story.news.report import Report
from generator.story.news.season import Pair
from generator.story.news.steps import OTHER, Series, Step, way_of
from generator.story.plan import Text
from generator.story.words.speech import Noun, Slot
from generator.trade.period import Period

_LITTLE = Decimal(3)  # per cent: a smaller step from the month before is not told
_RUN = 4  # months
_PLACE, _SINCE = 12, 24  # months of which a level is the highest or lowest; from here on it is so since a month
_TWICE = Decimal("1.95")
_YEAR = 12  # months
_TOPS = frozenset({"record", "since", "year_record"})  # rows that say a place in time


def month_before(report: Report, family: str) -> Text | None:
    """Return what the month before brought, or the quarter; None where a holiday or a season stands between."""
    news, ends = report.news, report.news.pair or _quarters(report)
    growth = readings.growth(*(level.reading for level in ends)) if ends else None
    if ends is None or growth is None or abs(growth).low < _LITTLE:
        return None
    way = way_of(growth)
    usual = news.season is not None and news.season.way == way
    level = report.month.level(ends[1])
    if usual or way is None or level is None or "but_month" in report.heads or not report.is_new("month"):
        return None
    key = f"{family}.{'month' if news.is_month else 'quarter'}"
    before = report.words.month_before(ends[1].span, news.span)
    return report.say(key, level=report.words.worth(level), before=before, way=report.words.way(way))


def _quarters(report: Report) -> Pair | None:
    """Return a quarter and the one before it."""
    series = report.news.total
    if report.news.span.frequency != "quarterly":
        return None
    now, before = series.now, report.month.amount(series.codes, series.before(series.span))
    return (now, before) if now and before and now.is_exact and before.is_exact else None


def path(report: Report) -> Text | None:
    """Return the months of a quarter: what each brought where each lay beyond the one before."""
    found, words = report.news.path, report.words
    way = next((one for one in ("down", "up") if found and found.steps_go(one)), None)
    if found is None or way is None or not report.is_new("path"):
        return None
    levels = [report.month.level(step.now) for step in found.months]
    said = [
        report.say("body.path.level", level=words.worth(level), month=words.month_name(level.period))
        for level in levels
        if level
    ]
    proof = report.month.ledger.change(found.months[-1].now, found.months[-2].now)
    return report.say(f"body.path.{way}", proof, months=words.listed(said)) if all(levels) else None


def months(report: Report) -> Text | None:
    """Return how each month of a quarter stood on the year, where they did not go one way."""
    found, words = report.news.path, report.words
    if found is None or found.turn is None:
        return None
    said = [_than(report, step) for step in found.months]
    known = [one for one in said if one]
    return report.say("body.path.ways", months=words.listed(known, "clauses")) if len(known) == len(said) else None


def _than(report: Report, step: Step) -> Text | None:
    words, ledger, month = report.words, report.month.ledger, report.words.month_name(step.span)
    rate, times = words.rate(ledger.growth(*step)), ledger.multiple(*step)
    ratio = words.ratio(times) if times and times.low >= _TWICE else None
    if ratio:
        return report.say("body.path.than", month=month, than=report.say("body.than.times", n=ratio))
    if rate is None:
        return None
    than = report.say("body.than.rate", rate=rate, way=words.way(step.way or "up"))
    return report.say("body.path.than", month=month, than=than)


def two_years(report: Report) -> Text | None:
    """Return what the whole is against two years before, where a year before says nothing."""
    news, words = report.news, report.words
    then = news.span.year_before().year_before()
    base = report.month.amount(news.total.codes, then)
    if not news.item.low or news.now is None or base is None or not base.is_exact:
        return None
    step, level = Step(news.now, base), report.month.level(base)
    rate = words.rate(report.month.ledger.growth(*step))
    if rate is None or level is None:
        return None
    ends: dict[str, Slot] = {"then": words.span(then), "level": words.worth(level)}
    return report.say("body.two_years", rate=rate, way=words.way(step.way or "up"), **ends)


def month_of_year(report: Report) -> Text | None:
    """Return how the month went, where the year leads in its stead."""
    if report.news.span == report.month.period or not report.is_new("month"):
        return None
    item = report.month.whole_item()
    change = report.news.change("body.change", item)
    if item.now is None or change is None:
        return None
    month, level = report.words.month_name(report.month.period), report.words.worth(item.now)
    slots: dict[str, Slot] = {"change": change, "level": level, "way": report.words.way(item.way or "up")}
    return report.say("body.year.step", month=month, against=report.against(item) or "", **slots)


def season(report: Report) -> Text | None:
    """Return that a season did not come."""
    news, words = report.news, report.words
    if news.season is None or not news.season.is_broken or not report.is_new("season_broken"):
        return None
    rate, way = words.rate(report.month.ledger.growth(*news.season.now)), news.season.way
    if rate is None:
        return None
    return report.say(
        "body.season.broken",
        n=words.number(news.season.claim(report.month.ledger)),
        now=words.month_name(news.span),
        before=words.month_name(news.season.now[1].span),
        way=words.way(way),
        other=words.way(OTHER[way]),
        rate=rate,
    )


def says_place(report: Report) -> bool:
    """Say whether the headline says a place in time."""
    return bool(_TOPS & {*report.heads})


def place(report: Report, key: str, least: int = _PLACE) -> Text | None:
    """Return the place of the level in time, where it is one of so many months."""
    found, words = report.news.place, report.words
    if found is None or found.months < least or report.news.is_year or says_place(report) or not report.is_new("place"):
        return None
    side = words.side(found.side)
    if found.since is None or found.months < _SINCE:
        count = found.claim_of_months(report.month.ledger)
        return report.say(f"{key}.of", n=words.number(count), side=side)
    return report.say(f"{key}.since", found.claim(report.month.ledger), place=words.period(found.since), side=side)


def run(report: Report) -> Text | None:
    """Return for how many months the whole has gone one way."""
    found, words = report.news.run, report.words
    if found is None or found.months < _RUN or not report.news.is_month:
        return None
    if {"turn", "stall"} & {*report.heads} or not report.is_new("run"):
        return None
    count = found.claim(report.month.ledger)
    nth = None if found.is_whole else words.ordinal(count)
    way = words.way(found.way)
    if nth is None:
        return report.say("body.run_of.many", n=words.digits(count), way=way)
    return report.say("body.run_of.nth", nth=nth, way=way)


def run_ended(report: Report) -> Text | None:
    """Return how long it had gone the other way until then; None where the headline says so."""
    found, words = report.news.turn, report.words
    if found is None or found.since is None or report.head.row not in {"turn", "stall"}:
        return None
    count = found.claim(report.month.ledger)
    return report.say("body.run_ended", n=words.number(count), way=words.way(OTHER[found.way]))


def record(report: Report) -> Text | None:
    """Return which record it is, and where the figures begin."""
    found, words = report.news.records, report.words
    if found is None or not report.is_new("records"):
        return None
    start = words.period(found.levels[-1].span)
    nth = words.ordinal(found.claim_of_row(report.month.ledger)) if found.row > 1 else None
    if nth is not None:
        return report.say("body.record.nth", nth=nth, start=start)
    return report.say("body.record.first", found.claim(report.month.ledger), start=start)


def odd_base(report: Report) -> Text | None:
    """Return that the month a year before was the most or the least of its two years."""
    found, words, news = report.news.odd_base, report.words, report.news
    if found is None or news.size is None or news.size.low < _LITTLE:
        return None
    explains = (found.side, news.way) in {("highest", "down"), ("lowest", "up")}
    if not explains or not report.is_new("base"):
        return None
    count = found.claim_of_months(report.month.ledger)
    return report.say("body.base.odd", count, base=words.period(found.now.span), side=words.side(found.side))


def year(report: Report) -> Text | None:
    """Return how the year stands, with the first milestone that there is."""
    to_date = report.month.figures.to_date
    if report.news.span != report.month.period or to_date.months <= report.month.period.months:
        return None
    item = report.month.whole_item(to_date)
    if item.now is None or not report.is_new("year"):
        return None
    slots: dict[str, Slot] = {"months": report.words.so_far(to_date), "ytd": report.words.worth(item.now)}
    against = report.against(item)
    if against is None:
        return report.say("body.year.alone", **slots)
    return next(_milestones(report, to_date, slots | {"against": against}))


def _milestones(report: Report, to_date: Period, slots: dict[str, Slot]) -> Iterator[Text]:
    """Yield how the year stands against the last one, its halves and its pace; last its level alone."""
    news, words, ledger = report.news, report.words, report.month.ledger
    is_record = to_date.months == _YEAR and not news.is_year
    record = records(Series(report.month, report.month.whole, to_date)) if is_record else None
    sides = halves(report)
    then_rate = words.rate(ledger.growth(*news.tempo)) if news.tempo else None
    if news.passed:
        year = words.period(news.passed.year.span)
        yield report.say("body.year.passed", news.passed.claim(ledger), year=year, **slots)
    short = report.money(news.gap.claim(ledger)) if news.gap else None
    if news.gap and short:
        gap, year = words.worth(short), words.period(news.gap.year.span)
        yield report.say("body.year.short_of", gap=gap, year=year, **slots)
    if record:
        yield report.say("body.year.record", record.claim(ledger), **slots)
    if sides:
        yield report.say("body.year.halves", **sides, **slots)
    if news.tempo and then_rate:
        then, way = words.month_name(news.tempo.span.last), words.way(news.tempo.way or "up")
        yield report.say("body.year.pace", then_rate=then_rate, then=then, way=way, **slots)
    yield report.say("body.year.level", **slots)


def halves(report: Report) -> dict[str, Slot] | None:
    """Return how the halves of a year moved, where they went opposite ways."""
    first, second = (_moved(report, half) for half in report.news.halves or (None, None))
    return {"first": first, "second": second} if first and second else None


def _moved(report: Report, step: Step | None) -> Text | None:
    rate = report.words.rate(report.month.ledger.growth(*step)) if step else None
    return report.say("body.moved", way=report.words.way(step.way or "up"), rate=rate) if step and rate else None


def missing(report: Report) -> Text | None:
    """Return which lines have not come, and what they were of the whole a year before."""
    month, words = report.month, report.words
    base = month.period.year_before()
    part, whole = (month.amount(codes, base) for codes in (month.lost, (*month.lost, *month.whole)))
    share = month.ledger.share(part, whole) if part and whole else None
    shown = words.per_cent(share)
    if shown is None:
        return None
    names = Noun(words.listed([report.brief_name(code) for code in month.lost]), plural=_is_many(report))
    return report.say("things.missing", names=names, share=shown, when=words.span(base))


def _is_many(report: Report) -> bool:
    return len(report.month.lost) > 1 or report.month.brief.label(report.month.lost[0]).plural


def breadth(report: Report) -> Text | None:
    """Return how many lines rose or fell, where most of them went against the whole."""
    news, words = report.news, report.words
    if news.way is None or news.is_one_line or not news.parts.lines:
        return None
    other, every = OTHER[news.way], len(news.parts.lines)
    if 2 * news.parts.count(other) <= every or not report.is_new("breadth"):
        return None
    claim = report.month.ledger.moved("rose" if other == "up" else "fell", news.parts.lines)
    lines = report.month.ledger.size([part.code for part in news.parts.lines])
    return report.say("body.breadth.but", n=words.number(claim), all=words.number(lines), way=words.way(other))


def after_the_lines(report: Report) -> Iterator[Text]:
    """Yield what of these has not been told, once the lines are."""
    for row in (two_years, weights.whole, breadth, odd_base, season, year, month_of_year):
        said = row(report)
        if said is not None:
            yield said
