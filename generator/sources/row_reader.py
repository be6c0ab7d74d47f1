"""Read one row of a table as an Observation. A row with an unknown word is refused.

batch and large_file use it for their rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any
from unicodedata import category

from generator.sources.faults import RowFault, quoted
from generator.sources.number_form import LARGEST, scaled
from generator.sources.table_layout import PARTIES, STATUSES, TableLayout
from generator.trade.codes import Flow, area, hs_code, known_code
from generator.trade.currency import rough_worth, unit_of
from generator.trade.editions import Edition
from generator.trade.observation import KILOGRAMS, Cell, Observation, Qualifier, Standing
from generator.trade.period import Period

_CONSTANTS = (*PARTIES, "currency", "period", "code", "edition", "quantity_unit")
_MINUS = ("-", "\N{MINUS SIGN}", "\N{EN DASH}")
_SIGNED = re.compile(rf"^([{re.escape(''.join(_MINUS))}+]?)\s*(.*?)\s*%?$", re.DOTALL)
_NOTHING_LEFT = Decimal(-100)  # per cent; no growth is lower
_ZERO = "0."  # the characters of a zero
_DOLLARS = {"usd", "us$", "us dollar", "us dollars", "840"}
_CODE_OF_PARTY = (
    "write an ISO code such as CHN, or W00 for the World "
    "(Namibia's code NA is often lost when a program reads it as a missing value)"
)


class RowReader:
    """Turns the rows of one table into observations, strictly: a row with an unknown word is refused.

    Each text of a column is read once and remembered, since a table repeats few texts.
    """

    def __init__(self, layout: TableLayout, header: Sequence[str], released: date, release: str, raw: str) -> None:
        """Prepare for a table with that `header`. `release` and `raw`, the digest of its bytes, go into every cell."""
        self._layout, self._width, self._released = layout, len(header), released
        self._release, self._raw = release, raw
        self._places = {field: header.index(column) for field, column in layout.columns.items()}
        valued = {word: header.index(column) for word, column in layout.valued.items() if column in header}
        self._places_of_valuations = valued
        self._constants = {name: getattr(layout, name) for name in _CONSTANTS if name not in layout.columns}
        self._readers: dict[str, Callable[[str], Any]] = READERS | {"period": PERIODS[layout.periods]}
        self._read_texts: dict[tuple[str, str], Any] = {}
        self._numbers, self._silent = layout.numbers, frozenset({"", *layout.unknown})  # texts without a quantity
        self._largest = max(LARGEST, rough_worth(LARGEST, unit_of(layout.currency)))

    def read(self, line: int, fields: Sequence[str], quantity: tuple[int, str] | None = None) -> Observation:
        """Return the observation of the row on `line`, or raise RowFault for its first fault.

        `quantity` is the line and the text of the row's quantity, if that is in a row of its own.
        """
        printed = self._printed(fields)
        quantity_line = line
        if quantity:
            quantity_line, printed["quantity"] = quantity
        if not "".join(printed.values()).isprintable():
            _refuse_hidden(printed)
        texts = self._constants | self._translated(printed)
        meanings = {name: self._meaning(name, texts[name]) for name in self._readers if name in texts}
        if not meanings["edition"]:
            meanings["edition"] = self._layout.edition_of(meanings["period"].year)
        edition, code = meanings["edition"], texts["code"]
        if (edition, code) not in self._read_texts:  # which codes exist depends on the edition
            self._read_texts[edition, code] = _read("code", partial(code_of, edition), code)
        meanings["code"] = self._read_texts[edition, code]
        self._refuse_future(meanings, texts)
        if meanings["currency"] != self._layout.currency:
            reason = f"{quoted(texts['currency'])} is another currency; values are in {self._layout.currency}"
            raise RowFault(field="currency", text=texts["currency"], reason=reason)
        multiplier = self._multiplier(texts)
        value = self._value(texts["value"], multiplier)
        if value["value"] is None and meanings.get("status") == "C":  # an empty cell with a flag "confidential"
            value["status"] = "C"
        weight = self._quantity(texts, quantity_line, is_apart=quantity is not None)
        growth = self._growth(texts["published_yoy"], line) if "published_yoy" in texts else {}
        cell = self._cell(line, "value", printed["value"], multiplier)
        return Observation(**(meanings | value | weight | growth), cell=cell)

    def _printed(self, fields: Sequence[str]) -> dict[str, str]:
        """Return the texts of a row by our names of fields."""
        if len(fields) != self._width:
            reason = f"{len(fields)} fields where the header has {self._width}"
            raise RowFault(field="", text=self._layout.delimiter.join(fields), reason=reason)
        texts = {field: fields[place] for field, place in self._places.items()}
        if self._layout.valued:
            value, places = texts["value"], self._places_of_valuations
            repeating = [word for word, place in places.items() if fields[place] == value]
            texts["valuation"] = repeating[0] if len(repeating) == 1 and value.strip(_ZERO) else ""
        return texts

    def _translated(self, printed: Mapping[str, str]) -> dict[str, str]:
        """Return the texts in our words. Raise RowFault for a text that the layout does not know."""
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
        if (name, text) not in self._read_texts:
            self._read_texts[name, text] = _read(name, self._readers[name], text)
        return self._read_texts[name, text]

    def _cell(self, line: int, field: str, text: str, multiplier: Decimal = Decimal(1)) -> Cell:
        return Cell(self._release, self._raw, line, self._layout.columns[field], text, multiplier)

    def _refuse_future(self, meanings: Mapping[str, Any], texts: Mapping[str, str]) -> None:
        day, period, released = meanings.get("published"), meanings["period"], self._released
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
        word = texts["scale"].strip()
        if word not in layout.scales:
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
        """Return the quantity with its cell. Of two quantities, prefer the one that is a weight, else the first.

        `is_apart` means that the quantity is in a row of its own.
        """
        layout = self._layout
        name, unit = "quantity", texts.get("quantity_unit", "").strip()
        second_unit = texts.get("second_unit", "").strip()
        has_second = texts.get("second_quantity", "").strip() not in self._silent
        if has_second and second_unit.lower() in KILOGRAMS and unit.lower() not in KILOGRAMS:
            name, unit = "second_quantity", second_unit
        text = texts.get(name, "")
        is_silent = text.strip() in self._silent or (is_apart and text.strip() in layout.status_marks)
        if is_silent or unit in layout.unknown:
            return {"quantity_unit": "" if unit in layout.unknown else unit}
        quantity, half = self._number(name, text)
        if not quantity and layout.zero_is_unknown:
            return {}
        cell = self._cell(line, "value" if is_apart else name, text)
        return {"quantity": quantity, "quantity_half": half, "quantity_cell": cell, "quantity_unit": unit}

    def _growth(self, text: str, line: int) -> dict[str, Any]:
        """Return the growth that the publisher prints for the row's value. The text may have a sign and %."""
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
    # Direction marks reverse 12,345 on the page. Zero-width characters make two words differ that look the same.
    for name, text in texts.items():
        for mark in text:
            if not mark.isprintable() and category(mark) != "Zs":  # spaces may separate groups of digits
                raise RowFault(name, text, f"{quoted(text)} holds the invisible character U+{ord(mark):04X}")


def code_of(edition: str, text: str) -> str:
    """Return the code. The error for an odd length explains how a spreadsheet causes it: 0101 as a number is 101."""
    if text.isdigit() and len(text) % 2:
        msg = f"{text} is no HS code: 0{text} may have lost its zero as a number; store codes as text"
        raise ValueError(msg)
    return hs_code(text, edition=edition) if edition else known_code(text)


def day_written(text: str) -> date | None:
    """Return the date in `text`, or None if it is empty or not a date."""
    try:
        return _day(text.strip())
    except ValueError:
        return None


# Readers of single fields: each returns the meaning of a text, or raises ValueError for a text that it does not know.


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        # fromisoformat also accepts 20260127 and 2026-W05-2, which a person would not expect here.
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    msg = f"{quoted(text)} is no date; write 2026-01-27"
    raise ValueError(msg)


def _one_of(kind: str, *words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            msg = f"{quoted(text)} is no {kind}; known are {', '.join(words)}"
            raise ValueError(msg)
        return text

    return read


def _enum(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    word = _one_of(kind.__name__.lower(), *kind)
    return lambda text: kind(word(text))


def _party(text: str) -> str:
    """Return the ISO letters of a reporter or partner. Raise ValueError if the text does not name one.

    Spreadsheets and pandas read NA, which is Namibia, as a missing value, and write it as an empty cell or nan.
    """
    if not text:
        msg = f"the cell is empty; {_CODE_OF_PARTY}"
        raise ValueError(msg)
    if text.lower() == "nan":
        msg = f"{quoted(text)} stands for a missing value; {_CODE_OF_PARTY}"
        raise ValueError(msg)
    return area(text).iso3


def _flow(text: str) -> Flow:
    try:
        return Flow.of(text)
    except ValueError:
        msg = f"{quoted(text)} is not a flow; write import, export, re-import or re-export"
        raise ValueError(msg) from None


def _address(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^\s\"'<>]+", text):
        msg = f"{quoted(text)} is not a web address"
        raise ValueError(msg)
    return text


def _currency(text: str) -> str:
    """Return the ISO 4217 code for `text`. US dollars have several names."""
    if text.lower() in _DOLLARS:
        return "USD"
    if not re.fullmatch("[A-Z]{3}", text.upper()):
        msg = f"{quoted(text)} is no currency; write a code such as USD"
        raise ValueError(msg)
    return text.upper()


def _iso(text: str) -> Period:
    if not text.isascii():
        msg = f"{quoted(text)} has characters other than plain letters and digits"
        raise ValueError(msg)
    return Period.parse(text)


def _yyyymm(text: str) -> Period:
    """Return the month for 202501, or the year for 2025."""
    digits = re.fullmatch(r"([0-9]{4})([0-9]{2})?", text)
    if digits is None:
        msg = f"{quoted(text)} is no period; expected as 202501"
        raise ValueError(msg)
    return Period.parse("-".join(part for part in digits.groups() if part))


def _first_day(text: str) -> Period:
    """Return the month that begins on that day, as databases and date cells write months."""
    day = _day(text)
    if day is None or day.day != 1:
        msg = f"{quoted(text)} is no first day of a month, as 2025-01-01 is"
        raise ValueError(msg)
    return Period(day.year * 12 + day.month - 1, 1)


READERS: dict[str, Callable[[str], Any]] = {
    "reporter": _party,
    "partner": _party,
    "flow": _flow,
    "currency": _currency,
    "edition": lambda text: str(Edition.of(text)) if text else "",
    "quantity_status": _one_of("status", "", *STATUSES),
    "qualifier": _enum(Qualifier),
    "standing": _enum(Standing),
    "code_basis": _one_of("code basis", "printed", "assigned"),
    "status": _one_of("status", *STATUSES),
    "published": _day,
    "address": _address,
    "wording": str,
    "speaker": str,
    "publication": str,
    "quantity_unit": str,
    "valuation": _one_of("valuation", "", "CIF", "FOB"),
}
PERIODS: dict[str, Callable[[str], Period]] = {"iso": _iso, "yyyymm": _yyyymm, "first-day": _first_day}
