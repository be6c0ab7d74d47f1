"""Placed: where an edition names a code by itself: in a sentence, in its table, in a picture, or nowhere."""

from __future__ import annotations

from generator.editions.edition_evidence import Evidence

SENTENCE = "sentence"
PLACES = {  # of a block's kind, in the order in which they are said
    "finding": SENTENCE,
    "section": SENTENCE,
    "voices": SENTENCE,
    "preheader": SENTENCE,
    "subject": SENTENCE,
    "summary": SENTENCE,
    "table": "table",
    "chart": "picture",
    "strip": "key figure",
}


def places_of(evidence: Evidence, code: str) -> tuple[str, ...]:
    """Return where claims on `code` alone stand, a sentence first; a count or a sum of many lines names none of them.

    Of files that say no places, as a PDF does, none is known.
    """
    own = [claim["id"] for claim in evidence.claims if claim["codes"] == [code]]
    kinds = {standing.place.partition(":")[0] for name in own for standing in evidence.texts.get(name, ())}
    return tuple(dict.fromkeys(place for kind, place in PLACES.items() if kind in kinds))
