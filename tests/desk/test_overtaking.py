"""A later revision of an edition: what becomes of the one before it, and of those who have that one."""

import json
from pathlib import Path

import pytest

from tests.desk.conftest import StarterDesk
from tests.desk.mailed import EDITION, carry, enlist, outbox


@pytest.fixture
def approved(desk: StarterDesk) -> StarterDesk:
    """Return a desk whose first revision is approved for two readers."""
    enlist(desk, {"ann": "en", "bo": "en"})
    assert 0 == desk.run("approve", EDITION).code
    return desk


def build_anew(desk: StarterDesk) -> None:
    """Make the second revision: the briefing goes by another title."""
    file = Path(desk.folder / "briefings" / "pakistan-minerals.yaml")
    text = file.read_text(encoding="utf-8")
    assert "Pakistan’s minerals in China" in text
    file.write_text(text.replace("Pakistan’s minerals in China", "Pakistan’s ores in China", 1), encoding="utf-8")
    assert 0 == desk.run("build", "pakistan-minerals").code


def states(desk: StarterDesk) -> dict[int, tuple[str, str]]:
    """Return state and reason by revision."""
    rows = json.loads(desk.run("status", "--json").said)["editions"]
    return {row["revision"]: (row["state"], row["reason"]) for row in rows}


def test_what_nobody_got_ends_where_a_later_one_is_approved(approved: StarterDesk) -> None:
    """Its letters are stopped with the reason; each reader gets the later one alone."""
    build_anew(approved)
    assert 0 == approved.run("approve", EDITION).code
    assert {1: ("withdrawn", "superseded by r2 before it was sent"), 2: ("approved", "")} == states(approved)
    assert 3 == approved.run("send", f"{EDITION}/r1", "--yes").code
    assert 0 == approved.run("send", EDITION, "--yes").code
    assert {"ann", "bo"} == set(outbox(approved))
    assert 2 == len(list((approved.folder / "outbox").iterdir()))


def test_what_one_reader_may_have_is_not_overtaken_in_silence(approved: StarterDesk) -> None:
    """A later revision is neither approved nor sent without a correction, whoever else still waits."""
    carry(approved, {"ann": "uncertain"})
    build_anew(approved)
    done = approved.run("approve", EDITION)
    assert (3, True) == (done.code, f"Next: tradebrief correct {EDITION} --note" in done.said)
    assert 3 == approved.run("send", EDITION, "--yes").code
    assert ("sending", "") == states(approved)[1]
