"""Three desks on which strangers wrote sentences: minerals in dollars, farm goods in euros, fish of UN Comtrade.

The farm goods are invented (`farm.csv`). The fish are those of Spain from Morocco, read where the shared data lie.
"""

from __future__ import annotations

import csv
import gzip
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from generator.editions.edition_movements import movements_of
from generator.intake.file_intake import ingest
from generator.intake.period_choice import figures_for
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.value_types import Language
from generator.settings.wiring import brief, open_desk
from generator.story.claim_ledger import ClaimLedger
from generator.story.month import Month
from generator.story.words import speak
from tests.fishes import BESIDE, HEADINGS

LANGUAGES: tuple[Language, ...] = ("en", "zh", "ur")
NEWEST = {"sample": ("pakistan-minerals-monthly", "2025-12"), "farm": ("farm", "2026-04"), "fish": ("fish", "2020-11")}
_HERE = Path(__file__).parent
_NOW = datetime(2026, 6, 12, tzinfo=UTC)
_FISH = BESIDE / "comtrade-monthly-hs03-2018-2020"
_NAMES = {  # of farm goods: full, short and head in English, then Chinese, then Urdu; the last is the short one
    "060311": (("fresh cut roses", "roses", "roses"), ("鲜切玫瑰", "玫瑰"), ("تازہ گلاب", "گلاب")),
    "060312": (
        ("fresh cut carnations", "carnations", "carnations"),
        ("鲜切康乃馨", "康乃馨"),
        ("کارنیشن کے پھول", "کارنیشن"),
    ),
    "060319": (
        ("other fresh cut flowers", "other cut flowers", "other flowers"),
        ("其他鲜切花", "其他鲜花"),
        ("دیگر تازہ پھول", "دیگر پھول"),
    ),
    "0708": (
        ("fresh beans and peas", "beans and peas", "beans and peas"),
        ("鲜豆类", "豆类"),
        ("تازہ پھلیاں", "پھلیاں"),
    ),
    "080440": (("avocados", "avocados", "avocados"), ("鳄梨", "鳄梨"), ("ایوکاڈو", "ایوکاڈو")),
    "0902": (("tea", "tea", "tea"), ("茶叶", "茶叶"), ("چائے", "چائے")),
    "0901": (("coffee", "coffee", "coffee"), ("咖啡", "咖啡"), ("کافی", "کافی")),
}
_PLURAL = frozenset({"060311", "060312", "060319", "0708", "080440"})


def desk_in(folder: Path, desk: str) -> DeskParts:
    """Make one of the desks in `folder` and return it."""
    return {"sample": _sample, "farm": _farm, "fish": _fish}[desk](folder)


def months(folder: Path, desk: str) -> dict[str, Month]:
    """Return the newest month of a desk by language; the desk is made in `folder`."""
    made = desk_in(folder, desk)
    name, period = NEWEST[desk]
    with made.store:
        figures = figures_for(made.desk, made.store, name, period)
        found = movements_of(made.desk, made.store, name, figures).movements
    return {
        tag: Month(figures, found, brief(made.desk, name, period, tag), speak(tag), ClaimLedger(figures.period))
        for tag in LANGUAGES
    }


def _sample(folder: Path) -> DeskParts:
    init(folder, sample=True, languages=LANGUAGES)
    desk = open_desk(folder, os.environ)
    for table in sorted((folder / "inbox" / "illustrative-customs").glob("*.csv")):
        ingest(desk.desk, desk.store, table, "illustrative-customs", _NOW)
    return desk


def _farm(folder: Path) -> DeskParts:
    columns = {"period": "period", "flow": "flow", "code": "code", "value": "value", "quantity": "kg"}
    office = {
        "kind": "tables",
        "title": {"en": "Statistics Netherlands", "zh": "荷兰统计局", "ur": "ہالینڈ کا ادارہ شماریات"},
        "covers": "all",
        "currency": "EUR",
        "reporter": "NLD",
        "partner": "KEN",
        "quantity_unit": "kg",
        "columns": {**columns, "published": "published"},
    }
    figures = {"source": "office", "reporter": "NLD", "partner": "KEN", "flow": "import", "codes": list(_NAMES)}
    labels = {code: _label(code) for code in _NAMES}
    group = {"en": "farm", "zh": "农产品", "ur": "زرعی اشیا"}
    _write(
        folder,
        {
            "name": {"en": "Kenya Trade Office", "zh": "肯尼亚贸易处", "ur": "کینیا تجارتی دفتر"},
            "contact": "a@example.org",
        },
        {"office": office},
        "farm",
        {"figures": {**figures, "group": group}, "labels": labels},
    )
    desk = open_desk(folder, os.environ)
    ingest(desk.desk, desk.store, _HERE / "farm.csv", "office", _NOW)
    return desk


def _label(code: str) -> dict[str, Any]:
    (full, short, head), chinese, urdu = _NAMES[code]
    english = {"full": full, "short": short, "head": head, "plural": code in _PLURAL}
    others = {"zh": chinese, "ur": urdu}
    named = {tag: {"full": one[0], "short": one[1], "head": one[1]} for tag, one in others.items()}
    return {"en": english, **named}


def _fish(folder: Path) -> DeskParts:
    source = {"kind": "comtrade", "title": {"en": "customs", "zh": "海关", "ur": "کسٹمز"}, "covers": HEADINGS}
    figures = {"source": "comtrade", "reporter": "ESP", "partner": "MAR", "flow": "import", "codes": HEADINGS}
    publisher = {
        "name": {"en": "Fisheries Desk", "zh": "渔业组", "ur": "شعبۂ ماہی گیری"},
        "contact": "fish@example.org",
    }
    _write(folder, publisher, {"comtrade": source}, "fish", {"figures": figures})
    table = folder / "fish.csv"
    rows = list(_rows())
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    desk = open_desk(folder, os.environ)
    ingest(desk.desk, desk.store, table, "comtrade", _NOW, released=date(2024, 9, 1))
    return desk


def _rows() -> Iterator[dict[str, str]]:
    for year in (2018, 2019, 2020):
        with gzip.open(_FISH / f"comtrade_C_M_HS_{year}.csv.gz", "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if (row["reporterCode"], row["partnerCode"], row["flowCode"]) == ("724", "504", "M"):
                    yield row


def _write(folder: Path, publisher: Any, sources: Any, name: str, briefing: dict[str, Any]) -> None:  # noqa: ANN401 -- YAML
    (folder / "briefings").mkdir(parents=True)
    dateline = {"en": "Madrid", "zh": "马德里", "ur": "میڈرڈ"}
    desk = {
        "publisher": {**publisher, "dateline": dateline},
        "time_zone": "Europe/Madrid",
        "languages": list(LANGUAGES),
        "sources": sources,
        "mail": {"transport": "folder", "from": "Desk <desk@example.org>"},
    }
    title = dict.fromkeys(LANGUAGES, name)
    YAML().dump(desk, folder / "desk.yaml")
    YAML().dump({"title": title, "frequency": "monthly", **briefing}, folder / "briefings" / f"{name}.yaml")
