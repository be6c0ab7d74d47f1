"""Opening a PDF that came from anywhere: one that is locked, damaged, foreign or swollen ends in one line."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pypdfium2

from generator.errors import IntegrityError, SettingsError

LARGEST = 64 << 20  # bytes of a PDF, and of anything in it
_ALL = 4 * LARGEST  # of all that is in it
_BEGINS_WITHIN = 1024  # ISO 32000-1, H.3: readers look so far for "%PDF-"
_OURS = frozenset(("figures.csv", "claims.json", "manifest.json"))
_REMEDY = "Name the PDF of an edition, such as en.pdf."


@contextmanager
def opened(name: str, content: bytes) -> Iterator[tuple[pypdfium2.PdfDocument, pikepdf.Pdf]]:
    """Open `content`, which messages call `name`, for its drawing and for its objects.

    Raises SettingsError where it is no PDF of an edition, IntegrityError where it is damaged.
    """
    refuse_large(name, len(content))
    if b"%PDF-" not in content[:_BEGINS_WITHIN]:
        raise SettingsError(name, "this is no PDF.", _REMEDY)
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as tagged:
            _refuse_swollen(name, tagged)
            if not _OURS & set(tagged.attachments):
                raise SettingsError(name, "this PDF carries no figures.", _REMEDY)
            with pypdfium2.PdfDocument(content) as drawn:
                yield drawn, tagged
    except pikepdf.PasswordError:
        problem = "a password locks it."
        raise SettingsError(name, problem, "Save it without one, or ask the publisher for another copy.") from None
    except (pikepdf.PdfError, pypdfium2.PdfiumError, zlib.error) as fault:
        reason = str(fault).removeprefix(" (offset 0): ").strip() or "it cannot be read"
        msg = f"{name}: the file is damaged: {reason}. Ask for another copy."
        raise IntegrityError(msg) from None


def refuse_large(name: str, size: int) -> None:
    """Raise SettingsError where a file of `size` bytes is larger than the PDF of an edition could be."""
    if size > LARGEST:
        raise SettingsError(name, f"the file is larger than {LARGEST >> 20} MiB.", _REMEDY)


def _refuse_swollen(name: str, pdf: pikepdf.Pdf) -> None:
    """Refuse a file in which anything, unpacked, is larger than an edition could be; nothing is unpacked beyond."""
    taken = 0
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            size = _size(item)
            taken += size
            if size > LARGEST or taken > _ALL:
                what = "a file inside it" if item.get("/Type") == "/EmbeddedFile" else "what lies in it"
                raise SettingsError(name, f"{what} is larger than {LARGEST >> 20} MiB.", _REMEDY)


def _size(stream: Any) -> int:  # noqa: ANN401 -- pikepdf objects
    """Return how large a stream is when it is unpacked, or a little more than is allowed."""
    found, content = stream.get("/Filter", []), bytes(stream.read_raw_bytes())
    for packed in found if isinstance(found, pikepdf.Array) else [found]:
        if packed == "/FlateDecode":
            content = zlib.decompressobj().decompress(content, LARGEST + 1)
    return len(content)
