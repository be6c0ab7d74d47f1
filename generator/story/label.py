"""What a line is called in one language, in each place, where a desk has no name of its own for it.

A language may know more of goods than their codes: `languages/TAG/goods.py` has `typed`, `described` and `from_list`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from generator.story.patterns import lexicon_of, sentences_of
from generator.story.plan import Text
from generator.story.text import capital, leaf
from generator.trade.editions import label, oblique

FORMS = ("full", "short", "head")


@dataclass(frozen=True)
class Label:
    """A line's names: `full` first, `short` in tables and charts, `head` in headlines; `plural` is for verbs.

    `oblique` are the three before a postposition, of languages that have them; "" where one stays as it is. `code` is
    the line's own, "" until Brief.label says whose names they are.
    """

    full: str
    short: str
    head: str
    plural: bool = False
    oblique: tuple[str, str, str] = ("", "", "")
    code: str = ""

    def text(self, form: str = "short") -> Text:
        """Return one of its names as what a row, a bar or a curve is called, with its first letter in capital."""
        return capital(leaf(self.name(form), "line", self.code, form))

    def name(self, form: str) -> str:
        """Return the `full`, `short` or `head` name."""
        return (self.full, self.short, self.head)[FORMS.index(form)]

    def before(self, form: str) -> str:
        """Return a name before a postposition; "" where it stays as it is."""
        return self.oblique[FORMS.index(form)]

    def forms(self) -> list[str]:
        """Return every form the line may be called by, longest first."""
        forms = dict.fromkeys((self.full, self.short, self.head, *self.oblique))
        return sorted(filter(None, forms), key=len, reverse=True)


class _Goods(Protocol):
    """What a module `goods` of a language has."""

    typed: Callable[[str], Label | None]
    described: Callable[[str], Label]
    from_list: Callable[[str, str], Label | None]


def typed(code: str, language: str) -> Label | None:
    """Return the names of `code` that were typed for it, None where nobody typed any."""
    if goods := _goods(language):
        return goods.typed(code)
    name = label(code, language)
    return Label(name, name, name, oblique=(oblique(code, language),) * 3) if name else None


def described(code: str, language: str) -> Label:
    """Return the names of `code`: typed ones, else what the language makes of its description, else its code alone."""
    if names := typed(code, language):
        return names
    if goods := _goods(language):
        return goods.described(code)
    name = code_name(code, language)
    return Label(name, name, name)


def from_list(words: str, code: str, language: str) -> Label | None:
    """Return the names of `code` by the words that a code list has for it, or None where they cannot be printed.

    A name has letters of the language alone. One that changes its end before a postposition is left to the desk, which
    knows how.
    """
    if goods := _goods(language):
        return goods.from_list(words, code)
    rules = lexicon_of(language)["lists"]
    if len(words) > rules["long"] or not re.fullmatch(rules["plain"], words) or re.search(rules["bends"], words):
        return None
    short = words if len(words) <= rules["short"] else code_name(code, language)
    return Label(words, short, short)


def code_name(code: str, language: str) -> str:
    """Return the code alone as a name: "goods of HS 7404"."""
    return sentences_of(language)["goods_of_code"].format(code=code)


@cache
def _goods(language: str) -> _Goods | None:
    name = f"generator.story.languages.{language}.goods"
    if find_spec(name) is None:
        return None
    goods: _Goods = import_module(name)  # what a type checker does not know of a folder
    return goods
