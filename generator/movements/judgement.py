"""Judgements: the evaluated tree of a condition, with three truth values, for print on one line or step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.movements.metric_names import UNITS

Truth = bool | None
WORDS = {True: "yes", False: "no", None: "unknown"}
ALL, ANY, NOT, UNLESS = "all", "any", "not", "unless"


@dataclass(frozen=True)
class Judgement:
    """One node of an evaluated tree."""

    words: str
    holds: Truth  # None if unknown
    condition: str  # all, any, not or unless; of a leaf: a metric, "event", "flag" or "value"
    parts: tuple[Judgement, ...] = ()  # empty for a leaf
    actual: str = ""  # of a leaf, like the fields below: what was found
    required: str = ""  # what was asked
    value: Decimal | None = None  # the number that was found
    reason: str = ""  # why there is no number

    def __str__(self) -> str:
        """Return the tree on one line, with its outcome."""
        return f"{self.words} → {'notable' if self.holds else 'not notable'}"

    @property
    def unit(self) -> str:
        """The unit of a leaf's metric; "" if it has none."""
        return UNITS.get(self.condition, "")

    def passed(self) -> frozenset[str]:
        """Return the metrics whose tests made the outcome true; empty if it is not true."""
        if not self.holds:
            return frozenset()
        if not self.parts:
            return frozenset({self.condition} - {"event", "flag"})
        return frozenset[str]().union(*(part.passed() for part in self.parts))

    def steps(self, depth: int = 0) -> Iterator[tuple[int, Judgement]]:
        """Yield every node with its depth, in the order of the settings.

        An `unless` at the top is not a step itself. Its condition comes first, then a step "unless" with the exception.
        """
        if self.condition == UNLESS and depth == 0:
            main, exception = self.parts
            yield from main.steps()
            yield 0, Judgement("", exception.holds, UNLESS)
            yield from exception.steps(1)
            return
        yield depth, self
        for part in self.parts:
            yield from part.steps(depth + 1)

    def deciding(self) -> tuple[Judgement, ...]:
        """Return the leaves that decided the outcome: those that hold, or those that failed to."""
        if not self.parts:
            return (self,)
        if self.condition == UNLESS and self.holds is False and self.parts[1].holds:
            return self.parts[1].deciding()
        if self.condition in (UNLESS, NOT):
            return self.parts[0].deciding()
        lacking = self.condition == ANY and not self.holds
        alike = [part for part in self.parts if lacking or part.holds is self.holds]
        return tuple(leaf for part in alike for leaf in part.deciding())

    def as_data(self) -> dict[str, Any]:
        """Return the tree as JSON data. The second part of `unless` is the exception."""
        node: dict[str, Any] = {"condition": self.condition, "holds": self.holds}
        if self.parts:
            return node | {"parts": [part.as_data() for part in self.parts]}
        value = None if self.value is None else float(self.value)
        words = {"found": self.actual, "asked": self.required}
        return node | words | {"value": value, "unit": self.unit, "reason": self.reason}


def combined(kind: str, parts: Sequence[Judgement]) -> Judgement:
    """Return the judgement on `parts`, combined by `kind`. In words a semicolon stands for `all`."""
    outcomes = [part.holds for part in parts]
    bracketed = [f"({part.words})" if len(part.parts) > 1 else part.words for part in parts]
    holds: Truth
    match kind:
        case "not":
            holds = None if outcomes[0] is None else not outcomes[0]
            words = f"not ({parts[0].words})"
        case "unless":
            holds = False if outcomes[1] else outcomes[0]
            words = f"{bracketed[0]} unless ({parts[1].words})"
        case _:
            decisive = kind == ANY  # one True settles `any`, one False settles `all`
            if decisive in outcomes:
                holds = decisive
            elif None in outcomes:
                holds = None
            else:
                holds = not decisive
            separator = "; " if kind == ALL else " or "
            words = separator.join(bracketed)
    return Judgement(words, holds, kind, tuple(parts))


def compared(
    condition: str, actual: str, required: str, *, holds: Truth, value: Decimal | None = None, reason: str = ""
) -> Judgement:
    """Return a leaf with what was found, what was asked, and the outcome."""
    words = f"{condition} {actual} {required} {WORDS[holds]}"
    return Judgement(words, holds, condition, actual=actual, required=required, value=value, reason=reason)
