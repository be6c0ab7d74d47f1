"""What the total is compared with besides a year before: months, seasons, quarters, records and runs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.movements import readings
from generator.story.amounts import Claim, way_of
from generator.story.news import time_series, weight_sentences, year_sentences
from generator.story.news.edition_news import News
from generator.story.news.extremes import reaches_back
from generator.story.news.report import NewsReport
from generator.story.news.time_series import OTHER, Pace, Series, turn
from generator.story.plan import Text
from generator.story.words.speech import Noun, Slot
from generator.trade.period import Period

_TWICE = Decimal("1.95")  # from here on a rise is expressed as a multiple
_LITTLE = Decimal(3)  # per cent: a smaller change on the month before is not mentioned
_RATES_BEFORE = 3  # changes before the newest that a text on a narrowing pace names
_SHORT_RUN = 3  # months of a run whose end is worth a sentence
_LONG_RUN, _LONG_STEPS = 6, 2  # months and steps of a run whose end is still worth a clause in the steps after it
_OTHER_BASE = Decimal("1.5")  # times this month's base, or as little of it: the next month's base is mentioned
_PLACE = 12  # months that a highest or lowest level needs
_TOPS = frozenset({"record", "since", "year_record"})  # headline rows about the rank in time


def month_before(report: NewsReport, family: str) -> Text | None:
    """Return the level of the month before. None where a holiday or a season explains the difference."""
    news, pair, growth = report.news, report.news.pair, report.news.on_month
    if pair is None or growth is None or abs(growth).low < _LITTLE:
        return None
    way = way_of(growth)
    is_usual = news.season is not None and news.season.way == way
    if is_usual or not report.is_new("month"):
        return None
    before = report.words.month_before(pair[1].span, news.span)
    return report.say(f"{family}.month", level=report.level(pair[1]), before=before, way=report.way(way))


def quarter_before(report: NewsReport) -> Text | None:
    """Return that the total came to less than half of the quarter before, or to more than twice as much.

    None where the same quarters of the year before did so too.
    """
    span, words = report.news.span, report.words
    ratio = _to_quarter_before(report, span)
    usual = _to_quarter_before(report, span.year_before())
    word = words.to_quarter_before(ratio) if ratio else None
    usual_word = words.to_quarter_before(usual) if usual else None
    if word is None or (usual_word is not None and usual_word.words == word.words) or not report.is_new("month"):
        return None
    before = span.step(-1)
    level = report.level(report.month.amount(report.news.total.codes, before))
    return report.say("things.quarter", times=word, level=level, before=words.month_before(before, span))


def _to_quarter_before(report: NewsReport, span: Period) -> Claim | None:
    """Return the total of a quarter as a multiple of the quarter before. None where either is unknown or zero."""
    levels = [report.month.amount(report.news.total.codes, when) for when in (span, span.step(-1))]
    exact = [level for level in levels if level is not None and level.is_exact and level.value]
    if span.frequency != "quarterly" or len(exact) < len(levels):
        return None
    return report.ledger.multiple(*exact)


def path(report: NewsReport) -> Text | None:
    """Return the level of each month of a quarter, where each lay beyond the month before."""
    metric, words = report.news.path, report.words
    if metric is None or metric.steady is None or not report.is_new("path"):
        return None
    levels = [
        report.say("body.path.level", level=report.level(step.now), month=words.month_name(step.span))
        for step in metric.months
    ]
    proof = report.ledger.change(metric.months[-1].now, metric.months[-2].now)
    return report.say(f"body.path.{metric.steady}", proof, months=report.listed(levels))


def months(report: NewsReport) -> Text | None:
    """Return the growth of each month of a quarter, where they did not all go one way."""
    metric = report.news.path
    if metric is None or metric.turn is None:
        return None
    clauses = []
    for step in metric.months:
        times = report.ledger.multiple(*step)
        ratio = report.words.ratio(times) if times is not None and times.low >= _TWICE else None
        than = report.say("body.than.times", n=ratio)
        if than is None:
            than = report.say("body.than.rate", rate=report.rate(step), way=report.way(step.way))
        clauses.append(report.say("body.path.than", month=report.words.month_name(step.span), than=than))
    return report.say("body.path.ways", months=report.listed(clauses, "clauses"))


def season(report: NewsReport) -> Text | None:
    """Return that the usual seasonal change did not come."""
    words, metric = report.words, report.news.season
    if metric is None or not metric.is_broken or not report.is_new("season_broken"):
        return None
    report.topics.add("month")
    return report.say(
        "body.season.broken",
        n=words.number(metric.claim(report.ledger)),
        now=words.month_name(report.news.span),
        before=words.month_name(metric.now[1].span),
        way=report.way(metric.way),
        other=report.way(OTHER[metric.way]),
        rate=words.rate(report.ledger.growth(*metric.now)),
    )


def says_place(report: NewsReport) -> bool:
    """Return whether the headline says the level's rank in time."""
    return bool(_TOPS & {*report.heads})


def place(report: NewsReport, key: str, least: int = _PLACE) -> Text | None:
    """Return the level's rank in time, where it is the highest or lowest of at least `least` months."""
    metric = report.news.place
    if metric is None or metric.months < least or not report.news.is_month:
        return None
    if says_place(report) or not report.is_new("place"):
        return None
    return report.say_place(key, metric)


def run(report: NewsReport) -> Text | None:
    """Return for how many months, quarters or years the total has gone one way. None for a record, which says more."""
    metric, words = report.news.run, report.words
    if metric is None or not metric.is_long or report.news.records is not None:
        return None
    if {"turn", "stall", "inside"} & {*report.heads} or not report.is_new("run"):
        return None
    count = metric.claim(report.ledger)
    way = report.way(metric.way)
    is_single = report.news.span.months == metric.steps[-1].span.months  # January and February together are two
    nth = None if metric.is_whole or not is_single else words.ordinal(count)
    sentence = report.say("body.run_of.nth", nth=nth, way=way)
    if sentence is not None:
        return sentence
    return report.say("body.run_of.many", n=words.number(count), way=way)


def run_since(report: NewsReport) -> Text | None:
    """Return since when the total has gone one way, where before it had gone the other way for half a year or more."""
    metric, words = report.news.run, report.words
    if metric is None or metric.is_whole or metric.is_long or len(metric.steps) == 1:
        return None
    start = metric.steps[-1].span
    ended = turn(Series(report.month, report.news.total.codes, start))
    if ended is None or ended.months < _LONG_RUN or len(ended.run) < _LONG_STEPS or not report.is_new("run"):
        return None
    return report.say(
        "body.run_since",
        metric.claim_since(report.ledger),
        start=words.month_before(start, report.news.span),
        way=report.way(metric.way),
        other=report.way(OTHER[metric.way]),
        n=words.number(ended.claim(report.ledger)),
    )


def within(report: NewsReport) -> Iterator[Text | None]:
    """Yield how a year or a quarter went within: the levels of opposite halves, and the month in which it turned."""
    if report.news.is_month or report.news.step is None:
        return
    if report.news.is_year and report.news.halves is not None:
        first, second = report.news.halves
        yield report.say("body.halves", first=report.level(first.now), second=report.level(second.now))
    yield _month_of_turn(report)


def _month_of_turn(report: NewsReport) -> Text | None:
    """Return since which month of a year or quarter its months went another way than the half year before or more."""
    words, span = report.words, report.news.span
    months = time_series.run(Series(report.month, report.news.total.codes, span.last))
    if months is None or months.is_whole:
        return None
    start = months.steps[-1].span
    ended = turn(Series(report.month, report.news.total.codes, start))
    is_within = span.first < start.first
    if ended is None or ended.months < _LONG_RUN or len(ended.run) < _LONG_STEPS or not is_within:
        return None
    slots: dict[str, Slot | None] = {
        "month": words.month_name(span.last),
        "n": words.number(ended.claim(report.ledger)),
        "other": report.way(OTHER[ended.way]),
        "time_unit": words.word("time_units", start.time_unit),
    }
    if len(months.steps) == 1:
        return report.say("body.turned.until", **slots)
    slots |= {"start": words.month_name(start), "way": report.way(months.way)}
    return report.say("body.turned.since", months.claim_since(report.ledger), **slots)


def narrowing(report: NewsReport) -> Text | None:
    """Return the earlier changes of a total whose changes narrow, where the headline has the newest."""
    metric = report.news.pace
    if metric is None or metric.kind != "narrowing" or report.head.row != "pace":
        return None
    rates = _rates_before(report, metric)
    return report.say("body.narrowing.steps", rates=rates, way=report.way(metric.way))


def narrowing_of_month(report: NewsReport) -> Text | None:
    """Return the earlier changes of a narrowing month, where the headline is about the year that it ends."""
    if report.news.span == report.month.period:
        return None
    metric = News(report.month, report.month.period).pace
    if metric is None or metric.kind != "narrowing":
        return None
    return report.say(
        f"body.year.narrowing.{metric.way}",
        metric.claim(report.ledger),
        rate=report.rate(metric.steps[0]),
        month=report.words.month_name(report.month.period),
        rates=_rates_before(report, metric),
    )


def _rates_before(report: NewsReport, pace: Pace) -> Text | None:
    """Return the changes before the newest of a narrowing pace, oldest first: "66% in September and 39% in October"."""
    rates = []
    for step in reversed(pace.steps[1 : 1 + _RATES_BEFORE]):
        month = report.words.month_before(step.span, report.news.span)
        rates.append(report.say("body.narrowing.step", month=month, rate=report.rate(step), way=report.way(step.way)))
    return report.listed(rates, "clauses")


def next_base(report: NewsReport) -> Text | None:
    """Return what the next month will be compared with, where that is half as much again as this month's base.

    The same where it is two thirds of it or less.
    """
    step = report.news.step
    if report.news.span.months > 1 or step is None or not step.base.value:
        return None
    following = report.news.span.step(1).year_before()
    level = report.month.amount(report.news.total.codes, following)
    if level is None or not level.is_exact or not level.value or report.month.misleads(following):
        return None
    ratio = readings.quotient(level.reading, step.base.reading)
    if ratio is None or not (ratio.low >= _OTHER_BASE or _OTHER_BASE * ratio.high <= 1):
        return None
    if not report.is_new("next"):
        return None
    slots: dict[str, Slot | None] = {
        "next": report.words.month_name(following),
        "now": report.words.month_name(step.base.span),
        "way": report.way("up" if ratio.low > 1 else "down"),
    }
    return report.say("body.next_base", level=report.level(level), **slots)


def season_ahead(report: NewsReport) -> Text | None:
    """Return how the coming month has gone in the years before, where it always went the same way by much."""
    metric, words = time_series.season_ahead(report.news.total), report.words
    if metric is None or not report.news.is_month or not report.is_new("next"):
        return None
    later, earlier = metric.now
    return report.say(
        "body.season.ahead",
        n=words.number(metric.claim(report.ledger)),
        later=words.month_name(later.span),
        earlier=words.month_name(earlier.span),
        way=report.way(metric.way),
    )


def run_ended(report: NewsReport) -> Text | None:
    """Return how long the total had moved the other way before this period: two steps of three months or more."""
    metric = report.news.turn
    if metric is None or metric.since is None:
        return None
    if report.news.is_quiet and report.head.row != "stall":
        return None
    if metric.months < _SHORT_RUN or len(metric.run) < _LONG_STEPS or not report.is_new("run"):
        return None
    count = report.words.number(metric.claim(report.ledger))
    if report.head.row == "stall":
        return report.say("body.dip", n=count, way=report.way(metric.way), other=report.way(OTHER[metric.way]))
    return report.say("body.run_ended", n=count, way=report.way(OTHER[metric.way]))


def record(report: NewsReport) -> Text | None:
    """Return which record in a row it is, and where the figures begin."""
    metric, words = report.news.records, report.words
    if metric is None or not report.is_new("records"):
        return None
    start = words.period(metric.levels[-1].span)
    nth = words.ordinal(metric.claim_of_row(report.ledger)) if metric.row > 1 else None
    pace = _fastest(report) or ""
    return report.say("body.record.nth", nth=nth, start=start, pace=pace) or report.say(
        "body.record.first", metric.claim(report.ledger), start=start, pace=pace
    )


def _fastest(report: NewsReport) -> Text | None:
    """Return the growth as the fastest of so many steps, or of all on file where no gap hides an earlier one."""
    pace = report.news.pace
    if pace is None or pace.kind != "fastest" or "pace" in report.heads:
        return None
    claim, way = pace.claim(report.ledger), report.way(pace.way)
    total = report.news.total
    if len(pace.steps) == len(total.steps) and reaches_back(total):
        return report.say("body.record.pace.all", claim, way=way)
    return report.say("body.record.pace", months=report.words.number(claim), way=way)


def odd_base(report: NewsReport) -> Text | None:
    """Return that the month a year before was the highest or lowest of its two years."""
    metric, words, news = report.news.odd_base, report.words, report.news
    if metric is None or news.size is None or news.size.low < _LITTLE:
        return None
    explains = (metric.side, news.way) in {("highest", "down"), ("lowest", "up")}
    if not explains or not report.is_new("base"):
        return None
    count = metric.claim_of_months(report.ledger)
    return report.say("body.base.odd", count, base=words.period(metric.now.span), side=words.side(metric.side))


def missing(report: NewsReport) -> Text | None:
    """Return which lines have no figure yet, and their share of the total a year before."""
    month, words = report.month, report.words
    base = month.period.year_before()
    part, total = (month.amount(codes, base) for codes in (month.lost, (*month.lost, *month.total_codes)))
    share = month.ledger.share(part, total) if part and total else None
    is_many = len(month.lost) > 1 or month.brief.label(month.lost[0]).plural
    names = Noun(words.listed([report.brief_name(code) for code in month.lost]), plural=is_many)
    return report.say("things.missing", names=names, share=words.per_cent(share), when=words.span(base))


def outlook(report: NewsReport) -> Text | None:
    """Return what the coming month is compared with, or how it went in the years before: the end of a text."""
    return next_base(report) or season_ahead(report)


def after_the_lines(report: NewsReport) -> Iterator[Text]:
    """Yield the comparisons that the text does not have yet, for the place after the lines."""
    comparisons = (
        year_sentences.two_years,
        weight_sentences.at_old_average,
        weight_sentences.weight_of_whole,
        weight_sentences.tonnage_of_whole,
        odd_base,
        season,
        year_sentences.year,
        year_sentences.month_of_year,
    )
    sentences = [sentence(report) for sentence in comparisons]
    sentences += year_sentences.course_of_year(report)
    if "month" in report.topics:
        sentences += [narrowing_of_month(report), *year_sentences.line_of_month(report)]
    return filter(None, sentences)
