"""Find the cells of prices and rates in their documents, and recompute the claims on them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import CLAIMS, Data, Finding
from generator.audit.trace.claim_scope import PRICES, check_claims, is_price, reading_faults, rounding_of, value_faults
from generator.audit.trace.document_sheets import Raw
from generator.audit.trace.document_tables import PRICED, read_table, rows_of_sheet
from generator.audit.trace.formulas import AMOUNTS, Formula, FormulaCalculator, period_of
from generator.audit.trace.value_spans import must, number
from generator.trade.currency import is_money
from generator.trade.period import Period

_OTHER = {"up": "down", "down": "up"}
_DIRECTED = frozenset({"average_growth", "gap"})  # formulas whose claims go up or down


def check_prices(edition: Data, evidence: ClaimEvidence, raw: Raw) -> Iterator[Finding]:
    """Yield everything about prices and rates that their documents do not support."""
    printed = evidence.sentences(edition)
    sheets: dict[str, PriceSheet] = {}
    for digest, document in evidence.documents.items():
        if document.get("kind") not in PRICED:
            continue
        problems: list[str] = []
        try:
            content = raw(digest)
            sheets[digest] = PriceSheet.of(document, content)
            problems += _dated(edition, document, sheets[digest], content, digest)
        except Exception as fault:  # noqa: BLE001 -- whatever a store or a reader raises, the cells have no support
            problems.append(f"{type(fault).__name__}: {fault}")
        yield from (Finding(CLAIMS, "", "raw bytes", f"{document.get('name')}: {problem}") for problem in problems)
    claims = [claim for claim in evidence.claims.values() if is_price(claim)]
    by_cell = {key: claim["id"] for claim in claims for key in cells_in(claim["formula"])}
    for key, cell in evidence.context.items():
        for problem in _cell_faults(cell, sheets.get(cell["raw"]), evidence):
            yield Finding(CLAIMS, printed.get(by_cell.get(key, ""), ""), "cell", f"{key}: {problem}")
    yield from prices_worked_out(edition, evidence)


def prices_worked_out(edition: Data, evidence: ClaimEvidence) -> Iterator[Finding]:
    """Yield every claim on a price or rate that does not follow from its cells."""
    return check_claims(edition, evidence, _PriceJudge(edition, evidence).faults, prices=True)


def averages_of_gaps(evidence: ClaimEvidence) -> dict[str, Data]:
    """Return, by the id of a gap, its average value as a claim, which is judged like that of any other line."""
    averages: dict[str, Data] = {}
    for name, claim in evidence.claims.items():
        if claim["formula"][0] != "gap":
            continue
        formula = claim["formula"][1]
        span = evidence.calculator.span(formula)
        averages[name] = {
            **claim,
            **{end: str(value) for end, value in span._asdict().items()},
            "kind": "unit_value",
            "unit": "usd_per_t",
            "direction": None,
            "formula": formula,
        }
    return averages


def _dated(edition: Data, document: Data, sheet: PriceSheet, content: bytes, digest: str) -> Iterator[str]:
    if hashlib.sha256(content).hexdigest() != digest:
        yield "the bytes kept under this digest are other bytes"
    if sheet.day and sheet.day != document["released"]:
        yield f"it says that it was updated on {sheet.day}, claims.json {document['released']}"
    if document["released"] > edition["as_of"]:
        yield f"it was released on {document['released']}, after the edition's {edition['as_of']}"


def _cell_faults(cell: Data, sheet: PriceSheet | None, evidence: ClaimEvidence) -> Iterator[str]:
    document = evidence.documents.get(cell["raw"], {})
    raw_cell = sheet.cells.get((cell["row"], cell["column"])) if sheet else None
    if raw_cell is None or document.get("release") != cell["release"]:
        yield f"no document of {cell['release']} has a cell {cell['column']} in row {cell['row']}"
        return
    for name in ("series", "unit", "period", "text"):
        if getattr(raw_cell, name) != cell[name]:
            yield f"{name} is {getattr(raw_cell, name)!r} there, {cell[name]!r} in claims.json"
    yield from reading_faults(cell, rounding_of(number(raw_cell.text)))


class _PriceJudge:
    """Recomputes the claims on prices and rates of one edition."""

    def __init__(self, edition: Data, evidence: ClaimEvidence) -> None:
        self.now = Period.parse(edition["period"])
        self.evidence = evidence
        self.calculator = FormulaCalculator({**evidence.cells, **evidence.context})

    def faults(self, claim: Data) -> Iterator[str]:
        """Yield every way in which a claim differs from the result of its formula."""
        head = claim["formula"][0]
        if PRICES.get(head) != claim["kind"]:
            yield f"{head} gives no claim of kind {claim['kind']}"
            return
        span = self.calculator.span(claim["formula"])
        yield from value_faults(claim, span)
        looks = {"average": self._level, "average_growth": self._change, "gap": self._gap, "opposed": self._opposed}
        unit, period, base = looks[head](claim["formula"])
        due = {"unit": unit, "period": str(period), "compare_period": base and str(base), "qualifier": "exact"}
        due["direction"] = span.way if head in _DIRECTED else None
        for key, expected in due.items():
            if claim[key] != expected:
                yield f"its {key} is {expected}, claims.json says {claim[key]}"
        if period not in {self.now, self.now.year_before()} or (base and period != self.now):
            yield f"it is of {period}, the edition of {self.now}"
        if head == "average_growth" and self._lacks_word(claim):
            yield "it went the other way than its line, and no word says so"
        if head == "opposed" and self.calculator.codes(claim["formula"][1]) != set(claim["codes"]):
            yield f"it sets another line against a price than {claim['codes']}"

    def _level(self, formula: Formula) -> tuple[str, Period, Period | None]:
        """Return unit and period of an average. Its cells must be of one series, without a gap."""
        cells = [self.evidence.context[key] for key in formula[1:]]
        months = sorted(month.first for cell in cells for month in period_of(cell["period"]).split())
        must(months == list(range(months[0], months[0] + len(months))), "its months are not one after the other")
        must(len(set(map(series_of, cells))) == 1, "its cells are of several series")
        return cells[0]["unit"], Period(months[0], len(months)), None

    def _change(self, formula: Formula) -> tuple[str, Period, Period | None]:
        """Return unit, period and base of an average's change from the year before."""
        (_, now, _), (_, base, _) = map(self._level, formula[1:])
        first = {series_of(self.evidence.context[average[1]]) for average in formula[1:]}
        must(len(first) == 1 and base == now.year_before(), f"it compares {sorted(first)} of {now} and {base}")
        return "pct", now, base

    def _gap(self, formula: Formula) -> tuple[str, Period, Period | None]:
        """Return unit and period of a line's average value against a price of the same months."""
        _, line, price = formula
        _, period, _ = self._level(price)
        must(self.calculator.time(line) == period, f"its average value is of {self.calculator.time(line)}")
        return "pct", period, None

    def _opposed(self, formula: Formula) -> tuple[str, Period, Period | None]:
        """Return unit, period and base of a line and a price that went opposite ways."""
        _, line, price = formula
        must([line[0], price[0]] == ["growth", "average_growth"], f"it sets {line[0]} against {price[0]}")
        must(
            {self.calculator.span(line).way, self.calculator.span(price).way} == {"up", "down"},
            "they did not go opposite ways",
        )
        now, base = (self.calculator.time(part) for part in line[1:])
        must(base == now.year_before(), f"its line is of {now} and {base}")
        return "count", now, base

    def _lacks_word(self, claim: Data) -> bool:
        """Whether a price went the other way than its line, and no claim says so."""
        ends = (str(self.now), str(self.now.year_before()))
        claims = self.evidence.claims.values()
        opposed = [row["formula"][2] for row in claims if row["formula"][0] == "opposed"]
        growths = [row for row in claims if self._is_of_value(row["formula"]) and row["codes"] == claim["codes"]]
        ways = {growth["direction"] for growth in growths if (growth["period"], growth["compare_period"]) == ends}
        return _OTHER.get(claim["direction"]) in ways and claim["formula"] not in opposed

    def _is_of_value(self, formula: Formula) -> bool:
        """Whether a formula is the growth of a line's value, not that of its weight, its average or its market."""
        return formula[0] == "growth" and formula[1][0] in AMOUNTS and is_money(self.calculator.unit(formula[1]))


def cells_in(formula: Formula) -> Iterator[str]:
    """Yield the ids of the cells of prices and rates in a formula."""
    for part in formula[1:]:
        if isinstance(part, tuple):
            yield from cells_in(part)
        else:
            yield str(part)


def series_of(cell: Data) -> tuple[str, str, str]:
    """Return source, series and unit of a cell of a price or rate."""
    return cell["release"].partition("/")[0], cell["series"], cell["unit"]


_PAGE = "Monthly Prices"
_LOCAL = dict(
    pair.split(" = ")
    for pair in (
        *("Austria = ATS", "Belgium = BEF", "Brazil = BRL", "Canada = CAD", "China = CNY", "Denmark = DKK"),
        *("Finland = FIM", "France = FRF", "Germany = DEM", "Greece = GRD", "Hong Kong = HKD", "India = INR"),
        *("Italy = ITL", "Japan = JPY", "Malaysia = MYR", "Mexico = MXN", "Netherlands = NLG", "Norway = NOK"),
        *("Portugal = PTE", "Singapore = SGD", "South Africa = ZAR", "South Korea = KRW", "Spain = ESP"),
        *("Sri Lanka = LKR", "Sweden = SEK", "Switzerland = CHF", "Taiwan = TWD", "Thailand = THB"),
    )
)
_IN_DOLLARS = {"Australia": "AUD", "Euro": "EUR", "Ireland": "IEP", "New Zealand": "NZD", "United Kingdom": "GBP"}


@dataclass(frozen=True)
class PriceCell:
    """The content of a cell: series, unit, period, and text."""

    series: str
    unit: str
    period: str
    text: str


@dataclass(frozen=True)
class PriceSheet:
    """One document: its cells by row and column, and the day that it states ("" for none)."""

    cells: Mapping[tuple[int, str], PriceCell]
    day: str = ""

    @classmethod
    def of(cls, document: Data, content: bytes) -> PriceSheet:
        """Return the cells of `content`. Raise some exception if it is not in its publisher's form."""
        if document["kind"] == "prices":
            return _of_prices(content)
        labels, rows = read_table({}, content)
        cells = dict[tuple[int, str], PriceCell]()
        for line, texts in rows:
            column, cell = _of_rate(dict(zip(labels, map(str.strip, texts), strict=False)), document)
            cells[line, column] = cell
        return cls(cells)


def _of_prices(content: bytes) -> PriceSheet:
    """Read the World Bank's monthly prices: names in row 5, units in row 6, and a month in each row below."""
    rows = dict(rows_of_sheet(content, _PAGE))
    day = datetime.strptime(rows[4][0].strip(), "Updated on %B %d, %Y").date()  # noqa: DTZ007 -- a day alone
    cells = dict[tuple[int, str], PriceCell]()
    for line, texts in rows.items():
        month = texts[0].strip() if texts else ""
        if not re.fullmatch(r"\d{4}M\d\d", month):
            continue
        for at, name in enumerate(rows[5]):
            if name.strip() and at < len(texts):
                series, unit = re.sub(r"\s*(\*\*)?\s*$", "", name), rows[6][at].strip()[1:-1]
                cell = PriceCell(series, unit, month.replace("M", "-"), texts[at].strip())
                cells[line, f"{_PAGE}!{_column(at)}{line}"] = cell
    return PriceSheet(cells, day.isoformat())


def _column(at: int) -> str:
    first, last = divmod(at, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def _of_rate(row: Mapping[str, str], document: Data) -> tuple[str, PriceCell]:
    """Return the column with the row's rate, and its cell."""
    country, month = row["Country"], row["Date"][:7]
    if "Currency" in row:
        period = month[:4] if row["Frequency"] == "A" else month
        return "Rate", PriceCell(country, f"{row['Currency']} per USD", period, row["Rate"])
    unit = f"USD per {_IN_DOLLARS[country]}" if country in _IN_DOLLARS else f"{_LOCAL.get(country)} per USD"
    period = month[:4] if document["frequency"] == "annual" else month
    return "Exchange rate", PriceCell(country, unit, period, row["Exchange rate"])
