"""Moved: a movement between editions as a line for the operators: its figures are facts, found again in the cells."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from generator.editions.line_names import briefed
from generator.errors import IntegrityError
from generator.movements.scores import PanelPick
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.story.amounts import Amount, Claim, amount
from generator.story.rounding import grouped, prose_scale, together, with_sign
from generator.trade.figures import Figures
from generator.trade.period import Period

_NEAR = Decimal("0.000001")  # facts have six decimals
_HUNDRED = Decimal(100)
_OTHER = "a movement of {0} is not told: its cells give {1} and {2}, the engine says {3} and {4}%."


def line(desk: Desk, store: FigureStore, name: str, figures: Figures, one: PanelPick) -> str:
    """Return what a movement came to; IntegrityError where its cells do not give the engine's facts again."""
    told = {fact["metric"]: fact for fact in one.facts}
    label = briefed(desk, store, name, figures).label(one.series).short
    head = f"{one.series} {label}, {one.direction} ({one.kind}), past its threshold"
    base = Period.parse(told["yoy"]["compare_period"])
    now, before = amount(figures, [one.series], figures.period), amount(figures, [one.series], base)
    if now is None or before is None:
        return f"{head}: {figures.period} cannot be compared with {base}"
    _refuse_other(one.series, told, now, before)
    claims = _claim(now), _claim(before)
    growth = _growth(told["yoy"], *claims)
    if (shown := together(*claims, growth, scale := prose_scale(claims[0]))) is None:
        return f"{head}: {figures.period} is known too roughly for a figure"
    money = f"{scale.name} {figures.unit.upper()}".strip()
    rate = f", {with_sign(shown[2], growth)}%" if growth and shown[2] is not None else ""
    return f"{head}: {grouped(shown[0])} {money} in {figures.period}, {grouped(shown[1])} in {base}{rate}"


def _refuse_other(series: str, told: Mapping[str, Mapping[str, Any]], now: Amount, base: Amount) -> None:
    """Work the facts out again from the cells, by plain sums."""
    level, rate = (told[metric]["value"] for metric in ("level", "yoy"))
    is_other = level is None or abs(Decimal(str(level)) - now.value) > _NEAR
    if rate is not None:
        is_other = is_other or not base.value
        is_other = is_other or abs(_HUNDRED * (now.value / base.value - 1) - Decimal(str(rate))) > _NEAR
    if is_other:
        raise IntegrityError(_OTHER.format(series, now.value, base.value, level, rate))


def _claim(of: Amount) -> Claim:
    known = of.reading
    return Claim(
        "", "level", of.codes, of.span, of.unit, known.value, known.low, known.high, (), qualifier=known.qualifier
    )


def _growth(fact: Mapping[str, Any], now: Claim, base: Claim) -> Claim | None:
    """Return the growth that the engine found, with the least and the most that the two prints allow."""
    if fact["value"] is None or base.low <= 0:
        return None
    low, high = (_HUNDRED * (top / bottom - 1) for top, bottom in ((now.low, base.high), (now.high, base.low)))
    value = Decimal(str(fact["value"]))
    direction = "up" if value > 0 else "down"
    return Claim("", "growth", now.codes, now.period, "pct", value, low, high, (), base.period, direction=direction)
