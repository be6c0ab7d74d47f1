"""Kinds: what a publisher's own forms change about the layout of one file. Tables are as they are declared."""

from __future__ import annotations

from collections.abc import Callable

from generator.sources.comtrade import reading as comtrade
from generator.sources.faults import LayoutFault
from generator.sources.layout import TableLayout

_AS_WRITTEN: dict[str, Callable[[TableLayout, bytes], TableLayout]] = {"comtrade": comtrade.as_written}


def as_written(layout: TableLayout, raw: bytes, document: str) -> TableLayout:
    """Return the layout of `document`, whose bytes are `raw`; SourceChanged where its publisher has no such form."""
    try:
        return _AS_WRITTEN.get(layout.kind, _declared)(layout, raw)
    except LayoutFault as fault:
        raise fault.named(layout.name, document) from None


def _declared(layout: TableLayout, _: bytes) -> TableLayout:
    return layout
