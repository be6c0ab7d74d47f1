"""The sheet: page 1, the phone and the mail of an edition side by side, as the README shows them (`make sheet`)."""

import email
import sys
from email import policy
from io import BytesIO
from pathlib import Path
from typing import cast

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

HEIGHT, GAP, GROUND = 1180, 40, "#C9CDD1"
CHROMIUM = "/usr/bin/chromium"


def paper(pdf: Path) -> Image.Image:
    """Return page 1."""
    page = pypdfium2.PdfDocument(pdf)[0]
    return cast("Image.Image", page.render(scale=HEIGHT / page.get_height()).to_pil())


def screen(browser: Browser, page: str, width: int) -> Image.Image:
    """Return the top of an HTML page as a screen of that width shows it."""
    tab = browser.new_page(viewport={"width": width, "height": HEIGHT})
    tab.set_content(page)
    shot = Image.open(BytesIO(tab.screenshot()))
    tab.close()
    return shot


def mail_page(eml: Path) -> str:
    """Return the HTML part of a message with its pictures inside it."""
    message = email.message_from_bytes(eml.read_bytes(), policy=policy.default)
    body = message.get_body(("html",))
    page = str(body.get_content()) if body else ""
    for part in message.walk():
        if name := part.get("Content-ID"):
            data = str(part.get_payload()).replace("\n", "")
            page = page.replace(f"cid:{name.strip('<>')}", f"data:{part.get_content_type()};base64,{data}")
    return page


def sheet(edition: Path) -> Image.Image:
    """Return paper, phone and mail on one ground."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        phone = screen(browser, (edition / "en.html").read_text(encoding="utf-8"), 390)
        mail = screen(browser, mail_page(edition / "en.eml"), 640)
        browser.close()
    shown = [paper(edition / "en.pdf"), phone, mail]
    whole = Image.new("RGB", (sum(item.width for item in shown) + 4 * GAP, HEIGHT + 2 * GAP), GROUND)
    across = GAP
    for item in shown:
        whole.paste(item, (across, GAP))
        across += item.width + GAP
    return whole


if __name__ == "__main__":
    sheet(Path(sys.argv[1])).quantize(256).save(sys.argv[2], optimize=True)
