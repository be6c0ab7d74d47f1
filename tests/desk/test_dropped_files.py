"""Files of a person, dropped into one inbox together: each has its own end, and none holds up another."""

import gzip
import io
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from generator.intake.file_intake import IntakeResult, SetAside, take_in
from generator.service.starter_desk import init
from generator.settings.wiring import open_desk
from tests.desk.conftest import StarterDesk

SOURCE = "gacc-press"
LONG = "m" * 250  # with its ending one letter short of what a file system takes
Put = Callable[[Path, str], object]


def written(change: Callable[[str], bytes | str]) -> Put:
    """Return what writes the table, changed."""

    def put(place: Path, table: str) -> None:
        found = change(table)
        place.write_bytes(found if isinstance(found, bytes) else found.encode())

    return put


def book(_: str) -> bytes:
    """Return a workbook."""
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def zipped(table: str) -> bytes:
    """Return the table in a ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("table.csv", table)
    return file.getvalue()


def torn(table: str) -> str:
    """Return what a copy of a longer table leaves that ends after its first block."""
    return (table * 3)[:4096]


def huge(place: Path, _: str) -> None:
    """Make a file of two gibibytes that takes no room."""
    with place.open("wb") as file:
        file.truncate(2**31)


def mixed(table: str) -> str:
    """Return the table with the line ends of three machines."""
    ends = ("\r\n", "\r", "\n")
    return "".join(line + ends[number % 3] for number, line in enumerate(table.splitlines()))


@dataclass(frozen=True)
class Drop:
    """One file: how it comes to lie there, what is said of it, and whether it is taken."""

    put: Put
    said: str
    taken: bool = False


DROPS = {
    "link.csv": Drop(lambda place, _: place.symlink_to("/etc/hostname"), "link.csv is no "),
    "others": Drop(lambda place, _: place.symlink_to("/etc"), "others is no "),
    "pipe.csv": Drop(lambda place, _: os.mkfifo(place), "pipe.csv is no "),
    "huge.csv": Drop(huge, "huge.csv is no "),
    "empty.csv": Drop(written(lambda _: b""), "empty.csv: the file is empty"),
    "bare.csv": Drop(written(lambda table: table.splitlines()[0]), "bare.csv: the file has a header and no rows"),
    "headless.csv": Drop(written(lambda table: table.partition("\n")[2]), 'headless.csv: column "period", '),
    "page.csv": Drop(written(lambda _: "<html>404</html>"), "page.csv: the file is a web page"),
    "book.csv": Drop(written(book), "book.csv: the file is a spreadsheet"),
    "a.zip": Drop(written(zipped), "a.zip: the file is a spreadsheet or ZIP archive"),
    "a.csv.gz": Drop(
        written(lambda table: gzip.compress(table.encode())), "a.csv.gz: the file is compressed with gzip"
    ),
    "cell.csv": Drop(written(lambda table: table.replace("China", "C" * 2**20, 1)), "field larger than field limit"),
    "torn.csv": Drop(written(torn), "torn.csv: the file ends inside its last line, after 4,096 bytes"),
    "bell\x07.csv": Drop(written(lambda table: table), "bell\\x07.csv has a sign in its name that does not print"),
    "raw\udcff.csv": Drop(written(lambda table: table), "raw\\udcff.csv has a sign in its name"),
    f"{LONG}s": Drop(written(lambda _: "no table"), f"{LONG[:60]}"),
    f"{LONG}.csv": Drop(written(lambda table: table.replace("1.14", "1.15")), f"recorded: {LONG}.csv", taken=True),
    "mixed.csv": Drop(written(mixed), "recorded: mixed.csv: 10 figures", taken=True),
    "table.csv": Drop(written(lambda table: table), "known already: table.csv: 10 figures", taken=True),
    "table-again.csv": Drop(written(lambda table: table), "recorded: table-again.csv: 10 figures", taken=True),
}


@dataclass(frozen=True)
class Inbox:
    """An inbox after one run, and what the run said."""

    folder: Path
    code: int
    said: str
    again: int


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inbox]:
    """Drop every file, and let the program look at them twice."""
    desk = StarterDesk(tmp_path_factory.mktemp("dropped") / "desk")
    init(desk.folder)
    folder = desk.folder / "inbox" / SOURCE
    [file] = folder.glob("*.csv")
    table = file.read_text("utf-8")
    file.unlink()
    for name, drop in DROPS.items():
        drop.put(folder / name, table)
        os.utime(folder / name, (0, 0), follow_symlinks=False)
    first = desk.run("figures")
    yield Inbox(folder, first.code, first.said, desk.run("figures").code)
    (folder / "quarantine" / "huge.csv").unlink(missing_ok=True)


@pytest.mark.parametrize("name", DROPS)
def test_each_file_has_its_end(inbox: Inbox, name: str) -> None:
    """IntakeResult or set aside with its reason; nothing stays in the inbox, and what was set aside is there."""
    drop = DROPS[name]
    assert drop.said in inbox.said
    assert not os.path.lexists(inbox.folder / name)
    begun = "".join(mark if mark.isprintable() else "_" for mark in name)[:60]
    kept = [one.name for one in (inbox.folder / ("done" if drop.taken else "quarantine")).iterdir()]
    assert [one for one in kept if begun in one]


def test_a_run_that_set_files_aside_says_so_once(inbox: Inbox) -> None:
    """Exit 2, every figure of the good files shown; the next run has nothing more to say."""
    assert (2, 0) == (inbox.code, inbox.again)
    assert "110,900,000" in inbox.said
    assert inbox.said.isprintable() or all(mark.isprintable() or mark == "\n" for mark in inbox.said)
    assert [] == [one for one in inbox.folder.rglob("processing/*/*") if one.is_file()]


def test_a_file_that_cannot_be_read_holds_up_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rights that are missing, or a disk that fails at this place: it is set aside, the next one is taken."""
    folder = tmp_path / "desk"
    init(folder)
    [file] = (folder / "inbox" / SOURCE).glob("*.csv")
    os.utime(file, (0, 0))
    (file.parent / "a.csv").write_bytes(file.read_bytes())
    os.utime(file.parent / "a.csv", (0, 0))
    real = Path.open

    def opened(path: Path, *given: Any, **named: Any) -> Any:  # noqa: ANN401 -- as the library has it
        if path.name == "a.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *given, **named)

    monkeypatch.setattr(Path, "open", opened)
    desk = open_desk(folder, {})
    with desk.store:
        aside, taken = take_in(desk.desk, desk.store, SOURCE, datetime(2026, 2, 1, 12, tzinfo=UTC))
    assert isinstance(aside, SetAside)
    assert "a.csv cannot be read: Permission denied. Nothing was stored." in aside.reason
    assert isinstance(taken, IntakeResult)
