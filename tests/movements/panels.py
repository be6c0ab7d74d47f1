"""Small panels typed in a test: values by code, oldest first, and calm months to stand beside what happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from zlib import crc32

import numpy as np

from generator.movements import Thresholds
from generator.movements.edition_memory import Memory
from generator.movements.metric_values import row
from generator.movements.panel import CodeBreak, Floats, Panel
from generator.movements.picks import PanelPicks, picks
from generator.movements.snapshot import Snapshot, snapshot_of
from generator.trade.period import Period

MILLION = 1_000_000.0
NOISE = 0.06  # of a calm month, as a logarithm
Columns = Mapping[str, Sequence[float] | Floats]
LINES = [f"{chapter}{heading:02d}" for chapter in (26, 74, 76, 84) for heading in range(3, 8)]
NEW_YEARS = {2024: date(2024, 2, 10), 2025: date(2025, 1, 29), 2026: date(2026, 2, 17)}


def calm(code: str, level: float, months: int = 72, noise: float = NOISE) -> Floats:
    """Return months of one line in whole dollars around `level`, always the same ones for a code."""
    chance = np.random.default_rng(crc32(code.encode()))
    return np.round(level * np.exp(noise * chance.standard_normal(months)))


def lines(months: int = 72, **factors: float) -> dict[str, Floats]:
    """Return calm lines, of which some are so many times their usual in the last month: _7403=3."""
    columns = {code: calm(code, 20 * MILLION * int(code[2:]), months) for code in LINES}
    for name, factor in factors.items():
        columns[name.removeprefix("_")][-1] *= factor
    return columns


def summed(lines: Columns) -> dict[str, Floats]:
    """Return the lines with their chapters and the total."""
    found = {code: np.asarray(values, dtype=float) for code, values in lines.items()}
    chapters = {
        chapter: np.sum([values for code, values in found.items() if code[:2] == chapter], axis=0)
        for chapter in sorted({code[:2] for code in found if len(code) > 2})
    }
    alone = [values for code, values in found.items() if len(code) == 2]
    return {"total": np.sum([*chapters.values(), *alone], axis=0), **chapters, **found}


def parent_of(code: str, codes: Sequence[str]) -> str | None:
    """Return the longest other code that `code` begins with, else the total."""
    above = [one for one in codes if one != code and code.startswith(one)]
    return max(above, key=len, default="total" if "total" in codes and code != "total" else None)


def made(
    columns: Columns,
    end: str = "2025-12",
    *,
    quantity: Columns | None = None,
    unit: Mapping[str, Sequence[str]] | None = None,
    status: Mapping[str, str] | None = None,
    breaks: Sequence[CodeBreak] = (),
    lunar: Mapping[int, date] | None = None,
    combined: Sequence[str] = (),
) -> Panel:
    """Return the panel whose newest row is `end`, its columns in order of their codes.

    `quantity` is in kg unless `unit` names the units row by row; `status` is of the newest row; a February in
    `combined` stands for two months.
    """
    codes = tuple(sorted(columns))
    places = {code: at for at, code in enumerate(codes)}
    value = np.column_stack([np.asarray(columns[code], dtype=float) for code in codes])
    last = Period.parse(end)
    first, units = last.step(1 - len(value)), ("", "kg", "t")
    weights, kinds = np.full(value.shape, np.nan), np.zeros(value.shape, dtype=np.int16)
    for code, amounts in (quantity or {}).items():
        weights[:, places[code]] = amounts
        kinds[:, places[code]] = [units.index(one) for one in (unit or {}).get(code, ["kg"] * len(value))]
    marks = np.zeros(value.shape, dtype=np.uint8)
    for code, letter in (status or {}).items():
        marks[-1, places[code]] = ord(letter)
    together = [Period.parse(one).first - first.first for one in combined]
    return Panel(
        frequency=last.frequency,
        first=first,
        codes=codes,
        levels=tuple("total" if code == "total" else f"hs{len(code)}" for code in codes),
        parents=np.array([places.get(parent_of(code, codes) or "", -1) for code in codes], dtype=np.intp),
        value=value,
        quantity=weights,
        unit=kinds,
        units=units,
        status=marks,
        released=np.ones(len(value), dtype=bool),
        combined=np.isin(np.arange(len(value)), together),
        lunar=lunar or {},
        decimals=2,
        breaks=tuple(breaks),
    )


def picked(
    panel: Panel,
    period: str | None = None,
    *,
    rules: object = None,
    previous: Panel | None = None,
    memory: Memory | None = None,
) -> PanelPicks:
    """Return the picks of a period, the newest unless it is named; `rules` are thresholds over the packaged ones."""
    asked = Period.parse(period) if period else panel.period(len(panel.value) - 1)
    return picks(panel, asked, Thresholds.read(rules).of_panel(panel.currency), previous=previous, memory=memory)


def before(panel: Panel, changes: Mapping[tuple[str, int], float]) -> Panel:
    """Return the edition before: without the newest row, and with so many times the values at some places."""
    value = panel.value.copy()
    for (code, at), factor in changes.items():
        value[at, panel.places[code]] *= factor
    return replace(panel, value=value).until(len(value) - 2)


def newest(panel: Panel, rules: object = None) -> Snapshot:
    """Return what is measured in the last row."""
    return snapshot_of(panel, len(panel.value) - 1, Thresholds.read(rules).of_panel(panel.currency))


def said(found: Snapshot, name: str, code: str = "74") -> float | str:
    """Return a metric of a series, or the reason of its null."""
    value = row(found, found.panel.places[code]).metric(name)
    return value.reason if value.value is None else float(value.value)


def told(found: PanelPicks) -> list[tuple[str, str, str]]:
    """Return series, kind and direction of what is told, in order."""
    return [(one.series, one.kind, one.direction) for one in found.picks]
