"""A briefing's figures as rows, to look at or to take away; in US dollars on request."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path
from typing import Any

from generator.editions.line_names import briefed
from generator.errors import SettingsError
from generator.intake.period_choice import figures_for
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.store.parquet import parquet_of
from generator.story.record import guarded
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.release import Vintage
from generator.trade.side_batches import ContextFigure, SideSeries

FORMATS = ("csv", "xlsx", "json", "parquet")


def rows(
    desk: Desk,
    store: FigureStore,
    name: str,
    period: str | None,
    as_of: date | None,
    into: str | None = None,
    *,
    alone: bool = False,
) -> list[dict[str, Any]]:
    """Return every figure that an edition would see, oldest first: level, qualifier, standing, cell and source.

    With `alone` they are those of its period and of the same one a year before, without the other history.
    With `into` USD each has beside it what it comes to in US dollars, which is no official figure.
    """
    figures = figures_for(desk, store, name, period, as_of)
    told = briefed(desk, store, name, figures)
    place = {code: number for number, code in enumerate(figures.selection.codes)}
    cells = [cell for (code, when), cell in figures.cells.items() if when.last <= figures.period.last and code in place]
    seen = [cell for cell in (*cells, *figures.relayed) if not alone or _is_near(cell.period, figures.period)]
    ordered = sorted(seen, key=lambda cell: (place[cell.code], cell.period, cell.standing))
    days = {one.name: one.released for one in store.releases(figures.selection.source)}
    table = [_row(cell, told.label(cell.code).short, _day(cell, days)) for cell in ordered]
    if into is None:
        return table
    rates = rates_into(desk, store, into, [cell.currency for cell in ordered], as_of)
    return [row | converted_columns(cell, rates) for row, cell in zip(table, ordered, strict=True)]


def form_of(form: str | None, out: Path | None) -> str | None:
    """Return the format that is meant: the one named, else that of the file's ending; None for a table to look at."""
    if form is not None or out is None:
        return form
    if (ending := out.suffix.removeprefix(".").lower()) in FORMATS:
        return ending
    option, known = f"--out {out}", ", ".join(FORMATS)
    raise SettingsError(option, "its ending names no format.", f"Add --format, or end it in one of {known}.")


def written(table: list[dict[str, Any]], form: str) -> bytes:
    """Return the rows as a file: csv, xlsx, json or parquet; values are text, so that no digit is lost."""
    if form not in FORMATS:
        option, known = "--format", ", ".join(FORMATS)
        raise SettingsError(option, f"{form!r} is not known.", f"Choose one of {known}.")
    import pandas as pd

    if form in ("csv", "xlsx"):  # what a spreadsheet would run is only shown
        table = [{key: guarded(str(part)) for key, part in row.items()} for row in table]
    frame = pd.DataFrame(table, dtype="str")
    if form == "json":
        return str(frame.to_json(orient="records", force_ascii=False, indent=1)).encode()
    if form == "xlsx":
        sheet = io.BytesIO()
        frame.to_excel(sheet, index=False)
        return sheet.getvalue()
    rows = str(frame.to_csv(index=False, lineterminator="\n"))
    return rows.encode() if form == "csv" else parquet_of(rows, {str(name): "VARCHAR" for name in frame})


def _is_near(one: Period, period: Period) -> bool:
    """Say whether `one` lies in `period`, or in the same period a year before."""
    return any(set(one.split()) <= set(span.split()) for span in (period, period.year_before()))


def _day(cell: Observation, days: Mapping[str, date]) -> date | None:
    """Return the day on which a figure was out, its release's where its row has none; of a sum, its last part's."""
    known = [part.published or days.get(part.cell.release) for part in cell.parts or (cell,)]
    return max(filter(None, known), default=None)


def _row(cell: Observation, line: str, published: date | None) -> dict[str, Any]:
    return {
        "code": cell.code,
        "line": line,
        "period": str(cell.period),
        "currency": cell.currency,
        "value": digits_of(cell.value),
        "low": digits_of(cell.low),
        "high": digits_of(cell.high),
        "qualifier": cell.qualifier.value,
        "wording": cell.wording,
        "standing": cell.standing.value,
        "speaker": cell.speaker,
        "code_basis": cell.code_basis,
        "reporter": cell.reporter,
        "partner": cell.partner,
        "flow": cell.flow.value,
        "published": str(published or ""),
        "publication": cell.publication,
        "address": cell.address,
        "release": cell.cell.release,
        "row": str(cell.cell.row),
    }


def digits_of(value: Decimal | None) -> str:
    """Return a value's digits without groups, zeros or exponent; a withheld one is empty."""
    return "" if value is None else f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value.to_integral():f}"


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
    series: Mapping[str, Sequence[SideSeries]]

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


def converted_columns(cell: Observation, rates: Rates) -> dict[str, Any]:
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
