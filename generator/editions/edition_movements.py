"""Moved: the one door to the movements of an edition: its lines, judged, and what stands out from their past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.editions.briefing_panel import picks_since
from generator.editions.mirror_panel import Report
from generator.editions.previous_edition import Before, before_of
from generator.intake.earlier_years import previously
from generator.movements import Movement, Movements, find_movements
from generator.movements.pick_facts import MIRROR, gaps
from generator.movements.picks import PanelPicks
from generator.settings.desk import Desk
from generator.settings.desk_parts import digest
from generator.settings.output_shapes import Gaps
from generator.store import FigureStore
from generator.trade.figures import Figures


@dataclass(frozen=True)
class Moved:
    """What moved: the lines of the edition, what the engine picks among all codes within them, and what stood before.

    `picks` and `before` are None for a year; `before` also for a first edition. `report` is the partner's own, None
    where it is not asked for.
    """

    movements: Movements
    picks: PanelPicks | None = None
    before: Before | None = None
    report: Report | None = None


def moved(desk: Desk, store: FigureStore, name: str, figures: Figures) -> Moved:
    """Return what moved, in the light of the edition before."""
    return moved_since(desk, store, name, figures, before_of(store, name, figures))


def moved_since(
    desk: Desk,
    store: FigureStore,
    name: str,
    figures: Figures,
    before: Before | None,
    mirror: Sequence[str] | None = None,
) -> Moved:
    """Return what moved, in the light of `before`: the same figures and the same before give the same.

    `mirror` are the releases of the partner's report that a recorded revision knew.
    """
    found, report = picks_since(desk, store, name, figures, before, mirror)
    movements = find_movements(figures, desk.thresholds[name], found, previously(desk, store, name, figures))
    return Moved(movements, found, before, report)


def moved_data(found: Moved, *, facts: bool) -> dict[str, Any] | None:
    """Return `movements` of edition.json; None for a year. Without `facts` no figure of a line is in it."""
    if found.picks is None:
        return None
    before = found.before
    return {
        "before": _before(before) if before else None,
        "lines": list(_lines(found.movements)),
        "told": [pick for one in found.picks.told if (pick := _without(one.as_data(), facts=facts))],
        "left_out": [one.as_data() for one in found.picks.left_out],
        "memory": found.picks.memory.as_data(),
    }


def _before(of: Before) -> dict[str, str]:
    return {"edition": of.edition, "as_of": of.as_of.isoformat(), "sha256": digest(of.written())}


def gaps_data(found: Moved) -> Gaps | None:
    """Return the gaps to the partner's report, of lines and of what is unlike itself; None where it is not asked."""
    if (report := found.report) is None:
        return None
    one, every = report.selection, gaps(found.picks.judged.seen) if found.picks else []
    lines = {line.code for line in found.movements.lines}
    return {
        "source": one.source,
        "reporter": one.reporter,
        "partner": one.partner,
        "flow": one.flow.value,
        "releases": list(report.releases),
        "known": len(every),
        "gaps": [gap for gap in every if gap["flags"] or gap["series"] in lines],
        "why": report.why,
    }


def _without(pick: dict[str, Any], *, facts: bool) -> dict[str, Any]:
    """Return a pick as an edition has it: what the partner counted is for the editor alone."""
    told = [fact for fact in pick["facts"] if fact["metric"] != MIRROR]
    return {key: part for key, part in (pick | {"facts": told}).items() if facts or key != "facts"}


def _lines(found: Movements) -> Iterator[dict[str, Any]]:
    for one in (*found.notable, *found.left_out):
        yield {"notable": one in found.notable, **line_data(one)}


def line_data(one: Movement) -> dict[str, Any]:
    """Return the record of a line that was judged: its score with its parts, and why it is told or not."""
    return {
        "code": one.code,
        "kind": one.kind,
        "direction": one.direction,
        "score": float(one.score),
        "parts": dict(one.parts),
        "may_lead": one.may_lead,
        "told_before": one.told_before,
        "since_step": one.since_step,
        "flags": list(one.flags),
        "rule": one.rule,
        "why": one.reason or str(one.judgement),
    }
