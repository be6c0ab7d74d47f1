"""Files: the engine on a bare table, and picks.json, whose bytes are the same for the same table."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.editions.bare.bare_panel import read_panel, read_previous
from generator.editions.bare.sidecar import read_sidecar
from generator.errors import SettingsError
from generator.movements.panel import Doubt
from generator.movements.pick_builder import with_season
from generator.movements.pick_facts import gaps, published_otherwise
from generator.movements.pick_verdicts import SeriesVerdict, verdict
from generator.movements.picks import PanelPicks, picks
from generator.movements.threshold_checks import idle_thresholds, unknown_codes
from generator.trade.codes import nearest_codes
from generator.trade.period import Period

MOST = 3  # doubts of a kind


def picks_of(table: Path, period: str | None, meta: Path | None = None, previous: Path | None = None) -> PanelPicks:
    """Return what `table` tells of `period`; SettingsError or SourceChanged.

    None is the sidecar's reference period, else the newest of the table.
    """
    sidecar = read_sidecar(meta)
    asked = _period(period) or sidecar.period
    panel = read_panel(table, sidecar)
    asked = asked or panel.period(len(panel.value) - 1)
    before = read_previous(previous, sidecar) if previous else None
    try:
        found = picks(panel, asked, sidecar.thresholds.of_panel(sidecar.currency), previous=before)
    except ValueError as fault:
        raise SettingsError(str(table), f"{fault}.", "Name a period that it has.") from None
    return replace(found, told=tuple(with_season(found.judged, one) for one in found.told))


def verdicts_of(found: PanelPicks, asked: Sequence[str]) -> list[SeriesVerdict]:
    """Return why each series is told or not; SettingsError with the nearest where there is none."""
    for series in asked:
        if series not in found.judged.panel.places:
            where = f"--why {series}"
            raise SettingsError(where, "the table has no such series.", nearest_codes(series, found.judged.panel.codes))
    return [verdict(found, series) for series in asked]


def _period(text: str | None) -> Period | None:
    try:
        return Period.parse(text) if text else None
    except ValueError as fault:
        where = "--period"
        raise SettingsError(where, f"{fault}.", "For example: --period 2025-12") from None


def notes(found: PanelPicks, meta: Path | None) -> list[str]:
    """Return what has to be said of the sidecar's thresholds: those that can hold of no series of the table."""
    seen = found.judged.snapshot
    silent = [(one.path, str(one)) for one in idle_thresholds(seen)]
    codes = found.judged.panel.codes
    silent += [
        (one.path, f"{one} {nearest_codes(one.code, codes)}".rstrip()) for one in unknown_codes(seen.thresholds, codes)
    ]
    return [f"{meta}: {'.'.join(map(str, path))}: {problem}" for path, problem in silent]


def is_newest(period: str | None, meta: Path | None) -> bool:
    """Say whether nobody named a period, so that the newest of the table is taken."""
    return period is None and read_sidecar(meta).period is None


def doubts(found: PanelPicks) -> list[str]:
    """Return what cannot be right of the table up to the period, the gravest first, each kind with few lines."""
    known = [one for one in found.judged.panel.doubts if one.period <= found.period]
    newest = sorted(known, key=lambda one: one.period, reverse=True)
    lines = [*_counted([one for one in newest if one.kind == "unfinished"], "periods")]
    lines += [one.text for one in newest if one.kind == "few" and one.period == found.period]
    times = Counter(one.about for one in newest if one.kind == "over")
    each = {one.about: one for one in reversed(newest) if one.kind == "over"}
    return [f"{one}." for one in (*lines, *_counted(list(each.values()), "parents", times))]


def _counted(found: Sequence[Doubt], what: str, times: Mapping[str, int] | None = None) -> Iterator[str]:
    """Yield the first of them, and how many more there are; `times` says in how many periods each was."""
    for one in found[:MOST]:
        more = (times or {}).get(one.about, 1) - 1
        yield f"{one.text} (and in {more} of the periods before)" if more else one.text
    if len(found) > MOST:
        yield f"and so {len(found) - MOST} more {what}"


def gaps_of(found: PanelPicks) -> list[dict[str, Any]]:
    """Return the gaps to the partner's report, those unlike themselves first; none where the table brings no report."""
    return gaps(found.judged.snapshot)


def otherwise_of(found: PanelPicks) -> list[dict[str, Any]]:
    """Return the growths that the source prints otherwise than they come out of its levels, the furthest first."""
    return published_otherwise(found.judged.snapshot)


def as_json(found: PanelPicks) -> bytes:
    """Return picks.json: the list of what is told, in order."""
    return (json.dumps([one.as_data() for one in found.told], ensure_ascii=False, indent=1) + "\n").encode()
