"""Statements: what a named person said, and each figure of it, stand in the editor's file word for word."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.cells import Raw
from generator.audit.edition import Data, Said, texts
from generator.audit.evidence import Evidence, Formula
from generator.audit.finding import Finding

EDITION = "edition.json"


def stated(formula: Formula, raw: Raw) -> Iterator[str]:
    """Yield the quoted figures of a formula that the editor's file does not have."""
    for digest, text in quotes(formula):
        if (words := _words(digest, raw)) is None:
            yield f"the editor's file {digest[:12]} is not there"
        elif _plain(text) not in words:
            yield f"the editor's file {digest[:12]} does not say {text!r}"


def quotes(formula: Formula) -> Iterator[tuple[str, str]]:
    """Yield digest and words of every quoted figure in `formula`."""
    match formula:
        case ["stated", str(digest), str(text)]:
            yield digest, text
        case [_, *parts]:
            for part in parts:
                if isinstance(part, list):
                    yield from quotes(part)


def spoken(edition: Data, evidence: Evidence, raw: Raw) -> Iterator[Finding]:
    """Yield the statements that stand in none of the editor's files from which the edition quotes a figure."""
    digests = {digest for claim in evidence.claims.values() for digest, _ in quotes(claim["formula"])}
    known = [words for digest in sorted(digests) if (words := _words(digest, raw)) is not None]
    for text in _sentences(edition):
        if known and not any(_plain(text.words) in words for words in known):
            yield Finding(EDITION, text.words, "statement", "no editor's file has these words")


def _sentences(edition: Data) -> Iterator[Said]:
    for story in edition["stories"].values():
        for block in (block for block in story["blocks"] if block["kind"] == "voices"):
            for statement in block["statements"]:
                yield from texts(statement["words"])


def _words(digest: str, raw: Raw) -> str | None:
    try:
        return _plain(raw(digest).decode("utf-8"))
    except Exception:  # noqa: BLE001 -- whatever a store raises, the words are then without ground
        return None


def _plain(text: str) -> str:
    """Return `text` with white space folded and YAML's ways of writing quotation marks undone."""
    return " ".join(text.split()).replace("''", "'").replace('\\"', '"')
