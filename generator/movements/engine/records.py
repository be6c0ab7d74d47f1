"""Records: a movement that is told, and one that was left out; plain things that can be written as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any

from generator.movements.engine.scores import Score

DIGITS = 6
LEAST_P = 1e-6  # what is less likely is told as this: nothing has no chance at all


@dataclass(frozen=True)
class Pick:
    """One movement that is told; `z` and `contrib` are what it was weighed by."""

    series: str
    period: str
    level: str
    direction: str
    kind: str
    score: Score
    flags: tuple[str, ...]
    p: float
    rule: str
    context: tuple[str, ...]
    facts: tuple[Mapping[str, Any], ...]
    z: float
    contrib: float
    milestones: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return the record that movements.md, section 9, describes."""
        return {
            "series": self.series,
            "period": self.period,
            "level": self.level,
            "direction": self.direction,
            "kind": self.kind,
            "score": self.score.total,
            "parts": self.score.parts(),
            "flags": list(self.flags),
            "p": None if isnan(self.p) else max(round(self.p, DIGITS), LEAST_P),
            "rule": self.rule,
            "context": list(self.context),
            "facts": [dict(fact) for fact in self.facts],
        }


@dataclass(frozen=True)
class LeftOut:
    """One movement that was considered and left out, and why; `gate` is what stopped one that stands out.

    `direction` and `score` are what it would be told with, the score None where it has no surprise.
    """

    series: str
    level: str
    kind: str
    contrib: float
    why: str
    gate: str = ""
    direction: str = ""
    score: Score | None = None

    @classmethod
    def of(cls, one: Pick, why: str, gate: str = "") -> LeftOut:
        """Return the record of a movement that could be told."""
        return cls(one.series, one.level, one.kind, one.contrib, why, gate, one.direction, one.score)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data; null for a weight, a way or a score that it does not have."""
        return {
            "series": self.series,
            "level": self.level,
            "kind": self.kind,
            "direction": self.direction or None,
            "contrib": None if isnan(self.contrib) else round(self.contrib, DIGITS),
            "score": self.score.total if self.score else None,
            "parts": self.score.parts() if self.score else None,
            "why": self.why,
            "gate": self.gate,
        }
