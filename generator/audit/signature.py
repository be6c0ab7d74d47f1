"""Signatures: whether manifest.sig signs the manifest.json that lies beside it, in a PDF or in a folder.

The manifest names the key and whose it is (docs/signature.md), so both are signed with it. Nothing here says that a
key is that person's: a reader compares it with one that was published elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from generator.audit.finding import folded

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
UNLISTED = frozenset((MANIFEST, SIGNATURE))  # what a manifest does not list
_KEY, _LONGEST = re.compile("[0-9a-f]{64}"), 200  # letters of a name
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
