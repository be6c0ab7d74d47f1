"""The amounts and lines of one edition, from which its sections are written: of a month, a quarter or a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from generator.movements import Movements, SeriesRow, lunar_new_year
from generator.story import rounding
from generator.story.amounts import Amount, Claim, YearChange, amount, is_from_little
from generator.story.brief import Brief, Trade, Valued
from generator.story.claim_ledger import ClaimLedger
from generator.story.line_selection import LineChoice, LineItem
from generator.story.patterns import needs_reader
from generator.story.plan import Text
from generator.story.text import leaf
from generator.story.words import Words
from generator.trade.codes import is_within
from generator.trade.figures import Figures
from generator.trade.observation import Observation
from generator.trade.period import A_QUARTER, Period
from generator.trade.series_breaks import last_revalued

_FEBRUARY = 1  # as `Period.first` counts months
_YEAR = 12  # months


@dataclass(frozen=True)
class Month:
    """The amounts of one edition in one language, by code and span, with the questions that several sections ask.

    Its claims are written to `ledger`.
    """

    figures: Figures
    movements: Movements
    brief: Brief
    words: Words
    ledger: ClaimLedger
    _amounts: dict[tuple[tuple[str, ...], int, int], Amount | None] = field(default_factory=dict, repr=False)
    _items: dict[tuple[tuple[str, ...], Period, bool], LineItem] = field(default_factory=dict, repr=False)

    @property
    def period(self) -> Period:
        """The month, or the months that are told together."""
        return self.figures.period

    @property
    def base(self) -> Period:
        """The same a year before."""
        return self.period.year_before()

    @cached_property
    def is_lunar(self) -> bool:
        """Whether single Januaries and Februaries mislead, because a New Year's holiday moves between them."""
        return lunar_new_year.is_lunar(self.figures.selection)

    @property
    def is_quarter(self) -> bool:
        """Whether a quarter is told: pictures and words then go by quarters."""
        return self.period.frequency == "quarterly"

    @property
    def is_step(self) -> bool:
        """Whether it is one step of a series of months: a month, or the two between which a holiday moves."""
        return self.period.months == 1 or (self.is_lunar and self.period.frequency == "combined")

    @cached_property
    def longer(self) -> Period:
        """The year to date; where it is no longer than the month, the twelve months to its end."""
        to_date = self.figures.to_date
        return to_date if to_date.months > self.period.months else self.twelve

    @property
    def twelve(self) -> Period:
        """The twelve months to the end of the period."""
        return self.period.twelve_months()

    @property
    def is_unread(self) -> bool:
        """Whether no native reader has read the words of the language."""
        return needs_reader(self.words.language) and self.brief.reader is None

    @property
    def warning(self) -> Text | None:
        """What every page and picture says of itself: partial figures, invented ones, words that are a draft."""
        warnings = [self.words.label("partial")] if self.codes_without_figure else []
        warnings += [leaf(self.brief.tag, "setting", "tag")] if self.brief.tag else []
        warnings += [self.words.label("composed")] if self.is_unread else []
        return self.words.listed(warnings, "stops") if warnings else None

    @cached_property
    def trade(self) -> Trade:
        """What the edition counts, to be named."""
        selection, without_figure = self.figures.selection, self.codes_without_figure
        selection = replace(
            selection,
            codes=tuple(
                code
                for code in selection.codes
                if not any(is_within(code, code_without_figure) for code_without_figure in without_figure)
            ),
        )
        lines, missing_lines = (tuple(map(self.brief.label, codes)) for codes in (selection.top_codes, without_figure))
        is_alone = len(lines) == 1 and (bool(missing_lines) or len(self.figures.selection.codes) == 1)
        group = "" if is_alone else self.brief.group  # a line alone goes by its own name
        return Trade(selection, lines, group, missing_lines)

    @property
    def codes_with_figure(self) -> tuple[str, ...]:
        """The codes that have a figure of this period and are added up."""
        return self._known_and_silent[0]

    @property
    def codes_without_figure(self) -> tuple[str, ...]:
        """The codes of the whole for which this period has no figure: no total may go for them."""
        return self._known_and_silent[1]

    @cached_property
    def _known_and_silent(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.figures.summable_codes(self.period)

    @property
    def valued(self) -> Valued:
        """How the values are meant: as the figures say themselves, else as the desk says, else by the rule."""
        how = self.figures.valuation or self.brief.valuation or self.figures.selection.flow.valuation
        return Valued(how, last_revalued(self.figures))

    def steps_back(self) -> Iterator[Period]:
        """Yield the months back from the period; January and February are one where a holiday moves between them."""
        when = self.period
        while not self.misleads(when):
            yield when
            when = self.before(when, together=self.is_lunar)

    def before(self, span: Period, *, together: bool) -> Period:
        """Return the step before `span`: of a March January and February, where they go `together`."""
        if span.months in {A_QUARTER, _YEAR}:
            return span.step(-1)
        last = Period(span.first - 1, 1)
        return Period(last.first - 1, 2) if together and last.first % _YEAR == _FEBRUARY else last

    def past(self, codes: tuple[str, ...], most: int) -> list[Amount]:
        """Return the newest `most` levels, newest first, up to one that is not known; none where one is a bound."""
        levels: list[Amount] = []
        for when in islice(self.steps_back(), most):
            level = self.amount(codes, when)
            if level is None:
                break
            levels.append(level)
        return levels if all(level.is_exact for level in levels) else []

    def amount(self, codes: Iterable[str], span: Period) -> Amount | None:
        """Return what `codes` came to over `span`, None where it is not known."""
        named = tuple(codes)
        key = named, span.first, span.months
        if key not in self._amounts:
            self._amounts[key] = amount(self.figures, named, span)
        return self._amounts[key]

    @cached_property
    def total_codes(self) -> tuple[str, ...]:
        """The codes of the whole that have a figure now; those without one are named apart.

        A single line that is all of its code stands for it.
        """
        codes = self.codes_with_figure
        lines = self._within(codes[0]) if len(codes) == 1 else ()
        return lines if len(lines) == 1 else codes

    @cached_property
    def lost(self) -> tuple[str, ...]:
        """The codes of the whole that had figures and have none now: without them a sum is no whole to compare.

        Where one code has a figure there is no sum: it is told, and compared, as the line that it is.
        """
        return () if len(self.codes_with_figure) == 1 else self.codes_that_stopped

    @cached_property
    def codes_that_stopped(self) -> tuple[str, ...]:
        """The codes of the whole that had figures and have none now, also where one code alone has."""
        ever = {code for code, _ in self.figures.cells}
        return tuple(code for code in self.codes_without_figure if code in ever)

    def step(self, codes: Iterable[str], span: Period) -> YearChange | None:
        """Return `codes` over `span` against a year before; None where a figure is missing or a bound.

        None as well where a holiday moves between January and February, and the span has one of them alone.
        """
        named = tuple(codes)
        now, base = self.amount(named, span), self.amount(named, span.year_before())
        if now is None or base is None or not (now.is_exact and base.is_exact) or self.misleads(span):
            return None
        return YearChange(now, base)

    def rate(self, codes: Iterable[str], when: Period, base: Period) -> Claim | None:
        """Return the growth from `base` to `when`; None where a level is missing, nothing or a bound, or is too low."""
        named = tuple(codes)
        now, before = self.amount(named, when), self.amount(named, base)
        if now is None or before is None or not (now.is_exact and before.is_exact and now.value and before.value):
            return None
        return self.ledger.growth(now, before)

    def misleads(self, span: Period) -> bool:
        """Say whether a span has January without February, or the other way, where their holiday moves."""
        return self.is_lunar and lunar_new_year.misleads(span)

    def total(self, span: Period) -> Amount | None:
        """Return the whole over `span`; None where a part of it is not known."""
        if not self.total_codes or (self.lost and span != self.period):
            return None
        return self.amount(self.total_codes, span)

    @cached_property
    def every_line(self) -> tuple[str, ...]:
        """The lines that together are the whole, in the order of the selection.

        Where the selected lines of a code leave something over, the code itself is the line.
        """
        return tuple(line for code in self.total_codes for line in self._within(code))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines with trade now or a year before, largest first."""
        alive = [code for code in self.every_line if any(self.trades(code, span) for span in (self.period, self.base))]
        levels = {code: self.amount([code], self.period) for code in alive}
        sizes = {code: level.value if level else 0 for code, level in levels.items()}
        return tuple(sorted(alive, key=lambda code: (-sizes[code], code)))

    @cached_property
    def choice(self) -> LineChoice:
        """What the editor asks of the lines."""
        return LineChoice(self.brief, self.lines)

    def lines_to_tell(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return those of `codes` that the editor lets be told.

        One whose figures are so coarse that no print of its level would hold is left to the table.
        """
        return tuple(code for code in codes if self.choice.tells(code) and self.item(code).now is not None)

    def _within(self, code: str) -> tuple[str, ...]:
        """Return the lines of a code, or the code itself where they do not add up to it over each span of the text."""
        lines = tuple(line for line in self.figures.selection.lines if is_within(line, code))
        ends = (self.period, self.longer, self.twelve)
        for span in (*ends, *(span.year_before() for span in ends)):
            parts, level = self.amount(lines, span), self.amount([code], span)
            if parts is not None and level is not None:
                if abs(parts.value - level.value) > len(lines) * span.months:  # one each: the lines are rounded
                    return (code,)
            elif level is not None and not any(self.breaks(line, span) for line in lines):
                return (code,)
        return lines

    def breaks(self, code: str, span: Period) -> tuple[str, str] | None:
        """Return the editions of a month in `span`, and of now, between which `code` came to count other goods."""
        broken = self.figures.broken.get(code, {})
        last = span.first + span.months
        pairs = (pair for when, pair in broken.items() if when.first < last and span.first <= when.last.first)
        return next(pairs, None)

    def trades(self, code: str, span: Period) -> bool:
        """Say whether trade of a line is recorded in `span`."""
        level = self.amount([code], span)
        return level is not None and level.value > 0

    def series_row(self, code: str) -> SeriesRow | None:
        """Return what the movements say of a line; None where they have no figure of it."""
        return self.movements.by_code.get(code)

    def item(self, code: str, span: Period | None = None) -> LineItem:
        """Return a line as the sentences need it, over `span` (None: the period) against a year before."""
        span, line = span or self.period, self.series_row(code)
        return self._item((code,), span, low=line is not None and line.has_low_base(self._growth_name(span)))

    def combined_item(self, codes: Iterable[str], span: Period | None = None) -> LineItem:
        """Return several lines as one."""
        return self._item(tuple(codes), span or self.period, low=False)

    def whole_item(self, span: Period | None = None) -> LineItem:
        """Return the total over `span`."""
        span = span or self.period
        if self.lost:
            now = self.total(span)
            return LineItem(self.total_codes, span, None, now, None, self.level(now), None, broken=True)
        return self._item(self.total_codes, span, low=self._growth_name(span) in self.movements.low_whole)

    def _growth_name(self, span: Period) -> str:
        return {self.period: "yoy", self.figures.to_date: "ytd_yoy"}.get(span, "r12_yoy")

    def _item(self, codes: tuple[str, ...], span: Period, *, low: bool) -> LineItem:
        key = (codes, span, low)
        if key not in self._items:
            self._items[key] = self._new_item(codes, span, low=low)
        return self._items[key]

    def _new_item(self, codes: tuple[str, ...], span: Period, *, low: bool) -> LineItem:
        now, base = self.amount(codes, span), self.amount(codes, span.year_before())
        base_total, step = self.total(span.year_before()), self.step(codes, span)
        label = self.brief.label(codes[0]) if len(codes) == 1 else None
        if step is None:
            broken = any(self.breaks(code, span.year_before()) for code in codes)
            return LineItem(codes, span, label, now, base, self.level(now), self.level(base), broken=broken)
        low = low or is_from_little(*step)
        is_rated = not low and step.base.value > 0 and step.now.value > 0
        return LineItem(
            codes,
            span,
            label,
            now,
            base,
            self.level(now),
            self.level(base),
            growth=self.ledger.growth(*step) if is_rated else None,
            contribution=self.ledger.contribution(*step, base_total)
            if base_total and base_total.value and base_total.is_exact
            else None,
            low=low,
            comparable=True,
        )

    def level(self, of: Amount | None) -> Claim | None:
        """Return the claim of an amount; None, as of one that is not known, where no print of it would hold."""
        claim = None if of is None else self.ledger.level(of)
        return None if claim is None or rounding.is_open(claim) else claim

    @cached_property
    def items(self) -> tuple[LineItem, ...]:
        """The lines of the period, largest first."""
        return tuple(self.item(code) for code in self.lines)

    @cached_property
    def compared(self) -> tuple[LineItem, ...]:
        """The lines that can be compared with a year before."""
        return tuple(item for item in self.items if item.comparable)

    def name_of_folded(self, codes: Sequence[str]) -> Text:
        """Return the name of lines that stand together: how many there are, since each picture folds others."""
        return self.words.other_lines(self.ledger.size(codes))

    @property
    def cells(self) -> tuple[Observation, ...]:
        """The cells of the whole now."""
        total = self.total(self.period)
        return total.cells if total else ()

    def source(self) -> Text:
        """Return the source line of a picture or a table."""
        as_of, warning = self.figures.vintage.as_of, self.warning
        return self.words.source_line(self.brief.customs, self.cells, as_of, warning, self.editions)

    @cached_property
    def editions(self) -> tuple[str, ...]:
        """The editions of the HS of the totals that are printed, the oldest first; none where nobody says."""
        spans = (self.period, self.base, self.longer, self.longer.year_before())
        totals = (total for span in spans if (total := self.total(span)))
        return tuple(sorted({cell.edition for total in totals for cell in total.cells if cell.edition}))

    @property
    def is_single(self) -> bool:
        """Whether there is but one line: then it is the whole, and parts say nothing."""
        return len(self.lines) == 1
