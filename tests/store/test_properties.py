"""What holds for every order and every number of releases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.store import FigureStore
from generator.store.parquet import as_parquet
from generator.store.scan import newest
from generator.trade.figures import Selection
from tests.store.releases_by_hand import Values, millions, release, take_in

Result = TypeVar("Result")
FIRST = date(2026, 1, 1)
VALUES = st.dictionaries(
    st.tuples(st.sampled_from(["74", "76"]), st.sampled_from(["2024", "2025"])),
    st.none() | st.integers(0, 10**6),
    min_size=1,
)
RELEASES = st.lists(st.tuples(st.integers(0, 5).map(lambda days: FIRST + timedelta(days)), VALUES), max_size=4)


def _in_a_store(releases: list[tuple[date, Values]], ask: Callable[[FigureStore], Result]) -> Result:
    with TemporaryDirectory() as folder, FigureStore(Path(folder)) as store:
        for day, values in releases:
            take_in(store, day, values)
        return ask(store)


@pytest.mark.long
@settings(max_examples=15, deadline=None)
@given(RELEASES)
def test_recording_twice_changes_nothing(releases: list[tuple[date, Values]]) -> None:
    """A file that is dropped again leaves releases and figures as they were."""

    def ask(store: FigureStore) -> object:
        return store.releases.all(), millions(store, store.releases.vintage("customs"))

    assert _in_a_store(releases, ask) == _in_a_store(releases + releases, ask)


@settings(max_examples=15, deadline=None)
@given(RELEASES, st.integers(0, 5).map(lambda days: FIRST + timedelta(days)))
def test_a_vintage_never_shows_a_newer_row(releases: list[tuple[date, Values]], day: date) -> None:
    """The figures as of a day are the figures of a store that was given no later release."""

    def ask(store: FigureStore) -> object:
        return millions(store, store.releases.vintage("customs", day))

    assert _in_a_store([one for one in releases if one[0] <= day], ask) == _in_a_store(releases, ask)


@settings(max_examples=15, deadline=None)
@given(st.data(), VALUES)
def test_the_order_of_rows_is_irrelevant(data: st.DataObject, values: Values) -> None:
    """A release is sorted by series, so its file does not depend on the order of its observations."""
    batch = release(FIRST, values)
    other = replace(batch, observations=tuple(data.draw(st.permutations(batch.observations))))
    assert as_parquet(batch) == as_parquet(other)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12), st.decimals(0, 10**15, places=9))
def test_what_was_recorded_is_read_again(words: str, value: Decimal) -> None:
    """Whatever stands in a publisher's words or cell, and every decimal of the figure."""
    batch = release(FIRST, {("74", "2025"): 1})
    (one,) = batch.observations
    odd = replace(one, value=value, wording=words, cell=replace(one.cell, text=words))
    with TemporaryDirectory() as folder:
        file = Path(folder, "release.parquet")
        file.write_bytes(as_parquet(replace(batch, observations=(odd,))))
        (read,) = newest([file], [batch.release], Selection("customs", one.reporter, one.partner, one.flow, ("74",)))
    assert (words, words, value) == (read.wording, read.cell.text, read.value)
