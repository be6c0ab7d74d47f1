"""Money as a reader sees it: the signs, codes and names of currencies in a text, and which one an edition is in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.grounds import Grounds
from generator.audit.passages import PASSED_ON, SPOKEN, Passage
from generator.audit.signs import SIGN, unit_of_sign

_FIGURE = re.compile(rf"(?P<sign>{SIGN})\s?(?=\d|million\b|billion\b|trillion\b|thousand\b)")
_IN_BRACKETS = re.compile(r"\((?P<sign>[A-Z]{3})\)")


def one_currency(evidence: Evidence) -> Iterator[Finding]:
    """Yield that the figures of an edition are in several currencies, none of which is converted here."""
    if len(found := evidence.monies) > 1:
        said = " and ".join(sorted(unit.upper() for unit in found))
        yield Finding("claims.json", "", "currency", f"its cells are in {said}; an edition has one currency")


def named(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the signs, codes and names of currencies that are not the edition's; what others say is theirs."""
    own = grounds.evidence.monies
    if passage.role in SPOKEN | {"address"} or passage.block in PASSED_ON or not own:
        return
    for said, meant in _currencies(passage.words, grounds):
        if not meant & own:
            yield f"{said!r} is another currency than {' and '.join(sorted(unit.upper() for unit in own))}"


def _currencies(words: str, grounds: Grounds) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each currency that `words` names, with the units that it may be."""
    for pattern in (_FIGURE, _IN_BRACKETS) if "(" in words else (_FIGURE,):
        for found in pattern.finditer(words):
            if unit := unit_of_sign(found["sign"]):
                yield found["sign"], frozenset({unit})
    for found in grounds.found(words, grounds.lexicon.monies):
        codes = grounds.lexicon.monies[" ".join(found.group().lower().split())]
        yield found.group(), frozenset(code.lower() for code in codes)
