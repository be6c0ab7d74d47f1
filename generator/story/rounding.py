"""How a figure is printed: decided here for headline, text, table and chart alike.

Figures are computed exactly and rounded once, half away from zero (docs/movements.md). The printed figure holds for
every value of the claim's range: a digit that the publisher's own rounding leaves open is not printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache

from generator.story.amounts import Claim

_FINE = 10  # per cents below this have one decimal
_MOST_DECIMALS = 2
_TELLING = 2  # significant digits of a sum that is small for its scale
KILOGRAMS = 1000  # of a tonne
_WHOLE_TONNES, _TENTHS = 100, 10  # from 100 tonnes on a weight has no decimal, from 10 on one, below that two
_TENTH = Decimal("0.095")  # percentage points: from here on a value rounds to a tenth or more
# "about" reaches three per cent (docs/figures.md); the rounding of its print adds half a per cent at most
_ABOUT, _SLIGHT = Decimal("0.03"), Decimal("0.005")
_DIFFERENCE = "change_abs"
_COARSEST = 20  # a rounding unit above one twentieth of the value is too coarse


@dataclass(frozen=True)
class Scale:
    """Units, thousands, millions, billions or trillions, as a power of ten."""

    name: str
    power: int


UNITS, THOUSANDS, MILLIONS, BILLIONS = Scale("", 0), Scale("thousand", 3), Scale("million", 6), Scale("billion", 9)
TRILLIONS = Scale("trillion", 12)
# Returns, for a value and a number of extra digits, the power of ten of the last printed digit (`Grammar.place`).
# A language's own units decide it: 1.25亿 ends in millions, 12 کروڑ 47 لاکھ in hundred thousands.
Place = Callable[[Decimal, int], int]
_PLAIN = Decimal(100_000)  # in any currency: in millions with two decimals, a smaller sum would have one digit


def scale_of(value: Decimal) -> Scale:
    """Return the scale for a sum of money: trillions, billions, millions, else units."""
    scales = (TRILLIONS, BILLIONS, MILLIONS)
    return next((scale for scale in scales if abs(value) >= Decimal(10) ** scale.power), UNITS)


def scale_at(power: int) -> Scale:
    """Return the scale of a power of ten."""
    return next(scale for scale in (UNITS, THOUSANDS, MILLIONS, BILLIONS, TRILLIONS) if scale.power == power)


def prose_scale(claim: Claim) -> Scale:
    """Return the scale of a sum in a sentence. Millions are used from a hundred thousand up."""
    value = _printed_end(claim)
    return MILLIONS if _PLAIN <= abs(value) < Decimal(10) ** MILLIONS.power else scale_of(value)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return `value` with `decimals` places, rounded half away from zero."""
    return value.quantize(_last(decimals), ROUND_HALF_UP)


@cache
def _last(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def money(claim: Claim, scale: Scale, most: int = _MOST_DECIMALS, place: Place | None = None) -> Decimal | None:
    """Return the digits of a money claim at `scale`, or None.

    A single cell keeps the publisher's digits. Other claims get the finest rounding that holds for their whole range.
    `most` is the largest number of decimals. `place` is given where the language's units end the figure earlier; if the
    range leaves that digit open, more digits are tried. None if no rounding within a twentieth of the value holds.
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
    """Return the value to print: the lower end for "at least"."""
    return claim.low if claim.qualifier == "at_least" else claim.value


def on_place(shown: Decimal, scale: Scale, place: Place | None, more: int = 0) -> Decimal:
    """Return digits at `scale`, cut where the language's units end them: 9999.9万 becomes 1.00亿."""
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
        # a difference combines two readings, so its own digits may not hold
        if claim.kind != _DIFFERENCE or as_published == value:
            return as_published
    if claim.qualifier == "at_least":
        return at_least(low, scale, cut)
    if claim.qualifier == "about":
        near = finest(low, high, 1, least=1) is not None or abs(value) >= _FINE  # 1.349 to 1.360 is not "about 1.4"
        places = (0,) if scale is UNITS else (1, _MOST_DECIMALS) if near else (_MOST_DECIMALS, 1)
        rounded_values = (rounded(value, min(decimals, most)) for decimals in places)
        return next((shown for shown in rounded_values if _is_about(shown, low, high)), None)
    digits = finest(low, high, most, least=min(-3 if scale is UNITS else 0, most))
    if digits is None or (_unit(digits) > Decimal(1).scaleb(-most) and _unit(digits) > abs(value) / _COARSEST):
        return None
    return digits


def _is_about(shown: Decimal, low: Decimal, high: Decimal) -> bool:
    """Return whether "about `shown`" covers the whole range: three per cent, plus the rounding of `shown`."""
    half = _unit(shown) / 2
    slight = min(half, abs(shown) * _SLIGHT)
    reach = max(half, _ABOUT * (abs(shown) + slight) + slight)
    return shown - reach <= low and high <= shown + reach


def in_digits(claim: Claim, scale: Scale, place: Place | None = None) -> tuple[Decimal, Scale] | None:
    """Return the digits of a sum and their scale, or None where no print holds.

    The scale is `scale`, or where that is too coarse, units or millions. Millions have zeros for open digits: "560" for
    557.34 to 557.52.
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


def at_places(claim: Claim, scale: Scale, places: int) -> Decimal | None:
    """Return the figure with `places` decimals at `scale` to which every reading of a claim rounds, or None."""
    low, value, high = (rounded(end.scaleb(-scale.power), places) for end in (claim.low, claim.value, claim.high))
    return value if low == high else None


def own_decimals(claim: Claim, scale: Scale, allowed: int = _MOST_DECIMALS) -> int:
    """Return how many decimals the publisher's last digit allows at `scale`, at most `allowed`; none in units.

    A figure that would print as zero keeps two significant digits, or enough for its range to have one print.
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
    """Return the largest figure at `scale` that is not above `low`, so that "at least 356.82" is true.

    By default it has two decimals, as the columns that it stands in. Units and a whole number have none.
    """
    if places is None:
        places = 0 if scale is UNITS or low == low.to_integral_value() else _MOST_DECIMALS
    return low.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)


def finest(low: Decimal, high: Decimal, decimals: int, least: int = 0) -> Decimal | None:
    """Return the finest rounding that `low` and `high` share, from `decimals` places down to `least`, or None."""
    for places in range(decimals, least - 1, -1):
        if rounded(low, places) == rounded(high, places):
            return rounded(low, places)
    return None


def is_open(claim: Claim) -> bool:
    """Return whether no print of a sum holds, because the rounding of its parts is large compared with it."""
    return bool(claim.value) and money(claim, UNITS) is None and coarsest(claim) is None


def coarsest(claim: Claim) -> Decimal | None:
    """Return a sum rounded to its first digit, or to units below ten, or None where even that does not hold."""
    least = -max(claim.value.adjusted(), 0)
    digits = finest(claim.low, claim.high, 0, least=least) if claim.value else None
    return digits or None


def _unit(value: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(value.as_tuple().exponent))


def per_cent(claim: Claim) -> Decimal | None:
    """Return a per cent or a number of points as printed. None where its range is too wide for any print."""
    decimals = 1 if abs(claim.value) < _FINE else 0
    digits = finest(claim.low, claim.high, decimals)
    if decimals and digits is not None and abs(digits) >= _FINE:  # 9.96 prints as 10, like 10.04
        return rounded(digits, 0)
    return finest(claim.low, claim.high, 1, least=1) if digits is None else digits  # 12.4999 to 12.5001 is 12.5


def decimals_of_share(value: Decimal) -> int:
    """Return the decimals of a share in per cent: 0.37, 8.5, 52."""
    return 2 if value < 1 else 1 if value < _FINE else 0


def as_published(claim: Claim) -> Decimal | None:
    """Return a per cent in its publisher's digits, or if these are more than two decimals, the finest that holds."""
    places = -claim.step.adjusted() if claim.step else _MOST_DECIMALS + 1
    if places <= _MOST_DECIMALS:
        return rounded(claim.value, max(places, 0))
    return finest(claim.low, claim.high, _MOST_DECIMALS)


def points(claim: Claim) -> Decimal | None:
    """Return percentage points with one decimal, or two below a tenth. Zero has one."""
    return finest(claim.low, claim.high, 1 if abs(claim.value) >= _TENTH or not claim.value else 2)


def tonnes(claim: Claim, place: Place | None = None) -> Decimal | None:
    """Return a weight in tonnes as printed. None where its range is too wide for any print.

    From a million tonnes on it has two decimals of a million, or as many as its range or the language's units leave.
    """
    low, value, high = (end / KILOGRAMS for end in (claim.low, claim.value, claim.high))
    most = 0 if value >= _WHOLE_TONNES else 1 if value >= _TENTHS else _MOST_DECIMALS
    if value >= Decimal(10) ** MILLIONS.power:
        places = range(_MOST_DECIMALS - MILLIONS.power, 0)
        most = next((place for place in places if finest(low, high, place, least=place) is not None), 0)
    if place is None:
        return finest(low, high, most, least=min(most, 0))
    for decimals in range(min(most, -place(value, 0)), most + 1):
        digits = finest(low, high, decimals, least=decimals)
        if digits is not None:
            cut = on_place(digits, UNITS, place)
            return cut if cut == digits else digits  # rounded twice, 641,249.999 tonnes would be 64.13万
    return finest(low, high, most, least=min(most, 0))


def multiple(claim: Claim) -> Decimal | None:
    """Return a ratio with one decimal below ten, else none: "2.6", "49". None where neither holds."""
    return finest(claim.low, claim.high, 1 if abs(claim.value) < _FINE else 0)


def grouped(value: Decimal) -> str:
    """Return the digits with commas between thousands and U+2212 for minus."""
    return f"{value:,f}".replace("-", "\N{MINUS SIGN}")


def signed(value: Decimal) -> str:
    """Return the digits with a sign, except for zero."""
    if not value:
        return grouped(abs(value))
    return grouped(value) if value < 0 else "+" + grouped(value)


def with_sign(value: Decimal, claim: Claim) -> str:
    """Return the digits of a change with its sign. A change that rounds to zero has the sign of its direction."""
    if value:
        return signed(value)
    sign = {"up": "+", "down": "\N{MINUS SIGN}"}.get(claim.direction or "", "")
    return f"{sign}{Decimal(0):.{-int(value.as_tuple().exponent)}f}"
