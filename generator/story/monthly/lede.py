"""The opening of a month: who counted how much, against a year before; then its size in time and its breadth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.story.brief import Line
from generator.story.last import form_after, is_other
from generator.story.monthly import corrected, history, missing
from generator.story.monthly.told import Told
from generator.story.plan import EVERYWHERE, Section, Text


def section(told: Told) -> Section:
    """Return the two opening paragraphs with the dateline."""
    month, brief = told.month, told.month.brief
    form = form_after(brief.last, "lede", f"said.{told.total.way or 'level'}")
    lede = month.words.month_lede(told.total, brief.customs, month.material.trade, other=is_other(form))
    lede = replace(lede, form=form)
    correction, nut = corrected.first(month), tuple(_nut(told))
    place = brief.place.upper()
    return Section(
        id="lede",
        shown=EVERYWHERE,
        role="lede",
        label=month.words.label("the_quarter" if month.is_quarter else "the_month"),
        codes=None,
        dateline=month.words.dateline(place) if place else None,
        paragraphs=tuple(filter(None, ((lede,), (correction,) if correction else (), nut))),
    )


def _nut(told: Told) -> Iterator[Text]:
    month, words = told.month, told.month.words
    if said := missing.base(month):
        yield said
    if month.lacking:
        yield words.lacks_figures([Line(month.brief.label(code), code) for code in month.lacking], month.period)
    if (said := _in_time(told)) and not month.lost:
        yield said
    pairs = [(item.amount, item.base_amount) for item in month.compared if item.amount and item.base_amount]
    if len(pairs) > 1:
        lines = month.material.ledger.size([item.code for item in month.compared])
        rose, fell = (month.account.moved(side, pairs) for side in ("rose", "fell"))
        if rose.value or fell.value:
            yield words.breadth(lines, rose, fell, every=len(month.compared) == len(month.items))
    longer = month.whole_item(month.longer)
    alone = month.is_single or not month.told(month.lines)  # then the standfirst says it
    if longer.now is not None and not alone:
        yield words.to_date(longer)
    if told.is_quiet and told.total.comparable and not any(month.breaks(code, month.base) for code in month.lines):
        yield words.quiet()


def _in_time(told: Told) -> Text | None:
    """Return that the total passed a round number, is the largest in the figures, or since when it was as large."""
    month, words = told.month, told.month.words
    if (crossing := told.crossing) and crossing.codes == told.total.codes:
        return words.crossed(crossing, words.whole_name(told.total))
    if found := history.extreme(month, month.whole):
        return words.extreme(told.total, *found, history.past(month, month.whole)[-1].span)
    found = history.since(month, month.whole)
    return words.since(told.total, *found) if found else None
