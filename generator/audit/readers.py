"""The rule on readers: words that no native reader read are called a draft, and who read them stands in the note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from generator.audit.edition import Data, seen, texts
from generator.audit.finding import Finding
from generator.audit.grounds import Grounds
from generator.audit.invented import EDITION, without
from generator.audit.passages import Passage

RULE = "reader"
_DIGEST = re.compile("[0-9a-f]{12}")


def read_by(story: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield where an edition does not say that nobody read its words, or who did and when."""
    if not grounds.lexicon.draft:
        return
    reader = reader_of(grounds)
    if not reader:
        yield from without(grounds.lexicon.draft, RULE, story)
        return
    if not _DIGEST.fullmatch(str(reader.get("words", ""))):
        yield Finding(EDITION, str(reader), RULE, "it does not say which words were read")
    name, day = seen(str(reader["name"])), grounds.lexicon.dated(date.fromisoformat(reader["day"]))
    notes = [text.words for block in story["blocks"] if block["kind"] == "note" for text in texts(block["runs"])]
    if not any(name in words and day in words for words in notes):
        yield Finding(EDITION, name, RULE, f"the note does not say that {name} read the words on {day}")


def reader_of(grounds: Grounds) -> Data:
    """Return who read the words of the language, as edition.json has it: `name`, `day` and `words`; {} for nobody."""
    readers: Data = grounds.edition.get("readers", {})
    found: Data = readers.get(grounds.language, {})
    return found


def without_reader(passage: Passage, grounds: Grounds) -> Passage:
    """Return a passage of the note without the name of the reader in it: it is a person's, and no claim."""
    name = seen(str(reader_of(grounds).get("name", "")))
    if passage.block != "note" or passage.said.marks or not name or name not in passage.words:
        return passage
    return replace(passage, said=passage.said._replace(words=passage.words.replace(name, "")))
