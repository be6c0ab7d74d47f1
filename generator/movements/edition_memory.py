"""Memory of what earlier editions reported about each series, so that a movement is reported once, then at milestones.

A movement is kept by series, strand and direction. A strand joins kinds that are stages of one movement: a lasting
spike becomes a shift, and a vanished flow becomes a ceased one. A new kind alone is therefore not news. Drifts and
offsets are strands of their own. Each edition stores its memory and is judged by that of the edition before it, so
making it again gives the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from math import isnan, nan
from typing import Any

from generator.movements.candidate_series import DRIFT_Z, ODD

RAISED = 3.0  # bar of |z| for the strand "money"
STRANDS = {"drift": "year", "offset": "amounts"}  # strand of each kind; "money" for all others
BARS = {"year": DRIFT_Z, "amounts": ODD}  # bars of |z| of the other strands
LOWER = 0.7  # a movement goes on while its |z| is at least this fraction of its bar
EDITIONS_BELOW, EDITIONS_AGAIN = 2, 6  # editions below that until it is over; silent editions until it is news again
GROWN = 1.5  # growth since the last report that makes it news
LEAST_Z, LEAST_POINTS = 1.5, 0.1  # with a smaller z or contribution, growth is mere chance and not news
TURNED = {"up": "down", "down": "up"}

Key = tuple[str, str, str]  # series, strand, direction


@dataclass(frozen=True)
class ToldMovement:
    """One movement as it was last reported."""

    series: str
    kind: str
    direction: str
    since: str  # period of its first report
    told: str  # period of its last report
    z: float  # at its last report, as `contrib`
    contrib: float
    below: int = 0  # consecutive editions in which it was below its bar
    silent: int = 0  # editions since its last report

    @property
    def key(self) -> Key:
        """The key under which it is kept."""
        return self.series, STRANDS.get(self.kind, "money"), self.direction

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of movements that it continues: of both directions if it is too slight to be a turn."""
        is_slight = abs(self.contrib) < LEAST_POINTS if isnan(self.z) else abs(self.z) < LEAST_Z
        return (self.key, self.opposite_key) if is_slight else (self.key,)

    @property
    def opposite_key(self) -> Key:
        """The key of the movement in the other direction."""
        series, strand, direction = self.key
        return series, strand, TURNED[direction]

    @property
    def lowest_z(self) -> float:
        """The least z, in its direction, at which it still goes on."""
        return LOWER * BARS.get(self.key[1], RAISED)


@dataclass(frozen=True)
class Memory:
    """The movements that go on after an edition."""

    movements: Mapping[Key, ToldMovement] = field(default_factory=dict)

    @classmethod
    def read(cls, data: Iterable[Mapping[str, Any]]) -> Memory:
        """Parse the data that `as_data` returns."""
        movements = {}
        for record in data:
            values: dict[str, Any] = {name: nan if value is None else value for name, value in record.items()}
            movement = ToldMovement(**values)
            movements[movement.key] = movement
        return cls(movements)

    def as_data(self) -> list[dict[str, Any]]:
        """Return the memory as JSON data, in order of keys. A z or weight that an event lacks is null."""
        records = [asdict(self.movements[key]) for key in sorted(self.movements)]
        for record in records:
            for name, value in record.items():
                if isinstance(value, float) and isnan(value):
                    record[name] = None
        return records

    def standing(self, movement: ToldMovement) -> ToldMovement | None:
        """Return the last report of the movement that this one continues; None if it is new."""
        return next((self.movements[key] for key in movement.keys if key in self.movements), None)

    def is_news(self, movement: ToldMovement, milestones: Iterable[str]) -> bool:
        """Whether to report a movement: it is new, turned, grew by half, passed a milestone, or was silent for long."""
        was = self.standing(movement)
        if was is None or tuple(milestones):
            return True
        z, contrib = abs(movement.z), abs(movement.contrib)
        more = z >= GROWN * abs(was.z) or contrib >= GROWN * abs(was.contrib)
        is_little = z < LEAST_Z or contrib < LEAST_POINTS  # False for NaN
        return (more and not is_little) or was.silent + 1 >= EDITIONS_AGAIN

    def passed_over(self, editions: int) -> Memory:
        """Return the memory after some periods without an edition."""
        return Memory(
            {key: replace(movement, silent=movement.silent + editions) for key, movement in self.movements.items()}
        )

    def after_edition(self, period: str, picks: Iterable[ToldMovement], going_on: Mapping[Key, bool]) -> Memory:
        """Return the memory after the edition of `period`, which reported `picks`.

        `going_on` says for every remembered movement whether it still goes on.
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
