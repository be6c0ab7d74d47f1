"""An edition to its readers, approve, send to a folder or a server, and a second time nothing."""

import email
import json
import re
import shutil
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


def outbox(desk: StarterDesk) -> list[Path]:
    """Return the letters."""
    return sorted((desk.folder / "outbox").glob("*"))


def receivers(desk: StarterDesk) -> list[bytes]:
    """Return whom the letters go to."""
    return [path.read_bytes().splitlines()[0].removeprefix(b"To: ") for path in outbox(desk)]


def row(desk: StarterDesk) -> dict[str, object]:
    """Return what the status says of the edition."""
    found: dict[str, object] = json.loads(desk.run("status", "--json").said)["editions"][0]
    return found


@pytest.fixture(scope="module")
def sent(approved_once: Path, tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return the desk after its edition was sent; none of the tests changes it."""
    desk = StarterDesk(tmp_path_factory.mktemp("sent") / "desk")
    shutil.copytree(approved_once, desk.folder)
    assert 0 == desk.run("send", EDITION, "--yes").code
    return desk


def test_each_reader_gets_one_letter_and_a_second_send_none(sent: StarterDesk) -> None:
    """The default transport leaves a file for each; sending again ends well and says that nothing was left."""
    first = {path.name: path.read_bytes() for path in outbox(sent)}
    again = sent.run("send", EDITION, "--yes")
    assert (0, True) == (again.code, "nothing was left to send (2 sent)" in again.said)
    assert 2 == len(first)
    assert first == {path.name: path.read_bytes() for path in outbox(sent)}


def test_a_letter_is_the_audited_message_with_the_readers_own_fields(sent: StarterDesk) -> None:
    """What the audit read goes out byte for byte; only the head names the reader."""
    raw = [path.read_bytes() for path in outbox(sent)]
    body = (sent.edition / "en.eml").read_bytes().partition(b"\r\n\r\n")[2]
    assert {body} == {one.partition(b"\r\n\r\n")[2] for one in raw}
    heads = [email.message_from_bytes(one, policy=policy.default) for one in raw]
    assert {"a@example.org", "b@example.org"} == {str(head["To"]) for head in heads}
    assert {"auto-generated"} == {head["Auto-Submitted"] for head in heads}
    assert {1} == {len(head.get_all(name) or []) for head in heads for name in ("To", "Date", "Message-ID", "From")}
    assert all("<mailto:trade@example.org?subject=unsubscribe%20" in head["List-Unsubscribe"] for head in heads)


def test_the_status_and_the_evidence_count_letters_and_name_nobody(sent: StarterDesk) -> None:
    """Counts and digests lie beside the edition; `latest` points at it, and its bytes are as they were."""
    counts = {"queued": 0, "inflight": 0, "sent": 2, "failed": 0, "suppressed": 0, "uncertain": 0}
    assert ("published", counts) == (row(sent)["state"], row(sent)["counts"])
    place = sent.edition.parent
    evidence = (place / "delivery.json").read_text(encoding="utf-8")
    assert 2 == json.loads(evidence)["mailings"][0]["counts"]["sent"]
    assert not [name for name in ("a@example.org", "b@example.org") if name in evidence]
    assert sent.edition == (place.parent / "latest").resolve()
    assert 0 == sent.run("audit", EDITION).code


def test_nothing_leaves_without_a_yes_but_a_trial(enlisted: StarterDesk) -> None:
    """A trial goes to one address and counts for nothing; its subject says what it is. Exit code 3 for all else."""
    assert (3, []) == (enlisted.run("send", EDITION, "--yes").code, outbox(enlisted))
    assert 0 == enlisted.run("send", EDITION, "--test", "me@example.org").code
    (raw,) = [path.read_bytes() for path in outbox(enlisted)]
    head = email.message_from_bytes(raw, policy=policy.default)
    assert ("me@example.org", True) == (head["To"], head["Subject"].startswith("[test] China imported"))
    assert "drafted" == row(enlisted)["state"]
    assert 3 == enlisted.run("send", EDITION, "--yes").code


def test_an_approval_falls_with_any_changed_byte(approved: StarterDesk) -> None:
    """One sign of one file: exit code 6, and no letter."""
    page = approved.edition / "en.html"
    page.write_bytes(page.read_bytes().replace(b"110.90", b"110.91", 1))
    done = approved.run("send", EDITION, "--yes")
    assert (6, True) == (done.code, "is not what was approved" in done.said)
    assert [] == outbox(approved)


@pytest.mark.long
def test_two_must_say_yes_where_the_briefing_asks_for_two(enlisted: StarterDesk) -> None:
    """One person is one, however they write themselves; the readers are written down at the second yes."""
    file = enlisted.folder / "briefings" / "pakistan-minerals.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("approval: one", "approval: two"), encoding="utf-8")
    assert 0 == enlisted.run("build", "pakistan-minerals").code
    assert (2, 2) == tuple(enlisted.run("approve", EDITION, "--by", by).code for by in ("", " \u200b"))
    assert "drafted" in enlisted.run("approve", EDITION, "--by", "Ann Weber").said
    for by in ("Ann Weber", "ann weber ", "Ann\u00a0 Weber", "\uff21nn We\u200bber"):
        assert 3 == enlisted.run("approve", EDITION, "--by", by).code, by
        assert 3 == enlisted.run("send", EDITION, "--dry-run").code
    assert 1 == len(json.loads(enlisted.run("status", "--decisions", "--json").said)["decisions"])
    assert 0 == enlisted.run("approve", EDITION, "--by", "Bo").code
    assert "2 letters wait" in enlisted.run("send", EDITION, "--dry-run").said


def test_a_hold_stops_what_was_approved_until_it_is_lifted(approved: StarterDesk) -> None:
    """Who held it and why stands in the status; lifted, it needs no second approval."""
    assert 0 == approved.run("hold", EDITION, "--because", "zinc looks odd").code
    assert 3 == approved.run("send", EDITION, "--yes").code
    assert "held: zinc looks odd" in approved.run("status").said
    assert 0 == approved.run("hold", EDITION, "--lift", "--because", "it is right").code
    assert 0 == approved.run("send", EDITION, "--yes").code
    assert 2 == len(outbox(approved))


def test_one_who_left_after_the_approval_gets_nothing(approved: StarterDesk) -> None:
    """And a second import does not bring them back."""
    approved.run("subscribers", "remove", "A@example.org")
    again = approved.run("subscribers", "import", f"{approved.folder}/list.csv", "--confirmed", "--basis", "old list")
    assert "1 suppressed" in again.said
    assert 0 == approved.run("send", EDITION, "--yes").code
    assert [b"b@example.org"] == receivers(approved)


def test_who_is_erased_is_in_no_file_but_their_letters(approved: StarterDesk) -> None:
    """Those are named, for a person to delete; a stranger who is erased is kept away."""
    approved.run("send", EDITION, "--yes")
    state = approved.folder / "state"
    assert b"a@example.org" in b"".join(path.read_bytes() for path in state.rglob("*") if path.is_file())
    done = approved.run("subscribers", "erase", "A@example.org")
    assert 0 == done.code
    hers = re.compile(rb"(?<![\w-])a@example\.org")  # a letter's own number may end in a, and then @example.org
    assert [] == [path for path in state.rglob("*") if path.is_file() and hers.search(path.read_bytes())]
    (letter,) = (path for path in outbox(approved) if hers.search(path.read_bytes()))
    assert ["outbox/" + letter.name] == [line.split()[-1] for line in done.said.splitlines() if "outbox" in line]
    assert "no such reader" in approved.run("subscribers", "erase", "c@example.org").said
    again = approved.run("subscribers", "add", "c@example.org", "--confirmed", "--basis", "x")
    assert "c@example.org: suppressed" in again.said


def leave(desk: StarterDesk, state: str) -> None:
    """Leave the letters in a state, as a run does that was killed or refused."""
    with closing(sqlite3.connect(desk.folder / "state" / "state.sqlite")) as db, db:
        db.execute("UPDATE outbox SET state = ?", (state,))


def test_a_person_settles_what_is_uncertain(approved: StarterDesk) -> None:
    """Nothing goes by itself, exit code 5; then one letter counts as sent, the other is sent again."""
    leave(approved, "uncertain")
    assert (5, []) == (approved.run("send", EDITION, "--yes").code, outbox(approved))
    assert ["a@example.org", "b@example.org"] == row(approved)["uncertain"]
    assert 5 == approved.run("status", "--check").code
    assert f"next: tradebrief resolve {EDITION}" in approved.run("status").said
    assert 0 == approved.run("resolve", EDITION, "--assume-sent", "--to", "A@example.org").code
    assert 2 == approved.run("resolve", EDITION, "--assume-sent", "--to", "a@example.org").code
    assert 0 == approved.run("resolve", EDITION, "--resend").code
    assert 0 == approved.run("send", EDITION, "--yes").code
    assert [b"b@example.org"] == receivers(approved)


def test_an_edition_that_reached_nobody_is_not_published(approved: StarterDesk) -> None:
    """Exit code 4; when the cause is mended a person has the letters sent again."""
    leave(approved, "failed")
    done = approved.run("send", EDITION, "--yes")
    assert (4, True) == (done.code, f"tradebrief resolve {EDITION} --resend --failed" in done.said)
    assert 0 == approved.run("resolve", EDITION, "--resend", "--failed").code
    assert 0 == approved.run("send", EDITION, "--yes").code
    assert 2 == len(outbox(approved))


def by_smtp(desk: StarterDesk, port: int, more: str = "") -> None:
    """Let the desk send by the server on that port of this machine."""
    lines = f"transport: smtp\n  smtp: {{host: {HOST}, port: {port}, allow_insecure: true}}\n{more}"
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
    """As after a bounce of 5.1.1; one that is refused for its policy stays, and a monitor hears of it."""
    answers = {"a": "550 5.1.1 no such user here", "b": "550 5.7.1 we do not like you"}
    with serving({f"{name}@example.org": [answer] for name, answer in answers.items()}) as (_, port):
        by_smtp(approved, port)
        done = approved.run("send", EDITION, "--yes")
    assert (4, True) == (done.code, "2 failed" in done.said), done.said  # it reached nobody
    assert 4 == approved.run("status", "--check").code
    kept = json.loads(approved.run("subscribers", "list", "--json").said)
    assert ["b@example.org"] == [one["address"] for one in kept]
    added = approved.run("subscribers", "add", "a@example.org", "--confirmed", "--basis", "old").said
    assert "a@example.org: suppressed" in added


def test_the_password_is_in_nothing_that_a_run_leaves(approved: StarterDesk) -> None:
    """Neither printed nor written, where the server refuses it."""
    with serving() as (_, port):
        by_smtp(approved, port)
        settings = approved.folder / "desk.yaml"
        settings.write_text(settings.read_text("utf-8").replace("smtp: {", "smtp: {user: trade@example.org, "), "utf-8")
        done = approved.run("send", EDITION, "--yes", TRADEBRIEF_MAIL__SMTP__PASSWORD="hush-hush")  # noqa: S106
    assert (2, True) == (done.code, "knows no way to sign in" in done.said), done.said
    files = [path for path in approved.folder.rglob("*") if path.is_file()]
    assert [] == [path for path in files if b"hush-hush" in path.read_bytes()]
    assert "hush" not in done.said


def test_letters_are_signed_by_the_record_that_doctor_prints(approved: StarterDesk) -> None:
    """Dkimpy verifies each by it; the page to leave by is signed with the rest."""
    key = approved.folder / "secrets" / "dkim"
    subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
    key.chmod(0o600)
    sign = "  dkim: {domain: example.org, selector: b2026, key_file: secrets/dkim}\n"
    with serving() as (server, port):
        by_smtp(approved, port, f"{sign}  public_url: https://x.example.org\n")
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
FORMS = {"en.eml": "The PDF is attached, ", "en-link.eml": f"{FOLDER}/en.pdf", "en-digest.eml": None}


def message(path: Path) -> EmailMessage:
    """Return a message."""
    return email.message_from_bytes(path.read_bytes(), policy=policy.default)


def texts(path: Path) -> list[str]:
    """Return its text and its page, white space folded."""
    bodies = (message(path).get_body((kind,)) for kind in ("plain", "html"))
    return [" ".join(body.get_content().split()) for body in bodies if body]


@pytest.fixture(scope="module")
def offered(finished: StarterDesk, tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return a desk whose edition has all three forms of the mail; tests leave it as it is."""
    desk = StarterDesk(tmp_path_factory.mktemp("offered") / "desk")
    shutil.copytree(finished.folder, desk.folder)
    file = desk.folder / "desk.yaml"
    text = re.sub("\n  attach:.*", "", file.read_text("utf-8"))
    file.write_text(text.replace("\nmail:\n", f"\nmail:\n  attach: [pdf, link, none]\n  site: {SITE}\n"), "utf-8")
    done = desk.run("build", "pakistan-minerals")
    assert 0 == done.code, done.said
    return desk


@pytest.mark.long
def test_each_form_says_what_it_carries(offered: StarterDesk) -> None:
    """One has the PDF, one leads to it, one says nothing of it; all else is the same, and the audit has read each."""
    for name, said in FORMS.items():
        file = offered.edition / name
        for text in texts(file):
            assert [one for one in FORMS.values() if one and one in text] == ([said] if said else [])
        assert (name == "en.eml") == bool(list(message(file).iter_attachments()))
        assert f'href="{FOLDER}/en.html"' in texts(file)[1]
    assert f'href="{FOLDER}/en.pdf"' in texts(offered.edition / "en-link.eml")[1]
    assert 0 == offered.run("audit", EDITION).code


@pytest.mark.long
def test_the_audit_finds_each_alteration_of_a_form(offered: StarterDesk) -> None:
    """A figure, another form in its place, a link elsewhere, another number of pages, a file too few."""
    names = ("en.eml", "en-digest.eml", "en-link.eml")
    attached, digest, link = (offered.edition / name for name in names)
    before = {path: path.read_bytes() for path in (attached, digest, link)}
    assert b"unsubscribe%20pakistan-minerals" in before[attached].replace(b"=\r\n", b"")
    for path, raw in (
        (digest, before[digest].replace(b"110.90", b"110.91", 1)),
        (digest, (offered.edition / "en.eml").read_bytes()),
        (link, before[link].replace(b"r1/en.pdf", b"r2/en.pdf")),
        (digest, before[digest].replace(b"r1/en.html", b"r2/en.html")),
        (attached, before[attached].replace(b"is attached, ", b"is attached, 1")),
        (attached, before[attached].replace(b"unsubscribe", b"subscribe")),
        (link, None),
    ):
        path.write_bytes(raw) if raw else path.unlink()
        done = offered.run("audit", EDITION, "--content-only")
        path.write_bytes(before[path])
        assert (3, True) == (done.code, path.name in done.said), done.said


def test_each_reader_gets_the_form_that_they_chose(offered: StarterDesk, tmp_path: Path) -> None:
    """Who chose none, or the first, gets the first."""
    shutil.copytree(offered.folder, tmp_path / "desk")
    desk = StarterDesk(tmp_path / "desk")
    chosen = {"a": "link", "b": "digest", "c": "pdf", "d": ""}
    rows = "".join(f"{name}@example.org,{form}\n" for name, form in chosen.items())
    (desk.folder / "list.csv").write_text(f"address,format\n{rows}", "utf-8")
    done = desk.run("subscribers", "import", f"{desk.folder}/list.csv", "--confirmed", "--basis", "asked")
    assert (0, False) == (done.code, "does not offer" in done.said)
    desk.run("approve", EDITION)
    assert 0 == desk.run("send", EDITION, "--yes").code
    bodies = {name: (desk.edition / name).read_bytes().partition(b"\r\n\r\n")[2] for name in FORMS}
    files = {"link": "en-link.eml", "digest": "en-digest.eml"}
    letters = [path.read_bytes() for path in outbox(desk)]
    got = {str(email.message_from_bytes(raw)["To"])[0]: raw.partition(b"\r\n\r\n")[2] for raw in letters}
    assert {name: bodies[files.get(form, "en.eml")] for name, form in chosen.items()} == got
