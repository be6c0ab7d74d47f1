"""The forms of the mail that readers may choose: each true of itself, read back by the audit, sent to who chose it."""

import email
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.desk.conftest import StarterDesk

SITE = "https://example.org/briefings/"
EDITION = "pakistan-minerals/2025"
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
