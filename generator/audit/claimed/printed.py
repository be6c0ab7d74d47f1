"""Printed numbers: what stands in a text, and every value that may stand behind its last digit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from generator.audit.arithmetic import Span

MARKS = {"<": "less than", ">": "more than", "≤": "at most", "≥": "at least", "~": "about", "≈": "about"}
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,12})?")
_RANGE = re.compile(r"[0-9.]+ ?(?:-|to) ?[0-9.]+")
_HALF = Decimal("0.5")


@dataclass(frozen=True)
class Printed:
    """A number with the precision that it was printed with; `mark` is the word for a sign before it ("<1")."""

    text: str
    value: Decimal
    mark: str = ""

    @property
    def places(self) -> int:
        """How many decimals it has."""
        return -int(self.value.as_tuple().exponent)

    @property
    def half(self) -> Decimal:
        """Half a unit of the last digit."""
        return _HALF.scaleb(-self.places)

    def span(self) -> Span:
        """Return what may stand behind it: half a unit of the last digit to both sides; 350 is 349.5 to 350.5."""
        return Span(self.value - self.half, self.value, self.value + self.half)

    def rounded(self, exact: Decimal) -> Decimal:
        """Return `exact` with as many decimals, half away from zero."""
        return exact.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)

    def cut(self, exact: Decimal) -> Decimal:
        """Return `exact` with as many decimals, the others left off."""
        return exact.quantize(Decimal(1).scaleb(-self.places), ROUND_DOWN)


@dataclass(frozen=True)
class Loose:
    """A range or a bound in the place of a number ("5-6", ">60"): it can be read, but not reckoned with."""

    text: str


def printed(text: str) -> Printed | Loose:
    """Return the number, range or bound that `text` writes; ValueError with the remedy where it is none of them."""
    plain = text.strip().replace("−", "-").replace("–", "-").removesuffix("%").rstrip()
    mark = MARKS.get(plain[:1], "")
    number = plain[1:].strip() if mark else plain
    if _NUMBER.fullmatch(number):
        return Printed(text.strip(), Decimal(number), mark)
    if _RANGE.fullmatch(plain):
        return Loose(text.strip())
    raise ValueError(_remedy(plain))


def _remedy(text: str) -> str:
    if re.fullmatch(r"[+-]?[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?", text):
        return "Write 1234.5 for 1,234.5: a point before the decimals, nothing between thousands."
    return "Write a plain number such as 12.3; the unit has a field of its own."
