"""What a language package must provide for prices and rates beside the lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from generator.story.brief import Beside
from generator.story.facts import Claim
from generator.story.plan import Text


class BesideWords(Protocol):
    """One language, as it speaks of prices and rates: what they were, and never what they did to trade."""

    def has_unit(self, unit: str) -> bool:
        """Say whether the language has words for a publisher's unit."""

    def averaged(
        self, of: Beside, ends: tuple[Claim, Claim], change: Claim, opposed: Claim | None, released: date
    ) -> Text | None:
        """Return what a series averaged, against a year earlier, with its source; None where no rounding holds.

        `opposed` says that it went the other way than the line beside it.
        """

    def note_named(self, lists: Sequence[tuple[str, date]]) -> tuple[str, list[Text]]:
        """Return from which code lists, by title and day, lines have their names."""

    def note_beside(self, used: Sequence[tuple[Beside, date]]) -> tuple[str, list[Text]]:
        """Return whose prices and rates stand beside the figures, under which terms."""
