"""Lede: who bought how much of whom, against a year before, and the one thing that makes it unusual."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.story import corrections
from generator.story import gaps as missing
from generator.story.news import comparison, unknown
from generator.story.news.report import Report
from generator.story.plan import EVERYWHERE, Section, Text
from generator.story.words.speech import Slot

_MORE = 2  # sentences that a lede has room for after its first


def section(report: Report) -> Section:
    """Return the opening paragraph with its dateline, and a correction of the last edition."""
    month, place = report.month, report.month.brief.place.upper()
    opening = (*_opening(report), *_gaps(report), *islice(filter(None, _more(report)), _MORE))
    correction = corrections.first(month)
    return Section(
        id="lede",
        shown=EVERYWHERE,
        role="lede",
        dateline=month.words.dateline(place) if place else None,
        paragraphs=tuple(filter(None, (opening, (correction,) if correction else ()))),
    )


def _opening(report: Report) -> Iterator[Text]:
    """Yield the level of the whole, against a year before where that is known."""
    words, total, trade = report.words, report.total, report.month.trade
    office = words.office_of(trade.of.reporter, report.month.brief.customs)
    if unknown.is_open(report):
        yield from unknown.lede(report, office)
        return
    goods = report.brief_name(report.only) if report.only else words.goods_traded(trade)
    slots: dict[str, Slot | None] = {
        "level": report.worth(total.now),
        "period": words.span(total.span),
        "office": office,
    }
    slots |= {"good": goods} if goods else {}
    key = "body.lede.bought" if goods else "body.lede.came"
    said = report.say(f"{key}.said", against=report.against(total), **slots) or report.say(f"{key}.alone", **slots)
    if said:
        yield said


def _gaps(report: Report) -> Iterator[Text]:
    """Yield why the whole has no change, and which lines are not in it."""
    month = report.month
    if said := missing.base(month):
        yield said
    if month.silent:
        yield month.words.lacks_figures([report.line(code) for code in month.silent], month.period)


def _more(report: Report) -> Iterator[Text | None]:
    """Yield what makes it unusual: the run that ended, the record, the place, the month before."""
    yield comparison.run_ended(report)
    yield comparison.path(report)
    yield comparison.record(report)
    yield comparison.run(report)
    yield comparison.place(report, "body.place")
    yield comparison.month_before(report, "body")
