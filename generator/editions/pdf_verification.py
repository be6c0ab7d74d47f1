"""Verification of a PDF by what it carries; no desk is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import IntegrityError, SettingsError

if TYPE_CHECKING:
    from generator.audit.lone_pdf import Verified

_FEW = 12  # findings that are printed; the others are counted
_NAMED = 3  # files, likewise
_KEY = re.compile("[0-9a-f]{64}")


def verified(path: Path, key: str = "") -> Verified:
    """Return what a PDF comes to; SettingsError where it is none of an edition, IntegrityError where it is damaged.

    Where a `key` is given it has to be signed by that one.
    """
    from generator.audit.lone_pdf import read, verify

    return verify(path.name, read(path), as_key(key) if key else "")


def as_key(text: str) -> str:
    """Return a key as a person copied it: spaces and colons are left out; SettingsError where it is none."""
    key = re.sub("[\\s:]", "", text).lower()
    if not _KEY.fullmatch(key):
        remedy = "A key has 64 hexadecimal digits, as its publisher prints them."
        raise SettingsError(text, "this is no key.", remedy)
    return key


def refuse(found: Verified, path: Path) -> None:
    """Raise IntegrityError with every finding, a line each; nothing where there is none."""
    if found.findings:
        lines = [f"  {finding}" for finding in found.findings[:_FEW]]
        more = len(found.findings) - len(lines)
        told = [f"  and {more} more; --json has all"] if more else []
        listed = "\n".join([*lines, *told, f"  its manifest alone: {_signature(found)}"])
        msg = f"{path} is not intact ({found.edition}, {found.language}):\n{listed}"
        raise IntegrityError(msg)


def said(found: Verified, path: Path) -> Iterator[str]:
    """Yield, a line each, what holds and what was not judged."""
    pages = f"its {found.pages} pages are drawn as when they were made"
    if found.has_trees:
        pages = f"its {found.pages} pages match its edition, and are drawn as when they were made"
    yield f"{path} is intact: {found.edition}, {found.language}; {pages}"
    if found.kept:
        yield "no claim was recomputed: by the terms of its source the cells stay with the desk"
    elif found.has_trees:
        yield f"{found.claims} claims were recomputed from the {found.cells} cells inside; the texts print them"
    yield _signature(found)
    yield from (f"not checked here: {what}" for what in _unjudged(found))


def _unjudged(found: Verified) -> Iterator[str]:
    if not found.has_trees:
        yield "what the texts and the claims say: this edition was made before its texts carried their proof"
    if found.documents:
        files = "; ".join((*found.documents[:_NAMED], *(["…"] if len(found.documents) > _NAMED else [])))
        yield f"that the cells are those of the files as received ({files}), which stay with the desk"
        yield "that no line or month is missing from a sum, a rank or a record, which needs the whole files"
    if found.stated:
        yield f"what a speaker stated ({found.stated} of the claims): the editor’s file stays with the desk"
    if found.signature.state != "signed":
        yield "who made the file: it is not signed"
    elif not found.key:
        name = found.signature.name
        yield f"whose key this is: compare it with the one that {name} publishes, or pass that one as --key"


def _signature(found: Verified) -> str:
    """Return who signed the file, as far as it can be said: the name beside a key is what whoever has the key wrote."""
    signature = found.signature
    if signature.state == "not signed":
        return "not signed"
    says = f"the key {signature.key}, which says it is {signature.name}’s"
    if signature.state == "signed":
        return f"signed by {signature.name}, {signature.key}, the key given" if found.key else f"signed with {says}"
    if signature.state == "signed by another key":
        return f"signed by another key: {says}"
    return f"the signature does not hold: not by {says}" if signature.key else "the signature does not hold"


def as_data(found: Verified) -> Mapping[str, Any]:
    """Return it as `verify --json` prints it."""
    findings = [asdict(finding) for finding in found.findings]
    data = {"schema": 1, **asdict(found), "holds": not findings, "not_judged": list(_unjudged(found))}
    return data | {"findings": findings}
