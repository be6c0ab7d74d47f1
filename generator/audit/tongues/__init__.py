"""Tongues: the words by which the audit knows what a text claims, one table a language.

`LEXICONS` has the languages that the audit can judge; what is written in another one passes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from generator.audit.tongues.lexicon import AFTER, HAN, Lexicon, Near, Times, Valued, any_of, is_han

__all__ = ["AFTER", "HAN", "LEXICONS", "Lexicon", "Near", "Times", "Valued", "any_of", "is_han"]

_TABLES = {"en": "ENGLISH", "zh": "CHINESE", "ur": "URDU"}


class _Lexicons(Mapping[str, Lexicon]):
    """The tables by language, each loaded when it is first asked for: most desks write in one."""

    def __getitem__(self, language: str) -> Lexicon:
        return _loaded(language)

    def __contains__(self, language: object) -> bool:
        return language in _TABLES

    def __iter__(self) -> Iterator[str]:
        return iter(_TABLES)

    def __len__(self) -> int:
        return len(_TABLES)


@cache
def _loaded(language: str) -> Lexicon:
    table = _TABLES[language]
    found: Lexicon = getattr(import_module(f"{__name__}.{language}"), table)
    return found


LEXICONS = _Lexicons()
