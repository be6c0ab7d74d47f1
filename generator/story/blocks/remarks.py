"""Remarks: the editor's own paragraphs, each figure of them one that the data have or one that names its source."""

from __future__ import annotations

from collections.abc import Iterator

from generator.story.brief import Remark, Remarks
from generator.story.editor import STOPS, matched, stated
from generator.story.material import Material
from generator.story.plan import Section, Text
from generator.story.text import leaf

_BRACKETS = ("({})", "\N{FULLWIDTH LEFT PARENTHESIS}{}\N{FULLWIDTH RIGHT PARENTHESIS}")


def sections(material: Material) -> Iterator[Section]:
    """Return the editor's paragraphs, one section a label; none where the editor wrote none."""
    for place, remarks in enumerate(material.brief.remarks, 1):
        yield _section(material, f"remarks-{place}", remarks)


def _section(material: Material, name: str, remarks: Remarks) -> Section:
    label = leaf(remarks.label, "setting", "remarks") if remarks.label else material.words.label("remarks")
    paragraphs = tuple(_paragraph(material, paragraph) for paragraph in remarks.paragraphs)
    return Section(name, label=label, paragraphs=paragraphs)


def _paragraph(material: Material, remark: Remark) -> tuple[Text, ...]:
    return tuple(_sentence(material, words, remark) for words in material.words.ear.sentences(remark.words))


def _sentence(material: Material, words: str, remark: Remark) -> Text:
    """Return a sentence: with its source at its end its figures are the source's, else they must be the edition's."""
    said = words.rstrip(STOPS)
    sourced = any(said.endswith(tuple(pair.format(source) for pair in _BRACKETS)) for source in remark.sources)
    return stated(words, remark.document, material) if sourced else matched(words, material, remark.where, remark.words)
