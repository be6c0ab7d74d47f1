"""A panel as files: the long table, its sidecar, the edition before, and what is true."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.panels.months import NEW_YEARS, Matrix, written
from tests.panels.panel import TONNES, UNITS, Panel

COLUMNS = ("series", "level", "parent", "period", "value_usd", "quantity", "quantity_unit", "status")
PARTLY = 0.1  # a code above is incomplete where this part of it is


def write(panel: Panel, folder: Path) -> None:
    """Write panel.csv, meta.json, previous.csv and truth.json."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_rows(folder / "panel.csv", COLUMNS, rows(panel))
    _write_rows(folder / "previous.csv", ("series", "period", "value_usd"), _previous(panel))
    for name, content in (("meta.json", meta(panel)), ("truth.json", panel.as_json())):
        (folder / name).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def meta(panel: Panel) -> dict[str, Any]:
    """Return the sidecar."""
    about: dict[str, Any] = {
        "reference_period": panel.period,
        "currency": "USD",
        "flow": "M",
        "value_unit": "usd",
        "levels": list(dict.fromkeys(panel.tree.levels)),
        "status": {"F": "final", "P": "provisional", "X": "incomplete month", "C": "confidential"},
        "hs_breaks": panel.breaks,
        "lunar": panel.lunar,
    }
    return about | (
        {"lunar_new_year": {str(year): day.isoformat() for year, day in NEW_YEARS.items()}} if panel.lunar else {}
    )


def rows(panel: Panel) -> Iterator[tuple[str, ...]]:
    """Yield the table's rows, by month, then by code; no trade is no row, what is withheld has no figure."""
    value, (quantity, unit), status = panel.tree.sums(panel.value), quantities(panel), statuses(panel)
    named = list(zip(panel.tree.codes, panel.tree.levels, panel.tree.parents, strict=True))
    for row in range(panel.last + 1):
        period = written(panel.first + row)
        for at in np.flatnonzero(value[row]):
            if (letter := str(status[row, at])) == "C":
                figures = ("", "", "")
            else:
                weight = f"{quantity[row, at]:.3f}" if unit[row, at] else ""
                figures = (str(int(value[row, at])), weight, UNITS[unit[row, at]])
            yield (*named[at], period, *figures, letter)


def quantities(panel: Panel) -> tuple[Matrix, NDArray[np.int8]]:
    """Return quantity and unit of each code; a parent has them where all its trade has one unit."""
    traded, sums = panel.value > 0, panel.tree.sums
    leaf = panel.value / panel.unit_value * panel.counted
    leaf = np.where(panel.unit == TONNES, leaf / 1000, leaf)
    every = sums(traded.astype(float))
    unit = np.zeros(every.shape, np.int8)
    for one in range(1, len(UNITS)):
        unit[(sums((traded & (panel.unit == one)).astype(float)) == every) & (every > 0)] = one
    return sums(leaf), unit


def statuses(panel: Panel) -> NDArray[np.str_]:
    """Return the status of each code: a leaf's own; above, that of its months, or X where a tenth is incomplete."""
    tree = panel.tree
    base = np.vstack([panel.value[:12], panel.value[:-12]])
    late = tree.sums(np.where(panel.status == "X", base, 0)) > PARTLY * np.maximum(tree.sums(base), 1)
    newest = np.arange(panel.last + 1)[:, None] > panel.last - 2
    status = np.where(late, "X", np.where(newest, "P", "F"))
    status[:, tree.leaves] = panel.status
    return status


def _previous(panel: Panel) -> Iterator[tuple[str, ...]]:
    value, withheld = panel.tree.sums(panel.previous), np.zeros(len(panel.tree.codes), bool)
    for row in range(panel.last):
        withheld[panel.tree.leaves] = panel.status[row] == "C"
        for at in np.flatnonzero((value[row] > 0) & ~withheld):
            yield panel.tree.codes[at], written(panel.first + row), str(int(value[row, at]))


def _write_rows(file: Path, columns: tuple[str, ...], lines: Iterator[tuple[str, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)
