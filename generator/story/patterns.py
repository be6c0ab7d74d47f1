"""Patterns: the sentences and the words of a language, which are data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from generator.story.plain_yaml import load


@cache
def sentences_of(language: str) -> dict[str, str]:
    """Return the patterns of a language by key ("moved.same"): its `sentences.yaml`."""
    return _flat(_yaml(language, "sentences.yaml"))


@cache
def lexicon_of(language: str) -> dict[str, Any]:
    """Return the words of a language: its `lexicon.yaml`."""
    return _yaml(language, "lexicon.yaml")


@cache
def hearing_of(language: str) -> dict[str, Any]:
    """Return what a language hears in an editor's sentences: its `hearing.yaml`."""
    return _yaml(language, "hearing.yaml")


def _yaml(language: str, name: str) -> dict[str, Any]:
    text = files(f"generator.story.languages.{language}").joinpath(name).read_text(encoding="utf-8")
    return load(text)


def _flat(nested: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Return `{"moved": {"same": …}}` as `{"moved.same": …}`."""
    found: dict[str, str] = {}
    for key, value in nested.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{before}{key}.")
        else:
            found[f"{before}{key}"] = str(value)
    return found
