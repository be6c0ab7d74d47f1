"""The body of an answer, unpacked a piece at a time: a small answer cannot become a large one unseen."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import httpx2

from generator.errors import SourceRefused, SourceUnavailable
from generator.sources.faults import plain

PIECE = 2**16  # bytes that are looked at together


class AnswerTooLong(SourceRefused):
    """An answer with more bytes than are taken: ask for less at once."""


def unpacked(response: httpx2.Response, largest: int) -> Iterator[bytes]:
    """Yield the body, unpacked a piece at a time so that a small answer cannot become a large one unseen."""
    packed = response.headers.get("content-encoding", "identity").strip().lower()
    if packed not in {"identity", "gzip"}:
        msg = f"{response.url.host}: answered packed as {plain(packed)}, which was not asked. Nothing was stored."
        raise SourceUnavailable(msg)
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS) if packed == "gzip" else None
    size = 0
    for raw in response.iter_raw(PIECE):
        chunk = _inflated(response, inflate, raw, largest - size + 1) if inflate else raw
        if (size := size + len(chunk)) > largest:
            raise too_long(response, largest)
        yield chunk
    if inflate and not inflate.eof:
        msg = f"{response.url.host}: broke off its answer. Nothing was stored. Try again later."
        raise SourceUnavailable(msg)


def too_long(response: httpx2.Response, largest: int) -> AnswerTooLong:
    """Return the error of an answer with more than `largest` bytes."""
    told = f"{largest / 2**20:,.0f} MiB" if largest >= 2**20 else f"{largest:,} bytes"
    return AnswerTooLong(
        f"{response.url.host}: answered with more than {told}. Nothing was stored. Ask for less at once."
    )


def _inflated(response: httpx2.Response, inflate: zlib._Decompress, raw: bytes, most: int) -> bytes:
    try:
        return inflate.decompress(raw, most)
    except zlib.error:
        problem = "its answer is damaged"
    msg = f"{response.url.host}: {problem}. Nothing was stored. Try again later."
    raise SourceUnavailable(msg)
