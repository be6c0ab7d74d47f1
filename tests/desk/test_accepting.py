"""A release that cannot be what it says: set aside, nothing recorded, and taken in once a person says why."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from generator.errors import FiguresDoubtful, SettingsError, SourceChanged
from generator.intake.file_intake import SetAside, checked_reason, ingest, take_in
from generator.service.status import status
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.trade.flags import Flag
from generator.trade.period import Period
from tests.desk.own_desk import HEAD, NOW, own_desk, row
from tests.desk.test_sense import LINES

PARTIES = ("CHN", "PAK", "import")
REASON = "The office counts in full dollars from this month on."


def month(text: str, factor: int = 1) -> list[str]:
    """Return a month of ten lines, a little above the one before."""
    at = int(text[5:])
    return [row(PARTIES, text, code, (90_000 + 1_000 * at) // (place + 1) * factor) for place, code in enumerate(LINES)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskParts]:
    """Return a desk that knows ten months."""
    opened = own_desk(tmp_path / "desk", [one for at in range(1, 11) for one in month(f"2025-{at:02}")], {})
    with opened.store:
        yield opened


def written(desk: DeskParts, rows: list[str], folder: str = "") -> Path:
    """Return a file with these rows in a folder of the desk."""
    file = desk.desk.folder / folder / "november.csv"
    file.write_text("\n".join([HEAD, *rows]), "utf-8")
    return file


def test_a_month_a_thousand_times_too_large_is_not_recorded(desk: DeskParts) -> None:
    """The sentence names the file, why, where its bytes are, and how to take them in."""
    file = written(desk, month("2025-11", 1000))
    with pytest.raises(FiguresDoubtful, match=r"november\.csv is set aside: .* 1,000 times what is usual") as error:
        ingest(desk.desk, desk.store, file, "office", NOW)
    place = Path(error.value.place)
    assert (1, file.read_bytes()) == (len(desk.store.releases.all("office")), place.read_bytes())
    assert f"tradebrief ingest {place} --source office --accept" in str(error.value)
    assert error.value.reason in place.with_name(f"{place.name}.reason.txt").read_text("utf-8")
    waiting = written(desk, month("2025-11", 1000), "inbox/office")
    with pytest.raises(FiguresDoubtful):
        ingest(desk.desk, desk.store, waiting, "office", NOW)
    assert not waiting.exists()


def test_a_person_takes_it_in_and_says_why(desk: DeskParts) -> None:
    """The release bears flag and reason, status says both, and the same bytes again are neither news nor doubt."""
    file = written(desk, month("2025-11", 1000))
    taken = ingest(desk.desk, desk.store, file, "office", NOW, accept=REASON)
    release = desk.store.releases.all("office")[-1]
    assert (True, REASON, REASON) == (taken.new, taken.accepted, release.accepted)
    assert ["scale"] == [Flag.parse(text).kind for text in release.flags]
    [source] = status(desk.desk, desk.store, desk.shelf, NOW)["sources"]
    assert f"its last release is flagged: scale; taken in by hand: {REASON}" in source["state"]
    assert list(release.flags) == list(source["flags"])
    assert not ingest(desk.desk, desk.store, file, "office", NOW).new


def test_a_file_cut_off_in_its_last_row_is_partial(desk: DeskParts) -> None:
    """With the torn row the claim to have every line is set aside; chapters that are gone are missed all the same."""
    other = [row(PARTIES, f"2025-{at:02}", code, 9_000 + at) for at in range(1, 11) for code in ("740311", "760120")]
    ingest(
        desk.desk,
        desk.store,
        written(desk, [*(one for at in range(1, 11) for one in month(f"2025-{at:02}")), *other]),
        "office",
        NOW,
    )
    torn = row(PARTIES, "2025-11", "760120", 9_000)[:-14]
    taken = ingest(
        desk.desk, desk.store, written(desk, [row(PARTIES, "2025-11", "740311", 9_011), torn]), "office", NOW
    )
    assert (1, ["gone", "partial"]) == (len(taken.batch.refusals), sorted(flag.kind for flag in taken.flags))


def test_a_source_may_say_that_lines_come_and_go(desk: DeskParts) -> None:
    """Half of the lines gone stop a complete release, unless its source is known for that."""
    few = written(desk, month("2025-11")[6:])
    with pytest.raises(FiguresDoubtful, match="lack 6 of the 10 lines"):
        ingest(desk.desk, desk.store, few, "office", NOW)
    settings = (
        (desk.desk.folder / "desk.yaml").read_text("utf-8").replace("    covers:", "    usual: {gone: 1}\n    covers:")
    )
    (desk.desk.folder / "desk.yaml").write_text(settings, "utf-8")
    again = open_desk(desk.desk.folder, {})
    with again.store:
        assert ["partial"] == [flag.kind for flag in ingest(again.desk, again.store, few, "office", NOW).flags]


def test_the_inbox_sets_it_aside_and_goes_on(desk: DeskParts) -> None:
    """A build uses what is there, and ends with 3."""
    written(desk, month("2025-11", 1000), "inbox/office")
    *_, item = sorted(take_in(desk.desk, desk.store, "office", NOW), key=lambda one: isinstance(one, SetAside))
    assert isinstance(item, SetAside)
    assert (3, True) == (item.exit_code, item.quarantine is not None and item.quarantine.is_file())
    assert not list((desk.desk.folder / "inbox" / "office").rglob("november.csv"))


def test_the_right_file_is_put_back_after_a_wrong_one(desk: DeskParts) -> None:
    """With a later day: its bytes were judged when they came, and the wrong file is no past to judge them by."""
    wrong = written(desk, month("2025-11", 1000)).rename(desk.desk.folder / "wrong.csv")
    right = written(desk, month("2025-11"))
    ingest(desk.desk, desk.store, right, "office", NOW, date(2026, 3, 1))
    ingest(desk.desk, desk.store, wrong, "office", NOW, date(2026, 3, 2), accept=REASON)
    assert [False, True, False] == [
        ingest(desk.desk, desk.store, right, "office", NOW, date(2026, 3, day)).new for day in (1, 3, 4)
    ]
    newest = desk.store.releases.all("office")[-1]
    assert (date(2026, 3, 3), "") == (newest.released, newest.accepted)


def test_a_file_of_another_month_is_refused(desk: DeskParts) -> None:
    """Who says which month the file is of is told which it has."""
    with pytest.raises(SourceChanged, match="has no figure of 2025-12; it has 2025-11"):
        ingest(desk.desk, desk.store, written(desk, month("2025-11")), "office", NOW, period=Period.parse("2025-12"))
    assert 1 == len(desk.store.releases.all("office"))


@pytest.mark.parametrize("text", ["", "  ", "\u202eno", "x" * 201])
def test_a_reason_must_be_one_that_can_be_printed(text: str) -> None:
    """It stands in the note of the editions."""
    with pytest.raises(SettingsError, match="--accept"):
        checked_reason(text)
