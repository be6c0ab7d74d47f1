"""Flags: oddities of a release that was accepted all the same, and the figures that they concern."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from generator.trade.codes import is_within
from generator.trade.figures import Selection
from generator.trade.period import Period

KINDS = (
    *("parts", "scale", "weight", "line", "currency", "valuation", "edition", "unit", "partial"),
    *("gone", "zeros", "unwithheld", "repeated", "stale"),
)
_ANY = "-"  # in place of an empty field


@dataclass(frozen=True)
class Flag:
    """One oddity of a release and the figures it concerns. "" and None mean all."""

    kind: str  # see docs/figures.md
    sentence: str  # what is odd
    reporter: str = ""
    partner: str = ""
    flow: str = ""
    code: str = ""
    period: Period | None = None

    def __str__(self) -> str:
        """Write the flag in the form that `parse` reads: "line CHN PAK M 030389 2019-06: it is …"."""
        period = str(self.period) if self.period else ""
        parts = [part or _ANY for part in (self.reporter, self.partner, self.flow, self.code, period)]
        return f"{self.kind} {' '.join(parts)}: {self.sentence}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the flag written as `text`, or raise ValueError."""
        head, _, sentence = text.partition(": ")
        parts = ["" if part == _ANY else part for part in head.split(" ")]
        if len(parts) != 6 or parts[0] not in KINDS:  # noqa: PLR2004 -- the kind, and the five fields it is about
            msg = f"{text!r} is no flag of a release"
            raise ValueError(msg)
        kind, reporter, partner, flow, code, period_text = parts
        period = Period.parse(period_text) if period_text else None
        return cls(kind, sentence, reporter, partner, flow, code, period)

    def is_about(self, period: Period) -> bool:
        """Return whether the flag concerns any month of `period`."""
        span = self.period
        return span is None or (span.first < period.first + period.months and period.first < span.first + span.months)

    def concerns(self, of: Selection) -> bool:
        """Return whether the flag concerns figures of the selection's reporter, partner, flow and codes."""
        pairs = ((self.reporter, of.reporter), (self.partner, of.partner), (self.flow, of.flow.value))
        about = not self.code or any(
            is_within(self.code, chosen) or is_within(chosen, self.code) for chosen in of.codes
        )
        return about and all(named in {"", value} for named, value in pairs)
