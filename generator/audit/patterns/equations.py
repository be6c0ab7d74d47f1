"""Prove the equations of a text's pattern with the claims that its slots print."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

from generator.audit.edition_data import Data
from generator.audit.patterns.claim_terms import ClaimGround, Codes, SentenceScene, is_term
from generator.audit.trace.formulas import FORMULAS
from generator.audit.trace.value_spans import number
from generator.trade.catalogue import Assertion, CatalogueEntry, Equation, Inside, Scene, entry_of
from generator.trade.codes import Flow
from generator.trade.period import Period
from generator.trade.trees import Tree, branches, is_pattern, leaves

_TO_DATE = "year to "
_REST = "all but "
_FROM = "way from "
_PLACES = frozenset({"total", "period", "base", "year before"})  # names of a scene's parts, not of slots
_DIRECTED = frozenset({"pct", "pp"})  # units of claims that go up or down
_BALANCES = frozenset({"balance", "balance_abs"})  # kinds of claims
_LITTLE = 1  # per cent; most size of a "little" change
# The least and the most of a change, in per cent, that the text calls most of it, or more than the whole.
_PARTS = {"most": (Decimal(60), Decimal(100)), "over": (Decimal(100), Decimal("Infinity"))}
# The least and the most size, in per cent, of a change for each class of verb.
_CLASSES = {
    "slight": (Decimal(0), Decimal(3)),
    "plain": (Decimal(0), Decimal("Infinity")),
    "marked": (Decimal(15), Decimal(40)),
    "strong": (Decimal(40), Decimal(400)),
}
_ODD = {"marked": Decimal(2), "strong": Decimal(3)}  # how many spreads a change must differ from its past
Slots = Mapping[str, Tree]


@cache
def degree_words() -> Mapping[tuple[str, str], tuple[Decimal, Decimal]]:
    """Return the least and the most of a claim, by table and word: a ratio for a multiple, a per cent for a part."""
    text = files("generator.audit.patterns").joinpath("degree_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(row["table"], row["word"]): (Decimal(row["least"]), Decimal(row["most"])) for row in rows}


@dataclass
class Prover:
    """Checks the texts of one edition against the catalogue."""

    ground: ClaimGround

    def opening(self) -> SentenceScene:
        """Return the scene at the beginning of a block: the total, in the edition's period, against the base."""
        return SentenceScene(self.ground.total, self.ground.period, self.ground.base)

    def prove(self, tree: Tree, context: SentenceScene) -> tuple[list[str], SentenceScene]:
        """Return what is wrong in a text, and the scene for the next sentence."""
        faults: list[str] = []
        try:
            scene_after = self._read(tree, context, faults)
            faults += self._leaf_faults(tree)
        except KeyError as lacking:
            return [*faults, f"{lacking} is no claim"], context
        return faults, scene_after

    def _read(self, tree: Tree, context: SentenceScene, faults: list[str]) -> SentenceScene:
        """Add the faults of a tree to `faults`, and return the scene after it."""
        if not is_pattern(tree):
            for branch in branches(tree):
                self._read(branch, context, faults)
            return context
        key, slots = tree
        entry = entry_of(key) or CatalogueEntry(key, ())
        named = {clause.slot for clause in entry.clauses if isinstance(clause, Equation)}
        strange = [name for name, slot in slots.items() if slot[0] == "figure" and name not in named]
        faults += [f"{key} prints {name}, and no entry says what it is" for name in strange]
        for clause in entry.clauses:
            try:
                if isinstance(clause, Scene):
                    context = self._scene(clause, slots, context)
                elif isinstance(clause, Equation):
                    faults += self._equation_faults(key, clause, slots, context)
                elif isinstance(clause, Assertion):
                    faults += self._assertion_faults(key, clause, slots, context)
            except (KeyError, ValueError) as fault:
                faults.append(f"{key}: {clause} cannot be read: {fault}")
        faults += self._key_faults(entry, key, slots)
        times = {clause.slot: clause.time for clause in entry.clauses if isinstance(clause, Inside)}
        for name, slot in slots.items():
            inside = context.at(self._time(times[name], slots, context)) if name in times else context
            self._read(slot, inside, faults)
        return context

    def _key_faults(self, entry: CatalogueEntry, key: str, slots: Slots) -> Iterator[str]:
        """Yield where a part of a key, `up`, `down`, `little` or `surplus`, disagrees with the figures of its pattern.

        If no slot is a change, the change is that from the level `base` to the level `now`.
        """
        equations = [clause for clause in entry.clauses if isinstance(clause, Equation) and clause.slot in slots]
        names = {clause.slot: figure_of(slots[clause.slot]) for clause in equations}
        claims = {slot: self.ground.claim(name) for slot, name in names.items() if name is not None}
        yield from _balance_faults(key, [claim for claim in claims.values() if claim["kind"] in _BALANCES])
        ways = [part for part in key.split(".") if part in {"up", "down", "little"}]
        if len(ways) != 1:  # of two, each belongs to one slot, which the catalogue names
            return
        changes = [claim for claim in claims.values() if claim["compare_period"] and claim["direction"]]
        moved = [number(claim["value"]) for claim in changes if claim["unit"] in _DIRECTED and ways == ["little"]]
        if not changes and {"now", "base"} <= claims.keys():
            now, base = (number(claims[slot]["value"]) for slot in ("now", "base"))
            moved = [100 * (now / base - 1)] if base else []
        if ways == ["little"]:
            wrong = [rate for rate in moved if abs(rate) > _LITTLE]
        else:
            wrong = [rate for rate in moved if rate and (rate > 0) != (ways == ["up"])]
            yield from (
                f"{key}: {change['id']} does not go {ways[0]}" for change in changes if change["direction"] != ways[0]
            )
        if wrong:
            yield f"{key}: it moved by {wrong[0]:.1f} per cent"

    def _assertion_faults(self, key: str, clause: Assertion, slots: Slots, context: SentenceScene) -> Iterator[str]:
        """Yield what a pattern asserts about its scene without a figure and the cells contradict.

        If the cells do not have the figures, nothing is judged.
        """
        if context.codes is None:
            yield f"{key}: it is said of no line"
        elif clause.term == "level":
            time = self._time(clause.time, slots, context) if clause.time else context.time
            if self.ground.amount(context.codes, time):
                yield f"{key}: there was trade in {time}"
        else:
            rate = self._rate(context.codes, clause.term, context)
            if rate is not None and abs(rate) > _LITTLE:
                yield f"{key}: it moved by {rate:.1f} per cent"

    def _rate(self, codes: Codes, term: str, context: SentenceScene) -> Decimal | None:
        """Return the change of a term in per cent between the times of a scene, or None if cells are missing."""
        times = (context.time, context.base)
        ends = [self.ground.amount(codes, time) for time in times]
        weights = [self.ground.amount(codes, time, "kg") for time in times]
        if term == "quantity change":
            ends = weights
        if term == "average change":
            ends = [end / weight if end and weight else None for end, weight in zip(ends, weights, strict=True)]
        now, base = ends
        return 100 * (now / base - 1) if now is not None and base else None

    def _scene(self, clause: Scene, slots: Slots, context: SentenceScene) -> SentenceScene:
        if clause.value.removeprefix(_REST) not in slots and clause.value not in _PLACES:
            return context  # a language may omit the slot: the scene stays the same
        if clause.kind == "of":
            return replace(context, codes=self._whom(clause.value, slots, context))
        if clause.kind == "against":
            return replace(context, base=self._time(clause.value, slots, context))
        slot = slots.get(clause.value)
        if slot and not any(leaf[0] == "time" for leaf in leaves(slot)):
            return context
        time = self._time(clause.value, slots, context)
        return context.at(time.year_to_date(self.ground.year_start) if clause.kind == "to" else time)

    def _equation_faults(self, key: str, clause: Equation, slots: Slots, context: SentenceScene) -> Iterator[str]:
        slot = slots.get(clause.slot)
        if slot is None or slot == ("row", ()):
            return
        if clause.term.startswith(_FROM):
            names = [figure_of(slots[name]) for name in clause.term.removeprefix(_FROM).split(" to ")]
            first, last = (number(self.ground.claim(name)["value"]) if name else None for name in names)
            yield from _way_faults(key, clause, slots, first, last)
            return
        if clause.term in SPECIAL:
            yield from SPECIAL[clause.term](self, key, clause, slots, context)
            return
        name = figure_of(slot)
        if name is None:
            return
        claim, expected = self.ground.claim(name), self._expected_claim(clause, slots, context)
        if not is_term(self.ground, clause.term, claim, expected):
            whom = ", ".join(sorted(expected.codes or ())[:3])
            yield f"{key}: {name} is not the {clause.term} of {whom} in {expected.time} against {expected.base}"
        if clause.quality in {"up", "down"} and claim["direction"] != clause.quality:
            yield f"{key}: {name} does not go {clause.quality}"
        if clause.quality in _PARTS:
            least, most = _PARTS[clause.quality]
            if not least <= number(claim["low"]) <= number(claim["high"]) <= most:
                yield f"{key}: {name} is not {clause.quality} of the change"

    def _expected_claim(self, clause: Equation, slots: Slots, context: SentenceScene) -> SentenceScene:
        codes = self._whom(clause.of, slots, context) if clause.of else context.codes
        time = self._time(clause.time, slots, context) if clause.time else context.time
        base = self._time(clause.base, slots, context) if clause.base else context.base
        if clause.time and not clause.base and clause.time != "base":
            base = time.year_before()
        if codes is None:
            msg = "it is said of no line"
            raise ValueError(msg)
        return SentenceScene(codes, time, base)

    def are_all(self, key: str, clause: Equation, slots: Slots, _: SentenceScene) -> Iterator[str]:
        """Yield a fault if a slot leaves out a code of the briefing that has a figure."""
        named = self.ground.lines([str(leaf[1]) for leaf in leaves(slots[clause.slot])])
        if not self.ground.total <= named <= self.ground.smallest:
            yield f"{key}: {clause.slot} are not all codes of the briefing"

    def is_code(self, key: str, clause: Equation, slots: Slots, context: SentenceScene) -> Iterator[str]:
        """Yield a fault if a code is not that of the scene's line."""
        code = str(slots[clause.slot][1])
        if self.ground.lines([code]) != context.codes:
            yield f"{key}: the code {code} is not that of the line"

    def is_mix(self, key: str, clause: Equation, slots: Slots, context: SentenceScene) -> Iterator[str]:
        """Yield a fault if a mix is not that of the total and of the lines in the slots `line` and `other`."""
        head, whole, _, line, other = self.ground.claim(figure_of(slots[clause.slot]) or "")["formula"]
        found = [self.ground.lines_in(part) for part in (line, other)]
        if head != "mix" or found != [self._whom(name, slots, context) for name in ("line", "other")]:
            yield f"{key}: {clause.slot} is the mix of other lines"
        if not self.ground.lines_in(whole) <= self.ground.total:
            yield f"{key}: {clause.slot} is no mix of the total"

    def is_valuation(self, key: str, clause: Equation, slots: Slots, _: SentenceScene) -> Iterator[str]:
        """Yield a fault if the cells of a figure are valued in another way than a word says: CIF or FOB."""
        claim = self.ground.claim(figure_of(slots[clause.of]) or "")
        cells = [self.ground.evidence.cells[name] for name in self.ground.evidence.calculator.ids(claim["formula"])]
        for leaf in leaves(slots[clause.slot]):
            stated = {cell.get("valuation") or "" for cell in cells} <= {"", leaf[1]}
            if not stated or any(Flow(cell["flow"]).valuation != leaf[1] for cell in cells):
                yield f"{key}: {clause.slot} is {leaf[1]}, the cells of {claim['id']} are valued in another way"

    def is_document(self, key: str, clause: Equation, slots: Slots, _: SentenceScene) -> Iterator[str]:
        """Yield a fault if no document of the day beside it has the title."""
        title, day = slots[clause.slot][-1], slots["day"][1]
        documents = self.ground.evidence.documents.values()
        if not any((document.get("title"), document.get("released")) == (title, day) for document in documents):
            yield f"{key}: no document of {day} is called {title!r}"

    def is_unit(self, key: str, clause: Equation, slots: Slots, _: SentenceScene) -> Iterator[str]:
        """Yield a fault if a word for a unit is not the unit of the figure before it."""
        name = figure_of(slots[clause.of])
        for leaf in leaves(slots[clause.slot]):
            if name is None or leaf[-1] != self.ground.claim(name)["unit"]:
                yield f"{key}: {clause.slot} is {leaf[-1]}, {name} is in another unit"

    def is_time(self, key: str, clause: Equation, slots: Slots, context: SentenceScene) -> Iterator[str]:
        """Yield a fault if a time is not the one that its term says, seen from the period of the edition."""
        period, before = self.ground.period, context.time.year_before()
        for leaf in leaves(slots[clause.slot]):
            time = Period.parse(leaf[1])
            holds = {
                "period": time == period,
                "year before": time == before,
                "end": time.last == period.last,
                "next": time == period.step(1).year_before(),
            }
            if not holds[clause.term]:
                yield f"{key}: {clause.slot} is {time}, not the {clause.term}"

    def is_step(self, key: str, clause: Equation, slots: Slots, context: SentenceScene) -> Iterator[str]:
        """Yield a fault if a word for the length of a period ("month", "year") is not that of the sentence's period."""
        for leaf in leaves(slots[clause.slot]):
            if leaf[:2] == ("word", "steps") and leaf[2] != context.time.frequency:
                yield f"{key}: {context.time} is not {leaf[2]}"

    def is_way(self, key: str, clause: Equation, slots: Slots, context: SentenceScene) -> Iterator[str]:
        """Yield the faults of a verb for the size of a change, or of a word for its direction."""
        if not clause.of:
            base = self._time(clause.base, slots, context)
            yield from _way_faults(key, clause, slots, self._level(context, base), self._level(context, context.time))
            return
        name = figure_of(slots[clause.of])
        if name is None:
            yield f"{key}: {clause.slot} has no change to go with"
            return
        way = way_of(self.ground.claim(name))
        for leaf in leaves(slots[clause.slot]):
            if leaf[0] == "way" and (leaf[1] == way) == (clause.quality == "other"):
                yield f"{key}: {clause.slot} says {leaf[1]}, {name} goes {way}"
            if leaf[0] == "size" and leaf[3] != name:
                yield f"{key}: {clause.slot} is the verb of {leaf[3]}, not of {name}"

    def _level(self, context: SentenceScene, time: Period) -> Decimal | None:
        expected = context.at(time)
        claims = self.ground.evidence.claims.values()
        values = (number(claim["value"]) for claim in claims if is_term(self.ground, "level", claim, expected))
        return next(values, None)

    def _whom(self, value: str, slots: Slots, context: SentenceScene) -> Codes:
        if value == "total":
            return self.ground.total
        if value.startswith(_REST):
            return self.ground.total - self._whom(value.removeprefix(_REST), slots, context)
        if value not in slots and context.codes is not None:  # "all else": all but the line of the scene
            return context.codes
        slot = slots[value]
        if is_pattern(slot):
            return self._read(slot, replace(context, codes=self.ground.total), []).codes or self.ground.total
        codes = [leaf[1] for leaf in leaves(slot) if leaf[0] in {"line", "code"}]
        return self.ground.lines(codes) if codes else self.ground.total

    def _time(self, value: str, slots: Slots, context: SentenceScene) -> Period:
        """Return the time that a slot prints, or that a name means: the period, a year before, half a year."""
        if value.startswith(_TO_DATE):
            return self._time(value.removeprefix(_TO_DATE), slots, context).last.year_to_date(self.ground.year_start)
        if value in slots:
            times = [leaf[1] for leaf in leaves(slots[value]) if leaf[0] == "time"]
            return Period.parse(times[0]) if times else context.base  # "a year before" has no time of its own
        match value:
            case "period":
                return self.ground.period
            case "base":
                return context.base
            case "year before":
                return context.time.year_before()
            case "first half" | "second half":
                first = self.ground.period.year_to_date(self.ground.year_start).first
                return Period(first + (0 if value == "first half" else 6), 6)
        raise KeyError(value)

    def _leaf_faults(self, tree: Tree) -> Iterator[str]:
        """Yield the faults of leaves in any pattern: parties, flows, verbs and words for a size."""
        parties, claim = self.ground.evidence.calculator.every_party, self.ground.claim
        for leaf in leaves(tree):
            match leaf:
                case ("economy", code, _) if not any(code in pair for pair in parties):
                    yield f"{code} is no party of this trade"
                case ("flow", flow, _) if not any(flow == pair[2] for pair in parties):
                    yield f"{flow} is not the flow of this trade"
                case ("size", way, size, name, _):
                    yield from _size_fault(claim(name), way, size)
                case ("figure", surprise, ("size", _, size, name, _)):
                    yield from _surprise_fault(claim(surprise), size, claim(name))
                case ("figure", name, ("word", table, key)):
                    yield from _word_fault(claim(name), table, key)
                case ("figure", name, tuple(inner)):
                    yield from _clause_faults(claim(name), inner)
        yield from _faults_without_claims(tree)


def way_of(claim: Data) -> str | None:
    """Return the direction of a claim: that of its change, or the side of its past on which it is."""
    rule = FORMULAS.get(claim["formula"][0])
    return (rule.side if rule else "") or claim["direction"]


def figure_of(tree: Tree) -> str | None:
    """Return the claim that a slot prints: its own, or the one that the patterns in it share.

    If a verb depends on a surprise, its figure is that surprise. The slot then means the change that the verb
    describes.
    """
    match tree:
        case ("figure", _, ("size", _, _, change, _)):
            return str(change)
        case ("figure", name, *_):
            return str(name)
    names = {figure_of(branch) for branch in branches(tree)} - {None}
    return names.pop() if len(names) == 1 else None


# Terms that are not a claim on a line in a period. `figure` means the figure of the outer pattern.
SPECIAL: dict[str, Callable[[Prover, str, Equation, Slots, SentenceScene], Iterator[str]]] = {
    "figure": lambda *_: iter(()),
    **dict.fromkeys(("period", "year before", "end", "next"), Prover.is_time),
    "all codes": Prover.are_all,
    "code": Prover.is_code,
    "mix": Prover.is_mix,
    "step": Prover.is_step,
    "unit": Prover.is_unit,
    "valuation": Prover.is_valuation,
    "document": Prover.is_document,
    **dict.fromkeys(("size", "way"), Prover.is_way),
}


def _way_faults(key: str, clause: Equation, slots: Slots, first: Decimal | None, last: Decimal | None) -> Iterator[str]:
    """Yield a fault if a word for a direction is not that of the change between two levels, which must be claims."""
    if first is None or last is None:
        yield f"{key}: no claims say which way {clause.slot} goes"
        return
    way = "up" if first < last else "down" if first > last else None
    ways = [leaf[1] for leaf in leaves(slots[clause.slot]) if leaf[0] == "way"]
    if ways != [way]:
        yield f"{key}: {clause.slot} says {ways}, it went {way}"


def _balance_faults(key: str, claims: Sequence[Data]) -> Iterator[str]:
    """Yield a surplus or deficit that is not one, and a balance that did not widen or narrow as the key says."""
    parts = set(key.split("."))
    sides = parts & {"surplus", "deficit"}
    for claim in claims:
        if sides and claim["kind"] == "balance" and (number(claim["value"]) > 0) != ("surplus" in sides):
            yield f"{key}: {claim['id']} is no {sides.pop()}"
        way = "up" if ("surplus" in parts) == ("widened" in parts) else "down"
        if parts & {"widened", "narrowed"} and claim["kind"] == "balance_abs" and claim["direction"] != way:
            yield f"{key}: {claim['id']} goes {claim['direction']}"


def _clause_faults(claim: Data, inner: Tree) -> Iterator[str]:
    """Yield the times and directions in the words for a claim that are not its own: "the least since August 2019"."""
    times = {Period.parse(claim[key]) for key in ("period", "compare_period") if claim[key]}
    times |= {time.last for time in times}
    for leaf in leaves(inner):
        if leaf[0] == "time" and Period.parse(leaf[1]) not in times:
            yield f"{leaf[1]} is no time of {claim['id']}"
        if leaf[0] == "way" and leaf[1] != way_of(claim):
            yield f"{claim['id']} is said to go {leaf[1]}, it goes {way_of(claim)}"
        if leaf[:2] == ("word", "steps") and leaf[2] != Period.parse(claim["period"]).frequency:
            yield f"{claim['id']} is of {claim['period']}, which is not {leaf[2]}"


def _faults_without_claims(tree: Tree) -> Iterator[str]:
    """Yield the faults of a tree by itself.

    These are times in the wrong order (`first` must not be later than `last`), and verbs that need a surprise without
    one.
    """
    if is_pattern(tree):
        times = {name: Period.parse(slot[1]) for name, slot in tree[1].items() if slot[0] == "time"}
        if {"first", "last"} <= times.keys() and times["first"].first > times["last"].first:
            yield f"{tree[0]}: {times['first']} comes after {times['last']}"
    if tree[0] == "size" and tree[2] in _ODD:
        yield f"nothing says that {tree[3]} is odd enough for a {tree[2]} verb"
    for branch in branches(tree):
        if tree[0] != "figure" or branch[0] != "size":
            yield from _faults_without_claims(branch)


def _size_fault(claim: Data, way: str, size: str) -> Iterator[str]:
    """Yield the faults of a verb of a class and a direction that describes a change."""
    least, most = _CLASSES[size]
    if claim["direction"] not in {way, None}:
        yield f"a verb says {way}, {claim['id']} goes {claim['direction']}"
    elif claim["unit"] == "pct" and not (least <= abs(number(claim["value"])) <= most):
        yield f"{claim['id']} is {claim['value']} per cent, too little or too much for a {size} verb"


def _surprise_fault(odd: Data, size: str, change: Data) -> Iterator[str]:
    """Yield the faults of the surprise that a verb of this class needs for a change."""
    if odd["kind"] != "surprise" or any(odd[key] != change[key] for key in ("codes", "period")):
        yield f"{odd['id']} is no surprise of {change['id']}"
    elif min(abs(number(odd["low"])), abs(number(odd["high"]))) < _ODD.get(size, 0):
        yield f"{odd['id']} is {odd['value']} spreads, too little for a {size} verb"


def _word_fault(claim: Data, table: str, key: str) -> Iterator[str]:
    """Yield the faults of a word for a multiple or a fraction that expresses a claim."""
    bounds = degree_words().get((table, key))
    low, high = sorted((abs(number(claim["low"])), abs(number(claim["high"]))))
    if bounds is None:
        yield f"{table}.{key} is no word of a known size"
    elif not bounds[0] <= low <= high <= bounds[1]:
        yield f"{claim['id']} is {claim['value']}, which is not {key}"
