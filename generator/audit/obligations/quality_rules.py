"""Rules on the quality of figures: provisional figures, bounds, prices, and figures of other goods or valuations."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.edition_data import EDITION, Finding, texts
from generator.audit.obligations.edition_places import (
    EditionTelling,
    KnownFigures,
    codes_of,
    is_of,
    parts,
    times_of,
)
from generator.audit.patterns.equations import figure_of
from generator.audit.patterns.tongue import Tongue
from generator.audit.trace.price_trace import cells_in
from generator.audit.trace.release_breaks import count_alike
from generator.audit.trace.usual_ranges import steps_a_year
from generator.audit.trace.value_spans import YEAR
from generator.trade.codes import Flow
from generator.trade.period import A_QUARTER, Period
from generator.trade.trees import Tree, branches, is_pattern, leaves

_EXACT = "exact"
_AT_LEAST, _ABOUT = ("qualified.at_least", "bounded.over"), ("qualified.about",)
_BOX = "correction"  # the block that quotes an earlier edition
_AVERAGED = ("averaged.little", "averaged.up", "averaged.down", "averaged.gap.*")
_OF_PRICES = frozenset({"context", "context_gap"})  # kinds of claims
_EDITIONS, _VALUES = "editions", "valuation"
_OTHER_GOODS = ("other_goods.*",)
_RULE = ("note.rule.CIF", "note.rule.FOB", "note.rule.both")


def quality_faults(telling: EditionTelling, figures: KnownFigures) -> Iterator[Finding]:
    """Yield what an edition fails to say, or says wrongly, about the quality of its figures."""
    yield from _editions_of_the_hs(telling)
    yield from _other_goods(telling, figures)
    yield from _values(telling, figures)
    yield from _other_values(telling, figures)
    yield from _provisional(telling, figures)
    yield from _bounds(telling)
    yield from _prices(telling)
    yield from _terms(telling)
    is_lunar = steps_a_year([figures.parties]) < YEAR and figures.now.months < A_QUARTER
    lacking = "no note says that January and February are told together"
    needless = "no holiday moves between the months of this trade"
    yield from telling.note_faults("holiday", ("note.lunar.said",), (lacking, needless), telling.note, is_lunar)


def _provisional(telling: EditionTelling, figures: KnownFigures) -> Iterator[Finding]:
    """Check that source lines, the note and dashed lines call figures provisional exactly if customs do.

    If no row of the whole is provisional, but one of a line within it is, both are accepted.
    """
    surely, maybe = figures.may_change()
    for block in telling.blocks("chart", "table", "note"):
        is_note = block["kind"] == "note"
        where = "the note" if is_note else f"the source line of {block['id']}"
        places = [place for place in telling.of(block) if is_note or "source" in place.path]
        family = ("note.provisional.*",) if is_note else ("source.provisional",)
        lacking = f"{where} does not say that customs may change these figures"
        needless = f"{where} calls figures provisional that customs do not"
        is_so = maybe if any(place.has(family) for place in places) else surely
        words = places[0].words if places else ""
        yield from telling.note_faults("provisional", family, (lacking, needless), places, is_so, words)
        if block["kind"] == "chart":
            has_dashes = any(curve.get("provisional") for curve in block.get("curves", ()))
            problems = "it has a dashed line, and does not say why", "no line of it is dashed"
            family, words = ("trend.subtitle_dashed",), block["subtitle"]["words"]
            yield from telling.note_faults("provisional", family, problems, telling.of(block), has_dashes, words)


def _bounds(telling: EditionTelling) -> Iterator[Finding]:
    """Check that each print of a bound says "at least" or "about", no other print does, and the note explains it."""
    for place in telling.places:
        for claim, keys in _claims_with_patterns(place.tree, ()) if place.block.get("kind") != _BOX else ():
            qualifier = telling.evidence.claims[claim]["qualifier"] if claim in telling.evidence.claims else _EXACT
            family = {"about": _ABOUT, _EXACT: ()}.get(qualifier, _AT_LEAST)
            words = [key for key in keys if is_of(key, (*_ABOUT, *_AT_LEAST))]
            if family and not any(is_of(key, family) for key in keys):
                yield place.finding("bound", f"{claim} is {qualifier}, and no word says so")
            if not family and words:
                yield place.finding("bound", f"{claim} is exact, {words[0]} says that it is a bound")
    blocks = [block for block in telling.story["blocks"] if block["kind"] != _BOX]
    printed = {mark.claim for text in texts(blocks) for mark in text.marks}
    kinds = {telling.evidence.claims[name]["qualifier"] for name in printed if name in telling.evidence.claims} - {
        _EXACT
    }
    problems = f"figures are {', '.join(sorted(kinds))}, and no note says what that is", "no figure is a bound"
    yield from telling.note_faults("bound", ("note.qualified.*",), problems, telling.note, bool(kinds))


def _prices(telling: EditionTelling) -> Iterator[Finding]:
    """Check that the name of a price, and the currencies of a rate, are those of the sentence's cells.

    The catalogue's equations check the level, change, unit, document and day.
    """
    rates = Tongue.of(telling.language).lexicon["rate_units"]
    for place, _key, slots in telling.patterns(_AVERAGED):
        claims = [telling.evidence.claims[name] for name in place.figures if name in telling.evidence.claims]
        ids = [name for claim in claims if claim["kind"] in _OF_PRICES for name in cells_in(claim["formula"])]
        ids = [name for name in ids if name in telling.evidence.context]
        unit = telling.evidence.claims[figure_of(slots["now"]) or ""]["unit"]
        key, names = slots["subject"][0], slots["subject"][1]
        is_rate = key == "averaged.rate"
        if is_rate:
            series, name = {rates.get(unit, "")}, _text(names["money"], "words")
        else:
            series = {str(telling.evidence.context[cell]["series"]).lower() for cell in ids}
            name = (_text(names["name"], "words") or _name_in_table(names["name"])).lower()
        if is_rate != (" per " in unit) or series != {name}:
            yield place.finding("price or rate", f"it is called {name!r}, its cells are of {sorted(series)} in {unit}")


def _terms(telling: EditionTelling) -> Iterator[Finding]:
    """Check that the note states the day and the terms of each document whose prices or rates are reported."""
    for digest in dict.fromkeys(str(cell["raw"]) for cell in telling.evidence.context.values()):
        document = telling.evidence.documents.get(digest, {})
        is_rates, title = document.get("kind") == "rates", document.get("title")
        family = ("note.beside.rates",) if is_rates else ("note.beside.prices",)
        notes = [slots for place in telling.note for _key, slots in place.slots(family)]
        terms = [(_text(slots["day"], "day"), _text(slots["title"], "words") if is_rates else title) for slots in notes]
        if (document.get("released"), title) not in terms:
            problem = f"the note of {telling.language} does not say the terms of {title!r}"
            yield Finding(EDITION, "", "terms", problem)


def _name_in_table(tree: Tree) -> str:
    """Return the publisher's name of a series that a tree prints by a word of the language, or ""."""
    return "".join(str(leaf[2]) for leaf in leaves(tree) if leaf[:2] == ("word", "price_names"))


def _text(tree: Tree, kind: str) -> str:
    return "".join(str(leaf[1]) for leaf in leaves(tree) if leaf[0] == kind)


def _claims_with_patterns(tree: Tree, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each claim that a tree prints, with the patterns around it."""
    if tree[0] == "figure":
        yield str(tree[1]), above
    inner = (*above, str(tree[0])) if is_pattern(tree) else above
    for branch in branches(tree):
        yield from _claims_with_patterns(branch, inner)


def _editions_of_the_hs(telling: EditionTelling) -> Iterator[Finding]:
    """Check that "HS 2022" in a source line or the note is the edition of some cell.

    A sentence about a break may name other editions; `_other_goods` checks those against the releases.
    """
    cells = telling.evidence.cells.values()
    if not any("edition" in cell for cell in cells):
        return  # an edition in an older format
    editions = {str(cell["edition"]) for cell in cells if cell.get("edition")}
    for place in telling.places:
        if place.block.get("kind") == "note" or "source" in place.path:
            named = {
                name
                for _, slots in parts(place.tree, _OTHER_GOODS)
                for slot in slots.values()
                for name in _editions_in(slot)
            }
            wrong = set(_editions_in(place.tree)) - editions - named
            if wrong:
                yield place.finding(_EDITIONS, f"no cell is of {', '.join(sorted(wrong))}")


def _other_goods(telling: EditionTelling, figures: KnownFigures) -> Iterator[Finding]:
    """Check "HS 030289 does not cover the same goods in HS 2012 and HS 2017" against tables and releases."""
    editions = set(figures.releases.editions(figures.parties).values())
    changed = [code for parties, code in figures.releases.excluded if parties == figures.parties]
    for place, _, slots in telling.patterns(_OTHER_GOODS):
        before, now = (next(_editions_in(slots[name]), "") for name in ("then", "now"))
        unchanged = [code for code in codes_of(slots["names"]) if code not in changed or count_alike(code, before, now)]
        if not {before, now} <= editions:
            yield place.finding(_EDITIONS, f"the releases have {sorted(editions)}")
        elif unchanged or not changed:
            codes = ", ".join(sorted(unchanged)) or "every code"
            yield place.finding(_EDITIONS, f"{codes} counts the same goods in both")


def _values(telling: EditionTelling, figures: KnownFigures) -> Iterator[Finding]:
    """Check "CIF" and "FOB" against the releases or, if they do not state it, the rule that imports are CIF."""
    now, rule = figures.releases.valuation_now.get(figures.parties, ""), Flow(figures.parties[2]).valuation
    has_rule = any(True for _ in telling.patterns(_RULE))
    for place, _, slots in telling.patterns(("note.counted.dollars", "note.counted.published")):
        how = _valuations_in(slots["how"]) if "how" in slots else ""
        if how and now and how != now:
            yield place.finding(_VALUES, f"the releases have {now} values")
        elif how and not now and not has_rule and how != rule:
            yield place.finding(_VALUES, f"by rule they are {rule}, and no text says otherwise")
    for place, key, slots in telling.patterns(_RULE):
        flow = {leaf[1] for leaf in leaves(slots["flow"]) if leaf[0] == "flow"}
        does = key.rpartition(".")[2].replace("both", "CIF and FOB")
        if _valuations_in(slots["rule"]) != rule or flow != {figures.parties[2]}:
            yield place.finding(_VALUES, f"the rule for this trade is {rule}")
        if now and does != now:
            yield place.finding(_VALUES, f"the releases have {now} values")


def _other_values(telling: EditionTelling, figures: KnownFigures) -> Iterator[Finding]:
    """Check the last month that the note says was valued differently, and each sentence about it."""
    past = figures.releases.old_valuations.get(figures.parties, {})
    now = figures.releases.valuation_now.get(figures.parties, "")
    last = max(past, default=0)
    notes = list(telling.patterns(("note.rule.before",)))
    times = {Period(last, 1), Period(last - last % YEAR, YEAR)} if past else set()
    sentences = [(place, slots, times) for place, _, slots in notes]
    for place, key, slots in telling.patterns(("revalued_base", "revalued_note")):
        sentences.append((place, slots, {figures.now.year_before()}))
        if now and _valuations_in(slots["now"]) != now:
            yield place.finding(_VALUES, f"{key}: the releases have {now} values")
    for place, slots, ends in sentences:
        earlier = _valuations_in(slots["then"])
        if earlier not in past.values():
            yield place.finding(_VALUES, f"no earlier figure is {earlier}")
        if "when" in slots and not times_of(slots["when"]) & ends:
            yield place.finding(_VALUES, f"the time it names is not that of the values that are {earlier}")
    if past and not notes:
        problem = f"no note says that values up to {Period(last, 1)} are valued otherwise"
        yield Finding(EDITION, "", _VALUES, problem)


def _editions_in(tree: Tree) -> Iterator[str]:
    return (str(leaf[1]) for leaf in leaves(tree) if leaf[0] == "hs")


def _valuations_in(tree: Tree) -> str:
    return " and ".join(sorted(str(leaf[1]) for leaf in leaves(tree) if leaf[0] == "valuation"))
