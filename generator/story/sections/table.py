"""The table: every line that the briefing asks for, with what is known of it and dashes for what is not.

Of very many the largest stand one by one, the others in a row of their sums; a note says how many, and where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.footnotes import counted_by, noted
from generator.story.material import Material
from generator.story.plan import Row, Table, Text
from generator.story.rounding import MILLIONS
from generator.story.text import Printed, capital, say
from generator.trade.observation import Observation

NONE = Text("–")
_MOST, _ALONE = 30, 28  # rows of a page; of more lines so many stand one by one
_MAIL = 14, 12


def section(material: Material) -> Table:
    """Return the table of the pages: line, code, both periods, change and share."""
    words = material.words
    head = tuple(Text(word) for word in words.table_head(material.period, material.base))
    lines = _Lines.of(material.members, (*material.silent, *material.untraded), _MOST, _ALONE)
    rows = _rows(material, lines) + [_quiet(material, code) for code in lines.quiet]
    if len(material.members) > 1:
        rows.append(_total(material))
    table = _table(material, "table", ("pdf", "html", "txt", "md"), head, tuple(rows), ())
    return noted(table, [(note, counted_by(table, note)) for note in _left_out(material, lines)], material.words)


def mail(material: Material) -> Table:
    """Return the table of the mail: line and both periods."""
    head = tuple(Text(word) for word in material.words.mail_head(material.period, material.base))
    lines = _Lines.of(material.members, (), *_MAIL)
    whole = _rows(material, lines)
    if len(material.members) > 1:
        whole.append(_total(material))
    rows = tuple(Row((row.cells[0], row.cells[2], row.cells[3]), row.weight) for row in whole)
    return _table(material, "table-mail", ("mail",), head, rows, _left_out(material, lines))


@dataclass(frozen=True)
class _Lines:
    """The lines of a table that stand one by one (`alone`, `quiet` ones without a figure), and those that do not."""

    alone: Sequence[Observation]
    rest: Sequence[Observation]
    quiet: Sequence[str]
    unseen: Sequence[str]

    @classmethod
    def of(cls, members: Sequence[Observation], quiet: Sequence[str], most: int, alone: int) -> _Lines:
        """Return `alone` of the lines one by one where there are more than `most`; those with a figure come first."""
        shown = len(members) if len(members) <= most else alone
        rest = members[shown:]
        room = most - shown - bool(rest)
        return cls(members[:shown], rest, quiet[:room], quiet[room:])

    @property
    def left_out(self) -> tuple[str, ...]:
        return (*(cell.code for cell in self.rest), *self.unseen)


def _left_out(material: Material, lines: _Lines) -> tuple[Text, ...]:
    """Return how many lines have no row of their own, and where their figures are; nothing where all have one."""
    if not lines.left_out:
        return ()
    return (material.words.folded(material.ledger.size(lines.left_out), material.brief.kept_in),)


def _rows(material: Material, lines: _Lines) -> list[Row]:
    rows = [_row(material, cell) for cell in lines.alone]
    return [*rows, _rest(material, lines.rest)] if lines.rest else rows


def _rest(material: Material, rest: Sequence[Observation]) -> Row:
    """Return the lines without a row of their own as one; their change only where each is known in both periods."""
    words, ledger, befores = material.words, material.ledger, {now.code: before for now, before in material.pairs}
    name, now = words.other_lines(ledger.size([cell.code for cell in rest])), ledger.total(rest)
    bases = [befores[cell.code] for cell in rest if cell.code in befores]
    known = bool(bases) and all(cell.code in befores or material.appeared(cell) for cell in rest)
    base = words.total_figure(ledger.total(bases)) if known else NONE
    change = _in_millions(ledger.total_change(rest, bases), signed=True) if known else NONE
    share = None if any(cell.is_bound for cell in rest) else ledger.share_of(rest, material.members)
    return Row((name, Text(""), words.total_figure(now), base, change, _printed(share)))


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
        title=Text(words.label("all_lines" if name == "table" else "published_lines")),
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


def _row(material: Material, cell: Observation) -> Row:
    base = {now.code: before for now, before in material.pairs}.get(cell.code)
    return Row(
        (
            capital(Text(material.brief.label(cell.code).short)),
            Text(cell.code),
            material.words.bar_figure(material.line(cell)),
            _base(material, cell),
            _in_millions(material.ledger.change(cell, base), signed=True) if base else NONE,
            _share(material, cell),
        )
    )


def _quiet(material: Material, code: str) -> Row:
    """Return the row of a line without a figure, or without trade, this period."""
    before = material.movements.line(code).before
    now = Text(material.words.label("nil")) if code in material.untraded else NONE
    last = material.words.bar_figure(material.line(before)) if before and before.value else NONE
    return Row((capital(Text(material.brief.label(code).short)), Text(code), now, last, NONE, NONE), "quiet")


def _total(material: Material) -> Row:
    words, ledger, nothing = material.words, material.ledger, Text("")
    now = words.total_figure(ledger.total(material.members))
    if not material.whole_is_comparable:
        return Row((words.total_label(), nothing, now, NONE, NONE, nothing), "total")
    base = words.total_figure(ledger.total(material.base_members))
    change = ledger.total_change(material.members, material.base_members)
    return Row((words.total_label(), nothing, now, base, _in_millions(change, signed=True), nothing), "total")


def _in_millions(claim: Claim, *, signed: bool = False) -> Text:
    if (digits := rounding.money(claim, MILLIONS)) is None:
        return NONE
    sign = "+" if signed and claim.value > 0 else ""
    return say("{n}", n=Printed(sign + digits, claim.id))


def _share(material: Material, cell: Observation) -> Text:
    return _printed(material.share(cell))


def _printed(claim: Claim | None) -> Text:
    value = rounding.per_cent(claim) if claim else None
    return say("{n}", n=Printed(rounding.grouped(value), claim.id)) if claim and value is not None else NONE


def _base(material: Material, cell: Observation) -> Text:
    """Return the base period's level as it was published, "nil" for no trade, a dash for no figure."""
    before = material.movements.line(cell.code).before
    if material.appeared(cell):
        return Text(material.words.label("nil"))
    return material.words.bar_figure(material.line(before)) if before and before.value else NONE
