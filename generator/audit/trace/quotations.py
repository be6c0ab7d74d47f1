"""What a named person said, and each figure of it, stand in the editor's file word for word.

What stands in quotation marks is all of a quote in that file, and of nobody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generator.audit.claim_evidence import ClaimEvidence, Quote
from generator.audit.edition_data import EDITION, Data, said, seen, text_nodes, texts
from generator.audit.findings import Finding, folded
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
_FENCE = re.compile(r"^---[ \t\r]*$", re.MULTILINE)
_PARTS = 2  # behind the first fence: the front matter and the text


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


@dataclass(frozen=True)
class _Quote:
    """A quote of an editor's file: its words by language, whose they are, and in which language they were said."""

    words: Mapping[str, str]
    speaker: str | Mapping[str, str]
    said_in: str
    is_verbatim: bool

    def names(self, language: str) -> str:
        """Return how a language names the speaker."""
        return self.speaker if isinstance(self.speaker, str) else str(self.speaker.get(language, ""))


def word_for_word(edition: Data, raw: Raw) -> Iterator[Finding]:
    """Yield the statements in quotation marks that are no quote of a file, and the quotes that stand without them."""
    known = [quote for digest in edition.get("editors_files", ()) for quote in _quotes(digest, raw)]
    for language, story in edition["stories"].items():
        for block in story["blocks"]:
            for statement in block["statements"] if block["kind"] == "voices" and language in TAGS else ():
                problem = _quote_fault(statement, language, known)
                if problem:
                    yield Finding(EDITION, _as_they_stand(statement)[0], "word for word", problem)


def _quote_fault(statement: Data, language: str, known: list[_Quote]) -> str:
    words = _folded(" ".join(_unquoted(statement, language)))
    same = [quote for quote in known if quote.words.get(language) == words]
    if not _is_quoted(_as_they_stand(statement), language):
        is_quote = bool(same) and all(quote.is_verbatim for quote in same)
        return "a quote stands without its quotation marks" if is_quote else ""
    speaker = seen(statement["speaker"]["words"])
    own = [quote for quote in same if quote.is_verbatim and quote.names(language) in speaker]
    if not own:
        return "in quotation marks stands what no quote says as a whole"
    tongue = own[0].said_in if own[0].said_in != language else ""
    if _translated_from(statement["speaker"]) != tongue:
        return f"it was said in {own[0].said_in}, and the line of its speaker says otherwise"
    return ""


def _translated_from(speaker: Data) -> str:
    """Return the language from which the line of a speaker says that the words are translated, "" for none."""
    for _, slots in parts(tree_of(speaker) or EMPTY, ("said_by.translated",)):
        return str(slots["tongue"][0]).removeprefix("tongue.")
    return ""


def _quotes(digest: str, raw: Raw) -> Iterator[_Quote]:
    for entry in _front_matter(_editors_file(digest, raw) or "").get("quotes") or ():
        text = entry.get("text")
        words = text if isinstance(text, Mapping) else {"en": text}
        plain = {str(key): _folded(str(value)) for key, value in words.items()}
        speaker = entry.get("speaker") or entry.get("anonymous") or ""
        named = speaker if isinstance(speaker, Mapping) else str(speaker)
        yield _Quote(plain, named, str(entry.get("language", "en")), entry.get("form") == "verbatim")


def _front_matter(file: str) -> Mapping[str, Any]:
    """Return the front matter of an editor's file, nothing where it cannot be read: then no quote stands in it."""
    before, *rest = _FENCE.split(file, maxsplit=2)
    if before or len(rest) < _PARTS:
        return {}
    try:
        found = YAML(typ="safe", pure=True).load(rest[0])
    except YAMLError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _folded(words: str) -> str:
    return folded(seen(words)).strip()
