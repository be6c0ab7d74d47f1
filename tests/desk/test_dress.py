"""A source in another dress: decimal commas, spaced groups and semicolons change no figure."""

import csv
import io
import json

import pytest

from tests.desk.conftest import StarterDesk

NO_BREAK = "\N{NO-BREAK SPACE}"


def dressed(table: str) -> str:
    """Return the table as a European office would print it; copper in millions, so that a group stands in it."""
    rows = list(csv.reader(io.StringIO(table)))
    for row in rows[1:]:
        row[5] = row[5].replace(".", ",")
        if row[5] == "1,14":
            row[5:7] = [f"1{NO_BREAK}140", "million"]
    page = io.StringIO()
    csv.writer(page, delimiter=";", lineterminator="\n").writerows(rows)
    return page.getvalue()


@pytest.fixture
def european(fresh: StarterDesk) -> StarterDesk:
    """Return a desk whose one table is dressed, and whose settings say so."""
    [file] = (fresh.folder / "inbox" / "gacc-press").glob("*.csv")
    file.write_text(dressed(file.read_text(encoding="utf-8")), encoding="utf-8")
    settings = fresh.folder / "desk.yaml"
    form = '    delimiter: ";"\n    decimal_mark: ","\n    grouping: " "\n    covers: listed'
    settings.write_text(settings.read_text(encoding="utf-8").replace("    covers: listed", form), encoding="utf-8")
    return fresh


def test_a_table_with_decimal_commas_and_spaced_groups_passes_the_audit(european: StarterDesk) -> None:
    """From the row to the finished page: the number, its last digit and its multiplier are those of the print."""
    made = european.run("build")
    assert 0 == made.code, made.said
    cells = {
        cell["text"]: cell for cell in json.loads((european.edition / "claims.json").read_bytes())["cells"].values()
    }
    copper, zinc = cells[f"1{NO_BREAK}140"], cells["110,90"]
    assert ("1000000", "1140000000", "1139500000") == (copper["multiplier"], copper["value"], copper["low"])
    assert ("1000000", "110900000") == (zinc["multiplier"], zinc["value"])
    assert "$110.90" in european.text()
