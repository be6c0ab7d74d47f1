"""The ranking of movements on screens of several widths, and what it says in few words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.cli import movement_words
from generator.cli.ranking import Ranked, ranked_lines
from tests.desk.own_desk import briefing, own_desk, row
from tests.terminal import on_a_terminal

CODES = ("030289", "030339", "030353", "030389", "030617", "7403", "2601", "260300", "260600", "740811", "760120")
PARTIES = ("CHN", "PAK", "import")
MONTHS = [f"{year}-{month:02d}" for year in (2022, 2023, 2024, 2025) for month in range(1, 13)]
LONG = Ranked(
    "030339", "other frozen flat fish of the north", "missed_season", "down", 50.0, "z −5.2, −0.8 points; short history"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk with four years of eleven lines, the last month of which moves by as many factors."""
    folder = tmp_path_factory.mktemp("wide") / "desk"
    own_desk(folder, rows(), {"ores": briefing(PARTIES, CODES)}).store.close()
    return folder


def rows() -> list[str]:
    """Return the table's rows: even months, and a last one from nothing to three times as much."""
    found = []
    for at, month in enumerate(MONTHS):
        for place, code in enumerate(CODES):
            usual = 1_000_000 * (place + 1) * (100 + (at * 7 + place * 3) % 5) // 100
            found.append(row(PARTIES, month, code, usual * place * 3 // 10 if month == "2025-12" else usual))
    return found


@pytest.mark.parametrize("width", [pytest.param(80, marks=pytest.mark.long), 140])
def test_a_ranking_fits_its_terminal(desk: Path, width: int) -> None:
    """No line is wider; whole codes, arrows and scores are there."""
    said = on_a_terminal(width, "movements", "ores", "--period", "2025-12", "--desk", desk)
    table = said[: said.index("Considered and left out in 2025-12, against 2024-12")]
    assert max(len(line) for line in said if line[:1] in " 0237") <= width, said
    assert {code for code in CODES if any(line.startswith(f"{code} ") for line in said)} == {*CODES}
    assert all(any(arrow in line for line in table) for arrow in "▲▼")


def test_a_pipe_gets_whole_names_and_a_terminal_short_ones() -> None:
    """Nothing is broken or cut where nobody looks at it."""
    [head, line] = ranked_lines([LONG], None)
    assert head.split() == ["code", "name", "kind", "score", "why"]
    words = "missed season  ▼   50.0  z −5.2, −0.8 points; short history"
    assert line == f"030339  other frozen flat fish of the north  {words}"
    assert "other frozen flat fish…" in ranked_lines([LONG], 80)[1]


def leaf(condition: str, value: float | None, unit: str = "", **more: object) -> dict[str, Any]:
    """Return one condition that decided."""
    return {"condition": condition, "value": value, "unit": unit, "reason": "", "holds": True, "found": ""} | more


@pytest.mark.parametrize(
    ("leaves", "words"),
    [
        ([leaf("yoy", 28.1, "pct"), leaf("contrib", 11.63, "pp"), leaf("z", -5.21, "z")], "z −5.2, +11.6 points, +28%"),
        ([leaf("yoy_abs", -4_493_082, "money"), leaf("yoy", -4.26, "pct")], "−4.3%, −4.5m"),
        ([leaf("yoy_abs", 2.5e9, "money"), leaf("contrib", 0.034, "pp")], "+0.03 points, +2.5bn"),
        ([leaf("event", None, found="vanished"), leaf("value", 533_063)], "vanished, 533,063"),
        ([leaf("flag", None, found="low_base, hs_break")], "almost nothing before, code changed"),
        ([leaf("share", 7.41, "pct")], "share 7.4%"),
        ([leaf("rank_change", 3, "rank"), leaf("rank", 4, "rank")], "rank +3"),
        ([leaf("streak", -6, "months")], "streak of 6 months"),
        (
            [leaf("yoy", None, "pct", reason="missing 2024"), leaf("yoy_abs", None, reason="missing 2024")],
            "no figure for 2024",
        ),
        ([leaf("z", None, "z", reason="short_history")], "no z: short history"),
        ([leaf("contrib", 0, "pp"), leaf("event", None, found="none", holds=False)], "no change"),
        ([leaf("z", 3.1, "z"), leaf("yoy", None, "pct", reason="zero_base")], "z 3.1"),
    ],
)
def test_what_decided_is_said_in_few_words(leaves: list[dict[str, Any]], words: str) -> None:
    """Surprise first, then weight, growth and money; a reason only where there is no number at all."""
    assert words == movement_words.of_leaves(leaves)


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        ("spike", {"z": (5.21, "z"), "contrib": (0.81, "pp"), "r12_yoy": (4, "pct")}, "z 5.2, +0.8 points"),
        ("vanished", {"z": (None, "z"), "contrib": (-0.44, "pp")}, "−0.4 points"),
        ("drift", {"z": (1.1, "z"), "r12_yoy": (-17.3, "pct")}, "−17% in twelve months"),
        ("offset", {"uv_yoy": (66.7, "pct"), "quantity_yoy": (-40.0, "pct")}, "+67% per tonne, −40% in quantity"),
        ("new", {"z": (None, "z"), "contrib": (None, "pp"), "level": (2_345_678, "usd")}, "2.3m"),
    ],
)
def test_a_pick_is_told_by_its_own_numbers(kind: str, facts: dict[str, tuple[float | None, str]], words: str) -> None:
    """A month by surprise and weight, a drift by its year, an offset by price and quantity, an event by what it has."""
    told = [{"metric": name, "value": value, "unit": unit} for name, (value, unit) in facts.items()]
    assert words == movement_words.of_pick(kind, told)


def test_a_restated_figure_is_told_with_both() -> None:
    """As it was, and as it is."""
    fact = {"metric": "revision", "value": 2e7, "unit": "usd", "period": "2025-11", "old": 6e7, "new": 8e7}
    assert "2025-11: 60.0m, now 80.0m" == movement_words.of_pick("revision", [fact])


def test_a_flag_is_said_behind_the_words() -> None:
    """Unless the words say it already, or the arrow does."""
    flags = ("low_base", "provisional", "up")
    lines = ranked_lines(
        [Ranked("1", "", "rise", "up", 1.0, "z 3.1", flags), Ranked("2", "", "rise", "up", 1.0, "provisional", flags)],
        None,
    )
    assert ["z 3.1; almost nothing before, provisional", "provisional; almost nothing before"] == [
        line.rpartition("  ")[2] for line in lines[1:]
    ]
