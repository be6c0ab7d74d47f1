"""Compare cells with the rows of their documents, and claims with their formulas.

A claim states its kind, unit, codes, periods, direction and qualifier. Each must follow from its cells.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import cache
from itertools import combinations

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import CLAIMS, Data, Finding
from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.document_sheets import DocumentSheet, strip_guard
from generator.audit.trace.formulas import (
    AMOUNTS,
    CHANGES,
    EFFECTS,
    FORMULAS,
    LEFT,
    MARKETS,
    Formula,
    FormulaCalculator,
    heads_of,
    is_within_time,
    own_parts,
    period_of,
)
from generator.audit.trace.release_breaks import count_alike
from generator.audit.trace.value_spans import Span, equal, last_digit, number
from generator.trade.codes import Flow, area
from generator.trade.currency import is_money
from generator.trade.period import TIME_UNITS

PRICES = {  # kinds by formula
    "average": "context",
    "average_growth": "context_change",
    "gap": "context_gap",
    "opposed": "context_opposed",
}
_SIDES = frozenset({"growth", "difference", "contribution", "rose", "fell"})  # claims may name lines of the base, too
_BALANCES = frozenset({"balance", "balance_abs"})
_NO_UNIT = frozenset({"stated", "size", "nil"})  # formulas whose unit does not follow from a cell


def is_price(claim: Data) -> bool:
    """Whether a claim is about a price or rate, by its kind or by its formula."""
    return claim["kind"] in PRICES.values() or claim["formula"][0] in PRICES


def check_claims(
    edition: Data, evidence: ClaimEvidence, faults: Callable[[Data], Iterator[str]], *, prices: bool = False
) -> Iterator[Finding]:
    """Yield the `faults` of all claims except those on prices, or with `prices` of those alone.

    A formula that cannot be computed is a fault, too.
    """
    printed = evidence.sentences(edition)
    for name, claim in evidence.claims.items():
        problems = list[str]()
        try:
            problems += faults(claim) if is_price(claim) is prices else ()
        except (ValueError, KeyError, ArithmeticError, TypeError, IndexError) as fault:
            problems.append(f"its formula {str(claim['formula'])[:200]} cannot be worked out: {fault}")
        yield from (Finding(CLAIMS, printed.get(name, ""), "claim", f"{name}: {problem}") for problem in problems)


def scope_faults(
    claim: Data, edition: Data, evidence: ClaimEvidence, releases: CustomsReleases | None = None
) -> Iterator[str]:
    """Yield every way in which a claim differs from the result of its formula, or from what its cells are about.

    `releases` show whether a line without a cell had no trade. Without them that is not judged.
    """
    calculator = evidence.calculator
    yield from _kind(claim, calculator)
    span = calculator.span(claim["formula"])
    yield from value_faults(claim, span)
    yield from _direction(claim, span, calculator)
    yield from _codes(claim, calculator, releases)
    yield from _times(claim, edition, calculator)
    yield from _parties(claim, calculator)
    yield from _qualities(claim, evidence)


def value_faults(claim: Data, span: Span) -> Iterator[str]:
    """Yield the ends of a claim's reading that differ from the result of its formula."""
    for end, value in span._asdict().items():
        if not equal(value, number(claim[end])):
            yield f"{end} comes to {value:.12g}, claims.json says {claim[end]}"


def _kind(claim: Data, calculator: FormulaCalculator) -> Iterator[str]:
    head, unit = claim["formula"][0], claim["unit"]
    if head not in FORMULAS:
        return
    money = unit.removesuffix("_per_t")
    units = {unit.replace(money, "money") if is_money(money) else unit}
    if unit in TIME_UNITS:
        units.add("steps")
    if not any((claim["kind"], unit_of_kind) in FORMULAS[head].kinds for unit_of_kind in units):
        yield f"{head} gives no claim of kind {claim['kind']} in {unit}"
    elif head not in _NO_UNIT and calculator.unit(claim["formula"]) != unit:
        yield f"its formula comes to {calculator.unit(claim['formula'])}, claims.json says {unit}"


def _direction(claim: Data, span: Span, calculator: FormulaCalculator) -> Iterator[str]:
    """Yield a direction that is not that of the whole reading of a change. Other claims have none."""
    head, *parts = claim["formula"]
    way = FORMULAS[head].way
    due = span.way if way == "own" else calculator.span(parts[0]).way if way == "first" else None
    is_free = head == "printed" and claim["direction"]  # the last edition's direction
    is_balance = claim["kind"] == "balance" and claim["direction"] is None
    if claim["direction"] != due and not is_free and not is_balance:
        yield f"its direction is {due}, claims.json says {claim['direction']}"


def _codes(claim: Data, calculator: FormulaCalculator, releases: CustomsReleases | None) -> Iterator[str]:
    """Yield codes that differ from the formula's. A line without trade may be named, and so may a line of the base."""
    head, *parts = claim["formula"]
    named, needed = set(claim["codes"]), _codes_of(claim["formula"], calculator)
    more = named - needed
    if head in _SIDES:
        more -= calculator.codes(*parts)
    parties = calculator.parties(claim["formula"]) or calculator.every_party
    time = period_of(claim["period"])
    more = {code for code in more if releases and not any(releases.is_silent(pair, code, time) for pair in parties)}
    if needed - named or more:
        yield f"its cells are about {sorted(needed)}, claims.json says {claim['codes']}"


def _codes_of(formula: Formula, calculator: FormulaCalculator) -> AbstractSet[str]:
    head, *parts = formula
    match FORMULAS[head].codes:
        case "named":
            return set(parts)
        case "left":
            return set(parts[4:])
        case "none":
            return set()  # the program does not judge what a speaker's figure is about
        case "inside":
            return calculator.codes(parts[0][1])
        case "first" if head not in AMOUNTS:
            return calculator.codes(parts[0])
    return calculator.codes(formula)


def _times(claim: Data, edition: Data, calculator: FormulaCalculator) -> Iterator[str]:
    """Yield cells of periods other than the claim's and the one it is compared with."""
    head, *parts = claim["formula"]
    period, base, is_change = claim["period"], claim["compare_period"], claim["kind"] != "balance"
    if head in LEFT:
        if [period, base] != ([parts[2], None] if head == "stood" else parts[2:4]):
            yield f"it was printed of {parts[2]} and {parts[3]}"
        return
    named = [period_of(text) for text in (period, base) if text]
    if head in {"rose", "fell"} and not base:
        named.append(named[0].year_before())
    now = named[0]
    periods = calculator.periods(claim["formula"]) or {period_of(edition["period"])}
    if not any(time.first < now.first + now.months and now.first <= time.last.first for time in periods):
        yield f"nothing in it is of {period}"
    outside = [time for time in periods if not any(is_within_time(time, claimed) for claimed in named)]
    if outside and not FORMULAS[head].has_past:
        yield f"it stands on cells of {sorted(map(str, periods))}, claims.json says {period} and {base}"
    if head in CHANGES and is_change and not is_within_time(calculator.time(parts[0]), now):
        yield f"its newer part is of {calculator.time(parts[0])}, claims.json says {period}"
    if head in AMOUNTS | {"unit_value"} and base:
        yield f"it is compared with nothing, claims.json says {base}"
    if head in CHANGES | EFFECTS and is_change and not base:
        yield f"it is a change from {calculator.time(parts[1])}, and claims.json has no compare period"


def _parties(claim: Data, calculator: FormulaCalculator) -> Iterator[str]:
    """Yield cells of several reporters, partners or flows. A balance has an export and an import."""
    formula = claim["formula"]
    parties = calculator.parties(formula)
    if claim["kind"] in _BALANCES:
        out, back = formula[1:3] if claim["kind"] == "balance" else formula[1][1:3]
        flows = [{pair[2] for pair in calculator.parties(part)} for part in (out, back)]
        if len({pair[:2] for pair in parties}) > 1 or flows[0] - {"X"} or flows[1] - {"M"}:
            yield "a balance is an export less an import of one reporter and partner"
    elif any(head in MARKETS for head in heads_of(formula)):
        own = calculator.parties(*own_parts(formula))
        if len({(reporter, flow) for reporter, _, flow in parties}) > 1 or len(own) > 1:
            yield f"it mixes the parties {sorted(parties)}"
    elif len(parties) > 1 and formula[0] != "multiple":
        yield f"it mixes the parties {sorted(parties)}"


def _qualities(claim: Data, evidence: ClaimEvidence) -> Iterator[str]:
    """Yield what must not be combined: relayed and own figures, bounds and changes, CIF and FOB, different goods."""
    head, cells = claim["formula"][0], [evidence.cells[key] for key in evidence.calculator.ids(claim["formula"])]
    if any(cell["standing"] != "customs" for cell in cells) != (claim["kind"] == "background"):
        yield "a relayed figure stands in background claims alone, and nothing else does"
    marks = {cell["qualifier"] for cell in cells} - {"exact"}
    due: str | None = "exact"
    if FORMULAS[head].may_be_bound:
        of_sum = "about" if marks == {"about"} else "at_least" if marks else "exact"
        due = {"cell": next(iter(marks), "exact"), "sum": of_sum}.get(head, claim["qualifier"])
    elif marks:
        yield "a bound carries no change and no rank"
    if claim["qualifier"] != due:
        yield f"its qualifier is {due}, claims.json says {claim['qualifier']}"
    editions, valuations = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for cell in cells:
        editions[cell["code"]].add(cell.get("edition") or "")
        valuations[cell["flow"]].add("" if cell.get("measure") == "kg" else cell.get("valuation") or "")
    for code, named in editions.items():
        for older, newer in combinations(sorted(named), 2):
            if not count_alike(code, older, newer):
                yield f"{code} does not count the same goods in {older} and {newer}"
    if any({"CIF", "FOB"} <= named for named in valuations.values()):
        yield "it stands on CIF and on FOB values"


_REACH, _NEAR = Decimal("1.05"), Decimal("0.03")  # the range of "over N" and "about N" (docs/edition.md)

# By our field: how to convert the row's text to the cell's text.
_SAME: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("code", "wording", "speaker", "published", "publication", "address"), str.strip),
    "period": lambda text: str(period_of(text.strip())),
    "reporter": lambda text: area(text).iso3,
    "partner": lambda text: area(text).iso3,
    "flow": lambda text: Flow.of(text).value,
    "qualifier": lambda text: text.strip().lower() or "exact",
    "standing": lambda text: text.strip().lower() or "customs",
    "code_basis": lambda text: text.strip().lower() or "printed",
}
_OF_VALUE = frozenset({"qualifier", "wording"})  # these fields describe the row's value only
_BESIDE = frozenset({"kg", "pct"})  # measures that a row has in addition to its value
_OF_SUM = ("reporter", "partner", "flow", "period", "measure", "standing", "edition")  # the same in each part of a sum


def check_cells(edition: Data, evidence: ClaimEvidence, faults: Callable[[Data], Iterator[str]]) -> Iterator[Finding]:
    """Yield the `faults` of every cell, with a sentence that prints a claim on it."""
    printed = evidence.sentences(edition)
    for key, cell in evidence.cells.items():
        for problem in faults(cell):
            claims = [claim for claim in evidence.claims_by_cell.get(key, ()) if claim in printed]
            yield Finding(CLAIMS, printed[claims[0]] if claims else "", "cell", f"{key}: {problem}")


def row_faults(cell: Data, sheets: Mapping[str, DocumentSheet]) -> Iterator[str]:
    """Yield where a cell differs from its row in `sheets`. Skip sums, which are in no document."""
    if cell.get("parts"):
        return
    sheet = sheets.get(cell.get("raw", ""))
    row = sheet.rows.get(cell["row"]) if sheet else None
    if sheet is None or row is None:
        yield f"no row begins on line {cell['row']} of the document {cell.get('raw', '')[:12]}"
        return
    measure = cell.get("measure", "usd")
    if not sheet.measures(row, measure):
        yield f"line {cell['row']} measures something else than {measure}"
    try:
        for name, text in _fields_of_row(cell, sheet, row):
            claimed = cell.get(name, "usd" if name == "measure" else "")
            if text is not None and text != (claimed or ""):
                yield f"{name} is {text!r} in its row, {claimed!r} in claims.json"
        yield from number_faults(cell, sheet)
    except ValueError as fault:
        yield str(fault)


def _fields_of_row(cell: Data, sheet: DocumentSheet, row: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Yield the value that each field of a cell must have by its row, or None if the document does not state it."""
    measure, column = cell.get("measure", "usd"), cell["column"]
    is_beside = measure in _BESIDE
    if not is_beside:
        yield "measure", sheet.currency(row).lower()
    yield "column", sheet.column(measure, row)
    yield "text", row.get(column)
    columns, constants = sheet.document["columns"], sheet.document
    names = tuple(name for name in _SAME if is_beside or columns.get(name) is not None or constants.get(name))
    for name, raw_text in zip(names, sheet.fields(row, names), strict=True):
        text = "" if is_beside and name in _OF_VALUE else raw_text
        yield name, None if text is None else _normalized(name, text)
    factor = sheet.multiplier(row, measure)
    if factor is not None and factor != number(cell["multiplier"]):
        yield "multiplier", f"{factor:f}"
    if "edition" in cell:
        yield "edition", sheet.edition(row, period_of(cell["period"]).year)
    if "valuation" in cell:
        yield "valuation", "" if is_beside else sheet.valuation(row)


@cache
def _normalized(name: str, text: str) -> str:
    return _SAME[name](text)


def number_faults(cell: Data, sheet: DocumentSheet) -> Iterator[str]:
    """Yield where the numbers of a cell differ from its text, read in its document's form."""
    if cell.get("measure") == "pct":
        yield from reading_faults(cell, rounding_of(sheet.rate(cell["text"])))
    else:
        yield from reading_faults(
            cell, reading_of(sheet.value(cell["text"]), number(cell["multiplier"]), cell["qualifier"])
        )


def reading_faults(cell: Data, expected: Span) -> Iterator[str]:
    """Yield where low, value and high of a cell differ from the expected ones."""
    for end, value in expected._asdict().items():
        if not equal(number(cell[end]), value):
            yield f"{end} is {value:f} by the row, {cell[end]} in claims.json"


def rounding_of(rate: Decimal) -> Span:
    """Return the reading of a number that is rounded to its last printed digit."""
    half = last_digit(rate) / 2
    return Span(rate - half, rate, rate + half)


def reading_of(printed: Decimal, factor: Decimal, qualifier: str) -> Span:
    """Return the reading of a printed number, which depends on its qualifier."""
    value = printed * factor
    half = last_digit(printed) / 2 * factor
    match qualifier:
        case "over":
            return Span(value, value, value * _REACH)
        case "about":
            return Span(value * (1 - _NEAR), value, value * (1 + _NEAR))
        case "exact":
            return Span(max(value - half, Decimal(0)), value, value + half)
    msg = f"{qualifier!r} is no qualifier"
    raise ValueError(msg)


def check_sums(evidence: ClaimEvidence, releases: Callable[[str], CustomsReleases]) -> Iterator[Finding]:
    """Yield every cell that is not the sum of its code's lines. `releases` gives the releases that count for a cell."""
    for key, cell in evidence.cells.items():
        if cell.get("parts"):
            for problem in (*sum_faults(cell, evidence), *_line_faults(cell, evidence, releases(key))):
                yield Finding(CLAIMS, "", "cell", f"{key}: {problem}")


def sum_faults(cell: Data, evidence: ClaimEvidence) -> Iterator[str]:
    """Yield where a cell differs from the sum of its parts."""
    names = cell["parts"].split()
    parts = [evidence.cells[name] for name in names if name in evidence.cells]
    if len(parts) < len(names):
        yield "a cell that it is the sum of is not there"
        return
    for part in parts:
        yield from (f"{part['code']} has another {name}" for name in _OF_SUM if part.get(name) != cell.get(name))
        if part.get("parts"):
            yield f"{part['code']} is no figure as printed"
    for name, nothing in (("qualifier", "exact"), ("valuation", "")):
        qualities = {str(part.get(name) or nothing) for part in parts} - {nothing}
        if qualities != {str(cell.get(name) or nothing)} - {nothing}:
            yield f"its parts are {' and '.join(sorted(qualities)) or nothing!r}, it is {cell.get(name)}"
    for end in Span._fields:
        if not equal(number(cell[end]), sum((number(part[end]) for part in parts), Decimal(0))):
            yield f"its {end} is not the sum of its parts"


def _line_faults(cell: Data, evidence: ClaimEvidence, releases: CustomsReleases) -> Iterator[str]:
    codes = sorted(evidence.cells[name]["code"] for name in cell["parts"].split() if name in evidence.cells)
    parties, period = (cell["reporter"], cell["partner"], cell["flow"]), period_of(cell["period"])
    published = sorted(releases.lines(parties, cell["code"], period))
    if codes != published:
        yield f"it is the sum of {codes}, customs has {published} in {cell['code']}"
    if not all(releases.covers(parties, cell["code"], month.first) for month in period.split()):
        yield f"no release is complete about {cell['code']} in {period}"


def figures_csv_faults(evidence: ClaimEvidence, figures: bytes) -> Iterator[Finding]:
    """Yield the differences between figures.csv and the cells of claims.json."""
    reader = csv.DictReader(io.StringIO(figures.decode("utf-8-sig"), newline=""))
    names = [name for name in reader.fieldnames or () if name]
    if evidence.cells and not {"code", "period", "value"} <= set(names):
        problem = f"its columns are {names}; code, period and value are expected"
        yield Finding("figures.csv", "", "figures list", problem)
        return
    cells = [{"cell": key, **cell} for key, cell in evidence.cells.items()]
    expected = Counter(tuple(str(cell.get(name) or "") for name in names) for cell in cells)
    listed = Counter(tuple(strip_guard(row.get(name) or "") for name in names) for row in reader)
    for row in sorted((expected - listed).elements()):
        yield Finding("figures.csv", "", "figures list", f"it lacks the cell {', '.join(filter(None, row))}")
    for row in sorted((listed - expected).elements()):
        problem = f"it has {', '.join(filter(None, row))}, which is no cell of claims.json"
        yield Finding("figures.csv", "", "figures list", problem)
