"""Files: an article, pieces or single claims as JSON Lines, or a sheet of claims, read into texts with their places."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.audit.claimed.claim import Claim
from generator.desk.claimed.articles import sentences
from generator.desk.claimed.fields import NAMED, Where, claim_of, has_figures, text_of
from generator.desk.claimed.lines import claims_of, object_of
from generator.desk.claimed.pairs import claims_in
from generator.desk.claimed.sheets import rows
from generator.errors import SettingsError

STREAM = Path("-")
_SHEETS, _LINES = (".csv", ".tsv"), (".jsonl", ".ndjson", ".json")
_ARTICLES = (".txt", ".md", ".html", ".htm", ".pdf")


class Place(NamedTuple):
    """A line of a file, and which claim of its piece or line, counted from 1; 0 where the line is a claim.

    A claim of an article has its sentence, and in a PDF its page in place of the line.
    """

    line: int
    claim: int
    page: int = 0
    sentence: str = ""


Text = list[tuple[Place, Claim]]
Row = Claim | SettingsError  # what a row writes, or why it cannot be read


def read_texts(file: Path) -> list[Text]:
    """Return the texts of a file, each with its claims: every piece is one, and all single claims together are one.

    An article is one text. A row that cannot be read is a claim that says why. Raise SettingsError with line, key and
    remedy where it is no file of claims and no article, or where none of its rows can be read.
    """
    name = "standard input" if file == STREAM else str(file)
    raw = _bytes(file, name)
    if is_article(file, raw):
        return [list(_of_article(name, file.suffix.lower(), raw))]
    content = text_of(name, raw)
    found = [text for text in (_of_sheet if _is_sheet(file, content) else _of_lines)(name, content) if text]
    rows = [row for text in found for _, row in text]
    if not rows:
        raise SettingsError(name, "it holds no claim.", "Write one a line, as JSON or as the rows of a sheet.")
    faults = [row for row in rows if isinstance(row, SettingsError)]
    if len(faults) == len(rows):
        raise faults[0]
    if not any(has_figures(row) for row in rows if isinstance(row, Claim)):
        raise SettingsError(name, "no claim in it has a figure.", NAMED)
    return [[(place, _claim(name, place, row)) for place, row in text] for text in found]


def _claim(name: str, place: Place, row: Row) -> Claim:
    """Return the claim of a row; of one that cannot be read, a claim without figures that says why."""
    if isinstance(row, Claim):
        return row
    return Claim(unread=str(row).removeprefix(f"{name}:{place.line}").lstrip(": "))


def is_article(file: Path, raw: bytes) -> bool:
    """Say whether a file is a text as it stands, by the end of its name; .txt may hold claims as JSON Lines, too."""
    ending = file.suffix.lower()
    return ending in _ARTICLES and not (ending == ".txt" and raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{")


def _of_article(name: str, ending: str, raw: bytes) -> Iterator[tuple[Place, Claim]]:
    """Yield the claims of an article, counted by line or page; a sentence without one has none."""
    numbers: Counter[tuple[int, int]] = Counter()
    for sentence in sentences(name, ending, raw):
        at = sentence.page, sentence.line
        for claim in claims_in(sentence.words, sentence.before):
            numbers[at] += 1
            yield Place(sentence.line, numbers[at], sentence.page, sentence.words), claim


def _bytes(file: Path, name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == STREAM else file.read_bytes()
    except OSError as fault:
        problem = f"it cannot be read: {fault.strerror or fault}."
        raise SettingsError(name, problem, "Name a text, a file of claims, or - for standard input.") from None


def _is_sheet(file: Path, content: str) -> bool:
    """Say whether a file is a table: by the end of its name, else by its first sign."""
    ending = file.suffix.lower()
    return ending in _SHEETS or (ending not in _LINES and content.lstrip()[:1] not in ("{", "["))


def _of_sheet(name: str, content: str) -> list[list[tuple[Place, Row]]]:
    return [[(Place(line, 0), _read(row, Where(name, line))) for line, row in rows(name, content)]]


def _of_lines(name: str, content: str) -> list[list[tuple[Place, Row]]]:
    alone: list[tuple[Place, Row]] = []
    texts = [alone]
    for line, text in enumerate(content.split("\n"), 1):
        where = Where(name, line)
        try:
            found = object_of(text, where) if text.strip() else None
            if found is not None and "claims" in found:
                claims = list(claims_of(found, where))
                texts.append([(Place(line, at), _read(one, there)) for at, one, there in claims])
            elif found is not None:
                alone.append((Place(line, 0), _read(found, where)))
        except SettingsError as fault:
            alone.append((Place(line, 0), fault))
    return texts


def _read(given: object, where: Where) -> Row:
    """Return the claim that a row writes, or why it cannot be read."""
    try:
        return given if isinstance(given, SettingsError) else claim_of(given, where)
    except SettingsError as fault:
        return fault
