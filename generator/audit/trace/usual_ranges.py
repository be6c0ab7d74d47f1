"""How unusual the newest change of a series is in its own past, and in which range a month usually lies.

Let `y = ln((x + c) / (x a year before + c))`. z is the distance of the newest y from the median of the up to 36 earlier
ones, of which there must be 24, measured in spreads. A spread is 1.4826 times the median distance from that median, at
least 0.05. It is widened where there are few changes. A month is in the usual range if its y is within two spreads of
that median.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, localcontext
from statistics import median

from generator.audit.trace.value_spans import YEAR, Span, must
from generator.trade.period import A_QUARTER, Period

_FEWEST, _MOST = 24, 36  # how many changes before the newest one are used
_DOLLARS, _PART = Decimal(1000), Decimal("0.05")
_NORMAL, _LAPLACE, _LEAST = Decimal("1.4826"), Decimal("1.2533"), Decimal("0.05")
_DIGITS = 30  # precision; twenty digits are compared, and a logarithm with sixty would cost twice as much
_ECHO, _SEASON, _SOFTER = 3, Decimal("1.8"), Decimal("0.6")
_SPREADS, _TWO = 2, 2
_LUNAR = frozenset({"CHN", "HKG", "MAC", "TWN", "SGP", "VNM"})  # economies with Lunar New Year, in January or February
_ALIKE = frozenset({A_QUARTER, YEAR})  # lengths in months of periods whose previous step has the same length
Level = Callable[[Period], Decimal | None]


class UsualPast:
    """The levels of a series, newest first. `year` levels make a year, and `dollar` is one US dollar in their unit.

    Raise ValueError if there are too few levels, or if trade is rare.
    """

    def __init__(self, levels: Sequence[Decimal], year: int, dollar: Decimal) -> None:
        """Compute the changes, their median and their spread."""
        recent, least = levels[1 : 2 * year + 1], _DOLLARS * dollar
        must(len(levels) > year + _FEWEST, f"it stands on {len(levels)} levels, of which {year} make a year")
        must(2 * sum(value >= least for value in recent) >= len(recent), "there was trade in less than every 2nd month")
        self.levels, self.year = levels, year
        self.c = max(least, _PART * median(value for value in recent if value > 0))
        places = range(min(_MOST + 1, len(levels) - year))
        self.grown = [self.log(levels[at], levels[at + year]) for at in places]
        self.middle, self.spread, self.wider = _spread(self.grown[1:])

    def log(self, now: Decimal, base: Decimal) -> Decimal:
        """Return y for two levels."""
        return ((now + self.c) / (base + self.c)).ln()

    def range(self, base: Decimal) -> tuple[Decimal, Decimal]:
        """Return the lowest and the highest level that is usual, given the level a year before."""
        reach = _SPREADS * self.spread * self.wider
        low, high = ((base + self.c) * (self.middle + by).exp() - self.c for by in (-reach, reach))
        return max(low, Decimal(0)), high

    def echoes(self) -> bool:
        """Whether the change only reverses an odd one a year before, and the change over both years is ordinary."""
        (middle, spread, wider), its = _spread(self.grown[self.year + 1 :]), self.grown[self.year]
        before = (its - middle) / (spread * wider)
        now = (self.grown[0] - self.middle) / (self.spread * self.wider)
        is_ordinary = abs(self.grown[0] + its - 2 * self.middle) < Decimal(8).sqrt() * self.spread
        return is_ordinary and self.levels[2 * self.year] > 0 and abs(before) >= _ECHO and (before > 0) != (now > 0)

    def is_seasonal(self) -> bool:
        """Whether the level is near what this month of three earlier years implies, each with the usual growth."""
        now, before = self.levels[0], [self.levels[self.year * count] for count in (1, 2, 3)]
        distances = [self.log(now, base) - count * self.middle for count, base in enumerate(before, start=1)]
        return abs(median(distances)) < _SEASON * self.spread


def surprise(levels: Sequence[Span], year: int, dollar: Decimal) -> Span:
    """Return z of the newest of `levels`. Raise ValueError if only the month a year before was odd."""
    with localcontext() as context:
        context.prec = _DIGITS
        past = UsualPast([level.value for level in levels], year, dollar)
        now, base = levels[0], levels[year]
        must(now.value > 0 < base.value, "there is no trade now, or none a year before")
        must(not past.echoes(), "it is the echo of an odd month a year before")
        softer = _SOFTER if past.is_seasonal() else Decimal(1)
        ends = ((now.low, base.high), (now.value, base.value), (now.high, base.low))
        return Span(*(softer * (past.log(*end) - past.middle) / (past.spread * past.wider) for end in ends))


def ranges(level: Level, spans: Sequence[Period], year: int, dollar: Decimal) -> list[tuple[Decimal, Decimal] | None]:
    """Return the usual range of each span, or None if the level a year before is unknown. `level` gives the series.

    Raise ValueError if too little is known to say what is usual.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        past = UsualPast(_levels_before(level, spans[-1], year), year, dollar)
        bases = [None if is_moved(span, year) else level(span.year_before()) for span in spans]
        return [past.range(base) if base else None for base in bases]


def steps_a_year(parties: Iterable[tuple[str, str, str]]) -> int:
    """Return the number of steps in a year: 12 months, or 11 steps if January and February count as one.

    They do for an economy with Lunar New Year, which moves between them.
    """
    return YEAR - any(_LUNAR & set(pair[:2]) for pair in parties)


def is_moved(span: Period, year: int) -> bool:
    """Whether `span` is a single January or February of a series with eleven steps a year."""
    return year < YEAR and span.months == 1 and span.first % YEAR < _TWO


def step_before(span: Period, year: int) -> Period:
    """Return the step before `span`: a month, or January and February as one step if Lunar New Year moves."""
    if span.months in _ALIKE:
        return span.step(-1)
    month = span.first - 1
    return Period(month - 1, _TWO) if year < YEAR and month % YEAR == 1 else Period(month, 1)


def _levels_before(level: Level, last: Period, year: int) -> list[Decimal]:
    """Return the levels from `last` backwards that show what is usual, newest first, up to the first unknown one."""
    when = Period(last.first - 1, _TWO) if is_moved(last, year) and last.first % YEAR else last
    levels: list[Decimal] = []
    while len(levels) <= year + _MOST:
        value = level(when)
        if value is None:
            break
        levels.append(value)
        when = step_before(when, year)
    return levels


def _spread(grown: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Return median and spread of past changes, and the factor that widens the spread when there are few changes."""
    middle = median(grown)
    away = [abs(change - middle) for change in grown]
    spread = _NORMAL * median(away) or _LAPLACE * sum(away, Decimal(0)) / len(away)
    return middle, max(spread, _LEAST), 1 + Decimal(2) / len(grown)
