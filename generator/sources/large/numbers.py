"""Numbers in SQL: which texts are plainly a number of the declared form, and what it is.

What is plain here is read so in sources.number; much else is, too, and goes the way of single rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.sources.large.texts import literal
from generator.sources.number import DECIMALS, LARGEST, NumberForm

_DIGITS = 15  # before the mark: no overflow, and less than the trade of the world
_PRINTED = f"DECIMAL(24, {DECIMALS})"
_FACTOR = "DECIMAL(14, 0)"


@dataclass(frozen=True)
class Number:
    """A number that a text of SQL holds: whether it is plain, what it is times its factor, half of its last digit."""

    text: str
    form: NumberForm
    factor: str = "1"

    @property
    def plain(self) -> str:
        """Say whether it is read so by the rules for rows; else nothing else here holds."""
        return (
            f"(regexp_full_match({self.text}, {literal(self.form.pattern)}) AND {self._whole} <= {_DIGITS} "
            f"AND {self._places} <= {DECIMALS} AND {self.exact} <= {LARGEST:f})"
        )

    @property
    def exact(self) -> str:
        """The number times the factor."""
        printed = f"TRY_CAST({self._bare} AS {_PRINTED})"
        return printed if self.factor == "1" else f"({printed} * {self.factor}::{_FACTOR})"

    @property
    def half(self) -> str:
        """Half of its last digit, times the factor."""
        halves = " ".join(f"WHEN {places} THEN 0.{'0' * places}5::DECIMAL(10, 9)" for places in range(DECIMALS + 1))
        return f"((CASE {self._places} {halves} END) * {self.factor}::{_FACTOR})"

    @property
    def _bare(self) -> str:
        ungrouped = (
            f"regexp_replace({self.text}, {literal(self.form.separator)}, '', 'g')" if self.form.grouping else self.text
        )
        return (
            ungrouped
            if self.form.decimal_mark == "."
            else f"replace({ungrouped}, {literal(self.form.decimal_mark)}, '.')"
        )

    @property
    def _whole(self) -> str:
        return f"strpos(concat({self._bare}, '.'), '.') - 1"

    @property
    def _places(self) -> str:
        return f"length({self._bare}) - least(length({self._bare}), strpos(concat({self._bare}, '.'), '.'))"
