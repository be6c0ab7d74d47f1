"""A figure followed back to formula, cells, release and raw bytes; the audit works out each step anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.audit.trace.formulas import Bench
from generator.editions.decision_trace import Decision
from generator.editions.edition_proof import ClaimText, Evidence
from generator.errors import SettingsError
from generator.trade.currency import is_money
from generator.trade.editions import TOTAL

_LEAVES = ("cell", "nil", "size", "stated", "printed", "stood")
_COMMA = re.compile(r",(?=\d{1,2}\b)")
_CODE = re.compile(r"\d{2,10}")
_UNASKED = re.compile(r"[$%+−\u2066-\u2069-]")  # signs, and letters that nobody sees: a figure is found without them
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
_EDITORS = {"name": "the editor’s file"}


@dataclass(frozen=True)
class Step:
    """One step of a formula: what it is to the step above, its head, its words, its value, and its own steps."""

    role: str
    head: str
    said: str
    unit: str
    value: str
    low: str
    high: str
    parts: tuple[Step, ...]


@dataclass(frozen=True)
class ExplainedClaim:
    """One claim: the texts that print it, its formula worked out step by step, its cells and their documents."""

    claim: Mapping[str, Any]
    standings: tuple[ClaimText, ...]
    formula: Step
    cells: Mapping[str, Mapping[str, Any]]
    documents: Mapping[str, Mapping[str, Any]]


def explained(evidence: Evidence, wanted: str) -> tuple[ExplainedClaim, ...]:
    """Return the claims that `wanted` names: an id, an HS code or a printed figure; SettingsError where none does."""
    found = [claim for claim in evidence.claims if claim["id"] == wanted]
    found = found or [claim for claim in evidence.claims if _is_of(claim, wanted) or _prints(claim, wanted)]
    if not found:
        raise SettingsError(evidence.name, f"no claim goes by {wanted!r}.", _remedy(evidence, wanted))
    return tuple(_explained(evidence, claim) for claim in found)


def is_code(wanted: str) -> bool:
    """Say whether `wanted` may be a code of goods."""
    return bool(_CODE.fullmatch(wanted)) or wanted == TOTAL


def evidenced(
    evidence: Evidence, code: str, decide: Callable[[], Decision]
) -> tuple[tuple[ExplainedClaim, ...], Decision | None]:
    """Return the claims that `code` names, and the decision on it; of a number that is no code, its claims alone.

    Raises SettingsError where it is neither.
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


def _remedy(evidence: Evidence, wanted: str) -> str:
    with_point = _COMMA.sub(".", wanted)
    if with_point != wanted and any(_prints(claim, with_point) for claim in evidence.claims):
        return f"Write it with a decimal point: {with_point}."
    known = ", ".join(claim["printed"][0] for claim in evidence.claims[:6])
    return f"Write an id such as f1, an HS code, or a figure: {known} …"


def cells_in(formula: object) -> Iterator[str]:
    """Return the ids of the cells in a formula of claims.json, in order."""
    match formula:
        case ["cell", str(name)]:
            yield name
        case [str(head), *parts] if head not in _LEAVES:
            for part in parts:
                if isinstance(part, str):
                    yield part
                else:
                    yield from cells_in(part)


def _stated_in(formula: object) -> Iterator[str]:
    """Return the digests of the editor's files in which figures of a formula are stated."""
    match formula:
        case ["stated", str(digest), *_]:
            yield digest
        case [_, *parts]:
            for part in parts:
                yield from _stated_in(part)


def parts_of(cell: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the cells that a cell is the sum of; none for one that stands in a document."""
    return tuple(cell.get("parts", "").split())


def _is_of(claim: Mapping[str, Any], wanted: str) -> bool:
    return bool(_CODE.fullmatch(wanted)) and claim["codes"] == [wanted]


def _prints(claim: Mapping[str, Any], wanted: str) -> bool:
    """Say whether one of the claim's prints is `wanted`, or has it as its number: "110.90" for "$110.90 million"."""
    bare = _plain(wanted)
    forms = {_plain(form) for form in claim["printed"]}
    numbers = {found[0] for form in forms if len(found := _NUMBER.findall(form)) == 1}
    return bare in forms or bare in numbers or bare in {form.split()[0] for form in forms if form}


def _plain(form: str) -> str:
    return " ".join(_UNASKED.sub("", form).split()).casefold()


def _explained(evidence: Evidence, claim: Mapping[str, Any]) -> ExplainedClaim:
    known = {**evidence.cells, **evidence.context}
    names = [part for name in cells_in(claim["formula"]) for part in (name, *parts_of(known[name]))]
    cells = {name: known[name] for name in names}
    received = [cell["raw"] for cell in cells.values() if not parts_of(cell)]
    documents: dict[str, Mapping[str, Any]] = {raw: evidence.documents.get(raw, {}) for raw in received}
    documents |= dict.fromkeys(_stated_in(claim["formula"]), _EDITORS)
    standings = sorted(evidence.texts.get(claim["id"], ()), key=lambda standing: not standing.is_prose)
    step = _step(claim["formula"], "", evidence, Bench(known))
    return ExplainedClaim(claim, tuple(standings), step, cells, documents)


def _step(formula: list[Any], role: str, evidence: Evidence, bench: Bench) -> Step:
    head = formula[0]
    below = tuple(_below(formula, evidence, bench))
    unit = _unit(formula, bench, below)
    low, value, high = _worked(formula, bench)
    return Step(role, head, _said(formula, evidence), unit, value, low, high, below)


def _said(formula: list[Any], evidence: Evidence) -> str:
    head, *parts = formula
    if head == "cell":
        cell = evidence.cells[parts[0]]
        lines = f", the sum of the lines that are printed: {len(summed)}" if (summed := parts_of(cell)) else ""
        return f"{parts[0]}, HS {cell['code']} in {cell['period']}{lines}"
    if head == "average":
        first = evidence.context[parts[0]]
        return f"{words_for(head).name}: {first['series']}, {first['unit']}, cells {', '.join(parts)}"
    name = words_for(head).name
    told = parts[1:] if head == "stated" else parts
    return f"{name}: {', '.join(map(str, told))}" if head in _LEAVES else name


def _below(formula: list[Any], evidence: Evidence, bench: Bench) -> Iterator[Step]:
    head, *parts = formula
    if head == "cell":
        for name in parts_of(bench.cells[parts[0]]):
            yield _step(["cell", name], "", evidence, bench)
    for number, part in enumerate(parts):
        if isinstance(part, list):
            yield _step(part, words_for(head).part(number), evidence, bench)


def _unit(formula: list[Any], bench: Bench, below: tuple[Step, ...]) -> str:
    if formula[0] == "cell":
        return str(bench.cells[formula[1]].get("measure", "usd"))
    if formula[0] in {"nil", "value_effect", "quantity_effect"}:
        return bench.money
    if formula[0] == "unit_value" and below:
        return f"{below[0].unit}_per_t"
    if formula[0] == "average":
        return str(bench.cells[formula[1]]["unit"])
    unit = words_for(formula[0]).unit
    return (below[0].unit if below else "") if unit is None else unit


def _worked(formula: list[Any], bench: Bench) -> tuple[str, str, str]:
    """Return low, value and high as plain digits; empty where the step alone comes to nothing."""
    try:
        span = bench.span(formula)
    except (ValueError, KeyError, ArithmeticError, TypeError, IndexError):
        return "", "", ""
    return f"{span.low:f}", f"{span.value:f}", f"{span.high:f}"


@dataclass(frozen=True)
class FormulaWords:
    """What a formula is called, what its parts are (the last word stands for the rest), and the unit of its value.

    `unit` None: that of its first part.
    """

    name: str
    parts: tuple[str, ...] = ("",)
    unit: str | None = None

    def part(self, number: int) -> str:
        """Return what the part with that number, from 0, is called."""
        return self.parts[min(number, len(self.parts) - 1)]


_FORMS = {"usd": "${}", "kg": "{} kg", "pct": "{}%", "pp": "{} points", "ratio": "{} times"}


def form_of(unit: str) -> str:
    """Return how a number of `unit` is written, `{}` for its digits: "${}", "CNY {}", "CNY {} a tonne"."""
    of = unit.removesuffix("_per_t")
    plain = _FORMS.get(of) or (f"{of.upper()} {{}}" if is_money(of) else "{}")
    return plain if of == unit else f"{plain} a tonne"


_CHANGE = ("now", "before")
FORMULAS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "cell": (("",), None),
    "nil": (("",), None),
    "sum": (("",), None),
    "difference": (_CHANGE, None),
    "unit_value": (("value", "quantity"), None),
    "growth": (_CHANGE, "pct"),
    "value_effect": (("",), ""),
    "quantity_effect": (("",), ""),
    "mean": (("",), None),
    "coverage": (("part now", "whole now", "part before", "whole before"), "pct"),
    "share": (("part", "whole"), "pct"),
    "contribution": (("now", "before", "whole"), "pp"),
    "multiple": (("this", "over"), "ratio"),
    "size": (("",), "count"),
    "rank": (("this", "among"), "count"),
    "highest": (_CHANGE, "count"),
    "since_high": (_CHANGE, "months"),
    "since_low": (_CHANGE, "months"),
    "surprise": (_CHANGE, "z"),
    "run": (("",), "months"),
    "turned": (_CHANGE, "months"),
    "growth_high": (_CHANGE, "months"),
    "growth_low": (_CHANGE, "months"),
    "narrowing": (("",), "count"),
    "most_of": (_CHANGE, "months"),
    "least_of": (_CHANGE, "months"),
    "records": (_CHANGE, "count"),
    "records_of_year": (_CHANGE, "count"),
    "second": (_CHANGE, "count"),
    "season": (("",), "count"),
    "part": (("part", "whole"), "pct"),
    "parted": (("value", "quantity"), "pp"),
    "leader": (_CHANGE, "months"),
    "short_of": (("before", "now"), None),
    "exceeds": (_CHANGE, "months"),
    "ceiling": (("",), None),
    "idle": (_CHANGE, "months"),
    "revision_mean": (("",), "pct"),
    "revision_size": (("",), "pct"),
    "restated": (("",), "count"),
    "rose": (("",), "count"),
    "fell": (("",), "count"),
    "average": (("",), ""),
    "average_growth": (_CHANGE, "pct"),
    "opposed": (("the line", "what stands beside it"), "count"),
    "printed": (("",), "pct"),
    "stood": (("",), ""),
    "stated": (("",), ""),
}
_UNKNOWN = FormulaWords("a formula that this version has no words for", unit="")


def words_for(head: str) -> FormulaWords:
    """Return the words for the formula called `head`."""
    from generator.story.patterns import sentences_of  # the room of stories takes long to load, and help needs none

    if head not in FORMULAS:
        return _UNKNOWN
    parts, unit = FORMULAS[head]
    return FormulaWords(sentences_of("en")[f"proof.formula.{head}"], parts, unit)
