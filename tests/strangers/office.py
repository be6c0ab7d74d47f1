"""The office whose figures a desk reads: how it prints values, weights and doubts, and its files as they came out."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from generator.trade.currency import currencies
from generator.trade.period import Period
from tests.panels.months import holiday_share

HEAD = "month,partner,flow,hs,value,quality,weight,unit,weight_quality,status"
COLUMNS = {
    "period": "month",
    "partner": "partner",
    "flow": "flow",
    "code": "hs",
    "value": "value",
    "qualifier": "quality",
    "quantity": "weight",
    "quantity_unit": "unit",
    "quantity_status": "weight_quality",
    "status": "status",
}
REASONS = (  # why a person takes in a file that looks wrong
    "The office counts in full from this month on.",
    "Confirmed by telephone with the office on 3 March.",
    "Two refineries opened; imports rose tenfold.",
    "Turkey and Chad are counted from May.",
    "OK",
)
Parties = tuple[str, str]  # partner and flow
PRINTS = {  # of what, how many decimals, and how large the largest line is at least, as a power of ten
    "cents": (1, 2, 2.5),
    "whole": (1, 0, 3.5),
    "thousands": (1000, 1, 5),
    "millions": (10**6, 2, 7.5),
}


@dataclass(frozen=True)
class Office:
    """How one office publishes: each part in a column or a setting."""

    prints: str
    currency: str
    dollar: Decimal  # worth in its currency
    covers: str
    doubts: frozenset[str]  # which of the things in `_MARKS` its rows may have

    @property
    def traits(self) -> frozenset[str]:
        """What is drawn of it, in words."""
        own = {self.prints, "every line" if self.covers == "all" else "listed lines"}
        return frozenset(own | self.doubts | ({"other currency"} if self.currency != "USD" else set()))

    @property
    def settings(self) -> dict[str, Any]:
        """Its entry under `sources` but the words in languages."""
        return {
            "kind": "tables",
            "columns": COLUMNS,
            "scale": PRINTS[self.prints][0],
            "currency": self.currency,
            "covers": self.covers,
            "status_marks": {"c": "C"},
        }

    def value(self, cents: int) -> str:
        """Return the value as it prints it."""
        scale, decimals, _ = PRINTS[self.prints]
        return str((Decimal(cents) / 100 / scale).quantize(Decimal(1).scaleb(-decimals)))


_MARKS = {
    "bounds": 0.15,
    "withheld": 0.12,
    "gaps": 0.2,
    "provisional": 0.35,
    "weights": 0.6,
    "weights in part": 0.15,
    "estimated weights": 0.15,
}


def office(chance: random.Random, *, whole: bool) -> Office:
    """Return an office; `whole` asks for one that prints every line, so that headings can be summed."""
    code, dollar = ("USD", Decimal(1))
    if chance.random() < 0.4:
        code, dollar = chance.choice(sorted((code, one) for code, one in currencies().items()))
    prints = chance.choices(list(PRINTS), [30, 40, 15, 15])[0]
    covers = "all" if whole or chance.random() < 0.5 else "listed"
    doubts = {mark for mark, share in _MARKS.items() if chance.random() < share}
    if covers == "all":
        doubts -= {"gaps"}  # a line that is absent had no trade there
    if whole:
        doubts -= {"withheld"}  # nobody knows the sum of a heading then
    if "weights" not in doubts:
        doubts -= {"weights in part", "estimated weights"}
    return Office(prints, code, dollar, covers, frozenset(doubts))


def rows(chance: random.Random, by: Office, parties: Parties, trade: Trade, certain: Container[str]) -> list[str]:
    """Return the rows of one trade; of the lines that are `certain` none is missing, withheld or a bound."""
    newest = set(sorted({period for _, period in trade})[-2:])
    found = list[str]()
    for (code, period), amount in sorted(trade.items()):
        doubted = code not in certain
        if doubted and "gaps" in by.doubts and chance.random() < 0.04:
            continue
        status = "P" if "provisional" in by.doubts and period in newest else "F"
        cells = _cells(chance, by, amount, doubted=doubted)
        found.append(",".join((str(period), *parties, code, *cells, status)))
    return found


def _cells(chance: random.Random, by: Office, amount: Amount, *, doubted: bool) -> tuple[str, str, str, str, str]:
    """Return value and quality, weight, its unit and quality of one row."""

    def happens(mark: str, share: float) -> bool:
        return doubted and mark in by.doubts and chance.random() < share

    value, quality = by.value(amount[0]), "exact"
    if happens("bounds", 0.05):
        quality = chance.choice(["over", "about"])
    if happens("withheld", 0.02):
        value, quality = "c", "exact"
    if "weights" not in by.doubts or happens("weights in part", 0.3):
        return value, quality, "", "", ""
    return value, quality, str(amount[1]), "kg", "E" if happens("estimated weights", 0.3) else ""


def day_after(period: Period, days: int) -> date:
    """Return the day so long after the last of a period."""
    end = period.first + period.months
    return date(end // 12, end % 12 + 1, 1) + timedelta(days)


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
