"""Files of figures become releases: raw bytes first, bad rows to quarantine, the release as a whole or not at all."""

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
from generator.intake.preview import Changes, Parts, changes
from generator.intake.questions import questions
from generator.settings.desk import Desk
from generator.settings.tolerances import Tolerances
from generator.sources import (
    AnyLayout,
    NothingUsable,
    SideLayout,
    TableLayout,
    as_begun,
    as_written,
    day_in,
    is_large,
    of_one_period,
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

_LONGEST_NAME = (
    180  # bytes of a kept name: a digest before it and .reason.txt behind it must fit into a file system's 255
)


def whole(file: Path, most: int = -1) -> bytes:
    """Return the bytes of a file, the first `most` of them where that is said.

    Raises SourceChanged where it cannot be read or has a name that does not print.

    The name stands in lists, lines and evidence: a line break or a control sign in it would write there.
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


def kept(name: str) -> str:
    """Return a name that any file system takes and a terminal prints: cut in its middle, its ending whole."""
    plain = "".join(mark if mark.isprintable() else "_" for mark in name)
    raw = plain.encode()
    if len(raw) <= _LONGEST_NAME:
        return plain
    half = _LONGEST_NAME // 2
    return raw[:half].decode("utf-8", "ignore") + raw[-half:].decode("utf-8", "ignore")


AnyFigures = Batch | LargeBatch
_QUOTES = str.maketrans("“”", "‘’")  # the note puts the reason into quotation marks of its own
_LONGEST = 200  # signs of a reason, which the note of an edition prints


def judged(desk: Desk, store: FigureStore, batch: AnyFigures) -> PlausibilityJudgement:
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


QUIET = 2.0  # seconds without a change after which a file counts as whole

Look = tuple[int, int]  # size and time of the last change


def looked_at_twice(files: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return the files that are whole, and those that changed between two looks; what is gone is in neither.

    A file that nobody has changed for QUIET seconds needs no second look. The file system's own times are compared
    with the machine's clock; no date of an edition comes from here.
    """
    first = {file: look for file in files if (look := _look(file)) is not None}
    fresh = [file for file, (_, changed) in first.items() if _age(changed) < QUIET]
    if fresh:
        time.sleep(min(QUIET, max(QUIET - _age(first[file][1]) for file in fresh)))
    second = {file: _look(file) if file in fresh else look for file, look in first.items()}
    settled = tuple(file for file, look in second.items() if look == first[file])
    return settled, tuple(file for file, look in second.items() if look not in {first[file], None})


def _look(file: Path) -> Look | None:
    try:
        found = file.lstat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _age(changed: int) -> float:
    return time.time() - changed / 1e9


def in_order(desk: Desk, batch: AnyBatch, flags: Sequence[Flag]) -> tuple[tuple[Flag, ...], int]:
    """Return the flags, those about a briefing's trade first, and how many are about none's.

    Of a file that is read whole all are its own, and so they are of a source on which no briefing stands yet.
    """
    if not isinstance(batch, LargeBatch):
        return tuple(flags), 0
    asked = [one for one in questions(desk, tuple(desk.briefings)) if one.source == batch.source]
    if not asked:
        return tuple(flags), 0
    told = [side for one in asked for side in one.selections()]
    own = [flag for flag in flags if any(flag.concerns(side) for side in told)]
    others = [flag for flag in flags if flag not in own]
    return (*own, *others), len(others)


_PROCESSING, _TRIES = "processing", 3
_LARGEST_WHOLE, _LARGEST = 64 * 2**20, 2**30  # bytes of a file that is held whole, and of one that is not
_COUNTS = "{0} counts already, as it was released on {1}."
_FROM = "Say from which day on it is accepted: --released {0}"
_HEAD = 2**20  # bytes that tell how a file is written


@dataclass(frozen=True)
class ReceivedDocument:
    """What bytes say, the bytes, and how they are written: a file of a person, or an answer of a source.

    Of a large file `raw` is the file. `given` are the flags that a person gave with it, as they are typed.
    """

    batch: AnyBatch
    raw: bytes | Path
    layout: AnyLayout
    given: str = ""


@dataclass(frozen=True)
class IntakeResult:
    """What became of one file: its batch, whether it was new, and where refused rows were written.

    `flags` are what is odd about it, the last `elsewhere` of them about trade that no briefing tells; `accepted` is why
    a person took it in although it cannot be what it says ("" where nobody had to). Where it was only looked at,
    `parts` is what its figures are about, `changes` what it would change (None: it is too large to be compared line by
    line), `doubt` why it would be set aside, `remedy` what helps then.
    """

    batch: AnyBatch
    new: bool
    quarantine: Path | None = None
    parts: Parts | None = None
    changes: Changes | None = None
    flags: tuple[Flag, ...] = ()
    elsewhere: int = 0
    accepted: str = ""
    doubt: str = ""
    remedy: str = ""

    @property
    def count(self) -> str:
        """How much of what the file has: "12 figures", "8,957 names"."""
        return f"{self.batch.count:,} names" if isinstance(self.batch, NamesBatch) else f"{self.batch.count} figures"

    @property
    def known_to(self) -> str:
        """Which editions know a list of names that is new; "" for anything else."""
        if not isinstance(self.batch, NamesBatch) or not self.new:
            return ""
        day = self.batch.released
        return f"known to editions whose figures are of {day} or later; --released DATE says another day"


@dataclass(frozen=True)
class SetAside:
    """A file of the inbox that was not taken in: why, and where in quarantine/ it lies; None: it stays in the inbox.

    `remedy` is what helps, `exit_code` that of its error.
    """

    file: str
    reason: str
    quarantine: Path | None
    remedy: str = "Put it back into the inbox when it is mended."
    exit_code: int = SourceChanged.exit_code


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
    """Record one file as a release of `source`; the same bytes again change nothing, unless they are put back.

    A file that lies in the inbox of `source` goes where the files that a run takes in go.

    `period` is that of a file which does not say it; one that does must have it. Raises SourceChanged, and stores
    nothing, where the layout is not the declared one; FiguresDoubtful as `enter` does.
    """
    try:
        with understood(desk, store, file, source, now, released, period) as found:
            taken = enter(desk, store, [found], now, accept=accept)[0]
    except FiguresDoubtful:
        if _waits(desk, file, source):
            file.unlink()  # its bytes lie in quarantine/
        raise
    except NothingUsable as error:
        listed = _quarantine(desk, source, file.name, error.refusals)
        msg = f"{error} The rows are listed in {listed}."
        raise SourceChanged(msg) from None
    if _waits(desk, file, source):
        _put_aside(desk.folder / "inbox" / source, file, taken.batch.raw)
    return taken


def _waits(desk: Desk, file: Path, source: str) -> bool:
    """Say whether a file lies where a run would take it in."""
    return file.parent.resolve() == (desk.folder / "inbox" / source).resolve()


@contextmanager
def understood(
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
    """Give what a file says, for as long as the block lasts; nothing is stored.

    An answer that was saved to a file has the `address` that it is from.
    """
    with _room(store) as room:
        yield _understood(desk, file, source, now, (released, period), (room, address))


def looked_at(
    desk: Desk,
    store: FigureStore,
    file: Path,
    source: str,
    now: datetime,
    released: date | None = None,
    period: Period | None = None,
) -> IntakeResult:
    """Return what a file says and what it would change; nothing is stored."""
    with understood(desk, store, file, source, now, released, period) as found:
        batch = found.batch
        odd = _judged(desk, store, found)
        parts = None if isinstance(batch, SideBatch) else Parts.of(batch)
    seen = changes(batch, store.known(batch)) if isinstance(batch, Batch) else None
    remedy = how_to_accept(batch, file, found.given) if odd.stops and not isinstance(batch, SideBatch) else ""
    flags, elsewhere = in_order(desk, batch, odd.flags)
    told = IntakeResult(batch, new=False, parts=parts, changes=seen, flags=flags, elsewhere=elsewhere)
    return replace(told, doubt=odd.reason, remedy=remedy)


def enter(
    desk: Desk,
    store: FigureStore,
    found: Sequence[ReceivedDocument],
    now: datetime,
    *,
    accept: str = "",
    again: bool = False,
) -> tuple[IntakeResult, ...]:
    """Record what was read as releases, one after the other, once all of them are judged.

    Raises FiguresDoubtful, with its bytes put aside and nothing recorded, where one cannot be what it says: unless
    `accept` says why it is taken in, which is recorded with it. With `again` they are kept bytes, read once more.
    """
    odd = [_weighed(desk, store, one, accept) for one in found]
    entering = (now, accept)
    return tuple(
        _record(desk, store, one, judgement, entering, again=again) for one, judgement in zip(found, odd, strict=True)
    )


def _weighed(desk: Desk, store: FigureStore, found: ReceivedDocument, accept: str) -> PlausibilityJudgement:
    odd, batch = _judged(desk, store, found), found.batch
    if odd.stops and not accept and not isinstance(batch, SideBatch):
        raise set_aside(desk, batch, found.raw, odd.reason, found.given)
    return odd


def _judged(desk: Desk, store: FigureStore, found: ReceivedDocument) -> PlausibilityJudgement:
    """Return what is odd about a document; nothing where it is known already, or of prices, rates and names.

    A file that is put back was judged when it was first taken in: what came after it may be what was wrong.
    """
    batch, layout = found.batch, found.layout.as_data()
    if isinstance(batch, SideBatch) or store.knows(batch, layout):
        return PlausibilityJudgement()
    if was := store.overtaken(batch, layout):
        return PlausibilityJudgement(flags=tuple(map(Flag.parse, was.flags)))
    return judged(desk, store, batch)


def _record(
    desk: Desk,
    store: FigureStore,
    found: ReceivedDocument,
    odd: PlausibilityJudgement,
    entering: tuple[datetime, str],
    *,
    again: bool,
) -> IntakeResult:
    """Record what was read as a release, its bytes first; rows that were set aside are listed in quarantine/."""
    now, accept = entering
    batch, flags = found.batch, (*odd.stops, *odd.flags)
    layout, told = found.layout.as_data(), tuple(map(str, flags))
    was = store.overtaken(batch, layout)
    is_silent = bool(accept) and not isinstance(batch, SideBatch) and leaves_out(desk, store, batch)
    accepted = was.accepted if was else accept if odd.stops or is_silent else ""
    if isinstance(found.raw, Path):
        store.keep_file(found.raw)
    else:
        store.keep(found.raw)
    again = again or is_silent  # bytes that are known count once more, from a later day on
    new = store.record(batch, layout, recorded=now, accepted=accepted, flags=told, again=again)
    if is_silent and not new and not batch.address and not _is_accepted(store, batch):
        option = "--accept"
        raise SettingsError(option, _COUNTS.format(batch.document, batch.released), _FROM.format(now.date()))
    named = f"{batch.raw[:12]}-{batch.document}"
    place = _quarantine(desk, batch.source, named, batch.refusals) if batch.refusals else None
    flags, elsewhere = in_order(desk, batch, flags)
    return IntakeResult(batch, new, place, flags=flags, elsewhere=elsewhere, accepted=accepted)


def _is_accepted(store: FigureStore, batch: AnyBatch) -> bool:
    return any(one.accepted for one in store.releases(batch.source) if one.raw == batch.raw)


def refuse_tomorrow(batch: AnyBatch, now: datetime) -> None:
    """Refuse a release of a day that no time zone has reached: it would count as the newest for as long as it lasts."""
    if batch.released > now.astimezone(UTC).date() + timedelta(days=1):
        msg = (
            f"{batch.document} says that it was published on {batch.released}, which is still to come. Nothing was "
            "stored. Mend the day in the file; if it is right, the clock of this machine is wrong."
        )
        raise SourceChanged(msg)


@contextmanager
def _room(store: FigureStore) -> Iterator[Path]:
    """Give a folder for what is made of a large file on the way, which is not there yet; nothing of it stays."""
    room = store.folder / "reading"
    shutil.rmtree(room, ignore_errors=True)  # of a run that was killed
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _understood(
    desk: Desk,
    file: Path,
    source: str,
    now: datetime,
    said: tuple[date | None, Period | None],
    way: tuple[Path, str],
) -> ReceivedDocument:
    """Return what a file says; `said` are the day of release and the period that a person gives with it.

    `way` is the room for what is made of it, and the address that it is from.
    """
    if source not in desk.layouts:
        known = ", ".join(desk.layouts) or "none"
        raise SettingsError(str(desk.folder / "desk.yaml"), f"there is no source {source!r}; known: {known}.")
    layout, (released, period) = desk.layouts[source], said
    if isinstance(layout, TableLayout) and period and layout.kind == "gacc":  # its files may leave the months out
        layout = of_one_period(layout, period)
    if not os.path.lexists(file):
        msg = f"{shown(str(file))}: there is no such file. Nothing was stored. Name the file as it is called."
        raise SourceChanged(msg)
    large = _large(layout, file) if isinstance(layout, TableLayout) else None
    if file.is_symlink() or not file.is_file() or file.stat().st_size > (_LARGEST if large else _LARGEST_WHOLE):
        what = f"CSV of at most {_LARGEST >> 30} GiB" if large else f"file of at most {_LARGEST_WHOLE >> 20} MiB"
        msg = f"{shown(file.name)} is no {what}. Nothing was stored. Take the file itself, not a link or a folder."
        raise SourceChanged(msg)
    found = _read_large(large, file, released, now, way) if large else _read(layout, file, released, now, way[1])
    refuse_tomorrow(found.batch, now)
    if period and not isinstance(found.batch, SideBatch):
        refuse_other_period(found.batch, period)
    return replace(found, given=_typed(released, period))


def _typed(released: date | None, period: Period | None) -> str:
    """Return the flags of `ingest` that say what a person said of a file."""
    said = {"released": released, "period": period}
    return "".join(f" --{flag} {value}" for flag, value in said.items() if value)


def _large(declared: TableLayout, file: Path) -> TableLayout | None:
    """Return how a file is written that is too large to be held whole; None of any other."""
    if file.is_symlink() or not file.is_file():
        return None
    head = whole(file, _HEAD)
    layout = as_begun(declared, head, file.name)
    return layout if layout and is_large(layout, file.stat().st_size, head) else None


def _read_large(
    layout: TableLayout, file: Path, released: date | None, now: datetime, way: tuple[Path, str]
) -> ReceivedDocument:
    room, address = way
    room.mkdir(parents=True)
    day = released or _day_taken(layout, now)
    return ReceivedDocument(read_large(layout, file, file.name, day, room, address=address), file, layout)


def _read(layout: AnyLayout, file: Path, released: date | None, now: datetime, address: str) -> ReceivedDocument:
    raw = whole(file)
    if isinstance(layout, SideLayout):
        if layout.kind == "names":
            return ReceivedDocument(read_names(layout, raw, file.name, released, now.date()), raw, layout)
        return ReceivedDocument(read_context(layout, raw, file.name, released or now.date()), raw, layout)
    layout = as_written(layout, raw, file.name)
    day = released or day_in(layout, raw) or _day_taken(layout, now)
    return ReceivedDocument(read(layout, raw, file.name, day, address=address), raw, layout)


def _day_taken(layout: TableLayout, now: datetime) -> date | None:
    """Return today for a file of a publisher whose files bear no day: it was out by now, and was not known before."""
    return None if layout.kind == "tables" else now.date()


def take_in(desk: Desk, store: FigureStore, source: str, now: datetime) -> Iterator[IntakeResult | SetAside]:
    """Yield what became of every file in the inbox of `source`; the files of other sources wait.

    A file that can be read is recorded and moves to done/, a strange one moves to quarantine/ and holds up no other;
    one that is still being written stays where it is. Meanwhile it lies in processing/, where the next run finds it
    after a kill; one that outlives three runs is strange, too.
    """
    settled, moving = looked_at_twice(waiting(desk, source))
    for file in moving:
        yield SetAside(shown(file.name), "it is still being written; it is taken in by the next run", None)
    for file in settled:
        yield _take(desk, store, file, source, now)


def waiting(desk: Desk, source: str) -> tuple[Path, ...]:
    """Return the files that lie in a source's inbox, those first at which an earlier run was ended."""
    folder = desk.folder / "inbox" / source
    begun = [folder / _PROCESSING / str(tries) for tries in range(_TRIES, 0, -1)]
    return tuple(file for place in (*begun, folder) for file in _files(place))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = (file for file in folder.iterdir() if not file.name.startswith("."))
    return sorted(file for file in found if file.is_symlink() or not file.is_dir())


def _take(desk: Desk, store: FigureStore, file: Path, source: str, now: datetime) -> IntakeResult | SetAside:
    folder = desk.folder / "inbox" / source
    tries = int(file.parent.name) if file.parent != folder else 0
    if tries == _TRIES:
        reason = f"{_TRIES} runs ended in the middle of it. See what it holds, and put it back."
        return SetAside(shown(file.name), reason, _to_quarantine(folder, file, reason))
    file = _begun(folder / _PROCESSING / str(tries + 1), file)
    try:
        taken = ingest(desk, store, file, source, now)
    except SourceChanged as error:
        return SetAside(shown(file.name), str(error), _to_quarantine(folder, file, str(error)))
    except FiguresDoubtful as error:
        file.unlink()  # its bytes lie in quarantine/
        return SetAside(shown(file.name), error.reason, Path(error.place), error.remedy, error.exit_code)
    except BaseException:
        if tries == 0 and not (folder / file.name).exists():
            file.rename(folder / file.name)  # a fault of ours or an interruption: it waits as before
        raise
    _put_aside(folder, file, taken.batch.raw)
    return taken


def _begun(place: Path, file: Path) -> Path:
    """Move a file to where it lies while it is read."""
    place.mkdir(parents=True, exist_ok=True)
    return file.rename(place / file.name)


def _to_quarantine(inbox: Path, file: Path, reason: str) -> Path:
    """Move a strange file aside, beside the reason: the move is the last step, as it is for done/."""
    folder = inbox / "quarantine"
    names = (f"{kept(file.name)}{f'.{number}' if number else ''}" for number in count())
    place = next(folder / name for name in names if not os.path.lexists(folder / name))
    write_durably(place.with_name(f"{place.name}.reason.txt"), f"{reason}\n".encode())
    file.rename(place)
    return place


def _put_aside(inbox: Path, file: Path, raw: str) -> None:
    """Move a file to done/, the last step: until then a kill leaves it where it is found again."""
    done = inbox / "done"
    done.mkdir(exist_ok=True)
    file.rename(done / f"{raw[:12]}-{kept(file.name)}")


def _quarantine(desk: Desk, source: str, name: str, refusals: tuple[Refusal, ...]) -> Path:
    place = desk.folder / "inbox" / source / "quarantine" / f"{Path(kept(name)).stem}-refused.csv"
    write_durably(place, write_refusals(refusals))
    return place
