"""What earlier editions told of each series, so that a step is told once and a streak at its milestones.

A movement is kept by series, strand and direction. A strand joins the kinds that are stages of one movement: a spike
that lasts becomes a shift, what vanished ceases, and neither is news by its new name alone. A drift and an offset are
strands of their own. The memory is stored with each edition, and an edition is judged by the memory of the one before
it: to make it again gives the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from math import isnan, nan
from typing import Any

from generator.movements.candidate_series import DRIFT_Z, ODD

RAISED = 3.0  # |z| at which a movement is raised
APART = {"drift": "year", "offset": "amounts"}  # kinds that are no stage of another one, and their strands
MONEY = "money"  # the strand of all others
BARS = {"year": DRIFT_Z, "amounts": ODD}
PLACES = 6  # decimals that are kept
LOWER = 0.7  # of the bar: below it for two editions a movement is over
EDITIONS_BELOW, EDITIONS_AGAIN = 2, 6
GROWN = 1.5  # so much more than when it was told last
LEAST_Z, LEAST_POINTS = 1.5, 0.1  # what growth comes to at least: under it a series goes to and fro by chance
TURNED = {"up": "down", "down": "up"}

Key = tuple[str, str, str]  # series, strand, direction


def strand(kind: str) -> str:
    """Return the strand that a kind of movement belongs to."""
    return APART.get(kind, MONEY)


def ways(direction: str, z: float, contrib: float) -> tuple[str, ...]:
    """Return the directions that a movement goes on in: both where it is too slight for a turn."""
    is_slight = abs(contrib) < LEAST_POINTS if isnan(z) else abs(z) < LEAST_Z
    return (direction, TURNED[direction]) if is_slight else (direction,)


@dataclass(frozen=True)
class ToldMovement:
    """One movement as it was told last: since which period it stands, and how large it was then."""

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
        return self.series, strand(self.kind), self.direction

    @property
    def still(self) -> float:
        """The |z| of its own strand above which it still goes on."""
        return LOWER * BARS.get(strand(self.kind), RAISED)


@dataclass(frozen=True)
class Memory:
    """What stands after an edition, by series, strand and direction."""

    told: Mapping[Key, ToldMovement]

    @classmethod
    def empty(cls) -> Memory:
        """Return the memory of a briefing that never told anything."""
        return cls({})

    @classmethod
    def read(cls, data: Iterable[Mapping[str, Any]]) -> Memory:
        """Return the memory that `as_data` wrote."""
        kept: list[dict[str, Any]] = [
            {name: nan if value is None else value for name, value in record.items()} for record in data
        ]
        movements = [ToldMovement(**record) for record in kept]
        return cls({movement.key: movement for movement in movements})

    def as_data(self) -> list[dict[str, Any]]:
        """Return the memory as JSON holds it, in order: null for a z or a weight that an event does not have."""
        records = (asdict(self.told[key]) for key in sorted(self.told))
        return [{name: _written(value) for name, value in record.items()} for record in records]

    def known(self, series: str, kind: str, direction: str) -> ToldMovement | None:
        """Return how that movement was told last, under whichever kind of its strand, if it still goes on."""
        return self.told.get((series, strand(kind), direction))

    def standing(self, series: str, kind: str, direction: str, z: float, contrib: float) -> ToldMovement | None:
        """Return how that movement was told last, the other way too where what moved now is too slight for a turn."""
        movements = (self.known(series, kind, way) for way in ways(direction, z, contrib))
        return next((movement for movement in movements if movement), None)

    def is_news(
        self, series: str, kind: str, direction: str, z: float, contrib: float, milestones: Iterable[str]
    ) -> bool:
        """Say whether a movement is to be told (again): it is new, turned, grew by half, or passed a milestone."""
        was = self.standing(series, kind, direction, z, contrib)
        if was is None or tuple(milestones):
            return True
        more = abs(z) >= GROWN * abs(was.z) or abs(contrib) >= GROWN * abs(was.contrib)
        is_little = abs(z) < LEAST_Z or abs(contrib) < LEAST_POINTS  # neither where it is not known
        return (more and not is_little) or was.silent + 1 >= EDITIONS_AGAIN

    def passed_over(self, editions: int) -> Memory:
        """Return the memory as it is after so many periods of which no edition was made."""
        return Memory(
            {key: replace(movement, silent=movement.silent + editions) for key, movement in self.told.items()}
        )

    def after(self, period: str, picks: Iterable[ToldMovement], going_on: Mapping[Key, bool]) -> Memory:
        """Return the memory after the edition of `period`, which told `picks`.

        `going_on` says of every movement known whether it is still above 0.7 of its bar.
        """
        kept = {key: _aged(movement, going_on.get(key, False)) for key, movement in self.told.items()}
        kept = {key: movement for key, movement in kept.items() if movement.below < EDITIONS_BELOW}
        for movement in picks:
            was = self.told.get(movement.key)
            kept[movement.key] = replace(movement, since=was.since if was else movement.since, told=period)
            kept.pop((movement.series, strand(movement.kind), TURNED[movement.direction]), None)
        return Memory(kept)


def _aged(movement: ToldMovement, going_on: bool) -> ToldMovement:  # noqa: FBT001 -- a fact of the movement
    return replace(movement, below=0 if going_on else movement.below + 1, silent=movement.silent + 1)


def _written(value: str | float) -> str | float | None:
    return None if isinstance(value, float) and isnan(value) else value
