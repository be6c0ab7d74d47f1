"""Thresholds that can hold of no series here: their metric, flag or event cannot be had, or their code is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
from generator.movements.thresholds import Thresholds, ThresholdTerm
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
APART = ("no_parent", "no_peers", "few_members")  # of lines that never have it, in any table: others say more
OF_ONE_LINE = ("missing", "confidential", "bound", "partial", "hs_break", "valuation_break", "coverage", "no_trade")


@dataclass(frozen=True)
class IdleThreshold:
    """What thresholds name at `path` and no line they are of can have, and why: a metric, "flag NAME", "event NAME"."""

    path: Path
    metric: str
    reason: str

    def __str__(self) -> str:
        """Say it, and what helps."""
        return f"{self.said('line')} {REMEDIES[self.reason]}"

    def said(self, one: str) -> str:
        """Say it of every line, or whatever `one` is, without what helps."""
        what = "can be said of no" if " " in self.metric else "is null for every"
        return f"{self.metric} {what} {one} ({self.reason}), so that this holds of none."


@dataclass(frozen=True)
class UnknownCode:
    """A `code` at `path`, of a series or of a group, that no line has."""

    path: Path
    code: str
    is_group: bool

    def __str__(self) -> str:
        """Say it."""
        return f"no line {'begins with' if self.is_group else 'is'} {self.code}, so that this holds of none."


def idle_among(thresholds: Thresholds, codes: Iterable[str], why: Callable[[str, str], str]) -> Iterator[IdleThreshold]:
    """Yield what holds of no line, in the order of the file.

    `why` says of a metric and a code why it is null, of a flag or an event why the code cannot have it; "" where it
    can.
    A condition that takes one of several flags is silent if none of them can be.
    """
    lines = list(codes)
    for named in thresholds.named:
        of = [code for code in lines if _is_of(named, code)]
        found = [_reasons(need, of, why) for need in named.needs]
        if all(found):
            reason = next((one for one in found[0] if one not in APART), found[0][0])
            yield IdleThreshold(named.path, named.needs[0], reason)


def unknown_codes(thresholds: Thresholds, codes: Iterable[str]) -> Iterator[UnknownCode]:
    """Yield the codes of groups and series that no line has, in the order of the file.

    A group is of all codes that begin as one of its own does.
    """
    lines = dict.fromkeys(codes)
    for path, code in thresholds.blocks:
        is_group = path[-2] == "codes"
        if not (any(is_within(one, code) for one in lines) if is_group else code in lines):
            yield UnknownCode(path, code, is_group=is_group)


def _reasons(need: str, codes: list[str], why: Callable[[str, str], str]) -> list[str]:
    """Return the reasons of the lines, none if one has a value, or lacks it for a passing reason.

    What is missing or withheld in one line says nothing of the table.
    """
    found = []
    for code in codes:
        reason = why(need, code)
        if reason in REMEDIES:
            found.append(reason)
        elif reason.split(" ")[0] not in OF_ONE_LINE:
            return []
    return found


def _is_of(named: ThresholdTerm, code: str) -> bool:
    return named.codes is None or any(is_within(code, parent) for parent in named.codes)


def idle_thresholds(snapshot: Snapshot) -> tuple[IdleThreshold, ...]:
    """Return the thresholds on what no series of the panel can have."""

    def why(name: str, code: str) -> str:
        kind, _, word = name.partition(" ")
        if word:
            return _of_event(snapshot, word) if kind == "event" else _of_flag(snapshot, word)
        at = snapshot.panel.places[code]
        return snapshot.adjustments.why_not(at) if name in METRICS else value_of(snapshot, name, at).reason

    return tuple(idle_among(snapshot.thresholds, snapshot.panel.codes, why))


def _of_event(snapshot: Snapshot, name: str) -> str:
    least = ENTIRE_RECORD if name == "record" else LEAST_KNOWN
    return "short_history" if (snapshot.frame.at + 1) * snapshot.panel.first.months < least else ""


def _of_flag(snapshot: Snapshot, name: str) -> str:
    """Return why no series can have a flag: what it is of is not in the panel."""
    panel = snapshot.panel
    lacking = {
        "revised": ("no_previous", panel.previous is None),
        "mirror_gap": (NO_REPORT, snapshot.mirror is None),
        "hs_break": ("no break", not (panel.breaks or panel.marks)),
        "lunar": ("not lunar", not panel.is_lunar),
        "lunar_tail": ("not lunar", not panel.is_lunar),
        **{kind: ("no notice", all(one.kind != kind for one in panel.notices)) for kind in KINDS},
        **dict.fromkeys(("unit_change", "quantity_suspect"), ("no_quantity", bool(np.isnan(panel.quantity).all()))),
        **dict.fromkeys(("bound", "valuation_break"), ("of lines", not panel.marks)),
    }
    reason, never = lacking.get(name, ("", False))
    return reason if never else ""
