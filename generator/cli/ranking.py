"""A ranking of movements on a screen, and why one code is told or left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.cli import movement_words, printer
from generator.cli.movement_words import ARROWS

if TYPE_CHECKING:
    from generator.editions.decision_trace import Decision, LineDecision
    from generator.movements.picks import PanelPicks, SeriesVerdict
    from generator.settings.output_shapes import Picks


MOST = 12  # rows of what was left out
_LONGEST_NAME = 24  # signs, on a terminal
_LEAST = 24  # signs that the words have at least
_HEAD = ("code", "name", "kind", "", "score", "why")
_NAME, _SCORE = 1, 4  # places in it


@dataclass(frozen=True)
class Ranked:
    """One movement on its way to the screen; `words` say why, `flags` come behind them."""

    code: str
    name: str
    kind: str
    direction: str | None
    score: float | None
    words: str
    flags: tuple[str, ...] = ()


def ranked_lines(found: Sequence[Ranked], width: int | None, most: int | None = None, more: str = "") -> list[str]:
    """Return the table; what lies beyond `most` is counted, and `more` says what shows it."""
    shown = found if most is None or len(found) <= most + 1 else found[:most]
    columns = [at for at in range(len(_HEAD)) if at != _NAME or any(one.name for one in shown)]
    rows = [_cells(one, width) for one in shown]
    table = printer.columns(
        [_HEAD[at] for at in columns],
        [[row[at] for at in columns] for row in rows],
        right=(columns.index(_SCORE),),
        width=width,
        narrowest=_LEAST,
    )
    left = len(found) - len(shown)
    return [*table, f"and {left} more: {more}"] if left else table


def _cells(one: Ranked, width: int | None) -> list[str]:
    name = one.name
    if width is not None and len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 1].rstrip()}…"
    score = "" if one.score is None else f"{one.score:.1f}"
    known = re.split("[,;] ", one.words)
    flags = [words for flag in one.flags if (words := movement_words.in_words([flag])) and words not in known]
    why = "; ".join(filter(None, (one.words, ", ".join(flags))))
    return [one.code, name, one.kind.replace("_", " "), ARROWS.get(one.direction or "", ""), score, why]


PLACES = {"table": "the table", "picture": "pictures", "key figure": "the key figures"}


def whys(found: Sequence[SeriesVerdict]) -> Iterator[str]:
    """Yield why series of a table are told or left out."""
    for one in found:
        yield f"{one.series} in {one.period}: {movement_words.outcome(one)}"
        yield from movement_words.verdict_lines(one, printer.width())
        yield ""


def of_table(found: PanelPicks) -> Iterator[str]:
    """Yield the ranked table, what was left out, and where the partner's report is unlike itself."""
    from generator.movements.gates import why_unjudged
    from generator.movements.pick_facts import gaps, published_otherwise

    if found.picks:
        yield f"Notable in {found.period}"
        yield from ranked_lines([_of_pick(vars(one), one.score.total, {}) for one in found.picks], printer.width())
    elif why := why_unjudged(found.judged):
        yield f"{found.period} cannot be judged by what is usual: {why}."
    else:
        yield f"Nothing notable in {found.period}: no movement stands out from its own past."
    if found.left_out:
        yield "Considered and left out"
        rows = [_of_left_out(vars(one), one.score.total if one.score else None, {}) for one in found.left_out]
        yield from ranked_lines(_by_score(rows), printer.width(), MOST, "--why CODE says of any why it is left out")
    if odd := published_otherwise(found.judged.snapshot):
        yield f"Growth that the source publishes otherwise, for the editor alone: {len(odd)}"
        yield from _published(odd, {})
    if known := gaps(found.judged.snapshot):
        yield from _mirrored(known, {}, len(known))


def _of_pick(one: Mapping[str, Any], score: float, names: Mapping[str, str]) -> Ranked:
    words = movement_words.of_pick(one["kind"], one["facts"])
    words += f"; with {', '.join(one['context'])}" if one["context"] else ""
    kind = movement_words.kind_of(one["kind"], one["rule"], one["facts"])
    name = names.get(one["series"], "")
    return Ranked(one["series"], name, kind, one["direction"], score, words, tuple(one["flags"]))


def _of_left_out(one: Mapping[str, Any], score: float | None, names: Mapping[str, str]) -> Ranked:
    return Ranked(one["series"], names.get(one["series"], ""), one["kind"], one["direction"], score, one["why"])


def _by_score(rows: Iterable[Ranked]) -> list[Ranked]:
    return sorted(rows, key=lambda one: -(one.score or 0))


def _published(found: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[str]:
    """Yield the growth that the source prints itself where it is unlike that of its levels."""
    for one in found[:MOST]:
        named = f"{one['series']} {names.get(one['series'], '')}".rstrip()
        yield f"{named}: {movement_words.of_published(one, one['yoy'])}"
    if len(found) > MOST:
        yield f"and {len(found) - MOST} more; --why CODE says it of any"


def _mirrored(found: Sequence[Mapping[str, Any]], names: Mapping[str, str], of: int) -> Iterator[str]:
    """Yield what the partner's own report says, for the editor alone: the codes whose gap is unlike itself."""
    odd = [one for one in found if one["flags"]]
    yield f"The partner's own report, for the editor alone: {len(odd)} of {of} gaps unlike themselves"
    for one in odd[:MOST]:
        named = f"{one['series']} {names.get(one['series'], '')}".rstrip()
        yield f"{named}: the partner counts {movement_words.of_mirror(one)}"
    if len(odd) > MOST:
        yield f"and {len(odd) - MOST} more; --why CODE says it of any"


def of_desk(found: Picks, *, of: int) -> Iterator[str]:
    """Yield what the lines of a briefing and the codes within them tell, and what was left out; of several by name."""
    of_whom = f" for {found['briefing']}" if of > 1 else ""
    width, names = printer.width(), found["names"]
    yield f"Notable in {found['period']}, against {found['base']}{of_whom}"
    yield from ranked_lines([_of_line(one, names) for one in found["notable"]], width) if found["notable"] else ["none"]
    yield ""
    yield f"Considered and left out in {found['period']}, against {found['base']}{of_whom}"
    left = _by_score(_of_line(one, names) for one in found["left_out"])
    yield from ranked_lines(left, width, MOST, "--json has them all") if left else ["none"]
    yield ""
    if found["past"]:
        yield f"Against its own past{of_whom}: codes that stand out among all within the briefing's"
        yield from ranked_lines([_of_pick(one, one["score"], names) for one in found["past"]], width)
        yield ""
    elif found["unjudged"]:
        why = f"{found['period']} cannot be judged by what is usual: {found['unjudged']}"
        yield f"Against its own past{of_whom}: {why}."
        yield ""
    if found["past_left_out"]:
        yield f"Considered and left out among all within the briefing's{of_whom}"
        rows = _by_score(_of_left_out(one, one["score"], names) for one in found["past_left_out"])
        yield from ranked_lines(rows, width, MOST, "--json has them all")
        yield ""
    if (gaps := found["mirror"]) and not gaps["why"]:
        yield from _mirrored(gaps["gaps"], names, gaps["known"])
        yield ""
    if odd := found["published"]:
        yield f"Growth that the source publishes otherwise{of_whom}: {len(odd)}"
        yield from _published(odd, names)
        yield ""
    yield from (f"note: {note}" for note in found["notes"])


def _of_line(one: Mapping[str, Any], names: Mapping[str, str]) -> Ranked:
    """Return a line of a briefing."""
    words = movement_words.of_leaves(one["decided"])
    words += f", {movement_words.since(one['since_step'])}" if one["since_step"] else ""
    flags = tuple(flag for flag in one["flags"] if flag != "missing" or not words)
    name = names.get(one["code"], "")
    return Ranked(one["code"], name, one["kind"], one["direction"], float(one["score"]), words, flags)


def decided(one: Decision) -> Iterator[str]:
    """Yield why a code of a briefing is told or left out: in the text, and against its own past."""
    yield f"{one.code} {one.name} in {one.period}".replace("  ", " ")
    if one.line is not None:
        movement = one.line.movement
        yield f"In the text, against {one.base}: {_in_the_text(one.line)}"
        if one.past is None or one.past.judgement.words != movement.judgement.words:
            yield from movement_words.tree(movement.rule, movement.judgement, (), printer.width())
        if movement.told_before:
            yield f"told before, in {movement.told_before}"
        if movement.since_step:
            yield movement_words.since(movement.since_step)
    if one.past is not None:
        yield f"Against its own past: {movement_words.outcome(one.past)}"
        yield from movement_words.verdict_lines(one.past, printer.width())


def _in_the_text(line: LineDecision) -> str:
    """Return whether a line is told in the text, and where it stands or what stopped it."""
    movement = line.movement
    if not line.let_through:
        why = movement_words.reason(line.reason) if line.reason else movement_words.by_threshold(movement.judgement)
        return f"left out: {why}"
    arrow = ARROWS.get(movement.direction or "", "")
    words = f"{'told' if line.is_told else 'let through'}, {line.place} of {line.of}: {movement.kind.replace('_', ' ')}"
    words = f"{words} {arrow}".rstrip()
    if line.stands is None or line.is_told:
        return words
    places = " and ".join(PLACES[place] for place in line.stands)
    return f"{words}; in no sentence: " + (f"it stands in {places}" if places else "it stands nowhere by itself")
