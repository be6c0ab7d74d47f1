"""Alert operators when a series under `alert:` passes its threshold between two editions; each time once.

Between monthly editions a release may restate figures that were told; between annual ones it brings new months. Each
new release is judged as an edition would be. A movement that the engine's memory has is not news; when the memory has
let go of it, it is news again. The figures of an alert are worked out once more from the cells.
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
from generator.movements.picks import OF_REVISIONS
from generator.service.alerts import MOVED, note
from generator.settings.desk import Desk
from generator.store import FigureStore, Watched
from generator.story.amounts import Amount, Claim, amount
from generator.story.rounding import grouped, money, per_cent, prose_scale, with_sign
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
    base_period = Period.parse(facts["yoy"]["compare_period"])
    now = amount(figures, [pick.series], figures.period)
    base = amount(figures, [pick.series], base_period)
    if now is None or base is None:
        return f"{head}: {figures.period} cannot be compared with {base_period}"
    _refuse_other(pick.series, facts, now, base)
    now_claim = _claim(now)
    base_claim = _claim(base)
    growth = _growth(facts["yoy"], now_claim, base_claim)
    scale = prose_scale(now_claim)
    now_value, base_value = money(now_claim, scale), money(base_claim, scale)
    if now_value is None or base_value is None:
        return f"{head}: {figures.period} is known too roughly for a figure"
    rate = per_cent(growth) if growth else None
    unit = f"{scale.name} {figures.unit.upper()}".strip()
    percent = f", {with_sign(rate, growth)}%" if growth and rate is not None else ""
    return f"{head}: {grouped(now_value)} {unit} in {figures.period}, {grouped(base_value)} in {base_period}{percent}"


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


def series_alerts(desk: Desk, store: FigureStore, now: datetime) -> Iterator[str]:
    """Yield what the operators are told of each briefing whose source has a new release, and write it down.

    The clock calls this at each tick. What cannot be judged yet, because figures are missing, is judged with the next
    release.
    """
    for name in desk.briefings:
        releases = store.releases.all(source_of(desk, name)) if desk.briefing(name).alert else ()
        watched = store.due.watched(name) if releases else None
        if not releases or (watched and watched.release == releases[-1].name):
            continue
        memory = watched.memory if watched else ""
        period = ""
        text = ""
        try:
            memory, period, text = _judged(desk, store, name, memory)
        except IntegrityError as fault:
            note(store, "", f"briefings/{name}.yaml", "failed", str(fault), now)
        except GeneratorError:  # its figures are not out, or not all: an edition would not be made of them either
            pass
        with store.together():
            store.due.note_watched(Watched(name, releases[-1].name, memory))
            if text:
                store.due.alert(now, name, period, MOVED, text)
        if text:
            yield text


def _judged(desk: Desk, store: FigureStore, name: str, memory: str) -> tuple[str, str, str]:
    """Return the memory after a judgement, its period, and a line for each new movement, "" for none.

    Where nothing is known that was told before, the first judgement only fills the memory.
    """
    period, before = _told_until_now(desk, store, name, PreviousEdition.read(memory.encode()) if memory else None)
    if period is None:
        return memory, "", ""
    figures = figures_for(desk, store, name, str(period))
    if before and not store.may_revise(figures.selection, before.vintage, figures.vintage, period):
        return memory, "", ""
    picks, _ = picks_since(desk, store, name, figures, before)
    if picks is None:
        return memory, "", ""
    vintage = figures.vintage
    edition = PreviousEdition(
        f"{name}/{figures.period}", vintage.as_of, tuple(vintage.releases), about(figures.selection), picks.memory
    )
    lines: list[str] = []
    if before:
        deep_figures = without_breaks(deep(store, figures))
        for pick in picks.picks:
            is_named = pick.series in desk.briefing(name).alert
            is_correction = pick.kind in OF_REVISIONS
            if is_named and not is_correction and picks.memory_before.standing(pick.movement) is None:
                lines.append(line(desk, store, name, deep_figures, pick))
    return edition.written().decode(), str(figures.period), "\n".join(lines)


def _told_until_now(
    desk: Desk, store: FigureStore, name: str, memory: PreviousEdition | None
) -> tuple[Period | None, PreviousEdition | None]:
    """Return the period to judge, and what was told until now: by its edition, or by alerts since."""
    chosen = desk.briefing(name).selection
    if "monthly" not in desk.briefing(name).frequency:
        released = released_periods(store, chosen, store.releases.vintage(chosen.source, None, chosen))
        return max((period for period in released if period.months <= LONGEST), default=None), memory
    notes = [
        note
        for note in store.editions.all()
        if note.briefing == name and note.period.months <= LONGEST and note.state != WITHDRAWN
    ]
    if not notes:
        return None, None
    last = max(notes, key=lambda note: (note.period.last, note.period.months, note.revision))
    if memory and memory.period == last.period:
        return last.period, memory
    return last.period, previous_from(store, last, about(chosen))
