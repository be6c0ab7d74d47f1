"""The strip: the four figures that a reader takes away."""

from __future__ import annotations

from generator.story.material import Material
from generator.story.plan import KeyFigure, Strip, Text
from generator.story.text import joined
from generator.trade.observation import Observation

_CELLS, _MAIL_CELLS = 4, 2


def section(material: Material) -> Strip:
    """Return the leading line, the next exact ones, and how many lines have a base; shown on the pages."""
    return Strip(id="strip", shown=("pdf", "html"), cells=(*_lines(material, _CELLS - 1), _based(material)))


def mail(material: Material) -> Strip:
    """Return the two figures of the mail."""
    return Strip(id="strip-mail", shown=("mail",), cells=_lines(material, _MAIL_CELLS))


def _lines(material: Material, most: int) -> tuple[KeyFigure, ...]:
    exact = [cell for cell in material.told if not cell.is_bound and cell is not material.lead]
    moved = [now for now, _ in material.pairs]
    ours, theirs = {cell.code for cell in exact}, {cell.code for cell in moved}
    told = [cell for cell in moved if cell.code in ours] + [cell for cell in exact if cell.code not in theirs]
    first = [material.lead, *told[:1]] if most == _MAIL_CELLS else _by_value(material, [material.lead, *told][:most])
    return tuple(_key_figure(material, cell) for cell in first)


def _by_value(material: Material, cells: list[Observation]) -> list[Observation]:
    return sorted(cells, key=material.members.index)


def _key_figure(material: Material, cell: Observation) -> KeyFigure:
    words = material.words
    line = material.line(cell)
    return KeyFigure(line.label.text(), joined([words.level(line)]), _note(material, cell))


def _note(material: Material, cell: Observation) -> Text:
    words = material.words
    for now, before in material.pairs:
        if now is cell:
            return words.from_level(material.ledger.level(now), material.ledger.level(before), material.base)
    share = material.share(cell)
    return (
        words.share_of_lines(share, material.count())
        if share
        else words.no_base(material.base, broken=material.is_broken)
    )


def _based(material: Material) -> KeyFigure:
    words, ledger = material.words, material.ledger
    figure = words.of_count(ledger.count(material.based), material.count())
    return KeyFigure(words.label("comparable"), figure, words.with_figure(material.base, broken=material.is_broken))
