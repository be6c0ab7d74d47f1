"""Seeded changes to the files of any edition: one digit, unit, name, direction or year, or a field of the claims."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from generator.audit import Finding

Json = Any
Files = dict[str, bytes]
Change = tuple[re.Pattern[str], Callable[[str, random.Random], str]]  # what is looked for, and what is written instead

KINDS = ("digit", "unit", "name", "direction", "year", "month")
_ENGLISH = {
    "unit": {"million": "billion", "billion": "million", "%": " points", "times": "points", "tonnes": "million"},
    "direction": {"rose": "fell", "fell": "rose", "gain": "loss", "fall": "gain", "added": "lost", "above": "below"}
    | {"more": "less", "highest": "lowest", "largest": "smallest", "took away": "added"},
    "month": {"December": "November", "November": "December", "June": "May"},
}
_CHINESE = {
    "unit": {"万": "亿", "亿": "万", "%": "个百分点", "吨": "倍"},
    "points": {"个百分点": "%"},
    "direction": {"增长": "下降", "下降": "增长", "增加": "减少", "减少": "增加", "上升": "下降"},
    "month": {"12月": "11月", "6月": "5月"},
}
_URDU = {
    "unit": {"ارب": "کروڑ", "کروڑ": "لاکھ", "لاکھ": "کروڑ", "ہزار": "لاکھ", "فیصد": "فیصد پوائنٹ"},
    "points": {"فیصد پوائنٹ": "فیصد", "پوائنٹ": "فیصد"},
    "direction": {"اضافہ": "کمی", "کمی": "اضافہ", "زیادہ": "کم", "بڑھ کر": "کم ہو کر", "کم ہو کر": "بڑھ کر"},
    "month": {"دسمبر": "نومبر", "جون": "مئی"},
}
_SWAPS: dict[str, dict[str, dict[str, str]]] = {"en": _ENGLISH, "zh": _CHINESE, "ur": _URDU}
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
    makers = [*((name, kind) for name in names for kind in KINDS), *(("claims.json", kind) for kind in _FIELDS)]
    found: list[Mutation] = []
    while len(found) < count:
        file, kind = makers[len(found) % len(makers)]
        if (made := next(_made(files, file, kind, chance), None)) is None:
            makers.remove((file, kind))
        else:
            found.append(made)
    return found


def changed_texts(
    edition: Json, kind: str, chance: random.Random, *, marked: bool = False
) -> Iterator[tuple[Json, str, str]]:
    """Yield the edition with one text changed, the text as it was and as it is; `marked`: only texts with claims.

    Of a marked text a digit or a unit changes within a figure alone: a date's digits are no claim.
    """
    for language in edition["stories"]:
        changes = _changes(kind, edition["labels"][language], language)
        plain = list(texts(edition["stories"][language]))
        for place in chance.sample(range(len(plain)), len(plain)):
            text = plain[place]
            marks = text.get("marks", ()) if marked else [{"start": 0, "end": len(text["words"])}]
            hits = [(found, new) for pattern, new in changes for found in pattern.finditer(text["words"])]
            if kind in {"digit", "unit"}:
                hits = [hit for hit in hits if any(m["start"] <= hit[0].start() < m["end"] for m in marks)]
            if hits and marks:
                found, new = chance.choice(hits)
                told = copy.deepcopy(edition)  # of those alone that are changed: it takes longest
                other = list(texts(told["stories"][language]))[place]
                _replace(other, found, new(found.group(), chance))
                yield told, text["words"], other["words"]


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


def _changes(kind: str, labels: Mapping[str, list[str]], language: str) -> list[Change]:
    if kind == "digit":
        return [(re.compile(r"\d"), lambda old, chance: chance.choice("0123456789".replace(old, "")))]
    if kind == "year":
        return [
            (re.compile(r"(?<![\d,.])20\d\d(?![\d,.]\d)"), lambda old, chance: str(int(old) + chance.choice([-1, 1])))
        ]
    table = {old: [new] for old, new in _SWAPS[language].get(kind, {}).items()}
    if kind == "name":
        others = {code: [name for other, names in labels.items() if other != code for name in names] for code in labels}
        table = {name: others[code] for code, names in labels.items() for name in names}
    return [_change(old, new) for old, new in table.items()]


def _change(old: str, new: list[str]) -> Change:
    edge = r"\b" if old.isalpha() and not re.match("[一-鿿]", old) else ""
    return re.compile(rf"{edge}{re.escape(old)}{edge}"), lambda _, chance: chance.choice(new)


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
    changes = _changes(kind, edition["labels"][language], language)
    hits = [(found, new) for pattern, new in changes for found in pattern.finditer(content) if found.start() in places]
    chance.shuffle(hits)
    for found, new in hits:
        sentences = {words for words in known if _covers(seen, words, places[found.start()])}
        if sentences:
            other = new(found.group(), chance)
            changed = (content[: found.start()] + other + content[found.end() :]).encode()
            change = f"{kind}: {found.group()!r} -> {other!r} in {sorted(sentences)}"
            yield Mutation(file, change, {**files, file: changed}, frozenset(sentences))


def _seen(content: str, form: str) -> tuple[str, dict[int, int]]:
    """Return the visible letters of a file without white space, and where each stands in them."""
    letters: list[str] = []
    places: dict[int, int] = {}
    at = 0
    while at < len(content):
        if hidden := _UNSEEN[form].match(content, at):
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


def _replace(text: Json, found: re.Match[str], new: str) -> None:
    shift = len(new) - len(found.group())
    text["words"] = text["words"][: found.start()] + new + text["words"][found.end() :]
    for mark in text.get("marks", ()):
        for end in ("start", "end"):
            mark[end] += shift if mark[end] >= found.end() else 0


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
