"""The validators of a PDF and of a mail (`make check-all`, tests/editions.py).

Both standards by page-validation, qpdf, the tags by pdfinfo, the text by PDFium, SpamAssassin without the network,
`tradebrief audit` of the edition, and `verify` of each PDF alone in an empty folder: whole, with one embedded cell
altered, and with one digit of a page altered.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import permutations
from pathlib import Path

import page as validator
import pypdfium2

from generator.delivery.shelf import DRAFT
from generator.editions.drafts import DRAFT_FINDINGS
from tests.altered import altered, inside, put, redrawn
from tests.program import run
from tests.validators import Said, Validator, of_each

SPAM = 1.0  # points at most of a mail as it is delivered
HOLDS, BROKEN = 0, 6
TAGS = {"H1", "TH"}
SENT, DELIVERED = b"To: undisclosed-recipients:;", b"To: A Reader <reader@example.org>"
_ALONE = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
_LETTERS = {"en": "[a-z]{4}", "zh": "[\u4e00-\u9fff]{4}", "ur": "[\u0621-\u06d2]{4}"}


def _standard(profile: str) -> Validator:
    return of_each("*.pdf", lambda pdf: _broken(pdf, profile))


def _broken(pdf: Path, profile: str) -> Iterator[str]:
    """Yield the rules of a standard that a PDF breaks, or what came instead of a verdict."""
    told = str(validator.validate_pdf(pdf, profile=profile))
    yield from sorted(set(re.findall(r"^\[([A-Z0-9-]+)\]", told, re.MULTILINE)))
    if "Rules: " not in told:
        yield told


def _syntax(pdf: Path) -> Iterator[str]:
    checked = subprocess.run(["qpdf", "--check", pdf], capture_output=True, text=True, check=False)
    if checked.returncode:
        yield f"{checked.stdout}{checked.stderr}"


def _tags(pdf: Path) -> Iterator[str]:
    """Yield what the tags lack: a heading, a table, and a figure for each picture of the page."""
    told = subprocess.run(["pdfinfo", "-struct-text", pdf], capture_output=True, text=True, check=False)
    tags = Counter(re.findall(r"^\s*(\w+)", told.stdout, re.MULTILINE))
    story = json.loads((pdf.parent / "edition.json").read_bytes())["stories"][pdf.stem]
    pictures = sum(block["kind"] == "chart" and "pdf" in block["shown"] for block in story["blocks"])
    if told.returncode or told.stderr or not TAGS <= tags.keys() or tags["Figure"] < pictures:
        yield told.stderr or f"among the tags are {tags['Figure']} figures for {pictures}, or no heading or table"


def _text(pdf: Path) -> Iterator[str]:
    with pypdfium2.PdfDocument(pdf) as paper:
        pages = [one.get_textpage().get_text_bounded() for one in paper]
    for number, text in enumerate(pages, 1):
        if not re.search(_LETTERS[pdf.stem], text) or "\ufffe" in text.replace("\ufffe\r\n", "") or "\x00" in text:
            yield f"the text of page {number} cannot be read"


def _audited(folder: Path) -> Said:
    name = "/".join(folder.parts[-3:])
    if folder.name == DRAFT:  # the audit's findings are in it
        found = (folder / DRAFT_FINDINGS).read_text("utf-8").splitlines()
        return {name: [line for line in found if line != "The audit finds nothing."]}
    done = run("audit", name, "--desk", folder.parents[3], seconds=600)
    return {name: done.lines if done.code else []}


def _proof(pdf: Path) -> Iterator[str]:
    """Yield where `verify` does not hold what is whole, or holds what is not."""
    content = pdf.read_bytes()
    copies = {
        "a copy": (content, HOLDS),
        "an altered cell": (altered(content, put("figures.csv", _other_cell(content))), BROKEN),
        "an altered digit": (_other_digit(content), BROKEN),
    }
    for what, (copy, wanted) in copies.items():
        with tempfile.TemporaryDirectory() as empty:
            Path(empty, "copy.pdf").write_bytes(copy)
            done = run("verify", "copy.pdf", at=Path(empty), environment=_ALONE)
        if done.code != wanted:
            yield f"{what} ends in {done.code}, not {wanted}: {' '.join(done.lines)[:300]}"


def _other_cell(content: bytes) -> bytes:
    """Return the cells with another last digit of the first value."""
    rows = list(csv.DictReader(io.StringIO(inside(content, "figures.csv").decode())))
    rows[0]["value"] = rows[0]["value"][:-1] + ("1" if rows[0]["value"][-1] != "1" else "2")
    changed = io.StringIO()
    writer = csv.DictWriter(changed, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return changed.getvalue().encode()


def _other_digit(content: bytes) -> bytes:
    """Return the PDF with one digit of its first page drawn as another that its font has."""
    for old, new in permutations("2013456789", 2):
        with suppress(AssertionError):
            return altered(content, redrawn(old, new))
    raise AssertionError(content[:8])


def _spam(mail: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as home:
        told = subprocess.run(
            ["spamassassin", "-L", "-t", "-x"],
            input=mail.read_bytes().replace(SENT, DELIVERED), capture_output=True, check=True,
            env={**os.environ, "HOME": home},
        ).stdout.decode(errors="replace")  # fmt: skip
    points = re.search(r"Content analysis details: +\((-?[\d.]+) points", told)
    if points is None or float(points[1]) > SPAM:
        yield told.rpartition("Content analysis details")[2] if points else "no verdict"


VALIDATORS: dict[str, Validator] = {
    "audit": _audited,
    "PDF/UA-1": _standard("ua1"),
    "PDF/A-3a": _standard("3a"),
    "qpdf": of_each("*.pdf", _syntax),
    "pdfinfo": of_each("*.pdf", _tags),
    "PDFium": of_each("*.pdf", _text),
    "verify": of_each("*.pdf", _proof),
    "SpamAssassin": of_each("*.eml", _spam),
}
