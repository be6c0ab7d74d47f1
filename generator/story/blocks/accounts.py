"""Other accounts: outside reports and relayed figures; attributed, and never computed with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.story.brief import Background
from generator.story.editor import STOPS, stated
from generator.story.material import Material
from generator.story.plan import PAGES, Section, Text
from generator.trade.observation import Observation


def section(material: Material) -> Section | None:
    """Return outside accounts and relayed figures with their sources; None where there are none."""
    told = [tuple(_background(material, item)) for item in material.brief.background]
    told += [tuple(_relayed(material, cells)) for cells in _statements(material)]
    label = material.words.label("earlier")
    made = Section(
        id="earlier", shown=PAGES, role="text", label=label, codes=None, dateline=None, paragraphs=tuple(told)
    )
    return made if told else None


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
