"""Printed numbers: one declared form for a source, never guessed cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

LARGEST = Decimal("1E+16")  # US dollars, as much of another currency; the world's trade of a year is about 3E+13
DECIMALS = 8  # places after the point of a value; no customs office prints more than two
_FINEST = Decimal(5).scaleb(-DECIMALS - 1)
_SPACES = "[ \u00a0\u202f\u2009]"  # a group may be set off by any of these where grouping is a space
_REASONS = (
    ("", "is missing, and no status mark says that it was withheld"),
    (r"[-\u2212\u2013].+|.+[-\u2212]", "is negative"),
    (r"\(.*\)", "is negative: it stands in brackets"),
    (r"[+]?(nan|inf|infinity)", "is not finite"),
    (r"[0-9.,]+e[+-]?[0-9]+", "is written with an exponent, which no customs office prints"),
    (r"(?=.*(?![0-9])[\d\u066b\u066c])[\d.,\s\u066b\u066c]+", "has digits other than 0 to 9"),
)


@dataclass(frozen=True)
class NumberForm:
    """How numbers are written: the decimal mark and what stands between groups of three digits ("" for nothing)."""

    decimal_mark: str = "."
    grouping: str = ""

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        """The regular expression of a whole number of this form, without blanks around it."""
        # No leading zero before a group: "0,123" is a decimal comma, not one hundred and twenty-three.
        grouped = f"[1-9][0-9]{{0,2}}(?:{self._separator}[0-9]{{3}})+|" if self.grouping else ""
        return re.compile(rf"(?:{grouped}0|[1-9][0-9]*)(?:{re.escape(self.decimal_mark)}[0-9]+)?")

    @property
    def _separator(self) -> str:
        """The regular expression of what stands between groups."""
        return _SPACES if self.grouping == " " else re.escape(self.grouping)

    def fits(self, text: str) -> bool:
        """Say whether `text` is a number of this form."""
        return self._compiled.fullmatch(text.strip()) is not None

    def read(self, text: str) -> Decimal:
        """Return the number with the digits as printed ("110.90" keeps its last zero), or raise ValueError."""
        if not self.fits(text):
            raise ValueError(self.why_not(text))
        bare = re.sub(self._separator, "", text.strip()) if self.grouping else text.strip()
        return Decimal(bare.replace(self.decimal_mark, "."))

    def why_not(self, text: str) -> str:
        """Return why `text` is no number of this form."""
        bare = text.strip()
        for pattern, reason in _REASONS:
            if re.fullmatch(pattern, bare, re.IGNORECASE):
                return reason
        return f"is no number of the declared form {self}"

    def __str__(self) -> str:
        """Write an example."""
        return f"1{self.grouping}234{self.decimal_mark}5"


FORMS = tuple(NumberForm(mark, group) for mark in ".," for group in ("", ",", ".", " ") if mark != group)


class FormsSeen:
    """Which form the numbers of a column have, where all of them have another one than is declared."""

    def __init__(self, declared: NumberForm) -> None:
        """See no number yet."""
        self._declared, self._possible = declared, list(FORMS)
        self._texts, self._telling = 0, 0
        self.is_settled = False  # a number has the declared form, so that no other one holds throughout

    def add(self, text: str) -> None:
        """See one more text, which should be a number; plain digits fit every form and say nothing."""
        self._texts += 1
        if text.strip().isdigit() or not any(form.fits(text) for form in FORMS):
            return
        self._telling += 1
        self.is_settled = self.is_settled or self._declared.fits(text)
        self._possible = [form for form in self._possible if form.fits(text)]

    @property
    def other_form(self) -> NumberForm | None:
        """The other form, None for none: one odd cell among plain digits is a fault of its row, not a form."""
        is_one_odd_cell = self._telling == 1 < self._texts
        if self.is_settled or not self._telling or is_one_odd_cell:
            return None
        return next(iter(self._possible), None)


def half_unit(printed: Decimal) -> Decimal:
    """Return half of the last digit that `printed` shows: 0.005 for 14.16, 0.5 for 101."""
    return Decimal(5).scaleb(int(printed.as_tuple().exponent) - 1)


def scaled(printed: Decimal, multiplier: Decimal, largest: Decimal = LARGEST) -> tuple[Decimal, Decimal]:
    """Return `printed` times `multiplier`, and half of its last digit likewise.

    ValueError where it is over `largest`, or more exact than a figure.
    """
    value, half = printed * multiplier, half_unit(printed) * multiplier
    if printed > largest or value > largest:
        msg = "is larger than all trade of the world"
        raise ValueError(msg)
    if half < _FINEST or value != round(value, DECIMALS):
        msg = "has more digits than a figure of trade"
        raise ValueError(msg)
    return value, half
