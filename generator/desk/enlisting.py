"""Enlisting: readers out of a table, one by one, and on their own wish out again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook

from generator.delivery.addresses import read_address
from generator.delivery.keys import add_key, read_keys
from generator.desk.asking import queue
from generator.desk.audience import every_list
from generator.desk.opened import OpenDesk
from generator.desk.words import LANGUAGES, nearest
from generator.errors import AddressRefused, SettingsError
from generator.store import Reader

FIELDS = ("address", "name", "language", "format", "briefings")
FORMATS = ("digest", "pdf", "link")
_CALLED = {"email": "address", "e-mail": "address", "mail": "address", "lang": "language", "formats": "format"}
_LANGUAGES = {"english": "en", "chinese": "zh", "zh-hans": "zh", "中文": "zh", "urdu": "ur", "اردو": "ur"}
_YES = frozenset(("yes", "y", "x", "1", "true", "✓"))
_NO = frozenset(("no", "n", "0", "false", "", "-"))
_WORKBOOK = b"PK\x03\x04"


@dataclass(frozen=True)
class Came:
    """What became of one line: new, changed, same, suppressed or refused, and why."""

    line: int
    address: str
    what: str
    why: str = ""


def enlist(
    desk: OpenDesk, file: Path, renamed: Mapping[str, str], chosen: Sequence[str], basis: str | None, now: datetime
) -> tuple[Came, ...]:
    """Write down the readers of a table, CSV or workbook; a line that cannot be read fails alone.

    With a `basis` they are active, and nobody is asked; without one each is pending until they confirm. `renamed` gives
    the table's own name for each of our columns. All get the briefings `chosen`, where no column says what they get; of
    a desk with one briefing it is that one.
    """
    head, rows = _table(file)
    lists = every_list(desk)
    columns = _columns(head, renamed, lists, str(file))
    more = {} if _says_what(columns, lists) else {"briefings": " ".join(chosen or _the_only(lists, file))}
    enter = _entering(desk, basis, now)
    read = [_read(line, dict(zip(columns, row, strict=False)) | more, basis, lists) for line, row in rows]
    with desk.store.together():  # what takes long, the reading, is over: nobody who sends has to wait for it
        return tuple(one if isinstance(one, Came) else enter(*one) for one in read)


def _says_what(columns: Sequence[str], lists: frozenset[str]) -> bool:
    return not lists.isdisjoint(columns) or "briefings" in columns


def _the_only(lists: frozenset[str], file: Path) -> tuple[str, ...]:
    """Return the desk's only briefing, or raise SettingsError where it must be said."""
    names = sorted(name for name in lists if not name.endswith(".*"))
    if len(names) != 1:
        raise SettingsError(str(file), "no column says what readers get.", f"Write --briefing {names[0]}.")
    return tuple(names)


def add(desk: OpenDesk, given: Mapping[str, str], basis: str | None, now: datetime) -> str:
    """Write one reader down, and return what came of it: new, changed, same or suppressed.

    Without a `basis` the letter that asks them to confirm is queued in the same transaction.
    """
    reader, enter = _reader(given, basis, every_list(desk)), _entering(desk, basis, now)
    with desk.store.together():
        return enter(0, reader).what


def remove(desk: OpenDesk, address: str, now: datetime, reason: str = "removed") -> None:
    """Let nothing go to that address any more."""
    desk.store.readers.suppress(read_address(address).folded, reason, now)


def erase(desk: OpenDesk, address: str, now: datetime) -> int:
    """Forget an address wherever it stands, and keep it away; return how many letters had named it."""
    return desk.store.readers.erase(read_address(address).folded, now)


def another_key(folder: Path) -> int:
    """Put a new key in front of those of the desk in `folder`, and return how many it has."""
    return add_key(folder)


def _read(line: int, given: Mapping[str, str], basis: str | None, lists: frozenset[str]) -> tuple[int, Reader] | Came:
    """Return the reader of a line, or why there is none."""
    try:
        return line, _reader(given, basis, lists)
    except AddressRefused as fault:
        return Came(line, given.get("address", ""), "refused", fault.reason)
    except SettingsError as fault:
        return Came(line, given.get("address", ""), "refused", str(fault))


def _entering(desk: OpenDesk, basis: str | None, now: datetime) -> Callable[[int, Reader], Came]:
    """Return what writes a reader down, and where there is no `basis` queues the letter that asks them."""
    readers, keys = desk.store.readers, read_keys(desk.folder) if basis is None else None

    def enter(line: int, reader: Reader) -> Came:
        what = readers.add(reader, now)
        if what == "suppressed":
            return Came(line, reader.address, what, readers.why_suppressed(reader.folded))
        if keys and (kept := readers.by_address(reader.folded)):
            queue(desk, keys, kept, now)
        return Came(line, reader.address, what)

    return enter


def _reader(given: Mapping[str, str], basis: str | None, lists: frozenset[str]) -> Reader:
    address = read_address(given.get("address", ""))
    name = _one_line("name", given.get("name", "") or address.name)
    spoken = given.get("language", "").strip().lower()
    language = _chosen("language", _LANGUAGES.get(spoken, spoken), LANGUAGES)
    form = _chosen("format", given.get("format", "").lower(), FORMATS)
    return Reader(
        address=address.text,
        folded=address.folded,
        name=name,
        language=language,
        format=form,
        briefings=frozenset(_briefings(given, lists)),
        state="pending" if basis is None else "active",
        basis=basis or "",
    )


def _briefings(given: Mapping[str, str], known: frozenset[str]) -> Iterator[str]:
    """Yield what a reader asked for: the column of that name says yes, or the column of briefings names it."""
    for name in given.get("briefings", "").replace(",", " ").replace(";", " ").split():
        yield _chosen("briefings", name, sorted(known))
    for name in known & given.keys():
        if (said := given[name].strip().lower()) in _YES:
            yield name
        elif said not in _NO:
            raise SettingsError(name, f"says {given[name]!r}.", "Write yes or no.")


def _chosen(key: str, text: str, known: Sequence[str]) -> str:
    if text and text not in known:
        raise SettingsError(key, f"is {text!r}.", nearest(text, known))
    return text


def _one_line(key: str, text: str) -> str:
    if not text.isprintable():
        raise SettingsError(key, "holds a line break or an invisible sign.")
    return text


def _columns(head: Sequence[str], renamed: Mapping[str, str], lists: frozenset[str], where: str) -> list[str]:
    """Return our word for each column, "" for one that is passed over; SettingsError where none has addresses."""
    own = {given.strip().lower(): ours for ours, given in renamed.items()}
    columns = []
    for text in head:
        plain = text.strip()
        word = own.get(plain.lower()) or _CALLED.get(plain.lower()) or plain
        columns.append(word if word in lists else word.lower() if word.lower() in FIELDS else "")
    if "address" not in columns:
        listed = ", ".join(head) or "none"
        raise SettingsError(where, f"no column has addresses; its columns are {listed}.", "Write --map address=COLUMN.")
    return columns


def _table(file: Path) -> tuple[list[str], Iterable[tuple[int, list[str]]]]:
    """Return the head of a table and its rows, each with the number of its line."""
    try:
        raw = file.read_bytes()
    except OSError as fault:
        raise SettingsError(str(file), f"this cannot be read: {fault.strerror}.") from None
    rows = _of_workbook(raw, file) if raw.startswith(_WORKBOOK) else _of_text(raw, file)
    head = next(rows, (0, []))[1]
    return head, [(line, row) for line, row in rows if any(cell.strip() for cell in row)]


def _of_text(raw: bytes, file: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(str(file), "this is not UTF-8.", "Save it as CSV UTF-8, or as .xlsx.") from None
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    for row in reader:
        yield reader.line_num, row


def _of_workbook(raw: bytes, file: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        sheet = load_workbook(io.BytesIO(raw), read_only=True, data_only=True).active
    except Exception as fault:  # noqa: BLE001 -- the library raises whatever its parsers do
        raise SettingsError(str(file), f"this is no workbook that can be read ({type(fault).__name__}).") from None
    for number, row in enumerate(sheet.iter_rows(values_only=True) if sheet else (), 1):
        yield number, ["" if cell is None else str(cell) for cell in row]
