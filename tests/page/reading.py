"""How tests read finished files: a page in a browser, the HTML of a mail, a PDF by its standards."""

from __future__ import annotations

import email
import re
import shutil
import subprocess
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import page as validator
from playwright.sync_api import Browser

from generator.page import EditionLook, RenderRequest, render

# The validator misreads the length of some compressed streams, which qpdf finds in order.
_FALSE_ALARM = "PDFA3A-STREAM-LENGTH-001"


def files_of(told: RenderRequest, look: EditionLook) -> dict[str, bytes]:
    """Return the files of an edition by name."""
    return {item.name: item.content for item in render(told, look)}


def html_of(mail: bytes) -> str:
    """Return the HTML part of a mail."""
    message: EmailMessage = email.message_from_bytes(mail, policy=default)
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def seen(browser: Browser, page_text: str, asked: str, width: int = 1280) -> Any:  # noqa: ANN401 -- what the script says
    """Return what a script says of a page in a window of that width."""
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.set_content(page_text)
        return page.evaluate(asked)


def pdf_faults(content: bytes) -> list[str]:
    """Return the rules of PDF/UA-1 and PDF/A-3a that a PDF breaks, and whether qpdf finds its syntax at fault."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "one.pdf")
        file.write_bytes(content)
        reports = [str(validator.validate_pdf(file, profile=profile)) for profile in ("ua1", "3a")]
        assert all("Rules: " in report for report in reports), reports
        broken = {rule for report in reports for rule in re.findall(r"^\[([A-Z0-9-]+)\]", report, re.MULTILINE)}
        if shutil.which("qpdf"):
            done = subprocess.run(["qpdf", "--check", file], capture_output=True, check=False)
            broken |= {"qpdf"} if done.returncode else set()
    return sorted(broken - {_FALSE_ALARM})
