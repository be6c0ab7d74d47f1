"""Printed numbers. Each source declares one form; the form is never guessed cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

LARGEST = Decimal("1E+16")  # in US dollars or the equivalent; the world's trade in a year is about 3E+13
DECIMALS = 8  # most decimals of a value; no customs office prints more than two
_FINEST = Decimal(5).scaleb(-DECIMALS - 1)
_SPACES = "[ \u00a0\u202f\u2009]"  # if grouping is a space, any of these may separate groups
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
    """How numbers are written: the decimal mark, and the separator of groups of three digits ("" for none)."""

    decimal_mark: str = "."
    grouping: str = ""

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        """The regular expression of a whole number in this form, without surrounding blanks."""
        # A group has no leading zero: "0,123" has a decimal comma and is not one hundred and twenty-three.
        grouped = f"[1-9][0-9]{{0,2}}(?:{self._separator}[0-9]{{3}})+|" if self.grouping else ""
        return re.compile(rf"(?:{grouped}0|[1-9][0-9]*)(?:{re.escape(self.decimal_mark)}[0-9]+)?")

    @property
    def _separator(self) -> str:
        """The regular expression of the separator between groups."""
        return _SPACES if self.grouping == " " else re.escape(self.grouping)

    def fits(self, text: str) -> bool:
        """Whether `text` is a number in this form."""
        return self._compiled.fullmatch(text.strip()) is not None

    def read(self, text: str) -> Decimal:
        """Return the number with its printed digits ("110.90" keeps its last zero), or raise ValueError."""
        if not self.fits(text):
            raise ValueError(self.why_not(text))
        bare = re.sub(self._separator, "", text.strip()) if self.grouping else text.strip()
        return Decimal(bare.replace(self.decimal_mark, "."))

    def why_not(self, text: str) -> str:
        """Return why `text` is not a number in this form."""
        bare = text.strip()
        for pattern, reason in _REASONS:
            if re.fullmatch(pattern, bare, re.IGNORECASE):
                return reason
        return f"is no number of the declared form {self}"

    def __str__(self) -> str:
        """Return an example."""
        return f"1{self.grouping}234{self.decimal_mark}5"


FORMS = tuple(NumberForm(mark, group) for mark in ".," for group in ("", ",", ".", " ") if mark != group)


class FormsSeen:
    """Finds out whether all numbers of a column share a form other than the declared one."""

    def __init__(self, declared: NumberForm) -> None:
        """Start without any number."""
        self._declared, self._possible = declared, list(FORMS)
        self._texts, self._telling = 0, 0
        self.is_settled = False  # whether a number had the declared form, so that no other form fits all

    def add(self, text: str) -> None:
        """Add a text that should be a number. Plain digits fit every form, so they decide nothing."""
        self._texts += 1
        if text.strip().isdigit() or not any(form.fits(text) for form in FORMS):
            return
        self._telling += 1
        self.is_settled = self.is_settled or self._declared.fits(text)
        self._possible = [form for form in self._possible if form.fits(text)]

    @property
    def other_form(self) -> NumberForm | None:
        """The other form, or None. One odd cell among plain digits is a fault of its row, not another form."""
        is_one_odd_cell = self._telling == 1 < self._texts
        if self.is_settled or not self._telling or is_one_odd_cell:
            return None
        return next(iter(self._possible), None)


def half_unit(printed: Decimal) -> Decimal:
    """Return half a unit of the last printed digit: 0.005 for 14.16, 0.5 for 101."""
    return Decimal(5).scaleb(int(printed.as_tuple().exponent) - 1)


def scaled(printed: Decimal, multiplier: Decimal, largest: Decimal = LARGEST) -> tuple[Decimal, Decimal]:
    """Return `printed` times `multiplier`, and half a unit of its last digit times `multiplier`.

    Raise ValueError if the value exceeds `largest`, or has more decimals than a figure can have.
    """
    value, half = printed * multiplier, half_unit(printed) * multiplier
    if printed > largest or value > largest:
        msg = "is larger than all trade of the world"
        raise ValueError(msg)
    if half < _FINEST or value != round(value, DECIMALS):
        msg = "has more digits than a figure of trade"
        raise ValueError(msg)
    return value, half
