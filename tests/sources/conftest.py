"""A small declared table and a way to read its rows; a PostgreSQL where it is installed."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest

from generator.sources import TableLayout, read
from generator.trade.release import Batch
from tests.sources.postgres import Postgres, programs, serving

Reader = Callable[..., Batch]
HEADER = "code,partner,period,scale,value,qualifier,standing,published"


@pytest.fixture
def layout() -> TableLayout:
    """Return a layout with a column for most fields; reporter and flow are constants."""
    return TableLayout(
        "customs",
        {name: name for name in HEADER.split(",")},
        reporter="CHN",
        flow="import",
        scales={"million": Decimal(1_000_000), "one": Decimal(1)},
        grouping=",",
    )


@pytest.fixture
def read_rows(layout: TableLayout) -> Reader:
    """Return a reader of rows under the header, as released on 20 January 2026."""

    def reader(*rows: str, released: date | None = date(2026, 1, 20)) -> Batch:
        return read(layout, "\n".join((HEADER, *rows)).encode(), "table.csv", released)

    return reader


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Yield a PostgreSQL of this run's own."""
    folder = programs()
    if folder is None:
        answer = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        answer("needs PostgreSQL: apt-get install postgresql")
    with serving(folder) as server:
        yield server
