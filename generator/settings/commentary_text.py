"""The Markdown below the front matter of a commentary file, by language and paragraph.

A heading labels the paragraphs below it. A heading of the first level with a language's tag (`# zh`) begins the text in
that language. A link in brackets at the end of a sentence is its source. All other Markdown is refused with its line,
because it would not be printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.errors import SettingsError
from generator.settings.value_types import LANGUAGES, Language
from generator.settings.yaml_reader import at, hidden_sign

if TYPE_CHECKING:
    from markdown_it.token import Token

_REMEDY = "Write paragraphs, headings, and links as sources."
_TAG = "h1"
_ITEM = "li"
_IN_ITEM = 2  # the level of a paragraph in an item of a list
_CLOSING = {"inline", "paragraph_close", "heading_close", "bullet_list_close"}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_INLINE = {"text", "softbreak", "hardbreak", "link_open", "link_close"}


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    words: str  # as printed
    line: int  # in the file
    sources: tuple[str, ...] = ()  # the words of the links to its sources
    addresses: tuple[str, ...] = ()  # and their addresses


@dataclass(frozen=True)
class Remark:
    """Paragraphs under one label. If the label is "", the desk's default label is used."""

    label: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class WholeText:
    """The whole text of an edition: the headline, the things under it, and paragraphs under their labels."""

    headline: Paragraph
    things: tuple[Paragraph, ...]
    remarks: tuple[Remark, ...]


def read_whole_text(file: str, text: str, first: int, language: Language) -> Mapping[Language, WholeText]:
    """Return the whole text of an edition by language, as `read_remarks` does.

    A heading of the first level that is not a language's tag is the headline. The items of a list are the points under
    it. Raises SettingsError with file and line if a language has no headline or two.
    """
    headlines: dict[Language, Paragraph] = {}
    things: dict[Language, list[Paragraph]] = {}
    remarks: dict[Language, list[Remark]] = {}
    tongue, label = language, ""
    for kind, paragraph in _blocks(file, text, first, lists=True):
        if kind == _TAG and paragraph.words.strip() in LANGUAGES:
            tongue = _language(file, paragraph)
            label = ""
        elif kind == _TAG:
            if tongue in headlines:
                problem = f"{paragraph.words!r} is a second headline."
                raise SettingsError(at(file, paragraph.line), problem, "Write ## for a label.")
            headlines[tongue] = paragraph
        elif kind == _ITEM:
            things.setdefault(tongue, []).append(paragraph)
        elif kind == "p":
            _add(remarks.setdefault(tongue, []), label, paragraph)
        else:
            label = paragraph.words
    for tag in {**headlines, **things, **remarks}:
        if tag not in headlines:
            raise SettingsError(at(file, first), f"the text in {tag} has no headline.", "Write it as # HEADLINE.")
        if tag not in remarks:
            raise SettingsError(at(file, first), f"the text in {tag} has no paragraph.", "Write one.")
    return {
        tag: WholeText(headlines[tag], tuple(things.get(tag, ())), tuple(tag_remarks))
        for tag, tag_remarks in remarks.items()
    }


def read_remarks(file: str, text: str, first: int, language: Language) -> Mapping[Language, tuple[Remark, ...]]:
    """Return the remarks in `text` by language; the first line of `text` is line `first` of `file`.

    Text before the first heading with a language's tag is in `language`. Raises SettingsError with file and line.
    """
    by_language: dict[Language, list[Remark]] = {}
    tongue, label = language, ""
    for kind, paragraph in _blocks(file, text, first):
        if kind == _TAG:
            tongue = _language(file, paragraph)
            label = ""
        elif kind == "p":
            _add(by_language.setdefault(tongue, []), label, paragraph)
        else:
            label = paragraph.words
    return {tag: tuple(remarks) for tag, remarks in by_language.items()}


def _add(remarks: list[Remark], label: str, paragraph: Paragraph) -> None:
    """Add a paragraph to the last remark if that has the same label, else begin a new remark."""
    if remarks and remarks[-1].label == label:
        remarks[-1] = Remark(label, (*remarks[-1].paragraphs, paragraph))
    else:
        remarks.append(Remark(label, (paragraph,)))


def _blocks(file: str, text: str, first: int, *, lists: bool = False) -> Iterator[tuple[str, Paragraph]]:
    """Yield tag and content of every paragraph and heading, and with `lists` of every item of a list of one level."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for place, token in enumerate(tokens):
        if token.type in {"paragraph_open", "heading_open"} and token.level == 0:
            yield token.tag, _paragraph(file, tokens[place + 1], first)
        elif lists and token.type == "paragraph_open" and token.level == _IN_ITEM:
            yield _ITEM, _paragraph(file, tokens[place + 1], first)
        elif lists and token.type == "bullet_list_open" and token.level == 0:
            continue
        elif token.level == 0 and token.type not in _CLOSING:
            what = token.type.removesuffix("_open").replace("_", " ")
            raise SettingsError(at(file, first + (token.map or [0])[0]), f"a {what} cannot be printed.", _REMEDY)


def _paragraph(file: str, inline: Token, first: int) -> Paragraph:
    """Return the paragraph with the content `inline`; SettingsError for Markdown that cannot be printed."""
    line = first + (inline.map or [0])[0]
    words = ""
    sources: list[str] = []
    addresses: list[str] = []
    start = 0
    for child in inline.children or ():
        if child.type not in _INLINE:
            what = child.type.removesuffix("_open").replace("_", " ")
            raise SettingsError(at(file, line), f"{what} cannot be printed.", _REMEDY)
        if child.type == "link_open":
            start = len(words)
            addresses.append(str(child.attrs.get("href", "")))
            if not addresses[-1].startswith(("https://", "http://")):
                problem = f"{addresses[-1]!r} is not a web address."
                raise SettingsError(at(file, line), problem, "A source's link begins with https://.")
        elif child.type == "link_close":
            sources.append(words[start:])
            if not _YEAR.search(sources[-1]):  # nobody could look it up
                problem = f"the source {sources[-1]!r} does not say when it appeared."
                remedy = "Name it with its day: [Company report, 4 March 2025](https://…)."
                raise SettingsError(at(file, line), problem, remedy)
        elif child.type == "text":
            words += child.content
        else:
            words += " "
    sign = hidden_sign(words)
    if sign is not None:  # an entity may hide what the file does not show
        raise SettingsError(at(file, line), f"it has a sign that does not show ({sign}).", "Take it out.")
    return Paragraph(words, line, tuple(sources), tuple(addresses))


def _language(file: str, heading: Paragraph) -> Language:
    """Return the language that a heading names by its tag, or raise SettingsError."""
    for tag in LANGUAGES:
        if heading.words.strip() == tag:
            return tag
    problem = f"a heading of the first level names a language ({', '.join(LANGUAGES)}), not {heading.words!r}."
    raise SettingsError(at(file, heading.line), problem, "Write ## for a label.")
