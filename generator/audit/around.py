"""The rule on what stands around the text: note, subtitles, sources and how to read a picture are of known forms.

They say how figures were counted, compared and drawn, which no claim bears out. Each is one of tongues/around.csv; what
stands in its places is known: times and lines of the edition, its money and parties, whom its cells and pages name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.audit.around_forms import Part, around_forms, keys_in
from generator.audit.around_places import faults
from generator.audit.doubts import reasons, without_reasons
from generator.audit.edition import Data, Said, said, texts
from generator.audit.finding import Finding
from generator.audit.grounds import Grounds
from generator.audit.masked import masked
from generator.audit.passages import Passage
from generator.audit.readers import without_reader

EDITION, RULE = "edition.json", "known form"
_UNDER = ("subtitle", "source", "more", "alt", "description")  # the texts of a picture or a table, one each
_BESIDE = ("aside", "notes")  # several of each
_ALIKE = frozenset({"source", "more"})  # of every form
_ONE_LINE = "trend"  # a picture of one line's trade
_CORRECTED = "corrected"  # the rule on corrections has the sentences with figures of that run


@dataclass(frozen=True)
class _Place:
    """One text, where it stands, and the form of its picture or the run of the note that it may be of."""

    name: str
    keys: tuple[str, ...]
    text: Said
    title: Said | None = None


def around(story: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield the texts around the sentences of a story that are of no known form, or have what is not so in one."""
    told = list[tuple[str, str]]()
    for place in (*_noted(story, grounds), *_drawn(story)):
        words = masked(place.text, grounds, place.title)
        forms = [form for key in place.keys for form in around_forms(grounds.language, place.name, key)]
        found = [parts for form in forms if (parts := form.parts(words)) is not None]
        wrong = [list(faults(parts, words, story, grounds, is_note=place.name == "note")) for parts in found]
        if not found:
            yield Finding(EDITION, place.text.words, RULE, f"{place.name} of no form that is known here")
        elif all(wrong):
            yield from (Finding(EDITION, place.text.words, RULE, problem) for problem in wrong[0])
        trades = [_trade(parts) for parts in found if _ONE_LINE not in place.keys]
        told += [(min(trades, key=len), place.text.words)] if trades and all(trades) else []
    yield from _of_one_trade(told)


def _trade(parts: Sequence[Part]) -> str:
    return next((part.words for part in parts if part.slot == "trade"), "")


def _of_one_trade(told: list[tuple[str, str]]) -> Iterator[Finding]:
    """Yield the texts that alone name another trade than the others."""
    count = Counter(trade.casefold() for trade, _ in told)
    most = max(count, key=count.__getitem__, default="")
    for trade, words in told:
        if count[trade.casefold()] == 1 < count[most]:
            yield Finding(EDITION, words, RULE, f"{trade!r} is said here alone, elsewhere {most!r}")


def _noted(story: Data, grounds: Grounds) -> Iterator[_Place]:
    """Yield the heads and sentences of the note, without the words of persons in them."""
    known = reasons(grounds)
    for block in (one for one in story["blocks"] if one["kind"] == "note"):
        for run in block["runs"]:
            head = said(run["head"])
            keys = _runs(head, grounds)
            yield _Place("head", keys_in(grounds.language, "head"), head)
            for text in texts(run["sentences"]):
                passage = Passage(text, block="note", kind="note")
                own = without_reader(without_reasons(passage, known, grounds.lexicon.quotes), grounds).said
                if not (text.marks and _CORRECTED in keys):
                    yield _Place("note", keys, own)


def _runs(head: Said, grounds: Grounds) -> tuple[str, ...]:
    """Return the runs of a note that a head may stand over."""
    words = masked(head, grounds)
    every = keys_in(grounds.language, "head")
    found = {key: around_forms(grounds.language, "head", key)[0].parts(words) is not None for key in every}
    return tuple(key for key, fits in found.items() if fits)


def _drawn(story: Data) -> Iterator[_Place]:
    """Yield the texts around pictures and tables."""
    for block in (one for one in story["blocks"] if one["kind"] in {"chart", "table"}):
        key, title = str(block.get("form", "table")), said(block["title"])
        for name in _UNDER:
            if block.get(name):
                yield _Place(name, ("",) if name in _ALIKE else (key,), said(block[name]), title)
        for name in _BESIDE:
            yield from (_Place(name, (key,), text) for text in texts(block.get(name, [])))
