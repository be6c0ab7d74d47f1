"""Corrected: what the last edition printed stands in what it left behind, and what a revision has undone is told.

All that is undone for sure (audit.undone) is told first in the note, the gravest first, and that one after the lede; of
more than the note has room for, the gravest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from generator.audit.arithmetic import number
from generator.audit.edition import Data, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.formulas import LEFT
from generator.audit.releases import Releases
from generator.audit.sheets import Raw
from generator.audit.undone import Undone, Works, length
from generator.trade.period import Period

EDITION, RULE = "edition.json", "correction"
_ROOM, _ALONE = 6, 3  # corrections that a note has room for, and how many of them may be of an amount alone
_LEVELS = frozenset({"level", "sum"})
# What the last edition left behind, by the formula of a claim on it, and the keys of a row.
_KEPT = {
    "printed": ("rates", ("shown", "period", "base")),
    "placed": ("places", ("side", "period", "then")),
    "stood": ("levels", ("shown", "period", "unit")),
    "ran": ("runs", ("way", "period", "then")),
}


def corrected(edition: Data, evidence: Evidence, releases: Releases, raw: Raw) -> Iterator[Finding]:
    """Yield corrections of what was not printed or without what is right, and what lacks a correction or its place."""
    eye = _Eye(edition, evidence, releases, raw)
    for claim in evidence.claims.values():
        if claim["formula"][0] in LEFT:
            yield from eye.of(claim)
    for story in edition["stories"].values():
        yield from (Finding(EDITION, "", RULE, problem) for problem in eye.complete(story))


@dataclass(frozen=True)
class _Eye:
    edition: Data
    evidence: Evidence
    releases: Releases
    raw: Raw

    def of(self, claim: Data) -> Iterator[Finding]:
        """Yield in what one correction does not hold."""
        head, digest, shown, *_ = claim["formula"]
        row = _row(claim)
        if row not in self._left(str(digest), head):
            yield Finding(EDITION, str(shown), RULE, f"{claim['id']}: the last edition printed nothing of the kind")
        for story in self.edition["stories"].values():
            for text in texts(story["blocks"]):
                names = [mark.claim for mark in text.marks]
                beside = [self.evidence.claims[name] for name in names if name in self.evidence.claims]
                own = [one for one in beside if one["codes"] == row["codes"]]
                if claim["id"] in names and not self._is_right(head, row, own):
                    problem = f"{claim['id']} stands without what is right in its place"
                    yield Finding(EDITION, text.words, RULE, problem)

    def complete(self, story: Data) -> Iterator[str]:
        """Yield what one language does not correct, or not in its place."""
        runs = [run for block in story["blocks"] if block["kind"] == "note" for run in block["runs"][:1]]
        note, lede = [*self._groups(runs)], [*self._groups([one for one in story["blocks"] if one["id"] == "lede"])]
        for one in self._undone:
            if one.must and not any(one.row in group for group in note) and self._has_room(one, note):
                yield f"the last edition printed {_said(one.row)}, {one.now}: no correction says so"
        ranks = [leading.gravity for leading in map(self._leading, note) if leading]
        if any(first > second for first, second in pairwise(ranks)):
            yield "the corrections of the note do not begin with the gravest"
        if note and note[:1] != lede:
            yield "the first correction of the note does not stand alone after the lede"

    def _groups(self, part: Any) -> Iterator[list[Data]]:  # noqa: ANN401 -- JSON
        """Yield what each text of a part says that the last edition printed."""
        for text in texts(part):
            claims = [self.evidence.claims.get(name) for name in dict.fromkeys(mark.claim for mark in text.marks)]
            rows = [_row(claim) for claim in claims if claim and claim["formula"][0] in LEFT]
            if rows:
                yield rows

    def _has_room(self, one: Undone, note: Sequence[Sequence[Data]]) -> bool:
        """Say whether the note has room for something; an amount may stand with the rate of its line, or alone."""
        known, gravity = [(_ROOM, note)], one.gravity
        if "unit" in one.row:
            known.append((_ALONE, [group for group in note if all("unit" in row for row in group)]))
            of = (one.row["codes"], one.row["period"])
            rates = [other for other in self._undone if "base" in other.row]
            beside = [other.gravity for other in rates if (other.row["codes"], other.row["period"]) == of]
            gravity = max([gravity, *beside])
        leading = [(room, [self._leading(group) for group in groups]) for room, groups in known]
        return all(
            len(first) < room or any(other is not None and gravity < other.gravity for other in first)
            for room, first in leading
        )

    def _leading(self, group: Sequence[Data]) -> Undone | None:
        """Return what a correction is ranked by: the rate where it tells of an amount as well."""
        row = next((row for row in group if "unit" not in row), group[0])
        return next((one for one in self._undone if one.row == row), None)

    @cached_property
    def _undone(self) -> Sequence[Undone]:
        """What the last edition left behind and holds no more, by the releases."""
        before: Data = (self.edition.get("movements") or {}).get("before") or {}
        formulas = [claim["formula"] for claim in self.evidence.claims.values()]
        told = [str(formula[1]) for formula in formulas if formula[0] in LEFT]
        documents = [name for name in dict.fromkeys([*told, before.get("sha256")]) if name]
        rows = [(head, row) for name in documents for head in _KEPT for row in self._left(name, head)]
        found = [self._works.of(head, row) for head, row in rows] if self._works else []
        return [one for one in found if one is not None]

    @cached_property
    def _works(self) -> Works | None:
        terms, codes = self.evidence.bench.terms, [str(code) for code in self.edition.get("codes", ())]
        for parties in terms.every_party:
            return Works(self.releases, parties, terms.money, codes, self._whole)
        return None

    @cached_property
    def _whole(self) -> Sequence[str]:
        """The codes of the level that the lede begins with."""
        story = next(iter(self.edition["stories"].values()))
        lede = [text for block in story["blocks"] if block["id"] == "lede" for text in texts(block.get("paragraphs"))]
        claims = [self.evidence.claims.get(mark.claim) for mark in lede[0].marks] if lede else []
        return next((claim["codes"] for claim in claims if claim and claim["kind"] in _LEVELS), ())

    def _left(self, digest: str, head: str) -> Sequence[Data]:
        """Return the rows that the last edition left; none where the document is none of this briefing."""
        try:
            document = json.loads(self.raw(digest))
            name, rows = str(document["edition"]), list(document.get(_KEPT[head][0], ()))
        except Exception:  # noqa: BLE001 -- whatever a store raises, the words are then without ground
            return ()
        return rows if name.startswith(f"{self.edition['briefing']}/") else ()

    def _is_right(self, head: str, row: Data, beside: Sequence[Data]) -> bool:
        """Say whether what is right stands among the claims `beside` a correction, which are of its codes."""
        if head == "printed":
            ends = [row["period"], row["base"]]
            changes = [claim for claim in beside if claim["kind"] == "change"]
            return any([claim["period"], claim["compare_period"]] == ends for claim in changes)
        levels = [claim["period"] for claim in beside if claim["kind"] in _LEVELS]
        if head == "stood" or self._works is None:
            return row["period"] in levels
        months = [Period.parse(when) for when in levels]
        if head == "placed":
            others = [month for month in months if str(month) != row["period"]]
            return row["period"] in levels and any(self._works.undoes(row, month) for month in others)
        runs = [claim for claim in beside if claim["kind"] == "streak" and claim["period"] == row["period"]]
        if any(number(claim["value"]) != length(row) for claim in runs):
            return True
        return any(self._works.stops(row, month) and str(month.year_before()) in levels for month in months)


def _row(claim: Data) -> Data:
    """Return what a claim says that the last edition printed, as that one left it behind."""
    head, _, shown, period, other, *codes = claim["formula"]
    row = {"codes": codes, **dict(zip(_KEPT[head][1], (shown, period, other), strict=True))}
    return row | {"way": claim["direction"]} if head == "printed" else row


def _said(row: Data) -> str:
    match row:
        case {"base": _}:
            what = f"{row['way']} {row['shown']}"
        case {"unit": unit}:
            what = f"{row['shown']} {unit}"
        case {"side": side}:
            what = f"{side} back to {row['then']}"
        case _:
            what = f"{row['way']} for {length(row)} months"
    return f"{what} of {row['codes']} in {row['period']}"
