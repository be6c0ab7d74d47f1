"""Files against their manifest, its signature, and a PDF against the manifest inside it: files, pages and edition.

The manifest names the key and whose it is (docs/signature.md), so both are signed with it. Nothing here says that a
key is that person's: a reader compares it with one that was published elsewhere. The auditor writes a page out by its
own hand before it takes the digest; docs/edition.md has the form.
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

from generator.audit.edition_data import Data, texts
from generator.audit.findings import Finding, folded

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
UNLISTED = frozenset((MANIFEST, SIGNATURE))  # what a manifest does not list
_KEY, _LONGEST = re.compile("[0-9a-f]{64}"), 200  # letters of a name
_LOOP = "loop"
_NOT_DRAWN = {"/Length", "/Filter", "/DecodeParms", "/Parent", "/P", "/Pg", "/StructParent", "/StructParents"}
State = Literal["signed", "not signed", "signed by another key", "does not hold"]


@dataclass(frozen=True)
class Signature:
    """How a manifest is signed; the `name` and the `key` (64 hexadecimal digits) that it says it is signed by."""

    state: State
    name: str = ""
    key: str = ""


def signature_of(files: Mapping[str, bytes], wanted: str = "") -> Signature:
    """Return the signature of the manifest among `files`; by another key where it is not by the `wanted` one."""
    manifest, signature = files[MANIFEST], files.get(SIGNATURE)
    name, key = _signer(json.loads(manifest))
    if signature is None:
        return Signature("not signed", name, key)
    if not holds(key, signature, manifest):
        return Signature("does not hold", name, key)
    return Signature("signed by another key" if wanted and wanted != key else "signed", name, key)


def _signer(manifest: Any) -> tuple[str, str]:  # noqa: ANN401 -- data of a file
    """Return the name and the key that a manifest says, in one printable line each; "" where it says none."""
    try:
        name, key = str(manifest["signed_by"]["name"]), str(manifest["signed_by"]["key"])
    except (KeyError, TypeError):
        return "", ""
    printable = "".join(letter if letter.isprintable() else " " for letter in name[:_LONGEST])
    return folded(printable).strip(), key if _KEY.fullmatch(key) else ""


def holds(key: str, signature: bytes, content: bytes) -> bool:
    """Say whether `signature` is that of `content` by the public key."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def differing(files: Mapping[str, bytes], manifest: Data) -> Iterator[Finding]:
    """Yield every file of a folder that is not as its manifest lists it."""
    try:
        problems = list(_unlike(files, manifest["files"]))
    except (KeyError, TypeError):
        yield Finding(MANIFEST, "", "manifest", "it lists no files with name and sha256")
        return
    yield from (Finding(file, "", "manifest", problem) for file, problem in problems)


def of_files(name: str, said: Data, inside: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield every file inside the PDF that is not as its manifest lists it."""
    for file, problem in _unlike(inside, said["inside"]):
        yield Finding(name, "", "embedded file", f"{file}: {problem}")


def _unlike(files: Mapping[str, bytes], items: Iterable[Data]) -> Iterator[tuple[str, str]]:
    """Yield every file that has other bytes than the `items` of a manifest say, that is missing or not listed."""
    listed = {str(item["name"]): str(item["sha256"]) for item in items}
    for file in sorted(listed.keys() | files.keys() - UNLISTED):
        if file not in files:
            yield file, "it is not there, and the manifest lists it"
        elif file not in listed:
            yield file, "it is there, and the manifest does not list it"
        elif _sha(files[file]) != listed[file]:
            yield file, f"its SHA-256 is {_sha(files[file])[:12]}…, the manifest says {listed[file][:12]}…"


def told(inside: Mapping[str, bytes]) -> Data:
    """Return what the manifest inside a PDF says of that PDF; ValueError where it says nothing."""
    try:
        found: Data = json.loads(inside[MANIFEST])["pdf"]
        is_so = isinstance(found["edition"]["stories"][found["language"]], dict) and isinstance(found["inside"], list)
    except (KeyError, TypeError) as fault:
        msg = f"it does not say what its PDF holds: no {fault}"
        raise ValueError(msg) from None
    if not is_so:
        msg = "what it says of its PDF is not as docs/edition.md says"
        raise ValueError(msg)
    return found


def of_pages(name: str, said: Data, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """Yield every page that draws something else than when it was made."""
    listed = list(said.get("pages", ()))
    if len(listed) != len(pdf.pages):
        yield Finding(name, "", "page", f"it has {len(pdf.pages)} pages, its manifest lists {len(listed)}")
    known: dict[Any, str] = {}
    for number, (page, digest) in enumerate(zip(pdf.pages, listed, strict=False), start=1):
        if _digest(page, known) != digest:
            yield Finding(name, "", "page", f"page {number} does not draw what it drew when it was made")


def of_edition(name: str, said: Data, language: str, edition: Data) -> Iterator[Finding]:
    """Yield where the edition inside the PDF is another one than `edition`, that of the folder."""
    own = said["edition"]
    if said["language"] != language:
        yield Finding(name, "", "embedded file", f"its manifest is of {said['language']!r}")
        return
    alone = {**edition, "labels": {language: edition.get("labels", {}).get(language)}}
    for key in sorted((own.keys() | edition.keys()) - {"stories", "movements"}):
        if own.get(key) != alone.get(key):
            yield Finding(name, "", "embedded file", f"{key} of the edition inside is not that of edition.json")
    here, there = own["stories"][language], edition["stories"][language]
    may_go_out = edition.get("redistribution") != "none"
    if list(own["stories"]) != [language] or (here != there if may_go_out else texts(here) != texts(there)):
        yield Finding(name, "", "embedded file", "the story inside is not that of edition.json")
    if not may_go_out and _has_number(here):
        yield Finding(name, "", "terms", "a number that is drawn goes out with the story inside")


def _has_number(node: object) -> bool:
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return isinstance(node, float) or any(map(_has_number, parts))


def _digest(page: Any, known: dict[Any, str]) -> str:  # noqa: ANN401 -- pikepdf objects
    """Return the digest of a page; `known` has objects of earlier pages, most of them faces, and comes to have its own.

    What lies in a loop is spelt as it is come to, and so anew for each page.
    """
    spelt = dict(known)
    contents = list(page.Contents) if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
    parts = [_sha(b"\n".join(stream.read_bytes() for stream in contents)), _spelt(page.MediaBox, (), {})]
    parts.append(_spelt(page.Resources, (), spelt))
    known |= {place: text for place, text in spelt.items() if _LOOP not in text}
    for link in page.get("/Annots", ()):
        action = link.get("/A")
        if action is not None and "/URI" in action:
            parts += [_spelt(link.Rect, (), {}), _spelt(action.URI, (), {})]
        elif action is None and "/Dest" in link:
            parts += [_spelt(link.Rect, (), {}), _spelt(link.Dest, (), {})]
    return _sha(" ".join(parts).encode())


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _spelt(item: Any, above: tuple[Any, ...], spelt: dict[Any, str]) -> str:  # noqa: ANN401 -- pikepdf objects
    """Return an object of a PDF as text; `above` are the objects that it lies in, `spelt` those that are done."""
    if not isinstance(item, pikepdf.Object):  # a number: most of what there is
        return _plain(item)
    place = item.objgen if item.is_indirect else None
    if place in above:
        return _LOOP
    if place in spelt:
        return spelt[place]
    within = (*above, place) if place else above
    if isinstance(item, pikepdf.Stream | pikepdf.Dictionary):
        pairs = [f"{key} {_spelt(item[key], within, spelt)}" for key in sorted(item.keys() - _NOT_DRAWN)]
        packed = _sha(item.read_bytes()) if isinstance(item, pikepdf.Stream) else ""
        text = "<<" + " ".join(pairs) + ">>" + packed
    elif isinstance(item, pikepdf.Array):
        text = "[" + " ".join(_spelt(part, within, spelt) for part in item) + "]"
    else:
        text = _plain(item)
    if place is not None:
        spelt[place] = text
    return text


def _plain(item: Any) -> str:  # noqa: ANN401 -- pikepdf objects
    if isinstance(item, pikepdf.String):
        return f"({bytes(item).hex()})"
    if isinstance(item, bool) or not isinstance(item, int | Decimal):
        return str(item)
    digits = f"{Decimal(item):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
