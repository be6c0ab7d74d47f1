"""The world price beside a line's average value over two years: both are 100 at the start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import takewhile

from generator.story.amounts import ESTIMATED, Claim, weight
from generator.story.brief import LineContext
from generator.story.month import Month
from generator.story.news.line_changes import tonnage_of_line
from generator.story.picture import PicturePlan, aside, level_months, picture, single_chart, year_steps
from generator.story.plan import Chart, Curve, Row, Text
from generator.story.prices import line_prices, price_words, subject_of
from generator.story.text import printed
from generator.story.words.speech import Noun, Slot
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.side_batches import ContextFigure

_MONTHS, _FEWEST = 25, 13  # of the picture: two years and their start
_START = Decimal(100)  # where both lines begin
_TICKS = 4  # steps of the axis at most
_WEIGHTS = {"$/mt": "tonne", "$/kg": "kilogram"}  # the unit of an average value beside a price of that unit


@dataclass(frozen=True)
class _Month:
    """Price and average value of one span, with the cells of both."""

    span: Period
    price: Decimal
    average: Decimal
    prices: tuple[ContextFigure, ...]
    cells: tuple[Observation, ...]


def chart(month: Month) -> Chart | None:
    """Return the chart of the first price that belongs to a line. None for other periods than a month, or a short past.

    Both lines end before the first month, seen from the newest, in which one of them is unknown.
    """
    if not month.is_step:
        return None
    for context, code in line_prices(month):
        if context.series.unit not in _WEIGHTS:
            continue
        back = reversed(level_months(month, _MONTHS))
        known = takewhile(lambda at: at is not None, (_month(month, context, code, span) for span in back))
        months = [at for at in known if at is not None][::-1]
        figures = _figures(month, context, code)
        if len(months) >= _FEWEST and figures is not None:
            return _chart(month, context, code, months, figures)
    return None


def _month(month: Month, context: LineContext, code: str, span: Period) -> _Month | None:
    """Return price and average value of a span. None where one is unknown, a bound, or of an estimated weight."""
    prices, value = context.series.over(span), month.amount([code], span)
    mass = weight(value) if value is not None else None
    if not prices or value is None or mass is None or not value.is_exact or ESTIMATED in mass.marks or not value.value:
        return None
    price = sum((figure.value or Decimal(0) for figure in prices), Decimal(0)) / len(prices)
    return _Month(span, price, value.value / mass.value, prices, (*value.cells, *mass.cells))


@dataclass(frozen=True)
class _Figures:
    """What is printed of price and average value: both ends in dollars, and the change."""

    prices: tuple[Claim, Claim]
    price_change: Claim
    averages: tuple[Claim, Claim]
    average_change: Claim
    opposed: Claim | None  # that the price went the other way than the value of its line


def _figures(month: Month, context: LineContext, code: str) -> _Figures | None:
    ledger, tonnage = month.ledger, tonnage_of_line(month, code, month.period)
    if tonnage is None:
        return None
    (value, base_value), (mass, base_mass) = tonnage.value, tonnage.mass
    now, base = ledger.unit_value(value, mass), ledger.unit_value(base_value, base_mass)
    change = ledger.value_growth((value, mass), (base_value, base_mass))
    if now is None or base is None or change is None:
        return None
    price, base_price = (ledger.average(context.series.over(when), (code,)) for when in (month.period, month.base))
    price_change = ledger.average_growth(price, base_price)
    growth = month.item(code).growth
    opposed = ledger.opposed(growth, price_change) if growth else None
    return _Figures((price, base_price), price_change, (now, base), change, opposed)


def _chart(month: Month, context: LineContext, code: str, months: Sequence[_Month], figures: _Figures) -> Chart | None:
    words, spans = month.words, tuple(at.span for at in months)
    unit, line = context.series.unit, Noun.of(month.brief.label(code), "short")
    prices = tuple(price_words(month, claim, unit) for claim in figures.prices)
    averages = tuple(words.average(claim, _WEIGHTS[unit]) for claim in figures.averages)
    if None in (*prices, *averages):
        return None
    for at in months:
        month.ledger.keep(at.cells)
        month.ledger.keep_prices(at.prices)
    worths = [words.say("price.worth", now=price or "", unit=words.word("price_units", unit)) for price in prices]
    a_weight = words.word("weights", _WEIGHTS[unit])
    means = [words.say("price.mean", now=average or "", unit=a_weight) for average in averages]
    indexes = [_index([getattr(at, name) for at in months]) for name in ("price", "average")]
    slots: dict[str, Slot] = {
        "subject": subject_of(month, context),
        "line": line,
        "whence": words.whence(month.figures.selection),
        "first": words.period(spans[0].split()[0]),
        "last": words.period(spans[-1].last),
        "start": words.tick(_START),
    }
    released = max(date.fromisoformat(figure.cell.release.split("/")[1]) for at in months for figure in at.prices)
    updated = words.say("price.source", title=context.title, day=words.day(released))
    notes = []
    if figures.opposed is not None:
        went = printed(words.say("averaged.went"), figures.opposed.id)
        notes.append(words.say("price.opposed", line=line, went=went))
    ends = tuple(map(str, spans))
    curves = (
        Curve(words.say("price.world"), worths[0], (code,), ends, indexes[0], "price"),
        Curve(words.say("price.average"), means[0], (code,), ends, indexes[1], "average"),
    )
    changes = [
        words.say("price.rose", n=words.signed_rate(figures.price_change)),
        words.say("price.mean_rose", n=words.signed_rate(figures.average_change)),
    ]
    drawing = picture(month, "index_lines", "price", _title(month, line, figures), slots, name="price", scale="index")
    return replace(
        drawing,
        source=words.say("one_after_the_other", a=drawing.source, b=updated),
        curves=curves,
        steps=year_steps(spans),
        ticks=tuple(map(words.tick, _ticks([*indexes[0], *indexes[1]]))),
        aside=aside(month, notes),
        head=(words.say("heads.line"), words.span(month.period), words.span(month.base), words.say("panels.change")),
        rows=(
            Row((words.say("price.world"), *worths, changes[0])),
            Row((month.item(code).name, *means, changes[1]), codes=(code,)),
        ),
    )


def _title(month: Month, line: Noun, figures: _Figures) -> Text:
    """Return how both moved on the year: "The world price rose 32% on December 2024; the average value of …"."""
    words = month.words
    price, average = words.rate(figures.price_change), words.rate(figures.average_change)
    if price is None or average is None:
        return words.say("price.months", line=line)
    return words.say(
        "price.moved",
        line=line,
        before=words.span(month.base),
        p=price,
        p_way=words.way(figures.price_change.direction or ""),
        a=average,
        a_way=words.way(figures.average_change.direction or ""),
    )


def _index(values: Sequence[Decimal]) -> tuple[float, ...]:
    """Return values as per cent of the first."""
    return tuple(float(_START * value / values[0]) for value in values)


def _ticks(points: Sequence[float]) -> Iterator[Decimal]:
    """Yield evenly spaced numbers, 100 among them, from the last one under all points to the first one above them."""
    low, high = (Decimal(repr(end(points))) for end in (min, max))
    size = Decimal(10) ** ((high - low) / _TICKS).adjusted() if high > low else Decimal(1)
    for many in (1, 2, 5, 10):
        step = size * many
        first = int(((low - _START) / step).to_integral_value(ROUND_FLOOR))
        last = int(((high - _START) / step).to_integral_value(ROUND_CEILING))
        if last - first <= _TICKS:
            break
    yield from (_START + step * at for at in range(first, max(last, first + 1) + 1))


PLAN = PicturePlan(single_chart(chart), "paragraphs", 1)
