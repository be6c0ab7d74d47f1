"""Voices: what named people said, in reported speech, each with the answer of the figures."""

from __future__ import annotations

from generator.story.brief import Quote
from generator.story.editor import matched, stated
from generator.story.material import Material
from generator.story.plan import PAGES, Statement, Text, Voices


def section(material: Material) -> Voices | None:
    """Return the statements of the editor's file, in its order; None where it has none."""
    if not (quotes := material.brief.quotes):
        return None
    before = (None, *quotes)
    statements = tuple(_statement(material, quote, last) for quote, last in zip(quotes, before, strict=False))
    return Voices(id="voices", shown=PAGES, label=Text(material.words.label("voices")), statements=statements)


def _statement(material: Material, quote: Quote, last: Quote | None) -> Statement:
    words = material.words
    same = last is not None and (last.speaker, last.medium, last.said) == (quote.speaker, quote.medium, quote.said)
    said = (stated(sentence, quote.document, material) for sentence in words.ear.sentences(quote.words))
    whole = words.said_by(quote.speaker, quote.role, quote.organisation, quote.medium, quote.said)
    spoken = Text(words.said_again(quote.speaker) if same else whole)
    where = quote.answer_where or quote.where
    answer = (matched(sentence, material, where) for sentence in words.ear.sentences(quote.answer))
    return Statement(tuple(said), spoken, tuple(answer))
