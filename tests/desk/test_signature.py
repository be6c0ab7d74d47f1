"""The signature of an edition: who has the PDF sees by which key, and nothing in it can be put in another's place."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import page as validator
import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from generator.editions.desk_signature import sign_pages
from generator.errors import RenderError
from tests.altered import Change, altered, inside, put, put_and_listed, redrawn
from tests.desk.conftest import HOUSE, StarterDesk
from tests.desk.test_line import digests
from tests.desk.test_verify import verified

NAME = "Trade and Investment Section"
OTHER = "0" * 63 + "1"
_DER = bytes.fromhex("302a300506032b6570032100")  # of an Ed25519 key: RFC 8410


@pytest.fixture(name="content", scope="module")
def made(finished: StarterDesk) -> bytes:
    """Return the PDF of the starter edition."""
    return (finished.edition / "en.pdf").read_bytes()


@pytest.fixture(name="key", scope="module")
def public(finished: StarterDesk) -> str:
    """Return the public key of the starter desk."""
    seed = bytes.fromhex((finished.folder / "secrets" / "signing").read_text("ascii").strip())
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


@pytest.fixture(name="other", scope="module")
def of_another_edition(finished: StarterDesk, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the PDF of an edition that has other words, signed by the same desk."""
    folder = tmp_path_factory.mktemp("other") / "desk"
    shutil.copytree(finished.folder, folder)
    desk = StarterDesk(folder)
    settings = folder / "desk.yaml"
    settings.write_text(settings.read_text("utf-8").replace("trade@example.org", "desk@example.org"), "utf-8")
    assert 0 == desk.run("build").code
    return (desk.edition / "en.pdf").read_bytes()


def test_a_whole_copy_says_by_which_key_it_is_signed(content: bytes, key: str, tmp_path: Path) -> None:
    """In three lines; the name is what the key says, and that has to be compared with what is published."""
    done = verified(content, tmp_path)
    lines = done.said.splitlines()
    assert (0, "copy.pdf is intact: pakistan-minerals/2025/r1, en") == (done.code, lines[0].partition(";")[0])
    assert "claims were recomputed from the 10 cells inside" in lines[1]
    assert f"signed with the key {key}, which says it is {NAME}’s" == lines[2]
    assert f"not checked here: whose key this is: compare it with the one that {NAME} publishes" in done.said


def test_a_copy_by_the_key_that_was_given_says_so(content: bytes, key: str, tmp_path: Path) -> None:
    """However a person copied it."""
    for given in (key, key.upper(), ":".join(key[at : at + 4] for at in range(0, 64, 4))):
        done = verified(content, tmp_path, "--key", given)
        assert (0, f"signed by {NAME}, {key}, the key given") == (done.code, done.said.splitlines()[2])
        assert "whose key" not in done.said


def test_a_copy_by_another_key_than_the_one_given_is_refused(content: bytes, key: str, tmp_path: Path) -> None:
    """Exit 6, and a key that is none is a slip of the command line."""
    done = verified(content, tmp_path, "--key", OTHER)
    assert (6, True) == (done.code, f"signed by another key: the key {key}" in done.said), done.said
    assert 2 == verified(content, tmp_path, "--key", "abc").code


def _unsigned(pdf: pikepdf.Pdf) -> None:
    del pdf.attachments["manifest.sig"]


def test_a_copy_without_its_signature_is_not_signed(content: bytes, key: str, tmp_path: Path) -> None:
    """It holds by itself as every PDF does that nobody signed; it is not what was asked for with a key."""
    bare = altered(content, _unsigned)
    done = verified(bare, tmp_path)
    assert (0, "not signed") == (done.code, done.said.splitlines()[2])
    done = verified(bare, tmp_path, "--key", key)
    assert (6, True) == (done.code, "it is not signed" in done.said), done.said


def _cell(content: bytes) -> Change:
    return put("figures.csv", inside(content, "figures.csv").replace(b"110.90", b"110.91", 1))


def _cell_and_manifest(content: bytes) -> Change:
    return put_and_listed({"figures.csv": inside(content, "figures.csv").replace(b"110.90", b"110.91", 1)})


def _name(content: bytes) -> Change:
    return put("manifest.json", inside(content, "manifest.json").replace(NAME.encode(), b"Ministry of Commerce", 1))


def _key(content: bytes) -> Change:
    manifest = json.loads(inside(content, "manifest.json"))
    manifest["signed_by"]["key"] = OTHER
    return put("manifest.json", json.dumps(manifest).encode())


def _no_key(content: bytes) -> Change:
    manifest = json.loads(inside(content, "manifest.json"))
    del manifest["signed_by"]
    return put("manifest.json", json.dumps(manifest).encode())


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda _: redrawn("4", "7"), "page 1 does not draw what it drew"),
        (_cell, "figures.csv: its SHA-256 is"),
        (_cell_and_manifest, "[signature] it is none of this manifest by the key"),
        (_name, "the signature does not hold: not by the key"),
        (_key, f"[signature] it is none of this manifest by the key {OTHER}"),
        (_no_key, "the signature does not hold"),
        (lambda _: put("manifest.sig", b""), "the signature does not hold"),
    ],
)
def test_nothing_that_is_signed_can_be_altered(
    content: bytes, tmp_path: Path, change: Callable[[bytes], Change], named: str
) -> None:
    """A glyph, a figure inside, its digest too, the name, the key, the signature."""
    done = verified(altered(content, change(content)), tmp_path)
    assert (6, True) == (done.code, named in done.said), done.said


def test_the_signature_of_another_edition_does_not_fit(content: bytes, other: bytes, key: str, tmp_path: Path) -> None:
    """Pasted in alone it signs another manifest; with its manifest, other pages and words."""
    assert 0 == verified(other, tmp_path).code
    signature, manifest = put("manifest.sig", inside(other, "manifest.sig")), inside(other, "manifest.json")
    done = verified(altered(content, signature), tmp_path)
    assert (6, True) == (done.code, "the signature does not hold" in done.said), done.said

    def both(pdf: pikepdf.Pdf) -> None:
        signature(pdf)
        put("manifest.json", manifest)(pdf)

    done = verified(altered(content, both), tmp_path)
    assert (6, True, True) == (
        done.code,
        f"its manifest alone: signed with the key {key}, which says it is {NAME}’s" in done.said,
        "does not draw what it drew" in done.said,
    ), done.said


def test_openssl_agrees(finished: StarterDesk, key: str, tmp_path: Path) -> None:
    """On manifest.json in the folder, and on the one inside the PDF: another program's arithmetic."""
    (tmp_path / "key").write_bytes(_DER + bytes.fromhex(key))
    content = (finished.edition / "en.pdf").read_bytes()
    pairs = [
        [(finished.edition / name).read_bytes() for name in ("manifest.json", "manifest.sig")],
        [inside(content, name) for name in ("manifest.json", "manifest.sig")],
    ]
    for manifest, signature in pairs:
        (tmp_path / "manifest").write_bytes(manifest)
        (tmp_path / "signature").write_bytes(signature)
        asked = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin"]
        files = ["-in", "manifest", "-sigfile", "signature"]
        assert 0 == subprocess.run([*asked, *files], cwd=tmp_path, capture_output=True, check=False).returncode


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_a_signed_pdf_keeps_both_standards(finished: StarterDesk, profile: str) -> None:
    """The signature is one more file that says how it relates to the document."""
    told = str(validator.validate_pdf(finished.edition / "en.pdf", profile=profile))
    assert "Rules: " in told
    assert set() == set(re.findall(r"^\[([A-Z0-9-]+)\]", told, re.MULTILINE)) - {"PDFA3A-STREAM-LENGTH-001"}, told
    with pikepdf.open(finished.edition / "en.pdf") as pdf:
        named = {str(item.UF): str(item.AFRelationship) for item in pdf.Root.AF}
        assert set(pdf.attachments) == set(named)
    assert "/Supplement" == named["manifest.sig"]


@pytest.mark.parametrize("loss", ["another key", "no key", "no kept signature"])
def test_an_edition_comes_back_with_its_own_signature(desk: StarterDesk, key: str, tmp_path: Path, loss: str) -> None:
    """After the key was changed or lost, and after what was kept was: it verifies with the key of then."""
    before = digests(desk.edition)
    if loss == "another key":
        assert 0 == desk.run("key", "--new").code
        assert key not in desk.run("key").said
    elif loss == "no key":
        (desk.folder / "secrets" / "signing").unlink()
    else:
        shutil.rmtree(desk.folder / "state" / "signatures")
    shutil.rmtree(desk.edition)
    done = desk.run("regenerate")
    assert (0, before) == (done.code, digests(desk.edition)), done.said
    assert 0 == verified((desk.edition / "en.pdf").read_bytes(), tmp_path, "--key", key).code


def test_a_desk_without_a_key_signs_nothing(fresh: StarterDesk, tmp_path: Path) -> None:
    """As that of `make briefing`, and those that were made before there were keys."""
    (fresh.folder / "secrets" / "signing").unlink()
    assert "editions are not signed" in fresh.run("key").said
    assert 0 == fresh.run("build").code
    assert not (fresh.edition / "manifest.sig").exists()
    done = verified((fresh.edition / "en.pdf").read_bytes(), tmp_path)
    assert (0, "not signed") == (done.code, done.said.splitlines()[2]), done.said
    assert 0 == fresh.run("audit", "pakistan-minerals/2025").code


def test_a_manifest_that_is_not_the_desks_is_not_signed(content: bytes) -> None:
    """What makes pages is not trusted with the key, nor with what it signs."""
    head = json.loads(inside(content, "manifest.json"))
    del head["pdf"]
    signed: list[bytes] = []

    def make(manifest: bytes) -> bytes:
        signed.append(manifest)
        return bytes(64)

    bare = altered(content, _unsigned)
    assert inside(content, "manifest.json") == inside(
        sign_pages({"en.pdf": bare}, head, make)["en.pdf"], "manifest.json"
    )
    assert [inside(content, "manifest.json")] == signed
    with pytest.raises(RenderError, match="not the one that was given"):
        sign_pages({"en.pdf": bare}, {**head, "revision": 2}, make)


def test_what_was_not_passed_is_not_signed(desk: StarterDesk, tmp_path: Path) -> None:
    """Neither a draft nor what the audit holds: a signature says that the desk stands by the file."""
    assert 0 == desk.run("build", "--draft").code
    (desk.folder / "templates").mkdir(exist_ok=True)
    page = (HOUSE / "templates" / "edition.html.j2").read_text("utf-8")
    wrong = page.replace("<main", "<p>Copper reached $1.51 billion.</p><main", 1)
    (desk.folder / "templates" / "edition.html.j2").write_text(wrong, "utf-8")
    assert 3 == desk.run("build").code
    for place in (desk.edition.parent / "draft", desk.folder / "state" / "held" / "pakistan-minerals" / "2025"):
        assert not (place / "manifest.sig").exists()
        said = verified((place / "en.pdf").read_bytes(), tmp_path).said
        assert "not signed" in [line.rpartition(": ")[2] for line in said.splitlines()], said
