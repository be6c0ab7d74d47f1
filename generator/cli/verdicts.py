"""A verdict in plain lines: told or not, the tree of its threshold, what else decided, its score with its parts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from generator.cli import few
from generator.cli.ranking import ARROWS, FULL, bar

if TYPE_CHECKING:
    from generator.editions.bare import Judgement, SeriesVerdict

WORDS = {True: "yes", False: "no", None: "unknown"}
THRESHOLD = "threshold"
NOT_MEASURED = "not measured: "
STOPPED = {  # by what
    "chance": "it does not stand out from what is usual",
    "volatile": "too volatile a series for that",
}
_BAR = 20  # signs of a bar
_LEAST = 16  # signs of a broken cell


def outcome(one: SeriesVerdict) -> str:
    """Return in one sentence whether a series is told: its place and kind, or what stopped it."""
    if one.told:
        kind = few.kind_of(one.kind, one.rule, one.facts)
        return f"told, {one.place} of {one.of}: {kind} {ARROWS.get(one.direction, '')}".rstrip()
    gate = next((gate for gate in one.gates if gate.condition == one.stopped), None)
    found = few.in_words([gate.found]) if gate else one.stopped
    if gate and gate.condition == "chance" and not gate.found.startswith("p "):
        return f"left out: {found}"
    if one.stopped == THRESHOLD:
        return f"left out: {by_threshold(one.judgement)}{_of_nothing(one)}"
    return f"left out: {STOPPED.get(one.stopped, found)}"


def _of_nothing(one: SeriesVerdict) -> str:
    """Return why a threshold that cannot be judged cannot, where it is that nobody could measure the series."""
    why = next((gate.found for gate in one.gates if gate.found.startswith(NOT_MEASURED)), "")
    return f": {why.removeprefix(NOT_MEASURED)}" if why and one.judgement.holds is None else ""


def by_threshold(judgement: Judgement) -> str:
    """Return how a threshold keeps a code from being told: it says no, or it cannot say."""
    return "its threshold cannot be judged" if judgement.holds is None else "its threshold does not let it through"


def lines(one: SeriesVerdict, width: int | None) -> Iterator[str]:
    """Yield the tree of the threshold, one condition a line, what else decided, and the score."""
    yield from tree(one.rule, one.judgement, one.gates, width)
    yield from scored(one.score.total if one.score else None, one.score.parts() if one.score else {}, told=one.told)
    if one.context:
        yield f"with: {', '.join(one.context)}"
    if one.flags:
        yield f"flags: {few.in_words(one.flags)}"
    steps = [fact["period"] for fact in one.facts if fact["metric"] == "step"]
    yield from (f"{few.since(step)}: growth on a year before is large by construction" for step in steps)
    yield from (f"within it: {few.of_concentration(fact)}" for fact in one.facts if fact["metric"] == "hhi")
    yield from filter(None, [few.of_balance(one.facts)])
    yoy = next((fact["value"] for fact in one.facts if fact["metric"] == "yoy"), None)
    published = (fact for fact in one.facts if fact["metric"] == "published_yoy")
    yield from (f"the source publishes {few.of_published(fact, yoy)}" for fact in published)
    yield from (f"the partner counts {few.of_mirror(fact)}" for fact in one.facts if fact["metric"] == "mirror")


def tree(rule: str, judgement: Judgement, gates: Sequence[Judgement], width: int | None) -> Iterator[str]:
    """Yield an evaluated threshold, and under it what else had to be passed."""
    rows = [("condition", "holds", "found", "asked"), (f"threshold ({rule})", WORDS[judgement.holds], "", "")]
    rows += [_row(depth + 1, node) for depth, node in judgement.steps()]
    rows += [_row(0, gate) for gate in gates]
    yield from _laid_out(rows, width)


def _row(depth: int, node: Judgement) -> tuple[str, str, str, str]:
    name, holds = f"{'  ' * depth}{node.condition}", WORDS[node.holds]
    unit, found, asked = few.UNITS.get(node.unit, ""), node.found, node.asked
    of_one = " month" if node.unit == "months" and found.strip("|") in ("1", f"{few.MINUS}1") else unit
    if node.reason:
        return name, holds, few.reason(node.reason), f"{asked}{unit}"
    return name, holds, f"{found.strip('|')}{of_one}", f"{asked}{unit}{' either way' if '|' in found else ''}"


def _laid_out(rows: Sequence[tuple[str, str, str, str]], width: int | None) -> Iterator[str]:
    """Yield the rows under one another; where they would pass `width`, what was found and asked is broken."""
    first, second, third, fourth = (max(len(row[at]) for row in rows) for at in range(4))
    if width is not None and first + second + third + fourth + 6 > width:
        room = max(2 * _LEAST, width - first - second - 6)
        third = min(third, max(_LEAST, room // 2, room - fourth))
        fourth = max(_LEAST, room - third)
    for row in rows:
        broken = [textwrap.wrap(row[at], size) or [""] for at, size in ((2, third), (3, fourth))]
        for number, (found, asked) in enumerate(zip_longest(*broken, fillvalue="")):
            head = (row[0], row[1]) if number == 0 else ("", "")
            yield f"{head[0]:{first}}  {head[1]:{second}}  {found:{third}}  {asked}".rstrip()


def scored(total: float | None, parts: Mapping[str, float], *, told: bool) -> Iterator[str]:
    """Yield a score and its parts, each with its bar."""
    if total is None:
        yield "score: none, since nothing says how unusual it is"
        return
    yield _score("score" if told else "would score", total, 1, FULL)
    yield from (_score(f"  {name}", part, 1, FULL) for name, part in parts.items() if name != "quality")
    yield from (_score("  quality", parts[name], 2, 1) for name in parts if name == "quality")


def _score(name: str, part: float, digits: int, full: float) -> str:
    return f"{name:12}{part:6.{digits}f}  {bar(part, _BAR, full)}".rstrip()
