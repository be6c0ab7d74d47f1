"""The facts of a pick: the metrics of its series as picks.json has them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import exp, isnan, nan
from typing import Any

import numpy as np

from generator.movements.counterparts import BALANCES
from generator.movements.growth_metrics import NAME, differs, ends
from generator.movements.metric_names import UNITS
from generator.movements.metric_values import DIGITS, MONTHS, MetricValue, adjusted_of, value_of
from generator.movements.milestones import step_of
from generator.movements.panel_frame import Frame
from generator.movements.peers import concentration_within
from generator.movements.price_volume import parts_facts
from generator.movements.snapshot import Snapshot

TOLD = (
    "level",
    "yoy",
    "yoy_abs",
    "contrib",
    "z",
    "ytd_yoy",
    "r12_yoy",
    "share",
    "share_shift",
    "rank",
    "rank_change",
    "cagr",
    "streak",
    "uv_yoy",
    "quantity_yoy",
)
MIRROR, STEP, HHI = "mirror", "step", "hhi"
ALONE = ("level", "share", "rank", "balance")  # compared with nothing


def facts(snapshot: Snapshot, at: int) -> tuple[dict[str, Any], ...]:
    """Return the metrics that an edition tells of the series: value, unit, period, base, or the reason of a null.

    The price and volume split is one of them where there are quantities, the balance where the other flow is brought,
    and the gap where the partner's report is.
    """
    frame, n = snapshot.frame, int(snapshot.unusual.month.n[at])
    years, told = ends(frame)[1], (*TOLD, *(BALANCES if snapshot.panel.opposite is not None else ()))
    own = (
        _fact(snapshot, name, _signed(snapshot, name, at), n=years if name == "cagr" else n)
        | {"compare_period": _compared(frame, name)}
        for name in told
    )
    more = (published_facts, step_facts, concentration_facts, parts_facts, mirror_facts)
    return (*own, *(fact for make in more for fact in make(snapshot, at)))


def _signed(snapshot: Snapshot, name: str, at: int) -> MetricValue:
    """Return a metric as picks.json has it: the months of a streak of falls are below zero."""
    known = value_of(snapshot, name, at)
    falls = name == "streak" and known.value is not None and snapshot.frame.now[at] < snapshot.frame.before[at]
    return replace(known, value=-known.value) if falls and known.value else known


def concentration_facts(snapshot: Snapshot, at: int) -> tuple[dict[str, Any], ...]:
    """Return how concentrated what lies within the series is over a year, of three members or more; else none.

    `equivalent` is so many members of equal size; `top_1` and `top_3` are the shares of the largest in per cent,
    without `unallocated`, the part of the whole that stands on no member.
    """
    within, known = concentration_within(snapshot.frame, at), value_of(snapshot, HHI, at)
    if within is None or known.value is None:
        return ()
    members, found = within
    shares = {"top_1": found.top_1, "top_3": found.top_3, "unallocated": found.unallocated}
    told = {name: round(100 * share, DIGITS) for name, share in shares.items()}
    return (_fact(snapshot, HHI, known, n=members) | {"equivalent": round(found.equivalent, DIGITS)} | told,)


def step_facts(snapshot: Snapshot, at: int) -> tuple[dict[str, Any], ...]:
    """Return since which month the series stands where a step took it, and for how many; none where none did."""
    if (since := step_of(snapshot, at)) is None:
        return ()
    months = MetricValue(Decimal(int(snapshot.unusual.began[at])))
    return (_fact(snapshot, STEP, months, n=int(snapshot.unusual.month.n[at])) | {"period": str(since)},)


def published_facts(snapshot: Snapshot, at: int) -> tuple[dict[str, Any], ...]:
    """Return the growth that the source prints itself; none where it prints none of any series.

    `beyond` are the points by which it lies above ours (`yoy`), where these are over a tenth.
    """
    if snapshot.panel.published is None:
        return ()
    frame = snapshot.frame
    beyond = float(differs(frame, snapshot.metrics["yoy"])[at])
    told = {"beyond": None if isnan(beyond) else beyond, "compare_period": _compared(frame, NAME)}
    return (
        _fact(snapshot, NAME, value_of(snapshot, NAME, at), n=1) | told | {"period": str(frame.panel.period(frame.at))},
    )


def published_otherwise(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return the fact of every series whose published growth is not ours, the furthest apart first."""
    if snapshot.panel.published is None:
        return []
    apart = differs(snapshot.frame, snapshot.metrics["yoy"])
    order = [at for at in np.argsort(-np.abs(apart), kind="stable").tolist() if not isnan(float(apart[at]))]
    return [
        {"series": snapshot.panel.codes[at], "yoy": float(value_of(snapshot, "yoy", at).value or 0)}
        | published_facts(snapshot, at)[0]
        for at in order
    ]


def mirror_facts(snapshot: Snapshot, at: int) -> tuple[dict[str, Any], ...]:
    """Return the gap of the series to the partner's report, beside the usual one; none where no report is brought.

    `times` is what the partner counted over what the reporter did, `beyond` the money that this is more, or less, than
    usual. For the editor: no edition has them.
    """
    gaps = snapshot.mirror
    if gaps is None:
        return ()
    known = value_of(snapshot, MIRROR, at)
    gap, usual = (float(one[at]) for one in (gaps.gap, gaps.usual))
    worth = exp(gap) - exp(usual) if known.value is not None else nan
    more = {"usual": usual, "times": exp(gap), "usual_times": exp(usual), "beyond": worth * _ours(snapshot, at)}
    told = {name: None if isnan(value) else round(value, DIGITS) for name, value in more.items()}
    flags = ["mirror_gap"] if gaps.is_flagged[at] else []
    return (_fact(snapshot, MIRROR, known, n=int(gaps.n[at])) | told | {"flags": flags},)


def _ours(snapshot: Snapshot, at: int) -> float:
    return float(snapshot.frame.steps[snapshot.frame.at, at])


def gaps(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return the fact of every series that has a gap, those unlike themselves first, then by the money beyond usual."""
    found = [
        {"series": code} | fact for at, code in enumerate(snapshot.panel.codes) for fact in mirror_facts(snapshot, at)
    ]
    known = [one for one in found if one["value"] is not None]
    return sorted(known, key=lambda one: (not one["flags"], -abs(one["beyond"] or 0), one["series"]))


def _fact(snapshot: Snapshot, name: str, known: MetricValue, n: int) -> dict[str, Any]:
    frame = snapshot.frame
    return {
        "metric": name,
        "value": None if known.value is None else float(known.value),
        "unit": "months" if name == STEP else frame.panel.currency if UNITS[name] == "money" else UNITS[name],
        "period": str(frame.panel.period(frame.at) if name == "level" else frame.period(frame.at)),
        "compare_period": None,
        "n": n,
        "reason": known.reason,
        "flags": list(known.flags),
    }


def _compared(frame: Frame, name: str) -> str | None:
    """Return what a metric is compared with: nothing, the first year of the data, or the year before."""
    if name in ALONE:
        return None
    if name == "cagr":
        return str(frame.panel.period(ends(frame)[0])) if ends(frame)[1] > 0 else None
    return str(frame.period(frame.base)) if frame.base >= 0 else None


def seasonal_facts(snapshot: Snapshot, at: int) -> tuple[dict[str, Any], ...]:
    """Return the facts of the adjusted series, which is ours and not official: how it was made, from how many months.

    None of quarters and years, which have no season here.
    """
    if snapshot.frame.year < MONTHS:
        return ()
    found, frame = snapshot.adjustments.of(at), snapshot.frame
    before = str(frame.panel.period(frame.at - 1)) if frame.at else None
    return tuple(
        _fact(snapshot, name, adjusted_of(snapshot, name, at), n=found.n)
        | {"period": str(frame.panel.period(frame.at)), "compare_period": before, "method": found.method}
        for name in ("sa_mom", "z_sa")
    )
