"""Trade by line and month: size, trend, seasons and noise, and in some lines a jump, a beginning, an end or a gap.

`drawing.py` asks for it. Amounts are whole cents of the desk's currency and whole kilograms; what a table prints of
them is rounded there. Nothing is fitted to what the program can tell.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.trade.period import Period
from tests.panels.months import holiday_share

Amount = tuple[int, int]  # cents, kilograms
Trade = Mapping[tuple[str, Period], Amount]
SHAPES = {
    "steady": 50,
    "jump": 9,
    "spike": 7,
    "flat": 5,
    "began": 8,
    "ended": 7,
    "pause": 5,
    "irregular": 6,
    "low base": 6,
}


@dataclass(frozen=True)
class Size:
    """How large the lines of a desk are: powers of ten of its currency a month, and how restless."""

    least: float
    most: float
    noise: float
    lunar: bool


def trade(chance: random.Random, codes: tuple[str, ...], periods: tuple[Period, ...], size: Size) -> Trade:
    """Return the trade of each line in each period; the first line is a large one and has some in every period."""
    found: dict[tuple[str, Period], Amount] = {}
    for code in codes:
        shape = "steady" if code == codes[0] else chance.choices(list(SHAPES), list(SHAPES.values()))[0]
        worth = 10 ** chance.uniform(-0.5, 3.5)  # of a kilogram
        least = size.most - 0.3 if code == codes[0] else size.least
        values = _values(chance, shape, periods, size, least)
        for period, value in zip(periods, values, strict=True):
            if value >= 0.01:
                kilograms = value / (worth * math.exp(chance.gauss(0, 0.08)))
                found[code, period] = (round(value * 100), round(kilograms))
    return found


def _values(chance: random.Random, shape: str, periods: tuple[Period, ...], size: Size, least: float) -> list[float]:
    noise = 0.001 if shape == "flat" else size.noise * math.exp(chance.gauss(0, 0.5))
    level, drift = 10 ** chance.uniform(least, size.most), chance.gauss(0.04, 0.12)
    season, peak = chance.choice([0, 0.05, 0.15, 0.5]), chance.randrange(12)
    closed = chance.uniform(0.3, 0.85) if size.lunar else 0
    memory, state = chance.uniform(0.1, 0.6), 0.0
    values = list[float]()
    for period in periods:
        state = memory * state + chance.gauss(0, noise)
        years = (period.first - periods[0].first) / 12
        wave = 0 if shape == "flat" or period.months == 12 else season * _wave(period, peak)
        open_days = 1 - closed * holiday_share(period.first) if period.months == 1 else 1
        values.append(level * period.months * open_days * math.exp(drift * years + wave + state))
    return _shaped(chance, shape, values)


def _wave(period: Period, peak: int) -> float:
    return math.cos(2 * math.pi * (period.first % 12 - peak) / 12)


def _shaped(chance: random.Random, shape: str, values: list[float]) -> list[float]:
    """Return the values with what happened to the line; near its end more often than long ago."""
    last = len(values) - 1
    at = max(0, last - int(chance.expovariate(1 / 6)))
    early = max(1, last - 5)
    pause = max(0, at - chance.randint(1, 6))
    factor = math.exp(chance.choice([-1, 1]) * chance.uniform(0.3, 2.3))
    share, small = chance.uniform(0.1, 0.6), 10 ** -chance.uniform(1.5, 5)
    shaped: dict[str, Callable[[int], float]] = {
        "jump": lambda place: factor if place >= at else 1,
        "spike": lambda place: factor if place == at else 1,
        "began": lambda place: float(place >= at),
        "ended": lambda place: float(place < at),
        "pause": lambda place: float(not pause <= place < at),
        "irregular": lambda _: math.exp(chance.gauss(0, 0.8)) * (chance.random() < share),
        "low base": lambda place: small if place < early else 1,
    }
    by = shaped.get(shape)
    return [value * by(place) for place, value in enumerate(values)] if by else values
