"""Two years of each line (C2): last year's level as a ring, this year's as a point, largest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median

from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.picture import ON_EVERY_PAGE, PicturePlan, PictureSources, picture
from generator.story.pictures.panels import lines_title, row
from generator.story.plan import Bar, Chart
from generator.story.rounding import MILLIONS

_MOST, _MAIL, _FEWEST = 12, 5, 2  # at most: lines on a page, lines in a mail; at least: lines of a chart
_APART = 20  # times the median: larger lines have a scale of their own
_STEPS = 2  # steps of a scale
_LONG = 10**8  # millions: from here on the tick in the middle is left out, since the labels would overlap
_EVEN = tuple(map(Decimal, ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8")))  # possible steps, times a power of ten


def charts(sources: PictureSources) -> Iterator[Chart]:
    """Yield the charts for pages and mail, of the lines with trade in both years whose levels can be printed."""
    month = sources.month
    items = []
    for item in month.compared:
        if month.choice.tells(item.code) and item.now and item.base and item.now.value and item.base.value:
            levels = month.words.pair_cells(item)[:2]
            items += [item] if all(level.marks for level in levels) else []
    if len(items) >= _FEWEST:
        yield _chart(month, "dumbbell", ON_EVERY_PAGE, items[:_MOST], len(items))
    if len(items) > _MAIL:
        yield _chart(month, "dumbbell-mail", ("mail",), items[:_MAIL], len(items))


def _chart(month: Month, name: str, shown: tuple[str, ...], items: Sequence[LineItem], line_count: int) -> Chart:
    words = month.words
    bars = tuple(_bars(month, items))
    has_scales = bars[-1].panel > 0
    title = lines_title(month, items, line_count, largest=not month.choice.left_out)
    is_part = line_count < len([item for item in month.items if month.choice.tells(item.code)])
    subtitle, explained = ("subtitle_scales", words.say("dumbbell.two")) if has_scales else ("subtitle", None)
    ends = words.ends(month.period)
    return replace(
        picture(
            month, "dumbbell", "dumbbell", title, ends, name=name, shown=shown, subtitle=subtitle, explained=explained
        ),
        bars=bars,
        ticks=tuple(words.tick(value) for value in _ticks(bars)),
        aside=(words.say("dumbbell.which"), words.say("dumbbell.left_out")) if is_part else (),
        head=words.pair_head(month.period, month.figures.currency),
        rows=tuple(row(month, item) for item in items),
    )


def _bars(month: Month, items: Sequence[LineItem]) -> Iterator[Bar]:
    levels = [item.amount.value for item in items if item.amount]
    middle = median(levels)
    # index of the first line on the second scale; the number of lines if one scale is enough
    first = sum(level > _APART * middle for level in levels) or len(levels)
    for place, item in enumerate(items):
        if item.amount and item.base_amount:
            reading, panel = item.amount.reading, int(place >= first)
            low, high = (float(end.scaleb(-MILLIONS.power)) for end in (reading.low, reading.high))
            # "110.90, +20%"; after a low base "14.16, from 0.29 in 2024"
            figure = month.words.level_from(item) if item.low else month.words.level_and_rate(item)
            base = item.base_amount.point
            yield Bar(item.name, figure, item.amount.point, low, high, before=base, panel=panel)


def _ticks(bars: Sequence[Bar]) -> Iterator[Decimal]:
    """Yield the ticks of each scale: zero and two equal steps; the longest line reaches the last.

    Where millions have many digits the middle tick is left out, since two labels would overlap.
    """
    for panel in sorted({bar.panel for bar in bars}):
        top = max(Decimal(repr(end)) for bar in bars if bar.panel == panel for end in (bar.value, bar.before or 0.0))
        size = Decimal(10) ** (top / _STEPS).adjusted()
        step = max(size * many for many in _EVEN if size * many * _STEPS <= top)
        yield from (step * at for at in range(_STEPS + 1) if step < _LONG or at != 1)


PLAN = PicturePlan(charts, "opening", 3)
