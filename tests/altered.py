"""PDFs with one thing in them altered, as somebody would who wants another figure in a reader's hands."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pikepdf

Change = Callable[[pikepdf.Pdf], None]
_PAIR = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>")


def altered(content: bytes, change: Change) -> bytes:
    """Return a PDF after `change`."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(done := io.BytesIO())
    return done.getvalue()


def inside(content: bytes, name: str) -> bytes:
    """Return a file inside a PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return bytes(pdf.attachments[name].get_file().read_bytes())


def put(name: str, content: bytes) -> Change:
    """Put other bytes in the place of a file inside."""
    return lambda pdf: pdf.attachments[name].obj.EF.F.write(content)


def put_and_listed(files: Mapping[str, bytes]) -> Change:
    """Put other bytes in the place of files inside, and have the manifest say so."""

    def change(pdf: pikepdf.Pdf) -> None:
        manifest = json.loads(pdf.attachments["manifest.json"].get_file().read_bytes())
        for item in manifest["pdf"]["inside"]:
            if (raw := files.get(item["name"])) is not None:
                put(item["name"], raw)(pdf)
                item |= {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
        put("manifest.json", json.dumps(manifest).encode())(pdf)

    return change


def redrawn(old: str, new: str) -> Change:
    """Draw the digit `new` where the first figure of a page, at its end, has `old`."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        steps, font = list(pikepdf.parse_content_stream(page)), ""
        for at, step in enumerate(steps):
            if str(step.operator) == "Tf":
                font = str(step.operands[0])
            for place, text in _strings(step):
                codes = _codes(page.Resources.Font[font])
                swapped = bytes(text).replace(codes.get(old, b"none"), codes.get(new, b""), 1)
                if old in codes and new in codes and swapped != bytes(text):
                    steps[at] = _with(step, place, pikepdf.String(swapped))
                    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(steps))
                    return
        raise AssertionError(old)

    return change


def _strings(step: Any) -> Iterator[tuple[int, pikepdf.String]]:  # noqa: ANN401 -- pikepdf objects
    if str(step.operator) in {"TJ", "Tj"}:
        items = step.operands[0]
        every = enumerate(items) if isinstance(items, pikepdf.Array) else [(-1, items)]
        yield from ((place, item) for place, item in every if isinstance(item, pikepdf.String))


def _with(step: Any, place: int, text: pikepdf.String) -> pikepdf.ContentStreamInstruction:  # noqa: ANN401
    if place < 0:
        return pikepdf.ContentStreamInstruction([text], step.operator)
    parts = list(step.operands[0])
    parts[place] = text
    return pikepdf.ContentStreamInstruction([pikepdf.Array(parts)], step.operator)


def _codes(font: Any) -> dict[str, bytes]:  # noqa: ANN401 -- pikepdf objects
    """Return the glyph of each letter of a font that stands for it alone."""
    found = _PAIR.findall(font.ToUnicode.read_bytes())
    return {chr(int(letter, 16)): bytes.fromhex(glyph.decode()) for glyph, letter in found}
