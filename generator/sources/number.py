"""Printed numbers: one declared form for a source, never guessed cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

LARGEST = Decimal("1E+16")  # US dollars, as much of another currency; the world's trade of a year is about 3E+13
DECIMALS = 8  # places after the point of a value; no customs office prints more than two
_FINEST = Decimal(5).scaleb(-DECIMALS - 1)
_SPACES = "[ \u00a0\u202f\u2009]"  # a group may be set off by any of these where grouping is a space


@dataclass(frozen=True)
class NumberForm:
    """How numbers are written: the decimal mark and what stands between groups of three digits ("" for nothing)."""

    decimal_mark: str = "."
    grouping: str = ""

    @property
    def pattern(self) -> str:
        """The regular expression of a whole number of this form, without blanks around it."""
        # No leading zero before a group: "0,123" is a decimal comma, not one hundred and twenty-three.
        grouped = f"[1-9][0-9]{{0,2}}(?:{self.separator}[0-9]{{3}})+|" if self.grouping else ""
        return rf"(?:{grouped}0|[1-9][0-9]*)(?:{re.escape(self.decimal_mark)}[0-9]+)?"

    @property
    def separator(self) -> str:
        """The regular expression of what stands between groups."""
        return _SPACES if self.grouping == " " else re.escape(self.grouping)

    def fits(self, text: str) -> bool:
        """Say whether `text` is a number of this form."""
        return _compiled(self).fullmatch(text.strip()) is not None

    def read(self, text: str) -> Decimal:
        """Return the number with the digits as printed ("110.90" keeps its last zero), or raise ValueError."""
        if not self.fits(text):
            raise ValueError(self.why_not(text))
        bare = re.sub(self.separator, "", text.strip()) if self.grouping else text.strip()
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
_REASONS = (
    ("", "is missing, and no status mark says that it was withheld"),
    (r"[-\u2212\u2013].*|.*[-\u2212]", "is negative"),
    (r"\(.*\)", "is negative: it stands in brackets"),
    (r"[+]?(nan|inf|infinity)", "is not finite"),
    (r"[0-9.,]+e[+-]?[0-9]+", "is written with an exponent, which no customs office prints"),
    (r"(?=.*(?![0-9])[\d\u066b\u066c])[\d.,\s\u066b\u066c]+", "has digits other than 0 to 9"),
)


def form_throughout(texts: list[str], declared: NumberForm) -> NumberForm | None:
    """Return the other form in which all of `texts` are written, or None where the declared one holds for any.

    Plain digits fit every form and say nothing. One odd cell among plain digits is a fault of its row, not a form.
    """
    telling = [text for text in texts if not text.strip().isdigit() and any(form.fits(text) for form in FORMS)]
    if not telling or any(declared.fits(text) for text in telling) or len(telling) == 1 < len(texts):
        return None
    return next((form for form in FORMS if all(form.fits(text) for text in telling)), None)


def half_unit(printed: Decimal) -> Decimal:
    """Return half of the last digit that `printed` shows: 0.005 for 14.16, 0.5 for 101."""
    exponent = printed.as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1)


def scaled(printed: Decimal, multiplier: Decimal, largest: Decimal = LARGEST) -> Decimal:
    """Return `printed` times `multiplier`; ValueError where it is over `largest`, or more exact than a figure."""
    if printed > largest or printed * multiplier > largest:
        msg = "is larger than all trade of the world"
        raise ValueError(msg)
    if half_unit(printed) * multiplier < _FINEST or printed * multiplier != round(printed * multiplier, DECIMALS):
        msg = "has more digits than a figure of trade"
        raise ValueError(msg)
    return printed * multiplier


@cache
def _compiled(form: NumberForm) -> re.Pattern[str]:
    return re.compile(form.pattern)
