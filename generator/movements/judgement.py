"""The evaluated tree of conditions, three-valued, which prints on one line for the editor, or step by step."""

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
    """One node of an evaluated tree: what was asked in `words`, whether it `holds`, and the `parts` it stands on.

    `condition` is all, any, not or unless; of a leaf what it is about: a metric, event, flag or value. A leaf says what
    is `actual` and what was `required`; `value` is the number, `reason` why there is none.
    """

    words: str
    holds: Truth
    condition: str
    parts: tuple[Judgement, ...] = ()
    actual: str = ""
    required: str = ""
    value: Decimal | None = None
    reason: str = ""

    def __str__(self) -> str:
        """Write the tree on one line, with its outcome."""
        return f"{self.words} → {'notable' if self.holds else 'not notable'}"

    @property
    def unit(self) -> str:
        """The unit of what a leaf compared, "" for what is counted in none."""
        return UNITS.get(self.condition, "")

    def passed(self) -> frozenset[str]:
        """Return the metrics whose comparison helped to make the outcome true."""
        if not self.holds:
            return frozenset()
        if not self.parts:
            return frozenset({self.condition} - {"event", "flag"})
        return frozenset[str]().union(*(part.passed() for part in self.parts))

    def steps(self, depth: int = 0) -> Iterator[tuple[int, Judgement]]:
        """Yield every node with its depth, as the settings write the tree: an exception beside what it is one of.

        The `unless` of the whole has no step of its own: its outcome is that of the tree.
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
        """Return the leaves that made the outcome what it is: those that hold, or those that would have had to."""
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
        """Return the tree as JSON holds it; of `unless` the second part is the exception."""
        node: dict[str, Any] = {"condition": self.condition, "holds": self.holds}
        if self.parts:
            return node | {"parts": [part.as_data() for part in self.parts]}
        value = None if self.value is None else float(self.value)
        words = {"found": self.actual, "asked": self.required}
        return node | words | {"value": value, "unit": self.unit, "reason": self.reason}


def combined(kind: str, parts: Sequence[Judgement]) -> Judgement:
    """Return the judgement over `parts` as `kind` combines them; in print a semicolon stands for `all`."""
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
            decisive = kind == ANY
            holds = decisive if decisive in outcomes else None if None in outcomes else not decisive
            words = ("; " if kind == ALL else " or ").join(bracketed)
    return Judgement(words, holds, kind, tuple(parts))


def compared(
    condition: str, actual: str, required: str, *, holds: Truth, value: Decimal | None = None, reason: str = ""
) -> Judgement:
    """Return the leaf that says what was found, what was asked, and the outcome."""
    words = f"{condition} {actual} {required} {WORDS[holds]}"
    return Judgement(words, holds, condition, actual=actual, required=required, value=value, reason=reason)
