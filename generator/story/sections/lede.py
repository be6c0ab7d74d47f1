"""The lede and the paragraph after it: who counted how much, what it is of the whole, and whether the whole moved."""

from __future__ import annotations

from collections.abc import Sequence

from generator.story import crossings
from generator.story.account import Account
from generator.story.amounts import amount
from generator.story.brief import Line
from generator.story.crossings import TOTAL
from generator.story.material import Material
from generator.story.plan import EVERYWHERE, Section, Text
from generator.story.sections.lines import moved
from generator.story.words.speech import Noun

_SEVERAL = 2


def section(material: Material) -> Section:
    """Return the two opening paragraphs with the dateline."""
    place = material.brief.place.upper()
    return Section(
        id="lede",
        shown=EVERYWHERE,
        role="lede",
        label=material.words.label("the_year"),
        codes=None,
        dateline=material.words.dateline(place) if place else None,
        paragraphs=((_lede(material),), _nut(material)),
    )


def _lede(material: Material) -> Text:
    words, of, brief = material.words, material.figures.selection, material.brief
    line = material.line(material.lead)
    said = words.lede(line, brief.customs, of, material.period)
    return words.of_the_lines(said, material.share(material.lead), material.count(), brief.group)


def _nut(material: Material) -> tuple[Text, ...]:
    said = [*moved(material, material.lead), _others(material), _whole(material), _crossed(material)]
    return tuple(text for text in said if text)


def _crossed(material: Material) -> Text | None:
    """Return that the total passed a round number for the first time, else that the line which leads did."""
    lines, lead = [cell.code for cell in material.members], material.lead
    whole = material.words.say("the_total")
    rated = material.whole_growth() is not None and not material.lost and not material.silent
    every = [(TOTAL, lines, Noun(whole))] if rated else []
    if any(now is lead for now, _ in material.pairs) and "low_base" not in material.movements.line(lead.code).flags:
        every.append((lead.code, [lead.code], Noun.of(material.brief.label(lead.code), "short")))
    return next((said for one in every if (said := _passed(material, *one))), None)


def _passed(material: Material, name: str, codes: Sequence[str], whole: Noun) -> Text | None:
    now = amount(material.figures, codes, material.period)
    past = crossings.years_before(material.figures, codes)
    claim = crossings.passed(Account(material.ledger), now, past, crossings.YEARS) if now else None
    return material.words.crossed(crossings.first_time(claim, name), whole) if claim else None


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
