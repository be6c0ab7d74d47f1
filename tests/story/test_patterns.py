"""The words of a language are read as YAML 1.2 says, whichever library reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

import generator
from generator.story.patterns import read

LANGUAGES = sorted((Path(generator.__file__).parent / "story" / "languages").glob("*/*.yaml"))


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_each_language_is_read_as_it_is_written(file: Path) -> None:
    """A key "on" and the number word "no" stay words, where YAML 1.1 would make truths of them."""
    text = file.read_text(encoding="utf-8")
    assert YAML(typ="safe", pure=True).load(text) == read(text)


def test_truth_has_one_spelling() -> None:
    """What YAML 1.1 takes for a truth is a word, but for true and false."""
    assert {"a": ["on", "no", "Yes", "truest", True, False]} == read("a: [on, no, Yes, truest, true, false]")
