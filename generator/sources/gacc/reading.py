"""The files of China's customs: a table by country where a file holds one, else what the query platform gives."""

from __future__ import annotations

from generator.sources.gacc import countries, query
from generator.sources.layout import TableLayout

LAYOUT = query.LAYOUT


def as_written(layout: TableLayout, raw: bytes) -> TableLayout:
    """Return `layout` in the form that `raw` has, or raise LayoutFault."""
    found = countries.find(raw)
    return countries.as_written(layout, found) if found else query.as_written(layout, raw)
