"""What pull shows on a terminal while it asks: what, how far, why it waits; and no sign of it in the lines it says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.test_pull import made
from tests.sources.neighbours import line
from tests.sources.replay import Replay, replaying
from tests.sources.replay_rows import MadeRows
from tests.terminal import got_by_a_terminal

_CONTROL = re.compile(r"\x1b\[[0-9;?]*([A-Za-z])")


@pytest.fixture
def server() -> Iterator[Replay]:
    """Return a server that has two months of fish."""
    when = {"202601": 1, "202602": 2}
    rows = [line("030389", period=period, refMonth=month, isNetWgtEstimated=False) for period, month in when.items()]
    with replaying(MadeRows(rows)) as running:
        yield running


def lines(text: str) -> list[str]:
    """Return what stays on the screen: a line that is erased is gone."""
    screen = [""]
    for part in re.split(r"(\x1b\[[0-9;?]*[A-Za-z]|[\r\n])", text):
        control = _CONTROL.fullmatch(part)
        if part == "\n":
            screen.append("")
        elif control and control[1] == "K":
            screen[-1] = ""
        elif control and control[1] == "A":
            screen.pop()
        elif not control and part != "\r":
            screen[-1] += part
    return [one for one in screen if one]


def test_a_line_has_no_spinner_in_it(tmp_path: Path, server: Replay) -> None:
    """It is lifted while a line is said, and says what is asked, and how many there are."""
    desk = made(tmp_path / "desk", server)
    raw = got_by_a_terminal(120, "pull", "--since", "2026-01", "--desk", desk.folder)
    stays = lines(raw)
    assert 2 == len([one for one in stays if one.startswith("new: comtrade 2026-0")]), stays
    assert [] == [one for one in stays if "asking" in one or "reading the inbox" in one]
    assert (True, False) == ("asking comtrade: 2026-01 (1 of 2)" in raw, "making" in raw)
