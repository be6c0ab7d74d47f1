"""What the figures say to an editor's file, on a screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.desk.commentary_verdicts import Judged

_WORDS = {
    "borne_out": "borne out",
    "comment": "a comment",
    "sourced": "its source says so",
    "accepted": "accepted",
    "contradicted": "contradicted",
}


def lines(found: Judged) -> Iterator[str]:
    """Yield each sentence with its line and its outcome, then how many there are of each."""
    for entry in found.entries:
        yield f"{entry['file']}:{entry['line']}: {_WORDS[entry['outcome']]}: {entry['sentence']}"
        if entry["why"]:
            right = f" The figures have {entry['right']}." if entry["right"] else ""
            yield f"    {entry['why']}{right}"
    every = [entry["outcome"] for entry in found.entries]
    counts = ", ".join(f"{every.count(outcome)} {words}" for outcome, words in _WORDS.items() if outcome in every)
    yield f"{found.name}/{found.period}: {len(every)} sentences: {counts}"
