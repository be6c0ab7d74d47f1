"""How long to wait for a source, and how fast to ask it: clock, pace, deadline, and the waits between tries."""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

import httpcore2
import httpx2

from generator.errors import SourceUnavailable

TRIES = 5  # most tries of one question, including the first
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # longest wait before the second try, and before any try, in seconds
LONGEST_ASKED = 300.0  # seconds; if a source asks for a longer wait, give up instead
SecondsLeft = Callable[[], float]  # returns the seconds until the deadline
_SHORTEST = 0.001  # seconds; a socket would take a timeout of 0 as "do not wait"


@dataclass(frozen=True)
class Clock:
    """The time as the program sees it: `seconds` that only increase, `now` in UTC, and a way to `sleep`."""

    seconds: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class CallPace:
    """Questions a minute, and how many may follow each other at once.

    Comtrade allows about one a second, and two or three at once. Without a key, ten a minute is careful.
    """

    per_minute: float = 10
    at_once: int = 2


@dataclass(frozen=True)
class Deadline:
    """Seconds for one question with all its tries, and for all questions of one pull."""

    call: float = 180
    pull: float = 3600


class Bucket:
    """A token bucket: it starts with `pace.at_once` turns, and refills at the pace."""

    def __init__(self, pace: CallPace, clock: Clock) -> None:
        """Fill the bucket."""
        self._pace, self._clock = pace, clock
        self._turns, self._at = float(pace.at_once), clock.seconds()

    def wait(self) -> float:
        """Return the seconds until the next turn, 0 if one is available."""
        now, rate = self._clock.seconds(), self._pace.per_minute / 60
        self._turns = min(self._pace.at_once, self._turns + (now - self._at) * rate)
        self._at = now
        return max(0.0, (1 - self._turns) / rate)

    def take(self) -> None:
        """Take one turn."""
        self._turns -= 1


def backoff(tries: int, draw: Callable[[], float] = random.random) -> float:
    """Return the seconds to wait after try number `tries`: they double each time up to a limit, and half is random."""
    longest = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (tries - 1))
    return longest * (0.5 + draw() / 2)


def retry_after(text: str, now: datetime) -> datetime | None:
    """Return the time in a Retry-After header, in seconds or as an HTTP-date (RFC 9110, 10.2.3), or None.

    A time beyond the calendar becomes the last possible one.
    """
    if text.strip().isdecimal():
        return later(now, float(text))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def later(now: datetime, seconds: float) -> datetime:
    """Return `now` plus `seconds`, at most the end of the year 9999."""
    most = (datetime.max.replace(tzinfo=UTC) - now).total_seconds()
    return datetime.fromtimestamp(now.timestamp() + min(seconds, most - 1), UTC)


class Timer:
    """The time left for one question of a pull."""

    def __init__(self, name: str, until: float, clock: Clock) -> None:
        """Store the second at which the time ends. `name` is the source, for the message."""
        self._name, self._until, self._clock = name, until, clock

    @property
    def seconds_left(self) -> float:
        """Seconds left, negative after the deadline."""
        return self._until - self._clock.seconds()

    def check(self) -> None:
        """Raise SourceUnavailable after the deadline."""
        if self.seconds_left <= 0:
            self.end()

    def end(self) -> NoReturn:
        """Raise SourceUnavailable, because the time is over."""
        msg = f"{self._name}: no whole answer within the time allowed. Nothing was stored. Try again later."
        raise SourceUnavailable(msg)

    def sleep(self, seconds: float) -> bool:
        """Wait for `seconds` and return True. Return False without waiting if the deadline comes first."""
        if seconds >= self.seconds_left:
            return False
        self._clock.sleep(seconds)
        return True


class DeadlineTransport(httpx2.HTTPTransport):
    """The library's transport with every socket call bound by the deadline. It ignores the environment."""

    def __init__(self, seconds_left: SecondsLeft) -> None:
        """Open no connection yet. `seconds_left` is called before every socket call."""
        super().__init__(trust_env=False)
        context = httpx2.create_ssl_context(trust_env=False)
        backend = _Backend(seconds_left)
        self._pool = httpcore2.ConnectionPool(ssl_context=context, network_backend=backend, max_connections=2)


class _Backend(httpcore2.SyncBackend):
    def __init__(self, seconds_left: SecondsLeft) -> None:
        self._seconds_left = seconds_left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        limit = _shorter(timeout, self._seconds_left)
        return _Stream(super().connect_tcp(host, port, limit, local_address, socket_options), self._seconds_left)


class _Stream(httpcore2.NetworkStream):
    def __init__(self, inner: httpcore2.NetworkStream, seconds_left: SecondsLeft) -> None:
        self._inner, self._seconds_left = inner, seconds_left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _shorter(timeout, self._seconds_left))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _shorter(timeout, self._seconds_left))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, _shorter(timeout, self._seconds_left))
        return _Stream(secured, self._seconds_left)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 -- the library's signature
        return self._inner.get_extra_info(info)


def _shorter(timeout: float | None, seconds_left: SecondsLeft) -> float:
    until_end = seconds_left()
    if until_end <= 0:
        raise httpcore2.ReadTimeout
    return max(_SHORTEST, until_end if timeout is None else min(timeout, until_end))
