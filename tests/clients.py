"""Ask on finished editions what needs more than Python: `python -m tests.clients FOLDER…` (`make check-all`).

The Nu Html Checker reads page and mail; caniemail's data say what mail programs make of the mail; axe looks at both in
Chromium, on a phone and a desk, light and dark. What each may say, and why, is in docs/look.md.
"""

from __future__ import annotations

import email
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
TOOLS = Path(".venv/clients")
INSTALL = (
    "apt-get install -y --no-install-recommends default-jre-headless nodejs npm"
    f" && npm install --ignore-scripts --no-save --prefix {TOOLS} vnu-jar@26.9.27 caniemail@1.0.5"
)
CHECKER = TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar"
NARROW, WIDTHS = 320, (360, 1280)

PASSED_OVER = re.compile(
    r"Property “(position-area|position-try|mso-hide)” doesn't exist|“autofocus” attribute specified"
    r"|written in \w+ but the “html” start tag has “lang=.zh.”"
    r"|“(width|cellspacing|cellpadding|align|valign)” attribute on the “(table|td)” element is obsolete"
)
FALLBACKS = frozenset(
    (
        *("<body> element", "<picture> element", "<style> element", "@media", "display:none", "height property"),
        *("overflow", "overflow-wrap", "role attribute", "srcset and sizes attributes", "white-space", "word-break"),
    )
)
_ASKED = """
import { readFileSync } from "node:fs";
import { caniemail } from "caniemail";
const clients = ["gmail.*", "outlook.*", "apple-mail.*", "yahoo.*"];
const { issues } = caniemail({ clients, html: readFileSync(0, "utf8") });
const found = [...issues.errors].flatMap(([client, list]) => list.map((issue) => [issue.title, client]));
console.log(JSON.stringify(found));
"""


def main(folders: list[str]) -> int:
    """Print what is found in the editions of `folders`, or what to install; return 1 where there is something."""
    if not CHECKER.exists():
        sys.stdout.write(f"Not installed: the Nu Html Checker and caniemail. Run this, then the same make again:\n\n"
                         f"    {INSTALL}\n")  # fmt: skip
        return 1
    if not folders:
        return 0
    with tempfile.TemporaryDirectory() as place:
        pages = [page for number, folder in enumerate(folders) for page in _pages(Path(folder), Path(place), number)]
        found = [*_invalid(pages), *_unsupported(pages), *_shut_out(pages)]
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.stdout.write(f"{len(pages)} pages and mails, {len(found)} faults\n")
    return 1 if found else 0


def _pages(folder: Path, place: Path, number: int) -> Iterator[Path]:
    """Give the pages of an edition and the HTML part of its mails, under names of their own in `place`."""
    for page in sorted(folder.glob("*.html")):
        yield _written(place / f"{number}-page-{page.name}", page.read_text("utf-8"))
    for mail in sorted(folder.glob("*.eml")):
        message: EmailMessage = email.message_from_bytes(mail.read_bytes(), policy=default)
        part = message.get_body(("html",))
        yield _written(place / f"{number}-mail-{mail.stem}.html", str(part.get_content()) if part else "")


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def _invalid(pages: list[Path]) -> Iterator[str]:
    told = subprocess.run(
        ["java", "-jar", str(CHECKER), "--format", "json", *map(str, pages)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    for message in json.loads(told.stderr)["messages"]:
        if not PASSED_OVER.search(message["message"]) and message["message"] != "Document checking completed.":
            name = message.get("url", "").rpartition("/")[2]
            yield f"vnu {name}:{message.get('lastLine', '')}: {message['message']}"


def _unsupported(pages: list[Path]) -> Iterator[str]:
    for page in pages:
        if "-mail-" not in page.name:
            continue
        told = subprocess.run(
            ["node", "--input-type=module", "-e", _ASKED],
            input=page.read_text("utf-8"), capture_output=True, text=True, check=True, cwd=TOOLS,
        )  # fmt: skip
        found = {title: client for title, client in json.loads(told.stdout) if title not in FALLBACKS}
        yield from (f"caniemail {page.name}: {title} ({client})" for title, client in sorted(found.items()))


def _shut_out(pages: list[Path]) -> Iterator[str]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for page in pages:
            for scheme in ("light", "dark"):
                yield from (f"axe {page.name} {scheme} {fault}" for fault in _looked_at(browser, page, scheme))
        browser.close()


def _looked_at(browser: Browser, page: Path, scheme: Any) -> Iterator[str]:  # noqa: ANN401 -- one of Playwright's words
    with browser.new_context(viewport={"width": NARROW, "height": 800}, color_scheme=scheme) as context:
        seen = context.new_page()
        seen.goto(page.as_uri())
        wide = seen.evaluate("document.documentElement.scrollWidth")
        if wide > NARROW:
            yield f"{NARROW} px: {wide} px wide"
        for width in WIDTHS:
            seen.set_viewport_size({"width": width, "height": 800})
            for fault in Axe().run(seen).response["violations"]:
                yield f"{width} px: {fault['id']} at {fault['nodes'][0]['html'][:120]}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
