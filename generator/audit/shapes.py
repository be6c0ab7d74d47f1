"""Rules on shapes: a bar is as long as its figure, parts add up, and an axis says what is drawn along it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from generator.audit.drawn import same
from generator.audit.edition import Data
from generator.audit.finding import Finding
from generator.audit.gathered import number
from generator.audit.grounds import Grounds
from generator.audit.heat import named_steps
from generator.audit.numerals import Print, read_print
from generator.audit.patterns.frames import tree_of
from generator.audit.steps import steps
from generator.audit.terms import period_of
from generator.audit.when import Mention
from generator.trade.currency import is_money
from generator.trade.period import Period

EDITION = "edition.json"
_ENDS = 2  # months that a step names at most
_YEAR = 12


def shapes(story: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield what the charts and tables of a story draw otherwise than their figures say."""
    for block in story["blocks"]:
        if block["kind"] == "chart":
            for words, rule, problem in _chart(block, grounds):
                yield Finding(EDITION, words, rule, problem)
        elif block["kind"] == "table":
            for words, problem in _rows(block, grounds):
                yield Finding(EDITION, words, "bar", problem)


def _chart(block: Data, grounds: Grounds) -> Iterator[tuple[str, str, str]]:
    scale = grounds.lexicon.scales.get(block["scale"], Decimal(1))
    is_part = block["form"] == "contributions"
    if block["form"] == "waterfall":
        yield from ((block["title"]["words"], "steps", problem) for problem in steps(block, grounds))
    for bar in block.get("bars", ()) if block["form"] != "waterfall" else ():
        for problem in _bar(bar, scale, grounds, is_part=is_part):
            yield bar["figure"]["words"], "bar", f"{bar['label']['words']}: {problem}"
    if is_part:
        yield from ((block["title"]["words"], "bars", problem) for problem in _sum(block, grounds))
    for curve in block.get("curves", ()):
        for problem in _curve(curve, scale, grounds):
            yield curve["label"]["words"], "points", problem
    for stack in block.get("stacks", ()):
        words = stack["label"]["words"]
        yield from ((words, "stack", problem) for problem in _stacked(words, period_of(stack["span"]), grounds))
    yield from ((block["title"]["words"], "axis", problem) for problem in _axis(block, grounds))
    yield from ((words, "axis", problem) for words, problem in _misnamed(block, grounds))


def _claims(text: Data, grounds: Grounds) -> list[Data]:
    found = (grounds.evidence.claims.get(mark["claim"]) for mark in text.get("marks", ()))
    return [claim for claim in found if claim is not None]


def _bar(bar: Data, scale: Decimal, grounds: Grounds, *, is_part: bool) -> Iterator[str]:
    own = period_of(grounds.edition["period"])
    claims = [claim for claim in _claims(bar["figure"], grounds) if period_of(claim["period"]).last == own.last]
    if not claims:
        yield "no claim of the edition's period stands under it"
        return
    claim = claims[0]
    if is_part and claim["kind"] != "contribution":
        yield f"{claim['id']} is no contribution"
    for end in ("low", "value", "high"):
        if not _as_drawn(bar[end], number(claim[end]) / scale):
            yield f"its {end} is drawn at {bar[end]} {scale:f}, the claim says {claim[end]}"
    if bar.get("bound", False) != (claim["qualifier"] in {"over", "at_least"}):
        yield f"it is drawn {'with' if bar.get('bound') else 'without'} an arrow, the claim is {claim['qualifier']}"
    if bar.get("before") is not None and not _has_base(bar["before"], scale, claim, grounds):
        yield f"its tick stands at {bar['before']}, which is no figure of {grounds.edition.get('compare_period')}"


def _as_drawn(drawn_at: float, value: Decimal) -> bool:
    return abs(Decimal(repr(drawn_at)) - value) <= abs(value) * Decimal("1e-9")


def _has_base(before: float, scale: Decimal, level: Data, grounds: Grounds) -> bool:
    """Say whether a customs cell of the line's compare period has the value at which the tick is drawn."""
    cells = grounds.evidence.cells.values()
    bases = [cell for cell in cells if [cell["code"]] == level["codes"] and cell["standing"] == "customs"]
    compare = grounds.edition.get("compare_period")
    return any(cell["period"] == compare and _as_drawn(before, number(cell["value"]) / scale) for cell in bases)


def _sum(block: Data, grounds: Grounds) -> Iterator[str]:
    """Yield where the printed contributions do not add up to their sum as it is printed."""
    shown = [read_print(bar["figure"]["words"], grounds.language) for bar in block["bars"]]
    known = [one for one in shown if one is not None]
    if len(known) < len(shown):
        yield "a bar has no figure that can be read"
        return
    total = sum(
        (number(claim["value"]) for bar in block["bars"] for claim in _claims(bar["figure"], grounds)), Decimal(0)
    )
    if any((tree_of(text) or ("",))[0] == "bars.rounded" for text in block.get("aside", ())):
        return  # it says that it may miss the total: each bar is held to its own claim
    printed, step = sum((one.value for one in known), Decimal(0)), max(one.fine for one in known)
    if printed.quantize(step, ROUND_HALF_UP) != total.quantize(step, ROUND_HALF_UP):  # a small bar has a digit more
        yield f"its figures add up to {printed}, the total is {total.quantize(step, ROUND_HALF_UP)}"


def _curve(curve: Data, scale: Decimal, grounds: Grounds) -> Iterator[str]:
    """Yield a figure at a curve's end that is not its last point, or of other lines."""
    last = next((point for point in reversed(curve["points"]) if point is not None), None)
    for claim in _claims(curve["figure"], grounds):
        is_end = is_money(claim["unit"]) and claim["period"] == str(period_of(curve["spans"][-1]))
        if is_end and (last is None or not same(last, number(claim["value"]) / scale)):
            yield f"it ends at {last}, {claim['id']} is {claim['value']}"
    yield from _labelled(curve["label"]["words"], curve["spans"][-1], grounds)
    named = {code for *_, code in grounds.named(curve["label"]["words"])}
    if named and named != set(curve["codes"]):
        yield f"it is drawn of {curve['codes']}, and named after {sorted(named)}"


def _labelled(words: str, span: str, grounds: Grounds) -> Iterator[str]:
    """Yield the time in the name of a curve or a stack that is not its own."""
    for one in grounds.mentions(words):
        if not one.touches(period_of(span)):
            yield f"{words!r} is drawn of {span}"


def _stacked(words: str, span: Period, grounds: Grounds) -> Iterator[str]:
    """Yield the name of a stack that is not its span's: a year's is its number, another's has its last month."""
    named = grounds.mentions(words)
    is_year = span.months == _YEAR and span.last.first % _YEAR == _YEAR - 1
    if not named or not all(one.year and (one.fits(span) or (not is_year and one.fits(span.last))) for one in named):
        yield f"{words!r} is drawn of {span}"


def _axis(block: Data, grounds: Grounds) -> Iterator[str]:
    """Yield steps that do not go with their periods, and ticks that make no scale."""
    curves = block.get("curves", ())
    yield from _numbered(block.get("steps", ()), curves[0]["spans"] if curves else ())
    if not (ticks := block.get("ticks", ())):
        return
    if own := _KEYS.get(block["form"]):
        yield from own(block, grounds)
        return
    shown = [read_print(tick["words"], grounds.language) for tick in ticks]
    values = [one.value for one in shown if isinstance(one, Print)]
    points = [Decimal(repr(point)) for curve in curves for point in curve["points"] if point is not None]
    if len(values) < len(ticks) or len(values) <= 1 or len({two - one for one, two in pairwise(values)}) != 1:
        yield f"its ticks {[tick['words'] for tick in ticks]} are not evenly spaced"
    elif block["form"] == "cumulative" and values[0] != 0:
        yield f"its ticks begin at {values[0]}; sums begin at nothing"
    elif points and not values[0] <= min(points) <= max(points) <= values[-1] + (values[1] - values[0]):
        yield f"its ticks reach from {values[0]} to {values[-1]}, its points from {min(points)} to {max(points)}"


def _numbered(steps: Sequence[Data], spans: Sequence[str]) -> Iterator[str]:
    """Yield that there are more or fewer steps than periods, and a name that two of them have."""
    if steps and len(spans) != len(steps):
        yield f"{len(steps)} steps are named for {len(spans)} points"
    for words, count in Counter(step["words"].strip() for step in steps).items():
        if words and count > 1:
            yield f"it names two of its periods {words!r}"


def _misnamed(block: Data, grounds: Grounds) -> Iterator[tuple[str, str]]:
    """Yield the steps that are not the names of their periods, each with what is wrong."""
    curves = block.get("curves", ())
    spans = [period_of(span) for span in (curves[0]["spans"] if curves else ())]
    for step, span, begins in zip(block.get("steps", ()), spans, _begin(spans), strict=False):
        if not _names(step["words"], span, begins, grounds):
            yield step["words"], f"as a step of {block['id']} it stands at {span}"


def _scales(block: Data, grounds: Grounds) -> Iterator[str]:
    """Yield the ticks that make no scale from zero, and lines that stand on none, or on one that is too short."""
    found: list[list[Decimal]] = []
    for tick in block["ticks"]:
        one = read_print(tick["words"], grounds.language)
        if not isinstance(one, Print):
            yield f"its tick {tick['words']!r} is no figure"
            return
        if not one.value or not found:
            found.append([])
        found[-1].append(one.value)
    for panel in {bar.get("panel", 0) for bar in block["bars"]} | set(range(len(found))):
        values = found[panel] if panel < len(found) else []
        ends = [bar["value"] for bar in block["bars"] if bar.get("panel", 0) == panel]
        even = len(values) > 1 and len({two - one for one, two in pairwise(values)}) == 1 and not values[0]
        if not even or not ends:
            yield f"its ticks {[str(value) for value in values]} make no scale of {len(ends)} lines"


_KEYS = {"dumbbell": _scales, "heatmap": named_steps}  # of forms whose ticks are no axis


def _begin(spans: Sequence[Period]) -> Iterator[int]:
    """Yield the month in which begins what each span adds to the one before: July, of the quarters to September."""
    yield from (span.first for span in spans[:1])
    yield from (before.last.first + 1 for before in spans[:-1])


def _names(words: str, span: Period, begins: int, grounds: Grounds) -> bool:
    """Say whether a step's words are its year, its last month, or from its first, or what it adds, to the last.

    So "Jan–Feb", or "Jul–Sep" of the year to September that goes by quarters.
    """
    if grounds.lexicon.times.lead:  # whole names alone
        found = grounds.mentions(words)
        return all(_ends(one, span, begins) for one in found) and len(found) == bool(words.strip())
    parts, months = re.findall(r"[^\W\d_]+|\d+", words), grounds.lexicon.months
    names = [part for part in parts if not part.isdigit()]
    fits = any(
        all(months[at % 12].lower().startswith(name.lower()) for name, at in zip(reversed(names), ends, strict=False))
        for ends in ((span.last.first, first) for first in (span.first, begins))
    )
    return fits and len(names) <= _ENDS and all(int(part) == span.last.year for part in parts if part.isdigit())


def _ends(one: Mention, span: Period, begins: int) -> bool:
    """Say whether a time is the year in which a span ends, its last month, or from its first or what it adds to it."""
    if one.month is None:
        return one.year == span.last.year
    last = (one.month + one.months - 1) % _YEAR
    return last == span.last.first % _YEAR and (one.months == 1 or one.month in {span.first % _YEAR, begins % _YEAR})


def _rows(block: Data, grounds: Grounds) -> Iterator[tuple[str, str]]:
    """Yield the bars of a table that are not the claim in their column."""
    scale, column = grounds.lexicon.scales.get(block["scale"], Decimal(1)), block.get("bar_column")
    if spans := block.get("spans"):
        head, ends = block["head"][-1]["words"], (period_of(spans[0]), period_of(spans[-1]).last)
        known = {len(spans), *(end.year for end in ends)}
        if not {int(number) for number in re.findall(r"\d+", head)} <= known:
            yield head, f"its {len(spans)} points reach from {ends[0]} to {ends[1]}"
    for row in block["rows"]:
        if row.get("bar") is None:
            continue
        claims = _claims(row["cells"][column], grounds) if column is not None else []
        values = [number(claim["value"]) / (scale if is_money(claim["unit"]) else 1) for claim in claims]
        if not any(_as_drawn(row["bar"], value) for value in values):
            yield (
                row["cells"][0]["words"],
                f"its bar is drawn at {row['bar']}, its figure is {[str(v) for v in values]}",
            )
