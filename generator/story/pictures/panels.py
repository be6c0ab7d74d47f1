"""The largest lines in small panels: each month by month, on its own scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.news import time_series
from generator.story.news.time_series import Series
from generator.story.picture import (
    PicturePlan,
    is_of_one_year,
    is_part_of_year,
    level_months,
    picture,
    points,
    quarters_back,
    run_title,
    single_chart,
    year_steps,
)
from generator.story.plan import Chart, Curve, Row, Text
from generator.story.words.speech import Slot
from generator.trade.period import A_QUARTER, Period

_PANELS = 12  # at most
_MONTHS = 36  # of a panel
_FEWEST = 3  # panels of a chart
_FEWEST_POINTS = 3  # months or quarters of a panel
_SHORT_RUN, _LONG_RUN = 6, 12  # months: a run of a line is the title from half a year on, and for a year no longer
_PAIR = 2  # months: January and February together
_CELLS, _LEVEL = 4, 2  # cells of a row: name, level, level a year before and change; name and level


def chart(month: Month) -> Chart | None:
    """Return the chart. None for a year, few lines or months, or a line that has no comparison though others have one.

    Where the months are of a year at most, its title counts lines against the step before.
    """
    spans = quarters_back(month, _MONTHS) if month.is_quarter else level_months(month, _MONTHS)
    lines = month.lines_to_tell(month.lines)
    items = [month.item(code) for code in lines[:_PANELS]]
    if len(spans) < _FEWEST_POINTS or month.period.months > A_QUARTER or len(items) < _FEWEST:
        return None
    has_rings = not is_of_one_year(spans)
    if has_rings and not all(item.comparable for item in items):
        return None
    words = month.words
    step = "quarter" if month.is_quarter else "month"
    slots: dict[str, Slot] = {
        "first": words.period(spans[0].split()[0]),
        "last": words.period(spans[-1].last),
        "mean": words.say("panels.mean") if any(span.months == _PAIR for span in spans) else "",
        "rings": words.say(f"panels.rings.{step}", month=words.month_of(spans[-1].last)) if has_rings else "",
    }
    alt = (f"alt.{step}.long", f"alt.{step}.short")
    cells = _CELLS if has_rings else _LEVEL
    return replace(
        picture(
            month, "panels", "panels", _title(month, items, len(lines)), slots, subtitle=f"subtitle.{step}", alt=alt
        ),
        curves=tuple(_panel(month, item, spans) for item in items),
        steps=year_steps(spans),
        head=words.pair_head(month.period, month.figures.currency)[:cells],
        rows=tuple(replace(of_line, cells=of_line.cells[:cells]) for of_line in (row(month, item) for item in items)),
    )


def _title(month: Month, items: Sequence[LineItem], line_count: int) -> Text:
    """Return a line's long run, else how many lines went the way of most, on the year before or the step before."""
    is_ranked = all(item.amount is None or item.amount.is_exact for item in month.items)  # a bound cannot be ranked
    largest = is_ranked and not month.choice.left_out
    if all(item.comparable for item in items):
        return _title_of_run(month, items) or lines_title(month, items, line_count, largest=largest)
    if month.step_before is not None:
        earlier = [month.amount(item.codes, month.step_before) for item in items]
        compared = [replace(item, base_amount=base) for item, base in zip(items, earlier, strict=True)]
        ends = [end for item in compared for end in (item.amount, item.base_amount)]
        if all(end is not None and end.is_exact for end in ends):
            return lines_title(month, compared, line_count, largest=largest, before=month.step_before)
    return month.words.say("panels.months")


def _title_of_run(month: Month, items: Sequence[LineItem]) -> Text | None:
    """Return the longest run of half a year to a year: "Iron ores fell on the year for ten months in a row"."""
    runs = [(item, time_series.run(Series(month, item.codes, month.period))) for item in items if item.growth]
    long_runs = [(item, run) for item, run in runs if run and run.is_long and _SHORT_RUN <= run.months <= _LONG_RUN]
    if not long_runs:
        return None
    item, run = max(long_runs, key=lambda long_run: long_run[1].months)
    return run_title(month, item, run)


def lines_title(
    month: Month, items: Sequence[LineItem], line_count: int, *, largest: bool, before: Period | None = None
) -> Text:
    """Return the title: "Nine of the twelve largest lines rose on the year".

    `line_count` is the number of all lines. If `items` are only some of them, the title says whether they are the
    `largest` lines or just those drawn. It counts the falls if there are more. `before` is the step before, if the
    lines are compared with it and not with the year before.
    """
    words, ledger = month.words, month.ledger
    pairs = [(item.amount, item.base_amount) for item in items if item.amount and item.base_amount]
    moved = max(ledger.moved("rose", pairs), ledger.moved("fell", pairs), key=lambda claim: claim.value)
    if not moved.value:
        return words.say("panels.none", now=words.span(month.period), before=words.span(before or month.base))
    is_every = moved.value == len(items)
    count = moved if is_every else ledger.size([item.code for item in items])
    kind = "all" if len(items) == line_count else "largest" if largest else "drawn"
    slots: dict[str, Slot] = {
        "lines": words.say(f"panels.lines.{kind}", n=words.number(count)),
        "way": words.way("up" if moved.formula[0] == "rose" else "down"),
        "before": words.say("panels.before.year"),
    }
    if before is not None:
        slots["before"] = words.say("panels.before.step", when=words.span(before))
    if is_every:
        return words.say("panels.every", **slots)
    return words.say("panels.some", n=words.number(moved), **slots)


def _panel(month: Month, item: LineItem, spans: Sequence[Period]) -> Curve:
    role = "fallen" if item.way == "down" else "line"
    words = month.words
    figure = words.level_and_rate(item)
    if figure.marks and (item.began or item.low):
        figure = words.say("panels.noted", level=figure, why=words.rate_cell(item))
    levels = points(month, item.codes, spans)
    most = _most(month, item, spans, levels)
    if most is not None:
        figure = words.say("panels.most", figure=figure, most=most)
    return Curve(item.name, figure, item.codes, tuple(map(str, spans)), levels, role)


def _most(month: Month, item: LineItem, spans: Sequence[Period], levels: Sequence[float | None]) -> Text | None:
    """Return the level of the highest point of a panel. None where that is the newest, or either is a mean."""
    known = [(level, span) for level, span in zip(levels, spans, strict=True) if level is not None]
    _, when = max(reversed(known), key=lambda point: point[0], default=(0.0, spans[-1]))
    is_mean = any(spans.count(span) > 1 for span in (when, spans[-1]))
    amount = month.amount(item.codes, when)
    if when == spans[-1] or is_mean or amount is None:
        return None
    return month.words.million(month.ledger.level(amount))


def row(month: Month, item: LineItem) -> Row:
    """Return a line's row in the table behind a picture: both levels and the rate."""
    return Row((item.name, *month.words.pair_cells(item)), "line", item.codes)


PLAN = PicturePlan(single_chart(chart), "lines", usual=is_part_of_year)
