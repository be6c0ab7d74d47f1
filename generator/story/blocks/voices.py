"""Voices: what named people said, in reported speech or word for word, each with the answer of the figures."""

from __future__ import annotations

from collections.abc import Sequence

from generator.story.brief import Quote, Remark
from generator.story.editor import Editor
from generator.story.plan import EVERYWHERE, Statement, Text, Voices
from generator.story.text import Part, words_of
from generator.story.words import Words


def section(editor: Editor) -> Voices | None:
    """Return the statements of the editor's file, in its order; None where it has none."""
    month = editor.month
    quotes = month.brief.quotes
    if not quotes:
        return None
    before = (None, *quotes)
    statements = tuple(_statement(editor, quote, last) for quote, last in zip(quotes, before, strict=False))
    return Voices(id="voices", shown=EVERYWHERE, label=month.words.label("voices"), statements=statements)


def _statement(editor: Editor, quote: Quote, last: Quote | None) -> Statement:
    """Return a statement; the line of a speaker whose office stands above, in the `last` one, has the name alone."""
    words = editor.month.words
    is_same = last is not None and (last.speaker, last.medium, last.said) == (quote.speaker, quote.medium, quote.said)
    said = Remark(quote.words, (), quote.where)
    sentences, answer = editor.statement(said, Remark(quote.answer, (), quote.answer_where or quote.where, quote.by))
    speaker = words.say("said_again", speaker=quote.speaker) if is_same else _speaker(words, quote)
    form = ("translated" if quote.translated else "verbatim") if quote.verbatim else "paraphrased"
    tongue = words.say(f"tongue.{quote.translated}") if quote.translated else ""
    speaker = words.say(f"said_by.{form}", said=speaker, tongue=tongue)
    return Statement(_in_quotation_marks(words, sentences) if quote.verbatim else sentences, speaker, answer)


def _speaker(words: Words, quote: Quote) -> Text:
    """Return who speaks: name, role and office, to whom and when."""
    office: Part = quote.role or quote.organisation
    if quote.role and quote.organisation:
        office = words.say("said_by.office", role=quote.role, organisation=quote.organisation)
    to = words.say("said_by.to", medium=quote.medium)
    parts = [part for part in (quote.speaker, office, to, words.day(quote.said)) if words_of(part)]
    return words.listed(parts, "row")


def _in_quotation_marks(words: Words, sentences: Sequence[Text]) -> tuple[Text, ...]:
    first, *rest = sentences
    opened = (words.say("quoted.begins", words=first), *rest)
    return (*opened[:-1], words.say("quoted.ends", words=opened[-1]))
