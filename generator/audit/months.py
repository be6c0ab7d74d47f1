"""Rules on time where months count: a figure of November does not stand under "in December".

Editions of a whole year are judged by their years alone (timing.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from generator.audit import phrases, rounds
from generator.audit.bases import CHANGES, month_earlier, of_base, on_the_month
from generator.audit.edition import Data, Mark
from generator.audit.grounds import Grounds
from generator.audit.passages import SPOKEN, Passage
from generator.audit.terms import period_of
from generator.audit.tongues import Lexicon, any_of
from generator.audit.tongues.every import SENTENCE_END
from generator.audit.when import Mention
from generator.trade.period import Period

_NO_MONTH = frozenset({"count", "quoted", "background", "printed", "placed", "stood"})
_OPENING = frozenset({"", "finding"})  # headline, things and the mail's first line compare with a year before
_NEXT, _CLAUSE = 40, 120  # letters after a figure in which a time is said of it; in one clause, more
_STOP = re.compile(r"[,;:]")
_ENDED = re.compile(r"[.!?]\s+(?=[A-Z“])")  # a sentence: what opens the next one is said of that
_SAID_OF_IT = re.compile(r"(?:^|\s)(?:in|for|of)\s(?:the\s)?$", re.IGNORECASE)


def period(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the figures of another month, span or year than the one that is read with them."""
    every = grounds.marked(passage)
    marked = [(mark, claim) for mark, claim in every if claim["kind"] not in _NO_MONTH]
    turns = [claim for _, claim in every if claim["formula"][0] in {"rose", "fell"}]
    if not marked and not turns:
        return
    found = grounds.mentions(passage.words)
    yield from _turned(found, turns, passage, grounds)
    if not any(claim["kind"] in {"background", "quoted"} for _, claim in every):
        yield from (*_stray(found, every, grounds), *_opened(found, marked, passage, grounds))
    yield from (_led if grounds.lexicon.times.lead else of_base)(found, every, passage, grounds)
    for mark, claim in marked:
        said, own, end = passage.said.printed(mark), period_of(claim["period"]), _segment(mark, marked, passage)
        if own != period_of(grounds.edition["period"]) and not _is_stated(own, passage, grounds):
            yield f"{said!r} is of {own}, which is not stated where it stands"
        for one in found if not grounds.lexicon.times.lead else ():
            if mark.end <= one.start < end and not _may_follow(one, claim, passage, grounds):
                yield f"{said!r} is of {own}, the text says {passage.words[one.start : one.end]}"
        if (over := grounds.mentions(passage.column)) and not _heads(over, claim):
            yield f"{said!r} is of {own}, its column is headed {passage.column!r}"
        if (beside := grounds.mentions(passage.row)) and not _heads(beside, claim):
            yield f"{said!r} is of {own}, its row is called {passage.row!r}"


def compared(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the changes whose basis is not stated, or is stated as another one."""
    if passage.role == "headline":
        return
    marked = grounds.marked(passage)
    if marked and passage.role not in SPOKEN:
        yield from on_the_month(passage, marked, grounds)
    for mark, claim in marked:
        if claim["kind"] not in CHANGES or not claim["compare_period"]:
            continue
        said, now, base = passage.said.printed(mark), period_of(claim["period"]), period_of(claim["compare_period"])
        start = _before(mark, marked) if grounds.lexicon.times.lead else mark.end
        after = passage.words[start : _segment(mark, marked, passage)]
        wrong = {"year": base != now.year_before(), "month": base != month_earlier(now)}
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


def _before(mark: Mark, marked: Sequence[tuple[Mark, Data]]) -> int:
    """Return the end of the figure before this one, 0 where there is none."""
    return max((other.end for other, _ in marked if other.end <= mark.start), default=0)


def _led(
    found: Sequence[Mention], marked: Sequence[tuple[Mark, Data]], passage: Passage, grounds: Grounds
) -> Iterator[str]:
    """Yield the times that stand before a figure of another one, and a basis after the last figure that is not its own.

    In a language that names the time first, it is said of the next figure of its sentence.
    """
    ends = [0, *(item.end() for item in SENTENCE_END.finditer(passage.words)), len(passage.words)]
    for one in found:
        stop = min(end for end in ends if end > one.start)
        inside = any(mark.start <= one.start < mark.end for mark, _ in marked)
        after = [(mark, claim) for mark, claim in marked if one.end <= mark.start < stop]
        before = [
            (mark, claim)
            for mark, claim in marked
            if max(end for end in ends if end <= one.start) <= mark.start < one.start
        ]
        next_one = next((other.start for other in found if other.start > one.start), stop)
        basis = is_on(one, passage.words, grounds.lexicon) and not (
            after and _is_of(one, after[0][0], passage, grounds)
        )
        if inside:
            continue
        if after and after[0][0].start < next_one and not _may_lead(one, after[0][1], passage, grounds, basis=basis):
            said = passage.said.printed(after[0][0])
            yield f"{said!r} is of {after[0][1]['period']}, the text says {passage.words[one.start : one.end]}"
        elif not after and before and basis and not _may_lead(one, before[-1][1], passage, grounds, basis=True):
            said, base = passage.said.printed(before[-1][0]), before[-1][1]["compare_period"]
            yield f"{said!r} is a change from {base}, the text says {passage.words[one.start : one.end]}"


def _is_of(one: Mention, mark: Mark, passage: Passage, grounds: Grounds) -> bool:
    """Say whether a figure is of the time that stands before it and of no other: 2024年12月的6000万美元."""
    of = grounds.lexicon.times.of
    return bool(of and of.fullmatch(passage.words[one.end : mark.start]))


def is_on(one: Mention, words: str, lexicon: Lexicon) -> bool:
    """Say whether something is compared with a time that the words name."""
    after = lexicon.times.on_after
    return bool(lexicon.times.on_before.search(words[: one.start]) or (after and after.match(words, one.end)))


def _may_lead(one: Mention, claim: Data, passage: Passage, grounds: Grounds, *, basis: bool) -> bool:
    if claim["kind"] in _NO_MONTH | phrases.KINDS - {"rank"}:
        return True
    if claim["kind"] == rounds.KIND:
        return _is_either(one, claim, passage, grounds)
    own, base = (period_of(claim[key]) if claim[key] else None for key in ("period", "compare_period"))
    is_change = claim["kind"] in CHANGES
    fitting = ([base] if is_change and base else [own, own.year_before() if own else None]) if basis else [own]
    return any(_agrees(one, each, passage, grounds) for each in fitting if each)


def _is_either(one: Mention, claim: Data, passage: Passage, grounds: Grounds) -> bool:
    """Say whether a time is that of a level above a round number, or of the month before that it stayed there."""
    ends = (period_of(claim[key]) for key in ("period", "compare_period") if claim[key])
    return any(_agrees(one, each, passage, grounds) for each in ends)


def _turned(found: Sequence[Mention], turns: Sequence[Data], passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield a time on which lines are said to have risen or fallen, and that is not the counts' own base."""
    for one in found if turns else ():
        base = turns[0]["compare_period"]
        own = [period_of(text) for text in (turns[0]["period"], base) if text]
        is_base = base and is_on(one, passage.words, grounds.lexicon)
        fits = True
        if base and is_base:
            fits = _agrees(one, period_of(base), passage, grounds)
        elif grounds.lexicon.times.lead:
            fits = _agrees(one, period_of(turns[0]["period"]), passage, grounds)
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
        times = grounds.lexicon.times
        is_basis = times.lead and is_on(one, passage.words, grounds.lexicon)
        is_basis = is_basis or bool(times.closing and times.closing.match(passage.words, one.end))
        if passage.words[: one.start].strip() in times.openings and not is_basis:
            own = [period_of(claim["period"]) for _, claim in marked]
            if own and not any(_agrees(one, each, passage, grounds) for each in own):
                yield f"it opens with {passage.words[one.start : one.end]}, its figures are of {own[0]}"


def _may_follow(one: Mention, claim: Data, passage: Passage, grounds: Grounds) -> bool:
    """Say whether a time after a figure agrees with it; only "in", "for", "of", "on", "than" are said of one."""
    if claim["kind"] == rounds.KIND:
        return _is_either(one, claim, passage, grounds)
    lead = passage.words[: one.start]
    own, base = (period_of(claim[key]) if claim[key] else None for key in ("period", "compare_period"))
    is_change = claim["kind"] in CHANGES | {"multiple"}
    if grounds.lexicon.times.on_before.search(lead):
        return not (is_change and base) or claim["kind"] == "multiple" or _agrees(one, base, passage, grounds)
    if not _SAID_OF_IT.search(lead) or claim["kind"] in phrases.KINDS - {"rank"}:
        return True
    return own is not None and _agrees(one, own, passage, grounds)


def _agrees(one: Mention, own: Period, passage: Passage, grounds: Grounds) -> bool:
    """Say whether a time names a period; a year alone names a month of it where the month's name stands there too."""
    if one.is_year and own.months == 1:
        month = grounds.lexicon.months[own.first % 12]
        same = grounds.found(passage.words, grounds.lexicon.earlier["year"])
        return one.year == own.year and bool(same or _as_written(month).search(passage.words))
    return one.fits(own)


@cache
def _as_written(month: str) -> re.Pattern[str]:
    return re.compile(any_of((month,)).pattern)


def _is_stated(own: Period, passage: Passage, grounds: Grounds, now: Period | None = None) -> bool:
    """Say whether what is read together names the period: by its name, or as the year or the month before."""
    text = passage.paragraph
    edition = period_of(grounds.edition["period"])
    named = grounds.mentions(text)
    if any(one.fits(own) for one in named):
        return True
    months = {one.month for one in named if one.months == own.months}
    if own.first % 12 in months and any(one.is_year and one.year == own.last.year for one in named):
        return True
    if own.months > 1 and any(one.year == own.last.year for one in named):
        if now is not None and _is_relative(own, now, text, grounds):
            return True
        return _names_span(own, text, grounds) or any(one.month == own.last.first % 12 for one in named)
    to_date = now is None and own.last == edition.last and _names_span(own, text, grounds)
    return to_date or _is_relative(own, now or edition, text, grounds)


def _is_relative(own: Period, now: Period, text: str, grounds: Grounds) -> bool:
    steps = {"year": now.year_before(), "month": month_earlier(now)}
    return any(own == step and grounds.found(text, grounds.lexicon.earlier[name]) for name, step in steps.items())


def _names_span(own: Period, text: str, grounds: Grounds) -> bool:
    return bool(grounds.found(text, grounds.lexicon.spans["twelve" if own.months == 12 else "date"]))  # noqa: PLR2004 -- a year


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
