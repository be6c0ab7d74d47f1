"""An edition to its readers, by the program itself: approve, send, and a second time nothing."""

import email
import json
import re
import sqlite3
import subprocess
from contextlib import closing
from email import policy
from email.message import EmailMessage
from pathlib import Path

import dkim
import pytest

from tests.delivery.scripted_server import AFTER_DOT, HOST, serving
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


@pytest.mark.long
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


SMTP_READERS = "address,name,language,pakistan-minerals\na@example.org,Ann,en,yes\nb@example.org,Bo,en,x\n"


@pytest.fixture
def approved(desk: StarterDesk) -> StarterDesk:
    """Return a starter desk with two readers and an approved edition."""
    (desk.folder / "list.csv").write_text(SMTP_READERS, encoding="utf-8")
    desk.run("subscribers", "import", f"{desk.folder}/list.csv", "--confirmed", "--basis", "they asked")
    assert 0 == desk.run("approve", EDITION).code
    return desk


def by_smtp(desk: StarterDesk, port: int, more: str = "", smtp: str = "") -> None:
    """Let the desk send by the server on that port of this machine."""
    lines = f"transport: smtp\n  smtp: {{host: {HOST}, port: {port}, allow_insecure: true{smtp}}}\n{more}"
    file = desk.folder / "desk.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("transport: folder", lines), encoding="utf-8")


def test_each_reader_gets_the_audited_message_from_the_server(approved: StarterDesk) -> None:
    """Under a head of their own, from a return path of their own, and nothing lies in outbox/."""
    with serving() as (server, port):
        by_smtp(approved, port, "  bounces: bounces@example.org\n")
        done = approved.run("send", EDITION, "--yes")
    assert (0, True) == (done.code, "published: 2 sent" in done.said), done.said
    assert {"a@example.org": 1, "b@example.org": 1} == server.got
    body = (approved.edition / "en.eml").read_bytes().partition(b"\r\n\r\n")[2]
    assert {body} == {raw.partition(b"\r\n\r\n")[2] for _, _, raw in server.letters}
    assert 2 == len({sender for sender, _, _ in server.letters})
    assert all(sender.startswith("bounces+") and sender.endswith("@example.org") for sender, _, _ in server.letters)
    assert not (approved.folder / "outbox").exists()


def test_a_letter_of_which_nothing_is_known_is_said(approved: StarterDesk) -> None:
    """Exit code 5, and a second run does not send it again."""
    with serving({"a@example.org": [AFTER_DOT]}) as (server, port):
        by_smtp(approved, port)
        first, second = (approved.run("send", EDITION, "--yes") for _ in range(2))
    assert (5, 5, True) == (first.code, second.code, "1 sent, 1 uncertain" in first.said), first.said
    assert {"b@example.org": 1} == server.got


def test_an_address_that_a_server_does_not_know_gets_nothing_any_more(approved: StarterDesk) -> None:
    """As after a bounce of 5.1.1; one that is refused for its policy stays."""
    answers = {"a": "550 5.1.1 no such user here", "b": "550 5.7.1 we do not like you"}
    with serving({f"{name}@example.org": [answer] for name, answer in answers.items()}) as (_, port):
        by_smtp(approved, port)
        done = approved.run("send", EDITION, "--yes")
    assert (4, True) == (done.code, "2 failed" in done.said), done.said  # it reached nobody
    kept = json.loads(approved.run("subscribers", "list", "--json").said)
    assert ["b@example.org"] == [one["address"] for one in kept]
    added = approved.run("subscribers", "add", "a@example.org", "--confirmed", "--basis", "old").said
    assert "a@example.org: suppressed" in added


def test_letters_are_signed_by_the_record_that_doctor_prints(approved: StarterDesk) -> None:
    """Dkimpy verifies each by it; the page to leave by is signed with the rest."""
    key = approved.folder / "secrets" / "dkim"
    subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
    key.chmod(0o600)
    more = (
        "  dkim: {domain: example.org, selector: b2026, key_file: secrets/dkim}\n  public_url: https://x.example.org\n"
    )
    with serving() as (server, port):
        by_smtp(approved, port, more)
        told = approved.run("doctor").said
        assert 0 == approved.run("send", EDITION, "--yes").code
    name, _, text = told.partition("the DNS must hold: ")[2].partition(' TXT "')
    known = {f"{name}.".encode(): text.partition('"')[0].encode()}
    letters = [raw for _, _, raw in server.letters]
    assert [True, True] == [dkim.verify(raw, dnsfunc=lambda asked, timeout=5: known.get(asked)) for raw in letters]  # noqa: ARG005
    assert [True, True] == [b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw for raw in letters]
    assert [True, True] == [b"\r\nList-Unsubscribe: <https://x.example.org/leave/" in raw for raw in letters]


SITE = "https://example.org/briefings/"
FOLDER = f"{SITE}pakistan-minerals/2025/r1"
SAID = {
    "en.eml": "The whole edition is attached",
    "en-link.eml": f"{FOLDER}/en.pdf",
    "en-digest.eml": None,
}


def offering(desk: StarterDesk, attach: str) -> StarterDesk:
    """Return a desk whose readers may choose, with its edition made anew."""
    file = desk.folder / "desk.yaml"
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("  attach:")]
    place = lines.index("mail:") + 1
    lines[place:place] = [f"  attach: {attach}", f"  site: {SITE}"]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    done = desk.run("build", "pakistan-minerals")
    assert 0 == done.code, done.said
    return desk


def message(path: Path) -> EmailMessage:
    """Return a message."""
    return email.message_from_bytes(path.read_bytes(), policy=policy.default)


def texts(path: Path) -> list[str]:
    """Return its text and its page, white space folded."""
    bodies = (message(path).get_body((kind,)) for kind in ("plain", "html"))
    return [" ".join(body.get_content().split()) for body in bodies if body]


@pytest.fixture
def offered(desk: StarterDesk) -> StarterDesk:
    """Return a desk that offers all three."""
    return offering(desk, "[pdf, link, none]")


def test_each_form_says_what_it_carries(offered: StarterDesk) -> None:
    """One has the PDF, one leads to it, one says nothing of it; all else is the same, and the audit has read each."""
    for name, said in SAID.items():
        file = offered.edition / name
        for text in texts(file):
            assert [one for one in SAID.values() if one and one in text] == ([said] if said else [])
        assert (name == "en.eml") == bool(list(message(file).iter_attachments()))
    assert f'href="{FOLDER}/en.pdf"' in texts(offered.edition / "en-link.eml")[1]
    assert 0 == offered.run("audit", EDITION).code
    _reads_back(offered)
    _goes_to_who_chose(offered)


def _reads_back(desk: StarterDesk) -> None:
    """Find each alteration: a figure, words on the PDF, a PDF too many, a file too few."""
    folder = desk.edition
    digest, link, whole = (folder / name for name in ("en-digest.eml", "en-link.eml", "en.eml"))
    before = {path: path.read_bytes() for path in (digest, link)}
    for path, raw in (
        (digest, before[digest].replace(b"110.90", b"110.91", 1)),
        (digest, whole.read_bytes()),
        (digest, _with_pdf(digest)),
        (link, before[link].replace(b"r1/en.pdf", b"r2/en.pdf")),
        (link, before[digest]),
        (link, None),
    ):
        path.write_bytes(raw) if raw else path.unlink()
        done = desk.run("audit", EDITION, "--content-only")
        assert (3, True) == (done.code, path.name in done.said), done.said
        path.write_bytes(before[path])
    assert 0 == desk.run("audit", EDITION).code


def _with_pdf(path: Path) -> bytes:
    """Return a message with the PDF attached to it, as it is and by its right name."""
    found = message(path)
    pdf = path.with_name("en.pdf").read_bytes()
    found.add_attachment(pdf, maintype="application", subtype="pdf", filename="pakistan-minerals-2025-en.pdf")
    return found.as_bytes()


def _goes_to_who_chose(desk: StarterDesk) -> None:
    """Send to each the form that they chose; who chose none, or the first, gets the first."""
    chosen = {"a": "link", "b": "digest", "c": "pdf", "d": ""}
    rows = "".join(f"{name}@example.org,{form}\n" for name, form in chosen.items())
    (desk.folder / "list.csv").write_text(f"address,format\n{rows}", "utf-8")
    done = desk.run("subscribers", "import", f"{desk.folder}/list.csv", "--confirmed", "--basis", "asked")
    assert (0, False) == (done.code, "does not offer" in done.said)
    desk.run("approve", EDITION)
    assert 0 == desk.run("send", EDITION, "--yes").code
    bodies = {name: (desk.edition / name).read_bytes().partition(b"\r\n\r\n")[2] for name in SAID}
    files = {"link": "en-link.eml", "digest": "en-digest.eml"}
    letters = [path.read_bytes() for path in (desk.folder / "outbox").glob("*.eml")]
    got = {str(email.message_from_bytes(raw)["To"])[0]: raw.partition(b"\r\n\r\n")[2] for raw in letters}
    assert {name: bodies[files.get(form, "en.eml")] for name, form in chosen.items()} == got
