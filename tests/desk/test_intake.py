"""Files of figures on their way into the store."""

import shutil
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from generator.cli.taken_files import as_data, lines
from generator.errors import SourceChanged
from generator.intake.file_intake import ingest, looked_at
from generator.service.starter_desk import init
from generator.settings.wiring import open_desk
from generator.trade.period import Period

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
        return desk.store.figures(selection, YEAR, desk.store.vintage("gacc-press")).value("2608", YEAR)


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
            taken = looked_at(desk.desk, desk.store, file, "gacc-press", NOON)
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
