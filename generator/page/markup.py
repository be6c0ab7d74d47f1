"""Texts as HTML: words escaped, claims in spans, and the parts that type sets apart (a unit, a name)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from generator.story.plan import Text

_FIRST_SPACE = re.compile(r"[ \u00a0]")


def plain(text: Text | None) -> Markup:
    """Return the words of `text`, escaped; nothing for a text that this format does not show."""
    return escape(text.words) if text else Markup("")


def words(text: Text | None, *, claims: bool = False) -> Markup:
    """Return the words of `text`; with `claims`, a span stands round every range that prints one."""
    return _set(text, len(text.words), "", claims=claims) if text else Markup("")


def sized(text: Text | None, *, claims: bool = False) -> Markup:
    """Return a key figure whose unit, all that follows its first space, is small."""
    if text is None:
        return Markup("")
    space = _FIRST_SPACE.search(text.words)
    return _set(text, space.start() if space else len(text.words), "small", claims=claims)


def named(text: Text | None, *, claims: bool = False) -> Markup:
    """Return a speaker line: the name stands out, what follows its first comma does not."""
    if text is None:
        return Markup("")
    comma = text.words.find(",")
    return _set(text, max(0, comma), "span", claims=claims)


def run(texts: Iterable[Text], *, claims: bool = False) -> Markup:
    """Return sentences one after the other."""
    return Markup(" ").join(_set(text, len(text.words), "", claims=claims) for text in texts)


def _set(text: Text, turn: int, tag: str, *, claims: bool) -> Markup:
    """Return the words; those from `turn` on stand in `tag`, which lies inside a claim's span."""
    pieces, at = [], 0
    for mark in text.marks if claims else ():
        pieces += [_turned(text.words, at, mark.start, turn, tag), Markup('<span class="claim" data-claim="')]
        pieces += [escape(mark.claim), Markup('">'), _turned(text.words, mark.start, mark.end, turn, tag)]
        pieces, at = [*pieces, Markup("</span>")], mark.end
    return Markup("").join([*pieces, _turned(text.words, at, len(text.words), turn, tag)])


def _turned(words: str, start: int, end: int, turn: int, tag: str) -> Markup:
    turn = min(max(turn, start), end)
    tail = escape(words[turn:end])
    return escape(words[start:turn]) + (Markup(f"<{tag}>{tail}</{tag}>") if tail and tag else tail)  # noqa: S704 -- escaped above
