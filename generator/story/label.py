"""The names of a line in one language, for each place in an edition, where a desk does not name it itself.

A language may have a module `languages/TAG/goods.py` that knows more names: `typed`, `described` and `from_list`.
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
    """A line's names."""

    full: str  # for its first mention in the text
    short: str  # for tables and charts
    head: str  # for headlines
    plural: bool = False  # whether the names take a plural verb
    # the three names before a postposition; "" where a name does not change
    oblique: tuple[str, str, str] = ("", "", "")
    code: str = ""  # the line's code; "" until `Brief.label` sets it

    def text(self, form: str = "short") -> Text:
        """Return one of its names as the label of a row, a bar or a curve, with a capital first letter."""
        return capital(leaf(self.name(form), "line", self.code, form))

    def name(self, form: str) -> str:
        """Return the `full`, `short` or `head` name."""
        return (self.full, self.short, self.head)[FORMS.index(form)]

    def before(self, form: str) -> str:
        """Return a name in its form before a postposition, or "" where it does not change."""
        return self.oblique[FORMS.index(form)]

    def forms(self) -> list[str]:
        """Return every name and form of the line, longest first."""
        forms = dict.fromkeys((self.full, self.short, self.head, *self.oblique))
        return sorted(filter(None, forms), key=len, reverse=True)


class _Goods(Protocol):
    """The functions of a language's `goods` module."""

    typed: Callable[[str], Label | None]
    described: Callable[[str], Label]
    from_list: Callable[[str, str], Label | None]


def typed(code: str, language: str) -> Label | None:
    """Return the names that were typed for `code`, or None."""
    goods = _goods(language)
    if goods:
        return goods.typed(code)
    name = label(code, language)
    if not name:
        return None
    return Label(name, name, name, oblique=(oblique(code, language),) * 3)


def described(code: str, language: str) -> Label:
    """Return the names of `code`: typed ones, else from its description, else the code alone."""
    names = typed(code, language)
    if names:
        return names
    goods = _goods(language)
    if goods:
        return goods.described(code)
    name = code_name(code, language)
    return Label(name, name, name)


def from_list(words: str, code: str, language: str) -> Label | None:
    """Return the names of `code` from the words of a code list, or None where they cannot be printed.

    A name may only have letters of the language. If its ending would change before a postposition, the desk must name
    the line, because the program cannot build the form.
    """
    goods = _goods(language)
    if goods:
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
    goods: _Goods = import_module(name)  # a type checker does not see modules found at run time
    return goods
