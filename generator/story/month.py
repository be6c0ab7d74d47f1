"""The amounts and lines of one edition of a month, a quarter or a year, from which its sections are written."""

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
    """The amounts of one edition in one language, by code and span, and answers that several sections need."""

    figures: Figures
    movements: Movements
    brief: Brief
    words: Words
    ledger: ClaimLedger  # where its claims are written
    _amounts: dict[tuple[tuple[str, ...], int, int], Amount | None] = field(default_factory=dict, repr=False)
    _items: dict[tuple[tuple[str, ...], Period, bool], LineItem] = field(default_factory=dict, repr=False)

    @property
    def period(self) -> Period:
        """The month, or the months reported together, or the quarter or year."""
        return self.figures.period

    @property
    def base(self) -> Period:
        """The same period a year before."""
        return self.period.year_before()

    @cached_property
    def step_before(self) -> Period | None:
        """The step before the period, if the total is compared with that because it has no figure a year before.

        None also where no change from one to the other can be given: one is longer, or unknown, or low for a holiday.
        """
        before = self.before(self.period, together=self.is_lunar)
        if self.lost or before.months != self.period.months or self.amount(self.total_codes, self.base) is not None:
            return None
        is_low = self.misleads(self.period) or self.misleads(before)
        return before if not is_low and self.rate(self.total_codes, self.period, before) is not None else None

    @cached_property
    def is_lunar(self) -> bool:
        """Whether single Januaries and Februaries mislead, because the Lunar New Year moves between them."""
        return lunar_new_year.is_lunar(self.figures.selection)

    @property
    def is_quarter(self) -> bool:
        """Whether the edition is of a quarter, so that pictures and words go by quarters."""
        return self.period.frequency == "quarterly"

    @property
    def is_step(self) -> bool:
        """Whether the period is one step of a monthly series: a month, or the two between which a holiday moves."""
        return self.period.months == 1 or (self.is_lunar and self.period.frequency == "combined")

    @cached_property
    def longer(self) -> Period:
        """The year to date, or the twelve months to its end where the year to date is not longer than the period."""
        to_date = self.figures.to_date
        return to_date if to_date.months > self.period.months else self.twelve

    @property
    def twelve(self) -> Period:
        """The twelve months to the end of the period."""
        return self.period.twelve_months()

    @property
    def is_unread(self) -> bool:
        """Whether the language still needs a native reader."""
        return needs_reader(self.words.language) and self.brief.reader is None

    @property
    def warning(self) -> Text | None:
        """The warning on every page and picture: figures are partial, or invented, or the words are a draft."""
        warnings = []
        if self.codes_without_figure:
            warnings.append(self.words.label("partial"))
        if self.brief.tag:
            warnings.append(leaf(self.brief.tag, "setting", "tag"))
        if self.is_unread:
            warnings.append(self.words.label("composed"))
        return self.words.listed(warnings, "stops") if warnings else None

    @cached_property
    def trade(self) -> Trade:
        """The trade that the edition covers, for its names."""
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
        group = "" if is_alone else self.brief.group  # a single line has its own name
        return Trade(selection, lines, group, missing_lines)

    @property
    def codes_with_figure(self) -> tuple[str, ...]:
        """The codes of the total that have a figure in this period."""
        return self._known_and_silent[0]

    @property
    def codes_without_figure(self) -> tuple[str, ...]:
        """The codes of the total without a figure in this period; the sum of the others must not pass as the total."""
        return self._known_and_silent[1]

    @cached_property
    def _known_and_silent(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.figures.summable_codes(self.period)

    @property
    def valued(self) -> Valued:
        """The valuation: as the figures state it, else as the desk states it, else the usual one of the flow."""
        how = self.figures.valuation or self.brief.valuation or self.figures.selection.flow.valuation
        return Valued(how, last_revalued(self.figures))

    def steps_back(self) -> Iterator[Period]:
        """Yield the steps back from the period. January and February are one where a holiday moves between them."""
        when = self.period
        while not self.misleads(when):
            yield when
            when = self.before(when, together=self.is_lunar)

    def earlier_steps(self, count: int) -> Iterator[Period]:
        """Yield the periods of the `count` editions before this one, the last one first."""
        span = self.period
        for _ in range(count):
            span = self.before(span, together=self.is_lunar)
            yield span

    def before(self, span: Period, *, together: bool) -> Period:
        """Return the step before `span`. Before March it is January and February, if they go `together`."""
        if span.months in {A_QUARTER, _YEAR}:
            return span.step(-1)
        last = Period(span.first - 1, 1)
        return Period(last.first - 1, 2) if together and last.first % _YEAR == _FEBRUARY else last

    def past(self, codes: tuple[str, ...], most: int) -> list[Amount]:
        """Return the newest `most` levels, newest first, up to the first unknown one, or [] if one is a bound."""
        levels: list[Amount] = []
        for when in islice(self.steps_back(), most):
            level = self.amount(codes, when)
            if level is None:
                break
            levels.append(level)
        return levels if all(level.is_exact for level in levels) else []

    def amount(self, codes: Iterable[str], span: Period) -> Amount | None:
        """Return the sum of `codes` over `span`, or None where it is unknown."""
        named = tuple(codes)
        key = named, span.first, span.months
        if key not in self._amounts:
            self._amounts[key] = amount(self.figures, named, span)
        return self._amounts[key]

    @cached_property
    def total_codes(self) -> tuple[str, ...]:
        """The codes of the total that have a figure now. A single line that makes up a single code replaces it."""
        codes = self.codes_with_figure
        lines = self._within(codes[0]) if len(codes) == 1 else ()
        return lines if len(lines) == 1 else codes

    @cached_property
    def lost(self) -> tuple[str, ...]:
        """The codes of the total that had figures and have none now, so that the sum of the others cannot be compared.

        Empty if only one code has a figure: then there is no sum, and that line is described and compared alone.
        """
        return () if len(self.codes_with_figure) == 1 else self.codes_that_stopped

    @cached_property
    def codes_that_stopped(self) -> tuple[str, ...]:
        """The codes of the total that had figures and have none now, whatever the number of other codes."""
        ever = {code for code, _ in self.figures.cells}
        return tuple(code for code in self.codes_without_figure if code in ever)

    def step(self, codes: Iterable[str], span: Period) -> YearChange | None:
        """Return `codes` over `span` against a year before. None where a figure is missing or a bound.

        None also where a holiday moves between January and February and the span has only one of them.
        """
        named = tuple(codes)
        now, base = self.amount(named, span), self.amount(named, span.year_before())
        if now is None or base is None or not (now.is_exact and base.is_exact) or self.misleads(span):
            return None
        return YearChange(now, base)

    def rate(self, codes: Iterable[str], when: Period, base: Period) -> Claim | None:
        """Return the growth from `base` to `when`. None where a level is missing, zero, a bound or too low."""
        named = tuple(codes)
        now, before = self.amount(named, when), self.amount(named, base)
        if now is None or before is None or not (now.is_exact and before.is_exact and now.value and before.value):
            return None
        return self.ledger.growth(now, before)

    def misleads(self, span: Period) -> bool:
        """Return whether a span has only one of January and February, where a holiday moves between them."""
        return self.is_lunar and lunar_new_year.misleads(span)

    def total(self, span: Period) -> Amount | None:
        """Return the total over `span`, or None where a part of it is unknown."""
        if not self.total_codes or (self.lost and span != self.period):
            return None
        return self.amount(self.total_codes, span)

    @cached_property
    def every_line(self) -> tuple[str, ...]:
        """The lines that together are the total, in the order of the selection.

        If the selected lines of a code do not cover all of it, the code itself is the line.
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
        """The editor's choice of lines."""
        return LineChoice(self.brief, self.lines)

    def lines_to_tell(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return those of `codes` that the editor did not leave out, and whose level can be printed."""
        return tuple(code for code in codes if self.choice.tells(code) and self.item(code).now is not None)

    def _within(self, code: str) -> tuple[str, ...]:
        """Return the lines of a code, or the code itself where they do not add up to it in every span of the text."""
        lines = tuple(line for line in self.figures.selection.lines if is_within(line, code))
        ends = (self.period, self.longer, self.twelve)
        for span in (*ends, *(span.year_before() for span in ends)):
            parts, level = self.amount(lines, span), self.amount([code], span)
            if parts is not None and level is not None:
                # rounding may add one unit per line and month
                if abs(parts.value - level.value) > len(lines) * span.months:
                    return (code,)
            elif level is not None and not any(self.breaks(line, span) for line in lines):
                return (code,)
        return lines

    def breaks(self, code: str, span: Period) -> tuple[str, str] | None:
        """Return the editions of the HS (or valuations) then and now, if a month of `span` cannot be compared."""
        broken = self.figures.broken.get(code, {})
        last = span.first + span.months
        pairs = (pair for when, pair in broken.items() if when.first < last and span.first <= when.last.first)
        return next(pairs, None)

    def trades(self, code: str, span: Period) -> bool:
        """Return whether a line has trade in `span`."""
        level = self.amount([code], span)
        return level is not None and level.value > 0

    def series_row(self, code: str) -> SeriesRow | None:
        """Return the movements' row of a line, or None where they have none."""
        return self.movements.by_code.get(code)

    def item(self, code: str, span: Period | None = None) -> LineItem:
        """Return a line over `span` (None: the period), compared with a year before."""
        span, line = span or self.period, self.series_row(code)
        return self._item((code,), span, low=line is not None and line.has_low_base(self._growth_name(span)))

    def combined_item(self, codes: Iterable[str], span: Period | None = None) -> LineItem:
        """Return several lines as one item."""
        return self._item(tuple(codes), span or self.period, low=False)

    def whole_item(self, span: Period | None = None) -> LineItem:
        """Return the total over `span` as an item."""
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
        year_before = span.year_before()
        now = self.amount(codes, span)
        base = self.amount(codes, year_before)
        base_total = self.total(year_before)
        step = self.step(codes, span)
        label = self.brief.label(codes[0]) if len(codes) == 1 else None
        if step is None:
            broken = any(self.breaks(code, year_before) for code in codes)
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
        """Return the claim of an amount. None where the amount is unknown or cannot be printed."""
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
        """Return the name of lines that share a row or bar: their number, since each picture combines other lines."""
        return self.words.other_lines(self.ledger.size(codes))

    @property
    def cells(self) -> tuple[Observation, ...]:
        """The cells of the total in the period."""
        total = self.total(self.period)
        return total.cells if total else ()

    def source(self) -> Text:
        """Return the source line of a picture or a table."""
        as_of, warning = self.figures.vintage.as_of, self.warning
        brief = self.brief
        return self.words.source_line(brief.customs, self.cells, as_of, warning, self.editions, brief.names)

    @cached_property
    def editions(self) -> tuple[str, ...]:
        """The editions of the HS of the printed totals, oldest first. Empty where no figure states one."""
        spans = (self.period, self.base, self.longer, self.longer.year_before())
        editions: set[str] = set()
        for span in spans:
            total = self.total(span)
            if total:
                editions.update(cell.edition for cell in total.cells if cell.edition)
        return tuple(sorted(editions))

    @property
    def is_single(self) -> bool:
        """Whether there is only one line, which is then the total."""
        return len(self.lines) == 1
