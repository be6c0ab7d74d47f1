"""Ask an SDMX 2.1 web service for the data of a series key, in pieces that it accepts.

sdmx1 writes the address, and Wire fetches the bytes. Eurostat answers 413 (EXTRACTION_TOO_BIG) to a question that is
too large. It is then asked by year, and then by month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from generator.errors import SettingsError, SourceChanged
from generator.sources.faults import plain
from generator.sources.wire import AnswerTooLong, HttpAnswer, Wire
from generator.trade.period import Period

ACCEPT = "application/vnd.sdmx.data+csv;version=1.0.0, application/vnd.sdmx.structurespecificdata+xml;version=2.1;q=0.8"
_COMEXT = {"format": "SDMX-CSV", "compressed": "false"}  # Eurostat uses these instead of the Accept header


@dataclass(frozen=True)
class SdmxQuestion:
    """Which figures to ask for."""

    address: str  # the service's base address
    dataflow: str
    series_key: str = "all"  # with a place for each dimension
    like: str = ""  # the service whose conventions it follows, such as "comext"


@dataclass(frozen=True)
class SdmxReply:
    """One answer as received, and the address it came from. Its name contains the periods that were asked for."""

    name: str
    raw: bytes = field(repr=False)
    address: str

    @property
    def is_empty(self) -> bool:
        """Whether the answer has no observation: a header alone, or an empty data set."""
        return b"\n" not in self.raw.strip() if self.name.endswith(".csv") else b"Obs" not in self.raw


def fetch(question: SdmxQuestion, first: Period, last: Period, wire: Wire, name: str) -> tuple[SdmxReply, ...]:
    """Return the answers about the months or years from `first` to `last`. The documents' names begin with `name`.

    There is one answer, or one for each year or month if the service does not give all at once. Raise SourceError if
    there is none. An answer without rows says nothing about trade.
    """
    address, params = address_of(question, first, last)
    try:
        answer = wire.get(address, params, {"Accept": ACCEPT}, _judge)
    except AnswerTooLong:
        if first == last:
            raise
        pieces = _pieces(first, last)
        return tuple(reply for piece in pieces for reply in fetch(question, *piece, wire, name))
    over = str(first) if first == last else f"{first}--{last}"
    kind = "xml" if answer.body.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<") else "csv"
    return (SdmxReply(f"{name}-{over}.{kind}", answer.body, answer.address),)


def address_of(question: SdmxQuestion, first: Period, last: Period) -> tuple[str, Mapping[str, str]]:
    """Return the address and the parameters that ask `question` about `first` to `last`."""
    try:
        from sdmx.rest import Resource
        from sdmx.rest.v21 import URL
        from sdmx.source import Source
    except ImportError:
        problem = "asking services of SDMX needs a package that is not installed."
        raise SettingsError(where="kind: sdmx", problem=problem, remedy="Run: pip install 'tradebrief[sdmx]'") from None
    service = Source(id="TRADEBRIEF", name="", url=question.address.rstrip("/") + "/")
    flow = {"resource_id": question.dataflow, "key": question.series_key or "all"}
    span = {"start_period": str(first), "end_period": str(last)}
    url = URL(service, Resource.data, **flow, **span)
    return url.join(with_query=False), {**url.query, **(_COMEXT if question.like == "comext" else {})}


def _judge(answer: HttpAnswer) -> None:
    """Refuse a web page, and an answer that only says that the data will come later."""
    host, start = urlsplit(answer.address).hostname, answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:4096].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        msg = f"{host}: answered with a web page. Nothing was stored. Look at the source's address and dataflow."
        raise SourceChanged(msg)
    if start.startswith(b"<") and b"dataset" not in answer.body.lower():
        text = plain(" ".join(answer.body.decode("utf-8", "replace").split())[-200:])
        msg = f"{host}: answered without data ({text}). Nothing was stored. Ask for less, or again later."
        raise SourceChanged(msg)


def _pieces(first: Period, last: Period) -> list[tuple[Period, Period]]:
    """Return the years from `first` to `last`, or the single periods if they are in one year or are years."""
    periods = [Period(at, first.months) for at in range(first.first, last.first + 1, first.months)]
    if first.year == last.year or first.months > 1:
        return [(period, period) for period in periods]
    years = [[period for period in periods if period.year == year] for year in range(first.year, last.year + 1)]
    return [(months[0], months[-1]) for months in years]
