"""What stands beside the text of a page: contents, links to files, and how to cite the edition.

Its words must be the language's, and its figures those of the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.audit.edition_data import Finding, fold_spaces, strip_isolates
from generator.audit.patterns.tongue import Tongue
from generator.audit.readers.expected_texts import Bundle, charts, page_count
from generator.audit.readers.html_reader import Page

_RULE = "side column"
_ENDINGS = frozenset(("PNG", "SVG", "CSV"))
_LABELS = frozenset(("side.contents", "side.take", "side.cite", "side.columns"))
_KILO, _NEAR = 1000, 0.1  # bytes; how far a size may be off: a signature is added to a PDF after its size is printed


def side_faults(name: str, document: Page, bundle: Bundle) -> Iterator[Finding]:
    """Yield words beside the text that are not the language's, and links that lead to another heading or file."""
    sentences = Tongue.of(bundle.language).sentences
    labels = {fold_spaces(sentences[key]).strip() for key in _LABELS} | set(_citations(bundle, sentences))
    for words in filter(None, document.side):
        if strip_isolates(words) not in labels:
            yield Finding(name, words, _RULE, "these are no words of the page")
    for address, written in document.links:
        words = strip_isolates(written)
        if address.startswith("#"):
            heading = _heading(document, address[1:])
            pictures = f"{sentences['side.pictures']} {len(charts(bundle.story, 'html'))}"
            if heading is None or words not in {heading, pictures}:
                yield Finding(name, words, _RULE, f"it leads to {address}, whose heading is {heading!r}")
        elif address not in bundle.files:
            yield Finding(name, words, _RULE, f"it leads to {address}, which is no file of this edition")
        elif not _fits(words, address, bundle, sentences):
            yield Finding(name, words, _RULE, f"it is not what the page says of {address}")


def _citations(bundle: Bundle, sentences: Mapping[str, str]) -> Iterator[str]:
    """Yield how the edition may be cited: by its publisher, title and date, alone and with its address on the site."""
    for block in bundle.story["blocks"]:
        if block["kind"] == "masthead":
            told = {"publisher": block["publisher"], "title": bundle.story["title"], "dated": block["dated"]}
            slots = {name: strip_isolates(text["words"]) for name, text in told.items()}
            yield sentences["side.citation"].format(**slots)
            if bundle.address:
                yield sentences["side.published"].format(**slots, address=bundle.address)


def _heading(document: Page, name: str) -> str | None:
    """Return the words of the heading called `name`, or None."""
    headings = document.root.xpath("//h2[@id=$name]", name=name)
    return strip_isolates(fold_spaces("".join(headings[0].itertext())).strip()) if headings else None


def _fits(words: str, address: str, bundle: Bundle, sentences: Mapping[str, str]) -> bool:
    """Whether the words of a link are those for the file at `address`, and its pages and size are the file's."""
    content = bundle.files[address]
    ending = address.rpartition(".")[2].upper()
    if words in _ENDINGS:
        return words == ending and address.startswith("charts/")
    label = sentences["side.csv"]
    length = sentences["side.size"]
    if ending == "PDF":
        count = page_count(content)
        label = sentences["side.pdf"]
        length = sentences["side.page" if count == 1 else "side.pages"].replace("{n}", str(count))
    pattern = re.escape(f"{label} {length}").replace(re.escape("{size}"), r"([\d,]+)")
    match = re.fullmatch(pattern, words)
    if match is None:
        return False
    size = len(content) / _KILO
    return abs(int(match[1].replace(",", "")) - size) <= max(size * _NEAR, 1)
