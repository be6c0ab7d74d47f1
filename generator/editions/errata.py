"""What a correction tells, found by comparing the revision that went out with the one that is made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from generator.story.brief import Brief, NamedLine
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


@dataclass(frozen=True)
class Correction:
    """A correction as it is kept with the revision that it makes: what it corrects, on which day, and why.

    `edition` is the revision that went out, `files` are the digests of its edition.json and claims.json; `withdrawn` is
    the day on which it was taken back, where it was.
    """

    edition: str
    files: Mapping[str, str]
    on: date
    notes: Mapping[str, str]
    withdrawn: date | None = None

    @classmethod
    def read(cls, raw: bytes) -> Correction:
        """Return what `written` wrote."""
        data = json.loads(raw)
        withdrawn = date.fromisoformat(data["withdrawn"]) if "withdrawn" in data else None
        return cls(data["edition"], data["files"], date.fromisoformat(data["on"]), data["notes"], withdrawn)

    def written(self) -> bytes:
        """Return it as JSON that is the same each time."""
        kept = {
            "edition": self.edition,
            "files": dict(self.files),
            "on": self.on.isoformat(),
            "notes": dict(self.notes),
        }
        return as_json({"schema": 1, **kept, **self._taken_back()})

    def as_data(self) -> dict[str, Any]:
        """Return what edition.json says of it: the revision and its text, the day, and where note and text are kept."""
        kept = {"sha256": digest(self.written()), "document": self.document, "claims": self.files["claims.json"]}
        return {"edition": self.edition, "on": self.on.isoformat(), **kept, **self._taken_back()}

    def _taken_back(self) -> dict[str, str]:
        return {"withdrawn": self.withdrawn.isoformat()} if self.withdrawn else {}

    @property
    def document(self) -> str:
        """The digest of edition.json of the revision that went out."""
        return self.files["edition.json"]


def correction_in(store: FigureStore, manifest: Mapping[str, Any]) -> Correction | None:
    """Return what the revision of a manifest corrects, None where it is no correction."""
    kept = manifest["inputs"].get(CORRECTION)
    return Correction.read(store.raw(kept)) if kept else None


def mended(
    before: Mapping[str, bytes],
    correction: Correction,
    figures: Figures,
    ledger: ClaimLedger,
    stories: Sequence[Story],
    briefs: Mapping[Language, Brief],
) -> tuple[Story, ...]:
    """Return the stories with the box of a correction at the top of each; `briefs` are theirs, by language.

    `before` has edition.json and claims.json of the revision that went out.
    """

    def amount(code: str, period: Period) -> Decimal | None:
        cells = figures.over([code], period)
        return None if cells is None else sum((cell.value or Decimal(0) for cell in cells), Decimal(0))

    now = {
        "edition.json": as_json(edition_data({}, {}, stories)),
        "claims.json": as_json(claims_data({}, {}, ledger, stories)),
    }
    pairs, printed = paired(before, now), json.loads(before["edition.json"])["stories"]
    old, new = (json.loads(files["claims.json"])["claims"] for files in (before, now))
    claims = ComparedClaims(old, new, amount)

    def one(story: Story) -> Story:
        brief = briefs[story.language]  # type: ignore[index]  # a language of the desk
        box = ErrataBox(claims, ledger.period, speak(story.language), lambda code: NamedLine(brief.label(code), code))
        found, is_more = box.told([pair for pair in pairs if _language_of(pair) == story.language])
        shown = tuple(_texts_in(printed.get(story.language, {}).get("blocks", ())))
        documents = (correction.document, correction.files["claims.json"])
        of = (correction.on, correction.notes[story.language], found, is_more)
        made = corrected(story, Mended(*of, shown, *documents, correction.withdrawn), ledger)
        return replace(made, glossary={**story.glossary, "lines": names_in(made.blocks, brief)})

    return tuple(map(one, stories))


def _language_of(pair: Pair) -> str:
    return next(one.language for one in pair if one is not None)


def _texts_in(node: object) -> Iterator[Text]:
    """Yield the texts of an edition's data but those of a box of its own: what that says was printed once more."""
    if isinstance(node, dict):
        if isinstance(node.get("words"), str):
            yield as_text(node)
        elif node.get("kind") != "correction":
            yield from (text for part in node.values() for text in _texts_in(part))
    elif isinstance(node, list):
        yield from (text for part in node for text in _texts_in(part))


Data = Mapping[str, Any]
MOST = 6  # errata that a box has room for
_EDITORS = ("remarks", "earlier")  # what the blocks of an editor's sentences begin with
_LIKE = 0.6  # of the words of both
_TOP, _PROSE = "finding", frozenset({"finding", "section", "voices"})
_LEVELS = frozenset({"level", "sum"})
_COUNTED = _LEVELS | {"quantity"}  # what a release says itself
Key = tuple[Any, ...]
Both = tuple[PrintedSentence, PrintedSentence | None]


@dataclass(frozen=True)
class ComparedClaims:
    """The claims of claims.json before and now, and what the releases say a line came to in a period now."""

    before: Sequence[Data]
    now: Sequence[Data]
    amount: Callable[[str, Period], Decimal | None]

    @cached_property
    def wrong(self) -> frozenset[str]:
        """The ids of the claims that have another value now, and of those that stood on an amount that was restated."""
        values = {_key(claim): claim["value"] for claim in self.now}
        found = set()
        for claim in self.before:
            if claim["formula"][0] == "stated":
                continue
            value = values.get(_key(claim))
            if value != claim["value"] and (value is not None or self._is_restated(claim["codes"])):
                found.add(claim["id"])
        return frozenset(found)

    @cached_property
    def restated(self) -> Mapping[str, Sequence[Period]]:
        """The lines of which the release says another amount, each with those periods, the largest difference first.

        Weights come after money; a line that has no amount any more, since it was withheld, comes to nothing.
        """
        was, new = _amounts(self.before), _amounts(self.now)
        sizes: dict[str, tuple[bool, Decimal]] = {}
        periods: dict[str, list[Period]] = {}
        for (code, period, unit), value in was.items():
            right = new.get((code, period, unit))
            if right is None:
                right = (self.amount(code, Period.parse(period)) or Decimal(0)) if is_money(unit) else value
            if right != value:
                size = (is_money(unit), abs(right - value))
                sizes[code] = max(sizes.get(code, size), size)
                periods.setdefault(code, []).append(Period.parse(period))
        return {code: periods[code] for code in sorted(sizes, key=lambda code: sizes[code], reverse=True)}

    def _is_restated(self, codes: Sequence[str]) -> bool:
        return any(is_within(line, code) or is_within(code, line) for line in self.restated for code in codes)


def _key(claim: Data) -> Key:
    about = (claim["kind"], tuple(claim["codes"]), claim["period"], claim["compare_period"])
    return (*about, claim["unit"], claim["formula"][0])


def _amounts(claims: Sequence[Data]) -> dict[tuple[str, str, str], Decimal]:
    own = (one for one in claims if one["kind"] in _COUNTED and len(one["codes"]) == 1)
    return {(one["codes"][0], one["period"], one["unit"]): Decimal(one["value"]) for one in own}


@dataclass(frozen=True)
class ErrataBox:
    """The errata of one language of an edition of `period`: `words` are its words, `line` has the names of a line."""

    claims: ComparedClaims
    period: Period
    words: Words
    line: Callable[[str], NamedLine]

    def told(self, pairs: Sequence[Pair]) -> tuple[list[tuple[Texts, Texts]], bool]:
        """Return what was printed beside what is right, and whether more is another now than the box has room for.

        First come headline and things, then the lines that were restated, each by its sentence, or by its amount where
        no sentence is about it; then the other sentences. A sentence that is gone has the amount of its line beside it.
        """
        wrong = self._wrong(pairs)
        found: list[tuple[Texts, Texts]] = []
        for was, now in (pair for pair in wrong if pair[0].kind == _TOP):
            found.append(self._sentence(was, now))
        for code, periods in self.claims.restated.items():
            period = self.period if self.period in periods else periods[0]
            own = [pair for pair in wrong if self._is_about(pair, code)]
            amounts = self._of_line(code, period, self.claims.before)
            if own:
                found.append(self._sentence(*own[0]))
            elif amounts and amounts != self._of_line(code, period, self.claims.now):
                found.append((amounts, self._right(code, period)))
        for was, now in wrong:
            found.append(self._sentence(was, now))
        once = list(dict.fromkeys(found))
        return once[:MOST], len(once) > MOST

    def _wrong(self, pairs: Sequence[Pair]) -> list[Both]:
        """Return the sentences with a wrong figure that stand nowhere any more, once; an editor's whatever it says."""
        standing = {now.words for _, now in pairs if now}
        found: dict[tuple[str, ...], Both] = {}
        for was, now in _rejoined(pairs):
            if was is None or was.kind not in _PROSE or was.words in standing or was.words in found:
                continue
            is_editors = was.block.startswith(_EDITORS)
            if is_editors or (self.claims.wrong & set(_ids(was)) and (now is None or _prints(was) != _prints(now))):
                found[was.words] = (was, now)
        return list(found.values())

    def _sentence(self, was: PrintedSentence, now: PrintedSentence | None) -> tuple[Texts, Texts]:
        if now is not None:
            return _texts(was), _texts(now)
        period = next((Period.parse(claim["period"]) for claim in _levels(was, self.claims.before)), None)
        codes = list(was.codes)
        if len(codes) != 1 or period is None:
            return _texts(was), ()
        return _texts(was), self._right(codes[0], period)

    def _is_about(self, pair: Both, code: str) -> bool:
        """Say whether a sentence tells of a line, and so does what is right beside it."""
        was, now = pair
        if now is None:
            return was.codes == {code}
        is_now = now.codes == {code} or _has_level(now, self.claims.now, code)
        return is_now and (was.codes == {code} or _has_level(was, self.claims.before, code))

    def _right(self, code: str, period: Period) -> Texts:
        known = self._of_line(code, period, self.claims.now)
        if known or self.claims.amount(code, period):
            return known
        return (self.words.say("corrected.line.none", name=self._name(code), when=self.words.span(period)),)

    def _of_line(self, code: str, period: Period, claims: Sequence[Data]) -> Texts:
        """Return what a line came to in a period, with its change where one is told; nothing where it has no amount."""
        own = [claim for claim in claims if claim["codes"] == [code] and claim["period"] == str(period)]
        level = next((claim for claim in own if claim["kind"] in _LEVELS), None)
        if level is None:
            return ()
        slots: dict[str, Slot] = {"name": self._name(code), "level": self.words.worth(_claim(level))}
        slots["when"] = self.words.span(period)
        before = period.year_before()
        change = next((_claim(claim) for claim in own if _is_rate(claim, before)), None)
        rate = self.words.rate(change)
        if change is None or rate is None:
            return (self.words.say("corrected.line.level", **slots),)
        slots |= {"rate": rate, "way": self.words.way(change.direction or ""), "base": self.words.span(before)}
        return (self.words.say("corrected.line.rate", **slots),)

    def _name(self, code: str) -> Noun:
        return self.words.briefly(self.line(code))


def _levels(said: PrintedSentence, claims: Sequence[Data]) -> Iterator[Data]:
    """Yield the levels that a sentence prints, of the claims of its edition."""
    own = set(_ids(said))
    yield from (claim for claim in claims if claim["id"] in own and claim["kind"] in _LEVELS)


def _has_level(said: PrintedSentence, claims: Sequence[Data], code: str) -> bool:
    return any(claim["codes"] == [code] for claim in _levels(said, claims))


def _is_rate(claim: Data, base: Period) -> bool:
    return (claim["kind"], claim["unit"], claim["compare_period"]) == ("change", "pct", str(base))


def _claim(row: Data) -> Claim:
    """Return a claim of claims.json as the story has it."""
    base = Period.parse(row["compare_period"]) if row["compare_period"] else None
    low, value, high = (Decimal(row[end]) for end in ("low", "value", "high"))
    about = (row["id"], row["kind"], tuple(row["codes"]), Period.parse(row["period"]), row["unit"])
    return Claim(*about, value, low, high, tuple(row["formula"]), base, row["qualifier"], row["direction"])


def _rejoined(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs, with what is gone beside what is new in its place: a sentence that lost half of its figures."""
    gone = [was for was, now in pairs if was and now is None]
    found: list[Pair] = []
    for was, now in pairs:
        alike = [(_likeness(one, now), at) for at, one in enumerate(gone) if was is None and now]
        likeness, at = max(alike, default=(0.0, 0))
        like = gone[at] if likeness > _LIKE else None
        if like:
            gone.remove(like)
        found.append((was or like, now))
    return [(was, now) for was, now in found if now or was in gone]


def _likeness(was: PrintedSentence, now: PrintedSentence) -> float:
    """Return the part of their words that two sentences of one block have in common.

    A headline and what stands under it have their likes by their places (differences.paired).
    """
    if (was.kind, was.block) != (now.kind, now.block) or was.kind == _TOP:
        return 0.0
    return SequenceMatcher(None, was.form, now.form, autojunk=False).ratio()


def _ids(said: PrintedSentence) -> Iterator[str]:
    """Yield the claims that a sentence prints, or says in words."""
    for text in said.texts:
        yield from (mark["claim"] for mark in text.get("marks", ()))
        if text.get("said"):
            yield from (str(leaf[1]) for leaf in leaves(read(text["said"])) if leaf[0] == "figure")


def _prints(said: PrintedSentence) -> set[str]:
    """Return the figures in digits that a sentence prints."""
    forms: set[str] = set()
    for text in said.texts:
        for mark in text.get("marks", ()):
            forms.add(" ".join(text["words"][mark["start"] : mark["end"]].split()))
    return {form for form in forms if any(map(str.isdigit, form))}


def _texts(said: PrintedSentence) -> Texts:
    return tuple(as_text(one) for one in said.texts if one["words"].strip())


def as_text(data: Data) -> Text:
    """Return a text of an edition's data as the story has it."""
    marks = tuple(Mark(mark["claim"], mark["start"], mark["end"]) for mark in data.get("marks", ()))
    return Text(data["words"], marks, tree=read(data["said"]) if data.get("said") else None)
