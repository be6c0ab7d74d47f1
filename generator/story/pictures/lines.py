"""The lines as ordered bars (C8): an arrow marks a bound, a tick the level a year before.

A page has them where the briefing asks for them: the table of a year has bars of its own, which a mail lacks.
"""

from __future__ import annotations

from dataclasses import replace

from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.picture import ON_EVERY_PAGE, PicturePlan, is_part_of_year, picture, single_chart
from generator.story.pictures.shares import leading
from generator.story.plan import MAIL, Bar, Chart, Row, Text
from generator.story.rounding import MILLIONS
from generator.story.words.speech import Slot

_MOST = 12  # bars that a reader can take in
_SEEN = 0.01  # of the longest bar: a tick closer to zero cannot be seen


def chart(month: Month) -> Chart | None:
    """Return the chart of the lines with trade. The smallest of many, and those left out of the text, share one bar."""
    lines = [item for item in month.items if item.amount and item.amount.value]
    with_bar = _lines_with_bar(month, lines)
    if not with_bar:
        return None
    words = month.words
    longest = max(item.amount.point for item in with_bar if item.amount)
    bars = [_bar(month, item, longest) for item in with_bar]
    if len(with_bar) < len(lines):
        folded = month.combined_item(item.code for item in lines if item not in with_bar)
        figure = words.million(folded.now)
        if figure.marks:
            bars.append(_of_item(month.name_of_folded(folded.codes), figure, folded, is_folded=True))
    count = words.number(month.ledger.size([item.code for item in lines]))
    bounds = [item.code for item in with_bar if item.amount and not item.amount.is_exact]
    has_ticks = any(bar.before is not None and bar.before >= _SEEN * longest for bar in bars)
    first = with_bar[0]
    slots: dict[str, Slot] = {
        "when": words.period(month.period),
        "name": words.short(first),
        "level": "",
        "tick": "",
        "arrow": "",
    }
    if first.now:
        slots["level"] = words.worth(first.now)
    if has_ticks:
        slots["tick"] = words.say("chart.tick", before=words.period(month.base))
    arrows = None
    if bounds:
        slots["arrow"] = words.say("chart.arrow")
        arrows = words.say("chart.bounds", n=words.number(month.ledger.size(bounds)))
    share = leading(month) if month.twelve == month.period else None
    title = words.say("chart.title", n=count)
    if share is not None:
        largest, part, _ = share
        title = words.say("chart.share", name=words.short(largest), part=words.per_cent(part) or "", n=count)
    frame = picture(
        month,
        "ordered_bars",
        "chart",
        title,
        slots,
        name="lines",
        shown=MAIL if month.brief.charts is None else ON_EVERY_PAGE,
        alt=("alt_led", "alt"),
        explained=arrows,
    )
    return replace(
        frame,
        bars=tuple(bars),
        head=(words.say("heads.line"), words.millions_of(month.figures.currency)),
        rows=tuple(Row((bar.label, bar.figure)) for bar in bars),
    )


def _lines_with_bar(month: Month, lines: list[LineItem]) -> list[LineItem]:
    """Return the lines with a bar of their own, which can be printed in millions. Never leave out exactly one."""
    allowed = [item for item in lines if month.words.million(item.now).marks and month.choice.tells(item.code)]
    chosen = allowed[: _MOST if len(lines) <= _MOST else _MOST - 1]
    return chosen[:-1] if len(lines) - len(chosen) == 1 else chosen


def _bar(month: Month, item: LineItem, longest: float) -> Bar:
    """Return one bar. Where the tick of the year before would be too small to see, its figure names that level."""
    base = item.base_amount if item.base_amount and item.base_amount.is_exact and item.base_amount.value else None
    is_small = base is not None and item.base is not None and base.point < _SEEN * longest
    figure = month.words.level_from(item) if is_small else month.words.million(item.now)
    return _of_item(item.name, figure, item, before=base.point if base else None)


def _of_item(name: Text, figure: Text, item: LineItem, before: float | None = None, *, is_folded: bool = False) -> Bar:
    of = item.amount
    ends = (of.reading.low, of.value, of.reading.high) if of else ()
    low, value, high = (float(end.scaleb(-MILLIONS.power)) for end in ends)
    is_bound = item.now is not None and item.now.qualifier in {"over", "at_least"}
    return Bar(name, figure, value, low, high, bound=is_bound, before=before, rest=is_folded)


PLAN = PicturePlan(single_chart(chart), "opening", 2, lambda month: not is_part_of_year(month))
