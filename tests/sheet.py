"""The sheets: the pages of an edition, its phone view and its mail, as the README shows them (`make sheet`)."""

import base64
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
PHONE, MAIL = 360, 600
CHROMIUM = "/usr/bin/chromium"


def paper(pdf: Path, number: int = 1) -> Image.Image:
    """Return a page, the first or another."""
    page = pypdfium2.PdfDocument(pdf)[number - 1]
    return cast("Image.Image", page.render(scale=HEIGHT / page.get_height()).to_pil())


def papers(pdf: Path) -> list[Image.Image]:
    """Return every page."""
    return [paper(pdf, number) for number in range(1, len(pypdfium2.PdfDocument(pdf)) + 1)]


def screen(browser: Browser, page: str, width: int, *, under: str = "") -> Image.Image:
    """Return an HTML page as a screen of that width shows it, from its top or from the element `under` on."""
    tab = browser.new_page(viewport={"width": width, "height": HEIGHT})
    tab.set_content(page)
    if under:
        tab.locator(under).first.evaluate("element => element.scrollIntoView()")
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
            data = base64.b64encode(cast("bytes", part.get_payload(decode=True))).decode()
            page = page.replace(f"cid:{name.strip('<>')}", f"data:{part.get_content_type()};base64,{data}")
    return page


def screens(edition: Path) -> list[Image.Image]:
    """Return the phone's first screen, its small lines and its table, and the mail."""
    page = (edition / "en.html").read_text(encoding="utf-8")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shown = [screen(browser, page, PHONE, under=place) for place in ("", "#panels-title", "#table-title")]
        shown.append(screen(browser, mail_page(edition / "en.eml"), MAIL))
        browser.close()
    return shown


def abreast(shown: list[Image.Image]) -> Image.Image:
    """Return pictures side by side on one ground."""
    whole = Image.new("RGB", (sum(one.width for one in shown) + (len(shown) + 1) * GAP, HEIGHT + 2 * GAP), GROUND)
    across = GAP
    for one in shown:
        whole.paste(one, (across, GAP))
        across += one.width + GAP
    return whole


def draw(edition: Path, out: Path) -> None:
    """Draw `pages.png` and `screens.png` into the folder `out`."""
    for name, shown in (("pages", papers(edition / "en.pdf")), ("screens", screens(edition))):
        abreast(shown).quantize(200).save(out / f"{name}.png", optimize=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
