"""The year so far against the year before: what each month added to the total or took away from it, and their sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.picture import (
    ON_EVERY_PAGE,
    PicturePlan,
    aside,
    is_part_of_year,
    picture,
    single_chart,
    whole_millions,
)
from generator.story.plan import Chart, Curve, Row, Text
from generator.story.rounding import MILLIONS
from generator.story.words.speech import Slot
from generator.trade.period import A_QUARTER, Period

_YEAR = 12  # months
_FEWEST = 3  # bars
_MOST_DECIMALS = 4
_HALF_A_YEAR = 6  # months: in a shorter year so far, its last quarter is no finding
_WHOLE_FROM = 100  # from here on a figure has no decimal
_MOST, _OVER = 50, 103  # per cent of the year's change: its last quarter made most of it, or more than all


@dataclass(frozen=True)
class _Year:
    """The claims of the picture: the total of the year so far, and the change of each of its steps and of all."""

    total: LineItem
    now: Claim
    base: Claim
    spans: tuple[Period, ...]
    steps: tuple[Claim, ...]
    change: Claim

    def places(self) -> int | None:
        """Return how many decimals of a million the figures are printed with, or None where none of them holds.

        That is one decimal: none if the largest figure has three digits without it, more if it has not two with it.
        """
        largest = max(abs(claim.value) for claim in self.steps).scaleb(-MILLIONS.power)
        usual = min(max(1, 1 - largest.adjusted()), _MOST_DECIMALS) if largest < _WHOLE_FROM else 0
        candidates = (*range(usual, usual + 3), *range(usual - 1, -1, -1))
        return next((places for places in candidates if self._prints(places)), None)

    def adds_up(self, places: int) -> bool:
        """Return whether the printed steps add up to the printed sum."""
        *steps, total = self._prints(places)
        return sum(steps, Decimal(0)) == total

    def _prints(self, places: int) -> tuple[Decimal, ...]:
        """Return the printed figures of the steps and of their sum, or () where a rounding does not hold."""
        prints = [rounding.at_places(claim, MILLIONS, places) for claim in (*self.steps, self.change)]
        known = tuple(value for value in prints if value is not None)
        return known if len(known) == len(prints) and known[-1] else ()


def chart(month: Month) -> Chart | None:
    """Return the chart, or None for few bars, an unknown month of either year, or figures that cannot be printed."""
    year = _year(month)
    places = year.places() if year else None
    if year is None or places is None:
        return None
    words = month.words
    to_date = year.total.span
    step = "quarter" if month.is_quarter else "month"
    figures = [words.signed_million(claim, places) for claim in year.steps]
    names = tuple(map(words.step_name, year.spans))
    codes = month.total_codes
    sum_ = words.say(f"year_gap.sum.{_key(to_date)}", n=words.signed_million(year.change, places))
    curve = Curve(
        sum_,
        words.say("year_gap.totals", now=whole_millions(month, year.now), before=whole_millions(month, year.base)),
        codes,
        tuple(map(str, year.spans)),
        tuple(float(claim.value.scaleb(-MILLIONS.power)) for claim in year.steps),
        cells=tuple(figures),
    )
    notes = []
    if any(span.months > 1 for span in year.spans) and not month.is_quarter:
        notes.append(words.say("year_gap.lunar"))
    if not year.adds_up(places):
        notes.append(words.say("year_gap.rounded"))
    slots = {
        "before": words.year_of(to_date.year_before()),
        "first": words.period(year.spans[0].split()[0]),
        "last": words.period(to_date.last),
    }
    rows = [Row(cells, "line", codes) for cells in zip(names, figures, strict=True)]
    whole = Row((words.span(to_date), words.signed_million(year.change, places)), "total", codes)
    return replace(
        picture(
            month,
            "year_gap",
            "year_gap",
            _title(month, year),
            slots,
            shown=ON_EVERY_PAGE,
            subtitle=f"subtitle.{step}",
        ),
        curves=(curve,),
        steps=names,
        aside=aside(month, notes),
        head=(
            words.say(f"year_gap.step.{step}"),
            words.say("year_gap.head", unit=words.millions_of(month.figures.currency)),
        ),
        rows=(*rows, whole),
    )


def _year(month: Month) -> _Year | None:
    """Return the claims, or None where a figure is unknown, a bound, or in doubt, or nothing changed."""
    to_date = month.figures.to_date
    spans = tuple(_spans(month, to_date))
    total = month.whole_item(to_date)
    if not total.comparable or total.now is None or total.base is None or len(spans) < _FEWEST:
        return None
    steps = [_change(month, span) for span in spans]
    known = tuple(claim for claim in steps if claim is not None)
    change = _change(month, to_date)
    if change is None or len(known) < len(steps) or not change.value:
        return None
    return _Year(total, total.now, total.base, spans, known, change)


def _spans(month: Month, to_date: Period) -> Iterator[Period]:
    """Yield the steps of the year so far: quarters, or months, where January and February may be one step."""
    first, end = to_date.first, to_date.first + to_date.months
    while first < end:
        months = A_QUARTER if month.is_quarter else 1
        if months == 1 and month.is_lunar and first % _YEAR == 0 and first + 1 < end:
            months = 2
        yield Period(first, months)
        first += months


def _change(month: Month, span: Period) -> Claim | None:
    """Return the change of the total on the year before."""
    step = month.step(month.total_codes, span)
    return None if step is None else month.ledger.change(step.now, step.base)


def _key(to_date: Period) -> str:
    return "whole" if to_date.months == _YEAR else "so_far"


def _title(month: Month, year: _Year) -> Text:
    """Return the finding: which part of the year's change its last quarter made, else how far the year is ahead."""
    words, key = month.words, _key(year.total.span)
    part = _part_of_last(month, year) if year.total.span.months >= _HALF_A_YEAR else None
    if part is not None:
        slots: dict[str, Slot] = {"last": words.month_name(part.period), "way": words.way(part.direction or "")}
        if part.low > _OVER:
            over = f"year_gap.over.{key}"
            return words.say(over, proof=words.proof(over, part, **slots), **slots)
        fraction = words.fraction(part)
        if fraction is not None and _MOST < part.low <= part.high < _OVER:
            return words.say(f"year_gap.late.{key}", part=fraction, **slots)
    growth = year.total.growth
    rate = words.rate(growth) if growth else None
    if growth is None or rate is None:
        return words.say("year_gap.title")
    return words.say(f"year_gap.{key}.{growth.direction}", n=rate)


def _part_of_last(month: Month, year: _Year) -> Claim | None:
    """Return the part of the year's change that its last three months made. None where they went the other way."""
    last = Period(year.total.span.last.first - A_QUARTER + 1, A_QUARTER)
    part, whole = (month.step(month.total_codes, span) for span in (last, year.total.span))
    return month.ledger.part_of_change(part, whole, "year_part") if part and whole else None


PLAN = PicturePlan(single_chart(chart), "paragraphs", usual=is_part_of_year)
