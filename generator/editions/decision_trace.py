"""The ranked movements of an edition, and why any code within a briefing is reported or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from generator.delivery import Shelf
from generator.editions.edition_movements import EditionMovements, movements_of, recorded_movements
from generator.editions.edition_names import NamedEdition, manifest_of, note_on
from generator.editions.edition_proof import SENTENCE, Evidence, places_of
from generator.editions.line_names import short_names
from generator.errors import SettingsError
from generator.intake.period_choice import figures_for
from generator.movements import Movement, Movements
from generator.movements.gates import why_unjudged
from generator.movements.pick_builder import LeftOut, PanelPick
from generator.movements.pick_facts import MIRROR, gaps, published_otherwise
from generator.movements.picks import SeriesVerdict, verdict
from generator.movements.threshold_checks import idle_thresholds, unknown_codes
from generator.settings.desk import Desk
from generator.settings.output_shapes import Gaps, Pick, Picks
from generator.settings.source_settings import in_words
from generator.settings.wiring import reopened
from generator.store import FigureStore
from generator.trade.codes import is_within, nearest_codes
from generator.trade.figures import Figures

LEAVE_OUT = "leave_out"


@dataclass(frozen=True)
class LineDecision:
    """Why one line is let through to the text or not."""

    movement: Movement
    place: int  # rank among the lines let through; 0 if it is not let through
    of: int  # number of notable lines
    reason: str  # why it is left out, if not by its threshold: no figure, or the editor's leave_out
    stands: tuple[str, ...] | None = None  # places of an edition that name its code; None if no edition was asked

    @property
    def let_through(self) -> bool:
        """Whether the text may mention it."""
        return self.place > 0

    @property
    def is_told(self) -> bool | None:
        """Whether a sentence mentions it. None if it is let through but no edition was asked."""
        if not self.let_through:
            return False
        return None if self.stands is None else SENTENCE in self.stands

    def as_data(self) -> dict[str, Any]:
        """Return the decision as JSON data."""
        movement = self.movement
        return {
            "let_through": self.let_through,
            "told": self.is_told,
            "stands": None if self.stands is None else list(self.stands),
            "place": self.place or None,
            "of": self.of,
            "kind": movement.kind,
            "direction": movement.direction,
            "reason": self.reason,
            "rule": movement.rule,
            "judgement": movement.judgement.as_data(),
            "score": float(movement.score),
            "parts": dict(movement.parts),
            "told_before": movement.told_before,
            "since_step": movement.since_step,
            "flags": list(movement.flags),
        }


@dataclass(frozen=True)
class Decision:
    """Why a code is reported or not."""

    code: str
    name: str
    period: str
    base: str
    line: LineDecision | None  # as a line of the text; None if it is not a line
    past: SeriesVerdict | None  # against its own past, among all codes; None if it was not measured so

    def as_data(self) -> dict[str, Any]:
        """Return the decision as JSON data."""
        line, past = (decision.as_data() if decision else None for decision in (self.line, self.past))
        return {"code": self.code, "name": self.name, "period": self.period, "base": self.base} | {
            "line": line,
            "past": past,
        }


def decided_now(
    desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None, code: str
) -> Decision:
    """Return why `code` is reported or not by current settings and figures. Raise SettingsError for an unknown code."""
    figures = figures_for(desk, store, name, period, as_of)
    return _decision(desk, store, name, figures, movements_of(desk, store, name, figures), code, f"--why {code}")


def decided(
    desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, code: str, evidence: Evidence
) -> Decision:
    """Return why `code` is reported or not in an edition, by its own settings and releases, and in which places."""
    note = note_on(store, named)
    manifest: Any = manifest_of(store, note) if note else shelf.manifest(*named)
    before = reopened(desk, {file: store.raw.read(sha) for file, sha in manifest["inputs"].items()})
    figures, moves = recorded_movements(before, store, manifest)
    decision = _decision(before, store, named.name, figures, moves, code, str(named))
    return replace(decision, line=decision.line and replace(decision.line, stands=places_of(evidence, code)))


def _decision(
    desk: Desk, store: FigureStore, name: str, figures: Figures, moves: EditionMovements, code: str, where: str
) -> Decision:
    line = _line(desk, name, str(figures.period), moves.movements, code)
    past = None
    panel_codes: tuple[str, ...] = ()
    if moves.picks:
        panel_codes = moves.picks.judged.panel.codes
        if code in panel_codes:
            past = verdict(moves.picks, code)
    codes = figures.selection.codes
    if line is None and past is None:
        is_inside = any(is_within(code, parent) for parent in codes)
        problem = f"no figure of {code} is there." if is_inside else f"no code {code} lies within the briefing."
        raise SettingsError(where, problem, nearest_codes(code, (*codes, *panel_codes)))
    period = str(moves.movements.period)
    base = str(moves.movements.base)
    short_name = short_names(desk, store, name, figures, (code,))[code]
    return Decision(code, short_name, period, base, line, past)


def _line(desk: Desk, name: str, period: str, movements: Movements, code: str) -> LineDecision | None:
    """Return the decision on a line of the edition; None for a code that is not a line."""
    note = desk.note(name, period)
    count = len(movements.notable)
    for place, movement in enumerate(movements.notable, start=1):
        if movement.code == code:
            if note is not None and any(is_within(code, omitted) for omitted in note.leave_out):
                return LineDecision(movement, 0, count, LEAVE_OUT)
            return LineDecision(movement, place, count, "")
    for movement in movements.left_out:
        if movement.code == code:
            reason = "" if movement.reason == str(movement.judgement) else movement.reason
            return LineDecision(movement, 0, count, reason)
    return None


def ranked_movements(desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None) -> Picks:
    """Return the ranked movements of an edition, and those left out, as plain data with the reasons."""
    figures = figures_for(desk, store, name, period, as_of)
    moves = movements_of(desk, store, name, figures)
    movements = moves.movements
    mirror = _gaps(moves)
    picks: Sequence[PanelPick] = ()
    picks_left_out: Sequence[LeftOut] = ()
    unjudged = ""
    published = published_otherwise(moves.picks.judged.snapshot) if moves.picks else []
    if moves.picks:
        picks = moves.picks.picks
        picks_left_out = moves.picks.left_out
        if not picks:
            unjudged = why_unjudged(moves.picks.judged)
    codes = [pick.series for pick in picks]
    codes += [pick.series for pick in picks_left_out]
    if mirror:
        codes += [gap["series"] for gap in mirror["gaps"]]
    codes += [rate["series"] for rate in published]
    return {
        "schema": 1,
        "briefing": name,
        "period": str(movements.period),
        "base": str(movements.base),
        "notable": [_pick(movement) for movement in movements.notable],
        "left_out": [_pick(movement) for movement in movements.left_out],
        "past": [pick.as_data() for pick in picks],
        "past_left_out": [pick.as_data() for pick in picks_left_out],
        "unjudged": unjudged,
        "before": moves.before.edition if moves.before else None,
        "mirror": mirror,
        "published": published,
        "notes": list(_notes(desk, name, figures.selection.source, moves)),
        "names": short_names(desk, store, name, figures, codes),
    }


def _gaps(moves: EditionMovements) -> Gaps | None:
    """Return the gaps to the partner's report: those of lines, and unusual ones. None if no such report is set."""
    report = moves.report
    if report is None:
        return None
    all_gaps = gaps(moves.picks.judged.snapshot) if moves.picks else []
    lines = {line.code for line in moves.movements.lines}
    return {
        "source": report.selection.source,
        "reporter": report.selection.reporter,
        "partner": report.selection.partner,
        "flow": report.selection.flow.value,
        "releases": list(report.releases),
        "known": len(all_gaps),
        "gaps": [gap for gap in all_gaps if gap["flags"] or gap["series"] in lines],
        "why": report.why,
    }


def _notes(desk: Desk, name: str, source: str, moves: EditionMovements) -> Iterator[str]:
    """Yield why there is no gap to the partner's report, the source's notices, and idle thresholds.

    A threshold is idle if it applies to no line, neither in the text nor against its past.
    """
    movements = moves.movements
    file = f"briefings/{name}.yaml"
    why_no_gap = moves.report.why if moves.report else ""
    if why_no_gap:
        yield f"{desk.where(file, ('figures', 'mirror'))}: {why_no_gap}"

    lines = [line.code for line in (*movements.notable, *movements.left_out)]
    codes = [*lines]
    snapshot = movements.snapshot
    if moves.picks:
        panel = moves.picks.judged.panel
        yield from in_words(source, panel, moves.picks.period, desk.settings.sources[source].notices)
        codes.extend(panel.codes)
        snapshot = moves.picks.judged.snapshot
    if snapshot:
        for idle in idle_thresholds(snapshot):
            if why_no_gap and idle.metric in (MIRROR, f"flag {MIRROR}_gap"):
                continue
            yield f"{desk.where(file, idle.path)}: {idle}"

    for unknown in unknown_codes(desk.thresholds[name], codes):
        # A code within a line is judged against its past alone: without a past it is not an unknown one.
        if not moves.picks and any(is_within(unknown.code, line) for line in lines):
            continue
        where = desk.where(file, unknown.path)
        yield f"{where}: {unknown} {nearest_codes(unknown.code, codes)}".rstrip()


def _pick(item: Movement) -> Pick:
    return {
        "code": item.code,
        "kind": item.kind,
        "direction": item.direction,
        "score": f"{item.score:.1f}",
        "flags": list(item.flags),
        "rule": item.rule,
        "why": item.reason or str(item.judgement),
        "decided": [leaf.as_data() for leaf in item.judgement.deciding()],
        "parts": dict(item.parts),
        "told_before": item.told_before,
        "since_step": item.since_step,
    }
