"""Tables: a briefing's figures and movements as rows, to look at or to take away."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.editions.currency_view import columns, rates_into
from generator.editions.edition_movements import Moved, gaps_data, moved
from generator.editions.list_names import briefed, short_names
from generator.editions.mirror_panel import Report
from generator.editions.nearest_codes import near
from generator.errors import SettingsError
from generator.intake.period_choice import figures_for
from generator.movements import Movement
from generator.movements.gates import why_unjudged
from generator.movements.pick_facts import MIRROR, published_otherwise
from generator.movements.picks import PanelPicks
from generator.movements.threshold_checks import idle_thresholds, unknown_codes
from generator.settings.desk import Desk
from generator.settings.output_shapes import Pick, Picks
from generator.settings.source_notices import in_words
from generator.store import FigureStore
from generator.store.parquet import parquet_of
from generator.story.record import guarded
from generator.trade.codes import is_within
from generator.trade.figures import Revision
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.release import Vintage

FORMATS = ("csv", "xlsx", "json", "parquet")


def rows(
    desk: Desk,
    store: FigureStore,
    name: str,
    period: str | None,
    as_of: date | None,
    into: str | None = None,
    *,
    alone: bool = False,
) -> list[dict[str, Any]]:
    """Return every figure that an edition would see, oldest first: level, qualifier, standing, cell and source.

    With `alone` they are those of its period and of the same one a year before, without the other history.
    With `into` USD each has beside it what it comes to in US dollars, which is no official figure.
    """
    figures = figures_for(desk, store, name, period, as_of)
    told = briefed(desk, store, name, figures)
    place = {code: number for number, code in enumerate(figures.selection.codes)}
    cells = [cell for (code, when), cell in figures.cells.items() if when.last <= figures.period.last and code in place]
    seen = [cell for cell in (*cells, *figures.relayed) if not alone or _is_near(cell.period, figures.period)]
    ordered = sorted(seen, key=lambda cell: (place[cell.code], cell.period, cell.standing))
    days = {one.name: one.released for one in store.releases(figures.selection.source)}
    table = [_row(cell, told.label(cell.code).short, _day(cell, days)) for cell in ordered]
    if into is None:
        return table
    rates = rates_into(desk, store, into, [cell.currency for cell in ordered], as_of)
    return [row | columns(cell, rates) for row, cell in zip(table, ordered, strict=True)]


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
    manifest = json.loads(store.raw(note.manifest_sha256))
    return Vintage(note.as_of, tuple(manifest["releases"]))


def _revision(one: Revision, line: str) -> dict[str, Any]:
    rate = one.per_cent
    first = (*one.cell.parts, one.cell)[0] if one.cell is not None else None
    return {
        "code": one.code,
        "line": line,
        "period": str(one.period),
        "currency": first.currency if first is not None else "",
        "was": _plain(one.was),
        "now": _plain(one.now),
        "change_pct": "" if rate is None else f"{rate:.1f}",
        "release": first.cell.release if first is not None else "",
    }


def form_of(form: str | None, out: Path | None) -> str | None:
    """Return the format that is meant: the one named, else that of the file's ending; None for a table to look at."""
    if form is not None or out is None:
        return form
    if (ending := out.suffix.removeprefix(".").lower()) in FORMATS:
        return ending
    option, known = f"--out {out}", ", ".join(FORMATS)
    raise SettingsError(option, "its ending names no format.", f"Add --format, or end it in one of {known}.")


def written(table: list[dict[str, Any]], form: str) -> bytes:
    """Return the rows as a file: csv, xlsx, json or parquet; values are text, so that no digit is lost."""
    if form not in FORMATS:
        option, known = "--format", ", ".join(FORMATS)
        raise SettingsError(option, f"{form!r} is not known.", f"Choose one of {known}.")
    import pandas as pd

    if form in ("csv", "xlsx"):  # what a spreadsheet would run is only shown
        table = [{key: guarded(str(part)) for key, part in row.items()} for row in table]
    frame = pd.DataFrame(table, dtype="str")
    if form == "json":
        return str(frame.to_json(orient="records", force_ascii=False, indent=1)).encode()
    if form == "xlsx":
        sheet = io.BytesIO()
        frame.to_excel(sheet, index=False)
        return sheet.getvalue()
    rows = str(frame.to_csv(index=False, lineterminator="\n"))
    return rows.encode() if form == "csv" else parquet_of(rows, {str(name): "VARCHAR" for name in frame})


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
        "published": published_otherwise(past.judged.seen) if past else [],
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
    return [one["series"] for one in published_otherwise(past.judged.seen)] if past else []


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
    measured = past.judged.seen if past else found.seen
    for one in idle_thresholds(measured) if measured else ():
        if one.metric not in was_said:
            yield f"{desk.where(f'briefings/{name}.yaml', one.path)}: {one}"
    lines = [line.code for line in (*found.notable, *found.left_out)]
    codes = [*lines, *(past.judged.panel.codes if past else ())]
    for other in unknown_codes(desk.thresholds[name], codes):
        if past or not any(
            is_within(other.code, line) for line in lines
        ):  # within a line: judged against the past alone
            yield f"{desk.where(f'briefings/{name}.yaml', other.path)}: {other} {near(other.code, codes)}".rstrip()


def _is_near(one: Period, period: Period) -> bool:
    """Say whether `one` lies in `period`, or in the same period a year before."""
    return any(set(one.split()) <= set(span.split()) for span in (period, period.year_before()))


def _day(cell: Observation, days: Mapping[str, date]) -> date | None:
    """Return the day on which a figure was out, its release's where its row has none; of a sum, its last part's."""
    known = [part.published or days.get(part.cell.release) for part in cell.parts or (cell,)]
    return max(filter(None, known), default=None)


def _row(cell: Observation, line: str, published: date | None) -> dict[str, Any]:
    return {
        "code": cell.code,
        "line": line,
        "period": str(cell.period),
        "currency": cell.currency,
        "value": _plain(cell.value),
        "low": _plain(cell.low),
        "high": _plain(cell.high),
        "qualifier": cell.qualifier.value,
        "wording": cell.wording,
        "standing": cell.standing.value,
        "speaker": cell.speaker,
        "code_basis": cell.code_basis,
        "reporter": cell.reporter,
        "partner": cell.partner,
        "flow": cell.flow.value,
        "published": str(published or ""),
        "publication": cell.publication,
        "address": cell.address,
        "release": cell.cell.release,
        "row": str(cell.cell.row),
    }


def _plain(value: Decimal | None) -> str:
    """Return a value's digits without groups, zeros or exponent; a withheld one is empty."""
    return "" if value is None else f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value.to_integral():f}"


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
