"""How a figure is printed, decided in one place for headline, text, table and chart alike.

Figures are computed exactly and rounded once, half away from zero (docs/movements.md). What is printed holds for every
value of the reading: a digit that the publisher's own rounding leaves open is not printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache

from generator.story.amounts import Claim

_FINE = 10  # per cents below this carry one decimal
_MOST_DECIMALS = 2
_TELLING = 2  # figures of a sum too small for its scale
KILOGRAMS = 1000  # in a tonne
_WHOLE_TONNES, _TENTHS = 100, 10  # more tonnes need no decimal, fewer need one or two
_TENTH = Decimal("0.095")  # points from here on round to a tenth
_ABOUT, _SLIGHT = Decimal("0.03"), Decimal("0.005")  # "about" is three per cent (docs/figures.md), a print half of one
_DIFFERENCE = "change_abs"
_COARSEST = 20  # a sum rounded by more than a twentieth says nothing


@dataclass(frozen=True)
class Scale:
    """Thousand, million or billion, as a power of ten."""

    name: str
    power: int


UNITS, THOUSANDS, MILLIONS, BILLIONS = Scale("", 0), Scale("thousand", 3), Scale("million", 6), Scale("billion", 9)
TRILLIONS = Scale("trillion", 12)
# Where a language's own units end the figures of a sum: the power of ten of the last digit of a sum of this size, and
# of one that has so many digits more (`Grammar.place`). 1.25亿 ends in millions, 12 کروڑ 47 لاکھ in hundred thousands.
Place = Callable[[Decimal, int], int]
_PLAIN = Decimal(100_000)  # in any currency: two decimals of a million tell smaller sums by one figure


def scale_of(value: Decimal) -> Scale:
    """Return the scale in which a sum of money is said: trillions, billions, millions, else in full."""
    scales = (TRILLIONS, BILLIONS, MILLIONS)
    return next((scale for scale in scales if abs(value) >= Decimal(10) ** scale.power), UNITS)


def scale_at(power: int) -> Scale:
    """Return the scale that is a power of ten."""
    return next(scale for scale in (UNITS, THOUSANDS, MILLIONS, BILLIONS, TRILLIONS) if scale.power == power)


def prose_scale(claim: Claim) -> Scale:
    """Return the scale of a sum in a sentence: millions down to a hundred thousand."""
    value = _printed_end(claim)
    return MILLIONS if _PLAIN <= abs(value) < Decimal(10) ** MILLIONS.power else scale_of(value)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return `value` with `decimals` places, half away from zero."""
    return value.quantize(_last(decimals), ROUND_HALF_UP)


@cache
def _last(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def money(claim: Claim, scale: Scale, most: int = _MOST_DECIMALS, place: Place | None = None) -> Decimal | None:
    """Return the digits of a money claim at `scale`: the publisher's own for a cell, else the finest that hold.

    `most` is how many decimals there may be, `place` where the units of the language end them before; a reading that
    leaves that digit open is told in more. None where the reading is so wide that no rounding within a twentieth of the
    value holds.
    """
    if place is None:
        return _digits(claim, scale, most)
    more = max(most - _MOST_DECIMALS, 0)
    places = min(most, scale.power - place(_printed_end(claim), more))
    digits = _digits(claim, scale, places, places)
    if digits is not None:
        return on_place(digits, scale, place, more)
    finer = (_digits(claim, scale, decimals) for decimals in range(places + 1, most + 1))
    return next((digits for digits in finer if digits is not None), None)


def _printed_end(claim: Claim) -> Decimal:
    """Return the value that is printed, of "at least" the lower end."""
    return claim.low if claim.qualifier == "at_least" else claim.value


def on_place(shown: Decimal, scale: Scale, place: Place | None, more: int = 0) -> Decimal:
    """Return digits at `scale` that end where the units of the language end them: 9999.9万 that became 1.00亿."""
    if place is None:
        return shown
    last = place(shown.scaleb(scale.power), more) - scale.power
    return rounded(shown, -last) if last > int(shown.as_tuple().exponent) else shown


def _digits(claim: Claim, scale: Scale, most: int, cut: int | None = None) -> Decimal | None:
    shift = -scale.power
    low, value, high = claim.low.scaleb(shift), claim.value.scaleb(shift), claim.high.scaleb(shift)
    if claim.step is not None:
        most = own_decimals(claim, scale, most)
        as_published = rounded(value, most)
        if claim.kind != _DIFFERENCE or as_published == value:  # of two readings, which leave more open than one
            return as_published
    if claim.qualifier == "at_least":
        return at_least(low, scale, cut)
    if claim.qualifier == "about":
        near = finest(low, high, 1, least=1) is not None or abs(value) >= _FINE  # 1.349 to 1.360 is no "about 1.4"
        places = (0,) if scale is UNITS else (1, _MOST_DECIMALS) if near else (_MOST_DECIMALS, 1)
        rounded_values = (rounded(value, min(decimals, most)) for decimals in places)
        return next((shown for shown in rounded_values if _is_about(shown, low, high)), None)
    digits = finest(low, high, most, least=min(-3 if scale is UNITS else 0, most))
    if digits is None or (_unit(digits) > Decimal(1).scaleb(-most) and _unit(digits) > abs(value) / _COARSEST):
        return None
    return digits


def _is_about(shown: Decimal, low: Decimal, high: Decimal) -> bool:
    """Say whether "about" a print stands for a whole reading: within three per cent, and what its rounding adds."""
    half = _unit(shown) / 2
    slight = min(half, abs(shown) * _SLIGHT)
    reach = max(half, _ABOUT * (abs(shown) + slight) + slight)
    return shown - reach <= low and high <= shown + reach


def in_digits(claim: Claim, scale: Scale, place: Place | None = None) -> tuple[Decimal, Scale] | None:
    """Return the digits of a sum at `scale`, or of what holds of it where that is too coarse; None where nothing does.

    Such a sum is told in millions, its open digits as zeros: "560" of 557.34 to 557.52; in full below a million.
    """
    digits = money(claim, scale, place=place)
    if digits is not None:
        return digits, scale
    in_units = money(claim, UNITS, place=place)
    value = coarsest(claim) if in_units is None else in_units
    if value is None:
        return None
    if abs(value) < Decimal(10) ** MILLIONS.power:
        return value, UNITS
    return value.scaleb(-MILLIONS.power).normalize(), MILLIONS


def own_decimals(claim: Claim, scale: Scale, allowed: int = _MOST_DECIMALS) -> int:
    """Return how many decimals the publisher's last digit leaves at `scale`: `allowed` at most, none of a sum in full.

    A figure that two decimals would print as nothing keeps two figures of its own, or so many that its reading has one.
    """
    last = claim.step.adjusted() if claim.step else 0
    places, most = max(scale.power - last, 0), min(allowed, 0) if scale is UNITS else allowed
    value = claim.value.scaleb(-scale.power)
    if not value or rounded(value, min(places, most)):
        return min(places, most)
    ends = (claim.low.scaleb(-scale.power), claim.high.scaleb(-scale.power))
    fewest = range(_TELLING - 1 - value.adjusted(), places)
    return next((decimals for decimals in fewest if rounded(ends[0], decimals) == rounded(ends[1], decimals)), places)


def at_least(low: Decimal, scale: Scale = MILLIONS, places: int | None = None) -> Decimal:
    """Return the largest figure at `scale` that is not above `low`: "at least 356.8" must hold.

    Without `places` it has one decimal of a million, two of a billion.
    """
    if places is None:
        places = {TRILLIONS: 2, BILLIONS: 2, MILLIONS: 1}.get(scale, 0)
    return low.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)


def finest(low: Decimal, high: Decimal, decimals: int, least: int = 0) -> Decimal | None:
    """Return the finest rounding, from `decimals` down to `least` places, that all from `low` to `high` share."""
    for places in range(decimals, least - 1, -1):
        if rounded(low, places) == rounded(high, places):
            return rounded(low, places)
    return None


def is_open(claim: Claim) -> bool:
    """Say whether a sum of money is so small that the rounding of its parts leaves open what it comes to."""
    return bool(claim.value) and money(claim, UNITS) is None and coarsest(claim) is None


def coarsest(claim: Claim) -> Decimal | None:
    """Return a small sum in its first figure, where even that holds: of some hundreds nobody asks more."""
    least = -max(claim.value.adjusted(), 0)
    digits = finest(claim.low, claim.high, 0, least=least) if claim.value else None
    return digits or None


def _unit(value: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(value.as_tuple().exponent))


def per_cent(claim: Claim) -> Decimal | None:
    """Return a per cent or a number of points as printed, or None where its reading is too wide for any."""
    decimals = 1 if abs(claim.value) < _FINE else 0
    digits = finest(claim.low, claim.high, decimals)
    if decimals and digits is not None and abs(digits) >= _FINE:  # 9.96 is 10, as 10.04 is
        return rounded(digits, 0)
    return finest(claim.low, claim.high, 1, least=1) if digits is None else digits  # 12.4999 to 12.5001 is 12.5


def as_published(claim: Claim) -> Decimal | None:
    """Return a per cent in its publisher's own digits; of more than two decimals the finest rounding that holds."""
    places = -claim.step.adjusted() if claim.step else _MOST_DECIMALS + 1
    if places <= _MOST_DECIMALS:
        return rounded(claim.value, max(places, 0))
    return finest(claim.low, claim.high, _MOST_DECIMALS)


def points(claim: Claim) -> Decimal | None:
    """Return percentage points: one decimal, two below a tenth; nothing at all has one."""
    return finest(claim.low, claim.high, 1 if abs(claim.value) >= _TENTH or not claim.value else 2)


def tonnes(claim: Claim, place: Place | None = None) -> Decimal | None:
    """Return a weight in tonnes as printed, or None where its reading is too wide for any.

    From a million tonnes on it has two decimals of a million, or what the language's own units leave of them.
    """
    low, value, high = (end / KILOGRAMS for end in (claim.low, claim.value, claim.high))
    most = 0 if value >= _WHOLE_TONNES else 1 if value >= _TENTHS else _MOST_DECIMALS
    if value >= Decimal(10) ** MILLIONS.power:
        most = _MOST_DECIMALS - MILLIONS.power
        if finest(low, high, most, least=most) is None:
            most = 0
    if place is None:
        return finest(low, high, most, least=min(most, 0))
    for decimals in range(min(most, -place(value, 0)), most + 1):
        digits = finest(low, high, decimals, least=decimals)
        if digits is not None:
            return on_place(digits, UNITS, place)
    return finest(low, high, most, least=min(most, 0))


def multiple(claim: Claim) -> Decimal | None:
    """Return a ratio in two figures: "2.6", "49"."""
    return finest(claim.low, claim.high, 1 if abs(claim.value) < _FINE else 0)


def together(
    now: Claim,
    base: Claim,
    growth: Claim | None,
    scale: Scale,
    *,
    more: int = _MOST_DECIMALS,
    place: Place | None = None,
) -> tuple[Decimal, Decimal, Decimal | None] | None:
    """Return two levels and the per cent between them, so that a reader who divides finds what is printed.

    The rate is the one that stands everywhere else, the levels gain up to `more` digits for it; where none bears it
    out they stand alone. None where a level has no rounding that holds.
    """
    rate = per_cent(growth) if growth else None
    for digits in range(_MOST_DECIMALS, _MOST_DECIMALS + more + 1) if rate is not None else ():
        ends = money(now, scale, digits, place), money(base, scale, digits, place)
        if rate is not None and ends[0] is not None and ends[1] is not None and recomputes(rate, ends[0], ends[1]):
            return ends[0], ends[1], rate
    plain = money(now, scale, place=place), money(base, scale, place=place)
    return None if plain[0] is None or plain[1] is None else (plain[0], plain[1], None)


def recomputes(printed: Decimal, now: Decimal, base: Decimal) -> bool:
    """Say whether a reader who divides the printed levels finds the printed per cent again (docs/movements.md)."""
    places = -int(printed.as_tuple().exponent)
    return bool(base) and rounded(100 * (now / base - 1), places) == printed


def grouped(value: Decimal) -> str:
    """Return the digits with thousands set off by commas and U+2212 for minus."""
    return f"{value:,f}".replace("-", "\N{MINUS SIGN}")


def signed(value: Decimal) -> str:
    """Return the digits with a sign in every case but zero."""
    if not value:
        return grouped(abs(value))
    return grouped(value) if value < 0 else "+" + grouped(value)


def with_sign(value: Decimal, claim: Claim) -> str:
    """Return the digits of a change with its sign; one that rounds to nothing has the sign of its direction."""
    if value:
        return signed(value)
    sign = {"up": "+", "down": "\N{MINUS SIGN}"}.get(claim.direction or "", "")
    return f"{sign}{Decimal(0):.{-int(value.as_tuple().exponent)}f}"
