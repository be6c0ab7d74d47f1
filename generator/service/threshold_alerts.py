"""Alert operators when a series under `alert:` passes its threshold between two editions; each time once.

Between editions of months figures of the last one are restated; where an edition is of a year, months arrive. Each new
release is judged as an edition would be, in the light of what was told: what stands in the engine's memory is no news,
and passes again only after the memory let go of it. Its figures are the engine's facts, found again in the cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from generator.editions.edition_movements import deep, picks_since
from generator.editions.line_names import briefed
from generator.editions.previous_edition import LONGEST, WITHDRAWN, PreviousEdition, about, previous_from
from generator.errors import GeneratorError, IntegrityError
from generator.intake.period_choice import figures_for, released_periods
from generator.intake.timetable import source_of
from generator.movements.pick_builder import PanelPick
from generator.movements.picks import OF_REVISIONS, PanelPicks
from generator.service.alerts import MOVED, note
from generator.settings.desk import Desk
from generator.store import FigureStore, Watched
from generator.story.amounts import Amount, Claim, amount
from generator.story.rounding import grouped, prose_scale, together, with_sign
from generator.trade.figures import Figures
from generator.trade.period import Period
from generator.trade.series_breaks import without_breaks

_NEAR = Decimal("0.000001")  # facts have six decimals
_HUNDRED = Decimal(100)
_OTHER = "a movement of {0} is not told: its cells give {1} and {2}, the engine says {3} and {4}%."


def line(desk: Desk, store: FigureStore, name: str, figures: Figures, pick: PanelPick) -> str:
    """Return what a movement came to; IntegrityError where its cells do not give the engine's facts again."""
    facts = {fact["metric"]: fact for fact in pick.facts}
    label = briefed(desk, store, name, figures).label(pick.series).short
    head = f"{pick.series} {label}, {pick.direction} ({pick.kind}), past its threshold"
    base = Period.parse(facts["yoy"]["compare_period"])
    now, before = amount(figures, [pick.series], figures.period), amount(figures, [pick.series], base)
    if now is None or before is None:
        return f"{head}: {figures.period} cannot be compared with {base}"
    _refuse_other(pick.series, facts, now, before)
    claims = _claim(now), _claim(before)
    growth = _growth(facts["yoy"], *claims)
    if (shown := together(*claims, growth, scale := prose_scale(claims[0]))) is None:
        return f"{head}: {figures.period} is known too roughly for a figure"
    money = f"{scale.name} {figures.unit.upper()}".strip()
    rate = f", {with_sign(shown[2], growth)}%" if growth and shown[2] is not None else ""
    return f"{head}: {grouped(shown[0])} {money} in {figures.period}, {grouped(shown[1])} in {base}{rate}"


def _refuse_other(series: str, facts: Mapping[str, Mapping[str, Any]], now: Amount, base: Amount) -> None:
    """Work the facts out again from the cells, by plain sums."""
    level, rate = (facts[metric]["value"] for metric in ("level", "yoy"))
    is_other = level is None or abs(Decimal(str(level)) - now.value) > _NEAR
    if rate is not None:
        is_other = is_other or not base.value
        is_other = is_other or abs(_HUNDRED * (now.value / base.value - 1) - Decimal(str(rate))) > _NEAR
    if is_other:
        raise IntegrityError(_OTHER.format(series, now.value, base.value, level, rate))


def _claim(of: Amount) -> Claim:
    reading = of.reading
    return Claim(
        "",
        "level",
        of.codes,
        of.span,
        of.unit,
        reading.value,
        reading.low,
        reading.high,
        (),
        qualifier=reading.qualifier,
    )


def _growth(fact: Mapping[str, Any], now: Claim, base: Claim) -> Claim | None:
    """Return the growth that the engine found, with the least and the most that the two prints allow."""
    if fact["value"] is None or base.low <= 0:
        return None
    low, high = (_HUNDRED * (top / bottom - 1) for top, bottom in ((now.low, base.high), (now.high, base.low)))
    value = Decimal(str(fact["value"]))
    direction = "up" if value > 0 else "down"
    return Claim("", "growth", now.codes, now.period, "pct", value, low, high, (), base.period, direction=direction)


def passed(desk: Desk, store: FigureStore, now: datetime) -> Iterator[str]:
    """Yield what the operators are told of each briefing whose source has a new release, and write it down."""
    for name in desk.briefings:
        releases = store.releases.all(source_of(desk, name)) if desk.briefing(name).alert else ()
        watched = store.due.watched(name) if releases else None
        if releases and (watched is None or watched.release != releases[-1].name):
            yield from _judge_release(desk, store, name, watched, releases[-1].name, now)


def _judge_release(
    desk: Desk, store: FigureStore, name: str, watched: Watched | None, release: str, now: datetime
) -> Iterator[str]:
    """Judge what a release brought; what cannot be judged yet is judged with the next one."""
    memory, period, text = watched.memory if watched else "", "", ""
    try:
        memory, period, text = _judged(desk, store, name, memory)
    except IntegrityError as fault:
        note(store, "", f"briefings/{name}.yaml", "failed", str(fault), now)
    except GeneratorError:  # its figures are not out, or not all: an edition would not be made of them either
        pass
    with store.together():
        store.due.note_watched(Watched(name, release, memory))
        if text:
            store.due.alert(now, name, period, MOVED, text)
    if text:
        yield text


def _judged(desk: Desk, store: FigureStore, name: str, memory: str) -> tuple[str, str, str]:
    """Return the memory after a judgement, its period, and what passed since, "" for nothing.

    Where nothing is known that was told before, the first judgement only says what stands.
    """
    period, before = _stands(desk, store, name, PreviousEdition.read(memory.encode()) if memory else None)
    if period is None:
        return memory, "", ""
    figures = figures_for(desk, store, name, str(period))
    if before and not store.may_revise(figures.selection, before.vintage, figures.vintage, period):
        return memory, "", ""
    picks, _ = picks_since(desk, store, name, figures, before)
    if picks is None:
        return memory, "", ""
    of, whose = f"{name}/{figures.period}", about(figures.selection)
    edition = PreviousEdition(of, figures.vintage.as_of, tuple(figures.vintage.releases), whose, picks.memory)
    deep_figures = without_breaks(deep(store, figures))
    lines = [
        line(desk, store, name, deep_figures, pick) for pick in _new_picks(picks, desk.briefing(name).alert) if before
    ]
    return edition.written().decode(), str(figures.period), "\n".join(lines)


def _stands(
    desk: Desk, store: FigureStore, name: str, memory: PreviousEdition | None
) -> tuple[Period | None, PreviousEdition | None]:
    """Return the period to judge, and what was told until now: by its edition, or by alerts since."""
    chosen = desk.briefing(name).selection
    if "monthly" not in desk.briefing(name).frequency:
        released = released_periods(store, chosen, store.releases.vintage(chosen.source, None, chosen))
        return max((period for period in released if period.months <= LONGEST), default=None), memory
    notes = [note for note in store.editions.all() if note.briefing == name and note.period.months <= LONGEST]
    standing = [note for note in notes if note.state != WITHDRAWN]
    if not standing:
        return None, None
    last = max(standing, key=lambda note: (note.period.last, note.period.months, note.revision))
    return last.period, memory if memory and memory.period == last.period else after(store, last, about(chosen))


def _new_picks(picks: PanelPicks, codes: tuple[str, ...]) -> Iterator[PanelPick]:
    """Yield the movements of the named series that did not stand before; a figure that was corrected is none."""
    for pick in picks.told:
        earlier = picks.known.standing(pick.movement)
        if pick.series in codes and pick.kind not in OF_REVISIONS and earlier is None:
            yield pick
