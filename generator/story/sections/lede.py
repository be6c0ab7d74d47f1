"""The lede and the paragraph after it: who counted how much, what it is of the whole, and whether the whole moved."""

from __future__ import annotations

from generator.story.material import Material
from generator.story.plan import EVERYWHERE, Section, Text


def section(material: Material) -> Section:
    """Return the two opening paragraphs with the dateline."""
    place = material.brief.place.upper()
    return Section(
        id="lede",
        shown=EVERYWHERE,
        role="lede",
        label=Text(material.words.label("the_year")),
        codes=None,
        dateline=Text(f"{place} — ") if place else None,
        paragraphs=((_lede(material),), _nut(material)),
    )


def _lede(material: Material) -> Text:
    words, of, brief = material.words, material.figures.selection, material.brief
    line = material.line(material.lead)
    said = words.lede(line, brief.customs, of, material.period)
    return words.of_the_lines(said, material.share(material.lead), material.count(), brief.group)


def _nut(material: Material) -> tuple[Text, ...]:
    words, ledger = material.words, material.ledger
    others = [cell for cell in material.members if cell is not material.lead]
    said = [words.the_others(ledger.total(others), ledger.count(others))] if others else []
    if (growth := material.whole_growth()) is None:
        lines = [material.line(now) for now, _ in material.pairs]
        return (*said, words.not_comparable(lines, material.base))
    whole = ledger.total(material.members), ledger.total(material.based)
    return (*said, words.of_whole(*whole, growth, material.base))
