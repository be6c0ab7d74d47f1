"""Told: a lab as plain data, for a program and for whatever shows it to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.editions.lab.lab_run import Against, Lab
from generator.editions.lab.lab_text import file_name
from generator.movements.replay import Difference, ReplayedMonth
from generator.movements.scores import PanelPick
from generator.settings.output_shapes import LabAgainst, LabChange, LabFile, LabMonth, LabPick, LabSeries, Stable
from generator.trade.period import Period

_DECIMALS = 1  # of a score


def as_data(lab: Lab, page: str = "") -> LabFile:
    """Return everything that a lab found; `page` is the file that shows it."""
    return {
        "schema": 1,
        "briefing": lab.name,
        "since": str(lab.since),
        "until": str(lab.until),
        "told": told(lab.months),
        "quiet": quiet(lab.months),
        "kinds": dict(kinds(lab.months)),
        "again": again(lab.months, lab.again),
        "series": _series(lab),
        "stable": stable(lab.months),
        "months": [_month(lab, month) for month in lab.months],
        "notes": list(lab.notes),
        "against": _against(lab, lab.against) if lab.against else None,
        "page": page,
    }


def beside(lab: Lab) -> list[LabFile]:
    """Return what the other thresholds of a lab tell as a lab of their own, named as their file; none without any."""
    if not (other := lab.against):
        return []
    alone = replace(lab, name=file_name(other.file), months=other.months, again=other.again, notes=(), against=None)
    return [as_data(alone)]


def told(months: Iterable[ReplayedMonth]) -> int:
    """Return how many movements months tell."""
    return sum(len(month.told) for month in months)


def quiet(months: Iterable[ReplayedMonth]) -> int:
    """Return how many months tell nothing."""
    return sum(not month.told for month in months)


def kinds(months: Iterable[ReplayedMonth]) -> list[tuple[str, int]]:
    """Return the kinds of movement with how often each is told, the commonest first."""
    counts = Counter(one.kind for month in months for one in month.told)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def again(months: Iterable[ReplayedMonth], again: Mapping[Period, frozenset[str]]) -> int:
    """Return how many movements are of a series that the twelve months before told as well, by those of each month."""
    return sum(one.series in again[month.period] for month in months for one in month.told)


def stable(months: Iterable[ReplayedMonth]) -> Stable:
    """Return how many movements are among the first five of their months, and how many stay under each neighbour."""
    every = tuple(months)
    return {
        "first": sum(month.first for month in every),
        "larger": sum(month.larger for month in every),
        "smaller": sum(month.smaller for month in every),
    }


def _series(lab: Lab) -> list[LabSeries]:
    """Return the series that are told more than once, those told most often first."""
    when: dict[str, list[str]] = {}
    for month in lab.months:
        for code in dict.fromkeys(one.series for one in month.told):
            when.setdefault(code, []).append(str(month.period))
    often = sorted((code for code in when if len(when[code]) > 1), key=lambda code: (-len(when[code]), code))
    return [{"code": code, "name": _name(lab, code), "months": when[code]} for code in often]


def _name(lab: Lab, code: str) -> str:
    """Return the short name of a code; none where it goes by its code alone, which stands beside it."""
    name = lab.brief.label(code).short
    return "" if code in name else name


def _month(lab: Lab, month: ReplayedMonth) -> LabMonth:
    return {
        "period": str(month.period),
        "told": [_pick(lab, month, one) for one in month.told],
        "left_out": month.left_out,
        "first": month.first,
        "larger": month.larger,
        "smaller": month.smaller,
    }


def _pick(lab: Lab, month: ReplayedMonth | Difference, one: PanelPick) -> LabPick:
    return {
        "code": one.series,
        "name": _name(lab, one.series),
        "kind": one.kind,
        "direction": one.direction,
        "score": round(one.score.total, _DECIMALS),
        "again": one.series in lab.again[month.period],
    }


def _against(lab: Lab, other: Against) -> LabAgainst:
    changes: list[LabChange] = [
        {
            "period": str(one.period),
            "added": [_pick(lab, one, pick) for pick in one.added],
            "lost": [_pick(lab, one, pick) for pick in one.lost],
        }
        for one in other.differences
        if one.added or one.lost
    ]
    return {
        "file": other.file,
        "told": told(other.months),
        "quiet": quiet(other.months),
        "again": again(other.months, other.again),
        "stable": stable(other.months),
        "added": sum(len(one["added"]) for one in changes),
        "lost": sum(len(one["lost"]) for one in changes),
        "months": changes,
    }
