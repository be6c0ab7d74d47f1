"""How the text of one field is read: each reader returns what a text means, or raises ValueError for one unknown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from generator.sources.faults import quoted
from generator.sources.table_layout import STATUSES
from generator.trade.codes import Flow, area, hs_code, known_code
from generator.trade.editions import Edition
from generator.trade.observation import Qualifier, Standing
from generator.trade.period import Period

_DOLLARS = {"usd", "us$", "us dollar", "us dollars", "840"}
_CODE_OF_PARTY = (
    "write an ISO code such as CHN, or W00 for the World "
    "(Namibia's code NA is often lost when a program reads it as a missing value)"
)


def _plain_digits(text: str) -> str:
    if not text.isascii():
        msg = f"{quoted(text)} has characters other than plain letters and digits"
        raise ValueError(msg)
    return text


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        # fromisoformat also takes 20260127 and 2026-W05-2, which no reader of the table would expect.
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> date:
    msg = f"{quoted(text)} is no date; write 2026-01-27"
    raise ValueError(msg)


def published(text: str) -> date | None:
    """Return the date that `text` writes, None where it is empty or no date."""
    try:
        return _day(text.strip())
    except ValueError:
        return None


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
    """Return the ISO letters of a reporter or partner; ValueError where the row does not name one.

    Spreadsheets and pandas read NA, which is Namibia, as a missing value, and write it as nothing or as nan.
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
        msg = f"{quoted(text)} is no flow; write import, export, re-import or re-export"
        raise ValueError(msg) from None


def _address(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^\s\"'<>]+", text):
        msg = f"{quoted(text)} is no web address"
        raise ValueError(msg)
    return text


def _currency(text: str) -> str:
    """Return the ISO 4217 code that `text` writes; dollars of the United States go by several names."""
    if text.lower() in _DOLLARS:
        return "USD"
    if not re.fullmatch("[A-Z]{3}", text.upper()):
        msg = f"{quoted(text)} is no currency; write a code such as USD"
        raise ValueError(msg)
    return text.upper()


def _yyyymm(text: str) -> Period:
    """Return the month that 202501 writes, or the year that 2025 does."""
    digits = re.fullmatch(r"([0-9]{4})([0-9]{2})?", text)
    if digits is None:
        msg = f"{quoted(text)} is no period; expected as 202501"
        raise ValueError(msg)
    return Period.parse("-".join(part for part in digits.groups() if part))


def _first_day(text: str) -> Period:
    """Return the month that begins on the day, as databases and date cells write it."""
    day = _day(text)
    if day is None or day.day != 1:
        msg = f"{quoted(text)} is no first day of a month, as 2025-01-01 is"
        raise ValueError(msg)
    return Period(day.year * 12 + day.month - 1, 1)


def code_of(edition: str, text: str) -> str:
    """Return the code, or say how a spreadsheet made it odd: 0101 as a number is 101."""
    if text.isdigit() and len(text) % 2:
        msg = f"{text} is no HS code: 0{text} may have lost its zero as a number; store codes as text"
        raise ValueError(msg)
    return hs_code(text, edition=edition) if edition else known_code(text)


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
PERIODS: dict[str, Callable[[str], Period]] = {
    "iso": lambda text: Period.parse(_plain_digits(text)),
    "yyyymm": _yyyymm,
    "first-day": _first_day,
}
