"""Desks on the fish figures beside the checkout, in three languages: `python -m tests.fishes FOLDER`.

China's imports from Pakistan and those of the United States from Türkiye, in HS 0301 to 0304 and 1604, of a month as UN
Comtrade answers, and of a year as a table of their sums; in each house style. The figures are read where they lie, and
none of them is kept here: see SOURCE.md beside them. The names of the lines are in fishes.csv.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.program import run
from tests.sources.replay import Replay, replaying
from tests.sources.replay_rows import Row, Rows, SharedRows, Wanted

BESIDE = Path(__file__).parents[2] / "shared" / "data"
STYLES = ("ministry", "gazette")
LENGTH = 900  # seconds that one step may take on a busy machine
HEADINGS = ["0301", "0302", "0303", "0304", "1604"]
TITLES = {
    "pakistan": {
        "en": "Pakistan’s fish in China",
        "zh": "中国市场上的巴基斯坦水产品",
        "ur": "چین میں پاکستانی مچھلی",
    },
    "turkiye": {
        "en": "Turkish fish in the United States",
        "zh": "美国市场上的土耳其水产品",
        "ur": "امریکہ میں ترک مچھلی",
    },
}
PAIRS = {"pakistan": ("CHN", "PAK", "156", "586"), "turkiye": ("USA", "TUR", "842", "792")}
PICTURES = {
    "turkiye": ["waterfall", "contributions", "trend", "heatmap", "panels"],
    "turkiye-year": ["dumbbell", "waterfall"],
}
EDITIONS = {f"{name}{kind}": period for name in PAIRS for kind, period in (("", "2020-12"), ("-year", "2020"))}
FIELDS = ("period", "reporter", "partner", "code", "value", "quantity", "published")
COLUMNS = ("year", "reporter", "partner", "code", "usd", "kg", "day")


def settings(address: str, style: str) -> dict[str, Any]:
    """Return what desk.yaml says: UN Comtrade at `address`, and a table of years."""
    years = {
        "kind": "tables",
        "title": {
            "en": "customs (UN Comtrade, months added up)",
            "zh": "海关（UN Comtrade各月合计）",  # noqa: RUF001 -- Chinese brackets
            "ur": "کسٹمز (UN Comtrade، مہینوں کا مجموعہ)",
        },
        "edition": "HS2017",
        "covers": "all",
        "flow": "import",
        "columns": dict(zip(FIELDS, COLUMNS, strict=True)),
        "quantity_unit": "kg",
    }
    wire = {"kind": "comtrade", "address": address, "allow_insecure": True, "calls_a_minute": 60_000}
    return {
        "publisher": {
            "name": {"en": "Fisheries Desk", "zh": "渔业组", "ur": "شعبۂ ماہی گیری"},
            "dateline": {"en": "Beijing", "zh": "北京", "ur": "بیجنگ"},
            "contact": "fish@example.org",
        },
        "time_zone": "Asia/Shanghai",
        "languages": ["en", "zh", "ur"],
        "style": style,
        "limits": {"render_seconds": LENGTH},
        "sources": {"comtrade": wire, "fish-years": years},
        "mail": {"transport": "folder", "from": "Fish <fish@example.org>"},
    }


def briefing(name: str) -> dict[str, Any]:
    """Return what the file of a briefing says."""
    pair, _, is_year = name.partition("-")
    reporter, partner, *_ = PAIRS[pair]
    said: dict[str, Any] = {
        "title": TITLES[pair],
        "frequency": "annual" if is_year else "monthly",
        "figures": {
            "source": "fish-years" if is_year else "comtrade",
            "reporter": reporter,
            "partner": partner,
            "flow": "import",
            "codes": HEADINGS,
            "detail": 6,
            "group": {"en": "fish", "zh": "水产品", "ur": "مچھلی"},
        },
        "labels": dict(_labels()),
    }
    return said | ({"charts": PICTURES[name]} if name in PICTURES else {})


def _labels() -> Iterator[tuple[str, dict[str, Any]]]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = {tag: dict.fromkeys(("full", "short", "head"), row[tag]) for tag in ("zh", "ur")}
            bent = {"oblique": dict.fromkeys(("full", "short", "head"), row["oblique"])} if row["oblique"] else {}
            yield row["code"], {"zh": names["zh"], "ur": names["ur"] | bent}


def years(rows: Rows) -> Iterator[tuple[object, ...]]:
    """Yield the sums of each line's months, without a weight where a month of it has none."""
    months = tuple(f"{year}{month:02}" for year in (2018, 2019, 2020) for month in range(1, 13))
    for reporter, partner, *numbers in PAIRS.values():
        found: dict[tuple[str, str], list[Row]] = {}
        for row in rows.select(Wanted("M", (numbers[0],), (numbers[1],), months, flows=("M",))):
            found.setdefault((row["period"][:4], row["cmdCode"]), []).append(row)
        for (year, code), parts in sorted(found.items()):
            weights = [part["netWgt"] for part in parts]
            weight = round(sum(weights)) if all(weights) else ""
            value = round(sum(part["primaryValue"] for part in parts))
            yield year, reporter, partner, code, value, weight, f"{int(year) + 1}-02-14"


def desk(folder: Path, server: Replay, style: str = "ministry") -> Path:
    """Write a desk whose source is `server`, and fill it with the years there are."""
    (folder / "briefings").mkdir(parents=True)
    yaml = YAML()
    yaml.dump(settings(server.address, style), folder / "desk.yaml")
    for name in EDITIONS:
        yaml.dump(briefing(name), folder / "briefings" / f"{name}.yaml")
    (folder / "inbox" / "fish-years").mkdir(parents=True)
    with (folder / "inbox" / "fish-years" / "years.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *years(server.rows)])
    for name in PAIRS:
        _done("pull", name, "--since", "2018-01", "--desk", folder)
    return folder


def editions(folder: Path) -> None:
    """Build every edition on a desk."""
    for name, period in EDITIONS.items():
        _done("build", name, "--period", period, "--desk", folder)


def _done(*arguments: object) -> None:
    done = run(*arguments, seconds=LENGTH)
    if done.code:
        sys.exit(done.out + done.err)


def main(folder: Path) -> None:
    """Make a desk in each house style with all its editions."""
    with replaying(SharedRows(BESIDE)) as server:
        for style in STYLES:
            editions(desk(folder / style, server, style))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
