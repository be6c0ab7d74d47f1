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


def ranked_lines(movements: Sequence[Ranked], width: int | None, most: int | None = None, more: str = "") -> list[str]:
    """Return the table; what lies beyond `most` is counted, and `more` says what shows it."""
    shown = movements if most is None or len(movements) <= most + 1 else movements[:most]
    rows = [list(_HEAD), *(_cells(movement, width) for movement in shown)]
    score_place = _HEAD.index("score")
    if not any(movement.name for movement in shown):
        score_place -= 1
        for row in rows:
            del row[_HEAD.index("name")]
    table = printer.columns(rows[0], rows[1:], right=(score_place,), width=width, narrowest=_LEAST)
    more_count = len(movements) - len(shown)
    return [*table, f"and {more_count} more: {more}"] if more_count else table


def _cells(movement: Ranked, width: int | None) -> list[str]:
    name = movement.name
    if width is not None and len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 1].rstrip()}…"
    score = "" if movement.score is None else f"{movement.score:.1f}"
    reasons = re.split("[,;] ", movement.words)
    flags = [movement_words.in_words([flag]) for flag in movement.flags]
    more = ", ".join(flag for flag in flags if flag and flag not in reasons)
    why = "; ".join(filter(None, (movement.words, more)))
    return [movement.code, name, movement.kind.replace("_", " "), ARROWS.get(movement.direction or "", ""), score, why]


PLACES = {"table": "the table", "picture": "pictures", "key figure": "the key figures"}


def whys(verdicts: Sequence[SeriesVerdict]) -> Iterator[str]:
    """Yield why series of a table are told or left out."""
    for verdict in verdicts:
        yield f"{verdict.series} in {verdict.period}: {movement_words.outcome(verdict)}"
        yield from movement_words.verdict_lines(verdict, printer.width())
        yield ""


def of_table(picks: PanelPicks) -> Iterator[str]:
    """Yield the ranked table, what was left out, and where the partner's report is unlike itself."""
    from generator.movements.gates import why_unjudged
    from generator.movements.pick_facts import gaps, published_otherwise

    if picks.picks:
        yield f"Notable in {picks.period}"
        yield from ranked_lines([_of_pick(vars(pick), pick.score.total, {}) for pick in picks.picks], printer.width())
    elif why := why_unjudged(picks.judged):
        yield f"{picks.period} cannot be judged by what is usual: {why}."
    else:
        yield f"Nothing notable in {picks.period}: no movement stands out from its own past."
    if picks.left_out:
        yield "Considered and left out"
        rows = [_of_left_out(vars(pick), pick.score.total if pick.score else None, {}) for pick in picks.left_out]
        yield from ranked_lines(_by_score(rows), printer.width(), MOST, "--why CODE says of any why it is left out")
    if odd := published_otherwise(picks.judged.snapshot):
        yield f"Growth that the source publishes otherwise, for the editor alone: {len(odd)}"
        yield from _published(odd, {})
    if mirror_gaps := gaps(picks.judged.snapshot):
        yield from _mirrored(mirror_gaps, {}, len(mirror_gaps))


def _of_pick(pick: Mapping[str, Any], score: float, names: Mapping[str, str]) -> Ranked:
    words = movement_words.of_pick(pick["kind"], pick["facts"])
    words += f"; with {', '.join(pick['context'])}" if pick["context"] else ""
    kind = movement_words.kind_of(pick["kind"], pick["rule"], pick["facts"])
    name = names.get(pick["series"], "")
    return Ranked(pick["series"], name, kind, pick["direction"], score, words, tuple(pick["flags"]))


def _of_left_out(pick: Mapping[str, Any], score: float | None, names: Mapping[str, str]) -> Ranked:
    return Ranked(pick["series"], names.get(pick["series"], ""), pick["kind"], pick["direction"], score, pick["why"])


def _by_score(rows: Iterable[Ranked]) -> list[Ranked]:
    return sorted(rows, key=lambda movement: -(movement.score or 0))


def _published(facts: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[str]:
    """Yield the growth that the source prints itself where it is unlike that of its levels."""
    return _first_lines([f"{_named(fact, names)}: {movement_words.of_published(fact, fact['yoy'])}" for fact in facts])


def _mirrored(gaps: Sequence[Mapping[str, Any]], names: Mapping[str, str], of: int) -> Iterator[str]:
    """Yield what the partner's own report says, for the editor alone: the codes whose gap is unlike itself."""
    odd = [gap for gap in gaps if gap["flags"]]
    yield f"The partner's own report, for the editor alone: {len(odd)} of {of} gaps unlike themselves"
    lines = [f"{_named(gap, names)}: the partner counts {movement_words.of_mirror(gap)}" for gap in odd]
    yield from _first_lines(lines)


def _named(fact: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return f"{fact['series']} {names.get(fact['series'], '')}".rstrip()


def _first_lines(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield f"and {len(lines) - MOST} more; --why CODE says it of any"


def of_desk(picks: Picks, *, of: int) -> Iterator[str]:
    """Yield what the lines of a briefing and the codes within them tell, and what was left out.

    Where the ranking is one `of` several, each heading names its briefing.
    """
    of_whom = f" for {picks['briefing']}" if of > 1 else ""
    when = f"in {picks['period']}, against {picks['base']}{of_whom}"
    width, names, more = printer.width(), picks["names"], "--json has them all"
    notable = [_of_line(line, names) for line in picks["notable"]]
    left_out = _by_score(_of_line(line, names) for line in picks["left_out"])
    past = [_of_pick(pick, pick["score"], names) for pick in picks["past"]]
    past_left_out = _by_score(_of_left_out(pick, pick["score"], names) for pick in picks["past_left_out"])
    yield from (f"Notable {when}", *(ranked_lines(notable, width) if notable else ["none"]), "")
    yield f"Considered and left out {when}"
    yield from (*(ranked_lines(left_out, width, MOST, more) if left_out else ["none"]), "")
    if past:
        yield f"Against its own past{of_whom}: codes that stand out among all within the briefing's"
        yield from (*ranked_lines(past, width), "")
    elif picks["unjudged"]:
        why = f"{picks['period']} cannot be judged by what is usual: {picks['unjudged']}"
        yield from (f"Against its own past{of_whom}: {why}.", "")
    if past_left_out:
        yield f"Considered and left out among all within the briefing's{of_whom}"
        yield from (*ranked_lines(past_left_out, width, MOST, more), "")
    mirror, published = picks["mirror"], picks["published"]
    if mirror and not mirror["why"]:
        yield from (*_mirrored(mirror["gaps"], names, mirror["known"]), "")
    if published:
        yield f"Growth that the source publishes otherwise{of_whom}: {len(published)}"
        yield from (*_published(published, names), "")
    for note in picks["notes"]:
        yield f"note: {note}"


def _of_line(line: Mapping[str, Any], names: Mapping[str, str]) -> Ranked:
    """Return a line of a briefing."""
    words = movement_words.of_leaves(line["decided"])
    words += f", {movement_words.since(line['since_step'])}" if line["since_step"] else ""
    flags = tuple(flag for flag in line["flags"] if flag != "missing" or not words)
    name = names.get(line["code"], "")
    return Ranked(line["code"], name, line["kind"], line["direction"], float(line["score"]), words, flags)


def decided(decision: Decision) -> Iterator[str]:
    """Yield why a code of a briefing is told or left out: in the text, and against its own past."""
    yield f"{decision.code} {decision.name} in {decision.period}".replace("  ", " ")
    if decision.line is not None:
        movement = decision.line.movement
        yield f"In the text, against {decision.base}: {_in_the_text(decision.line)}"
        if decision.past is None or decision.past.judgement.words != movement.judgement.words:
            yield from movement_words.tree(movement.rule, movement.judgement, (), printer.width())
        if movement.told_before:
            yield f"told before, in {movement.told_before}"
        if movement.since_step:
            yield movement_words.since(movement.since_step)
    if decision.past is not None:
        yield f"Against its own past: {movement_words.outcome(decision.past)}"
        yield from movement_words.verdict_lines(decision.past, printer.width())


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
