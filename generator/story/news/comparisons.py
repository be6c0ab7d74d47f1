"""What the total and its lines are compared with besides a year before: tonnage, months, seasons, the year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.movements import readings
from generator.story.amounts import Claim, YearChange, way_of
from generator.story.line_selection import LineItem
from generator.story.news import head_rows, time_series
from generator.story.news.edition_news import News
from generator.story.news.extremes import reaches_back, records
from generator.story.news.line_changes import Tonnage
from generator.story.news.report import NewsReport
from generator.story.news.time_series import OTHER, Pace, Series, turn
from generator.story.plan import Text
from generator.story.words.speech import Noun, Slot
from generator.trade.period import Period

_WIDE, _CLOSE = Decimal(10), Decimal(2)  # points between value and tonnage: from here on apart; below, together
_LARGE = Decimal(40)  # per cent: a change of the total from here on is compared with tonnage that moved alike, too
_MOSTLY, _WHOLE = Decimal(75), Decimal(100)  # per cent of the growth of the value that the tonnage made
_WEIGHED = 3  # lines of which the text tells the weight
_TOGETHER = Decimal(5)  # points between value and tonnage: below, the tonnage of the whole is told alone
_TONNAGE = Decimal(5)  # per cent: a smaller change of that tonnage is not mentioned
_RATE = Decimal(400)  # per cent: a larger change is not given as a rate
_A_KILOGRAM = Decimal(20_000)  # from this average value per tonne on, print it per kilogram
# chapters of meat, fish, dairy, vegetables, fruit, coffee and tea, whose average value is always that of a kilogram
_BY_KILOGRAM = frozenset({"02", "03", "04", "07", "08", "09"})
_TWICE = Decimal("1.95")  # from here on a rise is expressed as a multiple
_LITTLE = Decimal(3)  # per cent: a smaller change on the month before is not mentioned
_RATES_BEFORE = 3  # changes before the newest that a text on a narrowing pace names
_SHORT_RUN = 3  # months of a run whose end is worth a sentence
_LONG_RUN, _LONG_STEPS = 6, 2  # months and steps of a run whose end is still worth a clause in the steps after it
_OTHER_BASE = Decimal("1.5")  # times this month's base, or as little of it: the next month's base is mentioned
_PLACE, _SINCE = 12, 24  # months that a highest or lowest level needs; from here on the text says since when
_YEAR, _HALF = 12, 6  # months
_MOST_OF_CHANGE = Decimal(50)  # per cent of a year's change: the line that made it is named
_FAR = Decimal("1.5")  # times the growth of the year before, or a 1.5th of it: from here on a text has both
_MOST_OF_YEAR = Decimal(75)  # per cent of a line's year: a half with so much of it is mentioned
_TOPS = frozenset({"record", "since", "year_record"})  # headline rows about the rank in time


def weight_together(report: NewsReport) -> Text | None:
    """Return tonnage and average value of a total that moved much with its tonnage, or of a single line, or None."""
    tonnage, size = report.news.tonnage, report.news.size
    if tonnage is None or size is None or "parted" in report.heads:
        return None
    is_close = abs(tonnage.parted).high < _CLOSE and size.low >= _LARGE
    if not (is_close or report.news.is_one_line) or not report.is_new("weight"):
        return None
    return _weight(report, tonnage, "body.weight.together")


def weight_of_whole(report: NewsReport) -> Text | None:
    """Return how the total's average value moved, where value and tonnage differ.

    Where the leading line's weight is told, it is told only under a headline about the tonnage of all lines.
    """
    tonnage, heads = report.news.tonnage, report.heads
    says_lead = "tonnage" not in heads and _says_weight_of_lead(report)
    is_told = says_lead or "mix" in report.topics or "parted" in heads
    if tonnage is None or abs(tonnage.parted).low < _WIDE or is_told:
        return None
    return _weight(report, tonnage, "body.weight.whole") if report.is_new("weight") else None


def _says_weight_of_lead(report: NewsReport) -> bool:
    """Return whether the text says how weight and average value of the leading line moved apart."""
    lead = report.tonnage(report.lead.code) if report.lead else None
    return lead is not None and lead.is_apart


def weight_clause(report: NewsReport, code: str) -> Text | None:
    """Return a line's weight as the end of its sentence: ", on 19% more tonnage"; of three lines of a text at most.

    None for the leading line, where its weight has a sentence of its own.
    """
    tonnage = report.tonnage(code)
    if tonnage is None or len(report.weighed_codes - {code}) >= _WEIGHED:
        return None
    report.weighed_codes.add(code)
    if _has_weight_sentence(report, code):
        return None
    if tonnage.is_apart:
        return _weight(report, tonnage, "body.weight.rates")
    growth = report.ledger.growth(*tonnage.mass)
    if growth is None or growth.direction is None or growth.value >= 100 * (_TWICE - 1):
        return None
    return report.say("body.weight.on", q=report.words.rate(growth), q_way=report.way(growth.direction))


def weight_sentence(report: NewsReport, code: str) -> Text | None:
    """Return weight and average value of the leading line, where the average moved.

    None where the averages stand in the sentence on the mix.
    """
    tonnage = report.tonnage(code)
    if tonnage is None or not _has_weight_sentence(report, code):
        return None
    part = tonnage.part
    if part is not None and _MOSTLY <= part.low <= part.high <= _WHOLE:
        slots = {"line": report.brief_name(code), "way": report.way(way_of(tonnage.value_growth))}
        return _weight(report, tonnage, "body.weight.mostly", tonnage.claim(report.ledger), **slots)
    return _weight(report, tonnage, "body.weight.said")


def _has_weight_sentence(report: NewsReport, code: str) -> bool:
    """Return whether the weight of a line has a sentence of its own: of the leading line, where its average moved."""
    tonnage = report.tonnage(code)
    if tonnage is None or not report.is_lead(code) or report.news.mix is not None:
        return False
    average = tonnage.average_growth
    return tonnage.is_apart or (average is not None and abs(average).low >= _LITTLE)


def _weight(
    report: NewsReport, tonnage: Tonnage, key: str, claim: Claim | None = None, /, **slots: Slot | None
) -> Text | None:
    """Return both rates and both averages. None where one of them cannot be printed."""
    words = report.words
    ledger = report.ledger
    value, base_value = tonnage.value
    mass, base_mass = tonnage.mass
    worth = ledger.value_growth((value, mass), (base_value, base_mass))
    now = ledger.unit_value(value, mass)
    base = ledger.unit_value(base_value, base_mass)
    if worth is None or worth.value > _RATE or now is None or base is None:
        return None
    unit = _unit_of_weight(now)
    times = ledger.multiple(*tonnage.mass)
    averages: dict[str, Slot | None] = {
        "mass": words.tonnes(ledger.level(mass)),
        "q_way": report.way(way_of(tonnage.growth)),
        "a": words.rate(worth),
        "a_way": report.way(worth.direction),
        "now": words.average(now, unit),
        "base": words.average(base, unit),
        "unit": words.word("weights", unit),
    }
    ratio = words.ratio(times) if times is not None and times.low >= _TWICE else None
    if ratio:
        return report.say(f"{key}.times", claim, n=ratio, **averages, **slots)
    return report.say(f"{key}.rate", claim, q=words.rate(ledger.growth(*tonnage.mass)), **averages, **slots)


def at_old_average(report: NewsReport) -> Text | None:
    """Return what a single line's weight would have been worth a year before, where value and weight lie far apart."""
    tonnage = report.news.tonnage
    if tonnage is None or not report.single_line or abs(tonnage.parted).low < _WIDE:
        return None
    mass = tonnage.mass[0]
    worth = report.ledger.at_average(mass, (tonnage.value[1], tonnage.mass[1]))
    slots: dict[str, Slot | None] = {
        "mass": report.words.tonnes(report.ledger.level(mass)),
        "level": report.worth(worth),
        "then": report.words.year_earlier(report.news.span),
    }
    return report.say("body.at_old_average", **slots)


def _unit_of_weight(average: Claim) -> str:
    """Return the unit of weight in which an average value is printed."""
    chapters = {code[:2] for code in average.codes}
    return "kilogram" if average.value >= _A_KILOGRAM or chapters <= _BY_KILOGRAM else "tonne"


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
            weight = weight_clause(report, code) or ""
            return report.say(f"body.span.{name}", part=report.level(part), weight=weight)
    return None


def mix(report: NewsReport) -> Text | None:
    """Return that the total's average value moved through the mix of its two largest lines."""
    found = report.news.mix
    if found is None or not report.is_new("mix"):
        return None
    words, ledger = report.words, report.ledger
    sides = (found.line, found.other, found.total)
    now = [ledger.unit_value(side.value[0], side.mass[0]) for side in sides]
    base = ledger.unit_value(found.total.value[1], found.total.mass[1])
    averages = [claim for claim in (*now, base) if claim is not None]
    if len(averages) < len(sides) + 1:
        return None
    unit = _unit_of_weight(averages[len(sides) - 1])
    line, other, total, total_base = (words.average(claim, unit) for claim in averages)
    codes = (*found.line.value[0].codes, *found.other.value[0].codes)
    names = {"line": report.name(codes[0]), "other": report.name(codes[1])}
    return report.say(
        "body.mix",
        found.claim(ledger),
        **names,
        avg=line,
        other_avg=other,
        now=total,
        base=total_base,
        way=report.way(found.way),
        unit=words.word("weights", unit),
    )


def tonnage_of_whole(report: NewsReport) -> Text | None:
    """Return the weight of all shipments, and how it moved.

    It is told of a year, and where it moved about as the value did or the mix of the lines explains why it did not.
    """
    tonnage, words, ledger = report.news.tonnage, report.words, report.ledger
    if tonnage is None or report.news.is_one_line or abs(tonnage.growth).low < _TONNAGE:
        return None
    is_due = report.news.is_year or "mix" in report.topics or abs(tonnage.parted).high < _TOGETHER
    if not is_due or not report.is_new("weight"):
        return None
    slots: dict[str, Slot | None] = {
        "mass": words.tonnes(ledger.level(tonnage.mass[0])),
        "q_way": report.way(way_of(tonnage.growth)),
    }
    times = ledger.multiple(*tonnage.mass)
    if times is not None and times.low >= _TWICE:
        return report.say("body.tonnage.times", times=words.manifold(times), n=words.ratio(times), **slots)
    return report.say("body.tonnage.rate", q=words.rate(ledger.growth(*tonnage.mass)), **slots)


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


def line_of_year(report: NewsReport) -> Text | None:
    """Return what the largest line made of the change of the year that a month or quarter ends: a half or more."""
    to_date = report.month.figures.to_date
    if to_date.months != _YEAR or report.news.is_year or report.month.is_single:
        return None
    year = NewsReport(News(report.month, to_date), report.headline)
    part = year.news.parts.largest(year.news.way) if year.news.way else None
    share = year.news.parts.share_of_change(part) if part else None
    if part is None or share is None or share.low < _MOST_OF_CHANGE or not report.month.choice.tells(part.code):
        return None
    return report.say(
        "body.year.made",
        line=report.name(part.code),
        year=report.words.period(to_date),
        part=report.gain_of(part),
        whole=year.gain_of_whole(part),
        way=report.way(part.way),
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
        level=report.level(metric.now[1]),
    )


def says_place(report: NewsReport) -> bool:
    """Return whether the headline says the level's rank in time."""
    return bool(_TOPS & {*report.heads})


def place(report: NewsReport, key: str, least: int = _PLACE) -> Text | None:
    """Return the level's rank in time, where it is the highest or lowest of at least `least` months."""
    metric, words = report.news.place, report.words
    if metric is None or metric.months < least or not report.news.is_month:
        return None
    if says_place(report) or not report.is_new("place"):
        return None
    side = words.side(metric.side)
    if metric.since is None or metric.months < _SINCE:
        return report.say(f"{key}.of", n=words.number(metric.claim_of_months(report.ledger)), side=side)
    return report.say(f"{key}.since", metric.claim(report.ledger), place=words.period(metric.since), side=side)


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


def year(report: NewsReport) -> Text | None:
    """Return the year to date with its first milestone, or its level alone where there is nothing to compare."""
    to_date = report.month.figures.to_date
    if report.news.span != report.month.period or to_date.months <= report.month.period.months:
        return None
    item = report.month.whole_item(to_date)
    if item.now is None or not report.is_new("year"):
        return None
    level: dict[str, Slot | None] = {"months": report.words.so_far(to_date), "ytd": report.worth(item.now)}
    is_opposite = {item.way, report.news.way} == {"up", "down"} and not report.news.is_quiet
    level["year_before"] = _year_before(report, item, to_date) or ""
    level["still"] = report.words.say("body.all_the_same") if is_opposite else ""
    against = report.against(item)
    if against is None:
        return report.say("body.year.alone", **level)
    return next(filter(None, _milestones(report, to_date, level | {"against": against})), None)


def _year_before(report: NewsReport, item: LineItem, to_date: Period) -> Text | None:
    """Return the growth of the last whole year: at the end of a year, and earlier where that to date is far from it."""
    year = Period(to_date.first, _YEAR).year_before()
    last = report.month.whole_item(year)
    if item.growth is None or last.growth is None:
        return None
    size, size_before = abs(item.growth.value), abs(last.growth.value)
    is_near = item.way == last.way and size_before < _FAR * size and size < _FAR * size_before
    if is_near and to_date.months != _YEAR:
        return None
    rate = report.words.rate(last.growth)
    return report.say("body.year_before", year=report.words.period(year), rate=rate, way=report.way(last.way))


def _milestones(report: NewsReport, to_date: Period, level: dict[str, Slot | None]) -> Iterator[Text | None]:
    """Yield how the year to date compares: with last year, its record, halves and pace; at last its level alone."""
    news, words, ledger = report.news, report.words, report.ledger
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
    yield report.say("body.year.halves", **halves(report), **level)
    if news.tempo and not (to_date.months == _YEAR and level["year_before"]):
        month_name = words.month_name(news.tempo.span.last)
        way = report.way(news.tempo.way)
        yield report.say("body.year.pace", then_rate=report.rate(news.tempo), then=month_name, way=way, **level)
    yield report.say("body.year.level", **level)


def halves(report: NewsReport) -> dict[str, Slot | None]:
    """Return the slots for the halves of a year. They are None where the two did not go opposite ways."""
    slots: dict[str, Slot | None] = {"first": None, "second": None}
    for name, step in zip(slots, report.news.halves or (), strict=False):
        slots[name] = report.say("body.moved", way=report.way(step.way), rate=report.rate(step))
    return slots


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
        two_years,
        at_old_average,
        weight_of_whole,
        tonnage_of_whole,
        odd_base,
        season,
        year,
        line_of_year,
        month_of_year,
    )
    sentences = [sentence(report) for sentence in comparisons]
    if "month" in report.topics:
        sentences += [narrowing_of_month(report), *line_of_month(report)]
    return filter(None, sentences)
