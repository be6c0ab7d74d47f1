"""Figures that were restated since an edition was made, and the editions that still print the old ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from generator.editions.figure_tables import digits_of
from generator.editions.line_names import briefed
from generator.editions.previous_edition import WITHDRAWN
from generator.errors import SettingsError
from generator.intake.period_choice import figures_for
from generator.settings.desk import Desk
from generator.store import EditionNote, FigureStore
from generator.trade.figures import Revision
from generator.trade.period import Period
from generator.trade.release import Vintage


def revised(desk: Desk, store: FigureStore, name: str, period: str | None, since: date | None) -> list[dict[str, Any]]:
    """Return which figures of an edition are other ones now: its newest revision's, or those known on the day `since`.

    Raises SettingsError where nothing was made of the period and no day is named.
    """
    figures = figures_for(desk, store, name, period)
    source, about = figures.selection.source, figures.selection
    before = store.vintage(source, since, about) if since else _used(store, name, figures.period)
    told = briefed(desk, store, name, figures)
    found = store.revisions(figures.selection, before, figures.vintage)
    return [_revision(one, told.label(one.code).short) for one in found if one.period.last <= figures.period.last]


def _used(store: FigureStore, name: str, period: Period) -> Vintage:
    """Return the releases of which the newest revision was made."""
    note = store.edition(name, period)
    if note is None:
        option, of = "--revisions", f"{name}/{period}"
        raise SettingsError(option, f"no edition {of} was made.", "Name a day: --as-of 2026-01-31.")
    return _vintage(store, note)


def _revision(one: Revision, line: str) -> dict[str, Any]:
    rate = one.per_cent
    first = (*one.cell.parts, one.cell)[0] if one.cell is not None else None
    return {
        "code": one.code,
        "line": line,
        "period": str(one.period),
        "currency": first.currency if first is not None else "",
        "was": digits_of(one.was),
        "now": digits_of(one.now),
        "change_pct": "" if rate is None else f"{rate:.1f}",
        "release": first.cell.release if first is not None else "",
    }


_YEARS = 2  # that an edition prints: its own months, and the same ones a year before
_NEAR = 24  # months between two editions that are compared


def outdated(desk: Desk, store: FigureStore, name: str, period: str) -> list[str]:
    """Return what stands on older figures than the newest revision of `period`, each with the verb that mends it.

    An edition is of months up to its own, of two years; where it knew what this one knows, it says nothing else.
    """
    mine = store.edition(name, Period.parse(period))
    if mine is None or mine.period.frequency == "annual":
        return []
    now, every = _vintage(store, mine), {note.period: note for note in store.editions() if note.briefing == name}
    others = (store.edition(name, one) for one in sorted(every) if one != mine.period)
    return [said for one in others if one and _is_near(one, mine) and (said := _sentence(desk, store, one, mine, now))]


def _is_near(one: EditionNote, mine: EditionNote) -> bool:
    apart = abs(one.period.first - mine.period.first)
    return one.state != WITHDRAWN and one.period.frequency != "annual" and apart < _NEAR


def _sentence(desk: Desk, store: FigureStore, one: EditionNote, mine: EditionNote, now: Vintage) -> str:
    then = _vintage(store, one)
    if not set(then.releases) < set(now.releases):
        return ""
    found = [revision for revision in _revised(desk, store, one, then, now) if _prints(one.period, revision)]
    if not found:
        return ""
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    of, newer = (f"{note.briefing}/{note.period}/r{note.revision}" for note in (one, mine))
    first = f"{found[0].code} in {found[0].period}{more}"
    remedy = f"Build it again: tradebrief build {one.briefing} --period {one.period}"
    return f"{of} stands on older figures than {newer}, which has restated {first}. {remedy}"


def _revised(desk: Desk, store: FigureStore, one: EditionNote, then: Vintage, now: Vintage) -> Iterator[Revision]:
    chosen = desk.briefing(one.briefing).selection
    if store.says_again(chosen, then, now, one.period):
        yield from store.revisions(chosen, then, now)


def _prints(period: Period, revision: Revision) -> bool:
    """Say whether an edition of `period` may print a figure of the revision's."""
    end = period.first + period.months
    return end - 12 * _YEARS <= revision.period.first and revision.period.first + revision.period.months <= end


def _vintage(store: FigureStore, note: EditionNote) -> Vintage:
    manifest: Mapping[str, Any] = json.loads(store.raw(note.manifest_sha256))
    return Vintage(note.as_of, tuple(manifest["releases"]))
