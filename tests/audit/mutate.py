"""Seeded changes to the files of an edition, this sample's or any other's: one figure, unit, name, direction or year."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

Files = dict[str, bytes]

_SWAPS = {
    "unit": {"million": "billion", "billion": "million", "%": " points", "times": "points"},
    "direction": {"rose": "fell", "fell": "rose", "gain": "loss", "fall": "gain", "added": "lost", "above": "below"},
}
_UNSEEN = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>|<!--.*?-->", re.DOTALL)
_CLAIM_FIELDS = ("value", "low", "high", "unit", "direction", "period", "kind", "qualifier", "codes", "formula")
_CELL_FIELDS = ("value", "low", "high", "text", "multiplier", "row", "period", "code", "standing", "raw")


@dataclass(frozen=True)
class Mutation:
    """One change: the file, what was changed into what, the changed files, and the sentences it may be named by."""

    file: str
    kind: str
    change: str
    files: Files
    sentences: frozenset[str]

    def is_named_in(self, findings: Mapping[str, object] | Any) -> bool:  # noqa: ANN401 -- anything with findings in it
        """Say whether one of `findings` names a sentence that the change touches."""
        return any(bare(item.sentence) in self.sentences for item in findings)


def mutations(files: Files, seed: int, count: int) -> list[Mutation]:
    """Return `count` changes, spread over the files and the kinds; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311 -- the same ones each time is the point
    makers = [*((name, kind) for name in _texts_of(files) for kind in ("digit", "unit", "name", "direction", "year"))]
    makers += [("claims.json", "claim"), ("claims.json", "cell")] * 3
    found: list[Mutation] = []
    while len(found) < count:
        file, kind = makers[len(found) % len(makers)]
        made = next(_made(files, file, kind, chance), None)
        if made is None:
            makers.remove((file, kind))
        else:
            found.append(made)
    return found


def bare(text: str) -> str:
    """Return `text` without white space."""
    return "".join(text.split())


def swaps(kind: str, labels: Mapping[str, list[str]]) -> list[tuple[re.Pattern[str], Callable[[str, random.Random], str]]]:
    """Return what a change of `kind` looks for, and what it writes instead."""
    if kind == "digit":
        return [(re.compile(r"\d"), lambda old, chance: chance.choice([new for new in "0123456789" if new != old]))]
    if kind == "year":
        return [(re.compile(r"(?<![\d,.])20\d\d(?![\d,.]\d)"), lambda old, chance: str(int(old) + chance.choice([-1, 1])))]
    table = {old: [new] for old, new in _SWAPS.get(kind, {}).items()}
    if kind == "name":
        table = {label: [other for o, others in labels.items() if o != code for other in others] for code, own in labels.items() for label in own}  # noqa: E501
    edge = {"%": ""}
    return [
        (re.compile(rf"{edge.get(old, chr(92) + 'b')}{re.escape(old)}{edge.get(old, chr(92) + 'b')}"), lambda _, chance, new=new: chance.choice(new))  # type: ignore[misc]  # noqa: E501
        for old, new in table.items()
    ]


def _texts_of(files: Files) -> list[str]:
    return sorted(name for name in files if re.fullmatch(r"\w+\.(html|txt|md)|edition\.json", name))


def _made(files: Files, file: str, kind: str, chance: random.Random) -> Iterator[Mutation]:
    edition, claims = json.loads(files["edition.json"]), json.loads(files["claims.json"])
    if file == "claims.json":
        yield _in_claims(files, edition, claims, kind, chance)
    elif file == "edition.json":
        yield from _in_edition(files, edition, kind, chance)
    else:
        yield from _in_file(files, file, edition, kind, chance)


def _in_file(files: Files, file: str, edition: Any, kind: str, chance: random.Random) -> Iterator[Mutation]:  # noqa: ANN401
    """Change what can be seen of `file`; the sentences are those that stand where the change was made."""
    content, language = files[file].decode(), file.partition(".")[0]
    seen, places = _seen(content, file)
    known = {bare(text["words"]) for text in texts(edition["stories"][language]) if text["words"].strip()}
    hits = [(found, new) for pattern, new in swaps(kind, edition["labels"][language]) for found in pattern.finditer(content)]
    hits = [(found, new) for found, new in hits if found.start() in places]
    chance.shuffle(hits)
    for found, new in hits:
        at = places[found.start()]
        sentences = {words for words in known if any(start <= at < start + len(words) for start in _all(seen, words, at))}
        if sentences and (other := new(found.group(), chance)) != found.group():
            changed = (content[: found.start()] + other + content[found.end() :]).encode()
            change = f"{found.group()!r} -> {other!r} in {sorted(sentences)}"
            yield Mutation(file, kind, change, {**files, file: changed}, frozenset(sentences))


def _seen(content: str, file: str) -> tuple[str, dict[int, int]]:
    """Return the visible letters of a file without white space, and where each stands in them."""
    letters, places, at = [], {}, 0
    while at < len(content):
        hidden = _UNSEEN.match(content, at) if file.endswith(".html") else re.compile(r"\\(?=\W)").match(content, at) if file.endswith(".md") else None  # noqa: E501
        if hidden:
            at = hidden.end()
            continue
        entity = re.compile(r"&#?\w+;").match(content, at) if file.endswith(".html") else None
        letter = unescape(entity.group()) if entity else content[at]
        if not letter.isspace():
            places[at] = len(letters)
            letters.append(letter)
        at = entity.end() if entity else at + 1
    return "".join(letters), places


def _all(seen: str, words: str, at: int) -> Iterator[int]:
    start = seen.find(words, max(at - len(words) + 1, 0))
    while 0 <= start <= at:
        yield start
        start = seen.find(words, start + 1)


def _in_edition(files: Files, edition: Any, kind: str, chance: random.Random) -> Iterator[Mutation]:  # noqa: ANN401
    for told, old, new in changed_texts(edition, kind, chance):
        changed = {**files, "edition.json": json.dumps(told, ensure_ascii=False).encode()}
        yield Mutation("edition.json", kind, f"{old!r} -> {new!r}", changed, frozenset({bare(old), bare(new)}))


def changed_texts(edition: Any, kind: str, chance: random.Random, *, marked: bool = False) -> Iterator[tuple[Any, str, str]]:  # noqa: ANN401
    """Yield the edition with one text changed, the text as it was and as it is; `marked`: only texts with claims."""
    for language in edition["stories"]:
        count = len(list(texts(edition["stories"][language])))
        for place in chance.sample(range(count), count):
            told = copy.deepcopy(edition)
            text = list(texts(told["stories"][language]))[place]
            hits = [(found, new) for pattern, new in swaps(kind, edition["labels"][language]) for found in pattern.finditer(text["words"])]  # noqa: E501
            if kind in {"digit", "unit"} and marked:
                hits = [hit for hit in hits if any(mark["start"] <= hit[0].start() < mark["end"] for mark in text.get("marks", ()))]  # noqa: E501
            if not hits or (marked and not text.get("marks")):
                continue
            found, new = chance.choice(hits)
            old = text["words"]
            _replace(text, found, new(found.group(), chance))
            yield told, old, text["words"]


def _replace(text: Any, found: re.Match[str], new: str) -> None:  # noqa: ANN401
    shift = len(new) - len(found.group())
    text["words"] = text["words"][: found.start()] + new + text["words"][found.end() :]
    for mark in text.get("marks", ()):
        for end in ("start", "end"):
            mark[end] += shift if mark[end] >= found.end() else 0


def texts(node: Any) -> Iterator[Any]:  # noqa: ANN401 -- JSON
    """Yield every TEXT in `node`."""
    if isinstance(node, dict) and isinstance(node.get("words"), str):
        yield node
    elif isinstance(node, dict | list):
        for part in node.values() if isinstance(node, dict) else node:
            yield from texts(part)


def _in_claims(files: Files, edition: Any, claims: Any, kind: str, chance: random.Random) -> Mutation:  # noqa: ANN401
    """Change one field of a claim or a cell; the sentences are those that print a claim which stands on it."""
    printed = {mark["claim"] for text in texts(edition["stories"]) for mark in text.get("marks", ())}
    used = [claim for claim in claims["claims"] if claim["id"] in printed]
    if kind == "claim":
        node, field = chance.choice(used), chance.choice(_CLAIM_FIELDS)
        touched = {node["id"]}
    else:
        key = chance.choice([key for key in claims["cells"] if any(f'"{key}"' in json.dumps(claim["formula"]) for claim in used)])
        node, field = claims["cells"][key], chance.choice(_CELL_FIELDS)
        touched = {claim["id"] for claim in used if f'"{key}"' in json.dumps(claim["formula"])}
    old = node[field]
    node[field] = _other(field, old, chance)
    named = {bare(text["words"]) for text in texts(edition["stories"]) if any(mark["claim"] in touched for mark in text.get("marks", ()))}  # noqa: E501
    changed = {**files, "claims.json": json.dumps(claims, ensure_ascii=False).encode()}
    return Mutation("claims.json", kind, f"{sorted(touched)} {field}: {old!r} -> {node[field]!r}", changed, frozenset(named))


def _other(field: str, old: Any, chance: random.Random) -> Any:  # noqa: ANN401 -- JSON
    """Return another value of the same field."""
    if field == "formula":
        return ["cell", "nowhere"]
    if field == "row":
        return old + 1
    choices = {
        "unit": ["usd", "pct", "pp", "ratio"],
        "direction": ["up", "down"],
        "kind": ["level", "share", "change", "sum"],
        "qualifier": ["exact", "over", "about", "at_least"],
        "codes": [["0101"], ["7403"]],
        "code": ["0101", "7403"],
        "standing": ["customs", "relayed"],
        "period": ["2021", "2023"],
        "raw": ["0" * 64],
    }
    if field in choices:
        return chance.choice([item for item in choices[field] if item != old])
    first = next(place for place, letter in enumerate(old) if letter in "123456789")
    return old[:first] + str(int(old[first]) % 9 + 1) + old[first + 1 :]
