"""Printed claims: the figures of a claim as printed, and the range of exact values that each may be rounded from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from generator.audit.trace import value_spans
from generator.audit.trace.value_spans import HUNDRED, Span, total

MARKS = {"<": "less than", ">": "more than", "≤": "at most", "≥": "at least", "~": "about", "≈": "about"}
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,12})?")
_RANGE = re.compile(r"[0-9.]+ ?(?:-|to) ?[0-9.]+")
_HALF = Decimal("0.5")


@dataclass(frozen=True)
class PrintedNumber:
    """A number with the precision that it was printed with."""

    text: str
    value: Decimal
    mark: str = ""  # the word for a sign before it: "less than" for "<1"

    @property
    def places(self) -> int:
        """The number of decimals."""
        return -int(self.value.as_tuple().exponent)

    @property
    def half(self) -> Decimal:
        """Half a unit of the last digit."""
        return _HALF.scaleb(-self.places)

    def span(self) -> Span:
        """Return the exact values that would be printed so: half a unit to both sides; 350 is 349.5 to 350.5."""
        return Span(self.value - self.half, self.value, self.value + self.half)

    def rounded(self, exact: Decimal) -> Decimal:
        """Return `exact` rounded to as many decimals as this number, half away from zero."""
        return exact.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)

    def cut(self, exact: Decimal) -> Decimal:
        """Return `exact` truncated to as many decimals as this number."""
        return exact.quantize(Decimal(1).scaleb(-self.places), ROUND_DOWN)


@dataclass(frozen=True)
class Loose:
    """A range or a bound in place of a number ("5-6", ">60"): it is valid, but nothing is computed from it."""

    text: str


def printed(text: str) -> PrintedNumber | Loose:
    """Parse `text` as a number, range or bound. Raise ValueError with the remedy if it is none of them."""
    plain = text.strip().replace("−", "-").replace("–", "-").removesuffix("%").rstrip()
    mark = MARKS.get(plain[:1], "")
    number = plain[1:].strip() if mark else plain
    if _NUMBER.fullmatch(number):
        return PrintedNumber(text.strip(), Decimal(number), mark)
    if _RANGE.fullmatch(plain):
        return Loose(text.strip())
    raise ValueError(_remedy(plain))


def _remedy(text: str) -> str:
    if re.fullmatch(r"[+-]?[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?", text):
        return "Write 1234.5 for 1,234.5: a point before the decimals, nothing between thousands."
    return "Write a plain number such as 12.3; the unit has a field of its own."


Figure = PrintedNumber | Loose | None
RATE, SHARE, CHANGE, SUM = "rate", "share", "change", "sum"
NEEDS = {  # for each check: the field that states the result, and the fields that it is computed from
    RATE: ("stated_pct", ("value", "comparison_value")),
    SHARE: ("stated_pct", ("value", "denominator")),
    CHANGE: ("stated_abs_change", ("value", "comparison_value")),
    SUM: ("value", ("parts",)),
}
_BY_KIND = {"change_pct": RATE, "share": SHARE, "change_abs": CHANGE}


@dataclass(frozen=True)
class PrintedClaim:
    """One claim. Missing figures are None."""

    id: str = ""
    kind: str = ""
    unit: str = ""
    qualifier: str = ""
    value: Figure = None
    comparison_value: Figure = None
    stated_pct: Figure = None
    stated_abs_change: Figure = None
    denominator: Figure = None
    parts: tuple[PrintedNumber | Loose, ...] = ()
    unread: str = ""  # why the claim cannot be judged; empty if it can

    def has(self, name: str) -> bool:
        """Whether the figure `name` is a single number; for "parts", whether each is. "<5" as a level is a bound."""
        figures = tuple(self._figures(name))
        return bool(figures) and all(
            isinstance(figure, PrintedNumber) and (not figure.mark or name.startswith("stated_")) for figure in figures
        )

    def number(self, name: str) -> PrintedNumber:
        """Return the number `name`. Call it only if `has(name)`."""
        figure = getattr(self, name)
        assert isinstance(figure, PrintedNumber)  # noqa: S101 -- `has` was asked
        return figure

    def having(self, name: str, figure: PrintedNumber) -> PrintedClaim:
        """Return the claim with the number `name` replaced."""
        changes: dict[str, Any] = {name: figure}
        return replace(self, **changes)

    def span(self, name: str) -> Span:
        """Return the exact values that the number `name` may be rounded from; for "parts", those of their sum."""
        if name == "parts":
            return total([part.span() for part in self.parts if isinstance(part, PrintedNumber)])
        return self.number(name).span()

    @property
    def has_levels(self) -> bool:
        """Whether it has a level and a level to compare it with."""
        return self.has("value") and self.has("comparison_value")

    def checks(self) -> tuple[str, ...]:
        """Return the checks for which the claim has all figures."""
        return tuple(
            check
            for check, (stated, needs) in NEEDS.items()
            if self.has(stated) and all(map(self.has, needs)) and self._means(check)
        )

    def _means(self, check: str) -> bool:
        """Whether its rate is meant as `check`. If it could be growth and share, `kind` decides."""
        if check == RATE:
            return self.kind != "share"
        return check != SHARE or self.kind == "share" or self.comparison_value is None

    def worked_out(self, check: str) -> Span:
        """Return the result of a check, with its range. Raise ZeroDivisionError if the base may be zero."""
        if check == SUM:
            return self.span("parts")
        now = self.span("value")
        if check == SHARE:
            return now.over(self.span("denominator")).times(HUNDRED)
        base = self.span("comparison_value")
        return now.minus(base) if check == CHANGE else value_spans.growth(now, base)

    def missing(self) -> str:
        """Return in words which figures it lacks for the check that it seems to be about."""
        if self.unread:
            return self.unread
        check = _BY_KIND.get(self.kind) or self._nearest()
        if check is None:
            return "no comparison_value" if self.value is not None else "it has no rate, change, share or sum"
        stated, needs = NEEDS[check]
        return "; ".join(self._problem(name) for name in (stated, *needs) if not self.has(name))

    def _nearest(self) -> str | None:
        if self.parts:
            return SUM
        if self.stated_abs_change is not None:
            return CHANGE
        if self.stated_pct is not None:
            return RATE if self.denominator is None else SHARE
        return None

    def _problem(self, name: str) -> str:
        """Return why a field cannot be computed with: it is missing, or is not a single number."""
        loose = [figure.text for figure in self._figures(name) if figure and (isinstance(figure, Loose) or figure.mark)]
        return f"{name} is {loose[0]!r}, not one number" if loose else f"no {name}"

    def _figures(self, name: str) -> Iterator[Figure]:
        yield from self.parts if name == "parts" else (getattr(self, name),)
