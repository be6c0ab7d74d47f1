"""A currency other than US dollars: kept as published from the file to the page, and guarded by the audit."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.audit import audit
from generator.errors import SettingsError
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.store import FigureStore
from generator.trade.period import Period
from tests.desk.conftest import StarterDesk
from tests.desk.own_desk import add_table, briefing, own_desk, row
from tests.desk.unpaged import Unpaged, unpaged

SOURCE = """
  office:
    kind: tables
    title: {en: Test office}
    covers: all
    currency: CNY
    reporter: CHN
    partner: PAK
    columns: {period: period, flow: flow, code: code, value: value, published: published}
  yearbook:
    kind: tables
    title: {en: Test office}
    covers: all
    currency: CNY
    reporter: CHN
    partner: PAK
    columns: {period: period, flow: flow, code: code, value: value, published: published}
"""
BRIEFING = """
title: {{en: Goods from Pakistan}}
frequency: {often}
figures: {{source: {source}, reporter: CHN, partner: PAK, flow: import, balance: true, codes: ["2603", "2608", "7403"]}}
"""
YUAN_HEAD = "period,flow,code,value,published"
YEARS = {"2603": (912_304_170, 701_512_030), "2608": (273_156_620, 281_900_400), "7403": (6_100_000, 5_200_000)}
GROWTH = {"2603": 1.02, "2608": 0.99, "7403": 1.01}  # a month; levels in millions of yuan follow
LEVELS = {"2603": 412e6, "2608": 173e6, "7403": 61e6}
FOREIGN = re.compile(r"US\$|\$\d|dollar|\busd\b")
PAGES = ("en.html", "en.md", "en.txt", "edition.json", "claims.json")


def months() -> list[str]:
    """Return three years of months, imports and a fifth of them as exports."""
    last = Period.parse("2025-12")
    rows = []
    for back in range(36):
        for code, level in LEVELS.items():
            value = round(level / GROWTH[code] ** back)
            rows += [
                f"{last.step(-back)},{flow},{code},{value // part},2026-01-20"
                for flow, part in (("import", 1), ("export", 5))
            ]
    return rows


def years() -> list[str]:
    """Return two years."""
    pairs = [
        (code, year, level) for code, pair in YEARS.items() for year, level in zip((2025, 2024), pair, strict=True)
    ]
    return [
        f"{year},{flow},{code},{level // part},2026-01-20"
        for code, year, level in pairs
        for flow, part in (("import", 1), ("export", 4))
    ]


def add_source(desk: StarterDesk) -> None:
    """Give a desk an office that counts in yuan, with a table of months and one of years."""
    settings = desk.folder / "desk.yaml"
    settings.write_text(settings.read_text("utf-8").replace("\nsources:", "\nsources:" + SOURCE), "utf-8")
    for source, name, often, rows in (
        ("office", "monthly", "monthly", months()),
        ("yearbook", "yearly", "annual", years()),
    ):
        (desk.folder / "briefings" / f"{name}.yaml").write_text(BRIEFING.format(often=often, source=source), "utf-8")
        (desk.folder / "inbox" / source).mkdir(exist_ok=True)
        (desk.folder / "inbox" / source / "table.csv").write_text("\n".join([YUAN_HEAD, *rows]), "utf-8")


@pytest.fixture(scope="module")
def made(finished: StarterDesk, tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return a desk whose office counts in yuan, with the month built and the year taken in."""
    folder = tmp_path_factory.mktemp("yuan") / "desk"
    shutil.copytree(finished.folder, folder)
    desk = StarterDesk(folder)
    add_source(desk)
    done = desk.run("build", "monthly")
    assert done.code == 0, done.said
    assert 0 == desk.run("figures", "yearly").code
    return desk


def place(desk: StarterDesk) -> Path:
    """Return the folder of the month's edition."""
    return desk.folder / "output" / "monthly" / "2025-12" / "r1"


@pytest.fixture(scope="module")
def year(made: StarterDesk) -> Unpaged:
    """Return the year's edition before any page."""
    opened = open_desk(made.folder, {})
    with opened.store:
        return unpaged(opened, "yearly", "2025")


@pytest.mark.long
def test_an_edition_in_yuan_says_so_everywhere_and_names_no_dollar(made: StarterDesk, year: Unpaged) -> None:
    """Text, page, Markdown and the files of data, none has the sign of another currency."""
    texts = {form: (place(made) / form).read_text("utf-8") for form in PAGES} | {"year": year.prose}
    assert {"claims.json"} >= {form for form, text in texts.items() if "CNY" not in text}
    assert {} == {form: found for form, text in texts.items() if (found := FOREIGN.findall(text))}


def test_a_month_in_yuan_is_told_with_its_sums(made: StarterDesk) -> None:
    """412, 173 and 61 million are 646; exports are a fifth of it each month; the note says what the money is."""
    text = " ".join((place(made) / "en.txt").read_text("utf-8").split())
    parts = (
        "CNY 646.00 million",
        "in Chinese yuan (CNY), as China's Test office",
        "CNY million",
        "a deficit of CNY",
    )
    assert [] == [part for part in parts if part not in text]


def test_a_year_in_yuan_is_told_with_its_sums(year: Unpaged) -> None:
    """912,304,170 + 273,156,620 + 6,100,000 = 1,191,560,790, against 988,612,430: up 20.5 per cent."""
    assert () == year.findings
    assert "CNY 1.19 billion in 2025, from CNY 988.61 million the year before" in year.prose


def test_a_base_of_some_million_yuan_is_low_though_it_is_over_a_million(made: StarterDesk) -> None:
    """5.2 million yuan are under a million dollars; 281.9 million are not."""
    picks = json.loads(made.run("movements", "yearly", "--json").said)
    flags = {pick["code"]: pick["flags"] for pick in (*picks["notable"], *picks["left_out"])}
    assert [True, False, False] == ["low_base" in flags[code] for code in ("7403", "2603", "2608")]


Change = Callable[[str], str]
CHANGES: dict[str, Change] = {
    "a dollar sign for a code": lambda text: re.sub(r"\bCNY(\s|&nbsp;|\\u00a0)(?=\d)", "$", text),
    "another code": lambda text: re.sub(r"\bCNY(?=\s\d)", "JPY", text),
    "a euro sign": lambda text: re.sub(r"\bCNY\s(?=\d)", "\N{EURO SIGN}", text),
    "a yen or yuan sign": lambda text: re.sub(r"\bCNY\s(?=\d)", "\N{YEN SIGN}", text),
    "a head in dollars": lambda text: re.sub(r"\bCNY(?=\smillion)", "US$", text),
    "a head in euros": lambda text: re.sub(r"\bCNY(?=\smillion)", "EUR", text),
    "a note in dollars": lambda text: text.replace("Chinese yuan (CNY)", "US dollars"),
    "a note in euros": lambda text: text.replace("Chinese yuan (CNY)", "euros (EUR)"),
    "claims in dollars": lambda text: text.replace('"unit": "cny"', '"unit": "usd"'),
    "cells in dollars": lambda text: text.replace('"measure": "cny"', '"measure": "usd"'),
    "all of it in dollars": lambda text: (
        re.sub(r"\bCNY\s(?=\d)", "$", text)
        .replace('"cny"', '"usd"')
        .replace("CNY million", "US$ million")
        .replace("in Chinese yuan (CNY)", "in US dollars")
    ),
}


def moved(content: bytes, change: Change) -> bytes:
    """Return JSON with every text changed, and the marks of claims where their words then stand."""

    def walk(node: object) -> object:
        if isinstance(node, list):
            return [walk(part) for part in node]
        if isinstance(node, dict) and "words" in node and node.get("marks"):
            return node | _respelt(node, change)
        if isinstance(node, dict):
            return {key: walk(part) for key, part in node.items()}
        return change(node) if isinstance(node, str) else node

    return change(json.dumps(walk(json.loads(content)), ensure_ascii=False)).encode()


def _respelt(node: dict[str, object], change: Change) -> dict[str, object]:
    words, marks = str(node["words"]), []
    for mark in node["marks"]:  # type: ignore[attr-defined]
        start, end = (len(change(words[:place])) for place in (mark["start"], mark["end"]))
        marks.append(mark | {"start": start, "end": end})
    return {"words": change(words), "marks": marks}


@pytest.mark.parametrize("what", sorted(CHANGES))
def test_another_currency_in_the_data_is_refused(made: StarterDesk, what: str) -> None:
    """However consistently sign, head, note, claims or cells are changed, one of them or the row says otherwise."""
    files = {form: (place(made) / form).read_bytes() for form in ("edition.json", "claims.json")}
    changed = {form: moved(content, CHANGES[what]) for form, content in files.items()}
    assert changed != files
    with FigureStore(made.folder / "state") as store:
        found = {finding.rule for finding in audit(changed, store.raw.read)}
    assert found & {"pattern", "print", "currency", "cell", "claim"}


PARTIES = ("DEU", "POL", "export")
CODES = ("8703", "8708")


def rows_of_months(year: int, upto: int, usual: int = 10**8) -> list[str]:
    """Return the rows of some months."""
    return [row(PARTIES, f"{year}-{month:02d}", code, usual + month) for month in range(1, upto + 1) for code in CODES]


def declared(desk: DeskParts, currency: str) -> DeskParts:
    """Return the desk after its office was said to count in `currency`."""
    settings = desk.desk.folder / "desk.yaml"
    told = settings.read_text("utf-8").replace("    kind: tables", f"    kind: tables\n    currency: {currency}")
    settings.write_text(told, "utf-8")
    desk.store.close()
    return open_desk(desk.desk.folder, {})


LATE = "the currency was declared late"


def test_figures_in_two_currencies_make_no_edition(tmp_path: Path) -> None:
    """Old months were taken in as dollars, the newest as euros: both are named, and how to fix it."""
    desk = own_desk(tmp_path / "desk", rows_of_months(2024, 12), {"cars": briefing(PARTIES, CODES)})
    desk = declared(desk, "EUR")
    add_table(desk, rows_of_months(2025, 12), accept=LATE)
    with pytest.raises(
        SettingsError, match=r"the figures of office are in EUR \(such as 2025-01\) and USD \(such as 2024-01\)"
    ):
        unpaged(desk, "cars", "2025-12")
    add_table(desk, rows_of_months(2024, 12), accept=LATE)
    found = unpaged(desk, "cars", "2025-12")
    desk.store.close()
    assert ((), True) == (found.findings, "EUR 200.00 million" in found.prose)


@pytest.mark.parametrize("currency", ["JPY", "EUR"])
def test_any_currency_is_told_and_passes(tmp_path: Path, currency: str) -> None:
    """The code stands before the figure, and yen have no decimals of their own."""
    rows = [*rows_of_months(2024, 12, 38_000), *rows_of_months(2025, 12, 41_000)]
    desk = declared(own_desk(tmp_path / "desk", rows, {"cars": briefing(PARTIES, CODES)}), currency)
    add_table(desk, rows, accept=LATE)
    found = unpaged(desk, "cars", "2025-12")
    desk.store.close()
    assert () == found.findings
    assert f"{currency} 82,000" in found.prose  # twice 41,012, each to half a unit: only the hundreds are sure
    assert "$" not in found.prose
