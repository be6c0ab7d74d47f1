"""The room of statistics: a checked table of figures comes in, the movements that a briefing may tell go out. Pure."""

from __future__ import annotations

from generator.movements.basket import Basket
from generator.movements.changes import changes
from generator.movements.claims import claim_ok
from generator.movements.floors import Floor
from generator.movements.flows import flow_state
from generator.movements.grammar import RuleFault
from generator.movements.history import history
from generator.movements.judgement import Judgement
from generator.movements.metrics import Maker
from generator.movements.nesting import unallocated
from generator.movements.places import concentration, places
from generator.movements.ranking import ranked
from generator.movements.readings import Reading
from generator.movements.records import Line, Metric, Movement, Movements
from generator.movements.rules import Thresholds
from generator.movements.series import Series
from generator.movements.vocabulary import APART, MONTHLY
from generator.trade.figures import Figures

__all__ = [
    "Judgement",
    "Line",
    "Metric",
    "Movement",
    "Movements",
    "Reading",
    "RuleFault",
    "Thresholds",
    "claim_ok",
    "find_movements",
]


def find_movements(figures: Figures, thresholds: Thresholds) -> Movements:
    """Return every line of the figures' selection measured and judged, the notable ones ranked."""
    basket = Basket.of(figures)
    lines = tuple(_line(series, basket, thresholds.rule(code).floor) for code, series in basket.series.items())
    notable, left_out = ranked(lines, thresholds)
    hhi, equivalent = concentration(basket)
    return Movements(
        period=basket.period,
        base=basket.base,
        lines=lines,
        total=_line(basket.whole, basket, thresholds.defaults.floor) if basket.members else None,
        hhi=hhi,
        equivalent=equivalent,
        notable=notable,
        left_out=left_out,
        leaves=basket.leaves,
        members=basket.members,
        told=basket.told,
        unallocated=unallocated(basket),
    )


def _line(series: Series, basket: Basket, floor: Floor) -> Line:
    metrics = {**changes(series, basket, floor), **places(series, basket), **history(series, basket)}
    return Line(
        code=series.code,
        now=series.cell(basket.period),
        before=series.cell(basket.base),
        flow_state=flow_state(series, basket.period),
        metrics=metrics | _beyond(basket),
        marks=series.marks(basket.period, basket.base),
    )


def _beyond(basket: Basket) -> dict[str, Metric]:
    """Return the metrics that are not computed here, each null with its reason."""
    monthly = "frequency" if basket.period.frequency == "annual" else "not computed"
    reasons = dict.fromkeys(MONTHLY, monthly) | dict.fromkeys(APART, "not computed")
    return {name: Maker(name, basket.period).null(reason) for name, reason in sorted(reasons.items())}
