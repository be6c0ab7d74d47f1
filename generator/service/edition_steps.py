"""Take an edition from its figures to its readers: ask, build, approve, send.

Each step takes the row of an edition in the due table and returns the row as it is then; `tick` records it. A step
can be repeated, since a kill may come between the step and its record.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from types import FrameType
from typing import Literal

from generator.delivery import Shelf
from generator.editions.build import Receipt, build
from generator.editions.edition_holds import CONFIRM, IN_DOUBT, STALE, restored
from generator.editions.edition_names import NamedEdition, newest, note_on
from generator.errors import (
    DeliveryError,
    FiguresDoubtful,
    FiguresIncomplete,
    FiguresMissing,
    GeneratorError,
    Held,
    NotApproved,
    PeriodUnknown,
)
from generator.intake.absent_lines import absent_lines
from generator.intake.file_intake import waiting_files
from generator.intake.period_choice import figures_for
from generator.intake.pull import Failed, Item, pull
from generator.intake.questions import is_service
from generator.intake.source_answers import FetchRequest, SourceAnswer
from generator.intake.standings import SourceStanding
from generator.intake.timetable import may_go, schedule_of, source_of, when, within_hours, zone_of
from generator.readers.approval import hold, is_correction, lacking, note_of
from generator.readers.returned_mail import read_bounces
from generator.readers.send import send
from generator.settings.desk import Desk
from generator.store import Due, EditionNote, FigureStore
from generator.trade.period import Period

_ENDS = (signal.SIGTERM, signal.SIGINT)
_NEWS = ("new", "restated")
_FEW = 8  # lines that are named one by one
Extent = Literal["none", "partial", "complete"]
WHO = "the clock"
SOON = timedelta(minutes=10)  # until the second try, after which each wait is twice as long
LONGEST = timedelta(hours=4)  # no wait is longer
REFUSED = timedelta(days=1)  # until an edition that the audit held is tried again
_OVER = ("published", "corrected", "withdrawn")
_PERSON = 2  # the exit code of what only a person can mend
Stopping = Callable[[], bool]
Maker = Callable[[Desk, FigureStore, Shelf, str, str, datetime, Callable[[str], None]], Receipt]


def as_generator_error(fault: Exception) -> GeneratorError:
    """Return `fault` as a GeneratorError, whose message can be shown."""
    if isinstance(fault, GeneratorError):
        return fault
    return GeneratorError(f"internal error: {type(fault).__name__}: {fault}")


class BrokenOff(BaseException):
    """A signal asked us to stop. It is not an Exception, so that no handler of faults catches it and continues."""


@contextmanager
def end_on_signal() -> Iterator[None]:
    """End the block at once where a signal asks for an end, whatever it is waiting for.

    The handlers that were set before are called, too. Outside the main thread, where no signal comes, nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _ENDS}

    def break_off(number: int, frame: FrameType | None) -> None:
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)
        raise BrokenOff

    for number in _ENDS:
        signal.signal(number, break_off)
    try:
        yield
    except BrokenOff:
        return
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class Arrivals:
    """The outcome of asking sources: faults by source, slips by briefing, and a line for each thing that is new."""

    faults: dict[str, GeneratorError] = field(default_factory=dict)
    slips: dict[str, str] = field(default_factory=dict)
    news: list[str] = field(default_factory=list)

    def add(self, item: Item) -> None:
        """Add one outcome of a pull."""
        match item:
            case Failed():
                self.faults[item.question.source] = item.error
            case SourceAnswer() if item.error:
                self.faults[item.question.source] = item.error
            case SourceAnswer() if item.word in _NEWS:
                self.news.append(f"{item.word}: {item.question.source} {item.period}, {item.figures} figures")
            case SourceStanding() if item.slip:
                self.slips |= dict.fromkeys(item.question.names, item.slip)


def ask(desk: Desk, store: FigureStore, names: Sequence[str], now: datetime, stopping: Callable[[], bool]) -> Arrivals:
    """Ask the sources of the briefings `names`, each once; a fault of one stops no other, and what came is kept."""
    arrivals = Arrivals()
    for source in dict.fromkeys(desk.briefing(name).figures.source for name in names):
        source_names = [name for name in names if desk.briefing(name).figures.source == source]
        try:
            with end_on_signal():
                for item in pull(desk, store, source_names, FetchRequest(), now, lambda _: None):
                    arrivals.add(item)
        except GeneratorError as fault:
            arrivals.faults[source] = fault
        except Exception as fault:  # noqa: BLE001 -- whatever it is, other sources are asked
            arrivals.faults[source] = as_generator_error(fault)
        if stopping():
            break
    return arrivals


def sources_with_files(desk: Desk) -> tuple[str, ...]:
    """Return the sources in whose inboxes a file waits to be read."""
    return tuple(source for source in desk.layouts if waiting_files(desk, source))


def extent(desk: Desk, store: FigureStore, name: str, period: Period) -> tuple[Extent, str]:
    """Return how much of an edition's figures is here, and a sentence on what is missing."""
    try:
        figures = figures_for(desk, store, name, str(period))
    except (FiguresMissing, PeriodUnknown) as lacking:
        return "none", str(lacking).partition(" Ask for it: ")[0]  # the clock does
    except FiguresIncomplete as lacking:
        return "partial", str(lacking)
    sides = [figures]
    if figures.opposite:
        sides.append(figures.opposite)
    empty: list[str] = []
    count = 0
    for side in sides:
        answered, silent = side.summable_codes(period)
        empty += silent
        count += len(answered) + len(silent)
    if not empty:
        return "complete", ""
    codes = ", ".join(empty[:_FEW])
    if len(empty) > _FEW:
        codes += f" and {len(empty) - _FEW} more"
    sentences = [f"{len(empty)} of {count} lines have no figure of {period}: {codes}"]
    sentences += [lines.in_words(name) for lines in absent_lines(figures, period)]
    return "partial", ". ".join(sentences)


def build_or_wait(desk: Desk, store: FigureStore, row: Due, arrivals: Arrivals, now: datetime) -> Due:
    """Return the row of an edition whose source was asked: it is built next, or its source is asked again later."""
    source = source_of(desk, row.briefing)
    has, why = extent(desk, store, row.briefing, row.period)
    is_late = _is_late(desk, row, now)
    is_all = is_late or when(desk, row.briefing, row.period).late is None  # of what is likely to come
    if has == "complete" or (has == "partial" and is_all and schedule_of(desk, row.briefing).partial):
        text = f"its figures are here, not all of them: {why}" if why else "its figures are here"
        return replace(row, step="build", next=now, tries=0, word="", said=text)
    fault = arrivals.faults.get(source)
    slip = arrivals.slips.get(row.briefing, "")
    if is_late:
        word = "late"
    elif fault is not None and fault.exit_code == _PERSON:
        word = "failed"
    elif slip:
        word = "slip"
    else:
        word = "partial" if has == "partial" else "waits"
    # a person may come long after the figures
    absent = row.absent
    if fault is None and is_service(desk.settings.sources[source]):
        absent = now
    return replace(
        row,
        absent=absent,
        word=word,
        said="\n".join(filter(None, (str(fault or why), slip))),
        tries=row.tries + 1,
        next=within_hours(desk, row.briefing, now + back_off(row.tries)),
    )


def build_edition(desk: Desk, store: FigureStore, shelf: Shelf, row: Due, now: datetime, make: Maker = build) -> Due:
    """Build the edition and return its row: approval is next."""
    receipt = make(desk, store, shelf, row.briefing, str(row.period), now, lambda _: None)
    text = f"r{receipt.revision} made" if receipt.made else f"r{receipt.revision} stands"
    return replace(row, step="approve", next=now, tries=0, word="", said=text)


def check_approval(desk: Desk, store: FigureStore, shelf: Shelf, row: Due, now: datetime) -> Due:
    """Return the row of an edition that may be sent, is over, or waits for a person until a later tick."""
    named = _newest(store, shelf, row)
    if named is None:
        return replace(row, step="pull", next=now, said="its edition is gone")
    note = note_of(store, named)
    if note.state in _OVER:
        return replace(row, step="done", word="", said=f"r{note.revision} is {note.state}")
    if _may_be_stale(store, note):
        why = _stale(desk, store, row, note, now)
        if why:
            note = hold(store, named, WHO, why, now)
    if note.state == "held":
        # of what the clock, or a restore, holds the operators are told
        kinds = {STALE: "stale", IN_DOUBT: "held"}
        word = next((word for start, word in kinds.items() if note.reason.startswith(start)), "hold")
        return replace(row, word=word, said=f"r{note.revision} is held: {note.reason}")
    unconfirmed = restored(store)
    if unconfirmed is not None:
        word = "late" if _is_late(desk, row, now) else "hold"
        return replace(row, word=word, said=f"r{note.revision} waits, {unconfirmed}: {CONFIRM}")
    missing = lacking(desk, store, note)
    asks_anyway = note.revision > 1 and is_correction(store, note)
    if note.state in ("approved", "sending") or not (missing or asks_anyway):
        goes = may_go(desk, store, row, now)
        text = f"r{note.revision} may be sent"
        if goes > now:
            text += f" from {goes:%H:%M} on"
        return replace(row, step="send", next=goes, word="", said=text)
    text = f"r{note.revision} waits for {max(1, missing)} yes: tradebrief approve {row.edition}"
    word = "late" if _is_late(desk, row, now) else "approval"
    return replace(row, word=word, said=text)


def send_edition(
    desk: Desk, store: FigureStore, shelf: Shelf, row: Due, clock: Callable[[], datetime], stopping: Stopping
) -> Due:
    """Send the letters that wait and return the row; what the mail server did not take is tried again later."""
    ready = check_approval(
        desk, store, shelf, replace(row, step="approve"), clock()
    )  # days may lie between the yes and this
    if ready.step != "send":
        return ready
    if ready.next > clock():
        return replace(row, next=ready.next)
    read_bounces(desk, store, clock())  # who left, or cannot be reached, gets none
    named = _newest(store, shelf, row)
    if named is None:
        return ready
    of = send(
        desk, store, shelf, named, WHO, clock, stopping=stopping, patience=timedelta(0)
    )  # others may want the desk
    states = ", ".join(f"{count} {state}" for state, count in of.counts.items() if count) or "no reader"
    text = f"r{named.revision} {of.state}: {states}"
    if of.state in _OVER:
        return replace(row, step="done", word="uncertain" if of.is_uncertain else "", said=text)
    if of.counts["failed"] and not of.counts["queued"]:
        word = "failed"
    elif of.is_uncertain:
        word = "uncertain"
    else:
        word = "waits"
    next_try = datetime.fromisoformat(of.due) if of.due else clock() + back_off(row.tries)
    return replace(row, next=next_try, tries=row.tries + 1, word=word, said=text)


def retry_later(desk: Desk, row: Due, fault: Exception, now: datetime) -> Due:
    """Return the row of an edition whose step failed: it is tried again, after an ever longer while."""
    text = str(as_generator_error(fault))
    step = row.step
    if isinstance(fault, NotApproved):
        step, word = "approve", "approval"
    elif isinstance(fault, Held | FiguresIncomplete | FiguresDoubtful):
        word = "held"
    elif isinstance(fault, DeliveryError) and fault.exit_code != _PERSON:
        word = "late" if _is_late(desk, row, now) else "waits"
    else:
        word = "failed"
    # the audit says the same again until figures or settings change, and then it is asked at once
    next_try = now + (REFUSED if isinstance(fault, Held) else back_off(row.tries))
    return replace(row, step=step, next=next_try, tries=row.tries + 1, word=word, said=text)


def back_off(tries: int) -> timedelta:
    """Return how long to wait for the next try after `tries` tries."""
    return min(SOON * (1 << min(tries, 10)), LONGEST)


def _is_late(desk: Desk, row: Due, now: datetime) -> bool:
    late = when(desk, row.briefing, row.period).late
    return late is not None and now > late


def _may_be_stale(store: FigureStore, note: EditionNote) -> bool:
    """Say whether anybody is still to get an edition; one whose letters have all left is only to be published."""
    if note.state != "sending":
        return note.state in ("drafted", "approved")
    mailing = store.ledger.mailing(note.briefing, str(note.period), note.revision)
    return mailing is None or store.ledger.counts(mailing.number)["queued"] > 0


def _stale(desk: Desk, store: FigureStore, row: Due, note: EditionNote, now: datetime) -> str:
    """Return why an edition is too old to be mailed; "" where it is not, or where a person has released it since."""
    fresh = schedule_of(desk, row.briefing).span("stale_after")
    out_since = _known_since(desk, store, row)
    if now <= out_since + fresh:
        return ""
    decisions = store.decisions.on(note.briefing, str(note.period), note.revision)
    if any(
        decision.what in ("approve", "lift") and decision.at and decision.at > out_since + fresh
        for decision in decisions
    ):
        return ""
    since = out_since.astimezone(zone_of(desk))
    limit = f"{fresh.days} days" if fresh.days else f"{fresh.seconds // 3600} hours"
    return f"{STALE}out since {since.date()}, {(now - out_since).days} days ago; {limit} is the limit"


def _known_since(desk: Desk, store: FigureStore, row: Due) -> datetime:
    """Return since when the figures of an edition are published, as far as we know.

    It is the day when they were due, or were released if that was earlier. It is never before a time when the source
    was asked and did not have them.
    """
    releases = store.releases.all(source_of(desk, row.briefing))
    days = [release.released for release in releases if row.period.ends_with(release.period)]
    released = datetime.combine(min(days), time.min, zone_of(desk)) if days else row.due
    is_certain = when(desk, row.briefing, row.period).late is not None
    moment = min(released, row.due) if is_certain else released
    return max(moment, row.absent) if row.absent else moment


def _newest(store: FigureStore, shelf: Shelf, row: Due) -> NamedEdition | None:
    """Return the revision that is on its way: one that was begun goes on, else the newest."""
    notes = [note for note in store.editions.all() if (note.briefing, note.period) == (row.briefing, row.period)]
    begun = [note.revision for note in notes if note.state in ("approved", "sending")]
    number = min(begun) if begun else newest(store, shelf, row.briefing, str(row.period))
    named = NamedEdition(row.briefing, str(row.period), number)
    return named if number and note_on(store, named) else None
