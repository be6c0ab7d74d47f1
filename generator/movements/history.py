"""Record and since: a line against its own past, which must be unbroken, exact and customs' own."""

from __future__ import annotations

from collections.abc import Mapping

from generator.movements.basket import Basket
from generator.movements.metrics import Maker
from generator.movements.readings import Reading, order
from generator.movements.records import Metric
from generator.movements.series import Series
from generator.trade.observation import Observation
from generator.trade.period import Period

SINCE_MONTHS = 24  # months alone: "highest since March" must reach back two years
SPOKEN_MONTHS = 36  # "highest in the N years of data"
RECORD_MONTHS = 120  # "record"
_APART = {"combined": "combined", "quarterly": "frequency"}  # lengths whose past is not looked at, and the reason

Past = tuple[tuple[Period, Reading], ...]


def history(series: Series, basket: Basket) -> Mapping[str, Metric]:
    """Return the metrics of this module for one line, by name."""
    return {"record": record(series, basket), "since": since(series, basket)}


def record(series: Series, basket: Basket) -> Metric:
    """Return 1 for a level above every earlier one, -1 below, 0 between, with `n` periods of data.

    `highest` or `lowest` is flagged, and `record` where the data span ten years or more. In months `compare_period` is
    the first of the data.
    """
    now, past = series.at(basket.period), series.before(basket.period)
    months = (len(past) + 1) * basket.period.months
    make = Maker("record", basket.period, past[-1][0] if past and basket.monthly else None)
    short = "short_history" if months < SPOKEN_MONTHS else ""
    reason = _unfit(series, basket, past) or series.why_broken() or short
    if now is None or reason:
        return make.null(reason)
    if (side := _extreme(now, past)) is None:
        return make.null("tie")
    flags = (("highest",) if side > 0 else ("lowest",)) if side else ()
    long = ("record",) if side and months >= RECORD_MONTHS else ()
    return make.count(side, _cells(series, basket.period, past), n=len(past) + 1, flags=flags + long)


def since(series: Series, basket: Basket) -> Metric:
    """Return how many months ago the line last stood at least as high, after a rise, or as low, after a fall.

    `compare_period` is that period; `highest` or `lowest` says which. A gap of one year is no claim and cannot occur;
    of months it takes two years.
    A line that never stood there before has no `since`: that is its `record`.
    """
    make = Maker("since", basket.period)
    now, past = series.at(basket.period), series.before(basket.period)
    reason = _unfit(series, basket, past) or ("" if past else series.why_broken() or "short_history")
    if now is None or reason:
        return make.null(reason)
    if not (way := order(now, past[0][1])):
        return make.null("tie")
    for place, (when, seen) in enumerate(past):
        match order(now, seen):
            case None | 0:
                return make.null("tie")
            case side if side != way:
                if basket.monthly and place + 1 < SINCE_MONTHS:
                    return make.null("recent")
                maker = Maker("since", basket.period, when)
                cells = _cells(series, basket.period, past[: place + 1])
                flag = "highest" if way > 0 else "lowest"
                return maker.count(basket.period.first - when.first, cells, n=place + 2, flags=(flag,))
    return make.null(series.why_broken() or "no_earlier")


def _unfit(series: Series, basket: Basket, past: Past) -> str:
    """Why the past proves nothing: a gap or a bound may hide a higher year."""
    now = series.at(basket.period)
    if now is None:
        return basket.missing(series, basket.period)
    if basket.period.frequency in _APART:
        return _APART[basket.period.frequency]
    if now.value == 0:
        return "no_trade"
    if not all(seen.is_exact for _, seen in ((basket.period, now), *past)):
        return "bound"
    if "partial" in series.marks(basket.period, *(when for when, _ in past)):
        return "partial"
    return _gap(basket.period, past)


def _gap(period: Period, past: Past) -> str:
    for step, (when, _) in enumerate(past, start=1):
        if when != (expected := period.step(-step)):
            return f"missing {expected}"
    return ""


def _extreme(now: Reading, past: Past) -> int | None:
    sides = {order(now, seen) for _, seen in past}
    if {1, -1} <= sides:
        return 0
    return None if sides & {None, 0} else sides.pop()


def _cells(series: Series, period: Period, past: Past) -> tuple[Observation, ...]:
    return series.inputs(period, *(when for when, _ in past))
