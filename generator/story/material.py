"""Material: what the sections of a story work from, with the questions that more than one of them asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from generator.movements import Movements, readings
from generator.movements.readings import Reading
from generator.movements.records import Line as MovedLine
from generator.story import rounding
from generator.story.brief import Brief, Line, Trade, Valued
from generator.story.facts import Claim
from generator.story.hand import Hand
from generator.story.ledger import Ledger
from generator.story.plan import Text
from generator.story.readers import needs_reader
from generator.story.sayings import WHOLE
from generator.story.text import leaf
from generator.story.words import Words
from generator.trade.codes import is_within
from generator.trade.figures import Figures
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.valuations import last_revalued

_WHOLE = 100  # per cent


@dataclass(frozen=True)
class Change:
    """Two levels that can be compared, and the claim of the change in per cent where one may be printed."""

    now: Reading
    base: Reading
    growth: Claim | None


@dataclass(frozen=True)
class Material:
    """Figures, movements and brief of one edition, the words of one language, and the ledger they write to."""

    figures: Figures
    movements: Movements
    brief: Brief
    words: Words
    ledger: Ledger

    @property
    def period(self) -> Period:
        """The period of the edition."""
        return self.movements.period

    @property
    def base(self) -> Period:
        """The period it is compared with."""
        return self.movements.base

    @property
    def is_unread(self) -> bool:
        """Whether no native reader has read the words of the language."""
        return needs_reader(self.words.language) and self.brief.reader is None

    @property
    def warning(self) -> Text | None:
        """What every page and picture says of itself: partial figures, invented ones, words that are a draft."""
        said = [self.words.label("partial")] if self.silent else []
        said += [leaf(self.brief.tag, "setting", "tag")] if self.brief.tag else []
        said += [self.words.label("composed")] if self.is_unread else []
        return self.words.listed(said, "stops") if said else None

    @cached_property
    def trade(self) -> Trade:
        """What the edition counts, to be named."""
        of, silent = self.figures.selection, self.silent
        known = tuple(code for code in of.codes if not any(is_within(code, one) for one in silent))
        of = replace(of, codes=known)
        lines, without = (tuple(map(self.named, codes)) for codes in (of.whole, silent))
        group = "" if without and len(lines) == 1 else self.brief.group  # a line alone goes by its own name
        return Trade(of, lines, group, without)

    @cached_property
    def members(self) -> tuple[Observation, ...]:
        """The cells of this period for the lines that were traded, largest first."""
        return tuple(cell for cell in self.summed if cell.value)

    @cached_property
    def summed(self) -> tuple[Observation, ...]:
        """The cells of this period that make up the total, largest first; "0.0" is a figure that was rounded."""
        found = [self.movements.line(code).now for code in self.known]
        return tuple(sorted((cell for cell in found if cell and cell.value is not None), key=_largest))

    @property
    def known(self) -> tuple[str, ...]:
        """The codes that have a figure of this period and are added up."""
        return self._known_and_silent[0]

    @property
    def silent(self) -> tuple[str, ...]:
        """The codes of the whole for which this period has no figure: no total may go for them."""
        return self._known_and_silent[1]

    @cached_property
    def _known_and_silent(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.figures.known(self.period)

    @cached_property
    def untraded(self) -> tuple[str, ...]:
        """The codes of the briefing for which customs recorded no trade this period."""
        return tuple(code for code in self.movements.leaves if self.figures.value(code, self.period) == 0)

    @cached_property
    def pairs(self) -> tuple[tuple[Observation, Observation], ...]:
        """The lines that have an exact figure in both periods: now and base."""
        lines = [self.movements.line(cell.code) for cell in self.members]
        return tuple((line.now, line.before) for line in lines if line.now and line.before and _comparable(line))

    @cached_property
    def based(self) -> tuple[Observation, ...]:
        """The base period's cells of the lines that have a figure in both."""
        lines = [self.movements.line(cell.code).before for cell in self.members]
        return tuple(cell for cell in lines if cell and cell.value)

    @cached_property
    def base_members(self) -> tuple[Observation, ...]:
        """The base period's cells that make up the total, of those lines too whose trade has ended."""
        lines = [self.movements.line(code).before for code in self.known]
        return tuple(cell for cell in lines if cell and cell.value is not None)

    @property
    def valued(self) -> Valued:
        """How the values are meant: as the figures say themselves, else as the desk says, else by the rule."""
        told = self.figures.valuation or self.brief.valuation or self.figures.selection.flow.valuation
        return Valued(told, last_revalued(self.figures))

    @property
    def is_broken(self) -> bool:
        """Whether figures of the base period were left aside, since they cannot be compared."""
        return any(self.base in periods for periods in self.figures.broken.values())

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions of the HS of both periods' cells, the oldest first; none where nobody says."""
        return tuple(sorted({cell.edition for cell in (*self.members, *self.base_members) if cell.edition}))

    @property
    def whole_is_comparable(self) -> bool:
        """Whether the total has a growth: every line known in both periods, none of them by a bound."""
        total = self.movements.total
        return total is not None and total.metric("yoy").value is not None and bool(self.members)

    def whole_growth(self) -> Claim | None:
        """Return the growth of the total, or None for a single line, a low base, or a whole that cannot be compared."""
        total = self.movements.total
        if not self.whole_is_comparable or len(self.members) == 1 or (total and "low_base" in total.flags):
            return None
        return self.ledger.total_growth(self.summed, self.base_members)

    def appeared(self, cell: Observation) -> bool:
        """Whether customs recorded no trade in a line a period earlier."""
        return self.figures.value(cell.code, self.base) == 0

    @cached_property
    def hand(self) -> Hand:
        """What the editor asks of the lines."""
        return Hand(self.brief, tuple(cell.code for cell in self.members))

    @cached_property
    def told(self) -> tuple[Observation, ...]:
        """The cells of this period that the editor lets be told, largest first."""
        return tuple(cell for cell in self.members if self.hand.tells(cell.code))

    @cached_property
    def lead(self) -> Observation:
        """The line that leads: the editor's choice, else the largest exact one without a low base."""
        if self.hand.lead:
            return next(cell for cell in self.members if cell.code == self.hand.lead)
        exact = [cell for cell in self.told if not cell.is_bound]
        sober = [cell for cell in exact if "low_base" not in self.movements.line(cell.code).flags]
        return (sober or exact or list(self.told))[0]

    def line(self, cell: Observation) -> Line:
        """Return a cell as the sentences need it."""
        return Line(self.brief.label(cell.code), cell.code, self.ledger.level(cell), cell.wording)

    def named(self, code: str) -> Line:
        """Return a line without a figure as the sentences need it."""
        return Line(self.brief.label(code), code)

    def count(self) -> Claim:
        """Return how many lines have a figure."""
        return self.ledger.count(self.members)

    def share(self, cell: Observation) -> Claim | None:
        """Return the share of an exact line in the total; None for a bound, and where it would read 100 per cent."""
        if cell.is_bound or len(self.members) == 1:
            return None
        claim = self.ledger.share(cell, self.members)
        return None if claim is None or rounding.per_cent(claim) == _WHOLE else claim

    @property
    def spans(self) -> tuple[Period, ...]:
        """The spans of which a change is known: the period itself first."""
        return (self.period,)

    def change(self, code: str, span: Period) -> Change | None:
        """Return how a line (WHOLE: all of them) moved over `span`; None where the two cannot be compared."""
        if code == WHOLE:
            if not self.whole_is_comparable:
                return None
            sides = [readings.total(known) for known in (_known(self.summed), _known(self.base_members))]
            return Change(sides[0], sides[1], self.whole_growth())
        line = self.movements.line(code)
        ends = [self._reading(code, cell, when) for cell, when in ((line.now, span), (line.before, self.base))]
        if ends[0] is None or ends[1] is None:
            return None
        growth = self.ledger.growth(line.now, line.before) if line.now and line.before else None
        return Change(ends[0], ends[1], None if "low_base" in line.flags else growth)

    def _reading(self, code: str, cell: Observation | None, when: Period) -> Reading | None:
        if cell is None:
            return readings.NOTHING if self.figures.value(code, when) == 0 else None
        return Reading.of(cell) if not cell.is_bound else None

    def above(self, code: str) -> str | None:
        """Return the largest line with a figure that may be as large as `code` now; None: it leads, "": it has none."""
        of, own = self.figures.selection, self._level(code)
        rivals = [line for line in (of.whole if code in of.whole else of.lines) if line != code]
        levels = {line: level for line in rivals if (level := self._level(line))}
        if own is None:
            return ""
        first = max(levels, key=lambda line: levels[line].high, default=None)
        return first if first and levels[first].high >= own.low else None

    def _level(self, code: str) -> Reading | None:
        cell = self.figures.at(code, self.period)
        return Reading.of(cell) if cell else readings.NOTHING if self.figures.value(code, self.period) == 0 else None

    def candidates(self, unit: str) -> Iterator[Claim]:
        """Yield the claims that a figure of an editor's sentence may print."""
        ledger = self.ledger
        if unit == self.figures.unit:
            yield from (ledger.level(cell) for cell in (*self.members, *self.based))
            yield from (ledger.change(now, base) for now, base in self.pairs)
        if unit == "pct":
            yield from (claim for cell in self.members if (claim := self.share(cell)))
            yield from (claim for now, base in self.pairs if (claim := ledger.growth(now, base)))
            if growth := self.whole_growth():
                yield growth
        if unit == "count":
            yield self.count()
            yield from self._multiples()

    def _multiples(self) -> Iterator[Claim]:
        exact = [cell for cell in self.members if not cell.is_bound]
        for claim in self.quoted():
            yield from (found for cell in exact if (found := self.ledger.multiple(claim, cell)))

    def quoted(self) -> list[Claim]:
        """Return the sums of money that a speaker stated in the currency of the figures: nothing is converted."""
        return [claim for claim in self.ledger.claims if claim.kind == "quoted" and claim.unit == self.figures.unit]


def _known(cells: Iterable[Observation]) -> Iterator[Reading]:
    yield from (found for cell in cells if (found := Reading.of(cell)))


def _largest(cell: Observation) -> tuple[object, ...]:
    return (-(cell.value or 0), cell.code)


def _comparable(line: MovedLine) -> bool:
    return line.metric("yoy_abs").value is not None and bool(line.now and line.now.value)
