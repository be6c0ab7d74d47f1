"""Databases: a SELECT becomes the bytes of a CSV, and nothing is ever written."""

import sqlite3
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from generator.audit.trace.document_sheets import DocumentSheet
from generator.errors import KeyRefused, SettingsError, SourceRefused, SourceUnavailable
from generator.sources import TableLayout, read
from generator.sources.database import QueryLimits, answer, written
from generator.sources.secret import Secret
from generator.trade.period import Period
from tests.sources.postgres import PASSWORD, Postgres

KEY = Secret(PASSWORD)
MADE = """
CREATE TABLE trade (month date, area text, hs text, usd numeric(18, 2), kg double precision, seen timestamp, note text);
INSERT INTO trade VALUES
    ('2024-12-01', 'PAK', '0101', 10, 1, NULL, 'a, "b"'),
    ('2025-01-01', 'PAK', '0101', 14.10, 0.1, '2026-01-18', NULL),
    ('2025-01-01', 'NA', '2603', 12345678901234.56, 1e20, '2026-01-18 10:30', E'two\\nlines');"""
SELECT = "SELECT month, area, hs, usd, kg, seen, note FROM trade WHERE month >= :since ORDER BY month, hs"
SINCE = {"since": "2025-01-01"}
COLUMNS = {"period": "month", "partner": "area", "code": "hs", "value": "usd", "quantity": "kg"}
LAYOUT = TableLayout(
    "office", COLUMNS, reporter="CHN", flow="import", periods="first-day", ignored=("seen", "note"), kind="sql"
)


@pytest.fixture(scope="module")
def office(postgres: Postgres) -> str:
    """Return the address of a database with a table of trade."""
    with psycopg.connect(postgres.url, password=PASSWORD) as page:
        page.execute(MADE)
    return postgres.url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a folder with a file of SQLite that has the same table."""
    with sqlite3.connect(tmp_path / "trade.db") as page:
        page.executescript(MADE.replace("E'two\\nlines'", "NULL"))
    page.close()
    return tmp_path


def test_rows_become_csv_exactly(office: str) -> None:
    """Decimals keep their places, floats their shortest writing, days are ISO, NULL is empty."""
    raw = answer(office, SELECT, SINCE, password=KEY)
    expected = "month,area,hs,usd,kg,seen,note\n2025-01-01,PAK,0101,14.10,0.1,2026-01-18,\n2025-01-01,NA,2603,"
    expected += '12345678901234.56,100000000000000000000,2026-01-18T10:30:00,"two\nlines"\n'
    assert expected == raw.decode()


def test_the_bytes_are_a_document_like_any_other(office: str) -> None:
    """Reader and audit find the same cells in them."""
    raw = answer(office, SELECT, {"since": "2024-12-01"}, password=KEY)
    found = read(LAYOUT, raw, "office-2025-01.csv", date(2026, 1, 20))
    told = [(one.partner, str(one.period), one.value) for one in found.observations]
    assert [("PAK", "2024-12", Decimal(10)), ("PAK", "2025-01", Decimal("14.10"))] == told[:2]
    sheet = DocumentSheet.of(LAYOUT.as_data(), raw)
    assert ["10.00", "14.10"] == [sheet.rows[one.cell.row]["usd"] for one in found.observations[:2]]


@pytest.mark.parametrize(
    "query",
    [
        "WITH gone AS (DELETE FROM trade RETURNING hs) SELECT hs FROM gone",
        "SELECT hs FROM trade; DELETE FROM trade",
        "SELECT set_config('transaction_read_only', 'off', false); DELETE FROM trade",
        "SELECT nextval('counter')",
    ],
)
def test_nothing_can_be_written(office: str, query: str) -> None:
    """The server itself refuses, whatever the query says."""
    with psycopg.connect(office, password=PASSWORD) as page:
        page.execute("CREATE SEQUENCE IF NOT EXISTS counter")
    with pytest.raises(SourceRefused, match="Nothing was"):
        answer(office, query, {}, password=KEY)
    with psycopg.connect(office, password=PASSWORD) as page:
        assert (3,) == page.execute("SELECT count(*) FROM trade").fetchone()


def test_a_slow_answer_ends(office: str) -> None:
    """The server stops its own work."""
    with pytest.raises(SourceUnavailable, match=r"127\.0\.0\.1: no answer within 0\.2 s"):
        answer(office, "SELECT pg_sleep(30)", {}, QueryLimits(seconds=0.2), password=KEY)


@pytest.mark.parametrize("limits", [QueryLimits(rows=4_000), QueryLimits(size=30_000)])
def test_an_endless_answer_ends(office: str, limits: QueryLimits) -> None:
    """It is neither cut nor kept: half a table would look like a whole one."""
    with pytest.raises(SourceRefused, match=r"more than .* Nothing was stored"):
        answer(office, "SELECT generate_series(1, 100000000) AS n", {}, limits, password=KEY)


@pytest.mark.parametrize(("key", "says"), [(None, "no password supplied"), (Secret("wrong"), "authentication failed")])
def test_a_wrong_password_is_told_and_not_shown(office: str, key: Secret | None, says: str) -> None:
    """The sentence names the server and what to check."""
    with pytest.raises(KeyRefused, match=says) as fault:
        answer(office, SELECT, SINCE, password=key)
    assert "wrong" not in str(fault.value)


def test_a_password_is_in_no_message(office: str) -> None:
    """What the server answers may quote the question, never the key."""
    with pytest.raises(SourceRefused, match='column "nothing" does not exist') as fault:
        answer(office, "SELECT nothing FROM trade", {}, password=KEY)
    assert PASSWORD not in f"{fault.value!r}{fault.value.__context__!r}"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("DELETE FROM trade", "is no SELECT"),
        ("SELECT :code", "names :code. It may name :since and :period"),
        ("SELECT :period", "names :period, which was not given"),
    ],
)
def test_a_query_that_is_no_question_is_a_slip(file: Path, query: str, says: str) -> None:
    """It is told before anything is asked."""
    with pytest.raises(SettingsError, match=says):
        answer("sqlite:///trade.db", query, SINCE, folder=file)


def test_lists_are_no_cells(office: str) -> None:
    """A figure is a text, a number or a day."""
    with pytest.raises(SourceRefused, match='Column "lines" of the query holds no plain texts'):
        answer(office, "SELECT ARRAY[1, 2] AS lines", {}, password=KEY)


def test_a_file_of_sqlite_answers_too(file: Path) -> None:
    """It lies beside the desk's settings, and is opened for reading."""
    raw = answer("sqlite:///trade.db", "SELECT month, hs FROM trade WHERE month >= :since", SINCE, folder=file)
    assert "month,hs\n2025-01-01,0101\n2025-01-01,2603\n" == raw.decode()
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with pytest.raises(SourceUnavailable, match=r"trade\.db: no answer within 0\.1 s"):
        answer("sqlite:///trade.db", endless, {}, QueryLimits(seconds=0.1), folder=file)
    with pytest.raises(SourceUnavailable, match=r"none\.db: cannot be reached"):
        answer("sqlite:///none.db", SELECT, SINCE, folder=file)
    assert not (file / "none.db").exists()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://a:secret@127.0.0.1/x", "a password stands in its url"),
        ("postgresql://a@127.0.0.1/x?password=secret", "a password stands in its url"),
        ("postgresql:///x?host=127.0.0.1&PassFile=/secret", "a password stands in its url"),
        ("mssql+pyodbc:///?odbc_connect=Driver%3DX%3BPWD%3Dsecret", "a password stands in its url"),
        ("nothing", "is none that SQLAlchemy knows"),
        ("oddbase://host/x", "no driver for oddbase"),
    ],
)
def test_an_address_that_cannot_be_used_is_a_slip(url: str, says: str) -> None:
    """Settings are kept with each edition, so no password may stand in them."""
    with pytest.raises(SettingsError, match=says) as fault:
        answer(url, SELECT, SINCE)
    assert "secret" not in str(fault.value)


def test_a_server_that_is_not_there_may_come_back() -> None:
    """Nothing listens on port 1."""
    with pytest.raises(SourceUnavailable, match=r"127\.0\.0\.1: cannot be reached"):
        answer("postgresql://a@127.0.0.1:1/x", SELECT, SINCE)


def test_another_machine_is_asked_in_secret_unless_the_address_says_otherwise(office: str) -> None:
    """0.0.0.0 is no address of this machine, though it leads here: a server without TLS is not told the question."""
    elsewhere = office.replace("127.0.0.1", "0.0.0.0")  # noqa: S104 -- nothing listens there
    with pytest.raises(SourceUnavailable, match="SSL was required"):
        answer(elsewhere, SELECT, SINCE, password=KEY)
    assert answer(f"{elsewhere}?sslmode=disable", SELECT, SINCE, password=KEY).startswith(b"month,")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql:///trade?host=far.example",
        "postgresql://localhost/trade?host=far.example",
        "postgresql:///trade?host=localhost,far.example",
        "postgresql://localhost/trade?hostaddr=192.0.2.1",
        "postgresql://localhost/trade?service=office",
        "postgresql:///trade",
    ],
)
def test_a_host_may_be_named_in_many_ways(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Wherever the address says which machine, or leaves it open, the line is secret unless that is this one."""
    asked: dict[str, object] = {}

    def connect(*_: object, **said: object) -> None:
        asked.update(said)
        raise ZeroDivisionError

    monkeypatch.setattr(psycopg, "connect", connect)
    with pytest.raises(ZeroDivisionError):
        answer(address, SELECT, SINCE)
    assert "require" == asked["sslmode"]
    asked.clear()
    with pytest.raises(ZeroDivisionError):
        answer("postgresql:///trade?host=localhost&hostaddr=127.0.0.1", SELECT, SINCE)
    assert ("127.0.0.1", False) == (asked["hostaddr"], "sslmode" in asked)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who keeps no database need not install one's driver."""
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(SettingsError, match=r"Run: pip install 'tradebrief\[sql\]'"):
        answer("sqlite:///x", SELECT, SINCE)


@pytest.mark.parametrize(("periods", "text"), [("iso", "2025-03"), ("yyyymm", "202503"), ("first-day", "2025-03-01")])
def test_a_period_is_asked_as_the_table_writes_it(periods: str, text: str) -> None:
    """A question must compare like with like."""
    assert text == written(Period.parse("2025-03"), periods)
