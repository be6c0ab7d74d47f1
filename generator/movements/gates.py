"""The gates that a series must pass, besides its threshold, to be picked: each has what was found and asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import isnan

import numpy as np

from generator.movements.candidate_series import DRIFT_Z, GROWN, ODD, JudgedPanel
from generator.movements.chance import FAR
from generator.movements.judgement import Judgement, compared
from generator.movements.metric_values import row, value_of
from generator.movements.panel import is_rest
from generator.movements.scores import step_of
from generator.movements.snapshot import VOLATILE, Snapshot
from generator.movements.surprise_history import LEAST_DRIFT, OLD, WEIGHTY
from generator.movements.surprise_statistic import FEW

LEAST_P = 1e-6  # smaller p are shown as this
_MISSING = "missing "
_WORDS = {
    "lunar": "a January that the Lunar New Year moves; February is judged with it",
    "intermittent": "an irregular flow",
    "no_trade": "no trade in either year",
    "zero_base": "nothing a year before",
    "partial": "an unfinished period, now or a year before",
    "hs_break": "a code that counted other goods a year before",
    "coverage": "its source counted another trade a year before",
    "confidential": "a figure that is withheld",
}
_LENGTHS = {12: "month", 4: "quarter", 1: "year"}


def why_unmeasured(snapshot: Snapshot, at: int) -> str:
    """Return in words why the series in column `at` has no z; "" if it has one."""
    if not isnan(float(snapshot.unusual.z[at])):
        return ""
    reason = value_of(snapshot, "z", at).reason
    if reason in ("short_history", "no_trade", "zero_base", "intermittent") and snapshot.frame.base < 0:
        return "no year before" if snapshot.frame.year == 1 else f"no {_LENGTHS[snapshot.frame.year]} a year before"
    if reason == "short_history":
        return f"fewer than {FEW} {_LENGTHS[snapshot.frame.year]}s with a year before them"
    if reason.startswith(_MISSING):
        return f"no figure for {reason.removeprefix(_MISSING)}"
    return _WORDS.get(reason, reason.replace("_", " "))


def why_unjudged(judged: JudgedPanel) -> str:
    """Return the most frequent reason why no series of the panel has a z; "" if any has one."""
    levels = judged.panel.levels
    columns = [at for at in range(len(levels)) if not is_rest(levels[at])]
    if not np.isnan(judged.snapshot.unusual.z[columns]).all():
        return ""
    reasons = Counter(why_unmeasured(judged.snapshot, at) for at in columns)
    return max(reasons, key=lambda reason: reasons[reason], default="")


NOT_USABLE = {
    "partial": "a finished period",
    "bound": "a figure, and not a bound",
    "hs_break": "a code that counts the same goods",
    "valuation_break": "a figure that is valued as the year before was",
    "coverage": "a year before in which its source counted the same trade",
    "base_effect": "a year before that was not the odd one",
}


def gates(judged: JudgedPanel, at: int) -> tuple[Judgement, ...]:
    """Return the gates that concern the series in column `at`, in order."""
    kind, surprise = str(judged.kind[at]), float(judged.surprise[at])
    if kind == "drift":  # judged by its year, not by its months
        change = float(judged.snapshot.metrics["r12_yoy"][at])
        return (
            compared("year", f"z {surprise:.1f} of its changes as a whole", f"≥ {DRIFT_Z}", holds=True),
            compared("r12_yoy", f"{change:.1f}", f"≥ {LEAST_DRIFT:.0f}", holds=True),
        )
    if kind == "offset":
        return (compared("z_uv", f"{surprise:.1f}", f"≥ {ODD} while the value is flat", holds=True),)
    return (*_usable(judged, at), *_step(judged, at), *_chance(judged, at), *_firm(judged, at))


def against(judged: JudgedPanel, at: int) -> str:
    """Return in few words which gates stop a series that passes its rule."""
    words = []
    for gate in gates(judged, at):
        if gate.condition == "chance" and gate.actual.startswith("p "):
            text = f"{gate.actual} does not {gate.required.removeprefix('to ')}"
        else:
            text = f"{gate.condition}: {gate.actual}" if gate.condition in ("volatile", "flag") else gate.actual
        if not gate.holds and text not in words:
            words.append(text)
    return "; ".join(words)


def _usable(judged: JudgedPanel, at: int) -> Iterator[Judgement]:
    """Yield the gates of a change that is not usable."""
    if is_rest(judged.panel.levels[at]):
        yield compared("rest", "what the other codes leave of their parent", "a code of its own", holds=False)
    for flag, required in NOT_USABLE.items():
        if judged.snapshot.flags[flag][at]:
            yield compared("flag", flag, required, holds=False)


def _step(judged: JudgedPanel, at: int) -> Iterator[Judgement]:
    """Yield the gate of a step some months ago: whether it grew enough to be picked again."""
    unusual = judged.snapshot.unusual
    if not judged.snapshot.is_event[at] and unusual.age[at] > OLD:
        since = step_of(judged.snapshot, at)
        actual = f"a step of {int(unusual.age[at])} months ago" + (f", in {since}" if since else "")
        yield compared("step", actual, f"at most {OLD} months, or {GROWN} times as odd", holds=not bool(judged.old[at]))


def _chance(judged: JudgedPanel, at: int) -> Iterator[Judgement]:
    """Yield the gate of chance: whether the series stands out in the panel. Events and a user's own rule pass it."""
    snapshot = judged.snapshot
    state = str(snapshot.flow.state[at])
    if snapshot.happened[at]:
        yield compared("event", state, "no chance: it happened", holds=True)
        return
    p = float(judged.chances.p[at])
    is_significant = bool(judged.chances.significant[at])
    if judged.named[at]:
        yield compared("own rule", "one on this very series", "no chance: it was asked for", holds=True)
        return
    if isnan(p):
        yield compared("chance", _why_unasked(snapshot, at), "a z, and a total a year before", holds=False)
    else:
        series_count = int(np.sum(~np.isnan(judged.chances.p)))
        noise = float(judged.chances.noise[at])
        required = f"to stand out among {series_count}: chance has {_plain(noise)} such stories a month"
        yield compared("chance", f"p {_plain(p)}", required, holds=is_significant)
    if not snapshot.is_event[at] or is_significant:
        return
    if snapshot.flow.as_ever[at]:
        yield compared("event", f"{state}, and empty as it often was", "what is no habit", holds=False)
    else:
        actual = f"{state}, and smaller than its rule asks of an event"
        yield compared("event", actual, "its min_value, or a chance", holds=False)


def _why_unasked(snapshot: Snapshot, at: int) -> str:
    """Return why the series in column `at` was not tested for chance."""
    why = why_unmeasured(snapshot, at)
    return f"not measured: {why}" if why else "not asked: no total a year before"


def _plain(p: float) -> str:
    if p < LEAST_P:
        return f"under {_plain(LEAST_P)}"
    return np.format_float_positional(p, precision=2, fractional=False, trim="-")


def _firm(judged: JudgedPanel, at: int) -> Iterator[Judgement]:
    """Yield the gate of a volatile series: whether its change is large enough."""
    snapshot = judged.snapshot
    is_volatile = snapshot.flags["volatile"][at] and not snapshot.unusual.lumpy[at]
    if not is_volatile or (snapshot.is_event[at] and not snapshot.too_small[at]):
        return
    z, weight = abs(float(snapshot.unusual.z[at])), abs(float(snapshot.metrics["contrib"][at]))
    actual = f"spread {snapshot.unusual.month.spread[at]:.2f}, z {z:.1f}, {weight:.2f} points"
    required = f"z ≥ {FAR:.0f} and {WEIGHTY} points of a spread over {VOLATILE}"
    yield compared("volatile", actual, required, holds=z >= FAR and weight >= WEIGHTY)


def why(judged: JudgedPanel, at: int) -> str:
    """Return the evaluated rule of the series in column `at` in words, and the gates that stopped it."""
    snapshot, kind, surprise = judged.snapshot, str(judged.kind[at]), float(judged.surprise[at])
    if kind == "drift":
        change = snapshot.metrics["r12_yoy"][at]
        return f"drift: the year's changes {surprise:.1f} ≥ {DRIFT_Z}, r12_yoy {change:.1f} ≥ {LEAST_DRIFT:.0f}"
    if kind == "offset":
        return f"offset: z_uv {surprise:.1f} ≥ {ODD} while the value is flat"
    rule = snapshot.rules[at]
    evaluated = f"{rule.name}: {rule.notable.judge(row(snapshot, at))}"
    stopped = against(judged, at) if not kind and snapshot.passed[at] else ""
    return f"{evaluated}; {stopped}" if stopped else evaluated
