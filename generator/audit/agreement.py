"""The rule on languages: the versions of one edition say the same of the same figures, block by block.

A block may have fewer words in one language than in another, and no claim less. What an editor writes, or others said,
is theirs in each language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.grounds import Grounds
from generator.audit.passages import passages
from generator.audit.tongues import LEXICONS

EDITION, RULE = "edition.json", "languages"
_EDITORS = ("remarks", "voices", "earlier", "correction")  # what these blocks begin with
Printed = Mapping[str, Mapping[str, str]]  # by block and claim: the first words that print it


def agree(edition: Data, evidence: Evidence) -> Iterator[Finding]:
    """Yield where one version prints a claim that another one lacks in the same block.

    The prints need not be equal: "$124.73 million" is "1.25亿美元". Each is held to its claim by the rule on rounding.
    """
    known = [language for language in edition["stories"] if language in LEXICONS]
    if len(known) == 1:
        return
    told = {language: _printed(Grounds(edition, evidence, language)) for language in known}
    for language in known[1:]:
        yield from _between(known[0], told[known[0]], language, told[language])


def _printed(grounds: Grounds) -> Printed:
    found: dict[str, dict[str, str]] = {}
    for passage in passages(grounds.edition["stories"][grounds.language]):
        if not passage.block.startswith(_EDITORS):
            claims = found.setdefault(passage.block, {})
            for mark, _ in grounds.marked(passage):
                claims.setdefault(mark.claim, passage.words)
    return found


def _between(one: str, first: Printed, other: str, second: Printed) -> Iterator[Finding]:
    for block in {**first, **second}:
        here, there = first.get(block, {}), second.get(block, {})
        for claim in {**here, **there}:
            if claim in here and claim in there:
                continue
            lacking, having = (one, other) if claim in there else (other, one)
            name = f"block {block!r}" if block else "the head"
            words = here.get(claim) or there[claim]
            yield Finding(EDITION, words, RULE, f"{name} prints {claim} in {having!r} and not in {lacking!r}")
