"""Pull where the service has a period and no row of the asked codes: no trade, or a question that nobody answers."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from generator.intake.comtrade_fetch import depths_of, unanswered
from generator.service.edition_steps import extent
from generator.settings.wiring import open_desk
from generator.trade.period import Period
from tests.desk.conftest import StarterDesk
from tests.desk.test_pull import FISH, made, releases
from tests.sources.neighbours import line
from tests.sources.replay import replaying
from tests.sources.replay_rows import MadeRows

MONTHS = ("202601", "202602", "202603")


def month(period: str, code: str, **given: Any) -> dict[str, Any]:  # noqa: ANN401 -- any field of a record
    """Return a record of China's imports from Pakistan in that month."""
    when = {
        "period": period,
        "refYear": int(period[:4]),
        "refMonth": int(period[4:]),
        "refPeriodId": int(f"{period}01"),
    }
    return line(code, **{**when, "isNetWgtEstimated": False, **given})


def fishing(desk: StarterDesk, codes: str, more: str = "") -> None:
    """Let the briefing ask for `codes`."""
    asked = FISH.replace('"0302", "0303", "0304"', codes).replace(", detail: 6", more)
    (desk.folder / "briefings" / "fish.yaml").write_text(asked, "utf-8")


def values(desk: StarterDesk) -> dict[tuple[str, str], str]:
    """Return the value of every code and month."""
    found = json.loads(desk.run("figures", "fish", "--period", "2026-03", "--all", "--format", "json").said)
    return {(row["code"], row["period"]): row["value"] for row in found}


def test_headings_that_a_source_of_lines_answers_with_nothing_are_no_zeros(tmp_path: Path) -> None:
    """Nothing is recorded, one line says what to do (exit 3); after it the figures are new ones, and none restated."""
    with replaying(MadeRows([month(period, "030389") for period in MONTHS])) as server:
        desk = made(tmp_path / "desk", server)
        fishing(desk, '"0302", "0303"')
        first = desk.run("pull", "--since", "2026-01")
        assert (3, 0) == (first.code, releases(desk)), first.said
        assert "empty: 2026-01 to 2026-03 of CHN, PAK" in first.said
        loud = [row for row in first.said.splitlines() if row.startswith("tradebrief: comtrade:")]
        assert [True] == ["0302, 0303" in row and "write detail: 6 in briefings/fish.yaml" in row for row in loud]
        assert "next: fix briefings/fish.yaml, then tradebrief pull fish" in first.said
        asked = len(server.seen)
        assert (3, asked + 1) == (desk.run("pull", "--since", "2026-01").code, len(server.seen))  # what is out, alone
        fishing(desk, '"0302", "0303"', ", detail: 6")
        then = desk.run("pull", "--since", "2026-01")
    assert (0, 3, False) == (then.code, then.said.count("new: comtrade 2026-"), "no trade" in then.said), then.said
    assert {"25"} == {value for (code, _), value in values(desk).items() if code == "0303"}


@pytest.mark.parametrize(
    ("asked", "answered", "silent"),
    [
        ("0302 0303", "0303", ""),  # headings are given
        ("0302 0303", "030389", "0302 0303"),
        ("0303 030389", "030389", "0303"),  # one line of many
        ("TOTAL 0303", "0303", "TOTAL"),
        ("0303", "", "0303"),
        ("030389", "0303", "030389"),
    ],
)
def test_silence_is_believed_at_depths_that_are_answered(asked: str, answered: str, silent: str) -> None:
    """And nowhere else, unless all lines were asked."""
    assert tuple(silent.split()) == unanswered(asked.split(), depths_of(answered.split()))


@pytest.mark.long
def test_a_large_line_that_an_answer_leaves_out_is_no_zero_until_a_person_says_why(tmp_path: Path) -> None:
    """It was a quarter of all for a year; asked for with a reason, its silence means that it was not traded."""
    periods = [f"2024{at:02}" for at in range(11, 13)] + [f"2025{at:02}" for at in range(1, 13)]
    codes = ("030289", "030389", "030489", "030499")
    rows = [
        month(period, code, primaryValue=worth, cifvalue=worth)
        for at, period in enumerate(periods)
        for place, code in enumerate(codes)
        for worth in [9_000.0 + 700 * place + 37 * at]
        if (period, code) != ("202512", "030389")
    ]
    with replaying(MadeRows(rows)) as server:
        desk = made(tmp_path / "desk", server)
        fishing(desk, '"030289", "030389", "030489", "030499"')
        assert 0 == desk.run("pull", "--since", "2024-11").code
        silent = extent_of(desk)
        again = desk.run("pull", "--period", "2025-12")
        accepted = desk.run("pull", "--period", "2025-12", "--accept", "Nobody fishes it any more.")
    assert silent.startswith(
        "partial: 1 of 4 lines have no figure of 2025-12: 030389. comtrade has no row of HS 030389"
    )
    assert (0, True) == (again.code, "known" in again.said or "unchanged" in again.said), again.said
    assert (0, "complete: ") == (accepted.code, extent_of(desk)), accepted.said


def extent_of(desk: StarterDesk) -> str:
    """Return how much of December's edition is there."""
    opened = open_desk(desk.folder, os.environ)
    with opened.store:
        return ": ".join(extent(opened.desk, opened.store, "fish", Period.parse("2025-12")))
