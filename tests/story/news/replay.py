"""The heads of series that are published, step by step, each told after the one before, so that none is said twice."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from generator.story.news.edition_news import News
from generator.story.news.head_rows import Head
from generator.story.news.headline import TAILS, Last, chosen
from generator.story.news.opening import things
from generator.story.news.report import NewsReport
from tests.story.months import Table, ground
from tests.story.news.made import of

FISH = ("0301", "0302", "0303", "0304")
PAIR = "comtrade-china-pakistan-pair/chn_reporter_pak_partner_2010_2020.csv"
MONTHS = "comtrade-monthly-hs03-2018-2020"
GRAPHITE = "china-critical-mineral-exports/country_monthly_stats.csv"
SECTIONS = ("25", "26", "74", "76")


class Told(NamedTuple):
    """What one step says: its head as the table of heads has it, and faults of all that it could say."""

    step: str
    head: str
    faults: tuple[str, ...]


def fish(data: Path, reporter: str, partner: str, since: str) -> Table:
    """Return a reporter's imports of fish from a partner, by line and month, from `since` on."""
    rows: dict[tuple[str, str], tuple[int, int]] = {}
    for row in _published(data, reporter, partner):
        when = f"{row['period'][:4]}-{row['period'][4:]}"
        if row["cmdCode"][:4] in FISH and row["aggrLevel"] == "6" and row["flowCode"] == "M" and when >= since:
            had = rows.get((row["cmdCode"], when), (0, 0))
            value, weight = float(row["primaryValue"]), float(row["netWgt"] or 0)
            rows[row["cmdCode"], when] = (had[0] + round(value), had[1] + round(weight))
    return rows


def _published(data: Path, reporter: str, partner: str) -> list[dict[str, str]]:
    if partner == "PAK":
        with (data / PAIR).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    return [row for row in _imports(data, reporter) if row["partnerISO"] == partner]


@cache
def _imports(data: Path, reporter: str) -> list[dict[str, str]]:
    found = []
    for path in sorted((data / MONTHS).glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            found += [row for row in rows if row["reporterISO"] == reporter and row["flowCode"] == "M"]
    return found


def other_partners(data: Path, reporter: str, partner: str) -> dict[str, Table]:
    """Return a reporter's imports of fish from every other partner: the `market` of `ground` and `months`."""
    found: dict[str, dict[tuple[str, str], tuple[int, int]]] = {}
    for row in _imports(data, reporter):
        when = f"{row['period'][:4]}-{row['period'][4:]}"
        if row["cmdCode"][:4] in FISH and row["aggrLevel"] == "6" and row["partnerISO"] != partner:
            found.setdefault(row["partnerISO"], {})[row["cmdCode"], when] = (round(float(row["primaryValue"])), 0)
    return dict(found)


def graphite(data: Path, partner: str) -> Table:
    """Return China's exports of graphite to a partner, as one line."""
    with (data / GRAPHITE).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["broad_group"] == "Graphite"]
    mine = (row for row in rows if row["partner_name"] == partner)
    return {("2504", row["period_dt"][:7]): (round(float(row["val"])), round(float(row["qty"]))) for row in mine}


def sample() -> Table:
    """Return the headings of the sample table."""
    table = files("generator.service").joinpath("sample/inbox/illustrative-customs/china-minerals-monthly.csv")
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    lines = (row for row in rows if len(row["hs"]) == 4 and row["hs"][:2] in SECTIONS)
    return {(row["hs"], row["month"]): (int(row["usd"]), round(float(row["quantity"] or 0))) for row in lines}


def table_of(data: Path, series: str) -> tuple[Table, tuple[str, str]]:
    """Return the figures of a series as the table of heads names it, with its reporter and partner."""
    if series.startswith("fish"):
        reporter, partner = series.split()[1], series.split()[3]
        since = series.partition("from 20")[2][:5]
        return fish(data, reporter, partner, f"20{since}"), (reporter, partner)
    if series.startswith("sample"):
        return sample(), ("CHN", "PAK")
    return graphite(data, "South Korea"), ("CHN", "KOR")


def told(data: Path, series: str, steps: list[str]) -> Iterator[Told]:
    """Yield what each step of a series says, in order."""
    rows, parties = table_of(data, series)
    last: Last | None = None
    for step in steps:
        first, _, end = step.partition("..")
        period = f"{first}..{first[:5]}{end}" if end else first
        news = of(ground(rows, period, parties=parties))
        found = chosen(news, last)
        last = found.last
        heads = (*found.true, *(tail for row in TAILS if (tail := row(news))))
        below = things(NewsReport(news, found))
        yield Told(step, _name(news, found.head), tuple(news.faults((*heads, *below))))


def _name(news: News, head: Head) -> str:
    """Return a head as the table of heads writes it."""
    form, _, kind = head.form.partition(".")
    names = {"record_of_year": "record.of_year", "since_on_file": "since.on_file", "turn_ending": head.row}
    if form == "record_nth" and news.records:
        return f"record.nth_{news.records.row}"
    if form != "pace":
        return names.get(form, form)
    kind = kind.partition(".")[0]
    return f"pace.{kind}_fall" if head.way == "down" and kind != "narrowing" else f"pace.{kind}"
