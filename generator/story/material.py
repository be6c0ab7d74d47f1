"""Material: what all parts of an edition work from, and what the edition counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from generator.movements import Movements
from generator.movements.readings import Reading
from generator.story.brief import Brief, Line, Trade, Valued
from generator.story.facts import Claim
from generator.story.ledger import Ledger
from generator.story.plan import Text
from generator.story.readers import needs_reader
from generator.story.text import leaf
from generator.story.words import Words
from generator.trade.codes import is_within
from generator.trade.figures import Figures
from generator.trade.period import Period
from generator.trade.valuations import last_revalued


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
        is_alone = len(lines) == 1 and (bool(without) or len(self.figures.selection.codes) == 1)
        group = "" if is_alone else self.brief.group  # a line alone goes by its own name
        return Trade(of, lines, group, without)

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

    @property
    def members(self) -> tuple[str, ...]:
        """The codes that are added up, as an editor's sentence asks for them."""
        return self.known

    @property
    def valued(self) -> Valued:
        """How the values are meant: as the figures say themselves, else as the desk says, else by the rule."""
        told = self.figures.valuation or self.brief.valuation or self.figures.selection.flow.valuation
        return Valued(told, last_revalued(self.figures))

    @property
    def spans(self) -> tuple[Period, ...]:
        """The spans that an editor's sentence may be about (monthly/answers.py, as all that follow)."""
        raise NotImplementedError

    def change(self, code: str, span: Period) -> Change | None:
        """Return how a line moved over `span`."""
        raise NotImplementedError

    def above(self, code: str) -> str | None:
        """Return the largest line that may be as large as `code`."""
        raise NotImplementedError

    def candidates(self, unit: str) -> Iterator[Claim]:
        """Yield the claims that a figure of an editor's sentence may print."""
        raise NotImplementedError

    def named(self, code: str) -> Line:
        """Return a line as sentences name it."""
        return Line(self.brief.label(code), code)
