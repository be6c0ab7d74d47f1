"""Packages of office programs: zip files of parts whose bytes do not depend on when and where they are made."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MARK = "\N{LEFT-TO-RIGHT MARK}"
FROM_LEFT = re.compile("\N{LEFT-TO-RIGHT ISOLATE}([^\N{POP DIRECTIONAL ISOLATE}]*)\N{POP DIRECTIONAL ISOLATE}")
_ISOLATES = re.compile("[\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}]")
_READABLE = 0o644 << 16  # the permissions of a part


def directed(words: str) -> str:
    """Return words with marks of direction in place of isolates, which office programs do not know."""
    return _ISOLATES.sub("", FROM_LEFT.sub(rf"{MARK}\1{MARK}", words))


def package(parts: Mapping[str, bytes], day: date) -> bytes:
    """Return a zip file of `parts`, by name and in order, each dated midnight of `day`."""
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, _READABLE, 3
            archive.writestr(entry, content)
    return file.getvalue()
