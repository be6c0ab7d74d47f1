"""What moved, on a screen: the ranking of a table or of a briefing, and why one code is told or left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from generator.cli import few, ranking, say, verdicts
from generator.cli.ranking import FULL, Ranked

if TYPE_CHECKING:
    from generator.editions.bare import LeftOut, PanelPick, PanelPicks, SeriesVerdict
    from generator.editions.decision_trace import Decision, Lined
    from generator.settings.output_shapes import Picks

PLACES = {"table": "the table", "picture": "pictures", "key figure": "the key figures"}


def whys(found: Sequence[SeriesVerdict]) -> Iterator[str]:
    """Yield why series of a table are told or left out."""
    for one in found:
        yield f"{one.series} in {one.period}: {verdicts.outcome(one)}"
        yield from verdicts.lines(one, say.width())
        yield ""


def of_table(found: PanelPicks) -> Iterator[str]:
    """Yield the ranked table with bars, what was left out, and where the partner's report is unlike itself."""
    from generator.editions.bare import gaps_of, otherwise_of, why_unjudged

    if found.told:
        yield f"Notable in {found.period}"
        yield from ranking.lines([_told(one) for one in found.told], say.width())
    elif why := why_unjudged(found.judged):
        yield f"{found.period} cannot be judged by what is usual: {why}."
    else:
        yield f"Nothing notable in {found.period}: no movement stands out from its own past."
    if found.left_out:
        yield "Considered and left out"
        rows = sorted(map(_left, found.left_out), key=lambda one: -(one.score or 0))
        yield from ranking.lines(rows, say.width(), ranking.MOST, "--why CODE says of any why it is left out")
    if odd := otherwise_of(found):
        yield f"Growth that the source publishes otherwise, for the editor alone: {len(odd)}"
        yield from _published(odd, {})
    if gaps := gaps_of(found):
        yield from mirrored(gaps, {}, len(gaps))


def _published(found: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[str]:
    for one in found[: ranking.MOST]:
        name = f" {names[one['series']]}" if names.get(one["series"]) else ""
        yield f"{one['series']}{name}: {few.of_published(one, one['yoy'])}"
    if len(found) > ranking.MOST:
        yield f"and {len(found) - ranking.MOST} more; --why CODE says it of any"


def mirrored(found: Sequence[Mapping[str, Any]], names: Mapping[str, str], of: int) -> Iterator[str]:
    """Yield what the partner's own report says, for the editor alone: the codes whose gap is unlike itself."""
    odd = [one for one in found if one["flags"]]
    yield f"The partner's own report, for the editor alone: {len(odd)} of {of} gaps unlike themselves"
    for one in odd[: ranking.MOST]:
        name = f" {names[one['series']]}" if names.get(one["series"]) else ""
        yield f"{one['series']}{name}: the partner counts {few.of_mirror(one)}"
    if len(odd) > ranking.MOST:
        yield f"and {len(odd) - ranking.MOST} more; --why CODE says it of any"


def _told(one: PanelPick) -> Ranked:
    words = few.of_pick(one.kind, one.facts)
    beside = [f"with {', '.join(one.context)}"] if one.context else []
    kind = few.kind_of(one.kind, one.rule, one.facts)
    return Ranked(one.series, "", kind, one.direction, one.score.total, "; ".join([words, *beside]), tuple(one.flags))


def _left(one: LeftOut) -> Ranked:
    return Ranked(one.series, "", one.kind, one.direction, one.score.total if one.score else None, one.why)


def of_desk(found: Picks, *, of: int) -> Iterator[str]:
    """Yield what the lines of a briefing and the codes within them tell, and what was left out; of several by name."""
    of_whom = f" for {found['briefing']}" if of > 1 else ""
    for items, title, most in (
        (found["notable"], "Notable", None),
        (found["left_out"], "Considered and left out", ranking.MOST),
    ):
        yield f"{title} in {found['period']}, against {found['base']}{of_whom}"
        rows = sorted(_lines(items, found), key=lambda one: -(one.score or 0)) if most else _lines(items, found)
        yield from ranking.lines(rows, say.width(), most, "--json has them all") if rows else ["none"]
        yield ""
    if found["past"]:
        yield f"Against its own past{of_whom}: codes that stand out among all within the briefing's"
        yield from ranking.lines([_past(one, found["names"]) for one in found["past"]], say.width())
        yield ""
    elif found["unjudged"]:
        why = f"{found['period']} cannot be judged by what is usual: {found['unjudged']}"
        yield f"Against its own past{of_whom}: {why}."
        yield ""
    if found["past_left_out"]:
        yield f"Considered and left out among all within the briefing's{of_whom}"
        left = [_past_left(one, found["names"]) for one in found["past_left_out"]]
        left.sort(key=lambda one: -(one.score or 0))
        yield from ranking.lines(left, say.width(), ranking.MOST, "--json has them all")
        yield ""
    if (gaps := found["mirror"]) and not gaps["why"]:
        yield from mirrored(gaps["gaps"], found["names"], gaps["known"])
        yield ""
    if odd := found["published"]:
        yield f"Growth that the source publishes otherwise{of_whom}: {len(odd)}"
        yield from _published(odd, found["names"])
        yield ""
    yield from (f"note: {note}" for note in found["notes"])


def _lines(items: Sequence[Mapping[str, Any]], found: Picks) -> list[Ranked]:
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
            words := ", ".join([few.of_leaves(one["decided"]), *map(few.since, filter(None, [one["since_step"]]))]),
            tuple(flag for flag in one["flags"] if flag != "missing" or not words),
            full,
        )
        for one in items
    ]


def _past(one: Mapping[str, Any], names: Mapping[str, str]) -> Ranked:
    beside = [f"with {', '.join(one['context'])}"] if one["context"] else []
    words, name = "; ".join([few.of_pick(one["kind"], one["facts"]), *beside]), names.get(one["series"], "")
    kind = few.kind_of(one["kind"], one["rule"], one["facts"])
    return Ranked(one["series"], name, kind, one["direction"], one["score"], words, tuple(one["flags"]))


def _past_left(one: Mapping[str, Any], names: Mapping[str, str]) -> Ranked:
    name = names.get(one["series"], "")
    return Ranked(one["series"], name, one["kind"], one["direction"], one["score"], one["why"])


def decided(one: Decision) -> Iterator[str]:
    """Yield why a code of a briefing is told or left out: in the text, and against its own past."""
    yield f"{one.code} {one.name} in {one.period}".replace("  ", " ")
    if one.line is not None:
        yield f"In the text, against {one.base}: {_in_the_text(one.line)}"
        if one.past is None or one.past.judgement.words != one.line.judgement.words:
            yield from verdicts.tree(one.line.rule, one.line.judgement, (), say.width())
        if one.line.told_before:
            yield f"told before, in {one.line.told_before}"
        if one.line.since_step:
            yield few.since(one.line.since_step)
    if one.past is not None:
        yield f"Against its own past: {verdicts.outcome(one.past)}"
        yield from verdicts.lines(one.past, say.width())


def _in_the_text(line: Lined) -> str:
    if line.let_through:
        arrow = ranking.ARROWS.get(line.direction or "", "")
        outcome = "told" if line.told else "let through"
        said = f"{outcome}, {line.place} of {line.of}: {line.kind.replace('_', ' ')} {arrow}".rstrip()
        return said if line.stands is None or line.told else f"{said}; in no sentence: {_stands(line.stands)}"
    return "left out: " + (few.reason(line.reason) if line.reason else verdicts.by_threshold(line.judgement))


def _stands(places: Sequence[str]) -> str:
    """Return in words where a code stands that no sentence names."""
    return f"it stands in {' and '.join(PLACES[one] for one in places)}" if places else "it stands nowhere by itself"
