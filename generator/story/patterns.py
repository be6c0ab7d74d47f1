"""Patterns: the sentences and the words of a language, which are data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_TRUTH = "tag:yaml.org,2002:bool"


class _Words(yaml.CSafeLoader):
    """YAML in which "on" and "no" are words, as YAML 1.2 has it."""

    yaml_implicit_resolvers = {  # noqa: RUF012 -- as PyYAML has it
        sign: [(tag, form) for tag, form in forms if tag != _TRUTH]
        for sign, forms in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


_Words.add_implicit_resolver(_TRUTH, re.compile(r"(?:true|false)$"), ["t", "f"])


@cache
def sentences_of(language: str) -> dict[str, str]:
    """Return the patterns of a language by key ("moved.same"): its `sentences.yaml`."""
    return _flat(_yaml(language, "sentences.yaml"))


@cache
def lexicon_of(language: str) -> dict[str, Any]:
    """Return the words of a language: its `lexicon.yaml`."""
    return _yaml(language, "lexicon.yaml")


@cache
def letters_of(language: str) -> dict[str, dict[str, str]]:
    """Return what the program itself writes to a reader, by letter and part: `letters.yaml`."""
    return _yaml(language, "letters.yaml")


@cache
def commentary_of(language: str) -> dict[str, Any]:
    """Return how a language writes what an editor may say of the figures: its `commentary.yaml`."""
    return _yaml(language, "commentary.yaml")


def read(text: str) -> dict[str, Any]:
    """Return the mapping that a YAML text is."""
    found: dict[str, Any] = yaml.load(text, Loader=_Words)  # noqa: S506 -- a safe loader
    return found


def _yaml(language: str, name: str) -> dict[str, Any]:
    return read(files(f"generator.story.languages.{language}").joinpath(name).read_text(encoding="utf-8"))


def _flat(nested: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Return `{"moved": {"same": …}}` as `{"moved.same": …}`."""
    found: dict[str, str] = {}
    for key, value in nested.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{before}{key}.")
        else:
            found[f"{before}{key}"] = str(value)
    return found
