"""The engine of the store: bounded in memory, and what it learnt of a file it keeps."""

import duckdb
import pytest

from generator.store.parquet import engine


def test_it_holds_little_and_goes_on_on_the_disk() -> None:
    """A question that needs more than its memory is answered all the same."""
    with engine().cursor() as scan:
        [(limit, place)] = scan.execute(
            "SELECT current_setting('memory_limit'), current_setting('temp_directory')"
        ).fetchall()
    assert ("640.0 MiB", True) == (limit, "tradebrief-" in place)


def test_it_fetches_no_extension() -> None:
    """A machine without a network answers as one with it."""
    with engine().cursor() as scan, pytest.raises(duckdb.Error):
        scan.execute("SELECT st_point(1, 2)")
