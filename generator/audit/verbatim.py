"""Word for word: what stands in quotation marks is all of a quote in the editor's file, and of nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generator.audit.edition import Data, seen, texts
from generator.audit.finding import Finding, folded
from generator.audit.obligations.telling import parts
from generator.audit.patterns.frames import tree_of
from generator.audit.patterns.tongue import TAGS
from generator.audit.sheets import Raw
from generator.audit.statements import EDITION, editors_file, is_quoted, unquoted
from generator.trade.trees import EMPTY

_FENCE = re.compile(r"^---[ \t\r]*$", re.MULTILINE)
_PARTS = 2  # behind the first fence: the front matter and the text


@dataclass(frozen=True)
class _Quote:
    """A quote of an editor's file: its words by language, whose they are, and in which language they were said."""

    words: Mapping[str, str]
    speaker: str | Mapping[str, str]
    said_in: str
    is_verbatim: bool

    def named(self, language: str) -> str:
        """Return how a language names the speaker."""
        return self.speaker if isinstance(self.speaker, str) else str(self.speaker.get(language, ""))


def word_for_word(edition: Data, raw: Raw) -> Iterator[Finding]:
    """Yield the statements in quotation marks that are no quote of a file, and the quotes that stand without them."""
    known = [quote for digest in edition.get("editors_files", ()) for quote in _quotes(digest, raw)]
    for language, story in edition["stories"].items():
        for block in (block for block in story["blocks"] if block["kind"] == "voices" and language in TAGS):
            for statement in block["statements"]:
                yield from _judged(statement, language, known)


def _judged(statement: Data, language: str, known: list[_Quote]) -> Iterator[Finding]:
    sentences = [text.words for text in texts(statement["words"])]
    said, speaker = _plain(" ".join(unquoted(statement, language))), seen(statement["speaker"]["words"])
    same = [quote for quote in known if quote.words.get(language) == said]
    if not is_quoted(sentences, language):
        if same and all(quote.is_verbatim for quote in same):
            yield Finding(EDITION, sentences[0], "word for word", "a quote stands without its quotation marks")
        return
    own = [quote for quote in same if quote.is_verbatim and quote.named(language) in speaker]
    if not own:
        yield Finding(EDITION, sentences[0], "word for word", "in quotation marks stands what no quote says as a whole")
    for quote in own[:1]:
        if _tongue(statement["speaker"]) != (quote.said_in if quote.said_in != language else ""):
            problem = f"it was said in {quote.said_in}, and the line of its speaker says otherwise"
            yield Finding(EDITION, sentences[0], "word for word", problem)


def _tongue(speaker: Data) -> str:
    """Return the language from which the line of a speaker says that the words are translated, "" for none."""
    for _, slots in parts(tree_of(speaker) or EMPTY, ("said_by.translated",)):
        return str(slots["tongue"][0]).removeprefix("tongue.")
    return ""


def _quotes(digest: str, raw: Raw) -> Iterator[_Quote]:
    for entry in _front(editors_file(digest, raw) or "").get("quotes") or ():
        text = entry.get("text")
        words = text if isinstance(text, Mapping) else {"en": text}
        plain = {str(key): _plain(str(value)) for key, value in words.items()}
        given = entry.get("speaker") or entry.get("anonymous") or ""
        speaker = given if isinstance(given, Mapping) else str(given)
        yield _Quote(plain, speaker, str(entry.get("language", "en")), entry.get("form") == "verbatim")


def _front(file: str) -> Mapping[str, Any]:
    """Return the front matter of an editor's file, nothing where it cannot be read: then no quote stands in it."""
    before, *rest = _FENCE.split(file, maxsplit=2)
    if before or len(rest) < _PARTS:
        return {}
    try:
        found = YAML(typ="safe", pure=True).load(rest[0])
    except YAMLError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _plain(words: str) -> str:
    return folded(seen(words)).strip()
