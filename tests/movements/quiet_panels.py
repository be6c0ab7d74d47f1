"""Quiet panels of many kinds: levels of any size, chance around them, and nothing that happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from generator.movements.panel import Floats, Panel
from generator.trade.period import Period

Chance = np.random.Generator
Noise = Callable[[Chance, int, int], Floats]
FIRST = {"monthly": "2015-01", "annual": "1990", "quarterly": "2000-Q1"}


def even(chance: Chance, rows: int, lines: int) -> Floats:
    """Return normal noise, of one spread for all lines."""
    return chance.normal(0, 0.2, (rows, lines))


def light(chance: Chance, rows: int, lines: int) -> Floats:
    """Return normal noise of a tenth."""
    return chance.normal(0, 0.1, (rows, lines))


def uneven(chance: Chance, rows: int, lines: int) -> Floats:
    """Return noise of heavy tails (t, 3 degrees), calm in some lines and wild in others."""
    return chance.standard_t(3, (rows, lines)) * np.exp(chance.normal(-2, 0.6, lines))


def lasting(chance: Chance, rows: int, lines: int) -> Floats:
    """Return noise of which two thirds go on into the next period."""
    state, shocks = np.zeros((rows, lines)), chance.normal(0, 0.12, (rows, lines))
    for row in range(1, rows):
        state[row] = 2 / 3 * state[row - 1] + shocks[row]
    return state


def together(chance: Chance, rows: int, lines: int) -> Floats:
    """Return noise that all lines share in part."""
    return chance.normal(0, 0.15, (rows, lines)) + chance.normal(0, 0.06, (rows, 1))


def jumping(chance: Chance, rows: int, lines: int) -> Floats:
    """Return noise in which one month in a hundred is three times or a third of what it would be."""
    jumps = np.where(chance.random((rows, lines)) < 0.01, np.log(3), 0)
    noise = chance.normal(0, 0.15, (rows, lines))
    signed: Floats = jumps * chance.choice([-1, 1], (rows, lines))
    return noise + signed


@dataclass(frozen=True)
class Kind:
    """What a quiet panel is made of; `season` and `trend` are spreads over its lines, as logarithms."""

    lines: int
    rows: int
    noise: Noise
    season: float = 0.0
    trend: float = 0.0
    levels: int = 2
    frequency: str = "monthly"
    weighed: bool = False


KINDS: Mapping[str, Kind] = {
    "normal noise": Kind(290, 72, even),
    "normal noise, four levels": Kind(600, 72, even, levels=4),
    "heavy tails": Kind(400, 72, uneven, levels=3),
    "heavy tails, long": Kind(400, 130, uneven, levels=4),
    "heavy tails, short": Kind(400, 48, uneven),
    "many lines": Kind(2_000, 72, uneven, levels=4),
    "strong seasons": Kind(500, 72, even, season=0.8, levels=3),
    "trends": Kind(400, 72, even, trend=0.15),
    "noise that lasts": Kind(400, 130, lasting, levels=3),
    "common noise": Kind(400, 72, together, levels=4),
    "jumps as ever": Kind(400, 130, jumping, levels=3),
    "weights": Kind(400, 72, uneven, levels=3, weighed=True),
    "years": Kind(400, 30, uneven, levels=3, frequency="annual"),
    "quarters": Kind(400, 48, uneven, season=0.4, levels=3, frequency="quarterly"),
}


def quiet(kind: Kind, seed: int) -> Panel:
    """Return a panel of a kind in which nothing happens; the same seed gives the same one."""
    chance = np.random.default_rng([seed, kind.lines, kind.rows])
    year = {"monthly": 12, "quarterly": 4, "annual": 1}[kind.frequency]
    rows = np.arange(kind.rows)[:, np.newaxis]
    log: Floats = chance.normal(14.5, 1.5, kind.lines) + chance.normal(0, 1, kind.lines) * kind.trend * rows / year
    log += kind.season * chance.normal(0, 1, (year, kind.lines))[np.arange(kind.rows) % year]
    noisy: Floats = log + kind.noise(chance, kind.rows, kind.lines)
    value = np.exp(noisy).round()
    tonnes = value / np.exp(chance.normal(8, 1, kind.lines) + 0.6 * uneven(chance, kind.rows, kind.lines))
    return _panel(kind, value, tonnes if kind.weighed else tonnes * np.nan, _tree(kind))


def _tree(kind: Kind) -> list[list[int]]:
    """Return, for each level above the lines, in which of its codes each line is, the widest level first."""
    counts = [1, *(max(3, kind.lines // (60, 12)[at]) for at in range(kind.levels - 2))]
    return [[line * count // kind.lines for line in range(kind.lines)] for count in counts]


def _panel(kind: Kind, value: Floats, weight: Floats, tree: list[list[int]]) -> Panel:
    codes: list[str] = []
    levels: list[str] = []
    parents: list[int] = []
    columns, above = [], [-1] * kind.lines
    for depth, places in enumerate([*tree, list(range(kind.lines))]):
        start, count = len(codes), max(places) + 1
        sums = np.zeros((kind.rows, count))
        for line, place in enumerate(places):
            sums[:, place] += value[:, line]
        columns.append(sums)
        codes += [f"{depth}-{place:05}" for place in range(count)]
        levels += ["total" if depth == 0 else f"level {depth}"] * count
        parents += [above[places.index(place)] for place in range(count)]
        above = [start + place for place in places]
    every = np.column_stack(columns)
    weights = np.full(every.shape, np.nan)
    weights[:, -kind.lines :] = weight
    return Panel(
        frequency=kind.frequency,
        first=Period.parse(FIRST[kind.frequency]),
        codes=tuple(codes),
        levels=tuple(levels),
        parents=np.array(parents, dtype=np.intp),
        value=every,
        quantity=weights,
        unit=np.where(np.isnan(weights), 0, 1).astype(np.int16),
        units=("", "kg"),
        status=np.zeros(every.shape, dtype=np.uint8),
        released=np.ones(kind.rows, dtype=bool),
        combined=np.zeros(kind.rows, dtype=bool),
    )
