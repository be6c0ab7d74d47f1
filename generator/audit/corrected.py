"""Corrected: what the last edition printed stands in what it left behind, and what a revision has undone is told.

All that is undone for sure (audit.undone, audit.stood, audit.ran) is told first in the note, the gravest first, and
that one after the lede; of more than the note has room for, the gravest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from typing import Any

from generator.audit.edition import Data, Said, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.gathered import number
from generator.audit.ran import length, run, stops
from generator.audit.releases import Releases
from generator.audit.sheets import Raw
from generator.audit.stood import level
from generator.audit.undone import Bench, Gravity, Undone
from generator.trade.period import Period

EDITION, RULE = "edition.json", "correction"
RATE, PLACE, LEVEL, RUN = "printed", "placed", "stood", "ran"
_ROOM, _ALONE = 6, 3  # corrections that a note has room for, and how many of them may be of an amount alone
_LEVELS = frozenset({"level", "sum"})
_KEPT = {RATE: "rates", PLACE: "places", LEVEL: "levels", RUN: "runs"}


def corrected(edition: Data, evidence: Evidence, releases: Releases, raw: Raw) -> Iterator[Finding]:
    """Yield corrections of what was not printed or without what is right, and what lacks a correction or its place."""
    eye = _Eye(edition, evidence, releases, raw)
    for claim in eye.told.values():
        yield from eye.of(claim)
    for story in edition["stories"].values():
        yield from eye.complete(story)


@dataclass(frozen=True)
class _Eye:
    edition: Data
    evidence: Evidence
    releases: Releases
    raw: Raw

    @cached_property
    def told(self) -> Mapping[str, Data]:
        """The claims of what the last edition printed, by id."""
        return {name: claim for name, claim in self.evidence.claims.items() if claim["formula"][0] in _KEPT}

    def of(self, claim: Data) -> Iterator[Finding]:
        """Yield in what one correction does not hold."""
        row, shown = _row(claim), str(claim["formula"][2])
        if row not in self._left(str(claim["formula"][1]), claim["formula"][0]):
            yield Finding(EDITION, shown, RULE, f"{claim['id']}: the last edition printed nothing of the kind")
        for text in self._with(str(claim["id"])):
            marked = [self.evidence.claims[mark.claim] for mark in text.marks if mark.claim in self.evidence.claims]
            if not self._is_right(claim["formula"][0], row, marked):
                yield Finding(EDITION, text.words, RULE, f"{claim['id']} stands without what is right in its place")

    def complete(self, story: Data) -> Iterator[Finding]:
        """Yield what one language does not correct, or not in its place."""
        note, lede = ([*self._groups(part)] for part in _parts(story))
        found = [one for group in note if (one := self._leading(group))]
        for one in (one for one in self._undone if one.must and not any(one.row in group for group in note)):
            if self._has_room(one, note):
                problem = f"the last edition printed {_said(one.row)}, {one.now}: no correction says so"
                yield Finding(EDITION, "", RULE, problem)
        if any(first.gravity > second.gravity for first, second in pairwise(found)):
            yield Finding(EDITION, "", RULE, "the corrections of the note do not begin with the gravest")
        if note and note[:1] != lede:
            yield Finding(EDITION, "", RULE, "the first correction of the note does not stand alone after the lede")

    def _has_room(self, one: Undone, note: Sequence[Sequence[Data]]) -> bool:
        """Say whether the note has room for something; an amount may stand with the rate of its line, or alone."""
        alone = [group for group in note if all(map(_is_level, group))]
        known = [(_ROOM, note), *([(_ALONE, alone)] if _is_level(one.row) else [])]
        gravity = max([one.gravity, *self._rates_of(one)])
        return all(
            len(groups) < room or any(gravity < other.gravity for group in groups if (other := self._leading(group)))
            for room, groups in known
        )

    def _rates_of(self, one: Undone) -> Iterator[Gravity]:
        """Yield how grave the errors are of the rates beside which an amount would be corrected."""
        of = (one.row["codes"], one.row["period"])
        for other in self._undone if _is_level(one.row) else ():
            if "base" in other.row and (other.row["codes"], other.row["period"]) == of:
                yield other.gravity

    def _leading(self, group: Sequence[Data]) -> Undone | None:
        """Return what a correction is ranked by: the rate where it tells of an amount as well."""
        row = next((row for row in group if not _is_level(row)), group[0])
        return next((one for one in self._undone if one.row == row), None)

    @cached_property
    def _undone(self) -> Sequence[Undone]:
        """What the last edition left behind and holds no more, by the releases."""
        before: Data = (self.edition.get("movements") or {}).get("before") or {}
        documents = dict.fromkeys([*(str(one["formula"][1]) for one in self.told.values()), before.get("sha256")])
        if (bench := self._bench) is None:
            return ()
        works: Mapping[str, Callable[[Data], Undone | None]]
        works = {RATE: bench.rate, PLACE: bench.place, LEVEL: partial(level, bench), RUN: partial(run, bench)}
        every = [(head, row) for name in documents if name for head in works for row in self._left(name, head)]
        return [found for head, row in every if (found := works[head](row))]

    @cached_property
    def _bench(self) -> Bench | None:
        terms = self.evidence.bench.terms
        codes = [str(code) for code in self.edition.get("codes", ())]
        return next((Bench(self.releases, one, terms.money, codes, self._whole) for one in terms.every_party), None)

    @cached_property
    def _whole(self) -> Sequence[str]:
        """The codes of the level that the lede begins with."""
        story = next(iter(self.edition["stories"].values()))
        lede = [text for block in story["blocks"] if block["id"] == "lede" for text in texts(block.get("paragraphs"))]
        claims = [self.evidence.claims.get(mark.claim) for mark in lede[0].marks] if lede else []
        return next((claim["codes"] for claim in claims if claim and claim["kind"] in _LEVELS), ())

    def _left(self, digest: str, head: str) -> Sequence[Data]:
        """Return the rates or places that the last edition left; none where the document is none of this briefing."""
        try:
            document = json.loads(self.raw(digest))
            name, rows = str(document["edition"]), list(document.get(_KEPT[head], ()))
        except Exception:  # noqa: BLE001 -- whatever a store raises, the words are then without ground
            return ()
        return rows if name.startswith(f"{self.edition['briefing']}/") else ()

    def _is_right(self, head: str, row: Data, marked: Sequence[Data]) -> bool:
        own = [claim for claim in marked if claim["codes"] == row["codes"]]
        if head == RATE:
            ends = [row["period"], row["base"]]
            return any(
                claim["kind"] == "change" and [claim["period"], claim["compare_period"]] == ends for claim in own
            )
        levels = [claim["period"] for claim in own if claim["kind"] in _LEVELS]
        if head == LEVEL:
            return row["period"] in levels
        if self._bench is None:
            return False
        if head == RUN:
            return _is_counted(row, own) or any(
                stops(self._bench, row, when) and str(when.year_before()) in levels
                for when in map(Period.parse, levels)
            )
        others = [Period.parse(when) for when in levels if when != row["period"]]
        return row["period"] in levels and any(self._bench.undoes(row, other) for other in others)

    def _with(self, claim: str) -> Iterator[Said]:
        for story in self.edition["stories"].values():
            yield from (text for text in texts(story["blocks"]) if any(mark.claim == claim for mark in text.marks))

    def _groups(self, part: Any) -> Iterator[list[Data]]:  # noqa: ANN401 -- JSON
        """Yield what each text of a part says that the last edition printed."""
        for text in texts(part):
            names = dict.fromkeys(mark.claim for mark in text.marks if mark.claim in self.told)
            if names:
                yield [_row(self.told[name]) for name in names]


def _parts(story: Data) -> tuple[Any, Any]:
    """Return the first run of the note, and the lede."""
    runs = [run for block in story["blocks"] if block["kind"] == "note" for run in block["runs"][:1]]
    return runs, [block for block in story["blocks"] if block["id"] == "lede"]


def _row(claim: Data) -> Data:
    """Return what a claim says that the last edition printed, as that one left it behind."""
    head, _, shown, period, other, *codes = claim["formula"]
    own = {"codes": codes, "period": period}
    if head == RATE:
        return own | {"base": other, "way": claim["direction"], "shown": shown}
    if head == LEVEL:
        return own | {"unit": other, "shown": shown}
    return own | {"then": other, ("way" if head == RUN else "side"): shown}


def _is_level(row: Data) -> bool:
    return "unit" in row


def _is_counted(row: Data, own: Sequence[Data]) -> bool:
    """Say whether a run of another length stands beside it."""
    runs = [claim for claim in own if claim["kind"] == "streak" and claim["period"] == row["period"]]
    return any(number(claim["value"]) != length(row) for claim in runs)


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
