"""One row of a table as an Observation: every word is known, or the row is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from unicodedata import category

from generator.sources.faults import RowFault, quoted
from generator.sources.field_readers import PERIODS, READERS, code_of
from generator.sources.number_form import LARGEST, scaled
from generator.sources.source_table import valuation_reader
from generator.sources.table_layout import PARTIES, TableLayout
from generator.trade.currency import rough_worth, unit_of
from generator.trade.observation import KILOGRAMS, Cell, Observation
from generator.trade.period import Period

_CONSTANTS = (*PARTIES, "currency", "period", "code", "edition", "quantity_unit")
_MINUS = ("-", "\N{MINUS SIGN}", "\N{EN DASH}")
_SIGNED = re.compile(rf"^([{re.escape(''.join(_MINUS))}+]?)\s*(.*?)\s*%?$", re.DOTALL)
_NOTHING_LEFT = Decimal(-100)  # per cent


class RowReader:
    """Turns the rows of one table into observations, strictly: every word is known, or the row is refused.

    Each text of a column is read once and remembered: a table repeats the same few.
    """

    def __init__(self, layout: TableLayout, header: Sequence[str], released: date, release: str, raw: str) -> None:
        """Read a table with that `header`; `release` and `raw`, the digest of its bytes, go into every cell."""
        self._layout, self._width, self._released = layout, len(header), released
        self._release, self._raw = release, raw
        self._places = [(field, header.index(column)) for field, column in layout.columns.items()]
        self._valuation = valuation_reader(layout, header)
        self._constants = {name: getattr(layout, name) for name in _CONSTANTS if name not in layout.columns}
        self._readers: dict[str, Callable[[str], Any]] = READERS | {"period": PERIODS[layout.periods]}
        self._known: dict[tuple[str, str], Any] = {}
        self._numbers, self._silent = layout.numbers, frozenset({"", *layout.unknown})  # texts that give no quantity
        self._largest = max(LARGEST, rough_worth(LARGEST, unit_of(layout.currency)))

    def read(self, line: int, fields: Sequence[str], quantity: tuple[int, str] | None = None) -> Observation:
        """Return what the row on `line` says, or raise RowFault for the first thing unknown.

        `quantity` is the line and the text of its quantity where that stands in a row of its own.
        """
        printed = self._printed(fields)
        if quantity:
            quantity_line, printed["quantity"] = quantity
        else:
            quantity_line = line
        if not "".join(printed.values()).isprintable():
            _refuse_hidden(printed)
        texts = self._constants | self._translated(printed)
        known = {name: self._meaning(name, texts[name]) for name in self._readers if name in texts}
        if not known["edition"]:
            known["edition"] = self._edition_in_force(known["period"])
        known["code"] = self._code(known["edition"], texts["code"])
        self._refuse_future(known, texts)
        if known["currency"] != self._layout.currency:
            reason = f"{quoted(texts['currency'])} is another currency; values are in {self._layout.currency}"
            raise RowFault(field="currency", text=texts["currency"], reason=reason)
        multiplier = self._multiplier(texts)
        value = self._value(texts["value"], multiplier)
        if value["value"] is None and known.get("status") == "C":  # an empty cell that is flagged confidential
            value["status"] = "C"
        weight = self._quantity(texts, quantity_line, is_apart=quantity is not None)
        growth = self._growth(texts["published_yoy"], line) if "published_yoy" in texts else {}
        cell = self._cell(line, "value", printed["value"], multiplier)
        return Observation(**(known | value | weight | growth), cell=cell)

    def _printed(self, fields: Sequence[str]) -> dict[str, str]:
        """Return the texts of a row by our fields."""
        if len(fields) != self._width:
            reason = f"{len(fields)} fields where the header has {self._width}"
            raise RowFault(field="", text=self._layout.delimiter.join(fields), reason=reason)
        texts = {field: fields[place] for field, place in self._places}
        if self._valuation:
            texts["valuation"] = self._valuation(fields)
        return texts

    def _translated(self, printed: Mapping[str, str]) -> dict[str, str]:
        """Return the texts in our words; a text that the layout does not know is a fault of its row."""
        texts = dict(printed)
        for name, words in self._layout.words.items():
            if name in texts:
                if (text := texts[name].strip()) not in words:
                    raise RowFault(name, text, f"{quoted(text)} is none of the words {', '.join(list(words)[:6])}")
                texts[name] = words[text]
        for name, words in self._layout.aliases.items():
            if name in texts:
                texts[name] = words.get(texts[name].strip(), texts[name])
        return texts

    def _meaning(self, name: str, text: str) -> Any:  # noqa: ANN401 -- each reader has its own type
        if (name, text) not in self._known:
            self._known[name, text] = _read(name, self._readers[name], text)
        return self._known[name, text]

    def _code(self, edition: str, text: str) -> str:
        """Return the code; which codes there are hangs on the edition."""
        if (edition, text) not in self._known:
            self._known[edition, text] = _read("code", partial(code_of, edition), text)
        return str(self._known[edition, text])

    def _cell(self, line: int, field: str, text: str, multiplier: Decimal = Decimal(1)) -> Cell:
        return Cell(self._release, self._raw, line, self._layout.columns[field], text, multiplier)

    def _edition_in_force(self, period: Period) -> str:
        """Return the edition by whose codes the publisher counted then, "" where it does not say."""
        editions = self._layout.editions
        begun = [year for year in editions if int(year) <= period.year]
        return editions[max(begun)] if begun else ""

    def _refuse_future(self, known: Mapping[str, Any], texts: Mapping[str, str]) -> None:
        day, period, released = known.get("published"), known["period"], self._released
        if day and day > released:
            reason = f"{day} is later than the release of {released}"
            raise RowFault(field="published", text=texts["published"], reason=reason)
        if period.first > released.year * 12 + released.month - 1:
            reason = f"{period} begins after the release of {released}"
            raise RowFault(field="period", text=texts["period"], reason=reason)

    def _multiplier(self, texts: Mapping[str, str]) -> Decimal:
        layout = self._layout
        if "scale" not in texts:
            return layout.scale
        if (word := texts["scale"].strip()) not in layout.scales:
            reason = f"{quoted(word)} is none of the scales {', '.join(layout.scales)}"
            raise RowFault(field="scale", text=word, reason=reason)
        return layout.scale * layout.scales[word]

    def _value(self, text: str, multiplier: Decimal) -> dict[str, Any]:
        marks = self._layout.status_marks
        if text.strip() in marks:
            return {"value": None, "half_unit": Decimal(0), "status": marks[text.strip()]}
        value, half = self._number("value", text, multiplier, self._largest)
        return {"value": value, "half_unit": half}

    def _number(
        self, name: str, text: str, multiplier: Decimal = Decimal(1), largest: Decimal = LARGEST
    ) -> tuple[Decimal, Decimal]:
        try:
            return scaled(self._numbers.read(text), multiplier, largest)
        except ValueError as fault:
            raise RowFault(name, text, f"{quoted(text)} {fault}") from None

    def _quantity(self, texts: Mapping[str, str], line: int, *, is_apart: bool) -> dict[str, Any]:
        """Return the quantity with its cell; `is_apart` where it stands in a row of its own."""
        layout = self._layout
        name, unit = self._measured(texts)
        text = texts.get(name, "")
        is_silent = text.strip() in self._silent or (is_apart and text.strip() in layout.status_marks)
        if is_silent or unit in layout.unknown:
            return {"quantity_unit": "" if unit in layout.unknown else unit}
        quantity, half = self._number(name, text)
        if not quantity and layout.zero_is_unknown:
            return {}
        cell = self._cell(line, "value" if is_apart else name, text)
        return {"quantity": quantity, "quantity_half": half, "quantity_cell": cell, "quantity_unit": unit}

    def _measured(self, texts: Mapping[str, str]) -> tuple[str, str]:
        """Return the field and unit of the quantity that counts: of two the one that is a weight, else the first."""
        first, second = (texts.get(name, "").strip() for name in ("quantity_unit", "second_unit"))
        has_second = texts.get("second_quantity", "").strip() not in self._silent
        if has_second and second.lower() in KILOGRAMS and first.lower() not in KILOGRAMS:
            return "second_quantity", second
        return "quantity", first

    def _growth(self, text: str, line: int) -> dict[str, Any]:
        """Return the growth that the publisher prints of the row's value, which a sign and % may stand beside."""
        layout = self._layout
        sign, bare = _SIGNED.findall(text.strip())[0]
        if not bare.strip("-\N{EM DASH}") or text.strip() in {*layout.unknown, *layout.status_marks}:
            return {}
        growth, half = self._number("published_yoy", bare)
        growth = -growth if sign in _MINUS else growth
        if growth < _NOTHING_LEFT:
            reason = f"{quoted(text)} is a fall by more than all there was"
            raise RowFault(field="published_yoy", text=text, reason=reason)
        cell = self._cell(line, "published_yoy", text)
        return {"published_yoy": growth, "published_yoy_half": half, "published_yoy_cell": cell}


def _read(name: str, read: Callable[[str], Any], text: str) -> Any:  # noqa: ANN401 -- each reader has its own type
    try:
        return read(text.strip())
    except ValueError as fault:
        raise RowFault(name, text, str(fault)) from None


def _refuse_hidden(texts: Mapping[str, str]) -> None:
    # Direction marks turn 12,345 round on the page, zero-width characters make two equal words differ.
    for name, text in texts.items():
        for mark in text:
            if not mark.isprintable() and category(mark) != "Zs":  # other spaces may group digits
                raise RowFault(name, text, f"{quoted(text)} holds the invisible character U+{ord(mark):04X}")
