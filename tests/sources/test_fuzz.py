"""Broken bytes: whatever a reader is given, it answers with figures or with an error that names the file."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from generator.errors import SourceChanged
from generator.sources import SideLayout, TableLayout, layout_of, read, read_names
from generator.sources.comtrade_layout import LAYOUT as COMTRADE
from generator.sources.sdmx_messages import COMEXT
from generator.trade.codes import Flow
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.release import Coverage
from tests.name_lists import ENGLISH, of_customs, of_ones_own, of_the_un
from tests.sources.gacc_rows import COPPER, written
from tests.sources.gacc_rows import layout as gacc
from tests.sources.sdmx_samples import as_json, xml
from tests.sources.test_gacc_countries import FORMS as COUNTRIES
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


def figures(layout: TableLayout, raw: bytes, asked: tuple[Coverage, ...]) -> tuple[Observation, ...]:
    """Return the figures of a file that is read."""
    return read(layout_of(layout, raw, "f"), raw, "f", DAY, questions=asked).observations


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
    "the query platform": (gacc(), lambda _: written(COPPER).encode("gb18030"), ()),
    "a page of countries": (gacc(currency="CNY"), lambda _: COUNTRIES["page"], ()),
    "a workbook of countries": (gacc(currency="CNY"), lambda _: COUNTRIES["workbook"], ()),
}
CHINESE = {"26030000": "铜矿砂及其精矿", "74031111": "高纯阴极铜", "74040000": "铜废碎料"}
LISTS = {
    "customs, English": of_customs(ENGLISH | {"74040000": "Copper waste,\nand scrap"}),
    "customs, Chinese": of_customs(CHINESE, "zh"),
    "the UN": of_the_un({"74": "74 - Copper and articles thereof", "7404": "7404 - Copper; waste and scrap"}),
    "a table": of_ones_own({"74": "تانبا", "2603": "تانبے کی کچ دھات"}),
}


@pytest.mark.parametrize("name", WHOLE)
def test_broken_bytes_give_figures_or_an_error(name: str, shared_data: Path) -> None:
    """No other fault, no hang, and no figure that its own cell does not hold."""
    layout, whole, asked = WHOLE[name]
    for found in read_broken(name, whole(shared_data), lambda raw: figures(layout, raw, asked), layout.name):
        assert all(one.value is None or one.value >= 0 for one in found)
        assert all(one.cell.text or one.value is None for one in found)


@pytest.mark.parametrize("name", LISTS)
def test_a_broken_list_gives_names_or_an_error(name: str) -> None:
    """No other fault, no hang, and no name with a sign that does not print."""
    layout = SideLayout("names", "names", language="ur" if name == "a table" else "", at_least=1)
    for names in read_broken(
        name, LISTS[name], lambda raw: read_names(layout, raw, "f", None, DAY).observations, "names"
    ):
        assert all(one.words.replace("\u200c", "").isprintable() for one in names)
        assert len({one.code for one in names}) == len(names)


def read_broken(
    seed: str, whole: bytes, ask: Callable[[bytes], tuple[Any, ...]], source: str
) -> Iterator[tuple[Any, ...]]:
    """Yield what is read of `whole` whenever it is broken; an error names source and file, and comes at once."""
    chance = random.Random(seed)  # noqa: S311 -- a draw that can be repeated
    for _ in range(ROUNDS):
        raw, start, found, said = broken(whole, chance), time.monotonic(), None, f"{source}: f: "
        try:
            found = ask(raw)
        except SourceChanged as error:
            said = str(error)
        assert said.startswith(f"{source}: f: ")
        assert LONGEST > time.monotonic() - start
        if found is not None:
            yield found
