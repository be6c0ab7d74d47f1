"""Process the messages in bounces/; one is believed only if it holds a token or a message id of this desk.

Nobody is mailed by it. A message is settled in one transaction, and moved when that stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.delivery.addresses import read_address
from generator.delivery.bounce_messages import Returned, read_returned
from generator.delivery.keys import Keys, read_keys
from generator.errors import TokenRefused
from generator.readers.consent import confirm, leave
from generator.settings.desk import Desk
from generator.store import FigureStore, Letter
from generator.store.durable import named_faults

FOLDER, DONE, STRANGE = "bounces", "done", "strange"
LARGEST = 32 * 2**20  # bytes of a message that is looked at
OFTEN, APART, WITHIN = 3, timedelta(days=14), timedelta(days=100)  # three monthly letters


@dataclass(frozen=True)
class ReturnedMessage:
    """What became of one file: bounced, noted, left, confirmed, automatic or strange, and why."""

    file: str
    what: str
    why: str = ""


def read_bounces(desk: Desk, store: FigureStore, now: datetime) -> tuple[ReturnedMessage, ...]:
    """Read the messages in bounces/, a folder of .eml or a Maildir, and act on each; it then lies in done/ or strange/.

    Raises GeneratorError where the state or the folder cannot be written; what was read before stands.
    """
    place = desk.folder / FOLDER
    files = list(_files(place))
    keys = read_keys(desk.folder) if files else Keys(())
    taken = []
    for file in files:
        one = _one(desk, store, keys, file, now)
        _move(file, place / (STRANGE if one.what == "strange" else DONE))
        taken.append(one)
    return tuple(taken)


def _files(place: Path) -> Iterator[Path]:
    """Yield the messages of a folder in order: its .eml, and those of a Maildir that have arrived whole."""
    found = [*place.glob("*.eml"), *place.glob("new/*"), *place.glob("cur/*")]
    yield from sorted(path for path in found if path.is_file() and not path.is_symlink() and path.name[0] != ".")


def _one(desk: Desk, store: FigureStore, keys: Keys, file: Path, now: datetime) -> ReturnedMessage:
    try:
        if file.stat().st_size > LARGEST:
            return ReturnedMessage(file.name, "strange", f"it has more than {LARGEST >> 20} MiB")
        raw = file.read_bytes()
    except OSError as fault:  # no letter waits for one file
        return ReturnedMessage(file.name, "strange", f"it cannot be read: {fault.strerror}")
    try:
        found = read_returned(raw)
    except Exception as fault:  # noqa: BLE001 -- anybody may write here: whatever it is, no letter waits for it
        return ReturnedMessage(file.name, "strange", f"it cannot be read: {type(fault).__name__}")
    try:
        match found.kind:
            case "bounce":
                what, why = _bounced(store, keys, found, raw, now)
            case "unsubscribe":
                what, why = "left", "" if leave(desk, store, found.token, now) else "they had left before"
            case "confirm":
                what, why = "confirmed", confirm(desk, store, found.token, now).address
            case "automatic":
                what, why = "automatic", "a program answered by itself"
            case _:
                what, why = "strange", "it is no bounce, and no word with a token: a person may have written it"
    except TokenRefused as fault:
        what, why = "strange", str(fault)
    return ReturnedMessage(file.name, what, why)


def _bounced(store: FigureStore, keys: Keys, found: Returned, raw: bytes, now: datetime) -> tuple[str, str]:
    """Act on a bounce: a reader who cannot be reached is suppressed, and the letter failed where it says so."""
    letter, verdict = _letter(store, keys, found), found.verdict
    if letter is None or verdict is None:
        return "strange", "no token and no letter of ours is in it"
    if not letter.address:
        return "noted", "its reader was erased"
    folded, at = read_address(letter.address).folded, min(found.at or now, now).astimezone(UTC)
    counts = verdict.action == "failed" and not verdict.is_hard
    with store.together():
        store.bounces.add(hashlib.sha256(raw).hexdigest(), folded, verdict.status, at, counts=counts)
        if verdict.action != "failed":
            return "noted", f"{verdict.action}: {verdict}"
        for state in ("sent", "uncertain"):
            store.ledger.settle(letter.number, "failed", str(verdict), now, was=state)
        if counts and not _is_over_and_over(store.bounces.counted(folded, at - WITHIN)):
            return "noted", str(verdict)
        store.readers.suppress(folded, f"bounced: {verdict}", now)
        return "bounced", str(verdict)


def _letter(store: FigureStore, keys: Keys, found: Returned) -> Letter | None:
    """Return the letter that a bounce is about, by its own id or the token of its return path; None where neither is.

    Where both are there they must agree.
    """
    known = [one[1] for one in map(store.ledger.by_message_id, found.letters) if one]
    readers = {key for key in (keys.reader_of(path, "bounce") for path in found.paths) if key}
    if known and readers and known[0].key not in readers:
        return None
    if known:
        return known[0]
    return store.ledger.last_sent_to(readers.pop()) if len(readers) == 1 else None


def _is_over_and_over(times: tuple[datetime, ...]) -> bool:
    return len(times) >= OFTEN and times[-1] - times[0] >= APART


def _move(file: Path, folder: Path) -> None:
    """Move a message into a folder, beside another of its name."""
    with named_faults(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        place, number = folder / file.name, 1
        while place.exists():
            number += 1
            place = folder / f"{number}-{file.name}"
        try:
            file.rename(place)
        except FileNotFoundError:
            return  # another run was as fast
