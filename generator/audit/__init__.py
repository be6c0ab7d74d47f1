"""Check a finished edition: its files against edition.json, that against claims.json, and the claims against raw bytes.

The audit shares no code with the writer of an edition, only the vocabulary of trade/. docs/audit.md says what it reads
and judges. Its parts are imported where they are used, so that the data can be judged while the pages are made.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import CLAIMS, EDITION, Data, Finding, has_trees

__all__ = ["Finding", "audit", "audit_data", "audit_files", "check_hashes", "has_trees"]

Raw = Callable[[str], bytes]


def audit(files: Mapping[str, bytes], raw: Raw | None) -> tuple[Finding, ...]:
    """Return every fault of the finished `files` of one revision. An edition without findings passes.

    `files` maps relative names to bytes. `raw` returns the bytes of a release or of an editor's file by SHA-256.
    Without it the figures cannot be traced, which is a finding, too.
    """
    return _findings(
        files,
        lambda edition, claims: chain(_file_faults(files, edition, claims), _data_faults(files, edition, claims, raw)),
    )


def audit_data(files: Mapping[str, bytes], raw: Raw | None) -> tuple[Finding, ...]:
    """Return where edition.json does not follow from claims.json, or claims.json from the releases. No page is needed.

    `files` and `raw` are those of `audit`. Only these two files and figures.csv are read.
    """
    return _findings(files, lambda edition, claims: _data_faults(files, edition, claims, raw))


def audit_files(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Return where the finished files, read back, differ from edition.json.

    They may be read while they are made, if `files` waits for each file. They are read in the order in which they are
    made: pictures first, then the PDF, texts and pages, and last the mail with the PDF in it.
    """
    return _findings(files, lambda edition, claims: _file_faults(files, edition, claims))


def check_hashes(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return every file whose SHA-256 differs from the manifest's, that is missing, or that is not listed."""
    from generator.audit.seals import manifest_faults

    return tuple(manifest_faults(files, manifest))


def _file_faults(files: Mapping[str, bytes], edition: Data, claims: Data) -> Iterator[Finding]:
    """Yield where the files differ from the edition."""
    from generator.audit.readers.expected_texts import Bundle
    from generator.audit.readers.finished_files import read_back

    def departures() -> Iterator[Finding]:
        if has_trees(edition):
            for language in edition["stories"]:
                yield from read_back(Bundle(language, edition, claims, files))

    yield from _guarded(EDITION, departures)


def _data_faults(files: Mapping[str, bytes], edition: Data, claims: Data, raw: Raw | None) -> Iterator[Finding]:
    """Yield where the edition does not follow from its claims, or the claims from the raw bytes."""
    from generator.audit.patterns.text_rules import judge
    from generator.audit.trace.recompute import trace

    evidence = cache(lambda: ClaimEvidence.of(claims))  # computed inside a guard, since claims.json may be malformed
    if has_trees(edition):
        yield from _guarded(EDITION, lambda: judge(edition, evidence()))
    yield from _guarded(CLAIMS, lambda: _identity_faults(edition, claims))
    if raw is None:
        yield Finding(CLAIMS, "", "raw bytes", "no store of releases was given, so no figure can be traced")
    else:
        yield from _guarded(CLAIMS, lambda: trace(edition, evidence(), raw, files.get("figures.csv")))


def _findings(files: Mapping[str, bytes], faults: Callable[[Data, Data], Iterable[Finding]]) -> tuple[Finding, ...]:
    """Return the distinct `faults` of edition.json and claims.json, or only that one of them cannot be read."""
    contents = list[Data]()
    unreadable = list[Finding]()
    for name in (EDITION, CLAIMS):
        try:
            contents.append(json.loads(files[name]))
        except KeyError:
            unreadable.append(Finding(name, "", "file missing", "an edition has this file"))
        except ValueError as fault:
            unreadable.append(Finding(name, "", "file unreadable", f"it is no JSON: {fault}"))
    return tuple(unreadable or dict.fromkeys(faults(*contents)))


def _guarded(file: str, link: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield the findings of `link`. Data that do not follow docs/edition.md end it with a finding."""
    from generator.audit.seen.drawings import StrangeForm

    try:
        yield from link()
    except StrangeForm as fault:
        yield Finding(EDITION, "", "form", str(fault))
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as fault:
        yield Finding(file, "", "form", f"it is not as docs/edition.md says: {type(fault).__name__} {fault}")


def _identity_faults(edition: Data, claims: Data) -> Iterator[Finding]:
    documents = claims["documents"].values()
    withheld = [document["name"] for document in documents if document.get("redistribution") == "none"]
    if withheld and edition.get("redistribution") != "none":
        yield Finding(EDITION, "", "terms", f"the cells of {withheld[0]} may not go out, and it does not say so")
    for key in ("briefing", "period", "revision"):
        if edition.get(key) != claims.get(key):
            problem = f"its {key} is {claims.get(key)!r}, the edition's {edition.get(key)!r}"
            yield Finding(CLAIMS, "", "form", problem)
