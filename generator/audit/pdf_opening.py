"""Opening a PDF that came from anywhere: one that is locked, damaged, foreign or swollen ends in one line.

What is packed in it is measured before anything reads it: a reader unpacks the streams in which objects and their
places lie as soon as it opens a file.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pypdfium2

from generator.errors import IntegrityError, SettingsError

LARGEST = 64 << 20  # bytes of a PDF, and of anything in it
_ALL = 4 * LARGEST  # of all that is in it
_STREAM = re.compile(rb"stream[ \t\f\0]*(?:\r\n|\r|\n)")  # with the spaces that readers pass over
_BEGINS_WITHIN = 1024  # ISO 32000-1, H.3: readers look so far for "%PDF-"
_PACKED = frozenset(("/FlateDecode", "/DCTDecode"))
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
    _refuse_packed(name, content)
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as tagged:
            _refuse_filters(name, tagged)
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


def read(path: Path) -> bytes:
    """Return the bytes of a file that `opened` may open.

    Raises SettingsError where there is none, or where it is too large.
    """
    if not path.is_file():
        problem = "it is a folder." if path.is_dir() else "there is no such file."
        raise SettingsError(str(path), problem, _REMEDY)
    refuse_large(str(path), path.stat().st_size)
    return path.read_bytes()


def refuse_large(name: str, size: int) -> None:
    """Raise SettingsError where a file of `size` bytes is larger than the PDF of an edition could be."""
    if size > LARGEST:
        raise SettingsError(name, f"the file is larger than {LARGEST >> 20} MiB.", _REMEDY)


def _refuse_packed(name: str, content: bytes) -> None:
    """Refuse a file in which a packed stream, wherever it stands, is larger than an edition could be."""
    taken, whole = 0, memoryview(content)
    for found in _STREAM.finditer(content):
        try:
            size = len(zlib.decompressobj().decompress(whole[found.end() :], LARGEST + 1))
        except zlib.error:
            continue  # not packed, or in another way
        taken += size
        if size > LARGEST or taken > _ALL:
            raise SettingsError(name, f"what lies in it is larger than {LARGEST >> 20} MiB.", _REMEDY)


def _refuse_filters(name: str, pdf: pikepdf.Pdf) -> None:
    """Refuse a file in which anything is packed twice, or in another way than in an edition: it was not measured."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            found = item.get("/Filter", pikepdf.Array())
            packed = list(map(str, found if isinstance(found, pikepdf.Array) else [found]))
            if packed.count("/FlateDecode") > 1 or not _PACKED.issuperset(packed):
                problem = f"{' and '.join(one[1:] for one in packed)} packs what lies in it, as in no edition."
                raise SettingsError(name, problem, _REMEDY)
