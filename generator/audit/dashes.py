"""The rule on dashes: what the notes under a table say of them is so by the releases, and no dash is left unsaid.

Nor is the word that stands where a rate would mislead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.lacking import Known
from generator.audit.order import steps_a_year
from generator.audit.releases import Parties, Releases
from generator.audit.terms import period_of
from generator.audit.tongues import LEXICONS
from generator.trade.period import Period
from generator.trade.rollup import roots

EDITION = "edition.json"
_DASH, _YEAR, _TWO = "–", 12, 2
_HUNDREDTH = Decimal(10_000)  # of a million: as fine as a level is printed in a table
_LEAST = Decimal("0.0005")  # no reading narrower than a twentieth of a point leaves both a whole and a decimal open


def dashed(edition: Data, evidence: Evidence, releases: Releases) -> Iterator[Finding]:
    """Yield each table of which a dash is not told, and each note on dashes that no dash of it bears out."""
    for parties in evidence.bench.terms.every_party[:1]:  # the briefing's main direction comes first
        grounds = _Grounds(edition, parties, releases)
        for language, story in edition["stories"].items():
            for block in story["blocks"] if language in LEXICONS else ():
                if block["kind"] == "table":
                    yield from (*_told(block, language, grounds), *_unrated(block, language))
                elif block.get("form") == "heatmap":
                    yield from _drawn(block, language)


def _told(table: Data, language: str, grounds: _Grounds) -> Iterator[Finding]:
    rows = [row for row in table["rows"] if any(cell["words"] == _DASH for cell in row["cells"])]
    said = dict(_said([note["words"] for note in table.get("notes", ())], language))
    if not said and rows and any(_said([table["subtitle"]["words"]], language)):  # as years had it, dash or none
        return
    if rows and not said:
        yield Finding(EDITION, table["title"]["words"], "missing", "it has a dash, and no note says what one is")
    if said and not rows:
        yield Finding(EDITION, next(iter(said.values())), "missing", "its table has no dash")
    if grounds.now.months < _YEAR and rows and said:
        may = [grounds.reasons(row.get("codes", ()), longer="html" in table["shown"]) for row in rows]
        for row, known in zip(rows, may, strict=True):
            if known.isdisjoint(said):
                name, why = row["cells"][0]["words"], " or ".join(sorted(known)) or "nothing"
                yield Finding(EDITION, name, "missing", f"a dash of its row is {why} by the releases, no note says so")
        for reason in said.keys() - set().union(*may):
            yield Finding(EDITION, said[reason], "missing", "no row with a dash is so by the releases")


def _unrated(table: Data, language: str) -> Iterator[Finding]:
    """Yield a table that prints "low base" and does not say what that is, or says it and prints it nowhere."""
    word, form = LEXICONS[language].low_base
    said = [note["words"] for note in table.get("notes", ()) if form.search(note["words"])]
    has_word = any(cell["words"] == word for row in table["rows"] for cell in row["cells"])
    if has_word != bool(said):
        problem = f"it has {word!r}, and no note says what that is" if has_word else f"its table has no {word!r}"
        yield Finding(EDITION, said[0] if said else table["title"]["words"], "missing", problem)


def _drawn(picture: Data, language: str) -> Iterator[Finding]:
    """Yield where a picture of changes, or the table behind it, has a dash and no note says why, or the reverse."""
    said = dict(_said([text["words"] for text in picture.get("aside", ())], language))
    has_dash = any(point is None for curve in picture["curves"] for point in curve["points"])
    has_dash = has_dash or any(cell["words"] == _DASH for row in picture["rows"] for cell in row["cells"])
    if has_dash != bool(said):
        problem = "it has a dash, and no note says what one is" if has_dash else "it has no dash"
        yield Finding(EDITION, next(iter(said.values()), picture["title"]["words"]), "missing", problem)


def _said(notes: Iterable[str], language: str) -> Iterator[tuple[str, str]]:
    """Yield each reason of a dash that `notes` tell, with the note."""
    forms = LEXICONS[language].dashes.items()
    yield from ((reason, note) for note in notes for reason, form in forms if form.search(note))


@dataclass(frozen=True)
class _Grounds:
    """What may leave a rate open, a year before and now, by the releases."""

    edition: Data
    parties: Parties
    releases: Releases

    @cached_property
    def now(self) -> Period:
        """The edition's own period."""
        return period_of(self.edition["period"])

    @cached_property
    def _whole(self) -> Known:
        return Known(self.releases, self.parties, tuple(self.edition.get("codes", ())), self.now)

    @cached_property
    def _longer(self) -> Period:
        to_date = self.now.year_to_date(self.edition.get("year_start", 1))
        return to_date if to_date.months > self.now.months else self.now.twelve_months()

    def reasons(self, codes: Sequence[str], *, longer: bool) -> set[str]:
        """Return what may be the reason of a dash in the row of `codes`; a contribution stands on the whole, too."""
        whole = self._whole.now_known
        spans = (self.now, self._longer) if longer else (self.now,)
        found = {reason for span in spans for reason in self._of(codes, span)}
        if set(roots(self.edition.get("codes", ()))) - set(whole):  # a sum that lacks a line is not compared
            found.add("missing")
        return found | ({*self._of(whole, self.now)} - {"ended"} if longer else set())

    def _of(self, codes: Sequence[str], span: Period) -> Iterator[str]:
        ends = span, span.year_before()
        values = [self.releases.total(self.parties, codes, one) for one in ends]
        if any(self.releases.is_bound(self.parties, code, one) for code in codes for one in ends):
            yield "bound"
        if any(value and self._straddles(codes, span, value) for value in values):
            yield "rounded"
        if None in values:
            yield "missing"
        else:
            months = {month.first % _YEAR for month in span.split()} & set(range(_TWO))
            if steps_a_year([self.parties]) < _YEAR and len(months) == 1:
                yield "lunar"
            now, base = (value or Decimal(0) for value in values)
            if not now and base:
                yield "ended"
            if self._is_open(codes, span, now, base):
                yield "rounded"

    def _is_open(self, codes: Sequence[str], span: Period, now: Decimal, base: Decimal) -> bool:
        """Say whether the last digits of the figures leave a rate so open that it may have no print."""
        half = self._half(codes, span)
        return base <= half or (now + half) / (base - half) - (now - half) / (base + half) >= _LEAST

    def _straddles(self, codes: Sequence[str], span: Period, value: Decimal) -> bool:
        """Say whether the last digits leave open to which hundredth of a million a level rounds."""
        half = self._half(codes, span)
        ends = {(end / _HUNDREDTH).quantize(Decimal(1), ROUND_HALF_UP) for end in (value - half, value + half)}
        return len(ends) > 1

    def _half(self, codes: Sequence[str], span: Period) -> Decimal:
        """Return by how much a sum may be off at most: by half a last digit of each line in each month."""
        return sum((self._unit(code) for code in codes), Decimal(0)) * span.months / 2

    def _unit(self, code: str) -> Decimal:
        own = (self.releases.units.get((self.parties, line)) for line, _ in self.releases.within(self.parties, code))
        return sum((unit for unit in own if unit), Decimal(0))
