"""Reporter, partner, flow and HS code: each refuses what it cannot be.

The tables ship with the package (`tables/README.md` says where they come from) and are the only thing read here.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Flow(StrEnum):
    """Direction of trade as the reporter sees it."""

    IMPORT = "M"
    EXPORT = "X"
    RE_IMPORT = "RM"
    RE_EXPORT = "RX"

    @classmethod
    def of(cls, word: str) -> Flow:
        """Return the flow that `word` names: a letter as above or `import`, `export`, `re-import`, `re-export`."""
        return _FLOW_WORDS.get(word.strip().lower()) or cls(word.strip().upper())

    @property
    def opposite(self) -> Flow:
        """The flow that goes the other way: exports for imports, re-exports for re-imports."""
        ways = {Flow.IMPORT: Flow.EXPORT, Flow.RE_IMPORT: Flow.RE_EXPORT}
        return (ways | {out: way for way, out in ways.items()})[self]

    @property
    def valuation(self) -> str:
        """`CIF` for goods that come in, `FOB` for goods that go out: the rule of IMTS 2010, 4.4."""
        return "CIF" if self in (Flow.IMPORT, Flow.RE_IMPORT) else "FOB"


_FLOW_WORDS = {
    "import": Flow.IMPORT,
    "imports": Flow.IMPORT,
    "export": Flow.EXPORT,
    "exports": Flow.EXPORT,
    "re-import": Flow.RE_IMPORT,
    "re-export": Flow.RE_EXPORT,
}


# Where business stops for the Lunar New Year: single Januaries and Februaries cannot be compared (docs/movements.md).
LUNAR = frozenset({"CHN", "HKG", "MAC", "TWN", "SGP", "VNM"})


@dataclass(frozen=True)
class Economy:
    """One row of the UN list of reporters: ISO 3166 letters, M49 number, English name."""

    iso3: str
    iso2: str
    m49: str
    name: str


def _table(name: str) -> list[dict[str, str]]:
    text = files("generator.trade").joinpath("tables", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def economies() -> dict[str, Economy]:
    """Return economies by every code they go by (ISO3, ISO2, M49); `NA` is Namibia."""
    rows = [Economy(**row) for row in _table("economies.csv")]
    return {code: row for row in rows for code in (row.iso3, row.iso2, row.m49)}


def economy(code: str) -> Economy:
    """Return the economy that `code` names, or raise ValueError."""
    try:
        return economies()[code.strip().upper()]
    except KeyError:
        msg = f"{code!r} is no economy; write an ISO code such as CHN or CN"
        raise ValueError(msg) from None


@cache
def nomenclature() -> dict[str, str]:
    """Return HS2022: chapter, heading or subheading ("74", "2603", "260300") to its published description."""
    return {row["code"]: row["description"] for row in _table("hs2022.csv")}


def hs_code(text: str) -> str:
    """Return `text` as an HS2022 code of 2, 4 or 6 digits, or raise ValueError."""
    code = text.strip()
    if code not in nomenclature() or not code.isdigit():
        msg = f"{text!r} is no HS2022 code of 2, 4 or 6 digits"
        raise ValueError(msg)
    return code


def is_within(code: str, parent: str) -> bool:
    """Say whether `code` is `parent` or stands under it: the nomenclature nests by prefix."""
    return code.startswith(parent)
