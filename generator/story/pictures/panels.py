"""The largest lines of twelve months in small panels: each month by month, on its own scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.picture import (
    PicturePlan,
    is_part_of_year,
    level_months,
    picture,
    points,
    quarters_back,
    single_chart,
    year_steps,
)
from generator.story.pictures.shares import largest
from generator.story.plan import Chart, Curve, Row, Text
from generator.story.words.speech import Slot
from generator.trade.period import A_QUARTER, Period

_PANELS = 12  # at most
_MONTHS = 36  # of a panel
_FEWEST = 3  # panels of a chart
_YEAR = 12  # months


def chart(month: Month) -> Chart | None:
    """Return the chart. None for a year, a single line, a line without a comparison, or a short past."""
    spans = quarters_back(month, _MONTHS) if month.is_quarter else level_months(month, _MONTHS)
    lines = most_traded(month)
    items = [month.item(code) for code in lines[:_PANELS]]
    is_short = not spans or spans[-1].first - spans[0].first < _YEAR or month.period.months > A_QUARTER
    if is_short or len(items) < _FEWEST or not all(item.comparable for item in items):
        return None
    words = month.words
    is_ranked = all(item.amount is None or item.amount.is_exact for item in month.items)  # a bound cannot be ranked
    title = lines_title(month, items, len(lines), largest=is_ranked and not month.choice.left_out)
    step = "quarter" if month.is_quarter else "month"
    slots: dict[str, Slot] = {
        "first": words.period(spans[0].split()[0]),
        "last": words.period(spans[-1].last),
        "month": words.month_of(spans[-1].last),
        "mean": words.say("panels.mean") if month.is_lunar else "",
    }
    alt = (f"alt.{step}.long", f"alt.{step}.short")
    return replace(
        picture(month, "panels", "panels", title, slots, subtitle=f"subtitle.{step}", alt=alt),
        curves=tuple(_panel(month, item, spans) for item in items),
        steps=year_steps(spans),
        head=words.pair_head(month.period, month.figures.currency),
        rows=tuple(row(month, item) for item in items),
    )


def most_traded(month: Month) -> tuple[str, ...]:
    """Return the lines of the text, largest first: over twelve months, or over the period where those are not known."""
    alive = [code for code in largest(month) if code in month.lines]  # the lines that text and table have
    return month.lines_to_tell(alive or month.lines)


def lines_title(month: Month, items: Sequence[LineItem], line_count: int, *, largest: bool) -> Text:
    """Return the title: "Nine lines rose from December 2024 to December 2025, three fell".

    `line_count` is the number of all lines. If `items` are only some of them, the title counts these, and says whether
    they are the `largest` lines or just those drawn.
    """
    words = month.words
    ledger = month.ledger
    pairs = [(item.amount, item.base_amount) for item in items if item.amount and item.base_amount]
    rose = ledger.moved("rose", pairs)
    fell = ledger.moved("fell", pairs)
    slots: dict[str, Slot] = {
        "rose": words.number(rose),
        "fell": words.number(fell),
        "now": words.span(month.period),
        "before": words.span(month.base),
    }
    if not rose.value and not fell.value:
        return words.say("panels.none", **slots)
    if not fell.value:
        return words.say("panels.one.up", **slots)
    if not rose.value:
        return words.say("panels.one.down", **slots)
    if len(items) == line_count:
        return words.say("panels.both", **slots)
    count = words.number(ledger.size([item.code for item in items]))
    key = "panels.largest" if largest else "panels.drawn"
    return words.say(key, shown=count, **slots)


def _panel(month: Month, item: LineItem, spans: Sequence[Period]) -> Curve:
    role = "fallen" if item.way == "down" else "line"
    figure = month.words.level_and_rate(item)
    levels = points(month, item.codes, spans)
    return Curve(item.name, figure, item.codes, tuple(map(str, spans)), levels, role)


def row(month: Month, item: LineItem) -> Row:
    """Return a line's row in the table behind a picture: both levels and the rate."""
    return Row((item.name, *month.words.pair_cells(item)), "line", item.codes)


PLAN = PicturePlan(single_chart(chart), "second paragraph", usual=is_part_of_year)
