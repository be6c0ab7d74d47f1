"""Thresholds that can hold of no series here: their metric, flag or event cannot be had, or their code is unknown."""

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

# Reasons of a null that are those of a whole table, and what helps.
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
OF_THE_PLACE = ("no_parent", "no_peers", "few_members")  # of series that never have it, in any table
OF_ONE_SERIES = ("missing", "confidential", "bound", "partial", "hs_break", "valuation_break", "coverage", "no_trade")


@dataclass(frozen=True)
class IdleThreshold:
    """What thresholds name at `path` and no line they are of can have, and why: a metric, "flag NAME", "event NAME"."""

    path: Path
    metric: str
    reason: str

    def __str__(self) -> str:
        """Say it, and what helps."""
        return f"{self.sentence('line')} {REMEDIES[self.reason]}"

    def sentence(self, noun: str) -> str:
        """Say it of every line, or whatever `noun` is, without what helps."""
        what = "can be said of no" if " " in self.metric else "is null for every"
        return f"{self.metric} {what} {noun} ({self.reason}), so that this holds of none."


@dataclass(frozen=True)
class UnknownCode:
    """A `code` at `path`, of a series or of a group, that no line has."""

    path: Path
    code: str
    is_group: bool

    def __str__(self) -> str:
        """Say it."""
        return f"no line {'begins with' if self.is_group else 'is'} {self.code}, so that this holds of none."


def idle_thresholds(snapshot: Snapshot) -> tuple[IdleThreshold, ...]:
    """Return the thresholds on what no series of the panel can have, in the order of the file.

    A condition that takes one of several flags is among them if the series can have none of the flags.
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
    """Yield the codes of groups and series that no line has, in the order of the file.

    A group is of all codes that begin as one of its own does.
    """
    lines = dict.fromkeys(codes)
    for path, code in thresholds.blocks:
        is_group = path[-2] == "codes"
        if not (any(is_within(line, code) for line in lines) if is_group else code in lines):
            yield UnknownCode(path, code, is_group=is_group)


def _is_among(code: str, parents: tuple[str, ...] | None) -> bool:
    return parents is None or any(is_within(code, parent) for parent in parents)


def _reasons(snapshot: Snapshot, need: str, codes: list[str]) -> list[str]:
    """Return why each of the series cannot have what is needed; none if one can, or lacks it for a passing reason.

    What is missing or withheld in one series says nothing of the table.
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
    """Return why the series in column `at` cannot have a metric, an event or a flag; "" where it can."""
    kind, _, name = need.rpartition(" ")
    if kind == "flag":
        return _why_no_flag(snapshot, name)
    if kind == "event":
        months = (snapshot.frame.at + 1) * snapshot.panel.first.months
        return "short_history" if months < (ENTIRE_RECORD if name == "record" else LEAST_KNOWN) else ""
    return snapshot.adjustments.why_not(at) if name in METRICS else value_of(snapshot, name, at).reason


def _why_no_flag(snapshot: Snapshot, name: str) -> str:
    """Return why no series can have a flag: what it is of is not in the panel."""
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
