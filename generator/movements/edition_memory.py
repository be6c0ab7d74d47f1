"""What earlier editions told of each series, so that a step is told once and a streak at its milestones.

A movement is kept by series, strand and direction. A strand joins the kinds that are stages of one movement: a spike
that lasts becomes a shift, what vanished ceases, and neither is news by its new name alone. A drift and an offset are
strands of their own. The memory is stored with each edition, and an edition is judged by the memory of the one before
it: to make it again gives the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from math import isnan, nan
from typing import Any

from generator.movements.candidate_series import DRIFT_Z, ODD

RAISED = 3.0  # |z| at which a movement is raised
STRANDS = {"drift": "year", "offset": "amounts"}  # of kinds that are no stage of another one; "money" of all others
BARS = {"year": DRIFT_Z, "amounts": ODD}
LOWER = 0.7  # of the bar: below it for two editions a movement is over
EDITIONS_BELOW, EDITIONS_AGAIN = 2, 6
GROWN = 1.5  # so much more than when it was told last
LEAST_Z, LEAST_POINTS = 1.5, 0.1  # what growth comes to at least: under it a series goes to and fro by chance
TURNED = {"up": "down", "down": "up"}

Key = tuple[str, str, str]  # series, strand, direction


@dataclass(frozen=True)
class ToldMovement:
    """One movement as it was told last: since which period it stands, and how large it was then.

    `below` counts the editions in which it was below its bar, `silent` those that did not tell it.
    """

    series: str
    kind: str
    direction: str
    since: str
    told: str
    z: float
    contrib: float
    below: int = 0
    silent: int = 0

    @property
    def key(self) -> Key:
        """What it is kept by."""
        return self.series, STRANDS.get(self.kind, "money"), self.direction

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of what goes on in it: of both directions where it is too slight for a turn."""
        is_slight = abs(self.contrib) < LEAST_POINTS if isnan(self.z) else abs(self.z) < LEAST_Z
        return (self.key, self.opposite_key) if is_slight else (self.key,)

    @property
    def opposite_key(self) -> Key:
        """The key of the movement in the other direction."""
        series, strand, direction = self.key
        return series, strand, TURNED[direction]

    @property
    def lowest_z(self) -> float:
        """The |z| of its own strand above which it still goes on."""
        return LOWER * BARS.get(self.key[1], RAISED)


@dataclass(frozen=True)
class Memory:
    """What stands after an edition, by series, strand and direction; nothing for one that never told anything."""

    movements: Mapping[Key, ToldMovement] = field(default_factory=dict)

    @classmethod
    def read(cls, data: Iterable[Mapping[str, Any]]) -> Memory:
        """Return the memory that `as_data` wrote."""
        movements = {}
        for record in data:
            values: dict[str, Any] = {name: nan if value is None else value for name, value in record.items()}
            movement = ToldMovement(**values)
            movements[movement.key] = movement
        return cls(movements)

    def as_data(self) -> list[dict[str, Any]]:
        """Return the memory as JSON holds it, in order: null for a z or a weight that an event does not have."""
        records = (asdict(self.movements[key]) for key in sorted(self.movements))
        return [
            {name: None if isinstance(value, float) and isnan(value) else value for name, value in record.items()}
            for record in records
        ]

    def standing(self, movement: ToldMovement) -> ToldMovement | None:
        """Return how the movement was told last, the other way too where what moved now is too slight for a turn."""
        return next((self.movements[key] for key in movement.keys if key in self.movements), None)

    def is_news(self, movement: ToldMovement, milestones: Iterable[str]) -> bool:
        """Say whether a movement is to be told (again): it is new, turned, grew by half, or passed a milestone."""
        was = self.standing(movement)
        if was is None or tuple(milestones):
            return True
        z, contrib = abs(movement.z), abs(movement.contrib)
        more = z >= GROWN * abs(was.z) or contrib >= GROWN * abs(was.contrib)
        is_little = z < LEAST_Z or contrib < LEAST_POINTS  # neither where it is not known
        return (more and not is_little) or was.silent + 1 >= EDITIONS_AGAIN

    def passed_over(self, editions: int) -> Memory:
        """Return the memory as it is after so many periods of which no edition was made."""
        return Memory(
            {key: replace(movement, silent=movement.silent + editions) for key, movement in self.movements.items()}
        )

    def after_edition(self, period: str, picks: Iterable[ToldMovement], going_on: Mapping[Key, bool]) -> Memory:
        """Return the memory after the edition of `period`, which told `picks`.

        `going_on` says of every movement known whether it is still above 0.7 of its bar.
        """
        remaining = {}
        for key, movement in self.movements.items():
            below = 0 if going_on.get(key, False) else movement.below + 1
            if below < EDITIONS_BELOW:
                remaining[key] = replace(movement, below=below, silent=movement.silent + 1)
        for movement in picks:
            was = self.movements.get(movement.key)
            remaining[movement.key] = replace(movement, since=was.since if was else movement.since, told=period)
            remaining.pop(movement.opposite_key, None)
        return Memory(remaining)
