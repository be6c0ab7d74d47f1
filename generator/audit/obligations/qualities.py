"""Qualities: figures that may change, that are bounds, or that a holiday touches are told as such."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.edition import texts
from generator.audit.finding import Finding
from generator.audit.obligations.known import YEAR, Known
from generator.audit.obligations.telling import Family, Owed, Telling, is_of
from generator.audit.usual import steps_a_year
from generator.trade.period import A_QUARTER
from generator.trade.trees import Tree, branches, is_pattern

_EXACT = "exact"
_AT_LEAST, _ABOUT = ("qualified.at_least", "bounded.over"), ("qualified.about",)
_BOX = "correction"  # the block that quotes what another edition had printed


def provisional_figures_are_called_so(telling: Telling, known: Known) -> Iterator[Finding]:
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
        is_said = any(place.has(family) for place in own)
        is_so = maybe if is_said else surely
        yield from Owed("provisional", family, lacking, needless).held(is_so, own, own[0].words if own else "")


_DASHES = Owed(
    "provisional",
    ("trend.subtitle_dashed",),
    "it has a dashed line, and does not say why",
    "no line of it is dashed",
)


def a_dashed_line_is_explained(telling: Telling, _: Known) -> Iterator[Finding]:
    """Hold "Dashed: provisional" to a line that has dashes, and such a line to the words."""
    for block in telling.blocks("chart"):
        has_dashes = any(curve.get("provisional") for curve in block.get("curves", ()))
        yield from _DASHES.held(has_dashes, telling.of(block), block["subtitle"]["words"])


def bounds_have_their_word(telling: Telling, _: Known) -> Iterator[Finding]:
    """Hold each print of a bound to its word, "at least" or "about", and the word to a bound."""
    for place in telling.places:
        if place.block.get("kind") == _BOX:
            continue
        for claim, family in _worded(place.tree, ()):
            qualifier = telling.claims[claim]["qualifier"] if claim in telling.claims else _EXACT
            wanted = {"about": _ABOUT, _EXACT: ()}.get(qualifier, _AT_LEAST)
            if bool(wanted) and not set(family) & set(_keys(wanted, family)):
                yield place.found("bound", f"{claim} is {qualifier}, and no word says so")
            if not wanted and (words := _keys((*_ABOUT, *_AT_LEAST), family)):
                yield place.found("bound", f"{claim} is exact, {words[0]} says that it is a bound")


def bounds_are_explained(telling: Telling, _: Known) -> Iterator[Finding]:
    """Hold the note on bounds to the figures that are printed as bounds, and such figures to the note."""
    own = [block for block in telling.story["blocks"] if block["kind"] != _BOX]
    printed = {mark.claim for text in texts(own) for mark in text.marks}
    kinds = {telling.claims[name]["qualifier"] for name in printed if name in telling.claims} - {_EXACT}
    lacking = f"figures are {', '.join(sorted(kinds))}, and no note says what that is"
    note = Owed("bound", ("note.qualified.*",), lacking, "no figure is a bound")
    yield from note.held(bool(kinds), telling.note)


_LUNAR = Owed(
    "holiday",
    ("note.lunar.said",),
    "no note says that January and February are told together",
    "no holiday moves between the months of this trade",
)


def holidays_are_told(telling: Telling, known: Known) -> Iterator[Finding]:
    """Hold the note of a month to the Lunar New Year of its parties."""
    is_lunar = steps_a_year([known.parties]) < YEAR and known.now.months < A_QUARTER
    yield from _LUNAR.held(is_lunar, telling.note)


def _worded(tree: Tree, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each claim that a tree prints, with the patterns around it."""
    if tree[0] == "figure":
        yield str(tree[1]), above
    inner = (*above, str(tree[0])) if is_pattern(tree) else above
    for branch in branches(tree):
        yield from _worded(branch, inner)


def _keys(family: Family, keys: tuple[str, ...]) -> list[str]:
    return [key for key in keys if is_of(key, family)]
