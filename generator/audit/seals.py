"""Compare files with their manifest and its signature, and a PDF with the manifest inside it.

The manifest names the key and its owner (docs/signature.md), so both are signed, too. Nothing here proves that a key
belongs to that person: a reader must compare it with a key published elsewhere. A page's digest covers its content as
docs/edition.md describes. An annotation can cover a page, a box can crop it, and an action can run when the file is
opened. ISO 32000-2 lists all keys that do so, and only our own links may be there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import pikepdf
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from generator.audit.edition_data import Data, Finding, fold_spaces, texts

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
UNLISTED = frozenset((MANIFEST, SIGNATURE))  # files that a manifest does not list
_KEY, _LONGEST = re.compile("[0-9a-f]{64}"), 200  # form of a key; most letters of a name
_LOOP = "loop"
_NOT_DRAWN = {"/Length", "/Filter", "/DecodeParms", "/Parent", "/P", "/Pg", "/StructParent", "/StructParents"}
State = Literal["signed", "not signed", "signed by another key", "does not hold"]


@dataclass(frozen=True)
class Signature:
    """How a manifest is signed, and the signer that it states."""

    state: State
    name: str = ""
    key: str = ""  # 64 hexadecimal digits


def signature_of(files: Mapping[str, bytes], expected_key: str = "") -> Signature:
    """Return the signature of the manifest among `files`, compared with `expected_key` if that is given."""
    manifest, signature = files[MANIFEST], files.get(SIGNATURE)
    name, key = _signer(json.loads(manifest))
    if signature is None:
        return Signature("not signed", name, key)
    if not holds(key, signature, manifest):
        return Signature("does not hold", name, key)
    return Signature("signed by another key" if expected_key and expected_key != key else "signed", name, key)


def _signer(manifest: Any) -> tuple[str, str]:  # noqa: ANN401 -- data of a file
    """Return the name and the key that a manifest states, each on one printable line, or "" and ""."""
    try:
        name, key = str(manifest["signed_by"]["name"]), str(manifest["signed_by"]["key"])
    except (KeyError, TypeError):
        return "", ""
    printable = "".join(letter if letter.isprintable() else " " for letter in name[:_LONGEST])
    return fold_spaces(printable).strip(), key if _KEY.fullmatch(key) else ""


def holds(key: str, signature: bytes, content: bytes) -> bool:
    """Whether `signature` is a valid signature of `content` by the public key."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def manifest_faults(files: Mapping[str, bytes], manifest: Data) -> Iterator[Finding]:
    """Yield every file of a folder that differs from its manifest."""
    try:
        problems = list(_differing_files(files, manifest["files"]))
    except (KeyError, TypeError):
        yield Finding(MANIFEST, "", "manifest", "it lists no files with name and sha256")
        return
    yield from (Finding(file, "", "manifest", problem) for file, problem in problems)


def embedded_file_faults(name: str, entry: Data, inside: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield every file inside the PDF that differs from its manifest."""
    for file, problem in _differing_files(inside, entry["inside"]):
        yield Finding(name, "", "embedded file", f"{file}: {problem}")


def _differing_files(files: Mapping[str, bytes], items: Iterable[Data]) -> Iterator[tuple[str, str]]:
    """Yield every file whose bytes differ from the manifest's `items`, that is missing, or that is not listed."""
    listed = {str(item["name"]): str(item["sha256"]) for item in items}
    for file in sorted(listed.keys() | files.keys() - UNLISTED):
        if file not in files:
            yield file, "it is not there, and the manifest lists it"
        elif file not in listed:
            yield file, "it is there, and the manifest does not list it"
        elif _sha(files[file]) != listed[file]:
            yield file, f"its SHA-256 is {_sha(files[file])[:12]}…, the manifest says {listed[file][:12]}…"


def pdf_entry(inside: Mapping[str, bytes]) -> Data:
    """Return what the manifest inside a PDF says about that PDF. Raise ValueError if it says nothing usable."""
    try:
        entry: Data = json.loads(inside[MANIFEST])["pdf"]
        is_so = isinstance(entry["edition"]["stories"][entry["language"]], dict) and isinstance(entry["inside"], list)
    except (KeyError, TypeError) as fault:
        msg = f"it does not say what its PDF holds: no {fault}"
        raise ValueError(msg) from None
    if not is_so:
        msg = "what it says of its PDF is not as docs/edition.md says"
        raise ValueError(msg)
    return entry


def page_digest_faults(name: str, entry: Data, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """Yield every page whose content has changed since the PDF was made."""
    listed = list(entry.get("pages", ()))
    if len(listed) != len(pdf.pages):
        yield Finding(name, "", "page", f"it has {len(pdf.pages)} pages, its manifest lists {len(listed)}")
    spelt: dict[Any, str] = {}
    for number, (page, digest) in enumerate(zip(pdf.pages, listed, strict=False), start=1):
        if _digest(page, spelt) != digest:
            yield Finding(name, "", "page", f"page {number} does not draw what it drew when it was made")


def inner_edition_faults(name: str, entry: Data, language: str, edition: Data) -> Iterator[Finding]:
    """Yield where the edition inside the PDF differs from `edition`, the edition in the folder."""
    inner = entry["edition"]
    if entry["language"] != language:
        yield Finding(name, "", "embedded file", f"its manifest is of {entry['language']!r}")
        return
    of_language = {**edition, "labels": {language: edition.get("labels", {}).get(language)}}
    for key in sorted((inner.keys() | edition.keys()) - {"stories", "movements"}):
        if inner.get(key) != of_language.get(key):
            yield Finding(name, "", "embedded file", f"{key} of the edition inside is not that of edition.json")
    inner_story, story = inner["stories"][language], edition["stories"][language]
    may_go_out = edition.get("redistribution") != "none"
    is_other = inner_story != story if may_go_out else texts(inner_story) != texts(story)
    if list(inner["stories"]) != [language] or is_other:
        yield Finding(name, "", "embedded file", "the story inside is not that of edition.json")
    if not may_go_out and _has_number(inner_story):
        yield Finding(name, "", "terms", "a number that is drawn goes out with the story inside")


def _has_number(node: object) -> bool:
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return isinstance(node, float) or any(map(_has_number, parts))


def _digest(page: Any, known_objects: dict[Any, str]) -> str:  # noqa: ANN401 -- pikepdf objects
    """Return the digest of a page.

    `known_objects` has the texts of objects of earlier pages, mostly fonts, and this page's objects are added. An
    object in a loop is written from the place where the page enters the loop, so it is written again for each page.
    """
    spelt = dict(known_objects)
    contents = list(page.Contents) if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
    parts = [_sha(b"\n".join(stream.read_bytes() for stream in contents)), _as_text(page.MediaBox, (), {})]
    parts.append(_as_text(page.Resources, (), spelt))
    known_objects |= {place: text for place, text in spelt.items() if _LOOP not in text}
    for link in page.get("/Annots", ()):
        action = link.get("/A")
        if action is not None and "/URI" in action:
            parts += [_as_text(link.Rect, (), {}), _as_text(action.URI, (), {})]
        elif action is None and "/Dest" in link:
            parts += [_as_text(link.Rect, (), {}), _as_text(link.Dest, (), {})]
    return _sha(" ".join(parts).encode())


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _as_text(item: Any, above: tuple[Any, ...], spelt: dict[Any, str]) -> str:  # noqa: ANN401 -- pikepdf objects
    """Return a PDF object as text. `above` are the objects that contain it, `spelt` the texts of finished objects."""
    if not isinstance(item, pikepdf.Object):  # a number, which is the most frequent case
        return _plain_text(item)
    place = item.objgen if item.is_indirect else None
    if place in above:
        return _LOOP
    if place in spelt:
        return spelt[place]
    within = (*above, place) if place else above
    if isinstance(item, pikepdf.Stream | pikepdf.Dictionary):
        pairs = [f"{key} {_as_text(item[key], within, spelt)}" for key in sorted(item.keys() - _NOT_DRAWN)]
        packed = _sha(item.read_bytes()) if isinstance(item, pikepdf.Stream) else ""
        text = "<<" + " ".join(pairs) + ">>" + packed
    elif isinstance(item, pikepdf.Array):
        text = "[" + " ".join(_as_text(part, within, spelt) for part in item) + "]"
    else:
        text = _plain_text(item)
    if place is not None:
        spelt[place] = text
    return text


def _plain_text(item: Any) -> str:  # noqa: ANN401 -- pikepdf objects
    if isinstance(item, pikepdf.String):
        return f"({bytes(item).hex()})"
    if isinstance(item, bool) or not isinstance(item, int | Decimal):
        return str(item)
    digits = f"{Decimal(item):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


_LINK = frozenset(  # keys of our links, and keys with which other programs name an annotation
    ("/Type", "/Subtype", "/Rect", "/Border", "/BS", "/F", "/Contents", "/StructParent", "/Dest", "/A", "/P", "/NM")
)
_SCHEMES = ("http:", "https:", "mailto:")
_DOCUMENT = {  # keys of the catalog: rule and problem
    "/OpenAction": ("action", "the document runs an action when it is opened"),
    "/AA": ("action", "the document has actions of its own"),
    "/AcroForm": ("form", "the document has a form"),
    "/NeedsRendering": ("form", "the document has a form"),
    "/OCProperties": ("layer", "the document has optional content, which a viewer may show or hide"),
    "/Collection": ("layer", "the document is a cover of other files"),
    "/URI": ("action", "the document has a base address, which turns its links elsewhere"),
}
_PAGE = {  # keys of a page: rule, problem, and the value that has no effect
    "/AA": ("action", "has actions of its own", None),
    "/Rotate": ("page box", "is turned", 0),
    "/UserUnit": ("page box", "has a unit of its own", 1),
    "/Trans": ("action", "has a transition", None),
    "/Dur": ("action", "turns by itself", None),
    "/PresSteps": ("action", "has steps of a presentation", None),
}
_BOXES = ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_TREES = frozenset(("/Dests", "/EmbeddedFiles"))  # permitted name trees
_ENTRY = frozenset(
    ("/Type", "/Title", "/Parent", "/Prev", "/Next", "/First", "/Last", "/Count", "/Dest", "/C", "/F", "/SE")
)


def extra_content_faults(name: str, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """Yield every annotation, action, form, layer or box of the PDF `name` that is not one of our links.

    Both the audit of a build and `verify` call this.
    """
    for key, (rule, problem) in _DOCUMENT.items():
        if key in pdf.Root:
            yield Finding(name, "", rule, problem)
    for key in sorted(pdf.Root.get("/Names", pikepdf.Dictionary()).keys() - _TREES):
        yield Finding(name, "", "action", f"the document has {key[1:]} among its names")
    yield from _outline_faults(name, pdf)
    for number, page in enumerate(pdf.pages, start=1):
        for rule, problem in _page_faults(page.obj):
            yield Finding(name, "", rule, f"page {number} {problem}")


def _outline_faults(name: str, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """Yield each entry of the table of contents that does more than lead to a place in the document."""
    waiting, visited = [pdf.Root.get("/Outlines")], set[tuple[int, int]]()
    while waiting:
        entry = waiting.pop()
        if not isinstance(entry, pikepdf.Dictionary) or (entry.is_indirect and entry.objgen in visited):
            continue
        visited.add(entry.objgen)
        for key in sorted(entry.keys() - _ENTRY)[:1]:
            problem = f"an entry of the contents has {key}, as none of ours has"
            yield Finding(name, str(entry.get("/Title", "")), "action", problem)
        waiting += [entry.get("/Next"), entry.get("/First")]


def _page_faults(page: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 -- pikepdf objects
    """Yield the rule and the problem of everything that a page has besides its content."""
    for key, (rule, problem, harmless) in _PAGE.items():
        value = _inherited_value(page, key)
        if value is not None and value != harmless:
            yield rule, problem
    sheet = _box(_inherited_value(page, "/MediaBox"))
    for key in _BOXES:
        value = _inherited_value(page, key)
        if value is not None and _box(value) != sheet:
            yield "page box", f"has a {key[1:]} that is not the page: {_box(value)}"
    for note in page.get("/Annots", ()):
        problem = _annotation_fault(note)
        if problem:
            yield "annotation", f"carries {problem}"


def _annotation_fault(note: Any) -> str:  # noqa: ANN401 -- pikepdf objects
    """Return what is wrong with an annotation, or "" for our own link to an address or to a place in the document."""
    kind = str(note.get("/Subtype", "/none"))[1:]
    if kind != "Link":
        return f"an annotation {kind}"
    more = sorted(note.keys() - _LINK)
    if more:
        return f"a link with {more[0]}, as none of ours has"
    width = note.BS.get("/W", 1) if "/BS" in note else note.get("/Border", [0, 0, 1])[2]
    if float(width):  # the default is 1 (ISO 32000-1, 12.5.2 and 12.5.4)
        return "a link with a border"
    if "/A" not in note:
        return "" if "/Dest" in note else "a link that leads nowhere"
    action = note.A
    is_plain = isinstance(action, pikepdf.Dictionary) and not action.keys() - {"/Type", "/S", "/URI"}
    if not is_plain or "/Dest" in note or action.get("/S") != "/URI":
        return "a link with an action that is no address"
    address = str(action.get("/URI", ""))
    return "" if address.lower().startswith(_SCHEMES) else f"a link with an action that is no address: {address}"


def _inherited_value(page: Any, key: str) -> Any:  # noqa: ANN401 -- pikepdf objects
    """Return the value of `key` in a page or a node above it, or None."""
    node, visited = page, set[tuple[int, int]]()
    while isinstance(node, pikepdf.Dictionary) and node.objgen not in visited:
        if key in node:
            return node[key]
        visited.add(node.objgen)
        node = node.get("/Parent")
    return None


def _box(corners: Any) -> list[float]:  # noqa: ANN401 -- pikepdf objects
    """Return left, bottom, right and top of a box, in whatever order its corners are written."""
    left, bottom, right, top = map(float, corners)
    return [min(left, right), min(bottom, top), max(left, right), max(bottom, top)]
