"""Readers: who read the words of a language as a native reader, and which words those were.

Until somebody did, an edition calls itself a machine-composed draft in its own language.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

OWN = "en"  # the language of those who wrote the sentences
DIGITS = 12  # of a digest that a person copies
_WORDS = ("sentences.yaml", "lexicon.yaml", "letters.yaml", "grammar.py")


@dataclass(frozen=True)
class Reader:
    """Who read the words of a language, with their office, and on which day."""

    name: str
    day: date


def needs_reader(language: str) -> bool:
    """Say whether a native reader has to read the words of a language."""
    return language != OWN


@cache
def digest_of_words(language: str) -> str:
    """Return the digest, in twelve digits, of all that a language prints by itself.

    That is its sentences, its words, its letters, its grammar and its names of goods, byte for byte: whatever changes
    there was not read.
    """
    package, tables = files(f"generator.story.languages.{language}"), files("generator.trade.tables")
    parts = [package.joinpath(name) for name in _WORDS]
    parts += [] if language == OWN else [tables.joinpath(f"labels.{language}.csv")]
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()[:DIGITS]
