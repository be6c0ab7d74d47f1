"""What a claim says that it is about (codes, periods, parties, direction, qualifier) against its formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from itertools import combinations

from generator.audit.arithmetic import Span, equal, number
from generator.audit.breaks import count_alike
from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.formulas import AMOUNTS, CHANGES, EFFECTS, HEADS, LEFT, Bench
from generator.audit.releases import Releases
from generator.audit.terms import Formula, Terms, is_within_span
from generator.trade.currency import is_money
from generator.trade.period import Period

_SIDES = frozenset({"growth", "difference", "contribution", "rose", "fell"})  # may name the lines of the base, too
_BALANCES = frozenset({"balance", "balance_abs"})
_NO_UNIT = frozenset({"stated", "size", "nil"})  # whose unit follows from no cell


def kind(claim: Data, bench: Bench) -> Iterator[str]:
    """Yield a kind and a unit that the formula does not give."""
    head, unit = claim["formula"][0], claim["unit"]
    of = unit.removesuffix("_per_t")
    pair = claim["kind"], unit.replace(of, "money") if is_money(of) else unit
    if head in HEADS and pair not in HEADS[head].kinds:
        yield f"{head} gives no claim of kind {claim['kind']} in {unit}"
    elif head in HEADS and head not in _NO_UNIT and (own := bench.unit(claim["formula"])) != unit:
        yield f"its formula comes to {own}, claims.json says {unit}"


def worked_out(claim: Data, faults: Callable[[], Iterator[str]]) -> Iterator[str]:
    """Yield the faults of a claim, of which one is that its formula cannot be worked out."""
    try:
        yield from faults()
    except (ValueError, KeyError, ArithmeticError, TypeError, IndexError) as fault:
        yield f"its formula {str(claim['formula'])[:200]} cannot be worked out: {fault}"


def value(claim: Data, span: Span) -> Iterator[str]:
    """Yield the ends of a claim that are not those of the span that its formula comes to."""
    for end in ("low", "value", "high"):
        if not equal(getattr(span, end), number(claim[end])):
            yield f"{end} comes to {getattr(span, end):.12g}, claims.json says {claim[end]}"


def direction(claim: Data, span: Span, bench: Bench) -> Iterator[str]:
    """Yield a direction that is not that of every value of a change's reading; what is no change has none."""
    head, *parts = claim["formula"]
    due = span.way if HEADS[head].way == "own" else bench.span(parts[0]).way if HEADS[head].way == "first" else None
    known = {due, None} if claim["kind"] == "balance" else {due}  # which is no change
    if head == "printed":  # as the last edition had it
        known = {"up", "down"}
    if claim["direction"] not in known:
        yield f"its direction is {due}, claims.json says {claim['direction']}"


def codes(claim: Data, terms: Terms, releases: Releases | None) -> Iterator[str]:
    """Yield codes that are not those of the formula; a line without trade may be named, one of the base as well.

    Whether there was no trade in a line say the `releases`; without them it is left open.
    """
    head, *parts = claim["formula"]
    said, needed = set(claim["codes"]), _codes(claim["formula"], terms)
    more = said - needed
    if head in _SIDES:
        more -= terms.codes(*parts)
    span = Period.parse(claim["period"])
    parties = terms.parties(claim["formula"]) or terms.every_party
    more = {code for code in more if releases and not any(releases.is_silent(one, code, span) for one in parties)}
    if needed - said or more:
        yield f"its cells are about {sorted(needed)}, claims.json says {claim['codes']}"


def _codes(formula: Formula, terms: Terms) -> AbstractSet[str]:
    head, *parts = formula
    match HEADS[head].codes:
        case "named":
            return set(parts)
        case "left":
            return set(parts[4:])
        case "none":
            return set()  # what a speaker's figure is about is not ours to say
        case "inside":
            return terms.codes(parts[0][1])
        case "first" if head not in AMOUNTS:
            return terms.codes(parts[0])
    return terms.codes(formula)


def periods(claim: Data, edition: Data, terms: Terms) -> Iterator[str]:
    """Yield cells of other periods than the claim's own and the one that it is compared with."""
    head, *parts = claim["formula"]
    own, base, is_change = claim["period"], claim["compare_period"], claim["kind"] != "balance"
    if head in LEFT:
        if [own, base] != ([parts[2], None] if head == "stood" else parts[2:4]):
            yield f"it was printed of {parts[2]} and {parts[3]}"
        return
    told = [Period.parse(when) for when in (own, base) if when]
    if head in {"rose", "fell"} and not base:
        told.append(told[0].year_before())
    found = terms.periods(claim["formula"]) or {Period.parse(edition["period"])}
    if not any(
        period.first < told[0].first + told[0].months and told[0].first <= period.last.first for period in found
    ):
        yield f"nothing in it is of {own}"
    if not HEADS[head].past and not all(any(is_within_span(period, one) for one in told) for period in found):
        yield f"it stands on cells of {sorted(map(str, found))}, claims.json says {own} and {base}"
    if head in CHANGES and is_change and not is_within_span(newer := terms.span(parts[0]), told[0]):
        yield f"its newer part is of {newer}, claims.json says {own}"
    if head in AMOUNTS | {"unit_value"} and base:
        yield f"it is compared with nothing, claims.json says {base}"
    if head in CHANGES | EFFECTS and is_change and not base:
        yield f"it is a change from {terms.span(parts[1])}, and claims.json has no compare period"


def parties(claim: Data, terms: Terms) -> Iterator[str]:
    """Yield cells of several reporters, partners or flows; a balance has one flow out and one in."""
    found = terms.parties(claim["formula"])
    if claim["kind"] in _BALANCES:
        parts = claim["formula"][1:] if claim["kind"] == "balance" else claim["formula"][1][1:]
        flows = [{one[2] for one in terms.parties(part)} - {flow} for part, flow in zip(parts, "XM", strict=True)]
        if len({one[:2] for one in found}) > 1 or any(flows):
            yield "a balance is an export less an import of one reporter and partner"
    elif len(found) > 1 and claim["formula"][0] != "multiple":
        yield f"it mixes the parties {sorted(found)}"


def standing(claim: Data, evidence: Evidence) -> Iterator[str]:
    """Yield relayed figures and bounds where none may stand, and a qualifier that is not the cells'."""
    head = claim["formula"][0]
    cells = evidence.traits(claim["formula"])
    if any(cell.standing != "customs" for cell in cells) != (claim["kind"] == "background"):
        yield "a relayed figure stands in background claims alone, and nothing else does"
    marks = {cell.qualifier for cell in cells} - {"exact"}
    if marks and not HEADS[head].open:
        yield "a bound carries no change and no rank"
    of_sum = "about" if marks == {"about"} else "at_least" if marks else "exact"
    due = {"cell": next(iter(marks), "exact"), "sum": of_sum}.get(head, claim["qualifier"])
    due = due if HEADS[head].open else "exact"
    if claim["qualifier"] != due:
        yield f"its qualifier is {due}, claims.json says {claim['qualifier']}"


def goods(claim: Data, evidence: Evidence) -> Iterator[str]:
    """Yield the codes whose cells count other goods in one edition of the HS than in another, and CIF beside FOB."""
    editions: dict[str, set[str]] = {}
    values: dict[str, set[str]] = {}
    for cell in evidence.traits(claim["formula"]):
        editions.setdefault(cell.code, set()).add(cell.edition)
        values.setdefault(cell.flow, set()).update({cell.valuation} - {""})
    for code, known in editions.items():
        for one, other in combinations(sorted(known), 2):
            if not count_alike(code, one, other):
                yield f"{code} does not count the same goods in {one} and {other}"
    if any(len(known) > 1 for known in values.values()):
        yield "it stands on CIF and on FOB values"
