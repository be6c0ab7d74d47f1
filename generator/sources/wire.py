"""The only network client. It keeps a pace, tries again until a deadline, and checks what comes back.

A key is sent in a header, held as a `Secret`. It never appears in an address, message, log line or repr.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2

from generator import __version__
from generator.errors import KeyRefused, SourceError, SourceRefused, SourceUnavailable
from generator.sources.faults import plain, quoted
from generator.sources.patience import (
    LONGEST_ASKED,
    TRIES,
    Bucket,
    CallPace,
    Clock,
    Deadline,
    DeadlineTransport,
    Timer,
    backoff,
    later,
    retry_after,
)
from generator.sources.secret import Secret

LONGEST_ADDRESS = 4096  # characters; Comtrade refuses longer ones
LARGEST_FILE = 4 * 2**30  # most bytes of an answer that goes to a file, as sent
LARGEST_BODY = 64 * 2**20  # most bytes of an answer in memory, unpacked
_LARGEST_EXCUSE = 64 * 2**10  # most bytes of an answer whose status is not 200
_PIECE = 2**16  # bytes that are read at once
_REDIRECTS = 3
_TIMES = httpx2.Timeout(60, connect=20)  # most seconds between two bytes, and to connect
_KEYS = frozenset({"subscription-key", "key", "api_key", "apikey", "token"})
_REFILL = re.compile(r"replenished in (?:(\d+)\.)?(\d+):(\d{2}):(\d{2})", re.ASCII)  # d.hh:mm:ss or hh:mm:ss
_AGAIN = re.compile(r"[Tt]ry again in (\d+) seconds?", re.ASCII)
_TIMEOUT, _SERVER_ERROR = 408, 500  # RFC 9110, 15.5.9 and 15.6

Headers = Mapping[str, "str | Secret"]


class AnswerTooLong(SourceRefused):
    """The answer exceeds the limit on bytes. The caller should ask for less at once."""


@dataclass(frozen=True)
class HttpAnswer:
    """A complete answer of status 200."""

    headers: Mapping[str, str]  # names in lower case
    body: bytes = field(repr=False)  # unpacked; empty if it went to a file
    address: str  # the address that was asked
    retrieved: datetime


class Wire:
    """Asks servers, one question at a time. Use it in a `with` block, or close it with `close`."""

    def __init__(
        self,
        pace: CallPace = CallPace(),  # noqa: B008 -- frozen
        deadline: Deadline = Deadline(),  # noqa: B008 -- frozen
        clock: Clock = Clock(),  # noqa: B008 -- frozen
        *,
        allow_insecure: bool = False,
        waits: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Open no connection yet. The pull's deadline begins now. `allow_insecure` permits http to this machine.

        `waits` is called with the reason for every wait of a second or more, and with "" when it ends.
        """
        self._pace, self._deadline, self._clock = pace, deadline, clock
        self._allow_insecure, self._waits = allow_insecure, waits
        self._bucket = Bucket(pace, clock)
        self._over = clock.seconds() + deadline.pull
        self._timer = Timer("source", self._over, clock)
        transport = DeadlineTransport(lambda: self._timer.seconds_left)
        self._client = httpx2.Client(transport=transport, timeout=_TIMES, trust_env=False, follow_redirects=False)

    def __enter__(self) -> Self:
        """Return the wire."""
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """Close the wire."""
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def get(
        self,
        address: str,
        params: Mapping[str, str] | None = None,
        headers: Headers | None = None,
        judge: Callable[[HttpAnswer], None] | None = None,
        largest: int = LARGEST_BODY,
    ) -> HttpAnswer:
        """Return the answer to a GET, or raise SourceError.

        `judge` checks an answer and raises SourceError if it is not usable. If that error is `worth_retrying`, Wire
        asks again.
        """
        url = self._url(address, params or {})
        sent = {"Accept-Encoding": "gzip", **(headers or {})}

        def ask() -> HttpAnswer:
            body = bytearray()
            received = self._received(url, sent, body.extend, lambda response: _unpacked(response, largest))
            if any(value.is_in(body) for value in sent.values() if isinstance(value, Secret)):
                raise repeats_the_key(url.host)
            answer = HttpAnswer(received, bytes(body), str(url), self._clock.now())
            if judge:
                judge(answer)
            return answer

        return self._patiently(url, self._deadline.call, ask)

    def save(
        self,
        address: str,
        path: Path,
        headers: Headers | None = None,
        judge: Callable[[Path], None] | None = None,
        largest: int = LARGEST_FILE,
    ) -> HttpAnswer:
        """Stream the body, as sent, to `path`, completely or not at all. It may take until the pull's deadline.

        `judge` checks the file before it gets its name, and may raise SourceError. The judge must also check whether
        the file contains the key, since only the judge knows how it is packed.
        """
        url = self._url(address, {})
        sent = {"Accept-Encoding": "identity", **(headers or {})}
        part = path.with_name(f"{path.name}.part")

        def ask() -> HttpAnswer:
            with part.open("wb") as file:
                received = self._received(url, sent, file.write, lambda response: _as_sent(response, largest))
                file.flush()
                os.fsync(file.fileno())
            if judge:
                judge(part)
            return HttpAnswer(received, b"", str(url), self._clock.now())

        try:
            answer = self._patiently(url, self._deadline.pull, ask)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return answer

    def _url(self, address: str, params: Mapping[str, str]) -> httpx2.URL:
        named = _KEYS & {name.lower() for name in params}
        if named:
            msg = f"{min(named)} goes into a header, never into an address"
            raise ValueError(msg)
        try:
            url = httpx2.URL(address, params=dict(params)) if params else httpx2.URL(address)
        except httpx2.InvalidURL:
            msg = f"{plain(address)}: no address. Write one that begins with https://."
            raise SourceRefused(msg) from None
        self._refuse_open(url)
        return url

    def _refuse_open(self, url: httpx2.URL) -> None:
        """Refuse an address that is not encrypted, contains a password, or is too long."""
        secure = url.scheme == "https" or (self._allow_insecure and url.scheme == "http" and _is_this_machine(url.host))
        if not secure or not url.host or url.userinfo:
            msg = f"{plain(url.host or str(url))}: only https is asked, without a name or password in the address."
            raise SourceRefused(msg)
        if len(str(url)) > LONGEST_ADDRESS:
            msg = f"{url.host}: the question is {len(str(url))} characters long, {LONGEST_ADDRESS} are allowed."
            msg += " Ask for fewer codes at once."
            raise SourceRefused(msg)

    def _patiently(self, url: httpx2.URL, seconds: float, ask: Callable[[], HttpAnswer]) -> HttpAnswer:
        """Ask until there is an answer, a fault for which another try is useless, or the deadline."""
        self._timer = Timer(url.host, min(self._over, self._clock.seconds() + seconds), self._clock)
        tries = 1
        while True:
            wait = self._bucket.wait()
            why = f"waiting {wait:.0f} s for the pace, {self._pace.per_minute:g} calls a minute"
            if wait and not self._sleep(wait, why):
                self._timer.end()
            self._bucket.take()
            self._timer.check()
            try:
                return ask()
            except SourceError as fault:
                if not fault.worth_retrying or tries == TRIES or not self._wait_to_retry(fault, tries):
                    raise
            tries += 1

    def _wait_to_retry(self, fault: SourceError, tries: int) -> bool:
        """Wait before the next try. Return False if that would be too late."""
        least = (fault.resume - self._clock.now()).total_seconds() if fault.resume else 0.0
        wait = max(least, backoff(tries))
        why = "as the source asks" if fault.resume else "to ask again after a fault"
        return least <= LONGEST_ASKED and self._sleep(wait, f"waiting {wait:.0f} s {why}")

    def _sleep(self, seconds: float, why: str) -> bool:
        """Report and wait. Return False without waiting if the deadline comes first."""
        if seconds >= 1:
            self._waits(why)
        slept = self._timer.sleep(seconds)
        if seconds >= 1:
            self._waits("")
        return slept

    def _received(
        self,
        url: httpx2.URL,
        headers: Headers,
        keep: Callable[[bytes], object],
        pieces: Callable[[httpx2.Response], Iterator[bytes]],
    ) -> Mapping[str, str]:
        """Return the headers of a 200 after passing its body to `keep`. Raise SourceUnavailable for a network fault."""
        at = url
        try:
            for _ in range(_REDIRECTS + 1):
                with self._client.stream("GET", at, headers=_revealed(headers)) as response:
                    if not response.has_redirect_location:
                        self._refuse_status(response, headers)
                        for piece in pieces(response):
                            keep(piece)
                        return dict(response.headers)
                    at = self._redirected(at, response.headers["location"])
            problem = "sends from address to address"
        except httpx2.TimeoutException:
            problem = "does not answer in time"
        except httpx2.ConnectError as fault:
            problem = f"cannot be reached ({plain(str(fault))})"
        except httpx2.HTTPError:
            problem = "broke off its answer"
        self._timer.check()
        raise _broken(url.host, _hidden(problem, headers))

    def _redirected(self, url: httpx2.URL, location: str) -> httpx2.URL:
        try:
            target = url.join(location)
        except httpx2.InvalidURL:
            target = httpx2.URL("")
        if (target.scheme, target.host, target.port) != (url.scheme, url.host, url.port):
            msg = f"{url.host}: sends to another place, {plain(target.host) or 'none'}, which is not asked."
            msg += " Nothing was stored. If the publisher moved, change the source's address."
            raise SourceRefused(msg)
        self._refuse_open(target)
        return target

    def _refuse_status(self, response: httpx2.Response, headers: Headers) -> None:
        if response.status_code == httpx2.codes.OK:
            return
        try:
            body = b"".join(_unpacked(response, _LARGEST_EXCUSE))
        except (SourceError, httpx2.HTTPError):
            body = b""
        text = _hidden(body.decode("utf-8", "replace"), headers)
        raise refusal(response.url.host, response.status_code, response.headers, text, self._clock.now())


def refusal(name: str, status: int, headers: Mapping[str, str], text: str, now: datetime) -> SourceError:
    """Return the error for an answer whose status is not 200. `text` is its body, `name` the source in the message."""
    moment = retry_after(headers.get("retry-after", ""), now)
    kind: type[SourceRefused] = SourceRefused
    problem = f"answered {status}, {quoted(text)}"
    remedy = "Look at what was asked."
    match status:
        case 401:
            problem, kind = "the key is missing or not known there", KeyRefused
            remedy = "Check the file that key_file names, and that its subscription is active."
        case 403 if "quota" in text.lower():
            moment = _refill(text, now) or moment
            problem = "its quota of calls is used up"
            remedy = _when(moment)
        case 403:
            problem, remedy = "refused (403)", "Check that the key's subscription includes what is asked."
        case 404 | 410:
            problem = f"{status}, the address is withdrawn or moved"
            remedy = "Look at the source's address in the settings, or for news at the publisher."
        case 413:
            problem, remedy, kind = "the answer would be too large", "Ask for less at once.", AnswerTooLong
        case 429:
            seconds = _AGAIN.search(text)
            if moment is None and seconds:
                moment = later(now, float(seconds[1]))
            return SourceUnavailable(f"{name}: is asked too fast. Nothing was stored. {_when(moment)}", moment)
    if status == _TIMEOUT or status >= _SERVER_ERROR:
        return SourceUnavailable(f"{name}: answered {status}. Nothing was stored. {_when(moment)}", moment)
    return kind(f"{name}: {problem}. Nothing was stored. {remedy}", moment)


def _refill(text: str, now: datetime) -> datetime | None:
    """Return when a quota is available again, or None if the text does not say it."""
    wait = _REFILL.search(text)
    if wait is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in wait.groups())
    return later(now, ((days * 24 + hours) * 60 + minutes) * 60 + seconds)


def _when(moment: datetime | None) -> str:
    return f"Try again after {moment:%Y-%m-%d %H:%M} UTC." if moment else "Try again later."


def _as_sent(response: httpx2.Response, largest: int) -> Iterator[bytes]:
    """Yield the body as sent. Raise AnswerTooLong above `largest` bytes."""
    size = 0
    for piece in response.iter_raw(_PIECE):
        size += len(piece)
        if size > largest:
            raise _too_long(response.url.host, largest)
        yield piece


def _unpacked(response: httpx2.Response, largest: int) -> Iterator[bytes]:
    """Yield the body, unpacked in pieces. httpx2 would let a small answer unpack to any size."""
    host = response.url.host
    packed = response.headers.get("content-encoding", "identity").strip().lower()
    if packed == "identity":
        yield from _as_sent(response, largest)
        return
    if packed != "gzip":
        raise _broken(host, f"answered packed as {plain(packed)}, which was not asked")
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
    size = 0
    for raw in response.iter_raw(_PIECE):
        try:
            piece = inflate.decompress(raw, largest - size + 1)
        except zlib.error:
            raise _broken(host, "its answer is damaged") from None
        size += len(piece)
        if size > largest:
            raise _too_long(host, largest)
        yield piece
    if not inflate.eof:
        raise _broken(host, "broke off its answer")


def _too_long(host: str, largest: int) -> AnswerTooLong:
    size = f"{largest / 2**20:,.0f} MiB" if largest >= 2**20 else f"{largest:,} bytes"
    return AnswerTooLong(f"{host}: answered with more than {size}. Nothing was stored. Ask for less at once.")


def _broken(host: str, problem: str) -> SourceUnavailable:
    """Return the error for an answer that may be complete at another time."""
    return SourceUnavailable(f"{host}: {problem}. Nothing was stored. Try again later.")


def repeats_the_key(host: str) -> SourceRefused:
    """Return the error for an answer that contains the key."""
    msg = f"{host}: its answer repeats the key, so it cannot be kept. Nothing was stored. Try without a key."
    return SourceRefused(msg)


def _revealed(headers: Headers) -> dict[str, str]:
    named = {"User-Agent": f"tradebrief/{__version__}"}
    return named | {name: value if isinstance(value, str) else value.reveal() for name, value in headers.items()}


def _hidden(text: str, headers: Headers) -> str:
    for value in headers.values():
        text = value.hide(text) if isinstance(value, Secret) else text
    return text


def _is_this_machine(host: str) -> bool:
    """Whether `host` is the machine on which the program runs."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
