"""Goods and values: editions of the HS, CIF and FOB are told as the releases have them, and so is each break."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.findings import Finding
from generator.audit.obligations.edition_places import EditionTelling, Slots, codes_of, parts, times_of
from generator.audit.obligations.known_figures import KnownFigures
from generator.audit.trace.release_breaks import count_alike
from generator.audit.trace.value_spans import YEAR
from generator.trade.codes import Flow
from generator.trade.period import Period
from generator.trade.trees import Tree, leaves

_EDITIONS, _VALUES = "editions", "valuation"
_OTHER_GOODS = ("other_goods.*",)
_RULE = ("note.rule.CIF", "note.rule.FOB", "note.rule.both")


def editions_are_those_of_cells(telling: EditionTelling, _: KnownFigures) -> Iterator[Finding]:
    """Hold "HS 2022" in a source line or in the note to the cells: one of them must be of that edition.

    A sentence on a break may name others: the releases are asked for them.
    """
    cells = telling.evidence.cells.values()
    if not any("edition" in cell for cell in cells):
        return  # an edition of an older form
    known = {str(cell["edition"]) for cell in cells if cell.get("edition")}
    for place in telling.places:
        if place.block.get("kind") == "note" or "source" in place.path:
            told = {
                name for _, slots in parts(place.tree, _OTHER_GOODS) for slot in slots.values() for name in _hs(slot)
            }
            wrong = set(_hs(place.tree)) - known - told
            if wrong:
                yield place.found(_EDITIONS, f"no cell is of {', '.join(sorted(wrong))}")


def other_goods_are_others(telling: EditionTelling, known: KnownFigures) -> Iterator[Finding]:
    """Hold "HS 030289 does not cover the same goods in HS 2012 and HS 2017" to tables and releases."""
    editions = set(known.releases.editions(known.parties).values())
    apart = [code for parties, code in known.releases.apart if parties == known.parties]
    for place, _, slots in telling.said(_OTHER_GOODS):
        then, now = (next(_hs(slots[name]), "") for name in ("then", "now"))
        same = [code for code in codes_of(slots["names"]) if code not in apart or count_alike(code, then, now)]
        if not {then, now} <= editions:
            yield place.found(_EDITIONS, f"the releases have {sorted(editions)}")
        elif same or not apart:
            yield place.found(_EDITIONS, f"{', '.join(sorted(same)) or 'every code'} counts the same goods in both")


def values_are_as_they_are_called(telling: EditionTelling, known: KnownFigures) -> Iterator[Finding]:
    """Hold "CIF" and "FOB" to the releases; where they do not say, to the rule: goods that come in are CIF."""
    now, rule = known.releases.valued.get(known.parties, ""), Flow(known.parties[2]).valuation
    has_rule = any(True for _ in telling.said(_RULE))
    for place, _, slots in telling.said(("note.counted.dollars", "note.counted.published")):
        how = _how(slots["how"]) if "how" in slots else ""
        if how and now and how != now:
            yield place.found(_VALUES, f"the releases have {now} values")
        elif how and not now and not has_rule and how != rule:
            yield place.found(_VALUES, f"by rule they are {rule}, and no text says otherwise")
    for place, key, slots in telling.said(_RULE):
        flow = {leaf[1] for leaf in leaves(slots["flow"]) if leaf[0] == "flow"}
        does = key.rpartition(".")[2].replace("both", "CIF and FOB")
        if _how(slots["rule"]) != rule or flow != {known.parties[2]}:
            yield place.found(_VALUES, f"the rule for this trade is {rule}")
        if now and does != now:
            yield place.found(_VALUES, f"the releases have {now} values")


def a_change_of_values_is_told(telling: EditionTelling, known: KnownFigures) -> Iterator[Finding]:
    """Hold the note to the last month that was valued otherwise, and each sentence on it to the releases."""
    past, now = known.releases.revalued.get(known.parties, {}), known.releases.valued.get(known.parties, "")
    last = max(past, default=0)
    said = list(telling.said(("note.rule.before",)))
    times = {Period(last, 1), Period(last - last % YEAR, YEAR)} if past else set()
    told = [(place, slots, times) for place, _, slots in said]
    for place, key, slots in telling.said(("revalued_base", "revalued_note")):
        told.append((place, slots, {known.now.year_before()}))
        if now and _how(slots["now"]) != now:
            yield place.found(_VALUES, f"{key}: the releases have {now} values")
    for place, slots, ends in told:
        yield from (place.found(_VALUES, why) for why in _before(slots, set(past.values()), ends))
    if past and not said:
        yield telling.silence(_VALUES, f"no note says that values up to {Period(last, 1)} are valued otherwise")


def _before(slots: Slots, past: set[str], ends: set[Period]) -> Iterator[str]:
    then = _how(slots["then"])
    if then not in past:
        yield f"no earlier figure is {then}"
    if "when" in slots and not times_of(slots["when"]) & ends:
        yield f"the time it names is not that of the values that are {then}"


def _hs(tree: Tree) -> Iterator[str]:
    return (str(leaf[1]) for leaf in leaves(tree) if leaf[0] == "hs")


def _how(tree: Tree) -> str:
    return " and ".join(sorted(str(leaf[1]) for leaf in leaves(tree) if leaf[0] == "valuation"))
