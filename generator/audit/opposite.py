"""The other way: an edition that tells a rise tells the largest fall as well, where that is a quarter of the rise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.audit.edition import Data, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.grounds import Grounds
from generator.audit.order import LUNAR
from generator.audit.releases import Parties, Releases
from generator.audit.tongues import LEXICONS
from generator.trade.codes import is_within
from generator.trade.period import Period
from generator.trade.rollup import roots

EDITION = "edition.json"
_TOLD = frozenset({"finding", "section"})  # blocks of the text
_LEAST = Decimal("0.25")  # of the largest contribution: a smaller one the other way may be left out
_YEAR = 12
Changes = Mapping[str, Decimal]  # by code


def opposite(edition: Data, evidence: Evidence, releases: Releases) -> Iterator[Finding]:
    """Yield each story that leaves out, or does not name, the line that went most against the whole."""
    now = Period.parse(edition["period"])
    if now.months >= _YEAR or edition.get("compare_period") != str(now.year_before()):
        return
    parties = evidence.bench.terms.every_party[:1]  # the briefing's main direction comes first
    if _is_apart(now) and any(LUNAR & set(one[:2]) for one in parties):
        return
    lines = next((_against(*changes(edition, releases, one, now), releases, one, now) for one in parties), ())
    for language, story in edition["stories"].items() if lines else ():
        told = [block for block in story["blocks"] if block["kind"] in _TOLD]
        words = "\n".join(text.words for text in texts(told))
        grounds = Grounds(edition, evidence, language)
        named = {code for *_, code in grounds.named(words)} if language in LEXICONS else set(lines)
        if not (named | set(_named(told))).intersection(lines):
            which = " or ".join(lines)
            problem = f"{which} went against the whole by a quarter of the largest change or more; the text lacks it"
            yield Finding(EDITION, "", "other way", problem)


def _named(node: object) -> Iterator[str]:
    """Yield the codes of the lines that the trees of some texts name."""
    if isinstance(node, list) and len(node) > 1 and node[0] == "line":
        yield str(node[1])
        return
    for part in list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _named(part)


def _is_apart(now: Period) -> bool:
    """Say whether a span has January without February, or the other way: where New Year moves it has no changes."""
    return len({month.first % _YEAR for month in now.split()} & {0, 1}) == 1


def changes(edition: Data, releases: Releases, parties: Parties, now: Period) -> tuple[Changes, Changes]:
    """Return the changes from a year before of the whole's codes and of the lines; what is not known has none.

    None has any where a code of the whole is unknown in either, or a bound: then there is no whole to go against.
    """
    whole, ends = roots(edition.get("codes", ())), (now, now.year_before())

    def known(code: str) -> list[Decimal]:
        sure = (span for span in ends if not releases.is_bound(parties, code, span))
        return [value for span in sure if (value := releases.value(parties, code, span)) is not None]

    if any(len(known(code)) < len(ends) and (parties, code) in releases.series for code in whole):
        return {}, {}
    to_date, twelve = now.year_to_date(edition.get("year_start", 1)), now.twelve_months()
    longer = to_date if to_date.months > now.months else twelve
    spans = (now, now.year_before(), longer, longer.year_before(), twelve)
    lines = [line for code in whole for line in _lines(code, edition["codes"], releases, parties, spans)]
    found = {code: values[0] - values[1] for code in (*whole, *lines) if len(values := known(code)) == len(ends)}
    of_whole, of_lines = ({code: found[code] for code in some if code in found} for some in (whole, lines))
    return of_whole, of_lines


def _lines(
    code: str, codes: Sequence[str], releases: Releases, parties: Parties, spans: Sequence[Period]
) -> Sequence[str]:
    """Return the lines of a code of the whole: itself, where the edition's codes within it leave something over."""
    lines = [one for one in codes if is_within(one, code) and not any(it != one and is_within(it, one) for it in codes)]
    return lines if all(_adds_up(lines, code, releases, parties, span) for span in spans) else [code]


def _adds_up(lines: Sequence[str], code: str, releases: Releases, parties: Parties, span: Period) -> bool:
    """Say whether lines come to their code, to one a line and month; a code without a figure is their sum."""
    own, summed = releases.value(parties, code, span), releases.total(parties, lines, span)
    return own is None or (summed is not None and abs(own - summed) <= len(lines) * span.months)


def _against(whole: Changes, changes: Changes, releases: Releases, parties: Parties, now: Period) -> Sequence[str]:
    """Return the lines that went most against the whole, several where they tie, if that is enough to be told.

    Neither the whole nor the line has a direction where the rounding of the figures leaves it open.
    """
    way = sum(whole.values(), Decimal(0))
    open_by = {code: now.months * releases.units.get((parties, code), Decimal(0)) for code in (*whole, *changes)}
    if abs(way) <= sum(open_by[code] for code in whole) or len(changes) <= 1:
        return ()
    sign = 1 if way > 0 else -1
    first = max(changes.values(), key=lambda change: change * sign)
    most = min(change * sign for change in changes.values())
    lines = [code for code, change in changes.items() if change * sign == most]
    is_sure = all(abs(changes[code]) > open_by[code] for code in lines)
    return lines if is_sure and -most >= _LEAST * first * sign > 0 else ()
