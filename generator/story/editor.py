"""The editor's hand: every figure in an editor's sentence is either a statement's own or one that the data have.

A speaker's figures are quoted as stated, with the file that holds them. A figure in an answer or a headline must
be a level of this edition, or a stated figure as a multiple of one; anything else is refused with its line.
"""

from __future__ import annotations

from decimal import Decimal

from generator.errors import SettingsError
from generator.story import rounding
from generator.story.facts import Claim
from generator.story.languages import Figure
from generator.story.material import Material
from generator.story.plan import Mark, Text


def stated(words: str, document: str, material: Material) -> Text:
    """Return a speaker's sentence; its figures are marked as stated in `document`."""
    marks = []
    for found in material.words.figures_in(words):
        claim = material.ledger.stated(document, found, material.period)
        marks.append(Mark(claim.id, found.start, found.end))
    return Text(words, tuple(marks))


def matched(words: str, material: Material, where: str) -> Text:
    """Return an editor's sentence with each figure matched to a claim of the edition.

    Raises SettingsError, naming file, line and figure, where the data do not have it.
    """
    marks = []
    for found in material.words.figures_in(words):
        claim = next((claim for claim in material.candidates(found.unit) if _prints(claim, found)), None)
        if claim is None:
            problem = f"the figure “{found.words}” is not one that the data of this edition have."
            raise SettingsError(where, problem, "Correct it, or leave it out.")
        marks.append(Mark(claim.id, found.start, found.end))
    return Text(words, tuple(marks))


def _prints(claim: Claim, found: Figure) -> bool:
    shown = Decimal(found.value)
    if claim.unit == "usd":
        scale = rounding.scale_of(claim.value)
        digits = rounding.money(claim, scale)
        return digits is not None and Decimal(digits.replace(",", "").replace("−", "-")).scaleb(scale.power) == shown
    if claim.unit in {"pct", "pp"}:
        return (rounding.per_cent(claim) if claim.unit == "pct" else rounding.points(claim)) in {shown, -shown}
    if claim.unit == "kg":
        return rounding.tonnes(claim) == shown / rounding.KILOGRAMS
    return rounding.multiple(claim) == shown if claim.unit == "ratio" else claim.value == shown
