"""The total month by month over three years, or as many months as there are: how much it is, and whether it rises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.news import time_series
from generator.story.news.report import NewsReport
from generator.story.news.time_series import Series
from generator.story.picture import (
    PicturePlan,
    PictureSources,
    aside,
    finding,
    is_of_one_year,
    is_part_of_year,
    known_spans,
    picture,
    points,
    run_title,
    ticks,
    whole_millions,
    year_steps,
)
from generator.story.plan import Chart, Curve, Row, Text
from generator.story.words.speech import Slot
from generator.trade.period import Period

_MONTHS = 36  # of the picture
_FEWEST = 3  # bars, at least
_YEAR = 12  # months
_PAIR = 2  # months: January and February together
_LEVEL = 2  # cells of a row: its name and its level


def charts(sources: PictureSources) -> Iterator[Chart]:
    """Yield the chart. Yield none for a year, a total that is no exact figure or lacks lines, or a short past."""
    month, report = sources.month, sources.report
    total = month.whole_item()
    if month.lost or total.amount is None or not total.amount.is_exact:
        return
    spans = known_spans(month, month.total_codes, _MONTHS)
    if len(spans) < _FEWEST:
        return
    yield _of_one_year(report, spans) if is_of_one_year(spans) else _of_years(report, spans)


def _of_years(report: NewsReport, spans: Sequence[Period]) -> Chart:
    """Return the chart of more than a year: this year's bars have a tick at the year before, and years their sums."""
    month = report.month
    words, total = month.words, month.whole_item()
    steps = year_steps(spans)
    cells = [_sum_of_year(month, span) if step.words else Text("") for span, step in zip(spans, steps, strict=True)]
    chart = _chart(report, spans, _newest_figure(month, total), cells, notes=[words.say("total.tick")])
    return replace(
        chart,
        steps=steps,
        ticks=ticks(month, chart.curves[0].points)[:-1],  # the highest bar reaches over the last line
        head=words.pair_head(month.period, month.figures.currency),
        rows=(Row((words.label("total"), *words.pair_cells(total)), "line", total.codes),),
    )


def _of_one_year(report: NewsReport, spans: Sequence[Period]) -> Chart:
    """Return the chart of a year at most: each bar has its figure and its name, and there is no year before."""
    month = report.month
    words, total = month.words, month.whole_item()
    names: list[Text] = []
    figures: list[Text] = []
    for at, span in enumerate(spans):
        is_first = span not in spans[:at]  # of the two bars of January and February
        names.append(words.step_name(span) if is_first else Text(""))
        figures.append(_figure(month, span) if is_first else Text(""))
    newest = spans.index(spans[-1])
    cells = [Text("") if at == newest else figure for at, figure in enumerate(figures)]
    return replace(
        _chart(report, spans, figures[newest], cells, key=".one_year"),
        steps=tuple(names),
        head=words.pair_head(month.period, month.figures.currency)[:_LEVEL],
        rows=(Row((words.label("total"), words.million(total.now)), "line", total.codes),),
    )


def _chart(
    report: NewsReport,
    spans: Sequence[Period],
    newest: Text,
    cells: Sequence[Text],
    *,
    key: str = "",
    notes: Sequence[Text] = (),
) -> Chart:
    """Return the chart with its curve. `key` ends the names of its patterns."""
    month, words = report.month, report.month.words
    codes = month.total_codes
    curve = Curve(Text(""), newest, codes, tuple(map(str, spans)), points(month, codes, spans), cells=tuple(cells))
    if any(span.months == _PAIR for span in spans):
        notes = [*notes, words.say("total.lunar")]
    step = "quarter" if month.is_quarter else "month"
    whole = Period(spans[0].first, spans[-1].last.first - spans[0].first + 1)
    slots: dict[str, Slot] = {
        "first": words.period(spans[0].split()[0]),
        "last": words.period(spans[-1].last),
        "when": words.period(whole) if key else Text(""),
    }
    chart = picture(
        month,
        "upright_bars",
        "total",
        _title(report),
        slots,
        name="total",
        subtitle=f"subtitle.{step}{key}",
        described=f"described{key}",
    )
    return replace(chart, curves=(curve,), aside=aside(month, notes))


def _figure(month: Month, span: Period) -> Text:
    """Return the level over a bar, or over the two of January and February, which stand at their mean."""
    amount = month.amount(month.total_codes, span)
    if amount is None or not amount.is_exact:
        return Text("")
    level = month.words.million(month.ledger.level(amount))
    if not level.marks or span.months != _PAIR:
        return level
    return month.words.say("total.both", level=level)


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
    """Return for how long the total has gone one way, which the bars show and no sentence has; else how it moved."""
    month, total = report.month, report.month.whole_item()
    if month.step_before is not None:
        growth = month.rate(total.codes, month.period, month.step_before)
        return finding(month, "total", replace(total, growth=growth), {"before": month.words.span(month.step_before)})
    run = time_series.run(Series(month, total.codes, month.period))
    if run is not None and len(run.steps) > 1 and report.is_new("run"):
        return run_title(month, total, run)
    return finding(month, "total", total, {"before": month.words.span(month.base)})


PLAN = PicturePlan(charts, "opening", 0, is_part_of_year)
