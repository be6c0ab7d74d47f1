"""An edition taken back: what waits stops, and whoever has it, or may have it, is told; nobody else."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.editions.edition_names import edition_named
from generator.readers.send import send
from generator.settings.wiring import open_desk
from tests.desk.conftest import StarterDesk
from tests.desk.mailed import EDITION, carry, enlist, outbox, text_of

WHY = "the file was of another year"
FIVE = dict.fromkeys(("ann", "bo", "cy", "di", "ed"), "en")


def state_of(desk: StarterDesk) -> tuple[str, str]:
    """Return state and reason of the first revision."""
    (row,) = json.loads(desk.run("status", "--json").said)["editions"]
    return row["state"], row["reason"]


def letters(desk: StarterDesk, kind: str) -> dict[str, str]:
    """Return the state of each letter of a kind of mailing, by the name before the @."""
    query = "SELECT address, state FROM outbox JOIN mailings USING (mailing) WHERE kind = ?"
    with closing(sqlite3.connect(desk.folder / "state" / "state.sqlite")) as db:
        return {address.partition("@")[0]: state for address, state in db.execute(query, (kind,))}


def test_only_who_has_it_or_may_have_it_is_told(desk: StarterDesk) -> None:
    """Of five: sent, uncertain, refused, and two that waited; the first two get a notice, once."""
    enlist(desk, FIVE)
    desk.run("approve", EDITION)
    carry(desk, {"ann": "sent", "bo": "uncertain", "cy": "failed"})
    done = desk.run("withdraw", EDITION, "--because", WHY, "--by", "Ann Editor")
    assert (0, True) == (done.code, "withdrawn: 2 readers to be told" in done.said)
    assert ("withdrawn", WHY) == state_of(desk)
    assert {"ann": "sent", "bo": "uncertain", "cy": "failed"} | dict.fromkeys(("di", "ed"), "suppressed") == letters(
        desk, "edition"
    )
    sent = desk.run("send", EDITION, "--yes")
    assert (0, True) == (sent.code, "withdrawn: 2 sent" in sent.said)
    assert {"ann": "sent", "bo": "sent"} == letters(desk, "withdrawal")
    first = {path: path.read_bytes() for path in (desk.folder / "outbox").iterdir()}
    assert 0 == desk.run("send", EDITION, "--yes").code
    assert first == {path: path.read_bytes() for path in (desk.folder / "outbox").iterdir()}
    assert {"ann", "bo"} == set(outbox(desk))


@pytest.mark.long
def test_a_notice_says_what_is_withdrawn_and_why_and_no_figure(desk: StarterDesk) -> None:
    """Title, reason and whom to ask, in text and HTML; the head is a letter's own."""
    enlist(desk, {"ann": "en"})
    desk.run("approve", EDITION)
    desk.run("send", EDITION, "--yes")
    desk.run("withdraw", EDITION, "--because", "rows <of> another year")
    desk.run("send", EDITION, "--yes")
    letter = outbox(desk)["ann"]
    title = json.loads((desk.edition / "edition.json").read_bytes())["stories"]["en"]["title"]["words"]
    assert f"Withdrawn: {title}" == str(letter["Subject"]).replace("\N{NO-BREAK SPACE}", " ")
    assert f"{title}, which we sent you, is withdrawn." in text_of(letter)
    assert "Why: rows <of> another year" in text_of(letter)
    assert "Why: rows &lt;of&gt; another year" in str(letter.get_body(("html",)))
    assert "unsubscribe" in letter["List-Unsubscribe"]
    assert "110.90" not in letter.as_string()


@pytest.mark.long
def test_nobody_is_told_of_what_nobody_has(desk: StarterDesk) -> None:
    """Withdrawn before the first letter: `send` says so, and sends none."""
    enlist(desk, FIVE)
    desk.run("approve", EDITION)
    assert "nobody has it" in desk.run("withdraw", EDITION, "--because", WHY).said
    done = desk.run("send", EDITION, "--yes")
    assert (3, True) == (done.code, "Nobody has it" in done.said)
    assert not list(Path(desk.folder / "outbox").glob("*"))


@pytest.mark.long
def test_a_withdrawal_stops_a_run_that_is_sending(desk: StarterDesk) -> None:
    """From the next turn on no letter goes; exactly those who had got one are told."""
    names = [f"reader{place}" for place in range(40)]
    enlist(desk, dict.fromkeys(names, "en"))
    desk.run("approve", EDITION)
    codes: list[int] = []

    def withdraw(_: object) -> None:
        if not codes:
            codes.append(desk.run("withdraw", EDITION, "--because", WHY).code)

    with (opened := open_desk(desk.folder, os.environ)).store:
        send(
            *opened, edition_named(opened.store, opened.shelf, EDITION), "Ann", lambda: datetime.now(UTC), tell=withdraw
        )
    states, told = letters(desk, "edition"), letters(desk, "withdrawal")
    sent = {name for name, state in states.items() if state == "sent"}
    assert ([0], {"sent", "suppressed"}, 40) == (codes, set(states.values()), len(states))
    assert 0 < len(sent) < 40
    assert dict.fromkeys(sent, "queued") == told
    assert ("withdrawn", WHY) == state_of(desk)


@pytest.mark.long
def test_no_notice_comes_after_the_correction(desk: StarterDesk) -> None:
    """What waited of an earlier revision's withdrawal ends with the revision that stands."""
    desk.run("subscribers", "add", "a@example.org", "--confirmed", "--basis", "a")
    for verb, more in (("approve", []), ("send", ["--yes"]), ("correct", ["--note", "Mended."])):
        assert 0 == desk.run(verb, EDITION, *more).code
    assert 0 == desk.run("approve", f"{EDITION}/r2").code
    assert 0 == desk.run("withdraw", f"{EDITION}/r1", "--because", "wrong").code
    assert 0 == desk.run("send", f"{EDITION}/r2", "--yes").code
    desk.run("send", f"{EDITION}/r1", "--yes")
    assert {"a": "suppressed"} == letters(desk, "withdrawal")


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


@pytest.mark.long
def test_what_nobody_got_ends_where_a_later_one_is_approved(approved: StarterDesk) -> None:
    """Its letters are stopped with the reason; each reader gets the later one alone."""
    build_anew(approved)
    assert 0 == approved.run("approve", EDITION).code
    assert {1: ("withdrawn", "superseded by r2 before it was sent"), 2: ("approved", "")} == states(approved)
    assert 3 == approved.run("send", f"{EDITION}/r1", "--yes").code
    assert 0 == approved.run("send", EDITION, "--yes").code
    assert {"a", "b"} == set(outbox(approved))
    assert 2 == len(list((approved.folder / "outbox").iterdir()))


@pytest.mark.long
def test_what_one_reader_may_have_is_not_overtaken_in_silence(approved: StarterDesk) -> None:
    """A later revision is neither approved nor sent without a correction, whoever else still waits."""
    carry(approved, {"a": "uncertain"})
    build_anew(approved)
    done = approved.run("approve", EDITION)
    assert (3, True) == (done.code, f"Next: tradebrief correct {EDITION} --note" in done.said)
    assert 3 == approved.run("send", EDITION, "--yes").code
    assert ("sending", "") == states(approved)[1]
