"""The other way: an edition that tells a rise tells the largest fall as well, where that is a quarter of the rise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.audit.edition import Data, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.grounds import Grounds
from generator.audit.lexicon import LEXICONS
from generator.audit.releases import Parties, Releases
from generator.audit.terms import Terms
from generator.trade.period import Period

EDITION = "edition.json"
SECTION = "other-way"
_LEAST = Decimal("0.25")  # of the largest contribution: a smaller one the other way may be left out
_YEAR = 12


def opposite(edition: Data, evidence: Evidence, releases: Releases) -> Iterator[Finding]:
    """Yield each story that leaves out, or does not name, the line that went most against the whole."""
    now = Period.parse(edition["period"])
    if now.months >= _YEAR or edition.get("compare_period") != str(now.year_before()):
        return
    parties = Terms(evidence.cells).every_party[:1]  # the briefing's main direction comes first
    line = next((_against(_changes(edition, releases, one, now), releases, one, now) for one in parties), None)
    for language, story in edition["stories"].items() if line else ():
        grounds = Grounds(edition, evidence, language)
        told = [block for block in story["blocks"] if block["id"] == SECTION]
        words = "\n".join(text.words for block in told for text in texts(block))
        if language in LEXICONS and line not in {code for *_, code in grounds.named(words)}:
            problem = f"{line} went against the whole by a quarter of the largest change or more; {SECTION!r} lacks it"
            yield Finding(EDITION, words.partition("\n")[0], "other way", problem)


def _changes(edition: Data, releases: Releases, parties: Parties, now: Period) -> Mapping[str, Decimal]:
    """Return the change of every line from a year before; one that is unknown in either period has none.

    None has any where a code of the whole is unknown in either: then there is no whole to go against.
    """
    codes, ends = edition.get("codes", ()), (now, now.year_before())

    def known(code: str) -> list[Decimal]:
        return [value for span in ends if (value := releases.value(parties, code, span)) is not None]

    whole = [code for code in codes if not any(one != code and code.startswith(one) for one in codes)]
    if any(len(known(code)) < len(ends) and (parties, code) in releases.series for code in whole):
        return {}
    lines = [code for code in codes if not any(one != code and one.startswith(code) for one in codes)]
    return {code: found[0] - found[1] for code in lines if len(found := known(code)) == len(ends)}


def _against(changes: Mapping[str, Decimal], releases: Releases, parties: Parties, now: Period) -> str | None:
    """Return the line that went most against the sum of all, where its change is large enough to be told.

    Neither the sum nor the line has a direction where the rounding of the figures leaves it open.
    """
    way = sum(changes.values(), Decimal(0))
    open_by = {code: now.months * releases.units.get((parties, code), Decimal(0)) for code in changes}
    if abs(way) <= sum(open_by.values()) or len(changes) <= 1:
        return None
    sign = 1 if way > 0 else -1
    first = max(changes.values(), key=lambda change: change * sign)
    line = min(changes, key=lambda code: changes[code] * sign)
    is_sure = abs(changes[line]) > open_by[line]
    return line if is_sure and -changes[line] * sign >= _LEAST * first * sign > 0 else None
