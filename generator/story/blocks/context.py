"""Context: lines without a figure, and what others said; attributed, and never computed with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.story.brief import Background
from generator.story.editor import STOPS, stated
from generator.story.material import Material
from generator.story.plan import PAGES, Section, Text
from generator.trade.observation import Observation


def silent(material: Material) -> Section | None:
    """Return which lines of the briefing have no figure or no trade; None where all have some."""
    told = tuple(_untraded(material)) + tuple(_unknown(material))
    return _section(material, "silent", (told,)) if told else None


def earlier(material: Material) -> Section | None:
    """Return outside accounts and relayed figures with their sources; None where there are none."""
    told = [tuple(_background(material, item)) for item in material.brief.background]
    told += [tuple(_relayed(material, cells)) for cells in _statements(material)]
    return _section(material, "earlier", tuple(told)) if told else None


def _unknown(material: Material) -> Iterator[Text]:
    words = material.words
    if lines := [material.named(code) for code in material.silent]:
        yield words.without_figures(lines, material.period)
        yield words.not_in_sums()


def _untraded(material: Material) -> Iterator[Text]:
    words, never = material.words, []
    for code in material.untraded:
        line, before = material.named(code), material.movements.line(code).before
        if before and before.value and not before.is_bound and material.hand.tells(code):
            yield from words.vanished(line, material.ledger.level(before), material.period, material.base)
        else:
            never.append(line)
    if never:
        yield words.untraded(never, material.period)


def _section(material: Material, key: str, paragraphs: tuple[tuple[Text, ...], ...]) -> Section:
    label = material.words.label(key)
    return Section(id=key, shown=PAGES, role="text", label=label, codes=None, dateline=None, paragraphs=paragraphs)


def _background(material: Material, item: Background) -> Iterator[Text]:
    said = stated(item.words.rstrip(STOPS), item.document, material)
    yield material.words.attributed(said, item.medium, item.published)


def _statements(material: Material) -> Iterator[list[Observation]]:
    def source(cell: Observation) -> tuple[str, ...]:
        return (str(cell.published), cell.speaker, cell.publication, cell.code)

    cells = sorted(material.figures.relayed, key=lambda cell: (*source(cell), cell.period))
    for _, group in groupby((cell for cell in cells if cell.value is not None and cell.published), key=source):
        yield sorted(group, key=lambda cell: cell.period, reverse=True)


def _relayed(material: Material, cells: list[Observation]) -> Iterator[Text]:
    words, first = material.words, cells[0]
    levels = [material.ledger.level(cell) for cell in cells]
    line = material.named(first.code)
    yield words.relayed(line, levels, first)
    yield words.untraced(many=len(cells) > 1)
