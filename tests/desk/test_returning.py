"""What comes back into bounces/: a real bounce, forged ones, and the words of readers."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.delivery.keys import Keys, read_keys
from generator.readers.consent import ask
from generator.readers.enrolment import add
from generator.readers.returned_mail import ReturnedMessage, read_bounces
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.store import Letter
from tests.delivery.test_returned import report

READERS, DESK = "reader.example", "desk.example"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANN, BO = f"ann@{READERS}", f"bo@{READERS}"
UNKNOWN = (
    "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskParts]:
    """Give a desk that has sent Ann and Bo a letter each."""
    init(tmp_path / "desk")
    (tmp_path / "desk" / "bounces").mkdir()
    found = open_desk(tmp_path / "desk", {})
    with found.store:
        for address in (ANN, BO):
            add(found.desk, found.store, {"address": address, "briefings": "pakistan-minerals"}, None, NOON)
        ask(found.desk, found.store, lambda: NOON)
        yield found


def letter(desk: DeskParts, address: str = ANN) -> Letter:
    """Return the letter to an address."""
    (one,) = desk.store.ledger.history(address)
    found = desk.store.ledger.by_message_id(str(one["message_id"]))
    assert found
    return found[1]


def state(desk: DeskParts, address: str = ANN) -> tuple[object, object, str]:
    """Return the state of the letter to an address, what was said of it, and why its reader is suppressed."""
    (one,) = desk.store.ledger.history(address)
    return one["state"], one["text"], desk.store.readers.why_suppressed(address)


def untouched(desk: DeskParts, address: str = ANN) -> bool:
    """Say whether nothing became of a letter, nor of its reader."""
    return ("sent", "") == (state(desk, address)[0], state(desk, address)[2])


def drop(
    desk: DeskParts, raw: bytes, name: str = "one.eml", now: datetime = NOON + timedelta(hours=1)
) -> ReturnedMessage:
    """Return what became of a message that was put into bounces/."""
    (desk.desk.folder / "bounces" / name).write_bytes(raw)
    (taken,) = read_bounces(desk.desk, desk.store, now)
    return taken


def about(of: Letter, groups: str = UNKNOWN, *, to: str = "trade@example.org", day: int = 2) -> bytes:
    """Return a report about a letter, written on a day of March."""
    raw = report(groups, to=to).replace(b"minerals.2025.r1.abcdefghijklmnopqrst@example.org", of.message_id.encode())
    return raw.replace(b"Tue, 3 Mar 2026 09:00", f"{day} Mar 2026 17:00".encode())


def path(desk: DeskParts, of: Letter) -> str:
    """Return the return path of a letter's reader."""
    return f"bounces+{read_keys(desk.desk.folder).token(of.key, 'bounce')}@{DESK}"


def names(desk: DeskParts) -> dict[str, list[str]]:
    """Return what lies in the folders of bounces/."""
    place = desk.desk.folder / "bounces"
    return {
        name: sorted(one.name for one in (place / name).glob("*"))
        for name in ("done", "strange")
        if (place / name).is_dir()
    }


def test_a_letter_is_found_by_its_return_path_alone(desk: DeskParts) -> None:
    """Some servers send nothing of the letter back."""
    raw = report(UNKNOWN, to=path(desk, letter(desk)).upper())
    assert "bounced" == drop(desk, raw).what
    assert "failed" == state(desk)[0]


def test_a_forged_bounce_changes_nothing(desk: DeskParts) -> None:
    """Whatever is not signed with the desk's key; a token of another kind; an id and a token of two readers."""
    ann, bo, keys = letter(desk), letter(desk, BO), read_keys(desk.desk.folder)
    strangers = Keys((bytes(32),)).token(ann.key, "bounce")
    forged = [
        report(UNKNOWN, to=ANN),
        report(UNKNOWN, to=f"bounces+{strangers}@{DESK}"),
        report(UNKNOWN, to=f"bounces+{keys.token(ann.key, 'leave')}@{DESK}"),
        about(ann).replace(ann.message_id.encode(), b"x" + ann.message_id.encode()),
        about(ann, to=path(desk, bo)),
    ]
    assert ["strange"] * 5 == [drop(desk, raw, f"{n}.eml").what for n, raw in enumerate(forged)]
    assert untouched(desk)
    assert untouched(desk, BO)
    assert 5 == len(names(desk)["strange"])


@pytest.mark.parametrize("status", ["5.7.1", "5.2.2", "5.6.1", "5.3.4", "4.4.7"])
def test_what_is_no_fault_of_the_address_suppresses_after_three_times(desk: DeskParts, status: str) -> None:
    """Three within 100 days, 14 days between the first and the last; one in a quarter of a year is none of them."""
    groups = f"Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: {status}\n"
    ann = letter(desk)
    first = [
        drop(desk, about(ann, groups, day=day), f"{day}.eml", NOON + timedelta(days=day)).what for day in (3, 4, 16)
    ]
    assert ["noted"] * 3 == first
    assert ("failed", "") == (state(desk)[0], state(desk)[2])
    assert (
        "noted" == drop(desk, about(ann, groups, day=16), "16-again.eml", NOON + timedelta(days=16)).what
    )  # the same message
    assert "bounced" == drop(desk, about(ann, groups, day=17), "17.eml", NOON + timedelta(days=17)).what
    assert f"bounced: {status}" in state(desk)[2]


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded"])
def test_a_report_that_is_no_failure_is_kept_alone(desk: DeskParts, action: str) -> None:
    """Even where its status looks like one."""
    taken = drop(desk, about(letter(desk), f"Action: {action}\nStatus: 5.1.1\n"))
    assert ("noted", True) == (taken.what, untouched(desk))
    assert {"done": ["one.eml"]} == names(desk)


def test_a_reader_leaves_by_a_mail(desk: DeskParts) -> None:
    """The subject that List-Unsubscribe writes; an invented one does nothing."""
    token = read_keys(desk.desk.folder).token(letter(desk).key, "leave")
    mail = f"From: {ANN}\r\nSubject: unsubscribe {token}\r\n\r\n".encode()
    assert "strange" == drop(desk, mail.replace(token.encode(), b"x" + token.encode())).what
    assert untouched(desk)
    assert "left" == drop(desk, mail).what
    assert "left, 2026-03-02" == state(desk)[2]
    assert "left" == drop(desk, mail, "again.eml").what


def test_a_reader_confirms_by_a_mail_and_no_program_does(desk: DeskParts) -> None:
    """An answer that an absent reader's program sends is none of theirs."""
    token = read_keys(desk.desk.folder).token(letter(desk).key, "confirm")
    mail = f"From: {ANN}\r\nSubject: Re: confirm {token}\r\n".encode()
    assert "automatic" == drop(desk, mail + b"Auto-Submitted: auto-replied\r\n\r\n").what
    assert 0 == desk.store.readers.counts()["active"]
    assert "confirmed" == drop(desk, mail + b"\r\n").what
    assert 1 == desk.store.readers.counts()["active"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"Subject: =?utf-8?b?A?=\n\nhi\n", id="a subject that cannot be decoded"),
        pytest.param(b"Content-Type: message/rfc822\n\n" * 3000 + b"x", id="three thousand letters within each other"),
    ],
)
def test_no_mail_that_somebody_writes_stops_a_sending(desk: DeskParts, content: bytes) -> None:
    """Whatever it is, it goes to strange/, and what lies behind it is read."""
    place = desk.desk.folder / "bounces"
    (place / "1.eml").write_bytes(content)
    (place / "2.eml").write_bytes(b"Subject: hello\n\nhi\n")
    assert ["strange", "strange"] == [one.what for one in read_bounces(desk.desk, desk.store, NOON)]
    assert ["1.eml", "2.eml"] == sorted(path.name for path in (place / "strange").iterdir())
