"""Prices and rates: a sentence of one says whose it is, in which unit, of when and of which day; the note has terms.

That its figures are levels and changes of the same series is held by equations and by link C (audit/beside.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.beside import cells_in, is_beside
from generator.audit.edition import Data
from generator.audit.finding import Finding
from generator.audit.obligations import families as of
from generator.audit.obligations.known import Known
from generator.audit.obligations.telling import Slots, Telling, times_of
from generator.audit.patterns.prove import figure_of
from generator.audit.patterns.tongue import Tongue
from generator.trade.period import Period
from generator.trade.trees import EMPTY, Tree, leaves

RULE = "price or rate"
_RATES, _DOLLAR = "rates", "USD"


def prices_are_their_cells(telling: Telling, known: Known) -> Iterator[Finding]:
    """Hold each sentence of a price or rate to the cells and documents that it stands on."""
    for place, _, slots in telling.said(of.AVERAGED):
        names = {name: figure_of(slots[name]) for name in ("now", "base", "rate") if slots.get(name, EMPTY) != EMPTY}
        claims = {name: telling.claims[claim] for name, claim in names.items() if claim and claim in telling.claims}
        if "now" not in claims or len(claims) < len(names) or not all(map(is_beside, claims.values())):
            yield place.found(RULE, "its figures are none of a price or rate")
            continue
        ids = [name for claim in claims.values() for name in cells_in(claim["formula"])]
        cells = [telling.evidence.context.get(name, {}) for name in ids]
        for problem in (
            *_ends(slots, claims, known, telling),
            *_name(slots, claims["now"], cells, Tongue.of(telling.language)),
            *_source(slots["source"], _documents(cells, telling)),
        ):
            yield place.found(RULE, problem)


def prices_stand_in_their_sentence(telling: Telling, _: Known) -> Iterator[Finding]:
    """Hold a figure of a price or rate to one of its sentences, in a section: nowhere else has it a source."""
    for place in telling.places:
        is_told = place.has(of.AVERAGED)
        is_figure = any(is_beside(telling.claims[name]) for name in place.figures if name in telling.claims)
        if is_figure and not (is_told and place.block.get("kind") == "section"):
            yield place.found(RULE, "a price or rate is told in a sentence of a section, with its source")


def terms_of_prices_are_told(telling: Telling, _: Known) -> Iterator[Finding]:
    """Hold the note to the day and the terms of each document whose prices or rates are told."""
    used = _documents(list(telling.evidence.context.values()), telling)
    families = {True: ("note_beside.rates",), False: ("note_beside.prices",)}
    for document in used:
        is_rates = document.get("kind") == _RATES
        said = [slots for place in telling.note for _, slots in place.slots(families[is_rates])]
        wanted = (document.get("released"), document.get("title") if is_rates else None)
        if wanted not in [(_day(slots["day"]), _words(slots["title"]) if is_rates else None) for slots in said]:
            title = document.get("title")
            yield telling.silence("terms", f"the note of {telling.language} does not say the terms of {title!r}")


def _ends(slots: Slots, claims: dict[str, Data], known: Known, telling: Telling) -> Iterator[str]:
    """Yield a level that is not of now, and a change or a way that is another level's; the catalogue holds the rest."""
    now, rate = claims["now"], claims.get("rate")
    if Period.parse(now["period"]) != known.now or times_of(slots["when"]) != {known.now}:
        yield f"its level is of {now['period']}, the edition of {known.now}"
    if rate and rate["formula"][1:2] != [now["formula"]]:
        yield "its change is none of its level"
    names = [str(leaf[1]) for leaf in leaves(slots.get("opposed", EMPTY)) if leaf[0] == "figure"]
    opposed = [telling.claims[name]["formula"] for name in names if is_beside(telling.claims.get(name, now))]
    if any(formula[2][1] != now["formula"] for formula in opposed):
        yield "it is said to go the other way than another line"


def _name(slots: Slots, now: Data, cells: list[Data], tongue: Tongue) -> Iterator[str]:
    """Yield a name that is not that of the series, and a unit or a currency that is not that of its cells."""
    money, _, per = str(now["unit"]).partition(" per ")
    key, own = slots["subject"][0], slots["subject"][1]
    if key == "averaged.rate":
        known = tongue.lexicon["rate_units"].get(now["unit"])
        name = own["money"]
        if not per or (_words(name) != known if known else name[0] != "averaged.dollar"):
            yield f"its subject is not that of {now['unit']}"
        return
    if per or {str(cell.get("series")).lower() for cell in cells} != {_words(own["name"]).lower()}:
        series = sorted({str(one.get("series")) for one in cells})
        yield f"it is called {_words(own['name'])!r}, its cells are of {series}"
    unit = [leaf[2] for leaf in leaves(slots["unit"]) if leaf[:2] == ("word", "price_units")]
    if unit != ([money] if money in tongue.lexicon["price_units"] else []):
        yield f"it is in {now['unit']}, the words say {unit}"


def _source(source: Tree, documents: list[Data]) -> Iterator[str]:
    """Yield a source or a day that is not that of the cells."""
    key, slots = source
    kind = "prices" if key == "averaged.updated" else _RATES
    newest = max((str(one.get("released")) for one in documents), default="")
    if _day(slots["day"]) != newest:
        yield f"it is of {_day(slots['day'])}, its cells were released on {newest}"
    if any((one.get("title"), one.get("kind")) != (_words(slots["title"]), kind) for one in documents):
        yield f"its source is called {_words(slots['title'])!r}, its cells are of {documents[0].get('title')!r}"


def _documents(cells: list[Data], telling: Telling) -> list[Data]:
    digests = dict.fromkeys(str(cell.get("raw", "")) for cell in cells)
    return [telling.evidence.documents.get(digest, {}) for digest in digests]


def _words(tree: Tree) -> str:
    return "".join(str(leaf[1]) for leaf in leaves(tree) if leaf[0] == "words")


def _day(tree: Tree) -> str:
    return next((str(leaf[1]) for leaf in leaves(tree) if leaf[0] == "day"), "")
