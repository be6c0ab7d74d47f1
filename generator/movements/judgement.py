"""The evaluated tree of conditions, three-valued, which prints on one line for the editor, or step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    was `found` and `asked`; `metric` names what it compared, `value` is the number, `reason` why there is none.
    """

    words: str
    holds: Truth
    parts: tuple[Judgement, ...] = ()
    metric: str = ""
    condition: str = ""
    found: str = ""
    asked: str = ""
    value: Decimal | None = None
    reason: str = ""

    def __str__(self) -> str:
        """Write the tree on one line, with its outcome."""
        return f"{self.words} → {'notable' if self.holds else 'not notable'}"

    @property
    def unit(self) -> str:
        """The unit of what a leaf compared, "" for what is counted in none."""
        return UNITS.get(self.metric, "")

    def passed(self) -> frozenset[str]:
        """Return the metrics whose comparison helped to make the outcome true."""
        if not self.holds:
            return frozenset()
        return frozenset({self.metric} - {""}).union(*(part.passed() for part in self.parts))

    def steps(self, depth: int = 0) -> Iterator[tuple[int, Judgement]]:
        """Yield every node with its depth, as the settings write the tree: an exception beside what it is one of.

        The `unless` of the whole has no step of its own: its outcome is that of the tree.
        """
        if self.condition == UNLESS and depth == 0:
            main, exception = self.parts
            yield from main.steps()
            yield 0, _labelled(exception)
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
        words = {"found": self.found, "asked": self.asked}
        return node | words | {"value": value, "unit": self.unit, "reason": self.reason}


def truth(parts: tuple[Judgement, ...], *, every: bool) -> Truth:
    """Return the three-valued `all` of the parts, or their `any`."""
    outcomes = {part.holds for part in parts}
    if (not every) in outcomes:
        return not every
    return None if None in outcomes else every


def joined(parts: tuple[Judgement, ...], *, every: bool) -> Judgement:
    """Return the judgement over `parts`; a semicolon stands for `all`."""
    words = ("; " if every else " or ").join(bracketed(part) for part in parts)
    return Judgement(words, truth(parts, every=every), parts, condition=ALL if every else ANY)


def bracketed(part: Judgement) -> str:
    """Return the words of a part, in brackets where they are several."""
    return f"({part.words})" if len(part.parts) > 1 else part.words


def compared(
    metric: str, found: str, asked: str, *, holds: Truth, value: Decimal | None = None, reason: str = ""
) -> Judgement:
    """Return the leaf that says what was found, what was asked, and the outcome."""
    words = f"{metric} {found} {asked} {WORDS[holds]}"
    leaf = Judgement(words, holds, metric=metric, condition=metric, found=found)
    return replace(leaf, asked=asked, value=value, reason=reason)


def _labelled(exception: Judgement) -> Judgement:
    """Return the line `unless` itself, without what stands under it."""
    return Judgement("", exception.holds, condition=UNLESS)
