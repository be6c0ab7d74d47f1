"""Judging: a document on its way into the store is taken, flagged, or set aside with the way to accept it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shlex import quote

from generator.errors import FiguresDoubtful, SettingsError, SourceChanged
from generator.intake.plausibility import Judgement, judge
from generator.intake.received_file import kept
from generator.settings.desk import Desk
from generator.settings.tolerances import Tolerances
from generator.store import FigureStore
from generator.store.beside import periods_in
from generator.store.durable import copy_durably, write_durably
from generator.trade.period import Period
from generator.trade.release import Batch, LargeBatch

AnyFigures = Batch | LargeBatch
_QUOTES = str.maketrans("“”", "‘’")  # the note puts the reason into quotation marks of its own
_LONGEST = 200  # signs of a reason, which the note of an edition prints


def judged(desk: Desk, store: FigureStore, batch: AnyFigures) -> Judgement:
    """Return what is odd about a batch, by its own parts and beside what the store knows; nothing is stored."""
    usual = desk.settings.sources[batch.source].usual
    tolerances = Tolerances(usual.partial, usual.gone)
    return judge(store.measured(batch, tolerances.limits), tolerances)


def leaves_out(desk: Desk, store: FigureStore, batch: AnyFigures) -> bool:
    """Say whether a batch has no row of a large line of a briefing, which it says had no trade (trade.gaps)."""
    found = [one for one in desk.briefings.values() if one.figures.source == batch.source]
    for briefing in found:
        chosen = briefing.selection
        sides = [chosen, *([replace(chosen, flow=chosen.flow.opposite)] if briefing.figures.balance else [])]
        if any(store.leaves_out(batch, side) for side in sides):
            return True
    return False


def set_aside(desk: Desk, batch: AnyFigures, raw: bytes | Path, reason: str, given: str) -> FiguresDoubtful:
    """Keep the bytes (of a large file, a copy) beside the reason, where no run looks, and return what says both.

    `given` are the flags that a person took the file in with.
    """
    name = kept(f"{batch.raw[:12]}-{batch.document}")
    place = desk.folder / "inbox" / batch.source / "quarantine" / name
    write_durably(place.with_name(f"{name}.reason.txt"), f"{reason}\n".encode())
    if isinstance(raw, Path):
        copy_durably(raw, place)
    else:
        write_durably(place, raw)
    return FiguresDoubtful(batch.document, reason, str(place), how_to_accept(batch, place, given))


def how_to_accept(batch: AnyFigures, file: Path, given: str) -> str:
    """Return the command that takes `file` in all the same, to be pasted; `given` are the flags that it came with."""
    taken_in = f"tradebrief ingest {quote(str(file))} --source {batch.source}{given}"
    again = "tradebrief pull" if batch.address else taken_in
    return f'If the figures are right, say why: {again} --accept "REASON".'


def a_reason(text: str | None) -> str:
    """Return why a person accepts a release, "" for None; SettingsError where no edition could print it."""
    reason = " ".join((text or "").split()).translate(_QUOTES)
    if text is not None and not (reason and reason.isprintable() and len(reason) <= _LONGEST):
        option, problem = "--accept", f"it must be one sentence of at most {_LONGEST} signs, all of which can be seen."
        raise SettingsError(option, problem, "It stands in the note of the editions that use the release.")
    return reason


def refuse_other_period(batch: AnyFigures, period: Period) -> None:
    """Refuse a file that has nothing of the period that it was fetched for."""
    found = periods_in(batch.file) if isinstance(batch, LargeBatch) else {one.period for one in batch.observations}
    known = sorted(found)
    if period not in known:
        has = str(known[0]) if len(known) == 1 else f"{len(known)} periods from {known[0]} to {known[-1]}"
        msg = (
            f"{batch.document} has no figure of {period}; it has {has}. Nothing was stored. "
            "Fetch the file of that period, or leave --period out."
        )
        raise SourceChanged(msg)
