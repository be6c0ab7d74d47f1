"""A file of any size as text in UTF-8, read once: its digest, what it is, and whether it is written simply."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Protocol

from generator.sources.faults import LayoutFault
from generator.sources.forms import (
    cannot_be_unpacked,
    comes_to_too_much,
    holds_nul,
    not_encoded,
    not_packed,
    refuse_cut,
    refuse_other_kinds,
)
from generator.sources.layout import TableLayout

MOST = 16 * 2**30  # bytes that a file may come to
_SAFE, _RATIO = 64 * 2**20, 200  # beyond so many, no more than so many times its size: tables of trade come to 10 to 30
_PIECE = 2**20  # bytes
_GZIP = 16 + zlib.MAX_WBITS
_BLANKS = {b" ": (b' "', b'" '), b"\t": (b'\t"', b'"\t'), b"\r": (b"\r",)}  # readers of CSV differ about these


class Digest(Protocol):
    """What takes bytes in, a piece after the other."""

    def update(self, data: bytes, /) -> None:
        """Take in the next piece."""


@dataclass(frozen=True)
class Text:
    """The text of a file at `path`, and the digest of the file itself.

    `lines` counts its lines. It is `simple` where lines end with LF and no blank stands beside a quotation mark.
    """

    path: Path
    digest: str
    lines: int
    simple: bool


def unpacked(layout: TableLayout, file: Path, place: Path) -> Text:
    """Write the text of `file` into the folder `place`, and return it; LayoutFault where it is not as declared."""
    path, text, digest = place / "text.csv", _Text(layout), sha256()
    with file.open("rb") as raw, path.open("wb") as made:
        most = min(MOST, max(_SAFE, _RATIO * file.stat().st_size))
        pieces = _inflated(_read(raw, digest), most) if layout.form == "csv.gz" else _read(raw, digest)
        for piece in _ahead(pieces):
            made.write(text.taken(piece))
        made.write(text.taken(b"", final=True))
    if layout.form == "csv":
        refuse_cut(file.stat().st_size, text.last.decode(errors="ignore"))
    return Text(path, digest.hexdigest(), text.lines + (text.last != b"\n"), text.simple)


def _ahead(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces, the next of which is made while one is looked at."""
    with ThreadPoolExecutor(1) as other:
        coming = other.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = other.submit(next, pieces, None)
            yield piece


def _read(file: IO[bytes], digest: Digest) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        digest.update(piece)
        yield piece


def comes_to_more(head: bytes, bytes_of_text: int) -> bool:
    """Say whether what begins with `head` holds more than so many bytes in gzip; False where it is no gzip."""
    inflate = zlib.decompressobj(_GZIP)
    try:
        return len(inflate.decompress(head, bytes_of_text + 1)) > bytes_of_text
    except zlib.error:
        return False


def _inflated(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    """Yield what is packed in gzip, of one part or several, a piece at a time."""
    inflate, size, packed = zlib.decompressobj(_GZIP), 0, next(pieces, b"")
    if not packed.startswith(b"\x1f\x8b"):
        raise not_packed()
    try:
        while packed or (packed := next(pieces, b"")):
            if inflate.eof:
                packed = packed.lstrip(b"\0")  # parts may be padded
                inflate = zlib.decompressobj(_GZIP) if packed else inflate
            piece = inflate.decompress(packed, _PIECE)
            packed = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
            if (size := size + len(piece)) > most:
                raise comes_to_too_much(most)
            yield piece
    except zlib.error as fault:
        raise cannot_be_unpacked(fault) from None
    if not inflate.eof:
        raise cannot_be_unpacked(EOFError("it ends before its end is marked"))


class _Text:
    """Text as it comes in pieces: turned into UTF-8, counted, looked at."""

    def __init__(self, layout: TableLayout) -> None:
        self._layout, self._decoder = layout, codecs.getincrementaldecoder(layout.encoding)()
        self._is_utf8 = codecs.lookup(layout.encoding).name == "utf-8"
        self.lines, self.simple, self.last, self._begun = 0, True, b"", False

    def taken(self, piece: bytes, *, final: bool = False) -> bytes:
        """Return the next piece in UTF-8."""
        if not self._begun and piece:
            refuse_other_kinds(piece, self._layout)
        made = self._in_utf8(piece, final=final)
        if not self._begun and made:
            made, self._begun = made.removeprefix(codecs.BOM_UTF8), True
        if b"\0" in made:
            raise holds_nul(self.lines + made.count(b"\n", 0, made.index(b"\0")) + 1)
        if made:
            seen = self.last[-1:] + made
            self.simple = self.simple and not _has_blanks(seen)
            self.lines, self.last = self.lines + made.count(b"\n"), made[-1:]
        return made

    def _in_utf8(self, piece: bytes, *, final: bool) -> bytes:
        try:
            text = self._decoder.decode(piece, final)
            return piece if self._is_utf8 else text.encode()
        except UnicodeDecodeError as fault:
            raise not_encoded(self._layout, fault, self.lines) from None
        except UnicodeEncodeError:
            raise LayoutFault(problem="the text has halves of characters.", remedy="Save it again in UTF-8.") from None


def _has_blanks(text: bytes) -> bool:
    return any(blank in text and any(one in text for one in beside) for blank, beside in _BLANKS.items())
