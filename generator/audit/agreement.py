"""The rule on languages: the versions of one edition say the same with the same figures, block by block.

A block may have fewer words in one language than in another, and no claim less. What an editor writes, or others said,
is theirs in each language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.audit import phrases
from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.grounds import Grounds
from generator.audit.passages import Passage, passages
from generator.audit.tongues import LEXICONS

EDITION, RULE = "edition.json", "languages"
_EDITORS = ("remarks", "voices", "earlier", "correction")  # what these blocks begin with
Printed = Mapping[str, Mapping[str, tuple[str, frozenset[Decimal]]]]  # by block and claim: first words, and values


def agree(edition: Data, evidence: Evidence) -> Iterator[Finding]:
    """Yield where one version prints a claim that another one lacks in the same block, or another value of it."""
    known = [language for language in edition["stories"] if language in LEXICONS]
    if len(known) == 1:
        return
    told = {language: _printed(Grounds(edition, evidence, language)) for language in known}
    for language in known[1:]:
        yield from _between(known[0], told[known[0]], language, told[language])


def _printed(grounds: Grounds) -> Printed:
    found: dict[str, dict[str, tuple[str, frozenset[Decimal]]]] = {}
    for passage in passages(grounds.edition["stories"][grounds.language]):
        if not passage.block.startswith(_EDITORS):
            claims = found.setdefault(passage.block, {})
            for claim, values in _of_passage(passage, grounds):
                words, before = claims.get(claim, (passage.words, frozenset()))
                claims[claim] = (words, before | values)
    return found


def _of_passage(passage: Passage, grounds: Grounds) -> Iterator[tuple[str, frozenset[Decimal]]]:
    """Yield the claims of a text, and what is printed of each; words for a size or a place have no value."""
    for mark, claim in grounds.marked(passage):
        shown = grounds.print(passage, mark) if claim["kind"] not in phrases.KINDS else None
        is_value = shown is not None and shown.in_words not in grounds.lexicon.sizes
        yield mark.claim, frozenset({abs(shown.value)}) if shown is not None and is_value else frozenset()


def _between(one: str, first: Printed, other: str, second: Printed) -> Iterator[Finding]:
    for block in {**first, **second}:
        here, there = first.get(block, {}), second.get(block, {})
        for claim in {**here, **there}:
            (words, ours), (others_words, theirs) = here.get(claim, ("", None)), there.get(claim, ("", None))
            name = f"block {block!r}" if block else "the head"
            if ours is None or theirs is None:
                lacking, having = (one, other) if ours is None else (other, one)
                problem = f"{name} prints {claim} in {having!r} and not in {lacking!r}"
                yield Finding(EDITION, words or others_words, RULE, problem)
            elif ours != theirs:
                said = " and ".join(f"{_listed(values)} in {tag!r}" for tag, values in ((one, ours), (other, theirs)))
                yield Finding(EDITION, others_words, RULE, f"{name} prints {claim} as {said}")


def _listed(values: frozenset[Decimal]) -> str:
    return ", ".join(f"{value.normalize():f}" for value in sorted(values)) or "no number"
