"""Read an HTML page: everything that it says, visible or hidden, and everything that could make it say more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import tinycss2
from lxml import etree

from generator.audit.edition_data import fold_spaces
from generator.audit.seen.svg_marks import SvgPicture, kind_of, picture

PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"  # marks the place of a picture in the text


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SPOKEN = _names("alt aria-label aria-description aria-roledescription aria-valuetext title placeholder label summary")
_IN_LINE = _names("""
    a abbr b bdi bdo button cite code data dfn em font i ins kbd mark s samp small span strong sub sup time u var wbr
""")
# These load something, ask for input, or show generated text: the numbers of <ol>, the marks of <q>.
_FORBIDDEN = _names("""
    applet audio base canvas embed frame frameset form iframe input math noscript object ol option q select template
    textarea video
""")
_ADDRESSES = _names("src href srcset poster action formaction data background xlink:href cite ping")
# Properties that add text to a page: generated content, marks of lists, cut lines, hyphens, and quotations.
_SAYING = _names("""
    content list-style list-style-type text-overflow hyphenate-character quotes text-emphasis text-emphasis-style
    symbols prefix suffix
""")
_SILENT = _names("none normal inherit initial important")
_FETCHING = _names("url src image image-set -webkit-image-set")
_ENCODED = re.compile(r"[A-Za-z0-9+/]{300,}")  # an encoded font or picture; no CSS word is so long
_NAMED = 3  # fewest parts of a declaration: a name, a colon and a value
_PARSER = etree.HTMLParser(remove_comments=True)


@dataclass
class Page:
    """What a page says: its text in `parts`, in document order with white space folded, and everything besides."""

    root: Any = None
    parts: list[str] = field(default_factory=list)
    length: int = 0
    heads: list[tuple[str, str]] = field(default_factory=list)  # its title and metadata
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    pictures: list[SvgPicture] = field(default_factory=list)
    small: list[Any] = field(default_factory=list)  # pictures without words in tables
    images: list[tuple[str, str]] = field(default_factory=list)
    spoken: list[tuple[str, str]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    scripts: list[object] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    panels: list[tuple[str, str]] = field(default_factory=list)  # what opens: its name and its text
    opens: list[tuple[str | None, str | None]] = field(default_factory=list)  # claim and panel of each button
    hints: list[str] = field(default_factory=list)
    side: list[str] = field(default_factory=list)  # the words beside the text, which are not the edition's
    links: list[tuple[str, str]] = field(default_factory=list)  # the links among them: address and words

    def say(self, words: str | None) -> None:
        """Append `words` to the text."""
        text = fold_spaces(words or "")
        if text[:1] == " " and (not self.parts or self.parts[-1][-1] == " "):
            text = text[1:]
        if text:
            self.parts.append(text)
            self.length += len(text)

    @cached_property
    def text(self) -> str:
        """The whole text, once the page is read."""
        return "".join(self.parts)


def page(html: str) -> Page:
    """Return the content of the document `html`."""
    root = etree.fromstring(html, _PARSER)
    if root is None:
        msg = "Document is empty"
        raise etree.ParserError(msg)
    result = Page(root)
    _read(root, result)
    return result


def _read(node: Any, result: Page) -> None:  # noqa: ANN401 -- a node of lxml, which ships no types
    kind = kind_of(node)
    if kind:
        attributes = dict(node.items())
        _attributes(attributes, kind, result)
        if kind in _FORBIDDEN:
            result.faults.append(f"<{kind}> may not stand in an edition")
        if kind in _ELEMENTS:
            _ELEMENTS[kind](node, result)
        elif "data-side" in attributes:
            _read_side(node, result)
        elif "popover" in attributes or "data-proof" in attributes:
            _read_panel(node, result)
        else:
            _read_flow(node, kind, attributes, result)
    result.say(node.tail)


def _read_flow(node: Any, kind: str, attributes: Mapping[str, str], result: Page) -> None:  # noqa: ANN401 -- lxml
    """Read an element whose words are part of the page's text."""
    claim = attributes.get("data-claim")
    if kind == "button":
        result.opens.append((claim, attributes.get("popovertarget")))
    space = "" if kind in _IN_LINE else " "  # between this element and the next one
    if result.parts:
        result.say(space)
    start = result.length
    result.say(node.text)
    for child in node:
        _read(child, result)
    if claim is not None:
        result.spans.append((start, result.length, claim))
    if result.parts:
        result.say(space)


def _read_panel(node: Any, result: Page) -> None:  # noqa: ANN401 -- a node of lxml, which ships no types
    """Read a panel that a figure opens, or the hint about panels. Neither is part of the page's text."""
    panel = Page()
    panel.say(node.text)
    for child in node:
        _read(child, panel)
    words = panel.text.strip()
    if node.get("popover") is None:
        result.hints.append(words)
    else:
        result.panels.append((node.get("id") or "", words))
    result.opens += panel.opens
    result.addresses += panel.addresses
    result.faults += panel.faults
    if any((panel.spans, panel.pictures, panel.images, panel.spoken, panel.scripts, panel.panels, panel.hints)):
        result.faults.append("what a figure opens holds more than text")


def _read_side(node: Any, result: Page) -> None:  # noqa: ANN401 -- a node of lxml, which ships no types
    """Read what stands beside the text: contents, and links to files. It is not part of the page's text."""
    for part in node.iter(etree.Element):
        kind = kind_of(part)
        if part is not node:
            _attributes(dict(part.items()), kind, result)
        if kind in _FORBIDDEN or kind in _ELEMENTS:
            result.faults.append(f"<{kind}> may not stand beside the text of an edition")
        if kind == "a":
            result.links.append((part.get("href") or "", fold_spaces("".join(part.itertext())).strip()))
        elif next(part.iterancestors("a"), None) is None:
            result.side.append(fold_spaces(part.text or "").strip())
        if part is not node and next(part.iterancestors("a"), None) is None:
            result.side.append(fold_spaces(part.tail or "").strip())


def _svg(node: Any, result: Page) -> None:  # noqa: ANN401 -- a node of lxml, which ships no types
    words = picture(node)
    for part in node.iterdescendants(etree.Element):
        kind = kind_of(part)
        _attributes(dict(part.items()), kind, result)
        if kind == "style":
            result.faults += _css_faults(part.text or "")
    if words.stray:
        result.faults.append(f"the picture holds loose text: {words.stray}")
    if words.labels or words.title or words.desc:
        result.pictures.append(words)
        result.say(f" {PICTURE} ")
    elif next(node.iterancestors("table"), None) is not None:
        result.small.append(node)


def _script(node: Any, result: Page) -> None:  # noqa: ANN401 -- a node of lxml, which ships no types
    if node.get("type") != "application/json":
        result.faults.append("a script other than application/json stands in it")
        return
    try:
        result.scripts.append(json.loads(node.text or ""))
    except ValueError:
        result.faults.append("its application/json script is no JSON")


def _meta(node: Any, result: Page) -> None:  # noqa: ANN401 -- a node of lxml, which ships no types
    name = (node.get("name") or node.get("property") or "").lower()
    if name == "description" or name.startswith(("og:", "twitter:")):
        result.heads.append((name, fold_spaces(node.get("content") or "").strip()))
    if (node.get("http-equiv") or "").lower() == "refresh":
        result.faults.append("the page leads elsewhere by itself (meta refresh)")


_ELEMENTS: dict[str, Callable[[Any, Page], None]] = {
    "svg": _svg,
    "script": _script,
    "style": lambda node, result: result.faults.extend(_css_faults(node.text or "")),
    "title": lambda node, result: result.heads.append(("title", fold_spaces("".join(node.itertext())).strip())),
    "meta": _meta,
}


def _attributes(attributes: Mapping[str, str], kind: str, result: Page) -> None:
    for name, value in attributes.items():
        if name.startswith("on"):
            result.faults.append(f"<{kind}> carries a script ({name})")
        if name == "style":
            result.faults += _css_faults(value)
        if name in _ADDRESSES:
            result.addresses.append(value)
        if (kind, name) == ("img", "src"):
            result.images.append((value, fold_spaces(attributes.get("alt") or "").strip()))
        elif name in _SPOKEN and (kind, name) != ("img", "alt") and fold_spaces(value).strip():
            result.spoken.append((name, fold_spaces(value).strip()))


def shorten_encoded(sheet: str) -> str:
    """Return a style sheet without its encoded fonts and pictures, which would take longest to parse."""
    return _ENCODED.sub(lambda letters: letters[0][:9], sheet)


def _css_faults(text: str) -> Iterator[str]:
    """Yield the words that a style sheet or attribute adds to the page, and what it loads."""
    yield from _rule_faults(tinycss2.parse_component_value_list(shorten_encoded(text), skip_comments=True))


def _rule_faults(tokens: Iterable[Any]) -> Iterator[str]:
    """Yield the faults of everything between semicolons and blocks: a selector, or a name with its value."""
    run: list[Any] = []
    for part in tokens:
        is_block = part.type == "{} block"
        if is_block or part == ";":
            yield from _declaration_faults(run)
            run = []
        elif part.type != "whitespace":
            run.append(part)
        if is_block:
            yield from _rule_faults(part.content)
    yield from _declaration_faults(run)


def _declaration_faults(run: list[Any]) -> Iterator[str]:
    tokens = list(_nested(run))
    yield from (f"the style sheet fetches {tinycss2.serialize([part])}" for part in tokens if _fetches(part))
    if len(run) < _NAMED or run[0].type != "ident" or run[1] != ":" or run[0].lower_value not in _SAYING:
        return
    name, value = run[0].lower_value, run[_NAMED - 1 :]
    has_words = any(part.type == "string" and re.search(r"\w", part.value) for part in tokens)
    is_plain = all(
        part.type in {"string", "literal"} or (part.type == "ident" and part.lower_value in _SILENT) for part in value
    )
    if has_words or (name == "content" and not is_plain):
        yield f"the style sheet says {name}:{tinycss2.serialize(value)}"


def _fetches(part: Any) -> bool:  # noqa: ANN401 -- a token of tinycss2, which ships no types
    if part.type == "at-keyword":
        return bool(part.lower_value == "import")
    if part.type == "function" and part.lower_name in _FETCHING:
        return any(inner.type == "string" and not inner.value.startswith("data:") for inner in _nested(part.arguments))
    return part.type == "url" and not part.value.startswith("data:")


def _nested(parts: Iterable[Any]) -> Iterator[Any]:
    """Yield tokens, and the tokens inside their brackets."""
    for part in parts:
        yield part
        yield from _nested(getattr(part, "arguments", None) or getattr(part, "content", None) or ())
