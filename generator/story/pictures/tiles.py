"""An edition of all goods by chapter: a tile for each of the largest, in a step of its change on the year before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.picture import PicturePlan, aside, picture, single_chart
from generator.story.pictures.heatmap import THRESHOLDS, step_borders
from generator.story.pictures.panels import lines_title, row
from generator.story.plan import Bar, Chart
from generator.story.rounding import MILLIONS
from generator.story.words.trades import are_all_goods

_MOST, _FEWEST = 20, 6  # tiles of a chart
_CHAPTER = 2  # digits


def chart(month: Month) -> Chart | None:
    """Return the chart. None for an edition of some goods only, or of few chapters with a rate."""
    if not are_all_goods(month.figures.selection.codes):
        return None
    chapters = list(_chapters(month))
    rated = [item for item in chapters if item.growth is not None]
    items = rated[:_MOST]
    if len(items) < _FEWEST:
        return None
    words = month.words
    ends = words.ends(month.period)
    is_largest = chapters[: len(items)] == items and not month.choice.left_out
    title = lines_title(month, items, len(chapters), largest=is_largest)
    notes = [] if len(rated) == len(chapters) else [words.say("tiles.left_out")]
    return replace(
        picture(month, "tiles", "tiles", title, ends),
        bars=tuple(_bars(month, items)),
        thresholds=THRESHOLDS,
        ticks=step_borders(month),
        aside=aside(month, notes),
        head=words.pair_head(month.period, month.figures.currency),
        rows=tuple(row(month, item) for item in items),
    )


def _chapters(month: Month) -> Iterator[LineItem]:
    """Yield the chapters with trade that the text may tell and whose level has a print, largest first."""
    codes = [code for code in month.figures.selection.codes if len(code) == _CHAPTER and month.choice.tells(code)]
    items = [month.item(code) for code in codes]
    exact = [item for item in items if item.amount is not None and item.amount.is_exact and item.amount.value]
    for item in sorted(exact, key=lambda item: (-item.amount.value if item.amount else Decimal(0), item.code)):
        if item.now is not None and month.words.pair_cells(item)[0].marks:
            yield item


def _bars(month: Month, items: list[LineItem]) -> Iterator[Bar]:
    for item in items:
        if item.amount and item.base_amount:
            month.ledger.keep(item.base_amount.cells)
            reading = item.amount.reading
            low, high = (float(end.scaleb(-MILLIONS.power)) for end in (reading.low, reading.high))
            figure = month.words.level_and_rate(item)
            yield Bar(item.name, figure, item.amount.point, low, high, before=item.base_amount.point)


PLAN = PicturePlan(single_chart(chart), "opening", 4)
