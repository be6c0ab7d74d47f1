"""The same table in every form makes the same edition, and the audit finds each cell again in its bytes."""

import os
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest

from generator.intake.file_intake import ingest
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.trade.period import Period
from tests.desk.own_desk import DESK, HEAD, NOW, briefing
from tests.desk.unpaged import unpaged

PARTIES = ("DEU", "POL", "import")
LINES = {"8703": 910.25, "3004": 410.5, "0406": 60.75}
LAST = Period.parse("2025-12")
ROWS = [
    (str(LAST.step(-back)), *PARTIES, code, usual + back % 7, date(2026, 2, 18))
    for code, usual in LINES.items()
    for back in range(26)
]


def as_csv(path: Path) -> None:
    """Write the rows as CSV by tabs."""
    path.write_text("\n".join("\t".join(map(str, row)) for row in [HEAD.split(","), *ROWS]), "utf-8")


def as_xlsx(path: Path) -> None:
    """Write the rows under a title, numbers as numbers and days as days."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet
    for row in [("Imports",), HEAD.split(","), *ROWS]:
        sheet.append(list(row))
    made.save(path)


def as_parquet(path: Path) -> None:
    """Write the rows with types."""
    with duckdb.connect(":memory:") as page:
        kinds = ("VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE", "DATE")
        page.execute(f"CREATE TABLE t ({', '.join(map(' '.join, zip(HEAD.split(','), kinds, strict=True)))})")
        page.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)", ROWS)
        page.execute(f"COPY t TO '{path}' (FORMAT parquet)")


WRITE = {
    "csv": (as_csv, r'delimiter: "\t"'),
    "xlsx": (as_xlsx, "form: xlsx\n    header_row: 2"),
    "parquet": (as_parquet, "form: parquet"),
}


def desk_with(folder: Path, form: str) -> DeskParts:
    """Return a desk that has taken the rows in, in one form."""
    for name in ("briefings", "inbox/office", "state"):
        (folder / name).mkdir(parents=True)
    write, keys = WRITE[form]
    settings = DESK.replace("SCALE", "1000000").replace("COVERS", "all").replace("mail:", f"    {keys}\nmail:")
    (folder / "desk.yaml").write_text(settings, "utf-8")
    (folder / "briefings" / "cars.yaml").write_text(briefing(PARTIES, LINES), "utf-8")
    file = folder / "inbox" / "office" / f"table.{form}"
    write(file)
    desk = open_desk(folder, os.environ)
    assert () == ingest(desk.desk, desk.store, file, "office", NOW).batch.refusals
    return desk


@pytest.mark.parametrize("form", WRITE)
def test_a_table_is_told_alike_in_every_form(tmp_path: Path, form: str) -> None:
    """Nothing is held, and no sentence depends on how the bytes hold the table."""
    csv, other = desk_with(tmp_path / "csv", "csv"), desk_with(tmp_path / "other", form)
    told = unpaged(other, "cars", "2025-12")
    assert () == told.findings
    assert unpaged(csv, "cars", "2025-12").prose == told.prose
    csv.store.close()
    other.store.close()
