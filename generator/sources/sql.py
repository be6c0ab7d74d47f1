"""A SELECT of a database as CSV: these bytes are the document that is kept, read and audited.

UTF-8; the header has the names of the columns; a number is exact, a day ISO, NULL an empty text. Types: sources.typed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from generator.errors import SettingsError, SourceRefused, SourceUnavailable
from generator.sources.database import WHERE, packages, reading
from generator.sources.faults import quoted
from generator.sources.secret import Secret
from generator.sources.typed import as_text
from generator.trade.period import Period

if TYPE_CHECKING:
    from sqlalchemy import TextClause

NAMES = ("since", "period")  # what a query may ask with
_PIECE = 2_000  # rows
_PLAIN = (str, int, float, Decimal, date, time, bool, type(None))


@dataclass(frozen=True)
class Limits:
    """What one answer may take: seconds, rows, and bytes as CSV."""

    seconds: float = 120
    rows: int = 1_000_000
    size: int = 64 * 2**20


def written(period: Period, periods: str) -> str:
    """Return how `:since` and `:period` are written where the layout's periods are `iso`, `yyyymm` or `first-day`."""
    match periods:
        case "yyyymm":
            return str(period).replace("-", "")
        case "first-day":
            return f"{period.split()[0]}-01"
    return str(period)


def answer(
    url: str,
    query: str,
    values: Mapping[str, str],
    limits: Limits = Limits(),
    *,
    password: Secret | None = None,
    folder: Path = Path(),
) -> bytes:
    """Return the rows of `query` at `url` as CSV; `values` are those of `:since` and `:period`.

    `url` has no password; a relative file of SQLite lies in `folder`. The transaction can only read. SettingsError
    where the query or a package is at fault, SourceError where the database does not answer with a table.
    """
    packages()
    statement, asked = _statement(query, values)
    end = monotonic() + limits.seconds
    with reading(url, password, limits.seconds, folder) as connection:
        asking = connection.execution_options(stream_results=True, max_row_buffer=_PIECE)
        with closing(asking.execute(statement, asked)) as found:
            sheet = _Sheet(tuple(found.keys()), limits, end)
            for piece in found.partitions(_PIECE):
                sheet.add(piece)
    return sheet.content()


def _statement(query: str, values: Mapping[str, str]) -> tuple[TextClause, dict[str, str]]:
    from sqlalchemy import text

    if not re.match(r"\s*(select|with)\b", query, re.IGNORECASE):
        raise SettingsError(WHERE, "its query is no SELECT.", "Begin it with SELECT or WITH.")
    statement = text(query.strip().removesuffix(";"))
    named = set(statement.compile().params)
    if strange := sorted(named - set(NAMES)):
        raise SettingsError(WHERE, f"its query names :{strange[0]}.", "It may name :since and :period.")
    if missing := sorted(named - set(values)):
        raise SettingsError(WHERE, f"its query names :{missing[0]}, which was not given.", "Pull one period.")
    return statement, {name: values[name] for name in named}


class _Sheet:
    """The table as it grows."""

    def __init__(self, names: tuple[str, ...], limits: Limits, end: float) -> None:
        self._names, self._limits, self._end = names, limits, end
        self._page, self._rows = io.StringIO(newline=""), 0
        self._table = csv.writer(self._page, lineterminator="\n")
        self._table.writerow(names)

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows, or raise SourceError where they are no plain texts, too many or too late."""
        for row in rows:
            self._table.writerow(self._texts(row))
            self._rows += 1
        if self._rows > self._limits.rows or self._page.tell() > self._limits.size:
            problem = f"answered with more than {self._limits.rows:,} rows or {self._limits.size >> 20} MiB"
            msg = f"The database {problem}. Nothing was stored. Ask for less: a condition on :since, or on the codes."
            raise SourceRefused(msg)
        if monotonic() > self._end:
            msg = f"The database did not answer within {self._limits.seconds:g} s. Nothing was stored. Ask for less."
            raise SourceUnavailable(msg)

    def _texts(self, row: Sequence[Any]) -> list[str]:
        if not all(isinstance(cell, _PLAIN) for cell in row):
            name = next(name for name, cell in zip(self._names, row, strict=True) if not isinstance(cell, _PLAIN))
            msg = f"Column {quoted(name)} of the query holds no plain texts, numbers or days. Cast it in the query."
            raise SourceRefused(msg)
        return [as_text(cell) for cell in row]

    def content(self) -> bytes:
        """Return the whole as bytes."""
        return self._page.getvalue().encode()
