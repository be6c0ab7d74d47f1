"""Rows of the table of a year: a line with its level, that of a year before, its change and its share.

What has no figure is a dash; which reason it has is kept, so that a note can say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.material import Material
from generator.story.plan import Row, Text
from generator.story.rounding import MILLIONS
from generator.story.text import leaf, printed
from generator.trade.observation import Observation

NONE = leaf("–", "dash")
_REASONS = ("missing", "bound", "untraded", "whole", "rounded")  # in the order in which they are told
_NOTHING = Text("")


@dataclass(frozen=True)
class Line:
    """A row before it is printed: each cell its text, or the reason for which it is a dash."""

    cells: tuple[Text | str, ...]
    weight: str = "line"

    def row(self) -> Row:
        """Return the row as it is printed."""
        return Row(tuple(NONE if isinstance(cell, str) else cell for cell in self.cells), self.weight)


def dash_notes(material: Material, lines: Iterable[Line]) -> tuple[Text, ...]:
    """Return what a dash of `lines` stands for, a note for each reason that they have."""
    found = {cell for line in lines for cell in line.cells if isinstance(cell, str)}
    return tuple(material.words.dash_note(reason) for reason in _REASONS if reason in found)


def of_line(material: Material, cell: Observation) -> Line:
    """Return the row of a line with a figure."""
    return Line(
        (
            material.brief.label(cell.code).text(),
            material.words.code(cell.code),
            material.words.bar_figure(material.line(cell)),
            _base(material, cell.code),
            _change(material, cell),
            _share(material, cell),
        )
    )


def of_quiet(material: Material, code: str) -> Line:
    """Return the row of a line without a figure, or without trade, this period."""
    is_nil = code in material.untraded
    now, why = (material.words.label("nil"), "untraded") if is_nil else ("missing", "missing")
    name = material.brief.label(code).text()
    return Line((name, material.words.code(code), now, _base(material, code), why, why), "quiet")


def of_rest(material: Material, rest: Sequence[Observation]) -> Line:
    """Return the lines without a row of their own as one; their change only where each is known in both periods."""
    words, ledger, befores = material.words, material.ledger, {now.code: before for now, before in material.pairs}
    name, now = words.other_lines(ledger.size([cell.code for cell in rest])), _sum(material, ledger.total(rest))
    bases = [befores[cell.code] for cell in rest if cell.code in befores]
    base: Text | str
    change: Text | str
    base = change = _apart(material, rest)
    if bases and all(cell.code in befores or material.appeared(cell) for cell in rest):
        base, change = _sum(material, ledger.total(bases)), _signed(ledger.total_change(rest, bases))
    share = "bound" if any(cell.is_bound for cell in rest) else _part(material, ledger.share_of(rest, material.members))
    return Line((name, _NOTHING, now, base, change, share))


def of_total(material: Material) -> Line:
    """Return the row of the total."""
    ledger, name = material.ledger, material.words.total_label()
    now = _sum(material, ledger.total(material.summed))
    if not material.whole_is_comparable:
        why = _apart(material, material.members)
        return Line((name, _NOTHING, now, why, why, _NOTHING), "total")
    base = _sum(material, ledger.total(material.base_members))
    change = _signed(ledger.total_change(material.summed, material.base_members))
    return Line((name, _NOTHING, now, base, change, _NOTHING), "total")


def _base(material: Material, code: str) -> Text | str:
    """Return the base period's level as it was published, "nil" for no trade."""
    before = material.movements.line(code).before
    if material.figures.value(code, material.base) == 0:
        return material.words.label("nil")
    return material.words.bar_figure(material.line(before)) if before and before.value else "missing"


def _change(material: Material, cell: Observation) -> Text | str:
    base = {now.code: before for now, before in material.pairs}.get(cell.code)
    return _signed(material.ledger.change(cell, base)) if base else _apart(material, [cell])


def _apart(material: Material, cells: Sequence[Observation]) -> str:
    """Return why lines have no change together: one is not known a year before, or a bound leaves it open."""
    new = [cell for cell in cells if material.appeared(cell)]
    befores = [material.movements.line(cell.code).before for cell in cells if cell not in new]
    if not befores:
        return "untraded"
    known = [before for before in befores if before and before.value]
    has_bound = any(cell.is_bound for cell in (*cells, *known))
    return "bound" if has_bound and len(known) == len(befores) else "missing"


def _share(material: Material, cell: Observation) -> Text | str:
    if cell.is_bound:
        return "bound"
    claim = material.share(cell)
    return "whole" if claim is None else _part(material, claim)


def _part(material: Material, claim: Claim | None) -> Text | str:
    value = rounding.per_cent(claim) if claim else None
    if claim is None or value is None:
        return "bound" if any(cell.is_bound for cell in material.members) else "rounded"
    return printed(rounding.grouped(value), claim.id)


def _sum(material: Material, claim: Claim) -> Text | str:
    figure = material.words.total_figure(claim)
    return "rounded" if figure == NONE else figure


def _signed(claim: Claim) -> Text | str:
    if (digits := rounding.money(claim, MILLIONS)) is None:
        return "rounded"
    return printed(("+" if claim.value > 0 else "") + rounding.grouped(digits), claim.id)
