"""A briefing's trade against its own past: what `movements` shows beside what the text tells."""

import json
from pathlib import Path

import pytest

from generator.cli.ranking import of_desk
from generator.editions.decision_trace import ranked_movements
from tests.desk.conftest import StarterDesk
from tests.desk.lab_desk import MONTHS, lab_desk

# China's imports from Pakistan, December 2025 against December 2024, from the desk's own table: refined copper rose by
# 28 per cent, iron ores and manganese ores fell, the latter to nothing
STAND_OUT = {"7403": ("spike", "up"), "2601": ("spike", "down"), "2602": ("vanished", "down")}


@pytest.fixture(scope="module")
def monthly(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Return what `movements --json` says of the monthly starter briefing."""
    desk = StarterDesk(tmp_path_factory.mktemp("monthly") / "desk")
    assert desk.run("init", str(desk.folder), "--sample").code == 0
    said = desk.run("movements", "pakistan-minerals-monthly", "--period", "2025-12", "--json").said
    found: dict[str, object] = json.JSONDecoder().raw_decode(said[said.index("{") :])[0]
    return found


def test_what_stands_out_is_shown_beside_what_the_text_tells(monthly: dict[str, object]) -> None:
    """Each with its kind and direction."""
    past = monthly["past"]
    assert isinstance(past, list)
    assert {one["series"]: (one["kind"], one["direction"]) for one in past} == STAND_OUT


@pytest.mark.parametrize(
    ("months", "why"),
    [(12, "no month a year before"), (14, "fewer than 6 months with a year before them"), (36, "")],
)
def test_a_month_that_no_code_can_be_judged_in_is_said_to_be_one(tmp_path: Path, months: int, why: str) -> None:
    """As of a table; where something can be judged and nothing stands out, nothing is said."""
    with (desk := lab_desk(tmp_path / "desk", {}, months=MONTHS[-months:])).store:
        found = ranked_movements(desk.desk, desk.store, "copper", "2025-12", None)
    said = f"Against its own past: 2025-12 cannot be judged by what is usual: {why}."
    assert (why, bool(why)) == (found["unjudged"], said in of_desk(found, of=1))
