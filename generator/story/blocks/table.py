"""The table of a month: every line in order of its value, against a year before, with twenty-four months drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.story import gaps as missing
from generator.story.blocks import dashes
from generator.story.blocks.columns import empty, has_dashes, without
from generator.story.footnotes import Cells, counted_by, noted, of_lines, saying
from generator.story.item import Item
from generator.story.month import Month
from generator.story.named import Codes
from generator.story.pictures.panels import months_back, points
from generator.story.plan import Group, Row, Table, Text
from generator.story.rounding import MILLIONS
from generator.trade.editions import TOTAL
from generator.trade.period import Period

_ROWS, _FOLDED, _MAIL = 14, 12, 6  # of more than fourteen lines, twelve stand alone; the mail has room for six
_SPARK, _FEWEST = 24, 6  # months of a spark; of fewer than six nobody sees a course
_BAR = 5  # the column of contributions
_MAILED = frozenset({0, 2, 3, 4})  # of the columns of the pages: name, both levels, rate


def section(month: Month, named: Codes) -> Table:
    """Return the table of the pages; each line that is `named` has a row."""
    words, items = month.words, _items(month, named)
    whole = () if month.is_single else (month.whole_item(),)
    spans = _drawn(month, (*items, *whole))
    rows = [_row(month, item, spans) for item in items]
    rows += [replace(_row(month, item, spans), weight="total") for item in whole]
    groups = words.lines_groups(month.period, month.longer)
    table = Table(
        id="table",
        shown=("pdf", "html", "txt", "md"),
        scale=MILLIONS.name,
        title=words.label("all_lines"),
        subtitle=words.lines_subtitle(words.trade_of(month.material.trade), month.period, month.figures.currency),
        groups=tuple(Group(name, columns) for name, columns in groups),
        head=words.lines_head(month.period, month.longer, len(spans)),
        rows=tuple(rows),
        source=month.source(),
        bar_column=_BAR,
        spans=tuple(map(str, spans)),
    )
    gone = empty(table, dropped={_BAR} if month.is_single else set())
    why = [dashes.of_period(month, item) + dashes.of_longer(_over(month, item)) for item in (*items, *whole)]
    table = without(table, gone)
    return noted(table, _notes(month, items, table, tuple(dashes.notes(month, rows, why, gone))), words)


def _notes(
    month: Month, items: tuple[Item, ...], table: Table, dashed: tuple[Text, ...]
) -> Iterator[tuple[Text, Cells]]:
    """Yield the notes of a table, each with the cells that it is of; those on what is `dashed` are of all of it."""
    words = month.words
    if rest := [item for item in items if not item.label]:
        hidden = _folded(month, rest[0].codes)
        yield hidden, counted_by(table, hidden)
    if low := saying(table, words.label("low_base").words):
        yield words.low_base_note(), low
    yield from ((note, ()) for note in dashed)
    if has_dashes(table):
        for note, codes in missing.withheld(month, items):
            yield note, _of_lines(table, note, codes)
    for note, codes in missing.breaks(month, items):
        yield note, _of_lines(table, note, codes)


def _of_lines(table: Table, note: Text, codes: Sequence[str]) -> Cells:
    """Return the names of the lines that a note names; one that says "some lines" is of the whole table."""
    return of_lines(table, [code for code in codes if code in note.words])


def _drawn(month: Month, items: tuple[Item, ...]) -> tuple[Period, ...]:
    """Return the months of the sparks, from the first that is known; none where no line has enough of them."""
    spans = months_back(month, _SPARK)
    known = [[month.amount(item.codes, span) is not None for span in spans] for item in items]
    if max(map(sum, known), default=0) < _FEWEST:
        return ()
    return spans[min(own.index(True) for own in known if any(own)) :]


def mail(month: Month, named: Codes) -> Table:
    """Return the table of the mail: the largest lines, those that are `named` among them, and the total."""
    words, alone = month.words, _alone(month, _MAIL, named)
    items = [month.item(code) for code in alone] + ([] if month.is_single else [month.whole_item()])
    rows = tuple(
        Row((_name(month, item), *words.pair_cells(item)), "line" if item.label else "total", item.codes)
        for item in items
    )
    why = [tuple(reason for at, reason in enumerate(dashes.of_period(month, item)) if at in _MAILED) for item in items]
    table = Table(
        id="table-mail",
        shown=("mail",),
        scale=MILLIONS.name,
        title=words.label("largest_lines" if len(month.lines) > len(alone) else "all_lines"),
        subtitle=words.lines_subtitle(words.trade_of(month.material.trade), month.period, month.figures.currency),
        head=words.mail_lines_head(month.period),
        rows=rows,
        source=month.source(),
    )
    folded = tuple(code for code in month.lines if code not in alone)
    return replace(table, notes=tuple(_mailed(month, table, why, folded)))


def _mailed(month: Month, table: Table, why: Sequence[dashes.Why], folded: tuple[str, ...]) -> Iterator[Text]:
    """Yield the notes under the mail's table: on its words, on its dashes and on the lines that have no room."""
    if saying(table, month.words.label("low_base").words):
        yield month.words.low_base_note()
    yield from dashes.notes(month, table.rows, why)
    if folded:
        yield _folded(month, folded)


def _folded(month: Month, codes: tuple[str, ...]) -> Text:
    return month.words.folded(month.material.ledger.size(codes), month.brief.kept_in)


def _items(month: Month, named: Codes) -> tuple[Item, ...]:
    if len(month.lines) <= _ROWS:
        return month.items
    alone = _alone(month, _FOLDED, named)
    rest = tuple(code for code in month.lines if code not in alone)
    return (*(item for item in month.items if item.code in alone), *([month.rest(rest)] if rest else []))


def _alone(month: Month, most: int, named: Codes) -> tuple[str, ...]:
    """Return the lines with a row of their own: the named ones and the largest, never all but one."""
    due = [code for code in month.lines if code in named]
    others = [code for code in month.lines if code not in named][: max(most - len(due), 0)]
    alone = {*due, *others}
    return month.lines if len(alone) + 1 == len(month.lines) else tuple(code for code in month.lines if code in alone)


def _row(month: Month, item: Item, spans: tuple[Period, ...]) -> Row:
    words = month.words
    longer = _over(month, item)
    now, base, rate = words.pair_cells(item)
    levels = words.long_cells(longer)
    code = words.code(item.code) if item.label and item.code != TOTAL else Text("")
    added = words.signed_points(item.contribution)
    cells = (_name(month, item), code, now, base, rate, added, *levels)
    bar = float(item.contribution.value) if item.contribution and added.marks else None
    return Row(cells, "line", item.codes, bar, points(month, item.codes, spans))


def _over(month: Month, item: Item) -> Item:
    """Return the item over the longer span."""
    if item.label:
        return month.item(item.code, month.longer)
    return month.whole_item(month.longer) if item.codes == month.whole else month.rest(item.codes, month.longer)


def _name(month: Month, item: Item) -> Text:
    if item.label:
        return item.label.text()
    if item.codes == month.whole:
        return month.words.of_known(month.words.label("total"), month.material.trade)
    return month.others(item.codes)
