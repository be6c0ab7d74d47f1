"""What a formula of claims.json names, and the numbers that claims and cells write."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from generator.audit.kept import kept

Formula = list[Any]
Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, eq=False)
class Gathered(Generic[Item]):
    """Gathers what the cells of a formula have, each thing once, in order; a part of several formulas is read once."""

    of_cell: Callable[[str], Item]

    def __call__(self, formula: Formula) -> tuple[Item, ...]:
        """Return what the cells of `formula` have."""
        return self._gather(formula)

    @kept
    def _gather(self, formula: Formula) -> tuple[Item, ...]:
        found: dict[Item, None] = {}
        for part in _inside(formula):
            match part:
                case ["cell", str(key)]:
                    found[self.of_cell(key)] = None
                case list():
                    found.update(dict.fromkeys(self._gather(part)))
                case key:
                    found[self.of_cell(key)] = None
        return tuple(found)


def _inside(formula: Formula) -> list[Any]:
    """Return the cells and the formulas that a formula names itself, in order."""
    match formula:
        case ["cell", str(cell)]:
            return [cell]
        case ["count" | "rank", *parts]:
            return parts
        case ["stated" | "size" | "nil", *_]:
            return []
        case [_, *parts]:
            return [part for part in parts if isinstance(part, list)]
    return []


def number(text: object) -> Decimal:
    """Return the number that a claim or cell writes; ValueError where it writes none."""
    try:
        found = Decimal(str(text))
    except ArithmeticError:
        found = Decimal("NaN")
    if not found.is_finite():
        msg = f"{text!r} is no number"
        raise ValueError(msg)
    return found
