"""Rules on bases where months count: what is said to be of a month before, or of the time that a change goes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.audit.edition import Data, Mark
from generator.audit.grounds import Grounds
from generator.audit.passages import SPOKEN, Passage
from generator.audit.terms import period_of
from generator.audit.when import Mention
from generator.trade.period import Period

CHANGES = frozenset({"change", "change_abs", "contribution", "share_shift", "effect"})
_TIMED = re.compile(
    r"(?:^|\s)(?:in|for|of|(?<!compared\s)(?<!relative\s)to)\s(?:the\s)?$", re.IGNORECASE
)  # before the time that something is said of: "the total to December 2025"


def on_the_month(passage: Passage, marked: Sequence[tuple[Mark, Data]], grounds: Grounds) -> Iterator[str]:
    """Yield "a month before" where nothing is of the month before, nor compared with it, by figures or by name."""
    now = period_of(grounds.edition["period"])
    own = {period_of(claim["period"]) for _, claim in marked} | {now}
    told = {period_of(claim[key]) for _, claim in marked for key in ("period", "compare_period") if claim[key]}
    earlier = {month_earlier(one) for one in own}
    if told & earlier or any(one.fits(each) for one in grounds.mentions(passage.paragraph) for each in earlier):
        return
    for found in grounds.found(passage.words, grounds.lexicon.earlier["month"]):
        yield f"none of its figures is of a month before, or compared with one, the text says {found.group()!r}"


def of_base(
    found: Sequence[Mention], marked: Sequence[tuple[Mark, Data]], passage: Passage, _: Grounds
) -> Iterator[str]:
    """Yield the changes that are told of their basis, not of their own time: "In December 2024 it fell 3%".

    A figure of that time in the same text takes it to itself.
    """
    for mark, claim in marked:
        if claim["kind"] not in CHANGES or not claim["compare_period"] or passage.role in SPOKEN:
            continue
        own, base = period_of(claim["period"]), period_of(claim["compare_period"])
        of = [one for one in found if one.start < mark.start and _TIMED.search(passage.words[: one.start])]
        others = [period_of(other["period"]) for _, other in marked if other is not claim]
        if any(one.touches(own) for one in of) or any(one.touches(each) for one in of for each in others):
            continue
        if any(one.touches(base) for one in of):
            yield f"{passage.said.printed(mark)!r} is a change from {base}, the text says it is of that time"


def month_earlier(now: Period) -> Period:
    """Return a period of the same length that begins a month before."""
    return Period(now.first - 1, now.months)
