"""The total month by month over three years: how much it is, and whether it has been rising."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.news.extremes import SINCE
from generator.story.news.report import NewsReport
from generator.story.picture import (
    PicturePlan,
    PictureSources,
    aside,
    finding,
    is_part_of_year,
    level_months,
    picture,
    points,
    quarters_back,
    ticks,
    whole_millions,
    year_steps,
)
from generator.story.plan import Chart, Curve, Row, Text
from generator.story.words.speech import Slot
from generator.trade.period import Period

_MONTHS = 36  # of the picture
_FEWEST = 13  # months: a year before the newest, at least
_YEAR = 12  # months
_PAIR = 2  # months: January and February together


def charts(sources: PictureSources) -> Iterator[Chart]:
    """Yield the chart. Yield none for a year, a total that is no exact figure or lacks lines, or a short past."""
    month, report = sources.month, sources.report
    total = month.whole_item()
    spans = quarters_back(month, _MONTHS) if month.is_quarter else level_months(month, _MONTHS)
    is_short = not spans or spans[-1].last.first - spans[0].first + 1 < _FEWEST
    if is_short or spans[-1] != month.period:  # a year, or a February that stands at the mean of two months
        return
    if month.lost or total.amount is None or not total.amount.is_exact:
        return
    words = month.words
    levels = points(month, month.total_codes, spans)
    steps = year_steps(spans)
    curve = Curve(
        Text(""),
        _newest_figure(month, total),
        month.total_codes,
        tuple(map(str, spans)),
        levels,
        cells=tuple(
            _sum_of_year(month, span) if step.words else Text("") for span, step in zip(spans, steps, strict=True)
        ),
    )
    step = "quarter" if month.is_quarter else "month"
    slots: dict[str, Slot] = {"first": words.period(spans[0].split()[0]), "last": words.period(spans[-1].last)}
    notes = [words.say("total.tick")]
    if month.is_lunar and not month.is_quarter:
        notes.append(words.say("total.lunar"))
    yield replace(
        picture(month, "upright_bars", "total", _title(report), slots, name="total", subtitle=f"subtitle.{step}"),
        curves=(curve,),
        steps=steps,
        ticks=ticks(month, levels),
        aside=aside(month, notes),
        head=words.pair_head(month.period, month.figures.currency),
        rows=(Row((words.label("total"), *words.pair_cells(total)), "line", total.codes),),
    )


def _newest_figure(month: Month, total: LineItem) -> Text:
    """Return level and rate of the newest bar; of two months together the rate alone, as its bars are their mean."""
    if month.period.months != _PAIR:
        return month.words.level_and_rate(total)
    if total.growth is None or month.words.rate(total.growth) is None:
        return Text("")
    return month.words.say("total.change", n=month.words.signed_rate(total.growth))


def _sum_of_year(month: Month, first: Period) -> Text:
    """Return the total of the year that begins with `first`, and its change: "1,436, +3.4%".

    A year that is not over has the months so far before it. One that is not wholly known has an empty text.
    """
    words, codes = month.words, month.total_codes
    year = Period(first.first, min(_YEAR, month.period.last.first - first.first + 1))
    amount = month.amount(codes, year)
    if amount is None or not amount.is_exact:
        return Text("")
    level = whole_millions(month, month.ledger.level(amount))
    step = month.step(codes, year)
    growth = month.ledger.growth(*step) if step else None
    if not level.marks:
        return Text("")
    if growth is not None and words.rate(growth) is not None:
        level = words.say("panels.figure", level=level, n=words.signed_rate(growth))
    if year.months == _YEAR:
        return level
    return words.say("total.so_far", when=words.step_name(year), level=level)


def _title(report: NewsReport) -> Text:
    """Return the rank of the newest level in time, else how it moved on the year."""
    month, words, news = report.month, report.words, report.news
    total = month.whole_item()
    title: Text | None = None
    if news.span == month.period:
        now = words.span(month.period)
        if news.records is not None:
            start = words.period(news.records.levels[-1].span)
            title = report.say("total.record", news.records.claim(report.ledger), now=now, start=start)
        elif news.second is not None:
            best = words.month_before(news.second.best.span, news.span)
            title = report.say("total.second", news.second.claim(report.ledger), month=best)
        elif news.place is not None and news.place.since is not None and news.place.months >= SINCE:
            since = words.period(news.place.since)
            side = words.side(news.place.side)
            title = report.say("total.since", news.place.claim(report.ledger), now=now, place=since, side=side)
    return title or finding(month, "total", total, {"before": words.span(month.base)})


PLAN = PicturePlan(charts, "opening", 0, is_part_of_year)
