"""The world price beside a line's average value: how far one lies from the other, now and a year before.

Trade figures are the sample's. Prices of copper are typed from the World Bank's Pink Sheet of 3 March 2026
(https://www.worldbank.org/en/research/commodity-markets), expected figures worked out by hand from both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.audit import audit_data
from generator.intake.file_intake import ingest
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.story.brief import LineContext
from generator.story.prices import AveragePrice
from generator.trade.observation import Cell
from generator.trade.period import Period
from generator.trade.release import Vintage
from generator.trade.side_batches import ContextFigure, SideSeries
from tests.audit.mutate import texts
from tests.desk.unpaged import unpaged
from tests.side_tables import pink_sheet
from tests.story.months import ground

NAME = "pakistan-minerals-monthly"
COPPER = {"2024M12": (8916.32, 1, 1), "2025M12": (11785.25, 1, 1)}  # dollars a tonne
# 50,721,670 dollars for 5,287,804 kg, 9,592.20 a tonne, is 7.6 per cent above 8,916.32; 64,740,206 dollars for
# 6,481,287 kg, 9,988.79 a tonne, is 15.2 per cent below 11,785.25, which is 32.2 per cent above 8,916.32.
PRICE = "The World Bank’s price of copper rose by 32%, to $11,785 a tonne."
GAPS = "On average refined copper from Pakistan was 7.6% above that price a year before, and 15% below it now."
ISOLATES = dict.fromkeys(range(0x2066, 0x206A))
Files = dict[str, bytes]


def copper_desk(folder: Path, prices: Mapping[str, Sequence[object]], since: str, updated: str) -> DeskParts:
    """Return a desk with the sample's copper from the month `since` on, and a price for refined copper."""
    init(folder, sample=True, languages=("en", "zh", "ur"))
    settings, briefing = folder / "desk.yaml", folder / "briefings" / f"{NAME}.yaml"
    settings.write_text(settings.read_text("utf-8").replace("sources:\n", "sources:\n  pink-sheet: {kind: prices}\n"))
    asked = '\ncontext: [{source: pink-sheet, series: Copper, for: ["7403"]}]\n'
    briefing.write_text(briefing.read_text("utf-8") + asked, "utf-8")
    desk, now = open_desk(folder, {}), datetime(2026, 2, 1, tzinfo=UTC)
    (table,) = (folder / "inbox" / "illustrative-customs").glob("*.csv")
    head, *rows = table.read_text("utf-8").splitlines()
    kept = [row for row in rows if row.split(",")[4][:2] == "74" and row >= since]
    table.write_text("\n".join([head, *kept, ""]), "utf-8")
    ingest(desk.desk, desk.store, table, "illustrative-customs", now)
    sheet = folder / "prices.xlsx"
    sheet.write_bytes(pink_sheet(prices, updated=f"Updated on {updated}"))
    ingest(desk.desk, desk.store, sheet, "pink-sheet", now)
    return desk


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DeskParts, Files]]:
    """Return an edition on copper in December 2025, and its desk."""
    desk = copper_desk(tmp_path_factory.mktemp("gaps") / "desk", COPPER, "2024-12", "January 05, 2026")
    with desk.store:
        told = unpaged(desk, NAME, "2025-12")
        assert () == told.findings
        yield desk, dict(told.files)


def test_a_price_may_go_another_way_than_a_tonnage(tmp_path: Path) -> None:
    """Value and price rose in August 2025, the tonnage fell: no word says that anything went the other way."""
    prices = {"2024M08": (8971.96, 1, 1), "2025M08": (9669.56, 1, 1)}
    desk = copper_desk(tmp_path / "desk", prices, "2024-08", "September 05, 2025")
    with desk.store:
        told = unpaged(desk, NAME, "2025-08")
    assert () == told.findings
    assert "The World Bank’s price of copper averaged $9,670 a tonne in August 2025, 7.8% above" in told.prose


def words(files: Files, language: str) -> list[str]:
    """Return the texts of an edition in one language."""
    return [str(text["words"]) for text in texts(json.loads(files["edition.json"])["stories"][language])]


def test_price_and_average_stand_in_one_text(edition: tuple[DeskParts, Files]) -> None:
    """Price, its change, and both gaps; the sentence on the price alone is not there besides."""
    told = words(edition[1], "en")
    assert f"{PRICE} {GAPS}" in told
    assert not [text for text in told if "copper averaged" in text]


def test_the_same_in_chinese_and_urdu(edition: tuple[DeskParts, Files]) -> None:
    """The metal has its own name in each, in its place."""
    (chinese,) = (text for text in words(edition[1], "zh") if text.startswith("世界银行铜价格同比上涨32%"))
    assert "至1.18万美元/吨" in chinese
    assert "精炼铜（自巴基斯坦）均价上年同期比该价格高7.6%，目前低15%" in chinese  # noqa: RUF001 -- Chinese
    told = [text.translate(ISOLATES) for text in words(edition[1], "ur")]
    (urdu,) = (text for text in told if text.startswith("عالمی بینک کے اعداد میں تانبے کی قیمت 32 فیصد بڑھ کر"))
    said = "پاکستان سے ریفائنڈ تانبے کی اوسط مالیت ایک سال پہلے اس قیمت سے 7.6 فیصد زیادہ تھی اور اب 15 فیصد کم رہی"
    assert said in urdu


def claim_of(claims: Any, kind: str, period: str) -> Any:  # noqa: ANN401 -- claims.json
    """Return the first claim of a kind and a period."""
    return next(claim for claim in claims["claims"] if (claim["kind"], claim["period"]) == (kind, period))


SPOILT: list[tuple[str, Callable[[Any], object], str]] = [
    ("value", lambda gap: gap.update(value="-15.5"), "value comes to"),
    ("way", lambda gap: gap.update(direction="up"), "its direction is down"),
    ("period", lambda gap: gap.update(period="2025-11"), "its period is 2025-12"),
    ("codes", lambda gap: gap.update(codes=["7402"]), "its cells are about ['7403']"),
    ("price", lambda gap: gap["formula"].__setitem__(2, ["average", "x2"]), "its average value is of 2025-12"),
    ("weight", lambda gap: gap["formula"][1].__setitem__(2, gap["formula"][1][1]), "a unit value is of money and of"),
]


@pytest.mark.parametrize(("spoil", "why"), [row[1:] for row in SPOILT], ids=[row[0] for row in SPOILT])
def test_another_gap_is_found(edition: tuple[DeskParts, Files], spoil: Callable[[Any], object], why: str) -> None:
    """Each part of the claim is worked out again from the cells of customs and of the workbook."""
    desk, files = edition
    claims = json.loads(files["claims.json"])
    spoil(claim_of(claims, "context_gap", "2025-12"))
    changed = files | {"claims.json": json.dumps(claims, ensure_ascii=False).encode()}
    assert any(why in finding.problem for finding in audit_data(changed, desk.store.raw.read))


TREES = [
    ("way", '"base_way": ["way", "up"', '"base_way": ["way", "down"', "base_way says down"),
    ("line", '"line": ["line", "7403", "short"]', '"line": ["line", "7402", "short"]', "is not the gap of 7402"),
    ("price", '["word", "price_names", "Copper"', '["word", "price_names", "Tin"', "it is called 'tin'"),
    ("verb", '["averaged.gap.up", ', '["averaged.gap.down", ', "does not go down"),
]


@pytest.mark.parametrize(("old", "new", "why"), [row[1:] for row in TREES], ids=[row[0] for row in TREES])
def test_another_word_is_found(edition: tuple[DeskParts, Files], old: str, new: str, why: str) -> None:
    """Ways, line, name and verb are held to the claims."""
    desk, files = edition
    written = json.dumps(json.loads(files["edition.json"]), ensure_ascii=False)
    assert old in written
    changed = files | {"edition.json": written.replace(old, new).encode()}
    assert any(why in finding.problem for finding in audit_data(changed, desk.store.raw.read))


def beside(prices: tuple[float, float], unit: str = "$/mt", of: str = "7403") -> str:
    """Return what is said of refined copper at 9,000 and 10,000 dollars a tonne, beside `prices` (before, now).

    `of` is the line or heading that the desk gave the price to.
    """
    rows = {
        ("7402", "2024-12"): (1_000_000, 200_000),
        ("7402", "2025-12"): (1_000_000, 200_000),
        ("7403", "2024-12"): (4_500_000, 500_000),
        ("7403", "2025-12"): (5_000_000, 500_000),
    }
    month = ground(rows).month
    when = (month.period, month.period.year_before())
    series = _series(dict(zip(when, reversed(prices), strict=True)), unit)
    now, base = (month.ledger.average(series.over(span), ("7403",)) for span in when)
    context = LineContext("prices", "Pink Sheet", series, (of,))
    change = month.ledger.average_growth(now, base)
    said = AveragePrice(month, context, (now, base), change, None, date(2026, 1, 5)).beside_line("7403")
    return said.words if said else ""


def _series(prices: dict[Period, float], unit: str) -> SideSeries:
    figures = dict[Period, ContextFigure]()
    for row, (period, price) in enumerate(prices.items()):
        cell = Cell("p/2026-01-05/x", "x", row, "A", str(price))
        figures[period] = ContextFigure("Copper", unit, period, Decimal(str(price)), cell)
    return SideSeries("p", "Copper", unit, Vintage(date(2026, 1, 5), ()), figures)


@pytest.mark.parametrize(
    ("prices", "unit", "said"),
    [
        ((9000.25, 9100.5), "$/mt", ""),  # a gap a year before that prints as 0.0
        ((8000.5, 8800.5), "$/mt", "12% above that price a year before, and 14% above it now"),
        ((8.001, 8.895), "$/kg", "12% above that price a year before, and 12% above it now"),
        ((0.24885, 0.2766), "$/troy oz", "12% above that price a year before, and 12% above it now"),
        ((9000.5, 9600.5), "$/mt", ""),  # 0.0 below and 4.2 above: less than five points, now and between
        ((9000.5, 4400.5), "$/mt", ""),  # more than twice the price: another grade
        ((9000.5, 20500.5), "$/mt", ""),  # less than half of it
        ((1200.5, 1333.5), "$/bbl", ""),  # a price of a barrel is none of a weight
    ],
)
def test_what_is_worth_a_sentence(prices: tuple[float, float], unit: str, said: str) -> None:
    """Gap or change of five points, in one unit, and near enough to be of one good."""
    assert said in beside(prices, unit) if said else beside(prices, unit) == ""


def test_a_price_of_a_chapter_is_no_price_of_a_line() -> None:
    """A chapter is of many grades, and a line within it has no price of its own."""
    assert beside((8000.5, 8888.5))
    assert not beside((8000.5, 8888.5), of="74")
