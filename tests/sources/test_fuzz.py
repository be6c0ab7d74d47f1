"""Broken bytes: whatever a reader is given, it answers with figures or with an error that names the file."""

import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator.errors import SourceChanged
from generator.sources import TableLayout, as_written, read
from generator.sources.comtrade_layout import LAYOUT as COMTRADE
from generator.sources.sdmx_messages import COMEXT
from generator.trade.codes import Flow
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.release import Coverage
from tests.sources.sdmx_samples import as_json, xml
from tests.sources.typed_samples import PARQUET, TYPED, XLSX, book, parquet, saved
from tests.sources.typed_samples import ROWS as WORKBOOK

DAY = date(2026, 1, 20)
LONGEST = 5.0  # seconds for one of these small files, on a busy machine: a reader that hangs takes for ever
ROUNDS = 60
MARKS = [
    b"",
    b'"',
    b",",
    b"\n",
    b"\x00",
    b"\xff",
    b"{",
    b"]",
    b"NaN",
    b"1e400",
    b"\xe2\x80\xae",
    b"-",
    b"\t",
    b"\x1f\x8b",
]
ASKED = Coverage("CHN", "PAK", Flow.IMPORT, (), (Period.parse("2019-01"),))
TABLE = TableLayout(
    "table",
    {"period": "period", "code": "code", "value": "value", "quantity": "kg"},
    reporter="CHN",
    partner="PAK",
    flow="import",
    grouping=",",
    quantity_unit="kg",
)
ROWS = b'period,code,value,kg\n2025-12,7403,"1,234.50",10\n2025-11,2603,5,\n'


def broken(whole: bytes, chance: random.Random) -> bytes:
    """Return `whole` with some bytes changed, cut off, doubled, or marks put in."""
    found = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found) + 1)
        match chance.randrange(5):
            case 0:
                found[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del found[at : at + chance.randint(1, 400)]
            case 2:
                found[at:at] = chance.choice(MARKS)
            case 3:
                found[at:at] = found[at : at + chance.randint(1, 200)]
            case _:
                del found[at : at + chance.choice((1, 1, len(found)))]
    return bytes(found)


def answer(shared: Path) -> bytes:
    """Return an answer of UN Comtrade."""
    return (shared / "comtrade-china-pakistan-pair" / "api-envelope-json" / "chn_pak_M_201901.json").read_bytes()


def records(shared: Path) -> bytes:
    """Return thirty of its records as CSV."""
    lines = (shared / "comtrade-china-pakistan-pair" / "chn_reporter_pak_partner_2010_2020.csv").read_bytes()
    return b"".join(lines.splitlines(keepends=True)[:31])


def outcome(layout: TableLayout, raw: bytes, asked: tuple[Coverage, ...]) -> tuple[str, tuple[Observation, ...]]:
    """Return the error of a refused file, or "" and the figures of one that is read; another fault goes on."""
    try:
        return "", read(as_written(layout, raw, "f"), raw, "f", DAY, asked=asked).observations
    except SourceChanged as error:
        return str(error), ()


def made(query: str) -> bytes:
    """Return the result of a query as Parquet."""
    with TemporaryDirectory() as folder:
        return parquet(Path(folder), query)


WHOLE: dict[str, tuple[TableLayout, Callable[[Path], bytes], tuple[Coverage, ...]]] = {
    "a table": (TABLE, lambda _: ROWS, ()),
    "an answer": (COMTRADE, answer, (ASKED,)),
    "records": (COMTRADE, records, ()),
    "a workbook": (XLSX, lambda _: saved(book(*WORKBOOK)), ()),
    "Parquet": (PARQUET, lambda _: made(TYPED), ()),
    "SDMX-ML": (COMEXT, lambda _: xml("StructureSpecificData"), ()),
    "generic SDMX-ML": (COMEXT, lambda _: xml("GenericData"), ()),
    "SDMX-JSON": (COMEXT, lambda _: as_json(), ()),
}


@pytest.mark.parametrize("name", WHOLE)
def test_broken_bytes_give_figures_or_an_error(name: str, shared_data: Path) -> None:
    """No other fault, no hang, and no figure that its own cell does not hold."""
    layout, whole, asked = WHOLE[name]
    raw, chance = whole(shared_data), random.Random(name)  # noqa: S311 -- a draw that can be repeated
    for _ in range(ROUNDS):
        bytes_now, start = broken(raw, chance), time.monotonic()
        said, figures = outcome(layout, bytes_now, asked)
        assert not said or said.startswith(f"{layout.name}: f: ")
        assert all(one.value is None or one.value >= 0 for one in figures)
        assert LONGEST > time.monotonic() - start
