"""Reads the claims of an edition with their cells and texts, and audits its finished files."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.audit import Finding, audit, check_hashes, has_trees
from generator.audit.seals import SIGNATURE, UNLISTED
from generator.delivery import Shelf
from generator.delivery.shelf import MANIFEST, read_folder
from generator.editions.desk_signature import is_signed
from generator.editions.edition_names import NamedEdition, note_on
from generator.editions.edition_sheet import code_digest
from generator.errors import IntegrityError, SettingsError
from generator.store import FigureStore
from generator.story.record import guarded

if TYPE_CHECKING:
    from generator.audit.pdf_verification import Verified

_OWN = ("cell", "raw", "row", "column", "text")  # columns in which figures.csv must agree with claims.json
_AROUND = 60  # characters of a page that are quoted on either side of a figure
_PROSE = 4  # a text with this many words beside a figure is a sentence


@dataclass(frozen=True)
class ClaimText:
    """A text that prints a claim."""

    words: str
    start: int  # offsets of the printed claim
    end: int
    place: str  # such as "table: Copper"
    language: str

    @property
    def is_prose(self) -> bool:
        """Whether the claim stands in a sentence, not in a cell or a label."""
        return len((self.words[: self.start] + self.words[self.end :]).split()) >= _PROSE


@dataclass(frozen=True)
class Evidence:
    """The claims of one edition, and what they are based on."""

    name: str  # for messages
    claims: tuple[Mapping[str, Any], ...]
    cells: Mapping[str, Mapping[str, Any]]  # of trade, by id
    documents: Mapping[str, Mapping[str, Any]]  # by digest
    texts: Mapping[str, tuple[ClaimText, ...]]  # by claim
    context: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # cells of prices and rates, by id


def of_files(name: str, files: Mapping[str, bytes]) -> Evidence:
    """Return the evidence of a finished edition. Raise IntegrityError if its data files are malformed."""
    try:
        ledger, edition = (json.loads(files[file]) for file in ("claims.json", "edition.json"))
        texts: dict[str, dict[ClaimText, None]] = {}
        for language, story in edition["stories"].items():
            for claim, text in _marked(story, "", language):
                texts.setdefault(claim, {})[text] = None
        return _evidence(name, ledger, {claim: tuple(texts_of_claim) for claim, texts_of_claim in texts.items()})
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise _broken(name, fault) from None


def of_file(path: Path) -> Evidence:
    """Return the evidence of the edition that the file `path` belongs to. No desk is needed.

    The edition's folder, which has claims.json, is the folder of `path` or its parent. Raise SettingsError if there is
    none.
    """
    folder = next((parent for parent in path.resolve().parents[:2] if (parent / "claims.json").is_file()), None)
    if folder is None:
        remedy = "Write NAME/PERIOD, or name a file where the edition lies."
        raise SettingsError(str(path), "this is not a file of an edition.", remedy)
    return of_files(str(folder), read_folder(folder))


def of_pdf(path: Path) -> Evidence:
    """Return the evidence inside a PDF. No desk is needed.

    Raise SettingsError if it is not the PDF of an edition, IntegrityError if its two files of figures disagree.
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


def _marked(node: object, place: str, language: str) -> Iterator[tuple[str, ClaimText]]:
    """Yield the claim of every mark with its text, in reading order."""
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
    """Return the place of the part under `key`: the kind of its block, and the name of its row or bar."""
    block_kind = str(node["kind"]) if "kind" in node else place or key
    first = node["cells"][0] if isinstance(node.get("cells"), list) and "weight" in node else node.get("label")
    named = isinstance(first, dict) and "words" in first and ("figure" in node or "weight" in node)
    return f"{block_kind}: {first['words']}" if named and isinstance(first, dict) else block_kind


def _embedded(path: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the files inside a PDF by name, and the text of its pages."""
    from generator.audit.pdf_verification import open_pdf, read
    from generator.audit.readers.pdf_reader import embedded

    with open_pdf(path.name, read(path)) as (pages_drawn, tagged):
        files = embedded(tagged)
        pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in pages_drawn]
    lost = [name for name in ("claims.json", "figures.csv") if name not in files]
    if lost:
        raise SettingsError(str(path), f"this PDF carries no {lost[0]}.", "Name the PDF of an edition, such as en.pdf.")
    return files, pages


def _refuse_other_cells(path: Path, cells: Mapping[str, Mapping[str, Any]], sheet: bytes) -> None:
    rows = {row["cell"]: row for row in csv.DictReader(io.StringIO(sheet.decode()))}
    for name, cell in cells.items():
        recorded = {"cell": name, **cell}
        if any(guarded(str(recorded[key] or "")) != rows.get(name, {}).get(key) for key in _OWN):
            msg = f"{path.name}: the figures.csv inside it does not have {name} as its claims.json."
            raise IntegrityError(msg)


def _on_pages(printed: list[str], pages: list[str]) -> Iterator[ClaimText]:
    """Yield the first place on each page where a claim's first printed form stands: pages have no marks."""
    form = " ".join(printed[0].split())
    pattern = re.compile(rf"(?<![\w.,]){re.escape(form)}(?!\w|[.,]\d)")
    for number, page in enumerate(pages, start=1):
        match = pattern.search(page)
        if match:
            start = page.rfind(" ", 0, max(0, match.start() - _AROUND)) + 1
            end = page.find(" ", match.end() + _AROUND)
            words = page[start : end if end > 0 else None]
            yield ClaimText(words, match.start() - start, match.end() - start, f"page {number}", "")


def evidence_of(shelf: Shelf, named: NamedEdition) -> Evidence:
    """Return the evidence of an edition on the shelf."""
    files = shelf.read(*named)
    return of_files(str(named), files)


def audited(store: FigureStore, shelf: Shelf, named: NamedEdition, *, content_only: bool) -> tuple[Finding, ...]:
    """Audit the finished files and return the findings.

    Raise IntegrityError if the bytes are not the recorded ones, unless `content_only`.
    """
    files = shelf.read(*named)
    changed = () if content_only else departures(store, named, files)
    if changed:
        listed = "\n".join(f"  {finding}" for finding in changed)
        msg = f"{named} is not what was recorded:\n{listed}\n`tradebrief regenerate` restores it."
        raise IntegrityError(msg)
    findings = audit({name: raw for name, raw in files.items() if name not in UNLISTED}, store.raw.read)
    if findings and _is_of_other_version(files.get(MANIFEST, b"")):
        remedy = "another version of tradebrief made this edition (versions): audit it with that version"
        return (*findings, Finding(MANIFEST, "", "version", remedy))
    return findings


def _is_of_other_version(manifest: bytes) -> bool:
    """Whether an edition was made by another version of the program, whose forms this one may not read."""
    try:
        versions = json.loads(manifest)["versions"]
    except (ValueError, KeyError, TypeError):
        return False
    return bool(versions.get("code") != code_digest())


def is_judged(shelf: Shelf, named: NamedEdition) -> bool:
    """Whether the audit can judge the texts of an edition. For older formats it judges only bytes and cells."""
    files = shelf.read(*named)
    return has_trees(json.loads(files["edition.json"]))


def departures(store: FigureStore, named: NamedEdition, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Return how the files differ from the recorded manifest, or, if none was recorded, from the one on the shelf."""
    note, manifest_file = note_on(store, named), files.get(MANIFEST, b"")
    recorded = store.raw.read(note.manifest_sha256) if note else manifest_file
    try:
        manifest = json.loads(recorded)
    except ValueError:
        return (Finding(MANIFEST, "", "manifest", "it is missing or not JSON, and the state has no other"),)
    problem = "it is not the one that was recorded" if manifest_file else "the file is missing"
    changed: tuple[Finding, ...] = () if manifest_file == recorded else (Finding(MANIFEST, "", "manifest", problem),)
    if not is_signed({**files, MANIFEST: recorded}):
        changed = (*changed, Finding(SIGNATURE, "", "signature", "it is not that of the manifest"))
    return (*changed, *check_hashes(files, manifest))


SENTENCE = "sentence"
_PLACES = {  # the kind of place of each kind of block, in the order of messages
    **dict.fromkeys(("finding", "section", "voices", "preheader", "subject", "summary"), SENTENCE),
    "table": "table",
    "chart": "picture",
    "strip": "key figure",
}


def places_of(evidence: Evidence, code: str) -> tuple[str, ...]:
    """Return the kinds of places of the claims about `code` alone, sentences first.

    A count or a sum over several lines does not count. A PDF does not tell the kinds: the result is then empty.
    """
    claims = [claim["id"] for claim in evidence.claims if claim["codes"] == [code]]
    kinds = {standing.place.partition(":")[0] for name in claims for standing in evidence.texts.get(name, ())}
    return tuple(dict.fromkeys(place for kind, place in _PLACES.items() if kind in kinds))


_FEW = 12  # findings that are printed; further ones are counted
_NAMED = 3  # files that are named; further ones become "…"
_KEY = re.compile("[0-9a-f]{64}")


def verified_pdf(path: Path, key: str = "") -> Verified:
    """Verify a PDF. If `key` is given, the PDF must be signed with it.

    Raise SettingsError if it is not the PDF of an edition, IntegrityError if it is damaged.
    """
    from generator.audit.pdf_verification import read, verify

    return verify(path.name, read(path), as_key(key) if key else "")


def as_key(text: str) -> str:
    """Return a key without spaces and colons. Raise SettingsError if it is not 64 hexadecimal digits."""
    key = re.sub("[\\s:]", "", text).lower()
    if not _KEY.fullmatch(key):
        remedy = "A key has 64 hexadecimal digits, as its publisher prints them."
        raise SettingsError(text, "this is not a key.", remedy)
    return key


def refuse_damaged(verified: Verified, path: Path) -> None:
    """Raise IntegrityError with the findings, one a line, if there are any."""
    if verified.findings:
        lines = [f"  {finding}" for finding in verified.findings[:_FEW]]
        more = len(verified.findings) - len(lines)
        remainder = [f"  and {more} more; --json has all"] if more else []
        listed = "\n".join([*lines, *remainder, f"  its manifest alone: {_signature(verified)}"])
        msg = f"{path} is not intact ({verified.edition}, {verified.language}):\n{listed}"
        raise IntegrityError(msg)


def verification_lines(verified: Verified, path: Path) -> Iterator[str]:
    """Yield lines that say what was verified and what was not judged."""
    pages = f"its pages ({verified.pages}) are drawn as when they were made"
    if verified.has_trees:
        pages = f"its pages ({verified.pages}) match its edition, and are drawn as when they were made"
    yield f"{path} is intact: {verified.edition}, {verified.language}; {pages}"
    if verified.has_no_cells:
        yield "no claim was recomputed: by the terms of its source the cells stay with the desk"
    elif verified.has_trees:
        yield f"{verified.claims} claims were recomputed from the {verified.cells} cells inside; the texts print them"
    yield _signature(verified)
    yield from (f"not checked here: {what}" for what in _unjudged(verified))


def _unjudged(verified: Verified) -> Iterator[str]:
    if not verified.has_trees:
        yield "what the texts and the claims say: this edition was made before its texts carried their proof"
    if verified.documents:
        files = "; ".join((*verified.documents[:_NAMED], *(["…"] if len(verified.documents) > _NAMED else [])))
        yield f"that the cells are those of the files as received ({files}), which stay with the desk"
        yield "that no line or month is missing from a sum, a rank or a record, which needs the whole files"
    if verified.stated:
        yield f"what a speaker stated ({verified.stated} of the claims): the editor’s file stays with the desk"
    if verified.signature.state != "signed":
        yield "who made the file: it is not signed"
    elif not verified.key:
        name = verified.signature.name
        yield f"whose key this is: compare it with the one that {name} publishes, or pass that one as --key"


def _signature(verified: Verified) -> str:
    """Return who signed the file, in words. The name beside a key is a claim by the key's holder."""
    signature = verified.signature
    if signature.state == "not signed":
        return "not signed"
    says = f"the key {signature.key}, which says it is {signature.name}’s"
    if signature.state == "signed":
        return f"signed by {signature.name}, {signature.key}, the key given" if verified.key else f"signed with {says}"
    if signature.state == "signed by another key":
        return f"signed by another key: {says}"
    return f"the signature does not hold: not by {says}" if signature.key else "the signature does not hold"


def verification_data(verified: Verified) -> Mapping[str, Any]:
    """Return the data that `verify --json` prints."""
    findings = [asdict(finding) for finding in verified.findings]
    data = {"schema": 1, **asdict(verified), "holds": not findings, "not_judged": list(_unjudged(verified))}
    return data | {"findings": findings}
