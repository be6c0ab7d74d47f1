"""Terms of the catalogue: which claims are a level, a rate or a contribution, of which lines, and for which times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.trace.completeness import first_cells
from generator.audit.trace.formulas import KINDS, Formula
from generator.audit.trace.value_spans import number
from generator.trade.codes import is_within
from generator.trade.currency import is_money
from generator.trade.period import Period

Data = Mapping[str, Any]
Codes = frozenset[str]


@dataclass(frozen=True, eq=False)
class ClaimGround:
    """The claims of an edition, with answers to what equations need: its lines, its total, its periods."""

    edition: Data
    evidence: ClaimEvidence
    _codes: dict[tuple[str, ...], Codes] = field(default_factory=dict, repr=False)

    @cached_property
    def period(self) -> Period:
        """The period of the edition."""
        return Period.parse(self.edition["period"])

    @cached_property
    def base(self) -> Period:
        """The period that the edition's period is compared with."""
        return Period.parse(self.edition["compare_period"])

    @cached_property
    def year_start(self) -> int:
        """The month in which a year to date begins."""
        return int(self.edition.get("year_start", 1))

    @cached_property
    def smallest(self) -> Codes:
        """The codes of the briefing that contain no other of its codes."""
        codes = self.edition["codes"]
        holders = {outer for code in codes for outer in codes if code != outer and is_within(code, outer)}
        return frozenset(codes) - holders

    @cached_property
    def total(self) -> Codes:
        """The lines of the whole: those of the largest sum reported for the period.

        If several lines are reported, but no sum of them, use the largest sum of the year to date, or else all lines
        that have a figure.
        """
        sums = self._sums(self.period)
        largest = max(sums, key=len, default=self._with_figure)
        if len(sums) > 1 and len(largest) == 1:
            to_date = self.period.year_to_date(self.year_start)
            largest = max(self._sums(to_date), key=len, default=largest)
            return largest if len(largest) > 1 else self._with_figure
        return largest

    @cached_property
    def _with_figure(self) -> Codes:
        """The smallest lines that have cells over the period; all, if none has."""
        found = {code for code in self.smallest if self.amount(frozenset([code]), self.period) is not None}
        return frozenset(found) or self.smallest

    def _sums(self, time: Period) -> set[Codes]:
        """Return the lines of each amount that is reported for a time."""
        return {
            self.lines(claim["codes"])
            for claim in self.evidence.claims.values()
            if claim["kind"] in {"sum", "level"} and claim["period"] == str(time)
        }

    def lines(self, codes: Iterable[str]) -> Codes:
        """Return the smallest lines in `codes`: a chapter and all its headings give the same lines."""
        key = tuple(codes)
        if key not in self._codes:
            inner_lines: set[str] = set()
            for code in key:
                inner = [line for line in self.smallest if is_within(line, code)]
                inner_lines.update(inner or [code])
            self._codes[key] = frozenset(inner_lines)
        return self._codes[key]

    def amount(self, codes: Codes, period: Period, measure: str = "money") -> Decimal | None:
        """Return the sum of the cells of some lines in a period, in money or kg, or None if some are missing."""
        spans = [str(period)] if str(period) in self._periods else [str(month) for month in period.split()]
        amounts = [self._amounts.get((measure, code, span)) for code in codes for span in spans]
        printed = [value for value in amounts if value is not None]
        return sum(printed, Decimal(0)) if len(printed) == len(amounts) else None

    @cached_property
    def _periods(self) -> frozenset[str]:
        return frozenset(str(cell["period"]) for cell in self.evidence.cells.values())

    @cached_property
    def _amounts(self) -> Mapping[tuple[str, str, str], Decimal]:
        amounts: dict[tuple[str, str, str], Decimal] = {}
        before = first_cells(self.evidence)
        cells_by_id = self.evidence.cells.items()
        aside = before | self.evidence.market_cells
        cells = [cell for key, cell in cells_by_id if cell["standing"] == "customs" and key not in aside]
        for cell in cells:
            measure = str(cell.get("measure", "usd"))
            if cell["flow"] == cells[0]["flow"]:
                key = "money" if is_money(measure) else measure, str(cell["code"]), str(cell["period"])
                amounts[key] = number(cell["value"])
        return amounts

    def claim(self, name: str) -> Data:
        """Return a claim by its id. Raise KeyError if it does not exist."""
        return self.evidence.claims[name]

    def is_of(self, claim: Data, codes: Codes) -> bool:
        """Whether a claim is of `codes`, apart from lines without trade at its times."""
        return self.are_lines(self.lines(claim["codes"]), codes, claim)

    def are_lines(self, lines: Codes, codes: Codes, claim: Data) -> bool:
        """Whether lines are `codes`, apart from lines without trade at the times of a claim.

        A text about several lines names those with trade at either end of its period, so the others may lack one end.
        """
        if lines == codes:
            return True
        spans = [Period.parse(claim[key]) for key in ("period", "compare_period") if claim[key]]
        differing = [frozenset({code}) for code in lines ^ codes]
        if len(codes) == 1:
            return not any(self.amount(code, span) for code in differing for span in spans)
        ends = [*spans, self.period, self.base]
        return all(any(not self.amount(code, end) for end in ends) for code in differing)

    def lines_in(self, formula: Formula) -> Codes:
        """Return the lines of the cells of a formula."""
        return self.lines(sorted(self.evidence.calculator.codes(formula)))

    def unit_of(self, formula: Formula) -> str:
        """Return the unit of a formula's amounts: money, kg, the average of both, or the market's money."""
        while formula[0] not in {"unit_value", "cell", "nil", "sum", "market", "mirror"}:
            formula = formula[1]
        if formula[0] in {"market", "mirror"}:
            return str(formula[0])
        unit = "average" if formula[0] == "unit_value" else self.evidence.calculator.unit(formula)
        return "money" if is_money(unit) else unit


@dataclass(frozen=True)
class SentenceScene:
    """What a text is about."""

    codes: Codes | None  # None for no line in particular
    time: Period
    base: Period  # what `time` is compared with

    def at(self, time: Period) -> SentenceScene:
        """Return the scene at another time, compared with a year before."""
        return replace(self, time=time, base=time.year_before())


@dataclass(frozen=True)
class Term:
    """What a claim must be."""

    of: str  # possible kinds or formulas
    holds: str = "lines at"  # what must match the scene: its lines, its period (`at`), its base (`against`)
    unit: str = ""  # of its amounts
    condition: Callable[[ClaimGround, Data], bool] = lambda *_: True

    def is_so(self, ground: ClaimGround, claim: Data, scene: SentenceScene) -> bool:
        """Whether a claim is an instance of this term in the scene."""
        if not {claim["kind"], claim["formula"][0]} & set(self.of.split()):
            return False
        if self.unit and ground.unit_of(claim["formula"]) != self.unit:
            return False
        base = claim["compare_period"]
        return (
            ("lines" not in self.holds or ground.is_of(claim, scene.codes or frozenset()))
            and ("at" not in self.holds or Period.parse(claim["period"]) == scene.time)
            and ("against" not in self.holds or (base is not None and Period.parse(base) == scene.base))
            and self.condition(ground, claim)
        )


def is_term(ground: ClaimGround, name: str, claim: Data, scene: SentenceScene) -> bool:
    """Whether a claim is an instance of the named term. Raise KeyError if there is no such term."""
    return any(term.is_so(ground, claim, scene) for term in TERMS[name])


def _is_of_total(ground: ClaimGround, claim: Data) -> bool:
    """Whether a contribution is to the growth of the total."""
    return ground.are_lines(ground.lines_in(claim["formula"][3]), ground.total, claim)


def _is_in_its_whole(ground: ClaimGround, claim: Data) -> bool:
    """Whether the whole of a share has every line of the share."""
    return ground.lines_in(claim["formula"][2]) >= ground.lines(claim["codes"])


def _has_flow(flow: str) -> Callable[[ClaimGround, Data], bool]:
    def has_flow(ground: ClaimGround, claim: Data) -> bool:
        return {parties[2][-1] for parties in ground.evidence.calculator.parties(claim["formula"])} == {flow}

    return has_flow


def _is_by(head: str) -> Callable[[ClaimGround, Data], bool]:
    return lambda _, claim: claim["formula"][0] == head


_AMOUNT, _MOVED = "cell nil sum", "lines at against"
_LEVEL = Term(_AMOUNT, unit="money")
_SHARE = Term("share", condition=_is_in_its_whole)
# Terms that state more than a claim's kind. Every other kind of claim is a term with the same name.
TERMS: dict[str, tuple[Term, ...]] = {
    **{kind: (Term(kind),) for kind in KINDS},
    "level": (_LEVEL,),
    "quantity": (Term(_AMOUNT, unit="kg"),),
    "average": (Term("unit_value"),),
    "change": (Term("growth", _MOVED, "money"),),
    "quantity change": (Term("growth", _MOVED, "kg"),),
    "average change": (Term("growth", _MOVED, "average"),),
    "published change": (Term("published_change"),),
    "gain": (Term("change_abs effect", _MOVED),),
    "points": (Term("contribution", _MOVED, condition=_is_of_total),),
    "share": (_SHARE,),
    "level or share": (_LEVEL, _SHARE),
    "times": (Term("multiple", _MOVED, "money"),),
    "quantity times": (Term("multiple", _MOVED, "kg"),),
    "part": (Term("part", _MOVED),),
    "year part": (Term("year_part", _MOVED),),
    "tonnage part": (Term("tonnage_part", _MOVED),),
    "records": (Term("records", condition=_is_by("records")),),
    "yearly records": (Term("records", condition=_is_by("records_of_year")),),
    "second": (Term("second", "lines at against"),),
    "shortfall": (Term("short_of", _MOVED),),
    "ceiling": (Term("ceiling", ""),),
    "highest": (Term("highest", unit="money"),),
    "begun since": (Term("begun", _MOVED),),
    "run": (Term("streak", condition=lambda _, claim: number(claim["value"]) > 1),),
    "dated run": (Term("streak", _MOVED),),
    "lines": (Term("size", "lines"),),
    "some lines": (Term("size", ""),),
    "lines that rose": (Term("rose", "at against"),),
    "lines that fell": (Term("fell", "at against"),),
    "lines that moved": (Term("rose fell", "at against"),),
    "value effect": (Term("value_effect", ""),),
    "quantity effect": (Term("quantity_effect", ""),),
    "coverage": (Term("coverage", ""),),
    "months restated": (Term("restated", ""),),
    "mean revision": (Term("revision_mean", ""),),
    "revision size": (Term("revision_size", ""),),
    "printed rate": (Term("printed"),),
    "printed level": (Term("stood"),),
    "exports": (Term(_AMOUNT, condition=_has_flow("X")),),
    "imports": (Term(_AMOUNT, condition=_has_flow("M")),),
    "balance change": (Term("balance_abs"),),
    "mirror level": (Term("mirror"),),
    "mirror change": (Term("growth", _MOVED, "mirror"),),
    "market level": (Term("market"),),
    "market change": (Term("growth", _MOVED, "market"),),
    "market times": (Term("multiple", _MOVED, "market"),),
    "market share": (Term("market_share"),),
    "market rank": (Term("market_rank"),),
    "supplier share": (Term("supplier_share"),),
    "share gain": (Term("share_gain", _MOVED),),
    "outpaced": (Term("outpaced", _MOVED),),
    "opposed market": (Term("against_market", _MOVED),),
    "price": (Term("context", "at"),),
    "price change": (Term("context_change", "at"),),
    "gap": (Term("context_gap"),),
    "worth at old average": (Term("at_average", _MOVED),),
    "opposed price": (Term("context_opposed", "at"),),
}
