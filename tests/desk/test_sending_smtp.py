"""An edition to its readers by a mail server, by the program itself."""

import json
import subprocess

import dkim
import pytest

from tests.delivery.scripted_server import AFTER_DOT, HOST, serving
from tests.desk.conftest import StarterDesk

EDITION = "pakistan-minerals/2025"
READERS = "address,name,language,pakistan-minerals\na@example.org,Ann,en,yes\nb@example.org,Bo,en,x\n"


@pytest.fixture
def approved(desk: StarterDesk) -> StarterDesk:
    """Return a starter desk with two readers and an approved edition."""
    (desk.folder / "list.csv").write_text(READERS, encoding="utf-8")
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
