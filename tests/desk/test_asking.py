"""Readers who say yes themselves, and leave by themselves, by the program itself."""

import email
import json
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path
from signal import SIGKILL

import pytest

from generator.errors import TokenRefused
from generator.readers.consent import ask, confirm
from generator.readers.enrolment import add
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests import program
from tests.desk.conftest import StarterDesk

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANN = {"address": "Ann@example.org", "language": "en", "briefings": "pakistan-minerals"}


def letters(desk: StarterDesk) -> list[EmailMessage]:
    """Return the letters in the outbox."""
    raw = [path.read_bytes() for path in sorted((desk.folder / "outbox").glob("*.eml"))]
    return [email.message_from_bytes(one, policy=policy.default) for one in raw]


def texts(letter: EmailMessage) -> list[str]:
    """Return the text and the page of a letter."""
    return [part.get_content() for part in letter.walk() if not part.is_multipart()]


def token(letter: EmailMessage) -> str:
    """Return the token by which the reader of a letter confirms."""
    found: set[str] = {one for text in texts(letter) for one in re.findall(r"confirm(?:/| |%20)(\w+)", text)}
    assert 1 == len(found)
    return found.pop()


@pytest.fixture
def desk(tmp_path: Path) -> StarterDesk:
    """Return a desk without an edition, in three languages."""
    init(tmp_path / "desk", languages=("en", "zh", "ur"))
    return StarterDesk(tmp_path / "desk")


@pytest.fixture
def opened(desk: StarterDesk) -> Iterator[DeskParts]:
    """Give the desk, opened."""
    found = open_desk(desk.folder, {})
    with found.store:
        yield found


def test_a_reader_is_asked_and_becomes_active_by_their_own_yes(desk: StarterDesk) -> None:
    """Pending until then; the letter names the briefing, says how, and carries no byte of the edition."""
    desk.run("subscribers", "add", "ann@example.org", "--briefing", "pakistan-minerals")
    assert {"active": 0, "pending": 1, "suppressed": 0} == json.loads(desk.run("status", "--json").said)["subscribers"]
    assert (0, True) == ((done := desk.run("subscribers", "ask", "--yes")).code, "1 sent" in done.said)
    (letter,) = letters(desk)
    assert ("ann@example.org", "auto-generated") == (letter["To"], letter["Auto-Submitted"])
    text, page = texts(letter)
    assert all("Pakistan’s minerals in China" in one and token(letter) in one for one in (text, page))
    assert "mailto:trade@example.org?subject=confirm%20" in page
    assert token(letter) not in letter["Subject"]
    done = desk.run("subscribers", "confirm", token(letter))
    assert (0, True) == (done.code, "ann@example.org: confirmed on " in done.said)
    assert '"state": "active"' in desk.run("subscribers", "list", "--json").said


def test_nobody_is_asked_twice_in_a_week_nor_three_times(opened: DeskParts) -> None:
    """Whoever enters them: the form of a page writes to nobody over and over."""
    sent = []
    for day in (0, 0, 6, 7, 8, 30):
        now = NOON + timedelta(days=day)
        add(opened.desk, opened.store, ANN, None, now)
        sent.append(ask(opened.desk, opened.store, lambda now=now: now)["sent"])  # type: ignore[misc]
    assert [1, 0, 0, 1, 0, 0] == sent


def test_a_letter_that_was_not_sent_yet_is_not_doubled(opened: DeskParts) -> None:
    """Entered again a month later, with the first letter still waiting: one letter."""
    for day in (0, 31):
        add(opened.desk, opened.store, ANN, None, NOON + timedelta(days=day))
    assert 1 == ask(opened.desk, opened.store, lambda: NOON + timedelta(days=31))["sent"]


def test_a_yes_counts_for_thirty_days(opened: DeskParts, desk: StarterDesk) -> None:
    """On the thirtieth day it does, later it does not, and a second letter makes it count again."""
    add(opened.desk, opened.store, ANN, None, NOON)
    ask(opened.desk, opened.store, lambda: NOON)
    said = token(letters(desk)[0])
    with pytest.raises(TokenRefused, match="older than 30 days"):
        confirm(opened.desk, opened.store, said, NOON + timedelta(days=30, seconds=1))
    assert "confirmed on 2026-04-01" == confirm(opened.desk, opened.store, said, NOON + timedelta(days=30)).basis


def test_one_who_left_is_not_asked_and_cannot_confirm(opened: DeskParts, desk: StarterDesk) -> None:
    """A token dies with the reader's row, and a letter that waits goes to nobody."""
    add(opened.desk, opened.store, ANN, None, NOON)
    ask(opened.desk, opened.store, lambda: NOON)
    add(opened.desk, opened.store, ANN, None, NOON + timedelta(days=9))
    said = token(letters(desk)[0])
    leaving = letters(desk)[0]["List-Unsubscribe"].rpartition("%20")[2].rstrip(">")
    assert "they get nothing any more" in desk.run("subscribers", "leave", leaving).said
    again = desk.run("subscribers", "leave", leaving)
    assert (0, True) == (again.code, "had left before" in again.said)
    assert (2, True) == ((done := desk.run("subscribers", "confirm", said)).code, "has left" in done.said)
    assert 1 == ask(opened.desk, opened.store, lambda: NOON + timedelta(days=9))["suppressed"]
    assert "suppressed" == add(opened.desk, opened.store, ANN, "an old list", NOON)


@pytest.mark.long
def test_a_reader_and_the_letter_that_asks_them_are_written_together(desk: StarterDesk) -> None:
    """A kill between the two leaves neither."""
    entered = ("subscribers", "add", "ann@example.org", "--briefing", "pakistan-minerals")
    known = {**os.environ, "TRADEBRIEF_DESK": str(desk.folder)}
    assert -SIGKILL == program.run(*entered, environment=known, killed_at="Ledger.add").code
    assert (0, 0) == _rows(desk)
    desk.run(*entered)
    assert (1, 1) == _rows(desk)


def _rows(desk: StarterDesk) -> tuple[int, int]:
    """Return how many readers and letters the state has."""
    with closing(sqlite3.connect(desk.folder / "state" / "state.sqlite")) as db:
        return tuple(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("readers", "outbox"))  # noqa: S608


@pytest.mark.long
def test_a_token_that_was_changed_does_nothing(desk: StarterDesk) -> None:
    """Nor one for another purpose; the message does not repeat it."""
    desk.run("subscribers", "add", "ann@example.org", "--briefing", "pakistan-minerals")
    desk.run("subscribers", "ask", "--yes")
    (letter,) = letters(desk)
    for verb, given in (("leave", token(letter)), ("confirm", token(letter)[:-1] + "!"), ("confirm", "x")):
        done = desk.run("subscribers", verb, given)
        assert (2, True, False) == (done.code, "was not made here" in done.said, given in done.said.split())
    assert '"state": "pending"' in desk.run("subscribers", "list", "--json").said
