"""The signature of a desk: its keys, and the signing of editions; see docs/signature.md.

The file `secrets/signing` holds one Ed25519 key a line, newest first. A desk without the file signs nothing. Each
signature is kept in state/signatures/ under the SHA-256 of what it signs, so that an old edition can be restored with
its signature after its key is gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from generator.audit.seals import holds, signature_of
from generator.delivery.keys import add_key, keys_of
from generator.errors import IntegrityError, RenderError
from generator.page.mail_message import with_pdf
from generator.page.pdf_seal import with_signature
from generator.settings.desk import Desk
from generator.settings.desk_parts import digest
from generator.settings.output_shapes import SignedBy
from generator.store import FigureStore
from generator.store.durable import write_durably

SIGNING = "secrets/signing"
FOLDER = "signatures"  # within state/


def signer(desk: Desk) -> SignedBy | None:
    """Return the name and public key that sign new editions, as manifests have them; None if the desk has no key."""
    keys = keys_of(desk.folder, SIGNING)
    settings = desk.settings
    return {"name": settings.publisher.name[settings.languages[0]], "key": _public(keys[0])} if keys else None


def new_key(folder: Path) -> int:
    """Add a new key, as the first, to those of the desk in `folder`, and return how many it has now."""
    return add_key(folder, SIGNING)


def sign(desk: Desk, store: FigureStore, key: str, content: bytes) -> bytes:
    """Return the signature of `content` by the public `key`: the kept one, or else a new one, which is then kept.

    Raise IntegrityError if none was kept and the desk does not have the key.
    """
    place = store.folder / FOLDER / digest(content)
    recorded = place.read_bytes() if place.is_file() else b""
    if holds(key, recorded, content):
        return recorded
    private = next((seed for seed in keys_of(desk.folder, SIGNING) if _public(seed) == key), None)
    if private is None:
        lost = f"it was signed with the key {key}, which is not in {SIGNING}, and that signature was not kept."
        msg = f"{lost} Restore the key or state/{FOLDER}/ from a backup."
        raise IntegrityError(msg)
    signature = Ed25519PrivateKey.from_private_bytes(private).sign(content)
    write_durably(place, signature)
    return signature


def sign_pages(files: Mapping[str, bytes], head: Mapping[str, Any], make: Callable[[bytes], bytes]) -> dict[str, bytes]:
    """Return the files with a signature, by `make`, inside each PDF and inside the mails that attach it.

    The PDF was made by a process that does not get the key. Its manifest is signed only if it has the desk's `head`.
    """

    def of(manifest: bytes) -> bytes:
        manifest_data = json.loads(manifest)
        if {key: value for key, value in manifest_data.items() if key != "pdf"} != head:
            msg = "the manifest inside a PDF is not the one that was given to be put there"
            raise RenderError(msg)
        return make(manifest)

    done = dict(files)
    for name, content in files.items():
        if name.endswith(".pdf"):
            done[name] = with_signature(content, of)
            mails = [mail for mail in files if mail.endswith(".eml")]
            done |= {mail: with_pdf(done[mail], content, done[name]) for mail in mails}
    return done


def is_signed(files: Mapping[str, bytes]) -> bool:
    """Whether the files of a folder are signed as their manifest says; if it names nobody, they must be unsigned."""
    signature = signature_of(files)
    return signature.state == ("signed" if signature.key else "not signed")


def _public(seed: bytes) -> str:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()
