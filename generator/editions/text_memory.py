"""What the texts of monthly editions said of each line, and when each pattern was last used.

`memory_of` reads it from the files of an edition; before.json keeps it as `lines` and `patterns` (docs/edition.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.story.brief import LineMemory, PrintedLevel, TextMemory
from generator.trade.period import Period

_PROSE = ("finding", "section")  # kinds of blocks with sentences
_OTHERS = ("remarks", "earlier")  # prefixes of the ids of sections that the program did not write
_OF_LINES = ("body.line.", "body.list.", "body.other_side")  # patterns that are about a line
_OF_WHOLE = ("body.line.without", "body.line.record")  # patterns under these that are not
_NAMES = ("line", "one", "two")  # slots of such patterns that name their lines
_FAMILIES = ("things", "body", "tail")  # of patterns whose last use is kept
Sentence = tuple[Any, list[str]]  # its tree, or the slots of a pattern in it, and the claims that it prints
_KEPT = 12  # months for which a line that the text no longer mentions is kept


def memory_of(
    files: Mapping[str, bytes], levels: Sequence[PrintedLevel], before: TextMemory, last: Period | None
) -> TextMemory:
    """Return the memory after an edition with these `files`, whose text printed `levels`.

    `before` is the memory after the edition of the period `last`, which is None where there was none.
    """
    edition, claims = (json.loads(files[name]) for name in ("edition.json", "claims.json"))
    period = Period.parse(edition["period"])
    trees = list(_trees(edition))
    patterns = dict(before.patterns)
    for key, _ in _patterns(trees):
        if key.partition(".")[0] in _FAMILIES:
            patterns[key] = period
    is_next = last is not None and last.first + last.months == period.first
    lines = {row.code: row for row in before.lines if period.first - row.period.first <= _KEPT}
    amounts = {level.codes[0]: level.value for level in levels if level.period == period and len(level.codes) == 1}
    for row in _lines(trees, claims, period, amounts):
        previous = before.line(row.code) if is_next else None
        lines[row.code] = row
        if previous is not None and previous.period == last and previous.way == row.way:
            lines[row.code] = _continued(row, previous)
    ordered = sorted(lines.values(), key=lambda row: row.code)
    return TextMemory(tuple(ordered), dict(sorted(patterns.items())))


def _continued(row: LineMemory, before: LineMemory) -> LineMemory:
    """Return `row` as one more edition in a row that said the same direction."""
    return LineMemory(row.code, row.period, row.key, row.way, row.level, before.editions + 1, before.since)


def _trees(edition: Mapping[str, Any]) -> Iterator[Sentence]:
    """Yield each sentence of the program as its tree and the claims that it prints, in reading order."""
    story = next(iter(edition["stories"].values()))  # the same in all languages
    for block in story["blocks"]:
        if block["kind"] not in _PROSE or block["id"].startswith(_OTHERS):
            continue
        texts = [block["headline"], *block["things"]] if block["kind"] == "finding" else []
        for paragraph in block.get("paragraphs", ()):
            texts += paragraph
        for text in texts:
            if text.get("said"):
                yield text["said"], [mark["claim"] for mark in text.get("marks", ())]


def _patterns(trees: list[Sentence]) -> Iterator[tuple[str, Sentence]]:
    """Yield the key of each pattern in some sentences, with its tree and the claims of its sentence."""
    for tree, claims in trees:
        for key, slots in _patterns_in(tree):
            yield key, (slots, claims)


def _patterns_in(tree: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:  # noqa: ANN401 -- JSON
    """Yield key and slots of each pattern in a tree, the outer ones first."""
    if not isinstance(tree, list):
        return
    branches = tree
    if len(tree) > 1 and isinstance(tree[1], dict):
        yield tree[0], tree[1]
        branches = list(tree[1].values())
    for branch in branches:
        yield from _patterns_in(branch)


def _lines(
    trees: list[Sentence], claims: Mapping[str, Any], period: Period, amounts: Mapping[str, Decimal]
) -> Iterator[LineMemory]:
    """Yield what the text says of each line, by the first pattern that is about it."""
    by_id = {claim["id"]: claim for claim in claims["claims"]}
    named = set[str]()
    for key, (slots, printed) in _patterns(trees):
        if not key.startswith(_OF_LINES) or key.startswith(_OF_WHOLE):
            continue
        for code in _codes(slots):
            if code not in named:
                named.add(code)
                own = [by_id[name] for name in printed if by_id[name]["codes"] == [code]]
                way = next((claim["direction"] for claim in own if claim["direction"]), None)
                yield LineMemory(code, period, key, way, amounts.get(code), 1, period)


def _codes(slots: Mapping[str, Any]) -> Iterator[str]:
    """Yield the codes of the lines that the slots of a pattern name."""
    for name in _NAMES:
        leaf = slots.get(name)
        if leaf and leaf[0] == "line":
            yield leaf[1]
        elif leaf and leaf[0] == "with_code":
            yield from _codes({"line": leaf[1]["name"]})


def as_data(memory: TextMemory) -> dict[str, Any]:
    """Return a memory as JSON data. Empty parts have no key."""
    data: dict[str, Any] = {}
    if memory.lines:
        data["lines"] = [_row(line) for line in memory.lines]
    if memory.patterns:
        data["patterns"] = {key: str(period) for key, period in memory.patterns.items()}
    return data


def _row(line: LineMemory) -> dict[str, Any]:
    level = None if line.level is None else f"{line.level:f}"
    return {
        "code": line.code,
        "period": str(line.period),
        "key": line.key,
        "way": line.way,
        "level": level,
        "editions": line.editions,
        "since": str(line.since),
    }


def read(data: Mapping[str, Any]) -> TextMemory:
    """Parse the data that `as_data` returns. What older versions wrote has none of its keys."""
    lines = tuple(_line(row) for row in data.get("lines", ()))
    patterns = {key: Period.parse(when) for key, when in data.get("patterns", {}).items()}
    return TextMemory(lines, patterns)


def _line(row: Mapping[str, Any]) -> LineMemory:
    level = None if row["level"] is None else Decimal(row["level"])
    period, since = Period.parse(row["period"]), Period.parse(row["since"])
    return LineMemory(row["code"], period, row["key"], row["way"], level, row["editions"], since)
