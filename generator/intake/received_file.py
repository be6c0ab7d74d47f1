"""Arrived: what a file has to be before anybody reads it, and the name under which it is kept afterwards."""

from __future__ import annotations

import os
from pathlib import Path
from unicodedata import category

from generator.errors import SourceChanged
from generator.sources.faults import shown

_LONGEST = 180  # bytes of a kept name: a digest before it and .reason.txt behind it must fit into a file system's 255


def whole(file: Path, most: int = -1) -> bytes:
    """Return the bytes of a file, the first `most` of them where that is said.

    Raises SourceChanged where it cannot be read or has a name that does not print.

    The name stands in lists, lines and evidence: a line break or a control sign in it would write there.
    """
    if any(not mark.isprintable() and category(mark) != "Zs" for mark in file.name):  # wide blanks are harmless
        msg = f"{shown(file.name)} has a sign in its name that does not print. Nothing was stored. Rename the file."
        raise SourceChanged(msg)
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as fault:
        msg = f"{file.name} cannot be read: {os.strerror(fault.errno or 0)}. Nothing was stored. Copy it again."
        raise SourceChanged(msg) from None


def kept(name: str) -> str:
    """Return a name that any file system takes and a terminal prints: cut in its middle, its ending whole."""
    plain = "".join(mark if mark.isprintable() else "_" for mark in name)
    raw = plain.encode()
    if len(raw) <= _LONGEST:
        return plain
    half = _LONGEST // 2
    return raw[:half].decode("utf-8", "ignore") + raw[-half:].decode("utf-8", "ignore")
