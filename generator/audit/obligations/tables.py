"""Tables: what a note under a table says of its dashes is so by the releases, and no dash is left unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from generator.audit.finding import Finding
from generator.audit.obligations.known import YEAR, Known
from generator.audit.obligations.telling import EDITION, Data, Owed, Telling
from generator.audit.usual import steps_a_year
from generator.trade.period import Period
from generator.trade.rollup import roots

RULE = "missing"
_TWO = 2  # January and February
_HUNDREDTH = Decimal(10_000)  # of a million: as fine as a level is printed in a table
_LEAST = Decimal("0.0005")  # no reading narrower than a twentieth of a point leaves both a whole and a decimal open
_DASHES = Owed(RULE, ("dash_note.*",), "it has a dash, and no note says what one is", "it has no dash")
_LOW_BASE = Owed(
    RULE, ("low_base_note",), "it has a low base, and no note says what that is", "its table has no low base"
)


def dashes_are_told(telling: Telling, known: Known) -> Iterator[Finding]:
    """Hold each dash of a table to a note with its reason, told once, and each such note to a dash.

    The releases must bear the reason out.
    """
    reasons = Reasons(known)
    for block in telling.blocks("table"):
        dashed = [row for row in block["rows"] if any(map(_is_dash, row["cells"]))]
        said = _reasons(telling, block)
        yield from _DASHES.held(bool(dashed), telling.of(block), block["title"]["words"])
        if not dashed or not said:
            continue
        may = [reasons.of(row.get("codes", ()), longer="html" in block["shown"]) for row in dashed]
        for row, own in zip(dashed, may, strict=True):
            if own.isdisjoint(said):
                why = f"a dash of its row is {' or '.join(sorted(own)) or 'nothing'} by the releases, no note says so"
                yield Finding(EDITION, row["cells"][0]["words"], RULE, why)
        for reason in sorted(said.keys() - set[str]().union(*may)):
            yield Finding(EDITION, said[reason], RULE, "no row with a dash is so by the releases")


def dashes_of_a_picture_are_told(telling: Telling, _: Known) -> Iterator[Finding]:
    """Hold a picture of changes, with the table behind it, to a note on its dashes."""
    for block in telling.blocks("chart"):
        if block.get("form") == "heatmap":
            is_open = any(point is None for curve in block["curves"] for point in curve["points"])
            has_dash = is_open or any(_is_dash(cell) for row in block["rows"] for cell in row["cells"])
            yield from _DASHES.held(has_dash, telling.of(block), block["title"]["words"])


def low_bases_are_explained(telling: Telling, _: Known) -> Iterator[Finding]:
    """Hold a table that prints "low base" to the note on it, and that note to the word."""
    for block in telling.blocks("table"):
        has_word = any(place.has(("labels.low_base",)) for place in telling.of(block))
        yield from _LOW_BASE.held(has_word, telling.of(block), block["title"]["words"])


def _reasons(telling: Telling, block: Data) -> dict[str, str]:
    """Return the reasons that the notes of a block tell, each with its note; one told twice comes as one."""
    places = telling.of(block)
    return {key.rpartition(".")[2]: place.words for place in places for key, _ in place.slots(("dash_note.*",))}


def _is_dash(cell: Data) -> bool:
    return list(cell.get("said") or ()) == ["dash"]


@dataclass(frozen=True)
class Reasons:
    """What may leave a rate open, a year before and now, by the releases."""

    known: Known

    def of(self, codes: Sequence[str], *, longer: bool) -> set[str]:
        """Return what may be the reason of a dash in the row of `codes`; a contribution stands on the whole, too."""
        whole = self.known.now_known
        spans = (self.known.now, self.known.longer) if longer else (self.known.now,)
        found = {reason for span in spans for reason in self._of(codes, span)}
        if set(roots(self.known.codes)) - set(whole):  # a sum that lacks a line is not compared
            found.add("missing")
        return found | ({*self._of(whole, self.known.now)} - {"ended"} if longer else set())

    def _of(self, codes: Sequence[str], span: Period) -> Iterator[str]:
        releases, parties, ends = self.known.releases, self.known.parties, (span, span.year_before())
        values = [releases.total(parties, codes, one) for one in ends]
        if any(releases.is_bound(parties, code, one) for code in codes for one in ends):
            yield "bound"
        if any(value and self._straddles(codes, span, value) for value in values):
            yield "rounded"
        if None in values:
            yield "missing"
            return
        months = {month.first % YEAR for month in span.split()} & set(range(_TWO))
        if steps_a_year([parties]) < YEAR and len(months) == 1:
            yield "lunar"
        now, base = (value or Decimal(0) for value in values)
        if not now and base:
            yield "ended"
        if self._is_open(codes, span, now, base):
            yield "rounded"

    def _is_open(self, codes: Sequence[str], span: Period, now: Decimal, base: Decimal) -> bool:
        """Say whether the last digits of the figures leave a rate so open that it may have no print."""
        half = self.known.releases.off(self.known.parties, codes, span)
        return base <= half or (now + half) / (base - half) - (now - half) / (base + half) >= _LEAST

    def _straddles(self, codes: Sequence[str], span: Period, value: Decimal) -> bool:
        """Say whether the last digits leave open a level’s hundredth of a million, or its first figure."""
        half = self.known.releases.off(self.known.parties, codes, span)
        for unit in (_HUNDREDTH, Decimal(1).scaleb(value.adjusted())):
            ends = {(end / unit).quantize(Decimal(1), ROUND_HALF_UP) for end in (value - half, value + half)}
            if len(ends) > 1:
                return True
        return False
