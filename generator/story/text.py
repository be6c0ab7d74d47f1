"""Putting words together without losing track of which of them print a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    for literal, name, _, _ in Formatter().parse(pattern):
        said.append(literal)
        if name is not None:
            said.append(parts[name])
    return joined(said)


def joined(parts: Sequence[Part]) -> Text:
    """Return the parts one after the other; the marks move to where they stand."""
    said = Text("")
    for part in parts:
        said = _append(said, part)
    return said


def listed(parts: Sequence[Part], conjunction: str, *, comma: str = ", ") -> Text:
    """Return the parts as a list in prose: "a", "a and b", "a, b and c"."""
    said = Text("")
    for place, part in enumerate(parts):
        if place:
            said = _append(said, f" {conjunction} " if place == len(parts) - 1 else comma)
        said = _append(said, part)
    return said


def capital(text: Text) -> Text:
    """Return `text` with its first letter in capital: a sentence begins so."""
    return replace(text, words=text.words[:1].upper() + text.words[1:])


def words_of(part: Part) -> str:
    """Return the words of a part alone."""
    return part if isinstance(part, str) else part.words


def _append(said: Text, part: Part) -> Text:
    shift = len(said.words)
    match part:
        case Printed(words, claim):
            marks: tuple[Mark, ...] = (Mark(claim, shift, shift + len(words)),)
        case Text(words, marks):
            marks = tuple(Mark(mark.claim, mark.start + shift, mark.end + shift) for mark in marks)
        case words:
            marks = ()
    return replace(said, words=said.words + words, marks=said.marks + marks)
