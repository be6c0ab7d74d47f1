"""Traces a figure back to its formula, cells, releases and raw files, with every step recomputed by the audit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.audit.trace.formulas import FormulaCalculator, as_tuples
from generator.editions.decision_trace import Decision
from generator.editions.edition_proof import ClaimText, Evidence
from generator.errors import SettingsError
from generator.trade.currency import is_money
from generator.trade.editions import TOTAL

_LEAVES = ("cell", "nil", "size", "stated", "printed", "stood")
_COMMA = re.compile(r",(?=\d{1,2}\b)")
_CODE = re.compile(r"\d{2,10}")
_UNASKED = re.compile(r"[$%+−\u2066-\u2069-]")  # signs, some invisible, that a search for a figure ignores
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
_EDITORS = {"name": "the editor’s file"}

# Names of the parts of a formula. The last name covers all further parts. Other formulas have unnamed parts.
_PARTS = {
    **dict.fromkeys(("difference", "growth", "highest", "since_high", "since_low"), ("now", "before")),
    **dict.fromkeys(("surprise", "turned", "growth_high", "growth_low", "most_of", "least_of"), ("now", "before")),
    **dict.fromkeys(("records", "records_of_year", "second", "leader", "exceeds", "idle"), ("now", "before")),
    "average_growth": ("now", "before"),
    "short_of": ("before", "now"),
    **dict.fromkeys(("unit_value", "tonnage_part"), ("value", "quantity")),
    "coverage": ("part now", "whole now", "part before", "whole before"),
    **dict.fromkeys(("share", "part", "year_part"), ("part", "whole")),
    "contribution": ("now", "before", "whole"),
    "multiple": ("this", "over"),
    "rank": ("this", "among"),
    "gap": ("average value", "price"),
    "at_average": ("quantity", "average value before"),
    "mix": ("all lines", "the two lines", "the first line", "the second line"),
    "opposed": ("the line", "what stands beside it"),
    **dict.fromkeys(("market_share", "supplier_share"), ("part", "market")),
    "share_gain": ("now", "before"),
    **dict.fromkeys(("outpaced", "against_market"), ("the line", "its market")),
}
_OF_PARTNERS = frozenset({"market", "market_rank"})  # formulas whose parts are named by their partner
# Units of the results of formulas. Other formulas have the unit of their first part.
_UNITS = {
    **dict.fromkeys(("growth", "coverage", "share", "part", "revision_mean", "revision_size"), "pct"),
    **dict.fromkeys(
        ("average_growth", "gap", "mix", "printed", "market_share", "supplier_share", "tonnage_part", "year_part"),
        "pct",
    ),
    **dict.fromkeys(("contribution", "outpaced", "share_gain"), "pp"),
    "multiple": "ratio",
    "surprise": "z",
    **dict.fromkeys(("size", "rank", "highest", "narrowing", "records", "records_of_year", "second"), "count"),
    **dict.fromkeys(("season", "restated", "rose", "fell", "opposed"), "count"),
    **dict.fromkeys(("market_rank", "against_market"), "count"),
    **dict.fromkeys(("since_high", "since_low", "leader", "exceeds", "paused"), "months"),
    **dict.fromkeys(("stood", "stated"), ""),
}
# Formulas that count steps: months, quarters or years.
_OF_STEPS = frozenset(("run", "turned", "growth_high", "growth_low", "most_of", "least_of", "idle", "begun", "stopped"))
_WRITTEN = {"usd": "${}", "kg": "{} kg", "pct": "{}%", "pp": "{} points", "ratio": "{} times"}


@dataclass(frozen=True)
class Step:
    """One step of a formula."""

    role: str  # its name among the parts of the step above
    head: str  # the formula's operator
    said: str  # the step in words
    unit: str
    value: str  # value, low and high are empty if the step has no value of its own
    low: str
    high: str
    parts: tuple[Step, ...]


@dataclass(frozen=True)
class ExplainedClaim:
    """One claim with its proof."""

    claim: Mapping[str, Any]
    standings: tuple[ClaimText, ...]  # the texts that print it, sentences first
    formula: Step
    cells: Mapping[str, Mapping[str, Any]]  # by id
    documents: Mapping[str, Mapping[str, Any]]  # by digest


def explained(evidence: Evidence, text: str) -> tuple[ExplainedClaim, ...]:
    """Return the claims that `text` names by id, HS code or printed figure. Raise SettingsError if there is none."""
    claims = [claim for claim in evidence.claims if claim["id"] == text]
    if not claims:
        codes = [text] if _CODE.fullmatch(text) else None
        claims = [claim for claim in evidence.claims if claim["codes"] == codes or _prints(claim, text)]
    if not claims:
        with_point = _COMMA.sub(".", text)
        examples = ", ".join(claim["printed"][0] for claim in evidence.claims[:6])
        remedy = f"Write an id such as f1, an HS code, or a figure: {examples} …"
        if with_point != text and any(_prints(claim, with_point) for claim in evidence.claims):
            remedy = f"Write it with a decimal point: {with_point}."
        raise SettingsError(evidence.name, f"no claim goes by {text!r}.", remedy)
    return tuple(_explained(evidence, claim) for claim in claims)


def _prints(claim: Mapping[str, Any], text: str) -> bool:
    """Whether the claim is printed as `text`, or with `text` as its only number: "110.90" for "$110.90 million"."""
    plain = _plain(text)
    for form in map(_plain, claim["printed"]):
        numbers = _NUMBER.findall(form)
        if plain == form or (form and plain == form.split()[0]) or numbers == [plain]:
            return True
    return False


def _plain(form: str) -> str:
    return " ".join(_UNASKED.sub("", form).split()).casefold()


def is_code(text: str) -> bool:
    """Whether `text` may be a code of goods."""
    return bool(_CODE.fullmatch(text)) or text == TOTAL


def evidenced(
    evidence: Evidence, code: str, decide: Callable[[], Decision]
) -> tuple[tuple[ExplainedClaim, ...], Decision | None]:
    """Return the claims that `code` names, and the decision on it (None if it is a figure, not a code).

    Raise SettingsError if it is neither.
    """
    try:
        decision, unknown = decide(), None
    except SettingsError as fault:
        decision, unknown = None, fault
    try:
        return explained(evidence, code), decision
    except SettingsError as fault:
        if unknown is None:
            return (), decision
        problem = f"no claim goes by {code!r}, and {unknown.problem}"
        raise SettingsError(evidence.name, problem, f"{unknown.remedy} {fault.remedy}".strip()) from None


def _explained(evidence: Evidence, claim: Mapping[str, Any]) -> ExplainedClaim:
    cells_of_formula = {**evidence.cells, **evidence.context}
    cells: dict[str, Mapping[str, Any]] = {}
    documents: dict[str, Mapping[str, Any]] = {}
    for name in _cells_in(claim["formula"]):
        for part in (name, *_parts_of(cells_of_formula[name])):
            cells[part] = cells_of_formula[part]
    for cell in cells.values():
        if not _parts_of(cell):
            documents[cell["raw"]] = evidence.documents.get(cell["raw"], {})
    documents |= dict.fromkeys(_editors_files(claim["formula"]), _EDITORS)
    texts = sorted(evidence.texts.get(claim["id"], ()), key=lambda text: not text.is_prose)
    step = _step(claim["formula"], "", evidence, FormulaCalculator(cells_of_formula))
    return ExplainedClaim(claim, tuple(texts), step, cells, documents)


def _cells_in(formula: object) -> Iterator[str]:
    """Yield the ids of the cells in a formula of claims.json, in order."""
    match formula:
        case ["cell", str(name)]:
            yield name
        case [str(head), *parts] if head not in _LEAVES:
            for part in parts:
                if isinstance(part, str):
                    yield part
                else:
                    yield from _cells_in(part)


def _editors_files(formula: object) -> Iterator[str]:
    """Yield the digests of the editor's files that state figures of a formula."""
    match formula:
        case ["stated", str(digest), *_]:
            yield digest
        case [_, *parts]:
            for part in parts:
                yield from _editors_files(part)


def _parts_of(cell: Mapping[str, Any]) -> list[str]:
    """Return the ids of the cells that a cell sums up; empty for a cell of a document."""
    return str(cell.get("parts", "")).split()


def _step(formula: list[Any], role: str, evidence: Evidence, calculator: FormulaCalculator) -> Step:
    head, *parts = formula
    roles = _PARTS.get(head, ("",))
    below = []
    for number, part in enumerate(parts):
        if isinstance(part, list):
            part_role = roles[min(number, len(roles) - 1)]
            if head in _OF_PARTNERS:
                part_role = ", ".join(dict.fromkeys(partner for _, partner, _ in calculator.parties(as_tuples(part))))
            below.append(_step(part, part_role, evidence, calculator))
    if head == "cell":
        below = [_step(["cell", name], "", evidence, calculator) for name in _parts_of(calculator.cells[parts[0]])]
    try:
        span = calculator.span(formula)
        low = f"{span.low:f}"
        value = f"{span.value:f}"
        high = f"{span.high:f}"
    except (ValueError, KeyError, ArithmeticError, TypeError, IndexError):  # the step has no value of its own
        low = value = high = ""
    unit_below = below[0].unit if below else ""
    unit = _unit(formula, calculator, unit_below)
    return Step(role, head, _describe(formula, evidence), unit, value, low, high, tuple(below))


def _describe(formula: list[Any], evidence: Evidence) -> str:
    from generator.story.patterns import sentences_of  # here, since it loads slowly and --help does not need it

    head, *parts = formula
    if head == "cell":
        cell = evidence.cells[parts[0]]
        summed = _parts_of(cell)
        lines = f", the sum of the lines that are printed: {len(summed)}" if summed else ""
        return f"{parts[0]}, HS {cell['code']} in {cell['period']}{lines}"
    name = sentences_of("en").get(f"proof.formula.{head}", "a formula that this version has no words for")
    if head == "average":
        first = evidence.context[parts[0]]
        return f"{name}: {first['series']}, {first['unit']}, cells {', '.join(parts)}"
    if head in _LEAVES:
        return f"{name}: {', '.join(map(str, parts[1:] if head == 'stated' else parts))}"
    return name


def _unit(formula: list[Any], calculator: FormulaCalculator, of_first_part: str) -> str:
    head = formula[0]
    if head == "cell":
        return str(calculator.cells[formula[1]].get("measure", "usd"))
    if head in {"nil", "value_effect", "quantity_effect", "at_average"}:
        return calculator.money
    if head == "unit_value" and of_first_part:
        return f"{of_first_part}_per_t"
    if head == "average":
        return str(calculator.cells[formula[1]]["unit"])
    if head in _OF_STEPS:
        return calculator.unit_of_steps(as_tuples(formula[1:]))
    return _UNITS.get(head, of_first_part)


def form_of(unit: str) -> str:
    """Return how a number of `unit` is written, with `{}` for its digits: "${}", "CNY {}", "CNY {} a tonne"."""
    of = unit.removesuffix("_per_t")
    plain = _WRITTEN.get(of) or (f"{of.upper()} {{}}" if is_money(of) else "{}")
    return plain if of == unit else f"{plain} a tonne"
