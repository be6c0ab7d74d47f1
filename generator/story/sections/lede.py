"""The lede and the paragraph after it: who counted how much, what it is of the whole, and whether the whole moved."""

from __future__ import annotations

from generator.story.brief import Line
from generator.story.material import Material
from generator.story.plan import EVERYWHERE, Section, Text
from generator.story.sections.lines import moved

_SEVERAL = 2


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
    said = [*moved(material, material.lead), _others(material), _whole(material)]
    return tuple(text for text in said if text)


def _others(material: Material) -> Text | None:
    others = [cell for cell in material.members if cell is not material.lead]
    if len(others) < _SEVERAL:
        return None  # a single one has its own sentence
    return material.words.the_others(material.ledger.total(others), material.ledger.count(others))


def _whole(material: Material) -> Text | None:
    if len(material.members) < _SEVERAL and not material.lost:
        return None
    words, ledger = material.words, material.ledger
    if material.whole_is_comparable:
        levels = ledger.total(material.members), ledger.total(material.base_members)
        same = len(material.base_members) == len(material.members) == len(material.based)
        return words.of_whole(*levels, material.whole_growth(), material.count() if same else None, material.base)
    reason, lines = _reason(material)
    counts = ledger.count(material.based), material.count()
    return words.not_comparable(reason, lines, counts, material.base, broken=material.is_broken)


def _reason(material: Material) -> tuple[str, list[Line]]:
    """Return why the whole cannot be compared, and the lines that are the reason."""
    if len(material.based) < len(material.members):
        based = {cell.code for cell in material.based}
        return "few", [material.line(cell) for cell in material.members if cell.code in based]
    pairs = {now.code for now, _ in material.pairs}
    if bounds := [material.line(cell) for cell in material.members if cell.code not in pairs]:
        return "bound", bounds
    return "lost", [material.named(cell.code) for cell in material.lost]
