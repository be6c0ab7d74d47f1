"""Putting words together without losing track of which of them print a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from string import Formatter

from generator.story.plan import Mark, Text


@dataclass(frozen=True)
class Printed:
    """A claim as it is printed: its words and the id of the claim."""

    words: str
    claim: str


Part = str | Printed | Text


def say(pattern: str, **parts: Part) -> Text:
    """Return `pattern` with each `{name}` replaced by its part; the marks of the parts move to where they stand."""
    said: list[Part] = []
    for literal, name, _ in pieces_of(pattern):
        said.append(literal)
        if name is not None:
            said.append(parts[name])
    return joined(said)


@cache
def pieces_of(pattern: str) -> tuple[tuple[str, str | None, str], ...]:
    """Return a pattern as its words, each with the slot that follows, None for none, and the form that it asks for."""
    return tuple((literal, name, spec or "") for literal, name, spec, _ in Formatter().parse(pattern))


def joined(parts: Sequence[Part], pattern: str = "") -> Text:
    """Return the parts one after the other, said by `pattern`; the marks move to where they stand."""
    marks: list[Mark] = []
    at = 0
    for part in parts:
        if isinstance(part, str):
            at += len(part)
            continue
        if isinstance(part, Printed):
            marks.append(Mark(part.claim, at, at + len(part.words)))
        else:
            marks += [Mark(mark.claim, mark.start + at, mark.end + at) for mark in part.marks]
        at += len(part.words)
    return Text("".join(map(words_of, parts)), tuple(marks), pattern=pattern)


def listed(parts: Sequence[Part], conjunction: str, *, comma: str = ", ") -> Text:
    """Return the parts as a list in prose: "a", "a and b", "a, b and c"."""
    said: list[Part] = []
    for place, part in enumerate(parts):
        if place:
            said.append(f" {conjunction} " if place == len(parts) - 1 else comma)
        said.append(part)
    return joined(said)


def capital(text: Text) -> Text:
    """Return `text` with its first letter in capital: a sentence begins so."""
    return replace(text, words=text.words[:1].upper() + text.words[1:])


def words_of(part: Part) -> str:
    """Return the words of a part alone."""
    return part if isinstance(part, str) else part.words
