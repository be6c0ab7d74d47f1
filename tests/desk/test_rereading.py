"""Settings that changed after the files were read: it is said where figures lack, and one command reads them again."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.errors import FiguresIncomplete, PeriodUnknown
from generator.intake.file_intake import IntakeResult, SetAside, ingest
from generator.intake.period_choice import figures_for
from generator.intake.reread import changed_keys, reread
from generator.service.status import next_step, status
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.trade.period import Period
from tests.desk.own_desk import HEAD, NOW, briefing, own_desk, row

PARTIES = ("NOR", "DEU", "export")
LINES = ("030311", "030389")
FISH = {"fish": briefing(PARTIES, ("0302", "0303"))}
DECLARED = '["0302", "0303"]'
REMEDY = "Read them again: tradebrief ingest --again --source office"
AGAIN = "tradebrief ingest --again --source office"


def rows(value: int = 100) -> list[str]:
    """Return the lines of a heading in 14 months, 3 * `value` thousand dollars a month; of 0302 there is none."""
    months = [f"{2024 + at // 12}-{at % 12 + 1:02d}" for at in range(14)]
    return [
        row(PARTIES, month, code, 1000 * value * number) for month in months for number, code in enumerate(LINES, 1)
    ]


def declared(desk: DeskParts, was: str, now: str) -> DeskParts:
    """Return the desk with other settings."""
    file = desk.desk.folder / "desk.yaml"
    text = file.read_text("utf-8")
    assert was in text
    file.write_text(text.replace(was, now), "utf-8")
    desk.store.close()
    return open_desk(desk.desk.folder, os.environ)


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[DeskParts]:
    """Return a desk whose table has lines alone, and says nowhere that they are all there."""
    desk = own_desk(tmp_path / "desk", rows(), FISH, covers="listed")
    yield desk
    desk.store.close()


@pytest.fixture
def stale(bare: DeskParts) -> Iterator[DeskParts]:
    """Return the same desk after somebody wrote that they are."""
    desk = declared(bare, "covers: listed", f"covers: {DECLARED}")
    yield desk
    desk.store.close()


def told(desk: DeskParts, period: str | None) -> str:
    """Return what is said where a month has no figures."""
    with pytest.raises(FiguresIncomplete) as fault:
        figures_for(desk.desk, desk.store, "fish", period)
    return str(fault.value)


@pytest.mark.parametrize(("period", "month"), [("2024-06", "2024-06"), (None, "2025-02")])
def test_lines_without_a_total_say_what_is_missing(bare: DeskParts, period: str | None, month: str) -> None:
    """Not that the figures begin later: they are there, and `covers` is not."""
    said = told(bare, period)
    assert f"{month}: office has lines within HS 0303 (such as 030311) and no total of them. " in said
    where = bare.desk.where("desk.yaml", ("sources", "office"))
    assert said.endswith(f'write covers: ["0302", "0303"] in {where}, then read again: {AGAIN}')
    (one,) = (item for item in status(bare.desk, bare.store, bare.shelf, NOW)["editions"] if item["briefing"] == "fish")
    assert ("2025-02", "partial") == (one["period"], one["state"])
    assert "write covers" in next_step(bare.desk, bare.store, status(bare.desk, bare.store, bare.shelf, NOW))


def test_changed_settings_are_told_until_the_files_are_read_again(stale: DeskParts) -> None:
    """By what finds no figures, by status, and by what comes next."""
    assert ("covers",) == changed_keys(stale.desk, stale.store, "office")
    with pytest.raises(PeriodUnknown, match=f"before the figures of office begin.*{REMEDY}$"):
        figures_for(stale.desk, stale.store, "fish", "2023-01")
    assert told(stale, "2024-06").endswith(f"covers of office changed in desk.yaml since its files were read. {REMEDY}")
    (office,) = status(stale.desk, stale.store, stale.shelf, NOW)["sources"]
    assert f"covers changed in desk.yaml since it was read; `{AGAIN}` reads it again" == office["state"]
    assert AGAIN == next_step(stale.desk, stale.store, status(stale.desk, stale.store, stale.shelf, NOW))
    [taken] = reread(stale.desk, stale.store, "office", NOW)
    assert isinstance(taken, IntakeResult)
    assert taken.new
    assert () == changed_keys(stale.desk, stale.store, "office")
    june = Period.parse("2024-06")
    assert [0, 300_000] == [
        figures_for(stale.desk, stale.store, "fish", "2024-06").value(code, june) for code in ("0302", "0303")
    ]


def test_what_came_later_stays_later(stale: DeskParts) -> None:
    """A file read again keeps its place: the correction that came after it on the same day still counts."""
    file = stale.desk.folder / "correction.csv"
    file.write_text("\n".join([HEAD, *rows(101)]), "utf-8")
    ingest(stale.desk, stale.store, file, "office", NOW)
    assert all(isinstance(one, IntakeResult) for one in reread(stale.desk, stale.store, "office", NOW))
    assert 303_000 == figures_for(stale.desk, stale.store, "fish", "2024-06").value("0303", Period.parse("2024-06"))


def test_a_file_that_cannot_be_read_now_keeps_its_reading(bare: DeskParts) -> None:
    """A column was named that it does not have."""
    desk = declared(bare, "code: hs", "code: code")
    [found] = reread(desk.desk, desk.store, "office", NOW)
    assert isinstance(found, SetAside)
    assert "column" in found.reason
    assert found.reason.endswith("What was read of it before still counts.")
    assert 1 == len(desk.store.releases.vintage("office").releases)
    desk.store.close()
