"""Verify a PDF by itself: judge what it says by the data inside it, without a desk, a store or other files.

The rules are those of the audit, except for those that need a release as received. A file that is locked, damaged,
foreign or too large is refused in one line. The size of its packed content is checked before anything reads it.
"""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

from generator.audit import seals
from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import CLAIMS, Data, Finding, has_trees, without_isolates
from generator.audit.patterns.text_rules import judge
from generator.audit.readers.expected_texts import Bundle
from generator.audit.readers.pdf_reader import embedded, read_open_pdf
from generator.audit.seals import MANIFEST, SIGNATURE, Signature, extra_content_faults, signature_of
from generator.audit.trace.claim_scope import (
    check_cells,
    check_claims,
    figures_csv_faults,
    number_faults,
    reading_faults,
    rounding_of,
    scope_faults,
    sum_faults,
)
from generator.audit.trace.document_sheets import DocumentSheet
from generator.audit.trace.picture_trace import picture_faults
from generator.audit.trace.price_trace import prices_worked_out
from generator.audit.trace.value_spans import number
from generator.errors import IntegrityError, SettingsError

_NOTHING: Data = {"documents": {}, "cells": {}, "claims": []}
LARGEST = 64 << 20  # most bytes of a PDF, and of any part of it
_ALL = 4 * LARGEST  # bytes of all its content together
_STREAM = re.compile(rb"stream[ \t\f\0]*(?:\r\n|\r|\n)")  # with the white space that readers skip
_BEGINS_WITHIN = 1024  # bytes in which readers look for "%PDF-" (ISO 32000-1, H.3)
_PACKED = frozenset(("/FlateDecode", "/DCTDecode"))
_OURS = frozenset(("figures.csv", "claims.json", "manifest.json"))
_REMEDY = "Name the PDF of an edition, such as en.pdf."


@dataclass(frozen=True)
class Verified:
    """What a PDF says about itself, how much of it was judged, and what is wrong with it."""

    edition: str  # NAME/PERIOD/rN
    language: str
    pages: int
    texts: int
    claims: int
    cells: int
    stated: int  # claims on figures quoted from an editor's file
    documents: tuple[str, ...]  # the files that the cells come from
    has_no_cells: bool  # whether the cells are not inside, so that no claim was recomputed
    has_trees: bool  # whether the texts have trees, so that their words were judged
    signature: Signature
    key: str  # the key that should have signed it, "" if none was given
    findings: tuple[Finding, ...]


def verify(name: str, content: bytes, key: str = "") -> Verified:
    """Return the judgement of the PDF `content`, called `name`. If `key` is given, it must have signed the PDF.

    Raise SettingsError if it is not a PDF of an edition, and IntegrityError if it is damaged or says nothing about
    itself.
    """
    with open_pdf(name, content) as (drawing, tagged):
        try:
            return _verify_open_pdf(name, drawing, tagged, key)
        except ValueError as fault:
            msg = f"{name}: what lies in it cannot be judged: {fault}."
            raise IntegrityError(msg) from None
        except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as fault:
            msg = f"{name}: what lies in it is not as docs/edition.md says: {type(fault).__name__} {fault}."
            raise IntegrityError(msg) from None


def _verify_open_pdf(name: str, drawing: pypdfium2.PdfDocument, tagged: pikepdf.Pdf, key: str) -> Verified:
    inside = embedded(tagged)
    entry = seals.pdf_entry(inside)
    edition: Data = entry["edition"]
    claims = _NOTHING if edition.get("redistribution") == "none" else _read(inside, CLAIMS)
    bundle = Bundle(entry["language"], edition, claims, inside)
    evidence, has_no_cells = bundle.evidence, not claims["documents"]
    signature = signature_of(inside, key)
    findings = (
        *_signature_faults(signature, key),
        *_identity_faults(edition, _read(inside, MANIFEST), None if has_no_cells else claims),
        *seals.embedded_file_faults(name, entry, inside),
        *(() if has_no_cells else _data_faults(edition, evidence, inside.get("figures.csv", b""))),
        *(read_open_pdf(name, bundle, drawing, tagged) if has_trees(edition) else ()),
        *seals.page_digest_faults(name, entry, tagged),
        *extra_content_faults(name, tagged),
    )
    return Verified(
        edition=f"{edition['briefing']}/{edition['period']}/r{edition['revision']}",
        language=bundle.language,
        pages=len(tagged.pages),
        texts=sum(text.stands_in("pdf") for text in bundle.texts),
        claims=len(evidence.claims),
        cells=len(evidence.cells) + len(evidence.context),
        stated=sum(claim["formula"][0] == "stated" for claim in evidence.claims.values()),
        documents=tuple(f"{document['name']}, {document['released']}" for document in evidence.documents.values()),
        has_no_cells=has_no_cells,
        has_trees=has_trees(edition),
        signature=signature,
        key=key,
        findings=tuple(dict.fromkeys(findings)),
    )


def _signature_faults(signature: Signature, key: str) -> Iterator[Finding]:
    """Yield a finding if the signature is not valid, or is not by the required key."""
    if signature.state == "does not hold":
        yield Finding(SIGNATURE, "", "signature", f"it is none of this manifest by the key {signature.key}")
    elif key and signature.state == "not signed":
        yield Finding(SIGNATURE, "", "signature", f"it is not signed, and a key was asked for: {key}")
    elif key and signature.state != "signed":
        yield Finding(SIGNATURE, "", "signature", f"it is signed by another key: {signature.key}")


def _identity_faults(edition: Data, manifest: Data, claims: Data | None) -> Iterator[Finding]:
    """Yield where manifest, edition and claims differ about the edition, or the claims use unlisted releases."""
    files = {MANIFEST: manifest, **({CLAIMS: claims} if claims else {})}
    for file, data in files.items():
        for key in ("briefing", "period", "revision"):
            if data.get(key) != edition[key]:
                yield Finding(file, "", "form", f"its {key} is {data.get(key)!r}, the edition's {edition[key]!r}")
    if manifest.get("as_of") != edition["as_of"]:
        problem = f"it is as of {manifest.get('as_of')}, the edition as of {edition['as_of']}"
        yield Finding(MANIFEST, "", "form", problem)
    releases = {*manifest.get("releases", ()), *manifest.get("context", ())}
    for document in claims["documents"].values() if claims else ():
        if document["release"] not in releases:
            yield Finding(CLAIMS, "", "form", f"{document['release']} is no release of its manifest")


def _data_faults(edition: Data, evidence: ClaimEvidence, figures: bytes) -> Iterator[Finding]:
    """Yield where the texts do not follow from the claims, or the claims from the cells."""
    plain = without_isolates(edition)
    sheets = {raw: DocumentSheet(document, {}) for raw, document in evidence.documents.items()}
    yield from check_cells(plain, evidence, lambda cell: _cell_faults(cell, sheets, evidence))
    for key, cell in evidence.context.items():
        for problem in reading_faults(cell, rounding_of(number(cell["text"]))):
            yield Finding(CLAIMS, "", "cell", f"{key}: {problem}")
    yield from figures_csv_faults(evidence, figures)
    if has_trees(edition):
        yield from check_claims(plain, evidence, lambda claim: scope_faults(claim, plain, evidence))
        yield from prices_worked_out(plain, evidence)
        yield from judge(edition, evidence)
        yield from picture_faults(plain, evidence)


def _cell_faults(cell: Data, sheets: Mapping[str, DocumentSheet], evidence: ClaimEvidence) -> Iterator[str]:
    if cell.get("parts"):
        yield from sum_faults(cell, evidence)
    elif cell["raw"] not in sheets:
        yield f"claims.json lists no document {cell['raw'][:12]}"
    else:
        try:
            yield from number_faults(cell, sheets[cell["raw"]])
        except ValueError as fault:
            yield str(fault)


def _read(inside: Mapping[str, bytes], file: str) -> Data:
    if file not in inside:
        msg = f"{file} is not inside"
        raise ValueError(msg)
    data: Data = json.loads(inside[file])
    return data


@contextmanager
def open_pdf(name: str, content: bytes) -> Iterator[tuple[pypdfium2.PdfDocument, pikepdf.Pdf]]:
    """Open `content`, which messages call `name`, for drawing and for reading its objects.

    Raise SettingsError if it is not a PDF of an edition, and IntegrityError if it is damaged.
    """
    refuse_large(name, len(content))
    if b"%PDF-" not in content[:_BEGINS_WITHIN]:
        raise SettingsError(name, "this is no PDF.", _REMEDY)
    _refuse_packed(name, content)
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as tagged:
            _refuse_filters(name, tagged)
            if not _OURS & set(tagged.attachments):
                raise SettingsError(name, "this PDF carries no figures.", _REMEDY)
            with pypdfium2.PdfDocument(content) as drawing:
                yield drawing, tagged
    except pikepdf.PasswordError:
        problem = "a password locks it."
        raise SettingsError(name, problem, "Save it without one, or ask the publisher for another copy.") from None
    except (pikepdf.PdfError, pypdfium2.PdfiumError, zlib.error) as fault:
        reason = str(fault).removeprefix(" (offset 0): ").strip() or "it cannot be read"
        msg = f"{name}: the file is damaged: {reason}. Ask for another copy."
        raise IntegrityError(msg) from None


def read(path: Path) -> bytes:
    """Return the bytes of a file, for `open_pdf`.

    Raise SettingsError if the file does not exist or is too large.
    """
    if not path.is_file():
        problem = "it is a folder." if path.is_dir() else "there is no such file."
        raise SettingsError(str(path), problem, _REMEDY)
    refuse_large(str(path), path.stat().st_size)
    return path.read_bytes()


def refuse_large(name: str, size: int) -> None:
    """Raise SettingsError if a file of `size` bytes is larger than any edition's PDF."""
    if size > LARGEST:
        raise SettingsError(name, f"the file is larger than {LARGEST >> 20} MiB.", _REMEDY)


def _refuse_packed(name: str, content: bytes) -> None:
    """Refuse a file with a compressed stream, anywhere in it, that is larger than an edition could have."""
    total, view = 0, memoryview(content)
    for stream in _STREAM.finditer(content):
        try:
            size = len(zlib.decompressobj().decompress(view[stream.end() :], LARGEST + 1))
        except zlib.error:
            continue  # not compressed, or by another method
        total += size
        if size > LARGEST or total > _ALL:
            raise SettingsError(name, f"what lies in it is larger than {LARGEST >> 20} MiB.", _REMEDY)


def _refuse_filters(name: str, pdf: pikepdf.Pdf) -> None:
    """Refuse a file with content compressed twice, or by a method that no edition uses: its size was not checked."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            filters = item.get("/Filter", pikepdf.Array())
            packed = list(map(str, filters if isinstance(filters, pikepdf.Array) else [filters]))
            if packed.count("/FlateDecode") > 1 or not _PACKED.issuperset(packed):
                problem = f"{' and '.join(step[1:] for step in packed)} packs what lies in it, as in no edition."
                raise SettingsError(name, problem, _REMEDY)
