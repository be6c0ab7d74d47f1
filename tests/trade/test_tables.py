"""The packaged tables: what the publishers' tables say, and every partner that their figures have."""

import gzip
from pathlib import Path

import pandas as pd
import pytest

from generator.trade.codes import area, hs_code
from generator.trade.editions import packaged
from tests.trade.make_tables import TABLES, tables


def test_the_tables_are_made_from_the_published_ones(shared_data: Path) -> None:
    """Nobody mends a table by hand: it is made again, to the byte; how small it is packed is zlib's."""
    made = tables(shared_data)
    assert {name: unpacked(name, (TABLES / name).read_bytes()) for name in made} == {
        name: unpacked(name, content) for name, content in made.items()
    }


def unpacked(name: str, content: bytes) -> bytes:
    """Return what a table holds."""
    return gzip.decompress(content) if name.endswith(".gz") else content


def test_no_area_is_listed_twice() -> None:
    """Neither by number, nor, among those of today, by letters."""
    rows = [*packaged("economies.csv"), *packaged("areas.csv")]
    numbers, letters = [row[2] for row in rows], [row[0] for row in rows if not row[6]]
    assert (len(set(numbers)), len(set(letters))) == (len(numbers), len(letters))


@pytest.mark.parametrize(
    "files",
    [
        pytest.param("comtrade-monthly-hs03-2018-2020/*.csv.gz", marks=pytest.mark.long),
        "comtrade-china-pakistan-pair/*.csv",
    ],
)
def test_every_partner_and_code_of_real_figures_is_known(shared_data: Path, files: str) -> None:
    """By the number, letters and name that the UN's replies give it; bunkers and free zones are groups."""
    columns = ["partnerCode", "partnerISO", "cmdCode", "classificationCode"]
    every = [pd.read_csv(path, dtype=str, usecols=columns)[columns] for path in sorted(shared_data.glob(files))]
    rows = pd.concat(every).drop_duplicates().itertuples(index=False)
    assert [] == [row for row in rows if area(row[0]).iso3 != row[1].strip() or hs_code(row[2], row[3]) != row[2]]
