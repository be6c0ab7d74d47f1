"""Corrections: what an edition calls wrong was printed, what it calls right is in it, and nothing is left out.

An edition corrects the one before it (`correction_faults`). The rates and amounts that the earlier edition recorded are
recomputed from the releases. Each that has certainly changed needs a correction in each language. A revision corrects
an earlier revision that was sent (`erratum_faults`). Its box is compared with the edition.json and claims.json of that
revision.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import (
    EDITION,
    ClaimMark,
    Data,
    EditionText,
    Finding,
    fold_spaces,
    strip_isolates,
    text_nodes,
    text_of,
    texts,
    tree_in,
)
from generator.audit.obligations.edition_places import (
    EditionTelling,
    KnownFigures,
    Slots,
    codes_of,
    parts,
    times_of,
)
from generator.audit.patterns.printed_figures import fault, read
from generator.audit.patterns.tongue import TAGS, Tongue
from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.document_sheets import Raw
from generator.audit.trace.formulas import LEFT
from generator.audit.trace.value_spans import Span, growth, is_from_little, last_digit, number
from generator.trade.codes import is_within
from generator.trade.currency import rough_worth
from generator.trade.period import Period

_CORRECTION, _ERRATUM = "correction", "erratum"  # rules
_BOX = "correction"  # the kind of a block
_ROOM, _ALONE = 6, 3  # most corrections in a note or box, and most corrections of amounts in a note
_PRINTS = Decimal(1), Decimal("0.1")  # steps in which a rate may be printed, in per cent
_LITTLE = Decimal("0.01")  # share of an amount; closer amounts may look the same in print
_SURELY = Decimal("1.1")  # safety factor, so that rounding does not decide
# By formula of a claim about the last edition: the list in that edition's record, and the keys of its rows.
_LEFT = {"printed": ("rates", ("shown", "period", "base")), "stood": ("levels", ("shown", "period", "unit"))}
_PROSE = frozenset({"finding", "section", "voices"})
_LINE = ("corrected.line.*",)
_LEVELS = frozenset({"level", "sum"})


def _document(raw: Raw, digest: str) -> Data:
    """Return a JSON document of the store, or {} if it does not exist."""
    try:
        data = json.loads(raw(digest))
    except Exception:  # noqa: BLE001 -- whatever a store raises, nothing is known then
        return {}
    return data if isinstance(data, dict) else {}


def correction_faults(edition: Data, evidence: ClaimEvidence, releases: CustomsReleases, raw: Raw) -> Iterator[Finding]:
    """Yield corrections of what the last edition did not print, and prints of it that lack a correction."""
    corrections = [claim for claim in evidence.claims.values() if claim["formula"][0] in LEFT]
    for claim in corrections:
        head, digest, shown, *_ = claim["formula"]
        if _row(claim) not in _rows_of_last_edition(edition, digest, head, raw):
            problem = f"{claim['id']}: the last edition printed nothing of the kind"
            yield Finding(EDITION, str(shown), _CORRECTION, problem)
    before = ((edition.get("movements") or {}).get("before") or {}).get("sha256", "")
    if not before or not evidence.calculator.every_party:
        return
    codes, now = tuple(edition.get("codes", ())), Period.parse(edition["period"])
    figures, money = KnownFigures(releases, evidence.calculator.every_party[0], codes, now), evidence.calculator.money
    rows_now = [(row, _rate_now(row, figures, money)) for row in _rows_of_last_edition(edition, before, "printed", raw)]
    rows_now += [(row, _level_now(row, figures, money)) for row in _rows_of_last_edition(edition, before, "stood", raw)]
    for story in edition["stories"].values():
        names = {mark.claim for text in texts(story["blocks"]) for mark in text.marks}
        rows = [_row(claim) for claim in corrections if claim["id"] in names]
        amounts = sum("unit" in row for row in rows)
        for row, right in rows_now if len(rows) < _ROOM else ():
            if right is not None and row not in rows and ("unit" not in row or amounts < _ALONE):
                what = f"{row['shown']} of {row['codes']} in {row['period']}"
                problem = f"the last edition printed {what}, the releases now give {right}: no correction says so"
                yield Finding(EDITION, "", _CORRECTION, problem)


def _row(claim: Data) -> Data:
    """Return the row of the last edition's record that a claim is about."""
    head, _, shown, period, base_or_unit, *codes = claim["formula"]
    row = {"codes": codes, **dict(zip(_LEFT[head][1], (shown, period, base_or_unit), strict=True))}
    return row | {"way": claim["direction"]} if head == "printed" else row


def _rows_of_last_edition(edition: Data, digest: str, head: str, raw: Raw) -> Sequence[Data]:
    """Return the rows that the last edition recorded, or none if the document is not of this briefing."""
    document = _document(raw, digest)
    is_ours = str(document.get("edition", "")).startswith(f"{edition['briefing']}/")
    return list(document.get(_LEFT[head][0], ())) if is_ours else ()


def _rate_now(row: Data, figures: KnownFigures, money: str) -> str | None:
    """Return the present value of a printed rate, or None if it still holds, is unknown, or would mislead."""
    now, base = (_span_of(row, Period.parse(row[key]), figures) for key in ("period", "base"))
    if now is None or base is None or base.low <= 0:
        return None
    if is_from_little(now.value, base.value, Period.parse(row["base"]).months, rough_worth(Decimal(1), money)):
        return None
    size, moved = number(str(row["shown"]).rstrip("%").replace(",", "")), growth(now, base)
    was, step = size if row["way"] == "up" else -size, last_digit(size)
    are_off = all(abs(end.quantize(step, ROUND_HALF_UP) - was) > step for end in moved)
    ends = [[end.quantize(to, ROUND_HALF_UP) for end in (moved.low, moved.high)] for to in _PRINTS]
    is_sure = moved.way is not None and any(low == high != 0 for low, high in ends)
    return f"{moved.value:.1f}%" if are_off and is_sure else None


def _level_now(row: Data, figures: KnownFigures, money: str) -> str | None:
    """Return the present value of a printed amount, or None if it still holds or is unknown."""
    now, was = _span_of(row, Period.parse(row["period"]), figures), number(row["shown"])
    if now is None or now.low <= 0 or was <= 0 or row["unit"] != money:
        return None
    least = _SURELY * max(last_digit(was), _LITTLE * was)
    return f"{now.value:.0f}" if now.low - was > least or was - now.high > least else None


def _span_of(row: Data, time: Period, figures: KnownFigures) -> Span | None:
    """Return the sum of a row's codes with its rounding error.

    Return None if it is unknown, or if the codes are neither one code of the edition nor all codes of the total.
    """
    codes = tuple(row["codes"])
    if codes != figures.now_known and not (len(codes) == 1 and codes[0] in figures.codes):
        return None
    total, half = figures.total(codes, time), figures.releases.margin(figures.parties, codes, time)
    return None if total is None else Span(total - half, total, total + half)


def erratum_faults(edition: Data, evidence: ClaimEvidence, raw: Raw) -> Iterator[Finding]:
    """Yield what correction boxes say wrongly or leave out, and a box in an edition that corrects nothing."""
    correction = edition.get("correction")
    for language, story in edition["stories"].items():
        if len(_boxes(story)) != bool(correction):
            yield Finding(EDITION, "", _ERRATUM, f"in {language!r} it has {len(_boxes(story))} boxes of a correction")
        for subject in EditionTelling(language, {"subject": story["subject"], "blocks": []}, edition, evidence).places:
            if subject.has(("corrected.subject",)) != bool(correction):
                yield subject.finding(_ERRATUM, f"it {'lacks' if correction else 'has'} the word for a correction")
    if correction is None:
        return
    before, claims, note = (_document(raw, str(correction[key])) for key in ("document", "claims", "sha256"))
    problem = _wrong_document(edition, correction, before, note)
    if problem:
        yield Finding(EDITION, "", _ERRATUM, problem)
        return
    stated = ("stated", correction["claims"])
    quoted = {name for name, claim in evidence.claims.items() if claim["formula"][:2] == stated}
    for language, story in edition["stories"].items():
        yield from _quotes_outside_box(story, quoted)
        for box in _boxes(story) if language in TAGS else ():
            was, names = before["stories"].get(language, {}), edition["glossary"][language]["lines"]
            yield from _Box(language, box, story, names, was, claims["claims"], correction, note, evidence).faults()


def _boxes(story: Data) -> list[Data]:
    return [block for block in story["blocks"] if block["kind"] == _BOX]


def _quotes_outside_box(story: Data, quoted: set[str]) -> Iterator[Finding]:
    """Yield texts outside the box that print a figure `quoted` from the earlier revision."""
    boxed = texts([erratum["was"] for box in _boxes(story) for erratum in box["errata"]])
    unsaid = quoted - {mark.claim for text in boxed for mark in text.marks}
    for text in texts(story):
        if unsaid & {mark.claim for mark in text.marks}:
            yield Finding(EDITION, text.words, _ERRATUM, "a figure of it was printed before, and no box says so")


def _wrong_document(edition: Data, correction: Data, before: Data, note: Data) -> str:
    """Return why the correction's documents are not an earlier revision of this edition and its note, or ""."""
    edition_key = [edition["briefing"], edition["period"]]
    if [before.get("briefing"), before.get("period")] != edition_key or not 0 < before["revision"] < edition[
        "revision"
    ]:
        return f"{str(correction['document'])[:12]} is no earlier revision of it"
    name = f"{edition_key[0]}/{edition_key[1]}/r{before['revision']}"
    corrected = [correction["edition"], correction["on"], correction.get("withdrawn")]
    if corrected != [name, note.get("on"), note.get("withdrawn")] or note.get("edition") != name:
        return f"{str(correction['sha256'])[:12]} is no note on {name} of {correction['on']}"
    return ""


@dataclass(frozen=True)
class _Box:
    """The correction box in one language."""

    language: str
    box: Data
    story: Data
    names: Mapping[str, Sequence[str]]  # the possible names of each line, by code
    before: Data  # the story that was sent
    claims: Sequence[Data]  # of the revision that was sent
    correction: Data
    note: Data  # the editor's
    evidence: ClaimEvidence

    def faults(self) -> Iterator[Finding]:
        """Yield what the box says wrongly or leaves out."""
        box, days = self.box, {"day": self.correction["on"], "then": self.correction.get("withdrawn")}
        days_named = {name: day for name, day in days.items() if day}
        label = [slots for _, slots in parts(tree_in(box["label"]), ("corrected.label", "corrected.again"))]
        if [{name: slot[1] for name, slot in slots.items()} for slots in label] != [days_named]:
            yield _finding(box["label"], f"it does not say {days_named}")
        heads = [(box["reason"], "corrected.why", "it does not name the reason as one")]
        for erratum in box["errata"]:
            heads.append((erratum["head"], "corrected.printed", "it does not say which was printed"))
            heads.append((erratum["mark"], "corrected.right", "it does not say which is right"))
            yield from self._erratum(erratum)
        if box.get("more"):
            heads.append((box["more"], "corrected.more", "it is not what a box says of further figures"))
        yield from (_finding(text, problem) for text, key, problem in heads if tree_in(text)[0] != key)
        yield from self._silence()
        yield from self._noted(text_of(box["note"]))

    def _erratum(self, erratum: Data) -> Iterator[Finding]:
        was, right = erratum["was"], erratum["right"]
        lines = [slots for text in right for _, slots in parts(tree_in(text), _LINE)]
        levels = [claim for claim in self.evidence.claims.values() if claim["kind"] in _LEVELS]
        if not was or not (_stands_in(self.before, was) or self._is_amount(was, lines)):
            yield _finding(erratum["head"], f"{_joined_words(was)!r} was not printed")
        if _stands_in(self.story, was):
            yield _finding(erratum["head"], f"{_joined_words(was)!r} still stands")
        if lines:
            if "level" not in lines[0] and any(_is_of(claim, lines[0]) for claim in levels):
                yield _finding(erratum["mark"], "the line has a figure")
        elif any(tree_in(text)[0] == "corrected.gone" for text in right):
            words = [_plain(text_of(text)) for text in was]
            nodes = [node for node, _ in text_nodes(self.before.get("blocks", [])) if _plain(text_of(node)) in words]
            codes = {code for node in nodes for code in codes_of(tree_in(node))}
            if len(codes) == 1 and any([*codes] == claim["codes"] for claim in levels):
                yield _finding(erratum["mark"], f"it is said no more, and HS {min(codes)} has a figure")
        elif not _stands_in(self.story, right, marked=True):
            yield _finding(erratum["mark"], f"{_joined_words(right)!r} does not stand in the edition")

    def _is_amount(self, was: Sequence[Data], lines: Sequence[Slots]) -> bool:
        """Whether the printed text gives the amount of the line on the right, according to the earlier claims."""
        if not lines or len(was) != 1:
            return False
        text, tongue = text_of(was[0]), Tongue.of(self.language)
        claims = [claim for claim in self.claims if _is_of(claim, lines[0])]
        names = [name for code in codes_of(lines[0]["name"]) for name in self.names.get(code, ()) if name]
        shown = [strip_isolates(text.printed(mark)) for mark in text.marks]
        is_told = all(any(not fault(words, claim, tongue) for claim in claims) for words in shown)
        return bool(shown) and is_told and any(name.casefold() in _plain(text).casefold() for name in names)

    def _silence(self) -> Iterator[Finding]:
        """Yield the sentences with a figure that has changed and that the box does not mention."""
        box, wrong = self.box, self._wrong()
        accounted = {_plain(text) for erratum in box["errata"] for text in texts(erratum["was"])}
        accounted |= {_plain(text) for text in _texts(self.story)}
        blocks = [block for block in self.before.get("blocks", ()) if block["shown"] != ["mail"]]
        prose = [block for block in blocks if block["kind"] in _PROSE]
        printed = texts([{key: part for key, part in block.items() if key != "statements"} for block in prose])
        about = [text for text in printed if any(mark.claim in wrong for mark in text.marks)]
        missing = [text for text in about if _plain(text) not in accounted]
        if missing and (len(box["errata"]) < _ROOM or not box.get("more")):
            problem = "it has a figure that is another now, and the box is silent"
            yield Finding(EDITION, missing[0].words, _ERRATUM, problem)

    def _wrong(self) -> set[str]:
        """Return the earlier claims whose figures have changed, and those that depend on a changed amount."""
        now = {_key(claim): claim for claim in self.evidence.claims.values()}
        wrong, restated = set[str](), list[str]()
        for claim in self.claims:
            newer = now.get(_key(claim))
            if newer is None or number(newer["value"]) == number(claim["value"]):
                continue
            if not {*claim["printed"]} & {*newer["printed"]}:
                wrong.add(claim["id"])
                restated += claim["codes"] if claim["kind"] in _LEVELS and len(claim["codes"]) == 1 else []
        for claim in self.claims:
            if _key(claim) not in now and any(is_within(line, code) for line in restated for code in claim["codes"]):
                wrong.add(claim["id"])
        return wrong

    def _noted(self, note: EditionText) -> Iterator[Finding]:
        """Yield a note that is not the editor's, and figures in it that are in neither revision."""
        written = fold_spaces(strip_isolates(str(self.note.get("notes", {}).get(self.language, "")))).strip()
        if _plain(note) != written:
            yield Finding(EDITION, note.words, _ERRATUM, "it is not the note that the editor wrote")
        for mark in note.marks:
            formula = self.evidence.claims.get(mark.claim, {}).get("formula", ("?",))
            part = self.before if formula[:2] == ("stated", self.correction["document"]) else self.story
            if self._figure(note, mark) not in [self._figure(text, at) for text in _texts(part) for at in text.marks]:
                problem = f"{note.printed(mark)!r} is neither printed before nor now"
                yield Finding(EDITION, note.words, _ERRATUM, problem)

    def _figure(self, text: EditionText, mark: ClaimMark) -> tuple[Decimal, str | None] | str:
        shown = read(strip_isolates(text.printed(mark)), Tongue.of(self.language))
        return (shown.value, shown.unit) if shown else text.printed(mark)


def _stands_in(story: Data, sentences: Sequence[Data], *, marked: bool = False) -> bool:
    """Whether texts appear in a story one after the other, with the same claims if `marked`."""
    in_story = [(_plain(text), marked and text.marks) for text in _texts(story)]
    run = [(_plain(text), marked and text.marks) for text in texts([*sentences])]
    printed = [pair for pair in in_story if pair[0]]
    return any(printed[at : at + len(run)] == run for at in range(len(printed) - len(run) + 1))


def _is_of(claim: Data, slots: Slots) -> bool:
    """Whether a claim is about the line and the time that a sentence of a correction names."""
    is_line = set(claim["codes"]) == codes_of(slots["name"])
    return is_line and Period.parse(claim["period"]) in times_of(slots["when"])


def _finding(text: Data, problem: str) -> Finding:
    return Finding(EDITION, str(text["words"]), _ERRATUM, problem)


def _key(claim: Data) -> tuple[Any, ...]:
    """Return what a claim is about, apart from its value."""
    about = (claim["kind"], tuple(claim["codes"]), claim["period"], claim["compare_period"])
    return (*about, claim["unit"], claim["formula"][0])


def _texts(story: Data) -> Sequence[EditionText]:
    """Return the texts of a story outside its box."""
    return texts([block for block in story.get("blocks", ()) if block["kind"] != _BOX])


def _plain(text: EditionText) -> str:
    return fold_spaces(strip_isolates(text.words)).strip()


def _joined_words(sentences: Sequence[Data]) -> str:
    return " ".join(str(text["words"]) for text in sentences)
