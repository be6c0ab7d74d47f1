"""Quarters: where a text of a quarterly edition names one, as its own ("the quarter") or by its number."""

from __future__ import annotations

from generator.audit.tongues import Lexicon
from generator.audit.when import Mention
from generator.trade.period import A_QUARTER, Period

_YEAR = 12


def quarters(words: str, lexicon: Lexicon, now: Period, start: int) -> list[Mention]:
    """Return every quarter that `words` name, in order: none where the edition, of `now`, is not of a quarter.

    One that is named by its number is none where the year begins in another month (`start`) than January: its numbers
    would be others.
    """
    found: list[Mention] = []
    for item in lexicon.times.quarter.finditer(words) if now.frequency == "quarterly" else ():
        if item["own"]:
            found.append(Mention(*item.span(), now.first % _YEAR, A_QUARTER, None))
        elif start == 1:
            place = lexicon.times.quarters[item["nth"].lower()] - 1
            year = int(item["year"]) if item["year"] else None
            found.append(Mention(*item.span(), place * A_QUARTER, A_QUARTER, year))
    return found
