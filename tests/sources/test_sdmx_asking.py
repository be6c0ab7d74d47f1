"""Asking a service of SDMX: the address that is asked, and what becomes of an answer that is too large."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.errors import SourceChanged, SourceError
from generator.sources.sdmx_service import SdmxQuestion, SdmxReply, address_of, fetch
from generator.trade.period import Period
from tests.sources.neighbours import StoppedClock, patient
from tests.sources.sdmx_samples import comext
from tests.sources.sdmx_service import Said, Service, serving

PATH = "/sdmx/2.1/data/DS-045409/M.DE+FR.PK..1."


@pytest.fixture
def service() -> Iterator[Service]:
    """Yield the service, listening."""
    with serving() as found:
        yield found


def ask(service: Service, first: str, last: str) -> tuple[SdmxReply, ...]:
    """Return what came back for the periods."""
    question = SdmxQuestion(service.address, "DS-045409", "M.DE+FR.PK..1.", "comext")
    with patient(StoppedClock()) as wire:
        return fetch(question, Period.parse(first), Period.parse(last), wire, "comext")


def small(start: str, end: str) -> Said:
    """Answer a month, and find every longer span too large."""
    if start != end:
        return 413, b"<error><faultstring>EXTRACTION_TOO_BIG: the requested extraction is too big</faultstring></error>"
    return 200, comext(f"M,DE,PK,260300,1,VALUE_IN_EUROS,{start},1,")


def test_the_address_is_that_of_the_standard() -> None:
    """Dataflow and key in the path, the periods after it; Eurostat's own words for the form."""
    address, params = address_of(
        SdmxQuestion("https://example.org/2.1/", "DS-1", "M.DE..", "comext"), *[Period.parse("2025")] * 2
    )
    assert "https://example.org/2.1/data/DS-1/M.DE.." == address
    assert {"startPeriod": "2025", "endPeriod": "2025", "format": "SDMX-CSV", "compressed": "false"} == params
    assert {"startPeriod", "endPeriod"} == set(
        address_of(SdmxQuestion("https://example.org", "DS-1"), *[Period.parse("2025")] * 2)[1]
    )


def test_an_answer_comes_as_it_is(service: Service) -> None:
    """The bytes as received, with the periods that were asked."""
    body = comext("M,DE,PK,260300,1,VALUE_IN_EUROS,2025-01,1,")
    service.says = lambda *_: (200, body)
    (reply,) = ask(service, "2024-12", "2025-02")
    assert ("comext-2024-12--2025-02.csv", body) == (reply.name, reply.raw)
    assert PATH == service.asked[0][0]


def test_what_is_too_large_is_asked_by_year_then_by_month(service: Service) -> None:
    """Nothing is asked twice, and nothing is left out."""
    service.says = small
    replies = ask(service, "2024-11", "2025-02")
    assert [f"comext-{month}.csv" for month in ("2024-11", "2024-12", "2025-01", "2025-02")] == [
        reply.name for reply in replies
    ]
    spans = [(params["startPeriod"], params["endPeriod"]) for _, params in service.asked]
    assert ("2024-11", "2024-12") in spans
    assert 7 == len(spans)


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        ((200, b"<!DOCTYPE html><html>busy</html>"), SourceChanged, "answered with a web page"),
        ((200, b"<env:Envelope><fault>Asynchronous</fault></env:Envelope>"), SourceChanged, "answered without data"),
        ((404, b"ERR_NOT_FOUND_4"), SourceError, "the address is withdrawn or moved"),
        ((413, b"too big"), SourceError, "the answer would be too large"),
    ],
)
def test_what_is_no_data_is_an_error(service: Service, said: Said, error: type[SourceError], words: str) -> None:
    """One sentence, which names the host; a month that is too large cannot be split."""
    service.says = lambda *_: said
    with pytest.raises(error, match=f"127.0.0.1.*{words}"):
        ask(service, "2025-01", "2025-01")
