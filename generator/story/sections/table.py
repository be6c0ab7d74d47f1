"""The table: every line that the briefing asks for, with what is known of it and dashes for what is not."""

from __future__ import annotations

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.material import Material
from generator.story.plan import Row, Table, Text
from generator.story.rounding import MILLIONS
from generator.story.text import Printed, capital, say
from generator.trade.figures import Observation

NONE = Text("–")


def section(material: Material) -> Table:
    """Return the table of the pages: line, code, both periods, change and share."""
    words = material.words
    head = tuple(Text(word) for word in words.table_head(material.period, material.base))
    rows = [_row(material, cell) for cell in material.members]
    rows += [_quiet(material, code) for code in (*material.silent, *material.untraded)]
    if len(material.members) > 1:
        rows.append(_total(material))
    return _table(material, "table", ("pdf", "html", "txt", "md"), head, tuple(rows))


def mail(material: Material) -> Table:
    """Return the table of the mail: line and both periods."""
    head = tuple(Text(word) for word in material.words.mail_head(material.period, material.base))
    rows = tuple(
        Row((row.cells[0], row.cells[2], row.cells[3])) for row in (_row(material, c) for c in material.members)
    )
    return _table(material, "table-mail", ("mail",), head, rows)


def _table(
    material: Material, name: str, shown: tuple[str, ...], head: tuple[Text, ...], rows: tuple[Row, ...]
) -> Table:
    words, of = material.words, material.figures.selection
    return Table(
        id=name,
        shown=shown,
        scale=MILLIONS.name,
        title=Text(words.label("all_lines")),
        subtitle=words.table_subtitle(words.trade_of(of)),
        head=head,
        rows=rows,
        source=words.source_line(material.brief.customs, material.members),
    )


def _row(material: Material, cell: Observation) -> Row:
    line, base = material.line(cell), {now.code: base for now, base in material.pairs}.get(cell.code)
    share = material.share(cell)
    return Row(
        (
            capital(Text(line.label.short)),
            Text(cell.code),
            material.words.bar_figure(line),
            _in_millions(material.ledger.level(base)) if base else NONE,
            _in_millions(material.ledger.change(cell, base), signed=True) if base else NONE,
            _whole_per_cent(share) if share else NONE,
        )
    )


def _quiet(material: Material, code: str) -> Row:
    return Row((capital(Text(material.brief.label(code).short)), Text(code), *[NONE] * 4), "quiet")


def _total(material: Material) -> Row:
    words, ledger = material.words, material.ledger
    now = words.total_figure(ledger.total(material.members))
    if not material.whole_is_comparable:
        return Row((words.total_label(material.count()), Text(""), now, NONE, NONE, NONE), "total")
    base = ledger.total(material.based)
    return Row((words.total_label(material.count()), Text(""), now, _in_millions(base), NONE, NONE), "total")


def _in_millions(claim: Claim, *, signed: bool = False) -> Text:
    digits = rounding.money(claim, MILLIONS)
    sign = "+" if signed and claim.value > 0 else ""
    return say("{n}", n=Printed(sign + digits, claim.id))


def _whole_per_cent(claim: Claim) -> Text:
    value = rounding.finest(claim.low, claim.high, 0)
    return NONE if value is None else say("{n}", n=Printed(rounding.grouped(value), claim.id))
