"""A server on this machine that speaks UN Comtrade's API from published rows, with its faults on request."""

from __future__ import annotations

import gzip
import socket
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zlib import crc32

from tests.sources.replay_faults import FAULTS, TOO_LONG, Said, enveloped, excused
from tests.sources.replay_rows import Row, Rows, Wanted

PREVIEW_ROWS = 500
LONGEST_ADDRESS = 4096
_UNSAID = "reporterISO reporterDesc flowDesc partnerISO partnerDesc partner2ISO partner2Desc cmdDesc aggrLevel isLeaf"
_UNSAID += " customsDesc motDesc qtyUnitAbbr altQtyUnitAbbr"
_DENIED = "Access denied due to {} subscription key. Make sure to {}."
MISSING_KEY = _DENIED.format("missing", "include subscription key when making requests to an API")
WRONG_KEY = _DENIED.format("invalid", "provide a valid key for an active subscription")


@dataclass(frozen=True)
class Seen:
    """One question as the server saw it: path, parameters with names in small letters, headers."""

    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]


class Replay(ThreadingHTTPServer):
    """The server: `rows` to answer from, `keys` it knows, the faults that come `next`, what it has `seen`."""

    daemon_threads = True

    def __init__(self, rows: Rows, keys: frozenset[str] = frozenset({"a-known-key"}), port: int = 0) -> None:
        """Listen on the loopback; `port` 0 is any free one."""
        super().__init__(("127.0.0.1", port), _Handler)
        self.rows, self.keys = rows, keys
        self.keyed_rows = 100_000
        self.seen: list[Seen] = []
        self.guests = ExitStack()  # what is closed with the server
        self._faults: deque[str] = deque()
        self._restated: dict[tuple[str, str, str], float] = {}
        self._released: dict[tuple[str, str], str] = {}

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 -- the library's signature
        """Say nothing of a client that went away in the middle of an answer."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"

    def next(self, *faults: str) -> None:
        """Queue faults, one for each question to come: a name of `FAULTS`, perhaps with an argument (`rate:30`)."""
        self._faults.extend(faults)

    def fault(self) -> str:
        """Take the next fault, "" where there is none."""
        return self._faults.popleft() if self._faults else ""

    def restate(self, period: str, code: str, value: float, released: str, reporter: str = "156") -> None:
        """From now on say `value` for the code's lines in `period`, as released again at `released`."""
        self._restated[reporter, period, code] = value
        self._released[reporter, period] = released

    def released(self, reporter: str, period: str, day: str) -> None:
        """From now on say that the period of a reporter was released at `day`."""
        self._released[reporter, period] = day

    def select(self, wanted: Wanted) -> list[Row]:
        """Return the rows as they stand now."""
        return [self._as_it_stands(row) for row in self.rows.select(wanted)]

    def availability(self, wanted: Wanted) -> list[Row]:
        """Return the availability rows, each also in a nomenclature into which it was converted."""
        counts = self.rows.datasets(wanted).items()
        return [self._dataset(wanted, *key, count, own=own) for key, count in sorted(counts) for own in (True, False)]

    def bulk(self, wanted: Wanted) -> list[tuple[Row, bytes]]:
        """Return the bulk availability rows, each with the bytes of its file."""
        return [
            self._bulk(wanted.frequency, reporter, period, edition)
            for reporter, period, edition in sorted(self.rows.datasets(wanted))
        ]

    def _as_it_stands(self, row: Row) -> Row:
        value = self._restated.get((str(row["reporterCode"]), row["period"], row["cmdCode"]))
        if value is None:
            return row
        own = "cifvalue" if row["flowCode"] == "M" else "fobvalue"
        return row | {"primaryValue": value, own: value}

    def _dataset(self, wanted: Wanted, reporter: str, period: str, edition: str, count: int, *, own: bool) -> Row:
        first = datetime(int(period[:4]), int(period[4:] or 12), 1, 10, 53, 32, tzinfo=UTC) + timedelta(days=75)
        first_released = f"{first:%Y-%m-%dT%H:%M:%S}.8266667"
        last = self._released.get((reporter, period), first_released)
        changes = sorted(f"{key}{value}" for key, value in self._restated.items() if key[:2] == (reporter, period))
        return {
            "datasetCode": int(f"{'3' if wanted.frequency == 'M' else '2'}{int(reporter):04d}{period:0<6}06"),
            "typeCode": "C",
            "freqCode": wanted.frequency,
            "period": int(period),
            "reporterCode": int(reporter),
            "classificationCode": edition if own else "H0",
            "classificationSearchCode": "HS",
            "isOriginalClassification": own,
            "totalRecords": count,
            "datasetChecksum": crc32(f"{reporter}{period}{changes}".encode()) - 2**31,
            "firstReleased": first_released,
            "lastReleased": last,
        }

    def _bulk(self, frequency: str, reporter: str, period: str, edition: str) -> tuple[Row, bytes]:
        rows = self.select(Wanted(frequency, reporters=(reporter,), periods=(period,)))
        rows = [row for row in rows if row["classificationCode"] == edition]
        names = ["datasetCode", *(rows[0] if rows else ())]
        lines = [[f"3{reporter}{period}", *map(_cell, row.values())] for row in rows]
        text = "".join("\t".join(line) + "\n" for line in [[_bulk_name(name) for name in names], *lines])
        body = gzip.compress(text.encode(), mtime=0)
        dataset = self._dataset(Wanted(frequency), reporter, period, edition, len(rows), own=True)
        return {
            "fileUrl": sha256(f"{reporter}{period}{edition}".encode()).hexdigest(),
            "fileSize": f"{len(body) / 1024:.2f} KB",
            "isOriginalClassification": True,
            "reporterCode": int(reporter),
            "freqCode": frequency,
            "typeCode": "C",
            "classificationCode": edition,
            "refPeriodId": int(f"{period:0<5}1" if len(period) == 4 else period),
            "period": int(period),
            "publicationDate": f"{dataset['lastReleased'][:19]}Z",
        }, body


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _bulk_name(name: str) -> str:
    return {"cifvalue": "CIFValue", "fobvalue": "FOBValue", "isNetWgtEstimated": "isnetWgtEstimated"}.get(name, name)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Replay

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""

    def do_GET(self) -> None:
        """Answer one question, or fail at it as the test asked."""
        parts = urlsplit(self.path)
        params = {name.lower(): ",".join(values) for name, values in parse_qs(parts.query).items()}
        self.server.seen.append(Seen(parts.path, params, {name.lower(): v for name, v in self.headers.items()}))
        name, _, argument = self.server.fault().partition(":")
        if name in _ON_THE_LINE:
            _ON_THE_LINE[name](self, argument, self._said(parts.path, params))
        elif name:
            self._send(FAULTS[name](argument, self._said(parts.path, params)))
        else:
            self._send(self._said(parts.path, params))

    def _said(self, path: str, params: Mapping[str, str]) -> Said:
        if len(f"{self.server.address}{self.path}") > LONGEST_ADDRESS:
            return TOO_LONG
        room, _, rest = path.lower().strip("/").partition("/v1/")
        key = self.headers.get("Ocp-Apim-Subscription-Key", params.get("subscription-key", ""))
        if room != "public" and key not in self.server.keys:
            return excused(401, WRONG_KEY if key else MISSING_KEY)
        match [room, *rest.split("/")]:
            case ["bulk", "file", reporter, file]:
                return self._bulk_file(reporter, file)
            case [_, verb, "c", ("a" | "m") as frequency, "hs"]:
                return self._of_goods(room, verb, _wanted(frequency.upper(), params), params)
        return excused(404, "Resource not found")

    def _of_goods(self, room: str, verb: str, wanted: Wanted, params: Mapping[str, str]) -> Said:
        match room, verb:
            case (("public" | "data"), "getda"):
                return Said(200, enveloped(self.server.availability(wanted)))
            case "bulk", "get":
                return Said(200, enveloped([row for row, _ in self.server.bulk(wanted)]))
            case "public", "preview" if len(wanted.periods) > 1:
                return excused(400, "One period at a time")
            case "public", "preview":
                return self._figures(wanted, params, PREVIEW_ROWS, is_bare=True)
            case "data", "get":
                most = min(self.server.keyed_rows, int(params.get("maxrecords", "100000")))
                return self._figures(wanted, params, most, is_bare=params.get("includedesc") == "false")
        return excused(404, "Resource not found")

    def _figures(self, wanted: Wanted, params: Mapping[str, str], most: int, *, is_bare: bool) -> Said:
        rows = self.server.select(wanted)
        if params.get("countonly") == "true":
            return Said(200, enveloped([], len(rows)))
        bare = dict.fromkeys(_UNSAID.split()) if is_bare else {}
        return Said(200, enveloped([row | bare for row in rows[:most]]))

    def _bulk_file(self, reporter: str, file: str) -> Said:
        for row, body in self.server.bulk(Wanted(reporters=(reporter,))):
            if row["fileUrl"] == file:
                return Said(200, body, {"Content-Type": "application/octet-stream"})
        return excused(404, "Resource not found")

    def _send(self, said: Said, *, length: int | None = None) -> None:
        """Send an answer, packed where the asker takes that; `length` lies about its length."""
        headers = {"Content-Type": "application/json; charset=utf-8", **said.headers}
        body = said.body
        if "gzip" in self.headers.get("Accept-Encoding", "") and "Content-Encoding" not in headers and body:
            body, headers["Content-Encoding"] = gzip.compress(body, mtime=0), "gzip"
        self._head(said.status, headers, len(body) if length is None else length)
        self.wfile.write(body)

    def _head(self, status: int, headers: Mapping[str, str], length: int) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def cut(self, _: str, said: Said) -> None:
        """Promise the whole body and send half of it."""
        self._head(200, {"Content-Type": "application/json"}, len(said.body))
        self.wfile.write(said.body[: len(said.body) // 2])
        self.close_connection = True

    def cut_unseen(self, _: str, said: Said) -> None:
        """Promise no length, send half of the body, and end as if that were all."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(said.body[: len(said.body) // 2])
        self.close_connection = True

    def cut_chunks(self, _: str, said: Said) -> None:
        """Send one chunk of several, and break off."""
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"%x\r\n%s" % (len(said.body), said.body[: len(said.body) // 2]))
        self.close_connection = True

    def drip(self, argument: str, said: Said) -> None:
        """Send a byte at a time, as slowly as the argument says in seconds."""
        self._head(200, {"Content-Type": "application/json"}, len(said.body))
        self._dripped(said.body, float(argument or 1))

    def hang(self, argument: str, said: Said) -> None:
        """Begin, and say no more for so many seconds."""
        self._head(200, {"Content-Type": "application/json"}, len(said.body))
        self._dripped(b"{", float(argument or 3600))

    def flood(self, _: str, __: Said) -> None:
        """Send without end, as fast as it goes."""
        self._head(200, {"Content-Type": "application/octet-stream"}, 2**50)
        self.close_connection = True
        with suppress(OSError):
            while True:
                self.wfile.write(bytes(1024))

    def drip_head(self, argument: str, _: Said) -> None:
        """Send the head a byte at a time, without end."""
        self._dripped(b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 4000, float(argument or 1))

    def _dripped(self, body: bytes, seconds: float) -> None:
        self.close_connection = True
        with suppress(OSError):
            for at in range(len(body)):
                self.wfile.write(body[at : at + 1])
                time.sleep(seconds)

    def reset(self, _: str, __: Said) -> None:
        """Break the connection off."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


_ON_THE_LINE = {
    "hang": _Handler.hang,
    "flood": _Handler.flood,
    "cut": _Handler.cut,
    "cut-unseen": _Handler.cut_unseen,
    "cut-chunks": _Handler.cut_chunks,
    "drip": _Handler.drip,
    "drip-head": _Handler.drip_head,
    "reset": _Handler.reset,
}


def _wanted(frequency: str, params: Mapping[str, str]) -> Wanted:
    names = ("reportercode", "partnercode", "period", "cmdcode", "flowcode")
    return Wanted(frequency, *(tuple(params[name].split(",")) if params.get(name) else () for name in names))


@contextmanager
def replaying(rows: Rows, keys: frozenset[str] = frozenset({"a-known-key"})) -> Iterator[Replay]:
    """Run a server until the block ends."""
    with Replay(rows, keys) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.guests.close()
            server.shutdown()
            thread.join()
