"""A document of prices or rates as one ContextBatch: the figures that can be used, a refusal for each that cannot."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from hashlib import sha256

from generator.sources.context import prices, rates
from generator.sources.context.layout import ContextLayout
from generator.sources.context.printed import Document, Printed
from generator.sources.faults import LayoutFault, NothingUsable, RowFault, plain, quoted
from generator.trade.context import ContextBatch, ContextFigure
from generator.trade.observation import Cell
from generator.trade.period import Period
from generator.trade.release import Refusal

_READ: dict[str, Callable[[ContextLayout, bytes], Document]] = {"prices": prices.printed, "rates": rates.printed}
_NUMBER = re.compile(r"(0|[1-9]\d*)(\.\d+)?", re.ASCII)
_LONGEST = 40  # digits of a rate; the IMF prints up to 29 of a currency that lost its zeros


def read_context(layout: ContextLayout, raw: bytes, document: str, released: date) -> ContextBatch:
    """Return what the bytes of `document` say; a day that they bear themselves is the day of release.

    A fault of the layout raises SourceChanged; a fault of a cell puts it among `refusals`.
    """
    where = f"{layout.name}: {plain(document)}"
    try:
        found = _READ[layout.kind](layout, raw)
        _count(found.rows, layout)
    except LayoutFault as fault:
        raise fault.named(layout.name, document) from None
    day = found.updated or released
    digest = sha256(raw).hexdigest()
    empty = ContextBatch(layout.name, day, document, digest, Period(0, 1), (), layout=layout.digest)
    figures, refusals = _judged(found, empty)
    told = [one.period for one in figures if one.value is not None]
    if not told:
        first = f"row {refusals[0].row}, {refusals[0].reason}" if refusals else "each is a gap"
        msg = f"{where}: it has no figure that can be used ({first}). Nothing was stored. Fetch it again."
        raise NothingUsable(msg, refusals)
    return ContextBatch(layout.name, day, document, digest, max(told), figures, refusals, layout.digest)


def _count(rows: int, layout: ContextLayout) -> None:
    most = layout.at_most
    if rows < layout.at_least or (most is not None and rows > most):
        expected = f"at least {layout.at_least}" + ("" if most is None else f" and at most {most}")
        problem = f"the file has {rows} rows; expected {expected}."
        raise LayoutFault(problem, remedy="Fetch it again, or change rows.")


def _judged(found: Document, batch: ContextBatch) -> tuple[tuple[ContextFigure, ...], tuple[Refusal, ...]]:
    refusals = [Refusal(batch.document, row, "", reason, plain(text)) for row, text, reason in found.strange]
    series: dict[tuple[str, str, Period], list[tuple[Printed, ContextFigure]]] = defaultdict(list)
    for one in found.cells:
        try:
            figure = _figure(one, batch)
            series[figure.name, figure.unit, figure.period].append((one, figure))
        except ValueError as fault:
            refusals.append(Refusal(batch.document, one.row, one.column, str(fault), plain(one.text)))
    kept = []
    for (name, _, period), rivals in series.items():
        if len({figure.value for _, figure in rivals}) == 1:
            kept.append(rivals[0][1])
        else:
            reason = f"{name} has different figures for {period}"
            refusals += [Refusal(batch.document, one.row, one.column, reason, plain(one.text)) for one, _ in rivals]
    return tuple(kept), tuple(sorted(refusals, key=lambda refusal: (refusal.row, refusal.column)))


def _figure(one: Printed, batch: ContextBatch) -> ContextFigure:
    """Return what a cell says, or raise RowFault."""
    if any(not text.isprintable() for text in (one.name, one.unit, one.text)):
        raise RowFault(field="", text="", reason=f"{quoted(one.name)} holds an invisible character")
    period = Period.parse(one.period)
    if period.last.first >= batch.released.year * 12 + batch.released.month - 1:
        raise RowFault(field="", text="", reason=f"{period} had not ended on the day of release, {batch.released}")
    value = None if one.gap else _value(one.text)
    return ContextFigure(
        one.name, one.unit, period, value, Cell(batch.release, batch.raw, one.row, one.column, one.text)
    )


def _value(text: str) -> Decimal:
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        raise RowFault(field="", text="", reason=f"{quoted(text)} is no number such as 1234.5")
    if not (value := Decimal(text)):
        raise RowFault(field="", text="", reason="a price or rate of 0 is none")
    return value
