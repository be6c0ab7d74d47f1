"""Valuations, by the auditor's own look: which figures are CIF, which FOB, and what the texts say of it.

An amount is what the one column says that repeats it. Figures valued otherwise than those of the edition's period are
none of their code's series: no sum, no change, no record may stand on both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.audit.edition import Data, Said
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.releases import Parties, Releases
from generator.audit.tongues import LEXICONS, Lexicon, Valued
from generator.audit.when import mentions
from generator.trade.codes import is_within
from generator.trade.period import Period

EDITION, RULE = "edition.json", "valuation"
_BY_RULE = {"M": "CIF", "RM": "CIF", "X": "FOB", "RX": "FOB"}  # IMTS 2010, 4.4
_WORD = re.compile(r"(?<![A-Za-z])(?:CIF|FOB)(?![A-Za-z])")


def set_apart(releases: Releases, codes: Sequence[str], now: Period) -> None:
    """Enter in `releases` the months in which a code of the edition was valued otherwise than in `now`."""
    for parties in {of for of, _ in releases.valuations}:
        within = {code: _by_month(releases, parties, code) for code in codes}
        every = {how for told in within.values() for month, how in told.items() if _is_in(now, month)}
        for code, told in within.items():
            own = [told[month] for month in sorted(told) if _is_in(now, month)]
            today = own[-1] if own else every.copy().pop() if len(every) == 1 else ""
            gone = {at: how for at, how in told.items() if today and how != today and at < now.first + now.months}
            if gone:
                releases.apart.setdefault((parties, code), set()).update(gone)
                releases.revalued.setdefault(parties, {}).update(gone)
        if every:
            releases.valued[parties] = " and ".join(sorted(every))


def _by_month(releases: Releases, parties: Parties, code: str) -> dict[int, str]:
    """Return how `code` is valued in each month: as its own row says, without one as all lines within it say."""
    own = releases.valuations.get((parties, code), {})
    printed = releases.series.get((parties, code), {})
    found: dict[int, set[str]] = {}
    for (of, line), told in releases.valuations.items():
        if of == parties and line != code and is_within(line, code):
            for month, how in told.items():
                if month not in printed:
                    found.setdefault(month, set()).add(how)
    return {month: next(iter(every)) for month, every in found.items() if len(every) == 1} | own


def _is_in(span: Period, month: int) -> bool:
    return span.first <= month < span.first + span.months


def mixed(claim: Data, evidence: Evidence) -> Iterator[str]:
    """Yield that the amounts of one flow that a claim stands on are CIF and FOB."""
    seen: dict[str, set[str]] = {}
    for cell in evidence.traits(claim["formula"]):
        if cell.valuation:
            seen.setdefault(cell.flow, set()).add(cell.valuation)
    if any(len(every) > 1 for every in seen.values()):
        yield "it stands on CIF and on FOB values"


def told(edition: Data, evidence: Evidence, releases: Releases) -> Iterator[Finding]:
    """Yield the texts that call values CIF or FOB that are not, and the change of it that no note tells."""
    for parties in evidence.bench.terms.every_party[:1]:  # the briefing's main direction comes first
        judge = _Judge(parties, releases, Period.parse(edition["period"]).year_before())
        for language, story in edition["stories"].items():
            if language in LEXICONS:
                yield from _of_story(story, judge, language, evidence)


def _of_story(story: Data, judge: _Judge, language: str, evidence: Evidence) -> Iterator[Finding]:
    speech, said = LEXICONS[language].valued, False
    for block in story["blocks"]:
        for text in evidence.texts(block):
            said = said or bool(speech.before.search(text.words))
            yield from judge.faults(text, language)
            if block["kind"] == "note" and _WORD.search(
                _unread(_without_quotes(text.words, LEXICONS[language]), speech)
            ):
                yield Finding(EDITION, text.words, RULE, "it calls values CIF or FOB in no known form")
    texts = [text.words for block in story["blocks"] for text in evidence.texts(block)]
    if not judge.now and not any(speech.rule.search(words) for words in texts):
        for words in texts:
            if (found := speech.now.search(words)) and found["now"] != (rule := _BY_RULE[judge.parties[2]]):
                yield Finding(EDITION, words, RULE, f"by rule they are {rule}, and no text says otherwise")
    if judge.revalued and not said:
        why = f"no note says that values up to {Period(max(judge.revalued), 1)} are valued otherwise"
        yield Finding(EDITION, "", RULE, why)


def _without_quotes(words: str, lexicon: Lexicon) -> str:
    opening, closing = lexicon.quotes
    return re.sub(f"{opening}[^{opening}{closing}]*{closing}", "", words)


def _unread(words: str, speech: Valued) -> str:
    for pattern in (speech.now, speech.rule, speech.before, speech.base, speech.both, speech.odd):
        words = pattern.sub("", words)
    return words


@dataclass(frozen=True)
class _Judge:
    """What the releases have of one reporter, partner and flow, and the period a year before the edition's."""

    parties: Parties
    releases: Releases
    base: Period

    @property
    def now(self) -> str:
        return self.releases.valued.get(self.parties, "")

    @property
    def revalued(self) -> dict[int, str]:
        return self.releases.revalued.get(self.parties, {})

    def faults(self, text: Said, language: str) -> Iterator[Finding]:
        """Yield what a text says of the valuation and the releases do not."""
        lexicon = LEXICONS[language]
        speech = lexicon.valued
        for pattern in (speech.now, speech.rule, speech.before, speech.base, speech.both):
            if found := pattern.search(text.words):
                for problem in self._problems(found, lexicon):
                    yield Finding(EDITION, text.words, RULE, problem)

    def _problems(self, found: re.Match[str], lexicon: Lexicon) -> Iterator[str]:
        said = found.groupdict()
        if said.get("now") == lexicon.valued.both_ways:
            said["now"] = "CIF and FOB"
        if "now" in said and self.now and said["now"] != self.now:
            yield f"the releases have {self.now} values"
        if "rule" in said:
            yield from self._of_rule(said, lexicon.valued)
        if "then" in said and said["then"] not in self.revalued.values():
            yield f"no earlier figure is {said['then']}"
        if "when" in said:
            ends = [self.base] if "now" in said else self._last
            if not any(one.fits(end) for one in mentions(said["when"], lexicon) for end in ends):
                yield f"the time it names is not that of the values that are {said['then']}"

    def _of_rule(self, said: dict[str, str], speech: Valued) -> Iterator[str]:
        rule = _BY_RULE[self.parties[2]]
        if said["rule"] != rule or speech.flows[said["flow"]] != self.parties[2][-1]:
            yield f"the rule for this trade is {rule}"
        does = next((how for word, how in speech.does.items() if word in said["does"]), "")
        if self.now and does != self.now:
            yield f"the releases have {self.now} values"

    @property
    def _last(self) -> list[Period]:
        """The last month that is valued otherwise, and its year."""
        return [span for at in [max(self.revalued, default=0)] for span in (Period(at, 1), Period(at - at % 12, 12))]
