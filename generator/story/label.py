"""The names of a line in one language, for each place in an edition, where a desk does not name it itself.

Typed names, and what each good is for, are in `generator/trade/tables/names.csv`. A language may have a module
`languages/TAG/goods.py` that knows more: `described`, `from_list` and `is_plural`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from generator.story.patterns import lexicon_of, sentences_of, typed_names
from generator.story.plan import Text
from generator.story.text import capital, leaf

FORMS = ("full", "short", "head")
_HEADING = 4  # digits
_UNDIVIDED = "00"  # the last digits of a code that is all of the code above it
_PLURAL = "p"
_WIDER = (6, 4, 2)  # digits of the codes that may name a line within them


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
    use: str = ""  # what the good is for, as a clause; "" where nobody says it

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

    described: Callable[[str], Label]
    from_list: Callable[[str, str], Label | None]
    is_plural: Callable[[str], bool]


def typed(code: str, language: str) -> Label | None:
    """Return the names that the table has for `code`, or None.

    A code that ends in 00 is all of the code above it, and has its names: 260300 is 2603.
    """
    row = _table().get(code, {})
    full = row.get(language)
    if not full:
        is_undivided = len(code) > _HEADING and code.endswith(_UNDIVIDED)
        return typed(code.removesuffix(_UNDIVIDED), language) if is_undivided else None
    short = row[f"{language}_short"] or full
    head = row.get(f"{language}_head") or short
    goods = _goods(language)
    plural = row.get(f"{language}_number") == _PLURAL or (goods is not None and goods.is_plural(short))
    bent = row.get(f"{language}_oblique", "")
    bent_short = row.get(f"{language}_oblique_short") or (bent if short == full else "")
    bent_head = row.get(f"{language}_oblique_head") or (bent_short if head == short else "")
    return Label(full, short, head, plural, (bent, bent_short, bent_head), use=row[f"{language}_use"])


def within(name: Label, code: str, language: str) -> Label:
    """Return the names of a line that has only those of a wider code: with its own code, "frozen fish (HS 030311)"."""
    pattern = sentences_of(language)["with_code"]

    def coded(words: str) -> str:
        return pattern.format(name=words, code=code) if words else ""

    full, short, head = (coded(name.name(form)) for form in FORMS)
    bent_full, bent_short, bent_head = map(coded, name.oblique)
    return Label(full, short, head, name.plural, (bent_full, bent_short, bent_head))


def wider_codes(code: str) -> tuple[str, ...]:
    """Return the codes that a code lies in, the longest first."""
    return tuple(code[:digits] for digits in _WIDER if digits < len(code))


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
def _table() -> Mapping[str, Mapping[str, str]]:
    return typed_names()


@cache
def _goods(language: str) -> _Goods | None:
    name = f"generator.story.languages.{language}.goods"
    if find_spec(name) is None:
        return None
    goods: _Goods = import_module(name)  # a type checker does not see modules found at run time
    return goods
