"""A PDF that lies alone: what it says is judged by what it carries, with no desk, no store and no other file at hand.

The same rules as for an edition on its shelf, but for those that need a release as it was received.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pikepdf
import pypdfium2

from generator.audit import seals
from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import CLAIMS, Data, has_trees
from generator.audit.findings import Finding
from generator.audit.patterns.judge import judge
from generator.audit.pdf_extras import beside_the_content
from generator.audit.pdf_opening import opened
from generator.audit.readers.expected import Bundle
from generator.audit.readers.pdf_reader import embedded, read_opened
from generator.audit.seals import MANIFEST, SIGNATURE, Signature, signature_of
from generator.audit.trace.cell_trace import around, differing, figures_listed, misread, summed
from generator.audit.trace.claim_scope import scope_faults, worked_out
from generator.audit.trace.document_sheets import DocumentSheet
from generator.audit.trace.picture_trace import picture_faults
from generator.audit.trace.price_trace import is_price, prices_worked_out
from generator.audit.trace.value_spans import number
from generator.errors import IntegrityError

_NOTHING: Data = {"documents": {}, "cells": {}, "claims": []}


@dataclass(frozen=True)
class Verified:
    """What a PDF says of itself, how much of it was judged, and what does not hold.

    `edition` is NAME/PERIOD/rN. Where the cells stay with the desk (`kept`) no claim was worked out. `stated` are the
    claims that stand on an editor's file, `documents` the files from which its cells are. The words were judged where
    the texts have trees. `key` is the one that it should be signed by, "" where none was given.
    """

    edition: str
    language: str
    pages: int
    texts: int
    claims: int
    cells: int
    stated: int
    documents: tuple[str, ...]
    kept: bool
    has_trees: bool
    signature: Signature
    key: str
    findings: tuple[Finding, ...]


def verify(name: str, content: bytes, key: str = "") -> Verified:
    """Return what the PDF `content`, called `name`, comes to by itself; signed by `key` where one is given.

    Raises SettingsError where it is no PDF of an edition, IntegrityError where it is damaged or says nothing of itself.
    """
    with opened(name, content) as (drawn, tagged):
        try:
            return _verified(name, drawn, tagged, key)
        except ValueError as fault:
            msg = f"{name}: what lies in it cannot be judged: {fault}."
            raise IntegrityError(msg) from None
        except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as fault:
            msg = f"{name}: what lies in it is not as docs/edition.md says: {type(fault).__name__} {fault}."
            raise IntegrityError(msg) from None


def _verified(name: str, drawn: pypdfium2.PdfDocument, tagged: pikepdf.Pdf, key: str) -> Verified:
    inside = embedded(tagged)
    said = seals.told(inside)
    edition: Data = said["edition"]
    claims = _NOTHING if edition.get("redistribution") == "none" else _read(inside, CLAIMS)
    bundle = Bundle(said["language"], edition, claims, inside)
    evidence, is_kept = bundle.evidence, not claims["documents"]
    signature = signature_of(inside, key)
    told = (
        *_of_signature(signature, key),
        *_identity(edition, _read(inside, MANIFEST), None if is_kept else claims),
        *seals.of_files(name, said, inside),
        *(() if is_kept else _data(edition, evidence, inside.get("figures.csv", b""))),
        *(read_opened(name, bundle, drawn, tagged) if has_trees(edition) else ()),
        *seals.of_pages(name, said, tagged),
        *beside_the_content(name, tagged),
    )
    return Verified(
        edition=f"{edition['briefing']}/{edition['period']}/r{edition['revision']}",
        language=bundle.language,
        pages=len(tagged.pages),
        texts=sum(text.stands_in("pdf") for text in bundle.texts),
        claims=len(evidence.claims),
        cells=len(evidence.cells) + len(evidence.context),
        stated=sum(claim["formula"][0] == "stated" for claim in evidence.claims.values()),
        documents=tuple(f"{one['name']}, {one['released']}" for one in evidence.documents.values()),
        kept=is_kept,
        has_trees=has_trees(edition),
        signature=signature,
        key=key,
        findings=tuple(dict.fromkeys(told)),
    )


def _of_signature(signature: Signature, key: str) -> Iterator[Finding]:
    """Yield where the signature does not hold, or is not by the key that was asked for."""
    if signature.state == "does not hold":
        yield Finding(SIGNATURE, "", "signature", f"it is none of this manifest by the key {signature.key}")
    elif key and signature.state == "not signed":
        yield Finding(SIGNATURE, "", "signature", f"it is not signed, and a key was asked for: {key}")
    elif key and signature.state != "signed":
        yield Finding(SIGNATURE, "", "signature", f"it is signed by another key: {signature.key}")


def _identity(edition: Data, manifest: Data, claims: Data | None) -> Iterator[Finding]:
    """Yield where manifest, edition and claims are not of one edition, or of releases that it does not name."""
    others = {MANIFEST: manifest, **({CLAIMS: claims} if claims else {})}
    for file, data in others.items():
        for key in ("briefing", "period", "revision"):
            if data.get(key) != edition[key]:
                yield Finding(file, "", "form", f"its {key} is {data.get(key)!r}, the edition's {edition[key]!r}")
    if manifest.get("as_of") != edition["as_of"]:
        problem = f"it is as of {manifest.get('as_of')}, the edition as of {edition['as_of']}"
        yield Finding(MANIFEST, "", "form", problem)
    known = {*manifest.get("releases", ()), *manifest.get("context", ())}
    for document in claims["documents"].values() if claims else ():
        if document["release"] not in known:
            yield Finding(CLAIMS, "", "form", f"{document['release']} is no release of its manifest")


def _data(edition: Data, evidence: ClaimEvidence, figures: bytes) -> Iterator[Finding]:
    """Yield where the texts are not what the claims say, the claims not what the cells come to."""
    bare = evidence.bare(edition)
    printed = evidence.sentences(bare)
    sheets = {raw: DocumentSheet(document, {}) for raw, document in evidence.documents.items()}
    for key, cell in evidence.cells.items():
        told = next((printed[claim] for claim in evidence.claims_by_cell.get(key, ()) if claim in printed), "")
        for problem in _misread(cell, sheets, evidence):
            yield Finding(CLAIMS, told, "cell", f"{key}: {problem}")
    for key, cell in evidence.context.items():
        for problem in differing(cell, around(number(cell["text"]))):
            yield Finding(CLAIMS, "", "cell", f"{key}: {problem}")
    yield from figures_listed(evidence, figures)
    if not has_trees(edition):
        return
    for claim in evidence.claims.values():
        for problem in () if is_price(claim) else worked_out(claim, partial(scope_faults, claim, bare, evidence)):
            yield Finding(CLAIMS, printed.get(claim["id"], ""), "claim", f"{claim['id']}: {problem}")
    yield from prices_worked_out(bare, evidence)
    yield from judge(edition, evidence)
    yield from picture_faults(bare, evidence)


def _misread(cell: Data, sheets: Mapping[str, DocumentSheet], evidence: ClaimEvidence) -> Iterator[str]:
    if cell.get("parts"):
        yield from summed(cell, evidence)
    elif (sheet := sheets.get(cell["raw"])) is None:
        yield f"claims.json lists no document {cell['raw'][:12]}"
    else:
        try:
            yield from misread(cell, sheet)
        except ValueError as fault:
            yield str(fault)


def _read(inside: Mapping[str, bytes], file: str) -> Data:
    if file not in inside:
        msg = f"{file} is not inside"
        raise ValueError(msg)
    found: Data = json.loads(inside[file])
    return found
