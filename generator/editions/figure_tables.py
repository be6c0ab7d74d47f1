"""A briefing's figures as rows, on request with their value in US dollars; and the figures that were restated."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path
from typing import Any

from generator.editions.edition_names import manifest_of, name_of
from generator.editions.line_names import briefed
from generator.editions.previous_edition import WITHDRAWN
from generator.errors import SettingsError
from generator.intake.period_choice import figures_for
from generator.settings.desk import Desk
from generator.settings.wiring import source_title
from generator.store import EditionNote, FigureStore
from generator.store.parquet import parquet_of
from generator.story.record import guarded
from generator.trade.figures import Revision
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
    """Return every figure that an edition would use, by line and then oldest first.

    With `alone`, return only those of its period and of the same period a year before. With `into` "USD", add columns
    with the value in US dollars, which is not an official figure.
    """
    figures = figures_for(desk, store, name, period, as_of)
    briefing = briefed(desk, store, name, figures)
    place = {code: number for number, code in enumerate(figures.selection.codes)}
    cells = [cell for (code, when), cell in figures.cells.items() if when.last <= figures.period.last and code in place]
    cells += figures.relayed
    if alone:
        spans = (figures.period, figures.period.year_before())
        cells = [cell for cell in cells if any(set(cell.period.split()) <= set(span.split()) for span in spans)]
    cells.sort(key=lambda cell: (place[cell.code], cell.period, cell.standing))
    days = {release.name: release.released for release in store.releases.all(figures.selection.source)}
    table = [_row(cell, briefing.label(cell.code).short, days) for cell in cells]
    if into is None:
        return table
    rates = _rates_into(desk, store, into, [cell.currency for cell in cells], as_of)
    return [row | converted_columns(cell, rates) for row, cell in zip(table, cells, strict=True)]


def _row(cell: Observation, line: str, days: Mapping[str, date]) -> dict[str, Any]:
    """Return a figure as a row, with its day of publication: its own or its release's; for a sum, the latest."""
    published = [part.published or days.get(part.cell.release) for part in cell.parts or (cell,)]
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
        "published": str(max(filter(None, published), default="")),
        "publication": cell.publication,
        "address": cell.address,
        "release": cell.cell.release,
        "row": str(cell.cell.row),
    }


def digits_of(value: Decimal | None) -> str:
    """Return a value's digits without thousands separators, trailing zeros or exponent; "" for a withheld value."""
    if value is None:
        return ""
    return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value.to_integral():f}"


def form_of(form: str | None, out: Path | None) -> str | None:
    """Return the format: the one named, or else that of the file's ending; None for a table on the screen."""
    if form is not None or out is None:
        return form
    ending = out.suffix.removeprefix(".").lower()
    if ending in FORMATS:
        return ending
    option, remedy = f"--out {out}", f"Add --format, or end it in one of {', '.join(FORMATS)}."
    raise SettingsError(option, "its ending names no format.", remedy)


def written(table: list[dict[str, Any]], form: str) -> bytes:
    """Return the rows as a csv, xlsx, json or parquet file. Values are text, so that no digit is lost."""
    if form not in FORMATS:
        option = "--format"
        raise SettingsError(option, f"{form!r} is not known.", f"Choose one of {', '.join(FORMATS)}.")
    import pandas as pd

    if form in ("csv", "xlsx"):  # so that a spreadsheet shows a text that looks like a formula, and does not run it
        table = [{key: guarded(str(part)) for key, part in row.items()} for row in table]
    frame = pd.DataFrame(table, dtype="str")
    if form == "json":
        return str(frame.to_json(orient="records", force_ascii=False, indent=1)).encode()
    if form == "xlsx":
        sheet = io.BytesIO()
        frame.to_excel(sheet, index=False)
        return sheet.getvalue()
    text = str(frame.to_csv(index=False, lineterminator="\n"))
    return text.encode() if form == "csv" else parquet_of(text, {str(name): "VARCHAR" for name in frame})


_DOLLARS = "USD"
# For a currency of several countries: the issuer whose rate counts if a source prints a rate for each country.
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
    """The exchange rates of one source, as a vintage knew them."""

    title: str
    vintage: Vintage
    series: Mapping[str, Sequence[SideSeries]]  # all series of each currency

    def at(self, currency: str, period: Period) -> ContextFigure | None:
        """Return the rate of a currency in a period; None if there is none, or several that differ."""
        rates = [series.at(period) for series in self.series[currency]]
        figures = [rate for rate in rates if rate is not None]
        if len({(figure.unit, figure.value) for figure in figures}) > 1:
            figures = [figure for figure in figures if figure.name == _ISSUERS.get(currency)]
        return figures[0] if figures else None


def _rates_into(desk: Desk, store: FigureStore, into: str, currencies: Sequence[str], as_of: date | None) -> Rates:
    """Return the rates between `currencies` and US dollars as they were known on `as_of`.

    Raise SettingsError if `into` is not USD, if all figures are in US dollars already, or if the desk has no rates or
    does not say which to use.
    """
    option = f"--in {into}"
    if into.upper() != _DOLLARS:
        raise SettingsError(option, "figures are converted into US dollars alone.", "Write --in USD.")
    foreign = sorted(set(currencies) - {_DOLLARS})
    if not foreign:
        raise SettingsError(option, "these figures are published in US dollars.", "Leave it out.")
    name = rates_of(desk, option)
    vintage = store.releases.vintage(name, as_of)
    if not vintage.releases:
        remedy = f"Put its file into inbox/{name}/ and run tradebrief ingest FILE --source {name}."
        raise SettingsError(option, f"no release of {name} is here{f' as of {as_of}' if as_of else ''}.", remedy)
    units_of = store.series(vintage)
    series = {}
    for currency in foreign:
        units = (f"{currency} per {_DOLLARS}", f"{_DOLLARS} per {currency}")
        series[currency] = [store.context(name, of, vintage) for of, unit in units_of.items() if unit in units]
    return Rates(source_title(desk.settings.sources[name], desk.settings.languages[0]), vintage, series)


def rates_of(desk: Desk, option: str) -> str:
    """Return the source of rates that the desk names, or its only one. Raise SettingsError otherwise."""
    names = [name for name, source in desk.settings.sources.items() if source.kind == "rates"]
    if not desk.settings.rates and len(names) != 1:
        has = f"has the rates {', '.join(names)}" if names else "has no source of kind rates"
        remedy = f"Write rates: {names[0]} in desk.yaml." if names else "Add one: docs/sources/exchange-rates.md."
        raise SettingsError(option, f"the desk {has}.", remedy)
    return desk.settings.rates or names[0]


def converted_columns(cell: Observation, rates: Rates) -> dict[str, Any]:
    """Return the value in US dollars with its rate, the rate's period and its source; empty if there is no rate.

    The value has no more significant digits than the rate, and no decimals.
    """
    empty = {"converted": "", "rate": "", "rate_period": "", "rate_source": ""}
    if cell.currency == _DOLLARS or cell.value is None:
        return empty
    rate = rates.at(cell.currency, cell.period)
    if rate is None or not rate.value:
        return empty | {"rate_source": f"{rates.title} has no rate of {cell.currency} in {cell.period}"}
    is_per_dollar = rate.unit == f"{cell.currency} per {_DOLLARS}"
    dollars = cell.value / rate.value if is_per_dollar else cell.value * rate.value
    places = min(max(dollars.adjusted() + 1 - len(rate.value.as_tuple().digits), 0), 15)  # to whole dollars at least
    with localcontext() as context:
        context.prec = 40
        dollars = dollars.scaleb(-places).quantize(Decimal(1), ROUND_HALF_UP).scaleb(places).quantize(Decimal(1))
    return {
        "converted": f"{dollars:f}",
        "rate": f"{rate.cell.text} {rate.unit}",
        "rate_period": str(rate.period),
        "rate_source": f"{rates.title}, as of {rates.vintage.as_of}",
    }


def revised(desk: Desk, store: FigureStore, name: str, period: str | None, since: date | None) -> list[dict[str, Any]]:
    """Return the figures that changed since an edition's newest revision, or, with `since`, since that day.

    Raise SettingsError if the period has no edition and no day is named.
    """
    figures = figures_for(desk, store, name, period)
    if since:
        before = store.releases.vintage(figures.selection.source, since, figures.selection)
    else:
        note = store.editions.find(name, figures.period)
        if not note:
            option = "--revisions"
            problem = f"no edition {name}/{figures.period} was made."
            raise SettingsError(option, problem, "Name a day: --as-of 2026-01-31.")
        before = _vintage(store, note)
    briefing = briefed(desk, store, name, figures)
    table = []
    for revision in store.revisions(figures.selection, before, figures.vintage):
        if revision.period.last > figures.period.last:
            continue
        currency = ""
        release = ""
        if revision.cell is not None:
            cell = (*revision.cell.parts, revision.cell)[0]  # of a sum the first part
            currency = cell.currency
            release = cell.cell.release
        rate = revision.per_cent
        change = "" if rate is None else f"{rate:.1f}"
        table.append(
            {
                "code": revision.code,
                "line": briefing.label(revision.code).short,
                "period": str(revision.period),
                "currency": currency,
                "was": digits_of(revision.was),
                "now": digits_of(revision.now),
                "change_pct": change,
                "release": release,
            }
        )
    return table


_PRINTED = 24  # months up to an edition's last whose figures it may print
_NEAR = 24  # months; editions this far apart are not compared


def outdated(desk: Desk, store: FigureStore, name: str, period: str) -> list[str]:
    """Return a line for each edition that prints figures restated by the newest revision of `period`.

    Each line names the command that rebuilds the edition. Only the two years up to an edition's last month count.
    """
    mine = store.editions.find(name, Period.parse(period))
    if mine is None or mine.period.frequency == "annual":
        return []
    now, lines = _vintage(store, mine), []
    for when in sorted({note.period for note in store.editions.all() if note.briefing == name} - {mine.period}):
        note = store.editions.find(name, when)
        if note is None or note.state == WITHDRAWN or when.frequency == "annual":
            continue
        if abs(when.first - mine.period.first) >= _NEAR:
            continue
        restated = _restated(desk, store, note, now)
        if restated:
            more = f" and {len(restated) - 1} more" if len(restated) > 1 else ""
            first = f"{restated[0].code} in {restated[0].period}{more}"
            remedy = f"Build it again: tradebrief build {name} --period {when}"
            stands = f"{name_of(note)} stands on older figures than {name_of(mine)}"
            lines.append(f"{stands}, which has restated {first}. {remedy}")
    return lines


def _restated(desk: Desk, store: FigureStore, note: EditionNote, now: Vintage) -> list[Revision]:
    """Return the figures that an edition may print and that a newer vintage restates."""
    earlier, chosen = _vintage(store, note), desk.briefing(note.briefing).selection
    if not set(earlier.releases) < set(now.releases) or not store.may_revise(chosen, earlier, now, note.period):
        return []
    end = note.period.first + note.period.months
    return [
        revision
        for revision in store.revisions(chosen, earlier, now)
        if end - _PRINTED <= revision.period.first and revision.period.first + revision.period.months <= end
    ]


def _vintage(store: FigureStore, note: EditionNote) -> Vintage:
    return Vintage(note.as_of, tuple(manifest_of(store, note)["releases"]))
