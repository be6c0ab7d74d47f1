"""The transport of the HTTP client, on which no single read, write or greeting outlasts the deadline of a question.

A client's own timeout counts from byte to byte: a server that sends one byte a second never trips it, neither in the
body nor in the header. So the time that is left is handed to each call on the socket.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2
import httpx2

Left = Callable[[], float]  # seconds until the deadline
_SHORTEST = 0.001  # a timeout of 0 would mean "do not wait" to a socket


class DeadlineTransport(httpx2.HTTPTransport):
    """The library's own transport over such connections; it reads nothing from the environment."""

    def __init__(self, left: Left) -> None:
        """Open nothing yet; `left` is asked at every call on the socket."""
        super().__init__(trust_env=False)
        context = httpx2.create_ssl_context(trust_env=False)
        self._pool = httpcore2.ConnectionPool(ssl_context=context, network_backend=_Backend(left), max_connections=2)


class _Backend(httpcore2.SyncBackend):
    def __init__(self, left: Left) -> None:
        self._left = left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        limit = _shorter(timeout, self._left)
        return _Stream(super().connect_tcp(host, port, limit, local_address, socket_options), self._left)


class _Stream(httpcore2.NetworkStream):
    def __init__(self, inner: httpcore2.NetworkStream, left: Left) -> None:
        self._inner, self._left = inner, left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _shorter(timeout, self._left))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _shorter(timeout, self._left))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, _shorter(timeout, self._left))
        return _Stream(secured, self._left)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 -- the library's signature
        return self._inner.get_extra_info(info)


def _shorter(timeout: float | None, left: Left) -> float:
    over = left()
    if over <= 0:
        raise httpcore2.ReadTimeout
    return max(_SHORTEST, over if timeout is None else min(timeout, over))
