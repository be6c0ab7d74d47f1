"""What a series must pass beside its threshold to be told, each gate with what was found and what was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import isnan

import numpy as np

from generator.movements.candidate_series import DRIFT_Z, GROWN, ODD, JudgedPanel
from generator.movements.chance import FAR
from generator.movements.judgement import Judgement, compared
from generator.movements.metric_values import row, value_of
from generator.movements.milestones import step_of
from generator.movements.panel import is_rest
from generator.movements.scores import LEAST_P, LeftOut
from generator.movements.snapshot import VOLATILE, Snapshot
from generator.movements.surprise_history import LEAST_DRIFT, OLD, WEIGHTY
from generator.movements.surprise_statistic import FEW

NOT_MEASURED, NOT_ASKED = "not measured", "not asked"
SMALL_BASE = f"a base that could not move the total by {WEIGHTY} points"
NO_WHOLE = "no total a year before"
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
    """Return in words why the series in column `at` has no z; "" where it has one."""
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


def why_unasked(judged: JudgedPanel, at: int) -> str:
    """Return why chance was not asked of the series in column `at`, the one reason that is true of it."""
    if why := why_unmeasured(judged.snapshot, at):
        return f"{NOT_MEASURED}: {why}"
    return f"{NOT_ASKED}: {NO_WHOLE if isnan(judged.snapshot.frame.whole_before) else SMALL_BASE}"


def why_unjudged(judged: JudgedPanel) -> str:
    """Return why no series of the panel can be judged by its past, as most of them have it; "" where one can."""
    levels = judged.panel.levels
    own = [at for at in range(len(levels)) if not is_rest(levels[at])]
    if not np.isnan(judged.snapshot.unusual.z[own]).all():
        return ""
    found = Counter(why_unmeasured(judged.snapshot, at) for at in own)
    return max(found, key=lambda one: found[one], default="")


OFTEN = "and empty as it often was", "what is no habit"
SMALL = "and smaller than its rule asks of an event", "its min_value, or a chance"
NOT_USABLE = {
    "partial": "a finished period",
    "bound": "a figure, and not a bound",
    "hs_break": "a code that counts the same goods",
    "valuation_break": "a figure that is valued as the year before was",
    "coverage": "a year before in which its source counted the same trade",
    "base_effect": "a year before that was not the odd one",
}
LATER = {  # gates of what stands out, and what each asks
    "story": "no other story that tells it",
    "news": "growth by half since it was told",
    "budget": "a place among the first",
}


def gates(judged: JudgedPanel, at: int) -> tuple[Judgement, ...]:
    """Return the gates of the series in column `at`, in order; those that do not concern it are left out."""
    own = _OF_KIND.get(str(judged.kind[at]))
    if own is not None:
        return tuple(own(judged, at))
    return (*_usable(judged, at), *_step(judged, at), *_chance(judged, at), *_firm(judged, at))


def against(judged: JudgedPanel, at: int) -> str:
    """Return in few words which gates keep a series that its rule lets through from being told."""
    return "; ".join(dict.fromkeys(_in_words(one) for one in gates(judged, at) if not one.holds))


def _in_words(gate: Judgement) -> str:
    if gate.condition == "chance":
        is_p = gate.found.startswith("p ")
        return f"{gate.found} does not {gate.asked.removeprefix('to ')}" if is_p else gate.found
    return f"{gate.condition}: {gate.found}" if gate.condition in ("volatile", "flag") else gate.found


def later(one: LeftOut) -> Judgement:
    """Return the gate that stopped a series which stands out."""
    return compared(one.gate, one.why, LATER[one.gate], holds=False)


def _drift(judged: JudgedPanel, at: int) -> Iterator[Judgement]:
    """Yield what a year as a whole is told by, whatever its months are."""
    change = float(judged.snapshot.metrics["r12_yoy"][at])
    yield compared("year", f"z {judged.surprise[at]:.1f} of its changes as a whole", f"≥ {DRIFT_Z}", holds=True)
    yield compared("r12_yoy", f"{change:.1f}", f"≥ {LEAST_DRIFT:.0f}", holds=True)


def _offset(judged: JudgedPanel, at: int) -> Iterator[Judgement]:
    yield compared("z_uv", f"{judged.surprise[at]:.1f}", f"≥ {ODD} while the value is flat", holds=True)


_OF_KIND = {"drift": _drift, "offset": _offset}


def _chance(judged: JudgedPanel, at: int) -> Iterator[Judgement]:
    """Yield whether the series stands out among the many of the panel; events and a user's own rule need not."""
    snapshot, p = judged.snapshot, float(judged.chances.p[at])
    if snapshot.happened[at]:
        yield compared("event", str(snapshot.flow.state[at]), "no chance: it happened", holds=True)
    elif judged.named[at]:
        yield compared("own rule", "one on this very series", "no chance: it was asked for", holds=True)
    elif isnan(p):
        asked = f"a z, and a base that could move the whole by {WEIGHTY} points"
        yield compared("chance", why_unasked(judged, at), asked, holds=False)
    else:
        among, noise = int(np.sum(~np.isnan(judged.chances.p))), float(judged.chances.noise[at])
        asked = f"to stand out among {among}: chance has {_plain(noise)} such stories a month"
        yield compared("chance", f"p {_plain(p)}", asked, holds=bool(judged.chances.significant[at]))
    if snapshot.is_event[at] and not (snapshot.happened[at] or judged.named[at] or judged.chances.significant[at]):
        often = bool(snapshot.flow.as_ever[at])
        found, asked = OFTEN if often else SMALL
        yield compared("event", f"{snapshot.flow.state[at]}, {found}", asked, holds=False)


def _plain(p: float) -> str:
    if p < LEAST_P:
        return f"under {_plain(LEAST_P)}"
    return np.format_float_positional(p, precision=2, fractional=False, trim="-")


def _firm(judged: JudgedPanel, at: int) -> Iterator[Judgement]:
    """Yield whether a volatile series is far enough off."""
    snapshot = judged.snapshot
    if not snapshot.flags["volatile"][at] or (snapshot.is_event[at] and not snapshot.too_small[at]):
        return
    z, weight = abs(float(snapshot.unusual.z[at])), abs(float(snapshot.metrics["contrib"][at]))
    found = f"spread {snapshot.unusual.month.spread[at]:.2f}, z {z:.1f}, {weight:.2f} points"
    asked = f"z ≥ {FAR:.0f} and {WEIGHTY} points of a spread over {VOLATILE}"
    yield compared("volatile", found, asked, holds=z >= FAR and weight >= WEIGHTY)


def _usable(judged: JudgedPanel, at: int) -> Iterator[Judgement]:
    """Yield what keeps a change from being told at all."""
    if is_rest(judged.panel.levels[at]):
        yield compared("rest", "what the other codes leave of their parent", "a code of its own", holds=False)
    for flag, asked in NOT_USABLE.items():
        if judged.snapshot.flags[flag][at]:
            yield compared("flag", flag, asked, holds=False)


def _step(judged: JudgedPanel, at: int) -> Iterator[Judgement]:
    """Yield whether a step of some months ago grew enough to be told again."""
    strange = judged.snapshot.unusual
    if not judged.snapshot.is_event[at] and strange.age[at] > OLD:
        since = step_of(judged.snapshot, at)
        found = f"a step of {int(strange.age[at])} months ago" + (f", in {since}" if since else "")
        yield compared("step", found, f"at most {OLD} months, or {GROWN} times as odd", holds=not bool(judged.old[at]))


def why(judged: JudgedPanel, at: int) -> str:
    """Return the evaluated rule of the series in column `at`, and what else decided."""
    return "; ".join(_parts(judged, at))


def _parts(judged: JudgedPanel, at: int) -> Iterator[str]:
    snapshot, kind = judged.snapshot, str(judged.kind[at])
    if kind == "drift":
        change = snapshot.metrics["r12_yoy"][at]
        bars = f"r12_yoy {change:.1f} ≥ {LEAST_DRIFT:.0f}"
        yield f"drift: the year's changes {judged.surprise[at]:.1f} ≥ {DRIFT_Z}, {bars}"
    elif kind == "offset":
        yield f"offset: z_uv {judged.surprise[at]:.1f} ≥ {ODD} while the value is flat"
    else:
        rule = snapshot.rules[at]
        yield f"{rule.name}: {rule.notable.judge(row(snapshot, at))}"
        yield from [words] if not kind and snapshot.passed[at] and (words := against(judged, at)) else []
