"""Which periods are out, and since when: what tells a month without trade from one that was not published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from generator.errors import SourceChanged
from generator.sources.faults import quoted
from generator.trade.period import Period

Row = Mapping[str, Any]  # names in small letters: the service spells them in several ways


@dataclass(frozen=True)
class Dataset:
    """One reporter's period as it is out, in the nomenclature in which the country sent it (`H6` is HS2022).

    A later `last_released`, or another `checksum`, than the one stored means that it was restated. Times are UTC.
    """

    reporter: str
    period: Period
    classification: str
    records: int
    checksum: str
    first_released: datetime
    last_released: datetime


def dataset(host: str, row: Row) -> Dataset | None:
    """Return what an availability row says, None for one in a nomenclature that the country did not use."""
    if not has(host, row, "isoriginalclassification", bool):
        return None
    return Dataset(
        str(has(host, row, "reportercode", int)),
        period_of(host, row),
        has(host, row, "classificationcode", str),
        has(host, row, "totalrecords", int),
        str(has(host, row, "datasetchecksum", int)),
        time_of(host, row, "firstreleased"),
        time_of(host, row, "lastreleased"),
    )


def has(host: str, row: Row, name: str, kind: type | tuple[type, ...]) -> Any:  # noqa: ANN401 -- as `kind` says
    """Return the field, or raise SourceChanged where it is absent or of another kind."""
    value = row.get(name)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise changed(host, name, value)
    return value


def period_of(host: str, row: Row) -> Period:
    """Return the period, written 202601 or 2026, as text or as a number."""
    text = str(row.get("period"))
    try:
        return Period.parse(f"{text[:4]}-{text[4:]}" if len(text) == 6 else text)  # noqa: PLR2004 -- YYYYMM
    except ValueError:
        raise changed(host, "period", text) from None


def time_of(host: str, row: Row, name: str) -> datetime:
    """Return a time with 0 to 7 decimals; without a zone it is UTC."""
    text = has(host, row, name, str)
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise changed(host, name, text) from None


def changed(host: str, name: str, value: object) -> SourceChanged:
    """Return the error of a field that is not as the service wrote it so far."""
    msg = f"{host}: the list of what is out has {name} {quoted(str(value))}. Nothing was stored."
    return SourceChanged(f"{msg} See docs/sources/comtrade.md.")
