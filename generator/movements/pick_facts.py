"""The facts of a pick: the metrics of its series, in the form of picks.json."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import exp, isnan, nan
from typing import Any

import numpy as np

from generator.movements.conditions import MetricValue
from generator.movements.counterparts import BALANCES
from generator.movements.growth_metrics import PUBLISHED, differs, ends
from generator.movements.metric_names import UNITS
from generator.movements.metric_values import DIGITS, adjusted_of, value_of
from generator.movements.panel_frame import Frame
from generator.movements.peers import shares_within
from generator.movements.price_volume import split_within
from generator.movements.scores import step_of
from generator.movements.snapshot import MONTHS, Snapshot

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
MIRROR = "mirror"
LEVELS_ALONE = ("level", "share", "rank", "balance")  # metrics that are not compared with a base
Fact = dict[str, Any]


def facts(snapshot: Snapshot, at: int) -> tuple[Fact, ...]:
    """Return the metrics of a series that an edition may report: value, unit, period, base, or the reason for a null.

    They include the split into price and volume if there are quantities, the balance if the panel has the opposite
    flow, and the gap if it has the partner's report.
    """
    return tuple(_facts(snapshot, at))


def _facts(snapshot: Snapshot, at: int) -> Iterator[Fact]:
    frame = snapshot.frame
    n = int(snapshot.unusual.month.n[at])
    names = [*TOLD]
    if snapshot.panel.opposite is not None:
        names.extend(BALANCES)
    for name in names:
        metric = value_of(snapshot, name, at)
        count = ends(frame)[1] if name == "cagr" else n
        fact = _fact(snapshot, name, metric, count) | {"compare_period": _compared(frame, name)}
        if name == "streak" and fact["value"] and frame.now[at] < frame.before[at]:
            fact["value"] = -fact["value"]  # a streak of falls has a negative number of months
        yield fact
    if snapshot.panel.published is not None:
        yield published_fact(snapshot, at)
    since = step_of(snapshot, at)
    if since is not None:
        months = MetricValue(Decimal(int(snapshot.unusual.began[at])))
        yield _fact(snapshot, "step", months, n) | {"period": str(since)}
    hhi = value_of(snapshot, "hhi", at)
    if hhi.value is not None:
        yield _concentration_fact(snapshot, at, hhi)
    split = _split_fact(snapshot, at)
    if split is not None:
        yield split
    if snapshot.mirror is not None:
        yield mirror_fact(snapshot, at)


def _fact(snapshot: Snapshot, name: str, metric: MetricValue, n: int) -> Fact:
    frame = snapshot.frame
    unit = "months" if name == "step" else UNITS[name]
    if unit == "money":
        unit = frame.panel.currency
    value = None if metric.value is None else float(metric.value)
    period = frame.panel.period(frame.at) if name == "level" else frame.period(frame.at)
    return {
        "metric": name,
        "value": value,
        "unit": unit,
        "period": str(period),
        "compare_period": None,
        "n": n,
        "reason": metric.reason,
        "flags": list(metric.flags),
    }


def _compared(frame: Frame, name: str) -> str | None:
    """Return the base period of a metric: None, the first year of the data, or the year before."""
    if name in LEVELS_ALONE:
        return None
    if name == "cagr":
        first, years = ends(frame)
        return str(frame.panel.period(first)) if years > 0 else None
    return str(frame.period(frame.base)) if frame.base >= 0 else None


def _concentration_fact(snapshot: Snapshot, at: int, hhi: MetricValue) -> Fact:
    """Return the concentration of the members of a series over a year.

    `equivalent` is the number of equal members with the same concentration. `top_1` and `top_3` are the shares of the
    largest members in per cent. `unallocated` is the part of the whole that belongs to no member, and to no share.
    """
    shares, unallocated = shares_within(snapshot.frame, at)
    equivalent = round(float(snapshot.metrics["equivalent"][at]), DIGITS)
    parts = {"top_1": shares[0], "top_3": shares[:3].sum(), "unallocated": unallocated}
    shares_told = {name: round(100 * float(share), DIGITS) for name, share in parts.items()}
    return _fact(snapshot, "hhi", hhi, len(shares)) | {"equivalent": equivalent} | shares_told


def _split_fact(snapshot: Snapshot, at: int) -> Fact | None:
    """Return the price and volume split of the series in column `at`; None without quantities or a year before.

    In money, `value` is the price effect, `volume` the quantity effect, `items` the lines traded in one period only,
    and `unsplit` the lines without a usable quantity. Their sum is `change`. In per cent, `value_pct` and `volume_pct`
    are the indices, and `mix` is the change of the total unit value beyond the price index.
    """
    within = split_within(snapshot.panel, snapshot.amounts, at)
    if within is None:
        return None
    split, lines = within
    frame = snapshot.frame
    in_money = dict.fromkeys(("price", "volume", "items", "unsplit"))
    if not split.reason:
        in_money = {name: _plain(getattr(split, name)) for name in in_money}
    return {
        "metric": "ppv",
        "value": in_money["price"],
        "unit": frame.panel.currency,
        "period": str(frame.period(frame.at)),
        "compare_period": str(frame.period(frame.base)),
        "n": lines,
        "reason": split.reason,
        "flags": ["mix"] if split.is_mix else [],
        "volume": in_money["volume"],
        "items": in_money["items"],
        "unsplit": in_money["unsplit"],
        "change": _plain(split.change),
        "coverage": _plain(split.coverage),
        "value_pct": _plain(100 * (split.price_index - 1)),
        "volume_pct": _plain(100 * (split.volume_index - 1)),
        "mix": _plain(100 * (exp(split.mix) - 1)),
    }


def published_fact(snapshot: Snapshot, at: int) -> Fact:
    """Return the growth that the source publishes itself.

    `beyond` is its difference from ours (`yoy`) in percentage points; None if that is at most a tenth.
    """
    frame = snapshot.frame
    beyond = float(differs(frame, snapshot.metrics["yoy"])[at])
    more = {"beyond": None if isnan(beyond) else beyond, "compare_period": _compared(frame, PUBLISHED)}
    fact = _fact(snapshot, PUBLISHED, value_of(snapshot, PUBLISHED, at), 1)
    return fact | more | {"period": str(frame.panel.period(frame.at))}


def published_otherwise(snapshot: Snapshot) -> list[Fact]:
    """Return the fact of every series whose published growth differs from ours, largest difference first."""
    if snapshot.panel.published is None:
        return []
    gaps_to_ours = differs(snapshot.frame, snapshot.metrics["yoy"])
    order = [
        at for at in np.argsort(-np.abs(gaps_to_ours), kind="stable").tolist() if not isnan(float(gaps_to_ours[at]))
    ]
    return [
        {"series": snapshot.panel.codes[at], "yoy": float(value_of(snapshot, "yoy", at).value or 0)}
        | published_fact(snapshot, at)
        for at in order
    ]


def mirror_fact(snapshot: Snapshot, at: int) -> Fact:
    """Return the gap of a series to the partner's report, and its usual gap. The panel must have that report.

    `times` is the partner's value over the reporter's. `beyond` is the money by which it differs from the usual. These
    facts are for the editor: no edition has them.
    """
    gaps = snapshot.mirror
    frame = snapshot.frame
    assert gaps is not None  # noqa: S101 -- for the types
    metric = value_of(snapshot, MIRROR, at)
    gap = float(gaps.metric.value[at])
    usual = float(gaps.usual[at])
    worth = exp(gap) - exp(usual) if metric.value is not None else nan
    more = {
        "usual": usual,
        "times": exp(gap),
        "usual_times": exp(usual),
        "beyond": worth * float(frame.steps[frame.at, at]),
    }
    flags = ["mirror_gap"] if gaps.is_flagged[at] else []
    rounded = {name: _plain(value) for name, value in more.items()}
    return _fact(snapshot, MIRROR, metric, int(gaps.n[at])) | rounded | {"flags": flags}


def gaps(snapshot: Snapshot) -> list[Fact]:
    """Return the fact of every series that has a gap: unusual gaps first, then by the money beyond the usual."""
    if snapshot.mirror is None:
        return []
    codes = enumerate(snapshot.panel.codes)
    facts_of_all: list[Fact] = [{"series": code, **mirror_fact(snapshot, at)} for at, code in codes]
    with_gap = [fact for fact in facts_of_all if fact["value"] is not None]
    return sorted(with_gap, key=lambda fact: (not fact["flags"], -abs(fact["beyond"] or 0), fact["series"]))


def seasonal_facts(snapshot: Snapshot, at: int) -> tuple[Fact, ...]:
    """Return the seasonally adjusted facts of a series, with method and number of months. They are not official.

    Return () for quarters and years, which are not adjusted.
    """
    if snapshot.frame.year < MONTHS:
        return ()
    adjusted, frame = snapshot.adjustments.of(at), snapshot.frame
    before = str(frame.panel.period(frame.at - 1)) if frame.at else None
    return tuple(
        _fact(snapshot, name, adjusted_of(snapshot, name, at), adjusted.n)
        | {"period": str(frame.panel.period(frame.at)), "compare_period": before, "method": adjusted.method}
        for name in ("sa_mom", "z_sa")
    )


def _plain(value: float) -> float | None:
    return None if isnan(value) else round(value, DIGITS)
