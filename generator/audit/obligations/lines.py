"""Lines and pictures: each line that the text names has its bar and its row, each picture says what it shows."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.finding import Finding
from generator.audit.obligations.known import Known
from generator.audit.obligations.telling import EDITION, Data, Telling, below, codes_of
from generator.audit.patterns.frames import tree_of
from generator.trade.codes import is_within
from generator.trade.trees import EMPTY, leaves

RULE = "named line"
_PROSE = frozenset({"finding", "section"})
_FORMS = ("html", "mail")
_TOLD = frozenset({"dumbbell", "heatmap", "trend", "waterfall"})  # pictures whose texts begin with the finding
_SIDE = ("remarks", "earlier", "beside")  # sections of what others said


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


def pictures_say_what_they_show(telling: Telling, _: Known) -> Iterator[Finding]:
    """Hold the short and the long text of a picture to its title, where that has a figure: a listener hears no bars."""
    for block in telling.blocks("chart"):
        title = tree_of(block["title"]) or EMPTY
        if block.get("form") not in _TOLD or not any(leaf[0] == "figure" for leaf in leaves(title)):
            continue
        for name in ("alt", "description"):
            trees = [tree for tree, _ in below(tree_of(block[name]) or EMPTY, ())]
            if title not in trees:
                yield Finding(
                    EDITION, block[name]["words"], "picture", f"its {name} does not say what the picture shows"
                )


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
