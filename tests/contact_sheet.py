"""The contact sheet: all pictures and all pages, for a person to look at (`make sheet`). Nothing of it is kept.

Each picture that the starter desk's figures allow stands in each language, in colour, in grey, on a phone and on dark
paper. The pages are those of editions of few and many lines and months, in each language, house style and paper; a
table says how much of each page is white at its foot.
"""

import csv
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps
from playwright.sync_api import Browser, sync_playwright
from ruamel.yaml import YAML

from generator.page.edition_look import PAPERS
from tests.fishes import LENGTH, STYLES
from tests.program import run
from tests.sheet import CHROMIUM, GROUND
from tests.story.plans import LANGUAGES

WIDE, PHONE, GAP = 1280, 360, 24
PAGE = 420  # px: the width of a page on the sheet
DOTS = 2  # of a rendered page, to a point
HEAD, FOOT = 54, 66  # pt of the page above and below its type area
MONTHLY = "pakistan-minerals-monthly"
PICTURES = {  # of each briefing what it draws in one edition after another: five at most
    MONTHLY: (
        ("contributions", "trend", "panels", "heatmap"),
        ("year_gap", "shares", "waterfall"),
    ),
    "pakistan-minerals": (("lines",),),
}
FEW = ("2515", "2608", "2610")
TWINS = {  # a line that the sample has not: one whose figures it gets, a third of them and a year later
    "2503": "2501", "2504": "2526", "2507": "2515", "2529": "2530", "2604": "2601",
    "2605": "2603", "2609": "2606", "2611": "2607", "2614": "2610", "2616": "2617",
}  # fmt: skip
Row = dict[str, str]
Desk = tuple[str, Callable[[Sequence[Row]], list[Row]], dict[str, object]]


def two_years(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of the last 24 months."""
    return [row for row in rows if row["month"] >= "2024"]


def few_lines(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of three lines in the last year."""
    return [row for row in rows if row["month"] >= "2025" and row["hs"] in FEW]


def many_lines(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of forty lines in five years; what is added is counted in its chapter."""
    whole = {(row["hs"], row["month"]): row for row in rows}
    for code, like in TWINS.items():
        for row in rows:
            if row["hs"] != like:
                continue
            year, month = row["month"].split("-")
            later = f"{2021 if year == '2025' else int(year) + 1}-{month}"
            chapter = whole[code[:2], later]
            usd, quantity = int(row["usd"]) // 3, int(row["quantity"]) // 3
            whole[code, later] = {**chapter, "hs": code, "usd": str(usd), "quantity": str(quantity)}
            counted = {"usd": str(int(chapter["usd"]) + usd), "quantity": str(int(chapter["quantity"]) + quantity)}
            whole[code[:2], later] = {**chapter, **counted}
    return sorted(whole.values(), key=lambda row: (row["month"], row["hs"]))


DESKS: dict[str, Desk] = {  # a briefing, which of the sample's rows it has, and other settings of it
    "annual": ("pakistan-minerals", list, {}),
    "sample": (MONTHLY, list, {}),
    "24 months": (MONTHLY, two_years, {}),
    "3 lines": (MONTHLY, few_lines, {"figures": {"codes": list(FEW), "detail": None}, "themes": [], "labels": {}}),
    "40 lines": (MONTHLY, many_lines, {}),
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
            desk = folder / "-".join(pictures)
            _init(desk)
            made = _built(desk, name, {}, charts=list(pictures))
            for language in LANGUAGES:
                shown = [_figures(browser, made / f"{language}.html", *view) for view in _VIEWS]
                for wide, phone, dark in zip(*shown, strict=True):
                    yield [wide, wide.convert("L").convert("RGB"), phone, dark]


_VIEWS = ((WIDE, "light"), (PHONE, "light"), (WIDE, "dark"))


def editions(folder: Path) -> Iterator[tuple[str, str, str, Path]]:
    """Make the edition of each desk in each house style, for each paper; yield these three and where it lies."""
    for number, (kind, (name, rows_of, settings)) in enumerate(DESKS.items()):
        for style in STYLES:
            for paper in PAPERS:
                desk = folder / f"{number}-{style}-{paper}"
                _init(desk)
                table = next((desk / "inbox" / "illustrative-customs").glob("*.csv"))
                with table.open(encoding="utf-8", newline="") as file:
                    rows = rows_of(list(csv.DictReader(file)))
                with table.open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, list(rows[0]))
                    writer.writeheader()
                    writer.writerows(rows)
                look = {"TRADEBRIEF_STYLE": style, "TRADEBRIEF_PAPER": paper}
                yield kind, style, paper, _built(desk, name, look, formats=["pdf"], **settings)


def pages(folder: Path) -> Iterator[list[Image.Image]]:
    """Yield a row for each edition: its printed pages in every language. Print how white each is at its foot."""
    print(f"{'':28}" + "".join(f"{language:20}" for language in LANGUAGES))  # noqa: T201 -- a table to read
    for kind, style, paper, made in editions(folder):
        row: list[Image.Image] = []
        cells: list[str] = []
        for language in LANGUAGES:
            whites = []
            for page in pypdfium2.PdfDocument(made / f"{language}.pdf"):
                shown = page.render(scale=DOTS).to_pil().convert("RGB")
                whites.append(white(shown))
                row.append(shown.resize((PAGE, round(shown.height * PAGE / shown.width)), Image.Resampling.LANCZOS))
            cells.append(" ".join(f"{share:3.0%}" for share in whites))
        print(f"{kind:10} {style:9} {paper:7} " + "".join(f"{cell:20}" for cell in cells), flush=True)  # noqa: T201
        yield row


def white(page: Image.Image) -> float:
    """Return how much of the height of a page's type area is white at its foot."""
    area = page.crop((0, HEAD * DOTS, page.width, page.height - FOOT * DOTS))
    inked = ImageOps.invert(area.convert("L")).getbbox()
    return 1 - (inked[3] if inked else 0) / area.height


def draw(out: Path) -> None:
    """Draw `charts.png` and `pages.png` into the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        sheet(list(pages(Path(folder)))).save(out / "pages.png")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        sheet(list(charts(browser, Path(folder)))).save(out / "charts.png")
        browser.close()
    for name in ("pages", "charts"):
        print(out / f"{name}.png")  # noqa: T201 -- what a person opens


def _init(desk: Path) -> None:
    _do({}, "init", desk, "--sample", "--unsigned", "--languages", ",".join(LANGUAGES))


def _built(desk: Path, name: str, look: Mapping[str, str], **settings: object) -> Path:
    """Return the folder of an edition of a briefing with these settings."""
    briefing = desk / "briefings" / f"{name}.yaml"
    yaml = YAML()
    said = yaml.load(briefing)
    for key, value in settings.items():
        said[key] = {**said[key], **value} if value and isinstance(value, dict) else value
    yaml.dump(said, briefing)
    _do(look, "build", name, "--desk", desk)
    return next((desk / "output" / name).glob("*/r1"))


def _do(look: Mapping[str, str], *arguments: object) -> None:
    done = run(*arguments, environment={**os.environ, **look}, seconds=LENGTH)
    if done.code:
        sys.exit(done.err)


def _figures(browser: Browser, page: Path, width: int, scheme: str) -> list[Image.Image]:
    """Return each chart of a page as a screen of that width shows it."""
    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    tab.goto(page.as_uri())
    found = [Image.open(BytesIO(one.screenshot())).convert("RGB") for one in tab.locator("figure.chart").all()]
    tab.close()
    return found


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
