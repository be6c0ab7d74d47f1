"""The score of a movement, and the records of one that is told and of one that is left out.

`score = 100 Q (0.60 sqrt(U M) + 0.15 K + 0.10 M + 0.05 R + 0.10 V sqrt(U M))`: U of the surprise, M of the weight, K a
milestone, R an interest, V novelty, Q what doubt takes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import exp, isnan, prod, sqrt
from typing import Any

MILESTONES = {
    "correction": 1.0,
    "new": 0.8,
    "ceased": 0.8,
    "record": 0.7,
    "sign_flip": 0.6,
    "rank": 0.5,
    "month_record": 0.4,
    "streak": 0.0,  # news of a movement that goes on, and worth no more for it
    "share": 0.0,  # likewise
}
PENALTIES = {
    "short_history": 0.7,
    "volatile": 0.7,
    "low_base": 0.3,
    "base_effect": 0.15,
    "partial": 0.0,
    "hs_break": 0.0,
}
OF_QUANTITY = 0.2  # a suspect quantity, of what is told of unit values
BY_UNIT_VALUE = frozenset(("price", "offset"))
FIRST, CONTINUING, REPEATED = 1.0, 0.4, 0.1
INTEREST = 0.5
EVENT, SMALL_EVENT = 0.9, 0.4  # surprise of an event that has no z, by whether it is a thousandth of the whole
PLACES = 6  # decimals that are kept


@dataclass(frozen=True)
class Score:
    """The five addends and the factor of quality; `total` is their sum, of 100."""

    surprise: float
    milestone: float
    weight: float
    interest: float
    novelty: float
    quality: float

    @property
    def total(self) -> float:
        """What the addends come to."""
        return round(self.surprise + self.milestone + self.weight + self.interest + self.novelty, PLACES)

    def parts(self) -> dict[str, float]:
        """Return the addends and `quality`, by name."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def score(
    kind: str,
    z: float,
    contrib: float,
    flags: Collection[str],
    milestones: Collection[str] = (),
    *,
    large: bool = False,
    novelty: float = FIRST,
    interest: float = INTEREST,
) -> Score:
    """Return the score of one movement; `large` says whether an event without z is a thousandth of the whole."""
    u = (EVENT if large else SMALL_EVENT) if isnan(z) else 1 - exp(-max(abs(z) - 1.5, 0) / 2.5)
    m = 0.0 if isnan(contrib) else 1 - exp(-abs(contrib) / 0.25)
    k = max((MILESTONES[name] for name in milestones), default=0.0)
    q = prod((PENALTIES.get(flag, 1.0) for flag in flags), start=1.0)
    q *= OF_QUANTITY if kind in BY_UNIT_VALUE and "quantity_suspect" in flags else 1.0
    both = sqrt(u * m)

    def addend(part: float) -> float:
        return round(100 * q * part, PLACES)

    return Score(
        surprise=addend(0.60 * both),
        milestone=addend(0.15 * k),
        weight=addend(0.10 * m),
        interest=addend(0.05 * interest),
        novelty=addend(0.10 * novelty * both),
        quality=round(q, PLACES),
    )


DIGITS = 6
LEAST_P = 1e-6  # what is less likely is told as this: nothing has no chance at all


@dataclass(frozen=True)
class PanelPick:
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
    def of(cls, pick: PanelPick, why: str, gate: str = "") -> LeftOut:
        """Return the record of a movement that could be told."""
        return cls(pick.series, pick.level, pick.kind, pick.contrib, why, gate, pick.direction, pick.score)

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
