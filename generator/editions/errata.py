"""Finds the errata of a correction by comparing the published revision with the new one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from generator.commentary.correction_box import Mended, Texts, corrected
from generator.editions.differences import Pair, PrintedSentence, paired
from generator.settings.desk_folder import CORRECTION
from generator.settings.desk_parts import digest
from generator.settings.value_types import Language
from generator.store import FigureStore
from generator.story.amounts import Claim
from generator.story.brief import Brief
from generator.story.claim_ledger import ClaimLedger
from generator.story.plan import Mark, Story, Text
from generator.story.record import as_json, claims_data, edition_data, names_in
from generator.story.words import Words, speak
from generator.story.words.speech import Noun, Slot
from generator.trade.codes import is_within
from generator.trade.currency import is_money
from generator.trade.figures import Figures
from generator.trade.period import Period
from generator.trade.trees import leaves, read

Data = Mapping[str, Any]
_MOST = 6  # errata that fit into a box
_EDITORS = ("remarks", "earlier")  # prefixes of the ids of blocks with an editor's sentences
_LIKE = 0.6  # least likeness for a new sentence to replace a dropped one
_TOP, _PROSE = "finding", frozenset({"finding", "section", "voices"})
_LEVELS = frozenset({"level", "sum"})
_COUNTED = _LEVELS | {"quantity"}  # kinds of claims that a release states itself
_Changed = tuple[PrintedSentence, PrintedSentence | None]


@dataclass(frozen=True)
class Correction:
    """A correction, as it is kept with the revision that makes it."""

    edition: str  # the published revision that it corrects
    files: Mapping[str, str]  # digests of that revision's edition.json and claims.json
    on: date
    notes: Mapping[str, str]  # the reason, by language
    withdrawn: date | None = None  # day on which the published revision was withdrawn, if it was

    @classmethod
    def read(cls, raw: bytes) -> Correction:
        """Parse the JSON that `written` returns."""
        data = json.loads(raw)
        withdrawn = date.fromisoformat(data["withdrawn"]) if "withdrawn" in data else None
        return cls(data["edition"], data["files"], date.fromisoformat(data["on"]), data["notes"], withdrawn)

    def written(self) -> bytes:
        """Return the correction as JSON. Equal corrections give equal bytes."""
        data = {"schema": 1, "edition": self.edition, "files": dict(self.files), "on": self.on.isoformat()}
        data["notes"] = dict(self.notes)
        return as_json(data | self._withdrawal())

    def as_data(self) -> dict[str, Any]:
        """Return its entry in edition.json: the revision, the day, and digests of this record and of its files."""
        data = {"edition": self.edition, "on": self.on.isoformat(), "sha256": digest(self.written())}
        data |= {"document": self.files["edition.json"], "claims": self.files["claims.json"]}
        return data | self._withdrawal()

    def _withdrawal(self) -> dict[str, str]:
        return {"withdrawn": self.withdrawn.isoformat()} if self.withdrawn else {}


def correction_in(store: FigureStore, manifest: Data) -> Correction | None:
    """Return the correction that the revision of a manifest makes; None if it makes none."""
    sha256 = manifest["inputs"].get(CORRECTION)
    return Correction.read(store.raw.read(sha256)) if sha256 else None


def with_correction(
    before: Mapping[str, bytes],
    correction: Correction,
    figures: Figures,
    ledger: ClaimLedger,
    stories: Sequence[Story],
    briefs: Mapping[Language, Brief],
) -> tuple[Story, ...]:
    """Return the stories with a correction box at the top of each. `briefs` are in the order of the stories.

    `before` has edition.json and claims.json of the published revision.
    """

    def amount(code: str, period: Period) -> Decimal | None:
        cells = figures.over([code], period)
        return None if cells is None else sum((cell.value or Decimal(0) for cell in cells), Decimal(0))

    now = {
        "edition.json": as_json(edition_data({}, {}, stories)),
        "claims.json": as_json(claims_data({}, {}, ledger, stories)),
    }
    pairs = paired(before, now)
    printed = json.loads(before["edition.json"])["stories"]
    old_claims = json.loads(before["claims.json"])["claims"]
    new_claims = json.loads(now["claims.json"])["claims"]
    claims = ComparedClaims(old_claims, new_claims, amount)
    corrected_stories = []
    for story, brief in zip(stories, briefs.values(), strict=True):
        own_pairs = [pair for pair in pairs if _is_in_language(pair, story.language)]
        box = ErrataBox(claims, ledger.period, speak(story.language), brief)
        errata, is_more = box.errata(own_pairs)
        shown = tuple(_texts_in(printed.get(story.language, {}).get("blocks", ())))
        documents = (correction.files["edition.json"], correction.files["claims.json"])
        details = (correction.on, correction.notes[story.language], errata, is_more, shown)
        with_box = corrected(story, Mended(*details, *documents, correction.withdrawn), ledger)
        glossary = {**story.glossary, "lines": names_in(with_box.blocks, brief)}
        corrected_stories.append(replace(with_box, glossary=glossary))
    return tuple(corrected_stories)


def _is_in_language(pair: Iterable[PrintedSentence | None], language: str) -> bool:
    """Say whether one of the two sentences, the old or the new one, is in the language."""
    return any(sentence is not None and sentence.language == language for sentence in pair)


def _texts_in(node: object) -> Iterator[Text]:
    """Yield the texts in an edition's data, except those of a correction box, which repeats wrong figures."""
    parts: Iterable[object] = ()
    if isinstance(node, list):
        parts = node
    elif isinstance(node, dict):
        if isinstance(node.get("words"), str):
            yield as_text(node)
        elif node.get("kind") != "correction":
            parts = node.values()
    for part in parts:
        yield from _texts_in(part)


@dataclass(frozen=True)
class ComparedClaims:
    """The claims of the published revision and of the new one."""

    before: Sequence[Data]  # claims of claims.json
    now: Sequence[Data]
    amount: Callable[[str, Period], Decimal | None]  # the current value of a line in a period

    @cached_property
    def wrong(self) -> frozenset[str]:
        """The ids of old claims with another value now, and of dropped claims about a line that was restated.

        Two claims may be about the same: the change of a total in dollars, and in tonnes.
        """
        values: dict[tuple[Any, ...], set[str]] = {}
        for claim in self.now:
            values.setdefault(_key(claim), set()).add(claim["value"])
        wrong = set()
        for claim in self.before:
            if claim["formula"][0] == "stated":
                continue
            if _key(claim) in values:
                is_wrong = claim["value"] not in values[_key(claim)]
            else:
                is_wrong = self._touches_restated(claim["codes"])
            if is_wrong:
                wrong.add(claim["id"])
        return frozenset(wrong)

    def _touches_restated(self, codes: Iterable[str]) -> bool:
        """Say whether a restated line lies within one of the codes, or one of them within it."""
        for code in codes:
            for line in self.restated:
                if is_within(line, code) or is_within(code, line):
                    return True
        return False

    @cached_property
    def restated(self) -> Mapping[str, Sequence[Period]]:
        """The lines with a restated amount, each with the periods concerned, largest difference first.

        Weights come after money. A line whose amount is withheld now counts as zero.
        """
        now = _amounts(self.now)
        sizes: dict[str, tuple[bool, Decimal]] = {}
        periods: dict[str, list[Period]] = {}
        for (code, written, unit), value in _amounts(self.before).items():
            period = Period.parse(written)
            right = now.get((code, written, unit))
            if right is None:
                right = value
                if is_money(unit):
                    right = self.amount(code, period) or Decimal(0)
            if right != value:
                size = (is_money(unit), abs(right - value))
                sizes[code] = max(sizes.get(code, size), size)
                periods.setdefault(code, []).append(period)
        return {code: periods[code] for code in sorted(sizes, key=lambda code: sizes[code], reverse=True)}


def _key(claim: Data) -> tuple[Any, ...]:
    about = (claim["kind"], tuple(claim["codes"]), claim["period"], claim["compare_period"])
    return (*about, claim["unit"], claim["formula"][0])


def _amounts(claims: Sequence[Data]) -> dict[tuple[str, str, str], Decimal]:
    amounts = (claim for claim in claims if claim["kind"] in _COUNTED and len(claim["codes"]) == 1)
    return {(claim["codes"][0], claim["period"], claim["unit"]): Decimal(claim["value"]) for claim in amounts}


@dataclass(frozen=True)
class ErrataBox:
    """Collects the errata of an edition in one language."""

    claims: ComparedClaims
    period: Period  # of the edition
    words: Words  # of the language
    brief: Brief  # with the names of lines

    def errata(self, pairs: Sequence[Pair]) -> tuple[list[tuple[Texts, Texts]], bool]:
        """Return pairs of what was printed and what is right, and whether there are more than fit into the box.

        First come the headline and the points under it. Then comes each restated line: its first wrong sentence, or its
        amount if no sentence is about it. The other wrong sentences follow. A dropped sentence is paired with the
        amount of its line.
        """
        wrong = self._wrong(pairs)
        errata = [self._sentence(was, now) for was, now in wrong if was.kind == _TOP]
        for code, periods in self.claims.restated.items():
            period = self.period if self.period in periods else periods[0]
            about = [pair for pair in wrong if self._is_about(pair, code)]
            amounts = self._amount(code, period, self.claims.before)
            if about:
                errata.append(self._sentence(*about[0]))
            elif amounts and amounts != self._amount(code, period, self.claims.now):
                errata.append((amounts, self._right(code, period)))
        errata += [self._sentence(was, now) for was, now in wrong]
        once = list(dict.fromkeys(errata))
        return once[:_MOST], len(once) > _MOST

    def _wrong(self, pairs: Sequence[Pair]) -> list[_Changed]:
        """Return the old sentences with a wrong figure, and all changed sentences of an editor, without repeats.

        A sentence that is still printed anywhere does not count.
        """
        standing = {now.words for _, now in pairs if now}
        changed: dict[tuple[str, ...], _Changed] = {}
        for was, now in _rejoined(pairs):
            if was is None or was.kind not in _PROSE or was.words in standing or was.words in changed:
                continue
            is_other = now is None or _figures(was) != _figures(now)
            if was.block.startswith(_EDITORS) or (is_other and self.claims.wrong & set(_ids(was))):
                changed[was.words] = (was, now)
        return list(changed.values())

    def _sentence(self, was: PrintedSentence, now: PrintedSentence | None) -> tuple[Texts, Texts]:
        if now is not None:
            return _texts(was), _texts(now)
        levels = _levels(was, self.claims.before)
        if len(was.codes) != 1 or not levels:
            return _texts(was), ()
        [code] = was.codes
        return _texts(was), self._right(code, Period.parse(levels[0]["period"]))

    def _is_about(self, pair: _Changed, code: str) -> bool:
        """Whether a changed sentence is about a line, before and now."""
        was, now = pair
        if now is None:
            return was.codes == {code}
        sides = ((was, self.claims.before), (now, self.claims.now))
        return all(
            sentence.codes == {code} or any(claim["codes"] == [code] for claim in _levels(sentence, claims))
            for sentence, claims in sides
        )

    def _right(self, code: str, period: Period) -> Texts:
        amount = self._amount(code, period, self.claims.now)
        if amount or self.claims.amount(code, period):
            return amount
        return (self.words.say("corrected.line.none", name=self._name(code), when=self.words.span(period)),)

    def _amount(self, code: str, period: Period, claims: Sequence[Data]) -> Texts:
        """Return the amount of a line in a period, with its year-on-year change, in words; () if it has no amount."""
        base = period.year_before()
        level = change = None
        for row in claims:
            if row["codes"] != [code] or row["period"] != str(period):
                continue
            if level is None and row["kind"] in _LEVELS:
                level = _claim(row)
            if change is None and (row["kind"], row["unit"], row["compare_period"]) == ("change", "pct", str(base)):
                change = _claim(row)
        if level is None:
            return ()
        slots: dict[str, Slot] = {"name": self._name(code), "level": self.words.worth(level)}
        slots["when"] = self.words.span(period)
        rate = self.words.rate(change)
        if change is None or rate is None:
            return (self.words.say("corrected.line.level", **slots),)
        slots |= {"rate": rate, "way": self.words.way(change.direction or ""), "base": self.words.span(base)}
        return (self.words.say("corrected.line.rate", **slots),)

    def _name(self, code: str) -> Noun:
        return self.words.briefly(self.brief.label(code))


def _levels(sentence: PrintedSentence, claims: Sequence[Data]) -> list[Data]:
    """Return those of `claims`, from the sentence's edition, that are levels and that it prints."""
    printed = set(_ids(sentence))
    return [claim for claim in claims if claim["id"] in printed and claim["kind"] in _LEVELS]


def _claim(row: Data) -> Claim:
    """Return a claim of claims.json as a Claim."""
    base = Period.parse(row["compare_period"]) if row["compare_period"] else None
    low, value, high = (Decimal(row[end]) for end in ("low", "value", "high"))
    about = (row["id"], row["kind"], tuple(row["codes"]), Period.parse(row["period"]), row["unit"])
    return Claim(*about, value, low, high, tuple(row["formula"]), base, row["qualifier"], row["direction"])


def _rejoined(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs, with each new sentence paired with a similar dropped one of the same block, if there is one.

    Headlines and the points under them are left as they are: differences.paired has matched them by place.
    """
    removed = [was for was, now in pairs if was and now is None]
    rejoined: list[Pair] = []
    for was, now in pairs:
        like, best = was, 0.0
        if was is None and now is not None and now.kind != _TOP:
            for candidate in removed:
                if (candidate.kind, candidate.block) == (now.kind, now.block):
                    likeness = SequenceMatcher(None, candidate.form, now.form, autojunk=False).ratio()
                    if likeness > _LIKE and likeness >= best:
                        like, best = candidate, likeness
            if like:
                removed.remove(like)
        rejoined.append((like, now))
    return [(was, now) for was, now in rejoined if now or was in removed]


def _ids(sentence: PrintedSentence) -> Iterator[str]:
    """Yield the ids of the claims that a sentence prints in digits or states in words."""
    for text in sentence.texts:
        for mark in text.get("marks", ()):
            yield mark["claim"]
        if text.get("said"):
            for leaf in leaves(read(text["said"])):
                if leaf[0] == "figure":
                    yield str(leaf[1])


def _figures(sentence: PrintedSentence) -> set[str]:
    """Return the figures in digits that a sentence prints."""
    forms: set[str] = set()
    for text in sentence.texts:
        forms |= {" ".join(text["words"][mark["start"] : mark["end"]].split()) for mark in text.get("marks", ())}
    return {form for form in forms if any(map(str.isdigit, form))}


def _texts(sentence: PrintedSentence) -> Texts:
    return tuple(as_text(text) for text in sentence.texts if text["words"].strip())


def as_text(data: Data) -> Text:
    """Return a text of an edition's data as a Text."""
    marks = tuple(Mark(mark["claim"], mark["start"], mark["end"]) for mark in data.get("marks", ()))
    return Text(data["words"], marks, tree=read(data["said"]) if data.get("said") else None)
