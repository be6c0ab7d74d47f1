"""The words of a language are read as YAML says: the quick reader and a whole one agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

import generator
from generator.story.plain_yaml import load, read

LANGUAGES = sorted((Path(generator.__file__).parent / "story" / "languages").glob("*/*.yaml"))
BLOCKS = """
# a remark
plain: words of a sentence, and more
"quoted: key": "a\\nb \\u2066"
single: 'it''s'
number: 12
below: -3
truth: true
nothing:
coloured: a # remark
folded: >-
  one
  two
deep:
  list: [a, "b, c", -4, [d, e]]
  map: {one: {two: three}, "four": [five, 6],}
  long: [a,
    b,
  ]
last: it’s 1月 – on
"""
OTHERS = [
    "a: |\n  as\n  it is\n",
    "a: &b c\nd: *b\n",
    "a: 0x1F\nb: 1e3\nc: 1.5\nd: .5\ne: +1\n",
    "a: one\n  two\n",
    "a: >\n  one\n\n  two\n",
    "a: [b: c]\n",
    "? a\n: b\n",
    "a: True\nb: NULL\n",
    'a: "one\n  two"\n',
    'a: "\\x41"\n',
]


def whole(text: str) -> object:
    """Return what ruamel reads."""
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_each_language_is_read_quickly_and_right(file: Path) -> None:
    """Every file that ships; a new way to write one is read by the slow reader, and this test says so."""
    text = file.read_text(encoding="utf-8")
    assert whole(text) == read(text)


def test_what_is_read_quickly_is_read_right() -> None:
    """Each form that the quick reader knows."""
    assert whole(BLOCKS) == read(BLOCKS)


@pytest.mark.parametrize("text", OTHERS)
def test_what_it_does_not_know_the_whole_reader_reads(text: str) -> None:
    """Nothing is taken for what it is not."""
    assert read(text) is None
    assert whole(text) == load(text)
