"""What comes back over HTTP: a body, a piece at a time, or an error with a remedy and, where it is known, a time."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime

import httpx2

from generator.errors import KeyRefused, SourceError, SourceRefused, SourceUnavailable
from generator.sources.faults import plain, quoted
from generator.sources.patience import later, retry_after

_REFILL = re.compile(r"replenished in (?:(\d+)\.)?(\d+):(\d{2}):(\d{2})", re.ASCII)  # d.hh:mm:ss or hh:mm:ss
_AGAIN = re.compile(r"[Tt]ry again in (\d+) seconds?", re.ASCII)
_KEY = "Check the file that key_file names, and that its subscription is active."
_ADDRESS = "Look at the source's address in the settings, or for news at the publisher."
_PIECE = 2**16  # bytes that are looked at together
_TIMEOUT, _SERVER_ERROR = 408, 500  # RFC 9110, 15.5.9 and 15.6


class AnswerTooLong(SourceRefused):
    """An answer with more bytes than are taken: ask for less at once."""


def refusal(name: str, status: int, headers: Mapping[str, str], text: str, now: datetime) -> SourceError:
    """Return the error that an answer other than 200 is; `text` is its body, `name` the source in the sentence."""
    moment = retry_after(headers.get("retry-after", ""), now)
    kind: type[SourceRefused] = SourceRefused
    problem, remedy = f"answered {status}, {quoted(text)}", "Look at what was asked."
    match status:
        case 401:
            problem, remedy, kind = "the key is missing or not known there", _KEY, KeyRefused
        case 403 if "quota" in text.lower():
            moment = _refill(text, now) or moment
            problem, remedy = "its quota of calls is used up", _when(moment)
        case 403:
            problem, remedy = "refused (403)", "Check that the key's subscription includes what is asked."
        case 404 | 410:
            problem, remedy = f"{status}, the address is withdrawn or moved", _ADDRESS
        case 413:
            problem, remedy, kind = "the answer would be too large", "Ask for less at once.", AnswerTooLong
        case 429:
            return asked_too_fast(name, headers, text, now)
    if status == _TIMEOUT or status >= _SERVER_ERROR:
        return SourceUnavailable(f"{name}: answered {status}. Nothing was stored. {_when(moment)}", moment)
    return kind(f"{name}: {problem}. Nothing was stored. {remedy}", moment)


def asked_too_fast(name: str, headers: Mapping[str, str], text: str, now: datetime) -> SourceUnavailable:
    """Return the error of a source that is asked too fast, with the time it names."""
    moment = retry_after(headers.get("retry-after", ""), now)
    if moment is None and (seconds := _AGAIN.search(text)):
        moment = later(now, float(seconds[1]))
    return SourceUnavailable(f"{name}: is asked too fast. Nothing was stored. {_when(moment)}", moment)


def _refill(text: str, now: datetime) -> datetime | None:
    """Return when a quota is full again, None where the text does not say it."""
    wait = _REFILL.search(text)
    if wait is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in wait.groups())
    return later(now, ((days * 24 + hours) * 60 + minutes) * 60 + seconds)


def _when(moment: datetime | None) -> str:
    return f"Try again after {moment:%Y-%m-%d %H:%M} UTC." if moment else "Try again later."


def as_sent(response: httpx2.Response, largest: int) -> Iterator[bytes]:
    """Yield the body as it is sent, of at most so many bytes."""
    size = 0
    for piece in response.iter_raw(_PIECE):
        size += len(piece)
        if size > largest:
            raise _too_long(response.url.host, largest)
        yield piece


def unpacked(response: httpx2.Response, largest: int) -> Iterator[bytes]:
    """Yield the body, unpacked a piece at a time: httpx2 would let a small answer become a large one unseen."""
    host, packed = response.url.host, response.headers.get("content-encoding", "identity").strip().lower()
    if packed == "identity":
        yield from as_sent(response, largest)
        return
    if packed != "gzip":
        raise broken(host, f"answered packed as {plain(packed)}, which was not asked")
    inflate, size = zlib.decompressobj(16 + zlib.MAX_WBITS), 0
    for raw in response.iter_raw(_PIECE):
        try:
            piece = inflate.decompress(raw, largest - size + 1)
        except zlib.error:
            raise broken(host, "its answer is damaged") from None
        size += len(piece)
        if size > largest:
            raise _too_long(host, largest)
        yield piece
    if not inflate.eof:
        raise broken(host, "broke off its answer")


def _too_long(host: str, largest: int) -> AnswerTooLong:
    size = f"{largest / 2**20:,.0f} MiB" if largest >= 2**20 else f"{largest:,} bytes"
    return AnswerTooLong(f"{host}: answered with more than {size}. Nothing was stored. Ask for less at once.")


def broken(host: str, problem: str) -> SourceUnavailable:
    """Return the error of an answer that may come whole another time."""
    return SourceUnavailable(f"{host}: {problem}. Nothing was stored. Try again later.")
