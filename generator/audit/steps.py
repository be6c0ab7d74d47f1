"""A change in its steps: the bars lead from one total to the other, and each line stands in its own step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.gathered import number
from generator.audit.patterns.frames import tree_of
from generator.audit.patterns.prints import read
from generator.audit.patterns.tongue import Tongue
from generator.audit.releases import Parties, Releases
from generator.audit.terms import period_of

_BOTH = ("value_effect", "quantity_effect")
_ROUNDED = "waterfall.how_rounded"  # the key of what says that steps may miss the total
_STEPS = 2  # average value and quantity, which every such picture has
_CLOSE = Decimal("1e-9")
_COVERED = Decimal(70)  # per cent: of less a split says nothing


def claim_of(bar: Data, evidence: Evidence) -> Data | None:
    """Return the claim that a bar prints, None where it prints none or several."""
    marks = [evidence.claims.get(mark["claim"]) for mark in bar["figure"].get("marks", ())]
    return marks[0] if len(marks) == 1 else None


def steps(block: Data, evidence: Evidence, tongue: Tongue, scale: Decimal) -> Iterator[str]:
    """Yield bars that are not as long as their claims, in another order, or that do not add up."""
    bars, claims = block["bars"], [claim_of(bar, evidence) for bar in block["bars"]]
    known = [claim for claim in claims if claim is not None]
    if len(known) < len(bars) or len(bars) <= _STEPS:
        yield "a bar stands for no claim of its own"
        return
    for bar, claim in zip(bars, known, strict=True):
        for end in ("low", "value", "high"):
            if abs(Decimal(repr(bar[end])) - number(claim[end]) / scale) > abs(number(claim[end]) / scale) * _CLOSE:
                yield f"the {end} of {bar['label']['words']!r} is drawn at {bar[end]}, the claim says {claim[end]}"
    first, last = bars[0].get("total", False), bars[-1]
    if [bool(bar.get("total")) for bar in bars] != [bool(first), *[False] * (len(bars) - 2), True]:
        yield "a total stands among its steps, or none at their end"
    yield from _order(known, first=bool(first))
    yield from _sum(block, known, tongue)
    covered = [claim for claim in _subtitle(block, evidence) if claim["kind"] == "coverage"]
    if [number(claim["low"]) >= _COVERED for claim in covered] != [True]:
        yield "its subtitle does not say that 70% of the value or more is split"
    elif set(covered[0]["codes"]) != set(known[int(bool(first))]["codes"]):
        yield f"its subtitle tells the part of other lines than {last['label']['words']!r} has split"


def _subtitle(block: Data, evidence: Evidence) -> Iterator[Data]:
    found = (evidence.claims.get(mark["claim"]) for mark in block["subtitle"].get("marks", ()))
    return (claim for claim in found if claim is not None)


def _order(claims: Sequence[Data], *, first: bool) -> Iterator[str]:
    """Yield the bars that are not total, value, quantity, other lines and total, of one period and the one before."""
    *most, last = claims
    inner, now = most[first:], last["period"]
    base = inner[0]["compare_period"]
    heads = tuple(claim["formula"][0] for claim in inner[:_STEPS])
    if heads != _BOTH or any(claim["formula"][0] != "difference" for claim in inner[_STEPS:]):
        yield f"its steps are {[claim['formula'][0] for claim in inner]}"
    if any((claim["period"], claim["compare_period"]) != (now, base) for claim in inner):
        yield f"its steps are not all of {now} against {base}"
    wanted = [("sum", base), ("sum", now)] if first else [("difference", now)]
    found = [(claim["formula"][0], claim["period"]) for claim in ([most[0]] if first else []) + [last]]
    if [(head.replace("cell", "sum").replace("nil", "sum"), when) for head, when in found] != wanted:
        yield f"its totals are {found}, not of {base} and {now}"
    if base is None or period_of(base) != period_of(now).year_before():
        yield f"its base is {base}, not the year before {now}"


def _sum(block: Data, claims: Sequence[Data], tongue: Tongue) -> Iterator[str]:
    """Yield where the steps do not make the change, by their claims or as they are printed.

    Printed they may miss it by what rounding does, half a unit of the last place each, where the picture says so.
    """
    values = [number(claim["value"]) for claim in claims]
    if abs(sum(values[:-1]) - values[-1]) > max(map(abs, values)) * _CLOSE:
        yield f"its steps make {sum(values[:-1]):f}, not {values[-1]:f}"
    shown = [read(bar["figure"]["words"], tongue) for bar in block["bars"]]
    known = [one.value for one in shown if one is not None]
    said = any((tree_of(text) or ("",))[0] == _ROUNDED for text in block.get("aside", ()))
    if len(known) < len(shown):
        yield "a bar has no figure that can be read"
        return
    last_place = Decimal(1).scaleb(min(int(value.as_tuple().exponent) for value in known))
    if abs(sum(known[:-1]) - known[-1]) > (last_place * len(known) / 2 if said else 0):
        yield f"its figures print {sum(known[:-1])}, not {known[-1]}"


def apart(block: Data, evidence: Evidence, releases: Releases, parties: Parties) -> Iterator[str]:
    """Yield lines that stand in no step or in several, and those with trade at both ends among the new and ended."""
    bars = [(bar, claim) for bar in block["bars"] if (claim := claim_of(bar, evidence)) is not None]
    inner = [(bar, claim) for bar, claim in bars if not bar.get("total")]
    totals = [set(claim["codes"]) for bar, claim in bars if bar.get("total")]
    if len(inner) < _STEPS or not totals:
        return
    (_, value), (_, quantity), *others = inner
    if value["codes"] != quantity["codes"]:
        yield "average value and quantity are of other lines"
    seen = Counter(code for claim in (value, *(claim for _, claim in others)) for code in claim["codes"])
    yield from (f"{code} stands in {count} steps" for code, count in seen.items() if count > 1)
    if any(set(seen) != total for total in totals):
        yield f"its steps are of {sorted(seen)}, its totals of {sorted(set().union(*totals))}"
    kinds = list[bool]()
    for bar, claim in others:
        ends = [_ends(code, claim, releases, parties) for code in claim["codes"]]
        at_one_end = {bool(now) != bool(base) for now, base in ends}
        if len(at_one_end) > 1:
            yield f"{bar['label']['words']!r} holds lines with trade at one end and lines with trade at both"
        kinds += at_one_end
    if kinds not in ([], [True], [False], [True, False]):
        yield "lines with trade at one end stand first, each kind once"


def _ends(code: str, claim: Data, releases: Releases, parties: Parties) -> tuple[Decimal | None, Decimal | None]:
    now, base = (period_of(claim[key]) for key in ("period", "compare_period"))
    return releases.total(parties, [code], now), releases.total(parties, [code], base)
