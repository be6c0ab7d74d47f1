"""Converted: figures in US dollars at the average rate of their own month, for looking; no edition ever has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from generator.errors import SettingsError
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.release import Vintage
from generator.trade.side_batches import ContextFigure, ContextSeries

DOLLARS = "USD"
# of a currency that several countries have: whose rate is meant where a source prints one for each
_ISSUERS = {
    "AUD": "Australia",
    "DKK": "Denmark",
    "EUR": "Euro Area (EA)",
    "GBP": "United Kingdom",
    "XAF": "Central African Economic and Monetary Community (CEMAC)",
    "XCD": "Eastern Caribbean Currency Union (ECCU)",
    "XOF": "West African Economic and Monetary Union (WAEMU)",
    "ZAR": "South Africa",
}


@dataclass(frozen=True)
class Rates:
    """The rates of one source as a vintage knew them: by currency, each series that has it."""

    title: str
    vintage: Vintage
    series: Mapping[str, Sequence[ContextSeries]]

    @property
    def said(self) -> str:
        """Whose rates they are, and as of when."""
        return f"{self.title}, as of {self.vintage.as_of}"

    def at(self, currency: str, period: Period) -> ContextFigure | None:
        """Return the one rate of a currency in a period; None where there is none, or several that differ."""
        found = [figure for one in self.series[currency] if (figure := one.at(period))]
        if len({(figure.unit, figure.value) for figure in found}) > 1:
            found = [figure for figure in found if figure.name == _ISSUERS.get(currency)]
        return found[0] if found else None


def rates_into(desk: Desk, store: FigureStore, into: str, currencies: Sequence[str], as_of: date | None) -> Rates:
    """Return the rates between `currencies` and US dollars as they were known on `as_of`.

    Raises SettingsError for another currency than US dollars, figures that are in it already, and a desk that has no
    rates, or does not say which ones.
    """
    option = f"--in {into}"
    if into.upper() != DOLLARS:
        raise SettingsError(option, "figures are converted into US dollars alone.", "Write --in USD.")
    if not (others := sorted(set(currencies) - {DOLLARS})):
        raise SettingsError(option, "these figures are published in US dollars.", "Leave it out.")
    name = rates_of(desk, option)
    vintage, source = store.vintage(name, as_of), desk.settings.sources[name]
    if not vintage.releases:
        remedy = f"Put its file into inbox/{name}/ and run tradebrief ingest FILE --source {name}."
        raise SettingsError(option, f"no release of {name} is here{f' as of {as_of}' if as_of else ''}.", remedy)
    known = store.series(vintage)
    series = {
        one: [store.context(name, of, vintage) for of, unit in known.items() if unit in _units(one)] for one in others
    }
    return Rates(source.title[desk.settings.languages[0]], vintage, series)


def rates_of(desk: Desk, option: str) -> str:
    """Return the source of rates that the desk names, or its only one; SettingsError where it has none, or several."""
    if desk.settings.rates:
        return desk.settings.rates
    names = [name for name, one in desk.settings.sources.items() if one.kind == "rates"]
    if len(names) != 1:
        has = f"has the rates {', '.join(names)}" if names else "has no source of kind rates"
        remedy = f"Write rates: {names[0]} in desk.yaml." if names else "Add one: docs/sources/exchange-rates.md."
        raise SettingsError(option, f"the desk {has}.", remedy)
    return names[0]


def columns(cell: Observation, rates: Rates) -> dict[str, Any]:
    """Return the value in US dollars with rate, its period and its source; empty where the month has no rate.

    It has no more figures than the rate: an average of a month bears no cents of billions.
    """
    empty = {"converted": "", "rate": "", "rate_period": "", "rate_source": ""}
    if cell.currency == DOLLARS or cell.value is None:
        return empty
    figure = rates.at(cell.currency, cell.period)
    if figure is None or not figure.value:
        return empty | {"rate_source": f"{rates.title} has no rate of {cell.currency} in {cell.period}"}
    per_dollar = figure.unit == f"{cell.currency} per {DOLLARS}"
    worth = cell.value / figure.value if per_dollar else cell.value * figure.value
    return {
        "converted": f"{_to_figures(worth, len(figure.value.as_tuple().digits)):f}",
        "rate": f"{figure.cell.text} {figure.unit}",
        "rate_period": str(figure.period),
        "rate_source": rates.said,
    }


def _units(currency: str) -> tuple[str, str]:
    return f"{currency} per {DOLLARS}", f"{DOLLARS} per {currency}"


def _to_figures(value: Decimal, figures: int) -> Decimal:
    """Return `value` rounded to so many figures, and to whole dollars."""
    places = min(max(value.adjusted() + 1 - figures, 0), 15)
    with localcontext() as context:
        context.prec = 40
        return (value.scaleb(-places).quantize(Decimal(1), ROUND_HALF_UP)).scaleb(places).quantize(Decimal(1))
