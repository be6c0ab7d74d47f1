"""The change of the total in steps (C6): average value, quantity, new and ended lines, and what cannot be split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.story import rounding
from generator.story.amounts import ESTIMATED, Amount, Claim, weight
from generator.story.month import Month
from generator.story.picture import ON_EVERY_PAGE, PicturePlan, aside, picture, single_chart
from generator.story.plan import Bar, Chart, Row, Text
from generator.story.rounding import MILLIONS
from generator.story.text import printed

_COVERED = 70  # per cent: the split must cover this much of the value of both ends
_SEEN = Decimal("0.1")  # of the larger total: if no step is this long, the steps are drawn without the totals
_PLACES = (2, 1, 3, 0, 4)  # decimals of a million to try, in this order
_OWN_PLACES = (2, 3, 4)  # the same, where a total is a single published figure
Ends = tuple[Amount, Amount]


@dataclass(frozen=True)
class _Line:
    """A line at both ends of the change."""

    now: Amount
    base: Amount
    masses: Ends | None  # its weights, or None where one is unknown or in doubt

    @property
    def is_at_one_end(self) -> bool:
        """Whether there was trade in only one of the two periods."""
        return bool(self.now.value) != bool(self.base.value)


@dataclass(frozen=True)
class _Split:
    """The claims of the picture."""

    ends: tuple[Claim, Claim]  # the total a year before, and now
    change: Claim
    steps: dict[str, Claim]  # by name
    coverage: Claim  # which share of the value is split

    @property
    def is_alone(self) -> bool:
        """Whether no step would be visible beside the totals."""
        return max(abs(step.value) for step in self.steps.values()) < _SEEN * max(end.value for end in self.ends)

    @property
    def bars(self) -> tuple[tuple[str, Claim], ...]:
        """Every bar with its name; a total, which is labelled with its period, has the name ""."""
        if self.is_alone:
            return (*self.steps.items(), ("change", self.change))
        base, now = self.ends
        return ("", base), *self.steps.items(), ("", now)

    def places(self) -> int | None:
        """Return how many decimals of a million the figures are printed with, or None.

        Prefer decimals with which the printed steps add up, else the first with which each figure holds.
        """
        is_of_one_cell = any(end.kind == "level" for end in self.ends) and not self.is_alone
        candidates = _OWN_PLACES if is_of_one_cell else _PLACES
        possible = [places for places in candidates if self._shown(places)]
        if not possible:
            return None
        return next((places for places in possible if self.adds_up(places)), possible[0])

    def adds_up(self, places: int) -> bool:
        """Return whether the printed steps add up to the last bar."""
        *steps, last = self._shown(places)
        return sum(steps, Decimal(0)) == last

    def _shown(self, places: int) -> tuple[Decimal, ...]:
        """Return the printed figures, or () where a rounding does not hold or a step would print as zero."""
        prints = [(claim.value, rounding.at_places(claim, MILLIONS, places)) for _, claim in self.bars]
        held = tuple(value for exact, value in prints if value is not None and bool(value) == bool(exact))
        return held if len(held) == len(prints) else ()


def chart(month: Month) -> Chart | None:
    """Return the chart. None if a line is unknown or lost its figure, or if lines with weights cover too little."""
    lines = [] if month.codes_that_stopped else [_line(month, code) for code in month.lines]
    complete = [line for line in lines if line is not None]
    split = _split(month, complete) if complete and len(complete) == len(lines) else None
    places = split.places() if split else None
    if split is None or places is None or split.coverage.low < _COVERED:
        return None
    words = month.words
    steps = split.steps
    bars = tuple(_bar(month, name, claim, places) for name, claim in split.bars)
    notes = [words.say("waterfall.how")]
    notes += [words.say(f"waterfall.how_{name}") for name in ("items", "unsplit") if name in steps]
    if not split.adds_up(places):
        notes.append(words.say("waterfall.how_rounded"))
    form = "_alone" if split.is_alone else ""
    frame = picture(
        month,
        "waterfall",
        "waterfall",
        _title(month, steps["worth"], steps["mass"]),
        {**words.ends(month.period), "n": words.per_cent(split.coverage) or ""},
        shown=ON_EVERY_PAGE,
        subtitle=f"subtitle{form}",
        described=f"described{form}",
    )
    return replace(
        frame,
        bars=bars,
        aside=aside(month, notes),
        head=(words.say("waterfall.step"), words.millions_of(month.figures.currency)),
        rows=tuple(Row((bar.label, bar.figure), "total" if bar.total else "line") for bar in bars),
    )


def _title(month: Month, worth: Claim, mass: Claim) -> Text:
    """Return the finding: "Higher average values added $31.20 million, larger quantities $14.86 million"."""
    words = month.words
    if any(claim.direction is None or rounding.is_open(claim) for claim in (worth, mass)):
        return words.say("waterfall.title")
    key = f"waterfall.{worth.direction}.{mass.direction}"
    return words.say(key, worth=words.size(worth), mass=words.size(mass))


def _line(month: Month, code: str) -> _Line | None:
    item = month.item(code)
    if not item.comparable or item.amount is None or item.base_amount is None:
        return None
    row_of_line = month.series_row(code)
    now, base = weight(item.amount), weight(item.base_amount)
    marked = frozenset().union(*(amount.marks for amount in (now, base) if amount))
    doubted = ESTIMATED in marked or (row_of_line is not None and "quantity_suspect" in row_of_line.flags)
    usable = all(amount is not None and amount.reading.low > 0 for amount in (now, base, item.amount, item.base_amount))
    return _Line(item.amount, item.base_amount, (now, base) if now and base and usable and not doubted else None)


def _split(month: Month, lines: Sequence[_Line]) -> _Split | None:
    """Return the claims, or None if no line can be split."""
    matched = [line for line in lines if line.masses]
    if not matched:
        return None
    ledger = month.ledger
    now, base = _together(month, lines)
    sides = [((line.now, line.masses[0]), (line.base, line.masses[1])) for line in matched if line.masses]
    steps = {"worth": ledger.effect("value_effect", sides), "mass": ledger.effect("quantity_effect", sides)}
    unweighed = {
        "items": [line for line in lines if line.masses is None and line.is_at_one_end],
        "unsplit": [line for line in lines if line.masses is None and not line.is_at_one_end],
    }
    for name, lines_of_step in unweighed.items():
        if lines_of_step:
            steps[name] = ledger.step_between(*_together(month, lines_of_step))
    part_now, part_base = _together(month, matched)
    coverage = ledger.coverage((part_now, now), (part_base, base))
    ends = ledger.level(base), ledger.level(now)
    return _Split(ends, ledger.step_between(now, base), steps, coverage) if coverage else None


def _together(month: Month, lines: Sequence[_Line]) -> Ends:
    """Return the sum of some lines, now and a year before."""
    codes: tuple[str, ...] = ()
    for line in lines:
        codes += line.now.codes
    now = month.amount(codes, month.period)
    base = month.amount(codes, month.base)
    if now is None or base is None:
        msg = f"{codes} are known one by one and not together"
        raise ValueError(msg)
    return now, base


def _bar(month: Month, name: str, claim: Claim, places: int) -> Bar:
    label = month.words.say(f"waterfall.{name}") if name else month.words.span(claim.period)
    low, value, high = (float(end.scaleb(-MILLIONS.power)) for end in (claim.low, claim.value, claim.high))
    shown = rounding.rounded(claim.value.scaleb(-MILLIONS.power), places)
    digits = rounding.signed(shown) if name else rounding.grouped(shown)
    figure = printed(digits, claim.id)
    return Bar(label, figure, value, low, high, total=name in {"", "change"})


PLAN = PicturePlan(single_chart(chart), "opening", 5)
