"""A service of SDMX on this machine, which answers each span of periods as a test says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Said = tuple[int, bytes]


class Service(ThreadingHTTPServer):
    """The server: `says` gives the answer to a first and a last period; `asked` has the questions."""

    daemon_threads = True
    says: Callable[[str, str], Said]

    def __init__(self) -> None:
        """Listen on the loopback."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def address(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self.server_port}/sdmx/2.1"


class _Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        params = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.server.asked.append((url.path, params))
        status, body = self.server.says(params["startPeriod"], params["endPeriod"])
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Service]:
    """Yield the service, listening."""
    with Service() as found:
        thread = threading.Thread(target=found.serve_forever, daemon=True)
        thread.start()
        yield found
        found.shutdown()
        thread.join()
