"""The formulas of docs/edition.md. `FORMULAS` has a row for each, and `FormulaCalculator` computes them.

A formula is a tuple of its head and its parts: `("growth", ("sum", …), ("cell", "c7"))`. A new formula needs a row
here. The row says how to compute it, what a claim on it may say, and what must be in it (trace/completeness.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import KW_ONLY, dataclass
from decimal import Decimal, localcontext
from functools import cache, cached_property, partial
from itertools import chain
from typing import Any, Literal, NamedTuple

from generator.audit.edition_data import Data, cached_method
from generator.audit.patterns.printed_figures import Print, read, read_in_any
from generator.audit.patterns.tongue import TAGS, Tongue
from generator.audit.trace import usual_ranges, value_spans
from generator.audit.trace.value_spans import HUNDRED, PRECISION, Span, growth, must, number, part_of, total
from generator.trade.currency import is_money, rough_worth
from generator.trade.period import Period

Formula = tuple[Any, ...]
Parties = tuple[str, str, str]  # reporter, partner, flow
AMOUNTS = frozenset({"cell", "nil", "sum"})
CHANGES = frozenset({"difference", "growth", "contribution"})
EFFECTS = frozenset({"value_effect", "quantity_effect"})  # the effects of average values and of quantities
RESTATED = frozenset({"revision_mean", "revision_size", "restated"})  # compare first figures with the newest
LEFT = frozenset({"printed", "stood"})  # repeat what the last edition said
# kilograms of the unit of a price that is in dollars
KILOGRAMS = {"$/mt": Decimal(1000), "$/kg": Decimal(1), "$/troy oz": Decimal("0.0311034768")}
# Formulas with cells of other partners, or of another reporter, and the place of the first part that has them.
MARKETS = {"market": 0, "market_rank": 1, "mirror": 0, "supplier_share": 0}


def as_tuples(written: Any) -> Any:  # noqa: ANN401 -- JSON
    """Return a formula from claims.json, which has lists, as tuples."""
    return tuple(map(as_tuples, written)) if isinstance(written, list | tuple) else written


class Leaf(NamedTuple):
    """A cell of a formula, or a `nil`, which has neither cell nor parties."""

    code: str
    period: Period
    unit: str
    parties: Parties | None = None
    cell: str = ""


@dataclass(frozen=True)
class FormulaCalculator:
    """Computes formulas over `cells`, and says what they are about. Several parts are read through all their leaves."""

    cells: Mapping[str, Data]
    market_cells: frozenset[str] = frozenset()  # those of other partners

    def span(self, formula: Sequence[Any]) -> Span:
        """Return the result of `formula`, a tuple or a list from JSON.

        Raise ValueError, KeyError or ZeroDivisionError if it makes no sense.
        """
        with localcontext() as context:
            context.prec = PRECISION
            return self.part(as_tuples(formula))

    @cached_method
    def part(self, formula: Formula) -> Span:
        """Return the result of a part of a formula, at the precision of the whole."""
        head, *parts = formula
        must(head in FORMULAS, f"no formula is called {head!r}")
        return FORMULAS[head].work(self, parts)

    def cell(self, key: str) -> Span:
        """Return the reading of a cell of claims.json."""
        cell = self.cells[key]
        return Span(number(cell["low"]), number(cell["value"]), number(cell["high"]))

    def spans(self, parts: Sequence[Formula]) -> list[Span]:
        """Return the result of each of `parts`."""
        return [self.part(part) for part in parts]

    @cached_method
    def leaves(self, formula: Formula) -> Sequence[Leaf]:
        """Return the leaves of `formula`, in order."""
        match formula:
            case ("cell", key):
                cell = self.cells[key]
                parties = (cell["reporter"], cell["partner"], cell["flow"])
                return [Leaf(cell["code"], period_of(cell["period"]), cell.get("measure", "usd"), parties, key)]
            case ("nil", code, period):
                return [Leaf(code, period_of(period), self.money)]
        return [leaf for part in formula if isinstance(part, tuple) for leaf in self.leaves(part)]

    def ids(self, formula: Formula) -> list[str]:
        """Return the distinct ids of the cells in `formula`, in order."""
        return list(dict.fromkeys(leaf.cell for leaf in self.leaves(formula) if leaf.cell))

    def codes(self, *parts: Formula) -> AbstractSet[str]:
        """Return the codes of the leaves."""
        return {leaf.code for part in parts for leaf in self.leaves(part)}

    def periods(self, *parts: Formula) -> AbstractSet[Period]:
        """Return the periods of the leaves."""
        return {leaf.period for part in parts for leaf in self.leaves(part)}

    def time(self, *parts: Formula) -> Period:
        """Return the period from the first month of any leaf to the last. Raise ValueError if there is no leaf."""
        periods = self.periods(*parts)
        first = min(period.first for period in periods)
        return Period(first, max(period.first + period.months for period in periods) - first)

    def parties(self, *parts: Formula) -> list[Parties]:
        """Return the distinct parties of the leaves, in order."""
        leaves = chain.from_iterable(map(self.leaves, parts))
        return list(dict.fromkeys(leaf.parties for leaf in leaves if leaf.parties))

    @cached_property
    def every_party(self) -> list[Parties]:
        """The distinct parties of all cells of the trade itself."""
        cells = [cell for key, cell in self.cells.items() if key not in self.market_cells]
        return list(dict.fromkeys((cell["reporter"], cell["partner"], cell["flow"]) for cell in cells))

    @cached_property
    def money(self) -> str:
        """The currency of the edition: that of its cells of trade if they have a single one, else US dollars."""
        units = {cell.get("measure", "usd") for cell in self.cells.values() if "reporter" in cell}
        monies = [unit for unit in units if is_money(unit)]
        return monies[0] if len(monies) == 1 else "usd"

    def unit(self, formula: Formula) -> str:
        """Return the unit of the result of `formula`. Raise ValueError if the units of its parts do not match."""
        head, *parts = formula
        if head in AMOUNTS:
            return _single_unit({leaf.unit for leaf in self.leaves(formula)})
        if head == "stated":
            shown = read_in_any(str(parts[-1]))
            return shown.unit if shown and shown.unit else ""  # "30亿" takes the unit of the figure it is compared with
        if head == "stood":
            return str(parts[3])
        units = [self.unit(part) for part in parts if isinstance(part, tuple)]
        units = [unit for unit in units if unit]
        if head == "unit_value":
            is_so = is_money(units[0]) and units[1:] == ["kg"]
            must(is_so, f"a unit value is of money and of kilograms, not of {units}")
        elif head == "at_average":
            is_so = units[0] == "kg" and units[1].endswith("_per_t")
            must(is_so, f"a weight at an average value is of kilograms and of money a tonne, not of {units}")
        elif head != "leader":
            must(len(set(units)) <= 1, f"its parts are in {' and '.join(sorted(set(units)))}")
        if head == "difference":
            return units[0]
        unit = FORMULAS[head].kinds[0][1]
        if unit == "steps":
            unit = self.unit_of_steps(parts)
        if "money" not in unit:
            return unit
        return unit.replace("money", _single_unit({leaf.unit for leaf in self.leaves(formula) if is_money(leaf.unit)}))

    def unit_of_steps(self, parts: Sequence[Formula]) -> str:
        """Return the unit in which steps are counted: quarters or years if all are such, else months.

        The newer side of a growth or a difference is its step.
        """
        steps = [self.time(part[1] if part[0] in {"growth", "difference"} else part) for part in parts]
        units = {step.time_unit for step in steps}
        return units.pop() if len(units) == 1 else "months"


def heads_of(formula: Formula) -> Iterator[str]:
    """Yield the head of a formula and those of its parts."""
    yield from formula[:1]
    for part in formula[1:]:
        if isinstance(part, tuple):
            yield from heads_of(part)


def cells_in(formula: Formula) -> Iterator[str]:
    """Yield the ids of the cells in a formula."""
    if formula[:1] == ("cell",):
        yield from formula[1:2]
    for part in formula[1:]:
        if isinstance(part, tuple):
            yield from cells_in(part)


def own_parts(formula: Formula) -> Iterator[Formula]:
    """Yield the parts of a formula that are about the trade itself: all but those of other partners."""
    head = formula[0] if formula else ""
    if head in AMOUNTS:
        yield formula
        return
    parts = formula[1:]
    for part in parts[: MARKETS.get(head, len(parts))]:
        if isinstance(part, tuple):
            yield from own_parts(part)


def is_within_time(period: Period, time: Period) -> bool:
    """Whether each month of a period is in `time`."""
    return time.first <= period.first and period.first + period.months <= time.first + time.months


@cache
def period_of(text: str) -> Period:
    """Return the period that `text` writes."""
    return Period.parse(text)


def _single_unit(units: AbstractSet[str]) -> str:
    must(len(units) == 1, f"its parts are in {' and '.join(sorted(units)) or 'no unit'}")
    return next(iter(units))


Work = Callable[[FormulaCalculator, list[Any]], Span]


@dataclass(frozen=True)
class FormulaRule:
    """What the audit knows about a formula."""

    work: Work  # computes the result
    claims: str  # kind and unit of each possible claim; "money" means any currency, "steps" months, quarters or years
    # The codes of a claim: of the first part, all parts, the first part's first part, or as the formula names them.
    codes: Literal["first", "all", "inside", "named", "left", "none"] = "first"
    _: KW_ONLY
    way: Literal["", "own", "first"] = ""  # the claim's direction: of the result, of the first part, or none
    side: Literal["", "up", "down"] = ""  # the newest figure is above or below all earlier ones
    has_past: bool = False  # whether it naturally uses periods other than the claim's
    may_be_bound: bool = False  # whether its cells may be bounds such as "over"
    # A name in completeness.TIMES and, after a colon, names in completeness.RULES; "": nothing can be left out.
    parts: str = ""

    @cached_property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The pairs of kind and unit that `claims` lists."""
        pairs = [pair.split(" ") for pair in self.claims.split(", ")]
        return tuple((kind, unit) for kind, unit in pairs)


# Works: functions that compute the result of a formula.


def _on_spans(of: Callable[..., Span]) -> Work:
    """Return the work that applies `of` to the results of the parts."""
    return lambda calculator, parts: of(*calculator.spans(parts))


def _on_months(of: Callable[[list[Span], list[int]], Span], head: str = "") -> Work:
    """Return the work that applies `of` to the results of the parts and their lengths in months.

    If `head` is given, all parts must have that head, such as "difference"; then the newer side gives the length.
    """

    def work(calculator: FormulaCalculator, parts: list[Any]) -> Span:
        must(all(head in {"", part[0]} for part in parts), f"its parts are no {head}s")
        return of(calculator.spans(parts), _months(calculator, parts))

    return work


def _on_steps(of: Callable[[list[Span], list[int]], Span], head: str = "") -> Work:
    """Return the work that counts months as `_on_months` does, and gives them in the unit of the steps."""
    count = _on_months(of, head)

    def work(calculator: FormulaCalculator, parts: list[Any]) -> Span:
        months = count(calculator, parts)
        if calculator.unit_of_steps(parts) == "months":
            return months
        return months.over(Span.point(_months(calculator, parts)[0]))

    return work


def _on_all(of: Callable[[list[Span]], Span], head: str = "") -> Work:
    """Return the work that applies `of` to the list of results. If `head` is given, all parts must have that head."""

    def work(calculator: FormulaCalculator, parts: list[Any]) -> Span:
        must(all(head in {"", part[0]} for part in parts), f"its parts are no {head}s")
        return of(calculator.spans(parts))

    return work


def _months(calculator: FormulaCalculator, parts: list[Any]) -> list[int]:
    return [calculator.time(part[1] if part[0] in {"growth", "difference"} else part).months for part in parts]


def _share(calculator: FormulaCalculator, parts: list[Any]) -> Span:
    part, total_part = parts
    holds = total_part[0] == "sum" and set(calculator.ids(part)) <= set(calculator.ids(total_part))
    must(holds, "a share's whole must be a sum that contains its part")
    return part_of(calculator.part(part), calculator.part(total_part)).times(HUNDRED)


def _coverage(calculator: FormulaCalculator, parts: list[Any]) -> Span:
    for inner, outer in zip(parts[::2], parts[1::2], strict=True):
        must(set(calculator.ids(inner)) <= set(calculator.ids(outer)), "a whole must contain its part")
    part, total_now, part_before, total_before = calculator.spans(parts)
    return part_of(part.plus(part_before), total_now.plus(total_before)).times(HUNDRED)


def _effect(sign: int, calculator: FormulaCalculator, parts: list[Any]) -> Span:
    effects = []
    for head, *sides in parts:
        is_so = [head, *(side[0] for side in sides)] == ["growth", "unit_value", "unit_value"]
        must(is_so, "what values and quantities moved is worked out of average values, now and before")
        ends = [end for side in sides for end in side[1:]]
        codes = {frozenset(calculator.codes(end)) for end in ends}
        must(len(codes) == 1, f"{sorted(calculator.codes(*ends))}: that is no average value of one line")
        effects.append(value_spans.moved(calculator.spans(ends), sign))
    return total(effects)


def _since(way: str, calculator: FormulaCalculator, parts: list[Any]) -> Span:
    newest, last = calculator.time(parts[0]), calculator.time(parts[-1])
    return value_spans.since(calculator.spans(parts), way, newest.first - last.first)


def _leader(calculator: FormulaCalculator, parts: list[Any]) -> Span:
    rank, *gaps = parts
    is_so = rank[0] == "rank" and all(gap[0] == "difference" for gap in gaps)
    must(is_so, "who leads is worked out of its place now, and of what others had more before")
    are_same = all(calculator.codes(gap[2]) == calculator.codes(rank[1]) for gap in gaps)
    must(are_same, "the smaller line before is another one than the line that leads")
    return value_spans.leader(calculator.part(rank), calculator.spans(gaps), _months(calculator, gaps))


def _part(changes: list[Span]) -> Span:
    change, total_change = changes
    must(change.way is not None and change.way == total_change.way, "the part went another way than the whole")
    return change.over(total_change).times(HUNDRED)


def _market_share(calculator: FormulaCalculator, parts: list[Any]) -> Span:
    part, market = parts
    must(market[0] == "market", "a share in a market is worked out of the trade with all partners")
    return part_of(calculator.part(part), calculator.part(market)).times(HUNDRED)


def _share_gain(calculator: FormulaCalculator, parts: list[Any]) -> Span:
    must([part[0] for part in parts] == ["supplier_share"] * 2, "a gain of shares is that of two shares in a market")
    suppliers = [calculator.parties(part[1]) for part in parts]
    must(suppliers[0] == suppliers[1] and len(suppliers[0]) == 1, f"its shares are those of {suppliers}")
    now, base = calculator.spans(parts)
    return now.minus(base)


def _outpaced(calculator: FormulaCalculator, parts: list[Any]) -> Span:
    is_so = all(part[0] == "growth" for part in parts) and [part[1][0] for part in parts][1] == "market"
    must(is_so, "what moved less than its market is worked out of both rates")
    own, market = calculator.spans(parts)
    must(own.way is not None and own.way == market.way, "it did not move the way of its market")
    gap = market.size().minus(own.size())
    must(gap.low > 0, "it did not move less than its market")
    return gap


def _against_market(calculator: FormulaCalculator, parts: list[Any]) -> Span:
    is_so = all(part[0] == "difference" for part in parts) and [part[1][0] for part in parts][1] == "market"
    must(is_so, "what went against its market is worked out of both changes")
    must({change.way for change in calculator.spans(parts)} == {"up", "down"}, "it went the way of its market")
    return Span.point(1)


def _tonnage_part(calculator: FormulaCalculator, parts: list[Any]) -> Span:
    """Return how large the growth of a weight is beside that of its value, in per cent. Both go one way."""
    is_so = all(part[0] == "growth" for part in parts) and calculator.unit(parts[1][1]) == "kg"
    must(is_so, "the part of the tonnage is worked out of the growth of a value and that of a weight")
    value, mass = calculator.spans(parts)
    must(value.way is not None and value.way == mass.way, "value and weight do not go one way")
    return mass.over(value).times(HUNDRED)


def _mix(calculator: FormulaCalculator, parts: list[Any]) -> Span:
    """Return the growth of a total's average value, if the mix of two lines moved it."""
    are_growths = [part[0] for part in parts] == ["growth"] * 4
    ends = [end[0] for part in parts for end in part[1:]]
    must(are_growths and set(ends) == {"unit_value"}, "a mix is that of average values, now and before")
    whole, pair, line, other = parts
    codes, others = calculator.codes(line), calculator.codes(other)
    must(not codes & others, "a mix is that of two lines")
    must(calculator.codes(pair) == codes | others, "the two together are other lines than the two")
    must(calculator.codes(pair) <= calculator.codes(whole), "its whole leaves out one of its lines")
    shares = [calculator.part(line[end][2]).over(calculator.part(whole[end][2])) for end in (1, 2)]
    averages = [calculator.part(side[1]) for side in (line, other)]
    return value_spans.mix(calculator.spans(parts), averages, shares)


def _at_average(calculator: FormulaCalculator, parts: list[Any]) -> Span:
    mass, average = calculator.spans(parts)
    return Span(*(end * rate / 1000 for end, rate in zip(mass, average, strict=True)))


def _gap(calculator: FormulaCalculator, parts: list[Any]) -> Span:
    line, price = parts
    must([line[0], price[0]] == ["unit_value", "average"], "a gap is that of an average value to a price")
    units = {calculator.cells[key]["unit"] for key in price[1:]}
    must(len(units) == 1 and units <= KILOGRAMS.keys(), f"{sorted(units)} is no price of a weight in dollars")
    must(calculator.unit(line) == "usd_per_t", "its average value is not in dollars")
    tonnes_of_price = Span.point(KILOGRAMS[units.pop()] / 1000)
    return growth(calculator.part(line), calculator.part(price).over(tonnes_of_price))


def _surprise(calculator: FormulaCalculator, parts: list[Any]) -> Span:
    year = usual_ranges.steps_a_year(calculator.parties(*parts))
    return usual_ranges.surprise(calculator.spans(parts), year, rough_worth(Decimal(1), calculator.unit(parts[0])))


def _beyond(way: str, spans: list[Span], months: list[int]) -> Span:
    """Return the months of all parts, if the newest is beyond all others."""
    value_spans.beyond_all(spans, way)
    return Span.point(sum(months))


def _that_go(way: str) -> Work:
    return _on_all(lambda changes: Span.point(sum(change.way == way for change in changes)), "difference")


def _mean(spans: list[Span]) -> Span:
    return total(spans).over(Span.point(len(spans)))


def _stated(shown: Print | None, words: str, unit: str = "") -> Span:
    if shown is None or unit not in {"", shown.unit}:
        msg = f"{words!r} states no figure"
        raise ValueError(msg)
    return Span.point(shown.value)


def _on_levels(work: Work, claims: str, *rules: str, side: Literal["", "up", "down"] = "") -> FormulaRule:
    """Return the rule of a formula whose parts are the same lines in successive periods, newest first."""
    parts = f"chain: {', '.join(('same lines', 'no period missing', *rules))}"
    return FormulaRule(work, claims, side=side, has_past=True, parts=parts)


_ONCE = "together: each line once"
FORMULAS: dict[str, FormulaRule] = {
    "cell": FormulaRule(
        lambda calculator, parts: calculator.cell(*parts),
        "level money, background money, quantity kg, published_change pct",
        may_be_bound=True,
    ),
    "nil": FormulaRule(lambda *_: Span.point(0), "level money"),
    "sum": FormulaRule(_on_all(total), "sum money, sum kg, quantity kg", "all", may_be_bound=True),
    "difference": FormulaRule(
        _on_spans(Span.minus),
        "change_abs money, change_abs kg, balance money, balance_abs money, effect money",
        way="own",
        parts="now base: same lines",
    ),
    "growth": FormulaRule(_on_spans(growth), "change pct", way="own", parts="now base: same lines"),
    "contribution": FormulaRule(
        _on_spans(lambda now, base, total_base: now.minus(base).over(total_base).times(HUNDRED)),
        "contribution pp",
        way="own",
        parts="now base base: same lines, third is whole",
    ),
    "value_effect": FormulaRule(partial(_effect, 1), "effect money", "all", way="own", parts=_ONCE),
    "quantity_effect": FormulaRule(partial(_effect, -1), "effect money", "all", way="own", parts=_ONCE),
    "tonnage_part": FormulaRule(_tonnage_part, "tonnage_part pct", way="first", parts="together"),
    "at_average": FormulaRule(_at_average, "at_average money", parts="now base: same lines"),
    "mix": FormulaRule(_mix, "mix pct", way="own", parts="together: first is whole"),
    "unit_value": FormulaRule(
        _on_spans(lambda value, weight: value.over(weight).times(Decimal(1000))),
        "unit_value money_per_t",
        parts="together",
    ),
    "mean": FormulaRule(
        lambda calculator, parts: calculator.part(parts[0]).over(Span.point(calculator.time(parts[0]).months)),
        "mean money",
    ),
    "coverage": FormulaRule(_coverage, "coverage pct", parts="now now base base: second is whole, fourth is whole"),
    "share": FormulaRule(_share, "share pct", may_be_bound=True, parts="together: second is whole"),
    "multiple": FormulaRule(_on_spans(Span.over), "multiple ratio", "all", may_be_bound=True),
    "size": FormulaRule(lambda _, parts: Span.point(len(set(parts))), "count count", "named", may_be_bound=True),
    "rank": FormulaRule(
        _on_spans(lambda line, *lines: value_spans.rank(line, lines)),
        "rank count",
        parts="together: each line once, every line",
    ),
    "mirror": FormulaRule(_on_all(total), "mirror money", "all", parts="market"),
    "market": FormulaRule(_on_all(total), "market money", "all", parts="market"),
    "market_share": FormulaRule(_market_share, "market_share pct", parts="now now: same lines"),
    "supplier_share": FormulaRule(_market_share, "supplier_share pct", parts="market"),
    "share_gain": FormulaRule(_share_gain, "share_gain pp", way="own", parts="now base"),
    "market_rank": FormulaRule(
        _on_spans(lambda own, *others: value_spans.rank(own, others)),
        "market_rank count",
        parts="supplier",
    ),
    "outpaced": FormulaRule(_outpaced, "outpaced pp", way="first", parts="together: same lines"),
    "against_market": FormulaRule(_against_market, "against_market count", way="first", parts="together: same lines"),
    "rose": FormulaRule(_that_go("up"), "count count", "all", side="up", parts=_ONCE),
    "fell": FormulaRule(_that_go("down"), "count count", "all", side="down", parts=_ONCE),
    "highest": _on_levels(
        _on_all(lambda levels: value_spans.beyond_all(levels, "up")), "record count", "from the first", side="up"
    ),
    "since_high": _on_levels(partial(_since, "up"), "since months", "against the last", side="up"),
    "since_low": _on_levels(partial(_since, "down"), "since months", "against the last", side="down"),
    "most_of": _on_levels(_on_steps(partial(_beyond, "up")), "place steps", side="up"),
    "least_of": _on_levels(_on_steps(partial(_beyond, "down")), "place steps", side="down"),
    "second": _on_levels(
        _on_all(lambda levels: Span.point(2 if value_spans.best(levels) else 0)),
        "place count",
        "from the first",
        "against the best",
    ),
    "records": _on_levels(_on_months(value_spans.records), "records count", "from the first"),
    "records_of_year": _on_levels(_on_months(value_spans.records_of_year), "records count", "from the first"),
    "idle": _on_levels(_on_steps(value_spans.idle), "idle steps", "against the last"),
    "begun": _on_levels(_on_steps(value_spans.begun), "begun steps", "from the first", "against the first"),
    "stopped": _on_levels(_on_steps(value_spans.stopped), "stopped steps", "from the first"),
    "paused": _on_levels(_on_months(value_spans.paused), "paused months", "against the last"),
    "run": FormulaRule(
        _on_steps(value_spans.run, "difference"),
        "streak steps",
        "all",
        way="first",
        has_past=True,
        parts="back: no longer, since its first step",
    ),
    "turned": FormulaRule(
        _on_steps(value_spans.turn, "difference"),
        "turned steps",
        "all",
        way="first",
        has_past=True,
        parts="back: turn",
    ),
    "season": FormulaRule(
        _on_all(value_spans.season, "difference"),
        "season count",
        way="first",
        has_past=True,
        parts="season: against the step before",
    ),
    "growth_high": FormulaRule(
        _on_steps(partial(_beyond, "up"), "growth"), "pace steps", side="up", has_past=True, parts="back"
    ),
    "growth_low": FormulaRule(
        _on_steps(partial(_beyond, "down"), "growth"), "pace steps", side="down", has_past=True, parts="back"
    ),
    "narrowing": FormulaRule(_on_all(value_spans.narrowing, "growth"), "narrowing count", has_past=True, parts="back"),
    "leader": FormulaRule(_leader, "leader months", "inside", has_past=True, parts="leader"),
    "surprise": FormulaRule(_surprise, "surprise z", has_past=True, parts="back: same lines"),
    "part": FormulaRule(
        _on_all(_part, "difference"), "part pct", way="first", parts="together: newer side of the last is whole"
    ),
    "year_part": FormulaRule(
        _on_all(_part, "difference"),
        "year_part pct",
        way="first",
        has_past=True,
        parts="in the year: same lines, second is whole",
    ),
    "ceiling": FormulaRule(_on_all(value_spans.ceiling), "ceiling money", "all", parts=_ONCE),
    "short_of": FormulaRule(
        _on_spans(value_spans.short_of), "short_of money", parts="base now: same lines, year before"
    ),
    "exceeds": FormulaRule(
        _on_months(value_spans.exceeds), "exceeds months", parts="now base own: same lines, year before"
    ),
    "revision_mean": FormulaRule(_on_all(_mean, "growth"), "revision pct", "all"),
    "revision_size": FormulaRule(
        _on_all(lambda growths: _mean([growth.size() for growth in growths]), "growth"), "revision pct", "all"
    ),
    "restated": FormulaRule(lambda _, parts: Span.point(len(parts)), "count count", "all"),
    # a rate that the last edition printed; the claim states its direction
    "printed": FormulaRule(
        lambda _, parts: _stated(read(parts[1], Tongue.of(TAGS[0])), parts[1], "pct"),
        "printed pct",
        "left",
        may_be_bound=True,
    ),
    "stood": FormulaRule(lambda _, parts: Span.point(number(parts[1])), "stood money", "left", may_be_bound=True),
    "stated": FormulaRule(
        lambda _, parts: _stated(read_in_any(parts[1]), parts[1]),
        "quoted money, quoted kg, quoted pct, quoted pp, quoted ratio, quoted count",
        "none",
        may_be_bound=True,
    ),
    "average": FormulaRule(
        lambda calculator, parts: _mean([calculator.cell(part) for part in parts]), "context money", may_be_bound=True
    ),
    "average_growth": FormulaRule(_on_spans(growth), "context_change pct", may_be_bound=True),
    "gap": FormulaRule(_gap, "context_gap pct", way="own", may_be_bound=True),
    "opposed": FormulaRule(lambda *_: Span.point(1), "context_opposed count", may_be_bound=True),
}
KINDS = frozenset(kind for rule in FORMULAS.values() for kind, _ in rule.kinds)  # of claims
