"""The claims of an edition with their cells and texts, and the audit of its finished bytes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.audit import Finding, audit, check_hashes, has_trees
from generator.audit.seals import SIGNATURE, UNLISTED
from generator.delivery import Shelf
from generator.delivery.shelf import MANIFEST, read_folder
from generator.editions.desk_signature import is_signed
from generator.editions.edition_names import NamedEdition, noted
from generator.errors import IntegrityError, SettingsError
from generator.store import FigureStore
from generator.story.record import guarded

_OWN = ("cell", "raw", "row", "column", "text")  # what figures.csv must say of a cell as claims.json does
_AROUND = 60  # signs of a page on either side of a figure
_PROSE = 4  # words beside a figure that make a sentence of a text


@dataclass(frozen=True)
class ClaimText:
    """A text that prints a claim: its words, the marked range, and where it stands (`table: Copper`)."""

    words: str
    start: int
    end: int
    place: str
    language: str

    @property
    def is_prose(self) -> bool:
        """Whether the claim stands in a sentence and not in a cell or a label."""
        return len((self.words[: self.start] + self.words[self.end :]).split()) >= _PROSE


@dataclass(frozen=True)
class Evidence:
    """What one edition says and what that stands on; `name` is how messages call it.

    `cells` are of trade, `context` are those of prices and rates.
    """

    name: str
    claims: tuple[Mapping[str, Any], ...]
    cells: Mapping[str, Mapping[str, Any]]
    documents: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, tuple[ClaimText, ...]]
    context: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def of_files(name: str, files: Mapping[str, bytes]) -> Evidence:
    """Return the evidence of a finished edition; IntegrityError where its files of data do not have their form."""
    try:
        ledger, edition = (json.loads(files[file]) for file in ("claims.json", "edition.json"))
        return _evidence(name, ledger, _standings(edition["stories"]))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise _broken(name, fault) from None


def of_file(path: Path) -> Evidence:
    """Return the evidence of the edition in whose folder `path` lies, without a desk; SettingsError where it has none.

    Its folder holds claims.json; a picture lies one folder below.
    """
    folder = next((one for one in path.resolve().parents[:2] if (one / "claims.json").is_file()), None)
    if folder is None:
        remedy = "Write NAME/PERIOD, or name a file where the edition lies."
        raise SettingsError(str(path), "this is no file of an edition.", remedy)
    return of_files(str(folder), read_folder(folder))


def of_pdf(path: Path) -> Evidence:
    """Return the evidence that a PDF carries inside, without a desk.

    Raises SettingsError where it is no edition's PDF, IntegrityError where its two files of figures do not agree.
    """
    files, pages = _embedded(path)
    try:
        ledger = json.loads(files["claims.json"])
        _refuse_other_cells(path, ledger["cells"], files["figures.csv"])
        texts = {claim["id"]: tuple(_on_pages(claim["printed"], pages)) for claim in ledger["claims"]}
        return _evidence(path.name, ledger, texts)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise _broken(path.name, fault) from None


def _evidence(name: str, ledger: Mapping[str, Any], texts: Mapping[str, tuple[ClaimText, ...]]) -> Evidence:
    claims, context = tuple(ledger["claims"]), ledger.get("context", {})
    return Evidence(name, claims, ledger["cells"], ledger["documents"], texts, context)


def _broken(name: str, fault: Exception) -> IntegrityError:
    return IntegrityError(f"{name}: claims.json is not as docs/edition.md says: {type(fault).__name__} {fault}.")


def _standings(stories: Mapping[str, Any]) -> dict[str, tuple[ClaimText, ...]]:
    found: dict[str, dict[ClaimText, None]] = {}
    for language, story in stories.items():
        for name, standing in _marked(story, "", language):
            found.setdefault(name, {})[standing] = None
    return {name: tuple(standings) for name, standings in found.items()}


def _marked(node: object, place: str, language: str) -> Iterator[tuple[str, ClaimText]]:
    """Yield every mark with the text that it stands in, in reading order."""
    if isinstance(node, list):
        for part in node:
            yield from _marked(part, place, language)
    elif isinstance(node, dict):
        for mark in node.get("marks", ()):
            yield mark["claim"], ClaimText(node["words"], mark["start"], mark["end"], place, language)
        for key, part in node.items():
            if key != "marks":
                yield from _marked(part, _place(node, key, place), language)


def _place(node: Mapping[str, Any], key: str, place: str) -> str:
    """Return where the part under `key` stands: the kind of its block, and the name of its row or bar."""
    here = str(node["kind"]) if "kind" in node else place or key
    first = node["cells"][0] if isinstance(node.get("cells"), list) and "weight" in node else node.get("label")
    named = isinstance(first, dict) and "words" in first and ("figure" in node or "weight" in node)
    return f"{here}: {first['words']}" if named and isinstance(first, dict) else here


def _embedded(path: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the files inside a PDF by name, and the text of its pages."""
    from generator.audit.lone_pdf import opened, read
    from generator.audit.readers.pdf_reader import embedded

    with opened(path.name, read(path)) as (drawn, tagged):
        files = embedded(tagged)
        pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in drawn]
    if lost := [name for name in ("claims.json", "figures.csv") if name not in files]:
        raise SettingsError(str(path), f"this PDF carries no {lost[0]}.", "Name the PDF of an edition, such as en.pdf.")
    return files, pages


def _refuse_other_cells(path: Path, cells: Mapping[str, Mapping[str, Any]], sheet: bytes) -> None:
    rows = {row["cell"]: row for row in csv.DictReader(io.StringIO(sheet.decode()))}
    for name, cell in cells.items():
        told = {"cell": name, **cell}
        if any(guarded(str(told[key] or "")) != rows.get(name, {}).get(key) for key in _OWN):
            msg = f"{path.name}: the figures.csv inside it does not have {name} as its claims.json."
            raise IntegrityError(msg)


def _on_pages(printed: list[str], pages: list[str]) -> Iterator[ClaimText]:
    """Yield where the first form of a claim stands on the pages: a PDF has words, not marks."""
    form = " ".join(printed[0].split())
    alone = re.compile(rf"(?<![\w.,]){re.escape(form)}(?!\w|[.,]\d)")
    for number, page in enumerate(pages, start=1):
        if found := alone.search(page):
            start = page.rfind(" ", 0, max(0, found.start() - _AROUND)) + 1
            end = page.find(" ", found.end() + _AROUND)
            words = page[start : end if end > 0 else None]
            yield ClaimText(words, found.start() - start, found.end() - start, f"page {number}", "")


def evidence_of(shelf: Shelf, named: NamedEdition) -> Evidence:
    """Return the claims of an edition with their cells and the texts that print them."""
    files = shelf.read(named.name, named.period, named.revision)
    return of_files(f"{named.name}/{named.period}/r{named.revision}", files)


def audited(store: FigureStore, shelf: Shelf, named: NamedEdition, *, content_only: bool) -> tuple[Finding, ...]:
    """Return what the audit finds in the finished files; IntegrityError where their bytes are not the recorded ones."""
    files = shelf.read(named.name, named.period, named.revision)
    if not content_only and (changed := departures(store, named, files)):
        listed = "\n".join(f"  {finding}" for finding in changed)
        of = f"{named.name}/{named.period}/r{named.revision}"
        msg = f"{of} is not what was recorded:\n{listed}\n`tradebrief regenerate` mends it."
        raise IntegrityError(msg)
    return audit({name: raw for name, raw in files.items() if name not in UNLISTED}, store.raw)


def is_judged(shelf: Shelf, named: NamedEdition) -> bool:
    """Say whether the audit judges what an edition says; of one of an earlier form it judges bytes and cells."""
    files = shelf.read(named.name, named.period, named.revision)
    return has_trees(json.loads(files["edition.json"]))


def departures(store: FigureStore, named: NamedEdition, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Return where the files are not those of the recorded manifest; of the shelf's own, where none was recorded."""
    note, found = noted(store, named.name, named.period, named.revision), files.get(MANIFEST, b"")
    recorded = store.raw(note.manifest_sha256) if note else found
    try:
        manifest = json.loads(recorded)
    except ValueError:
        return (Finding(MANIFEST, "", "manifest", "it is missing or no JSON, and the state has no other"),)
    problem = "it is not the one that was recorded" if found else "the file is missing"
    changed: tuple[Finding, ...] = () if found == recorded else (Finding(MANIFEST, "", "manifest", problem),)
    if not is_signed({**files, MANIFEST: recorded}):
        changed = (*changed, Finding(SIGNATURE, "", "signature", "it is not that of the manifest"))
    return (*changed, *check_hashes(files, manifest))


SENTENCE = "sentence"
PLACES = {  # of a block's kind, in the order in which they are said
    "finding": SENTENCE,
    "section": SENTENCE,
    "voices": SENTENCE,
    "preheader": SENTENCE,
    "subject": SENTENCE,
    "summary": SENTENCE,
    "table": "table",
    "chart": "picture",
    "strip": "key figure",
}


def places_of(evidence: Evidence, code: str) -> tuple[str, ...]:
    """Return where claims on `code` alone stand, a sentence first; a count or a sum of many lines names none of them.

    Of files that say no places, as a PDF does, none is known.
    """
    own = [claim["id"] for claim in evidence.claims if claim["codes"] == [code]]
    kinds = {standing.place.partition(":")[0] for name in own for standing in evidence.texts.get(name, ())}
    return tuple(dict.fromkeys(place for kind, place in PLACES.items() if kind in kinds))
