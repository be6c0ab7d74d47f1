"""A bare table typed in a test, and what the engine or the command line says of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests import program

HEADER = "series,level,parent,period,value_usd,quantity,quantity_unit,status"
CODES = "7403", "7404", "7408", "7601", "7602", "7604"
YEARS = range(2019, 2026)
WOBBLE = (
    100,
    103,
    98,
    101,
    97,
    104,
    99,
    102,
    96,
    105,
    100,
    98,
    103,
)  # per cent of a usual month; 13 do not make a year


def months() -> list[str]:
    """Return the months of seven years."""
    return [f"{year}-{month:02d}" for year in YEARS for month in range(1, 13)]


def rows(changes: Mapping[tuple[str, str], float] | None = None, times: Sequence[str] | None = None) -> list[str]:
    """Return the rows of six headings in two chapters and their total; `changes` are factors by series and period."""
    found, changed = [], changes or {}
    for at, when in enumerate(times or months()):
        sums: dict[str, int] = {}
        for place, code in enumerate(CODES):
            usual = 200_000 * (place + 1) * WOBBLE[(at + 5 * place) % len(WOBBLE)]
            value = round(usual * changed.get((code, when), 1))
            found.append(f"{code},hs4,{code[:2]},{when},{value},{usual // 4},kg,F")
            for above in (code[:2], "total"):
                sums[above] = sums.get(above, 0) + value
        found += [f"{code},hs2,total,{when},{sums[code]},,,F" for code in ("74", "76")]
        found.append(f"total,total,,{when},{sums['total']},,,F")
    return found


def table(folder: Path, lines: Sequence[str], name: str = "table.csv", header: str = HEADER) -> Path:
    """Write a table."""
    file = folder / name
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return file


def sidecar(folder: Path, data: object) -> Path:
    """Write a sidecar."""
    file = folder / "meta.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


def run(*arguments: object) -> tuple[int, list[str]]:
    """Run `tradebrief movements`; return its exit code and the lines that it printed."""
    done = program.run("movements", *arguments)
    return done.code, done.lines
