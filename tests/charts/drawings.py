"""Each form of chart as it was last looked at: wide and on a phone, in every language (`make goldens`).

The pictures of `drawings/` are to be looked at before they are committed. Their grey is that of the same pixels, which
`make sheet` prints.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from PIL import Image, ImageChops

from generator.charts import canvas, chart_frame, raster
from generator.charts.chart_form import draw_chart, form_of
from generator.charts.faces import cut_faces
from generator.charts.ruler import Ruler
from generator.story.brief import LineContext
from generator.story.plan import Chart
from generator.trade.codes import nomenclature
from generator.trade.observation import Cell
from generator.trade.period import Period
from generator.trade.release import Vintage
from generator.trade.side_batches import ContextFigure, SideSeries
from tests.story.months import Monthly, months, table
from tests.story.plans import LANGUAGES, PLANS, edition
from tests.story.test_waterfall import rows

DRAWINGS = Path(__file__).with_name("drawings")
GAP = 16
CHAPTER = 2  # digits
EVER = 24  # months before those that a picture shows as the newest year
SEEN = 40  # of 255: a pixel that is further off than this is another one; the soft edge of a letter is not


def _plan(plan: str) -> Callable[[str], Monthly]:
    return lambda language: edition(plan, language)


def _asked(plan: str, form: str) -> Callable[[str], Monthly]:
    """Return what tells a plan whose briefing asks for one form."""

    def told(language: str) -> Monthly:
        fields = PLANS[plan]()
        lines = tuple(sorted({code for code, _ in fields["rows"]}))
        return months(**{"codes": lines, "themes": ()} | fields, charts=(form,), language=language)

    return told


def _weighed(form: str) -> Callable[[str], Monthly]:
    """Return what tells a month whose lines have weights, and whose briefing asks for one form."""
    table = rows(now={"2603": (5_000_000, 500_000)})
    return lambda language: months(table, charts=(form,), themes=(), language=language)


def _chapters(language: str) -> Monthly:
    """Return a month of every chapter, large and small, which rise and fall by up to nine tenths."""
    codes = tuple(sorted(code for code in nomenclature() if len(code) == CHAPTER))
    sizes = {code: 10**6 * (3 + (int(code) * 37) % 97) ** 2 // 20 for code in codes}
    rates = {code: -70 + (int(code) * 53) % 160 for code in codes}
    values = table(lambda code, place: sizes[code] * (100 + rates[code] * (place >= EVER)) // 100, codes=codes)
    return months(values, codes=codes, charts=("tiles",), themes=(), group="", language=language)


def _price(language: str) -> Monthly:
    """Return a month of copper with a world price that sways, and outruns its average value."""
    last = Period.parse("2025-12")
    figures = dict[Period, ContextFigure]()
    for at in range(30):
        when = last.step(at - 29)
        text = str(3900 + 55 * at + 200 * ((at * 5) % 4))
        cell = Cell("p/2026-01-05/x", "x", 7 + at, "B", text)
        figures[when] = ContextFigure("Copper", "$/mt", when, Decimal(text), cell)
    series = SideSeries("p", "Copper", "$/mt", Vintage(date(2026, 1, 5), ()), figures)
    context = LineContext("prices", "Pink Sheet", series, ("7403",))
    values = table(lambda code, at: (10**6 + 10**4 * at) * (3 if code == "7403" else 1), codes=("7402", "7403"))
    # an average value that sways a little, too
    weighed = {key: (usd, kg * (100 + (at * 7) % 5) // 100) for at, (key, (usd, kg)) in enumerate(values.items())}
    return months(weighed, charts=("price",), themes=(), contexts=(context,), language=language)


SHARES = {"CHL": (26.4, 27.1), "COD": (19.8, 17.2), "PER": (9.1, 9.6), "RUS": (8.8, 7.9), "JPN": (5.0, 5.4)}
SHARES |= {"KAZ": (4.9, 4.6), "ZMB": (4.0, 0), "BOL": (3.7, 2.0), "AUS": (3.1, 3.6), "PAK": (1.9, 1.2)}


def _partners(language: str) -> Monthly:
    """Return a year of copper from ten partners, Pakistan the last of them; Zambia had no trade before."""
    tables = {}
    for partner, shares in SHARES.items():
        levels = zip(("2025", "2024"), shares, strict=True)
        tables[partner] = {("7403", when): (int(share * 10**7), 1000) for when, share in levels if share}
    own = tables.pop("PAK")
    codes = ("7403",)
    return months(own, "2025", codes=codes, covers="listed", market=tables, charts=("partners",), language=language)


def _balance(language: str) -> Monthly:
    """Return December 2025 with exports and imports of six years, and a deficit that widens, narrows and widens."""
    ends = zip((20, 26, 24, 31, 40, 38), (60, 64, 90, 82, 71, 95), strict=True)
    levels = dict(zip(range(2020, 2026), ends, strict=True))
    sides = []
    for side in (1, 0):
        every = ((year, month) for year in levels for month in range(1, 13))
        rows = {("7403", f"{year}-{month:02}"): (levels[year][side] * 10**5, 10**5) for year, month in every}
        sides.append(rows)
    imports, exports = sides
    return months(imports, codes=("7403",), opposite=exports, charts=("balance",), themes=(), language=language)


TOLD = {  # by form: the edition that has it
    "contributions": _plan("falling"),
    "dumbbell": _asked("annual", "dumbbell"),
    "heatmap": _asked("revised", "heatmap"),
    "index_lines": _price,
    "ordered_bars": _plan("annual"),
    "panels": _plan("missing"),
    "quantity_value": _weighed("quantity_value"),
    "share_dots": _partners,
    "upright_bars": _plan("falling"),
    "tiles": _chapters,
    "trend": _plan("single"),
    "updown_bars": _balance,
    "waterfall": _weighed("waterfall"),
    "year_gap": _plan("falling"),
}


def placed(form: str, faces: Path) -> list[tuple[Image.Image, tuple[int, int]]]:
    """Return a form in each language, one below the other, wide left and on a phone right, each with its corner."""
    found, down = list[tuple[Image.Image, tuple[int, int]]](), 0
    for chart, ruler in charts_of(form, faces):
        wide, phone = (_drawn(chart, ruler, place) for place in (form_of(chart).canvas, canvas.PHONE))
        found += [(wide, (0, down)), (phone, (wide.width + GAP, down))]
        down += max(wide.height, phone.height) + GAP
    return found


def sheet(pictures: list[tuple[Image.Image, tuple[int, int]]]) -> Image.Image:
    """Return pictures at their corners of one sheet."""
    ends = [(x + one.width, y + one.height) for one, (x, y) in pictures]
    whole = Image.new("RGB", (max(x for x, _ in ends), max(y for _, y in ends)), "#888888")
    for one, corner in pictures:
        whole.paste(one, corner)
    return whole


def off(pictures: list[tuple[Image.Image, tuple[int, int]]], looked_at: Image.Image) -> float:
    """Return the largest difference of one of them from what stands at its place of a sheet that was looked at."""
    if sheet(pictures).size != looked_at.size:
        return 1.0
    return max(difference(one, looked_at.crop((x, y, x + one.width, y + one.height))) for one, (x, y) in pictures)


def charts_of(form: str, faces: Path, languages: Sequence[str] = LANGUAGES) -> Iterator[tuple[Chart, Ruler]]:
    """Yield the chart of a form in each language, with the ruler of that language."""
    for language in languages:
        blocks = TOLD[form](language).story.blocks
        yield (
            next(block for block in blocks if isinstance(block, Chart) and block.form == form),
            Ruler(faces, language),
        )


def _drawn(chart: Chart, ruler: Ruler, place: canvas.Canvas) -> Image.Image:
    drawing = draw_chart(chart, place, ruler).drawing
    png = raster.to_png(chart_frame.framed_svg(drawing, chart, ruler), 1, ruler.directory)
    return Image.open(io.BytesIO(png)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of the pixels with ink, in either picture, that are others; 1 where the sizes differ."""
    if one.size != other.size:
        return 1.0
    others = ImageChops.difference(one, other).convert("L").point(lambda value: 255 * (value > SEEN))
    inked = ImageChops.darker(one, other).convert("L").point(lambda value: 255 * (value < 255 - SEEN))
    return others.histogram()[255] / max(inked.histogram()[255], 1)


def main() -> None:
    """Draw what is asked for, or every form, anew."""
    DRAWINGS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        faces = cut_faces(Path(folder), LANGUAGES)
        for form in sys.argv[1:] or sorted(TOLD):
            sheet(placed(form, faces)).quantize(256, dither=Image.Dither.NONE).save(
                DRAWINGS / f"{form}.png", optimize=True
            )


if __name__ == "__main__":
    main()
