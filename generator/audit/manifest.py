"""The bytes against the manifest: sizes, SHA-256, files missing and files too many."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from generator.audit.edition import Data
from generator.audit.finding import Finding

MANIFEST = "manifest.json"


def differing(files: Mapping[str, bytes], manifest: Data) -> Iterator[Finding]:
    """Yield every file that is not as the manifest lists it."""
    try:
        listed = {item["name"]: (item["bytes"], item["sha256"]) for item in manifest["files"]}
    except (KeyError, TypeError):
        yield Finding(MANIFEST, "", "manifest", "it lists no files with name, bytes and sha256")
        return
    for name in sorted(listed.keys() - files.keys()):
        yield Finding(name, "", "manifest", "the file is missing")
    for name in sorted(files.keys() - listed.keys() - {MANIFEST}):
        yield Finding(name, "", "manifest", "the manifest does not list it")
    for name in sorted(files.keys() & listed.keys()):
        yield from _one(name, files[name], *listed[name])


def _one(name: str, content: bytes, size: int, digest: str) -> Iterator[Finding]:
    if len(content) != size:
        yield Finding(name, "", "manifest", f"it has {len(content)} bytes, the manifest says {size}")
    elif (found := hashlib.sha256(content).hexdigest()) != digest:
        yield Finding(name, "", "manifest", f"its SHA-256 is {found[:12]}…, the manifest says {digest[:12]}…")
