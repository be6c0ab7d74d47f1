"""A table that lies beside the sources' folders is taken in by nobody, and everybody says so."""

import json
from pathlib import Path

import pytest

from generator.intake.inbox import strays
from generator.service.starter_desk import init
from generator.settings.wiring import open_desk
from tests.desk.conftest import StarterDesk

SOURCES = ("gacc-press", "illustrative-customs")


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


def test_a_file_beside_the_folders_is_told_with_all_of_them(sampled: StarterDesk) -> None:
    """In the order of desk.yaml: nothing says which is meant."""
    put(sampled, "table.csv")
    where = "inbox/gacc-press/ or inbox/illustrative-customs/"
    assert (f"inbox/table.csv lies in no source's folder. Put it into {where}.",) == said(sampled)


def test_a_folder_one_letter_short_is_told_with_the_nearest_first(sampled: StarterDesk) -> None:
    """However many files lie there, it is one line."""
    put(sampled, "illustrative-custom/b.csv", "illustrative-custom/a.csv")
    where = "inbox/illustrative-customs/ or inbox/gacc-press/"
    assert (f"inbox/illustrative-custom/a.csv and 1 more lie in no source's folder. Put them into {where}.",) == said(
        sampled
    )


def test_what_the_program_keeps_is_no_stray(sampled: StarterDesk) -> None:
    """Nor is what waits, what is hidden, and what a source left that desk.yaml no longer has."""
    put(sampled, "gacc-press/done/a.csv", "gacc-press/b.csv", ".DS_Store", "former/done/c.csv", "former/quarantine/d")
    assert () == said(sampled)
    put(sampled, "gacc-press/2025/e.csv")
    assert "inbox/gacc-press/2025/e.csv lies" in said(sampled)[0]


def test_a_link_to_a_folder_is_a_stray(sampled: StarterDesk) -> None:
    """Its tables would be looked at by nobody; what its name would do to a terminal is only shown."""
    (sampled.folder / "inbox" / "more\x1b[1m").symlink_to(sampled.folder / "briefings")
    assert "inbox/more\\x1b[1m lies in no source's folder." in said(sampled)[0]


@pytest.mark.parametrize(
    ("verb", "code"), [("status", 0), ("doctor", 2), ("figures pakistan-minerals", 0), ("build --period x", 2)]
)
def test_each_verb_says_it(sampled: StarterDesk, verb: str, code: int) -> None:
    """Whoever runs one of them reads that a file is seen by nobody."""
    put(sampled, "table.csv")
    (sampled.folder / "briefings" / "pakistan-minerals-monthly.yaml").unlink()
    found = sampled.run(*verb.split())
    assert (code, True) == (found.code, "inbox/table.csv lies in no source's folder" in found.said), found.said


def test_a_program_reads_its_json_alone(sampled: StarterDesk) -> None:
    """What is said of a stray stands beside it."""
    put(sampled, "table.csv")
    assert 1 == json.loads(sampled.run("status", "--json").said)["schema"]
