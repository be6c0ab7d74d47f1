"""What an edition says of the releases that it uses: what was odd, and why a person accepted one."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.audit import audit_data
from generator.intake.file_intake import ingest
from generator.settings.desk_parts import DeskParts
from tests.desk.own_desk import HEAD, NOW, add_table, briefing, own_desk, row
from tests.desk.test_sense import LINES
from tests.desk.unpaged import unpaged

PARTIES = ("CHN", "PAK", "import")
REASON = "The office restated 40% of its figures because of the strike, and 7 times more is right."


def month(text: str, factors: dict[str, int]) -> list[str]:
    """Return a month of ten lines, of which some are multiplied."""
    year, at = int(text[:4]) - 2024, int(text[5:])
    return [
        row(PARTIES, text, code, (900_000 + 90_000 * year + 10_000 * at) // (place + 1) * factors.get(code, 1))
        for place, code in enumerate(LINES)
    ]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskParts]:
    """Return a desk that knows the months up to October 2025."""
    months = [f"{2024 + at // 12}-{at % 12 + 1:02}" for at in range(22)]
    rows = [one for text in months for one in month(text, {})]
    opened = own_desk(tmp_path / "desk", rows, {"fish": briefing(PARTIES, LINES)})
    with opened.store:
        yield opened


def november(desk: DeskParts, factors: dict[str, int], accept: str = "") -> None:
    """Take November in."""
    add_table(desk, month("2025-11", factors), accept=accept)


def told(desk: DeskParts) -> dict[str, bytes]:
    """Return the data of November's edition."""
    return dict(unpaged(desk, "fish", "2025-11").files)


def without_run(files: dict[str, bytes], head: str) -> dict[str, bytes]:
    """Return the edition without one run of its note."""
    edition = json.loads(files["edition.json"])
    for block in edition["stories"]["en"]["blocks"]:
        if block["kind"] == "note":
            block["runs"] = [run for run in block["runs"] if run["head"]["words"] != head]
    return {**files, "edition.json": json.dumps(edition).encode()}


def test_an_odd_line_stands_in_the_note(desk: DeskParts) -> None:
    """With its code and month; the audit passes it."""
    november(desk, {LINES[3]: 10})
    edition = unpaged(desk, "fish", "2025-11")
    assert f"HS {LINES[3]} in November 2025 lies far from its usual size" in edition.prose
    assert () == edition.findings


@pytest.mark.long
def test_an_accepted_month_prints_the_reason(desk: DeskParts) -> None:
    """Word for word, whatever figures and causes it speaks of: they are a person's, and no claim."""
    november(desk, dict.fromkeys(LINES, 1000), REASON)
    edition = unpaged(desk, "fish", "2025-11")
    assert f"Figures of November 2025 were doubted by a check and taken in by hand: “{REASON}”" in edition.prose
    assert () == edition.findings


@pytest.mark.long
@pytest.mark.parametrize("head", ["Flagged.", "Accepted."])
def test_the_audit_finds_a_note_that_is_left_out(desk: DeskParts, head: str) -> None:
    """An edition may not keep quiet about what was odd."""
    november(desk, dict.fromkeys(LINES, 1000), REASON)
    files = told(desk)
    assert () == audit_data(files, desk.store.raw.read)
    assert [head.lower().strip(".")] == [one.rule for one in audit_data(without_run(files, head), desk.store.raw.read)]


@pytest.mark.long
def test_the_audit_finds_a_reason_that_nobody_gave(desk: DeskParts) -> None:
    """What stands in quotation marks there was recorded with a release."""
    november(desk, dict.fromkeys(LINES, 1000), REASON)
    files = told(desk)
    files["edition.json"] = files["edition.json"].replace(b"strike", b"flood")
    assert {"accepted"} <= {one.rule for one in audit_data(files, desk.store.raw.read)}


def listed(folder: Path, *files: tuple[int, ...]) -> DeskParts:
    """Return a desk whose office lists lines; of November each file brings those at some places."""
    months = [f"{2024 + at // 12}-{at % 12 + 1:02}" for at in range(22)]
    rows = [one for text in months for one in month(text, {})]
    opened = own_desk(folder, rows, {"fish": briefing(PARTIES, LINES)}, covers="listed")
    november = month("2025-11", {})
    for number, places in enumerate(files):
        file = folder / f"november-{number}.csv"
        file.write_text("\n".join([HEAD, *(november[at] for at in places)]), "utf-8")
        assert ["gone", "partial"] == sorted(
            flag.kind for flag in ingest(opened.desk, opened.store, file, "office", NOW).flags
        )
    return opened


@pytest.mark.long
def test_an_odd_line_that_was_corrected_is_not_flagged(tmp_path: Path) -> None:
    """The first file's figure is no figure of the edition any more; its other lines are."""
    desk = listed(tmp_path / "desk")
    with desk.store:
        november(desk, {LINES[3]: 10})
        assert "lies far from its usual size" in unpaged(desk, "fish", "2025-11").prose
        file = desk.desk.folder / "corrected.csv"
        file.write_text(f"{HEAD}\n{month('2025-11', {})[3]}", "utf-8")
        ingest(desk.desk, desk.store, file, "office", NOW)
        edition = unpaged(desk, "fish", "2025-11")
        assert ((), False) == (edition.findings, "Flagged." in edition.prose)
