"""The finding of a month: how the total moved, and which line carried it."""

from __future__ import annotations

from dataclasses import replace

from generator.story import editor
from generator.story.facts import Claim
from generator.story.last import form_after, is_other
from generator.story.monthly import history, missing, surprises
from generator.story.monthly.told import Told
from generator.story.phrasing import phrased
from generator.story.plan import EVERYWHERE, Finding, Text
from generator.story.text import leaf

_NAMED = 3  # lines that a standfirst names where nothing can be compared


def section(told: Told) -> Finding:
    """Return series line, headline and standfirst."""
    words, brief, material = told.month.words, told.month.brief, told.month.material
    return Finding(
        id="finding",
        shown=EVERYWHERE,
        series=leaf(brief.title, "setting", "title"),
        period=words.span(told.month.period),
        headline=phrased(_headline(told), material),
        standfirst=phrased(_standfirst(told), material),
    )


def _headline(told: Told) -> Text:
    if told.month.brief.headline:
        return editor.headline(told.month.material)
    leads = told.lead if told.lead and told.lead.amount and told.lead.amount.value else None
    item, words = leads or told.total, told.month.words
    size = surprises.size(told.month, item)
    form = f"{words.headline_form(item, size)}.{item.way or 'level'}"
    form = form_after(told.month.brief.last, "headline", form)
    said = words.headline_month(item, told.month.material.trade, size, other=is_other(form))
    return replace(said, form=form)


def _standfirst(told: Told) -> Text:
    month, words = told.month, told.month.words
    other = told.against
    run = history.streak(month, other.codes) if other and other.way == "down" else None
    months = run[0] if run and run[1] == "down" and history.is_told(run[0]) else None
    said = _led(told, months) if told.lead else words.carried(told.total, told.first, other, months)
    if said:
        return said
    if not month.is_single:
        first = [told.lead.code] if told.lead else []
        codes = month.told(dict.fromkeys([*first, *month.lines]))
        largest = month.is_ranked and codes[:_NAMED] == month.lines[:_NAMED]
        items = [month.item(code) for code in codes[:_NAMED]]
        if named := [item for item in items if item.amount and item.amount.value]:
            return words.leading(named, largest=largest)
    longer = month.whole_item(month.longer)
    return words.to_date(longer) if longer.now else missing.past(month)


def _led(told: Told, run: Claim | None) -> Text | None:
    """Return what the line that leads added or took away, then what carried the total, or went against it."""
    words, lead, total = told.month.words, told.lead, told.total
    own = words.carried(total, lead, None, None)
    if lead is None or own is None:
        return None
    codes = (lead.code, told.against.code if told.against else "")
    first = told.first if told.first and told.first.code not in codes and lead.way != total.way else None
    other = told.against if told.against and told.against.code != lead.code else None
    more = words.carried(total, first, other, run)
    return words.say("one_after_the_other", a=own, b=more) if more else own
