"""Things: the three lines under a headline: what came, through what, and against what."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.story.news import comparison, unknown, weights
from generator.story.news.parts import Part
from generator.story.news.report import Report
from generator.story.plan import Text
from generator.story.words.speech import Slot

_LEVELS = frozenset({"low", "offset"})  # heads that say it, or after which nothing can be said of the lines
_RATED = frozenset({"record", "record_nth", "leader", "run", "year_record", "offset"})  # heads that have no rate
_ALL = Decimal(103)  # per cent of a change that is still all of it
_COUNTER = 2  # a counter-mover is told where it is half of the first


def things(report: Report) -> tuple[Text, ...]:
    """Return the things, in their order."""
    if unknown.is_open(report):
        return tuple(unknown.things(report))
    return tuple(thing for thing in (_what(report), _through(report), _against_what(report)) if thing)


def _what(report: Report) -> Text | None:
    """Return the level now and a year before, with its place in time or the month before."""
    words, total = report.words, report.total
    if report.head.row == "low":
        return comparison.odd_base(report) or comparison.month_before(report, "body")
    if total.now is None:
        return None
    slots: dict[str, Slot] = {"period": words.span(total.span), "then": words.year_earlier(total.span)}
    halves = comparison.halves(report) if report.news.is_year else None
    if halves:
        slots["plus"] = report.say("things.halves", **halves)
    else:
        slots["plus"] = comparison.place(report, "things.place") or comparison.month_before(report, "things") or ""
    against = report.against(total) if report.head.row in _RATED else None
    if against is not None:
        return report.say("things.what.rate", level=words.worth(total.now), against=against, **slots)
    if total.base is None or not total.base.value:
        return report.say("things.what.alone", level=words.worth(total.now), **slots)
    now, base, _ = words.both(total)
    if base is None:
        return report.say("things.what.rate", level=now, against=report.against(total) or "", **slots)
    return report.say("things.what.levels", level=now, base=base, **slots)


def _through(report: Report) -> Text | None:
    """Return the line that moved most, or tonnage and average value where they parted."""
    if report.head.row == "inside" and (said := comparison.months(report)):
        return said
    if report.head.row in _LEVELS:
        return comparison.month_before(report, "body")
    if (found := weights.together(report)) or report.news.is_one_line:
        return found
    return _line(report, report.lead) if report.lead else None


def _line(report: Report, lead: Part) -> Text | None:
    words, parts = report.words, report.news.parts
    whole, ratio = parts.total, parts.part(lead)
    if lead.way is None or words.is_open(report.gain(lead)):
        return None
    slots: dict[str, Slot] = {
        "line": report.name(lead.code),
        "part": words.size(report.gain(lead)),
        "way": words.way(lead.way),
    }
    report.topics.add(f"gain {lead.code}")
    rest = report.without(lead) if "line_all" in report.heads or ratio is None or ratio.high > _ALL else None
    if rest and parts.part(lead) and report.is_new("without"):
        names = {"line": report.brief_name(lead.code), "rest": rest["way"], "rate": rest["rate"]}
        slots["plus"] = report.say("things.through.without", **names)
    else:
        slots["plus"] = _other(report, lead) or ""
    if whole is None or ratio is None or ratio.high > _ALL or words.is_open(gain := report.change(whole)):
        return report.say("things.through.alone", **slots)
    report.topics.add("part")
    return report.say("things.through.line", whole=words.size(gain), **slots)


def _other(report: Report, lead: Part) -> Text | None:
    """Return the line that went the other way by half of it or more."""
    other = report.counter
    if other is None or other.way is None or _COUNTER * other.size.value < lead.size.value:
        return None
    gain = report.gain(other)
    if report.words.is_open(gain):
        return None
    report.topics.add(f"gain {other.code}")
    return report.say(
        "things.other", line=report.name(other.code), part=report.words.size(gain), way=report.words.way(other.way)
    )


def _against_what(report: Report) -> Text | None:
    return next((text for text in _comparisons(report) if text), None)


def _comparisons(report: Report) -> Iterator[Text | None]:
    if report.month.lost:
        yield comparison.missing(report)
    yield comparison.month_of_year(report)
    yield comparison.season(report)
    yield comparison.place(report, "things.against")
    yield comparison.year(report)
    yield comparison.run(report)
