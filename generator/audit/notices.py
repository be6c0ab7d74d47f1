"""Notices: what an edition says of itself where its figures are invented, its words unread or its releases doubtful.

Each is found by the keys of the texts' trees (generator/trade/trees.py), in the places where a reader looks first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from generator.audit.edition import Data, blocks, seen
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.patterns.frames import tree_of
from generator.audit.patterns.judge import nodes
from generator.trade.flags import Flag
from generator.trade.period import Period
from generator.trade.trees import Tree, keys, leaves, parts_of

EDITION = "edition.json"
_OWN = "en"  # the language of those who wrote the sentences: no native reader need read them
_DIGEST = re.compile("[0-9a-f]{12}")
_SILENT = frozenset({"repeated"})  # flags of which a note says nothing
Holds = Callable[[Tree], bool]


def illustrative(story: Data, evidence: Evidence) -> Iterator[Finding]:
    """Yield the places that do not name illustrative figures as such, where any document of the edition is one."""
    if any(document.get("illustrative") for document in evidence.documents.values()):
        yield from _without(_is_tag, "illustrative", story)


def read_by(language: str, story: Data, edition: Data) -> Iterator[Finding]:
    """Yield where an edition does not say that nobody read its words, or who did and when."""
    if language == _OWN:
        return
    reader = edition.get("readers", {}).get(language)
    if not reader:
        yield from _without(lambda tree: "labels.composed" in keys(tree), "reader", story)
        return
    if not _DIGEST.fullmatch(str(reader.get("words", ""))):
        yield Finding(EDITION, str(reader), "reader", "it does not say which words were read")
    day, name = date.fromisoformat(reader["day"]).isoformat(), seen(str(reader["name"]))
    said = [slots for tree in _note(story) for slots in parts_of(tree, "note.reader.read")]
    if not any(slots["name"] == ("words", name) and slots["day"][1] == day for slots in said):
        yield Finding(EDITION, name, "reader", f"the note does not say that {name} read the words on {day}")


def doubtful(story: Data, edition: Data, evidence: Evidence) -> Iterator[Finding]:
    """Yield the reasons and oddities of used releases that the note leaves out, and the reasons that nobody gave."""
    note = list(_note(story))
    told = {seen(str(slots["why"][1])) for tree in note for slots in parts_of(tree, "note.accepted.said")}
    given = {seen(str(one["accepted"])) for one in evidence.documents.values() if one.get("accepted")}
    is_odd = any(key.startswith("note.odd.") for tree in note for key in keys(tree))
    for document in _used(edition, evidence):
        reason = seen(str(document.get("accepted") or ""))
        if reason and reason not in told:
            yield Finding(EDITION, reason, "accepted", "a release was taken in for this reason, which no note prints")
        flags = [Flag.parse(text) for text in document.get("flags", ())]
        odd = [flag for flag in flags if _counts(flag, edition)]
        if odd and not is_odd:
            yield Finding(EDITION, odd[0].said, "flagged", "a release is flagged, and no note says so")
    for reason in sorted(told - given):
        yield Finding(EDITION, reason, "accepted", "no release was taken in for this reason")


def _is_tag(tree: Tree) -> bool:
    return ("setting", "tag") in leaves(tree)


def _without(holds: Holds, rule: str, story: Data) -> Iterator[Finding]:
    """Yield the places that must say something and do not."""
    for place, part in _places(story):
        trees = [tree for node in nodes(part) if (tree := tree_of(node))]
        if not any(holds(tree) for tree in trees):
            first = next((node["words"] for node in nodes(part)), "")
            yield Finding(EDITION, first, rule, f"{place} does not say it")


def _places(story: Data) -> Iterator[tuple[str, object]]:
    """Yield what must say it: the masthead's tag, the running foot, each chart and table, the mail."""
    for block in story["blocks"]:
        if block["kind"] == "masthead":
            yield "the masthead's tag", block.get("tag")
        elif block["kind"] == "foot":
            yield "the running foot", [block["left"], block["middle"]]
        elif block["kind"] in {"chart", "table"}:
            yield f"the source line of {block['id']}", block["source"]
    for form in ("mail", "txt", "md"):
        shown = list(blocks(story, form))
        if shown:
            yield f"the {form}", shown


def _note(story: Data) -> Iterator[Tree]:
    for block in story["blocks"]:
        if block["kind"] == "note":
            yield from (tree for node in nodes(block["runs"]) if (tree := tree_of(node)))


def _used(edition: Data, evidence: Evidence) -> Iterator[Data]:
    """Yield the documents with a cell of the edition's period, or of the one that it is compared with."""
    both = _periods(edition)
    cells = {(str(cell["raw"]), str(cell["period"])) for cell in evidence.cells.values() if cell.get("raw")}
    used = {raw for raw, period in cells if any(_meet(Period.parse(period), one) for one in both)}
    yield from (document for raw, document in evidence.documents.items() if raw in used)


def _counts(flag: Flag, edition: Data) -> bool:
    return flag.kind not in _SILENT and any(flag.is_about(one) for one in _periods(edition))


def _periods(edition: Data) -> list[Period]:
    return [Period.parse(edition[key]) for key in ("period", "compare_period") if edition.get(key)]


def _meet(one: Period, other: Period) -> bool:
    return one.first < other.first + other.months and other.first < one.first + one.months
