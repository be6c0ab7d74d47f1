"""One line month by month, with the band of its usual changes: the only line of a briefing, else the leading one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import dropwhile, pairwise

from generator.movements.exact_surprise import MOST, usual
from generator.story import data_gaps
from generator.story.brief import Trade
from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.news.report import NewsReport
from generator.story.picture import (
    ON_EVERY_PAGE,
    PicturePlan,
    PictureSources,
    aside,
    finding,
    months_back,
    picture,
    points,
    ticks,
    year_from,
)
from generator.story.pictures.panels import row
from generator.story.plan import Chart, Curve, SeriesBreak, Text
from generator.story.rounding import MILLIONS
from generator.story.text import leaf
from generator.story.words.numbers import hs_edition
from generator.story.words.speech import Slot
from generator.trade.currency import rough_worth
from generator.trade.period import Period
from generator.trade.series_breaks import VALUATIONS

_MOST_MONTHS = 60
_FEWEST_MONTHS = 13
_YEAR = 12  # months
_HOLIDAY = 2  # months from January on between which Lunar New Year moves
_BEFORE = 6  # months shown before the first figure, if figures of then cannot be compared with now
# A band that reaches beyond this multiple of the highest month is left out: it flattens the line and says little.
_TOO_WIDE = 2
Ends = tuple[float | None, ...]


def charts(sources: PictureSources) -> Iterator[Chart]:
    """Yield the chart of the line. Yield none for combined months, a month without a figure, or a short past."""
    month = sources.month
    item = _item(sources.report)
    if item is None or month.period.months > 1 or item.amount is None:
        return
    spans = _spans(month, item)
    if len(spans) < _FEWEST_MONTHS:
        return
    words = month.words
    curve = _curve(month, item, spans)
    of_line = Trade(replace(month.trade.selection, codes=item.codes), (month.brief.label(item.code),))
    slots: dict[str, Slot] = {
        "trade": words.trade_of(of_line),
        "first": words.period(spans[0]),
        "last": words.period(spans[-1]),
    }
    title = finding(month, "trend", item, {"before": words.span(item.span.year_before())})
    subtitle = "subtitle_dashed" if curve.provisional else "subtitle"
    usual_range = words.say("trend.usual") if curve.lows else None
    band = words.say("trend.band") if curve.lows else None
    frame = picture(
        month, "trend", "trend", title, slots, shown=ON_EVERY_PAGE, subtitle=subtitle, explained=usual_range
    )
    yield replace(
        frame,
        curves=(curve,),
        band=band,
        breaks=_breaks(month, item, spans),
        steps=tuple(year_from(span, spans[-1]) for span in spans),
        ticks=ticks(month, (*curve.points, *curve.highs)),
        aside=aside(month, _notes(month, item, spans, banded=bool(curve.lows))),
        head=words.pair_head(month.period, month.figures.currency),
        rows=(row(month, item),),
    )


def _item(report: NewsReport) -> LineItem | None:
    """Return the line: the only one, the editor's choice, the one that moved the total most, or the largest one."""
    lead = report.month.lines[0] if report.month.is_single else report.month.choice.lead
    return report.month.item(lead) if lead else report.main_line or next(iter(report.month.items), None)


def _spans(month: Month, item: LineItem) -> tuple[Period, ...]:
    """Return the months to draw: from the first figure on, or from a little before it.

    The months before it are drawn if figures of then exist but cannot be compared with now.
    """
    spans = months_back(month, _MOST_MONTHS)
    with_figure = tuple(dropwhile(lambda span: month.amount(item.codes, span) is None, spans))
    if not with_figure:
        return ()
    first = with_figure[0].first
    months_before = [Period(first - back, 1) for back in range(_BEFORE, 0, -1)]
    counted_otherwise = [span for span in months_before if _pair(month, item, span)]
    return (*counted_otherwise, *with_figure)


def _pair(month: Month, item: LineItem, span: Period) -> tuple[str, str] | None:
    """Return how the line was counted or valued in a month, and how it is now. None where that is the same."""
    for code in item.codes:
        for when, pair in month.figures.broken.get(code, {}).items():
            if when.first <= span.first <= when.last.first:
                return pair
    return None


def _breaks(month: Month, item: LineItem, spans: Sequence[Period]) -> tuple[SeriesBreak, ...]:
    """Return the months that begin a new edition of the HS or another valuation."""
    breaks = []
    for before, span in pairwise(spans):
        pair = _pair(month, item, before)
        if pair and not _pair(month, item, span):
            label = leaf(pair[1], "valuation", pair[1]) if pair[1] in VALUATIONS else hs_edition(pair[1])
            breaks.append(SeriesBreak(str(span), label))
    return tuple(breaks)


def _notes(month: Month, item: LineItem, spans: Sequence[Period], *, banded: bool) -> list[Text]:
    """Return how to read the band, and why the line starts again after a break."""
    words = month.words
    texts = []
    if banded:
        texts.append(words.say("trend.usual"))
    if banded and month.is_lunar:
        texts.append(words.say("trend.lunar"))
    pairs = dict.fromkeys(_pair(month, item, span) for span in spans)
    texts += [data_gaps.counted_otherwise(month, item.codes, pair) for pair in pairs if pair]
    return texts


def _curve(month: Month, item: LineItem, spans: Sequence[Period]) -> Curve:
    """Return the line with its band; without one that is much wider than the line is high."""
    levels = points(month, item.codes, spans)
    lows, highs = _band(month, item, spans)
    highest_level = max((point for point in levels if point is not None), default=0.0)
    highest_usual = max((high for high in highs if high is not None), default=0.0)
    if highest_usual > _TOO_WIDE * highest_level:
        lows, highs = (), ()
    return Curve(
        month.words.span(month.period),
        month.words.level_and_rate(item),
        item.codes,
        tuple(map(str, spans)),
        levels,
        "fallen" if item.way == "down" else "line",
        lows,
        highs,
        _provisional(month, item, spans),
    )


def _provisional(month: Month, item: LineItem, spans: Sequence[Period]) -> tuple[str, ...]:
    """Return the provisional months; none where all of them are, since the source line says so then."""
    provisional = []
    has_final = False
    for span in spans:
        amount = month.amount(item.codes, span)
        if amount is None:
            continue
        if "P" in amount.marks:
            provisional.append(str(span))
        else:
            has_final = True
    return tuple(provisional) if has_final else ()


def _band(month: Month, item: LineItem, spans: Sequence[Period]) -> tuple[Ends, Ends]:
    """Return the usual range of each month that has a base. Return nothing if too few months are known."""
    year = _YEAR - month.is_lunar
    levels = month.past(item.codes, year + MOST + 1)
    if not levels:
        return (), ()
    ends = usual([level.value for level in levels], year, rough_worth(Decimal(1), levels[0].unit))
    if ends is None:
        return (), ()
    bases = []
    for span in spans:
        is_holiday = month.is_lunar and span.first % _YEAR < _HOLIDAY
        bases.append(None if is_holiday else month.amount(item.codes, span.year_before()))
    for amount in (*levels, *filter(None, bases)):
        month.ledger.keep(amount.cells)
    lows: list[float | None] = []
    highs: list[float | None] = []
    for base in bases:
        if base and base.value:
            low, high = ends(base.value)
            lows.append(float(low.scaleb(-MILLIONS.power)))
            highs.append(float(high.scaleb(-MILLIONS.power)))
        else:
            lows.append(None)
            highs.append(None)
    if lows[-1] is None:
        return (), ()
    return tuple(lows), tuple(highs)


PLAN = PicturePlan(charts, "opening", 4, lambda month: month.is_single)
