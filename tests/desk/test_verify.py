"""Verify: a copied PDF in an empty folder proves itself, and nothing in it can be altered unseen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from tests import program
from tests.altered import Change, altered, inside, put, put_and_listed, redrawn
from tests.desk.conftest import Result, StarterDesk

_NOTHING = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}


def verified(content: bytes, folder: Path, *more: str) -> Result:
    """Verify a PDF that lies alone in a new folder, with no desk anywhere above."""
    (folder / "copy.pdf").write_bytes(content)
    done = program.run("verify", "copy.pdf", *more, at=folder, environment=_NOTHING)
    return Result(done.code, done.out + done.err)


@pytest.fixture(name="content", scope="module")
def made(finished: StarterDesk) -> bytes:
    """Return the PDF of the starter edition."""
    return (finished.edition / "en.pdf").read_bytes()


def test_a_copy_holds_by_itself(content: bytes, tmp_path: Path) -> None:
    """It says what was judged, and what a PDF alone cannot show."""
    done = verified(content, tmp_path)
    assert done.code == 0, done.said
    for line in (
        "copy.pdf is intact: pakistan-minerals/2025/r1, en",
        f"{len(_claims(content))} claims were recomputed from the 10 cells inside",
        "not checked here: that the cells are those of the files as received (china-minerals-from-pakistan",
        "not checked here: whose key this is",
        "next: tradebrief explain copy.pdf FIGURE",
    ):
        assert line in done.said, done.said


@pytest.mark.parametrize("way", [["--linearize"], ["--object-streams=disable", "--stream-data=uncompress"]])
def test_a_copy_saved_anew_by_another_program_holds(content: bytes, tmp_path: Path, way: list[str]) -> None:
    """A mail gateway or an archive packs a file otherwise: it says and draws the same."""
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    (tmp_path / "en.pdf").write_bytes(content)
    subprocess.run(["qpdf", *way, tmp_path / "en.pdf", tmp_path / "anew.pdf"], check=True)
    assert (tmp_path / "anew.pdf").read_bytes() != content
    assert verified((tmp_path / "anew.pdf").read_bytes(), tmp_path).code == 0


def _cell(content: bytes, old: bytes, new: bytes, file: str) -> bytes:
    raw = inside(content, file)
    assert old in raw
    return raw.replace(old, new, 1)


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
        ("claims.json", b'"cell",\n    "CELL"', b'"cell",\n    "c1"', "[claim] {claim}"),
        ("claims.json", b'"revision": 1', b'"revision": 2', "its revision is 2, the edition's 1"),
        ("claims.json", b"gacc-press/2026-01-27/8", b"gacc-press/2026-01-28/8", "is no release of its manifest"),
    ],
)
def test_a_cell_or_claim_that_was_altered_is_named(
    content: bytes, tmp_path: Path, file: str, old: bytes, new: bytes, named: str
) -> None:
    """By its digest, and by what it comes to where the digest was made to agree."""
    cell, claim = _zinc(content)
    raw = _cell(content, old.replace(b"CELL", cell.encode()), new, file)
    named = named.format(cell=cell, claim=claim)
    for change in (put(file, raw), put_and_listed({file: raw})):
        done = verified(altered(content, change), tmp_path)
        assert (6, True) == (done.code, named in done.said), done.said
    assert f"{file}: its SHA-256 is" in verified(altered(content, put(file, raw)), tmp_path).said


def test_a_cell_altered_in_every_file_alike_is_named(content: bytes, tmp_path: Path) -> None:
    """Both lists and the manifest agree on another figure, and the claims do not come out of it."""
    changed = {
        "figures.csv": _cell(content, b"110.90", b"110.91", "figures.csv"),
        "claims.json": _cell(content, b'"text": "110.90"', b'"text": "110.91"', "claims.json"),
    }
    done = verified(altered(content, put_and_listed(changed)), tmp_path)
    assert (6, True) == (done.code, f"[cell] {_zinc(content)[0]}" in done.said), done.said


def test_one_digit_of_a_page_that_was_altered_is_named(content: bytes, tmp_path: Path) -> None:
    """With the sentence in which it stands."""
    done = verified(altered(content, redrawn("4", "7")), tmp_path)
    assert done.code == 6
    assert "[text differs]" in done.said
    assert "page 1 does not draw what it drew when it was made" in done.said


def _other_alt(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/Alt" in item:
            item.Alt = pikepdf.String(str(item.Alt).replace("2025", "2024"))


def _other_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "China imported $1.41 billion of Pakistani copper in 2025"


def _other_link(pdf: pikepdf.Pdf) -> None:
    next(
        note for one in pdf.pages for note in one.get("/Annots", []) if "/URI" in note.get("/A", {})
    ).A.URI = pikepdf.String("https://example.com/")


def _without_a_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def _with_a_picture(pdf: pikepdf.Pdf) -> None:
    over = pdf.make_stream(b" q 1 1 1 rg 60 400 400 60 re f Q")
    pdf.pages[0].contents_add(over)


def _without_figures(pdf: pikepdf.Pdf) -> None:
    del pdf.attachments["figures.csv"]


def _with_another_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["more.csv"] = pikepdf.AttachedFileSpec(pdf, b"code,value\n")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_other_alt, "[alt text differs]"),
        (_other_title, "title differs"),
        (_other_link, "does not draw what it drew"),
        (_without_a_page, "it has 1 pages, its manifest lists 2"),
        (_with_a_picture, "page 1 does not draw"),
        (_without_figures, "figures.csv: it is not there"),
        (_with_another_file, "more.csv: it is there, and the manifest does not list it"),
    ],
)
def test_nothing_else_can_be_altered_unseen(content: bytes, tmp_path: Path, change: Change, named: str) -> None:
    """What is read out, where a link leads, a page, a box over a figure, a file."""
    done = verified(altered(content, change), tmp_path)
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
        (lambda content, _: content[: len(content) // 2], 6, "copy.pdf: the file is damaged"),
        (lambda content, _: content[:-400], 6, "copy.pdf: the file is damaged"),
        (lambda content, _: content.replace(b"stream", b"strexm", 3), 6, "copy.pdf"),
    ],
)
def test_what_is_no_pdf_of_ours_ends_in_one_line(
    content: bytes, tmp_path: Path, wrong: Callable[[bytes, Path], bytes], code: int, said: str
) -> None:
    """Foreign, locked, swollen, cut off or damaged; `explain` opens it as `verify` does."""
    (tmp_path / "copy.pdf").write_bytes(content)
    done = verified(wrong(content, tmp_path), tmp_path)
    assert (code, True) == (done.code, said in done.said), done.said
    if code == 2:
        other = program.run("explain", tmp_path / "copy.pdf", "f1", environment=_NOTHING)
        assert (code, True) == (other.code, said in other.err), other.err
    assert 1 == len(done.said.strip().splitlines()) or "is not intact" in done.said


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
