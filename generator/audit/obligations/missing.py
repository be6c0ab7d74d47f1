"""What is missing: lines, months and bases without a figure are named, and what is named is missing by the releases."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.finding import Finding
from generator.audit.obligations.known import Known
from generator.audit.obligations.telling import Data, Place, Telling, below, codes_of, is_of, times_of
from generator.trade.codes import is_within
from generator.trade.period import Period
from generator.trade.trees import Tree, is_pattern

_PARTIAL, _MISSING = "partial", "missing"
_WITHOUT_BASE = ("without_base.*",)  # of the total
_BROKEN_BASE = ("broken_base", "revalued_base")
_NAMES = frozenset({"headline", "subtitle", "alt"})  # fields of a block in which the whole is named
_HEADS = frozenset({"subject", "summary"})
_WITHOUT = ("without.lines", "without.part", "head.partial.lines.named", "head.partial.lines.many", "things.missing")
_WHOLE = ("trade.all", "trade.group", "trade.selected", "trade.named")  # names of all that is counted


def partial_is_labelled(telling: Telling, known: Known) -> Iterator[Finding]:
    """Hold an edition of which a line has no figure to the words "Partial figures", and no other one."""
    yield from telling.labelled(_PARTIAL, lambda place: place.has(("labels.partial",)), is_so=bool(known.silent))


def lines_without_a_figure_are_named(telling: Telling, known: Known) -> Iterator[Finding]:
    """Hold "No figure for … was found for …" to the lines of the whole that have none, in the note of a month."""
    said = list(telling.said(("note.unknown.said",)))
    for place, _, slots in said:
        names, when = codes_of(slots["names"]), times_of(slots["when"])
        if wrong := sorted(code for code in names if known.total([code], known.now) is not None):
            yield place.found(_MISSING, f"HS {', '.join(wrong)} has a figure")
        if when != {known.now}:
            yield place.found(_MISSING, f"the time it speaks of is not {known.now}")
    named = {code for place, _, slots in said if place in telling.note for code in codes_of(slots["names"])}
    if left := sorted(known.silent - named):
        yield telling.silence(_MISSING, f"the note does not say that there is no figure for HS {', '.join(left)}")


def no_total_goes_for_them(telling: Telling, known: Known) -> Iterator[Finding]:
    """Hold the name of a total to the lines that are in it: "imports (without lead ores)", "imports (in part)"."""
    for place in telling.places:
        for tree, _ in below(place.tree, ()):
            if is_pattern(tree) and tree[0] == "without.lines" and codes_of(tree[1]["names"]) != known.silent:
                missing = ", ".join(sorted(known.silent)) or "none"
                yield place.found(_PARTIAL, f"the lines without a figure are HS {missing}")
            if is_pattern(tree) and tree[0] == "without.part" and not known.silent:
                yield place.found(_PARTIAL, "every line has a figure")
        if known.silent:
            yield from _of_a_part(place, telling, known)


def _of_a_part(place: Place, telling: Telling, known: Known) -> Iterator[Finding]:
    """Yield where a text of a partial edition speaks of all lines, or of one that is in no total."""
    bare = [tree for tree, is_inside in below(place.tree, _WITHOUT) if not is_inside]
    names_whole = any(is_pattern(tree) and is_of(tree[0], _WHOLE) for tree in bare)
    is_name = names_whole and _is_name(place)
    sums = any(_is_total(telling.claims.get(name, {}), known) for name in place.figures)
    if not sums and not is_name:
        return
    codes = {tree[1] for tree in bare if tree[0] in {"line", "code"}}
    if more := sorted(one for one in known.silent if any(is_within(one, code) for code in codes)):
        yield place.found(_PARTIAL, f"it names HS {', '.join(more)}, which has no figure and is in no total")
    elif is_name and not codes:
        yield place.found(_PARTIAL, "it does not say which lines are not in it")


def _is_name(place: Place) -> bool:
    """Say whether a text stands where an edition names what it counts."""
    if place.path[0] in _HEADS:
        return True
    if place.block.get("id") == "lede":
        return place.path[2:] == ("paragraphs", 0, 0)
    return place.path[-1] in _NAMES


def _is_total(claim: Data, known: Known) -> bool:
    return bool(claim) and set(claim["codes"]) >= set(known.now_known)


def a_missing_base_is_told(telling: Telling, known: Known) -> Iterator[Finding]:
    """Hold a month whose total cannot be compared to a sentence that says so."""
    base = known.now.year_before()
    if not known.whole(known.now) or known.whole(base):
        return
    if not any(True for _ in telling.said((*_WITHOUT_BASE, *_BROKEN_BASE))):
        yield telling.silence(_MISSING, f"no text says that there is no figure for {base} to compare with")


def a_base_that_is_called_missing_is(telling: Telling, known: Known) -> Iterator[Finding]:
    """Hold "There is no figure for December 2024", and that figures have just begun, to the releases."""
    base = known.now.year_before()
    for place, key, slots in telling.said(_WITHOUT_BASE):
        if times_of(slots["then"]) != {base}:
            yield place.found(_MISSING, f"the month it speaks of is not {base}")
        elif known.whole(base) or known.is_apart(base):
            yield place.found(_MISSING, f"the releases have the figures of {base}")
        elif bool(known.some(base)) is not key.endswith(".some"):
            yield place.found(_MISSING, f"of {base} the releases have {known.some(base) or 'none'}")
    for place, _, _ in telling.said(_BROKEN_BASE):
        if not known.is_apart(base):
            yield place.found(_MISSING, f"the figures of {base} count as those of {known.now} do")
    for place, _, _ in telling.said(("no_past.begun",)):
        if known.begins_before(base):
            yield place.found(_MISSING, f"the releases have figures of {base} or before")


def months_without_figures_are_told(telling: Telling, known: Known) -> Iterator[Finding]:
    """Hold the months that the note calls missing to those of which the releases have nothing."""
    gaps, said = known.gaps(), list(telling.said(("note.gaps.said",)))
    for place, _, slots in said:
        named, ends = _months(slots["months"])
        wanted = {min(gaps), max(gaps)} if ends and gaps else gaps
        if wrong := sorted(named ^ wanted):
            yield place.found(_MISSING, f"it does not hold of {Period(wrong[0], 1)}")
    if gaps and not said:
        yield telling.silence(_MISSING, f"no text says that the releases have no figures for {Period(min(gaps), 1)}")


def what_is_called_withheld_is(telling: Telling, known: Known) -> Iterator[Finding]:
    """Hold "The source withheld HS 7404 in May 2025" to rows without a figure; of many months the code alone."""
    for place, key, slots in telling.said(("withheld.*",)):
        if key == "withheld.line":
            (code,) = codes_of(slots["code"])
            named, _ = _months(slots["months"])
            if open_months := sorted(named - known.withheld(code)):
                yield place.found(_MISSING, f"HS {code} is not withheld in {Period(open_months[0], 1)}")
        for code in sorted(codes_of(slots["codes"])) if "codes" in slots else ():
            if not known.withheld(code):
                yield place.found(_MISSING, f"HS {code} is not withheld")


def codes_without_trade_had_none(telling: Telling, known: Known) -> Iterator[Finding]:
    """Hold "No trade in HS 2610 was recorded" to nothing now and a year before."""
    for place, _, slots in telling.said(("note.untraded.said",)):
        for code in sorted(codes_of(slots["codes"])):
            for span in (known.now, known.now.year_before()):
                if value := known.value(code, span):
                    yield place.found(_MISSING, f"HS {code} came to {value} in {span}")


def _months(tree: Tree) -> tuple[set[int], bool]:
    """Return the months of a list of months and runs of months; of "some between" the ends, and that it is so."""
    if is_pattern(tree) and tree[0].startswith("note.gaps."):
        ends = [period.first for slot in tree[1].values() for period in times_of(slot)]
        is_some = tree[0].endswith(".some")
        return ({min(ends), max(ends)} if is_some else {*range(min(ends), max(ends) + 1)}), is_some
    if tree[0] == "list":
        found = [_months(part) for part in tree[2]]
        return {month for months, _ in found for month in months}, any(some for _, some in found)
    return {month.first for period in times_of(tree) for month in period.split()}, False
