"""The names of economies and of currencies by language, from economies.csv and currencies.csv.

They are those of the Unicode CLDR, read from Babel 2.19 (zh-Hans, ur; Urdu in its own letters), with short names and
those that newspapers use beside them, parted by semicolons.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def economies_in(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return what each economy is called, by ISO code."""
    return _column("economies.csv", language)


def monies_in(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the currencies that each name of money may stand for."""
    found: dict[str, tuple[str, ...]] = {}
    for code, names in _column("currencies.csv", language).items():
        for name in names:
            found[name] = (*found.get(name, ()), code)
    return found


@cache
def proof_words(language: str) -> dict[str, str]:
    """Return the words in which a page tells the evidence of a figure, by key, from proofs.csv."""
    text = files(__package__).joinpath("proofs.csv").read_text(encoding="utf-8")
    return {row["key"]: row[language] for row in csv.DictReader(text.splitlines())}


@cache
def _column(table: str, language: str) -> Mapping[str, tuple[str, ...]]:
    text = files(__package__).joinpath(table).read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    key = (rows.fieldnames or [""])[0]
    return {row[key]: tuple(filter(None, row[language].split(";"))) for row in rows}
