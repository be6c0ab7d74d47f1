"""Remarks: the editor's own paragraphs, each figure of them one that the data have or one that names its source."""

from __future__ import annotations

from collections.abc import Iterator

from generator.story.brief import Remark, Remarks
from generator.story.editor import STOPS, matched, stated
from generator.story.month import Month
from generator.story.plan import Section, Text
from generator.story.text import leaf

_BRACKETS = ("({})", "\N{FULLWIDTH LEFT PARENTHESIS}{}\N{FULLWIDTH RIGHT PARENTHESIS}")


def sections(month: Month) -> Iterator[Section]:
    """Return the editor's paragraphs, one section a label; none where the editor wrote none."""
    for place, remarks in enumerate(month.brief.remarks, 1):
        yield _section(month, f"remarks-{place}", remarks)


def _section(month: Month, name: str, remarks: Remarks) -> Section:
    label = leaf(remarks.label, "setting", "remarks") if remarks.label else month.words.label("remarks")
    paragraphs = tuple(_paragraph(month, paragraph) for paragraph in remarks.paragraphs)
    return Section(name, label=label, paragraphs=paragraphs)


def _paragraph(month: Month, remark: Remark) -> tuple[Text, ...]:
    return tuple(_sentence(month, words, remark) for words in month.words.ear.sentences(remark.words))


def _sentence(month: Month, words: str, remark: Remark) -> Text:
    """Return a sentence: with its source at its end its figures are the source's, else they must be the edition's."""
    said = words.rstrip(STOPS)
    sourced = any(said.endswith(tuple(pair.format(source) for pair in _BRACKETS)) for source in remark.sources)
    return stated(words, remark.document, month) if sourced else matched(words, month, remark.where, remark.words)
