"""The finding of a month: how the total moved, and which line carried it."""

from __future__ import annotations

from generator.story.editor import matched
from generator.story.monthly import history
from generator.story.monthly.told import Told
from generator.story.plan import EVERYWHERE, Finding, Text

_NAMED = 3  # lines that a standfirst names where nothing can be compared


def section(told: Told) -> Finding:
    """Return series line, headline and standfirst."""
    words, brief = told.month.words, told.month.brief
    return Finding(
        id="finding",
        shown=EVERYWHERE,
        series=Text(brief.title),
        period=Text(words.span(told.month.period)),
        headline=_headline(told),
        standfirst=_standfirst(told),
    )


def _headline(told: Told) -> Text:
    if (brief := told.month.brief).headline:
        return matched(brief.headline, told.month.material, brief.headline_where)
    return told.month.words.headline_month(told.total, told.month.material.trade)


def _standfirst(told: Told) -> Text:
    month, words = told.month, told.month.words
    other = told.against
    run = history.streak(month, other.codes) if other and other.way == "down" else None
    said = words.carried(told.total, told.first, other, run[0] if run and run[1] == "down" else None)
    if said:
        return said
    if not month.is_single:
        return words.leading(month.items[:_NAMED])
    longer = month.whole_item(month.longer)
    return words.to_date(longer) if longer.now else words.no_past(month.figures.periods()[0], longer)
