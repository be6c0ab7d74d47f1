"""Figures that may change, that are bounds, that a holiday touches, or that are prices are told as such."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.edition_data import texts
from generator.audit.findings import Finding
from generator.audit.obligations.edition_places import EditionTelling, Family, Owed, is_of
from generator.audit.obligations.known_figures import KnownFigures
from generator.audit.patterns.prove import figure_of
from generator.audit.patterns.tongue import Tongue
from generator.audit.trace.price_trace import cells_in, is_price
from generator.audit.trace.usual import steps_a_year
from generator.audit.trace.value_spans import YEAR
from generator.trade.period import A_QUARTER
from generator.trade.trees import Tree, branches, is_pattern, leaves

_EXACT = "exact"
_AT_LEAST, _ABOUT = ("qualified.at_least", "bounded.over"), ("qualified.about",)
_BOX = "correction"  # the block that quotes what another edition had printed
_AVERAGED = ("averaged.little", "averaged.up", "averaged.down")
_DASHED = Owed(
    "provisional",
    ("trend.subtitle_dashed",),
    "it has a dashed line, and does not say why",
    "no line of it is dashed",
)
_LUNAR = Owed(
    "holiday",
    ("note.lunar.said",),
    "no note says that January and February are told together",
    "no holiday moves between the months of this trade",
)


def provisional_figures_are_called_so(telling: EditionTelling, known: KnownFigures) -> Iterator[Finding]:
    """Hold each source line, and the note, to what customs say: that they may change these figures, or not.

    Where no row of the whole itself says so, but one of a line within it, either is let pass.
    """
    surely, maybe = known.may_change()
    for block in telling.blocks("chart", "table", "note"):
        is_note = block["kind"] == "note"
        where = "the note" if is_note else f"the source line of {block['id']}"
        own = [place for place in telling.of(block) if is_note or "source" in place.path]
        family = ("note.provisional.*",) if is_note else ("source.provisional",)
        lacking = f"{where} does not say that customs may change these figures"
        needless = f"{where} calls figures provisional that customs do not"
        is_so = maybe if any(place.has(family) for place in own) else surely
        yield from Owed("provisional", family, lacking, needless).held(is_so, own, own[0].words if own else "")


def a_dashed_line_is_explained(telling: EditionTelling, _: KnownFigures) -> Iterator[Finding]:
    """Hold "Dashed: provisional" to a line that has dashes, and such a line to the words."""
    for block in telling.blocks("chart"):
        has_dashes = any(curve.get("provisional") for curve in block.get("curves", ()))
        yield from _DASHED.held(has_dashes, telling.of(block), block["subtitle"]["words"])


def bounds_have_their_word(telling: EditionTelling, _: KnownFigures) -> Iterator[Finding]:
    """Hold each print of a bound to its word, "at least" or "about", and the word to a bound."""
    for place in telling.places:
        for claim, keys in _worded(place.tree, ()) if place.block.get("kind") != _BOX else ():
            qualifier = telling.claims[claim]["qualifier"] if claim in telling.claims else _EXACT
            wanted = {"about": _ABOUT, _EXACT: ()}.get(qualifier, _AT_LEAST)
            if wanted and not _keys(wanted, keys):
                yield place.found("bound", f"{claim} is {qualifier}, and no word says so")
            words = _keys((*_ABOUT, *_AT_LEAST), keys)
            if not wanted and words:
                yield place.found("bound", f"{claim} is exact, {words[0]} says that it is a bound")


def bounds_are_explained(telling: EditionTelling, _: KnownFigures) -> Iterator[Finding]:
    """Hold the note on bounds to the figures that are printed as bounds, and such figures to the note."""
    own = [block for block in telling.story["blocks"] if block["kind"] != _BOX]
    printed = {mark.claim for text in texts(own) for mark in text.marks}
    kinds = {telling.claims[name]["qualifier"] for name in printed if name in telling.claims} - {_EXACT}
    lacking = f"figures are {', '.join(sorted(kinds))}, and no note says what that is"
    note = Owed("bound", ("note.qualified.*",), lacking, "no figure is a bound")
    yield from note.held(bool(kinds), telling.note)


def holidays_are_told(telling: EditionTelling, known: KnownFigures) -> Iterator[Finding]:
    """Hold the note of a month to the Lunar New Year of its parties."""
    is_lunar = steps_a_year([known.parties]) < YEAR and known.now.months < A_QUARTER
    yield from _LUNAR.held(is_lunar, telling.note)


def prices_are_of_their_series(telling: EditionTelling, _: KnownFigures) -> Iterator[Finding]:
    """Hold the name of a price, and the currencies of a rate, to the cells that the sentence stands on.

    Its level, change, unit, document and day are equations of the catalogue.
    """
    rates = Tongue.of(telling.language).lexicon["rate_units"]
    for place, _key, slots in telling.said(_AVERAGED):
        claims = [telling.claims[name] for name in place.figures if name in telling.claims]
        ids = [name for claim in claims if claim["kind"] == "context" for name in cells_in(claim["formula"])]
        unit = telling.claims[figure_of(slots["now"]) or ""]["unit"]
        key, own = slots["subject"][0], slots["subject"][1]
        is_rate = key == "averaged.rate"
        if is_rate:
            known, name = {rates.get(unit, "")}, _text(own["money"], "words")
        else:
            known = {str(telling.evidence.context[cell]["series"]).lower() for cell in ids}
            name = _text(own["name"], "words").lower()
        if is_rate != (" per " in unit) or known != {name}:
            yield place.found("price or rate", f"it is called {name!r}, its cells are of {sorted(known)} in {unit}")


def prices_stand_in_their_sentence(telling: EditionTelling, _: KnownFigures) -> Iterator[Finding]:
    """Hold a figure of a price or rate to one of its sentences, in a section: nowhere else has it a source."""
    for place in telling.places:
        has_price = any(is_price(telling.claims[name]) for name in place.figures if name in telling.claims)
        if has_price and not (place.has(_AVERAGED) and place.block.get("kind") == "section"):
            yield place.found("price or rate", "a price or rate is told in a sentence of a section, with its source")


def terms_of_prices_are_told(telling: EditionTelling, _: KnownFigures) -> Iterator[Finding]:
    """Hold the note to the day and the terms of each document whose prices or rates are told."""
    for digest in dict.fromkeys(str(cell["raw"]) for cell in telling.evidence.context.values()):
        document = telling.evidence.documents.get(digest, {})
        is_rates, title = document.get("kind") == "rates", document.get("title")
        family = ("note.beside.rates",) if is_rates else ("note.beside.prices",)
        said = [slots for place in telling.note for _key, slots in place.slots(family)]
        told = [(_text(slots["day"], "day"), _text(slots["title"], "words") if is_rates else title) for slots in said]
        if (document.get("released"), title) not in told:
            yield telling.silence("terms", f"the note of {telling.language} does not say the terms of {title!r}")


def _text(tree: Tree, kind: str) -> str:
    return "".join(str(leaf[1]) for leaf in leaves(tree) if leaf[0] == kind)


def _worded(tree: Tree, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each claim that a tree prints, with the patterns around it."""
    if tree[0] == "figure":
        yield str(tree[1]), above
    inner = (*above, str(tree[0])) if is_pattern(tree) else above
    for branch in branches(tree):
        yield from _worded(branch, inner)


def _keys(family: Family, keys: tuple[str, ...]) -> list[str]:
    return [key for key in keys if is_of(key, family)]
