"""A Parquet file as the audit reads it: every cell becomes a text inside DuckDB's own SQL."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.audit.edition import Data

_FLOATING = frozenset(("DOUBLE", "FLOAT"))


def of_parquet(document: Data, content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the records, numbered from 1."""
    import duckdb

    with TemporaryDirectory(prefix="tradebrief-") as place, duckdb.connect(":memory:") as scan:
        path = Path(place, "document.parquet")
        path.write_bytes(content)
        table = scan.read_parquet(str(path), hive_partitioning=False)
        names, kinds = table.columns, [str(kind) for kind in table.types]
        found = table.project("columns(*)::VARCHAR").fetchall()
    mark = document.get("decimal_mark", ".")
    for number, row in enumerate(found, start=1):
        texts = (_plain(text, kind, mark) for text, kind in zip(row, kinds, strict=True))
        yield number, dict(zip(names, texts, strict=True))


def _plain(text: str | None, kind: str, mark: str) -> str:
    if text is None:
        return ""
    if kind in _FLOATING:
        return f"{Decimal(text):f}".removesuffix(".0").replace(".", mark)
    if kind.startswith("DECIMAL"):
        return text.replace(".", mark)
    if kind == "BOOLEAN":
        return text.upper()
    return text.removesuffix(" 00:00:00") if kind.startswith("TIMESTAMP") else text
