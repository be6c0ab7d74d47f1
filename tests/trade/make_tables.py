"""Make the code tables of `generator/trade/tables` from the published ones in `../shared/data`: run by hand.

    python tests/trade/make_tables.py ../shared/data

`test_tables.py` asks for the same bytes, so that no table is changed by hand.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

TABLES = Path(__file__).parents[2] / "generator" / "trade" / "tables"
_SUBHEADING = 6  # digits
_DASHES = re.compile(r"^-+ *|(?<=:)-+(?= )")  # how deep an entry of an old list stands
_ALWAYS = "1900-01-01"  # how the list says that it knows no first day
Rows = Iterable[Iterable[object]]


def tables(data: Path) -> dict[str, bytes]:
    """Return the tables by file name, as they are packaged; `data` holds the published ones."""
    names, pairs = data / "hs-nomenclature", data / "hs-nomenclature" / "correlation"
    newer = _pairs(pairs / "HS 2022 to HS 2017 ConversionAndCorrelationTables.xlsx")
    older = _pairs(pairs / "HS 2017 to HS 2012 ConversionAndCorrelationTables.xlsx")
    header = ("newer", "older", "relationship")
    return {
        "hs.csv": _written(("code", "editions", "description"), _nomenclature(names, data, older)),
        "hs2022-hs2017.csv.gz": _packed(_written(header, newer)),
        "hs2017-hs2012.csv.gz": _packed(_written(header, older)),
        "economies.csv": _written(
            ("iso3", "iso2", "m49", "name", "kind", "since", "until"),
            sorted(_reporters(data / "comtrade-reference" / "Reporters.json")),
        ),
    }


def _nomenclature(names: Path, data: Path, older: Rows) -> Iterator[tuple[str, str, str]]:
    """Yield code, the editions that describe it so (by the UN's letters), description; no edition: before HS2012."""
    described = {"H6": _book(names / "HS2022.xlsx"), "H5": _book(names / "HS2017.xlsx")}
    described["H6"] |= _open_data(names / "harmonized-system.csv")
    combined = _combined(data / "comtrade-reference" / "HS.json")
    subheadings = {str(pair[1]) for pair in map(tuple, older)}
    codes = {code[:digits] for code in subheadings for digits in (2, 4, 6)}
    described["H4"] = {code: described["H5"].get(code) or combined[code] for code in codes}
    known = set().union(*described.values())
    for code in sorted(combined.keys() | known):
        said: dict[str, list[str]] = {}
        for letters, book in described.items():
            if code in book:
                said.setdefault(book[code], []).append(letters)
        for description, letters_of_it in said.items():
            yield code, " ".join(letters_of_it), description
        if code not in known:
            yield code, "", combined[code]


def _book(path: Path) -> dict[str, str]:
    """Return a table of the UN by code, the code in front of each description taken off."""
    with closing(load_workbook(path, read_only=True)) as book:
        rows = book.worksheets[0].iter_rows(min_row=2, max_col=2, values_only=True)
        return _by_code((str(code), str(text)) for code, text in rows)


def _combined(path: Path) -> dict[str, str]:
    """Return the UN's list of all editions together, which keeps the dead codes."""
    rows = json.loads(path.read_text(encoding="utf-8-sig"))["results"]
    return {code: _DASHES.sub("", text) for code, text in _by_code((row["id"], row["text"]) for row in rows).items()}


def _by_code(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    even = ((code, text) for code, text in rows if code.isdigit() and len(code) % 2 == 0)
    return {code: " ".join(text.removeprefix(f"{code} - ").split()) for code, text in even}


def _open_data(path: Path) -> dict[str, str]:
    """Return HS2022 as the open data set has it: its licence is the plainest, so its wording stands."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["hscode"]: row["description"].strip() for row in csv.DictReader(file) if row["hscode"].isdigit()}


def _pairs(path: Path) -> list[tuple[str, str, str]]:
    """Return the sheet of correlations: newer code, older code, relationship."""
    with closing(load_workbook(path, read_only=True)) as book:
        rows = book["Correlation Tables"].iter_rows(max_col=3, values_only=True)
        cells = (tuple(str(cell).strip() for cell in row) for row in rows)
        return [(a, b, how) for a, b, how in cells if a.isdigit() and len(a) == len(b) == _SUBHEADING]


def _reporters(path: Path) -> Iterator[tuple[str, ...]]:
    for row in json.loads(path.read_text(encoding="utf-8-sig"))["results"]:
        yield (
            row["reporterCodeIsoAlpha3"].strip(),
            row.get("reporterCodeIsoAlpha2", "").strip(),
            str(row["reporterCode"]),
            row["reporterDesc"],
            "group" if row["isGroup"] else "economy",
            _day(row, "entryEffectiveDate"),
            _day(row, "entryExpiredDate"),
        )


def _day(row: Mapping[str, Any], key: str) -> str:
    day = str(row.get(key, ""))[:10]
    return "" if day == _ALWAYS else day


def _written(header: tuple[str, ...], rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _packed(raw: bytes) -> bytes:
    return gzip.compress(raw, mtime=0)


if __name__ == "__main__":
    for name, raw in tables(Path(sys.argv[1])).items():
        (TABLES / name).write_bytes(raw)
