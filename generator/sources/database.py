"""Return a SELECT of a database as CSV. These bytes are the document that is kept, read and audited.

The database is only read, in one transaction with a deadline. Its password never appears in a message. The CSV is in
UTF-8, with the column names as its header. Numbers are exact, days are ISO dates, and NULL is an empty text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from ipaddress import ip_address
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from generator.errors import KeyRefused, SettingsError, SourceError, SourceRefused, SourceUnavailable
from generator.sources.faults import plain, quoted
from generator.sources.secret import Secret
from generator.sources.typed_tables import as_text
from generator.trade.period import Period

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, TextClause
    from sqlalchemy.exc import DBAPIError

WHERE = "kind: sql"  # how errors name the setting
_TO_CONNECT = 20  # seconds
_PASSWORD = ("28P01", "28000")  # SQLSTATE, PostgreSQL's appendix A: invalid password, invalid authorization
_STOPPED = "57014"  # SQLSTATE of a query that the server's timeout ended
_WRITES = ("25006", "0A000")  # SQLSTATE: a write in a read-only transaction, a WITH that changes rows
_OF_THE_SERVER = ("08", "53", "57")  # classes of SQLSTATE: connection, resources, operator intervention
_BEFORE_THE_HOST = re.compile(r"[^/?#]*://[^/?#@]*:[^@]*@")
_BEHIND_IT = re.compile(r"[?&;]\s*(password|passwd|pwd|passfile|sslpassword)\s*=", re.IGNORECASE)
_AT_ONCE = 10_000  # steps of SQLite between two checks of the deadline
NAMES = ("since", "period")  # the parameters that a query may use
_PIECE = 2_000  # rows
_PLAIN = (str, int, float, Decimal, date, time, bool, type(None))


@contextmanager
def _reading(address: str, password: Secret | None, seconds: float, folder: Path) -> Iterator[Connection]:
    """Yield a connection that can only read, for at most `seconds`. A relative SQLite file is found in `folder`.

    Raise SourceError if there is no connection, or if a query is not answered.
    """
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError, NoSuchModuleError
    from sqlalchemy.pool import NullPool

    url = _url(address, password, folder)
    name = url.host or Path((url.database or "").removeprefix("file:")).name or url.get_backend_name()
    try:
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=_manners(url))
        with engine.connect() as connection:
            _promise(connection, seconds)
            yield connection
            connection.rollback()
    except (NoSuchModuleError, ImportError) as fault:
        raise SettingsError(WHERE, f"no driver for {url.drivername}: {fault}.", "Install it with pip.") from None
    except DBAPIError as fault:
        raise _fault(name, fault, password, seconds) from None


def password_in(address: str) -> bool:
    """Whether an address has a password, or names a file with one, before or after its host."""
    return bool(_BEFORE_THE_HOST.match(address) or _BEHIND_IT.search(unquote(address)))


def _url(address: str, password: Secret | None, folder: Path) -> URL:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        problem = "its url is none that SQLAlchemy knows."
        raise SettingsError(WHERE, problem, "Write postgresql://USER@HOST/DATABASE.") from None
    if url.password is not None or any(password_in(f"?{name}={value}") for name, value in url.normalized_query.items()):
        remedy = "Take it out; give it as key_file, or in the environment as TRADEBRIEF_SOURCES__NAME__KEY."
        raise SettingsError(WHERE, "a password stands in its url.", remedy)
    if url.get_backend_name() == "sqlite":
        file = (folder / (url.database or "")).resolve()
        return url.set(database=f"file:{quote(str(file))}", query={"mode": "ro", "uri": "true"})
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url.set(password=password.reveal()) if password else url


def _manners(url: URL) -> dict[str, Any]:
    """Return connection options: a timeout, and encryption to other machines unless the address says otherwise.

    An address without a host may also mean another machine (PGHOST, a service), so encryption is required there, too.
    PostgreSQL ignores the option on a local socket.
    """
    if url.get_backend_name() != "postgresql":
        return {}
    query = url.normalized_query
    named = [*filter(None, [url.host]), *query.get("host", ()), *query.get("hostaddr", ())]
    hosts = [host for text in named for host in text.split(",")]
    stays_here = bool(hosts) and all(map(_is_here, hosts)) and "service" not in query
    secret = {} if stays_here or "sslmode" in url.query else {"sslmode": "require"}
    return {"connect_timeout": _TO_CONNECT, "application_name": "tradebrief"} | secret


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _promise(connection: Connection, seconds: float) -> None:
    """Make the database itself refuse writes and end a query that takes too long."""
    match connection.dialect.name:
        case "postgresql":
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}")
            connection.exec_driver_sql("SELECT 1")  # after a first query the transaction cannot become writable
        case "sqlite":
            end = monotonic() + seconds
            driver: Any = connection.connection.driver_connection
            driver.set_progress_handler(lambda: monotonic() > end, _AT_ONCE)


def _fault(name: str, fault: DBAPIError, password: Secret | None, seconds: float) -> SourceError:
    first = (str(fault.orig).splitlines() or [""])[0].rpartition(" failed: ")[2]  # psycopg's text begins with the host
    problem = plain(password.hide(first) if password else first)
    state = str(getattr(fault.orig, "sqlstate", None) or "")
    has_answered = fault.statement is not None  # the connection was there; a query failed
    if state in _PASSWORD or (not has_answered and "password" in problem):
        return KeyRefused(f"{name}: it does not let us in ({problem}). Check user, and the file that key_file names.")
    if state == _STOPPED or problem == "interrupted":
        return SourceUnavailable(f"{name}: no answer within {seconds:g} s. Nothing was stored. Ask for less at once.")
    if state in _WRITES or "readonly" in problem:
        return SourceRefused(f"{name}: the query would change the database. Nothing was. Write a SELECT.")
    if has_answered and not state.startswith(_OF_THE_SERVER):
        return SourceRefused(f"{name}: the query cannot be run ({problem}). Nothing was stored. Fix it.")
    return SourceUnavailable(f"{name}: cannot be reached ({problem}). Nothing was stored. Try again later.")


@dataclass(frozen=True)
class QueryLimits:
    """Limits of one answer: seconds, rows, and bytes as CSV."""

    seconds: float = 120
    rows: int = 1_000_000
    size: int = 64 * 2**20


def written(period: Period, periods: str) -> str:
    """Return `period` as `:since` and `:period` are written for layouts with periods `iso`, `yyyymm` or `first-day`."""
    match periods:
        case "yyyymm":
            return str(period).replace("-", "")
        case "first-day":
            return f"{period.split()[0]}-01"
    return str(period)


def answer(
    url: str,
    query: str,
    values: Mapping[str, str],
    limits: QueryLimits = QueryLimits(),
    *,
    password: Secret | None = None,
    folder: Path = Path(),
) -> bytes:
    """Return the rows of `query` at `url` as CSV. `values` are those of `:since` and `:period`.

    `url` has no password. A relative SQLite file is found in `folder`. The transaction can only read. Raise
    SettingsError if the query or a missing package is at fault, and SourceError if the database does not answer with a
    table.
    """
    try:
        import sqlalchemy  # noqa: F401 -- only to see whether it is installed
    except ImportError:
        problem = "databases need packages that are not installed."
        raise SettingsError(WHERE, problem, "Run: pip install 'tradebrief[sql]'") from None
    statement, parameters = _statement(query, values)
    end = monotonic() + limits.seconds
    page = io.StringIO(newline="")
    table = csv.writer(page, lineterminator="\n")
    with _reading(url, password, limits.seconds, folder) as connection:
        asking = connection.execution_options(stream_results=True, max_row_buffer=_PIECE)
        with closing(asking.execute(statement, parameters)) as result:
            names = tuple(result.keys())
            rows = 0
            table.writerow(names)
            for piece in result.partitions(_PIECE):
                table.writerows(_texts(names, row) for row in piece)
                rows += len(piece)
                _refuse_endless(rows, page.tell(), limits, end)
    return page.getvalue().encode()


def _texts(names: Sequence[str], row: Sequence[Any]) -> list[str]:
    """Return a row's cells as texts, or raise SourceRefused if one is not a plain text, number or day."""
    for name, cell in zip(names, row, strict=True):
        if not isinstance(cell, _PLAIN):
            msg = f"Column {quoted(name)} of the query holds no plain texts, numbers or days. Cast it in the query."
            raise SourceRefused(msg)
    return [as_text(cell) for cell in row]


def _refuse_endless(rows: int, size: int, limits: QueryLimits, end: float) -> None:
    if rows > limits.rows or size > limits.size:
        problem = f"answered with more than {limits.rows:,} rows or {limits.size >> 20} MiB"
        msg = f"The database {problem}. Nothing was stored. Ask for less: a condition on :since, or on the codes."
        raise SourceRefused(msg)
    if monotonic() > end:
        msg = f"The database did not answer within {limits.seconds:g} s. Nothing was stored. Ask for less."
        raise SourceUnavailable(msg)


def _statement(query: str, values: Mapping[str, str]) -> tuple[TextClause, dict[str, str]]:
    from sqlalchemy import text

    if not re.match(r"\s*(select|with)\b", query, re.IGNORECASE):
        raise SettingsError(WHERE, "its query is no SELECT.", "Begin it with SELECT or WITH.")
    statement = text(query.strip().removesuffix(";"))
    named = set(statement.compile().params)
    strange = sorted(named - set(NAMES))
    if strange:
        raise SettingsError(WHERE, f"its query names :{strange[0]}.", "It may name :since and :period.")
    missing = sorted(named - set(values))
    if missing:
        raise SettingsError(WHERE, f"its query names :{missing[0]}, which was not given.", "Pull one period.")
    return statement, {name: values[name] for name in named}
