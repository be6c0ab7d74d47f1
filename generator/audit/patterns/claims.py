"""Claims as terms: which claims are a level, a rate, a contribution, of whom, when and against when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from generator.audit.evidence import Evidence
from generator.audit.gathered import number
from generator.audit.restated import first_cells
from generator.trade.codes import is_within
from generator.trade.currency import is_money
from generator.trade.period import Period

Data = Mapping[str, Any]
Codes = frozenset[str]
_AMOUNTS = frozenset({"cell", "nil", "sum"})


@dataclass(frozen=True, eq=False)
class Ground:
    """The claims of an edition with the questions that equations ask: its lines, its total, its periods."""

    edition: Data
    evidence: Evidence
    _codes: dict[tuple[str, ...], Codes] = field(default_factory=dict, repr=False)

    @cached_property
    def period(self) -> Period:
        """The period of the edition."""
        return Period.parse(self.edition["period"])

    @cached_property
    def base(self) -> Period:
        """The period it is compared with."""
        return Period.parse(self.edition["compare_period"])

    @cached_property
    def smallest(self) -> Codes:
        """The codes of the briefing that hold no other of its codes."""
        codes = self.edition["codes"]
        return frozenset(code for code in codes if not any(code != other and is_within(other, code) for other in codes))

    @cached_property
    def total(self) -> Codes:
        """The lines of the whole: those of the largest sum that is told of the period."""
        sums = [
            self.lines(claim["codes"])
            for claim in self.evidence.claims.values()
            if claim["kind"] in {"sum", "level"} and claim["period"] == str(self.period)
        ]
        return max(sums, key=len, default=self.smallest)

    @cached_property
    def parties(self) -> frozenset[str]:
        """The economies whose trade the cells are: reporters and partners."""
        cells = self.evidence.cells.values()
        return frozenset(str(cell[name]) for cell in cells for name in ("reporter", "partner"))

    @cached_property
    def flows(self) -> frozenset[str]:
        """The flows of the cells."""
        return frozenset(str(cell["flow"]) for cell in self.evidence.cells.values())

    def lines(self, codes: list[str] | tuple[str, ...]) -> Codes:
        """Return the smallest lines that `codes` stand for: a chapter and all its headings are the same."""
        key = tuple(codes)
        if key not in self._codes:
            found: set[str] = set()
            for code in key:
                inner = [line for line in self.smallest if is_within(line, code)]
                found.update(inner or [code])
            self._codes[key] = frozenset(found)
        return self._codes[key]

    def amount(self, codes: Codes, period: Period, measure: str = "money") -> Decimal | None:
        """Return what the cells of some lines come to in a period, in money or kg; None where they lack some of it."""
        spans = [str(period)] if str(period) in self._spans else [str(month) for month in period.split()]
        found = [self._amounts.get((measure, code, span)) for code in codes for span in spans]
        known = [value for value in found if value is not None]
        return sum(known, Decimal(0)) if len(known) == len(found) else None

    def is_bound(self, code: str, period: Period) -> bool:
        """Say whether a line came to more than its figure says in a period, or in a month of it."""
        for cell in self.evidence.cells.values():
            if cell["code"] == code and cell["qualifier"] == "over" and period.holds(Period.parse(cell["period"])):
                return True
        return False

    @cached_property
    def _spans(self) -> frozenset[str]:
        return frozenset(str(cell["period"]) for cell in self.evidence.cells.values())

    @cached_property
    def _amounts(self) -> Mapping[tuple[str, str, str], Decimal]:
        found: dict[tuple[str, str, str], Decimal] = {}
        before = first_cells(self.evidence)
        known = self.evidence.cells.items()
        cells = [cell for key, cell in known if cell["standing"] == "customs" and key not in before]
        for cell in cells:
            measure = str(cell.get("measure", "usd"))
            if cell["flow"] == cells[0]["flow"]:
                key = "money" if is_money(measure) else measure, str(cell["code"]), str(cell["period"])
                found[key] = number(cell["value"])
        return found

    def claim(self, name: str) -> Data:
        """Return a claim by its id; KeyError where there is none."""
        return self.evidence.claims[name]

    def unit_of(self, formula: Any) -> str:  # noqa: ANN401 -- a formula of claims.json
        """Return the unit of what a formula comes to, as far as it is an amount: that of its first cell."""
        head, *parts = formula
        if head == "unit_value":
            return "average"
        if head == "nil":
            return "money"
        if head == "cell":
            measure = str(self.evidence.cells[parts[0]].get("measure", "usd"))
            return "money" if is_money(measure) else measure
        return self.unit_of(parts[0])


@dataclass(frozen=True)
class Wanted:
    """What an equation says that a claim must be: of whom, when, and against when."""

    codes: Codes
    period: Period
    base: Period


Term = Callable[[Ground, Data, Wanted], bool]


def is_term(ground: Ground, name: str, claim: Data, wanted: Wanted) -> bool:
    """Say whether a claim is what a term says; KeyError where no term has the name."""
    return TERMS[name](ground, claim, wanted)


def _is_of(ground: Ground, claim: Data, codes: Codes) -> bool:
    return _are_lines(ground, ground.lines(claim["codes"]), codes, claim)


def _are_lines(ground: Ground, lines: Codes, codes: Codes, claim: Data) -> bool:
    """Say whether a claim is of `codes`, with or without lines that have no trade at its times.

    A text that names several lines names those with trade at one end of its period: the others may lack the other end.
    """
    if lines == codes:
        return True
    spans = [Period.parse(claim[key]) for key in ("period", "compare_period") if claim[key]]
    apart = [frozenset({code}) for code in lines ^ codes]
    if len(codes) == 1:
        return not any(ground.amount(code, span) for code in apart for span in spans)
    ends = [*spans, ground.period, ground.base]
    return all(any(not ground.amount(code, end) for end in ends) for code in apart)


def _is_at(claim: Data, period: Period) -> bool:
    return Period.parse(claim["period"]) == period


def _is_against(claim: Data, base: Period) -> bool:
    return claim["compare_period"] is not None and Period.parse(claim["compare_period"]) == base


def _amount(unit: str) -> Term:
    def holds(ground: Ground, claim: Data, wanted: Wanted) -> bool:
        if claim["formula"][0] not in _AMOUNTS | {"unit_value"} or ground.unit_of(claim["formula"]) != unit:
            return False
        return _is_of(ground, claim, wanted.codes) and _is_at(claim, wanted.period)

    return holds


def _change(unit: str) -> Term:
    def holds(ground: Ground, claim: Data, wanted: Wanted) -> bool:
        head = claim["formula"][0]
        if head != "growth" or ground.unit_of(claim["formula"]) != unit:
            return False
        return _is_between(ground, claim, wanted)

    return holds


def _is_between(ground: Ground, claim: Data, wanted: Wanted) -> bool:
    is_of = _is_of(ground, claim, wanted.codes) and _is_at(claim, wanted.period)
    return is_of and _is_against(claim, wanted.base)


def _of_kind(*kinds: str) -> Term:
    """Return the term of claims that are of one period, of the kinds `kinds`."""

    def holds(ground: Ground, claim: Data, wanted: Wanted) -> bool:
        is_of = _is_of(ground, claim, wanted.codes) and _is_at(claim, wanted.period)
        return claim["kind"] in kinds and is_of

    return holds


def _between(*kinds: str) -> Term:
    """Return the term of claims that are of two periods, of the kinds `kinds`."""

    def holds(ground: Ground, claim: Data, wanted: Wanted) -> bool:
        return claim["kind"] in kinds and _is_between(ground, claim, wanted)

    return holds


def _points(ground: Ground, claim: Data, wanted: Wanted) -> bool:
    """Say whether a claim is a contribution to the growth of the total of the base period."""
    if claim["kind"] != "contribution" or not _is_between(ground, claim, wanted):
        return False
    whole = claim["formula"][3]
    return _are_lines(ground, ground.lines(tuple(_codes_in(ground, whole))), ground.total, claim)


def _share(ground: Ground, claim: Data, wanted: Wanted) -> bool:
    """Say whether a claim is a share of the total."""
    if claim["kind"] != "share" or not (_is_of(ground, claim, wanted.codes) and _is_at(claim, wanted.period)):
        return False
    return ground.lines(_codes_in(ground, claim["formula"][2])) >= ground.lines(claim["codes"])


def _count_of(head: str) -> Term:
    def holds(_: Ground, claim: Data, wanted: Wanted) -> bool:
        return claim["formula"][0] == head and _is_at(claim, wanted.period)

    return holds


def _multiple(unit: str) -> Term:
    def holds(ground: Ground, claim: Data, wanted: Wanted) -> bool:
        if claim["kind"] != "multiple" or ground.unit_of(claim["formula"]) != unit:
            return False
        return _is_between(ground, claim, wanted)

    return holds


def _moved(_: Ground, claim: Data, wanted: Wanted) -> bool:
    return claim["formula"][0] in {"rose", "fell"} and _is_at(claim, wanted.period)


def _headed(head: str) -> Term:
    """Return the term of the claims of one formula, of which an edition has one for its own span."""

    def holds(_: Ground, claim: Data, __: Wanted) -> bool:
        return bool(claim["formula"][0] == head)

    return holds


def _size(_: Ground, claim: Data, wanted: Wanted) -> bool:
    head = claim["formula"][0]
    return head == "size" or (head == "count" and _is_at(claim, wanted.period))


def _of_flow(flow: str) -> Term:
    """Return the term of levels of one flow, exports or imports."""

    def holds(ground: Ground, claim: Data, wanted: Wanted) -> bool:
        flows = {ground.evidence.cells[key]["flow"][-1] for key in ground.evidence.cells_of(claim)}
        return claim["formula"][0] in _AMOUNTS and flows == {flow} and _is_at(claim, wanted.period)

    return holds


def _kind_at(kind: str) -> Term:
    """Return the term of claims of one kind in a period, of whatever lines: a price, a balance."""

    def holds(_: Ground, claim: Data, wanted: Wanted) -> bool:
        return claim["kind"] == kind and _is_at(claim, wanted.period)

    return holds


def _joint_share(ground: Ground, claim: Data, wanted: Wanted) -> bool:
    """Say whether a claim is the share of several lines together."""
    return claim["kind"] == "share" and len(ground.lines(claim["codes"])) > 1 and _is_at(claim, wanted.period)


def _codes_in(ground: Ground, formula: Any) -> list[str]:  # noqa: ANN401 -- a formula of claims.json
    head, *parts = formula
    if head == "cell":
        return [str(ground.evidence.cells[parts[0]]["code"])]
    if head == "nil":
        return [str(parts[0])]
    return [code for part in parts for code in _codes_in(ground, part)]


TERMS: dict[str, Term] = {
    "level": _amount("money"),
    "quantity": _amount("kg"),
    "average": _amount("average"),
    "change": _change("money"),
    "quantity change": _change("kg"),
    "average change": _change("average"),
    "published change": _of_kind("published_change"),
    "gain": _between("change_abs", "effect"),
    "points": _points,
    "share": _share,
    "times": _multiple("money"),
    "quantity times": _multiple("kg"),
    "part": _between("part"),
    "parted": _between("parted"),
    "turned": _of_kind("turned"),
    "records": _of_kind("records"),
    "place": _of_kind("place"),
    "second": _headed("second"),
    "pace": _of_kind("pace"),
    "narrowing": _of_kind("narrowing"),
    "leader": _of_kind("leader"),
    "season": _of_kind("season"),
    "idle": _of_kind("idle"),
    "short of": _of_kind("short_of"),
    "exceeds": _of_kind("exceeds"),
    "ceiling": _headed("ceiling"),
    "lines that moved": _moved,
    "joint share": _joint_share,
    "level or share": lambda *of: TERMS["level"](*of) or _share(*of),
    "rank": _of_kind("rank"),
    "record": _of_kind("record"),
    "since": _of_kind("since"),
    "run": lambda ground, claim, wanted: _of_kind("streak")(ground, claim, wanted) and number(claim["value"]) > 1,
    "step": _of_kind("step"),
    "crossing": _of_kind("crossing"),
    "lines": _size,
    "lines that rose": _count_of("rose"),
    "lines that fell": _count_of("fell"),
    "value effect": _headed("value_effect"),
    "quantity effect": _headed("quantity_effect"),
    "coverage": _headed("coverage"),
    "months restated": _headed("restated"),
    "mean revision": _headed("revision_mean"),
    "revision size": _headed("revision_size"),
    "printed rate": _of_kind("printed"),
    "printed level": _of_kind("stood"),
    "printed run": _of_kind("ran"),
    "printed place": _of_kind("placed"),
    "surprise": _of_kind("surprise"),
    "exports": _of_flow("X"),
    "imports": _of_flow("M"),
    "balance": _kind_at("balance"),
    "balance change": _kind_at("balance_abs"),
    "price": _kind_at("context"),
    "price change": _kind_at("context_change"),
    "opposed price": _kind_at("context_opposed"),
}
