"""A table that lies beside the sources' folders is taken in by nobody, and everybody says so."""

from pathlib import Path

import pytest

from generator.intake.inbox import strays
from generator.service.starter_desk import init
from generator.settings.wiring import open_desk
from tests.desk.conftest import StarterDesk


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
