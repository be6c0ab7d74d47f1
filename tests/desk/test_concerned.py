"""A file of the whole world's trade: whoever writes on one pair is told what is odd about that."""

from pathlib import Path

import pytest

from generator.cli.taken_files import oddities
from generator.intake.file_intake import IntakeResult
from tests.desk.test_intake import SIZES
from tests.desk.test_valuation import comtrade_desk, months, table, take_in

WORLD = ("484", "156", "124", "392", "276", "251", "380", "76")  # Mexico first, then China, then Canada and others
CHANGED = ("484", "124")


def taken(folder: Path) -> IntakeResult:
    """Return what becomes of two months in which Mexico and Canada, of which a briefing tells, begin with FOB."""
    desk = comtrade_desk(folder, "M", "monthly")
    take_in(desk, table("M", months({"2024": "CIF"}), WORLD), "2025-02-01")
    now = {"202501": "FOB", "202502": "FOB"}
    others = [one for one in WORLD if one not in CHANGED]
    rest = table("M", dict.fromkeys(now, "CIF"), others).partition("\n")[2]
    found = take_in(desk, f"{table('M', now, CHANGED)}\n{rest}", "2025-03-01")
    desk.store.close()
    return found


def test_of_a_large_file_own_oddities_are_told_and_others_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Canada's is said, Mexico's counted; all of them are there for who asks."""
    monkeypatch.setattr(SIZES, {"csv": 0})
    found = taken(tmp_path)
    told = "CAN's imports in 2025-01 are valued FOB, and were CIF, and so in 2025-02"
    assert [f"  odd (valuation): {told}", "  and 1 about other trade: --json has them all"] == [*oddities(found)]
    assert ["CAN", "MEX"] == [flag.reporter for flag in found.flags]
