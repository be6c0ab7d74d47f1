"""An edition to its readers, by the program itself: approve, send, and a second time nothing."""

import email
import json
import re
import sqlite3
from contextlib import closing
from email import policy
from pathlib import Path

import pytest

from tests.desk.conftest import StarterDesk

EDITION = "pakistan-minerals/2025"
READERS = "address,name,language,pakistan-minerals\na@example.org,Ann,en,yes\nb@example.org,باقر,ur,x\nnobody,,,1\n"


@pytest.fixture
def enlisted(desk: StarterDesk) -> StarterDesk:
    """Return a starter desk with two readers, out of a table with a bad line."""
    (desk.folder / "list.csv").write_text(READERS, encoding="utf-8")
    done = desk.run("subscribers", "import", f"{desk.folder}/list.csv", "--confirmed", "--basis", "they asked")
    assert (0, True) == (done.code, "2 new, 1 refused" in done.said)
    return desk


def outbox(desk: StarterDesk) -> list[Path]:
    """Return the letters."""
    return sorted((desk.folder / "outbox").glob("*"))


def test_each_reader_gets_one_letter_and_a_second_send_none(enlisted: StarterDesk) -> None:
    """The default transport leaves a file for each; sending again ends well and says that nothing was left."""
    assert 0 == enlisted.run("approve", EDITION).code
    assert 0 == enlisted.run("send", EDITION, "--yes").code
    first = {path.name: path.read_bytes() for path in outbox(enlisted)}
    again = enlisted.run("send", EDITION, "--yes")
    assert (0, True) == (again.code, "nothing was left to send (2 sent)" in again.said)
    assert 2 == len(first)
    assert first == {path.name: path.read_bytes() for path in outbox(enlisted)}


def test_a_letter_is_the_audited_message_with_the_readers_own_fields(enlisted: StarterDesk) -> None:
    """What the audit read goes out byte for byte; only the head names the reader."""
    enlisted.run("approve", EDITION)
    enlisted.run("send", EDITION, "--yes")
    raw = [path.read_bytes() for path in outbox(enlisted)]
    body = (enlisted.edition / "en.eml").read_bytes().partition(b"\r\n\r\n")[2]
    assert {body} == {one.partition(b"\r\n\r\n")[2] for one in raw}
    heads = [email.message_from_bytes(one, policy=policy.default) for one in raw]
    assert {"a@example.org", "b@example.org"} == {str(head["To"]) for head in heads}
    assert {"auto-generated"} == {head["Auto-Submitted"] for head in heads}
    assert {1} == {len(head.get_all(name) or []) for head in heads for name in ("To", "Date", "Message-ID", "From")}
    assert all("<mailto:trade@example.org?subject=unsubscribe%20" in head["List-Unsubscribe"] for head in heads)


def test_nothing_leaves_without_a_yes(enlisted: StarterDesk) -> None:
    """Exit code 3, and no letter."""
    done = enlisted.run("send", EDITION, "--yes")
    assert (3, True) == (done.code, "Next: tradebrief approve" in done.said)
    assert [] == outbox(enlisted)


def test_an_approval_falls_with_any_changed_byte(enlisted: StarterDesk) -> None:
    """One sign of one file: exit code 6, and no letter."""
    enlisted.run("approve", EDITION)
    page = enlisted.edition / "en.html"
    page.write_bytes(page.read_bytes().replace(b"110.90", b"110.91", 1))
    done = enlisted.run("send", EDITION, "--yes")
    assert (6, True) == (done.code, "is not what was approved" in done.said)
    assert [] == outbox(enlisted)


def test_two_must_say_yes_where_the_briefing_asks_for_two(enlisted: StarterDesk) -> None:
    """One person is one, however they write themselves; the readers are written down at the second yes."""
    ask_for_two(enlisted)
    assert (2, 2) == tuple(enlisted.run("approve", EDITION, "--by", by).code for by in ("", " \u200b"))
    assert "drafted" in enlisted.run("approve", EDITION, "--by", "Ann Weber").said
    for by in ("Ann Weber", "ann weber ", "Ann\u00a0 Weber", "\uff21nn We\u200bber"):
        again = enlisted.run("approve", EDITION, "--by", by)
        assert (3, True) == (again.code, "has said yes already; another must" in again.said), by
        assert 3 == enlisted.run("send", EDITION, "--dry-run").code
    assert 1 == len(json.loads(enlisted.run("status", "--decisions", "--json").said)["decisions"])
    assert 0 == enlisted.run("approve", EDITION, "--by", "Bo").code
    assert "2 letters wait" in enlisted.run("send", EDITION, "--dry-run").said


def ask_for_two(desk: StarterDesk) -> None:
    """Let two have to say yes."""
    file = desk.folder / "briefings" / "pakistan-minerals.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("approval: one", "approval: two"), encoding="utf-8")
    assert 0 == desk.run("build", "pakistan-minerals").code


def test_a_hold_stops_what_was_approved_until_it_is_lifted(enlisted: StarterDesk) -> None:
    """Who held it and why stands in the status; lifted, it needs no second approval."""
    enlisted.run("approve", EDITION)
    assert 0 == enlisted.run("hold", EDITION, "--because", "zinc looks odd").code
    assert 3 == enlisted.run("send", EDITION, "--yes").code
    assert "held: zinc looks odd" in enlisted.run("status").said
    assert 0 == enlisted.run("hold", EDITION, "--lift", "--because", "it is right").code
    assert 0 == enlisted.run("send", EDITION, "--yes").code
    assert 2 == len(outbox(enlisted))


def test_the_status_counts_letters_and_readers(enlisted: StarterDesk) -> None:
    """As the contract writes it."""
    enlisted.run("approve", EDITION)
    enlisted.run("send", EDITION, "--yes")
    enlisted.run("subscribers", "remove", "b@example.org")
    found = json.loads(enlisted.run("status", "--json").said)
    (row,) = found["editions"]
    assert "published" == row["state"]
    assert {"queued": 0, "inflight": 0, "sent": 2, "failed": 0, "suppressed": 0, "uncertain": 0} == row["counts"]
    assert {"active": 1, "pending": 0, "suppressed": 1} == found["subscribers"]


def test_the_evidence_of_delivery_names_nobody(enlisted: StarterDesk) -> None:
    """Counts and digests lie beside the edition; `latest` points at it, and its bytes are as they were."""
    enlisted.run("approve", EDITION)
    enlisted.run("send", EDITION, "--yes")
    place = enlisted.edition.parent
    evidence = (place / "delivery.json").read_text(encoding="utf-8")
    assert 2 == json.loads(evidence)["mailings"][0]["counts"]["sent"]
    assert not [name for name in ("a@example.org", "b@example.org") if name in evidence]
    assert enlisted.edition == (place.parent / "latest").resolve()
    assert 0 == enlisted.run("audit", EDITION).code


def test_one_who_left_after_the_approval_gets_nothing(enlisted: StarterDesk) -> None:
    """And a second import does not bring them back."""
    enlisted.run("approve", EDITION)
    enlisted.run("subscribers", "remove", "A@example.org")
    again = enlisted.run("subscribers", "import", f"{enlisted.folder}/list.csv", "--confirmed", "--basis", "old list")
    assert "1 same, 1 suppressed, 1 refused" in again.said or "1 suppressed, 1 same, 1 refused" in again.said
    assert 0 == enlisted.run("send", EDITION, "--yes").code
    assert [b"To: b@example.org"] == [path.read_bytes().splitlines()[0] for path in outbox(enlisted)]


def test_a_trial_goes_to_one_address_and_counts_for_nothing(enlisted: StarterDesk) -> None:
    """Also of an edition to which nobody has said yes; its subject says what it is."""
    done = enlisted.run("send", EDITION, "--test", "me@example.org")
    assert 0 == done.code, done.said
    (raw,) = [path.read_bytes() for path in outbox(enlisted)]
    head = email.message_from_bytes(raw, policy=policy.default)
    assert ("me@example.org", True) == (head["To"], head["Subject"].startswith("[test] China imported"))
    assert "drafted" == json.loads(enlisted.run("status", "--json").said)["editions"][0]["state"]
    assert 3 == enlisted.run("send", EDITION, "--yes").code


def test_who_is_erased_is_in_no_file_but_their_letters(enlisted: StarterDesk) -> None:
    """Those are named, for a person to delete; of a stranger it is said that there is none, and kept away."""
    enlisted.run("approve", EDITION)
    enlisted.run("send", EDITION, "--yes")
    state = enlisted.folder / "state"
    assert b"a@example.org" in b"".join(path.read_bytes() for path in state.rglob("*") if path.is_file())
    done = enlisted.run("subscribers", "erase", "A@example.org")
    assert (0, True) == (done.code, "1 letter in the ledger" in done.said)
    hers = re.compile(rb"(?<![\w-])a@example\.org")  # a letter's own number may end in a, and then @example.org
    assert [] == [path for path in state.rglob("*") if path.is_file() and hers.search(path.read_bytes())]
    (own,) = (path for path in outbox(enlisted) if hers.search(path.read_bytes()))
    assert ["outbox/" + own.name] == [line.split()[-1] for line in done.said.splitlines() if "outbox" in line]
    for verb, address in (("erase", "c@example.org"), ("remove", "d@example.org")):
        assert "no such reader" in enlisted.run("subscribers", verb, address).said
        again = enlisted.run("subscribers", "add", address, "--confirmed", "--basis", "x")
        assert f"{address}: suppressed" in again.said


def leave_uncertain(desk: StarterDesk) -> None:
    """Leave the letters as a run does that was killed on a wire that shows nothing."""
    with closing(sqlite3.connect(desk.folder / "state" / "state.sqlite")) as db, db:
        db.execute("UPDATE outbox SET state = 'uncertain'")


def test_what_is_uncertain_is_never_sent_again_by_itself(enlisted: StarterDesk) -> None:
    """Exit code 5 until a person has said what became of it; status lists whom it concerns."""
    enlisted.run("approve", EDITION)
    leave_uncertain(enlisted)
    assert 5 == enlisted.run("send", EDITION, "--yes").code
    assert [] == outbox(enlisted)
    row = json.loads(enlisted.run("status", "--json").said)["editions"][0]
    assert ["a@example.org", "b@example.org"] == row["uncertain"]
    assert 5 == enlisted.run("status", "--check").code
    assert "next: tradebrief resolve pakistan-minerals/2025" in enlisted.run("status").said


def test_a_person_settles_what_is_uncertain(enlisted: StarterDesk) -> None:
    """One reader's letter counts as sent, the other's is sent again, under the id that it had."""
    enlisted.run("approve", EDITION)
    leave_uncertain(enlisted)
    enlisted.run("send", EDITION, "--yes")
    assert 0 == enlisted.run("resolve", EDITION, "--assume-sent", "--to", "A@example.org").code
    assert 2 == enlisted.run("resolve", EDITION, "--assume-sent", "--to", "a@example.org").code
    assert 0 == enlisted.run("resolve", EDITION, "--resend").code
    assert 0 == enlisted.run("send", EDITION, "--yes").code
    assert [b"To: b@example.org"] == [path.read_bytes().splitlines()[0] for path in outbox(enlisted)]
    assert 2 == json.loads(enlisted.run("status", "--json").said)["editions"][0]["counts"]["sent"]


def test_an_edition_that_reached_nobody_is_not_published(enlisted: StarterDesk) -> None:
    """Exit code 4; when the cause is mended a person has the letters sent again."""
    enlisted.run("approve", EDITION)
    with closing(sqlite3.connect(enlisted.folder / "state" / "state.sqlite")) as db, db:
        db.execute("UPDATE outbox SET state = 'failed', code = 554, text = 'no'")
    done = enlisted.run("send", EDITION, "--yes")
    assert (4, True) == (done.code, f"tradebrief resolve {EDITION} --resend --failed" in done.said)
    assert "every letter has failed" in enlisted.run("status").said
    assert "2 letters to be sent again" in enlisted.run("resolve", EDITION, "--resend", "--failed").said
    assert 0 == enlisted.run("send", EDITION, "--yes").code
    assert 2 == len(outbox(enlisted))
