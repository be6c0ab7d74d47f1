"""Lists of readers as people have them: each line for itself, each file whole or not at all."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from generator.errors import SettingsError
from generator.readers.consent import waiting
from generator.readers.enrolment import Enrolment, add, enlist
from generator.readers.rosters import export_roster
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
NAME = "pakistan-minerals"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskParts]:
    """Give a desk without an edition and without readers."""
    init(tmp_path / "desk")
    found = open_desk(tmp_path / "desk", {})
    with found.store:
        yield found


def came(
    desk: DeskParts, raw: bytes | str, renamed: dict[str, str] | None = None, basis: str | None = "asked"
) -> list[Enrolment]:
    """Return what became of the lines of a table."""
    file = desk.desk.folder / "list.csv"
    file.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return list(enlist(desk.desk, desk.store, file, renamed or {}, (), basis, NOW))


def whats(lines: list[Enrolment]) -> list[str]:
    """Return what became of each line."""
    return [one.what for one in lines]


def workbook(*rows: tuple[str | int | None, ...]) -> bytes:
    """Return a workbook of one sheet."""
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_is_read_with_whatever_mark_it_has(desk: DeskParts, mark: str) -> None:
    """A head whose names hold the other marks is no riddle; neither is the mark of the byte order."""
    lines = [["Name, a, b, c", "Email", "Lang; a; b; c"], ["Lee, Ann", "ann@example.org", "en"]]
    text = "".join(mark.join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)
    assert ["new"] == whats(came(desk, "\ufeff" + text, {"name": "Name, a, b, c", "language": "lang; a; b; c"}))
    (kept,) = desk.store.readers.all()
    assert ("Lee, Ann", "ann@example.org", "en") == (kept.name, kept.address, kept.language)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("address\na@example.org\n".encode("utf-16"), "line 1 is not UTF-8. Save it as CSV UTF-8, or as .xlsx"),
        ("address\na@example.org\n".encode("utf-16-le"), "first line holds NUL signs"),
        ("address,name\na@example.org,Jos\u00e9\n".encode("cp1252"), "line 2 is not UTF-8"),
        (b"a@example.org,Ann\nb@example.org,Bo\n", "no column has addresses.*first line name the columns"),
        (b"", "no column has addresses; its columns are none"),
        (b'address,name\na@example.org,"Ann\nb@example.org,Bo\n', "quotation mark of line 2 is not closed"),
        (b"Email,E-Mail\na@example.org,b@example.org\n", "two columns are taken for address"),
        (b"PK\x03\x04 and no workbook", "no workbook that can be read"),
        (workbook(("address",), ("=A1",)), "formula that was never calculated"),
    ],
    ids=["utf-16", "utf-16 without mark", "cp1252", "no head", "empty", "open quote", "twice", "damaged", "formula"],
)
def test_a_file_that_cannot_be_read_is_refused_whole(desk: DeskParts, raw: bytes, said: str) -> None:
    """With what is wrong and what helps; nobody is written down."""
    with pytest.raises(SettingsError, match=said):
        came(desk, raw)
    assert () == desk.store.readers.all()


@pytest.mark.parametrize(
    "line",
    [
        '"a@example.org, b@example.org",Ann',
        "a@example.org; b@example.org,Ann",
        '"a@example.org\r\nRCPT TO:<b@example.org>",Ann',
        '"a@example.org","Ann\r\nBcc: b@example.org"',
        "a@example.org,Ann\u2028Bcc: b@example.org",
        "a@example.org,Ann\u202e",
        "a@example.org,An\0n",
        f"a@example.org,{'n' * 201}",
        f"{'a' * 300}@example.org,Ann",
        "a@example.org,Ann,Lee",
        'a@example.org,"Ann" Lee',
        ",Ann",
        "nobody,Ann",
    ],
)
def test_a_bad_line_fails_alone(desk: DeskParts, line: str) -> None:
    """Those before and after it go in; it is told with the number of its first line and a reason."""
    lines = came(desk, f"address,name\none@example.org,\n{line}\nthree@example.org,\n")
    assert ["new", "refused", "new"] == whats(lines)
    assert (3, True) == (lines[1].line, bool(lines[1].why))
    assert {"one@example.org", "three@example.org"} == {one.address for one in desk.store.readers.all()}


def test_an_address_is_one_however_it_is_written(desk: DeskParts) -> None:
    """Capitals, a name before it, a domain in letters or as servers write it: the last line counts."""
    text = "address,language\nAnn@bücher.example.org,en\nANN@BÜCHER.example.org,ur\n"
    text += "Ann <ann@xn--bcher-kva.example.org>,zh\n"
    assert ["new", "changed", "changed"] == whats(came(desk, text))
    assert ["zh"] == [one.language for one in desk.store.readers.all()]


def test_a_list_goes_out_and_comes_in_again(desk: DeskParts, tmp_path: Path) -> None:
    """Every reader as they were: who had not confirmed is not confirmed by the way, and no cell is a formula."""
    came(desk, 'address,name\n=1+1@example.org,"=HYPERLINK(1)"\nb@example.org,\'@bo\n', basis="+1 said so")
    came(desk, f"address,{NAME}\nc@example.org,yes\n", basis=None)
    raw = export_roster(desk.store)
    cells = [cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"))) for cell in row]
    assert [] == [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    init(tmp_path / "other")
    with (other := open_desk(tmp_path / "other", {})).store:
        assert ["new"] * 3 == whats(came(other, raw))
        kept, again = (
            {(r.address, r.name, r.briefings, r.state, r.basis) for r in d.store.readers.all()} for d in (desk, other)
        )
        assert kept == again
        assert 1 == waiting(other.store)


def refused() -> AbstractContextManager[object]:
    """Return a block that must be refused by naming both briefings."""
    return pytest.raises(SettingsError, match=re.escape("Write --briefing NAME; known: pakistan-minerals, second."))


def test_a_reader_gets_something_or_is_not_written_down(desk: DeskParts) -> None:
    """One by one as in a table: the only briefing, or one that is said; what they have already stays."""
    assert "new" == add(desk.desk, desk.store, {"address": "a@example.org"}, "asked", NOW)
    assert [frozenset({NAME})] == [one.briefings for one in desk.store.readers.all()]
    file = desk.desk.folder / "briefings" / f"{NAME}.yaml"
    file.with_name("second.yaml").write_bytes(file.read_bytes())
    with (two := open_desk(desk.desk.folder, {})).store:
        for basis in ("", None):
            with refused():
                add(two.desk, two.store, {"address": "b@example.org"}, basis, NOW)
        with refused():
            came(two, "address\nb@example.org\n")
        assert "same" == add(two.desk, two.store, {"address": "a@example.org"}, "asked", NOW)
        assert (["a@example.org"], 0) == ([one.address for one in two.store.readers.all()], waiting(two.store))
