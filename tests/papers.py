"""Ask on finished editions what a PDF and a mail must stand: `python -m tests.papers FOLDER…` (`make check-all`).

Both standards by page-validation, qpdf, the tags by pdfinfo, the text by PDFium, SpamAssassin without the network,
`tradebrief audit` of the edition, and `verify` of each PDF alone in an empty folder: whole, with one embedded cell
altered, and with one digit of a page altered.
"""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import permutations
from pathlib import Path

import page as validator
import pypdfium2

from tests.altered import altered, inside, put, redrawn
from tests.program import run

SPAM = 1.0  # points at most of a mail as it is delivered
HOLDS, BROKEN = 0, 6
TAGS = {"H1", "TH", "Figure"}
# The validator misreads the length of some compressed streams, which qpdf finds in order.
PASSED_OVER = {"PDFA3A-STREAM-LENGTH-001"}
SENT, DELIVERED = b"To: undisclosed-recipients:;", b"To: A Reader <reader@example.org>"
_ALONE = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
_LETTERS = {"en": "[a-z]{4}", "zh": "[\u4e00-\u9fff]{4}", "ur": "[\u0621-\u06d2]{4}"}


def main(folders: list[str]) -> int:
    """Print what is found in the editions of `folders`; return 1 where there is something."""
    found, papers = list[str](), 0
    for folder in map(Path, folders):
        name = "/".join(folder.parts[-3:])
        audited = run("audit", name, "--desk", folder.parents[3], seconds=600)
        found += [f"audit {name}: {line}" for line in audited.lines if audited.code]
        for pdf in sorted(folder.glob("*.pdf")):
            papers += 1
            found += [f"{fault.split(': ')[0]} {name}/{pdf.name}: {fault}" for fault in (*_paper(pdf), *_proof(pdf))]
        for mail in sorted(folder.glob("*.eml")):
            found += [f"spamassassin {name}/{mail.name}: {fault}" for fault in _spam(mail)]
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.stdout.write(f"{papers} PDFs and as many mails, {len(found)} faults\n")
    return 1 if found else 0


def _paper(pdf: Path) -> Iterator[str]:
    """Yield what the validators of a PDF have against it."""
    for profile in ("ua1", "3a"):
        told = str(validator.validate_pdf(pdf, profile=profile))
        broken = set(re.findall(r"^\[([A-Z0-9-]+)\]", told, re.MULTILINE)) - PASSED_OVER
        yield from (f"{profile}: {rule}" for rule in sorted(broken))
        if "Rules: " not in told:
            yield f"{profile}: {told}"
    checked = subprocess.run(["qpdf", "--check", pdf], capture_output=True, text=True, check=False)
    if checked.returncode:
        yield f"qpdf: {checked.stdout}{checked.stderr}"
    tags = subprocess.run(["pdfinfo", "-struct-text", pdf], capture_output=True, text=True, check=False)
    if tags.returncode or tags.stderr or not set(re.findall(r"^\s*(\w+)", tags.stdout, re.MULTILINE)) >= TAGS:
        yield f"pdfinfo: {tags.stderr or 'no heading, table or figure among the tags'}"
    with pypdfium2.PdfDocument(pdf) as paper:
        pages = [one.get_textpage().get_text_bounded() for one in paper]
    for number, text in enumerate(pages, 1):
        if not re.search(_LETTERS[pdf.stem], text) or "\ufffe" in text.replace("\ufffe\r\n", "") or "\x00" in text:
            yield f"pdfium: the text of page {number} cannot be read"


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
            yield f"verify: {what} ends in {done.code}, not {wanted}: {' '.join(done.lines)[:300]}"


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
        yield told.rpartition("Content analysis details")[2] if points else "spamassassin: no verdict"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
