"""The conditions of a threshold: each judges one series in words (`judge`), or a panel in arrays (`evaluate`).

Outcomes have three values. A null makes a comparison unknown, and `not` of unknown is unknown. An `unless` applies only
if its exception is certain. Only a certain yes is notable. In arrays 1 is yes, 0 is no and NaN is unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from typing import Any

import numpy as np

from generator.movements.judgement import ALL, ANY, NOT, UNLESS, WORDS, Judgement, Truth, combined, compared
from generator.movements.panel import Floats, Truths

YES, NO = 1.0, 0.0
MINUS = "\N{MINUS SIGN}"
TENTH = Decimal("0.1")
FLAGS_THAT_ARE_EVENTS = ("record", "intermittent")  # events beside the state of the flow


@dataclass(frozen=True)
class MetricValue:
    """A metric of one series: its value, or the reason why it has none."""

    value: Decimal | None
    reason: str = ""
    flags: tuple[str, ...] = ()  # of this metric, not of the series


@dataclass(frozen=True)
class JudgedSeries:
    """One series as conditions see it. This base class is a series without a figure: all its metrics are null."""

    flags: tuple[str, ...]
    flow_state: str
    larger_end: Decimal | None = None  # the larger of the two levels that are compared
    reason: str = ""  # why its metrics are null

    def metric(self, name: str) -> MetricValue:  # noqa: ARG002 -- subclasses look it up by name
        """Return the metric called `name`."""
        return MetricValue(None, self.reason)

    @property
    def events(self) -> tuple[str, ...]:
        """The state of the flow, and the flags that are events."""
        return (self.flow_state, *(flag for flag in self.flags if flag in FLAGS_THAT_ARE_EVENTS))


@dataclass(frozen=True)
class MetricTable:
    """All series of a panel as conditions see them."""

    metrics: Mapping[str, Floats]
    flags: Mapping[str, Truths]
    state: np.ndarray  # of the flows
    larger: Floats  # the larger of the two levels that are compared
    adjusted: Mapping[str, Floats] = field(default_factory=dict)  # override `metrics`

    def metric(self, name: str) -> Floats:
        """Return the values of a metric."""
        return self.adjusted[name] if name in self.adjusted else self.metrics[name]

    def flag(self, name: str) -> Truths:
        """Return which series have a flag."""
        return self.flags.get(name, np.zeros(self.larger.shape, dtype=bool))


def _between(value: Any, low: Any, high: Any) -> Any:  # noqa: ANN401 -- a number or an array
    return (low <= value) & (value <= high)


def _equals_one(value: Any, *numbers: Any) -> Any:  # noqa: ANN401 -- a number or an array
    return reduce(operator.or_, [value == number for number in numbers])


# The operators of the settings, each with its sign in print and its test, which takes numbers and arrays.
OPERATORS: Mapping[str, tuple[str, Callable[..., Any]]] = {
    "gt": (">", operator.gt),
    "gte": ("≥", operator.ge),
    "lt": ("<", operator.lt),
    "lte": ("≤", operator.le),
    "abs_gt": (">", operator.gt),
    "abs_gte": ("≥", operator.ge),
    "between": ("between", _between),
    "in": ("in", _equals_one),
}
IS_NULL = "is"


@dataclass(frozen=True)
class MetricTest:
    """A metric compared with numbers by one of OPERATORS, or tested for null (IS_NULL)."""

    metric: str
    operator: str
    numbers: tuple[Decimal, ...] = ()

    def judge(self, series: JudgedSeries) -> Judgement:
        """Judge whether the metric passes; unknown if it is null."""
        metric = series.metric(self.metric)
        value = metric.value if metric.value is not None and metric.value.is_finite() else None
        if self.operator == IS_NULL:
            actual = "null" if value is None else printed(value, TENTH)
            return compared(self.metric, actual, "is null", holds=value is None, value=value)
        if value is None:
            reason = metric.reason or "not a number"
            return compared(self.metric, f"null ({reason})", self._required, holds=None, reason=reason)
        nearest = min(self.numbers, key=lambda number: (abs(number - value), -abs(number)))
        actual = printed(value, nearest, without_sign=self._is_of_size)
        return compared(self.metric, actual, self._required, holds=bool(self._test(value, self.numbers)), value=value)

    def evaluate(self, table: MetricTable) -> Floats:
        """Return the outcomes of all series."""
        value = table.metric(self.metric)
        if self.operator == IS_NULL:
            return np.isnan(value).astype(float)
        return np.where(np.isnan(value), np.nan, self._test(value, map(float, self.numbers)))

    def _test(self, value: Any, numbers: Any) -> Any:  # noqa: ANN401 -- a number or an array
        return OPERATORS[self.operator][1](abs(value) if self._is_of_size else value, *numbers)

    @property
    def _is_of_size(self) -> bool:
        return self.operator.startswith("abs_")

    @property
    def _required(self) -> str:
        numbers = (" and " if self.operator == "between" else ", ").join(map(plain, self.numbers))
        return f"{OPERATORS[self.operator][0]} {numbers}"


@dataclass(frozen=True)
class HasEvent:
    """One of some events happened to the series, and its larger level is at least `min_value`, in its currency."""

    names: tuple[str, ...]
    min_value: Decimal | None = None

    def judge(self, series: JudgedSeries) -> Judgement:
        """Judge whether one of the events happened; unknown if the history is too short or has gaps."""
        happened = tuple(name for name in self.names if name in series.events)
        no_state = series.flow_state == "unknown" and set(self.names) != {"record"}
        no_record = "record" in self.names and series.metric("record").value is None
        holds: Truth = bool(happened)
        if not happened and (no_state or no_record):
            holds = None
        event = _one_of("event", self.names, happened, holds)
        if self.min_value is None or not happened:
            return event
        required = f"≥ {plain(self.min_value)}"
        end = series.larger_end
        if end is None:
            return combined(ALL, (event, compared("value", "null", required, holds=None)))
        actual = printed(end, self.min_value)
        value = compared("value", actual, required, holds=end >= self.min_value, value=end)
        return combined(ALL, (event, value))

    def evaluate(self, table: MetricTable) -> Floats:
        """Return the outcomes of all series."""
        flagged = [table.flag(name) for name in self.names if name in FLAGS_THAT_ARE_EVENTS]
        happened = np.any([np.isin(table.state, self.names), *flagged], axis=0)
        unknown = (table.state == "unknown") & (set(self.names) != {"record"})
        if "record" in self.names:
            unknown |= np.isnan(table.metric("record"))
        event = np.where(happened, YES, np.where(unknown, np.nan, NO))
        if self.min_value is None:
            return event
        is_large = np.where(np.isnan(table.larger), np.nan, table.larger >= float(self.min_value))
        return np.where(event == YES, is_large, event)


@dataclass(frozen=True)
class HasFlag:
    """The series has one of some flags. The outcome is never unknown."""

    names: tuple[str, ...]

    def judge(self, series: JudgedSeries) -> Judgement:
        """Judge whether the series has one of the flags."""
        flags = tuple(name for name in self.names if name in series.flags)
        return _one_of("flag", self.names, flags, bool(flags))

    def evaluate(self, table: MetricTable) -> Floats:
        """Return the outcomes of all series."""
        return np.any([table.flag(name) for name in self.names], axis=0).astype(float)


@dataclass(frozen=True)
class Combination:
    """Conditions combined: `all` or `any` of several, `not` of one, or the first `unless` the second."""

    kind: str
    parts: tuple[Condition, ...]

    def judge(self, series: JudgedSeries) -> Judgement:
        """Judge the combination of the parts."""
        return combined(self.kind, [part.judge(series) for part in self.parts])

    def evaluate(self, table: MetricTable) -> Floats:
        """Return the outcomes of all series."""
        values = np.stack([part.evaluate(table) for part in self.parts])
        if self.kind == NOT:
            return np.asarray(1 - values[0])
        if self.kind == UNLESS:
            return np.where(values[1] == YES, NO, values[0])
        decisive = YES if self.kind == ANY else NO
        otherwise = np.where(np.isnan(values).any(axis=0), np.nan, 1 - decisive)
        return np.where((values == decisive).any(axis=0), decisive, otherwise)


Leaf = MetricTest | HasEvent | HasFlag
Condition = Leaf | Combination


def leaves(condition: Condition, *, that_let_through: bool = False) -> Iterator[Leaf]:
    """Yield the leaves of a condition. With `that_let_through`, skip those of a `not` and of an exception."""
    if not isinstance(condition, Combination):
        yield condition
        return
    parts = condition.parts
    if that_let_through and condition.kind in (NOT, UNLESS):
        parts = parts[:1] if condition.kind == UNLESS else ()
    for part in parts:
        yield from leaves(part, that_let_through=that_let_through)


def _one_of(condition: str, names: tuple[str, ...], matches: tuple[str, ...], holds: Truth) -> Judgement:
    """Return the judgement on events or flags, of which the series has `matches`."""
    words = f"{condition} {', '.join(matches) or ' or '.join(names)} {WORDS[holds]}"
    answer = {True: ", ".join(matches), False: "none", None: "cannot be told"}[holds]
    return Judgement(words, holds, condition, actual=answer, required=" or ".join(names))


def plain(number: Decimal) -> str:
    """Return the number in full, with grouped thousands and a true minus sign."""
    return f"{number:,f}".replace("-", MINUS)


def printed(value: Decimal, bar: Decimal, *, without_sign: bool = False) -> str:
    """Return `value` with the decimals of `bar`, or more if it would be rounded to `bar`: 2.96 against 3.0.

    With `without_sign`, a negative value is printed between vertical bars.
    """
    size = abs(value) if without_sign else value
    exponent = bar.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    rounded = size.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    while rounded == bar != size:
        places += 1
        rounded = size.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"|{MINUS}{plain(rounded)}|" if without_sign and value < 0 else plain(rounded)
