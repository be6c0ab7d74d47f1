"""The layout of one file, from the publisher's own forms: what the file itself says is added to the source's settings.

Files of kind `tables` and answers of databases have exactly the declared layout.
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

# In a publisher's own form, only the settings decide these parts of a layout.
_OF_SETTINGS = ("covers", "covers_codes", "every_partner", "currency", "flow", "illustrative")
_OF_COUNTRIES = ("currency", "flow", "illustrative")  # the same, in a table by country
_KEYS = {"covers_codes": "covers", "every_partner": "partners", "at_least": "rows"}  # parts by another name in settings
_TOLD_BY_THE_HEAD = {"comtrade", "tables"}  # kinds whose layout is known from a document's beginning


def _of_customs(layout: TableLayout, raw: bytes) -> TableLayout:
    """Return the layout of a file of China's customs: a table by country, or else a file of the query platform."""
    table = gacc_country_table.find_table(raw)
    return gacc_country_table.layout_of(layout, table) if table else gacc_query.layout_of(layout, raw)


_LAYOUTS: dict[str, Callable[[TableLayout, bytes], TableLayout]] = {
    "comtrade": comtrade_layout.layout_of,
    "gacc": _of_customs,
    "sdmx": sdmx_messages.layout_of,
}


def layout_of(layout: TableLayout, raw: bytes, document: str) -> TableLayout:
    """Return the layout of `document`, whose bytes are `raw`. Raise SourceChanged if its publisher has no such form."""
    if layout.kind not in _LAYOUTS:
        return layout
    try:
        return _LAYOUTS[layout.kind](layout, raw)
    except LayoutFault as fault:
        raise fault.named(layout.name, document) from None


def layout_of_head(layout: TableLayout, head: bytes, document: str) -> TableLayout | None:
    """Return the layout of a document that begins with `head`, or None if its kind needs the whole document."""
    return layout_of(layout, head, document) if layout.kind in _TOLD_BY_THE_HEAD else None


def publication_day(layout: TableLayout, raw: bytes) -> date | None:
    """Return the day of publication that the document itself states, or None."""
    return sdmx_messages.updated(layout, raw) if layout.kind == "sdmx" else None


def layout_of_period(layout: TableLayout, period: Period) -> TableLayout:
    """Return the layout for a file of China's customs without a period, which a person supplied as `period`."""
    columns = {field: name for field, name in layout.columns.items() if field != "period"}
    return replace(layout, columns=columns, period=str(period))


def changed_settings(layout: TableLayout | SideLayout, read: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the settings that differ from `read`, the layout under which a file or an answer was read.

    For a publisher's own form, compare only the parts that the settings alone decide. The file decides the others.
    """
    now: dict[str, Any] = json.loads(json.dumps(layout.as_data()))
    parts = tuple(dict.fromkeys((*now, *read)))
    if layout.kind in _LAYOUTS:
        parts = _OF_COUNTRIES if read.get("form") == "countries" else _OF_SETTINGS
    changed = [part for part in parts if now.get(part) != read.get(part)]
    return tuple(dict.fromkeys(_KEYS.get(part, part) for part in changed))
