"""Figures typed by hand: a table of codes and years, in millions as a publisher prints them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from string import ascii_letters

import pytest

from generator.movements.conditions import JudgedSeries, MetricValue
from generator.trade.codes import Flow
from generator.trade.figures import Figures, Selection
from generator.trade.observation import Cell, Observation, Qualifier
from generator.trade.period import Period
from generator.trade.release import Vintage

MILLION = 1_000_000
WORDS = {">": Qualifier.OVER, "~": Qualifier.ABOUT}

Table = Mapping[str, Mapping[int, str]]


def observation(code: str, year: int, text: str, status: str = "F") -> Observation:
    """Return a cell in millions: "14.16", ">101" for a bound, "~5" for "about", "" for withheld."""
    digits = text.lstrip(">~")
    places = len(digits.partition(".")[2])
    return Observation(
        reporter="CHN",
        partner="PAK",
        flow=Flow.IMPORT,
        code=code,
        period=Period.parse(str(year)),
        value=Decimal(digits) * MILLION if digits else None,
        half_unit=Decimal(MILLION) / 2 / 10**places,
        cell=Cell("typed/2026-01-27/0", "0", 1, "value", digits),
        qualifier=WORDS.get(text[:1], Qualifier.EXACT),
        status=status,
    )


def figures(table: Table, *, year: int = 2025, covered: tuple[int, ...] = (), status: str = "F") -> Figures:
    """Return the table as figures of `year`, whose cells have `status`; `covered` years have a complete release."""
    marks = {year: status}
    cells = [
        observation(code, when, text, marks.get(when, "F")) for code, row in table.items() for when, text in row.items()
    ]
    return Figures(
        selection=Selection("typed", "CHN", "PAK", Flow.IMPORT, tuple(table)),
        period=Period.parse(str(year)),
        vintage=Vintage(date(2026, 1, 27), ()),
        cells={(cell.code, cell.period): cell for cell in cells},
        covered=dict.fromkeys(table, frozenset(Period.parse(str(when)) for when in covered)),
    )


@pytest.fixture(scope="session")
def typed() -> Callable[..., Figures]:
    """Give the maker of figures."""
    return figures


@dataclass(frozen=True, kw_only=True)
class StubSeries(JudgedSeries):
    """A series as conditions see it, with the metrics that a test writes; the others are null."""

    metrics: Mapping[str, Decimal]

    def metric(self, name: str) -> MetricValue:
        """Return a metric."""
        value = self.metrics.get(name)
        return MetricValue(value, "" if value is not None else "frequency")


def line(state: str = "active", marks: tuple[str, ...] = (), **values: str) -> StubSeries:
    """Return a series whose metrics are null but for `values`."""
    metrics = {name: Decimal(text) for name, text in values.items()}
    return StubSeries(flags=marks, flow_state=state, larger_end=metrics.get("level"), metrics=metrics)


@pytest.fixture(scope="session")
def lined() -> Callable[..., StubSeries]:
    """Give the maker of series."""
    return line


def month(code: str, period: Period, text: str, pair: tuple[str, str]) -> Observation:
    """Return a cell in millions as `observation` does, with its quantity after an @: "14.16@30t"."""
    value, _, weighed = text.partition("@")
    cell = replace(observation(code, 2025, value), reporter=pair[0], partner=pair[1], period=period)
    if not weighed:
        return cell
    digits = weighed.rstrip(ascii_letters)
    where = replace(cell.cell, column="quantity", text=digits)
    return replace(cell, quantity=Decimal(digits), quantity_unit=weighed[len(digits) :], quantity_cell=where)


def by_month(
    rows: Mapping[str, str],
    reference: str = "2025-12",
    *,
    pair: tuple[str, str] = ("PAK", "USA"),
    together: Mapping[tuple[str, str], str] | None = None,
) -> Figures:
    """Return rows of months that end with the reference; a dash is missing, a point a release without the row.

    `together` are cells of several months by code and period.
    """
    end = Period.parse(reference)
    cells: dict[tuple[str, Period], Observation] = {}
    covered: set[Period] = set()
    for code, row in rows.items():
        texts = row.split()
        months = [end.last.step(place - len(texts) + 1) for place in range(len(texts))]
        covered |= {when for when, text in zip(months, texts, strict=True) if text == "."}
        dated = [(when, text) for when, text in zip(months, texts, strict=True) if text not in (".", "-")]
        cells |= {(code, when): month(code, when, text, pair) for when, text in dated}
    for (code, when), text in (together or {}).items():
        cells[code, Period.parse(when)] = month(code, Period.parse(when), text, pair)
    chosen = Selection("typed", *pair, Flow.IMPORT, tuple(rows))
    return Figures(
        chosen, end, Vintage(date(2026, 3, 27), ()), cells, covered=dict.fromkeys(chosen.codes, frozenset(covered))
    )


@pytest.fixture(scope="session")
def monthly() -> Callable[..., Figures]:
    """Give the maker of figures by month."""
    return by_month
