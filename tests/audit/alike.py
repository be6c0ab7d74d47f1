"""Seeded changes that stand in every file alike: in edition.json, and in claims.json too if asked.

The audit's first link cannot see them, since all files agree; its rules and its own arithmetic must.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.audit.patterns.prints import read
from generator.audit.patterns.tongue import Tongue
from tests.audit.mutate import Json, _replace, texts
from tests.audit.wrongs import MONTHS, SENTENCES, STOPS, TAILS, WRONGS, Table

KINDS = ("digit", "unit", "direction", "size", "period", "name", "code", "points", "cells", "alt text", "subject",
         "sentence", "tail", "around")  # fmt: skip
WITH_CLAIMS = ("digit", "unit", "direction", "period", "name", "code", "points", "cells")
_ANY = ("digit", "unit", "direction", "size", "period", "name", "points")  # within an alt text, or a subject
_UNMARKED = frozenset({"digit", "period", "name", "code"})  # of these a text without a figure may have its share
_JOINED = r"(?<!made )(?<!adds )(?<!added )(?<!add )"  # "made up", "adds up" go nowhere
_OPEN = re.compile("whether|rose or fell|升降|اضافے یا کمی|بڑھی یا")  # what is left open is no claim
Hit = tuple[int, int, str]  # start and end in a text, and what is written instead


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
    (language, story), *_ = told["stories"].items()
    if kind == "cells":
        return _swapped(told, proof, story, chance, deep=deep)
    if kind == "sentence":
        return _said_besides(told, proof, story, chance.choice(SENTENCES[language]), chance)
    if kind == "tail":
        return _led_on(told, proof, story, chance.choice(TAILS[language]), STOPS[language], chance)
    inner = chance.choice(_ANY) if kind in {"alt text", "subject"} else kind
    places = [text for text in _places(story, kind) if _hits(text, inner, language, told)]
    if not places:
        return None
    text = chance.choice(places)
    start, end, new = chance.choice(_hits(text, inner, language, told))
    old = text["words"]
    if deep:
        _claim_it(text, (start, end, new), inner, language, told, proof)
    for other in texts(story) if kind != "subject" else [text]:
        if other["words"] == old and (other is text or kind != "alt text"):
            _write(other, start, end, new)
    return Changed(kind, old, text["words"], told, proof)


def _said_besides(told: Json, proof: Json, story: Json, sentence: str, chance: random.Random) -> Changed:
    """Add a sentence to a paragraph that has none of it; it carries no figure."""
    paragraphs = [part for block in story["blocks"] if block["kind"] == "section" for part in block["paragraphs"]]
    paragraph = chance.choice(paragraphs)
    paragraph.append({"words": sentence})
    return Changed("sentence", paragraph[0]["words"], sentence, told, proof)


def _led_on(told: Json, proof: Json, story: Json, tail: str, stop: str, chance: random.Random) -> Changed:
    """Lead a sentence with a figure on by words that have none."""
    sections = [block for block in story["blocks"] if block["kind"] == "section"]
    said = [text for text in texts(sections) if text.get("marks") and text["words"].endswith(stop)]
    text = chance.choice(said)
    old = text["words"]
    text["words"] = old.removesuffix(stop) + tail + stop
    return Changed("tail", old, text["words"], told, proof)


def _places(story: Json, kind: str) -> list[Json]:
    if kind == "subject":
        return [story["subject"]]
    charts = [block for block in story["blocks"] if block["kind"] == "chart"]
    if kind == "alt text":
        return [chart[key] for chart in charts for key in ("alt", "description")]
    if kind == "around":
        under = ("subtitle", "source", "description", "aside", "notes")
        told = [block for block in story["blocks"] if block["kind"] in {"chart", "table"}]
        notes = [block["runs"] for block in story["blocks"] if block["kind"] == "note"]
        return list(texts([*notes, *(block[key] for block in told for key in under if block.get(key))]))
    return [text for text in texts(story) if text.get("marks") or kind in _UNMARKED]


def _write(text: Json, start: int, end: int, new: str) -> None:
    found = re.compile(re.escape(text["words"][start:end])).match(text["words"], start)
    assert found is not None
    _replace(text, found, new)


def _hits(text: Json, kind: str, language: str, edition: Json) -> list[Hit]:
    words = text["words"]
    if kind in {"direction", "size"} and _OPEN.search(words):
        return []
    if kind == "digit":
        return [(at, at + 1, other) for at, digit in enumerate(words) if digit in "0123456789"
                for other in "0123456789" if other != digit]  # fmt: skip
    if kind == "period":
        return [*_months(words, language), *_years(words), *_swaps(words, WRONGS[language]["time"])]
    if kind == "code":
        return list(_codes(words, edition["codes"]))
    if kind == "name":
        return [*_names(words, edition["labels"][language]), *_swaps(words, WRONGS[language]["place"])]
    return list(_swaps(words, WRONGS[language][kind]))


def _swaps(words: str, table: Table) -> Iterator[Hit]:
    for old, news in table.items():
        for found in re.finditer(_edged(old), words):
            stands = [new for new in news if words.startswith(new, found.start())]  # "per cent" of "per cent points"
            yield from ((found.start(), found.end(), new) for new in news if new not in stands)


def _edged(word: str) -> str:
    is_han = "\u3400" <= word[0] <= "\u9fff"
    before, after = (r"(?<!\w)" if word[0].isalpha() else "", r"(?!\w)" if word[-1].isalpha() else "")
    joined = _JOINED if word == "up" else "(?! up)" if word == "added" else ""
    first, last = (joined, "") if word == "up" else ("", joined)
    return re.escape(word) if is_han else f"{first}{before}{re.escape(word)}{after}{last}"


def _months(words: str, language: str) -> Iterator[Hit]:
    months = MONTHS[language]
    for place, name in enumerate(months):
        for found in re.finditer(rf"(?<!\d){re.escape(name)}(?!\w)" if language != "zh" else rf"(?<!\d){name}", words):
            yield from ((found.start(), found.end(), months[(place + step) % 12]) for step in (1, 6, 11))


def _years(words: str) -> Iterator[Hit]:
    for found in re.finditer(r"(?<![\d,.])20[12]\d(?![\d%]|[,.]\d)", words):
        yield from ((found.start(), found.end(), str(int(found.group()) + step)) for step in (-1, 1))


def _names(words: str, labels: dict[str, list[str]]) -> Iterator[Hit]:
    for code, names in labels.items():
        for name in names:
            others = [other for one, more in labels.items() if one[: len(code)] != code[: len(one)] for other in more]
            for found in re.finditer(_edged(name), words, re.IGNORECASE):
                yield from ((found.start(), found.end(), other) for other in others)


def _codes(words: str, codes: list[str]) -> Iterator[Hit]:
    if not re.search(r"HS|^[\d\s,]+$", words):
        return
    for code in codes:
        others = [other for other in codes if other != code and len(other) == len(code)]
        wrong = f"{code[:-1]}{(int(code[-1]) + 3) % 10}"
        for found in re.finditer(rf"(?<![\d.,]){code}(?![\d%]|[.,]\d)", words):
            yield from ((found.start(), found.end(), other) for other in (*others, wrong))


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
    if deep:
        claims = {claim["id"]: claim for claim in proof["claims"]}
        mine, theirs = (claims[text["marks"][0]["claim"]] for text in (one, other))
        for key in ("low", "value", "high", "printed", "unit", "direction"):
            mine[key], theirs[key] = theirs.get(key), mine.get(key)
        for claim in (mine, theirs):
            if claim["printed"] is None:
                del claim["printed"]
        marks = one["marks"], other["marks"]
    cells[at], others[there] = other, one
    if deep:
        for text, mark in ((cells[at], marks[0]), (others[there], marks[1])):
            text["marks"] = [{**mark[0], "start": 0, "end": len(text["words"])}]
    return Changed("cells", old, now, told, proof)


def _whole_mark(text: Json) -> bool:
    marks = text.get("marks", ())
    return len(marks) == 1 and (marks[0]["start"], marks[0]["end"]) == (0, len(text["words"]))


def _claim_it(text: Json, hit: Hit, kind: str, language: str, told: Json, proof: Json) -> None:
    """Let the claims of a text say what it will say: another value, unit, way, time or line."""
    start, end, new = hit
    claims = {claim["id"]: claim for claim in proof["claims"]}
    marks = [mark for mark in text.get("marks", ()) if mark["claim"] in claims]
    within = [mark for mark in marks if mark["start"] <= start and end <= mark["end"]]
    old = text["words"][start:end]
    if kind in {"digit", "unit"} and within:
        _revalued(text, within[0], hit, language, told, claims[within[0]["claim"]])
    for claim in (claims[mark["claim"]] for mark in marks):
        if write := _CLAIMED.get(kind):
            write(claim, old, new, told["labels"][language], language)


def _revalued(text: Json, mark: Json, hit: Hit, language: str, told: Json, claim: Json) -> None:
    was = text["words"][mark["start"] : mark["end"]]
    now = was[: hit[0] - mark["start"]] + hit[2] + was[hit[1] - mark["start"] :]
    one, other = (read(words, Tongue.of(language)) for words in (was, now))
    if one is None or other is None or not one.value:
        return
    for end in ("low", "value", "high"):
        claim[end] = f"{Decimal(claim[end]) * other.value / one.value:f}"
    if "printed" in claim:
        claim["printed"] = [now if form == was else form for form in claim["printed"]]
    for place in texts(told["stories"]):
        for same in place.get("marks", ()):
            if (
                place is not text
                and same["claim"] == claim["id"]
                and place["words"][same["start"] : same["end"]] == was
            ):
                _write(place, same["start"], same["end"], now)


def _turned(claim: Json, *_: object) -> None:
    if claim["direction"]:
        claim["direction"] = {"up": "down", "down": "up"}[claim["direction"]]
        ends = [f"{-Decimal(claim[end]):f}" for end in ("high", "value", "low")]
        claim.update(zip(("low", "value", "high"), ends, strict=True))


def _moved(claim: Json, old: str, new: str, _: Json, language: str) -> None:
    months = MONTHS[language]
    for key in ("period", "compare_period"):
        said = claim[key] or ""
        if old in months and new in months:
            mine, other = (f"-{months.index(name) + 1:02}" for name in (old, new))
            claim[key] = said.replace(mine, other) or None
        else:
            claim[key] = said.replace(old, new) or None


def _renamed(claim: Json, old: str, new: str, labels: Json, _: str) -> None:
    of = {name.lower(): code for code, names in labels.items() for name in names}
    mine, other = of.get(old.lower(), old), of.get(new.lower(), new)
    claim["codes"] = [other if code == mine else code for code in claim["codes"]]


def _other_unit(claim: Json, *_: object) -> None:
    claim["unit"] = {"pct": "pp", "pp": "pct"}.get(claim["unit"], claim["unit"])


_CLAIMED: dict[str, Callable[..., None]] = {
    "direction": _turned,
    "period": _moved,
    "name": _renamed,
    "code": _renamed,
    "points": _other_unit,
}
