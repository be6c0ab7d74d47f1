"""Any bytes as a bare table: picks, or one error that names the file."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.editions.bare_panel import as_json, picks_of
from generator.errors import SourceChanged
from tests.desk.bare_table import HEADER, rows

TABLE = "\n".join([HEADER, *(one for one in rows() if one.startswith(("74", "total")) and ",202" in one)]).encode()
SHORT = len(TABLE) // 8
MARKS = (b",", b'"', b"\n", b"\r\n", b"\r", b"\0", b"\xef\xbb\xbf", b"\xff", b"-", b"e9", b"..", b"2025", b"\n\n")
PIECE = st.one_of(st.binary(max_size=6), st.sampled_from(MARKS))
CHANGES = st.lists(st.tuples(st.integers(0, SHORT), st.integers(0, 40), PIECE), min_size=1, max_size=4)
SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@given(CHANGES, st.sampled_from([".csv", ".tsv", ".csv.gz"]))
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
def test_broken_bytes_give_picks_or_an_error(tmp_path: Path, changes: list[tuple[int, int, bytes]], end: str) -> None:
    """One line with the file and a remedy; the picks are JSON."""
    data = TABLE
    for at, gone, piece in changes:
        data = data[:at] + piece + data[at + gone :]
    file = tmp_path / f"table{end}"
    file.write_bytes(data)
    said = picks_or_error(file)
    assert isinstance(said, list) or (said.startswith(str(file)) and len(said.splitlines()) == 1)


def picks_or_error(file: Path) -> list[object] | str:
    """Return the picks, or what is said instead of them."""
    try:
        return list(json.loads(as_json(picks_of(file, "2025-12"))))
    except SourceChanged as fault:
        return str(fault)
