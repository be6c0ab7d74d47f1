"""How an office values its trade: by the rule without a word more, otherwise as its source says."""

import os
from pathlib import Path

import pytest

from generator.desk.wiring import open_desk
from tests.desk.own_desk import briefing, own_desk, row
from tests.desk.unpaged import unpaged

LINES = {"8703": 910, "3004": 410, "0406": 60}
BY_THE_RULE = {"import": "CIF", "export": "FOB"}


def told(folder: Path, flow: str, period: str, key: str) -> tuple[str, tuple[str, ...]]:
    """Return the texts of an edition whose source has one key more, and what the audit finds."""
    parties, years = ("CAN", "USA", flow), ("2023", "2024", "2025")
    months = [f"{year}-{month:02d}" for year in years for month in range(1, 13)]
    periods, frequency = (years, "annual") if period == "2025" else (months, "monthly")
    rows = [
        row(parties, when, code, usual + at % 5) for code, usual in LINES.items() for at, when in enumerate(periods)
    ]
    own_desk(folder, rows, {"cars": briefing(parties, LINES).replace("monthly", frequency)}, 10**6).store.close()
    settings = folder / "desk.yaml"
    settings.write_text(settings.read_text("utf-8").replace("    scale:", f"    {key}\n    scale:"), "utf-8")
    desk = open_desk(folder, os.environ)
    made = unpaged(desk, "cars", period)
    desk.store.close()
    return made.prose, made.findings


@pytest.mark.parametrize("period", ["2025-12", "2025"])
@pytest.mark.parametrize("flow", BY_THE_RULE)
@pytest.mark.parametrize("valuation", ["", "CIF", "FOB"])
def test_the_note_says_how_values_are_meant(tmp_path: Path, flow: str, valuation: str, period: str) -> None:
    """Canada's imports are FOB: the note says that, what the rule is and what it means; no other note grows."""
    prose, findings = told(tmp_path, flow, period, f"valuation: {valuation}" if valuation else "ignored: []")
    rule = BY_THE_RULE[flow]
    assert () == findings
    assert f", {valuation or rule}, " in prose
    assert (valuation not in {"", rule}) == (f"The rule for {flow}s is {rule}; these values" in prose)
