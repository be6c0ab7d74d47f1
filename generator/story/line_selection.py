"""The lines of an edition: what can be said about each, and which ones the editor leads with or leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from generator.errors import SettingsError
from generator.story.amounts import Amount, Claim, way_of
from generator.story.brief import Brief
from generator.story.label import Label
from generator.story.plan import Text
from generator.trade.codes import is_within
from generator.trade.period import Period


@dataclass(frozen=True)
class LineItem:
    """The figures of `codes` over `span` for a sentence or a row."""

    codes: tuple[str, ...]
    span: Period
    label: Label | None  # None for several lines together
    amount: Amount | None
    base_amount: Amount | None
    now: Claim | None  # the claim of `amount`; None where it cannot be printed
    base: Claim | None  # the claim of `base_amount`
    growth: Claim | None = None  # None where it is unknown, or where a rate would mislead (`low`)
    contribution: Claim | None = None
    low: bool = False  # whether the base is too low for a rate
    comparable: bool = False  # whether it can be compared with a year before
    broken: bool = False  # whether there are figures a year before that cannot be compared (trade.series_breaks)

    @property
    def code(self) -> str:
        """The code of a single line."""
        return self.codes[0]

    @property
    def name(self) -> Text:
        """The name of its row, bar or curve. Empty for several lines together."""
        return self.label.text() if self.label else Text("")

    @property
    def points(self) -> Decimal:
        """The contribution as a number, or 0 where it is unknown."""
        return self.contribution.value if self.contribution else Decimal(0)

    @property
    def change(self) -> Decimal:
        """The change on a year before in its currency, or 0 where it is unknown."""
        return self.amount.value - self.base_amount.value if self.amount and self.base_amount else Decimal(0)

    @property
    def way(self) -> str | None:
        """`up`, `down`, or None where the readings leave that open."""
        if not self.comparable or self.amount is None or self.base_amount is None:
            return None
        return way_of(self.amount.reading - self.base_amount.reading)

    @property
    def began(self) -> bool:
        """Whether there is trade now and there was none a year before."""
        amount, base = self.amount, self.base_amount
        return amount is not None and base is not None and amount.value > 0 >= base.value

    @property
    def ended(self) -> bool:
        """Whether there is no trade now and there was some a year before."""
        amount, base = self.amount, self.base_amount
        return amount is not None and base is not None and base.value > 0 >= amount.value


@dataclass(frozen=True)
class LineChoice:
    """What the editor chose among the `lines` of an edition, largest first. A chapter covers all lines within it."""

    brief: Brief
    lines: tuple[str, ...]

    def tells(self, code: str) -> bool:
        """Return whether the text may describe a line: the editor did not leave it out."""
        return not any(is_within(code, excluded) for excluded in self.brief.leave_out)

    @property
    def lead(self) -> str | None:
        """The line described first: the largest within the code that the editor leads with."""
        first = self.brief.lead_with
        return next((code for code in self.lines if first and is_within(code, first) and self.tells(code)), None)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The lines that the text does not describe."""
        return tuple(code for code in self.lines if not self.tells(code))

    def check(self, all_lines: Sequence[str]) -> None:
        """Raise SettingsError, with file and line, if the choice cannot be followed.

        Some of `all_lines` have no trade.
        """
        lead, left_out = self.brief.lead_with, self.brief.leave_out
        choices = [("lead_with", self.brief.lead_where, lead)] if lead else []
        choices += [("leave_out", self._where(place), code) for place, code in enumerate(left_out)]
        for key, where, code in choices:
            if not any(is_within(line, code) for line in all_lines):
                near = get_close_matches(code, all_lines, 1, 0)
                remedy = f"Nearest: {near[0]}." if near else ""
                raise SettingsError(where, f"{key}: this briefing has no line {code}.", remedy)
        for place, excluded in enumerate(left_out):
            if lead and is_within(lead, excluded):
                raise SettingsError(
                    self._where(place), f"leave_out: {excluded} holds {lead}, which leads.", "Keep one."
                )
        if left_out and not any(map(self.tells, self.lines)):
            raise SettingsError(self._where(0), "leave_out: no line is left to tell.", "Take one out.")
        if lead and self.lead is None:
            problem = f"lead_with: there was no trade in {lead}."
            raise SettingsError(self.brief.lead_where, problem, "Lead with another.")

    def must_tell(self, code: str) -> None:
        """Raise SettingsError if the editor left out `code`, without which the text would mislead."""
        for place, excluded in enumerate(self.brief.leave_out):
            if is_within(code, excluded):
                problem = f"leave_out: {code} went against the total by a quarter of the largest change or more."
                raise SettingsError(self._where(place), problem, f"Take {excluded} out of leave_out: it must be told.")

    def _where(self, place: int) -> str:
        return self.brief.leave_where[place] if place < len(self.brief.leave_where) else ""
