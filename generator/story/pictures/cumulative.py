"""The year to date against earlier years, cumulated month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from generator.movements import lunar_new_year
from generator.movements.readings import EXACT
from generator.story.amounts import Claim
from generator.story.month import Month
from generator.story.picture import (
    ON_EVERY_PAGE,
    PicturePlan,
    finding,
    is_part_of_year,
    picture,
    points,
    single_chart,
    ticks,
)
from generator.story.plan import Chart, Curve, Row, Text
from generator.story.rounding import MILLIONS, finest, grouped
from generator.story.text import printed
from generator.story.words.cells import NONE
from generator.story.words.speech import Slot
from generator.trade.period import A_QUARTER, Period

_MOST_YEARS = 3
_FEWEST_YEARS = 2
_FEWEST_POINTS = 3  # of a line
_IN_WHOLE_MILLIONS = Decimal(10) ** 8  # from here on a sum is printed in whole millions


def chart(month: Month) -> Chart | None:
    """Return the chart, or None for a single year, too few points, or no year to date."""
    longer = month.longer
    ends = [Period(longer.first - 12 * back, longer.months) for back in range(_MOST_YEARS)]
    years = []
    for end in ends:  # a year is drawn if its sum is known, is not a bound, and can be printed
        claim = month.whole_item(end).now
        if claim is None or claim.qualifier != EXACT or _whole_million(claim) is None:
            break
        years.append(end)
    steps = _steps(month, years)
    if len(steps) < _FEWEST_POINTS or len(years) < _FEWEST_YEARS or longer != month.figures.to_date:
        return None
    words = month.words
    roles = ("this", "last", "earlier")
    curves = tuple(_year(month, end, steps, role) for end, role in zip(years, roles, strict=False))
    levels: list[float | None] = []
    for curve in curves:
        levels += curve.points
    total = month.whole_item(longer)
    months = words.months_of(longer)
    slots: dict[str, Slot] = {"first": words.year_of(years[-1]), "last": words.year_of(longer), "months": months}
    title = finding(month, "years", total, {"last": words.span(total.span)})
    notes: tuple[Text, ...] = ()
    if month.is_lunar and longer.first % 12 == 0:
        notes = (words.say("years.lunar"), words.say("years.lunar_why"))
    return replace(
        picture(month, "cumulative", "years", title, slots, shown=ON_EVERY_PAGE),
        curves=curves,
        steps=tuple(map(words.step_name, _months_added(steps))),
        ticks=ticks(month, levels),
        aside=notes,
        head=(
            words.say("years.year"),
            words.say("years.head", months=months, unit=words.millions_of(month.figures.currency)),
        ),
        rows=tuple(Row((curve.label, curve.figure), "line", curve.codes) for curve in curves),
    )


def _months_added(steps: Sequence[Period]) -> list[Period]:
    """Return what each step adds: the first whole, then a month at a time, or the two that belong together."""
    months = [steps[0]]
    for shorter, longer in pairwise(steps):
        months.append(Period(shorter.first + shorter.months, longer.months - shorter.months))
    return months


def _year(month: Month, end: Period, steps: Sequence[Period], role: str) -> Curve:
    back = month.longer.first - end.first
    spans = [_back(step, back) for step in steps]
    levels = points(month, month.total_codes, spans)
    claim = month.whole_item(end).now
    sum_ = _whole_million(claim) if claim else None
    figure = printed(grouped(sum_), claim.id) if claim and sum_ is not None else NONE
    return Curve(month.words.year_of(end), figure, month.total_codes, tuple(map(str, spans)), levels, role)


def _whole_million(claim: Claim) -> Decimal | None:
    """Return a sum to the million, 1,565; to a tenth below a hundred million, or where no whole million holds."""
    low, high = claim.low.scaleb(-MILLIONS.power), claim.high.scaleb(-MILLIONS.power)
    least = 0 if abs(claim.value) >= _IN_WHOLE_MILLIONS else 1
    rounded_sum = finest(low, high, least)
    return finest(low, high, least + 1) if rounded_sum is None else rounded_sum


def _steps(month: Month, years: Sequence[Period]) -> tuple[Period, ...]:
    """Return the cumulated spans: by month, or by quarter where not all years have monthly figures.

    Where the Lunar New Year moves, no span ends between January and February.
    """
    to_date = month.figures.to_date
    spans = (Period(to_date.first, count) for count in range(1, to_date.months + 1))
    fit = tuple(step for step in spans if not (month.is_lunar and lunar_new_year.misleads(step)))
    back = [to_date.first - year.first for year in years]
    known_steps = tuple(
        step for step in fit if all(month.amount(month.total_codes, _back(step, months)) for months in back)
    )
    return fit if any(step.months % A_QUARTER for step in known_steps) else known_steps


def _back(step: Period, months: int) -> Period:
    return Period(step.first - months, step.months)


PLAN = PicturePlan(single_chart(chart), "paragraphs", usual=is_part_of_year)
