"""What a claim says that it is about (codes, periods, parties, direction, qualifier) against its formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from generator.audit.arithmetic import Span
from generator.audit.chains import YEAR
from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.formulas import Bench
from generator.audit.kinds import CHANGES, KINDS, LEFT, NO_BOUND, PLACES, RESTATED, RUNS, STEPS
from generator.audit.order import Order
from generator.audit.releases import Releases
from generator.audit.terms import EFFECTS, Terms
from generator.audit.trends import best, is_closed
from generator.trade.currency import is_money
from generator.trade.period import Period

_PAST = frozenset(
    {"highest", "lowest", "since_high", "since_low", "streak", "surprise", "passed", *STEPS}
    | RUNS
    | PLACES
    | {"season", "leader"}
)  # these stand on other periods by nature
_PAIRS = frozenset({"growth", "difference", "contribution", "rose", "fell"})
_OF_ALL_PARTS = (
    RESTATED
    | EFFECTS
    | {"ceiling", "sum", "hhi", "equivalent", "multiple", "count", "rose", "fell", "streak", "run", "turned"}
)
_BALANCES = frozenset({"balance", "balance_abs"})


def kind(claim: Data, terms: Terms) -> Iterator[str]:
    """Yield a kind and a unit that the formula does not give."""
    head = claim["formula"][0]
    if (claim["kind"], _of_any_money(claim["unit"])) not in KINDS.get(head, frozenset()):
        yield f"{head} gives no claim of kind {claim['kind']} in {claim['unit']}"
    if head not in {"stated", "size", "count", "nil"} and (unit := terms.unit(claim["formula"])) != claim["unit"]:
        yield f"its formula comes to {unit}, claims.json says {claim['unit']}"


def _of_any_money(unit: str) -> str:
    of = unit.removesuffix("_per_t")
    return unit.replace(of, "money") if is_money(of) else unit


def direction(claim: Data, span: Span, bench: Bench) -> Iterator[str]:
    """Yield a direction that is not that of every value of a change's reading; what is no change has none."""
    head, *parts = claim["formula"]
    changes = head in CHANGES | EFFECTS | {"parted"} or (head == "share" and parts[0][0] == "difference")
    expected = [_way(span) if changes else None]
    if claim["kind"] == "balance":  # a balance is no change, a run has a way: either may say it or not
        expected.append(None)
    if head == "printed":
        expected += ["up", "down"]  # as the last edition had it
    if head == "ran":
        expected = [parts[1]]
    if head == "streak":
        expected.append(_way(bench.span(parts[0])))
    if head in {"run", "turned", "season"}:
        expected = [_way(bench.span(parts[0]))]
    if claim["direction"] not in expected:
        yield f"its direction is {expected[-1]}, claims.json says {claim['direction']}"


def _way(span: Span) -> str | None:
    return "up" if span.low > 0 else "down" if span.high < 0 else None


def codes(claim: Data, terms: Terms, releases: Releases | None) -> Iterator[str]:
    """Yield codes that are not those of the formula; a line without trade may be named, one of the base as well.

    Whether there was no trade in a line say the `releases`; without them it is left open.
    """
    head, *parts = claim["formula"]
    said, needed = set(claim["codes"]), _codes(claim["formula"], terms)
    more = said - needed
    if head in _PAIRS:
        more -= terms.codes(*parts)
    span = Period.parse(claim["period"])
    parties = terms.parties(claim["formula"]) or terms.every_party
    more = {code for code in more if releases and not any(releases.is_silent(one, code, span) for one in parties)}
    if needed - said or more:
        yield f"its cells are about {sorted(needed)}, claims.json says {claim['codes']}"


def _codes(formula: list[Any], terms: Terms) -> AbstractSet[str]:
    head, *parts = formula
    match head:
        case "size" | "printed" | "placed" | "stood" | "ran":
            return set(parts if head == "size" else parts[4:])
        case "stated":
            return set()  # what a speaker's figure is about is not ours to say
        case "cell" | "nil":
            return terms.codes(formula)
        case _ if head in _OF_ALL_PARTS:
            return terms.codes(formula)
        case "shift" | "leader":
            return terms.codes(parts[0][1])
    return terms.codes(parts[0])


def periods(claim: Data, edition: Data, terms: Terms) -> Iterator[str]:
    """Yield cells of other periods than the claim's own and the one that it is compared with."""
    head, *parts = claim["formula"]
    if head in LEFT:
        if [claim["period"], claim["compare_period"]] != ([parts[2], None] if head == "stood" else parts[2:4]):
            yield f"it was printed of {parts[2]} and {parts[3]}"
        return
    told = [Period.parse(claim[key]) for key in ("period", "compare_period") if claim[key]]
    if head in {"rose", "fell"} and not claim["compare_period"]:
        told.append(told[0].year_before())
    found = terms.periods(claim["formula"]) or {Period.parse(edition["period"])}
    if not any(_overlap(period, told[0]) for period in found):
        yield f"nothing in it is of {claim['period']}"
    if head not in _PAST and any(not any(_holds(one, period) for one in told) for period in found):
        both = f"{claim['period']} and {claim['compare_period']}"
        yield f"it stands on cells of {sorted(map(str, found))}, claims.json says {both}"
    if head in CHANGES and not _holds(told[0], newer := terms.span(parts[0])) and claim["kind"] != "balance":
        yield f"its newer part is of {newer}, claims.json says {claim['period']}"
    if head in {"cell", "sum", "nil", "unit_value"} and claim["compare_period"]:
        yield f"it is compared with nothing, claims.json says {claim['compare_period']}"
    if head in CHANGES | EFFECTS and claim["kind"] != "balance" and not claim["compare_period"]:
        yield f"it is a change from {terms.span(parts[1])}, and claims.json has no compare period"


def compared(claim: Data, terms: Terms, releases: Releases) -> Iterator[str]:
    """Yield a compare period of a `since` that is not its last part's, and of a step that is not its own month."""
    head, *parts = claim["formula"]
    if head in STEPS and claim["compare_period"] != str(began := terms.span(parts[-1 - YEAR])):
        yield f"its step is of {began}, claims.json says {claim['compare_period']}"
    if head in _AGAINST and claim["compare_period"] != (due := _AGAINST[head](parts, claim, terms)):
        yield f"it is compared with {due}, claims.json says {claim['compare_period']}"
    if head in {"since_high", "since_low"}:
        last = Order(terms, releases).spans(parts, Period.parse(claim["period"]))[-1]
        if claim["compare_period"] != str(last):
            yield f"its last part is of {last}, claims.json says {claim['compare_period']}"


def _turn(parts: list[Any], _: Data, terms: Terms) -> str | None:
    """Return the last step of a turn, where it goes the way of the newest; None where no such step is told."""
    changes = Bench(terms.cells).spans(parts)
    return str(terms.span(parts[-1][1])) if is_closed(changes) else None


def _best(parts: list[Any], _: Data, terms: Terms) -> str:
    """Return the only period that is above the newest."""
    return str(terms.span(parts[best(Bench(terms.cells).spans(parts))]))


_AGAINST: dict[str, Callable[[list[Any], Data, Terms], str | None]] = {
    "turned": _turn,
    "second": _best,
    "idle": lambda parts, _, terms: str(terms.span(parts[-1])),
    "season": lambda _, claim, __: str(Period.parse(claim["period"]).step(-1)),
}


def _overlap(one: Period, other: Period) -> bool:
    return one.first < other.first + other.months and other.first < one.first + one.months


def _holds(span: Period, period: Period) -> bool:
    return span.first <= period.first and period.first + period.months <= span.first + span.months


def parties(claim: Data, terms: Terms) -> Iterator[str]:
    """Yield cells of several reporters, partners or flows; a balance has one flow out and one in."""
    found, head = terms.parties(claim["formula"]), claim["formula"][0]
    if claim["kind"] in _BALANCES:
        parts = claim["formula"][1:] if claim["kind"] == "balance" else claim["formula"][1][1:]
        flows = [{one[2] for one in terms.parties(part)} - {flow} for part, flow in zip(parts, "XM", strict=True)]
        if len({one[:2] for one in found}) > 1 or any(flows):
            yield "a balance is an export less an import of one reporter and partner"
    elif len(found) > 1 and head not in {"count", "multiple"}:
        yield f"it mixes the parties {sorted(found)}"


def standing(claim: Data, evidence: Evidence) -> Iterator[str]:
    """Yield relayed figures and bounds where none may stand, and a qualifier that is not the cells'."""
    head = claim["formula"][0]
    cells = evidence.traits(claim["formula"])
    if any(cell.standing != "customs" for cell in cells) != (claim["kind"] == "background"):
        yield "a relayed figure stands in background claims alone, and nothing else does"
    marks = {cell.qualifier for cell in cells} - {"exact"}
    if head in NO_BOUND and marks:
        yield "a bound carries no change and no rank"
    of_sum = "about" if marks == {"about"} else "at_least" if marks else "exact"
    expected = next(iter(marks), "exact") if head == "cell" else of_sum if head == "sum" else None
    if head in NO_BOUND | {"nil"}:
        expected = "exact"
    if expected and claim["qualifier"] != expected:
        yield f"its qualifier is {expected}, claims.json says {claim['qualifier']}"
