"""A row that does not name its reporter or partner is set aside alone, in every form: it is no figure of the World."""

import os
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from generator.intake.file_intake import ingest
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.trade.codes import Flow
from generator.trade.figures import Selection
from generator.trade.period import Period
from tests.desk.own_desk import DESK, HEAD, NOW

SIZES = "generator.sources.large_file.LARGE"  # from which a file is large, by its form
YEAR = Period.parse("2025")
REMEDY = "write an ISO code such as CHN, or W00 for the World"
CAUSE = "(Namibia's code NA is often lost when a program reads it as a missing value)"
EMPTY = f"the cell is empty; {REMEDY} {CAUSE}"
MISSING = f'"nan" stands for a missing value; {REMEDY} {CAUSE}'
STRANGE = "'Atlantis' is no economy; write an ISO code such as CHN or CN"
# reporter, partner, code, dollars: of maize the World has 300
ROWS = (
    ("BRA", "W00", "1005", 300),
    ("BRA", "", "1005", 12),
    ("BRA", " ", "1005", 13),
    ("BRA", "nan", "1005", 14),
    ("BRA", "Atlantis", "1005", 15),
    ("", "W00", "1005", 16),
    ("BRA", "NA", "1005", 17),
    ("BRA", "0", "1201", 900),
    ("BRA", "", "0901", 18),
)
SET_ASIDE = [
    (3, "partner", EMPTY, ""),
    (4, "partner", EMPTY, " "),
    (5, "partner", MISSING, "nan"),
    (6, "partner", STRANGE, "Atlantis"),
    (7, "reporter", EMPTY, ""),
    (10, "partner", EMPTY, ""),
]
CELLS = [("2025", reporter, partner, "export", *more, "2026-02-18") for reporter, partner, *more in ROWS]


def desk_of(folder: Path, form: str) -> DeskParts:
    """Return a desk whose office writes its tables in `form`."""
    for name in ("briefings", "inbox/office", "state"):
        (folder / name).mkdir(parents=True)
    settings = DESK.replace("SCALE", "1").replace("COVERS", "all").replace("mail:", f"    form: {form}\nmail:")
    (folder / "desk.yaml").write_text(settings, "utf-8")
    return open_desk(folder, os.environ)


def table(folder: Path, form: str) -> Path:
    """Return the rows as a file; a cell without a text is empty."""
    file = folder / f"maize.{form}"
    rows = [HEAD.split(","), *CELLS]
    if form == "csv":
        file.write_text("\n".join(",".join(map(str, row)) for row in rows), "utf-8")
        return file
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet
    for row in rows:
        sheet.append([cell if cell != "" else None for cell in row])
    made.save(file)
    return file


def level(desk: DeskParts, partner: str, code: str) -> Decimal | None:
    """Return what the desk knows of Brazil's exports to `partner`."""
    selection = Selection("office", "BRA", partner, Flow.EXPORT, (code,))
    return desk.store.figures(selection, YEAR, desk.store.vintage("office", None, selection)).value(code, YEAR)


@pytest.mark.parametrize(("form", "sizes"), [("csv", {}), ("csv", {"csv": 0}), ("xlsx", {})])
def test_a_row_without_a_party_is_set_aside_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, sizes: dict[str, int]
) -> None:
    """Each is told with its line, column and reason; the rows of the World, of Namibia and by number count."""
    monkeypatch.setattr(SIZES, sizes)
    desk = desk_of(tmp_path, form)
    with desk.store:
        taken = ingest(desk.desk, desk.store, table(tmp_path, form), "office", NOW)
        told = [(one.row, one.column, one.reason, one.text) for one in taken.batch.refusals]
        assert SET_ASIDE == told
        [listed] = (tmp_path / "inbox" / "office" / "quarantine").glob("*-maize-refused.csv")
        assert f'maize.{form},3,partner,"{EMPTY}",' == listed.read_text("utf-8").splitlines()[1]
        found = [level(desk, *of) for of in (("W00", "1005"), ("W00", "1201"), ("NAM", "1005"), ("W00", "0901"))]
    assert [300, 900, 17, None] == found
