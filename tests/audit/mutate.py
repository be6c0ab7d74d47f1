"""Seeded changes to the files of any edition: one digit, word, name, code or time, or a field of the claims."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any

from generator.audit import Finding
from generator.audit.patterns.tongue import SCALES, UNITS, Tongue

Json = Any
Files = dict[str, bytes]
Hit = tuple[int, int, str]  # start and end in a text, and what is written instead

SWAPPED = ("digit", "word", "name", "code", "period")
_UNSEEN = {
    # what a figure opens stands in no sentence of the edition: tests/audit/test_proofs.py changes it
    "html": re.compile(r"<(style|script)\b.*?</\1>|<div popover\b.*?</div>|<!--.*?-->|<[^>]*>", re.DOTALL),
    "md": re.compile(r"\\(?=[\W_])"),
    "txt": re.compile(r"(?!)"),
}
_TYPED = str.maketrans("‘’“”", "''\"\"")  # en.txt has the quotation marks of a keyboard
_ENTITY = re.compile(r"&#?\w+;")
_CHOICES: dict[str, list[Json]] = {
    "unit": ["usd", "pct", "pp", "ratio", "kg", "months"],
    "direction": ["up", "down"],
    "kind": ["level", "share", "change", "sum"],
    "qualifier": ["exact", "over", "about", "at_least"],
    "codes": [["0101"], ["7403"]],
    "formula": [["cell", "nowhere"]],
    "code": ["0101", "7403"],
    "standing": ["customs", "relayed"],
    "period": ["2021", "2023", "2025-11", "2024-12"],
    "raw": ["0" * 64],
}
_FIELDS = {
    "claim": ("value", "low", "high", "unit", "direction", "period", "kind", "qualifier", "codes", "formula"),
    "cell": ("value", "low", "high", "text", "multiplier", "row", "period", "code", "standing", "raw"),
}


@dataclass(frozen=True)
class Mutation:
    """One change: the file, what became what, the files with it, and the sentences by which it may be named."""

    file: str
    change: str
    files: Files
    sentences: frozenset[str]

    def is_named_in(self, findings: Iterable[Finding]) -> bool:
        """Say whether one of `findings` names a sentence that the change touches."""
        return any(bare(item.sentence) in self.sentences for item in findings)


def mutations(files: Files, seed: int, count: int) -> list[Mutation]:
    """Return `count` changes, spread over the files and the kinds; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311 -- the same changes each time are the point
    names = sorted(name for name in files if re.fullmatch(r"\w+\.(html|txt|md)|edition\.json", name))
    makers = [*((name, kind) for name in names for kind in SWAPPED), *(("claims.json", kind) for kind in _FIELDS)]
    found: list[Mutation] = []
    while len(found) < count:
        file, kind = makers[len(found) % len(makers)]
        made = next(_made(files, file, kind, chance), None)
        if made is None:
            makers.remove((file, kind))
        else:
            found.append(made)
    return found


def changed_texts(edition: Json, kind: str, chance: random.Random) -> Iterator[tuple[Json, str, str]]:
    """Yield the edition with one text changed, the text as it was and as it is."""
    for language in edition["stories"]:
        plain = list(texts(edition["stories"][language]))
        for place in chance.sample(range(len(plain)), len(plain)):
            found = hits(plain[place], kind, language, edition)
            if found:
                told = copy.deepcopy(edition)  # of those alone that are changed: it takes longest
                other = list(texts(told["stories"][language]))[place]
                put(other, chance.choice(found))
                yield told, plain[place]["words"], other["words"]


def hits(text: Json, kind: str, language: str, edition: Json) -> list[Hit]:
    """Return what may be changed in a text: where, and what is written instead."""
    words = text["words"]
    if kind == "digit":
        return [(at, at + 1, str((int(sign) + 3) % 10)) for at, sign in enumerate(words) if sign in "0123456789"]
    if kind == "period":
        years = re.finditer(r"(?<![\d,.])20[12]\d(?![\d%]|[,.]\d)", words)
        found = [(year.start(), year.end(), str(int(year[0]) + step)) for year in years for step in (-1, 1)]
        months = Tongue.of(language).lexicon["months"]
        return found + _swaps(words, {name: months[place - 1] for place, name in enumerate(months)})
    if kind == "code":
        codes = edition["codes"]
        return _swaps(words, {code: f"{code[:-1]}{(int(code[-1]) + 3) % 10}" for code in codes if "HS" in words})
    if kind == "name":
        labels = edition["labels"][language]
        return _swaps(words, {name: _other_name(code, labels) for code, names in labels.items() for name in names})
    return _swaps(words, _pairs(language))


def put(text: Json, hit: Hit) -> None:
    """Write a change into a text, and move its marks."""
    start, end, new = hit
    text["words"] = text["words"][:start] + new + text["words"][end:]
    for mark in text.get("marks", ()):
        for side in ("start", "end"):
            mark[side] += len(new) - (end - start) if mark[side] >= end else 0


def _other_name(code: str, labels: dict[str, list[str]]) -> str:
    others = [names[0] for other, names in labels.items() if not other.startswith(code) and not code.startswith(other)]
    return others[0] if others else "turnips"


@cache
def _pairs(language: str) -> dict[str, str]:
    """Return for each word of a way, a scale or a unit another one of its kind."""
    ways = Tongue.of(language).lexicon["ways"].values()
    found = {str(form[way]): str(form[other]) for form in ways for way, other in (("up", "down"), ("down", "up"))}
    for table in (SCALES[language], UNITS[language]):
        for name, meaning in table.items():
            found[name] = next(other for other, its in table.items() if its != meaning)
    return found


def _swaps(words: str, table: dict[str, str]) -> list[Hit]:
    found: list[Hit] = []
    for old, new in table.items():
        is_han = "\u3400" <= old[0] <= "\u9fff"
        before, after = (r"(?<!\w)" if old[0].isalnum() else "", r"(?!\w)" if old[-1].isalnum() else "")
        pattern = re.escape(old) if is_han else f"{before}{re.escape(old)}{after}"
        found += [(at.start(), at.end(), new) for at in re.finditer(pattern, words) if new != old]
    return found


def bare(text: str) -> str:
    """Return `text` without white space."""
    return "".join(text.split())


def texts(node: Json) -> Iterator[Json]:
    """Yield every TEXT in `node`."""
    if isinstance(node, dict) and isinstance(node.get("words"), str):
        yield node
    elif isinstance(node, dict | list):
        for part in node.values() if isinstance(node, dict) else node:
            yield from texts(part)


def _made(files: Files, file: str, kind: str, chance: random.Random) -> Iterator[Mutation]:
    edition = json.loads(files["edition.json"])
    if file == "claims.json":
        yield in_claims(files, edition, kind, chance)
    elif file == "edition.json":
        for told, old, new in changed_texts(edition, kind, chance):
            changed = {**files, file: _json(told)}
            yield Mutation(file, f"{kind}: {old!r} -> {new!r}", changed, frozenset({bare(old), bare(new)}))
    else:
        yield from _in_file(files, file, edition, kind, chance)


def _in_file(files: Files, file: str, edition: Json, kind: str, chance: random.Random) -> Iterator[Mutation]:
    """Change what can be seen of `file`; the sentences are those that stand where the change was made."""
    content, language = files[file].decode(), file.partition(".")[0]
    seen, places = _seen(content, file.rpartition(".")[2])
    known = {bare(text["words"]) for text in texts(edition["stories"][language])} - {""}
    found = [hit for hit in hits({"words": content}, kind, language, edition) if hit[0] in places]
    chance.shuffle(found)
    for start, end, new in found:
        sentences = {words for words in known if _covers(seen, words, places[start])}
        if sentences:
            changed = (content[:start] + new + content[end:]).encode()
            change = f"{kind}: {content[start:end]!r} -> {new!r} in {sorted(sentences)}"
            yield Mutation(file, change, {**files, file: changed}, frozenset(sentences))


def _seen(content: str, form: str) -> tuple[str, dict[int, int]]:
    """Return the visible letters of a file without white space, and where each stands in them."""
    letters: list[str] = []
    places: dict[int, int] = {}
    at = 0
    while at < len(content):
        hidden = _UNSEEN[form].match(content, at)
        if hidden:
            at = hidden.end()
            continue
        entity = _ENTITY.match(content, at) if form == "html" else None
        letter = unescape(entity.group()) if entity else content[at]
        if not letter.isspace():
            places[at] = len(letters)
            letters.append(letter)
        at = entity.end() if entity else at + 1
    return "".join(letters), places


def _covers(seen: str, words: str, at: int) -> bool:
    seen, words = (text.translate(_TYPED) for text in (seen, words))
    return 0 <= seen.find(words, max(at - len(words) + 1, 0), at + len(words))


def in_claims(files: Files, edition: Json, kind: str, chance: random.Random) -> Mutation:
    """Change a field of a printed claim, or of a cell under one; the sentences are those that print such a claim."""
    claims, told = json.loads(files["claims.json"]), list(texts(edition["stories"]))
    printed = {mark["claim"] for text in told for mark in text.get("marks", ())}
    used = {claim["id"]: claim for claim in claims["claims"] if claim["id"] in printed}
    nodes: dict[str, Json] = used if kind == "claim" else claims["cells"]
    name, field = chance.choice(sorted(nodes)), chance.choice(_FIELDS[kind])
    touched = {name} | {key for key, claim in used.items() if f'"{name}"' in json.dumps(claim["formula"])}
    old, nodes[name][field] = nodes[name][field], _other(field, nodes[name][field], chance)
    named = {bare(text["words"]) for text in told if any(mark["claim"] in touched for mark in text.get("marks", ()))}
    change = f"{name} {field}: {old!r} -> {nodes[name][field]!r}"
    return Mutation("claims.json", change, {**files, "claims.json": _json(claims)}, frozenset(named or {""}))


def _other(field: str, old: Json, chance: random.Random) -> Json:
    """Return another value of the same field: another first digit where it is a number."""
    choices: list[Json] = list(_CHOICES.get(field, ()))
    if choices:
        return chance.choice([item for item in choices if item != old])
    if field == "row":
        return old + 1
    first = re.search(r"[1-9]", old)
    assert first is not None
    return old[: first.start()] + str(int(first.group()) % 9 + 1) + old[first.end() :]


def _json(data: Json) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
