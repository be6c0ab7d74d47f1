"""Reads a bare table in CSV, TSV or Parquet. The first fault in it is refused, with its line."""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from generator.errors import SourceChanged
from generator.trade.period import Period

if TYPE_CHECKING:
    import pandas as pd

NEEDED = ("series", "period", "value_usd")
OPTIONAL = ("level", "parent", "quantity", "quantity_unit", "status", "published_yoy")
NUMBERS = ("value_usd", "quantity", "published_yoy")
LETTERS = "FPXEC"  # final, provisional, incomplete, estimated, confidential
_NEEDS = f"It needs {', '.join(NEEDED)}; it may have {', '.join(OPTIONAL)}."
_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_CONTROL = r"[\x00-\x1f]"
_MOST = 1e18  # largest credible value, in any currency
_SEPARATORS = ",;\t"
MOST_GAP = 120  # months; a longer gap between two periods is taken for a mistyped year
_LENGTHS = {1: "a month", 3: "a quarter", 12: "a year"}


@dataclass(frozen=True)
class BareTable:
    """A table that was read."""

    file: Path
    rows: pd.DataFrame  # with the column `line`; numbers are floats, NaN for an empty cell
    periods: dict[str, Period]  # by their text in the column `period`
    months: int  # length of each period, except combined months
    decimals: int  # most decimals of a value


def read_table(file: Path, marks: Iterable[str] = ()) -> BareTable:
    """Read `file`. Raise SourceChanged, with the line and the problem, if anything in it is wrong.

    `marks` are the texts allowed in `status` besides the program's letters.
    """
    import duckdb

    if not file.is_file():
        problem = "it is a folder" if file.is_dir() else "there is no such file"
        _refuse(file, 0, problem, "Name a table in CSV, TSV or Parquet.")
    try:
        texts = _read_parquet(file) if file.suffix == ".parquet" else _read_csv(file)
    except (duckdb.Error, UnicodeDecodeError, OSError, EOFError, zlib.error) as fault:
        problem = str(fault).splitlines()[0].rstrip(".")
        _refuse(file, 0, problem, f"Save it as CSV in UTF-8 with the columns {', '.join((*NEEDED, *OPTIONAL))}.")
    if texts.empty:
        _refuse(file, 1, "it has a header and no rows", "Fill it in.")
    return _TableCheck(file, texts).table({*LETTERS, "", *marks})


def _refuse(file: Path, line: int, problem: str, remedy: str) -> NoReturn:
    """Raise SourceChanged about a line. The header is line 1; line 0 means the whole file."""
    where = f"{file}:{line}" if line else str(file)
    msg = f"{where}: {problem}. {remedy}"
    raise SourceChanged(msg)


def _read_csv(file: Path) -> pd.DataFrame:
    """Return the cells as text. Refuse a row whose number of cells differs from the header's."""
    import pandas as pd

    opener = gzip.open if file.suffix == ".gz" else open
    rows: list[list[str]] = []
    lines: list[int] = []
    with opener(file, "rt", encoding="utf-8-sig", newline="") as text:
        first = text.readline()
        separator = max(_SEPARATORS, key=first.count)
        without_nul = (line.replace("\0", "\ufffd") for line in chain([first], text))
        reader = csv.reader(without_nul, delimiter=separator, strict=True)
        begin = 1
        try:
            header = _columns(file, next(reader, []))
            begin = reader.line_num + 1
            for cells in reader:
                if cells and len(cells) != len(header):
                    _refuse(file, begin, f"it has {len(cells)} cells, and the header {len(header)}", "Fix the row.")
                if cells:
                    rows.append(cells)
                    lines.append(begin)
                begin = reader.line_num + 1
        except csv.Error as fault:
            _refuse(file, begin, f"it cannot be read: {fault}", "Close the quotation mark.")
    return pd.DataFrame(rows, columns=header, dtype=object).assign(line=lines)


def _read_parquet(file: Path) -> pd.DataFrame:
    """Return the cells as text. The line is the number of the row."""
    import duckdb

    with duckdb.connect(":memory:") as db:
        query = "SELECT coalesce(COLUMNS(*)::VARCHAR, '') FROM read_parquet($1)"
        texts = db.execute(query, [str(file)]).df()
    texts.columns = _columns(file, list(texts.columns))
    return texts.assign(line=range(1, len(texts) + 1))


def _columns(file: Path, header: Sequence[str]) -> list[str]:
    """Return the column names in the program's spelling ("Value USD": value_usd). Refuse a header that lacks one."""
    names = [re.sub(r"\W+", "_", name.strip().lower()) for name in header]
    if not any(names):
        _refuse(file, 0, "its first line is empty", _NEEDS)
    if len(set(names)) != len(names):
        _refuse(file, 1, "two columns have one name", "Leave one out.")
    for column in NEEDED:
        if column not in names:
            _refuse(file, 1, f"it has no column {column}", _NEEDS)
    return names


class _TableCheck:
    """Checks the rows of one file. Each check refuses the first row that fails it."""

    def __init__(self, file: Path, texts: pd.DataFrame) -> None:
        self.file = file
        self.rows = texts.reindex(columns=["line", *NEEDED, *OPTIONAL], fill_value="")
        for column in (*NEEDED, *OPTIONAL):
            self.rows[column] = [cell.strip() for cell in self.rows[column]]

    def table(self, marks: set[str]) -> BareTable:
        """Return the table, or raise SourceChanged."""
        rows = self.rows
        self.refuse_rows(rows["series"] == "", "it names no series", "Fill it in.")
        self.refuse_rows(rows["series"].str.contains(_CONTROL), "the series has a control character", "Delete it.")
        status_remedy = f"Known are {' '.join(LETTERS)}; `status` of the sidecar may say more."
        self.refuse_rows(~rows["status"].isin(marks), "status is {status}", status_remedy)
        periods = self.periods()
        months = self.check_periods(periods)
        decimals = max(len(text.partition(".")[2]) for text in rows["value_usd"])
        for column in NUMBERS:
            self.read_numbers(column)
        twice = rows.duplicated(["series", "period"])
        self.refuse_rows(twice, "{series} has a second row for {period}", "Leave one row for each series and period.")
        first = rows.groupby("series")[["level", "parent"]].transform("first")
        differs = (first != rows[["level", "parent"]]).any(axis=1)
        self.refuse_rows(differs, "{series} has another level or parent than before", "Give a series one of each.")
        self.check_parents()
        return BareTable(self.file, rows, periods, months, decimals)

    def refuse_rows(self, is_wrong: pd.Series, problem: str, remedy: str) -> None:
        """Refuse the first row that is wrong. `problem` may name its cells in braces."""
        if is_wrong.any():
            row = self.rows[is_wrong].iloc[0]
            _refuse(self.file, row["line"], problem.format(**row), remedy)

    def read_numbers(self, column: str) -> None:
        """Replace the texts of a column by floats."""
        texts = self.rows[column]
        is_number = [not text or _NUMBER.fullmatch(text) is not None for text in texts]
        remedy = "Write it as 1234.5; of an unknown value leave the cell empty."
        self.refuse_rows(~texts.isin(texts[is_number]), f"{column} is {{{column}}}", remedy)
        numbers = texts.map(lambda text: float(text or "nan"))
        self.refuse_rows(numbers.abs() > _MOST, f"{column} is {{{column}}}", "No trade is so large.")
        if column == "value_usd":
            self.refuse_rows(numbers < 0, "value_usd is {value_usd}, below zero", "Trade has no negative values.")
        self.rows[column] = numbers

    def periods(self) -> dict[str, Period]:
        """Return the period of each text in the column `period`, in file order."""
        periods = {}
        for text in self.rows["period"].unique():
            try:
                periods[text] = Period.parse(text)
            except ValueError as fault:
                self.refuse_period(text, str(fault), "Fix the row.")
        return periods

    def refuse_period(self, period: object, problem: str, remedy: str) -> None:
        """Refuse the first row of `period`."""
        self.refuse_rows(self.rows["period"] == str(period), problem, remedy)

    def check_periods(self, periods: dict[str, Period]) -> int:
        """Return the length of the periods in months. Refuse mixed lengths, odd combined months and long gaps.

        Combined months must be January and February, and neither may have a row of its own.
        """
        lengths = {text: 1 if period.frequency == "combined" else period.months for text, period in periods.items()}
        months = Counter(sorted(lengths.values())).most_common(1)[0][0]
        for text, length in lengths.items():
            if length != months:
                problem = f"{text} is {_LENGTHS[length]}, and most rows are of {_LENGTHS[months]}"
                self.refuse_period(text, problem, "Give months, quarters or years a table of their own.")
        for text, period in periods.items():
            if period.frequency != "combined":
                continue
            if period.months != 2 or period.first % 12 != 0:  # noqa: PLR2004 -- two months, from January on
                remedy = "Other months cannot be split: leave the row out."
                self.refuse_period(text, f"{text} is not January and February", remedy)
            for month in period.split():
                if str(month) in periods:
                    self.refuse_period(text, f"{text} stands beside {month}", "Leave the months, or their sum.")
        ordered = sorted(periods.values())
        for place, (earlier, later) in enumerate(pairwise(ordered), 1):
            if later.first - earlier.last.first > MOST_GAP:
                mistyped = earlier if 2 * place <= len(ordered) else later
                problem = f"there is no row between {earlier} and {later}"
                self.refuse_period(mistyped, problem, f"Fix {mistyped}, or leave it out.")
        return months

    def check_parents(self) -> None:
        """Refuse a series that is its own ancestor."""
        parents = dict(zip(self.rows["series"], self.rows["parent"], strict=True))
        try:
            TopologicalSorter({series: [parent] for series, parent in parents.items()}).prepare()
        except CycleError as fault:
            circle = self.rows["series"].isin(fault.args[1])
            self.refuse_rows(circle, "{series} lies within itself", "Fix its parent.")
