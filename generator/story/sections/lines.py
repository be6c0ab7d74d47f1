"""The lines, theme by theme: exact levels, then bounds, then what moved, then what started from almost nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.story.material import Material
from generator.story.plan import EVERYWHERE, PAGES, Section, Text
from generator.trade.codes import nomenclature
from generator.trade.figures import Observation

_BUDGET = 8  # lines in the text; the table has them all
_CONJUNCTS = 3  # more become a second sentence


def sections(material: Material) -> Iterator[Section]:
    """Return one section a theme of the briefing; lines in no theme follow under their chapter's name."""
    told = _told(material)
    for place, (label, cells) in enumerate(_themes(material, told), 1):
        moves = any(now in cells for now, _ in material.pairs)
        yield Section(
            id=f"theme-{place}",
            shown=EVERYWHERE if moves else PAGES,
            role="text",
            label=Text(label),
            codes=Text(material.words.code_list([cell.code for cell in cells])),
            dateline=None,
            paragraphs=(tuple(_sentences(material, cells)),),
        )


def _told(material: Material) -> list[Observation]:
    """Return the lines that the text tells: the notable ones, then the largest, as far as the budget goes."""
    notable = [movement.code for movement in material.movements.notable]
    ranked = [*notable, *(cell.code for cell in material.members if cell.code not in notable)]
    told = [code for code in ranked if code not in {material.lead.code, *material.brief.leave_out}][:_BUDGET]
    return [cell for cell in material.members if cell.code in told]


def _themes(material: Material, told: Sequence[Observation]) -> Iterator[tuple[str, list[Observation]]]:
    left = list(told)
    for theme in material.brief.themes:
        if cells := [cell for cell in left if cell.code in theme.codes]:
            yield theme.label, cells
            left = [cell for cell in left if cell not in cells]
    for chapter in dict.fromkeys(cell.code[:2] for cell in left):
        yield nomenclature()[chapter].split(";")[0], [cell for cell in left if cell.code[:2] == chapter]


def _sentences(material: Material, cells: Sequence[Observation]) -> Iterator[Text]:
    words = material.words
    moved = {now.code: (now, base) for now, base in material.pairs}
    bounds = [cell for cell in cells if cell.is_bound]
    new = [cell for cell in cells if not cell.is_bound and material.appeared(cell)]
    level = [cell for cell in cells if not cell.is_bound and cell.code not in moved and cell not in new]
    for now, base in (moved[cell.code] for cell in cells if cell.code in moved):
        yield from _moved(material, now, base)
    for cell in new:
        yield words.appeared(material.line(cell), material.base)
    for group in _in_threes(level):
        yield words.came_to([material.line(cell) for cell in group])
    for group in _in_threes(bounds):
        yield words.published_as([material.line(cell) for cell in group])


def _moved(material: Material, now: Observation, base: Observation) -> Iterator[Text]:
    words, ledger = material.words, material.ledger
    low = "low_base" in material.movements.line(now.code).flags
    growth = None if low else ledger.growth(now, base)
    yield words.moved(material.line(now), ledger.level(base), growth, material.base)
    if low:
        part = ledger.change_share(now, base, material.members)
        yield words.from_little(ledger.change(now, base), part, material.count())


def _in_threes(cells: Sequence[Observation]) -> Iterable[Sequence[Observation]]:
    return (cells[start : start + _CONJUNCTS] for start in range(0, len(cells), _CONJUNCTS))
