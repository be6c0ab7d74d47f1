"""Code lists on their way into a desk's store: from the inbox or by name, pulled by nobody."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.cli.taken_files import lines
from generator.errors import SettingsError
from generator.intake.file_intake import SetAside, take_in
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests.desk.own_desk import DESK, briefing
from tests.name_lists import GACC

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
NAMES = "  lists: {kind: names, title: {en: China customs}, rows: {at_least: 1}}\nmail:"
TRADE = ("CHN", "PAK", "import")


def names_desk(folder: Path, side: str = NAMES, of: str = "office") -> DeskParts:
    """Return a desk with a source of names, and nothing in its store."""
    (folder / "briefings").mkdir(parents=True)
    (folder / "state").mkdir(mode=0o700)
    settings = DESK.replace("SCALE", "1").replace("COVERS", "all").replace("mail:", side)
    (folder / "desk.yaml").write_text(settings, "utf-8")
    text = briefing(TRADE, ["2603"]).replace("source: office", f"source: {of}")
    (folder / "briefings" / "copper.yaml").write_text(text, "utf-8")
    return open_desk(folder, {})


def test_a_list_in_the_inbox_becomes_a_release(tmp_path: Path, shared_data: Path) -> None:
    """It is recorded under the first day of its year and moves to done/; what is set aside is listed by its line."""
    desk = names_desk(tmp_path / "desk")
    inbox = tmp_path / "desk" / "inbox" / "lists"
    inbox.mkdir(parents=True)
    raw = (shared_data / GACC / "en-hs8-2023.csv").read_bytes()
    (inbox / "en.csv").write_bytes(raw)
    with desk.store:
        (taken,) = take_in(desk.desk, desk.store, "lists", NOON)
        (release,) = desk.store.releases("lists")
        assert raw == desk.store.raw(release.raw)
    assert not isinstance(taken, SetAside)
    assert (True, date(2023, 1, 1), 8_944) == (taken.new, release.released, release.rows)
    assert (3320, 3322, 3323, 3326) == release.refused[:4]
    assert "recorded: en.csv: 8,944 names, period 2023, released 2023-01-01" == next(iter(lines(taken)))
    assert 1 == len(list((inbox / "done").iterdir()))
    [listed] = (inbox / "quarantine").iterdir()
    assert 14 == len(listed.read_text("utf-8").splitlines())  # a header, and thirteen records


@pytest.mark.parametrize(
    ("side", "problem"),
    [
        ("  lists: {kind: names}\nmail:", "has no title"),
        ("  lists: {kind: names, title: {en: C}, columns: {code: HS}}\nmail:", "columns is no key of kind: names"),
        ("  lists: {kind: names, title: {en: C}, calendar: {like: gacc}}\nmail:", "calendar is no key of kind: names"),
        ("  lists: {kind: names, title: {en: C}, language: de}\nmail:", "language"),
        ("  fred: {kind: rates, title: {en: F}, language: zh}\nmail:", "language is no key of kind: rates"),
    ],
)
def test_a_key_of_another_kind_is_refused(tmp_path: Path, side: str, problem: str) -> None:
    """A list of names has no columns of ours and no calendar; no other kind has a language."""
    with pytest.raises(SettingsError, match=problem):
        names_desk(tmp_path / "desk", side)
