"""Voices: what named people said, in reported speech or word for word, each with the answer of the figures."""

from __future__ import annotations

from generator.story.brief import Quote
from generator.story.editor import matched, stated
from generator.story.material import Material
from generator.story.plan import PAGES, Statement, Voices
from generator.story.unanswered import answered


def section(material: Material) -> Voices | None:
    """Return the statements of the editor's file, in its order; None where it has none."""
    if not (quotes := material.brief.quotes):
        return None
    before = (None, *quotes)
    statements = tuple(_statement(material, quote, last) for quote, last in zip(quotes, before, strict=False))
    return Voices(id="voices", shown=PAGES, label=material.words.label("voices"), statements=statements)


def _statement(material: Material, quote: Quote, last: Quote | None) -> Statement:
    words = material.words
    same = last is not None and (last.speaker, last.medium, last.said) == (quote.speaker, quote.medium, quote.said)
    said = tuple(stated(sentence, quote.document, material) for sentence in words.ear.sentences(quote.words))
    form = ("translated" if quote.translated else "verbatim") if quote.verbatim else "paraphrased"
    told = {"form": form, "tongue": quote.translated}
    again = words.said_again(quote.speaker, **told)
    whole = words.said_by(quote.speaker, quote.role, quote.organisation, quote.medium, quote.said, **told)
    where = quote.answer_where or quote.where
    answer = (matched(sentence, material, where) for sentence in words.ear.sentences(quote.answer))
    if not quote.answer:
        answered(said, material, quote.where)
    return Statement(words.quoted(said) if quote.verbatim else said, again if same else whole, tuple(answer))
