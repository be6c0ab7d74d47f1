"""The contact sheet: all pictures and all pages, for a person to look at (`make sheet`).

Each picture that the starter desk's figures allow, in each language, in colour, in grey, on a phone and on dark paper;
then every page of the golden editions. Nothing of it is kept.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from generator.page import RenderRequest, Sender, load_look, render
from tests.program import run
from tests.sheet import CHROMIUM, GROUND, papers
from tests.story.plans import LANGUAGES, PLANS, edition

WIDE, PHONE, GAP = 1280, 360, 24
PAGE = 420  # px: the width of a page on the sheet
DAY, SENDER = date(2026, 1, 20), Sender("Section <section@example.org>")
PICTURES = {  # of each briefing what it draws in one edition after another: five at most
    "pakistan-minerals-monthly": (
        ("contributions", "trend", "panels", "heatmap"),
        ("year_gap", "shares", "waterfall"),
    ),
    "pakistan-minerals": (("lines",),),
}


def sheet(rows: Sequence[Sequence[Image.Image]]) -> Image.Image:
    """Return pictures in rows on one ground."""
    widths = [sum(one.width + GAP for one in row) + GAP for row in rows]
    heights = [max((one.height for one in row), default=0) + GAP for row in rows]
    whole = Image.new("RGB", (max(widths), sum(heights) + GAP), GROUND)
    down = GAP
    for row, height in zip(rows, heights, strict=True):
        across = GAP
        for one in row:
            whole.paste(one, (across, down))
            across += one.width + GAP
        down += height
    return whole


def charts(browser: Browser, folder: Path) -> Iterator[list[Image.Image]]:
    """Yield a row for each picture and language: in colour, in grey, on a phone, on dark paper."""
    for name, editions in PICTURES.items():
        for pictures in editions:
            made = _built(folder / "-".join(pictures), name, pictures)
            for language in LANGUAGES:
                shown = [_figures(browser, made / f"{language}.html", *view) for view in _VIEWS]
                for wide, phone, dark in zip(*shown, strict=True):
                    yield [wide, wide.convert("L").convert("RGB"), phone, dark]


_VIEWS = ((WIDE, "light"), (PHONE, "light"), (WIDE, "dark"))


def _built(desk: Path, name: str, pictures: Sequence[str]) -> Path:
    """Return the folder of an edition with these pictures."""
    run("init", desk, "--sample", "--languages", ",".join(LANGUAGES))
    briefing = desk / "briefings" / f"{name}.yaml"
    text = briefing.read_text(encoding="utf-8")
    briefing.write_text(f"{text}\ncharts: [{', '.join(pictures)}]\n", encoding="utf-8")
    done = run("build", name, "--desk", desk, seconds=600)
    if done.code:
        sys.exit(done.err)
    return next((desk / "output" / name).glob("*/r1"))


def _figures(browser: Browser, page: Path, width: int, scheme: str) -> list[Image.Image]:
    """Return each chart of a page as a screen of that width shows it."""
    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    tab.goto(page.as_uri())
    found = [Image.open(BytesIO(one.screenshot())).convert("RGB") for one in tab.locator("figure.chart").all()]
    tab.close()
    return found


def pages(folder: Path) -> Iterator[list[Image.Image]]:
    """Yield a row for each golden edition: its printed pages in every language."""
    look = load_look(folder, languages=LANGUAGES)
    for plan in PLANS:
        row: list[Image.Image] = []
        for language in LANGUAGES:
            story = edition(plan, language).story
            made = RenderRequest(plan, "2025", 1, DAY, (story,), SENDER, formats=("pdf",))
            with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
                file.write(next(one.content for one in render(made, look) if one.name.endswith(".pdf")))
                file.flush()
                row += [_small(page) for page in papers(Path(file.name))]
        yield row


def _small(page: Image.Image) -> Image.Image:
    return page.convert("RGB").resize((PAGE, round(page.height * PAGE / page.width)), Image.Resampling.LANCZOS)


def draw(out: Path) -> None:
    """Draw `charts.png` and `goldens.png` into the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        sheet(list(charts(browser, Path(folder)))).save(out / "charts.png")
        browser.close()
        sheet(list(pages(Path(folder, "faces")))).save(out / "goldens.png")
    for name in ("charts", "goldens"):
        print(out / f"{name}.png")  # noqa: T201 -- what a person opens


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
