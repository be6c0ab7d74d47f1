"""A code list as one NamesBatch: the names that can be used, a refusal for each record that cannot."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from hashlib import sha256

from generator.sources.faults import LayoutFault, NothingUsable, plain, quoted
from generator.sources.names.layout import NamesLayout
from generator.sources.names.listed import CodeList, Listed, Strange
from generator.sources.names.reference import of_reference
from generator.sources.names.sheets import of_sheet
from generator.trade.codes import known_code
from generator.trade.names import UNREAD, LineName, NamesBatch
from generator.trade.observation import Cell
from generator.trade.period import Period
from generator.trade.release import Refusal

_LARGEST = 16 * 2**20  # bytes; the largest list known has 2 MB
_LONGEST = 2_000  # letters of a name; the longest known has 434
_JOINERS = "\u200c\u200d"  # write Urdu; they print nothing, and move nothing
_AGAIN = "Fetch it again."


def read_names(layout: NamesLayout, raw: bytes, document: str, released: date | None, today: date) -> NamesBatch:
    """Return what the code list in `document` says.

    `released` None: a list of a year counts from its first day, one that bears no year from `today` on. A fault of the
    layout raises SourceChanged; a fault of a record puts it among `refusals`, and its line keeps no name.
    """
    try:
        found = _printed(raw)
        language = _language(layout, found)
        _count(layout, found)
    except LayoutFault as fault:
        raise fault.named(layout.name, document) from None
    day = released or found.since or today
    year, digest = Period.parse(f"{(found.since or day).year:04d}"), sha256(raw).hexdigest()
    batch = NamesBatch(layout.name, day, document, digest, year, (), layout=layout.digest, dated=released is not None)
    names, refusals = _judged(found, language, batch)
    told = replace(batch, observations=names, refusals=refusals)
    if not told.count:
        first = f"line {refusals[0].row}, {refusals[0].reason}" if refusals else "it has none"
        where = f"{layout.name}: {plain(document)}"
        msg = f"{where}: it has no name that can be used ({first}). Nothing was stored. {_AGAIN}"
        raise NothingUsable(msg, refusals)
    return told


def _printed(raw: bytes) -> CodeList:
    if len(raw) > _LARGEST:
        raise LayoutFault(problem=f"the file is larger than {_LARGEST >> 20} MiB.", remedy=_AGAIN)
    return of_reference(raw) if raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["} else of_sheet(raw)


def _language(layout: NamesLayout, found: CodeList) -> str:
    """Return the language of a list: its own, which must be the declared one where one is."""
    if not found.language and not layout.language:
        problem = "the file does not say in which language its names are."
        raise LayoutFault(problem, remedy="Declare it in the source's settings: language: ur.")
    if found.language and layout.language not in {"", found.language}:
        problem = f"its names are in {found.language}; declared is language: {layout.language}."
        raise LayoutFault(problem, remedy="Take the list in that language, or give this one a source of its own.")
    return found.language or layout.language


def _count(layout: NamesLayout, found: CodeList) -> None:
    rows, most = len(found.records) + len(found.strange), layout.at_most
    least = found.usual if layout.at_least is None else layout.at_least
    if rows < least or (most is not None and rows > most):
        expected = f"at least {least:,}" + ("" if most is None else f" and at most {most:,}")
        problem = f"the file has {rows:,} records; expected {expected}."
        raise LayoutFault(problem, remedy=f"{_AGAIN} Or change rows.")


def _judged(found: CodeList, language: str, batch: NamesBatch) -> tuple[tuple[LineName, ...], tuple[Refusal, ...]]:
    """Return the names by code and the records set aside; the line of such a record is kept without words."""
    strange, rivals = list(found.strange), defaultdict[str, list[Listed]](list)
    for one in found.records:
        if reason := _fault(found, one):
            strange.append(_set_aside(one, reason))
        else:
            rivals[one.code].append(one)
    for same in rivals.values():
        if len({_words(one) for one in same}) > 1:
            strange += [_set_aside(one, f"{one.code} has different names") for one in same]
    unnamed = {code if _is_code(found, code) else UNREAD: one for one in strange for code in one.codes or (UNREAD,)}
    named = {code: same[0] for code, same in rivals.items() if code not in unnamed}
    told = [(code, _words(one), one.row) for code, one in named.items()]
    silent = [(code, "", one.row) for code, one in unnamed.items()]
    names = tuple(
        LineName(code, language, words, Cell(batch.release, batch.raw, row, found.column, words))
        for code, words, row in (*told, *silent)
    )
    refusals = (Refusal(batch.document, one.row, found.column, one.reason, plain(one.text)) for one in strange)
    return names, tuple(sorted(refusals, key=lambda refusal: refusal.row))


def _set_aside(one: Listed, reason: str) -> Strange:
    return Strange(one.row, f"{one.code},{one.words}", reason, (one.code,))


def _words(one: Listed) -> str:
    """Return the words of a record on one line."""
    return " ".join(one.words.split())


def _fault(found: CodeList, one: Listed) -> str:
    """Return why the name of a record cannot be used, "" where it can."""
    words = _words(one)
    if not _is_code(found, one.code):
        of = f" of {found.digits} digits" if found.digits else ""
        return f"{quoted(one.code)} is no HS code{of}"
    if not words:
        return "it has no name"
    if len(words) > _LONGEST:
        return f"its name has {len(words):,} letters"
    if any(not mark.isprintable() and mark not in _JOINERS for mark in words):
        return "its name holds an invisible character"
    return ""


def _is_code(found: CodeList, code: str) -> bool:
    if found.digits and len(code) != found.digits:
        return False
    try:
        return known_code(code) == code
    except ValueError:
        return False
