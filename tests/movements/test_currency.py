"""Thresholds in another currency: the packaged ones keep their size, a desk's own are taken as written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from generator.movements import Movements, Thresholds, find_movements
from generator.trade.figures import Figures

Typed = Callable[..., Figures]
SMALL = {"2606": {2025: "9", 2024: "5"}, "74": {2025: "2000", 2024: "1900"}}  # millions; a base of five


def in_currency(figures: Figures, currency: str) -> Figures:
    """Return the same figures in another currency."""
    return replace(figures, cells={key: replace(cell, currency=currency) for key, cell in figures.cells.items()})


def found(figures: Figures, currency: str, **defaults: object) -> Movements:
    """Return the movements of the figures in `currency`."""
    return find_movements(in_currency(figures, currency), Thresholds.read({"defaults": defaults}))


def low_bases(figures: Figures, currency: str, **defaults: object) -> list[str]:
    """Return the codes whose base is low."""
    return [line.code for line in found(figures, currency, **defaults).lines if "low_base" in line.flags]


def test_the_floor_of_a_million_dollars_is_seven_million_yuan(typed: Typed) -> None:
    """A base of five million is low in yuan, and not in dollars or euros."""
    figures = typed(SMALL)
    assert [[], [], ["2606"]] == [low_bases(figures, currency) for currency in ("USD", "EUR", "CNY")]


def test_a_floor_that_a_desk_writes_is_in_the_currency_of_its_figures(typed: Typed) -> None:
    """Nothing is scaled that a person wrote."""
    assert [] == low_bases(typed(SMALL), "CNY", floor={"value": 4_000_000})
    assert ["2606"] == low_bases(typed(SMALL), "CNY", floor={"value": 6_000_000})


def test_a_change_worth_five_million_dollars_is_worth_thirty_five_million_yuan(typed: Typed) -> None:
    """A rise of 20 million by 40 per cent, 0.2 points of the whole, is told in dollars and left out in yuan."""
    table = {"2606": {2025: "70", 2024: "50"}, "74": {2025: "9900", 2024: "9900"}}
    told = {currency: [one.code for one in found(typed(table), currency).notable] for currency in ("USD", "CNY")}
    assert {"USD": ["2606"], "CNY": []} == told


def test_no_trade_to_speak_of_is_as_little_in_every_currency(typed: Typed) -> None:
    """Under a thousand dollars is no trade: 100,000 yen are less than that, 200,000 yen are not."""
    table = {"2606": {2025: "0.100", 2024: "5000"}, "2608": {2025: "0.200", 2024: "5000"}}
    lines = {line.code: line.flow_state for line in found(typed(table), "JPY").lines}
    assert {"2606": "vanished", "2608": "active"} == lines


def test_rates_are_the_same_in_every_currency(typed: Typed) -> None:
    """Growth is computed in the currency of the figures, and knows none."""
    rates = {found(typed(SMALL), currency).line("74").metric("yoy").value for currency in ("USD", "CNY", "JPY")}
    assert 1 == len(rates)
    assert Decimal("5.263") == round(rates.pop() or Decimal(0), 3)
