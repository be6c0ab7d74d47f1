"""What the replay server says: whole answers, the gateway's excuses, and answers with a fault in them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.sources.replay_rows import Row


@dataclass(frozen=True)
class Said:
    """One answer: status, body, headers beside the usual ones."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


TOO_LONG = Said(200, b"<html><h2>Request URL Too Long</h2></html>", {"Content-Type": "text/html"})


def enveloped(rows: list[Row], count: int | None = None) -> bytes:
    """Return the service's envelope around `rows`."""
    whole = {"elapsedTime": "0.1 secs", "count": len(rows) if count is None else count, "data": rows, "error": ""}
    return json.dumps(whole).encode()


def excused(status: int, message: str) -> Said:
    """Return an answer of the gateway before the service."""
    headers = {"Content-Type": "application/json"}
    return Said(status, json.dumps({"statusCode": status, "message": message}).encode(), headers)


def _renamed(argument: str, said: Said) -> Said:
    old, _, new = (argument or "primaryValue=tradeValue").partition("=")
    return Said(200, said.body.replace(f'"{old}"'.encode(), f'"{new}"'.encode()))


def _changed(said: Said, **changes: Any) -> Said:  # noqa: ANN401 -- any JSON
    whole = json.loads(said.body) | changes
    return Said(200, json.dumps({name: value for name, value in whole.items() if value != "absent"}).encode())


@cache
def bomb(mebibytes: int) -> Said:
    """Return an answer that unpacks to so much."""
    return Said(200, gzip.compress(bytes(mebibytes * 2**20), mtime=0), {"Content-Encoding": "gzip"})


FAULTS: dict[str, Callable[[str, Said], Said]] = {
    "quota": lambda arg, _: excused(
        403, f"Out of call volume quota. Quota will be replenished in {arg.replace('-', ':') or '03:14:17'}."
    ),
    "forbidden": lambda _, __: excused(403, "Forbidden"),
    "rate": lambda arg, _: Said(
        429, b'{"statusCode": 429, "message": "Rate limit is exceeded."}', {"Retry-After": arg} if arg else {}
    ),
    "rate-inside": lambda arg, _: Said(
        200,
        json.dumps(
            {"statusCode": 429, "message": f"Rate limit is exceeded. Try again in {arg or 1} seconds."}
        ).encode(),
    ),
    "echo": lambda arg, _: excused(400, f"The key {arg} is not valid here"),
    "400": lambda _, __: excused(400, "The period is not valid"),
    "404": lambda _, __: excused(404, "Resource not found"),
    "410": lambda _, __: excused(410, "Gone"),
    "500": lambda _, __: Said(500, b"Internal server error"),
    "503": lambda arg, _: Said(503, b"", {"Retry-After": arg} if arg else {}),
    "html": lambda _, __: Said(200, b"<!DOCTYPE html><title>Maintenance</title>", {"Content-Type": "text/html"}),
    "renamed": _renamed,
    "empty": lambda _, __: Said(200, enveloped([])),
    "nothing": lambda _, __: Said(200, b""),
    "nan": lambda arg, said: Said(200, said.body.replace(b'"0.1 secs"', (arg or "NaN").encode())),
    "null": lambda _, said: _changed(said, data=None),
    "absent": lambda _, said: _changed(said, data="absent"),
    "error": lambda _, said: _changed(said, error="Internal failure"),
    "undercount": lambda _, said: _changed(said, count=1),
    "overcount": lambda _, said: _changed(said, count=10**6),
    "deep": lambda _, __: Said(200, b"[" * 200_000),
    "latin": lambda _, __: Said(200, b'{"count": 0, "data": [], "error": "\xe9"}'),
    "brotli": lambda _, said: Said(200, said.body, {"Content-Encoding": "br"}),
    "cut-packed": lambda _, said: Said(200, gzip.compress(said.body)[:-20], {"Content-Encoding": "gzip"}),
    "bomb": lambda arg, _: bomb(int(arg or 80)),
    "too-long": lambda _, __: TOO_LONG,
    "shorter": lambda _, __: Said(200, gzip.compress(b"typeCode\n")),
    "damaged": lambda _, said: Said(200, said.body[:40] + b"????" + said.body[44:]),
    "redirect": lambda arg, _: Said(302, b"", {"Location": arg or "http://169.254.169.254/latest"}),
}
