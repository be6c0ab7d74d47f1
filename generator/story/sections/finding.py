"""The finding: what leads, in a headline with at most one number, and how far the figures carry."""

from __future__ import annotations

from decimal import Decimal

from generator.story import editor
from generator.story.facts import Claim
from generator.story.material import Material
from generator.story.phrasing import phrased
from generator.story.plan import EVERYWHERE, Finding, Text
from generator.story.text import leaf
from generator.trade.observation import Observation


def section(material: Material) -> Finding:
    """Return series line, headline and standfirst."""
    words, brief = material.words, material.brief
    return Finding(
        id="finding",
        shown=EVERYWHERE,
        series=leaf(brief.title, "setting", "title"),
        period=words.period(material.period),
        headline=phrased(headline(material), material),
        things=(phrased(standfirst(material), material),),
    )


def headline(material: Material) -> Text:
    """Return the editor's headline, else the growth of the whole, else of the leading line, else its level."""
    words, of = material.words, material.figures.selection
    if material.brief.headline:
        return editor.headline(material)
    growth = None if material.hand.lead else material.whole_growth()
    if growth and (said := words.headline_total(growth, material.trade, material.period)):
        return said
    return _of_line(material) or words.headline_level(material.line(material.lead), of, material.period)


def standfirst(material: Material) -> Text:
    """Return what carried the whole, or how many lines can be compared at all."""
    words = material.words
    lines, based = material.count(), material.ledger.count(material.based)
    covered = words.coverage(lines, based, material.base, broken=material.is_broken)
    if material.whole_growth() is None:
        return covered
    moved = sorted(_contributions(material), key=lambda pair: pair[1].value)
    if material.hand.lead:
        return _led(material, moved) or covered
    up = next(((material.line(cell), claim) for cell, claim in reversed(moved) if claim.direction == "up"), None)
    down = next(((material.line(cell), claim) for cell, claim in moved if claim.direction == "down"), None)
    began, ended = _unpaired(material)
    if up and began > up[1].value:
        up = None
    if down and ended > -down[1].value:
        down = None
    return words.contributions(up, down, material.base) or covered


def _led(material: Material, moved: list[tuple[Observation, Claim]]) -> Text | None:
    """Return what the line that leads added or took away, then what went the other way."""
    found = {cell.code: (material.line(cell), claim) for cell, claim in moved}
    lead = found.get(material.lead.code)
    if lead is None or lead[1].direction is None:
        return None
    words, base, fell = material.words, material.base, lead[1].direction == "down"
    against = [cell.code for cell, claim in moved if claim.direction == ("up" if fell else "down")]
    other = found[against[-1 if fell else 0]] if against else None  # `moved` ascends
    own = words.contributions(None if fell else lead, lead if fell else None, base)
    more = words.contributions(other if fell else None, None if fell else other, base)
    return words.say("one_after_the_other", a=own, b=more) if own and more else own


def _of_line(material: Material) -> Text | None:
    moved = material.movements.line(material.lead.code)
    base = next((before for now, before in material.pairs if now is material.lead), None)
    if base is None or "low_base" in moved.flags or (growth := material.ledger.growth(material.lead, base)) is None:
        return None
    line = material.line(material.lead)
    return material.words.headline_growth(line, growth, material.figures.selection, material.period)


def _unpaired(material: Material) -> tuple[Decimal, Decimal]:
    """Return the points of the largest line that was not traded a year before, and of the largest no longer traded.

    Their own paragraphs tell them; beside them no smaller change of another line is what moved the whole.
    """
    base = sum((cell.value for cell in material.base_members if cell.value), Decimal(0))
    began = [cell.value for cell in material.members if material.appeared(cell) and cell.value]
    ended = [cell.value for cell in material.base_members if cell.code in material.untraded and cell.value]
    most = max(began, default=Decimal(0)), max(ended, default=Decimal(0))
    return (100 * most[0] / base, 100 * most[1] / base) if base else (Decimal(0), Decimal(0))


def _contributions(material: Material) -> list[tuple[Observation, Claim]]:
    pairs = [pair for pair in material.pairs if material.hand.tells(pair[0].code)]
    found = [(now, material.ledger.contribution(now, before, material.base_members)) for now, before in pairs]
    return [(cell, claim) for cell, claim in found if claim]
