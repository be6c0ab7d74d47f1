"""Moved by and moved to: what stands after "rose by" is a change, after "rose to" a level."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.grounds import Grounds
from generator.audit.passages import SPOKEN, Passage

_LEVELS = frozenset({"level", "sum"})
_CHANGES = frozenset({"change", "change_abs"})


def steps(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the levels that something is said to have moved by, and the changes that it is said to have moved to."""
    lexicon = grounds.lexicon
    for mark, claim in grounds.marked(passage) if passage.role not in SPOKEN else ():
        clause = lexicon.clause.split(passage.words[: mark.start])[-1]
        if claim["kind"] in _LEVELS and lexicon.moved_by.search(clause):
            yield f"{passage.said.printed(mark)!r} is a level, the text says that something moved by it"
        if claim["kind"] in _CHANGES and lexicon.moved_to.search(clause):
            yield f"{passage.said.printed(mark)!r} is a change, the text says that something moved to it"
