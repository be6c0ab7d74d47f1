"""How each source of desk.yaml writes its files, as generator.sources takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.settings.source_settings import BESIDE, NAMES, TableSource
from generator.sources import AnyLayout, SideLayout, TableLayout
from generator.sources import comtrade_layout as comtrade
from generator.sources import gacc_query as gacc
from generator.sources import sdmx_messages as sdmx


def layout(name: str, source: TableSource) -> AnyLayout:
    """Return how a declared source writes its tables, its prices and rates, or what its lists of names leave unsaid."""
    if source.kind in BESIDE:
        rows = source.rows
        return SideLayout(name, source.kind, source.frequency, at_least=rows.at_least, at_most=rows.at_most)
    if source.kind == NAMES:
        least = source.rows.at_least if "rows" in source.model_fields_set else None
        most = source.rows.at_most
        return SideLayout(name, NAMES, language=source.language or "", at_least=least, at_most=most)
    match source.kind:
        case "comtrade":
            base = comtrade.LAYOUT
        case "gacc":
            base = _of_customs(source)
        case "sdmx":
            base = _of_sdmx(source)
        case _:
            base = _declared(source, source.columns)
    return _of_every_kind(base, name, source)


def _of_customs(source: TableSource) -> TableLayout:
    """Return what the settings say for files of China's customs, which say neither flow nor currency for sure."""
    columns = dict(gacc.LAYOUT.columns)
    if source.partner:
        del columns["partner"]
    flow = source.flow.value if source.flow else ""
    base = replace(gacc.LAYOUT, columns=columns, partner=source.partner or "", flow=flow)
    return replace(base, currency=source.currency, scale=source.scale, ignored=tuple(source.ignored))


def _of_sdmx(source: TableSource) -> TableLayout:
    """Return what the settings say for messages of SDMX, over the habits of the agency that they are like."""
    measures = source.measures.model_dump(exclude_none=True) if source.measures else {}
    if not source.like:
        usual = {**sdmx.USUAL, **source.columns}
        return sdmx.of_any_agency(replace(_declared(source, usual), measures=measures))
    habits = sdmx.LIKE[source.like]
    return replace(
        habits,
        columns={**habits.columns, **source.columns},
        ignored=tuple(source.ignored),
        words={**habits.words, **source.words},
        status_marks={**habits.status_marks, **source.status_marks},
        measures=measures or habits.measures,
    )


def _of_every_kind(base: TableLayout, name: str, source: TableSource) -> TableLayout:
    covers = "listed"
    codes: tuple[str, ...] = ()
    if isinstance(source.covers, str):
        covers = source.covers
    else:
        codes = tuple(source.covers)
    at_least = base.at_least
    if "rows" in source.model_fields_set:
        at_least = source.rows.at_least
    return replace(
        base,
        name=name,
        covers=covers,
        covers_codes=codes,
        every_partner=source.partners == "every",
        at_least=at_least,
        at_most=source.rows.at_most,
        illustrative=source.illustrative,
    )


def _declared(source: TableSource, columns: Mapping[str, str]) -> TableLayout:
    return TableLayout(
        name="",
        columns=dict(columns),
        reporter=source.reporter or "",
        partner=source.partner or "",
        flow=source.flow.value if source.flow else "",
        ignored=tuple(source.ignored),
        scale=source.scale,
        scales=dict(source.scales),
        encoding=source.encoding,
        delimiter=source.delimiter,
        decimal_mark=source.decimal_mark,
        grouping=source.grouping,
        status_marks=dict(source.status_marks),
        currency=source.currency,
        form=source.form,
        sheet=source.sheet or "",
        header_row=source.header_row,
        periods=source.periods,
        kind=source.kind,
        words=dict(source.words),
        quantity_unit=source.quantity_unit or "",
        edition=source.edition or "",
    )
