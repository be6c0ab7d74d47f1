"""Link B: the texts of an edition are their patterns, its patterns hold of its claims, its shapes are its figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.obligations.notices import noticed
from generator.audit.obligations.telling import Telling
from generator.audit.patterns.judge import judge as by_pattern
from generator.audit.patterns.tongue import TAGS, Tongue
from generator.audit.pictures import shapes
from generator.audit.series import is_from_little
from generator.trade.currency import is_money, rough_worth
from generator.trade.period import Period

EDITION = "edition.json"


def judge(edition: Data, evidence: Evidence) -> Iterator[Finding]:
    """Yield every text of the edition that is not its pattern or not so, and every rule that the whole breaks."""
    edition = evidence.bare(edition)
    known = {tag: story for tag, story in edition["stories"].items() if tag in TAGS}
    for tag in edition["stories"].keys() - known.keys():
        yield Finding(EDITION, "", "language", f"the audit has no words of {tag!r}, so it passes nothing in it")
    yield from by_pattern({**edition, "stories": known}, evidence)
    yield from _one_currency(evidence)
    yield from _low_bases(edition, evidence)
    for tag, story in known.items():
        tongue = Tongue.of(tag)
        yield from shapes(story, edition, evidence, tongue)
        yield from noticed(Telling(tag, story, edition, evidence))


def _one_currency(evidence: Evidence) -> Iterator[Finding]:
    """Yield that the figures of an edition are in several currencies, none of which is converted here."""
    if len(found := evidence.monies) > 1:
        units = " and ".join(sorted(unit.upper() for unit in found))
        yield Finding("claims.json", "", "currency", f"its cells are in {units}; an edition has one currency")


def _low_bases(edition: Data, evidence: Evidence) -> Iterator[Finding]:
    """Yield the per cents of growth from a base that is too low for one."""
    printed = evidence.sentences(edition)
    for name, claim in evidence.claims.items():
        if name in printed and claim["formula"][0] == "growth" and _is_from_little(claim, evidence):
            problem = f"{name} grows from too little, or by too much, for a rate"
            yield Finding(EDITION, printed[name], "low base", problem)


def _is_from_little(claim: Data, evidence: Evidence) -> bool:
    bench = evidence.bench
    now, base = map(bench.span, claim["formula"][1:])
    months = Period.parse(claim["period"]).months
    unit = bench.unit(claim["formula"][1])
    dollar = rough_worth(Decimal(1), unit) if is_money(unit) else Decimal(0)  # a weight has no floor
    return is_from_little(now.value, base.value, months, dollar)
