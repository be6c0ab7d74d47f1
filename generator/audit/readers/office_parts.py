"""Open the package of an office file, and refuse what could hide words, add words or lead elsewhere.

Only elements that are known are accepted: a comment, a change that is tracked, a field, a formula, a macro or a hidden
letter is none of them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from generator.audit.edition_data import Finding, fold_text
from generator.audit.readers.expected_texts import Bundle
from generator.audit.seen.page_styles import colour, contrast

_MOST = 200_000_000  # bytes of all parts
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
_LEAST, _APART = 6.0, 1.5  # points of the smallest letters; the least contrast with their ground, to 1
_WHITE = "FFFFFF"
_CORE = "docProps/core.xml"


class StrangePart(ValueError):
    """A package is damaged, or has a part that an edition does not have."""


# What reading a damaged file may raise.
_DAMAGE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError)


@dataclass(frozen=True)
class OfficeForm:
    """What a kind of office file consists of: its parts, and the elements in them. `aside` are parts without words."""

    ending: str
    known: re.Pattern[str]
    needed: tuple[str, ...]
    aside: frozenset[str]
    elements: frozenset[str]


@dataclass(frozen=True)
class OfficeParts:
    """The parts of a package by name: roots of XML, and the bytes of other files."""

    xml: Mapping[str, Any]
    media: Mapping[str, bytes]

    def faults(self, name: str, bundle: Bundle, form: OfficeForm) -> Iterator[Finding]:
        """Yield elements that its form does not have, targets outside the file, and a wrong title or summary."""
        for part, root in self.xml.items():
            kinds = set() if part in form.aside else {kind_of(node) for node in root.iter()}
            for kind in sorted(kinds - form.elements):
                yield Finding(name, "", "page form", f"<{kind}> in {part} may not stand in an edition")
            for link in root.iter("{*}Relationship") if part.endswith(".rels") else ():
                if link.get("TargetMode", "Internal") != "Internal":
                    yield Finding(name, "", "strange address", f"{link.get('Target')!r} lies outside the file")
        for key, field in (("title", "title"), ("subject", "summary")):
            words, due = self.xml[_CORE].findtext(f"{{*}}{key}") or "", bundle.story[field]["words"]
            if fold_text(words).strip() != fold_text(due).strip():
                yield Finding(name, due, f"{field} differs", f"the document's {key} reads {words!r}")


def read_office(
    bundle: Bundle, form: OfficeForm, compare: Callable[[str, OfficeParts, Bundle], Iterator[Finding]]
) -> Iterator[Finding]:
    """Yield what is wrong with the office file of an edition, and what `compare` finds in its parts."""
    name = bundle.name(form.ending)
    try:
        parts = _parts_of(bundle.files[name], form)
        yield from [*parts.faults(name, bundle, form), *compare(name, parts, bundle)]
    except _DAMAGE as fault:
        yield Finding(name, "", "file unreadable", str(fault))


def _parts_of(content: bytes, form: OfficeForm) -> OfficeParts:
    """Return the parts of a package. StrangePart if one is missing, damaged, there twice or not of its form."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            _demand(len(set(names)) == len(names), "a part is there twice")
            _demand(sum(entry.file_size for entry in archive.infolist()) < _MOST, "its parts are too large")
            parts = {name: archive.read(name) for name in names}
        xml = {name: etree.fromstring(raw, _PARSER) for name, raw in parts.items() if name.endswith((".xml", ".rels"))}
    except (BadZipFile, etree.XMLSyntaxError, EOFError, NotImplementedError, RuntimeError) as fault:
        raise StrangePart(str(fault)) from None
    strange = sorted(name for name in parts if not form.known.fullmatch(name))
    _demand(not strange, f"an edition has no part {', '.join(strange)}")
    missing = sorted({*form.needed, _CORE} - parts.keys())
    _demand(not missing, f"it lacks {', '.join(missing)}")
    return OfficeParts(xml, {name: raw for name, raw in parts.items() if name not in xml})


def _demand(holds: bool, otherwise: str) -> None:  # noqa: FBT001 -- what must hold
    if not holds:
        raise StrangePart(otherwise)


def kind_of(node: Any) -> str:  # noqa: ANN401 -- a node of lxml, which ships no types
    """Return the name of an element without its namespace."""
    return str(node.tag).rpartition("}")[2]


def names(words: str) -> frozenset[str]:
    """Return the names in `words`."""
    return frozenset(words.split())


def value_of(node: Any, name: str = "val") -> str:  # noqa: ANN401 -- lxml
    """Return the attribute `name` of an element, whatever its namespace; "" without it or without an element."""
    values = () if node is None else (value for key, value in node.items() if key.rpartition("}")[2] == name)
    return str(next(iter(values), ""))


def letter_fault(ink: str, grounds: Iterable[str], points: float) -> str:
    """Return why letters of a colour (six hexadecimal digits) cannot be read on their grounds, or ""."""
    if points < _LEAST:
        return f"letters are {points:g} points high"
    for ground in (_WHITE, *grounds):
        colours = colour(f"#{ink}"), colour(f"#{ground}")
        if None in colours or contrast(*colours) < _APART:  # type: ignore[arg-type]
            return f"letters of the colour {ink} stand on {ground}"
    return ""
