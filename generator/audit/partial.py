"""The rules on partial editions: one with lines without a figure says so, and no total goes for lines not in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.audit.edition import Data, Said, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.grounds import Grounds
from generator.audit.invented import EDITION, without
from generator.audit.lacking import Known
from generator.audit.releases import Releases
from generator.audit.tongues import LEXICONS
from generator.audit.tongues.every import HS
from generator.audit.tongues.heard import folded
from generator.trade.period import Period

_YEAR = 12
_JOINS = re.compile(r"\W|\band\b|\bin\b|\bto\b|和|至|اور|تا|میں")
_CODE = re.compile(r"HS \d+(?:(?:, |、|، | and |和| اور )\d+)*")
_FIELDS = frozenset({"headline", "subtitle", "alt"})  # of a block, where a whole is named
_HEADS = frozenset({"subject", "summary"})
_OWN = frozenset({"finding", "strip", "section", "chart", "table", "note"})  # blocks that speak of the figures


def partial(edition: Data, evidence: Evidence, releases: Releases) -> Iterator[Finding]:
    """Yield where an edition hides that lines have no figure by the releases, and says so where all have one."""
    now = Period.parse(edition["period"])
    for parties in evidence.bench.terms.every_party[:1]:  # the briefing's main direction comes first
        known = Known(releases, parties, tuple(edition.get("codes", ())), now)
        for language, story in edition["stories"].items():
            if language in LEXICONS:
                scope = _Scope(Grounds(edition, evidence, language), known)
                yield from _of_year(story, scope) if now.months >= _YEAR else _of_month(story, scope)


def _of_year(story: Data, scope: _Scope) -> Iterator[Finding]:
    """Yield the texts with a total that goes for lines not in it; a year else counts the lines that were published."""
    if scope.known.silent and scope.known.now_known:
        for text in texts(story):
            if scope.sums(text):
                yield from scope.found(text, story)


def _of_month(story: Data, scope: _Scope) -> Iterator[Finding]:
    label = scope.grounds.lexicon.partial
    if scope.known.silent:
        yield from without(label, "partial", story)
        for text in texts(story):
            yield from scope.found(text, story)
        return
    for block in story["blocks"]:
        tag = block.get("tag") if block["kind"] == "masthead" else None
        if tag and label in tag["words"].lower():
            yield Finding(EDITION, tag["words"], "partial", "every line has a figure")


@dataclass(frozen=True)
class _Scope:
    """Which lines the texts of an edition in one language speak of, and which ones have a figure."""

    grounds: Grounds
    known: Known

    def found(self, text: Said, story: Data) -> Iterator[Finding]:
        """Yield the faults of a text as findings."""
        yield from (Finding(EDITION, text.words, "partial", problem) for problem in self._faults(text, story))

    def sums(self, text: Said) -> bool:
        """Say whether a text prints a figure of all the lines that have one."""
        return any(self._is_total(mark.claim) for mark in text.marks)

    def _faults(self, text: Said, story: Data) -> Iterator[str]:
        """Yield what is wrong with the lines that a text with a total, or one that names the whole, speaks of."""
        block = story["blocks"][text.path[1]] if text.path[0] == "blocks" else {}
        if block and block["kind"] not in _OWN:
            return
        yield from self._left_out(text.words)
        names, is_name = self._named(text.words), self._names_trade(text.words)
        if (self.sums(text) or (is_name and (_is_name(text, block) or block.get("kind") == "note"))) and (
            more := sorted(names & self.known.silent)
        ):
            yield f"it names HS {', '.join(more)}, which has no figure and is in no total"
        elif is_name and _is_name(text, block) and not names and not self._scope.search(text.words):
            yield "it does not say which lines are not in it"

    @property
    def _scope(self) -> re.Pattern[str]:
        return self.grounds.lexicon.scope

    def _named(self, words: str) -> set[str]:
        """Return the codes of the lines that are named as those of which something is told."""
        return self._lines(self._scope.sub(" ", words))

    def _left_out(self, words: str) -> Iterator[str]:
        """Yield "(without …)" where it names other lines than those that have no figure."""
        names = [(first, last) for first, last, _ in self.grounds.named(words)]
        for found in self._scope.finditer(words):
            lines = found["lines"]
            if not lines or any(first <= found.start() < last for first, last in names):
                continue  # "(in part)", or a part of a name: "copper scrap (without slag)"
            if self._lines(lines) != self.known.silent or not _names_lines(lines, self.grounds):
                yield f"{found.group()!r} is said, without a figure are HS {', '.join(sorted(self.known.silent))}"

    def _lines(self, words: str) -> set[str]:
        listed = (code for found in HS.finditer(words) for code in re.findall(r"\d+", found["codes"]))
        return {code for *_, code in self.grounds.named(words)} | set(listed)

    def _names_trade(self, words: str) -> bool:
        said = folded(words)
        return any(part.stem in said for part in self.grounds.lexicon.partners.parts)

    def _is_total(self, name: str) -> bool:
        claim: Mapping[str, object] = self.grounds.evidence.claims.get(name, {})
        codes = claim.get("codes")
        return isinstance(codes, list) and set(codes) >= set(self.known.now_known)


def _is_name(text: Said, block: Data) -> bool:
    """Say whether a text stands where an edition names what it counts."""
    if text.path[0] in _HEADS:
        return True
    if block.get("id") == "lede":
        return text.path[2:] == ("paragraphs", 0, 0)
    return text.path[-1] in _FIELDS


def _names_lines(part: str, grounds: Grounds) -> bool:
    """Say whether a part of a text names lines and nothing else."""
    spans = [(first, last) for first, last, _ in grounds.named(part)] + [one.span() for one in _CODE.finditer(part)]
    rest, at = "", 0
    for first, last in sorted(spans):
        rest, at = rest + part[at : max(first, at)], max(at, last)
    return bool(spans) and not _JOINS.sub("", rest + part[at:])
