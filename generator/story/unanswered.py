"""Unanswered: a figure in a statement that is not what the figures have, until the editor says what they say to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from generator.errors import SettingsError
from generator.story.answers import candidates
from generator.story.editor import prints
from generator.story.facts import Claim
from generator.story.month import Month
from generator.story.plan import Text
from generator.story.words.ear import Figure

_NEAR = Decimal("0.03")  # of a figure that a speaker rounds
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HAN = re.compile(r"[\u3400-\u9fff]")


def answered(said: Sequence[Text], month: Month, where: str) -> None:
    """Refuse a statement without an answer if a figure of it is not what the data have of the line named beside it.

    Raises SettingsError with both figures: the editor answers, and the reader is not left with two.
    """
    for sentence in (text.words for text in said):
        codes = [(code,) for code in _named(sentence, month)] if _is_of_the_edition(sentence, month) else []
        for found in month.words.ear.figures_in(sentence) if codes else ():
            own = [claim for claim in candidates(month, found.unit) if claim.codes in codes]
            if own and not any(_agrees(claim, found) for claim in own):
                raise _unanswered(found, min(own, key=lambda claim: abs(claim.value - found.value)), month, where)


def _unanswered(found: Figure, claim: Claim, month: Month, where: str) -> SettingsError:
    code, words = claim.codes[0], month.words
    ours = words.per_cent(claim) if claim.unit == "pct" else words.about(claim, words.money(claim))
    line = f"{month.brief.label(code).full} (HS {code})"
    problem = (
        f"“{found.words}” is said of {line}, for which this edition has {ours.words if ours else 'another figure'}."
    )
    return SettingsError(where, problem, "Write answer: what the figures say to it.")


def _named(words: str, month: Month) -> tuple[str, ...]:
    """Return the lines that a sentence names; "copper ores" are not copper."""
    lines = month.figures.selection.codes
    forms = sorted(((form, code) for code in lines for form in month.brief.label(code).forms()), key=_longest_first)
    found: list[str] = []
    for form, code in forms:
        pattern = _alone(form)
        if pattern.search(words):
            words, found = pattern.sub("…", words), [*found, code]
    return tuple(dict.fromkeys(found))


def _longest_first(named: tuple[str, str]) -> tuple[int, str]:
    return -len(named[0]), named[1]


def _alone(form: str) -> re.Pattern[str]:
    """Return where a name stands as a word of its own; Chinese has no space that would say so."""
    edges = ("", "") if _HAN.search(form) else (r"(?<!\w)", r"(?!\w)")
    return re.compile(edges[0] + re.escape(form) + edges[1], re.IGNORECASE)


def _is_of_the_edition(words: str, month: Month) -> bool:
    """Say whether a sentence names no other year than those that the edition compares."""
    years = set(_YEAR.findall(words))
    own = {str(year) for when in (month.period, month.period.year_before()) for year in (when.year, when.last.year)}
    return not years or bool(years & own)


def _agrees(claim: Claim, found: Figure) -> bool:
    """Say whether a speaker may have rounded to `found` what `claim` has."""
    if prints(claim, found):
        return True
    shown, value = abs(found.value), abs(claim.value)
    if found.qualifier == "over":
        return value >= shown
    exponent = int(found.value.as_tuple().exponent)
    reach = shown * _NEAR if found.qualifier == "about" else min(shown * _NEAR, Decimal(1).scaleb(exponent) / 2)
    return abs(value - shown) <= reach
