"""The table of lines: every line by value, against a year before, with a sparkline of twenty-four months.

Notes are marked by letters, as statistical offices do: a raised number would read as part of the figure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.story import data_gaps
from generator.story.amounts import Amount
from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.picture import WITH_SOURCES, is_part_of_year, level_months, points
from generator.story.pictures import shares
from generator.story.plan import MAIL, ColumnGroup, Footnote, Row, Table, Text
from generator.story.rounding import MILLIONS
from generator.story.words import Words
from generator.story.words.month_figures import is_rolling
from generator.story.words.speech import Noun
from generator.trade.editions import TOTAL
from generator.trade.period import Period

_FEW_ROWS = 14  # so many lines always have a row each
_MOST_ROWS = 40  # of a page: so many lines have a row each where the largest alone would hide too much
_ROWS_OF_LARGEST = 12  # rows where the smaller lines share one
_HIDDEN = Decimal("0.1")  # of the total: more does not share a row
_MAIL_ROWS = 6
_SPARK_MONTHS = 36
_NAMED_BESIDE = 2  # lines that a title names beside the largest
_FEWEST_SPARK_MONTHS = 6  # fewer show no course
_CODE_COLUMN = 1
_LEVEL_COLUMN, _RATE_COLUMN = 2, 4
_PART_COLUMN = 5  # contributions or, where there are none, shares. A year has bars of its levels instead of these
_LONGER_COLUMNS = frozenset({6, 7})  # level and rate of the longer span
_FIRST_OPTIONAL = 3  # from this column on, a column of dashes is dropped: name, code and level always stay
_DASH = "–"
_REASONS = ("missing", "bound", "lunar", "rounded")  # reasons for a dash, in the order of their notes
_WHOLE_TABLE = (-1, -1)  # sorts before every cell: a note on the whole table comes first
DashReasons = tuple[str, ...]  # for each cell of a row, the reason if it were a dash
Cells = tuple[tuple[int, int], ...]  # row and column


def section(month: Month, named: frozenset[str]) -> Table:
    """Return the table of the pages. Each line in `named` has a row."""
    words = month.words
    items = _items(month, named)
    total = _total(month)
    spans = _months_drawn(month, (*items, *total))
    has_shares = not any(words.signed_points(item.contribution).marks for item in items)
    rows = [_row(month, item, spans, has_shares=has_shares) for item in items]
    # The total has no bar: beside it the lines' would be short.
    rows += [replace(_row(month, item, spans, has_shares=has_shares), weight="total", bar=None) for item in total]
    table = Table(
        id="table",
        shown=("pdf", "html", "md"),
        scale=MILLIONS.name,
        title=_title(month, [item.code for item in items if item.label]),
        subtitle=_subtitle(month),
        groups=_groups(month, has_shares=has_shares),
        head=_head(month, len(spans), has_shares=has_shares),
        rows=tuple(rows),
        source=replace(month.source(), shown=WITH_SOURCES),
        bar_column=_PART_COLUMN if is_part_of_year(month) else _LEVEL_COLUMN,
        spans=tuple(map(str, spans)),
    )
    dropped = _empty_columns(month, table)
    reasons = [_dash_reasons(month, item, has_shares=has_shares) for item in (*items, *total)]
    table = _without(table, dropped)
    dash_notes = tuple(_dashes(month, rows, reasons, dropped))
    return _with_notes(table, _notes(month, items, table, dash_notes), words)


def mail(month: Month) -> Table:
    """Return the table of the mail and of its text: the largest lines and the total."""
    words = month.words
    listed = _listed_codes(month, _MAIL_ROWS, frozenset())
    items = [month.item(code) for code in listed]
    total = _total(month)
    items += total
    has_shares = all(words.rate_cell(item).words == _DASH for item in items)
    whole_rows = [_row(month, item, (), has_shares=has_shares) for item in items]
    columns = [0, _LEVEL_COLUMN, _RATE_COLUMN]
    if has_shares:
        columns[-1] = _PART_COLUMN
    if has_shares and (month.is_single or _is_empty(whole_rows, _PART_COLUMN)):
        columns.pop()
    rows = []
    reasons = []
    for item, row in zip(items, whole_rows, strict=True):
        weight = "total" if item in total else "line"
        rows.append(Row(tuple(row.cells[column] for column in columns), weight, item.codes))
        reasons_of_pages = _dash_reasons(month, item, has_shares=has_shares)
        reasons.append(tuple(reasons_of_pages[column] for column in columns))
    heads = list(_head(month, 0, has_shares=has_shares))
    heads[_LEVEL_COLUMN] = words.span(month.period)
    notes = [*_low_base_note(words, rows), *_dashes(month, rows, reasons), *_without_figures(month)]
    return Table(
        id="table-mail",
        shown=(*MAIL, "txt"),
        scale=MILLIONS.name,
        title=_title(month, listed),
        subtitle=words.millions_of(month.figures.currency),
        head=tuple(heads[column] for column in columns),
        rows=tuple(rows),
        notes=tuple(notes),
        source=month.source(),
    )


# Rows


def _total(month: Month) -> tuple[LineItem, ...]:
    """Return the total of several lines. Empty for a single line, or where its level cannot be printed."""
    if month.is_single or month.whole_item().now is None:
        return ()
    return (month.whole_item(),)


def _items(month: Month, named: frozenset[str]) -> tuple[LineItem, ...]:
    """Return the lines with a row of their own, and last all others together, if there are any.

    Where the others are more than a tenth of the total, up to forty lines have a row each.
    """
    listed = _listed_codes(month, _ROWS_OF_LARGEST, named)
    folded = tuple(code for code in month.lines if code not in listed)
    if len(month.lines) <= _FEW_ROWS or not folded:
        return month.items
    others = month.combined_item(folded)
    total = month.whole_item()
    hidden = Decimal(0)
    if others.amount and total.amount and total.amount.value:
        hidden = others.amount.value / total.amount.value
    if len(month.lines) <= _MOST_ROWS and hidden > _HIDDEN:
        return month.items
    return (*(item for item in month.items if item.code in listed), others)


def _title(month: Month, codes: Sequence[str]) -> Text:
    """Return the title of a table: all lines; the largest, alone or with one or two smaller ones; so many of all."""
    words = month.words
    if len(codes) == len(month.lines):
        return words.label("all_lines")
    smaller: list[str] = []
    largest = list(codes)
    while set(largest) != set(month.lines[: len(largest)]):
        smaller.insert(0, largest.pop())
    if not smaller:
        return words.say("largest_lines", n=words.number(month.ledger.size(largest)))
    if largest and len(smaller) <= _NAMED_BESIDE:
        names = words.listed([Noun.of(month.brief.label(code), "short") for code in smaller])
        return words.say("largest_and", n=words.number(month.ledger.size(largest)), names=names)
    count, every = (words.number(month.ledger.size(lines)) for lines in (codes, month.lines))
    return words.say("lines_of", n=count, all=every)


def _listed_codes(month: Month, most: int, named: frozenset[str]) -> tuple[str, ...]:
    """Return the lines with a row of their own: the largest, and the named ones. Never leave out exactly one."""
    listed = {*month.lines[:most], *(code for code in month.lines if code in named)}
    if len(listed) + 1 == len(month.lines):
        return month.lines
    return tuple(code for code in month.lines if code in listed)


def _months_drawn(month: Month, items: tuple[LineItem, ...]) -> tuple[Period, ...]:
    """Return the months of the sparklines, from the first known one. Empty where no line has enough of them."""
    spans = level_months(month, _SPARK_MONTHS)
    is_known = [[month.amount(item.codes, span) is not None for span in spans] for item in items]
    if max(map(sum, is_known), default=0) < _FEWEST_SPARK_MONTHS:
        return ()
    first = min(months.index(True) for months in is_known if any(months))
    return spans[first:]


def _row(month: Month, item: LineItem, spans: tuple[Period, ...], *, has_shares: bool) -> Row:
    """Return a row with a cell for each column. Where a table has no contribution, it has shares of the total."""
    words = month.words
    name = _name(month, item)
    code = words.code(item.code) if item.label and item.code != TOTAL else Text("")
    part, part_cell = item.contribution, words.signed_points(item.contribution)
    if has_shares:
        codes = month.every_line if item.codes == month.total_codes else item.codes
        part = shares.share(month, codes, item.span)
        part_cell = words.share_cell(part)
    longer = words.long_cells(_over_longer_span(month, item))
    cells = (name, code, *words.pair_cells(item), part_cell, *longer)
    row = Row(cells, "line", item.codes, None, points(month, item.codes, spans))
    if not is_part_of_year(month):
        return _with_level_bar(row, item)
    bar = float(part.value) if part and part_cell.marks else None
    return replace(row, bar=bar)


def _with_level_bar(row: Row, item: LineItem) -> Row:
    """Return the row of a line with a bar of its level. The total has none: beside it the lines' would be short."""
    if item.label is None or item.now is None or not row.cells[_LEVEL_COLUMN].marks:
        return row
    is_bound = item.now.qualifier in {"over", "at_least"}
    return replace(row, bar=float(item.now.value.scaleb(-MILLIONS.power)), bound=is_bound)


def _over_longer_span(month: Month, item: LineItem) -> LineItem:
    if item.label:
        return month.item(item.code, month.longer)
    if item.codes == month.total_codes:
        return month.whole_item(month.longer)
    return month.combined_item(item.codes, month.longer)


def _name(month: Month, item: LineItem) -> Text:
    if item.label:
        return item.label.text()
    if item.codes == month.total_codes:
        return month.words.without_missing(month.words.label("total"), month.trade)
    return month.name_of_folded(item.codes)


# Heads and columns


def _subtitle(month: Month) -> Text:
    words = month.words
    unit = words.millions_of(month.figures.currency)
    trade = words.trade_of(month.trade)
    return words.say("lines_subtitle", trade=trade, unit=unit, when=words.span(month.period))


def _groups(month: Month, *, has_shares: bool) -> tuple[ColumnGroup, ...]:
    """Return the heads over several columns, each with how many it covers; none in a year, which the subtitle names."""
    if not is_part_of_year(month):
        return ()
    words = month.words
    longer = month.longer
    name_of_longer = words.months_of(longer)
    if is_rolling(longer):
        name_of_longer = words.say("rolling_head", last=words.month_name(longer.last))
    compared = (ColumnGroup(words.months_of(month.period), 3), ColumnGroup(words.say("heads.contribution"), 1))
    return (
        ColumnGroup(Text(""), 2),
        *((ColumnGroup(words.months_of(month.period), 4),) if has_shares else compared),
        ColumnGroup(name_of_longer, 2),
        ColumnGroup(Text(""), 1),
    )


def _head(month: Month, month_count: int, *, has_shares: bool) -> tuple[Text, ...]:
    """Return the heads of the columns; the last is over `month_count` months."""
    words = month.words
    rate = words.say("heads.rate")
    return (
        words.say("heads.line"),
        words.say("heads.code"),
        words.last_year(month.period),
        words.last_year(month.base),
        rate,
        words.say("heads.share" if has_shares else "heads.points"),
        words.year_of(month.longer),
        rate,
        words.say("heads.months", n=words.integer(month_count)),
    )


def _empty_columns(month: Month, table: Table) -> set[int]:
    """Return the columns without information: no row has a figure in them, or they repeat others.

    In a year "low base" and "no base" alone are no reason for a column of rates: the levels beside it say as much.

    For a single line contribution and share are dropped. A longer span equal to the period is dropped too.
    """
    columns = range(max(len(row.cells) for row in table.rows))
    dropped: set[int] = set()
    for column in columns[_FIRST_OPTIONAL:]:
        cells = [row.cells[column] for row in table.rows]
        is_rate_of_year = column == _RATE_COLUMN and not is_part_of_year(month)
        lacks_rate = is_rate_of_year and not any(cell.marks for cell in cells)
        if lacks_rate or _is_empty(table.rows, column):
            dropped.add(column)
    if month.is_single:
        dropped.add(_PART_COLUMN)
    if month.longer == month.period:
        dropped |= _LONGER_COLUMNS
    if not any(row.cells[_CODE_COLUMN].words for row in table.rows):
        dropped.add(_CODE_COLUMN)
    if not table.spans:
        dropped.add(len(columns))
    return dropped


def _is_empty(rows: Iterable[Row], column: int) -> bool:
    """Return whether every row has a dash in `column`."""
    return all(row.cells[column].words == _DASH for row in rows)


def _without(table: Table, dropped: Collection[int]) -> Table:
    """Return `table` without the columns `dropped`."""
    groups = []
    first = 0
    for group in table.groups:
        covered = range(first, first + group.columns)
        first += group.columns
        shown_columns = len([column for column in covered if column not in dropped])
        if shown_columns:
            groups.append(replace(group, columns=shown_columns))
    bar_column = table.bar_column
    if bar_column is not None:
        if bar_column in dropped:
            bar_column = None
        else:
            bar_column -= len([column for column in dropped if column < bar_column])
    rows = []
    for row in table.rows:
        cells = tuple(cell for column, cell in enumerate(row.cells) if column not in dropped)
        bar = None if table.bar_column in dropped else row.bar
        rows.append(replace(row, cells=cells, bar=bar))
    return replace(
        table,
        groups=tuple(groups),
        head=tuple(head for column, head in enumerate(table.head) if column not in dropped),
        rows=tuple(rows),
        bar_column=bar_column,
    )


# Notes


def _notes(
    month: Month, items: tuple[LineItem, ...], table: Table, dashes: tuple[Text, ...]
) -> Iterator[tuple[Text, Cells]]:
    """Yield the notes of a table, each with its cells. Notes on `dashes` are on the whole table."""
    words = month.words
    if any(not item.label for item in items):
        yield words.say(f"folded.{month.brief.kept_in}"), ()
    for note in (*_low_base_note(words, table.rows), *dashes, *_without_figures(month)):
        yield note, ()
    if any(_columns_with(row, _DASH) for row in table.rows):
        for note, codes in data_gaps.withheld(month, items):
            yield note, _names_of_lines(table, note, codes)
    for note, codes in data_gaps.breaks(month, items):
        yield note, _names_of_lines(table, note, codes)


def _low_base_note(words: Words, rows: Iterable[Row]) -> Iterator[Text]:
    """Yield what a low base is, if one of `rows` has one."""
    low_base = words.label("low_base").words
    if any(_columns_with(row, low_base) for row in rows):
        yield words.say("low_base_note")


def _without_figures(month: Month) -> Iterator[Text]:
    """Yield which lines have no figure, and that no sum has them; if one had before, that the total is not compared."""
    words = month.words
    if month.codes_without_figure:
        said = words.lacks_figures(map(month.brief.label, month.codes_without_figure), month.period)
        not_in_sums = words.say("note.unknown.no_whole" if month.lost else "note.unknown.no_sum")
        yield words.say("one_after_the_other", a=said, b=not_in_sums)


def _columns_with(row: Row, term: str) -> list[int]:
    """Return the columns in which a row has exactly `term`."""
    return [column for column, cell in enumerate(row.cells) if cell.words == term]


def _names_of_lines(table: Table, note: Text, codes: Sequence[str]) -> Cells:
    """Return the name cells of the lines that a note names, and of sums that include one and have a dash.

    A note that says "some lines" is on the whole table, so it has no cells.
    """
    named = {code for code in codes if code in note.words}
    names = []
    for place, row in enumerate(table.rows):
        is_sum_with_dash = len(row.codes) > 1 and bool(_columns_with(row, _DASH))
        if named.intersection(row.codes) and (len(row.codes) == 1 or is_sum_with_dash):
            names.append((place, 0))
    return tuple(names)


def _with_notes(table: Table, notes: Iterable[tuple[Text, Cells]], words: Words) -> Table:
    """Return `table` with `notes`, each with its cells (row and column, from 0), or none for the whole table.

    Notes are lettered in the order in which a reader meets their marks. A note on the whole table has no mark.
    """
    ordered = sorted(notes, key=lambda note: min(note[1], default=_WHOLE_TABLE))
    marked = [(place, cells) for place, (_, cells) in enumerate(ordered) if cells]
    letters = words.plainly("footnote.marks").split()[: len(marked)]
    footnotes = []
    for letter, (place, cells) in zip(letters, marked, strict=True):
        footnotes.append(Footnote(place, letter, words.plainly("footnote.heard", mark=letter), cells))
    return replace(table, notes=tuple(text for text, _ in ordered), footnotes=tuple(footnotes))


def _dashes(
    month: Month, rows: Sequence[Row], reasons: Sequence[DashReasons], dropped: Collection[int] = ()
) -> Iterator[Text]:
    """Yield a note for each reason of the dashes in `rows`. Columns in `dropped` are not shown and do not count."""
    reasons_met: set[str] = set()
    for row, reasons_of_row in zip(rows, reasons, strict=True):
        reasons_met |= {reasons_of_row[column] for column in _columns_with(row, _DASH) if column not in dropped}
    for reason in _REASONS:
        if reason in reasons_met:
            yield month.words.say(f"dash_note.{reason}")


def _dash_reasons(month: Month, item: LineItem, *, has_shares: bool) -> DashReasons:
    """Return why each cell of a row would be a dash: a figure is unknown, or cannot be printed."""
    longer = _over_longer_span(month, item)
    rate = _rate_reason(item)
    part = rate
    if has_shares:
        part = _level_reason(item.amount)
    elif item.comparable:  # a contribution also needs the total a year before
        part = _level_reason(month.total(item.span.year_before()))
    return (
        "",  # name
        "",  # code
        _level_reason(item.amount),
        _level_reason(item.base_amount),
        rate,
        part,
        _level_reason(longer.amount),
        _rate_reason(longer),
    )


def _level_reason(amount: Amount | None) -> str:
    """Return why a level would be a dash: it is not known, is a bound, or its rounding is too coarse."""
    if amount is None:
        return "missing"
    return "rounded" if amount.is_exact else "bound"


def _rate_reason(item: LineItem) -> str:
    """Return why a rate would be a dash."""
    if item.amount is None or item.base_amount is None:
        return "missing"
    if not (item.amount.is_exact and item.base_amount.is_exact):
        return "bound"
    if not item.comparable:
        return "lunar"
    return "rounded"
