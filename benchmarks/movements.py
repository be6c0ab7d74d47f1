"""The engine on panels of many series (`make bench-movements`): 5,000 series of 120 months, twice as many, and fish.

    python -m benchmarks.movements          invented panels: seconds, and the ratio of twice the series
    python -m benchmarks.movements fish     three years of UN Comtrade's trade in fish, every reporter, partner and code

The invented figures are lognormal noise around levels of very different sizes; nothing is planted in them.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import numpy as np

from generator.movements import Thresholds
from generator.movements.panel import Panel
from generator.movements.picks import picks
from generator.trade.period import Period

FISH = Path(__file__).parents[2] / "shared" / "data" / "comtrade-monthly-hs03-2018-2020"
FIRST, MONTHS, LINES = Period.parse("2016-01"), 120, 5_000
CHAPTERS, HEADINGS = 60, 12  # of each
ROUNDS = 3


def invented(lines: int) -> Panel:
    """Return a panel of `lines` subheadings in headings in chapters in a total, 120 months."""
    dice = np.random.default_rng(7)
    size = np.exp(dice.normal(13, 2, lines))
    leaves = size * np.exp(dice.normal(0, 0.25, (MONTHS, lines)))
    heading = np.sort(dice.integers(0, CHAPTERS * HEADINGS, lines))
    sums = np.stack([np.bincount(heading, row, CHAPTERS * HEADINGS) for row in leaves])
    chapters = sums.reshape(MONTHS, CHAPTERS, HEADINGS).sum(axis=2)
    value = np.column_stack([chapters.sum(axis=1), chapters, sums, leaves]).round()
    parents = np.concatenate(
        [[-1], np.zeros(CHAPTERS), 1 + np.arange(CHAPTERS * HEADINGS) // HEADINGS, 1 + CHAPTERS + heading]
    )
    names = [("total", "total")]
    names += [(f"{at:02}", "hs2") for at in range(CHAPTERS)]
    names += [(f"{at // HEADINGS:02}{at % HEADINGS:02}", "hs4") for at in range(CHAPTERS * HEADINGS)]
    names += [(f"{at:06}", "hs6") for at in range(lines)]
    return _panel(FIRST, names, parents.astype(np.intp), value)


def fish() -> Panel:
    """Return every reporter's imports and exports of fish by partner and subheading, each a series, 2018 to 2020."""
    query = """
        SELECT reporterISO || flowCode || partnerISO || cmdCode AS series, period::INTEGER AS period,
            sum(primaryValue) AS value
        FROM read_csv($1, all_varchar = false) WHERE flowCode IN ('M', 'X') GROUP BY ALL"""
    files = [str(file) for file in sorted(FISH.glob("*.csv.gz"))]
    found: dict[str, Any] = duckdb.execute(query, [files]).fetchnumpy()
    codes, columns = np.unique(found["series"].astype(str), return_inverse=True)
    rows = found["period"] // 100 * 12 + found["period"] % 100 - 1
    value = np.zeros((36, len(codes)))
    value[rows - rows.min(), columns] = found["value"]
    names = [(code, "line") for code in codes.tolist()]
    return _panel(Period(int(rows.min()), 1), names, np.full(len(codes), -1), value)


def _panel(first: Period, names: list[tuple[str, str]], parents: np.ndarray, value: np.ndarray) -> Panel:
    nothing = np.zeros(value.shape)
    return Panel(
        frequency="monthly",
        first=first,
        codes=tuple(code for code, _ in names),
        levels=tuple(level for _, level in names),
        parents=parents.astype(np.intp),
        value=value,
        quantity=nothing * np.nan,
        unit=nothing.astype(np.int16),
        units=("",),
        status=nothing.astype(np.uint8),
        released=np.ones(len(value), dtype=bool),
        combined=np.zeros(len(value), dtype=bool),
    )


def seconds(panel: Panel) -> float:
    """Return how long the engine takes for the newest month."""
    start = time.perf_counter()
    picks(panel, panel.period(len(panel.value) - 1), Thresholds.read().of_panel())
    return time.perf_counter() - start


def main(what: str = "") -> None:
    """Print the seconds, and the ratio."""
    if what == "fish":
        panel = fish()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        took = seconds(panel)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(f"fish: {len(panel.codes):,} series in {took:.1f} s, {most} MiB (of which the panel {memory})")
        return
    panels = invented(LINES), invented(2 * LINES)
    times = [[seconds(panel) for panel in panels] for _ in range(ROUNDS)]
    one, two = (median(column) for column in zip(*times, strict=True))
    print(f"{LINES:,} lines × {MONTHS} months in {one:.2f} s; twice as many in {two:.2f} s = {two / one:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
