"""The verb pull for sources that only a person can fetch, and for a database."""

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from generator.intake.questions import questions_of
from generator.intake.standings import standings
from generator.settings.wiring import open_desk
from generator.store import FigureStore
from generator.trade.codes import Flow
from generator.trade.figures import Selection
from generator.trade.period import Period
from tests.desk.conftest import StarterDesk

HEAD = """
publisher: {name: {en: Trade Desk}, dateline: {en: Beijing}, contact: desk@example.org}
time_zone: Asia/Shanghai
mail: {transport: folder, from: Desk <desk@example.org>}
sources:
"""
GACC = '  customs: {kind: gacc, flow: import, currency: USD, covers: ["26", "74"]}\n'
SQL = """
  customs:
    kind: sql
    title: {en: Statistics Office}
    url: sqlite:///trade.db
    query: "select month, hs, usd, day from trade where month >= :since order by month, hs"
    reporter: CHN
    partner: PAK
    flow: import
    covers: all
    columns: {period: month, code: hs, value: usd, published: day}
"""
BRIEFING = """
title: {en: Ores}
frequency: monthly
figures: {source: customs, reporter: CHN, partner: PAK, flow: import, codes: ["26", "74"]}
"""


def made(folder: Path, source: str) -> StarterDesk:
    """Return a desk with one source and one briefing."""
    (folder / "briefings").mkdir(parents=True)
    (folder / "desk.yaml").write_text(HEAD + source, "utf-8")
    (folder / "briefings" / "ores.yaml").write_text(BRIEFING, "utf-8")
    return StarterDesk(folder)


def test_what_a_person_is_to_fetch_is_printed(tmp_path: Path) -> None:
    """Site, month, partner and codes, columns, currency and folder; exit 4, since it is due."""
    said = made(tmp_path / "desk", GACC).run("pull")
    assert 4 == said.code
    wanted = ("stats.customs.gov.cn", "127", "Pakistan", "26, 74", "分月展示", "美元", "inbox/customs/", "2026年")
    assert [] == [word for word in wanted if word not in said.said]


@pytest.mark.parametrize(
    ("day", "period"), [("2026-11-30", "2026-10"), ("2026-12-01", "2026-10"), ("2026-12-20", "2026-11")]
)
def test_an_empty_store_asks_for_the_last_month_that_is_out(tmp_path: Path, day: str, period: str) -> None:
    """Customs publish about the twentieth: on the first the month just ended is not to be had."""
    desk = open_desk(made(tmp_path / "desk", GACC).folder, {})
    with desk.store:
        [question] = questions_of(desk.desk, ["ores"])
        [standing] = standings(desk.desk, desk.store, question, datetime.fromisoformat(f"{day}T04:00:00+00:00"))
    assert (period, True) == (str(standing.state.period), bool(standing.slip))


def trade(folder: Path, *rows: tuple[str, str, int, str]) -> None:
    """Put rows into the database, in place of those of the same month and code."""
    with closing(sqlite3.connect(folder / "trade.db")) as db, db:
        db.execute("create table if not exists trade (month text, hs text, usd int, day text, primary key (month, hs))")
        db.executemany("insert or replace into trade values (?, ?, ?, ?)", rows)


def test_a_database_is_asked_for_what_it_has_now(tmp_path: Path) -> None:
    """New, then unchanged, then a restated month with old and new value."""
    desk = made(tmp_path / "desk", SQL)
    trade(desk.folder, ("2026-01", "26", 100, "2026-02-20"), ("2026-01", "74", 7, "2026-02-20"))
    words = [json.loads(desk.run("pull", "--json").said)[0]["word"] for _ in range(2)]
    trade(desk.folder, ("2026-01", "26", 90, "2026-03-20"), ("2026-02", "74", 8, "2026-03-20"))
    restated = json.loads(desk.run("pull", "--json").said)[0]
    assert ["new", "unchanged", "restated"] == [*words, restated["word"]]
    expected = {"code": "26", "period": "2026-01", "was": "100", "now": "90", "currency": "USD"}
    assert [expected] == restated["revisions"]


@pytest.mark.long
def test_an_answer_is_read_anew_under_other_settings(tmp_path: Path) -> None:
    """The database says the same, and it means more: an absent line had no trade. On the day of then, and once."""
    desk = made(tmp_path / "desk", SQL.replace("    covers: all\n", "").replace(", published: day", ""))
    settings = desk.folder / "desk.yaml"
    settings.write_text(settings.read_text("utf-8").replace("usd, day from", "usd from"), "utf-8")
    trade(desk.folder, ("2026-01", "26", 100, ""), ("2026-01", "74", 7, ""), ("2026-02", "26", 90, ""))
    words = [json.loads(desk.run("pull", "--json").said)[0]["word"]]
    settings.write_text(settings.read_text("utf-8").replace("flow: import", "flow: import\n    covers: all"), "utf-8")
    words += [json.loads(desk.run("pull", "--json").said)[0]["word"] for _ in range(2)]
    assert ["new", "read anew", "unchanged"] == words
    with FigureStore(desk.folder / "state") as store:
        vintage, month = store.releases.vintage("customs"), Period.parse("2026-02")
        selection = Selection("customs", "CHN", "PAK", Flow.IMPORT, ("26", "74"))
        assert Decimal(0) == store.figures(selection, month, vintage).value("74", month)
        assert (1, 2) == (len(vintage.releases), len(store.releases.all()))  # the first reading counts no more
