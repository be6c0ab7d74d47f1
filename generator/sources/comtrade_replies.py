"""What came back: the bytes as received, and what their envelope says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NoReturn

from generator.errors import SourceChanged, SourceError, SourceRefused, SourceUnavailable
from generator.sources.comtrade_query import ComtradeQuestion
from generator.sources.faults import quoted
from generator.sources.http_answers import refusal
from generator.sources.wire import HttpAnswer
from generator.trade.period import Period

_TOO_LONG = ("Request URL Too Long", "The resource you are looking for has been removed")
Row = Mapping[str, Any]  # names in small letters: the service spells them in several ways


@dataclass(frozen=True)
class ComtradeReply:
    """One answer with figures: `raw` as received (unpacked), the address without a key, the question, its rows.

    A reply without rows says nothing about trade: whether the period is out, availability says.
    """

    name: str
    raw: bytes = field(repr=False)
    address: str
    retrieved: datetime
    asked: ComtradeQuestion
    rows: int

    @property
    def is_empty(self) -> bool:
        """Whether no row came."""
        return self.rows == 0


@dataclass(frozen=True)
class Envelope:
    """The service's `{"elapsedTime", "count", "data", "error"}`: rows that came, and how many it says there are."""

    count: int
    data: list[dict[str, Any]] = field(repr=False)


def opened(host: str, answer: HttpAnswer, *, counting: bool = False) -> Envelope:
    """Return the envelope of a 200, or raise SourceError for one that holds no figures.

    Only `counting` may have no data: a page of HTML, another status inside, null or NaN are failures, never no trade.
    """
    envelope = _parsed(host, answer)
    if isinstance(status := envelope.get("statusCode"), int):
        text = str(envelope.get("message", ""))
        raise refusal(host, status, answer.headers, text, answer.retrieved)
    if error := envelope.get("error"):
        raise _broken(host, f"it says {quoted(str(error))}")
    return _counted(host, envelope.get("count"), envelope.get("data"), counting=counting)


def _counted(host: str, count: object, data: object, *, counting: bool) -> Envelope:
    rows = [] if counting and data is None else data
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _broken(host, "it has no list of data")
    if not isinstance(count, int) or isinstance(count, bool) or (count < len(rows) and not counting):
        raise _broken(host, f"it counts {quoted(str(count))} rows and has {len(rows)}")
    return Envelope(count, rows)


def _parsed(host: str, answer: HttpAnswer) -> dict[str, Any]:
    try:
        text = answer.body.decode("utf-8-sig")
        if text.lstrip()[:1] == "<" or "html" in answer.headers.get("content-type", ""):
            return _page(host, text)
        envelope = json.loads(text, parse_constant=_no_number)
    except UnicodeDecodeError:
        problem = "it is not UTF-8"
    except RecursionError:
        problem = "it is nested without end"
    except ValueError as fault:
        problem = f"it is no JSON, {fault}"
    else:
        if isinstance(envelope, dict):
            return envelope
        problem = "it has no envelope"
    raise _broken(host, problem)


def _page(host: str, text: str) -> NoReturn:
    if any(words in text for words in _TOO_LONG):
        msg = f"{host}: the question is too long for it. Nothing was stored. Ask for fewer codes at once."
        raise SourceRefused(msg)
    raise _broken(host, "it is a web page")


def _no_number(constant: str) -> NoReturn:
    msg = f"{constant} is no number"
    raise ValueError(msg)


def _broken(host: str, problem: str) -> SourceError:
    return SourceUnavailable(f"{host}: the answer holds no figures: {problem}. Nothing was stored. Try again later.")


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
