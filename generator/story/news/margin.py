"""The labels in the margin of the page: which line a paragraph is about, or which part of the edition it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.story.news.report import NewsReport
from generator.story.plan import PAGES, Section, Text
from generator.story.words.speech import Noun
from generator.trade.period import A_QUARTER, Period
from generator.trade.trees import leaves

_PLACES = ("pdf", "html")  # plain text has no margin, and a title over each short paragraph would be too much
_YEAR = 12  # months
_NAMES = 2  # lines at most that a label names

Paragraph = tuple[Text, ...]


def section(report: NewsReport, name: str, paragraphs: Sequence[Paragraph], other: Text) -> Section:
    """Return a section with its label: its time if that is longer than the edition's, else the lines that it names.

    `other` is the label of a section that names none, or many.
    """
    texts = [text for paragraph in paragraphs for text in paragraph]
    label, codes = _label(report, texts, other)
    return Section(name, PAGES, label=label, codes=codes, paragraphs=tuple(paragraphs))


def section_of_lines(report: NewsReport, name: str, sentences: Paragraph) -> Section:
    """Return a section with a paragraph on one line or several."""
    return section(report, name, (sentences,), report.words.label("by_line"))


def section_of_rows(report: NewsReport, name: str, sentences: Paragraph) -> Section:
    """Return a section of short news on lines, a sentence a row. A single sentence is a paragraph like others."""
    if len(sentences) == 1:
        return section_of_lines(report, name, sentences)
    label = _in_margin(report.words.label("also"))
    return Section(name, PAGES, role="rows", label=label, paragraphs=(sentences,))


def opening_label(report: NewsReport) -> Text:
    """Return the label of the lede: "The month", or the quarter, the year or the part of one that it is about."""
    return _in_margin(_time_label(report, report.news.span))


def _label(report: NewsReport, texts: Sequence[Text], other: Text) -> tuple[Text, Text | None]:
    words = report.words
    longer = _longer_span(report, texts[0])
    if longer is not None:
        return _in_margin(_time_label(report, longer)), None
    codes = _codes(texts)
    if not 0 < len(codes) <= _NAMES:
        return _in_margin(other), None
    names = [Noun.of(report.month.brief.label(code), "short") for code in codes]
    name = words.say("thing_label.line", name=words.listed(names))
    return _in_margin(name), _in_margin(words.say("hs", codes=words.listed([words.code(code) for code in codes])))


def _longer_span(report: NewsReport, text: Text) -> Period | None:
    """Return the time that a sentence is about, where that is longer than the time of the lede and ends with it."""
    span = report.news.span
    for kind, value, *_ in leaves(text.tree or ("row", ())):
        if kind != "time":
            continue
        time = Period.parse(str(value))
        return time if time.last == span.last and time.months > span.months else None
    return None


def _codes(texts: Sequence[Text]) -> list[str]:
    """Return the codes of the lines that sentences name, in the order of their first mention."""
    codes: list[str] = []
    for text in texts:
        for kind, value, *_ in leaves(text.tree or ("row", ())):
            if kind == "line" and str(value) not in codes:
                codes.append(str(value))
    return codes


def _time_label(report: NewsReport, span: Period) -> Text:
    words = report.words
    if span.months == _YEAR:
        return words.label("the_year")
    if span.months < A_QUARTER:
        return words.label("the_month")
    if span == report.month.period:
        return words.label("the_quarter")
    return words.label("year_so_far")


def _in_margin(label: Text) -> Text:
    return replace(label, shown=_PLACES)
