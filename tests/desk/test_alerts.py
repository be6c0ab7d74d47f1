"""Alerts: what the clock could not do alone is told to the operators, all that is new in one letter, and once."""

import email
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path
from signal import SIGKILL

import pytest

from generator.service.alerts import note, tell, without_addresses
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests import program
from tests.delivery.scripted_server import AFTER_DOT, HOST, Desk, free_port, serving
from tests.desk.clock_desk import SETTINGS, START, ClockDesk, made
from tests.desk.mailed import text_of

NINE = START + timedelta(hours=2)
TWO = SETTINGS.replace("[ops@example.org]", "[ops@example.org, chief@example.org]")
READERS = re.compile(r"(ann|bob)@")


@pytest.fixture
def desk(tmp_path: Path) -> ClockDesk:
    """Return a desk with two readers whose figures a person fetches; it is five past their hour."""
    return made(tmp_path / "desk", NINE)


def told(desk: ClockDesk) -> list[EmailMessage]:
    """Return the letters to the operators in outbox/, oldest first."""
    files = sorted((desk.desk.folder / "outbox").glob("alert.*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]


@contextmanager
def opened(desk: ClockDesk) -> Iterator[DeskParts]:
    """Give the desk as a tick has it."""
    one = open_desk(desk.desk.folder, os.environ)
    with one.store, one.held():
        yield one


def late(desk: ClockDesk, count: int) -> None:
    """Write down that so many editions are late."""
    with opened(desk) as one:
        for number in range(count):
            note(
                one.store, "salt", f"{2000 + number // 12}-{number % 12 + 1:02}", "late", "nothing came", desk.clock.at
            )


def states(desk: ClockDesk) -> list[str]:
    """Return the state of each letter to the operators."""
    with opened(desk) as one:
        mailings = [one.store.ledger.mailing("", str(n), m, "alert") for n in range(400) for m in range(n, 400)]
        return [state for of in mailings if of for _, state, _ in one.store.ledger.letters(of.number)]


def test_a_file_that_a_person_must_fetch_is_told_with_its_slip(desk: ClockDesk) -> None:
    """The letter names edition and hour, the slip and the next step, and no reader; another look tells nothing."""
    desk.tick()
    (letter,) = told(desk)
    assert ("ops@example.org", "Trade Desk: 1 edition to fetch") == (letter["To"], letter["Subject"])
    text = text_of(letter)
    assert "salt/2026-02 waits for a file 2026-03-05 10:00" in text
    assert "To fetch for customs:" in text
    assert "codes 2501, 2515, 2603" in text
    assert "Next: Fetch it and put it into inbox/customs/" in text
    assert (None, None) == (letter["List-Id"], letter["List-Unsubscribe"])
    assert "operators told: 1 edition to fetch" == desk.diary[-1].said
    desk.clock.on(hours=1)
    desk.tick()
    assert 1 == len(told(desk))


def test_the_same_word_is_told_once_a_day(desk: ClockDesk) -> None:
    """Also where the wall clock was set back by weeks: what is told in a day to come does not keep it silent."""
    with opened(desk) as one:
        at = [timedelta(0), timedelta(hours=23), timedelta(hours=24), timedelta(days=-20)]
        said = [note(one.store, "salt", "2026-02", "failed", "no", desk.clock.at + after) for after in at]
    assert [True, False, True, True] == said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("550 5.1.1 <bob@example.org>: no such user", "550 5.1.1 <(an address)>: no such user"),
        ('"ann b"@example.org is full', "(an address) is full"),
        ("https://x.example/?to=ann%40example.org", "https:(an address)"),
        ("安@例え.jp, bob\uff20example.org", "(an address), (an address)"),
        ("2 of 3 lines have no figure: 2501, 2515", "2 of 3 lines have no figure: 2501, 2515"),
    ],
)
def test_no_address_is_in_what_the_operators_are_told(said: str, shown: str) -> None:
    """However a mail server or a link writes it."""
    assert shown == without_addresses(said)


def test_no_reader_and_no_hidden_sign_is_in_a_letter(desk: ClockDesk) -> None:
    """A fault's words may hold a reader's address, tags, and orders to a terminal; they end somewhere."""
    said = "<b>bob@example.org</b>\x1b[2J\u202e\r\n" + "\n".join(f"line {number}" for number in range(500))
    with opened(desk) as one:
        note(one.store, "", "ann@example.org.csv", "failed", said, desk.clock.at)
        list(tell(one.desk, one.store, lambda: desk.clock.at))
    (file,) = (desk.desk.folder / "outbox").glob("alert.*.eml")
    letter = told(desk)[0]
    page = letter.get_body(("html",))
    assert page is not None
    whole = text_of(letter) + str(page.get_content()) + file.read_text("ascii")
    assert [] == READERS.findall(whole)
    assert [] == re.findall("[\x1b\u202e]|\r(?!\n)", str(page.get_content()))
    assert "&lt;b&gt;(an address)&lt;/b&gt; [2J" in str(page.get_content())
    assert ("line 58" in whole, "line 60" in whole) == (True, False)


def by_smtp(desk: ClockDesk, port: int, settings: str = SETTINGS) -> None:
    """Let the desk send by the server on that port."""
    smtp = f"transport: smtp, smtp: {{host: {HOST}, port: {port}, allow_insecure: true}}"
    (desk.desk.folder / "desk.yaml").write_text(settings.replace("transport: folder", smtp), "utf-8")


def subjects(server: Desk, to: str = "ops@example.org") -> list[str]:
    """Return the subject of each letter that a server has for somebody."""
    return [str(email.message_from_bytes(raw)["Subject"]) for _, who, raw in server.letters if who == to]


def test_a_mail_server_that_fails_stops_no_clock(desk: ClockDesk) -> None:
    """The diary says it once, the server is asked again after a while; then one letter goes, and one with the rest."""
    port = free_port()
    by_smtp(desk, port)
    desk.tick()
    assert ("alert", "failed") == (desk.diary[-1].step, desk.diary[-1].word)
    assert "the letters to the operators wait: " in desk.diary[-1].said
    assert ("pull", "slip") == (desk.rows()["2026-02"].step, desk.rows()["2026-02"].word)
    said = len(desk.diary)
    late(desk, 20)
    for _ in range(3):
        desk.clock.on(minutes=4)
        desk.tick()
    assert said == len(desk.diary), "it is said once"
    with serving() as (server, again):
        by_smtp(desk, again)
        for _ in range(4):
            desk.clock.on(minutes=4)
            desk.tick()
        assert ["Trade Desk: 1 edition to fetch", "Trade Desk: 20 editions late, mail server failed"] == subjects(
            server
        )
        assert {"ops@example.org"} == set(server.got)


def test_a_letter_that_may_have_arrived_is_never_sent_again(desk: ClockDesk) -> None:
    """The other operator has theirs; the diary says that of one nobody knows."""
    with serving({"ops@example.org": [AFTER_DOT]}) as (server, port):
        by_smtp(desk, port, TWO)
        for _ in range(3):
            desk.tick()
            desk.clock.on(minutes=20)
        assert {"chief@example.org": 1} == server.got
    assert ["sent", "uncertain"] == sorted(states(desk))
    assert "1 of the letters to the operators may have arrived, or not" in [one.said for one in desk.diary]


AT = ("Ledger.freeze", "Ledger.take", "alert_letter", "FolderTransport.hand", "FolderTransport.answers")


@pytest.mark.parametrize("function", ["Ledger.turn", *(pytest.param(name, marks=pytest.mark.long) for name in AT)])
def test_a_kill_neither_loses_nor_doubles_a_letter(tmp_path: Path, function: str) -> None:
    """Wherever the clock dies while it tells, the next look tells the rest, each operator once."""
    desk = made(tmp_path / "desk", NINE, TWO)
    late(desk, 2)
    known = {**os.environ, "TRADEBRIEF_DESK": str(desk.desk.folder)}
    assert -SIGKILL == program.run("run", "--once", environment=known, killed_at=function).code
    assert 0 == program.run("run", "--once", environment=known).code
    heard = [(letter["To"], "2000-01 is late" in text_of(letter)) for letter in told(desk)]
    assert [("chief@example.org", True), ("ops@example.org", True)] == sorted(heard)
