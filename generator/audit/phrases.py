"""Phrases: the prints of places, records and runs, which are words: "largest", "highest since March 2023"."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.audit.arithmetic import Span, growth
from generator.audit.edition import Data
from generator.audit.gathered import number
from generator.audit.grounds import Grounds
from generator.audit.numerals import numerals, read_print
from generator.audit.order import steps_a_year
from generator.audit.terms import period_of
from generator.audit.tongues import any_of

_RUN = 2  # months of which the later one goes on as the first
_HIGH, _SINCE = frozenset({"highest", "since_high"}), frozenset({"since_high", "since_low"})


def fault(said: str, claim: Data, grounds: Grounds) -> str | None:
    """Return what is wrong with the words `said` for a claim of one of KINDS, None where they hold."""
    return _FAULTS[claim["kind"]](said, claim, grounds)


def _streak(said: str, claim: Data, grounds: Grounds) -> str | None:
    if any_of(grounds.lexicon.continued).fullmatch(said):  # so it was the month before as well
        return None if number(claim["value"]) >= _RUN else "one month is no run"
    return None if number(claim["value"]) in _numbers(said, grounds) else "it does not say how many months"


def _step(said: str, claim: Data, grounds: Grounds) -> str | None:
    base, named = period_of(claim["compare_period"]), grounds.mentions(said)
    return None if [one.fits(base) and one.year is not None for one in named] == [True] else f"it is since {base}"


def _place(said: str, claim: Data, grounds: Grounds) -> str | None:
    """Return what is wrong with the words for a record, or since when none was as high or low."""
    head = claim["formula"][2 if claim["kind"] == "placed" else 0]
    side = "high" if head in _HIGH else "low"
    others = {"high": "low", "low": "high"}[side]
    if not any_of(grounds.lexicon.places[side]).search(said) or any_of(grounds.lexicon.places[others]).search(said):
        return f"it is no word for {head.replace('_', ' ')}"
    if head in _SINCE:
        base = period_of(claim["compare_period"])
        named = grounds.mentions(said)
        return None if any(one.fits(base) or one.fits(base.last) for one in named) else f"it is since {base}"
    told = set(_numbers(said, grounds)) - {number(claim["value"]), number(claim["value"]) + 1}
    return "it counts other periods than the claim" if told else None


def _numbers(said: str, grounds: Grounds) -> list[object]:
    spans = () if grounds.lexicon.spaced else numerals(said, grounds.language)
    parts = [said[first:last] for first, last in spans] or [said]
    words = re.findall(r"\d[\d,]*|[^\W\d_]+", said) if grounds.lexicon.spaced else parts
    found = [read_print(word, grounds.language) for word in words]
    return [shown.value for shown in found if shown is not None and shown.in_words not in grounds.lexicon.sizes]


def _rank(said: str, claim: Data, grounds: Grounds) -> str | None:
    place, lexicon = number(claim["value"]), grounds.lexicon
    last = len(claim["formula"]) - 1
    numbers, high, low = (
        _numbers(said, grounds),
        *(any_of(lexicon.places[side]).search(said) for side in ("high", "low")),
    )
    expected = numbers[0] if numbers else 1
    if low and not high:
        expected = last + 1 - int(str(expected))
    if not (numbers or high or low) or len(numbers) > 1:
        return "it says no place"
    return None if place == expected else f"its place is {place} of {last}"


def _size(said: str, claim: Data, grounds: Grounds) -> str | None:
    """Return what is wrong with a word for the size of a change: its way, its per cent, or how odd it is."""
    word = any_of(tuple(grounds.lexicon.forces)).search(said)
    if word is None:
        return "it is no word for the size of a change"
    force = grounds.lexicon.forces[" ".join(word.group().lower().split())]
    moved, (low, high) = _moved(claim, grounds), sorted(number(claim[end]) for end in ("low", "high"))
    if not any(least <= moved.low and moved.high <= most for least, most in force.reach):
        return f"its change is {moved.value:.1f}%"
    odd = low if moved.value > 0 else -high
    if force.calm:
        return None if max(abs(low), abs(high)) < force.z else f"its surprise is {number(claim['value']):.2f}"
    return None if odd >= force.z else f"its surprise is {number(claim['value']):.2f}, it takes {force.z}"


def _moved(claim: Data, grounds: Grounds) -> Span:
    """Return the change on a year before of the newest level that a surprise stands on."""
    bench, parts = grounds.bench, claim["formula"][1:]
    year = steps_a_year(bench.terms.parties(*parts))
    return growth(bench.span(parts[0]), bench.span(parts[year]))


_FAULTS: dict[str, Callable[[str, Data, Grounds], str | None]] = {
    "rank": _rank,
    "record": _place,
    "since": _place,
    "placed": _place,
    "streak": _streak,
    "ran": _streak,
    "step": _step,
    "surprise": _size,
}
KINDS = frozenset(_FAULTS)


def begins(claim: Data, grounds: Grounds) -> int:
    """Return the first month of anything that a claim stands on."""
    if claim["kind"] in {"placed", "ran"}:
        return period_of(claim["compare_period"]).first
    return grounds.bench.terms.span(*claim["formula"][1:]).first
