"""The lines, theme by theme: exact levels, then bounds, what moved and what it gained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.story.beside import Margin
from generator.story.described import ENGLISH
from generator.story.facts import Claim
from generator.story.material import Material
from generator.story.plan import EVERYWHERE, PAGES, Section, Text
from generator.story.text import leaf
from generator.trade.editions import name_of
from generator.trade.observation import Observation

_BUDGET = 8  # lines in the text; the table has them all
_MANIFOLD = 5  # times: of a rise beyond it the gain is told (docs/movements.md)
_MARGIN = 32  # letters that the margin has room for
_CONJUNCTS = 3  # more become a second sentence


def sections(material: Material, margin: Margin) -> Iterator[Section]:
    """Return one section a theme of the briefing; lines in no theme follow under their chapter's name."""
    told = _told(material)
    for place, (label, cells) in enumerate(_themes(material, told), 1):
        moves = any(now in cells for now, _ in material.pairs)
        section = Section(
            id=f"theme-{place}",
            shown=EVERYWHERE if moves else PAGES,
            role="text",
            label=label,
            codes=material.words.code_list([cell.code for cell in cells]),
            dateline=None,
            paragraphs=(tuple(_sentences(material, cells)),),
        )
        yield margin.beside(section, {cell.code: _growth(material, cell) for cell in cells})
    if rest := margin.rest({material.lead.code: _growth(material, material.lead)}):
        yield rest


def _growth(material: Material, cell: Observation) -> Claim | None:
    """Return a line's change in per cent, None where it has none that may be printed."""
    base = next((before for now, before in material.pairs if now is cell), None)
    low = "low_base" in material.movements.line(cell.code).flags
    return None if base is None or low else material.ledger.growth(cell, base)


def _told(material: Material) -> list[Observation]:
    """Return the lines that the text tells: the notable ones in their rank, as far as the budget goes."""
    ranked = [movement.code for movement in material.movements.notable]
    told = [code for code in ranked if code != material.lead.code and material.hand.tells(code)][:_BUDGET]
    return [cell for cell in material.members if cell.code in told]


def _themes(material: Material, told: Sequence[Observation]) -> Iterator[tuple[Text, list[Observation]]]:
    left = list(told)
    for theme in material.brief.themes:
        if cells := [cell for cell in left if cell.code in theme.codes]:
            yield leaf(theme.label, "setting", "theme"), cells
            left = [cell for cell in left if cell not in cells]
    for chapter in dict.fromkeys(cell.code[:2] for cell in left):
        cells = [cell for cell in left if cell.code[:2] == chapter]
        yield _chapter(material, chapter, cells), cells


def _chapter(material: Material, chapter: str, cells: Sequence[Observation]) -> Text:
    """Return a single line's own name, or what the nomenclature calls the chapter of several."""
    if len(cells) == 1:
        return material.brief.label(cells[0].code).text()
    brief = material.brief
    name = brief.label(chapter).text()
    if brief.language == ENGLISH:
        name = leaf(name_of(chapter).split(";")[0], "line", chapter, "first")
    return name if len(name.words) <= _MARGIN else material.words.code_list([chapter])


def moved(material: Material, cell: Observation, *, level_first: bool = False) -> Iterator[Text]:
    """Return how one line moved, where it has an exact figure in both periods."""
    words, ledger = material.words, material.ledger
    base = next((before for now, before in material.pairs if now is cell), None)
    if base is None:
        return
    change, low = ledger.change(cell, base), "low_base" in material.movements.line(cell.code).flags
    growth = None if low else ledger.growth(cell, base)
    said = material.line(cell), ledger.level(base), growth, change.direction, material.base
    yield words.moved(*said, level_first=level_first)
    if low and base.value and (cell.value or 0) > _MANIFOLD * base.value:
        yield words.from_little(change, ledger.change_share(cell, base, material.members), material.count())


def _sentences(material: Material, cells: Sequence[Observation]) -> Iterator[Text]:
    words = material.words
    paired = {now.code for now, _ in material.pairs}
    bounds = [cell for cell in cells if cell.is_bound]
    new = [cell for cell in cells if not cell.is_bound and material.appeared(cell)]
    level = [cell for cell in cells if not cell.is_bound and cell.code not in paired and cell not in new]
    for place, cell in enumerate(cells):
        yield from moved(material, cell, level_first=place % _CONJUNCTS == _CONJUNCTS - 1)
    for cell in new:
        yield from words.appeared(material.line(cell), material.base)
    for group in _in_threes(level):
        yield words.came_to([material.line(cell) for cell in group])
    for group in _in_threes(bounds):
        yield words.published_as([material.line(cell) for cell in group])


def _in_threes(cells: Sequence[Observation]) -> Iterable[Sequence[Observation]]:
    return (cells[start : start + _CONJUNCTS] for start in range(0, len(cells), _CONJUNCTS))
