"""Metric, Line, Movement, Movements: what the room hands over; each prints, compares and can be kept as a test file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from generator.movements.judgement import Judgement
from generator.movements.readings import EXACT, Reading
from generator.movements.vocabulary import WINDOWS
from generator.trade.observation import Observation
from generator.trade.period import Period

TOTAL = "total"
NOT_COMPUTED = "not computed"  # by the line itself


@dataclass(frozen=True)
class Metric:
    """One number about one line: `low <= value <= high` in `unit`, or no value and the `reason` why.

    `n` counts the figures it stands on and `inputs` are their cells; a zero that a complete release implies by
    leaving the row out counts in `n` and has no cell. `qualifier` is as in claims.json.
    """

    unit: str
    period: Period
    compare_period: Period | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    n: int = 0
    reason: str = ""
    flags: tuple[str, ...] = ()
    qualifier: str = EXACT
    inputs: tuple[Observation, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a null without a reason, and a reason beside a value."""
        if (self.value is None) != bool(self.reason):
            msg = f"a metric has a value or a reason, not {self.value} and {self.reason!r}"
            raise ValueError(msg)

    @property
    def reading(self) -> Reading | None:
        """The value with its bounds, or None for a null."""
        if self.value is None or self.low is None or self.high is None:
            return None
        return Reading(self.low, self.value, self.high, self.qualifier)


@dataclass(frozen=True)
class Past:
    """What the engine knows of one line against its own past: the score of its movement with the parts, and its doubts.

    `told` is the period of the edition that told the movement last, "" for none. `metric` gives a metric by its name;
    some take long, and are worked out for whoever asks.
    """

    score: float
    parts: Mapping[str, float]
    told: str = ""
    since_step: str = ""
    doubts: tuple[str, ...] = ()
    metric: Callable[[str], Metric | None] = field(default=lambda _: None, repr=False, compare=False)


@dataclass(frozen=True)
class Line:
    """One code of the selection, or the total: its cells now and a year before, and every metric of the vocabulary.

    `now` and `before` are None where no release has a row, and for a sum (the total, two months), whose cells are its
    level's inputs. `level_before` is the level of the base, `past` what the engine knows of a line of a month.
    `flow_state` is active, new, resumed, vanished, ceased, intermittent, no_trade or unknown.
    """

    code: str
    now: Observation | None
    before: Observation | None
    flow_state: str
    metrics: Mapping[str, Metric]
    marks: tuple[str, ...] = ()
    level_before: Decimal | None = None
    past: Past | None = None

    def metric(self, name: str) -> Metric:
        """Return the metric called `name`; what the line cannot compute by itself its past may know."""
        own = self.metrics[name]
        found = self.past.metric(name) if self.past and own.reason == NOT_COMPUTED else None
        return found or own

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags of the line, its metrics and its past, each once, by the alphabet; other windows keep theirs."""
        missing = {"missing"} if self.metrics["level"].value is None else set()
        own = [item for name, item in self.metrics.items() if name not in WINDOWS]
        doubts = set(self.past.doubts) if self.past else set()
        return tuple(sorted({flag for item in own for flag in item.flags} | {*self.marks} | missing | doubts))

    @property
    def events(self) -> tuple[str, ...]:
        """The events that a threshold may name: the state of the flow, and a record."""
        return (self.flow_state, *(flag for flag in self.metrics["record"].flags if flag == "record"))

    @property
    def larger_end(self) -> Decimal | None:
        """The larger of the two levels that are compared, or None where neither is known."""
        ends = (self.metrics["level"].value, self.level_before)
        return max((end for end in ends if end is not None), default=None)


@dataclass(frozen=True)
class Movement:
    """One line that was judged: why it is told, or why not.

    `kind` is rise, fall, level, or an event; `direction` is up, down or None. `rule` names the block of thresholds,
    `judgement` is its evaluated tree. `may_lead` is False for a low base that its contribution does not carry. `parts`
    are the five addends of the score and its quality, where the line was measured against its own past; `told_before`
    is the period of the edition that told the movement last, `since_step` the month of the step since which it stands;
    "" for none.
    """

    code: str
    kind: str
    direction: str | None
    score: Decimal
    rule: str
    judgement: Judgement | None
    reason: str
    may_lead: bool = True
    flags: tuple[str, ...] = ()
    parts: Mapping[str, float] = field(default_factory=dict)
    told_before: str = ""
    since_step: str = ""


@dataclass(frozen=True)
class Movements:
    """What moved in `period` against `base`, line by line in the order of the selection, and what of it is notable.

    `leaves` are the codes that lie within no other selected code; `members` are those of them that have a figure:
    the total, the shares and the concentration are theirs alone. `told` are the codes that contain no other selected
    one and have a figure now or a year before: the lines that a briefing tells one by one. `unallocated` is, by parent,
    the level that its selected children leave over, where it is more than one a child.
    """

    period: Period
    base: Period
    lines: tuple[Line, ...]
    total: Line | None
    hhi: Metric
    equivalent: Metric
    notable: tuple[Movement, ...]
    left_out: tuple[Movement, ...]
    leaves: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    unallocated: Mapping[str, Metric] = field(default_factory=dict)

    def line(self, code: str) -> Line:
        """Return the line of `code`; KeyError where the selection has none."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> dict[str, Line]:
        return {item.code: item for item in self.lines}
