"""The table: every line that the briefing asks for, with what is known of it and dashes for what is not.

Of very many the largest stand one by one, the others in a row of their sums; a note says how many, and where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.story.blocks.year_rows import Line, dash_notes, of_line, of_quiet, of_rest, of_total
from generator.story.footnotes import counted_by, noted
from generator.story.material import Material
from generator.story.named import Codes
from generator.story.plan import Row, Table, Text
from generator.story.rounding import MILLIONS
from generator.trade.observation import Observation

_MOST, _ALONE = 30, 28  # rows of a page; of more lines so many stand one by one
_MAIL = 14, 12


def section(material: Material, named: Codes) -> Table:
    """Return the table of the pages: line, code, both periods, change and share; each `named` line has a row."""
    words = material.words
    head = words.table_head(material.period, material.base)
    lines = _Lines.of(material.members, (*material.silent, *material.untraded), (_MOST, _ALONE), named)
    found = _found(material, lines)
    table = _table(material, "table", ("pdf", "html", "txt", "md"), head, tuple(one.row() for one in found), ())
    left_out = [(note, counted_by(table, note)) for note in _left_out(material, lines)]
    return noted(table, [*((note, ()) for note in dash_notes(material, found)), *left_out], material.words)


def mail(material: Material, named: Codes) -> Table:
    """Return the table of the mail: line and both periods; each `named` line has a row."""
    head = material.words.mail_head(material.period, material.base)
    lines = _Lines.of(material.members, (), _MAIL, named)
    found = [Line((one.cells[0], *one.cells[2:4]), one.weight) for one in _found(material, lines)]
    notes = (*dash_notes(material, found), *_left_out(material, lines))
    return _table(material, "table-mail", ("mail",), head, tuple(one.row() for one in found), notes)


@dataclass(frozen=True)
class _Lines:
    """The lines of a table that stand one by one (`alone`, `quiet` ones without a figure), and those that do not."""

    alone: Sequence[Observation]
    rest: Sequence[Observation]
    quiet: Sequence[str]
    unseen: Sequence[str]

    @classmethod
    def of(cls, members: Sequence[Observation], quiet: Sequence[str], rows: tuple[int, int], named: Codes) -> _Lines:
        """Return so many of the lines one by one (the second of `rows`) where there are more than the first of them.

        Those that are `named` come first, then the largest of the others; lines with a figure come before quiet ones.
        """
        most, alone = rows
        due = [cell for cell in members if cell.code in named]
        others = [cell for cell in members if cell.code not in named][: max(alone - len(due), 0)]
        kept = {cell.code for cell in (*due, *others)} if len(members) > most else {cell.code for cell in members}
        shown, rest = ([cell for cell in members if (cell.code in kept) is is_in] for is_in in (True, False))
        room = max(most - len(shown) - bool(rest), 0)
        return cls(shown, rest, quiet[:room], quiet[room:])

    @property
    def left_out(self) -> tuple[str, ...]:
        return (*(cell.code for cell in self.rest), *self.unseen)


def _left_out(material: Material, lines: _Lines) -> tuple[Text, ...]:
    """Return how many lines have no row of their own, and where their figures are; nothing where all have one."""
    if not lines.left_out:
        return ()
    return (material.words.folded(material.ledger.size(lines.left_out), material.brief.kept_in),)


def _found(material: Material, lines: _Lines) -> list[Line]:
    found = [of_line(material, cell) for cell in lines.alone]
    found += [of_rest(material, lines.rest)] if lines.rest else []
    found += [of_quiet(material, code) for code in lines.quiet]
    return found + ([of_total(material)] if len(material.members) > 1 else [])


def _table(
    material: Material,
    name: str,
    shown: tuple[str, ...],
    head: tuple[Text, ...],
    rows: tuple[Row, ...],
    notes: tuple[Text, ...],
) -> Table:
    words = material.words
    return Table(
        id=name,
        shown=shown,
        scale=MILLIONS.name,
        title=words.label("all_lines" if name == "table" else "published_lines"),
        subtitle=words.table_subtitle(words.trade_of(material.trade), material.figures.currency),
        head=head,
        rows=rows,
        notes=notes,
        source=words.source_line(
            material.brief.customs,
            material.members,
            material.figures.vintage.as_of,
            material.warning,
            material.editions,
        ),
    )
