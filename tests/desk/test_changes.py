"""What a file would change in the store: told by --dry-run, before anything is stored."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from generator.intake.file_intake import examine_file, ingest
from generator.settings.desk_parts import DeskParts
from tests.desk.conftest import StarterDesk
from tests.desk.gacc_desk import NOW, gacc_desk, rows
from tests.sources.gacc_rows import written


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskParts]:
    """Return the desk with its two years taken in."""
    opened = gacc_desk(tmp_path / "desk")
    with opened.store:
        ingest(
            opened.desk, opened.store, opened.desk.folder / "inbox" / "gacc-imports" / "2025.csv", "gacc-imports", NOW
        )
        yield opened


def file(desk: DeskParts, *lines: tuple[str, ...]) -> Path:
    """Return a file of customs with `lines`."""
    path = desk.desk.folder / "restated.csv"
    path.write_bytes(written(*lines).encode("gb18030"))
    return path


def november() -> list[tuple[str, ...]]:
    """Return the three rows of the month."""
    return [row for row in rows() if row[0] == "202511"]


def test_a_file_is_set_against_what_stands(desk: DeskParts) -> None:
    """One value is another one, one line is new, one is gone, since the file has all lines of the chapters."""
    copper, zinc, _ = november()
    lines = ((*copper[:-1], "3,000,000"), zinc, ("202511", "26090000", *zinc[2:]))
    found = examine_file(desk.desk, desk.store, file(desk, *lines), "gacc-imports", NOW).changes
    assert found
    assert [("26030000", Decimal(3_311_000), Decimal(3_000_000))] == [
        (now.code, was.value, now.value) for was, now in found.changed
    ]
    assert (["26090000"], 1, ["74031111"]) == (
        *([one.code for one in found.new], found.unchanged),
        [one.code for one in found.removed],
    )


def test_a_dry_run_says_what_it_understood(desk: DeskParts) -> None:
    """Flow, months, currency, codes, partners, and old and new value of what changes; for a program as data."""
    copper, zinc, _ = november()
    path = file(desk, (*copper[:-1], "3,000,000"), zinc)
    asked = ["ingest", str(path), "--source", "gacc-imports", "--dry-run"]
    said = StarterDesk(desk.desk.folder).run(*asked).said.splitlines()
    for line in (
        *("  flows: import", "  periods: 2025-11", "  currency: USD", "  partners: PAK", "  codes: 26030000, 26080000"),
        "  against the store: 0 new, 1 changed, 1 the same, 1 gone",
        "  changed: CHN PAK M 26030000 2025-11: 3,311,000 USD -> 3,000,000 USD",
        "  gone: CHN PAK M 74031111 2025-11: 2,611,000 USD -> no trade",
    ):
        assert line in said
    (row,) = json.loads(StarterDesk(desk.desk.folder).run(*asked, "--json").said)
    assert ({"new": 0, "changed": 1, "same": 1, "gone": 1}, "3311000") == (row["changes"], row["changed"][0]["was"])
