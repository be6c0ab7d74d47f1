"""How a judgement prints numbers: as written in the settings, and as many decimals as the comparison needs."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"


def plain(number: Decimal) -> str:
    """Return the number in full, thousands grouped, with a true minus sign."""
    return f"{number:,f}".replace("-", MINUS)


def measured(value: Decimal, bar: Decimal, *, size: bool = False) -> str:
    """Return `value` at the decimals of `bar`, or at more where rounding would seem to reach it: 2.96 against 3.0."""
    shown = abs(value) if size else value
    text = plain(_beside(shown, bar))
    return f"|{MINUS}{text}|" if size and value < 0 else text


def _beside(value: Decimal, bar: Decimal) -> Decimal:
    places = max(0, -_exponent(bar))
    rounded = _rounded(value, places)
    while rounded == bar != value:
        places += 1
        rounded = _rounded(value, places)
    return rounded


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
