"""A ranking on a screen, as wide as the terminal, and why one code is told or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from generator.cli import movement_words, printer
from generator.cli.movement_words import ARROWS, FULL, bar

if TYPE_CHECKING:
    from generator.editions.decision_trace import Decision, LineDecision
    from generator.movements.pick_verdicts import SeriesVerdict
    from generator.movements.picks import PanelPicks
    from generator.movements.scores import LeftOut, PanelPick
    from generator.settings.output_shapes import Picks


MOST = 12  # rows of what was left out
_BAR, _SHORT_BAR = 20, 8  # signs for a full score
_WIDE, _NARROW = 100, 72  # columns: from here on the bar is long; under that there is none
_SEVERAL = 3  # rows at least that have a flag in common, for each that does not
_LEAST, _LEAST_NAME = 24, 8  # signs of the words, of a name
_HEAD = ("code", "name", "kind", "", "score", "", "why")
_NAME, _SCORE, _DRAWN, _WHY = 1, 4, 5, 6  # places in it


@dataclass(frozen=True)
class Ranked:
    """One movement on its way to the screen; `score` None has no bar, `full` is the score of a full one.

    `words` say why, `flags` come behind them.
    """

    code: str
    name: str
    kind: str
    direction: str | None
    score: float | None
    words: str
    flags: tuple[str, ...] = ()
    full: float = FULL


def ranked_lines(found: Sequence[Ranked], width: int | None, most: int | None = None, more: str = "") -> list[str]:
    """Return the table; what lies beyond `most` is counted, and `more` says what shows it."""
    shown = found if most is None or len(found) <= most + 1 else found[:most]
    left, (shared, said) = len(found) - len(shown), _shared(shown)
    rows = [replace(one, words=_with_flags(one, shared)) for one in shown]
    return [*_table(rows, width), *said, *([f"and {left} more: {more}"] if left else [])]


def _shared(found: Sequence[Ranked]) -> tuple[frozenset[str], list[str]]:
    """Return the flags that nearly all rows have, and the line that says so once, with the rows that do not."""
    every: dict[str, list[str]] = {}
    for flag in sorted({flag for one in found for flag in one.flags}):
        lacking = [one.code for one in found if flag not in one.flags]
        if len(found) >= _SEVERAL * (len(lacking) + 1) and movement_words.in_words([flag]):
            every[flag] = lacking
    said = [
        f"all {movement_words.in_words([flag])}" + (f" but {', '.join(but)}" if but else "")
        for flag, but in every.items()
    ]
    return frozenset(every), ["; ".join(said)] if said else []


def _with_flags(one: Ranked, shared: frozenset[str]) -> str:
    said = re.split("[,;] ", one.words)
    flags = movement_words.in_words(
        flag for flag in one.flags if flag not in shared and movement_words.in_words([flag]) not in said
    )
    return "; ".join(filter(None, (one.words, flags)))


def _table(found: Sequence[Ranked], width: int | None) -> list[str]:
    signs = _BAR if width is None or width >= _WIDE else _SHORT_BAR if width >= _NARROW else 0
    plain = [_cells(one, signs) for one in found]
    room = _room([max(len(row[at]) for row in (_HEAD, *plain)) for at in range(_WHY)], plain, width)
    kept = [at for at in range(len(_HEAD)) if (at != _NAME or room) and (at != _DRAWN or signs)]
    rows = [[_cut(row[at], room) if at == _NAME else row[at] for at in kept] for row in plain]
    head = [_HEAD[at] for at in kept]
    return printer.columns(head, rows, right=(kept.index(_SCORE),), width=width, narrowest=_LEAST)


def _room(widths: Sequence[int], rows: Sequence[Sequence[str]], width: int | None) -> int:
    """Return how many signs a name has; 0 where there are no names, or no room for any."""
    if not any(row[_NAME] for row in rows):
        return 0
    if width is None:
        return widths[_NAME]
    others = sum(widths) - widths[_NAME] + 2 * len(widths)
    room = min(widths[_NAME], width - others - _LEAST)
    return room if room >= min(widths[_NAME], _LEAST_NAME) else 0


def _cut(name: str, room: int) -> str:
    return name if len(name) <= room else f"{name[: room - 1].rstrip()}…"


def _cells(one: Ranked, signs: int) -> list[str]:
    score = "" if one.score is None else f"{one.score:.1f}"
    drawn = "" if one.score is None else bar(one.score, signs, one.full)
    kind = one.kind.replace("_", " ")
    return [one.code, one.name, kind, ARROWS.get(one.direction or "", ""), score, drawn, one.words]


PLACES = {"table": "the table", "picture": "pictures", "key figure": "the key figures"}


def whys(found: Sequence[SeriesVerdict]) -> Iterator[str]:
    """Yield why series of a table are told or left out."""
    for one in found:
        yield f"{one.series} in {one.period}: {movement_words.outcome(one)}"
        yield from movement_words.verdict_lines(one, printer.width())
        yield ""


def of_table(found: PanelPicks) -> Iterator[str]:
    """Yield the ranked table with bars, what was left out, and where the partner's report is unlike itself."""
    from generator.movements.gates import why_unjudged
    from generator.movements.pick_facts import gaps, published_otherwise

    if found.told:
        yield f"Notable in {found.period}"
        yield from ranked_lines([_of_pick(one) for one in found.told], printer.width())
    elif why := why_unjudged(found.judged):
        yield f"{found.period} cannot be judged by what is usual: {why}."
    else:
        yield f"Nothing notable in {found.period}: no movement stands out from its own past."
    if found.left_out:
        yield "Considered and left out"
        rows = sorted(map(_of_left_out, found.left_out), key=lambda one: -(one.score or 0))
        yield from ranked_lines(rows, printer.width(), MOST, "--why CODE says of any why it is left out")
    if odd := published_otherwise(found.judged.snapshot):
        yield f"Growth that the source publishes otherwise, for the editor alone: {len(odd)}"
        yield from _published(odd, {})
    if known := gaps(found.judged.snapshot):
        yield from mirrored(known, {}, len(known))


def _published(found: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[str]:
    for one in found[:MOST]:
        name = f" {names[one['series']]}" if names.get(one["series"]) else ""
        yield f"{one['series']}{name}: {movement_words.of_published(one, one['yoy'])}"
    if len(found) > MOST:
        yield f"and {len(found) - MOST} more; --why CODE says it of any"


def mirrored(found: Sequence[Mapping[str, Any]], names: Mapping[str, str], of: int) -> Iterator[str]:
    """Yield what the partner's own report says, for the editor alone: the codes whose gap is unlike itself."""
    odd = [one for one in found if one["flags"]]
    yield f"The partner's own report, for the editor alone: {len(odd)} of {of} gaps unlike themselves"
    for one in odd[:MOST]:
        name = f" {names[one['series']]}" if names.get(one["series"]) else ""
        yield f"{one['series']}{name}: the partner counts {movement_words.of_mirror(one)}"
    if len(odd) > MOST:
        yield f"and {len(odd) - MOST} more; --why CODE says it of any"


def _of_pick(one: PanelPick) -> Ranked:
    words = movement_words.of_pick(one.kind, one.facts)
    beside = [f"with {', '.join(one.context)}"] if one.context else []
    kind = movement_words.kind_of(one.kind, one.rule, one.facts)
    return Ranked(one.series, "", kind, one.direction, one.score.total, "; ".join([words, *beside]), tuple(one.flags))


def _of_left_out(one: LeftOut) -> Ranked:
    return Ranked(one.series, "", one.kind, one.direction, one.score.total if one.score else None, one.why)


def of_desk(found: Picks, *, of: int) -> Iterator[str]:
    """Yield what the lines of a briefing and the codes within them tell, and what was left out; of several by name."""
    of_whom = f" for {found['briefing']}" if of > 1 else ""
    for items, title, most in (
        (found["notable"], "Notable", None),
        (found["left_out"], "Considered and left out", MOST),
    ):
        yield f"{title} in {found['period']}, against {found['base']}{of_whom}"
        rows = sorted(_of_lines(items, found), key=lambda one: -(one.score or 0)) if most else _of_lines(items, found)
        yield from ranked_lines(rows, printer.width(), most, "--json has them all") if rows else ["none"]
        yield ""
    if found["past"]:
        yield f"Against its own past{of_whom}: codes that stand out among all within the briefing's"
        yield from ranked_lines([_of_past(one, found["names"]) for one in found["past"]], printer.width())
        yield ""
    elif found["unjudged"]:
        why = f"{found['period']} cannot be judged by what is usual: {found['unjudged']}"
        yield f"Against its own past{of_whom}: {why}."
        yield ""
    if found["past_left_out"]:
        yield f"Considered and left out among all within the briefing's{of_whom}"
        left = [_of_past_left(one, found["names"]) for one in found["past_left_out"]]
        left.sort(key=lambda one: -(one.score or 0))
        yield from ranked_lines(left, printer.width(), MOST, "--json has them all")
        yield ""
    if (gaps := found["mirror"]) and not gaps["why"]:
        yield from mirrored(gaps["gaps"], found["names"], gaps["known"])
        yield ""
    if odd := found["published"]:
        yield f"Growth that the source publishes otherwise{of_whom}: {len(odd)}"
        yield from _published(odd, found["names"])
        yield ""
    yield from (f"note: {note}" for note in found["notes"])


def _of_lines(items: Sequence[Mapping[str, Any]], found: Picks) -> list[Ranked]:
    """Return the lines of a briefing; without a past they go by weight, and the largest has a full bar."""
    every = (*found["notable"], *found["left_out"])
    full = FULL if any(one["parts"] for one in every) else max((float(one["score"]) for one in every), default=0.0)
    return [
        Ranked(
            one["code"],
            found["names"].get(one["code"], ""),
            one["kind"],
            one["direction"],
            float(one["score"]),
            words := ", ".join(
                [
                    movement_words.of_leaves(one["decided"]),
                    *map(movement_words.since, filter(None, [one["since_step"]])),
                ]
            ),
            tuple(flag for flag in one["flags"] if flag != "missing" or not words),
            full,
        )
        for one in items
    ]


def _of_past(one: Mapping[str, Any], names: Mapping[str, str]) -> Ranked:
    beside = [f"with {', '.join(one['context'])}"] if one["context"] else []
    words, name = "; ".join([movement_words.of_pick(one["kind"], one["facts"]), *beside]), names.get(one["series"], "")
    kind = movement_words.kind_of(one["kind"], one["rule"], one["facts"])
    return Ranked(one["series"], name, kind, one["direction"], one["score"], words, tuple(one["flags"]))


def _of_past_left(one: Mapping[str, Any], names: Mapping[str, str]) -> Ranked:
    name = names.get(one["series"], "")
    return Ranked(one["series"], name, one["kind"], one["direction"], one["score"], one["why"])


def decided(one: Decision) -> Iterator[str]:
    """Yield why a code of a briefing is told or left out: in the text, and against its own past."""
    yield f"{one.code} {one.name} in {one.period}".replace("  ", " ")
    if one.line is not None:
        yield f"In the text, against {one.base}: {_in_the_text(one.line)}"
        if one.past is None or one.past.judgement.words != one.line.movement.judgement.words:
            yield from movement_words.tree(one.line.movement.rule, one.line.movement.judgement, (), printer.width())
        if one.line.movement.told_before:
            yield f"told before, in {one.line.movement.told_before}"
        if one.line.movement.since_step:
            yield movement_words.since(one.line.movement.since_step)
    if one.past is not None:
        yield f"Against its own past: {movement_words.outcome(one.past)}"
        yield from movement_words.verdict_lines(one.past, printer.width())


def _in_the_text(line: LineDecision) -> str:
    if line.let_through:
        arrow = movement_words.ARROWS.get(line.movement.direction or "", "")
        outcome = "told" if line.told else "let through"
        said = f"{outcome}, {line.place} of {line.of}: {line.movement.kind.replace('_', ' ')} {arrow}".rstrip()
        return said if line.stands is None or line.told else f"{said}; in no sentence: {_stands(line.stands)}"
    return "left out: " + (
        movement_words.reason(line.reason) if line.reason else movement_words.by_threshold(line.movement.judgement)
    )


def _stands(places: Sequence[str]) -> str:
    """Return in words where a code stands that no sentence names."""
    return f"it stands in {' and '.join(PLACES[one] for one in places)}" if places else "it stands nowhere by itself"
