"""Articles: read a .txt, .md, .html or .pdf file into sentences, each with its line or page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from generator.commentary.editor_vocabulary import vocabulary_of
from generator.errors import SettingsError
from generator.factcheck.claim_rows import text_of
from generator.factcheck.mentions import words_of

_SPACE = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))|(?:(?<=[$€£¥]\d)|(?<=[$€£¥]\d\d)) (?=\d{3}(?!\d))")
_INLINE = frozenset("a abbr b cite code em font i mark q small span strong sub sup time u".split())  # noqa: SIM905 -- one line
_HIDDEN = frozenset(("script", "style", "head", "template", "noscript"))
_LOOSER = 1.6  # line heights: a wider gap between two lines of a PDF begins a new paragraph
_BROKEN = re.compile("[\\u0002\\ufffe]\\s*")  # PDFium's sign for a word that is hyphenated at the end of a line


class ArticleSentence(NamedTuple):
    """A sentence with its line in the file; in a PDF, with its page. `before` is the previous one in its paragraph."""

    words: str
    line: int
    page: int
    before: str


class _Paragraph(NamedTuple):
    text: str  # line ends included
    line: int
    page: int = 0


def sentences(name: str, ending: str, raw: bytes) -> list[ArticleSentence]:
    """Return the sentences of an article. Raise SettingsError if it cannot be read or has no text."""
    if ending == ".pdf":
        paragraphs = _of_pdf(name, raw)
    else:
        text = text_of(name, raw)
        paragraphs = {".md": _of_markdown, ".html": _of_page, ".htm": _of_page}.get(ending, _of_text)(text)
    read: list[ArticleSentence] = []
    for paragraph in paragraphs:
        before = ""
        for words, offset in _parted(paragraph.text):
            line = paragraph.line + paragraph.text[:offset].count("\n") if paragraph.line else 0
            read.append(ArticleSentence(words, line, paragraph.page, before))
            before = words
    if not read:
        raise SettingsError(name, "it has no text.", "Pages that were scanned are pictures: have them read first.")
    return read


def _parted(text: str) -> Iterator[tuple[str, int]]:
    """Yield each sentence of a paragraph, with single spaces, and the offset at which it begins."""
    begin = 0
    ends = [match.span() for match in vocabulary_of("en").sentence.finditer(text) if not _goes_on(text, *match.span())]
    for end, following in [*ends, (len(text), len(text))]:
        words = _SPACE.sub(",", re.sub(r"[\t\n\r ]+", " ", text[begin:end]).strip())
        words = re.sub(r"(?<=\d)\s?pc\b", "%", words)
        if words:
            yield words, begin + len(text[begin:end]) - len(text[begin:end].lstrip())
        begin = following


def _goes_on(text: str, stop: int, following: int) -> bool:
    """Whether a full stop ends an abbreviation that a figure follows, and so no sentence: "i.e. 12%", "Dec. 3"."""
    word = text[max(0, stop - 10) : stop].rsplit(None, 1)[-1].lstrip('(“"').rstrip(".")
    return not text[following].isalpha() and words_of("short").fullmatch(word) is not None


def _of_text(text: str) -> Iterator[_Paragraph]:
    for match in re.finditer(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text):
        yield _Paragraph(match[0], text[: match.start()].count("\n") + 1)


def _of_markdown(text: str) -> Iterator[_Paragraph]:
    from markdown_it import MarkdownIt

    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "inline":
            parts = (part.content or "\n" * part.type.endswith("break") for part in token.children or ())
            yield _Paragraph("".join(parts), (token.map or [0])[0] + 1)


def _of_page(text: str) -> Iterator[_Paragraph]:
    """Yield the text of each block element of an HTML page, without scripts and the head."""
    from lxml import etree, html

    try:
        page = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:  # the page is empty
        return
    walk = etree.iterwalk(page, events=("start", "end", "comment", "pi"))
    words, line, at = "", 0, 0
    for event, element in walk:
        is_block = event in {"start", "end"} and element.tag not in _INLINE
        if event == "start":
            at = max(at, element.sourceline or 0)
        if is_block and words.strip():
            yield _Paragraph(words, line)
        if is_block:
            words, line = "", at
        if event == "start" and element.tag in _HIDDEN:
            walk.skip_subtree()
            continue
        text = (element.text if event == "start" else element.tail) or ""
        words += text
        at += text.count("\n")
    if words.strip():
        yield _Paragraph(words, line)


def _of_pdf(name: str, raw: bytes) -> Iterator[_Paragraph]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(raw) as document:
            for number, page in enumerate(document, 1):
                yield from _of_sheet(page, number)
    except pypdfium2.PdfiumError as fault:
        problem = f"this is not a PDF that can be read: {str(fault).rstrip('.')}."
        raise SettingsError(name, problem, "Save it again, without a password.") from None


def _of_sheet(page: Any, number: int) -> Iterator[_Paragraph]:  # noqa: ANN401 -- pypdfium2 has no types
    """Yield the paragraphs of a page. A wide gap between lines, or another letter height, begins a new paragraph."""
    sheet = page.get_textpage()
    text = sheet.get_text_range()
    lines: list[str] = []
    last = (0.0, 0.0)
    for match in re.finditer(r"[^\r\n]+", text):
        _, bottom, _, top = sheet.get_charbox(match.start(), loose=True)
        height = top - bottom
        is_new = lines and (abs(height - last[1]) > 1 or last[0] - bottom > _LOOSER * height)
        if is_new:
            yield _Paragraph(_BROKEN.sub("", "\n".join(lines)), 0, number)
            lines = []
        lines.append(match[0])
        last = (bottom, height)
    if lines:
        yield _Paragraph(_BROKEN.sub("", "\n".join(lines)), 0, number)
