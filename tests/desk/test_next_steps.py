"""What the program says to do next can be done: with two briefings it names one, and what a source lacks is told."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.errors import GeneratorError
from generator.intake.file_intake import ingest
from generator.intake.period_choice import figures_for
from generator.service.new_briefing import NewBriefing, add
from generator.service.starter_desk import init
from generator.service.status import next_step, status
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.store import EditionNote
from generator.trade.period import Period

NOW = datetime(2026, 2, 1, tzinfo=UTC)
MONTHLY = "illustrative-customs"
TABLE = Path("taken.csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk of two briefings, the monthly one's figures in its store."""
    folder = tmp_path_factory.mktemp("sampled") / "desk"
    init(folder, sample=True)
    (folder / "inbox" / MONTHLY / "china-minerals-monthly.csv").rename(folder / TABLE)
    desk = open_desk(folder, {})
    with desk.store:
        ingest(desk.desk, desk.store, folder / TABLE, MONTHLY, NOW)
    return folder


@pytest.fixture
def desk(folder: Path) -> Iterator[DeskParts]:
    """Return that desk, opened; the tests write nothing that stays."""
    desk = open_desk(folder, {})
    with desk.store:
        yield desk


def made(desk: DeskParts, **other: object) -> DeskParts:
    """Return the desk with one more briefing, which is taken out of its folder again."""
    plain = {"name": "tin", "source": MONTHLY, "reporter": "CHN", "partner": "PAK", "flow": "import"}
    wanted = NewBriefing(**{**plain, "codes": ("2603",), "frequency": "monthly", **other})  # type: ignore[arg-type]
    found = desk._replace(desk=add(desk.desk, wanted))
    (desk.desk.folder / "briefings" / f"{wanted.name}.yaml").unlink()
    return found


def told(desk: DeskParts, name: str, period: str | None) -> str:
    """Return what is said where an edition cannot be made."""
    with pytest.raises(GeneratorError) as fault:
        figures_for(desk.desk, desk.store, name, period)
    return str(fault.value)


def test_an_edition_older_than_a_release_of_its_period_is_told(folder: Path, tmp_path: Path) -> None:
    """A correction came; a release of a later period, or of another partner, is no reason to make an edition again."""
    shutil.copytree(folder, tmp_path / "desk")
    correction = (folder / TABLE).read_text(encoding="utf-8").replace("64740206", "64740207")
    (tmp_path / "correction.csv").write_text(correction.replace("2026-01-20", "2026-01-27"), encoding="utf-8")
    desk = open_desk(tmp_path / "desk", {})
    with desk.store:
        noted(desk, "2025-11", "2025-12")
        assert {"2025-11": "", "2025-12": ""} == reasons(desk)
        (tmp_path / "chile.csv").write_text(correction.replace("PAK", "CHL"), encoding="utf-8")
        ingest(desk.desk, desk.store, tmp_path / "chile.csv", MONTHLY, NOW)
        assert {"2025-11": "", "2025-12": ""} == reasons(desk)
        ingest(desk.desk, desk.store, tmp_path / "correction.csv", MONTHLY, NOW)
        assert {"2025-11": "", "2025-12": "older than the release of 2026-01-27"} == reasons(desk)
        step = next_step(desk.desk, desk.store, status(desk.desk, desk.store, desk.shelf, NOW) | {"sources": []})
    assert step == "tradebrief build pakistan-minerals-monthly --period 2025-12"


def noted(desk: DeskParts, *periods: str) -> None:
    """Note an edition of each period, made of the releases that are there."""
    releases = [release.name for release in desk.store.releases(MONTHLY)]
    for period in map(Period.parse, periods):
        manifest = desk.store.keep(json.dumps({"releases": releases, "period": str(period)}).encode())
        name = "pakistan-minerals-monthly"
        desk.store.note_edition(EditionNote(name, period, 1, "drafted", "", manifest, "0" * 64, NOW.date()), NOW)
        desk.shelf.place(name, str(period), 1).mkdir(parents=True)


def reasons(desk: DeskParts) -> dict[str, str]:
    """Return what `status` says of each edition that was made."""
    return {
        row["period"]: row["reason"]
        for row in status(desk.desk, desk.store, desk.shelf, NOW)["editions"]
        if row["state"] == "drafted"
    }
