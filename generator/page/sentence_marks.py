"""Marks in a page: each sentence with a note is put into a <mark>, followed by the note in small type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape

LEAST = 3  # words: a shorter text may be a cell of a table, so it is marked only if it occurs once
_PIECE = re.compile(
    r"(?P<unread><(style|script|svg|title)\b.*?</\2>|<!--.*?-->)|(?P<tag></?(?P<kind>\w+)[^>]*>)"
    r"|(?P<sign>&#?\w+;)|(?P<space>\s+)|(?P<letter>.)",
    re.DOTALL,
)
# Right-to-left words, with the figures among them.
_FROM_RIGHT = re.compile(r"(?:\d[\d.,]*\s+)?[\u0600-\u06ff](?:[\u0600-\u06ff\d\s.,]*[\u0600-\u06ff\d])?")
_IN_LINE = frozenset({"a", "b", "bdi", "button", "code", "i", "mark", "small", "span"})
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")


def marked_page(page: str, notes: Mapping[str, str], brackets: str = "⟦⟧") -> str:
    """Return a page with a mark around each sentence of `notes`, followed by its note between `brackets`.

    Drafts are marked this way. `notes` are by sentence, the longest first. They are in English on every page.
    """
    for sentence, note in notes.items():
        words, places = _read(page)
        starts = [match.start() for match in re.finditer(re.escape(sentence), words)]
        if len(sentence.split()) < LEAST and len(starts) != 1:
            continue
        fault = from_left(f"{brackets[0]}{note}{brackets[1]}")
        small = f'<small class="fault" lang="en" dir="ltr">{fault}</small>'
        for at in reversed(starts):
            start, end = _with_tags(page, places[at][0], places[at + len(sentence) - 1][1])
            page = f"{page[:start]}<mark>{page[start:end]}</mark> {small}{page[end:]}"
    return page


def from_left(words: str) -> str:
    """Return English words, escaped, with direction marks around the Urdu words in them and their figures."""
    return _FROM_RIGHT.sub("\u2068\\g<0>\u2069", escape(words))


def _read(page: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of a page's body with single spaces, and start and end in the page of each of its letters."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for letter, start, end in _letters(page, max(page.find("<body"), 0)):
        if not letter.isspace() or (letters and letters[-1] != " "):
            letters.append(" " if letter.isspace() else letter)
            places.append((start, end))
    return "".join(letters), places


def _letters(page: str, start: int) -> Iterator[tuple[str, int, int]]:
    for piece in _PIECE.finditer(page, start):
        if piece["tag"]:
            if piece["kind"] not in _IN_LINE:
                yield " ", piece.start(), piece.end()
        elif not piece["unread"]:
            letter = unescape(piece[0]) if piece["sign"] else piece[0][:1]
            yield letter[:1], piece.start(), piece.end()


def _with_tags(page: str, start: int, end: int) -> tuple[int, int]:
    """Return a range widened by tags at its ends, so that every tag that opens in it also closes in it."""
    depth = least = 0
    for tag in _TAG.finditer(page, start, end):
        depth += -1 if tag[1] else 1
        least = min(least, depth)
    for _ in range(-least):
        start = page.rfind("<", 0, start)
    for _ in range(depth - least):
        end = page.find(">", end) + 1
    return start, end
