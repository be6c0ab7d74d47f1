"""What the store measures of a batch that is not recorded yet; intake judges by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.trade.period import Period


@dataclass(frozen=True)
class MeasureLimits:
    """From which measure on the scan reports a pair, a line or a sum; desk.sense says why each is as it is."""

    near: float
    far: float
    line: float
    share: float
    priced: float
    history: int
    pair_lines: int
    pair_share: float
    stale_lines: int
    established: float
    established_periods: int
    most: int


@dataclass(frozen=True)
class Group:
    """One reporter, flow and period of a batch: `lines` rows, of which `known` have a usual size.

    `usual` and `now` are what those come to as a rule and here; `rest_usual` and `rest_now` without the largest line.
    `near` has, by power of ten, how many of them moved by about that factor, and their usual value. `unit_values`
    lines have a usual unit value, and `unit_shift` is the middle one's movement in powers of ten. `established` lines
    are there as a rule (`established_usual` is their value), `gone` of them are missing, worth `gone_usual`;
    `complete` says whether a missing line means no trade. `units` lines have another unit of quantity than before.
    """

    reporter: str
    flow: str
    period: Period
    lines: int
    known: int
    usual: float
    now: float
    rest_usual: float
    rest_now: float
    near: Mapping[int, tuple[int, float]]
    unit_values: int
    unit_shift: float
    established: int
    established_usual: float
    gone: int
    gone_usual: float
    complete: bool
    zeros: int
    withheld: int
    positive_before: int
    unwithheld: int
    units: int
    units_known: int
    editions: tuple[str, ...]
    edition_before: str
    edition_since: int
    edition_span: int
    currencies: tuple[str, ...]
    currencies_before: tuple[str, ...]
    valuations: tuple[str, ...]
    valuations_before: tuple[str, ...]


@dataclass(frozen=True)
class Few:
    """A pair and period with `lines` rows where it has `usual` as a rule."""

    reporter: str
    partner: str
    flow: str
    period: Period
    lines: int
    usual: float


@dataclass(frozen=True)
class Odd:
    """A line that moved by `times` its usual size (value), or its usual unit value where `of` is "unit value"."""

    reporter: str
    partner: str
    flow: str
    code: str
    period: Period
    of: str
    times: float


@dataclass(frozen=True)
class Sum:
    """A printed total and the sum of its parts, both as published; `slack` is what rounding allows.

    `withheld` parts give no number. `of` is "lines" (of a heading) or "partners" (of the world). `complete` says
    whether the release claims to have every part.
    """

    reporter: str
    partner: str
    flow: str
    code: str
    period: Period
    of: str
    printed: float
    summed: float
    slack: float
    parts: int
    withheld: int
    complete: bool


@dataclass(frozen=True)
class Same:
    """A pair and period with the very figures, `lines` of them, of another period: `within` the release itself, or not.

    A release that repeats itself may be an office's own rounding; one that repeats an earlier release is a stale copy.
    """

    reporter: str
    partner: str
    flow: str
    period: Period
    other: Period
    lines: int
    within: bool = False


@dataclass(frozen=True)
class Facts:
    """What was measured of one batch; `repeated` rows were the same as another one.

    `newest` has its newest periods alone, with those before as their past; None where it has but one.
    """

    groups: tuple[Group, ...]
    few: tuple[Few, ...] = ()
    odd: tuple[Odd, ...] = ()
    sums: tuple[Sum, ...] = ()
    same: tuple[Same, ...] = ()
    repeated: int = 0
    newest: Facts | None = None
