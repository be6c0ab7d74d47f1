"""Seeded faults of the program: a tree and its words say alike what the claims do not.

The words of such a text are those of its tree, so only the equations of the catalogue, the whole edition's rules and
the claims' own arithmetic can find it. The tests change the tree and its marks and leave the words; `equations` leaves
out what the audit says of the words.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generator.audit.patterns.tongue import Tongue
from generator.trade.period import Period
from generator.trade.trees import LEAVES
from tests.audit.mutate import Json, texts

KINDS = ("way", "degree", "line", "period", "claim", "flow", "economy", "key", "slot", "code")
WORDS = frozenset({"pattern", "print"})  # rules of the audit that look at words
_FLOWS = {"M": "X", "X": "M", "RM": "RX", "RX": "RM"}
_WAYS = {"up": "down", "down": "up"}
_FORMS = frozenset(
    {"words", "digits", "said", "clause", "short", "long", "nth", "many", "first", "level"}
)  # say the same
_CLASSES = ("slight", "plain", "marked", "strong")
Path = tuple[int | str, ...]


@dataclass(frozen=True)
class Fault:
    """One fault: its kind, the words of its text, what became what, and the edition with it."""

    kind: str
    words: str
    change: str
    edition: Json


def fault(edition: Json, claims: Json, kind: str, chance: random.Random) -> Fault | None:
    """Return the edition's one story with one fault of `kind`; None where it has no place for it."""
    told = copy.deepcopy(edition)
    ((tag, story),) = told["stories"].items()
    places = [text for text in texts([story["blocks"], story["subject"], story["title"]]) if text.get("said")]
    chance.shuffle(places)
    for text in places:
        changes = list(_changes(kind, text, told, claims, tag))
        if changes:
            old = json.dumps(text["said"], ensure_ascii=False)
            chance.choice(changes)()
            change = f"{old} -> {json.dumps(text['said'], ensure_ascii=False)}"
            return Fault(kind, text["words"], change, told)
    return None


def _changes(kind: str, text: Json, edition: Json, claims: Json, tag: str) -> Iterator[Callable[[], None]]:
    for node in _nodes(text["said"]):
        yield from _KINDS[kind](node, text, edition, claims, tag)


def _nodes(node: Json) -> Iterator[Json]:
    """Yield the leaves and patterns of a tree as edition.json writes them."""
    if not isinstance(node, list):
        return
    if node and isinstance(node[0], str):
        yield node
    for part in node:
        yield from _nodes(part)
        if isinstance(part, Mapping):
            for slot in part.values():
                yield from _nodes(slot)


def _put(node: Json, place: int, value: Json) -> Callable[[], None]:
    def change() -> None:
        node[place] = value

    return change


def _way(node: Json, *_: object) -> Iterator[Callable[[], None]]:
    if node[0] in {"size", "way"}:
        yield _put(node, 1, _WAYS[node[1]])
    parts = node[0].split(".")
    if isinstance(node[-1], Mapping) and _WAYS.keys() & set(parts):
        yield _put(node, 0, ".".join(_WAYS.get(part, part) for part in parts))


def _degree(node: Json, *_: object) -> Iterator[Callable[[], None]]:
    if node[0] == "size":
        yield from (_put(node, 2, one) for one in (*_CLASSES, "doubled", "halved") if one != node[2])


def _line(node: Json, _: Json, edition: Json, *__: object) -> Iterator[Callable[[], None]]:
    if node[0] == "line":
        others = [code for code in edition["codes"] if not code.startswith(node[1]) and not node[1].startswith(code)]
        yield from (_put(node, 1, code) for code in others)


def _code(node: Json, _: Json, edition: Json, *__: object) -> Iterator[Callable[[], None]]:
    if node[0] == "code":
        others = [code for code in edition["codes"] if not code.startswith(node[1]) and not node[1].startswith(code)]
        yield from (_put(node, 1, code) for code in others)


def _period(node: Json, _: Json, __: Json, ___: Json, tag: str) -> Iterator[Callable[[], None]]:
    """Yield other times, as far as they are printed otherwise: "April" is that of any year."""
    if node[0] == "time":
        when, tongue = Period.parse(node[1]), Tongue.of(tag)
        for other in (when.year_before(), when.step(-1)):
            if tongue.time(str(other), node[2]) != tongue.time(node[1], node[2]):
                yield _put(node, 1, str(other))


def _claim(node: Json, text: Json, _: Json, claims: Json, __: str) -> Iterator[Callable[[], None]]:
    if node[0] != "figure":
        return
    known = {claim["id"]: claim for claim in claims["claims"]}
    own = known[node[1]]
    for name, claim in known.items():
        is_other = any(claim[key] != own[key] for key in ("value", "period", "codes", "compare_period", "direction"))
        if claim["unit"] == own["unit"] and (claim["kind"] == own["kind"] or own["kind"] in _AMOUNTS) and is_other:
            yield _renamed(text, node, name)


_AMOUNTS = frozenset({"level", "sum", "change_abs"})


def _renamed(text: Json, node: Json, name: str) -> Callable[[], None]:
    def change() -> None:
        for mark in text["marks"]:
            if mark["claim"] == node[1]:
                mark["claim"] = name
        node[1] = name

    return change


def _flow(node: Json, *_: object) -> Iterator[Callable[[], None]]:
    if node[0] == "flow":
        yield _put(node, 1, _FLOWS[node[1]])


def _economy(node: Json, *_: object) -> Iterator[Callable[[], None]]:
    if node[0] == "economy":
        yield from (_put(node, 1, code) for code in ("BRA", "IND") if code != node[1])


def _key(node: Json, _: Json, __: Json, ___: Json, tag: str) -> Iterator[Callable[[], None]]:
    """Yield the other patterns of the same family with the same slots, and words of its own."""
    if not isinstance(node[-1], Mapping) or node[0] in LEAVES or "." not in node[0] or not _figures(node):
        return
    tongue, family = Tongue.of(tag), node[0].rpartition(".")[0]
    for other in tongue.sentences:
        if other.rpartition(".")[0] == family and other != node[0] and _slots(tongue, other) == _slots(tongue, node[0]):
            is_form = {other.rpartition(".")[2], node[0].rpartition(".")[2]} <= _FORMS
            if tongue.sentences[other] != tongue.sentences[node[0]] and not is_form:
                yield _put(node, 0, other)


def _figures(node: Json) -> list[str]:
    return [name for name, slot in node[1].items() if slot and slot[0] == "figure"]


def _slots(tongue: Tongue, key: str) -> set[str]:
    return {name for _, name, _ in tongue.pieces(key) if name}


def _slot(node: Json, *_: object) -> Iterator[Callable[[], None]]:
    """Yield two slots of one type exchanged."""
    if not isinstance(node[-1], Mapping):
        return
    slots = node[1]
    for first in slots:
        for second in slots:
            same = slots[first][:1] == slots[second][:1] and slots[first][0] in {"figure", "time", "line", "economy"}
            same = same and slots[first][2:] == slots[second][2:]  # of one form: a month is no year
            if first < second and same and slots[first] != slots[second]:
                yield _exchanged(slots, first, second)


def _exchanged(slots: Json, first: str, second: str) -> Callable[[], None]:
    def change() -> None:
        slots[first], slots[second] = slots[second], slots[first]

    return change


_KINDS: dict[str, Callable[..., Iterator[Callable[[], None]]]] = {
    "way": _way,
    "degree": _degree,
    "line": _line,
    "period": _period,
    "claim": _claim,
    "flow": _flow,
    "economy": _economy,
    "key": _key,
    "slot": _slot,
    "code": _code,
}
