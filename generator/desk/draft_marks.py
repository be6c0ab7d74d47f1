"""Marks in a draft: each sentence that the audit has something against is marked where it stands, with the rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape

from generator.audit import Finding

_LEAST = 3  # words of a sentence that is marked wherever it stands; fewer are a cell of a table
_TYPED = {"‘": "[‘’']", "’": "[‘’']", "“": '[“”"]', "”": '[“”"]'}
_PIECE = re.compile(
    r"(?P<unread><(style|script|svg|title)\b.*?</\2>|<!--.*?-->)|(?P<tag></?(?P<kind>\w+)[^>]*>)"
    r"|(?P<sign>&#?\w+;)|(?P<space>\s+)|(?P<letter>.)",
    re.DOTALL,
)
_IN_LINE = frozenset({"a", "b", "bdi", "button", "code", "i", "mark", "small", "span"})
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")


def marked_text(text: str, findings: Iterable[Finding]) -> str:
    """Return a draft as plain text or Markdown, "⟦rule⟧" behind each sentence that a finding names."""
    for sentence, rules in _told(findings).items():
        pattern = re.compile(r"\s+".join("".join(map(_written, word)) for word in sentence.split()))
        places = list(pattern.finditer(text))
        if len(sentence.split()) >= _LEAST or len(places) == 1:
            text = pattern.sub(lambda found, rules=rules: f"{found[0]} ⟦{'; '.join(rules)}⟧", text)  # type: ignore[misc]  # bound now
    return text


def marked_page(page: str, findings: Iterable[Finding]) -> str:
    """Return a draft's web page, each sentence that a finding names in a <mark> that shows the rule."""
    for sentence, rules in _told(findings).items():
        said, places = _read(page)
        wanted = " ".join(sentence.split())
        found = [at.start() for at in re.finditer(re.escape(wanted), said)]
        if len(wanted.split()) < _LEAST and len(found) != 1:
            continue
        for at in reversed(found):
            start, end = _whole(page, places[at][0], places[at + len(wanted) - 1][1])
            title, shown = escape("; ".join(rules.values())), escape("; ".join(rules))
            page = f'{page[:start]}<mark title="{title}">{page[start:end]} ⟦{shown}⟧</mark>{page[end:]}'
    return page


def _told(findings: Iterable[Finding]) -> Mapping[str, dict[str, str]]:
    """Return the rules by sentence, each with what is wrong; the longest sentence first."""
    told: dict[str, dict[str, str]] = {}
    for finding in findings:
        if sentence := " ".join(finding.sentence.split()):
            told.setdefault(sentence, {})[finding.rule] = str(finding)
    return dict(sorted(told.items(), key=lambda item: -len(item[0])))


def _written(letter: str) -> str:
    """Return a pattern for a letter as a text may have it: behind Markdown's escape, or as a keyboard types it."""
    return r"\\?" + _TYPED.get(letter, re.escape(letter))


def _read(page: str) -> tuple[str, list[tuple[int, int]]]:
    """Return what the body of a page says, white space folded, with the place of each letter in the page."""
    said: list[str] = []
    places: list[tuple[int, int]] = []
    for letter, start, end in _letters(page, max(page.find("<body"), 0)):
        if not letter.isspace() or (said and said[-1] != " "):
            said.append(" " if letter.isspace() else letter)
            places.append((start, end))
    return "".join(said), places


def _letters(page: str, start: int) -> Iterator[tuple[str, int, int]]:
    for piece in _PIECE.finditer(page, start):
        if piece["tag"]:
            if piece["kind"] not in _IN_LINE:
                yield " ", piece.start(), piece.end()
        elif not piece["unread"]:
            letter = unescape(piece[0]) if piece["sign"] else piece[0][:1]
            yield letter[:1], piece.start(), piece.end()


def _whole(page: str, start: int, end: int) -> tuple[int, int]:
    """Return a range with the tags round its ends, so that each that opens in it closes in it."""
    depth = least = 0
    for tag in _TAG.finditer(page, start, end):
        depth += -1 if tag[1] else 1
        least = min(least, depth)
    for _ in range(-least):
        start = page.rfind("<", 0, start)
    for _ in range(depth - least):
        end = page.find(">", end) + 1
    return start, end
