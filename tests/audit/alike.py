"""Seeded changes that stand in every file alike: in edition.json, and in claims.json too if asked.

The audit's first link cannot see them, since all files agree; its patterns and its own arithmetic must.
"""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass
from decimal import Decimal

from generator.audit.patterns.printed_figures import read
from generator.audit.patterns.tongue import Tongue
from tests.audit.mutate import SWAPPED, Hit, Json, hits, put, texts

KINDS = (*SWAPPED, "cells", "sentence")
WITH_CLAIMS = (*SWAPPED, "cells")
_READING = ("low", "value", "high", "printed", "unit", "direction")


@dataclass(frozen=True)
class Changed:
    """An edition with its claims after one change: `text` as it was, `now` as it is."""

    kind: str
    text: str
    now: str
    edition: Json
    claims: Json


def changed(edition: Json, claims: Json, kind: str, chance: random.Random, *, deep: bool = False) -> Changed | None:
    """Return one change of `kind` to the edition's one story, `deep` to its claims too; None: no place for it."""
    told, proof = copy.deepcopy(edition), copy.deepcopy(claims)
    ((language, story),) = told["stories"].items()
    if kind == "cells":
        return _swapped(told, proof, story, chance, deep=deep)
    if kind == "sentence":
        return _said_besides(told, proof, story, chance)
    places = [(text, found) for text in texts(story) if (found := hits(text, kind, language, told))]
    if not places:
        return None
    text, found = chance.choice(places)
    hit = chance.choice(found)
    old = text["words"]
    if deep:
        _claim_it(text, hit, kind, language, told, proof)
    for other in texts(story):
        if other["words"] == old:
            put(other, hit)
    return Changed(kind, old, text["words"], told, proof)


def _said_besides(told: Json, proof: Json, story: Json, chance: random.Random) -> Changed:
    """Add a sentence of another paragraph, without its figures, to a paragraph."""
    paragraphs = [part for block in story["blocks"] if block["kind"] == "section" for part in block["paragraphs"]]
    sentence = chance.choice(chance.choice(paragraphs))["words"]
    paragraph = chance.choice(paragraphs)
    paragraph.append({"words": sentence})
    return Changed("sentence", paragraph[0]["words"], sentence, told, proof)


def _swapped(told: Json, proof: Json, story: Json, chance: random.Random, *, deep: bool) -> Changed | None:
    """Swap two cells of a table, of one column or of one row; `deep`: the claims change their readings instead."""
    grids = [
        block["rows"] for block in story["blocks"] if len(block.get("rows", ())) > 1 and "cells" in block["rows"][0]
    ]
    pairs = [
        (row["cells"], at, other["cells"], there)
        for rows in grids
        for row in rows
        for other in rows
        for at in range(len(row["cells"]))
        for there in range(len(other["cells"]))
        if (row is other) != (at == there) and row["cells"][at]["words"] != other["cells"][there]["words"]
        and (row["cells"][at].get("marks") or other["cells"][there].get("marks"))
    ]  # fmt: skip
    if deep:
        pairs = [pair for pair in pairs if all(_whole_mark(cells[at]) for cells, at in (pair[:2], pair[2:]))]
    if not pairs:
        return None
    cells, at, others, there = chance.choice(pairs)
    one, other = cells[at], others[there]
    old, now = f"{one['words']} | {other['words']}", f"{other['words']} | {one['words']}"
    cells[at], others[there] = other, one
    if deep:
        claims = {claim["id"]: claim for claim in proof["claims"]}
        mine, theirs = (claims[text["marks"][0]["claim"]] for text in (one, other))
        for key in _READING:
            mine[key], theirs[key] = theirs.get(key), mine.get(key)
        one["marks"], other["marks"] = (
            [{**marks[0], "start": 0, "end": len(text["words"])}]
            for text, marks in ((one, other["marks"]), (other, one["marks"]))
        )
    return Changed("cells", old, now, told, proof)


def _whole_mark(text: Json) -> bool:
    marks = text.get("marks", ())
    return len(marks) == 1 and (marks[0]["start"], marks[0]["end"]) == (0, len(text["words"]))


def _claim_it(text: Json, hit: Hit, kind: str, language: str, told: Json, proof: Json) -> None:
    """Let the claims of a text say what it will say: another value, way, time or line."""
    start, end, new = hit
    claims = {claim["id"]: claim for claim in proof["claims"]}
    marks = [mark for mark in text.get("marks", ()) if mark["claim"] in claims]
    old = text["words"][start:end]
    labels, months = told["labels"][language], Tongue.of(language).lexicon["months"]
    of = {name.lower(): code for code, names in labels.items() for name in names}
    for mark in marks:
        claim = claims[mark["claim"]]
        if kind in {"digit", "word"} and mark["start"] <= start and end <= mark["end"]:
            _revalued(text, mark, hit, language, claim)
        if kind == "word" and claim["direction"]:
            claim["direction"] = {"up": "down", "down": "up"}[claim["direction"]]
            ends = [f"{-Decimal(claim[end]):f}" for end in ("high", "value", "low")]
            claim.update(zip(("low", "value", "high"), ends, strict=True))
        if kind in {"name", "code"}:
            mine, other = (of.get(words.lower(), words) for words in (old, new))
            claim["codes"] = [other if code == mine else code for code in claim["codes"]]
        for key in ("period", "compare_period") if kind == "period" else ():
            mine, other = (f"-{months.index(one) + 1:02}" if one in months else one for one in (old, new))
            claim[key] = (claim[key] or "").replace(mine, other) or None


def _revalued(text: Json, mark: Json, hit: Hit, language: str, claim: Json) -> None:
    was = text["words"][mark["start"] : mark["end"]]
    now = was[: hit[0] - mark["start"]] + hit[2] + was[hit[1] - mark["start"] :]
    one, other = (read(words, Tongue.of(language)) for words in (was, now))
    if one and other and one.value:
        for end in ("low", "value", "high"):
            claim[end] = f"{Decimal(claim[end]) * other.value / one.value:f}"
        claim["printed"] = [now if form == was else form for form in claim.get("printed", ())]
