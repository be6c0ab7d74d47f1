"""Rules on names: a figure of one line stands with that line's name, a relayed one with its speaker's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from generator.audit.edition import Data, Mark
from generator.audit.grounds import Grounds
from generator.audit.passages import Passage
from generator.audit.tongues.every import HS, HS_AFTER
from generator.trade.codes import is_within

_OF_NO_LINE = frozenset(
    {"count", "quoted", "effect", "coverage"}
)  # steps.py holds the steps of a change to their lines


def name(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the figures of one line that stand with another line's name, or with none."""
    named, marked = grounds.named(passage.words), grounds.marked(passage)
    for mark, claim in marked:
        if len(claim["codes"]) != 1 or claim["kind"] in _OF_NO_LINE:
            continue
        code = claim["codes"][0]
        is_whole = _is_whole(code, grounds) or (passage.row and _is_alone(code, grounds))
        if is_whole and not grounds.named(passage.row or passage.words):
            continue  # "the total", or a month of a picture of the only line
        if claim["kind"] == "revision" and not named:
            continue  # of "their total": completeness.py holds it to the whole
        if passage.row:
            yield from _in_row(passage, grounds, mark, code)
            continue
        near = _near(mark, named, [other for other, _ in marked])
        if claim["kind"] == "rank" and code in {found for *_, found in named}:
            continue  # "zinc ores replaced iron ores as the third-largest line"
        if claim["kind"] == "contribution" and _is_whole(code, grounds) and _is_divided(passage, mark, grounds):
            continue  # "zinc ores added 1.8 of the 2.4 percentage points"
        if near and code not in near:
            others = " or ".join(sorted(near))
            yield f"{passage.said.printed(mark)!r} is a figure of {code}, beside it is the name of {others}"
        elif not near and not any(code == found for text in _earlier(passage) for *_, found in grounds.named(text)):
            yield f"{passage.said.printed(mark)!r} is a figure of {code}, which is not named"


def _is_whole(code: str, grounds: Grounds) -> bool:
    """Say whether every code of the edition lies within `code`: then its figures are those of the whole."""
    return all(is_within(str(other), code) for other in grounds.edition.get("codes", ["", code]))


def _is_alone(code: str, grounds: Grounds) -> bool:
    """Say whether the edition has no code beside `code`, but those that it is within."""
    return all(is_within(code, str(one)) for one in grounds.edition.get("codes", ["", code]))


def _is_divided(passage: Passage, mark: Mark, grounds: Grounds) -> bool:
    """Say whether the figure before this one, or after it, is said to be a part of it."""
    if passage.words[mark.end :].startswith(grounds.lexicon.part_after):
        return True
    return any(map(passage.words[: mark.start].lower().rstrip().endswith, grounds.lexicon.part_of))


def _in_row(passage: Passage, grounds: Grounds, mark: Mark, code: str) -> Iterator[str]:
    heads = grounds.named(passage.row) or grounds.named(passage.column)  # a row may be a month, its columns the lines
    heads = heads or [found for text in passage.around for found in grounds.named(text)]  # or all of it about one line
    found = {named for *_, named in heads}
    if found != {code}:
        yield f"{passage.said.printed(mark)!r} is a figure of {code}, its row is called {passage.row!r}"


def _near(mark: Mark, named: Sequence[tuple[int, int, str]], marks: Sequence[Mark]) -> set[str]:
    """Return the codes named next before the mark, and next after it unless another figure stands between."""
    before = [code for _, end, code in named if end <= mark.start]
    next_mark = min((other.start for other in marks if other.start >= mark.end), default=None)
    after = [code for start, _, code in named if start >= mark.end and (next_mark is None or start < next_mark)]
    return set(before[-1:]) | set(after[:1])


def _earlier(passage: Passage) -> tuple[str, ...]:
    return (*passage.before, *passage.around)


def code(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the names that stand with another line's HS code, and codes in a row of another line."""
    for _, end, named in grounds.named(passage.words):
        if (found := HS_AFTER.match(passage.words, end)) and found[1] != named:
            yield f"the name of {named} stands with HS {found[1]}"
    for found in HS.finditer(passage.words):
        listed = Counter(re.findall(r"\d+", found["codes"]))
        yield from (f"it lists HS {again} twice" for again, count in listed.items() if count > 1)
    if passage.column.strip().upper() == "HS" and passage.words.strip():
        named_codes = {named for *_, named in grounds.named(passage.row)}
        if {passage.words.strip()} != named_codes:
            yield f"the row {passage.row!r} has the code {passage.words.strip()}"


def relayed(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the relayed figures whose paragraph does not name who said them (or who printed them)."""
    for mark, claim in grounds.marked(passage):
        for cell in grounds.evidence.relayed(claim["formula"]):
            if not _is_named(cell, passage):
                yield f"{passage.said.printed(mark)!r} comes from {_speaker(cell)!r}, whom its paragraph does not name"


def _speaker(cell: Data) -> str:
    return str(cell.get("speaker") or cell.get("publication") or "").partition(",")[0].strip()


def _is_named(cell: Data, passage: Passage) -> bool:
    speaker = _speaker(cell)
    return bool(speaker) and speaker in " ".join(passage.paragraph.split())
