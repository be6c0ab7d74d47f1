"""The seal of a PDF: the manifest inside it gets a digest of each page.

docs/edition.md describes the form in which a page is written for its digest. That form does not depend on how a program
compresses or numbers the objects of a file. So a copy that another program has saved again has the same digests.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pikepdf

from generator.story.record import as_json, plain

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
_LOOP = "loop"
# keys left out of digests: how a stream is compressed, and references back to pages and tags
_ASIDE = frozenset(("/Length", "/Filter", "/DecodeParms", "/Parent", "/P", "/Pg", "/StructParent", "/StructParents"))


def seal(pdf: pikepdf.Pdf) -> None:
    """Write the digests of all pages into the embedded manifest, if it has the key `pdf`."""
    if MANIFEST not in pdf.attachments:
        return
    inside = pdf.attachments[MANIFEST].obj.EF.F
    manifest = json.loads(inside.read_bytes())
    if "pdf" in manifest:
        manifest["pdf"]["pages"] = list(page_digests(pdf.pages))
        content = as_json(manifest)
        inside.write(content)
        inside.Params.Size = len(content)
        inside.Params.CheckSum = pikepdf.String(hashlib.md5(content, usedforsecurity=False).digest())


def with_signature(content: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """Return a sealed PDF with manifest.sig attached: the result of `sign` for the bytes of its manifest."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        manifest = pdf.attachments[MANIFEST].obj
        signature = pikepdf.AttachedFileSpec(
            pdf,
            sign(manifest.EF.F.read_bytes()),
            filename=SIGNATURE,
            mime_type="application/octet-stream",
            relationship=pikepdf.Name.Supplement,
            creation_date=str(manifest.EF.F.Params.CreationDate),
            mod_date=str(manifest.EF.F.Params.ModDate),
        )
        pdf.attachments[SIGNATURE] = signature
        pdf.Root.AF.append(pdf.attachments[SIGNATURE].obj)
        signed = io.BytesIO()
        pdf.save(signed, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return signed.getvalue()


def page_digests(pages: Iterable[Any]) -> Iterator[str]:
    """Yield a digest of the content and the links of each page.

    Objects that pages share are written once and kept. But the text of an object in a loop depends on where the walk
    enters the loop. So nothing is kept from a page with a loop.
    """
    common: dict[tuple[int, int], str] = {}
    for page in pages:
        writer = _Writer(dict(common))
        yield _page_digest(page, writer)
        if not writer.has_loop:
            common = writer.lines


def _page_digest(page: Any, writer: _Writer) -> str:  # noqa: ANN401 -- pikepdf objects
    parts = page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
    content = hashlib.sha256(b"\n".join(part.read_bytes() for part in parts)).hexdigest()
    written = [content, writer.write(page.MediaBox), writer.write(page.Resources)]
    for note in page.get("/Annots", []):
        target = _leads_to(note)
        if target is not None:
            written.append(writer.write(note.Rect))
            written.append(writer.write(target))
    return hashlib.sha256(" ".join(written).encode()).hexdigest()


def _leads_to(note: Any) -> Any:  # noqa: ANN401 -- pikepdf objects
    """Return the web address or the destination of an annotation; None if it has neither."""
    return note.A.get("/URI") if "/A" in note else note.get("/Dest")


@dataclass
class _Writer:
    """Writes objects as one line of text. An indirect object gives the same text as a direct one."""

    lines: dict[tuple[int, int], str]  # the text of each indirect object
    has_loop: bool = False  # whether an object contained itself

    def write(self, item: Any) -> str:  # noqa: ANN401 -- pikepdf objects
        """Return `item` as text. Where an object contains itself, the inner text is "loop"."""
        place = getattr(item, "objgen", (0, 0))
        if place == (0, 0):
            return self._describe(item)
        if self.lines.get(place) == _LOOP:
            self.has_loop = True
        if place not in self.lines:
            self.lines[place] = _LOOP
            self.lines[place] = self._describe(item)
        return self.lines[place]

    def _describe(self, item: Any) -> str:  # noqa: ANN401 -- pikepdf objects
        match item:
            case pikepdf.Stream():
                return f"{self._keys(item)}{hashlib.sha256(item.read_bytes()).hexdigest()}"
            case pikepdf.Dictionary():
                return self._keys(item)
            case pikepdf.Array():
                return f"[{' '.join(map(self.write, item))}]"
            case pikepdf.String():
                return f"({bytes(item).hex()})"
            case int() | Decimal() if not isinstance(item, bool):
                return plain(Decimal(item))
        return str(item)

    def _keys(self, item: Any) -> str:  # noqa: ANN401 -- pikepdf objects
        pairs = (f"{key} {self.write(item[key])}" for key in sorted(item.keys()) if key not in _ASIDE)
        return f"<<{' '.join(pairs)}>>"
