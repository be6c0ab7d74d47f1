"""What moved in an edition, ranked, and why any code within a briefing is told or not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from generator.delivery import Shelf
from generator.editions.edition_movements import Moved, Report, gaps_data, moved, moved_since
from generator.editions.edition_names import Named, noted
from generator.editions.edition_proof import SENTENCE, Evidence, places_of
from generator.editions.line_names import short_names
from generator.editions.previous_edition import recorded
from generator.errors import SettingsError
from generator.intake.period_choice import figures_at, figures_for
from generator.movements import Judgement, Movement, Movements
from generator.movements.gates import why_unjudged
from generator.movements.pick_facts import MIRROR, published_otherwise
from generator.movements.pick_verdicts import SeriesVerdict, verdict
from generator.movements.picks import PanelPicks
from generator.movements.threshold_checks import idle_thresholds, unknown_codes
from generator.settings.desk import Desk
from generator.settings.desk_settings import in_words
from generator.settings.output_shapes import Pick, Picks
from generator.settings.wiring import reopened
from generator.store import FigureStore
from generator.trade.codes import is_within, nearest_codes
from generator.trade.figures import Figures
from generator.trade.period import Period
from generator.trade.release import Vintage

LEAVE_OUT = "leave_out"


@dataclass(frozen=True)
class Lined:
    """Why one line is let through to the text, in which `place` of how many, or not.

    `reason` is why it is not, where that is not its threshold: it has no figure, or the editor's leave_out. `stands`
    are the places of an edition that name its code, None where no edition was asked.
    """

    place: int
    of: int
    kind: str
    direction: str | None
    rule: str
    judgement: Judgement
    reason: str
    score: float
    parts: Mapping[str, float]
    told_before: str
    since_step: str
    flags: tuple[str, ...]
    stands: tuple[str, ...] | None = None

    @property
    def let_through(self) -> bool:
        """Whether the text may tell it."""
        return self.place > 0

    @property
    def told(self) -> bool | None:
        """Whether a sentence tells it; None of a line that is let through, where no edition was asked."""
        if not self.let_through:
            return False
        return None if self.stands is None else SENTENCE in self.stands

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {
            "let_through": self.let_through,
            "told": self.told,
            "stands": None if self.stands is None else list(self.stands),
            "place": self.place or None,
            "of": self.of,
            "kind": self.kind,
            "direction": self.direction,
            "reason": self.reason,
            "rule": self.rule,
            "judgement": self.judgement.as_data(),
            "score": self.score,
            "parts": dict(self.parts),
            "told_before": self.told_before,
            "since_step": self.since_step,
            "flags": list(self.flags),
        }


@dataclass(frozen=True)
class Decision:
    """Why a code is told or not: as a `line` of the text, and among all codes of months against its own `past`."""

    code: str
    name: str
    period: str
    base: str
    line: Lined | None
    past: SeriesVerdict | None

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        line, past = (one.as_data() if one else None for one in (self.line, self.past))
        return {"code": self.code, "name": self.name, "period": self.period, "base": self.base} | {
            "line": line,
            "past": past,
        }


@dataclass(frozen=True)
class Found:
    """What moved in an edition: its lines, and the codes of its panel against their own past."""

    desk: Desk
    store: FigureStore
    name: str
    figures: Figures
    movements: Movements
    picks: PanelPicks | None

    @classmethod
    def of(cls, desk: Desk, store: FigureStore, name: str, figures: Figures, moves: Moved) -> Found:
        """Return what moved in an edition of `figures`."""
        return cls(desk, store, name, figures, moves.movements, moves.picks)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of which anything is decided."""
        deeper = self.picks.judged.panel.codes if self.picks else ()
        return tuple(dict.fromkeys((*self.figures.selection.codes, *deeper)))


def decided_now(
    desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None, code: str
) -> Decision:
    """Return why `code` is told or not as settings and figures stand; SettingsError where the briefing has none."""
    figures = figures_for(desk, store, name, period, as_of)
    return _decision(Found.of(desk, store, name, figures, moved(desk, store, name, figures)), code, f"--why {code}")


def decided(desk: Desk, store: FigureStore, shelf: Shelf, named: Named, code: str, evidence: Evidence) -> Decision:
    """Return why `code` is told or not in an edition, by its own settings and releases, and where it stands there."""
    place = (named.name, named.period, named.revision)
    note = noted(store, *place)
    kept: Any = json.loads(store.raw(note.manifest_sha256)) if note else shelf.manifest(*place)
    before = reopened(desk, {file: store.raw(sha) for file, sha in kept["inputs"].items()})
    vintage = Vintage(date.fromisoformat(kept["as_of"]), tuple(kept["releases"]))
    figures = figures_at(store, before.briefing(named.name), Period.parse(named.period), vintage)
    of = f"{named.name}/{named.period}/r{named.revision}"
    moves = moved_since(before, store, named.name, figures, recorded(store, kept), kept.get("mirror", ()))
    found = _decision(Found.of(before, store, named.name, figures, moves), code, of)
    return replace(found, line=found.line and replace(found.line, stands=places_of(evidence, code)))


def _decision(found: Found, code: str, where: str) -> Decision:
    line = _line(found, code)
    past = verdict(found.picks, code) if found.picks and code in found.picks.judged.panel.places else None
    if line is None and past is None:
        within = [one for one in found.figures.selection.codes if is_within(code, one)]
        problem = f"no figure of {code} is there." if within else f"no code {code} lies within the briefing."
        raise SettingsError(where, problem, nearest_codes(code, found.codes))
    period, base = found.movements.period, found.movements.base
    name = short_names(found.desk, found.store, found.name, found.figures, (code,))[code]
    return Decision(code, name, str(period), str(base), line, past)


def _line(found: Found, code: str) -> Lined | None:
    """Return the judgement on a line of the edition; None for a code that is none."""
    moved = found.movements
    note = found.desk.note(found.name, str(found.figures.period))
    by_hand = note is not None and any(is_within(code, left) for left in note.leave_out)
    for place, one in enumerate(moved.notable, start=1):
        if one.code == code and by_hand:
            return _lined(replace(one, reason=LEAVE_OUT), 0, len(moved.notable))
        if one.code == code:
            return _lined(one, place, len(moved.notable))
    return next((_lined(one, 0, len(moved.notable)) for one in moved.left_out if one.code == code), None)


def _lined(one: Movement, place: int, of: int) -> Lined:
    return Lined(
        place=place,
        of=of,
        kind=one.kind,
        direction=one.direction,
        rule=one.rule,
        judgement=one.judgement,
        reason="" if one.reason == str(one.judgement) else one.reason,
        score=float(one.score),
        parts=one.parts,
        told_before=one.told_before,
        since_step=one.since_step,
        flags=one.flags,
    )


def judged(desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None) -> Picks:
    """Return what moved in an edition, in the light of the one before, as plain data: told, left out, and why."""
    figures = figures_for(desk, store, name, period, as_of)
    moves = moved(desk, store, name, figures)
    found, past, before = moves.movements, moves.picks, moves.before
    return {
        "schema": 1,
        "briefing": name,
        "period": str(found.period),
        "base": str(found.base),
        "notable": [_movement(item) for item in found.notable],
        "left_out": [_movement(item) for item in found.left_out],
        "past": [one.as_data() for one in past.told] if past else [],
        "past_left_out": [one.as_data() for one in past.left_out] if past else [],
        "unjudged": why_unjudged(past.judged) if past and not past.told else "",
        "before": before.edition if before else None,
        "mirror": gaps_data(moves),
        "published": published_otherwise(past.judged.snapshot) if past else [],
        "notes": [
            *_of_report(desk, name, moves.report),
            *_noticed(desk, figures.selection.source, past),
            *_notes(desk, name, moves),
        ],
        "names": short_names(desk, store, name, figures, [*_series(past), *_flagged(moves), *_otherwise(past)]),
    }


def _flagged(moves: Moved) -> list[str]:
    gaps = gaps_data(moves)
    return [one["series"] for one in gaps["gaps"]] if gaps else []


def _otherwise(past: PanelPicks | None) -> list[str]:
    return [one["series"] for one in published_otherwise(past.judged.snapshot)] if past else []


def _of_report(desk: Desk, name: str, report: Report | None) -> Iterator[str]:
    """Yield why the partner's report that is asked for gives no gap."""
    if report is not None and report.why:
        yield f"{desk.where(f'briefings/{name}.yaml', ('figures', 'mirror'))}: {report.why}"


def _noticed(desk: Desk, source: str, past: PanelPicks | None) -> Iterator[str]:
    """Yield what the source has said of its figures that the movements are flagged with."""
    if past is not None:
        yield from in_words(source, past.judged.panel, past.period, desk.settings.sources[source].notices)


def _series(past: PanelPicks | None) -> list[str]:
    """Return every code that is told against its past, or was left out."""
    return [*(one.series for one in past.told), *(one.series for one in past.left_out)] if past else []


def _notes(desk: Desk, name: str, moves: Moved) -> Iterator[str]:
    """Yield the thresholds of a briefing that hold of no line, neither as the text judges it nor against its past.

    Why a report that is asked for gives no gap was said before.
    """
    found, past = moves.movements, moves.picks
    was_said = (MIRROR, f"flag {MIRROR}_gap") if moves.report is not None and moves.report.why else ()
    measured = past.judged.snapshot if past else found.snapshot
    for one in idle_thresholds(measured) if measured else ():
        if one.metric not in was_said:
            yield f"{desk.where(f'briefings/{name}.yaml', one.path)}: {one}"
    lines = [line.code for line in (*found.notable, *found.left_out)]
    codes = [*lines, *(past.judged.panel.codes if past else ())]
    for other in unknown_codes(desk.thresholds[name], codes):
        if past or not any(is_within(other.code, line) for line in lines):  # within a line: only its past is judged
            where = desk.where(f"briefings/{name}.yaml", other.path)
            yield f"{where}: {other} {nearest_codes(other.code, codes)}".rstrip()


def _movement(item: Movement) -> Pick:
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
