"""The layout of one file, by its publisher's own forms: what it says itself beside the source's settings.

Tables and answers of databases are as they are declared.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from generator.sources import comtrade_layout, gacc_country_table, gacc_query, sdmx_messages
from generator.sources.faults import LayoutFault
from generator.sources.side_document import SideLayout
from generator.sources.table_layout import TableLayout
from generator.trade.period import Period

# what the settings alone decide, of files whose publisher's form tells the rest; and what a layout's parts are there
_OF_SETTINGS = ("covers", "covers_codes", "every_partner", "currency", "flow", "illustrative")
_OF_COUNTRIES = ("currency", "flow", "illustrative")
_KEYS = {"covers_codes": "covers", "every_partner": "partners", "at_least": "rows"}
_TOLD_BY_THE_HEAD = {"comtrade", "tables"}


def _of_customs(layout: TableLayout, raw: bytes) -> TableLayout:
    """Return the layout of a file of China's customs: a table by country, else a file of the query platform."""
    table = gacc_country_table.find_table(raw)
    return gacc_country_table.layout_of(layout, table) if table else gacc_query.layout_of(layout, raw)


_LAYOUTS: dict[str, Callable[[TableLayout, bytes], TableLayout]] = {
    "comtrade": comtrade_layout.layout_of,
    "gacc": _of_customs,
    "sdmx": sdmx_messages.layout_of,
}


def layout_of(layout: TableLayout, raw: bytes, document: str) -> TableLayout:
    """Return the layout of `document`, whose bytes are `raw`; SourceChanged where its publisher has no such form."""
    if layout.kind not in _LAYOUTS:
        return layout
    try:
        return _LAYOUTS[layout.kind](layout, raw)
    except LayoutFault as fault:
        raise fault.named(layout.name, document) from None


def layout_of_head(layout: TableLayout, head: bytes, document: str) -> TableLayout | None:
    """Return the layout of a document that begins with `head`, None where its kind must see the whole of it."""
    return layout_of(layout, head, document) if layout.kind in _TOLD_BY_THE_HEAD else None


def publication_day(layout: TableLayout, raw: bytes) -> date | None:
    """Return the day on which a document in that layout says itself that it was published, None where it does not."""
    return sdmx_messages.updated(layout, raw) if layout.kind == "sdmx" else None


def layout_of_period(layout: TableLayout, period: Period) -> TableLayout:
    """Return the layout of a file of China's customs that does not say its period, which a person names."""
    columns = {field: name for field, name in layout.columns.items() if field != "period"}
    return replace(layout, columns=columns, period=str(period))


def changed_settings(layout: TableLayout | SideLayout, read: Mapping[str, Any]) -> tuple[str, ...]:
    """Return which settings say otherwise than `read`, the layout under which a file or an answer was read.

    Of a publisher's own forms only what the settings alone decide is looked at: the rest is told by the file.
    """
    now: dict[str, Any] = json.loads(json.dumps(layout.as_data()))
    parts = tuple(dict.fromkeys((*now, *read)))
    if layout.kind in _LAYOUTS:
        parts = _OF_COUNTRIES if read.get("form") == "countries" else _OF_SETTINGS
    changed = [part for part in parts if now.get(part) != read.get(part)]
    return tuple(dict.fromkeys(_KEYS.get(part, part) for part in changed))
