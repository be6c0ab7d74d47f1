"""Lacking: what a monthly edition says is missing is missing by the releases, and what is missing is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.audit.edition import Data, Said, said
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.releases import Parties, Releases
from generator.audit.tongues import LEXICONS, Lexicon, any_of
from generator.audit.when import Mention, mentions
from generator.trade.codes import is_within
from generator.trade.period import Period
from generator.trade.rollup import roots

EDITION = "edition.json"
_YEAR = 12


def lacking(edition: Data, evidence: Evidence, releases: Releases) -> Iterator[Finding]:
    """Yield each sentence on missing figures that the releases contradict, and the missing base that no text tells."""
    now = Period.parse(edition["period"])
    if now.months >= _YEAR:
        return
    for parties in evidence.bench.terms.every_party[:1]:  # the briefing's main direction comes first
        known = Known(releases, parties, tuple(edition.get("codes", ())), now)
        for language, story in edition["stories"].items():
            if language in LEXICONS:
                told = [text for block in story["blocks"] for text in evidence.texts(block)]
                speech = LEXICONS[language]
                for look in (_base, _gaps, _withheld, _idle):
                    yield from look(told, known, speech)
                yield from _nothing(story, known, evidence, speech)


def _base(told: list[Said], known: Known, speech: Lexicon) -> Iterator[Finding]:
    """Yield a sentence on the year before which does not hold, and a missing base that no sentence tells."""
    base = known.now.year_before()
    about = [(text, found) for text in told if (found := speech.missing.base.search(text.words))]
    broken = [text for text in told if speech.missing.broken.search(text.words)]
    for text, found in about:
        if not any(one.fits(base) for one in mentions(found.group(), speech)):
            yield Finding(EDITION, text.words, "missing", f"the month it speaks of is not {base}")
        elif known.whole(base) or known.is_apart(base):
            yield Finding(EDITION, text.words, "missing", f"the releases have the figures of {base}")
        elif bool(known.some(base)) is not bool(found["some"]):
            yield Finding(EDITION, text.words, "missing", f"of {base} the releases have {known.some(base) or 'none'}")
    for text in broken:
        if not known.is_apart(base):
            yield Finding(EDITION, text.words, "missing", f"the figures of {base} count as those of {known.now} do")
    for text in told:
        if speech.missing.begun.search(text.words) and known.begins_before(base):
            yield Finding(EDITION, text.words, "missing", f"the releases have figures of {base} or before")
    if known.whole(known.now) and not known.whole(base) and not about and not broken:
        yield Finding(EDITION, "", "missing", f"no text says that there is no figure for {base} to compare with")


def _gaps(told: list[Said], known: Known, speech: Lexicon) -> Iterator[Finding]:
    """Yield a sentence on months that the source does not have which names others, and one that is not there."""
    lost = known.lost()
    about = [(text, found) for text in told if (found := speech.missing.gaps.search(text.words))]
    for text, found in about:
        named = _months(found["months"], speech)
        named = {min(named), max(named)} if found["some"] and named else named
        ends = {min(lost), max(lost)} if lost else set()
        if wrong := sorted(named ^ (ends if found["some"] else lost)):
            yield Finding(EDITION, text.words, "missing", f"it does not hold of {Period(wrong[0], 1)}")
    if lost and not about:
        yield Finding(
            EDITION, "", "missing", f"no text says that the releases have no figures for {Period(min(lost), 1)}"
        )


def _withheld(told: list[Said], known: Known, speech: Lexicon) -> Iterator[Finding]:
    """Yield a sentence on withheld figures of which the releases have one, or have none to withhold."""
    for text in told:
        found = speech.missing.withheld.search(text.words)
        for part in re.split(r"(?=HS \d)", found["one"]) if found else ():
            code, months = re.match(r"HS (\d+)", part), _months(part, speech)
            if code and (open_months := sorted(months - known.withheld(code[1]))):
                why = f"HS {code[1]} is not withheld in {Period(open_months[0], 1)}"
                yield Finding(EDITION, text.words, "missing", why)


def _idle(told: list[Said], known: Known, speech: Lexicon) -> Iterator[Finding]:
    """Yield a sentence on codes without trade of which one has some, now or a year before."""
    for text in told:
        found = speech.missing.idle.search(text.words)
        for code in re.findall(r"\d+", found["codes"]) if found else ():
            for span in (known.now, known.now.year_before()):
                if value := known.releases.value(known.parties, code, span):
                    yield Finding(EDITION, text.words, "missing", f"HS {code} came to {value:f} in {span}")


def _nothing(story: Data, known: Known, evidence: Evidence, speech: Lexicon) -> Iterator[Finding]:
    """Yield a note under a key figure that nothing was traded a year before, where something was, or nobody knows."""
    for cell in (cell for block in story["blocks"] if block["kind"] == "strip" for cell in block["cells"]):
        marks, note = cell["figure"].get("marks", ()), said(cell["note"])
        claim = evidence.claims.get(marks[0]["claim"]) if marks else None
        if claim is None or note.marks or not any_of(speech.nothing).search(note.words):
            continue
        base = Period.parse(claim["period"]).year_before()
        if value := known.releases.total(known.parties, claim["codes"], base):
            yield Finding(EDITION, note.words, "missing", f"it came to {value:f} in {base}")
        elif value is None:
            yield Finding(EDITION, note.words, "missing", f"the releases do not say that nothing was traded in {base}")


def _months(words: str, speech: Lexicon) -> set[int]:
    """Return the months that "March 2012 and October 2012 to December 2015" names."""
    found, named = [one for one in mentions(words, speech) if one.year], set[int]()
    for place, one in enumerate(found):
        at = _first(one)
        joint = words[found[place - 1].end : one.start].strip() if place else ""
        named |= set(range(_first(found[place - 1]) if joint == speech.missing.until else at, at + one.months))
    return named


def _first(one: Mention) -> int:
    return Period.parse(f"{one.year}-{(one.month or 0) + 1:02}").first


@dataclass(frozen=True)
class Known:
    """What the releases have of the codes of one edition."""

    releases: Releases
    parties: Parties
    codes: tuple[str, ...]
    now: Period

    @cached_property
    def silent(self) -> set[str]:
        """The codes of the whole that have no figure now."""
        return set(roots(self.codes)) - set(self.now_known)

    def some(self, span: Period) -> list[str]:
        """Return the codes of the whole that have a figure now which are known over `span`."""
        return [code for code in self.now_known if self.releases.value(self.parties, code, span) is not None]

    def whole(self, span: Period) -> bool:
        """Say whether all of them are known over `span`; where one has lost its figure now, nothing is asked."""
        return len(self.some(span)) == len(self.now_known) and not self._lost

    def is_apart(self, span: Period) -> bool:
        """Say whether figures over `span` are none of their code's series: other goods, or valued otherwise."""
        gone = {at for code in self.now_known for at in self.releases.apart.get((self.parties, code), ())}
        return any(span.first <= at < span.first + span.months for at in gone)

    def begins_before(self, span: Period) -> bool:
        """Say whether the releases know anything of the codes before the end of `span`."""
        begin = self.releases.first_month(self.parties, self.codes)
        return begin is not None and begin <= span.last.first

    @cached_property
    def now_known(self) -> list[str]:
        """The codes of the whole that have one."""
        whole = roots(self.codes)
        return [code for code in whole if self.releases.value(self.parties, code, self.now) is not None]

    @cached_property
    def _lost(self) -> bool:
        lines = [line for of, line in self.releases.series if of == self.parties]
        return any(is_within(line, code) for line in lines for code in self.silent)

    def withheld(self, code: str) -> set[int]:
        """Return the months of which the newest release withholds the figure of a code."""
        series = self.releases.series.get((self.parties, code), {})
        spans = (range(first, first + size) for first, own in series.items() for size, at in own.items() if at is None)
        return {month for months in spans for month in months}

    def lost(self) -> set[int]:
        """Return the months between the first of which anything is known and the edition's of which nothing is."""
        known = {
            month
            for code in self.codes
            for first, lengths in self.releases.series.get((self.parties, code), {}).items()
            for length in lengths
            for month in range(first, first + length)
        }
        begin = self.releases.first_month(self.parties, self.codes)
        months = range(self.now.last.first if begin is None else begin, self.now.last.first)
        covers = self.releases.is_complete
        return {at for at in months if at not in known and not any(covers(self.parties, one, at) for one in self.codes)}
