"""Picks held against what is true of a panel: what was told, missed, told twice or wrongly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Pick = Mapping[str, Any]
Truth = Mapping[str, Any]
MILESTONES = frozenset(("record", "rank", "share", "streak"))
ALIKE = {"correction": {"revision", "correction"}, "revision": {"revision", "correction"}}

RIGHT, TWICE, REVERSED, ELSEWHERE, DECOY, UNUSUAL, MILESTONE, ORDINARY = OUTCOMES = (
    "right",
    "told twice",
    "wrong direction",
    "another level",
    "decoy",
    "unusual by chance",
    "milestone",
    "ordinary",
)


@dataclass
class Grade:
    """What became of the first picks of one or more panels.

    `found` and `planted` count truths by (case, difficulty); `kinds` counts the right picks that also name the kind;
    `outcomes` says what each pick was, so that they add up to the picks; `fooled` counts the decoys told, by case.
    `told` counts the picks by the kind that they name, `right` those of them that tell a truth.
    """

    panels: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: int = 0
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    planted: Counter[tuple[str, str]] = field(default_factory=Counter)
    fooled: Counter[str] = field(default_factory=Counter)
    decoys: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float | None:
        """Right picks of all picks; None where there is none."""
        return _part(self.outcomes[RIGHT], self.outcomes.total())

    def precision_of(self, kind: str) -> float | None:
        """Return the right picks of those that name `kind`; None where none does."""
        return _part(self.right[kind], self.told[kind])

    def recall(self, case: str = "", difficulty: str = "") -> float | None:
        """Return the truths found of those planted, of one case or difficulty if named; None where none was."""
        return _part(*(_of(counted, case, difficulty) for counted in (self.found, self.planted)))

    def __add__(self, other: Grade) -> Grade:
        """Return both together."""
        return Grade(
            self.panels + other.panels,
            self.outcomes + other.outcomes,
            self.kinds + other.kinds,
            self.found + other.found,
            self.planted + other.planted,
            self.fooled + other.fooled,
            self.decoys + other.decoys,
            self.told + other.told,
            self.right + other.right,
        )


def grade(picks: Sequence[Pick], truth: Mapping[str, Any], first: int) -> Grade:
    """Grade the `first` picks, in their order, against what truth.json says."""
    kept, truths, decoys = picks[:first], truth["truths"], truth["decoys"]
    result = Grade(1)
    result.planted.update((one["case"], one["difficulty"]) for one in truths)
    result.decoys.update(one["case"] for one in decoys)
    told: dict[str, int] = {}  # the place of the pick that tells a truth, by the truth's series
    for at, pick in enumerate(kept):
        if (one := _at(truths, pick)) and _fits(pick, one):
            told.setdefault(one["series"], at)
    for at, pick in enumerate(kept):
        outcome = _outcome(pick, at, told, truth)
        result.outcomes[outcome] += 1
        result.told[pick["kind"]] += 1
        result.right[pick["kind"]] += outcome == RIGHT
        if outcome == RIGHT and (one := _at(truths, pick)):
            result.found[one["case"], one["difficulty"]] += 1
            result.kinds += pick["kind"] in ALIKE.get(one["kind"], {one["kind"]})
    result.fooled.update(one["case"] for one in decoys if any(_tells(pick, one) for pick in kept))
    return result


def _outcome(pick: Pick, at: int, told: Mapping[str, int], truth: Mapping[str, Any]) -> str:
    """Return what this pick is: the telling of a truth, one more of the same, a decoy, or nothing that was planted."""
    truths, decoys, unusual = truth["truths"], truth["decoys"], truth["unusual"]
    if one := _at(truths, pick):
        if told.get(one["series"]) == at:
            return RIGHT
        return TWICE if one["series"] in told and _fits(pick, one) else REVERSED
    if any(_tells(pick, one) for one in decoys):
        return DECOY
    if one := next((one for one in truths if pick["series"] in (*one["lifts"], *one["parts"])), None):
        return TWICE if one["series"] in told else ELSEWHERE
    if pick["kind"] in MILESTONES:
        return MILESTONE
    return UNUSUAL if pick["series"] in unusual else ORDINARY


def _at(truths: Iterable[Truth], pick: Pick) -> Truth | None:
    return next((one for one in truths if one["series"] == pick["series"]), None)


def _fits(pick: Pick, one: Truth) -> bool:
    """Say whether the pick goes the way of the truth, which may have none."""
    return one["direction"] in ("", pick["direction"])


def _tells(pick: Pick, decoy: Truth) -> bool:
    """Say whether the pick tells the decoy, or a code above of whose change it is most."""
    return pick["series"] in (decoy["series"], *decoy["also"]) or pick["series"] in decoy["lifts"]


def _of(counted: Counter[tuple[str, str]], case: str, difficulty: str) -> int:
    return sum(count for (its, how), count in counted.items() if case in ("", its) and difficulty in ("", how))


def _part(some: int, whole: int) -> float | None:
    return some / whole if whole else None
