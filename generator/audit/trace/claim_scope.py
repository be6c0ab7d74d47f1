"""What a claim says that it is about (kind, codes, periods, parties, direction, qualifier) against its formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from itertools import combinations

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import Data
from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.formulas import (
    AMOUNTS,
    CHANGES,
    EFFECTS,
    HEADS,
    LEFT,
    Bench,
    Formula,
    is_within_time,
    period_of,
)
from generator.audit.trace.release_breaks import count_alike
from generator.audit.trace.value_spans import Span, equal, number
from generator.trade.currency import is_money

_SIDES = frozenset({"growth", "difference", "contribution", "rose", "fell"})  # may name the lines of the base, too
_BALANCES = frozenset({"balance", "balance_abs"})
_NO_UNIT = frozenset({"stated", "size", "nil"})  # whose unit follows from no cell


def worked_out(claim: Data, faults: Callable[[], Iterator[str]]) -> Iterator[str]:
    """Yield the faults of a claim, of which one is that its formula cannot be worked out."""
    try:
        yield from faults()
    except (ValueError, KeyError, ArithmeticError, TypeError, IndexError) as fault:
        yield f"its formula {str(claim['formula'])[:200]} cannot be worked out: {fault}"


def scope_faults(
    claim: Data, edition: Data, evidence: ClaimEvidence, releases: CustomsReleases | None = None
) -> Iterator[str]:
    """Yield everything in which a claim is not what its cells come to, or not about what they are about.

    The `releases` say whether a line that has no cell was without trade; without them that is left open.
    """
    bench = evidence.bench
    yield from _kind(claim, bench)
    span = bench.span(claim["formula"])
    yield from value_faults(claim, span)
    yield from _direction(claim, span, bench)
    yield from _codes(claim, bench, releases)
    yield from _times(claim, edition, bench)
    yield from _parties(claim, bench)
    yield from _qualities(claim, evidence)


def value_faults(claim: Data, span: Span) -> Iterator[str]:
    """Yield the ends of a claim that are not those of the span that its formula comes to."""
    for end, wanted in span._asdict().items():
        if not equal(wanted, number(claim[end])):
            yield f"{end} comes to {wanted:.12g}, claims.json says {claim[end]}"


def _kind(claim: Data, bench: Bench) -> Iterator[str]:
    head, unit = claim["formula"][0], claim["unit"]
    if head not in HEADS:
        return
    money = unit.removesuffix("_per_t")
    pair = claim["kind"], unit.replace(money, "money") if is_money(money) else unit
    if pair not in HEADS[head].kinds:
        yield f"{head} gives no claim of kind {claim['kind']} in {unit}"
    elif head not in _NO_UNIT and bench.unit(claim["formula"]) != unit:
        yield f"its formula comes to {bench.unit(claim['formula'])}, claims.json says {unit}"


def _direction(claim: Data, span: Span, bench: Bench) -> Iterator[str]:
    """Yield a direction that is not that of every value of a change's reading; what is no change has none."""
    head, *parts = claim["formula"]
    way = HEADS[head].way
    due = span.way if way == "own" else bench.span(parts[0]).way if way == "first" else None
    is_free = head == "printed" and claim["direction"]  # as the last edition had it
    is_balance = claim["kind"] == "balance" and claim["direction"] is None
    if claim["direction"] != due and not is_free and not is_balance:
        yield f"its direction is {due}, claims.json says {claim['direction']}"


def _codes(claim: Data, bench: Bench, releases: CustomsReleases | None) -> Iterator[str]:
    """Yield codes that are not those of the formula; a line without trade may be named, one of the base as well."""
    head, *parts = claim["formula"]
    named, needed = set(claim["codes"]), _codes_of(claim["formula"], bench)
    more = named - needed
    if head in _SIDES:
        more -= bench.codes(*parts)
    parties = bench.parties(claim["formula"]) or bench.every_party
    time = period_of(claim["period"])
    more = {code for code in more if releases and not any(releases.is_silent(pair, code, time) for pair in parties)}
    if needed - named or more:
        yield f"its cells are about {sorted(needed)}, claims.json says {claim['codes']}"


def _codes_of(formula: Formula, bench: Bench) -> AbstractSet[str]:
    head, *parts = formula
    match HEADS[head].codes:
        case "named":
            return set(parts)
        case "left":
            return set(parts[4:])
        case "none":
            return set()  # what a speaker's figure is about is not ours to say
        case "inside":
            return bench.codes(parts[0][1])
        case "first" if head not in AMOUNTS:
            return bench.codes(parts[0])
    return bench.codes(formula)


def _times(claim: Data, edition: Data, bench: Bench) -> Iterator[str]:
    """Yield cells of other periods than the claim's own and the one that it is compared with."""
    head, *parts = claim["formula"]
    own, base, is_change = claim["period"], claim["compare_period"], claim["kind"] != "balance"
    if head in LEFT:
        if [own, base] != ([parts[2], None] if head == "stood" else parts[2:4]):
            yield f"it was printed of {parts[2]} and {parts[3]}"
        return
    named = [period_of(text) for text in (own, base) if text]
    if head in {"rose", "fell"} and not base:
        named.append(named[0].year_before())
    now = named[0]
    found = bench.periods(claim["formula"]) or {period_of(edition["period"])}
    if not any(time.first < now.first + now.months and now.first <= time.last.first for time in found):
        yield f"nothing in it is of {own}"
    if not HEADS[head].past and not all(any(is_within_time(time, one) for one in named) for time in found):
        yield f"it stands on cells of {sorted(map(str, found))}, claims.json says {own} and {base}"
    if head in CHANGES and is_change and not is_within_time(bench.time(parts[0]), now):
        yield f"its newer part is of {bench.time(parts[0])}, claims.json says {own}"
    if head in AMOUNTS | {"unit_value"} and base:
        yield f"it is compared with nothing, claims.json says {base}"
    if head in CHANGES | EFFECTS and is_change and not base:
        yield f"it is a change from {bench.time(parts[1])}, and claims.json has no compare period"


def _parties(claim: Data, bench: Bench) -> Iterator[str]:
    """Yield cells of several reporters, partners or flows; a balance has one flow out and one in."""
    formula = claim["formula"]
    found = bench.parties(formula)
    if claim["kind"] in _BALANCES:
        out, back = formula[1:3] if claim["kind"] == "balance" else formula[1][1:3]
        flows = [{pair[2] for pair in bench.parties(part)} for part in (out, back)]
        if len({pair[:2] for pair in found}) > 1 or flows[0] - {"X"} or flows[1] - {"M"}:
            yield "a balance is an export less an import of one reporter and partner"
    elif len(found) > 1 and formula[0] != "multiple":
        yield f"it mixes the parties {sorted(found)}"


def _qualities(claim: Data, evidence: ClaimEvidence) -> Iterator[str]:
    """Yield what may not stand together: relayed and own figures, bounds and changes, CIF and FOB, other goods."""
    head, cells = claim["formula"][0], evidence.traits(claim["formula"])
    if any(cell.standing != "customs" for cell in cells) != (claim["kind"] == "background"):
        yield "a relayed figure stands in background claims alone, and nothing else does"
    marks = {cell.qualifier for cell in cells} - {"exact"}
    due: str | None = "exact"
    if HEADS[head].open:
        of_sum = "about" if marks == {"about"} else "at_least" if marks else "exact"
        due = {"cell": next(iter(marks), "exact"), "sum": of_sum}.get(head, claim["qualifier"])
    elif marks:
        yield "a bound carries no change and no rank"
    if claim["qualifier"] != due:
        yield f"its qualifier is {due}, claims.json says {claim['qualifier']}"
    for one, other in combinations(sorted(cells), 2):
        if one.code == other.code and not count_alike(one.code, one.edition, other.edition):
            yield f"{one.code} does not count the same goods in {one.edition} and {other.edition}"
        if one.flow == other.flow and {one.valuation, other.valuation} == {"CIF", "FOB"}:
            yield "it stands on CIF and on FOB values"
