"""The validators that need more than Python (`make check-all`, tests/editions.py).

The Nu Html Checker reads page and mail; caniemail's data say what mail programs make of the mail; axe looks at the page
in Chromium, on a phone and a desk, and at the mail alone and as a mail program shows it, light and dark.
`python -m tests.clients` says what is to be installed.
"""

from __future__ import annotations

import email
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from shutil import which
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from tests.sheet import CHROMIUM, mail_page
from tests.validators import Said, Validator, of_each

TOOLS = Path(".venv/clients")
INSTALL = (
    "apt-get install -y --no-install-recommends default-jre-headless nodejs npm"
    f" && npm install --ignore-scripts --no-save --prefix {TOOLS} vnu-jar@26.9.27 caniemail@1.0.5"
)
CHECKER = TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar"
NARROW, WIDTHS, COLUMNS = 320, (360, 1280), (600, 320)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# A mail program's page: the mail's own head is gone but for its rules, and its body is a box among others.
VIEWER = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Mail</title>
{styles}<style>body{{margin:0}}header{{background:#fff;color:#000}}</style></head>
<body><header>Inbox</header>{body}</body></html>"""
_ASKED = """
import { readFileSync } from "node:fs";
import { caniemail } from "caniemail";
const clients = ["gmail.*", "outlook.*", "apple-mail.*", "yahoo.*"];
const { issues } = caniemail({ clients, html: readFileSync(0, "utf8") });
console.log(JSON.stringify([...new Set([...issues.errors.values()].flat().map((issue) => issue.title))]));
"""


def main() -> int:
    """Print what to install, and return 1, where a validator is missing."""
    missing = [name for name in ("java", "node", "npm", "chromium") if not which(name)]
    if CHECKER.exists() and not missing:
        return 0
    sys.stdout.write(f"Not installed: {', '.join(missing) or 'the Nu Html Checker and caniemail'}."
                     f" Run this, then the same make again:\n\n    {INSTALL}\n")  # fmt: skip
    return 1


def mail_text(mail: Path) -> str:
    """Return the HTML part of a mail."""
    message: EmailMessage = email.message_from_bytes(mail.read_bytes(), policy=default)
    part = message.get_body(("html",))
    return str(part.get_content()) if part else ""


def in_viewer(mail: str) -> str:
    """Return the page of a mail program that shows this mail."""
    styles = "".join(re.findall(r"<style.*?</style>", mail, re.DOTALL))
    (body,) = re.findall(r"<body[^>]*>(.*)</body>", mail, re.DOTALL)
    return VIEWER.format(styles=styles, body=body)


def _invalid(edition: Path) -> Said:
    with tempfile.TemporaryDirectory() as place:
        pages = [_written(Path(place, page.name), page.read_text("utf-8")) for page in edition.glob("*.html")]
        pages += [_written(Path(place, f"{mail.name}.html"), mail_text(mail)) for mail in edition.glob("*.eml")]
        if not pages:
            return {}
        told = subprocess.run(
            ["java", "-jar", str(CHECKER), "--format", "json", *map(str, pages)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    said: Said = {page.name: [] for page in sorted(pages)}
    for message in json.loads(told.stderr)["messages"]:
        if message["message"] != "Document checking completed.":
            said.setdefault(message.get("url", "").rpartition("/")[2], []).append(message["message"])
    return said


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def _unsupported(mail: Path) -> Iterator[str]:
    told = subprocess.run(
        ["node", "--input-type=module", "-e", _ASKED],
        input=mail_text(mail), capture_output=True, text=True, check=True, cwd=TOOLS,
    )  # fmt: skip
    yield from sorted(json.loads(told.stdout))


def _in_chromium(names: str, read: Callable[[Path], str], widths: tuple[int, ...]) -> Validator:
    """Return the validator that looks at what is read of each file, at each width, in light and dark."""

    def ask(edition: Path) -> Said:
        with sync_playwright() as play, play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]) as chrome:
            return {file.name: [*_looked_at(chrome, read(file), widths)] for file in sorted(edition.glob(names))}

    return ask


def _looked_at(browser: Browser, text: str, widths: tuple[int, ...]) -> Iterator[str]:
    for scheme in SCHEMES:
        with browser.new_context(viewport={"width": NARROW, "height": 800}, color_scheme=scheme) as context:
            seen = context.new_page()
            seen.set_content(text)
            for width in (NARROW, *widths):
                seen.set_viewport_size({"width": width, "height": 800})
                wide = seen.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    yield f"{scheme} {width} px: {wide} px wide"
            for width in widths:
                seen.set_viewport_size({"width": width, "height": 800})
                for fault in Axe().run(seen).response["violations"]:
                    yield f"{scheme} {width} px: {fault['id']} at {fault['nodes'][0]['html'][:120]}"


VALIDATORS: dict[str, Validator] = {
    "Nu": _invalid,
    "caniemail": of_each("*.eml", _unsupported),
    "axe, page": _in_chromium("*.html", lambda page: page.read_text("utf-8"), WIDTHS),
    "axe, mail": _in_chromium("*.eml", mail_text, WIDTHS),
    "axe, mail in a viewer": _in_chromium("*.eml", lambda mail: in_viewer(mail_page(mail)), COLUMNS),
}

if __name__ == "__main__":
    raise SystemExit(main())
