"""Months drawn as lines: small panels of the largest lines, and the years added up against each other."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise, takewhile

from generator.movements import lunar
from generator.movements.readings import EXACT
from generator.story.item import Item
from generator.story.month import Month
from generator.story.pictures.shares import largest
from generator.story.plan import Chart, Curve, Row, Text
from generator.story.text import leaf
from generator.trade.period import A_QUARTER, Period

_PANELS, _MONTHS, _YEARS = 12, 36, 3
_TICKS = 4  # steps of the scale at most
_NAMED = 6  # months of a year that its label needs
_FEWEST = 3  # points that make a line
_YEAR = 12  # months


def points(month: Month, codes: Sequence[str], spans: Sequence[Period]) -> tuple[float | None, ...]:
    """Return the sums of `codes` over each span in millions, None where a month is not known; their cells are kept.

    A picture is evidence too: its cells go with the edition.
    """
    found = [month.amount(codes, span) for span in spans]
    for one in found:
        if one is not None:
            month.material.ledger.draw(one.cells)
    return tuple(None if one is None else one.point for one in found)


def months_back(month: Month, count: int) -> tuple[Period, ...]:
    """Return the last `count` months of the edition, oldest first, as far back as the figures go."""
    last = month.period.last
    first = min((when.first for when in month.figures.periods()), default=last.first)
    return tuple(Period(at, 1) for at in range(max(first, last.first - count + 1), last.first + 1))


def quarters_back(month: Month, count: int) -> tuple[Period, ...]:
    """Return the quarters of the last `count` months, oldest first, as far back as the figures have whole ones."""
    months = months_back(month, count)
    first = -(-months[0].first // A_QUARTER) * A_QUARTER
    return tuple(Period(at, A_QUARTER) for at in range(first, months[-1].first, A_QUARTER))


def panels(month: Month) -> Chart | None:
    """Return the largest lines of twelve months, each in a panel of its own; None for a single line or a short past."""
    spans = quarters_back(month, _MONTHS) if month.is_quarter else months_back(month, _MONTHS)
    alive = [code for code in largest(month) if code in month.lines]  # as text and table have them
    lines = month.told(alive or month.lines)
    items = [month.item(code) for code in lines[:_PANELS]]
    compared = [item for item in items if item.comparable and item.amount and item.base_amount]
    if len(items) < _FEWEST or not spans or spans[-1].first - spans[0].first < _YEAR or len(compared) < len(items):
        return None
    words, trade = month.words, month.words.trade_of(month.material.trade)
    pairs = [(item.amount, item.base_amount) for item in items if item.amount and item.base_amount]
    rose, fell = (month.account.moved(side, pairs) for side in ("rose", "fell"))
    shown = month.material.ledger.size([item.code for item in items]) if len(items) < len(lines) else None
    return Chart(
        id="panels",
        shown=("pdf", "html"),
        name="panels",
        form="panels",
        scale="million",
        title=words.panels_title(rose, fell, month.period, shown, largest=month.is_ranked and not month.hand.left_out),
        subtitle=words.panels_subtitle(trade, spans[0], spans[-1], month.figures.currency),
        alt=words.panels_alt(trade, spans[0], spans[-1]),
        curves=tuple(_panel(month, item, spans) for item in items),
        steps=tuple(year_from(span, spans[-1]) for span in spans),
        source=month.source(),
        more=words.label("more"),
        description=words.panels_description(),
        head=words.panels_head(month.period, month.figures.currency),
        rows=tuple(_panel_row(month, item) for item in items),
    )


def year_from(span: Period, last: Period) -> Text:
    """Return the year under its January, where enough of its months follow for the label to stand among them."""
    begins = span.first % 12 == 0 and last.first - span.first + 1 >= _NAMED
    return leaf(str(span.year), "time", str(span), "first_year") if begins else Text("")


def _panel(month: Month, item: Item, spans: Sequence[Period]) -> Curve:
    label = item.name
    drawn = points(month, item.codes, spans)
    role = "fallen" if item.way == "down" else "line"
    return Curve(label, month.words.panel_figure(item), item.codes, tuple(map(str, spans)), drawn, role)


def _panel_row(month: Month, item: Item) -> Row:
    label = item.name
    return Row((label, *month.words.pair_cells(item)), "line", item.codes)


def years(month: Month) -> Chart | None:
    """Return the year to date against the years before it, added up; None where there is but one point or year."""
    ends = [Period(month.longer.first - 12 * back, month.longer.months) for back in range(_YEARS)]
    known = list(takewhile(lambda end: _can_be_printed(month, end), ends))
    steps = _steps(month, known)
    if len(steps) < _FEWEST or len(known) < 2 or month.longer != month.figures.to_date:  # noqa: PLR2004
        return None
    words, trade = month.words, month.words.trade_of(month.material.trade)
    curves = tuple(
        _year(month, end, steps, role) for end, role in zip(known, ("this", "last", "earlier"), strict=False)
    )
    top = max(point for curve in curves for point in curve.points if point is not None)
    names = tuple(words.step_name(step) for step in _parts(steps))
    return Chart(
        id="cumulative",
        shown=("pdf", "html"),
        name="cumulative",
        form="cumulative",
        scale="million",
        title=words.years_title(month.whole_item(month.longer)),
        subtitle=words.years_subtitle(trade, month.longer, len(known), month.figures.currency),
        alt=words.years_alt(trade, month.longer, len(known)),
        curves=curves,
        steps=names,
        ticks=tuple(words.tick(value) for value in scale(Decimal(repr(top)))),
        source=month.source(),
        aside=words.years_aside(lunar=month.is_lunar and month.longer.first % 12 == 0),
        more=words.label("more"),
        description=words.years_description(),
        head=words.years_head(month.longer, month.figures.currency),
        rows=tuple(Row((curve.label, curve.figure), "line", curve.codes) for curve in curves),
    )


def _can_be_printed(month: Month, end: Period) -> bool:
    """Say whether a year's sum is known, is no bound, and not rounded so coarsely that no print of it holds."""
    claim = month.whole_item(end).now
    return claim is not None and claim.qualifier == EXACT and bool(month.words.whole_million(claim).marks)


def _year(month: Month, end: Period, steps: Sequence[Period], role: str) -> Curve:
    back = month.longer.first - end.first
    spans = [_back(step, back) for step in steps]
    drawn = points(month, month.whole, spans)
    claim = month.whole_item(end).now
    figure = month.words.whole_million(claim) if claim else Text("–")
    return Curve(month.words.year_name(end), figure, month.whole, tuple(map(str, spans)), drawn, role)


def _steps(month: Month, years: Sequence[Period]) -> tuple[Period, ...]:
    """Return the spans that the years add up to: of months, or of quarters where no more is known of all years.

    None ends between January and February where their holiday moves.
    """
    whole = month.figures.to_date
    every = (Period(whole.first, count) for count in range(1, whole.months + 1))
    fit = tuple(step for step in every if not (month.is_lunar and lunar.misleads(step)))
    back = [whole.first - year.first for year in years]
    known = tuple(step for step in fit if all(month.amount(month.whole, _back(step, one)) for one in back))
    return fit if any(step.months % A_QUARTER for step in known) else known


def _back(step: Period, months: int) -> Period:
    return Period(step.first - months, step.months)


def _parts(steps: Sequence[Period]) -> tuple[Period, ...]:
    """Return what each step adds: the first whole, then a month at a time, or the two that belong together."""
    more = (Period(one.first + one.months, longer.months - one.months) for one, longer in pairwise(steps))
    return (steps[0], *more)


def scale(top: Decimal) -> tuple[Decimal, ...]:
    """Return evenly spaced figures from nothing to above `top`."""
    size = Decimal(10) ** (top / _TICKS).adjusted()
    step = next(size * many for many in (1, 2, 5, 10) if size * many * _TICKS >= top)
    count = int((top / step).to_integral_value(ROUND_CEILING))
    return tuple(step * at for at in range(count + 1))
