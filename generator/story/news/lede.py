"""Lede: who bought how much of whom, against a year before, and the one thing that makes it unusual."""

from __future__ import annotations

from collections.abc import Iterator

from generator.story import corrections
from generator.story import gaps as missing
from generator.story.news import comparison, unknown
from generator.story.news.report import Report
from generator.story.plan import EVERYWHERE, Section, Text
from generator.story.words.speech import Slot

_SENTENCES = 3  # that a lede has room for


def section(report: Report) -> Section:
    """Return the opening paragraph with its dateline, and a correction of the last edition."""
    month, place = report.month, report.month.brief.place.upper()
    correction = corrections.first(month)
    return Section(
        id="lede",
        shown=EVERYWHERE,
        role="lede",
        dateline=month.words.dateline(place) if place else None,
        paragraphs=tuple(filter(None, (tuple(_lede(report)), (correction,) if correction else ()))),
    )


def _lede(report: Report) -> Iterator[Text]:
    yield from _said(report)
    yield from _open(report)
    yield from _more(report)


def _said(report: Report) -> Iterator[Text]:
    words, total, trade = report.words, report.total, report.month.material.trade
    office = words.office_of(trade.of.reporter, report.month.brief.customs)
    if unknown.is_open(report):
        yield from unknown.lede(report, office)
        return
    if total.now is None:
        return
    slots: dict[str, Slot] = {
        "level": words.worth(total.now),
        "period": words.span(total.span),
        "office": office,
    }
    against = report.against(total)
    key = "said" if against else "alone"
    slots |= {"against": against} if against else {}
    goods = report.brief_name(report.only) if report.only else words.goods_traded(trade)
    if goods:
        yield report.say(f"body.lede.bought.{key}", good=goods, **slots)
    else:
        yield report.say(f"body.lede.came.{key}", **slots)


def _more(report: Report) -> Iterator[Text]:
    """Yield what makes it unusual: the run that ended, the record, the place, the month before."""
    rows = (
        comparison.run_ended,
        comparison.path,
        comparison.record,
        comparison.run,
        lambda one: comparison.place(one, "body.place"),
        lambda one: comparison.month_before(one, "body"),
    )
    found = (said for row in rows if (said := row(report)))
    yield from (said for _, said in zip(range(_SENTENCES - 1), found, strict=False))


def _open(report: Report) -> Iterator[Text]:
    """Yield why the whole has no change, and which lines are not in it."""
    month = report.month
    if said := missing.base(month):
        yield said
    if month.material.silent:
        yield month.words.lacks_figures([report.line(code) for code in month.material.silent], month.period)
