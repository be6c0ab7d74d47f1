"""Side releases: prices, exchange rates and names of lines. They stand beside trade figures, never among them.

The module of a publisher's form returns what a document prints. This module judges each item.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import TypeVar

from generator.sources import exchange_rates, name_lists, pink_sheet
from generator.sources.faults import LayoutFault, NothingUsable, plain, quoted, refuse_count
from generator.sources.side_document import PrintedItem, SideDocument, SideLayout, UnreadableRow
from generator.trade.codes import known_code
from generator.trade.observation import Cell
from generator.trade.period import Period
from generator.trade.release import Refusal
from generator.trade.side_batches import UNREAD, ContextBatch, ContextFigure, LineName, NamesBatch

_READERS: dict[str, Callable[[SideLayout, bytes], SideDocument]] = {
    "prices": pink_sheet.document,
    "rates": exchange_rates.document,
    "names": name_lists.document,
}
_NUMBER = re.compile(r"(0|[1-9]\d*)(\.\d+)?", re.ASCII)
_LONGEST_NUMBER = 40  # characters of a rate; the IMF prints up to 29 decimals for redenominated currencies
_LONGEST_NAME = 2_000  # characters; the longest known name has 434
_JOINERS = "\u200c\u200d"  # invisible characters that Urdu needs; they do not reorder text
Meaning = TypeVar("Meaning", Decimal | None, str)


def read_context(layout: SideLayout, raw: bytes, name: str, released: date) -> ContextBatch:
    """Return the prices or rates in the document `name`. A day stated in the document is its day of release.

    A fault of the layout raises SourceChanged. A fault of a cell puts it among `refusals`.
    """
    document = _document(layout, raw, name)
    day = document.day or released
    items, unreadable = _agreed(
        document, lambda item: _figure(item, day), "{0.name} has different figures for {0.period}"
    )
    refusals = _refusals(name, unreadable)
    newest = [Period.parse(item.period) for item, value in items if value is not None]
    if not newest:
        raise _nothing_usable(layout, name, refusals, "no figure", "each is a gap")
    digest = sha256(raw).hexdigest()
    batch = ContextBatch(layout.name, day, name, digest, max(newest), (), refusals=refusals, layout=layout.digest)
    figures: list[ContextFigure] = []
    for item, value in items:
        cell = Cell(batch.release, batch.raw, item.row, item.column, item.text)
        figures.append(ContextFigure(item.name, item.unit, Period.parse(item.period), value, cell))
    return replace(batch, observations=tuple(figures))


def read_names(layout: SideLayout, raw: bytes, name: str, released: date | None, today: date) -> NamesBatch:
    """Return the names of lines in the document `name`.

    If `released` is None, a list for a year counts from that year's first day, and a list without a year from `today`.
    A fault of the layout raises SourceChanged. A fault of a record puts it among `refusals`, and its line has no name.
    """
    document = _document(layout, raw, name)
    day = released or document.day or today
    year = document.day or released or today
    items, unreadable = _agreed(document, lambda item: _words(item, document.digits), "{0.name} has different names")
    refusals = _refusals(name, unreadable)
    unread = {}
    for row in unreadable:
        for code in row.codes or ("",):
            key = code if _is_code(code, document.digits) else UNREAD
            unread[key] = row
    named = [(item.name, words, item.row, item.column) for item, words in items if item.name not in unread]
    if not named:
        raise _nothing_usable(layout, name, refusals, "no name", "it has none")
    silent = [(code, "", row.row, row.column) for code, row in unread.items()]
    batch = NamesBatch(
        source=layout.name,
        released=day,
        document=name,
        raw=sha256(raw).hexdigest(),
        period=Period(year.year * 12, 12),
        observations=(),
        refusals=refusals,
        layout=layout.digest,
        dated=released is not None,
    )
    names = (
        LineName(code, document.language, words, Cell(batch.release, batch.raw, row, column, words))
        for code, words, row, column in (*named, *silent)
    )
    return replace(batch, observations=tuple(names))


def _document(layout: SideLayout, raw: bytes, name: str) -> SideDocument:
    """Return what the document `name` prints. Raise SourceChanged for another layout or number of rows."""
    try:
        document = _READERS[layout.kind](layout, raw)
        refuse_count(document.rows, document.usual if layout.at_least is None else layout.at_least, layout.at_most)
    except LayoutFault as fault:
        raise fault.named(layout.name, name) from None
    return document


def _agreed(
    document: SideDocument, judge: Callable[[PrintedItem], Meaning], differ: str
) -> tuple[list[tuple[PrintedItem, Meaning]], list[UnreadableRow]]:
    """Return each item once with its meaning from `judge`, and the rows that are set aside.

    Rows are set aside if they cannot be read, if `judge` raises ValueError, or if they contradict each other: then
    `differ` is the reason.
    """
    unreadable = list(document.unreadable)
    rivals: dict[tuple[str, str, str], list[tuple[PrintedItem, Meaning]]] = defaultdict(list)
    for item in document.items:
        try:
            rivals[item.name, item.unit, item.period].append((item, judge(item)))
        except ValueError as fault:
            unreadable.append(item.set_aside(str(fault)))
    agreed: list[tuple[PrintedItem, Meaning]] = []
    for pairs in rivals.values():
        if len({meaning for _, meaning in pairs}) == 1:
            agreed.append(pairs[0])
        else:
            unreadable += [item.set_aside(differ.format(item)) for item, _ in pairs]
    return agreed, unreadable


def _refusals(name: str, unreadable: Iterable[UnreadableRow]) -> tuple[Refusal, ...]:
    refusals = (Refusal(name, row.row, row.column, row.reason, plain(row.text)) for row in unreadable)
    return tuple(sorted(refusals, key=lambda refusal: (refusal.row, refusal.column)))


def _nothing_usable(layout: SideLayout, name: str, refusals: tuple[Refusal, ...], what: str, why: str) -> NothingUsable:
    first = f"row {refusals[0].row}, {refusals[0].reason}" if refusals else why
    msg = f"{layout.name}: {plain(name)}: it has {what} that can be used ({first}). Nothing was stored. Fetch it again."
    return NothingUsable(msg, refusals)


def _figure(item: PrintedItem, released: date) -> Decimal | None:
    """Return the price or rate of an item, None for a gap. Raise ValueError if it cannot be used."""
    if any(not text.isprintable() for text in (item.name, item.unit, item.text)):
        msg = f"{quoted(item.name)} holds an invisible character"
        raise ValueError(msg)
    period = Period.parse(item.period)
    if period.last.first >= released.year * 12 + released.month - 1:
        msg = f"{period} had not ended on the day of release, {released}"
        raise ValueError(msg)
    if item.is_gap:
        return None
    if len(item.text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(item.text):
        msg = f"{quoted(item.text)} is no number such as 1234.5"
        raise ValueError(msg)
    value = Decimal(item.text)
    if not value:
        msg = "a price or rate of 0 is none"
        raise ValueError(msg)
    return value


def _words(item: PrintedItem, digits: int) -> str:
    """Return the name of a line as one line of text. Raise ValueError if it cannot be used."""
    words = " ".join(item.text.split())
    if not _is_code(item.name, digits):
        of = f" of {digits} digits" if digits else ""
        msg = f"{quoted(item.name)} is no HS code{of}"
        raise ValueError(msg)
    if not words:
        msg = "it has no name"
        raise ValueError(msg)
    if len(words) > _LONGEST_NAME:
        msg = f"its name has {len(words):,} letters"
        raise ValueError(msg)
    if any(not mark.isprintable() and mark not in _JOINERS for mark in words):
        msg = "its name holds an invisible character"
        raise ValueError(msg)
    return words


def _is_code(code: str, digits: int) -> bool:
    try:
        return (not digits or len(code) == digits) and known_code(code) == code
    except ValueError:
        return False
