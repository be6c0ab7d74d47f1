"""Ask UN Comtrade what is published, and for the figures of one question: all of them or an error, never a cut answer.

intake.comtrade_fetch calls it. An answer is kept as received. Its envelope says how many rows there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil
from typing import Any, NoReturn

import httpx2

from generator.errors import SourceChanged, SourceError, SourceRefused, SourceUnavailable
from generator.sources.comtrade_query import ComtradeQuestion
from generator.sources.faults import quoted
from generator.sources.patience import CallPace
from generator.sources.secret import Secret
from generator.sources.wire import LONGEST_ADDRESS, AnswerTooLong, HttpAnswer, Wire, refusal
from generator.trade.codes import area
from generator.trade.period import Period

BASE = "https://comtradeapi.un.org"
PREVIEW_ROWS = 500  # most rows of a call without a key; the service silently cuts the rest
KEYED_ROWS = 50_000  # rows requested of a call with a key, about 48 MiB; the service allows 100,000 or 250,000
_CUT_AT = frozenset({PREVIEW_ROWS, KEYED_ROWS, 100_000, 250_000})  # an answer with exactly so many rows may be cut
_MARGIN = 1.3  # how much smaller than a full call to plan the parts, since codes differ in their number of rows
_MOST_PARTS = {True: 400, False: 40}  # True: with a key, 500 calls a day; False: without, 10 a minute are polite
_LONGEST_CODES = LONGEST_ADDRESS - 512  # characters for the codes; the rest of the address gets 512
_WITHOUT_KEY = "Give the source a key_file: with a key one call has more rows."
_TOO_LONG = ("Request URL Too Long", "The resource you are looking for has been removed")
Row = Mapping[str, Any]  # names in lower case, since the service's capitals vary


@dataclass(frozen=True)
class ComtradeReply:
    """One answer with figures. One without rows says nothing about trade: `availability` says what is published."""

    name: str
    raw: bytes = field(repr=False)  # as received, unpacked
    address: str  # without a key
    question: ComtradeQuestion
    rows: int


@dataclass(frozen=True)
class Dataset:
    """One reporter's published period, in the nomenclature that the country used (`H6` is HS2022).

    It was restated if `last_released` is later than the stored one, or `checksum` differs. Times are UTC.
    """

    reporter: str
    period: Period
    classification: str
    records: int
    checksum: str
    last_released: datetime


@dataclass(frozen=True)
class Envelope:
    """The service's `{"elapsedTime", "count", "data", "error"}`: the rows received, and how many it says there are."""

    count: int
    data: list[dict[str, Any]] = field(repr=False)


def polite(key: Secret | None) -> CallPace:
    """Return the pace for the service: one call a second with a key, ten a minute without."""
    return CallPace(per_minute=60) if key else CallPace(per_minute=10)


def is_cut(rows: int, count: int) -> bool:
    """Whether an answer may lack rows: it has as many as the service gives at most, or fewer than it counts."""
    return rows in _CUT_AT or count > rows


class Comtrade:
    """The service at `base`, asked over `wire`. Without a `key` it uses the preview, with 500 rows a call."""

    def __init__(self, base: str, key: Secret | None, wire: Wire) -> None:
        """Store the settings. No request is made yet."""
        self._base, self._key, self._wire = base.rstrip("/"), key, wire
        self._host = httpx2.URL(base).host
        self._most_rows = KEYED_ROWS if key else PREVIEW_ROWS

    def availability(self, reporter: str, frequency: str = "M") -> tuple[Dataset, ...]:
        """Return the published periods of `reporter` (`CHN`, `156`), oldest first: months, or years with `frequency` A.

        A period appears twice if the country sent it in two nomenclatures.
        """
        path = f"{'data' if self._key else 'public'}/v1/getDa/C/{frequency}/HS"
        _, envelope = self._get(path, {"reportercode": area(reporter).m49})
        if envelope.count > len(envelope.data):
            msg = f"{self._host}: gave {len(envelope.data)} of {envelope.count} releases. Nothing was stored."
            msg += " Try again later."
            raise SourceUnavailable(msg)
        rows = [{name.lower(): value for name, value in row.items()} for row in envelope.data]
        datasets = [entry for entry in (dataset(self._host, row) for row in rows) if entry]
        return tuple(sorted(datasets, key=lambda entry: (entry.period, entry.classification)))

    def fetch(self, question: ComtradeQuestion) -> Iterator[ComtradeReply]:
        """Yield the replies that together answer `question`, each for part of its codes and flows.

        The caller must store nothing before the last reply, since SourceError may be raised between replies. A reply
        without rows says nothing about trade: `availability` says whether the period is published.
        """
        for part in question.within(_LONGEST_CODES):
            yield from self._answers(part)

    def _answers(self, question: ComtradeQuestion) -> Iterator[ComtradeReply]:
        """Yield the reply to one call or, if it is too long or lacks rows, the replies to the question's parts."""
        most = {"maxRecords": str(KEYED_ROWS)} if self._key else {}
        try:
            answer, envelope = self._get(self._figures(question), question.params() | most)
        except AnswerTooLong:
            yield from self._parts(question, None)
            return
        rows = len(envelope.data)
        reply = ComtradeReply(question.name, answer.body, answer.address, question, rows)
        if is_cut(rows, envelope.count):
            yield from self._parts(question, reply)
        else:
            yield reply

    def _parts(self, question: ComtradeQuestion, cut: ComtradeReply | None) -> Iterator[ComtradeReply]:
        _, counted = self._get(self._figures(question), question.params() | {"countOnly": "true"}, counting=True)
        total = counted.count
        divided = question.divided(ceil(_MARGIN * total / self._most_rows))
        parts = [shorter for part in divided for shorter in part.within(_LONGEST_CODES)]
        if not parts and cut and cut.rows == total:
            yield cut
            return
        remedy = "Ask for one partner or fewer codes, or take the bulk file." if self._key else _WITHOUT_KEY
        if not parts:
            msg = f"{self._host}: cuts {question.name} and it cannot be divided. Nothing was stored. {remedy}"
            raise SourceRefused(msg)
        if len(parts) > _MOST_PARTS[bool(self._key)]:
            msg = (
                f"{self._host}: {question.name} has {total} rows and would take {len(parts)} calls. Nothing was stored."
            )
            msg += f" {remedy}"
            raise SourceRefused(msg)
        rows = 0
        for part in parts:
            for reply in self._answers(part):
                rows += reply.rows
                yield reply
        if rows < total:
            msg = f"{self._host}: has {total} rows for {question.name}, and gave {rows} in parts. Nothing was stored."
            msg += f" Name the codes instead of {', '.join(question.codes[:3])}."
            raise SourceRefused(msg)

    def _figures(self, question: ComtradeQuestion) -> str:
        return f"{'data/v1/get' if self._key else 'public/v1/preview'}/C/{question.frequency}/HS"

    def _get(self, path: str, params: Mapping[str, str], *, counting: bool = False) -> tuple[HttpAnswer, Envelope]:
        headers = {"Ocp-Apim-Subscription-Key": self._key} if self._key else {}
        envelopes: list[Envelope] = []

        def judge(answer: HttpAnswer) -> None:
            envelopes[:] = [opened(self._host, answer, counting=counting)]

        answer = self._wire.get(f"{self._base}/{path}", params, headers, judge)
        return answer, envelopes[0]


def opened(host: str, answer: HttpAnswer, *, counting: bool = False) -> Envelope:
    """Return the envelope of a 200, or raise SourceError for an answer without figures.

    Only a `counting` answer may lack data. A web page, another status inside, null or NaN are failures, never no trade.
    """
    envelope = _parsed(host, answer)
    if isinstance(status := envelope.get("statusCode"), int):
        text = str(envelope.get("message", ""))
        raise refusal(host, status, answer.headers, text, answer.retrieved)
    if error := envelope.get("error"):
        raise _without_figures(host, f"it says {quoted(str(error))}")
    count, rows = envelope.get("count"), envelope.get("data")
    if counting and rows is None:
        rows = []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _without_figures(host, "it has no list of data")
    if not isinstance(count, int) or isinstance(count, bool) or (count < len(rows) and not counting):
        raise _without_figures(host, f"it counts {quoted(str(count))} rows and has {len(rows)}")
    return Envelope(count, rows)


def _parsed(host: str, answer: HttpAnswer) -> dict[str, Any]:
    try:
        text = answer.body.decode("utf-8-sig")
        if text.lstrip()[:1] == "<" or "html" in answer.headers.get("content-type", ""):
            if any(words in text for words in _TOO_LONG):
                msg = f"{host}: the question is too long for it. Nothing was stored. Ask for fewer codes at once."
                raise SourceRefused(msg)
            raise _without_figures(host, "it is a web page")
        envelope = json.loads(text, parse_constant=_refuse_constant)
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
    raise _without_figures(host, problem)


def _refuse_constant(constant: str) -> NoReturn:
    msg = f"{constant} is no number"
    raise ValueError(msg)


def _without_figures(host: str, problem: str) -> SourceError:
    return SourceUnavailable(f"{host}: the answer holds no figures: {problem}. Nothing was stored. Try again later.")


def dataset(host: str, row: Row) -> Dataset | None:
    """Return what an availability row says, or None if its nomenclature is not the one that the country used."""
    if not has(host, row, "isoriginalclassification", bool):
        return None
    return Dataset(
        str(has(host, row, "reportercode", int)),
        period_of(host, row),
        has(host, row, "classificationcode", str),
        has(host, row, "totalrecords", int),
        str(has(host, row, "datasetchecksum", int)),
        time_of(host, row, "lastreleased"),
    )


def has(host: str, row: Row, name: str, kind: type | tuple[type, ...]) -> Any:  # noqa: ANN401 -- as `kind` says
    """Return the field, or raise SourceChanged if it is absent or of another type."""
    value = row.get(name)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise changed(host, name, value)
    return value


def period_of(host: str, row: Row) -> Period:
    """Return the period, which is written 202601 or 2026, as text or as a number."""
    text = str(row.get("period"))
    try:
        return Period.parse(f"{text[:4]}-{text[4:]}" if len(text) == 6 else text)  # noqa: PLR2004 -- YYYYMM
    except ValueError:
        raise changed(host, "period", text) from None


def time_of(host: str, row: Row, name: str) -> datetime:
    """Return a time that has 0 to 7 decimals. Without a time zone it is UTC."""
    text = has(host, row, name, str)
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise changed(host, name, text) from None


def changed(host: str, name: str, value: object) -> SourceChanged:
    """Return the error for a field that is not written as the service wrote it before."""
    msg = f"{host}: the list of what is out has {name} {quoted(str(value))}. Nothing was stored."
    return SourceChanged(f"{msg} See docs/sources/comtrade.md.")
