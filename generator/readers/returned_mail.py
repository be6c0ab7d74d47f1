"""Process the messages in bounces/. A message counts only if it contains a token or a message id of this desk.

Nothing is mailed in answer. Each message is settled in one transaction, and its file is moved after that.
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
_LARGEST = 32 * 2**20  # bytes; larger messages are not read
# so many soft bounces within 100 days, spread over at least 14 days, suppress a reader: as for three monthly letters
_OFTEN, _SPREAD, _WITHIN = 3, timedelta(days=14), timedelta(days=100)


@dataclass(frozen=True)
class ReturnedMessage:
    """The outcome for one message file."""

    file: str
    what: str  # bounced, noted, left, confirmed, automatic or strange
    why: str = ""


def read_bounces(desk: Desk, store: FigureStore, now: datetime) -> tuple[ReturnedMessage, ...]:
    """Read the messages in bounces/ (.eml files or a Maildir), act on each, and move it to done/ or strange/.

    Raises GeneratorError if the state or the folder cannot be written. Messages settled before that stay settled.
    """
    folder = desk.folder / FOLDER
    files = list(_files(folder))
    keys = read_keys(desk.folder) if files else Keys(())
    messages = []
    for file in files:
        what, why = _settle(desk, store, keys, file, now)
        _move(file, folder / (STRANGE if what == "strange" else DONE))
        messages.append(ReturnedMessage(file.name, what, why))
    return tuple(messages)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the message files of a folder in order: its .eml files, and the delivered messages of a Maildir."""
    paths = [*folder.glob("*.eml"), *folder.glob("new/*"), *folder.glob("cur/*")]
    yield from sorted(path for path in paths if path.is_file() and not path.is_symlink() and path.name[0] != ".")


def _settle(desk: Desk, store: FigureStore, keys: Keys, file: Path, now: datetime) -> tuple[str, str]:
    """Act on a message. Return the outcome and the reason."""
    what, why = "strange", "it is not a bounce, and has no word with a token: a person may have written it"
    try:
        raw = _content(file)
        message = _parsed(raw)
        match message.kind:
            case "bounce":
                what, why = _bounced(store, keys, message, raw, now)
            case "unsubscribe":
                what, why = "left", "" if leave(desk, store, message.token, now) else "they had left before"
            case "confirm":
                what, why = "confirmed", confirm(desk, store, message.token, now).address
            case "automatic":
                what, why = "automatic", "a program answered by itself"
    except (TokenRefused, _Unreadable) as fault:
        why = str(fault)
    return what, why


class _Unreadable(Exception):
    """The message cannot be read; its text is the reason."""


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST:
            msg = f"it has more than {_LARGEST >> 20} MiB"
            raise _Unreadable(msg)
        return file.read_bytes()
    except OSError as fault:
        msg = f"it cannot be read: {fault.strerror}"
        raise _Unreadable(msg) from None


def _parsed(raw: bytes) -> Returned:
    try:
        return read_returned(raw)
    except Exception as fault:  # noqa: BLE001 -- anybody may send such a mail, so any fault counts as unreadable
        msg = f"it cannot be read: {type(fault).__name__}"
        raise _Unreadable(msg) from None


def _bounced(store: FigureStore, keys: Keys, bounce: Returned, raw: bytes, now: datetime) -> tuple[str, str]:
    """Act on a bounce. Return the outcome and the reason.

    A bounce with the action "failed" marks its letter as failed. A hard bounce, or many soft ones, suppress the reader.
    """
    letter, verdict = _letter(store, keys, bounce), bounce.verdict
    if letter is None or verdict is None:
        return "strange", "no token and no letter of ours is in it"
    if not letter.address:
        return "noted", "its reader was erased"
    folded, at = read_address(letter.address).folded, min(bounce.at or now, now).astimezone(UTC)
    is_soft = verdict.action == "failed" and not verdict.is_hard
    with store.together():
        store.bounces.add(hashlib.sha256(raw).hexdigest(), folded, verdict.status, at, counts=is_soft)
        if verdict.action != "failed":
            return "noted", f"{verdict.action}: {verdict}"
        for state in ("sent", "uncertain"):
            store.ledger.settle(letter.number, "failed", str(verdict), now, was=state)
        if is_soft:
            times = store.bounces.counted(folded, at - _WITHIN)
            if len(times) < _OFTEN or times[-1] - times[0] < _SPREAD:
                return "noted", str(verdict)
        store.readers.suppress(folded, f"bounced: {verdict}", now)
        return "bounced", str(verdict)


def _letter(store: FigureStore, keys: Keys, bounce: Returned) -> Letter | None:
    """Return the letter that a bounce is about, or None if it names none of ours.

    A letter is found by its message id, else by the token of its return path. If a bounce has both, they must agree.
    """
    rows = [row for row in map(store.ledger.by_message_id, bounce.letters) if row]
    readers = {key for key in (keys.reader_of(path, "bounce") for path in bounce.paths) if key}
    if rows:
        letter = rows[0][1]
        return letter if not readers or letter.key in readers else None
    return store.ledger.last_sent_to(readers.pop()) if len(readers) == 1 else None


def _move(file: Path, folder: Path) -> None:
    """Move a message into a folder, with a number before its name if that is taken."""
    with named_faults(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        place, number = folder / file.name, 1
        while place.exists():
            number += 1
            place = folder / f"{number}-{file.name}"
        try:
            file.rename(place)
        except FileNotFoundError:
            return  # another run has moved it
