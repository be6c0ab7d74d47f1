"""Line: the sentences on one line: its part of the change, its rate and level, or both levels where a rate misleads."""

from __future__ import annotations

from decimal import Decimal

from generator.story.news import weights
from generator.story.news.report import Report
from generator.story.news.steps import Step
from generator.story.plan import Text
from generator.story.words.speech import Slot

_WHOLE = Decimal(100)  # per cent: from here on a rate is told as a multiple
_SMALL = Decimal(10)  # per cent of all changes below which two lines share a sentence


def kind(report: Report, part: Step) -> str | None:
    """Return what keeps a line out of the paragraphs: `began`, `ended` or `low`; None where nothing does."""
    item = report.item(part.code)
    if item.began:
        return "began"
    if item.ended:
        return "ended"
    return "low" if item.low or item.growth is None else None


def level(report: Report, part: Step) -> Text | None:
    """Return the levels of a line that began, ended or comes from little."""
    words, item = report.words, report.item(part.code)
    then = words.year_earlier(item.span)
    match kind(report, part):
        case "began" if item.now:
            return report.say("body.list.began", line=report.name(part.code), level=words.worth(item.now), then=then)
        case "ended" if item.base:
            return report.say("body.list.ended", line=report.name(part.code), base=words.worth(item.base), then=then)
        case "low" if item.now and item.base:
            return report.levels("body.list.low", item)
        case "low" if item.now:
            return report.say("body.list.alone", line=report.name(part.code), level=words.worth(item.now))
    return None


def made(report: Report, part: Step) -> Text | None:
    """Return what a line made of the change of the whole; from little with both levels, and no rate."""
    words, item, whole = report.words, report.item(part.code), report.change_of_whole(part)
    gain = report.gain(part)
    if whole is None or item.now is None or gain is None:
        return None
    sizes: dict[str, Slot] = {"part": words.size(gain), "whole": words.size(whole), "way": words.way(part.way or "up")}
    if item.growth is None:
        return report.levels("body.line.low", item, **sizes)
    change = report.changed(item)
    if change is None:
        return None
    ends = {"level": words.worth(item.now), "tail": tail(report, part, alone=True)}
    return report.say("body.line.made", line=report.name(part.code), change=change, **ends, **sizes)


def rose(report: Report, part: Step, *, alone: bool = False) -> Text | None:
    """Return how a line moved, each second time in another order; both levels where no rate holds.

    `alone` says that its weight has a sentence of its own.
    """
    item = report.item(part.code)
    if not alone and report.place % 2:
        said = rated(report, "body.line.was", part)
        if said is not None:
            report.place += 1
            return said
    change = report.changed(item) if item.now else None
    if item.now is None or change is None:
        return report.levels("body.line.from_little", item)
    return report.say(
        "body.line.rose",
        line=report.name(part.code),
        way=report.words.way(part.way or "up"),
        change=change,
        level=report.words.worth(item.now),
        tail=tail(report, part, alone=alone),
    )


def rated(report: Report, key: str, part: Step) -> Text | None:
    """Return a sentence with rate and level of a line; None where it is told as a multiple, or no rate holds."""
    words, item = report.words, report.item(part.code)
    rate = _rate(report, part)
    if item.now is None or rate is None or part.way is None:
        return None
    slots: dict[str, Slot] = {"rate": rate, "way": words.way(part.way), "level": words.worth(item.now)}
    return report.say(key, line=report.name(part.code), tail=tail(report, part), **slots)


def _rate(report: Report, part: Step) -> Text | None:
    growth = report.item(part.code).growth
    return report.words.rate(growth) if growth and abs(growth.value) < _WHOLE else None


def pair(report: Report, one: Step, two: Step) -> Text | None:
    """Return two small lines that went one way; None where either has more to say."""
    is_small = all(report.news.parts.gross(part).high < _SMALL for part in (one, two))
    rate = _rate(report, two)
    if one.way != two.way or not is_small or rate is None or _rate(report, one) is None:
        return None
    change = report.changed(report.item(one.code))
    if change is None:
        return None
    names = {"one": report.name(one.code), "two": report.name(two.code)}
    return report.say("body.line.pair", change=change, two_rate=rate, way=report.words.way(two.way or "up"), **names)


def tail(report: Report, part: Step, *, alone: bool = False) -> Slot:
    """Return the end of a line's sentence: its record, else its weight, which may have a sentence of its own."""
    found = report.record(part.code)
    if found:
        return report.say("body.line.record", found.claim(report.month.ledger), line=report.brief_name(part.code))
    if alone and weights.is_apart(report, part.code):
        return ""
    return weights.clause(report, part.code) or ""
