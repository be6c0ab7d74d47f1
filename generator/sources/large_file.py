"""Large files: CSV that is never held in memory as a whole. RowReader reads the rows, and DuckDB keeps them on disk."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import file_digest, sha256
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import GeneratorError
from generator.sources.batch import (
    Summary,
    newest_published,
    nothing_usable,
    refusals_of,
    refuse_other_form,
    settle,
    texts_of,
)
from generator.sources.faults import LayoutFault, RowFault
from generator.sources.row_reader import RowReader
from generator.sources.source_table import check_count, header_of, selected_rows
from generator.sources.table_forms import is_packed_large, rows_of_table
from generator.sources.table_layout import TableLayout
from generator.trade.columns import BY_SERIES, COLUMNS, row_of
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.release import Coverage, LargeBatch

if TYPE_CHECKING:
    import duckdb

LARGE = {"csv": 4 * 2**20, "csv.gz": 2**19}  # bytes from which a file counts as large, by form
MEMORY = "640MiB"  # DuckDB's limit; the rest goes to disk
FEWEST, MOST = 20_480, 491_520  # bounds of a row group's rows: a lookup reads a whole group, and each has metadata
GROUPS = 16  # row groups of a file, within these bounds
_OF_THE_ROW = tuple(name for name in COLUMNS if name not in {"release", "raw"})  # these two are known at the end
_KINDS = {"text": "VARCHAR", "count": "INTEGER", "money": "DECIMAL(38, 9)", "day": "DATE"}
_MONEY = tuple(name for name in _OF_THE_ROW if COLUMNS[name] == "money")
_PLACE = {"line", "header", "quantity_line", "quantity_header", "published"}
_CONTENT = ", ".join(name for name in _OF_THE_ROW if name not in _PLACE)
_TAKE_IN = """
    CREATE TABLE observed AS SELECT * FROM read_csv($file, columns = $columns, force_not_null = $texts,
        auto_detect = false, header = false, delim = ',', quote = '"', escape = '"')"""
_KEY = """hash(reporter, partner, flow, code, period,
    CASE standing WHEN 'relayed' THEN speaker END, CASE standing WHEN 'relayed' THEN publication END)"""
_RIVALS = f"""
    SELECT line FROM observed WHERE {_KEY} IN (SELECT {_KEY} FROM observed GROUP BY ALL HAVING count(*) > 1)"""  # noqa: S608 -- no text from outside

_TRADES = """
    SELECT DISTINCT reporter, partner, flow, first, months, standing = 'customs' AND value IS NOT NULL FROM observed"""


def is_large(layout: TableLayout, size: int, head: bytes = b"") -> bool:
    """Whether `read_large` should read a file of `size` bytes that begins with `head`.

    Six kilobytes of gzip may contain three million rows. A layout with `measures` is never large: its quantities are in
    rows of their own, so all rows are needed at once.
    """
    is_packed = layout.form == "csv.gz" and is_packed_large(head, LARGE.get("csv", 0))
    return (is_packed or size >= LARGE.get(layout.form, size + 1)) and not layout.measures


def read_large(
    layout: TableLayout, file: Path, document: str, released: date | None, place: Path, *, address: str = ""
) -> LargeBatch:
    """Return the batch that the file gives under `layout`, like sources.read. The folder `place` gets its observations.

    A fault of the layout raises SourceChanged. A fault of a row puts that row among `refusals`.
    """
    with file.open("rb") as raw:
        digest = file_digest(raw, "sha256").hexdigest()
    with _database(place) as db:
        try:
            with _rows(layout, file) as (header, rows):
                refuse_other_form(layout, texts_of(layout, "value", header, rows))
            day = released
            if day is None:
                with _rows(layout, file) as (_, rows):
                    check_count(sum(1 for _ in rows), layout)
                with _rows(layout, file) as (header, rows):
                    day = newest_published(layout, texts_of(layout, "published", header, rows))
            with _rows(layout, file) as (header, rows):
                reader = RowReader(layout, header, day, release="", raw="")
                count, faults = _take_in(db, reader, rows, place / "rows.csv")
            check_count(count, layout)
            lines, contradictions = settle(_rivals(db, layout, file, reader))
        except LayoutFault as fault:
            raise fault.named(layout.name, document) from None
        db.execute("DELETE FROM observed WHERE line IN (SELECT unnest($1))", [sorted(lines)])
        refusals = refusals_of(layout, document, [*faults, *contradictions])
        [(figures,)] = db.execute("SELECT count(*) FROM observed").fetchall()
        if not figures:
            raise nothing_usable(layout, document, refusals, count)
        trades = db.execute(_TRADES).fetchall()
        summary = Summary(frozenset((*of, Period(first, months), figure) for *of, first, months, figure in trades))
        coverage = () if refusals else summary.coverage(layout)
        batch = LargeBatch(
            source=layout.name,
            released=day,
            document=document,
            raw=digest,
            period=summary.newest,
            file=place / "figures.parquet",
            content=_content(db, coverage) if address else "",
            count=figures,
            parties=summary.parties,
            refusals=refusals,
            covers="listed" if refusals else layout.covers,
            layout=layout.digest,
            coverage=coverage,
            address=address,
            repeated=count - figures - len(refusals),
        )
        _write(db, batch)
    return batch


@contextmanager
def _database(place: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    config: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": MEMORY,
        "temp_directory": str(place / "spilt"),
    }
    try:
        with duckdb.connect(":memory:", config=config) as db:
            yield db
    except duckdb.Error as fault:
        msg = f"A large file could not be worked through ({str(fault).splitlines()[0]}). Look for a full disk."
        raise GeneratorError(msg) from fault


@contextmanager
def _rows(layout: TableLayout, file: Path) -> Iterator[tuple[tuple[str, ...], Iterator[tuple[int, tuple[str, ...]]]]]:
    """Give the header of a file and the rows that the layout selects."""
    with file.open("rb") as raw:
        records = rows_of_table(layout, raw, file.stat().st_size)
        header = header_of(records, layout)
        yield header, selected_rows(records, header, layout)


def _take_in(
    db: duckdb.DuckDBPyConnection, reader: RowReader, rows: Iterator[tuple[int, tuple[str, ...]]], path: Path
) -> tuple[int, list[tuple[int, RowFault]]]:
    """Fill the table `observed` from the rows. Return their number, and the faults of the rows that are set aside."""
    count, faults = 0, []
    in_order = itemgetter(*_OF_THE_ROW)
    with path.open("w", encoding="utf-8", newline="") as sheet:
        writer = csv.writer(sheet, lineterminator="\n")
        for line, fields in rows:
            count += 1
            try:
                row = row_of(reader.read(line, fields))
            except RowFault as fault:
                faults.append((line, fault))
                continue
            row |= {name: f"{row[name]:f}" for name in _MONEY if row[name] is not None}
            writer.writerow(in_order(row))
    columns = {name: _KINDS[COLUMNS[name]] for name in _OF_THE_ROW}
    texts = [name for name, kind in columns.items() if kind == "VARCHAR"]
    db.execute(_TAKE_IN, {"file": str(path), "columns": columns, "texts": texts})
    path.unlink()
    return count, faults


def _rivals(db: duckdb.DuckDBPyConnection, layout: TableLayout, file: Path, reader: RowReader) -> list[Observation]:
    """Return the observations whose key another row has as well. They are few, so their rows are read a second time."""
    lines = {line for (line,) in db.execute(_RIVALS).fetchall()}
    if not lines:
        return []
    with _rows(layout, file) as (_, rows):
        return [reader.read(line, fields) for line, fields in rows if line in lines]


def _content(db: duckdb.DuckDBPyConnection, coverage: tuple[Coverage, ...]) -> str:
    """Return a digest of the figures, whatever their order and place."""
    rows = f"SELECT count(*), bit_xor(md5_number(row({_CONTENT})::VARCHAR)) FROM observed"  # noqa: S608 -- our own
    return sha256(f"{db.execute(rows).fetchall()} {coverage}".encode()).hexdigest()


def _write(db: duckdb.DuckDBPyConnection, batch: LargeBatch) -> None:
    """Write the observations, sorted by series."""
    literals = {"release": _literal(batch.release), "raw": _literal(batch.raw)}
    rows = ", ".join(f"{literals[name]} AS {name}" if name in literals else name for name in COLUMNS)
    query = f"SELECT {rows} FROM observed ORDER BY {', '.join(BY_SERIES)}"  # noqa: S608 -- names, and literals
    group = min(max(batch.count // GROUPS, FEWEST), MOST)
    form = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group}"
    db.execute(f"COPY ({query}) TO {_literal(str(batch.file))} ({form})")


def _literal(text: str) -> str:
    """Return `text` as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
