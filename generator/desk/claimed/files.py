"""Files of claims: pieces or single claims as JSON Lines, or a sheet of claims, read into texts with their places."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from generator.audit.claimed.claim import Claim
from generator.desk.claimed.fields import NAMED, Where, claim_of, has_figures
from generator.desk.claimed.lines import claims_of, objects
from generator.desk.claimed.sheets import rows
from generator.errors import SettingsError

STREAM = Path("-")
_SHEETS, _LINES = (".csv", ".tsv"), (".jsonl", ".ndjson", ".json")


class Place(NamedTuple):
    """A line of a file, and which claim of its piece, counted from 1; 0 where the line is a claim."""

    line: int
    claim: int


Text = list[tuple[Place, Claim]]


def read_texts(file: Path) -> list[Text]:
    """Return the texts of a file, each with its claims: every piece is one, and all single claims together are one.

    Raise SettingsError with line, key and remedy where it is no file of claims.
    """
    name = "standard input" if file == STREAM else str(file)
    content = _content(file, name)
    found = [text for text in (_of_sheet if _is_sheet(file, content) else _of_lines)(name, content) if text]
    if not found:
        raise SettingsError(name, "it holds no claim.", "Write one a line, as JSON or as the rows of a sheet.")
    if not any(has_figures(claim) for text in found for _, claim in text):
        raise SettingsError(name, "no claim in it has a figure.", NAMED)
    return found


def _content(file: Path, name: str) -> str:
    """Return the text of a file, without a byte order mark and with one kind of line end."""
    try:
        raw = sys.stdin.buffer.read() if file == STREAM else file.read_bytes()
    except OSError as fault:
        problem = f"it cannot be read: {fault.strerror or fault}."
        raise SettingsError(name, problem, "Name a file of claims, or - for standard input.") from None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as fault:
        where = Where(name, raw[: fault.start].count(b"\n") + 1)
        where.refuse("", "it is not UTF-8.", "Save it as CSV UTF-8, or as JSON.")


def _is_sheet(file: Path, content: str) -> bool:
    """Say whether a file is a table: by the end of its name, else by its first sign."""
    ending = file.suffix.lower()
    return ending in _SHEETS or (ending not in _LINES and content.lstrip()[:1] not in ("{", "["))


def _of_sheet(name: str, content: str) -> list[Text]:
    return [[(Place(line, 0), claim_of(row, Where(name, line))) for line, row in rows(name, content)]]


def _of_lines(name: str, content: str) -> list[Text]:
    alone: Text = []
    texts = [alone]
    for line, found in objects(name, content):
        where = Where(name, line)
        if "claims" in found:
            texts.append([(Place(line, at), claim_of(one, there)) for at, one, there in claims_of(found, where)])
        else:
            alone.append((Place(line, 0), claim_of(found, where)))
    return texts
