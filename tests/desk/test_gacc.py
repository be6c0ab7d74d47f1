"""From a file of China's customs to an audited edition; and what the audit finds where the reading was another one."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.audit import audit_data
from generator.errors import SettingsError, SourceChanged
from generator.intake.file_intake import IntakeResult, ingest, take_in
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.trade.period import Period
from tests.desk.gacc_desk import COVERS, NOW, gacc_desk
from tests.desk.unpaged import unpaged
from tests.sources.gacc_rows import COPPER, HEADER, written

Cells = dict[str, dict[str, Any]]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskParts]:
    """Return the desk with its file taken in."""
    opened = gacc_desk(tmp_path / "desk")
    with opened.store:
        (taken,) = take_in(opened.desk, opened.store, "gacc-imports", NOW)
        assert isinstance(taken, IntakeResult)
        assert () == taken.batch.refusals
        yield opened


def files(desk: DeskParts) -> dict[str, bytes]:
    """Return the data of the newest edition."""
    return dict(unpaged(desk, "copper", None).files)


def test_headings_are_the_sums_of_tariff_lines(desk: DeskParts) -> None:
    """The file has eight digits, the briefing four and two; the audit finds every cell in the bytes again."""
    made = files(desk)
    cells: Cells = json.loads(made["claims.json"])["cells"]
    rolled = next(cell for cell in cells.values() if (cell["code"], cell["period"]) == ("2603", "2025-12"))
    assert 3_300_000 + 12_000 == float(rolled["value"])
    assert ["26030000"] == [cells[part]["code"] for part in rolled["parts"].split()]
    assert () == audit_data(made, desk.store.raw.read)


def another_line(claims: dict[str, Any]) -> None:
    """Say that a cell stands on the line before."""
    cell = next(cell for cell in claims["cells"].values() if not cell.get("parts"))
    cell["row"] -= 1


def another_column(claims: dict[str, Any]) -> None:
    """Say that the first quantity of cathodes, twelve pieces, is their weight."""
    weights = [cell for cell in claims["cells"].values() if cell.get("measure") == "kg" and not cell.get("parts")]
    cell = next(cell for cell in weights if cell["code"] == "74031111")
    cell["column"], cell["text"] = "第一数量", "12"


def as_utf_8(claims: dict[str, Any]) -> None:
    """Say that the file is in another encoding."""
    for document in claims["documents"].values():
        document["encoding"] = "utf-8"


def no_words(claims: dict[str, Any]) -> None:
    """Say that partner 127 is Japan."""
    for document in claims["documents"].values():
        document["words"]["partner"] = {"127": "JPN"}


def tonnes(claims: dict[str, Any]) -> None:
    """Say that a kilogram is a tonne."""
    for document in claims["documents"].values():
        document["words"]["second_unit"]["千克"] = "t"


@pytest.mark.parametrize("change", [another_line, another_column, as_utf_8, no_words, tonnes])
def test_the_audit_reads_the_file_itself(desk: DeskParts, change: Callable[[dict[str, Any]], None]) -> None:
    """What claims.json says of the file is found to be otherwise in its bytes."""
    made = files(desk)
    claims = json.loads(made["claims.json"])
    change(claims)
    assert audit_data({**made, "claims.json": json.dumps(claims, ensure_ascii=False).encode()}, desk.store.raw.read)


def test_the_months_of_a_file_without_them_are_said(desk: DeskParts) -> None:
    """`ingest --period`: the row is the total of these months; a file that has months, and a table, says its own."""
    file = desk.desk.folder / "total.csv"
    file.write_bytes(written(COPPER[1:], header=HEADER[1:]).encode("gb18030"))
    span = Period.parse("2025-01..2025-03")
    with pytest.raises(SourceChanged, match=r"no column says the month.*--period 2025-01"):
        ingest(desk.desk, desk.store, file, "gacc-imports", NOW)
    assert span == ingest(desk.desk, desk.store, file, "gacc-imports", NOW, None, span).batch.period
    file.write_bytes(written(COPPER).encode("gb18030"))
    with pytest.raises(SourceChanged, match="its rows name their months"):
        ingest(desk.desk, desk.store, file, "gacc-imports", NOW, None, span)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("kind: gacc, currency: USD", "has no flow"),
        ("kind: gacc, flow: import", "has no currency"),
        ("kind: gacc, flow: import, currency: USD, delimiter: ;", "is not a key of kind: gacc"),
    ],
)
def test_what_no_file_says_is_declared(tmp_path: Path, settings: str, words: str) -> None:
    """A source of customs has its flow and its currency, and no keys of a table."""
    gacc_desk(tmp_path / "desk").store.close()
    file = tmp_path / "desk" / "desk.yaml"
    text = file.read_text("utf-8").replace(f"kind: gacc, flow: import, currency: USD, {COVERS}", settings)
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=words):
        open_desk(tmp_path / "desk", {})
