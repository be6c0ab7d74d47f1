"""Known: metrics of every series by name, those that few rules ask for worked out when one does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from generator.movements.engine.unit_values import Floats


@dataclass(frozen=True)
class Known:
    """One metric of every series: NaN with its `reason`, of one where the number needs one, its `flags`."""

    value: Floats
    reason: np.ndarray
    flags: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


Later = Mapping[tuple[str, ...], Callable[[], Mapping[str, Known]]]


class Metrics(Mapping[str, Floats]):
    """The values of every metric: `now` at once, `later` by the names that are worked out together, and then kept."""

    def __init__(self, now: Mapping[str, Floats], later: Later) -> None:
        """Begin with what is known."""
        self._groups = later
        self._now, self._later = now, {name: work for names, work in later.items() for name in names}
        self._found: dict[str, Known] = {}

    def known(self, name: str) -> Known | None:
        """Return a metric that gives its own reasons, None for one that does not."""
        if name in self._later and name not in self._found:
            self._found |= self._later[name]()
        return self._found.get(name)

    def with_value(self, name: str, values: Floats) -> Metrics:
        """Return the same metrics with other values of one of those that are known at once."""
        return Metrics({**self._now, name: values}, self._groups)

    def __getitem__(self, name: str) -> Floats:
        """Return the values of a metric."""
        known = self.known(name)
        return self._now[name] if known is None else known.value

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter({**self._now, **self._later})

    def __len__(self) -> int:
        """Return how many there are."""
        return len({**self._now, **self._later})
