"""The sentences on one line: its part of the change, its rate and level, or both levels where a rate misleads."""

from __future__ import annotations

from decimal import Decimal

from generator.story.amounts import YearChange
from generator.story.line_selection import LineItem
from generator.story.news import extremes, head_rows, weight_sentences, year_sentences
from generator.story.news.report import NewsReport
from generator.story.news.time_series import Series
from generator.story.plan import Text
from generator.story.words.speech import Slot

_WHOLE = Decimal(100)  # per cent: from here on a rate is expressed as a multiple
_THIRD = 3  # editions in a row that say the same of a line, after which its past is recalled
_MOST = Decimal(60)  # per cent of the total's change that a line makes alone
_HEADS_OF_A_LINE = frozenset({"line", "line_all"})  # rows of a headline that say so themselves
_LARGE, _NEARLY_ALL = Decimal(40), Decimal(95)  # per cent of the total: a share of the leading line that is told
_SMALL = Decimal(10)  # per cent of all changes: lines below may share a sentence


def exception_of(item: LineItem) -> str | None:
    """Return why a line is listed after the paragraphs: `began`, `ended` or `low`. None for an ordinary line."""
    if item.began:
        return "began"
    if item.ended:
        return "ended"
    return "low" if item.low or item.growth is None else None


def line_levels(report: NewsReport, item: LineItem) -> Text | None:
    """Return the levels of a line that began, ended or had a low base. None where the last edition said its end."""
    match exception_of(item):
        case "began":
            return _line_began(report, item)
        case "ended":
            return _line_ended(report, item)
        case "low":
            if report.history(item.code).has_same_level and not _is_third(report, item.code):
                return report.say_of(item.code, "body.list.again", **_with_last(report, item))
            levels = report.levels("body.list.low", item)
            return levels or report.say_of(item.code, "body.list.alone", level=report.worth(item.now))
    return None


def _with_last(report: NewsReport, item: LineItem) -> dict[str, Slot | None]:
    """Return the slots of a line's level, and of its level in the edition before."""
    memory = report.history(item.code).memory
    if memory is None:
        return {"level": None}
    last = report.level(report.month.amount([item.code], memory.period))
    before = report.words.month_before(memory.period, item.span)
    return {"level": report.worth(item.now), "last": last, "before": before}


def _is_third(report: NewsReport, code: str) -> bool:
    """Return whether as many editions in a row say the same of a line that its past is recalled: every third."""
    return report.history(code).editions % _THIRD == 0


def _line_began(report: NewsReport, item: LineItem) -> Text | None:
    """Return since when a line is traded, or its level alone where the last edition said so."""
    words, history = report.words, report.history(item.code)
    level, beginning = report.worth(item.now), history.beginning
    if history.has_same_level and not _is_third(report, item.code):
        return report.say_of(item.code, "body.list.again", **_with_last(report, item))
    sentence = None
    if beginning is not None:
        claim = beginning.claim(report.ledger)
        since = words.month_before(beginning.first, item.span)
        if len(beginning.traded) == 1:
            start = words.period(beginning.start)
            sentence = report.say_of(item.code, "body.list.began.now", claim, level=level, start=start)
        elif history.was_told:
            nth = words.ordinal(claim)
            sentence = report.say_of(item.code, "body.list.began.nth", level=level, n=nth, since=since)
        sentence = sentence or report.say_of(item.code, "body.list.began.since", claim, level=level, since=since)
    return sentence or report.say_of(item.code, "body.list.began", level=level, then=words.year_earlier(item.span))


def _line_ended(report: NewsReport, item: LineItem) -> Text | None:
    """Return that a line has no trade, for the first time in how long. None where the last edition said so."""
    words, history = report.words, report.history(item.code)
    if history.was_told and history.memory and history.memory.key.startswith("body.list.ended"):
        return None
    stop, sentence = history.stop, None
    if stop is not None:
        claim = stop.claim(report.ledger)
        if stop.last is None:
            sentence = report.say_of(item.code, "body.list.ended.first", n=words.number(claim))
        else:
            place = words.period(stop.last.span)
            sentence = report.say_of(item.code, "body.list.ended.since", claim, place=place)
    return sentence or report.say_of(
        item.code, "body.list.ended", base=report.worth(item.base), then=words.year_earlier(item.span)
    )


def line_again(report: NewsReport, item: LineItem) -> Text | None:
    """Return a sentence on a line that the last edition described alike; at every third time, with its run."""
    code, rate = item.code, _rate(report, item)
    if item.growth is None:
        return report.say_of(code, "body.line.again.level", **_with_last(report, item))
    if rate is None:
        return line_change(report, item)
    slots: dict[str, Slot | None] = {
        "rate": rate,
        "level": report.worth(item.now),
        "way": report.way(item.way),
        "tail": line_tail(report, item),
    }
    run = report.history(code).run
    if _is_third(report, code) and run is not None and run.months >= _THIRD:
        count = run.claim(report.ledger)
        nth = None if run.is_whole else report.words.ordinal(count)
        if nth is not None:
            return report.say_of(code, "body.line.again.nth", n=nth, **slots)
        return report.say_of(code, "body.line.again.nth.many", n=report.words.number(count), **slots)
    return report.say_of(code, "body.line.again.rate", **slots)


def line_run(report: NewsReport, item: LineItem) -> Text | None:
    """Return for how many months a line has gone one way, at 6, 9, 12, 18 and so on: of one line of an edition."""
    run, words = report.history(item.code).run, report.words
    if run is None or item.growth is None or not report.news.is_month:  # growth from almost nothing is no news
        return None
    if report.was_said("body.line.run") or not head_rows.is_milestone(run.months, report.news.span.months):
        return None
    of_total = report.news.run
    if of_total is not None and of_total.is_long and of_total.way == run.way:  # the picture of the total says that
        return None
    if not report.is_new("line run"):
        return None
    count = run.claim(report.ledger)
    nth = None if run.is_whole else words.ordinal(count)
    slots: dict[str, Slot | None] = {"line": report.brief_name(item.code), "way": report.way(run.way)}
    if nth is not None:
        return report.say("body.line.run.nth", nth=nth, **slots)
    return report.say("body.line.run.many", n=words.number(count), **slots)


def line_passed(report: NewsReport, item: LineItem) -> Text | None:
    """Return that a line is the largest, where another one was in each step before, as far back as a year or more."""
    leader = report.news.parts.leader
    if leader is None or leader.code != item.code:
        return None
    names = {"line": report.brief_name(leader.code), "other": report.name(leader.passed)}
    claim = leader.claim(report.ledger)
    if leader.start is not None:
        start = report.words.period(leader.start)
        return report.say("body.line.passed.first", claim, start=start, **names)
    return report.say("body.line.passed.again", n=report.words.number(claim), **names)


def line_faded(report: NewsReport, item: LineItem) -> Text | None:
    """Return the peak of a line that led within six months and fell below a tenth of it."""
    highest = report.peaks[item.code]
    before = report.words.month_before(highest.span, item.span)
    slots: dict[str, Slot | None] = {"peak": report.level(highest), "before": before, "level": report.worth(item.now)}
    if item.code in report.faded_since_last_month and report.news.pair:
        whole, month = report.level(report.news.pair[1]), report.words.month_name(item.span)
        return report.say_of(item.code, "body.line.faded.of", whole=whole, month=month, **slots)
    return report.say_of(item.code, "body.line.faded", **slots)


def line_share(report: NewsReport, part: YearChange) -> Text | None:
    """Return what a line contributed to the total's change. After a low base, print both levels and no rate."""
    item = report.item(part.code)
    gains: dict[str, Slot | None] = {
        "part": report.gain_of(part),
        "whole": report.gain_of_whole(part),
        "way": report.way(part.way),
    }
    if item.growth is None:
        return report.levels("body.line.low", item, **gains)
    return report.say_of(
        item.code,
        "body.line.made",
        change=report.changed(item),
        level=report.worth(item.now),
        tail=line_tail(report, item),
        **gains,
    )


def line_led(report: NewsReport, part: YearChange) -> Text | None:
    """Return that a line made the difference: three fifths or more of the total's change, and half of its rate."""
    share = report.news.parts.claim_of_share(part)
    if share is None or not _MOST <= share.low <= share.high <= _WHOLE or report.was_said("body.line.led"):
        return None
    if _HEADS_OF_A_LINE & {*report.heads} or not _halves_the_rate(report, part):
        return None
    item = report.item(part.code)
    way = report.way(item.way)
    if item.growth is None:
        level, base = report.level_pair(item)
        then = report.words.year_earlier(item.span)
        return report.say_of(item.code, "body.line.led.low", share, level=level, base=base, then=then, way=way)
    return report.say_of(
        item.code,
        "body.line.led.rate",
        share,
        change=report.changed(item),
        level=report.worth(item.now),
        tail=line_tail(report, item),
        way=way,
    )


def _halves_the_rate(report: NewsReport, part: YearChange) -> bool:
    """Return whether the total without a line would have moved at half of its rate or less."""
    others = report.news.parts.without_line(part)
    rate = others.growth if others else None
    whole = report.news.size
    return rate is not None and whole is not None and 2 * abs(rate).high <= whole.low


def _line_returned(report: NewsReport, item: LineItem) -> Text | None:
    """Return the level of a line that had no trade in the month before. None where it had some, or that is unknown."""
    before = report.history(item.code).gap
    against = report.against(item) if before else None
    if before is None or against is None:
        return None
    slots: dict[str, Slot | None] = {
        "level": report.worth(item.now),
        "against": against,
        "before": report.words.month_before(before.span, item.span),
    }
    stop = report.history(item.code).gap_as_stop
    if stop is not None and stop.last is None:
        count = report.words.number(stop.claim(report.ledger))
        return report.say_of(item.code, "body.line.returned.first", n=count, **slots)
    return report.say_of(item.code, "body.line.returned", **slots)


def line_change(report: NewsReport, item: LineItem) -> Text | None:
    """Return how a line moved, or its levels."""
    returned = _line_returned(report, item)
    if returned is not None:
        return returned
    if report.by_last_use(("body.line.rose", "body.line.was"))[0] == "body.line.was":
        sentence = line_rate(report, "body.line.was", item)
        if sentence is not None:
            report.place += 1
            return sentence
    sentence = report.say_of(
        item.code,
        "body.line.rose",
        way=report.way(item.way),
        change=report.changed(item),
        level=report.worth(item.now),
        tail=line_tail(report, item),
    )
    return sentence or report.levels("body.line.from_little", item)


def line_rate(report: NewsReport, key: str, item: LineItem) -> Text | None:
    """Return a sentence with rate and level of a line. None where no rate holds or a multiple is used."""
    return report.say_of(
        item.code,
        key,
        rate=_rate(report, item),
        way=report.way(item.way),
        level=report.worth(item.now),
        tail=line_tail(report, item),
    )


def _rate(report: NewsReport, item: LineItem) -> Text | None:
    is_multiple = item.growth is None or item.growth.value >= _WHOLE
    return None if is_multiple else report.words.rate(item.growth)


def line_pair(report: NewsReport, first: YearChange, second: YearChange) -> Text | None:
    """Return one sentence on two small lines that went one way. None where either needs its own sentence."""
    is_small = all(report.news.parts.gross_share(part).high < _SMALL for part in (first, second))
    has_record = any(report.record(part.code) for part in (first, second))
    leader = report.news.parts.leader
    has_leader = leader is not None and leader.code in {first.code, second.code}
    rates = [_rate(report, report.item(part.code)) for part in (first, second)]
    if first.way != second.way or not is_small or has_record or has_leader or None in rates:
        return None
    change = report.changed(report.item(first.code))
    if change is None:
        return None
    names = {"one": report.name(first.code), "two": report.name(second.code)}
    return report.say("body.line.pair", change=change, two_rate=rates[1], way=report.way(second.way), **names)


def _place(report: NewsReport, item: LineItem) -> Text | None:
    """Return that a line is the highest or lowest since when, or of so many months: of two years or more."""
    series = Series(report.month, (item.code,), item.span)
    metric = extremes.extreme(series) if report.news.is_month else None
    if metric is None or metric.months < extremes.SINCE or report.was_said("body.line.place"):
        return None
    weight = weight_sentences.weight_clause(report, item.code) or ""
    return report.say_place("body.line.place", metric, weight=weight)


def _far_before(report: NewsReport, item: LineItem) -> Text | None:
    """Return the level of the step before as the end of a sentence, where it was four times this, or a quarter."""
    before = report.history(item.code).far_before
    if before is None:
        return None
    time = report.words.month_before(before.span, item.span)
    return report.say("body.line.before", last=report.level(before), before=time)


def line_tail(report: NewsReport, item: LineItem) -> Slot:
    """Return the end of a line's sentence: its record, half, share, rank in time, or its weight."""
    record = report.record(item.code)
    if record:
        weight = weight_sentences.weight_clause(report, item.code) or ""
        name = report.brief_name(item.code)
        return report.say("body.line.record", record.claim(report.ledger), line=name, weight=weight) or ""
    half = year_sentences.half_of_year(report, item.code)
    tail = half or _far_before(report, item) or _share_of_total(report, item) or _place(report, item)
    return tail or weight_sentences.weight_clause(report, item.code) or ""


def _share_of_total(report: NewsReport, item: LineItem) -> Text | None:
    """Return how much of the total the leading line is, from two fifths on. None if the last edition said so."""
    month, total = report.month, report.news.total.now
    level, whole = month.amount([item.code], item.span), month.amount(month.every_line, item.span)
    if level is None or whole is None or total is None or not report.is_lead(item.code):
        return None
    if month.lost or whole.value != total.value or report.was_said("body.line.of_total"):
        return None
    share = report.ledger.share(level, whole)
    if share is None or not _LARGE <= share.low <= share.high <= _NEARLY_ALL:
        return None
    weight = weight_sentences.weight_clause(report, item.code) or ""
    return report.say("body.line.of_total", share=report.words.per_cent(share), weight=weight)
