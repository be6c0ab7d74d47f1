"""The table of lines: every line in order of its value, against a year before, with twenty-four months drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from generator.story import data_gaps
from generator.story.amounts import Amount
from generator.story.blocks.table_notes import Cells, counted_by, empty, has_dashes, noted, of_lines, saying, without
from generator.story.line_selection import Item
from generator.story.month import Month
from generator.story.picture import months_back, points
from generator.story.plan import ColumnGroup, Row, Table, Text
from generator.story.rounding import MILLIONS
from generator.story.words.month_figures import is_rolling
from generator.trade.editions import TOTAL
from generator.trade.period import Period

_ROWS, _FOLDED, _MAIL = 14, 12, 6  # of more than fourteen lines, twelve stand alone; the mail has room for six
_SPARK, _FEWEST = 24, 6  # months of a spark; of fewer than six nobody sees a course
_BAR, _LONGER = 5, frozenset({6, 7})  # the columns of contributions, and of the longer span
_MAILED = (0, 2, 3, 4)  # of the columns of the pages: name, both levels, rate
_DASH = "–"
_REASONS = ("missing", "bound", "lunar", "ended", "rounded")  # of a dash, in the order in which they are told
Why = tuple[str, ...]  # the reason of each cell, were it a dash, from the name on


def section(month: Month, named: frozenset[str]) -> Table:
    """Return the table of the pages; each line that is `named` has a row."""
    words, items = month.words, _items(month, named)
    whole = _whole(month)
    spans = _drawn(month, (*items, *whole))
    rows = [_row(month, item, spans) for item in items]
    rows += [replace(_row(month, item, spans), weight="total") for item in whole]
    table = Table(
        id="table",
        shown=("pdf", "html", "txt", "md"),
        scale=MILLIONS.name,
        title=words.label("all_lines"),
        subtitle=_subtitle(month),
        groups=tuple(_groups(month)),
        head=_head(month, len(spans)),
        rows=tuple(rows),
        source=month.source(),
        bar_column=_BAR,
        spans=tuple(map(str, spans)),
    )
    dropped = {_BAR} if month.is_single else set[int]()
    gone = empty(table, dropped | _LONGER if month.longer == month.period else dropped)
    why = [_why(month, item) for item in (*items, *whole)]
    table = without(table, gone)
    return noted(table, _notes(month, items, table, tuple(_dashes(month, rows, why, gone))), words)


def _whole(month: Month) -> tuple[Item, ...]:
    """Return the total, of several lines; none where no print of its level holds."""
    return () if month.is_single or month.whole_item().now is None else (month.whole_item(),)


def _subtitle(month: Month) -> Text:
    words, unit = month.words, month.words.millions_of(month.figures.currency)
    trade = words.trade_of(month.trade)
    return words.say("lines_subtitle", trade=trade, unit=unit, when=words.span(month.period))


def _groups(month: Month) -> Iterator[ColumnGroup]:
    """Yield the heads over several columns, each with how many it covers."""
    words, longer = month.words, month.longer
    name = words.months_of(longer)
    if is_rolling(longer):
        name = words.say("rolling_head", last=words.month_name(longer.last))
    yield ColumnGroup(Text(""), 2)
    yield ColumnGroup(words.months_of(month.period), 3)
    yield ColumnGroup(words.say("heads.contribution"), 1)
    yield ColumnGroup(name, 2)
    yield ColumnGroup(Text(""), 1)


def _head(month: Month, drawn: int) -> tuple[Text, ...]:
    """Return the heads of the columns; the last stands over the months `drawn`."""
    words = month.words
    line, code, rate, points_head = (words.say(f"heads.{key}") for key in ("line", "code", "rate", "points"))
    now, before = words.last_year(month.period), words.last_year(month.base)
    months = words.say("heads.months", n=words.integer(drawn))
    return line, code, now, before, rate, points_head, words.year_of(month.longer), rate, months


def _notes(
    month: Month, items: tuple[Item, ...], table: Table, dashed: tuple[Text, ...]
) -> Iterator[tuple[Text, Cells]]:
    """Yield the notes of a table, each with the cells that it is of; those on what is `dashed` are of all of it."""
    words = month.words
    if rest := [item for item in items if not item.label]:
        hidden = _folded(month, rest[0].codes)
        yield hidden, counted_by(table, hidden)
    if low := saying(table, words.label("low_base").words):
        yield words.say("low_base_note"), low
    yield from ((note, ()) for note in dashed)
    if has_dashes(table):
        for note, codes in data_gaps.withheld(month, items):
            yield note, _of_lines(table, note, codes)
    for note, codes in data_gaps.breaks(month, items):
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


def mail(month: Month, named: frozenset[str]) -> Table:
    """Return the table of the mail: the largest lines, those that are `named` among them, and the total."""
    words, alone = month.words, _alone(month, _MAIL, named)
    items = [*(month.item(code) for code in alone), *_whole(month)]
    rows = tuple(
        Row((_name(month, item), *words.pair_cells(item)), "line" if item.label else "total", item.codes)
        for item in items
    )
    reasons = [_why(month, item) for item in items]
    notes = [words.say("low_base_note")] if any(_says_low(month, row) for row in rows) else []
    notes += _dashes(month, rows, [tuple(why[at] for at in _MAILED) for why in reasons])
    if folded := tuple(code for code in month.lines if code not in alone):
        notes.append(_folded(month, folded))
    return Table(
        id="table-mail",
        shown=("mail",),
        scale=MILLIONS.name,
        title=words.label("largest_lines" if folded else "all_lines"),
        subtitle=_subtitle(month),
        head=(words.say("heads.line"), words.span(month.period), words.span(month.base), words.say("heads.rate")),
        rows=rows,
        notes=tuple(notes),
        source=month.source(),
    )


def _says_low(month: Month, row: Row) -> bool:
    return any(cell.words == month.words.label("low_base").words for cell in row.cells)


def _folded(month: Month, codes: tuple[str, ...]) -> Text:
    """Return how many lines of a table have no row of their own, and where their figures are (Brief.kept_in)."""
    count = month.words.digits(month.ledger.size(codes))
    return month.words.say(f"folded.{month.brief.kept_in}", n=count)


def _items(month: Month, named: frozenset[str]) -> tuple[Item, ...]:
    if len(month.lines) <= _ROWS:
        return month.items
    alone = _alone(month, _FOLDED, named)
    rest = tuple(code for code in month.lines if code not in alone)
    return (*(item for item in month.items if item.code in alone), *([month.rest(rest)] if rest else []))


def _alone(month: Month, most: int, named: frozenset[str]) -> tuple[str, ...]:
    """Return the lines with a row of their own: the named ones and the largest, never all but one."""
    due = [code for code in month.lines if code in named]
    others = [code for code in month.lines if code not in named][: max(most - len(due), 0)]
    alone = {*due, *others}
    return month.lines if len(alone) + 1 == len(month.lines) else tuple(code for code in month.lines if code in alone)


def _row(month: Month, item: Item, spans: tuple[Period, ...]) -> Row:
    words = month.words
    code = words.code(item.code) if item.label and item.code != TOTAL else Text("")
    added = words.signed_points(item.contribution)
    cells = (_name(month, item), code, *words.pair_cells(item), added, *words.long_cells(_over(month, item)))
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
        return month.words.of_known(month.words.label("total"), month.trade)
    return month.others(item.codes)


def _dashes(month: Month, rows: Sequence[Row], why: Sequence[Why], gone: Collection[int] = ()) -> Iterator[Text]:
    """Yield what a dash of `rows` stands for, a note for each reason; the columns `gone` are not shown."""
    found: set[str] = set()
    for row, reasons in zip(rows, why, strict=True):
        for at, (cell, reason) in enumerate(zip(row.cells, reasons, strict=True)):
            if cell.words == _DASH and at not in gone:
                found.add(reason)
    for reason in _REASONS:
        if reason in found:
            yield month.words.say(f"dash_note.{reason}")


def _why(month: Month, item: Item) -> Why:
    """Return why the cells of a row would be dashes: a figure is not known, or it cannot be told."""
    longer = _over(month, item)
    own = _level_reason(item.amount), _level_reason(item.base_amount), _rate_reason(item), _points_reason(month, item)
    return "", "", *own, _level_reason(longer.amount), _rate_reason(longer)


def _level_reason(amount: Amount | None) -> str:
    if amount is None:
        return "missing"
    return "rounded" if amount.is_exact else "bound"


def _rate_reason(item: Item) -> str:
    if item.amount is None or item.base_amount is None:
        return "missing"
    if not (item.amount.is_exact and item.base_amount.is_exact):
        return "bound"
    if not item.comparable:
        return "lunar"
    return "ended" if item.ended else "rounded"


def _points_reason(month: Month, item: Item) -> str:
    """Return why a contribution is not there: it stands on the total of a year before, too."""
    if not item.comparable:
        return _rate_reason(item)
    whole = month.total(item.span.year_before())
    return _level_reason(whole)
