"""What a text says of a year: the year to date, its halves and months, and the line that made its change."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.movements import readings
from generator.story.amounts import YearChange
from generator.story.line_selection import LineItem
from generator.story.news import head_rows, time_series, weight_sentences
from generator.story.news.edition_news import News
from generator.story.news.extremes import records
from generator.story.news.report import NewsReport
from generator.story.news.time_series import Series
from generator.story.plan import Text
from generator.story.words.speech import Slot
from generator.trade.period import Period

_YEAR, _HALF = 12, 6  # months
_MOST_OF_CHANGE = Decimal(50)  # per cent of a year's change: the line that made it is named
_APART = Decimal(1)  # points between the changes of two halves: from here on a text has both
_HALVES = ("first", "second")  # slots
_MOST_OF_YEAR = Decimal(75)  # per cent of a line's year: a half with so much of it is mentioned


def half_of_year(report: NewsReport, code: str) -> Text | None:
    """Return the half in which the leading line of a year had three quarters of its trade, as a sentence's end."""
    span = report.news.span
    year = report.month.amount([code], span)
    is_due = report.news.is_year and report.is_lead(code)
    if not is_due or year is None or not year.is_exact or not year.value:
        return None
    for name, first in (("first", span.first), ("second", span.first + _HALF)):
        part = report.month.amount([code], Period(first, _HALF))
        share = readings.share(part.reading, year.reading.without(part.reading)) if part and part.is_exact else None
        if share is not None and share.low >= _MOST_OF_YEAR:
            weight = weight_sentences.weight_clause(report, code) or ""
            return report.say(f"body.span.{name}", part=report.level(part), weight=weight)
    return None


def two_years(report: NewsReport) -> Text | None:
    """Return how the total compares with two years before, where the base a year before is too low."""
    news = report.news
    two_years_before = news.span.year_before().year_before()
    base = report.month.amount(news.total.codes, two_years_before)
    if not news.item.low or news.total.now is None or base is None or not base.is_exact:
        return None
    step = YearChange(news.total.now, base)
    return report.say(
        "body.two_years",
        rate=report.rate(step),
        way=report.way(step.way),
        then=report.words.span(two_years_before),
        level=report.level(base),
    )


def month_of_year(report: NewsReport) -> Text | None:
    """Return how the month moved, where the headline is about the year."""
    if report.news.span == report.month.period or not report.is_new("month"):
        return None
    item = report.month.whole_item()
    return report.say(
        "body.year.step",
        month=report.words.month_name(report.month.period),
        change=report.news.change("body.change", item),
        level=report.worth(item.now),
        way=report.way(item.way),
        against=report.against(item) or "",
        run=_run_of_month(report) or "",
    )


def _run_of_month(report: NewsReport) -> Text | None:
    """Return for how many months the month at the end of a year has gone one way, as the end of its sentence."""
    news = News(report.month, report.month.period)
    row = head_rows.run_of_steps(news)
    return row.text(news, "tail") if row else None


def course_of_year(report: NewsReport) -> list[Text]:
    """Return what made the change of the year that a month or quarter ends, its halves, and the year before it.

    Nothing where only the year before would be left to say, where the news is the year itself, or where lines of the
    total are missing.
    """
    if report.month.figures.to_date.months != _YEAR or report.news.is_year or report.month.lost:
        return []
    sentences = [text for text in (_line_of_year(report), _halves_of_year(report)) if text is not None]
    before = _year_before(report) if sentences else None
    return [*sentences, before] if before else sentences


def _line_of_year(report: NewsReport) -> Text | None:
    """Return what the largest line made of the change of the year, where that is a half or more."""
    to_date = report.month.figures.to_date
    if report.month.is_single:
        return None
    year = NewsReport(News(report.month, to_date), report.headline)
    part = year.news.parts.largest(year.news.way) if year.news.way else None
    share = year.news.parts.share_of_change(part) if part else None
    if part is None or share is None or share.low < _MOST_OF_CHANGE or not report.month.choice.tells(part.code):
        return None
    slots: dict[str, Slot | None] = {
        "line": report.name(part.code),
        "year": report.words.period(to_date),
        "part": report.gain_of(part),
        "way": report.way(part.way),
        "other": _other_line_of_year(report, year) or "",
    }
    growth = year.news.item.growth
    rate = report.say("body.year.rate", rate=report.words.rate(growth), way=slots["way"]) if growth else None
    made = report.say("body.year.made", whole=year.gain_of_whole(part), rate=rate, **slots)
    return made or report.say("body.year.gained", **slots)


def _other_line_of_year(report: NewsReport, year: NewsReport) -> Text | None:
    """Return what the line that moved most against the total of a year moved, as the end of a sentence, or None.

    Its change must be a quarter or more of the largest change.
    """
    other = year.other_way()
    if other is None or not report.month.choice.tells(other.code):
        return None
    return report.say(
        "things.other",
        line=report.brief_name(other.code),
        part=report.gain_of(other),
        way=report.way(other.way),
    )


def _halves_of_year(report: NewsReport) -> Text | None:
    """Return how the halves of the year compare with those of the year before, where their changes differ."""
    steps = time_series.both_halves(report.news.total)
    growths = [step.growth for step in steps or () if step.growth is not None]
    is_apart = len(growths) == len(_HALVES) and abs(growths[0] - growths[1]).low >= _APART
    return report.say("body.year.both", **halves(report, steps)) if is_apart and report.is_new("halves") else None


def _year_before(report: NewsReport) -> Text | None:
    """Return how the total moved in the year before."""
    year = report.month.figures.to_date.year_before()
    growth = report.month.whole_item(year).growth
    if growth is None or growth.direction is None:
        return None
    return report.say(
        "body.year.before",
        year=report.words.period(year),
        rate=report.words.rate(growth),
        way=report.way(growth.direction),
    )


def line_of_month(report: NewsReport) -> Iterator[Text | None]:
    """Yield the line that moved most in the month, and the month without it, where the headline is about the year."""
    if report.news.span == report.month.period or report.news.is_one_line:
        return
    month_report = NewsReport(News(report.month, report.month.period), report.headline)
    parts = month_report.news.parts
    part = parts.largest(parts.lines[0].way) if parts.lines else None
    if part is None or not report.month.choice.tells(part.code):
        return
    item = report.month.item(part.code)
    record = month_report.record(part.code)
    name = report.name(part.code)
    tail = month_report.say("body.line.record", record.claim(report.ledger), line=name, weight="") if record else ""
    sentence = month_report.say(
        "body.year.line",
        line=name,
        month=report.words.month_name(report.month.period),
        change=report.news.change("body.change", item),
        level=report.worth(item.now),
        way=report.way(item.way),
        tail=tail,
    )
    if sentence is not None:
        yield sentence
        yield month_report.without("body.line.without", part)


def year(report: NewsReport) -> Text | None:
    """Return the year to date with its first milestone. None without a year before: a key figure has its level."""
    to_date = report.month.figures.to_date
    if report.news.span != report.month.period or to_date.months <= report.month.period.months:
        return None
    item = report.month.whole_item(to_date)
    if item.now is None or not report.is_new("year"):
        return None
    level: dict[str, Slot | None] = {"months": report.words.so_far(to_date), "ytd": report.worth(item.now)}
    is_opposite = {item.way, report.news.way} == {"up", "down"} and not report.news.is_quiet
    level["still"] = report.words.say("body.all_the_same") if is_opposite else ""
    then = report.words.period(to_date.year_before()) if to_date.frequency == "annual" else None
    against = report.against(item, then)
    if against is None:
        return None
    return next(filter(None, _milestones(report, item, level | {"against": against})), None)


def _milestones(report: NewsReport, item: LineItem, level: dict[str, Slot | None]) -> Iterator[Text | None]:
    """Yield how the year to date compares: with last year, its record, halves and pace; at last its level alone."""
    news, words, ledger, to_date = report.news, report.words, report.ledger, item.span
    if news.passed:
        year, month = words.period(news.passed.year.span), words.month_name(news.span)
        claim, answered = news.passed.claim(ledger), None
        if report.was_said("body.year.short_of", since=to_date):
            answered = report.say("body.year.answered", claim, year=year, month=month, **level)
        yield answered or report.say("body.year.passed", claim, year=year, **level)
    if news.gap:
        gap = report.gain(news.gap.claim(ledger))
        year = words.period(news.gap.year.span)
        yield report.say("body.year.short_of", gap=gap, year=year, **level)
    is_year_of_month = to_date.months == _YEAR and not news.is_year
    record = records(Series(report.month, report.month.total_codes, to_date)) if is_year_of_month else None
    if record:
        yield report.say("body.year.record", record.claim(ledger), **level)
    if news.halves:
        report.topics.add("halves")
    yield report.say("body.year.halves", **halves(report, news.halves), **level)
    if news.tempo and item.growth:
        slots = {
            "rate": words.rate(item.growth),
            "then_rate": report.rate(news.tempo),
            "then": words.month_name(news.tempo.span.last),
            "way": report.way(news.tempo.way),
        }
        yield report.say("body.year.pace", **slots, **level)
    yield report.say("body.year.level", **level)


def halves(report: NewsReport, steps: tuple[YearChange, YearChange] | None) -> dict[str, Slot | None]:
    """Return the changes of the two halves of a year as slots, which are None without `steps`."""
    slots: dict[str, Slot | None] = dict.fromkeys(_HALVES)
    for name, step in zip(_HALVES, steps or (), strict=False):
        slots[name] = report.say("body.moved", way=report.way(step.way), rate=report.rate(step))
    return slots
