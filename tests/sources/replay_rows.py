"""Rows that the replay server answers from: published ones beside the checkout, read only as far as asked, or made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import duckdb

Row = dict[str, Any]
_WHOLE = {"refPeriodId", "refYear", "refMonth", "reporterCode", "partnerCode", "partner2Code", "aggrLevel", "motCode"}
_WHOLE |= {"qtyUnitCode", "altQtyUnitCode", "legacyEstimationFlag"}
_DECIMAL = {"qty", "altQty", "netWgt", "grossWgt", "cifvalue", "fobvalue", "primaryValue"}
_HS03_YEARS = range(2018, 2021)
_CHINA, _PAKISTAN = "156", "586"


@dataclass(frozen=True)
class Wanted:
    """What a query names; an empty list is every one. `AG6` among the codes is every subheading."""

    frequency: str = "M"
    reporters: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()

    def has(self, row: Row) -> bool:
        """Say whether the query wants `row`."""
        code = row["cmdCode"]
        return (
            row["freqCode"] == self.frequency
            and _in(str(row["reporterCode"]), self.reporters)
            and _in(str(row["partnerCode"]), self.partners)
            and _in(row["period"], self.periods)
            and _in(row["flowCode"], self.flows)
            and (_in(code, self.codes) or (code.isdigit() and f"AG{len(code)}" in self.codes))
        )


def _in(value: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or value in wanted


class Rows(Protocol):
    """Where rows come from."""

    def select(self, wanted: Wanted) -> list[Row]:
        """Return the rows that a query wants."""

    def datasets(self, wanted: Wanted) -> dict[tuple[str, str, str], int]:
        """Return how many rows each reporter's period has in each nomenclature, of the reporters and periods wanted."""


@dataclass
class MadeRows:
    """Rows that a test wrote; `empty` are periods that are out, with no row."""

    rows: list[Row]
    empty: list[tuple[str, str, str]] = field(default_factory=list)

    def select(self, wanted: Wanted) -> list[Row]:
        """Return the rows that a query wants."""
        return [row for row in self.rows if wanted.has(row)]

    def datasets(self, wanted: Wanted) -> dict[tuple[str, str, str], int]:
        """Return how many rows each period has."""
        return _counted(self.rows, wanted) | {one: 0 for one in self.empty if _in(one[0], wanted.reporters)}


@cache
def published(folder: Path) -> SharedRows:
    """Return the rows of `folder`, one for the process: what it has read of them, four seconds of work, it keeps."""
    return SharedRows(folder)


class SharedRows:
    """The rows of the folder beside the checkout: the pair China-Pakistan, fish of 2018-2020, a few samples."""

    def __init__(self, folder: Path) -> None:
        """Read nothing yet."""
        self._folder = folder
        self._of_year = cache(self._read_year)
        self._of_pair = cache(self._read_pair)
        self._counts = cache(self._count_year)
        self._samples = cache(self._read_samples)

    def select(self, wanted: Wanted) -> list[Row]:
        """Return the rows that a query wants."""
        return [row for row in self._near(wanted) if wanted.has(row)]

    def datasets(self, wanted: Wanted) -> dict[tuple[str, str, str], int]:
        """Return how many rows each reporter's period has in each nomenclature."""
        if wanted.frequency == "A":
            return _counted(self._samples(), wanted)
        found = _counted([*self._of_pair(_CHINA), *self._of_pair(_PAKISTAN), *self._samples()], wanted)
        for year in _HS03_YEARS:
            if not wanted.periods or any(period.startswith(str(year)) for period in wanted.periods):
                found |= {
                    one: count
                    for one, count in self._counts(year).items()
                    if _in(one[0], wanted.reporters) and _in(one[1], wanted.periods)
                }
        return found

    def _near(self, wanted: Wanted) -> Iterable[Row]:
        """Yield the rows of the smallest files that hold all that is wanted."""
        yield from self._samples()
        if wanted.frequency == "A":
            return
        for reporter in wanted.reporters:
            small = reporter == _PAKISTAN or (reporter == _CHINA and wanted.partners == (_PAKISTAN,))
            years = {int(period[:4]) for period in wanted.periods}
            if reporter in {_CHINA, _PAKISTAN}:
                yield from (row for row in self._of_pair(reporter) if small or row["refYear"] not in _HS03_YEARS)
            if not small:
                for year in sorted(years & set(_HS03_YEARS)):
                    yield from self._of_year(year, reporter)

    def _read_pair(self, reporter: str) -> list[Row]:
        names = {
            _CHINA: "chn_reporter_pak_partner_2010_2020.csv",
            _PAKISTAN: "pak_reporter_all_partners_2016_2020.csv",
        }
        return _read(self._folder / "comtrade-china-pakistan-pair" / names[reporter], "true")

    def _hs03(self, year: int) -> Path:
        return self._folder / "comtrade-monthly-hs03-2018-2020" / f"comtrade_C_M_HS_{year}.csv.gz"

    def _read_year(self, year: int, reporter: str) -> list[Row]:
        return _read(self._hs03(year), f"reporterCode = '{int(reporter)}'")

    def _count_year(self, year: int) -> dict[tuple[str, str, str], int]:
        columns = "reporterCode, period, classificationCode"
        found = duckdb.execute(
            f"SELECT {columns}, count(*) FROM read_csv(?, all_varchar=true) GROUP BY {columns}",  # noqa: S608 -- constants
            [str(self._hs03(year))],
        )
        return {(reporter, period, edition): count for reporter, period, edition, count in found.fetchall()}

    def _read_samples(self) -> list[Row]:
        folder = self._folder / "comtrade-api-samples"
        names = ("get_C_A_HS_CHN_ARG-DEU_2010.json", "preview_C_M_HS_CHN_W_2818_202412_stored.json")
        return [row for name in names for row in json.loads((folder / name).read_text(encoding="utf-8"))["data"]]


def _read(path: Path, condition: str) -> list[Row]:
    found = duckdb.execute(f"SELECT * FROM read_csv(?, all_varchar=true) WHERE {condition}", [str(path)])  # noqa: S608
    names = [column[0] for column in found.description or ()]
    return [{name: _typed(name, text) for name, text in zip(names, row, strict=True)} for row in found.fetchall()]


def _typed(name: str, text: str | None) -> object:
    if text is None:
        return None
    if name in _WHOLE:
        return int(text)
    if name in _DECIMAL:
        return float(text)
    return text == "True" if name.startswith("is") else text


def _counted(rows: Iterable[Mapping[str, Any]], wanted: Wanted) -> dict[tuple[str, str, str], int]:
    counts: dict[tuple[str, str, str], int] = {}
    for row in rows:
        one = (str(row["reporterCode"]), row["period"], row["classificationCode"])
        if row["freqCode"] == wanted.frequency and _in(one[0], wanted.reporters) and _in(one[1], wanted.periods):
            counts[one] = counts.get(one, 0) + 1
    return counts
