"""The rule on plain words: a sentence of ours without a figure is one of few, and what it says of the trade holds.

Beside figures each word is judged by what its claim is; a sentence without one says what no claim bears out. So its
form is one of tongues/unmarked.csv, and the releases are asked whether nothing was traded or is known, and which way
both lines went.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding, folded
from generator.audit.grounds import Grounds
from generator.audit.opposite import changes
from generator.audit.passages import PASSED_ON, Passage, passages
from generator.audit.releases import Parties, Releases
from generator.audit.tongues import LEXICONS
from generator.audit.tongues.tables import unmarked_forms
from generator.trade.period import Period

EDITION, RULE = "edition.json", "plain words"
_KINDS = frozenset({"section", "finding"})
_SLOTS = {
    "lines": r"(?P<lines>.{1,900}?)",
    "when": r"(?P<when>[^.;:]{1,60}?)",
    "codes": r"HS \d[^.:;]{0,200}?",
    "hs": r"HS \d{4}",
    "how": r"(?:CIF|FOB)",
    "n": r"[^.;:]{1,40}?",
    "of": r"[^.:]{1,300}?",
}
_PARTS = re.compile(r"\{(?P<slot>\w+)\}|\[(?P<either>[^\]]*)\]|(?P<words>[^{\[]+)")
_ENDED = re.compile("[.!?]\\s+(?=[A-Z“])|[\N{IDEOGRAPHIC FULL STOP}\N{ARABIC FULL STOP}]")
_JOINS = re.compile(r"\W|\band\b|和|اور")
_CODE = re.compile(r"HS (\d+)")


def known(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the sentences of ours that have no figure and no known form."""
    if not _is_ours(passage):
        return
    for sentence in _bare(passage):
        if form(sentence, grounds) is None:
            yield f"{sentence!r} has no figure, and is of no form that is known here"


def borne_out(edition: Data, evidence: Evidence, releases: Releases) -> Iterator[Finding]:
    """Yield the sentences without a figure of which the releases say otherwise."""
    for parties in evidence.bench.terms.every_party[:1]:  # the briefing's main direction comes first
        for language, story in edition["stories"].items():
            grounds = Grounds(edition, evidence, language)
            judge = _Known(edition, releases, parties, Period.parse(edition["period"]))
            for sentence in _sentences(story) if language in LEXICONS else ():
                if found := form(sentence, grounds):
                    yield from (Finding(EDITION, sentence, RULE, why) for why in judge.faults(found, grounds))


def _sentences(story: Data) -> Iterator[str]:
    own = [block for block in story["blocks"] if block["kind"] in _KINDS]
    for passage in filter(_is_ours, passages({**story, "blocks": own})):
        yield from _bare(passage)


def _is_ours(passage: Passage) -> bool:
    own = not passage.block.startswith((*PASSED_ON, "remarks"))
    return own and passage.role == "prose" and passage.kind in _KINDS


def _bare(passage: Passage) -> Iterator[str]:
    """Yield the sentences of a passage in which no figure stands."""
    if not passage.said.marks:
        yield folded(passage.words).strip()
        return
    start = 0
    for end in (*(found.end() for found in _ENDED.finditer(passage.words)), len(passage.words)):
        words = passage.words[start:end]
        if any(map(str.isalpha, words)) and not any(start <= mark.start < end for mark in passage.said.marks):
            yield folded(words).strip()
        start = end


@dataclass(frozen=True)
class Form:
    """What kind of sentence one is, which lines it names, and when."""

    kind: str
    lines: frozenset[str]
    when: str


def form(sentence: str, grounds: Grounds) -> Form | None:
    """Return the known form of a sentence; None where it has none, or says more than names and times in its places."""
    for kind, pattern in _forms(grounds.language):
        if found := pattern.fullmatch(sentence):
            said = {"lines": "", "when": ""} | {key: words or "" for key, words in found.groupdict().items()}
            names = grounds.named(said["lines"])
            codes = [(*item.span(), item[1]) for item in _CODE.finditer(said["lines"])]
            times = [(one.start, one.end) for one in grounds.mentions(said["when"])]
            if not _more(said["lines"], [one[:2] for one in (*names, *codes)]) and not _more(said["when"], times):
                return Form(kind, frozenset(code for *_, code in (*names, *codes)), said["when"])
    return None


def _more(words: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Say whether words stand beside `spans` that join nothing."""
    rest = 0
    for first, last in (*sorted(spans), (len(words), len(words))):
        if _JOINS.sub("", words[rest:first]):
            return True
        rest = max(rest, last)
    return False


@cache
def _forms(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(_pattern(form))) for kind, form in unmarked_forms(language))


def _pattern(form: str) -> str:
    """Return the pattern of a form: `{lines}` is a place, `[a|b]` one of several wordings."""
    said = ""
    for part in _PARTS.finditer(form):
        if part["slot"]:
            said += _SLOTS[part["slot"]]
        elif part["either"] is not None:
            said += f"(?:{'|'.join(map(_pattern, part['either'].split('|')))})"
        else:
            said += re.escape(part["words"])
    return said


@dataclass(frozen=True)
class _Known:
    """What the releases say of the lines of one edition."""

    edition: Data
    releases: Releases
    parties: Parties
    now: Period

    def faults(self, form: Form, grounds: Grounds) -> Iterator[str]:
        """Yield what a sentence says that is not so."""
        if form.kind in {"no trade", "no figure"}:
            spans = [one for one in self._spans(grounds) if any(it.fits(one) for it in grounds.mentions(form.when))]
            if not spans:
                yield f"{form.when!r} is no time of the edition"
            for code in sorted(form.lines):
                yield from self._lacks(form.kind, code, spans)
        if form.kind in {"both rose", "both fell"}:
            yield from self._both(1 if form.kind == "both rose" else -1)

    def _spans(self, grounds: Grounds) -> Iterator[Period]:
        yield from (self.now, self.now.year_before())
        if compare := grounds.edition.get("compare_period"):
            yield Period.parse(compare)

    def _lacks(self, kind: str, code: str, spans: list[Period]) -> Iterator[str]:
        values = {str(span): self.releases.value(self.parties, code, span) for span in spans}
        for span, value in values.items():
            if value or (kind == "no figure" and value is not None):
                yield f"HS {code} came to {value:f} in {span}"
            elif kind == "no trade" and value is None:
                yield f"the releases do not say that HS {code} was not traded in {span}"

    def _both(self, way: int) -> Iterator[str]:
        """Yield the lines that did not go the way that is said of both."""
        _, lines = changes(self.edition, self.releases, self.parties, self.now)
        yield from (f"HS {code} moved by {moved:f}" for code, moved in lines.items() if moved * way < 0)
