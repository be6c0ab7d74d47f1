"""Silence: asked codes of which an answer has no row. Some mean that nothing was traded, some that nobody was heard.

A service that has lines of six digits alone answers every heading with nothing, for ever, and one that is asked about
the wrong pair answers everything so. So silence is no trade only where the pair was answered at that depth of codes at
any time, or where all lines of the code were asked with it and such lines were answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.intake.questions import Question, lines_within
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.trade.editions import TOTAL
from generator.trade.release import ALONE, Batch

LINES = 6  # digits of the finest lines that every country sends
Depths = frozenset[int]  # digits of codes; 0 is all goods together


def depths_of(codes: Iterable[str]) -> Depths:
    """Return how many digits `codes` have."""
    return frozenset(0 if code == TOTAL else len(code) for code in codes)


def answered(store: FigureStore, question: Question) -> Depths:
    """Return at which depths the source ever had a figure of the question's pair, in either direction."""
    selection = question.selections()[0]
    held = store.holdings(question.source, store.vintage(question.source, None, selection))
    pair = (question.reporter, question.partner)
    return depths_of(code for one in held if (one.reporter, one.partner) == pair for code in one.codes)


def unheard(codes: Sequence[str], depths: Depths) -> tuple[str, ...]:
    """Return which of the asked `codes` an answer may have no row of without telling that there was no trade."""
    asked = frozenset(codes)
    return tuple(code for code in codes if not depths & depths_of([code]) and not _by_its_lines(code, asked, depths))


def without(batch: Batch, codes: Iterable[str]) -> Batch:
    """Return the batch with nothing to tell of `codes` that it has no row of."""
    alone = {f"{ALONE}{code}" for code in codes}
    kept = [replace(one, codes=tuple(code for code in one.codes if code not in alone)) for one in batch.coverage]
    return replace(batch, coverage=tuple(one for one in kept if one.codes))


def _by_its_lines(code: str, asked: frozenset[str], depths: Depths) -> bool:
    """Say whether every line within `code`, of a depth that is answered, was asked with it."""
    deeper = [digits for digits in depths if digits > len(code)] if code != TOTAL else []
    return any(lines and lines <= asked for lines in (lines_within(code, digits) for digits in deeper))


def remedy(desk: Desk, question: Question, silent: Iterable[str]) -> str:
    """Return what may help where nothing is heard of the codes `silent`."""
    detail, file = desk.briefing(question.names[0]).figures.detail or 0, f"briefings/{question.names[0]}.yaml"
    if detail < LINES and any(code == TOTAL or len(code) < LINES for code in silent):
        return (
            f"If the source has lines alone, write detail: {LINES} in {file}; else check reporter, partner and codes."
        )
    return f"Check reporter, partner and codes in {file}."
