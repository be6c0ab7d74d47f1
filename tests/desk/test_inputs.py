"""What decides an edition's bytes is kept with it, and nothing else is."""

from pathlib import Path

import pytest

from generator.editions.edition_sheet import kept_inputs, program_files
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk, reopened

HOUSE = Path(__file__).parents[2]
NAME = "pakistan-minerals"
SECTION = "TRADEBRIEF_PUBLISHER__NAME__EN"


def inputs(folder: Path, **env: str) -> dict[str, str]:
    """Return the digests of what the starter edition would be made from."""
    desk = open_desk(folder, env)
    with desk.store:
        return kept_inputs(desk.desk, desk.store, NAME, "2025")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a starter desk."""
    init(tmp_path / "desk")
    return tmp_path / "desk"


def test_a_value_from_the_environment_is_an_input(folder: Path) -> None:
    """Another value is another edition; none is the edition of the files alone."""
    plain, first, second = inputs(folder), inputs(folder, **{SECTION: "A"}), inputs(folder, **{SECTION: "B"})
    assert ({"environment.json"}, True) == (first.keys() - plain.keys(), first != second)


@pytest.mark.parametrize(
    "name",
    ["TRADEBRIEF_OUTPUT", "TRADEBRIEF_STATE", "TRADEBRIEF_TRACEBACK", "TRADEBRIEF_MAIL__SMTP__PASSWORD", "LANG"],
)
def test_a_place_or_a_secret_is_none(folder: Path, name: str) -> None:
    """Where a desk lies decides no byte, and a password is kept nowhere."""
    settings = folder / "desk.yaml"
    smtp = "mail:\n  smtp: {host: smtp.example.org}"
    settings.write_text(settings.read_text(encoding="utf-8").replace("\nmail:", f"\n{smtp}"), encoding="utf-8")
    assert inputs(folder).keys() == inputs(folder, **{name: "state"}).keys()


def test_a_kept_edition_knows_its_own_environment(folder: Path) -> None:
    """Made again, it has the values of then, whatever the environment says now."""
    desk: DeskParts = open_desk(folder, {SECTION: "Then"})
    with desk.store:
        kept = {name: desk.store.raw(sha) for name, sha in kept_inputs(desk.desk, desk.store, NAME, "2025").items()}
        assert "Then" == reopened(desk.desk, kept).settings.publisher.name["en"]


def test_every_file_of_the_package_is_an_input() -> None:
    """Thresholds in JSON decide words as much as code does."""
    files = (path for path in (HOUSE / "generator").rglob("*") if path.is_file() and path.parent.name != "__pycache__")
    assert {path.relative_to(HOUSE / "generator").as_posix() for path in files} == program_files().keys()
