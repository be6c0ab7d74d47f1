"""The editions of the Harmonized System, and the description of each code in each edition.

The World Customs Organization revises the HS about every five years. The same code may count different goods in two
editions (`series_breaks.py`). The tables ship with the package (`tables/README.md`).
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

TOTAL = "TOTAL"  # all goods
NATIONAL = frozenset({"98", "99"})  # chapters that the HS leaves to each country, also for goods not specified
NOWHERE: Mapping[str, str] = {TOTAL: "All goods", "98": "Goods and transactions that a country files apart"}
_CHAPTER, _SUBHEADING = 2, 6  # digits


class Edition(StrEnum):
    """One edition, named by the year in which it came into force."""

    HS2022 = "HS2022"
    HS2017 = "HS2017"
    HS2012 = "HS2012"
    HS2007 = "HS2007"
    HS2002 = "HS2002"
    HS1996 = "HS1996"
    HS1992 = "HS1992"

    @classmethod
    def of(cls, word: str) -> Edition:
        """Return the edition that `word` names: "HS2017" or the UN's "H5". Raise ValueError if there is none."""
        try:
            return _BY_LETTERS.get(word) or cls(word)
        except ValueError:
            names = ", ".join(f"{edition} ({edition.letters})" for edition in cls)
            msg = f"{word!r} is no edition of the HS; known are {names}"
            raise ValueError(msg) from None

    @property
    def letters(self) -> str:
        """UN Comtrade's name of the edition: `H6` is HS2022, `H0` HS1992."""
        return f"H{len(Edition) - 1 - list(Edition).index(self)}"


_BY_LETTERS = {edition.letters: edition for edition in Edition}
TABLED = (Edition.HS2022, Edition.HS2017, Edition.HS2012)  # the editions whose codes are all known, newest first


@cache
def packaged(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a packaged table, without the header."""
    raw = files("generator.trade").joinpath("tables", name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode()
    return tuple(map(tuple, csv.reader(text.splitlines())))[1:]


@cache
def descriptions(edition: Edition | None) -> Mapping[str, str]:
    """Return the published descriptions of a tabled edition, by code.

    With None, return the codes that only editions before the tabled ones had.
    """
    letters = edition.letters if edition else ""
    rows = ((code, text, editions.split()) for code, editions, text in packaged("hs.csv"))
    return {code: text for code, text, named in rows if (letters in named if letters else not named)}


def editions_of(code: str) -> tuple[Edition, ...]:
    """Return the tabled editions that have `code` (2, 4 or 6 digits), newest first."""
    return tuple(edition for edition in TABLED if code in descriptions(edition))


def name_of(code: str) -> str:
    """Return the description of `code` in the newest edition that describes it.

    A national tariff line is described by its subheading, and any code of chapters 98 and 99 by its chapter. Raise
    ValueError if no edition describes the code.
    """
    for names_known in (*map(descriptions, TABLED), descriptions(None), NOWHERE):
        for line in (code[:_SUBHEADING], code[:_CHAPTER] if code[:_CHAPTER] in NATIONAL else code):
            if line in names_known:
                return names_known[line]
    msg = f"{code!r} has a description in no edition of the HS"
    raise ValueError(msg)
