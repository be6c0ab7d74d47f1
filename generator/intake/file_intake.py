"""Record files of figures as releases: raw bytes first, bad rows to quarantine, each release as a whole or not at all.

`ingest` takes in one file that a person names. `take_in` takes in the inbox of a source. `examine_file` only returns
what a file would change. `enter` records what was read; answers of services come to it, too.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from shlex import quote
from unicodedata import category

from generator.errors import FiguresDoubtful, SettingsError, SourceChanged
from generator.intake.plausibility import PlausibilityJudgement, judge
from generator.intake.preview import Changes, Parts, compare_figures
from generator.intake.questions import questions_of
from generator.settings.desk import Desk
from generator.settings.tolerances import Tolerances
from generator.sources import (
    AnyLayout,
    NothingUsable,
    SideLayout,
    TableLayout,
    is_large,
    layout_of,
    layout_of_head,
    layout_of_period,
    publication_day,
    read,
    read_context,
    read_large,
    read_names,
    write_refusals,
)
from generator.sources.faults import shown
from generator.store import FigureStore
from generator.store.batch_measures import periods_in
from generator.store.durable import copy_durably, write_durably
from generator.trade.flags import Flag
from generator.trade.period import Period
from generator.trade.release import Batch, LargeBatch, Refusal
from generator.trade.side_batches import AnyBatch, NamesBatch, SideBatch

QUIET = 2.0  # seconds without a change after which a file counts as whole
_LONGEST_NAME = 180  # bytes: a digest before it and .reason.txt after it must fit into the 255 of a file system
_LONGEST_REASON = 200  # characters; the note of an edition prints it
_QUOTES = str.maketrans("“”", "‘’")  # the note puts the reason into double quotation marks
_PROCESSING, _TRIES = "processing", 3
_LARGEST_WHOLE, _LARGEST = 64 * 2**20, 2**30  # bytes: the largest file read into memory, and the largest CSV
_HEAD = 2**20  # bytes at the beginning of a file, from which its layout is found
_ACCEPT = "--accept"

AnyFigures = Batch | LargeBatch


@dataclass(frozen=True)
class ReceivedDocument:
    """A file of a person or an answer of a source, after reading."""

    batch: AnyBatch  # its figures, prices, rates or names
    raw: bytes | Path  # its bytes; for a large file its path
    layout: AnyLayout  # how it was read
    options: str = ""  # the options that a person gave with the file, as typed


@dataclass(frozen=True)
class IntakeResult:
    """The outcome for one file that was recorded, or only examined."""

    batch: AnyBatch
    new: bool  # whether it changed the store
    quarantine: Path | None = None  # the list of refused rows
    # only of an examined file: what its figures are about
    parts: Parts | None = None
    # only of an examined file: what it would change; None if it is too large to be compared line by line
    changes: Changes | None = None
    flags: tuple[Flag, ...] = ()  # what is odd about it
    elsewhere: int = 0  # how many of the flags, the last ones, are about trade of no briefing
    accepted: str = ""  # a person's reason to accept it despite a doubt; "" if there was none
    doubt: str = ""  # only of an examined file: why it would be set aside
    remedy: str = ""  # and what a person can do then

    @property
    def count(self) -> str:
        """The count of its entries in words: "12 figures", "8,957 names"."""
        return f"{self.batch.count:,} names" if isinstance(self.batch, NamesBatch) else f"{self.batch.count} figures"

    @property
    def known_to(self) -> str:
        """The sentence on which editions use a new list of names; "" for anything else."""
        if not isinstance(self.batch, NamesBatch) or not self.new:
            return ""
        day = self.batch.released
        return f"known to editions whose figures are of {day} or later; --released DATE says another day"


@dataclass(frozen=True)
class SetAside:
    """A file that was not taken in."""

    file: str
    reason: str
    quarantine: Path | None  # where it is in quarantine/; None if it was not moved
    remedy: str = "Put it back into the inbox when it is fixed."
    exit_code: int = SourceChanged.exit_code  # of its error


def ingest(
    desk: Desk,
    store: FigureStore,
    file: Path,
    source: str,
    now: datetime,
    released: date | None = None,
    period: Period | None = None,
    *,
    accept: str = "",
) -> IntakeResult:
    """Record one file as a release of `source`.

    The same bytes again change nothing, unless a later release overtook them.
    A file in the inbox of `source` is moved to done/, as `take_in` does. `period` is the period of a file that does not
    state it; a file that does must contain it. Raises SourceChanged, and stores nothing, if the layout is not the
    declared one. Raises FiguresDoubtful as `enter` does.
    """
    inbox = desk.folder / "inbox" / source
    is_in_inbox = file.parent.resolve() == inbox.resolve()
    try:
        with read_document(desk, store, file, source, now, released, period) as document:
            result = enter(desk, store, [document], now, accept=accept)[0]
    except FiguresDoubtful:
        if is_in_inbox:
            file.unlink()  # its bytes lie in quarantine/
        raise
    except NothingUsable as error:
        listed = _list_refusals(desk, source, file.name, error.refusals)
        msg = f"{error} The rows are listed in {listed}."
        raise SourceChanged(msg) from None
    if is_in_inbox:
        _to_done(inbox, file, result.batch.raw)
    return result


def examine_file(
    desk: Desk,
    store: FigureStore,
    file: Path,
    source: str,
    now: datetime,
    released: date | None = None,
    period: Period | None = None,
) -> IntakeResult:
    """Return what a file contains and what it would change. Nothing is stored."""
    with read_document(desk, store, file, source, now, released, period) as document:
        batch = document.batch
        odd = _judged(desk, store, document)
        parts = None if isinstance(batch, SideBatch) else Parts.of(batch)
    compared = compare_figures(batch, store.current_figures(batch)) if isinstance(batch, Batch) else None
    remedy = how_to_accept(batch, file, document.options) if odd.stops and not isinstance(batch, SideBatch) else ""
    flags, elsewhere = sort_flags(desk, batch, odd.flags)
    result = IntakeResult(batch, new=False, parts=parts, changes=compared, flags=flags, elsewhere=elsewhere)
    return replace(result, doubt=odd.reason, remedy=remedy)


@contextmanager
def read_document(
    desk: Desk,
    store: FigureStore,
    file: Path,
    source: str,
    now: datetime,
    released: date | None = None,
    period: Period | None = None,
    *,
    address: str = "",
) -> Iterator[ReceivedDocument]:
    """Give the document in a file while the block lasts. Nothing is stored.

    `released` and `period` come from a person. `address` is where a downloaded file came from. Raises SourceChanged if
    the file cannot be read or contradicts the person.
    """
    if source not in desk.layouts:
        names = ", ".join(desk.layouts) or "none"
        raise SettingsError(str(desk.folder / "desk.yaml"), f"there is no source {source!r}; known: {names}.")
    layout = desk.layouts[source]
    if isinstance(layout, TableLayout) and period and layout.kind == "gacc":  # its files may not state the months
        layout = layout_of_period(layout, period)
    place = store.folder / "reading"  # for temporary files of a large file
    shutil.rmtree(place, ignore_errors=True)  # of a run that was killed
    try:
        large = _large_layout(layout, file)
        if large:
            place.mkdir(parents=True)
            day = released or _day_taken(large, now)
            document = ReceivedDocument(read_large(large, file, file.name, day, place, address=address), file, large)
        else:
            document = _read(layout, file, released, now, address)
        refuse_tomorrow(document.batch, now)
        if period and not isinstance(document.batch, SideBatch):
            _refuse_other_period(document.batch, period)
        options = (("released", released), ("period", period))
        yield replace(document, options="".join(f" --{name} {value}" for name, value in options if value))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _large_layout(declared: AnyLayout, file: Path) -> TableLayout | None:
    """Return the layout of a file that is too large to be read into memory; None for any other file.

    SourceChanged if it is not a regular file, or larger than the limits.
    """
    if not os.path.lexists(file):
        msg = f"{shown(str(file))}: there is no such file. Nothing was stored. Name the file as it is called."
        raise SourceChanged(msg)
    is_file, large = file.is_file() and not file.is_symlink(), None
    if is_file and isinstance(declared, TableLayout):
        head = _content(file, _HEAD)
        layout = layout_of_head(declared, head, file.name)
        large = layout if layout and is_large(layout, file.stat().st_size, head) else None
    if not is_file or file.stat().st_size > (_LARGEST if large else _LARGEST_WHOLE):
        what = f"CSV of at most {_LARGEST >> 30} GiB" if large else f"file of at most {_LARGEST_WHOLE >> 20} MiB"
        msg = f"{shown(file.name)} is no {what}. Nothing was stored. Take the file itself, not a link or a folder."
        raise SourceChanged(msg)
    return large


def _content(file: Path, most: int = -1) -> bytes:
    """Return the first `most` bytes of a file, or all of them.

    Raises SourceChanged if it cannot be read, or if its name has a line break or a control character: lists, messages
    and evidence print the name.
    """
    if any(not mark.isprintable() and category(mark) != "Zs" for mark in file.name):  # wide blanks are harmless
        msg = f"{shown(file.name)} has a sign in its name that does not print. Nothing was stored. Rename the file."
        raise SourceChanged(msg)
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as fault:
        msg = f"{file.name} cannot be read: {os.strerror(fault.errno or 0)}. Nothing was stored. Copy it again."
        raise SourceChanged(msg) from None


def _read(layout: AnyLayout, file: Path, released: date | None, now: datetime, address: str) -> ReceivedDocument:
    raw = _content(file)
    if isinstance(layout, SideLayout):
        if layout.kind == "names":
            return ReceivedDocument(read_names(layout, raw, file.name, released, now.date()), raw, layout)
        return ReceivedDocument(read_context(layout, raw, file.name, released or now.date()), raw, layout)
    layout = layout_of(layout, raw, file.name)
    day = released or publication_day(layout, raw) or _day_taken(layout, now)
    return ReceivedDocument(read(layout, raw, file.name, day, address=address), raw, layout)


def _day_taken(layout: TableLayout, now: datetime) -> date | None:
    """Return today as the day of release for a publisher whose files have none; None for tables of a person."""
    return None if layout.kind == "tables" else now.date()


def refuse_tomorrow(batch: AnyBatch, now: datetime) -> None:
    """Raise SourceChanged for a day of release in the future: until then it would count as the newest release."""
    if batch.released > now.astimezone(UTC).date() + timedelta(days=1):
        msg = (
            f"{batch.document} says that it was published on {batch.released}, which is still to come. Nothing was "
            "stored. Fix the day in the file; if it is right, the clock of this machine is wrong."
        )
        raise SourceChanged(msg)


def _refuse_other_period(batch: AnyFigures, period: Period) -> None:
    """Raise SourceChanged if a file has no figure of the period that a person gave with it."""
    if isinstance(batch, LargeBatch):
        periods = sorted(periods_in(batch.file))
    else:
        periods = sorted({figure.period for figure in batch.observations})
    if period not in periods:
        has = str(periods[0]) if len(periods) == 1 else f"{len(periods)} periods from {periods[0]} to {periods[-1]}"
        msg = (
            f"{batch.document} has no figure of {period}; it has {has}. Nothing was stored. "
            "Fetch the file of that period, or leave --period out."
        )
        raise SourceChanged(msg)


def enter(
    desk: Desk,
    store: FigureStore,
    documents: Sequence[ReceivedDocument],
    now: datetime,
    *,
    accept: str = "",
    is_reread: bool = False,
) -> tuple[IntakeResult, ...]:
    """Judge all documents, then record each as a release.

    If one is implausible, raises FiguresDoubtful; its bytes go to quarantine/ and nothing is recorded. With a reason
    `accept` it is recorded all the same, together with the reason. With `is_reread` the bytes are in the store already
    and were read again.
    """
    judgements: list[PlausibilityJudgement] = []
    for document in documents:
        odd, batch = _judged(desk, store, document), document.batch
        if odd.stops and not accept and not isinstance(batch, SideBatch):
            raise _set_aside(desk, batch, document.raw, odd.reason, document.options)
        judgements.append(odd)
    entering = (now, accept)
    return tuple(
        _record(desk, store, document, odd, entering, is_reread=is_reread)
        for document, odd in zip(documents, judgements, strict=True)
    )


def _judged(desk: Desk, store: FigureStore, document: ReceivedDocument) -> PlausibilityJudgement:
    """Return what is odd about a document. Known documents, and prices, rates and names, are not judged.

    A file that returns after a later release overtook it is not judged again: it keeps its flags from the first time,
    since the later release may have been the wrong one.
    """
    batch, layout = document.batch, document.layout.as_data()
    if isinstance(batch, SideBatch) or store.knows(batch, layout):
        return PlausibilityJudgement()
    if was := store.overtaken(batch, layout):
        return PlausibilityJudgement(flags=tuple(map(Flag.parse, was.flags)))
    usual = desk.settings.sources[batch.source].usual
    tolerances = Tolerances(usual.partial, usual.gone)
    return judge(store.measure(batch, tolerances.limits), tolerances)


def _record(
    desk: Desk,
    store: FigureStore,
    document: ReceivedDocument,
    odd: PlausibilityJudgement,
    entering: tuple[datetime, str],
    *,
    is_reread: bool,
) -> IntakeResult:
    """Store the bytes of a document, record it as a release, and list its refused rows in quarantine/."""
    now, accept = entering
    batch, flags = document.batch, (*odd.stops, *odd.flags)
    layout = document.layout.as_data()
    was = store.overtaken(batch, layout)
    accepted = ""
    if was:
        accepted = was.accepted
    elif odd.stops:
        accepted = accept
    if isinstance(document.raw, Path):
        store.raw.keep_file(document.raw)
    else:
        store.raw.keep(document.raw)
    new = store.record(
        batch,
        layout,
        recorded=now,
        accepted=accepted,
        flags=tuple(map(str, flags)),
        is_reread=is_reread,
    )
    named = f"{batch.raw[:12]}-{batch.document}"
    place = _list_refusals(desk, batch.source, named, batch.refusals) if batch.refusals else None
    flags, elsewhere = sort_flags(desk, batch, flags)
    return IntakeResult(batch, new, place, flags=flags, elsewhere=elsewhere, accepted=accepted)


def sort_flags(desk: Desk, batch: AnyBatch, flags: Sequence[Flag]) -> tuple[tuple[Flag, ...], int]:
    """Return the flags, those about trade of a briefing first, and how many are about other trade.

    Only the flags of a large file of a source with briefings are sorted. Otherwise the count is 0.
    """
    questions = questions_of(desk, tuple(desk.briefings))
    sides = [side for question in questions if question.source == batch.source for side in question.selections()]
    if not isinstance(batch, LargeBatch) or not sides:
        return tuple(flags), 0
    own_flags = [flag for flag in flags if any(flag.concerns(side) for side in sides)]
    other_flags = [flag for flag in flags if flag not in own_flags]
    return (*own_flags, *other_flags), len(other_flags)


def checked_reason(text: str | None) -> str:
    """Return the reason of `--accept`, cleaned, or "" for None; SettingsError if an edition could not print it."""
    reason = " ".join((text or "").split()).translate(_QUOTES)
    if text is not None and not (reason and reason.isprintable() and len(reason) <= _LONGEST_REASON):
        problem = f"it must be one sentence of at most {_LONGEST_REASON} signs, all of which can be seen."
        raise SettingsError(_ACCEPT, problem, "It stands in the note of the editions that use the release.")
    return reason


def how_to_accept(batch: AnyFigures, file: Path, options: str) -> str:
    """Return the sentence with the command that accepts a doubtful `file`. `options` were given with the file."""
    ingest_command = f"tradebrief ingest {quote(str(file))} --source {batch.source}{options}"
    command = "tradebrief pull" if batch.address else ingest_command
    return f'If the figures are right, say why: {command} --accept "REASON".'


def take_in(desk: Desk, store: FigureStore, source: str, now: datetime) -> Iterator[IntakeResult | SetAside]:
    """Yield the outcome of every file in the inbox of `source`.

    A good file is recorded and moved to done/. A bad one is moved to quarantine/ and does not stop the others. A file
    that is still being written stays. While a file is read it lies in processing/, where the next run finds it after a
    kill. A file in whose middle three runs have ended is moved to quarantine/, too.
    """
    settled, moving = split_settled(waiting_files(desk, source))
    for file in moving:
        yield SetAside(shown(file.name), "it is still being written; it is taken in by the next run", None)
    for file in settled:
        yield _take(desk, store, file, source, now)


def waiting_files(desk: Desk, source: str) -> tuple[Path, ...]:
    """Return the waiting files of a source's inbox. Files on which an earlier run was killed come first."""
    inbox = desk.folder / "inbox" / source
    files: list[Path] = []
    for folder in (*(inbox / _PROCESSING / str(tries) for tries in range(_TRIES, 0, -1)), inbox):
        entries = [file for file in folder.iterdir() if not file.name.startswith(".")] if folder.is_dir() else []
        files += sorted(file for file in entries if file.is_symlink() or not file.is_dir())
    return tuple(files)


def split_settled(files: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return the complete files, and those that changed between two looks. A deleted file is in neither.

    A file that has not changed for QUIET seconds needs no second look. The times of the file system are compared with
    the machine's clock, but no date of an edition comes from here.
    """
    looks = {file: _look(file) for file in files}
    first = {file: look for file, look in looks.items() if look is not None}
    ages = {file: time.time() - changed / 1e9 for file, (_, changed) in first.items()}
    fresh = [file for file, age in ages.items() if age < QUIET]
    if fresh:
        time.sleep(min(QUIET, max(QUIET - ages[file] for file in fresh)))
    second = {file: _look(file) if file in fresh else look for file, look in first.items()}
    settled = tuple(file for file, look in second.items() if look == first[file])
    return settled, tuple(file for file, look in second.items() if look not in {first[file], None})


def _look(file: Path) -> tuple[int, int] | None:
    """Return size and modification time of a file; None if it is gone."""
    try:
        status = file.lstat()
    except FileNotFoundError:
        return None
    return status.st_size, status.st_mtime_ns


def _take(desk: Desk, store: FigureStore, file: Path, source: str, now: datetime) -> IntakeResult | SetAside:
    inbox = desk.folder / "inbox" / source
    tries = int(file.parent.name) if file.parent != inbox else 0
    if tries == _TRIES:
        reason = f"{_TRIES} runs ended in the middle of it. See what it holds, and put it back."
        return SetAside(shown(file.name), reason, _to_quarantine(inbox, file, reason))
    place = inbox / _PROCESSING / str(tries + 1)
    place.mkdir(parents=True, exist_ok=True)
    file = file.rename(place / file.name)
    try:
        result = ingest(desk, store, file, source, now)
    except SourceChanged as error:
        return SetAside(shown(file.name), str(error), _to_quarantine(inbox, file, str(error)))
    except FiguresDoubtful as error:
        file.unlink()  # its bytes lie in quarantine/
        return SetAside(shown(file.name), error.reason, Path(error.place), error.remedy, error.exit_code)
    except BaseException:
        if tries == 0 and not (inbox / file.name).exists():
            file.rename(inbox / file.name)  # the program failed or was interrupted: the file waits as before
        raise
    _to_done(inbox, file, result.batch.raw)
    return result


def _to_done(inbox: Path, file: Path, raw: str) -> None:
    """Move a file to done/. This is the last step: after a kill before it, the next run finds the file again."""
    done = inbox / "done"
    done.mkdir(exist_ok=True)
    file.rename(done / f"{raw[:12]}-{_short(file.name)}")


def _to_quarantine(inbox: Path, file: Path, reason: str) -> Path:
    """Write the reason and move a bad file to quarantine/. The move is the last step, as for done/."""
    names = (f"{_short(file.name)}{f'.{number}' if number else ''}" for number in count())
    places = (inbox / "quarantine" / name for name in names)
    place = next(place for place in places if not os.path.lexists(place))
    write_durably(place.with_name(f"{place.name}.reason.txt"), f"{reason}\n".encode())
    file.rename(place)
    return place


def _set_aside(desk: Desk, batch: AnyFigures, raw: bytes | Path, reason: str, options: str) -> FiguresDoubtful:
    """Write bytes and reason into quarantine/, and return the error to raise. `options` were given with the file."""
    name = _short(f"{batch.raw[:12]}-{batch.document}")
    place = desk.folder / "inbox" / batch.source / "quarantine" / name
    write_durably(place.with_name(f"{name}.reason.txt"), f"{reason}\n".encode())
    if isinstance(raw, Path):
        copy_durably(raw, place)
    else:
        write_durably(place, raw)
    return FiguresDoubtful(batch.document, reason, str(place), how_to_accept(batch, place, options))


def _list_refusals(desk: Desk, source: str, name: str, refusals: tuple[Refusal, ...]) -> Path:
    place = desk.folder / "inbox" / source / "quarantine" / f"{Path(_short(name)).stem}-refused.csv"
    write_durably(place, write_refusals(refusals))
    return place


def _short(name: str) -> str:
    """Return a printable name that any file system takes. A long one loses its middle and keeps its ending."""
    plain = "".join(mark if mark.isprintable() else "_" for mark in name)
    raw = plain.encode()
    if len(raw) <= _LONGEST_NAME:
        return plain
    half = _LONGEST_NAME // 2
    return raw[:half].decode("utf-8", "ignore") + raw[-half:].decode("utf-8", "ignore")
