"""The audit reads the query platform's files with its own code: encoding, last comma, value, weight."""

from decimal import Decimal

import pytest

from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.document_sheets import DocumentSheet
from generator.sources import TableLayout, layout_of, layout_of_period
from generator.trade.period import Period
from tests.sources.gacc_rows import COPPER, ENGLISH, HEADER, batch, layout, written

PARTIES = ("CHN", "PAK", "M")
CATHODES = ("202512", "74031111", "精炼铜阴极", "127", "巴基斯坦", "12", "件", "260000", "千克", "2,611,000")
CANARIES = ("202512", "74031111", "精炼铜阴极", "207", "加那利群岛", "1", "件", "900", "千克", "1,000")


def sheet(raw: bytes, told: TableLayout | None = None) -> DocumentSheet:
    """Return the auditor's reading of a file under what claims.json says of it."""
    return DocumentSheet.of(
        layout_of(told or layout(), raw, "query").as_data() | {"covers": "listed", "refused": []}, raw
    )


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("header", [HEADER, ENGLISH])
def test_every_cell_is_found_in_every_encoding(encoding: str, header: tuple[str, ...]) -> None:
    """The same value and weight as the reader's, at the same place, by other code."""
    raw = written(COPPER, CATHODES, header=header).encode(encoding)
    audited = sheet(raw)
    for one in batch(raw).observations:
        assert one.weight
        row = audited.rows[one.cell.row]
        assert (one.cell.column, one.weight.cell.column) == (audited.column("money", row), audited.column("kg", row))
        assert (one.cell.text, one.weight.cell.text) == (row[one.cell.column], row[one.weight.cell.column])
        kilograms = audited.value(row[one.weight.cell.column]) * (audited.multiplier(row, "kg") or 0)
        assert (one.value, one.weight.value) == (audited.value(row[one.cell.column]), kilograms)


def test_rows_that_are_passed_over_are_passed_over_twice() -> None:
    """Spain's islands are no figure of Pakistan, nor of anybody."""
    releases = CustomsReleases.of({"file": sheet(written(COPPER, CATHODES, CANARIES).encode("gb18030"))})
    assert {(PARTIES, "26030000"), (PARTIES, "74031111")} == set(releases.rows)
    assert Decimal(2_611_000) == releases.value(PARTIES, "74031111", Period.parse("2025-12"))


def test_a_period_that_a_person_said_is_the_audits_too() -> None:
    """The file has no column for it; claims.json does."""
    raw, span = written(COPPER[1:], header=HEADER[1:]).encode("gb18030"), Period.parse("2025-01..2025-03")
    releases = CustomsReleases.of({"file": sheet(raw, layout_of_period(layout(), span))})
    assert Decimal(2_110_900) == releases.value(PARTIES, "26030000", span)
