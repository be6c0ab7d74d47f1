"""The sentences and words of a language, stored as data, and the native reader who checked them.

Until somebody has checked them, an edition calls itself a machine-composed draft in its own language.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_TRUTH = "tag:yaml.org,2002:bool"
DIGITS = 12  # of a digest, which a person copies
VARIANTS = ("b", "c")  # last parts of the keys of patterns that say the same in other words
_WORDS = ("sentences.yaml", "lexicon.yaml", "letters.yaml", "grammar.py")


class _WordLoader(yaml.CSafeLoader):
    """A YAML loader that reads "on" and "no" as words, as YAML 1.2 does."""

    yaml_implicit_resolvers = {  # noqa: RUF012 -- as PyYAML has it
        sign: [(tag, form) for tag, form in forms if tag != _TRUTH]
        for sign, forms in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


_WordLoader.add_implicit_resolver(_TRUTH, re.compile(r"(?:true|false)$"), ["t", "f"])


@cache
def sentences_of(language: str) -> dict[str, str]:
    """Return the patterns of a language by key ("moved.same"), from `sentences.yaml`."""
    return _flat(_yaml(language, "sentences.yaml"))


@cache
def variants_of(language: str, key: str) -> tuple[str, ...]:
    """Return the patterns that say the same as `key`: itself, then `key.b` and `key.c` where the language has them."""
    sentences = sentences_of(language)
    return (key, *(f"{key}.{letter}" for letter in VARIANTS if f"{key}.{letter}" in sentences))


@cache
def lexicon_of(language: str) -> dict[str, Any]:
    """Return the words of a language, from `lexicon.yaml`."""
    return _yaml(language, "lexicon.yaml")


@cache
def letters_of(language: str) -> dict[str, dict[str, str]]:
    """Return the texts of the program's own messages to readers, by letter and part, from `letters.yaml`."""
    return _yaml(language, "letters.yaml")


@cache
def commentary_of(language: str) -> dict[str, Any]:
    """Return how a language phrases what an editor may say about figures, from `commentary.yaml`."""
    return _yaml(language, "commentary.yaml")


@cache
def names_of(language: str) -> dict[str, Any]:
    """Return the names of the language itself and of the kinds of sources, from `names.yaml`."""
    return _yaml(language, "names.yaml")


def read(text: str) -> dict[str, Any]:
    """Return the mapping in a YAML text."""
    mapping: dict[str, Any] = yaml.load(text, Loader=_WordLoader)  # noqa: S506 -- a safe loader
    return mapping


def _yaml(language: str, name: str) -> dict[str, Any]:
    return read(files(f"generator.story.languages.{language}").joinpath(name).read_text(encoding="utf-8"))


def _flat(nested: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Return `{"moved": {"same": …}}` as `{"moved.same": …}`."""
    flat: dict[str, str] = {}
    for key, value in nested.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{before}{key}.")
        else:
            flat[f"{before}{key}"] = str(value)
    return flat


@dataclass(frozen=True)
class NativeReader:
    """Who checked the words of a language as a native speaker."""

    name: str  # with the office
    day: date


def needs_reader(language: str) -> bool:
    """Return whether a native speaker has to check the words of a language."""
    return not lexicon_of(language).get("by_natives", False)


@cache
def digest_of_words(language: str) -> str:
    """Return the first twelve digits of the digest of everything that a language prints by itself.

    It covers sentences, words, letters, grammar, and the names and uses of goods: after any change, the words count as
    unchecked.
    """
    package = files(f"generator.story.languages.{language}")
    parts = [package.joinpath(name).read_bytes() for name in _WORDS]
    if needs_reader(language):
        parts.append(_names_of_goods(language).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:DIGITS]


def _names_of_goods(language: str) -> str:
    """Return the columns of a language in the table of typed names."""
    rows = typed_names()
    columns = [name for name in next(iter(rows.values())) if name.partition("_")[0] == language]
    return "\n".join(row[column] for row in rows.values() for column in columns)


def typed_names() -> Mapping[str, Mapping[str, str]]:
    """Return the rows of the table of typed names, by code."""
    text = files("generator.trade").joinpath("tables", "names.csv").read_text(encoding="utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}
