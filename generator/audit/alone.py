"""A PDF that lies alone: what it says is judged by what it carries, with no desk, no store and no other file at hand.

The same rules as for an edition on its shelf, but for those that need a release as it was received.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pikepdf
import pypdfium2

from generator.audit import sealed
from generator.audit.beside import is_beside, worked
from generator.audit.bundle import Bundle
from generator.audit.cells import CLAIMS, around, differing, misread
from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.formulas import Bench
from generator.audit.gathered import number
from generator.audit.opening import opened
from generator.audit.pdf import embedded, read_opened
from generator.audit.recompute import by_cells, listed
from generator.audit.rolled import summed
from generator.audit.rules import judge
from generator.audit.sheets import Sheet
from generator.errors import IntegrityError


@dataclass(frozen=True)
class Verified:
    """What a PDF says of itself, how much of it was judged, and what does not hold.

    `edition` is NAME/PERIOD/rN. Where the cells stay with the desk (`kept`) no claim was worked out. `stated` are the
    claims that stand on an editor's file, `documents` the files from which its cells are.
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
    findings: tuple[Finding, ...]


def verify(name: str, content: bytes) -> Verified:
    """Return what the PDF `content`, called `name`, comes to by itself.

    Raises SettingsError where it is no PDF of an edition, IntegrityError where it is damaged or says nothing of itself.
    """
    with opened(name, content) as (drawn, tagged):
        try:
            alone = _Alone.of(name, tagged)
            return alone.judged(drawn, tagged)
        except ValueError as fault:
            msg = f"{name}: what lies in it cannot be judged: {fault}."
            raise IntegrityError(msg) from None
        except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as fault:
            msg = f"{name}: what lies in it is not as docs/edition.md says: {type(fault).__name__} {fault}."
            raise IntegrityError(msg) from None


@dataclass(frozen=True)
class _Alone:
    """A PDF with what it carries."""

    name: str
    inside: Mapping[str, bytes]
    manifest: Data
    said: Data
    claims: Data

    @classmethod
    def of(cls, name: str, tagged: pikepdf.Pdf) -> _Alone:
        inside = embedded(tagged)
        said = sealed.told(inside)
        kept = said["edition"].get("redistribution") == "none"
        nothing: Data = {"documents": {}, "cells": {}, "claims": []}
        return cls(name, inside, json.loads(inside[sealed.MANIFEST]), said, nothing if kept else _read(inside, CLAIMS))

    @property
    def edition(self) -> Data:
        """The edition of the one language."""
        found: Data = self.said["edition"]
        return found

    @cached_property
    def evidence(self) -> Evidence:
        return Evidence.of(self.claims)

    @property
    def kept(self) -> bool:
        """Whether its cells stay with the desk."""
        return not self.claims["documents"]

    def judged(self, drawn: pypdfium2.PdfDocument, tagged: pikepdf.Pdf) -> Verified:
        bundle, evidence = Bundle(self.said["language"], self.edition, self.claims, self.inside), self.evidence
        texts = sum(text.stands_in("pdf") for text in bundle.texts)
        stated = sum(claim["formula"][0] == "stated" for claim in evidence.claims.values())
        told = (
            *self._identity(),
            *sealed.of_files(self.name, self.said, self.inside),
            *([] if self.kept else self._data()),
            *read_opened(self.name, bundle, drawn, tagged),
            *sealed.of_pages(self.name, self.said, tagged),
        )
        place = f"{self.edition['briefing']}/{self.edition['period']}/r{self.edition['revision']}"
        documents = tuple(f"{one['name']}, {one['released']}" for one in evidence.documents.values())
        counts = (len(tagged.pages), texts, len(evidence.claims), len(evidence.cells) + len(evidence.context), stated)
        return Verified(place, bundle.language, *counts, documents, self.kept, tuple(dict.fromkeys(told)))

    def _identity(self) -> Iterator[Finding]:
        """Yield where manifest, edition and claims are not of one edition, or of releases that it does not name."""
        others = {sealed.MANIFEST: self.manifest, **({} if self.kept else {CLAIMS: self.claims})}
        for file, data in others.items():
            for key in ("briefing", "period", "revision"):
                if data.get(key) != self.edition[key]:
                    problem = f"its {key} is {data.get(key)!r}, the edition's {self.edition[key]!r}"
                    yield Finding(file, "", "form", problem)
        if self.manifest.get("as_of") != self.edition["as_of"]:
            problem = f"it is as of {self.manifest.get('as_of')}, the edition as of {self.edition['as_of']}"
            yield Finding(sealed.MANIFEST, "", "form", problem)
        known = {*self.manifest.get("releases", ()), *self.manifest.get("context", ())}
        for document in self.evidence.documents.values():
            if document["release"] not in known:
                yield Finding(CLAIMS, "", "form", f"{document['release']} is no release of its manifest")

    def _data(self) -> Iterator[Finding]:
        """Yield where the texts are not what the claims say, the claims not what the cells come to."""
        yield from self._cells()
        yield from self._worked()
        yield from listed(self.evidence, self.inside.get("figures.csv", b""))
        yield from judge(self.edition, self.evidence)

    def _worked(self) -> Iterator[Finding]:
        edition, bench = self.evidence.bare(self.edition), Bench(self.evidence.cells)
        printed = self.evidence.sentences(edition)
        for claim in self.evidence.claims.values():
            if not is_beside(claim):
                for problem in self._faults(claim, edition, bench):
                    yield Finding(CLAIMS, printed.get(claim["id"], ""), "claim", f"{claim['id']}: {problem}")
        yield from worked(edition, self.evidence)

    def _faults(self, claim: Data, edition: Data, bench: Bench) -> Iterator[str]:
        try:
            yield from by_cells(claim, edition, self.evidence, bench)
        except (ValueError, KeyError, ArithmeticError, TypeError, IndexError) as fault:
            yield f"its formula {str(claim['formula'])[:200]} cannot be worked out: {fault}"

    def _cells(self) -> Iterator[Finding]:
        """Yield the cells whose numbers are not those of their own text, or of their parts."""
        evidence, printed = self.evidence, self.evidence.sentences(self.evidence.bare(self.edition))
        sheets = {raw: Sheet(document, {}) for raw, document in evidence.documents.items()}
        for key, cell in evidence.cells.items():
            told = next((printed[claim] for claim in evidence.claims_by_cell.get(key, ()) if claim in printed), "")
            for problem in _misread(cell, sheets, evidence):
                yield Finding(CLAIMS, told, "cell", f"{key}: {problem}")
        for key, cell in evidence.context.items():
            for problem in differing(cell, around(number(cell["text"]))):
                yield Finding(CLAIMS, "", "cell", f"{key}: {problem}")


def _misread(cell: Data, sheets: Mapping[str, Sheet], evidence: Evidence) -> Iterator[str]:
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
