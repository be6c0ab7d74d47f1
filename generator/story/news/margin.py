"""The labels in the margin of the page: which line a paragraph is about, or which part of the edition it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.story.month import Month
from generator.story.news.report import NewsReport
from generator.story.plan import PAGES, Section, Text
from generator.story.words.speech import Noun, Slot
from generator.trade.period import Period
from generator.trade.trees import Tree, keys, leaves

_PLACES = ("pdf", "html")  # plain text has no margin, and a title over each short paragraph would be too much
_NAMES = 2  # lines at most that a label names

Paragraph = tuple[Text, ...]


def section(report: NewsReport, name: str, paragraphs: Sequence[Paragraph]) -> Section:
    """Return a section with the label of its first sentence."""
    label = label_of(report.month, paragraphs[0][0])
    return Section(name, _shown(paragraphs), label=_in_margin(label), paragraphs=tuple(paragraphs))


def _shown(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    """Return the formats of a section: those that show any of its sentences."""
    formats = [sentence.shown or PAGES for paragraph in paragraphs for sentence in paragraph]
    return tuple(form for form in PAGES if any(form in shown for shown in formats))


def section_of_lines(report: NewsReport, name: str, sentences: Paragraph) -> Section:
    """Return a section with a paragraph on lines: its label names one or two, with their codes."""
    words, codes = report.words, _codes(sentences)
    if not 0 < len(codes) <= _NAMES:
        return Section(name, PAGES, label=_in_margin(words.label("by_line")), paragraphs=(sentences,))
    names = [Noun.of(report.month.brief.label(code), "short") for code in codes]
    return Section(
        name,
        PAGES,
        label=_in_margin(words.say("thing_label.line", line=words.listed(names))),
        codes=_in_margin(words.say("hs", codes=words.listed([words.code(code) for code in codes]))),
        paragraphs=(sentences,),
    )


def section_of_rows(report: NewsReport, name: str, sentences: Paragraph) -> Section:
    """Return a section of short news on lines, a sentence a row. A single sentence is a paragraph like others."""
    if len(sentences) == 1:
        return section_of_lines(report, name, sentences)
    label = _in_margin(report.words.label("also"))
    return Section(name, PAGES, role="rows", label=label, paragraphs=(sentences,))


def label_of_lede(report: NewsReport) -> Text:
    """Return the time that the lede is about."""
    return _in_margin(report.words.say("thing_label.time", time=Noun(report.words.span(report.news.span))))


def label_of(month: Month, text: Text) -> Text:
    """Return the label of the innermost pattern of a sentence that has one, else of what the sentence is about.

    That is its first line, else its first period, else the background.
    """
    if text.tree is None:
        return Text("")
    words, slots = month.words, _slots_of_label(month, text.tree)
    for key in reversed([*keys(text.tree)]):
        label = words.key_under("thing_label", key)
        if label is not None and words.slots_of(label) <= slots.keys():
            return words.say(label, **slots)
    about = next((kind for kind in ("line", "time") if kind in slots), "other")
    return words.say(f"thing_label.{about}", **slots)


def _slots_of_label(month: Month, tree: Tree) -> dict[str, Slot]:
    """Return the first line and the first period that a sentence names, as slots of its label."""
    slots: dict[str, Slot] = {}
    for kind, value, *_ in leaves(tree):
        if kind == "line":
            slots.setdefault(kind, Noun.of(month.brief.label(str(value)), "short"))
        elif kind == "time":
            slots.setdefault(kind, Noun(month.words.span(Period.parse(str(value)))))
    return slots


def _codes(texts: Sequence[Text]) -> list[str]:
    """Return the codes of the lines that sentences name, in the order of their first mention."""
    codes: list[str] = []
    for text in texts:
        for kind, value, *_ in leaves(text.tree or ("row", ())):
            if kind == "line" and str(value) not in codes:
                codes.append(str(value))
    return codes


def _in_margin(label: Text) -> Text:
    return replace(label, shown=_PLACES)
