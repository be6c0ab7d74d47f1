"""What months add to the metrics of a line: other windows, streaks and weights; and what the Lunar New Year takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.movements import lunar
from generator.movements.changes import changes, level, rate
from generator.movements.floors import Floor
from generator.movements.history import history
from generator.movements.metrics import Maker
from generator.movements.places import places
from generator.movements.presence import Presence
from generator.movements.records import Metric
from generator.movements.series import Series
from generator.movements.streaks import streak
from generator.movements.weights import weighed
from generator.movements.windows import Windows
from generator.trade.period import Period

ON_THE_YEAR_BEFORE = frozenset(
    (
        *("yoy", "yoy_abs", "contrib", "contrib_share", "balance_abs"),
        *("ytd_yoy", "r3_yoy", "r12_yoy", "quantity_yoy", "uv_yoy"),
    )
)


def monthly(
    series: Series, windows: Windows, floor: Floor, flow: Presence, balances: Mapping[str, Metric]
) -> Mapping[str, Metric]:
    """Return every metric of a line that months give, by name; `balances` are those with the other direction."""
    found = {
        **balances,
        **changes(series, windows.month, floor),
        **weighed(series, windows.weights[series.code], windows.month),
        "mom": _month_on_month(series, windows, floor, flow),
        **places(series, windows.year),
        **history(series, windows.month),
        "streak": streak(series, windows),
        "idle": _idle(flow, windows.period),
    }
    for name, window in (("ytd", windows.year_to_date), ("r3", windows.quarter), ("r12", windows.year)):
        found[name] = level(series, window, name)
        found[f"{name}_yoy"] = rate(series, window, floor, f"{name}_yoy")
    return {name: _veiled(name, metric, windows) for name, metric in found.items()}


def _month_on_month(series: Series, windows: Windows, floor: Floor, flow: Presence) -> Metric:
    """Return the growth on the month before, which a holiday and a flow that comes and goes do not have."""
    make = Maker("mom", windows.period, windows.previous.base)
    if windows.period.months > 1:
        return make.null("frequency" if windows.period.frequency == "quarterly" else "combined")
    if windows.lunar and lunar.follows(windows.period):
        return make.null("lunar", "lunar")
    if flow.state == "intermittent":
        return make.null("intermittent")
    return rate(series, windows.previous, floor, "mom")


def _idle(flow: Presence, period: Period) -> Metric:
    """Return for how many months there was no trade before a flow appeared, or up to now where it went."""
    make = Maker("idle", period)
    return make.null(flow.state) if flow.idle is None else make.count(flow.idle, (), n=flow.months)


def _veiled(name: str, metric: Metric, windows: Windows) -> Metric:
    """Return the metric, null where it compares a holiday with working days, flagged where the holiday was late."""
    if name in ON_THE_YEAR_BEFORE and metric.value is not None and windows.misleads(metric.period):
        return Maker(name, metric.period, metric.compare_period).null("lunar", "lunar")
    if name == "yoy" and windows.lunar and lunar.has_tail(metric.period):
        return replace(metric, flags=(*metric.flags, "lunar_tail"))
    return metric
