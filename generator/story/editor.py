"""The editor's hand: every figure in an editor's sentence is either a statement's own or one that the data have.

A speaker's figures are quoted as stated, with the file that holds them. A figure in an answer, a headline or a
paragraph must be a level, a change, a share or a count of this edition, or a stated figure as a multiple of a level;
anything else is refused with its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from generator.errors import SettingsError
from generator.story import rounding
from generator.story.answers import candidates
from generator.story.facts import Claim
from generator.story.month import Month
from generator.story.plan import Mark, Text
from generator.story.spoken import borne_out, known_of
from generator.story.words.ear import Figure
from generator.trade.currency import is_money

STOPS = ".\N{IDEOGRAPHIC FULL STOP}\N{ARABIC FULL STOP}"  # that end a sentence, in any language


def stated(words: str, document: str, month: Month) -> Text:
    """Return a speaker's sentence; its figures are marked as stated in `document`."""
    marks = []
    for found in month.words.ear.figures_in(words):
        claim = month.ledger.stated(document, found, month.period)
        marks.append(Mark(claim.id, found.start, found.end))
    return Text(words, tuple(marks))


def matched(words: str, month: Month, where: str, around: str = "") -> Text:
    """Return an editor's sentence with each figure matched to a claim of the edition; `around` is its paragraph.

    A claim about one line needs that line's name beside it. Raises SettingsError, naming file, line and figure,
    where the data do not have it, or have it of another line.
    """
    figures = [*month.words.ear.figures_in(words), *month.words.ear.numbers_in(words)]
    marks = [_mark(found, month, where, f"{words} {around}") for found in figures]
    marks += borne_out(words, month, where, own=not around)
    return Text(words, tuple(sorted(marks, key=lambda mark: mark.start)))


def headline(month: Month) -> Text:
    """Return the editor's headline, which is short and has one number at most, each word of it checked."""
    words, where = month.brief.headline, month.brief.headline_where
    text = matched(words, month, where)
    if len(text.marks) > 1:
        raise SettingsError(where, f"the headline has {len(text.marks)} figures; one is the most.", "Keep the first.")
    if not month.words.grammar.fits_headline(words):
        most, unit = month.words.grammar.HEADLINE
        count = len(words) if unit == "letters" else len(words.split())
        raise SettingsError(where, f"the headline has {count} {unit}; {most} are the most.", "Shorten it.")
    return text


def _mark(found: Figure, month: Month, where: str, named_in: str) -> Mark:
    claims = [claim for claim in _candidates(found, month) if prints(claim, found)]
    for claim in claims:
        if _is_named(claim, month, named_in):
            return Mark(claim.id, found.start, found.end)
    problem = f"the figure “{found.words}” is not one that the data of this edition have."
    if claims:
        code = claims[0].codes[0]
        line = f"{month.brief.label(code).full} (HS {code})"
        problem = f"the figure “{found.words}” is that of {line}, which is not named beside it."
    raise SettingsError(where, problem, "Correct it, or leave it out.")


def _candidates(found: Figure, month: Month) -> Iterator[Claim]:
    """Yield the claims of a figure's kind; a language that says "times" within the figure means a multiple by it."""
    if found.unit != "ratio":
        return iter(candidates(month, found.unit))
    return (claim for claim in candidates(month, "count") if claim.unit == "ratio")


def _is_named(claim: Claim, month: Month, words: str) -> bool:
    """Say whether `words` name the one line that `claim` is about; a claim about several needs no name."""
    if len(claim.codes) != 1 or len(month.known) == 1:
        return True
    code, known = claim.codes[0], known_of(month)
    every = replace(known, labels={**known.labels, code: month.brief.label(code)})
    return month.words.ear.is_named(code, words, every)


def prints(claim: Claim, found: Figure) -> bool:
    """Say whether a figure is how a claim is printed."""
    shown = Decimal(found.value)
    if is_money(claim.unit):
        scale = rounding.scale_of(claim.value)
        digits = rounding.money(claim, scale)
        return digits is not None and digits.scaleb(scale.power) == shown
    if claim.unit in {"pct", "pp"}:
        return (rounding.per_cent(claim) if claim.unit == "pct" else rounding.points(claim)) in {shown, -shown}
    if claim.unit == "kg":
        return rounding.tonnes(claim) == shown / rounding.KILOGRAMS
    return rounding.multiple(claim) == shown if claim.unit == "ratio" else claim.value == shown
