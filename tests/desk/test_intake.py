"""Files of figures on their way into the store."""

import shutil
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from generator.cli.taken_files import as_data, lines
from generator.errors import SourceChanged
from generator.intake.file_intake import examine_file, ingest
from generator.intake.inbox import strays
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.trade.codes import Flow
from generator.trade.figures import Selection
from generator.trade.period import Period
from tests.desk.conftest import StarterDesk
from tests.desk.own_desk import HEAD, NOW, empty_desk

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
YEAR = Period.parse("2025")
SIZES = "generator.sources.large_file.LARGE"  # from which a file is large, by its form


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a starter desk whose figures were not taken in yet."""
    init(tmp_path / "desk")
    return tmp_path / "desk"


def zinc(folder: Path) -> Decimal | None:
    """Return the value of zinc ores in 2025 as a briefing would see it now."""
    desk = open_desk(folder, {})
    selection = desk.desk.briefing("pakistan-minerals").selection
    with desk.store:
        return desk.store.figures(selection, YEAR, desk.store.releases.vintage("gacc-press")).value("2608", YEAR)


def is_new(folder: Path, file: Path) -> bool:
    """Take a copy of `file` in, and say whether it was news."""
    desk = open_desk(folder, {})
    copy = shutil.copy(file, folder)
    with desk.store:
        return ingest(desk.desk, desk.store, Path(copy), "gacc-press", NOON).new


def test_the_same_file_under_corrected_settings_is_read_again(folder: Path) -> None:
    """A scale that was declared wrongly is mended in desk.yaml, and the file taken in again."""
    [file] = (folder / "inbox" / "gacc-press").glob("*.csv")
    settings = folder / "desk.yaml"
    right = settings.read_text(encoding="utf-8")
    settings.write_text(right.replace("million: 1000000,", "million: 10000000,"), encoding="utf-8")
    assert [True, False] == [is_new(folder, file), is_new(folder, file)]
    assert Decimal(1_109_000_000) == zinc(folder)
    settings.write_text(right, encoding="utf-8")
    assert [True, False] == [is_new(folder, file), is_new(folder, file)]
    assert Decimal(110_900_000) == zinc(folder)


def test_a_release_of_a_day_to_come_is_refused(folder: Path) -> None:
    """A slip of the finger would otherwise outrank every correction for years."""
    (file,) = (folder / "inbox" / "gacc-press").glob("*.csv")
    file.write_text(file.read_text(encoding="utf-8").replace("2026-01-27", "2062-01-27"), encoding="utf-8")
    with pytest.raises(SourceChanged, match="published on 2062-01-27, which is still to come"):
        is_new(folder, file)
    assert zinc(folder) is None


def test_a_large_file_is_taken_in_and_told_as_a_small_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flows, periods, parties, codes, bytes and figures; what it would change is not known before."""
    [file] = (folder / "inbox" / "gacc-press").glob("*.csv")
    found = []
    for sizes in ({}, {"csv": 0}):
        monkeypatch.setattr(SIZES, sizes)
        desk = open_desk(folder, {})
        with desk.store:
            taken = examine_file(desk.desk, desk.store, file, "gacc-press", NOON)
        found.append(([*lines(taken, dry_run=True)], as_data(taken)))
    (small, told), (large, said) = found
    assert small[:7] == large[:7]
    assert "too large to compare line by line" in large[7]
    assert (None, told["codes"], told["periods"]) == (said["changes"], said["codes"], said["periods"])
    assert [True, False] == [is_new(folder, file), is_new(folder, file)]
    assert Decimal(110_900_000) == zinc(folder)
    assert file.read_bytes() in [kept.read_bytes() for kept in (folder / "state" / "raw").glob("*/*")]
    with open_desk(folder, {}).store as store:
        assert () == store.check()
    assert not (folder / "state" / "reading").exists()


@pytest.fixture
def sampled(tmp_path: Path) -> StarterDesk:
    """Return a desk of two sources and two briefings, whose figures were not taken in yet."""
    init(tmp_path / "desk", sample=True)
    return StarterDesk(tmp_path / "desk")


def put(desk: StarterDesk, *names: str) -> None:
    """Put a file of each name into the inbox."""
    for name in names:
        (desk.folder / "inbox" / name).parent.mkdir(parents=True, exist_ok=True)
        (desk.folder / "inbox" / name).write_text("a table")


def said(desk: StarterDesk) -> tuple[str, ...]:
    """Return what is said of the strays of the desk."""
    opened = open_desk(desk.folder, {})
    with opened.store:
        return strays(opened.desk)


@pytest.mark.parametrize(
    ("files", "stray"),
    [
        (
            ("table.csv",),
            "table.csv lies in no source's folder. Put it into inbox/gacc-press/ or inbox/illustrative-customs/.",
        ),
        (  # a letter is missing: the nearest comes first
            ("illustrative-custom/b.csv", "illustrative-custom/a.csv"),
            "illustrative-custom/a.csv and 1 more lie in no source's folder. Put them into inbox/illustrative-customs/",
        ),
        (("gacc-press/2025/e.csv",), "gacc-press/2025/e.csv lies in no source's folder."),
        (("gacc-press/done/a.csv", "gacc-press/b.csv", ".DS_Store", "former/done/c.csv", "former/quarantine/d"), ""),
    ],
)
def test_a_file_that_no_source_looks_at_is_told(sampled: StarterDesk, files: tuple[str, ...], stray: str) -> None:
    """With the folders that are meant; what waits, what is hidden and what the program keeps is not."""
    put(sampled, *files)
    assert [True] * bool(stray) == [line.startswith(f"inbox/{stray}") for line in said(sampled)]


REMEDY = "write an ISO code such as CHN, or W00 for the World"
CAUSE = "(Namibia's code NA is often lost when a program reads it as a missing value)"
EMPTY = f"the cell is empty; {REMEDY} {CAUSE}"
MISSING = f'"nan" stands for a missing value; {REMEDY} {CAUSE}'
STRANGE = "'Atlantis' is not an economy; write an ISO code such as CHN or CN"
# reporter, partner, code, dollars: of maize the World has 300
ROWS = (
    ("BRA", "W00", "1005", 300),
    ("BRA", "", "1005", 12),
    ("BRA", " ", "1005", 13),
    ("BRA", "nan", "1005", 14),
    ("BRA", "Atlantis", "1005", 15),
    ("", "W00", "1005", 16),
    ("BRA", "NA", "1005", 17),
    ("BRA", "0", "1201", 900),
    ("BRA", "", "0901", 18),
)
SET_ASIDE = [
    (3, "partner", EMPTY, ""),
    (4, "partner", EMPTY, " "),
    (5, "partner", MISSING, "nan"),
    (6, "partner", STRANGE, "Atlantis"),
    (7, "reporter", EMPTY, ""),
    (10, "partner", EMPTY, ""),
]
CELLS = [("2025", reporter, partner, "export", *more, "2026-02-18") for reporter, partner, *more in ROWS]


def desk_of(folder: Path, form: str) -> DeskParts:
    """Return a desk whose office writes its tables in `form`."""
    return empty_desk(folder, {}, ("mail:", f"    form: {form}\nmail:"))


def table(folder: Path, form: str) -> Path:
    """Return the rows as a file; a cell without a text is empty."""
    file = folder / f"maize.{form}"
    rows = [HEAD.split(","), *CELLS]
    if form == "csv":
        file.write_text("\n".join(",".join(map(str, row)) for row in rows), "utf-8")
        return file
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet
    for row in rows:
        sheet.append([cell if cell != "" else None for cell in row])
    made.save(file)
    return file


def level(desk: DeskParts, partner: str, code: str) -> Decimal | None:
    """Return what the desk knows of Brazil's exports to `partner`."""
    selection = Selection("office", "BRA", partner, Flow.EXPORT, (code,))
    return desk.store.figures(selection, YEAR, desk.store.releases.vintage("office", None, selection)).value(code, YEAR)


@pytest.mark.parametrize(("form", "sizes"), [("csv", {}), ("csv", {"csv": 0}), ("xlsx", {})])
def test_a_row_without_a_party_is_set_aside_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, sizes: dict[str, int]
) -> None:
    """Each is told with its line, column and reason; the rows of the World, of Namibia and by number count."""
    monkeypatch.setattr(SIZES, sizes)
    desk = desk_of(tmp_path, form)
    with desk.store:
        taken = ingest(desk.desk, desk.store, table(tmp_path, form), "office", NOW)
        told = [(one.row, one.column, one.reason, one.text) for one in taken.batch.refusals]
        assert SET_ASIDE == told
        [listed] = (tmp_path / "inbox" / "office" / "quarantine").glob("*-maize-refused.csv")
        assert f'maize.{form},3,partner,"{EMPTY}",' == listed.read_text("utf-8").splitlines()[1]
        found = [level(desk, *of) for of in (("W00", "1005"), ("W00", "1201"), ("NAM", "1005"), ("W00", "0901"))]
    assert [300, 900, 17, None] == found
