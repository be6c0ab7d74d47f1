"""The Markdown below the front matter of a commentary file, by language and paragraph.

A heading labels the paragraphs below it; one of the first level that is a language's tag (`# zh`) begins that language.
A link in brackets at a sentence's end is the sentence's source. Everything else that Markdown knows is refused with its
line: what would not be printed must not be written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from generator.errors import SettingsError
from generator.settings.value_types import Language
from generator.settings.yaml_reader import at, hidden_sign

if TYPE_CHECKING:
    from markdown_it.token import Token

_REMEDY = "Write paragraphs, headings, and links as sources."
_TAG, _ITEM = "h1", "li"
_IN_ITEM = 2  # the level of a paragraph in an item of a list
_CLOSING = {"inline", "paragraph_close", "heading_close", "bullet_list_close"}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_INLINE = {"text", "softbreak", "hardbreak", "link_open", "link_close"}


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as it is printed, its line in the file, and the words and addresses of its sources' links."""

    words: str
    line: int
    sources: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """Paragraphs under one label; no label: they stand under the desk's own word for such a text."""

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

    A heading of the first level that is no language's tag is the headline, and the items of a list are the things under
    it. Raises SettingsError with file and line where a language has no headline, or two.
    """
    headlines: dict[Language, Paragraph] = {}
    things: dict[Language, list[Paragraph]] = {}
    remarks: dict[Language, list[Remark]] = {}
    tongue, label = language, ""
    for kind, inline in _blocks(file, _tokens(text), first, lists=True):
        paragraph = _paragraph(file, inline, first + (inline.map or [0])[0])
        if kind == _TAG and paragraph.words.strip() in get_args(Language):
            tongue, label = _language(file, paragraph), ""
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
        _refuse_part(file, first, tag, headline=tag in headlines, paragraph=tag in remarks)
    return {tag: WholeText(headlines[tag], tuple(things.get(tag, ())), tuple(own)) for tag, own in remarks.items()}


def _refuse_part(file: str, first: int, tag: str, *, headline: bool, paragraph: bool) -> None:
    """Refuse a text without its headline, or without a paragraph."""
    if not headline:
        raise SettingsError(at(file, first), f"the text in {tag} has no headline.", "Write it as # HEADLINE.")
    if not paragraph:
        raise SettingsError(at(file, first), f"the text in {tag} has no paragraph.", "Write one.")


def read_remarks(file: str, text: str, first: int, language: Language) -> Mapping[Language, tuple[Remark, ...]]:
    """Return the remarks in `text` by language; the first line of `text` is line `first` of `file`.

    What stands before any language's heading is in `language`. Raises SettingsError with file and line.
    """
    found: dict[Language, list[Remark]] = {}
    tongue, label = language, ""
    for kind, inline in _blocks(file, _tokens(text), first):
        line = first + (inline.map or [0])[0]
        paragraph = _paragraph(file, inline, line)
        if kind == _TAG:
            tongue, label = _language(file, paragraph), ""
        elif kind != "p":
            label = paragraph.words
        else:
            _add(found.setdefault(tongue, []), label, paragraph)
    return {tag: tuple(remarks) for tag, remarks in found.items()}


def _add(remarks: list[Remark], label: str, paragraph: Paragraph) -> None:
    if remarks and remarks[-1].label == label:
        remarks[-1] = Remark(label, (*remarks[-1].paragraphs, paragraph))
    else:
        remarks.append(Remark(label, (paragraph,)))


def _tokens(text: str) -> Sequence[Token]:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").parse(text)


def _blocks(file: str, tokens: Sequence[Token], first: int, *, lists: bool = False) -> Iterator[tuple[str, Token]]:
    """Yield tag and content of every paragraph and heading, and with `lists` of every item of a list of one level."""
    for place, token in enumerate(tokens):
        if token.type in {"paragraph_open", "heading_open"} and token.level == 0:
            yield token.tag, tokens[place + 1]
        elif lists and token.type == "paragraph_open" and token.level == _IN_ITEM:
            yield _ITEM, tokens[place + 1]
        elif lists and token.type == "bullet_list_open" and token.level == 0:
            continue
        elif token.level == 0 and token.type not in _CLOSING:
            what = token.type.removesuffix("_open").replace("_", " ")
            raise SettingsError(at(file, first + (token.map or [0])[0]), f"a {what} cannot be printed.", _REMEDY)


def _paragraph(file: str, inline: Token, line: int) -> Paragraph:
    """Return a paragraph of a file, whose content is `inline`; refuse what cannot be printed."""
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
            _refuse_place(file, line, addresses[-1])
        elif child.type == "link_close":
            sources.append(_dated(file, line, words[start:]))
        elif child.type == "text":
            words += child.content
        elif child.type.endswith("break"):
            words += " "
    if (sign := hidden_sign(words)) is not None:  # an entity may hide what the file does not show
        raise SettingsError(at(file, line), f"it has a sign that does not show ({sign}).", "Take it out.")
    return Paragraph(words, line, tuple(sources), tuple(addresses))


def _dated(file: str, line: int, source: str) -> str:
    """Return a source as it is named; one that does not say when is refused: nobody could look it up."""
    if not _YEAR.search(source):
        problem = f"the source {source!r} does not say when it appeared."
        raise SettingsError(at(file, line), problem, "Name it with its day: [Company report, 4 March 2025](https://…).")
    return source


def _refuse_place(file: str, line: int, address: str) -> None:
    if not address.startswith(("https://", "http://")):
        raise SettingsError(at(file, line), f"{address!r} is no web address.", "A source's link begins with https://.")


def _language(file: str, heading: Paragraph) -> Language:
    for tag in get_args(Language):
        if heading.words.strip() == tag:
            return tag  # type: ignore[no-any-return]  # one of the tags of Language
    known = ", ".join(get_args(Language))
    problem = f"a heading of the first level names a language ({known}), not {heading.words!r}."
    raise SettingsError(at(file, heading.line), problem, "Write ## for a label.")
