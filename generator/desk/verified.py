"""Verified: a PDF that lies alone, judged by what it carries; no desk is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import IntegrityError

if TYPE_CHECKING:
    from generator.audit.alone import Verified

_FEW = 12  # findings that are printed; the others are counted
_NAMED = 3  # files, likewise


def verified(path: Path) -> Verified:
    """Return what a PDF comes to; SettingsError where it is none of an edition, IntegrityError where it is damaged."""
    from generator.audit.alone import verify
    from generator.audit.opening import read

    return verify(path.name, read(path))


def refuse(found: Verified, path: Path) -> None:
    """Raise IntegrityError with every finding, a line each; nothing where there is none."""
    if found.findings:
        lines = [f"  {finding}" for finding in found.findings[:_FEW]]
        more = len(found.findings) - len(lines)
        listed = "\n".join([*lines, *([f"  and {more} more; --json has all"] if more else [])])
        msg = f"{path} does not hold by itself ({found.edition}, {found.language}):\n{listed}"
        raise IntegrityError(msg)


def said(found: Verified, path: Path) -> Iterator[str]:
    """Yield, a line each, what holds and what was not judged."""
    yield f"{path} holds by itself: {found.edition}, {found.language}"
    if found.has_trees:
        yield f"  {found.pages} pages say what their edition says, and each draws what it drew when it was made"
    else:
        yield f"  each of {found.pages} pages draws what it drew when it was made"
    if found.kept:
        yield "  no claim was worked out: the terms of its source keep the cells with the desk"
    elif found.has_trees:
        yield f"  {found.claims} claims come out of the {found.cells} cells inside, and the texts print them so"
    yield from (f"not judged here: {what}" for what in _unjudged(found))


def _unjudged(found: Verified) -> Iterator[str]:
    if not found.has_trees:
        yield "what the texts and the claims say: this edition was made before its texts carried their proof"
    if found.documents:
        files = "; ".join((*found.documents[:_NAMED], *(["…"] if len(found.documents) > _NAMED else [])))
        yield f"that the cells stand in the files as they were received ({files}), which stay with the desk"
        yield "that no line or month is left out of a sum, a rank or a record, which takes the whole files"
    if found.stated:
        yield f"what a speaker stated ({found.stated} of the claims): the editor’s file stays with the desk"
    yield "who made the file: it is not signed"


def as_data(found: Verified) -> Mapping[str, Any]:
    """Return it as `verify --json` prints it."""
    findings = [asdict(finding) for finding in found.findings]
    data = {"schema": 1, **asdict(found), "holds": not findings, "not_judged": list(_unjudged(found))}
    return data | {"findings": findings}
