"""Brief: what a desk tells the story about itself, its names and its editor's hand, in one language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from generator.story.facts import Claim
from generator.trade.codes import nomenclature

_CLAUSES = re.compile(r",? \(?(?:including|whether or not|other than|n\.e\.c\.|excluding)\b")  # a name does without
_SHORT, _LONG = 44, 80  # letters that a chart or a table, and a sentence, have room for


@dataclass(frozen=True)
class Label:
    """A line's names: `full` first, `short` in tables and charts, `head` in headlines; `plural` is for verbs."""

    full: str
    short: str
    head: str
    plural: bool = False

    def forms(self) -> list[str]:
        """Return every form the line may be called by, longest first."""
        return sorted({self.full, self.short, self.head}, key=len, reverse=True)


@dataclass(frozen=True)
class Line:
    """A line as a sentence needs it: names, code and, where told, its level and the publisher's qualifier."""

    label: Label
    code: str
    now: Claim | None = None
    wording: str = ""


@dataclass(frozen=True)
class Theme:
    """A paragraph's label and its lines."""

    label: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    """A named person's statement in reported speech; `document` is the digest of the editor's file that holds it."""

    speaker: str
    role: str
    organisation: str
    medium: str
    address: str
    said: date
    words: str
    answer: str
    document: str
    where: str = ""


@dataclass(frozen=True)
class Background:
    """What an outside account says, with its source; attributed, never computed with."""

    words: str
    medium: str
    address: str
    published: date
    document: str
    where: str = ""


@dataclass(frozen=True)
class Remark:
    """One paragraph of the editor's own; `sources` are the words of its links, which stand in it in brackets."""

    words: str
    sources: tuple[str, ...]
    document: str
    where: str = ""


@dataclass(frozen=True)
class Remarks:
    """Paragraphs of the editor's own under one label; no label: under the language's own word for them."""

    label: str
    paragraphs: tuple[Remark, ...]


@dataclass(frozen=True)
class Brief:
    """One briefing in one language; `customs` is the office whose figures these are."""

    name: str
    title: str
    publisher: str
    place: str
    contact: str
    customs: str
    group: str
    labels: Mapping[str, Label] = field(default_factory=dict)
    themes: tuple[Theme, ...] = ()
    quotes: tuple[Quote, ...] = ()
    background: tuple[Background, ...] = ()
    remarks: tuple[Remarks, ...] = ()
    watch: tuple[tuple[str, str], ...] = ()
    headline: str = ""
    headline_where: str = ""
    lead_with: str = ""
    leave_out: tuple[str, ...] = ()
    attach: str = "pdf"
    tag: str = ""
    address: str = ""

    def label(self, code: str) -> Label:
        """Return the names of `code`: the desk's own, else the nomenclature's description."""
        return self.labels.get(code) or described(code)


def described(code: str) -> Label:
    """Return the names of `code` that the nomenclature gives, or its code alone where the description is too long.

    What stands before the first semicolon is the name ("Zinc ores and concentrates"), with what stands behind it where
    another code of the same chapter and length is called so too ("copper, unrefined, copper anodes …").
    """
    (name, brief), code_alone = _names(code), f"goods of HS {code}"
    if any(sign.isdigit() for sign in name):
        return Label(code_alone, code_alone, code_alone, plural=True)
    full = next((words for words in (name, brief) if len(words) <= _LONG), code_alone)
    short = next((words for words in (name, brief) if len(words) <= _SHORT), code_alone)
    return Label(full, short, short, plural="ores" in name or full == code_alone)


def _names(code: str) -> tuple[str, str]:
    """Return the name, and a briefer one that ends at the first comma of what sets it apart."""
    whole = nomenclature()[code]
    whole = whole[:1].lower() + whole[1:]
    name, _, rest = _CLAUSES.split(whole)[0].partition("; ")
    if not rest or _shared(code[:2], len(code))[name] == 1:
        return name, name
    return f"{name}, {rest}", f"{name}, {rest.split(',')[0]}"


@cache
def _shared(chapter: str, digits: int) -> Counter[str]:
    """Return how many codes of a chapter go by each name."""
    peers = (text for code, text in nomenclature().items() if code.startswith(chapter) and len(code) == digits)
    return Counter((text[:1].lower() + text[1:]).partition("; ")[0] for text in peers)
