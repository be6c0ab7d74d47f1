"""Finds thresholds without effect: no series can have their metric, flag or event, or no line has their code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from generator.movements.comparability import KINDS
from generator.movements.counterparts import NO_REPORT
from generator.movements.flow_states import LEAST_KNOWN
from generator.movements.growth_metrics import ENTIRE_RECORD
from generator.movements.metric_values import value_of
from generator.movements.seasonal_adjustment import METRICS
from generator.movements.snapshot import Snapshot
from generator.movements.threshold_grammar import Path
from generator.movements.thresholds import Thresholds
from generator.trade.codes import is_within

# Reasons for a null metric that concern a whole table, each with its remedy.
REMEDIES = {
    "frequency": "Ask it of months, or leave it out.",
    "no_quantity": "It needs quantities with their unit beside the values.",
    "no other flow": "Name where it stands: figures.balance of a briefing, other_flow of a sidecar.",
    "no partner's report": "Name where it stands: figures.mirror of a briefing, mirror of a sidecar.",
    "not published": "A table brings it in the column published_yoy, a source in the one that its columns call so.",
    "no_previous": "It needs older figures: --previous of a table, of a year a release from before that year was out.",
    "[seasonal] is not installed": "Run: pip install 'tradebrief[seasonal]'",
    "no notice": "Say it in notices: of the source in desk.yaml, of the sidecar of a table.",
    "no break": "Name them in hs_breaks of the sidecar.",
    "not lunar": "It needs trade that the Lunar New Year moves: lunar of a sidecar.",
    "of lines": "Only the lines of a briefing have it: leave it out.",
    "no_parent": "It needs series that lie within others: the column parent.",
    "no_peers": "It needs two series of one level under one parent.",
    "few_members": "It needs a series with three others within it.",
    "short_history": "It needs a longer history.",
}
OF_THE_PLACE = ("no_parent", "no_peers", "few_members")  # reasons that depend on a series' place in the tree
# Reasons that concern a single series, and prove nothing about the table.
OF_ONE_SERIES = ("missing", "confidential", "bound", "partial", "hs_break", "valuation_break", "coverage", "no_trade")


@dataclass(frozen=True)
class IdleThreshold:
    """A term of a threshold that none of its lines can have."""

    path: Path
    metric: str  # a metric, "flag NAME" or "event NAME"
    reason: str

    def __str__(self) -> str:
        """Return a sentence with the remedy."""
        return f"{self.sentence('line')} {REMEDIES[self.reason]}"

    def sentence(self, noun: str) -> str:
        """Return a sentence without the remedy. `noun` is what the series are called: "line", "code"."""
        what = "can be said of no" if " " in self.metric else "is null for every"
        return f"{self.metric} {what} {noun} ({self.reason}), so that this holds of none."


@dataclass(frozen=True)
class UnknownCode:
    """The `code` of a series or group block, at `path`, that matches no line."""

    path: Path
    code: str
    is_group: bool

    def __str__(self) -> str:
        """Return a sentence about it."""
        return f"no line {'begins with' if self.is_group else 'is'} {self.code}, so that this holds of none."


def idle_thresholds(snapshot: Snapshot) -> tuple[IdleThreshold, ...]:
    """Return the terms of thresholds that no series of the panel can have, in file order.

    A term with several flags is idle only if the series can have none of them.
    """
    idle = []
    for term in snapshot.thresholds.named:
        codes = [code for code in snapshot.panel.codes if _is_among(code, term.codes)]
        reasons = [_reasons(snapshot, need, codes) for need in term.needs]
        if all(reasons):
            reason = next((reason for reason in reasons[0] if reason not in OF_THE_PLACE), reasons[0][0])
            idle.append(IdleThreshold(term.path, term.needs[0], reason))
    return tuple(idle)


def unknown_codes(thresholds: Thresholds, codes: Iterable[str]) -> Iterator[UnknownCode]:
    """Yield the codes of groups and series that match no line, in file order.

    A group's code matches every line within it; a series' code only the line itself.
    """
    lines = dict.fromkeys(codes)
    for path, code in thresholds.blocks:
        is_group = path[-2] == "codes"
        if not (any(is_within(line, code) for line in lines) if is_group else code in lines):
            yield UnknownCode(path, code, is_group=is_group)


def _is_among(code: str, parents: tuple[str, ...] | None) -> bool:
    return parents is None or any(is_within(code, parent) for parent in parents)


def _reasons(snapshot: Snapshot, need: str, codes: list[str]) -> list[str]:
    """Return why each of the series can never have a metric, flag or event; [] if any of them can.

    A series whose figures are merely missing or withheld is skipped.
    """
    reasons = []
    for code in codes:
        reason = _reason(snapshot, need, snapshot.panel.places[code])
        if reason in REMEDIES:
            reasons.append(reason)
        elif reason.split(" ")[0] not in OF_ONE_SERIES:
            return []
    return reasons


def _reason(snapshot: Snapshot, need: str, at: int) -> str:
    """Return why the series in column `at` cannot have a metric, an event or a flag; "" if it can."""
    kind, _, name = need.rpartition(" ")
    if kind == "flag":
        return _why_no_flag(snapshot, name)
    if kind == "event":
        months = (snapshot.frame.at + 1) * snapshot.panel.first.months
        return "short_history" if months < (ENTIRE_RECORD if name == "record" else LEAST_KNOWN) else ""
    return snapshot.adjustments.why_not(at) if name in METRICS else value_of(snapshot, name, at).reason


def _why_no_flag(snapshot: Snapshot, name: str) -> str:
    """Return why no series of the panel can have a flag; "" if one can."""
    panel = snapshot.panel
    lacking = {
        "revised": ("no_previous", panel.previous is None),
        "mirror_gap": (NO_REPORT, snapshot.mirror is None),
        "hs_break": ("no break", not (panel.breaks or panel.marks)),
        "lunar": ("not lunar", not panel.is_lunar),
        "lunar_tail": ("not lunar", not panel.is_lunar),
        **{kind: ("no notice", all(notice.kind != kind for notice in panel.notices)) for kind in KINDS},
        **dict.fromkeys(("unit_change", "quantity_suspect"), ("no_quantity", bool(np.isnan(panel.quantity).all()))),
        **dict.fromkeys(("bound", "valuation_break"), ("of lines", not panel.marks)),
    }
    reason, never = lacking.get(name, ("", False))
    return reason if never else ""
