"""Prices and rates: a sentence of one names its own series, and is the only place for it; the note has the terms.

Its level, change, unit, document and day are equations of the catalogue; link C (audit/beside.py) works them out.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.beside import cells_in, is_beside
from generator.audit.finding import Finding
from generator.audit.obligations.known import Known
from generator.audit.obligations.telling import Telling
from generator.audit.patterns.prove import figure_of
from generator.audit.patterns.tongue import Tongue
from generator.trade.trees import Tree, leaves

RULE = "price or rate"
_AVERAGED = ("averaged.little", "averaged.up", "averaged.down")


def prices_are_of_their_series(telling: Telling, _: Known) -> Iterator[Finding]:
    """Hold the name of a price, and the currencies of a rate, to the cells that the sentence stands on."""
    rates = Tongue.of(telling.language).lexicon["rate_units"]
    for place, _key, slots in telling.said(_AVERAGED):
        claims = [telling.claims[name] for name in place.figures if name in telling.claims]
        ids = [name for claim in claims if claim["kind"] == "context" for name in cells_in(claim["formula"])]
        cells = [telling.evidence.context[name] for name in ids]
        unit = telling.claims[figure_of(slots["now"]) or ""]["unit"]
        key, own = slots["subject"][0], slots["subject"][1]
        if key == "averaged.rate":
            known, name = {rates.get(unit, "")}, _words(own["money"])
        else:
            known, name = {str(cell["series"]).lower() for cell in cells}, _words(own["name"]).lower()
        if (key == "averaged.rate") != (" per " in unit) or known != {name}:
            yield place.found(RULE, f"it is called {name!r}, its cells are of {sorted(known)} in {unit}")


def prices_stand_in_their_sentence(telling: Telling, _: Known) -> Iterator[Finding]:
    """Hold a figure of a price or rate to one of its sentences, in a section: nowhere else has it a source."""
    for place in telling.places:
        is_told = place.has(_AVERAGED)
        is_figure = any(is_beside(telling.claims[name]) for name in place.figures if name in telling.claims)
        if is_figure and not (is_told and place.block.get("kind") == "section"):
            yield place.found(RULE, "a price or rate is told in a sentence of a section, with its source")


def terms_of_prices_are_told(telling: Telling, _: Known) -> Iterator[Finding]:
    """Hold the note to the day and the terms of each document whose prices or rates are told."""
    for digest in dict.fromkeys(str(cell["raw"]) for cell in telling.evidence.context.values()):
        document = telling.evidence.documents.get(digest, {})
        is_rates, title = document.get("kind") == "rates", document.get("title")
        family = ("note.beside.rates",) if is_rates else ("note.beside.prices",)
        said = [slots for place in telling.note for _key, slots in place.slots(family)]
        told = [(_day(slots["day"]), _words(slots["title"]) if is_rates else title) for slots in said]
        if (document.get("released"), title) not in told:
            yield telling.silence("terms", f"the note of {telling.language} does not say the terms of {title!r}")


def _words(tree: Tree) -> str:
    return "".join(str(leaf[1]) for leaf in leaves(tree) if leaf[0] == "words")


def _day(tree: Tree) -> str:
    return next((str(leaf[1]) for leaf in leaves(tree) if leaf[0] == "day"), "")
