"""Add readers from a table or one by one, and remove or erase them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from generator.delivery.addresses import read_address
from generator.delivery.keys import add_key, read_keys
from generator.delivery.sender import file_of
from generator.errors import AddressRefused, SettingsError
from generator.readers.audience import every_list
from generator.readers.consent import queue
from generator.readers.rosters import RosterEntry, read_roster
from generator.settings.desk import Desk
from generator.settings.desk_folder import OUTBOX
from generator.settings.mail_settings import FORMS
from generator.settings.value_types import LANGUAGES, nearest
from generator.store import FigureStore, Reader
from generator.story.patterns import names_of

FORMATS = tuple(FORMS.values())
_LANGUAGES = {name: language for language in LANGUAGES for name in names_of(language)["language"]}
_SPOKEN = f"Write {', '.join(LANGUAGES)}, or English, Chinese, Urdu."
_YES = frozenset(("yes", "y", "x", "1", "true", "✓"))
_LONGEST = 200  # characters of a name or of a basis
_SPACES = re.compile(r"[\u00a0\u2002-\u200a\u202f\u3000]")
_JOINERS = str.maketrans("", "", "\u200c\u200d")  # invisible signs that Urdu and Persian names need
_NO = frozenset(("no", "n", "0", "false", "", "-"))


@dataclass(frozen=True)
class Enrolment:
    """The outcome for one line of a table."""

    line: int
    address: str
    what: str  # new, changed, same, suppressed or refused
    why: str = ""  # for a suppressed or refused line


def enlist(
    desk: Desk,
    store: FigureStore,
    file: Path,
    renamed: Mapping[str, str],
    chosen: Sequence[str],
    basis: str | None,
    now: datetime,
) -> tuple[Enrolment, ...]:
    """Record the readers of a table (CSV or workbook) and return an outcome for each line. A bad line fails alone.

    With a `basis` the readers are active at once. Without one each is pending until they confirm. `renamed` maps our
    column names to the table's own. If no column lists briefings, all readers get the briefings `chosen`, or the only
    briefing of the desk.
    """
    lists = every_list(desk)
    columns, entries = read_roster(file, renamed, lists)
    more: dict[str, str] = {}
    if lists.isdisjoint(columns) and "briefings" not in columns:
        more["briefings"] = " ".join(chosen or _the_only(lists, str(file), "no column says what readers get."))
    enter = _entering(desk, store, now)
    lines = [_read(entry, more, basis, lists) for entry in entries]
    with store.together():  # the slow part, reading the file, is done before this transaction
        return tuple(entry if isinstance(entry, Enrolment) else enter(*entry) for entry in lines)


def add(desk: Desk, store: FigureStore, cells: Mapping[str, str], basis: str | None, now: datetime) -> str:
    """Record one reader and return the outcome: new, changed, same or suppressed.

    A new reader without briefings gets the desk's only briefing; SettingsError if the desk has several. Without a
    `basis` the letter that asks them to confirm is queued in the same transaction.
    """
    lists, enter = every_list(desk), _entering(desk, store, now)
    reader = _reader(cells, basis, lists)
    if not (reader.briefings or store.readers.by_address(reader.folded)):
        briefings = _the_only(lists, cells["address"], "nothing says what they get.")
        reader = replace(reader, briefings=frozenset(briefings))
    with store.together():
        return enter(0, reader).what


def unoffered(desk: Desk, store: FigureStore) -> dict[str, int]:
    """Return, for each form of the mail that the desk does not make, how many readers chose it.

    They get the desk's first form instead.
    """
    forms = {FORMS[form] for form in desk.settings.mail.attach}
    return Counter(reader.format for reader in store.readers.all() if reader.format and reader.format not in forms)


def another_key(folder: Path) -> int:
    """Add a new key for readers' tokens to the desk in `folder`, and return how many keys it has."""
    return add_key(folder)


def _the_only(lists: frozenset[str], where: str, problem: str) -> tuple[str, ...]:
    """Return the desk's only briefing; SettingsError if there are several, so that the caller must name one."""
    names = sorted(name for name in lists if not name.endswith(".*"))
    if len(names) != 1:
        raise SettingsError(where, problem, f"Write --briefing NAME; known: {', '.join(names)}.")
    return tuple(names)


def _entering(desk: Desk, store: FigureStore, now: datetime) -> Callable[[int, Reader], Enrolment]:
    """Return a function that records a reader and, if they are pending, queues the letter that asks them to confirm."""
    readers, keys = store.readers, cache(lambda: read_keys(desk.folder))

    def enter(line: int, reader: Reader) -> Enrolment:
        what = readers.add(reader, now)
        if what == "suppressed":
            return Enrolment(line, reader.address, what, readers.why_suppressed(reader.folded))
        pending = readers.by_address(reader.folded) if reader.state == "pending" else None
        if pending:
            queue(desk, store, keys(), pending, now)
        return Enrolment(line, reader.address, what)

    return enter


def _read(
    entry: RosterEntry, more: Mapping[str, str], basis: str | None, lists: frozenset[str]
) -> tuple[int, Reader] | Enrolment:
    """Return the line number and the reader of a line, or a refused Enrolment if it cannot be read."""
    cells, why = {**entry.cells, **more}, entry.fault
    if not why:
        try:
            return entry.line, _reader(cells, basis, lists)
        except AddressRefused as fault:
            why = fault.reason
        except SettingsError as fault:
            why = str(fault)
    return Enrolment(entry.line, cells.get("address", ""), "refused", why)


def _reader(cells: Mapping[str, str], basis: str | None, lists: frozenset[str]) -> Reader:
    """Return the reader in the cells of one line; AddressRefused or SettingsError if a cell cannot be read."""
    address = read_address(cells.get("address", ""))
    spoken = cells.get("language", "").strip().lower()
    language = _LANGUAGES.get(spoken, spoken)
    if language and language not in LANGUAGES:
        where = "language"
        raise SettingsError(where, f"is {spoken!r}.", _SPOKEN)
    is_confirmed = basis is not None and _is_yes("confirmed", cells.get("confirmed", "yes"))
    names = cells.get("briefings", "").replace(",", " ").replace(";", " ").split()
    briefings = {_choose("briefings", name, sorted(lists)) for name in names}
    briefings |= {name for name in lists & cells.keys() if _is_yes(name, cells[name])}
    return Reader(
        address=address.text,
        folded=address.folded,
        name=_one_line("name", cells.get("name", "").strip() or address.name),
        language=language,
        format=_choose("format", cells.get("format", "").strip().lower(), FORMATS),
        briefings=frozenset(briefings),
        state="active" if is_confirmed else "pending",
        basis=(_one_line("basis", cells.get("basis", "")) or basis or "") if is_confirmed else "",
    )


def _is_yes(key: str, text: str) -> bool:
    answer = text.strip().lower()
    if answer not in _YES | _NO:
        raise SettingsError(key, f"says {text!r}.", "Write yes or no.")
    return answer in _YES


def _choose(key: str, text: str, choices: Sequence[str]) -> str:
    if text and text not in choices:
        raise SettingsError(key, f"is {text!r}.", nearest(text, choices))
    return text


def _one_line(key: str, cell: str) -> str:
    text = _SPACES.sub(" ", cell).strip()
    if not text.translate(_JOINERS).isprintable():
        raise SettingsError(key, "holds a line break or an invisible sign.")
    if len(text) > _LONGEST:
        raise SettingsError(key, f"is longer than {_LONGEST} signs.")
    return text


def remove(store: FigureStore, address: str, now: datetime) -> bool:
    """Suppress an address, so that it gets no more letters. Return whether it was a reader's."""
    folded = read_address(address).folded
    with store.together():
        was_reader = store.readers.by_address(folded) is not None
        store.readers.suppress(folded, "removed", now)
    return was_reader


@dataclass(frozen=True)
class Erased:
    """What the desk knew about an erased address."""

    was_reader: bool
    letters: int
    files: tuple[Path, ...]  # its letters in outbox/, which `erase` does not delete


def erase(desk: Desk, store: FigureStore, address: str, now: datetime) -> Erased:
    """Erase an address from the state, and suppress it for the future. Return what the state knew about it."""
    folded = read_address(address).folded
    was_reader = store.readers.by_address(folded) is not None
    letters = store.readers.erase(folded, now)
    ids = [str(letter["message_id"]) for letter in store.ledger.history(folded)]
    files = [file_of(desk.folder / OUTBOX, identity) for identity in ids]
    return Erased(was_reader, letters, tuple(file for file in files if file.exists()))
