"""Lines: each line that headline, opening or a paragraph names has its bar and its row, on the page and in the mail."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.finding import Finding
from generator.audit.obligations.known import Known
from generator.audit.obligations.telling import EDITION, Data, Telling, codes_of
from generator.audit.patterns.frames import tree_of
from generator.trade.codes import is_within
from generator.trade.trees import leaves

RULE = "named line"
_PROSE = frozenset({"finding", "section"})
_FORMS = ("html", "mail")
_SIDE = ("remarks", "earlier", "beside", "silent")  # sections of what others said, and of lines without a figure


def named_lines_are_drawn(telling: Telling, known: Known) -> Iterator[Finding]:
    """Hold the bars of contributions to the lines that the text names, so far as they can be compared."""
    for form in _FORMS:
        for block in telling.blocks("chart"):
            if block.get("form") == "contributions" and form in block["shown"]:
                base = known.now.year_before()
                due = {code for code in _named(telling, known, form) if known.value(code, base) is not None}
                yield from _missing(due, block, [bar["label"] for bar in block["bars"]], "bar")


def named_lines_have_a_row(telling: Telling, known: Known) -> Iterator[Finding]:
    """Hold the table of the page, and that of the mail, to the lines that the text of each names."""
    for form in _FORMS:
        for block in telling.blocks("table"):
            if form in block["shown"]:
                names = [row["cells"][0] for row in block["rows"]]
                yield from _missing(_named(telling, known, form), block, names, "row")


def _named(telling: Telling, known: Known, form: str) -> set[str]:
    """Return the codes of the lines with trade now that the prose of a form names."""
    places = [place for place in telling.places if place.block.get("kind") in _PROSE and form in place.block["shown"]]
    own = [place for place in places if not str(place.block["id"]).startswith(_SIDE)]
    codes = {str(leaf[1]) for place in own for leaf in leaves(place.tree) if leaf[0] == "line"}
    return {code for code in codes & set(known.codes) if known.value(code, known.now)}


def _missing(due: set[str], block: Data, names: list[Data], what: str) -> Iterator[Finding]:
    shown = {code for name in names for code in codes_of(tree_of(name) or ("row", ()))}
    left = sorted(code for code in due if not any(_is_same(code, other) for other in shown))
    if left:
        yield Finding(EDITION, block["title"]["words"], RULE, f"HS {', '.join(left)} is named and has no {what}")


def _is_same(code: str, other: str) -> bool:
    return is_within(code, other) or is_within(other, code)
