"""What a named person said, the name, and each figure of it, stand in the editor's file word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.audit.claim_evidence import ClaimEvidence, Quote
from generator.audit.edition_data import EDITION, Data, said, seen, text_nodes, texts
from generator.audit.findings import Finding
from generator.audit.obligations.edition_places import parts
from generator.audit.patterns.frames import tree_of
from generator.audit.patterns.tongue import TAGS, Tongue
from generator.audit.trace.document_sheets import Raw
from generator.trade.trees import EMPTY, leaves

_WIDE = "\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”"
# where a line of Chinese ends, nothing stands between its letters
_BROKEN = re.compile(rf"(?<=[{_WIDE}]) (?=[{_WIDE}0-9])|(?<=[0-9]) (?=[{_WIDE}])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # a sign of ASCII, which Markdown and YAML escape
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")


def stated(quotes: Iterable[Quote], raw: Raw) -> Iterator[str]:
    """Yield the quoted figures that the editor's file does not have."""
    for digest, text in quotes:
        file = _editors_file(digest, raw)
        if file is None:
            yield f"the editor's file {digest[:12]} is not there"
        elif _plain(text) not in _plain(file):
            yield f"the editor's file {digest[:12]} does not say {text!r}"


def spoken(edition: Data, evidence: ClaimEvidence, raw: Raw) -> Iterator[Finding]:
    """Yield the sentences of voices and of outside accounts that stand in none of the editor's files.

    The files are those that the edition names and those that it quotes a figure from. An edition that names none at all
    is of an older form, and is judged only where it quotes.
    """
    quoted = {digest for claim in evidence.claims.values() for digest, _ in evidence.quotes(claim["formula"])}
    quoted -= {(edition.get("correction") or {}).get("document")}  # no editor wrote what went out before
    found = [_editors_file(digest, raw) for digest in sorted({*edition.get("editors_files", ()), *quoted})]
    files = [_plain(file) for file in found if file is not None]
    if not files and "editors_files" not in edition:
        return
    for sentence, words in _sentences(edition, evidence):
        if not any(_plain(words) in file for file in files):
            yield Finding(EDITION, sentence, "statement", f"no editor's file has these words: {_plain(words)!r}")


def _sentences(edition: Data, evidence: ClaimEvidence) -> Iterator[tuple[str, str]]:
    """Yield each sentence of a person's with the words of it that must stand in the file."""
    for language, story in edition["stories"].items():
        for block in story["blocks"]:
            if block["kind"] == "voices":
                for statement in block["statements"]:
                    yield from zip(_as_they_stand(statement), _unquoted(statement, language), strict=True)
                    names = [leaf[1] for leaf in leaves(tree_of(statement["speaker"]) or EMPTY) if leaf[0] == "words"]
                    yield from ((statement["speaker"]["words"], name) for name in names)
            elif block["id"] == "earlier":
                for paragraph in block["paragraphs"]:
                    yield from _accounts(paragraph, language, evidence)
            elif block["kind"] in {"finding", "section"} and edition.get("editors_files"):
                own = [(node["words"], _persons(node, language)) for node, _ in text_nodes(block)]
                yield from ((sentence, words) for sentence, words in own if words)


def _persons(node: Data, language: str) -> str:
    """Return the words of a text that a person wrote, without who vouches for them; "" for one of the program's."""
    tree = tree_of(node)
    if tree is None:
        return str(node["words"])
    if tree[0] != "signed":
        return ""
    signature = Tongue.of(language).pieces("commented")[0][0]
    return str(node["words"]).rpartition(signature)[0].rstrip()


def _as_they_stand(statement: Data) -> list[str]:
    return [text.words for text in texts(statement["words"])]


def _unquoted(statement: Data, language: str) -> list[str]:
    """Return the sentences of a statement without the quotation marks round all of them."""
    words = _as_they_stand(statement)
    if not _is_quoted(words, language):
        return words
    first, last = _quotation_marks(language)
    words[0] = words[0].strip().removeprefix(first)
    return [*words[:-1], words[-1].strip().removesuffix(last)]


def _is_quoted(sentences: list[str], language: str) -> bool:
    first, last = _quotation_marks(language)
    return bool(first) and sentences[0].strip().startswith(first) and sentences[-1].strip().endswith(last)


def _quotation_marks(language: str) -> tuple[str, str]:
    """Return what stands before and after a quotation in a language, "" for both where it is none of ours."""
    if language not in TAGS:
        return "", ""
    tongue = Tongue.of(language)
    return tongue.pieces("quoted.begins")[0][0], tongue.pieces("quoted.ends")[-1][0]


def _accounts(paragraph: list[Data], language: str, evidence: ClaimEvidence) -> Iterator[tuple[str, str]]:
    """Yield the sentences of an outside account, its source apart; a relayed figure has its cell instead."""
    marks = [mark for text in paragraph for mark in said(text).marks]
    claims = [evidence.claims.get(mark.claim) for mark in marks]
    if not any(claim and claim["kind"] == "background" for claim in claims):
        for text in paragraph:
            yield from ((text["words"], part) for part in _account_and_source(text, language))


def _account_and_source(text: Data, language: str) -> tuple[str, ...]:
    """Return the words of an account and its source; all of a sentence that names none."""
    words = seen(text["words"])
    for _, slots in parts(tree_of(text) or EMPTY, ("attributed",)):
        medium = "".join(str(leaf[1]) for leaf in leaves(slots["medium"]) if leaf[0] == "words")
        between = next(literal for literal, name, _ in Tongue.of(language).pieces("attributed") if name == "medium")
        account, found, _ = words.rpartition(f"{between}{medium}")
        if found:
            return account, medium
    return (words,)


def _editors_file(digest: str, raw: Raw) -> str | None:
    """Return an editor's file, None where it is not there or is no text."""
    try:
        return raw(digest).decode("utf-8")
    except Exception:  # noqa: BLE001 -- whatever a store raises, the words are then without ground
        return None


def _plain(text: str) -> str:
    """Return `text` with white space folded, escapes of YAML and Markdown undone, links as their words."""
    whole = _BROKEN.sub("", " ".join(seen(_ESCAPED.sub(r"\1", _LINK.sub(r"\1", text))).split()))
    return whole.replace("''", "'")
