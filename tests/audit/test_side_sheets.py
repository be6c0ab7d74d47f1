"""The auditor's own reading of prices and rates finds every cell of the publishers' files where the reader found it."""

from datetime import date
from pathlib import Path

import pytest

from generator.audit.trace.price_trace import PriceSheet
from generator.sources import SideLayout, read_context
from tests.side_tables import PINK, RATES

FILES = [
    (PINK, SideLayout("pink-sheet", "prices")),
    (RATES / "monthly.csv", SideLayout("fred", "rates")),
    (RATES / "annual.csv", SideLayout("fred", "rates", "annual")),
    (RATES / "imf_exchangerates_A_ENDA_USD.csv", SideLayout("imf", "rates", "annual")),
]


@pytest.mark.parametrize(("file", "layout"), FILES)
def test_two_readings_of_a_file_agree(shared_data: Path, file: Path, layout: SideLayout) -> None:
    """Series, unit, period and text of each cell, read by two ways that share no code."""
    raw = (shared_data / file).read_bytes()
    sheet = PriceSheet.of(layout.as_data(), raw)
    batch = read_context(layout, raw, file.name, date(2026, 7, 21))
    told = [one for one in batch.observations if one.value is not None and "bolivares" not in one.unit]
    other = [
        one.cell.column
        for one in told
        if (said := sheet.cells.get((one.cell.row, one.cell.column))) is None
        or (said.series, said.unit, said.period, said.text) != (one.name, one.unit, str(one.period), one.cell.text)
    ]
    assert len(told) > 900
    assert [] == other
    assert sheet.day in {"", str(batch.released)}
