"""Corrected: what an edition corrects stands in what the last edition left behind, and what a revision undid is told.

Of what the last edition left behind, its rates and amounts are worked out again from the releases. One that is another
one for sure, whatever the last digits of its figures stand for, needs its correction in each language.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from generator.audit.arithmetic import Span, growth, last_digit, number
from generator.audit.edition import Data, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.formulas import LEFT
from generator.audit.obligations.known import Known
from generator.audit.releases import Releases
from generator.audit.series import is_from_little
from generator.audit.sheets import Raw
from generator.trade.currency import rough_worth
from generator.trade.period import Period

EDITION, RULE = "edition.json", "correction"
_ROOM, _ALONE = 6, 3  # what a note has room for, and how many of them may be amounts alone
_PRINTS = Decimal(1), Decimal("0.1")  # a rate is printed in full per cents or in tenths
_LITTLE = Decimal("0.01")  # of an amount: what lies so near may print alike
_SURELY = Decimal("1.1")  # so that no rounding decides
# What the last edition left behind, by the formula of a claim on it, and the keys of a row.
_LEFT = {
    "printed": ("rates", ("shown", "period", "base")),
    "stood": ("levels", ("shown", "period", "unit")),
}


def corrected(edition: Data, evidence: Evidence, releases: Releases, raw: Raw) -> Iterator[Finding]:
    """Yield corrections of what was not printed, and what was printed and needs one."""
    told = [claim for claim in evidence.claims.values() if claim["formula"][0] in LEFT]
    for claim in told:
        head, digest, shown, *_ = claim["formula"]
        if _row(claim) not in _left(edition, digest, head, raw):
            yield Finding(EDITION, str(shown), RULE, f"{claim['id']}: the last edition printed nothing of the kind")
    movements = edition.get("movements") or {}
    before = str((movements.get("before") or {}).get("sha256", ""))
    for parties in evidence.bench.terms.every_party[:1] if before else ():
        codes, now = tuple(edition.get("codes", ())), Period.parse(edition["period"])
        works = _Works(Known(releases, parties, codes, now), evidence.bench.terms.money)
        known = [(row, works.rate(row)) for row in _left(edition, before, "printed", raw)]
        known += [(row, works.level(row)) for row in _left(edition, before, "stood", raw)]
        undone = [(row, right) for row, right in known if right is not None]
        for story in edition["stories"].values():
            names = {mark.claim for text in texts(story["blocks"]) for mark in text.marks}
            said = [_row(claim) for claim in told if claim["id"] in names]
            yield from (Finding(EDITION, "", RULE, problem) for problem in _silence(undone, said))


def _silence(undone: Sequence[tuple[Data, str]], said: Sequence[Data]) -> Iterator[str]:
    """Yield what no correction tells, as long as the note has room for it."""
    has_room = len(said) < _ROOM
    may_be_alone = sum("unit" in row for row in said) < _ALONE
    for row, right in undone:
        if row not in said and has_room and (may_be_alone or "unit" not in row):
            what = f"{row['shown']} of {row['codes']} in {row['period']}"
            yield f"the last edition printed {what}, the releases now give {right}: no correction says so"


def _row(claim: Data) -> Data:
    """Return what a claim says that the last edition printed, as that one left it behind."""
    head, _, shown, period, other, *codes = claim["formula"]
    row = {"codes": codes, **dict(zip(_LEFT[head][1], (shown, period, other), strict=True))}
    return row | {"way": claim["direction"]} if head == "printed" else row


def _left(edition: Data, digest: str, head: str, raw: Raw) -> Sequence[Data]:
    """Return the rows that the last edition left; none where the document is none of this briefing."""
    try:
        document = json.loads(raw(digest))
        name, rows = str(document["edition"]), list(document.get(_LEFT[head][0], ()))
    except Exception:  # noqa: BLE001 -- whatever a store raises, the words are then without ground
        return ()
    return rows if name.startswith(f"{edition['briefing']}/") else ()


@dataclass(frozen=True)
class _Works:
    """Works out again what was printed, of single codes of an edition or of all that are added up, in `money`."""

    known: Known
    money: str

    def rate(self, row: Data) -> str | None:
        """Return what a rate is now, None where it holds, where it is not known, or would mislead."""
        now, base = (self._span(row, Period.parse(row[key])) for key in ("period", "base"))
        if now is None or base is None or base.low <= 0:
            return None
        if is_from_little(now.value, base.value, Period.parse(row["base"]).months, rough_worth(Decimal(1), self.money)):
            return None
        size, moved = number(str(row["shown"]).rstrip("%").replace(",", "")), growth(now, base)
        was, step = size if row["way"] == "up" else -size, last_digit(size)
        are_off = all(abs(_rounded(end, step) - was) > step for end in moved)
        ends = [(_rounded(moved.low, to), _rounded(moved.high, to)) for to in _PRINTS]
        is_sure = moved.way is not None and any(low == high != 0 for low, high in ends)
        return f"{moved.value:.1f}%" if are_off and is_sure else None

    def level(self, row: Data) -> str | None:
        """Return what an amount is now, None where it holds, or is not known."""
        now, was = self._span(row, Period.parse(row["period"])), number(row["shown"])
        if now is None or now.low <= 0 or was <= 0 or row["unit"] != self.money:
            return None
        least = _SURELY * max(last_digit(was), _LITTLE * was)
        return f"{now.value:.0f}" if now.low - was > least or was - now.high > least else None

    def _span(self, row: Data, span: Period) -> Span | None:
        """Return what the codes of a row came to, open by their figures' last digits; None where that is not known."""
        known, codes = self.known, tuple(row["codes"])
        is_ours = codes == known.now_known or (len(codes) == 1 and codes[0] in known.codes)
        total = known.releases.total(known.parties, codes, span) if is_ours else None
        half = known.releases.off(known.parties, codes, span)
        return None if total is None else Span(total - half, total, total + half)


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, ROUND_HALF_UP)
