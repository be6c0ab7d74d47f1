"""The room of statistics: a checked table of figures comes in, the movements that a briefing may tell go out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from generator.movements.balances import Opposite
from generator.movements.basket import Basket
from generator.movements.changes import changes
from generator.movements.claims import claim_ok
from generator.movements.floors import Floor
from generator.movements.flows import flow_state
from generator.movements.grammar import RuleFault
from generator.movements.history import history
from generator.movements.judgement import Judgement
from generator.movements.metrics import Maker
from generator.movements.monthly import monthly
from generator.movements.nesting import unallocated
from generator.movements.places import concentration, places
from generator.movements.presence import presence
from generator.movements.ranking import ranked
from generator.movements.readings import Reading
from generator.movements.records import NOT_COMPUTED, Line, Metric, Movement, Movements, Past
from generator.movements.rules import Thresholds
from generator.movements.series import Series, series_of
from generator.movements.vocabulary import APART, MONTHLY
from generator.movements.windows import Windows
from generator.movements.yearly import yearly
from generator.trade.figures import Figures

__all__ = [
    "Judgement",
    "Line",
    "Metric",
    "Movement",
    "Movements",
    "Past",
    "Reading",
    "RuleFault",
    "Thresholds",
    "claim_ok",
    "find_movements",
]


def find_movements(
    figures: Figures,
    thresholds: Thresholds,
    past: Mapping[str, Past] | None = None,
    previous: Figures | None = None,
) -> Movements:
    """Return every line of the figures' selection measured and judged, the notable ones ranked.

    `past` is what the engine knows of lines, by code: it gives what a line does not compute by itself, and ranks.
    `previous` are the same lines as they were known before, for the revision of a year's.
    """
    basket, rules = Basket.of(figures), thresholds.fitting(figures.period, figures.unit)
    windows = Windows.of(basket, figures) if basket.monthly else None
    opposite, was = Opposite.of(figures), series_of(previous) if previous is not None else None
    measure = partial(_month, windows, opposite) if windows else partial(_year, basket, opposite, was)
    known = past or {}
    lines = tuple(
        replace(measure(series, rules.rule(code).floor), past=known.get(code)) for code, series in basket.series.items()
    )
    notable, left_out = ranked(lines, rules)
    hhi, equivalent = concentration(windows.year if windows else basket)
    return Movements(
        period=basket.period,
        base=basket.base,
        lines=lines,
        total=measure(basket.whole, rules.defaults.floor) if basket.members else None,
        hhi=hhi,
        equivalent=equivalent,
        notable=notable,
        left_out=left_out,
        leaves=basket.leaves,
        members=basket.members,
        told=basket.told,
        unallocated=unallocated(basket),
    )


def _year(
    basket: Basket, opposite: Opposite, previous: Mapping[str, Series] | None, series: Series, floor: Floor
) -> Line:
    metrics = {**changes(series, basket, floor), **places(series, basket), **history(series, basket)}
    metrics |= {**opposite.balances(series, basket), **yearly(series, basket, previous)}
    return _line(series, basket, flow_state(series, basket.period, basket.least), metrics)


def _month(windows: Windows, opposite: Opposite, series: Series, floor: Floor) -> Line:
    flow = presence(series, windows.period, windows.month.least)
    metrics = monthly(series, windows, floor, flow, opposite.balances(series, windows.month))
    return _line(series, windows.month, flow.state, metrics)


def _line(series: Series, basket: Basket, state: str, metrics: Mapping[str, Metric]) -> Line:
    before = series.at(basket.base)
    intermittent = ("intermittent",) if state == "intermittent" else ()
    broken = (why,) if (why := series.why_broken(basket.base)) else ()
    return Line(
        code=series.code,
        now=series.cell(basket.period),
        before=series.cell(basket.base),
        flow_state=state,
        metrics={**_beyond(basket), **metrics, "published_yoy": _published(series, basket)},
        marks=series.marks(basket.period, basket.base) + intermittent + broken,
        level_before=before.value if before else None,
    )


def _published(series: Series, basket: Basket) -> Metric:
    """Return the growth that the source prints of the line's own cell; null where it prints none."""
    make, cell = Maker("published_yoy", basket.period, basket.base), series.cell(basket.period)
    growth = cell.growth if cell is not None else None
    found = Reading.of(growth) if growth is not None else None
    return make.null("not published") if growth is None or found is None else make.known(found, (growth,))


def _beyond(basket: Basket) -> dict[str, Metric]:
    """Return the metrics that are not computed here, each null with its reason."""
    apart = "frequency" if basket.period.frequency == "annual" else NOT_COMPUTED
    reasons = dict.fromkeys(MONTHLY, apart) | dict.fromkeys(APART, NOT_COMPUTED)
    return {name: Maker(name, basket.period).null(reason) for name, reason in sorted(reasons.items())}
