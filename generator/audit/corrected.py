"""Corrected: what the last edition printed stands in what it left behind, and what a revision has undone is told.

The rates of the last edition are worked out again from the releases of this one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from generator.audit.edition import Data, Said, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.releases import Releases
from generator.audit.sheets import Raw
from generator.audit.terms import Terms
from generator.trade.currency import rough_worth
from generator.trade.period import Period

EDITION, RULE = "edition.json", "correction"
HEAD = "printed"
_RATIO, _LEAST, _YEARLY, _YEAR = 5, Decimal(100_000), Decimal(1_000_000), 12  # beyond them a rate would mislead


def corrected(edition: Data, evidence: Evidence, releases: Releases, raw: Raw) -> Iterator[Finding]:
    """Yield corrections of what was not printed, without what is right, and an edition that lacks them all."""
    told = [claim for claim in evidence.claims.values() if claim["formula"][0] == HEAD]
    for claim in told:
        _, digest, shown, period, base, *codes = claim["formula"]
        row: Data = {"codes": codes, "period": period, "base": base, "way": claim["direction"], "shown": shown}
        if row not in _rates(edition, str(digest), raw):
            yield Finding(EDITION, shown, RULE, f"{claim['id']}: the last edition printed nothing of the kind")
        for text in _with(edition, str(claim["id"])):
            if not any(_is_right(evidence.claims[mark.claim], row) for mark in text.marks):
                yield Finding(EDITION, text.words, RULE, f"{claim['id']} stands without what is right in its place")
    before: Data = (edition.get("movements") or {}).get("before") or {}
    if not told and before.get("sha256"):
        for row in _rates(edition, str(before["sha256"]), raw):
            if (now := _undone(row, evidence, releases)) is not None:
                what = f"the last edition printed {row['way']} {row['shown']} of {row['codes']} in {row['period']}"
                yield Finding(EDITION, "", RULE, f"{what}, the releases now give {now:.1f}%: no correction says so")
                return


def _rates(edition: Data, digest: str, raw: Raw) -> Sequence[Data]:
    """Return the rates that the last edition left behind; none where the document is none of this briefing."""
    try:
        document = json.loads(raw(digest))
        name, rates = str(document["edition"]), list(document.get("rates", ()))
    except Exception:  # noqa: BLE001 -- whatever a store raises, the words are then without ground
        return ()
    return rates if name.startswith(f"{edition['briefing']}/") else ()


def _with(edition: Data, claim: str) -> Iterator[Said]:
    for story in edition["stories"].values():
        yield from (text for text in texts(story["blocks"]) if any(mark.claim == claim for mark in text.marks))


def _is_right(claim: Data, row: Data) -> bool:
    own = {"codes": claim["codes"], "period": claim["period"], "base": claim["compare_period"]}
    return claim["kind"] == "change" and all(own[key] == row[key] for key in own)


def _undone(row: Data, evidence: Evidence, releases: Releases) -> Decimal | None:
    """Return the rate that holds now, where it is another one for sure: by more than a unit of its last digit."""
    parties = Terms(evidence.cells).every_party[:1]
    spans = [Period.parse(row[key]) for key in ("period", "base")]
    ends = [releases.total(parties[0], row["codes"], span) for span in spans] if parties else []
    if len(ends) != len(spans) or not all(ends) or ends[0] is None or ends[1] is None:
        return None
    least = _YEARLY if spans[1].months >= _YEAR else _LEAST * spans[1].months
    if ends[1] < rough_worth(least, Terms(evidence.cells).money) or ends[0] > _RATIO * ends[1]:
        return None
    try:
        was = Decimal(str(row["shown"]).rstrip("%").replace(",", "")) * (-1 if row["way"] == "down" else 1)
    except InvalidOperation:
        return None
    now = 100 * (ends[0] / ends[1] - 1)
    step = Decimal(1).scaleb(int(was.as_tuple().exponent))
    return now if abs(now.quantize(step, ROUND_HALF_UP) - was) > step else None
