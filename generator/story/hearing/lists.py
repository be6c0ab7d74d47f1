"""What of a code list's Chinese or Urdu can stand in a sentence: names of goods in plain letters, and no others."""

from __future__ import annotations

import re
from functools import cache

from generator.story.described import code_of
from generator.story.hearing.tables import table_of
from generator.story.label import Label
from generator.story.patterns import lexicon_of


def from_list(words: str, code: str, language: str) -> Label | None:
    """Return the names of `code` by the words that a code list has for it, or None where they cannot be printed.

    A name has letters of the language alone, no economy, and more than words that every edition says. One that changes
    its end before a postposition is left to the desk, which knows how.
    """
    own = table_of(language).data["lists"]
    if len(words) > own["long"] or not re.fullmatch(own["plain"], words) or _lands(language).search(words):
        return None
    if re.search(own["bends"], words) or not _anyhow(language).sub("", words).strip(own["joints"]):
        return None
    short = words if len(words) <= own["short"] else code_of(code, language)
    return Label(words, short, short)


@cache
def _anyhow(language: str) -> re.Pattern[str]:
    """Return a pattern for what every edition says, by itself no name of goods: its words, numbers and months."""
    table, known = table_of(language), lexicon_of(language)
    said = {*table.classes, *table.numbers, *table.months, *str(table.data["lists"]["anyhow"]).split()}
    said |= {str(name) for flow in known["flows"].values() for name in flow}
    return re.compile(table.either(said))


@cache
def _lands(language: str) -> re.Pattern[str]:
    table, known = table_of(language), lexicon_of(language)
    return re.compile(table.either((*map(str, known["economies"].values()), *table.data["lists"]["lands"].split())))
