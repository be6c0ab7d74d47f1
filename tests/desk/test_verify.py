"""Verify: a copied PDF in an empty folder proves itself, and nothing in it can be altered unseen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pikepdf import Dictionary, String

from generator.editions import edition_proof
from generator.errors import GeneratorError
from tests import program
from tests.altered import Change, altered, inside, put, put_and_listed, redrawn
from tests.desk.conftest import HOUSE, Result, StarterDesk
from tests.desk.test_line import digests

OTHER = "0" * 63 + "1"
_NOTHING = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}


def verified(content: bytes, folder: Path, key: str = "") -> Result:
    """Verify a PDF that lies alone in a folder, as the verb does."""
    file = folder / "copy.pdf"
    file.write_bytes(content)
    try:
        found = edition_proof.verified_pdf(file, key)
        edition_proof.refuse_damaged(found, file)
    except GeneratorError as fault:
        return Result(fault.exit_code, str(fault).replace(str(file), "copy.pdf"))
    return Result(0, "\n".join(edition_proof.verification_lines(found, file)).replace(str(file), "copy.pdf"))


@pytest.fixture(scope="module")
def content(finished: StarterDesk) -> bytes:
    """Return the PDF of the starter edition."""
    return (finished.edition / "en.pdf").read_bytes()


def test_a_copy_holds_by_itself(content: bytes, tmp_path: Path) -> None:
    """It says what was judged, and what a PDF alone cannot show."""
    (tmp_path / "copy.pdf").write_bytes(content)
    done = program.run("verify", "copy.pdf", at=tmp_path, environment=_NOTHING)
    assert 0 == done.code, done.err
    for line in (
        "copy.pdf is intact: pakistan-minerals/2025/r1, en",
        f"{len(_claims(content))} claims were recomputed from the 10 cells inside",
        "not checked here: that the cells are those of the files as received (china-minerals-from-pakistan",
        "not checked here: whose key this is",
        "next: tradebrief explain copy.pdf FIGURE",
    ):
        assert line in done.out, done.out


@pytest.mark.parametrize("way", [["--linearize"], ["--object-streams=disable", "--stream-data=uncompress"]])
def test_a_copy_saved_anew_by_another_program_holds(content: bytes, tmp_path: Path, way: list[str]) -> None:
    """A mail gateway or an archive packs a file otherwise: it says and draws the same."""
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    (tmp_path / "en.pdf").write_bytes(content)
    subprocess.run(["qpdf", *way, tmp_path / "en.pdf", tmp_path / "anew.pdf"], check=True)
    assert (tmp_path / "anew.pdf").read_bytes() != content
    assert verified((tmp_path / "anew.pdf").read_bytes(), tmp_path).code == 0


def _claims(content: bytes) -> list[dict[str, Any]]:
    """Return the claims inside a PDF."""
    return list(json.loads(inside(content, "claims.json"))["claims"])


def _zinc(content: bytes) -> tuple[str, str]:
    """Return the ids of the cell of zinc ores, which reads 110.90, and of the claim that is this cell alone."""
    claims = json.loads(inside(content, "claims.json"))
    cell = next(name for name, cell in claims["cells"].items() if cell["text"] == "110.90")
    return cell, next(claim["id"] for claim in claims["claims"] if claim["formula"] == ["cell", cell])


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("figures.csv", b"110.90", b"110.91", "it lacks the cell "),
        ("claims.json", b'"text": "110.90"', b'"text": "110.91"', "[cell] {cell}: value is 110910000"),
        ("claims.json", b'"value": "110900000"', b'"value": "110910000"', "[claim] {claim}: value comes to 110910000"),
        ("claims.json", b'"revision": 1', b'"revision": 2', "its revision is 2, the edition's 1"),
        ("claims.json", b"gacc-press/2026-01-27/8", b"gacc-press/2026-01-28/8", "is no release of its manifest"),
    ],
)
def test_a_cell_or_claim_that_was_altered_is_named(
    content: bytes, tmp_path: Path, file: str, old: bytes, new: bytes, named: str
) -> None:
    """By its digest, and by what it comes to where the digest was made to agree."""
    cell, claim = _zinc(content)
    raw = _swapped(content, file, old, new)
    named = named.format(cell=cell, claim=claim)
    for change in (put(file, raw), put_and_listed({file: raw})):
        done = verified(altered(content, change), tmp_path)
        assert (6, True) == (done.code, named in done.said), done.said
    assert f"{file}: its SHA-256 is" in verified(altered(content, put(file, raw)), tmp_path).said


def _swapped(content: bytes, file: str, old: bytes, new: bytes) -> bytes:
    """Return a file inside a PDF with one text exchanged."""
    raw = inside(content, file)
    assert old in raw
    return raw.replace(old, new, 1)


def _other_alt(pdf: pikepdf.Pdf) -> None:
    """Have a screen reader say other words than the first paragraph has."""
    paragraph = next(item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/S") == "/P")
    paragraph.Alt = String("China imported $1.14 billion of Pakistani copper in 2024.")


def links(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the links of a PDF."""
    yield from (note for page in pdf.pages for note in page.obj.get("/Annots", []) if "/URI" in note.get("/A", {}))


def _files_agree(content: bytes) -> Change:
    """Return what prints another figure in both lists and lets the manifest agree."""
    text = _swapped(content, "claims.json", b'"text": "110.90"', b'"text": "110.91"')
    return put_and_listed({"figures.csv": _swapped(content, "figures.csv", b"110.90", b"110.91"), "claims.json": text})


def _signer(content: bytes, **fields: str) -> Change:
    """Return what changes who the manifest says has signed it; without fields, that nobody has."""
    manifest = json.loads(inside(content, "manifest.json"))
    signer = manifest.pop("signed_by")
    manifest |= {"signed_by": signer | fields} if fields else {}
    return put("manifest.json", json.dumps(manifest).encode())


ALTERED: dict[str, tuple[Callable[[bytes], Change], str]] = {
    "a digit of a page": (lambda _: redrawn("4", "7"), "page 1 does not draw what it drew"),
    "its text": (lambda _: redrawn("4", "7"), "[text differs]"),
    "what is read out": (lambda _: _other_alt, "[spoken text differs]"),
    "the title": (lambda _: lambda pdf: pdf.docinfo.__setitem__("/Title", "Copper"), "title differs"),
    "a link": (
        lambda _: lambda pdf: next(links(pdf)).A.__setitem__("/URI", String("https://example.com/")),
        "does not draw what it drew",
    ),
    "a page": (lambda _: lambda pdf: pdf.pages.append(pdf.pages[0]), "it has 2 pages, its manifest lists 1"),
    "a box over it": (
        lambda _: lambda pdf: pdf.pages[0].contents_add(pdf.make_stream(b" q 1 1 1 rg 60 400 400 60 re f Q")),
        "page 1 does not draw",
    ),
    "no figures": (lambda _: lambda pdf: pdf.attachments.__delitem__("figures.csv"), "figures.csv: it is not there"),
    "one more file": (
        lambda _: lambda pdf: pdf.attachments.__setitem__("more.csv", pikepdf.AttachedFileSpec(pdf, b"code,value")),
        "more.csv: it is there, and the manifest does not list it",
    ),
    "every file alike": (_files_agree, "[cell] "),
    "a figure": (
        lambda content: put("figures.csv", _swapped(content, "figures.csv", b"110.90", b"110.91")),
        "figures.csv: its SHA-256 is",
    ),
    "its digest too": (_files_agree, "[signature] it is none of this manifest by the key"),
    "the name": (lambda content: _signer(content, name="Ministry"), "the signature does not hold: not by the key"),
    "the key": (
        lambda content: _signer(content, key=OTHER),
        f"[signature] it is none of this manifest by the key {OTHER}",
    ),
    "no key": (_signer, "the signature does not hold"),
    "no signature": (lambda _: put("manifest.sig", b""), "the signature does not hold"),
}


@pytest.mark.parametrize("what", ALTERED)
def test_nothing_can_be_altered_unseen(content: bytes, tmp_path: Path, what: str) -> None:
    """What is drawn, read out or linked, a page, a file inside, who signed it."""
    change, named = ALTERED[what]
    done = verified(altered(content, change(content)), tmp_path)
    assert (6, True) == (done.code, named in done.said), done.said


def _locked(content: bytes, folder: Path) -> bytes:
    with pikepdf.open(folder / "copy.pdf") as pdf:
        pdf.save(folder / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    return (folder / "locked.pdf").read_bytes() if content else b""


def _foreign(_: bytes, folder: Path) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(folder / "foreign.pdf")
    return (folder / "foreign.pdf").read_bytes()


def _packed(kind: str) -> Callable[[bytes, Path], bytes]:
    """Return what makes a file of 70 kB in which objects (`ObjStm`) or their places (`XRef`) unpack to 65 MiB."""

    def packed(*_: object) -> bytes:
        body, places = b"%PDF-1.7\n", [0]
        spaces = zlib.compress(b"9 0 <</A 1>>" + b" " * (65 << 20), 9)
        dictionary = {"ObjStm": b"/N 1/First 4", "XRef": b"/Size 4/W[1 4 1]/Root 1 0 R"}[kind]
        stream = b"<</Type/%s%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream"
        big = stream % (kind.encode(), dictionary, len(spaces), spaces)
        for number, item in enumerate((b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", big), 1):
            places.append(len(body))
            body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
        table = b"".join(bytes([place > 0]) + place.to_bytes(4, "big") + b"\0" for place in places)
        last, packed_table = len(body), zlib.compress(table)
        body += b"4 0 obj\n" + stream % (b"XRef", b"/Size 4/W[1 4 1]/Root 1 0 R", len(packed_table), packed_table)
        start = last if kind == "ObjStm" else places[3]
        return body + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start

    return packed


def _run_length(content: bytes, _: Path) -> bytes:
    def put_in(pdf: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(pdf, b"\x81 \x80", pikepdf.Dictionary(Filter=pikepdf.Name.RunLengthDecode))
        pdf.Root.Extra = pdf.make_indirect(stream)

    return altered(content, put_in)


def _swollen(content: bytes, _: Path) -> bytes:
    return altered(content, put("figures.csv", b" " * ((64 << 20) + 1)))


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        (lambda *_: b"", 2, "copy.pdf: this is no PDF."),
        (lambda *_: b"<html></html>", 2, "copy.pdf: this is no PDF."),
        (_foreign, 2, "copy.pdf: this PDF carries no figures."),
        (_locked, 2, "copy.pdf: a password locks it."),
        (_swollen, 2, "copy.pdf: what lies in it is larger than 64 MiB."),
        (_run_length, 2, "copy.pdf: RunLengthDecode packs what lies in it, as in no edition."),
        (_packed("ObjStm"), 2, "copy.pdf: what lies in it is larger than 64 MiB."),
        (_packed("XRef"), 2, "copy.pdf: what lies in it is larger than 64 MiB."),
        (lambda content, _: content[:-400], 6, "copy.pdf: the file is damaged"),
        (lambda content, _: content.replace(b"stream", b"strexm", 3), 6, "copy.pdf"),
    ],
)
def test_what_is_no_pdf_of_ours_ends_in_one_line(
    content: bytes, tmp_path: Path, wrong: Callable[[bytes, Path], bytes], code: int, said: str
) -> None:
    """Foreign, locked, swollen, cut off or damaged."""
    (tmp_path / "copy.pdf").write_bytes(content)
    done = verified(wrong(content, tmp_path), tmp_path)
    assert (code, True) == (done.code, said in done.said), done.said
    assert 1 == len(done.said.strip().splitlines()) or "is not intact" in done.said


@pytest.mark.long
def test_a_pdf_with_its_sources_at_the_end_holds(fresh: StarterDesk, tmp_path: Path) -> None:
    """On US Letter, too: the build passes its audit, and the copy proves itself."""
    settings, briefing = fresh.folder / "desk.yaml", fresh.folder / "briefings" / "pakistan-minerals.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}\npaper: letter\n", "utf-8")
    briefing.write_text(f"{briefing.read_text('utf-8')}\nsources_page: true\n", "utf-8")
    done = fresh.run("build")
    assert done.code == 0, done.said
    content = (fresh.edition / "en.pdf").read_bytes()
    assert verified(content, tmp_path).code == 0
    words = "".join("".join(one.get_textpage().get_text_range().split()) for one in pypdfium2.PdfDocument(content))
    assert ("Figuresandtheirsources" in words, "1.14×1,000,000,000" in words) == (True, True)


NAME = "Trade and Investment Section"
_DER = bytes.fromhex("302a300506032b6570032100")  # of an Ed25519 key: RFC 8410


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
        done = verified(content, tmp_path, given)
        assert (0, f"signed by {NAME}, {key}, the key given") == (done.code, done.said.splitlines()[2])
        assert "whose key" not in done.said


def test_a_copy_by_another_key_than_the_one_given_is_refused(content: bytes, key: str, tmp_path: Path) -> None:
    """Exit 6, and a key that is none is a slip of the command line."""
    done = verified(content, tmp_path, OTHER)
    assert (6, True) == (done.code, f"signed by another key: the key {key}" in done.said), done.said
    assert 2 == verified(content, tmp_path, "abc").code


def _unsigned(pdf: pikepdf.Pdf) -> None:
    del pdf.attachments["manifest.sig"]


def test_a_copy_without_its_signature_is_not_signed(content: bytes, key: str, tmp_path: Path) -> None:
    """It holds by itself as every PDF does that nobody signed; it is not what was asked for with a key."""
    bare = altered(content, _unsigned)
    done = verified(bare, tmp_path)
    assert (0, "not signed") == (done.code, done.said.splitlines()[2])
    done = verified(bare, tmp_path, key)
    assert (6, True) == (done.code, "it is not signed" in done.said), done.said


@pytest.mark.long
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
    assert 0 == verified((desk.edition / "en.pdf").read_bytes(), tmp_path, key).code


@pytest.mark.long
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
