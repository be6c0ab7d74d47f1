"""The rule on provisional figures: sources and note call them so where customs do, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.edition import Data, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.releases import Parties, Releases
from generator.audit.tongues import LEXICONS
from generator.trade.period import Period
from generator.trade.rollup import roots

EDITION, RULE = "edition.json", "provisional"
_YEAR = 12


def provisional(edition: Data, evidence: Evidence, releases: Releases) -> Iterator[Finding]:
    """Yield the sources and notes of a month or quarter that do not say that its figures may change, or wrongly do.

    Where no row of the whole itself says so, but one of a line within it, either is let pass.
    """
    now = Period.parse(edition["period"])
    if now.months >= _YEAR:
        return
    for parties in evidence.bench.terms.every_party[:1]:  # the briefing's main direction comes first
        surely, maybe = _may_change(releases, parties, roots(edition.get("codes", ())), now)
        for language, story in edition["stories"].items():
            for place, words in _places(story) if language in LEXICONS else ():
                is_said = LEXICONS[language].provisional in words.lower()
                if surely and not is_said:
                    yield Finding(EDITION, words, RULE, f"{place} does not say that customs may change these figures")
                if is_said and not maybe:
                    yield Finding(EDITION, words, RULE, f"{place} calls figures provisional that customs do not")


def _may_change(releases: Releases, parties: Parties, whole: tuple[str, ...], now: Period) -> tuple[bool, bool]:
    """Say whether a row of the whole is provisional, and whether any row within it is."""
    months = range(now.first, now.first + now.months)
    is_known = releases.total(parties, whole, now) is not None
    own = {month for code in whole for month in releases.provisional.get((parties, code), ())}
    return is_known and not own.isdisjoint(months), any(releases.may_change(parties, whole, at) for at in months)


def _places(story: Data) -> Iterator[tuple[str, str]]:
    for block in story["blocks"]:
        if block["kind"] in {"chart", "table"}:
            yield f"the source line of {block['id']}", str(block["source"]["words"])
        elif block["kind"] == "note":
            yield "the note", " ".join(text.words for text in texts(block["runs"]))
