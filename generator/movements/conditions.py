"""The conditions of a threshold and how each judges one series, with the words that an editor reads.

Three-valued: a null makes a comparison unknown; `not` of something unknown stays unknown, `unless` asks for a certain
exception; and only what is certain is notable. Over all series of a panel at once `evaluation` does the same.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from generator.movements.judgement import NOT, UNLESS, WORDS, Judgement, Truth, bracketed, compared, joined

MINUS = "\N{MINUS SIGN}"


def plain(number: Decimal) -> str:
    """Return the number in full, thousands grouped, with a true minus sign."""
    return f"{number:,f}".replace("-", MINUS)


def measured(value: Decimal, bar: Decimal, *, size: bool = False) -> str:
    """Return `value` at the decimals of `bar`, or at more where rounding would seem to reach it: 2.96 against 3.0."""
    shown = abs(value) if size else value
    text = plain(_beside(shown, bar))
    return f"|{MINUS}{text}|" if size and value < 0 else text


def _beside(value: Decimal, bar: Decimal) -> Decimal:
    places = max(0, -_exponent(bar))
    rounded = _rounded(value, places)
    while rounded == bar != value:
        places += 1
        rounded = _rounded(value, places)
    return rounded


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


TENTH = Decimal("0.1")


class Metric(Protocol):
    """A number about a line, or why there is none."""

    @property
    def value(self) -> Decimal | None:
        """The number."""

    @property
    def reason(self) -> str:
        """Why there is none."""


class SeriesView(Protocol):
    """What can be judged: a line of an edition (`records.Line`), or a series of a panel (`engine.rows.Row`)."""

    def metric(self, name: str) -> Metric:
        """Return the metric called `name`."""

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags of the line and of its metrics."""

    @property
    def events(self) -> tuple[str, ...]:
        """The events that a threshold may name."""

    @property
    def flow_state(self) -> str:
        """The state of the flow."""

    @property
    def larger_end(self) -> Decimal | None:
        """The larger of the two levels that are compared."""


class Condition(Protocol):
    """Anything that can judge a line."""

    def judge(self, line: SeriesView) -> Judgement:
        """Return the judgement on `line`."""


@dataclass(frozen=True)
class Operator:
    """One comparison word: its sign in print and its test; `size` compares the value without its sign."""

    sign: str
    test: Callable[[Decimal, Decimal], bool]
    size: bool = False


OPERATORS = {
    "gt": Operator(">", operator.gt),
    "gte": Operator("≥", operator.ge),
    "lt": Operator("<", operator.lt),
    "lte": Operator("≤", operator.le),
    "abs_gt": Operator(">", operator.gt, size=True),
    "abs_gte": Operator("≥", operator.ge, size=True),
}


@dataclass(frozen=True)
class Compare:
    """A metric against a number."""

    metric: str
    how: Operator
    bar: Decimal

    def judge(self, line: SeriesView) -> Judgement:
        """Return whether the metric passes the bar, unknown where it is null."""
        value, asked = _value(line, self.metric), f"{self.how.sign} {plain(self.bar)}"
        if value is None:
            return _unknown(line, self.metric, asked)
        holds = self.how.test(abs(value) if self.how.size else value, self.bar)
        found = measured(value, self.bar, size=self.how.size)
        return compared(self.metric, found, asked, holds=holds, value=value)


@dataclass(frozen=True)
class Between:
    """A metric within two numbers, both included."""

    metric: str
    low: Decimal
    high: Decimal

    def judge(self, line: SeriesView) -> Judgement:
        """Return whether the metric lies within, unknown where it is null."""
        value, asked = _value(line, self.metric), f"between {plain(self.low)} and {plain(self.high)}"
        if value is None:
            return _unknown(line, self.metric, asked)
        nearer = min(self.low, self.high, key=lambda bar: abs(bar - value))
        holds = self.low <= value <= self.high
        return compared(self.metric, measured(value, nearer), asked, holds=holds, value=value)


@dataclass(frozen=True)
class OneOf:
    """A metric that equals one of some numbers, such as a rank."""

    metric: str
    numbers: tuple[Decimal, ...]

    def judge(self, line: SeriesView) -> Judgement:
        """Return whether the metric is one of them, unknown where it is null."""
        value, asked = _value(line, self.metric), f"in {', '.join(map(plain, self.numbers))}"
        if value is None:
            return _unknown(line, self.metric, asked)
        nearest = min(self.numbers, key=lambda bar: (abs(bar - value), -abs(bar)))
        return compared(self.metric, measured(value, nearest), asked, holds=value in self.numbers, value=value)


@dataclass(frozen=True)
class IsNull:
    """A metric that has no value: the one question that a null answers."""

    metric: str

    def judge(self, line: SeriesView) -> Judgement:
        """Return whether the metric is null."""
        value = _value(line, self.metric)
        found = "null" if value is None else measured(value, TENTH)
        return compared(self.metric, found, "is null", holds=value is None, value=value)


@dataclass(frozen=True)
class HasEvent:
    """One of some events happened, to a line whose larger level is `min_value` or more, in their currency."""

    names: tuple[str, ...]
    min_value: Decimal | None = None

    def judge(self, line: SeriesView) -> Judgement:
        """Return whether one of the events happened, unknown where the state of the flow is."""
        happened = tuple(name for name in self.names if name in line.events)
        parts = (self._happened(line, happened), *self._large_enough(line, happened))
        return joined(parts, every=True) if len(parts) > 1 else parts[0]

    def _happened(self, line: SeriesView, happened: tuple[str, ...]) -> Judgement:
        holds = True if happened else None if self._unknown(line) else False
        return _one_of("event", self.names, happened, holds)

    def _unknown(self, line: SeriesView) -> bool:
        """Whether one of the events may have happened: a history too short or broken cannot tell."""
        no_state = line.flow_state == "unknown" and set(self.names) != {"record"}
        return no_state or ("record" in self.names and line.metric("record").value is None)

    def _large_enough(self, line: SeriesView, happened: tuple[str, ...]) -> tuple[Judgement, ...]:
        end = line.larger_end
        if self.min_value is None or not happened:
            return ()
        if end is None:
            return (compared("value", "null", f"≥ {plain(self.min_value)}", holds=None),)
        found, asked = measured(end, self.min_value), f"≥ {plain(self.min_value)}"
        return (compared("value", found, asked, holds=end >= self.min_value, value=end),)


@dataclass(frozen=True)
class HasFlag:
    """The line carries one of some flags."""

    names: tuple[str, ...]

    def judge(self, line: SeriesView) -> Judgement:
        """Return whether it does; a line without the flag has a plain no."""
        found = tuple(name for name in self.names if name in line.flags)
        return _one_of("flag", self.names, found, bool(found))


@dataclass(frozen=True)
class Every:
    """All of some conditions."""

    conditions: tuple[Condition, ...]

    def judge(self, line: SeriesView) -> Judgement:
        """Return false if one is false, else unknown if one is, else true."""
        return joined(tuple(item.judge(line) for item in self.conditions), every=True)


@dataclass(frozen=True)
class Some:
    """Any of some conditions."""

    conditions: tuple[Condition, ...]

    def judge(self, line: SeriesView) -> Judgement:
        """Return true if one is true, else unknown if one is, else false."""
        return joined(tuple(item.judge(line) for item in self.conditions), every=False)


@dataclass(frozen=True)
class Not:
    """The opposite of a condition."""

    condition: Condition

    def judge(self, line: SeriesView) -> Judgement:
        """Return the opposite; of something unknown that is unknown."""
        part = self.condition.judge(line)
        holds = None if part.holds is None else not part.holds
        return Judgement(f"not ({part.words})", holds, (part,), condition=NOT)


@dataclass(frozen=True)
class Unless:
    """A condition, but not where an exception certainly applies; one that is unknown does not."""

    condition: Condition
    exception: Condition

    def judge(self, line: SeriesView) -> Judgement:
        """Return false where the exception holds, else the condition's outcome."""
        main, exception = self.condition.judge(line), self.exception.judge(line)
        holds = False if exception.holds else main.holds
        words = f"{bracketed(main)} unless ({exception.words})"
        return Judgement(words, holds, (main, exception), condition=UNLESS)


def _value(line: SeriesView, metric: str) -> Decimal | None:
    value = line.metric(metric).value
    return value if value is not None and value.is_finite() else None


def _unknown(line: SeriesView, metric: str, asked: str) -> Judgement:
    reason = line.metric(metric).reason or "not a number"
    return compared(metric, f"null ({reason})", asked, holds=None, reason=reason)


def _one_of(condition: str, names: tuple[str, ...], found: tuple[str, ...], holds: Truth) -> Judgement:
    """Return the leaf on events or flags of which some were `found`."""
    words = f"{condition} {', '.join(found) or ' or '.join(names)} {WORDS[holds]}"
    told = {True: ", ".join(found), False: "none", None: "cannot be told"}[holds]
    return Judgement(words, holds, condition=condition, found=told, asked=" or ".join(names))
