"""Rules on time where months count: a figure of November does not stand under "in December".

Editions of a whole year are judged by their years alone (timing.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.audit import phrases
from generator.audit.edition import Data, Mark
from generator.audit.grounds import Grounds
from generator.audit.lexicon import Lexicon, any_of
from generator.audit.passages import Passage
from generator.audit.terms import period_of
from generator.audit.when import Mention, mentions
from generator.trade.period import Period

CHANGES = frozenset({"change", "change_abs", "contribution", "share_shift"})
_NO_MONTH = frozenset({"count", "quoted", "background"})
_OPENING = frozenset({"", "finding"})  # headline, standfirst and the mail's first line compare with a year before
_NEXT, _CLAUSE = 40, 120  # letters after a figure in which a time is said of it; in one clause, more
_STOP = re.compile(r"[,;:]")
_ENDED = re.compile(r"[.!?]\s+(?=[A-Z“])")  # a sentence: what opens the next one is said of that
_SAID_OF_IT = re.compile(r"(?:^|\s)(?:in|for|of)\s(?:the\s)?$", re.IGNORECASE)
_ON = re.compile(
    r"(?:^|\s)(?:on|than|than in|than the|against|from|compared with|over|that of)\s(?:the\s)?$", re.IGNORECASE
)


def period(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the figures of another month, span or year than the one that is read with them."""
    every = grounds.marked(passage)
    marked = [(mark, claim) for mark, claim in every if claim["kind"] not in _NO_MONTH]
    turns = [claim for _, claim in every if claim["formula"][0] in {"rose", "fell"}]
    if not marked and not turns:
        return
    found = mentions(passage.words, grounds.lexicon.months)
    yield from _turned(found, turns, passage, grounds)
    if not any(claim["kind"] in {"background", "quoted"} for _, claim in every):
        yield from (*_stray(found, every, grounds), *_opened(found, marked, passage, grounds))
    for mark, claim in marked:
        said, own, end = passage.said.printed(mark), period_of(claim["period"]), _segment(mark, marked, passage)
        if own != period_of(grounds.edition["period"]) and not _is_stated(own, passage, grounds):
            yield f"{said!r} is of {own}, which is not stated where it stands"
        for one in found:
            if mark.end <= one.start < end and not _may_follow(one, claim, passage, grounds):
                yield f"{said!r} is of {own}, the text says {passage.words[one.start : one.end]}"
        if (over := mentions(passage.column, grounds.lexicon.months)) and not _heads(over, claim):
            yield f"{said!r} is of {own}, its column is headed {passage.column!r}"


def compared(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the changes whose basis is not stated, or is stated as another one."""
    if passage.role == "headline":
        return
    marked = grounds.marked(passage)
    for mark, claim in marked:
        if claim["kind"] not in CHANGES or not claim["compare_period"]:
            continue
        said, now, base = passage.said.printed(mark), period_of(claim["period"]), period_of(claim["compare_period"])
        after = passage.words[mark.end : _segment(mark, marked, passage)]
        wrong = {"year": base != now.year_before(), "month": base != now.step(-1)}
        for name, words in grounds.lexicon.earlier.items():
            if wrong[name] and any_of(words).search(f"{after} {passage.column}"):
                yield f"{said!r} is a change from {base}, the text says it is on the {name} before"
        is_understood = passage.block in _OPENING and base == now.year_before()
        if not is_understood and not _is_stated(base, passage, grounds, now):
            yield f"{said!r} is a change from {base}, which is not stated"


def _segment(mark: Mark, marked: Sequence[tuple[Mark, Data]], passage: Passage) -> int:
    """Return where the words end that may be said of the figure: before the next one, and not far."""
    following = min((other.start for other, _ in marked if other.start >= mark.end), default=len(passage.words))
    if ended := _ENDED.search(passage.words, mark.end):
        following = min(following, ended.start())
    stop = _STOP.search(passage.words, mark.end)
    clause = min(following, stop.start() if stop else following, mark.end + _CLAUSE)
    return max(min(following, mark.end + _NEXT), clause)


def _turned(found: Sequence[Mention], turns: Sequence[Data], passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield a time on which lines are said to have risen or fallen, and that is not the counts' own base."""
    for one in found if turns else ():
        base = turns[0]["compare_period"]
        lead = passage.words[: one.start]
        own = [period_of(text) for text in (turns[0]["period"], base) if text]
        fits = _agrees(one, period_of(base), passage, grounds) if base and _ON.search(lead) else True
        if not fits or not any(one.touches(each) for each in own):
            said = passage.words[one.start : one.end]
            yield f"it counts lines from {base} to {turns[0]['period']}, the text says {said}"


def _stray(found: Sequence[Mention], marked: Sequence[tuple[Mark, Data]], grounds: Grounds) -> Iterator[str]:
    """Yield the times in a sentence of which none of its figures is."""
    known = [grounds.edition["period"], *(claim[key] for _, claim in marked for key in ("period", "compare_period"))]
    periods = [period_of(text) for text in known if text]
    chains = [claim for _, claim in marked if claim["kind"] in phrases.KINDS]
    periods += [Period(phrases.begins(claim, grounds), 1) for claim in chains]
    if compare := grounds.edition.get("compare_period"):
        periods.append(period_of(compare))
    for one in found:
        if not any(one.touches(known) for known in periods):
            what = f"{one.month + 1:02d}" if one.month is not None else "year"
            yield f"it names {one.year or ''} {what}, of which none of its figures is"


def _opened(
    found: Sequence[Mention], marked: Sequence[tuple[Mark, Data]], passage: Passage, grounds: Grounds
) -> Iterator[str]:
    """Yield the time with which a sentence opens, where none of its figures is of it: "In 2025 the total fell"."""
    for one in found:
        if passage.words[: one.start].strip() in {"In", "For", "By"}:
            own = [period_of(claim["period"]) for _, claim in marked]
            if own and not any(_agrees(one, each, passage, grounds) for each in own):
                yield f"it opens with {passage.words[one.start : one.end]}, its figures are of {own[0]}"


def _may_follow(one: Mention, claim: Data, passage: Passage, grounds: Grounds) -> bool:
    """Say whether a time after a figure agrees with it; only "in", "for", "of", "on", "than" are said of one."""
    lead = passage.words[: one.start]
    own, base = (period_of(claim[key]) if claim[key] else None for key in ("period", "compare_period"))
    is_change = claim["kind"] in CHANGES | {"multiple"}
    if _ON.search(lead):
        return not (is_change and base) or claim["kind"] == "multiple" or _agrees(one, base, passage, grounds)
    if not _SAID_OF_IT.search(lead) or claim["kind"] in phrases.KINDS - {"rank"}:
        return True
    return any(_agrees(one, each, passage, grounds) for each in (own, base if is_change else None) if each)


def _agrees(one: Mention, own: Period, passage: Passage, grounds: Grounds) -> bool:
    """Say whether a time names a period; a year alone names a month of it where the month's name stands there too."""
    if one.is_year and own.months == 1:
        month = grounds.lexicon.months[own.first % 12]
        same = any_of(grounds.lexicon.earlier["year"]).search(passage.words)
        return one.year == own.year and bool(same or re.search(rf"\b{month}\b", passage.words))
    return one.fits(own)


def _is_stated(own: Period, passage: Passage, grounds: Grounds, now: Period | None = None) -> bool:
    """Say whether what is read together names the period: by its name, or as the year or the month before."""
    text, lexicon = passage.paragraph, grounds.lexicon
    edition = period_of(grounds.edition["period"])
    named = mentions(text, lexicon.months)
    months = {one.month for one in named if one.months == own.months}
    if any(one.fits(own) for one in named):
        return True
    if own.first % 12 in months and any(one.is_year and one.year == own.last.year for one in named):
        return True
    if own.months > 1 and any(one.year == own.last.year for one in named):
        return _names_span(own, text, lexicon) or any(one.month == own.last.first % 12 for one in named)
    to_date = now is None and own.last == edition.last and _names_span(own, text, lexicon)
    return to_date or _is_relative(own, now or edition, text, lexicon)


def _is_relative(own: Period, now: Period, text: str, lexicon: Lexicon) -> bool:
    steps = {"year": now.year_before(), "month": now.step(-1)}
    return any(own == step and any_of(lexicon.earlier[name]).search(text) for name, step in steps.items())


def _names_span(own: Period, text: str, lexicon: Lexicon) -> bool:
    return bool(any_of(lexicon.spans["twelve" if own.months == 12 else "date"]).search(text))  # noqa: PLR2004 -- a year


def _heads(over: Sequence[Mention], claim: Data) -> bool:
    """Say whether the heads of a column name the figure's time, or its base; month and year may stand apart."""
    for text in (claim["period"], claim["compare_period"]):
        if text is None:
            continue
        own = period_of(text)
        months, years = [one for one in over if one.month is not None], {one.year for one in over if one.year}
        fitting = [one for one in months if one.fits(own)] or not months
        if fitting and (not years or years & {own.last.year, own.first // 12}):
            return True
    return False
