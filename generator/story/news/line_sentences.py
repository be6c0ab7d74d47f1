"""The sentences on one line: its part of the change, its rate and level, or both levels where a rate misleads."""

from __future__ import annotations

from decimal import Decimal

from generator.story.amounts import YearChange
from generator.story.line_selection import LineItem
from generator.story.news import comparisons
from generator.story.news.report import NewsReport
from generator.story.plan import Text
from generator.story.words.speech import Slot

_WHOLE = Decimal(100)  # per cent: from here on a rate is expressed as a multiple
_SMALL = Decimal(10)  # per cent of all changes: lines below may share a sentence


def exception_of(item: LineItem) -> str | None:
    """Return why a line is listed after the paragraphs: `began`, `ended` or `low`. None for an ordinary line."""
    if item.began:
        return "began"
    if item.ended:
        return "ended"
    return "low" if item.low or item.growth is None else None


def line_levels(report: NewsReport, item: LineItem) -> Text | None:
    """Return the levels of a line that began, ended or had a low base."""
    year_earlier, now = report.words.year_earlier(item.span), report.worth(item.now)
    match exception_of(item):
        case "began":
            return report.say_of(item.code, "body.list.began", level=now, then=year_earlier)
        case "ended":
            return report.say_of(item.code, "body.list.ended", base=report.worth(item.base), then=year_earlier)
        case "low":
            levels = report.levels("body.list.low", item)
            return levels or report.say_of(item.code, "body.list.alone", level=now)
    return None


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
        tail=line_tail(report, item, without_weight=True),
        **gains,
    )


def line_change(report: NewsReport, item: LineItem, *, without_weight: bool = False) -> Text | None:
    """Return how a line moved, or its levels. `without_weight` is set where its weight has a sentence of its own."""
    if not without_weight and report.place % 2:
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
        tail=line_tail(report, item, without_weight=without_weight),
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
    rates = [_rate(report, report.item(part.code)) for part in (first, second)]
    if first.way != second.way or not is_small or None in rates:
        return None
    change = report.changed(report.item(first.code))
    if change is None:
        return None
    names = {"one": report.name(first.code), "two": report.name(second.code)}
    return report.say("body.line.pair", change=change, two_rate=rates[1], way=report.way(second.way), **names)


def line_tail(report: NewsReport, item: LineItem, *, without_weight: bool = False) -> Slot:
    """Return the end of a line's sentence: its record, else its weight, unless that has a sentence of its own."""
    record = report.record(item.code)
    if record:
        name = report.brief_name(item.code)
        return report.say("body.line.record", record.claim(report.ledger), line=name) or ""
    tonnage = report.tonnage(item.code)
    has_sentence = without_weight and tonnage is not None and tonnage.is_apart
    return "" if has_sentence else comparisons.weight_clause(report, item.code) or ""
