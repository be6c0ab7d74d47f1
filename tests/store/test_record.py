"""Recording a release."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from generator.errors import GeneratorError, IntegrityError
from generator.store import FigureStore
from generator.store.parquet import parquet_path
from generator.trade.observation import Observation
from generator.trade.release import Batch, Refusal
from tests.store.releases_by_hand import LAYOUT, NOON, SELECTION, YEAR, Values, millions, raw_of, release, take_in

DAY = date(2026, 1, 20)
VALUES: Values = {("74", "2025"): 1140, ("76", "2025"): None}


def test_a_release_carries_how_its_cells_are_found_again(store: FigureStore) -> None:
    """The entry of claims.json: file, release, day and the layout under which it was read."""
    batch = take_in(store, DAY, VALUES)
    named = {"name": "table.csv", "source": "customs", "release": batch.release, "released": "2026-01-20"}
    assert named | {"covers": "listed", "refused": []} | LAYOUT == store.document(batch.release)


def test_observations_come_back_as_they_went_in(store: FigureStore) -> None:
    """Money, cell, qualifier, withheld value: nothing is lost or rounded on the way through Parquet."""
    batch = take_in(store, DAY, VALUES)
    figures = store.figures(SELECTION, YEAR, store.releases.vintage("customs"))
    assert set(batch.observations) == set(figures.cells.values())
    assert "1140000000" == str(figures.value("74", YEAR))


def test_the_same_bytes_read_in_the_same_way_are_one_release(store: FigureStore) -> None:
    """A file dropped twice, even under another day, is not news."""
    batch = take_in(store, DAY, VALUES)
    assert [False, False] == [
        store.record(again, LAYOUT, NOON) for again in (batch, replace(batch, released=date(2026, 2, 1)))
    ]
    assert 1 == len(store.releases.all())


def test_a_file_that_others_overtook_counts_again_from_a_later_day(store: FigureStore) -> None:
    """The right one is put back after a wrong one: each vintage knows what it knew, and once more is no news."""
    right = take_in(store, DAY, VALUES)
    wrong = take_in(store, date(2026, 1, 25), {("74", "2025"): 7})
    again = replace(right, released=date(2026, 1, 30), observations=_of(right, "2026-01-30"))
    assert not store.record(replace(right, released=date(2026, 1, 24)), LAYOUT, NOON)
    assert [True, False] == [store.record(again, LAYOUT, NOON) for _ in range(2)]
    days = [date(2026, 1, 20), date(2026, 1, 25), date(2026, 1, 30)]
    told = [store.releases.vintage("customs", day) for day in days]
    assert [1140, 7, 1140] == [millions(store, one)["74", "2025"] for one in told]
    assert told[-1].releases == (right.release, wrong.release, again.release)


def _of(batch: Batch, day: str) -> tuple[Observation, ...]:
    """Return the observations of a batch as the same bytes give them under another day."""
    name = f"customs/{day}/{batch.raw[:12]}"
    return tuple(replace(one, cell=replace(one.cell, release=name)) for one in batch.observations)


def test_a_release_keeps_the_lines_that_were_set_aside(store: FigureStore) -> None:
    """Who reads the bytes again must know which rows count for nothing."""
    store.raw.keep(raw_of(DAY, VALUES))
    batch = replace(release(DAY, VALUES), refusals=(Refusal("table.csv", 9, "", "ragged"), Refusal("t", 4, "", "-")))
    assert store.record(batch, LAYOUT | {"covers": "all"}, NOON)
    assert ([4, 9], "listed") == tuple(store.document(batch.release)[key] for key in ("refused", "covers"))


def test_bytes_read_under_corrected_settings_replace_the_first_reading(store: FigureStore) -> None:
    """The same file, whose scale was declared wrongly: only what it says now counts, on any day."""
    first = take_in(store, DAY, VALUES)
    again = release(DAY, {("76", "2025"): 5})
    corrected = replace(again, raw=first.raw, layout="c" * 64)
    assert store.record(corrected, LAYOUT | {"scale": "1000"}, NOON)
    assert (f"{first.release}-cccccccc",) == store.releases.vintage("customs", DAY).releases
    assert store.record(first, LAYOUT, NOON), "settings changed back"
    assert (first.release,) == store.releases.vintage("customs", DAY).releases
    assert not store.record(first, LAYOUT, NOON)


def test_bytes_that_are_read_again_keep_their_place(store: FigureStore) -> None:
    """What was taken in after them, on the same day, still counts after them."""
    first = take_in(store, DAY, VALUES)
    take_in(store, DAY, {("74", "2025"): 7})
    assert store.record(replace(first, layout="c" * 64), LAYOUT | {"scale": "1000"}, NOON)
    vintage = store.releases.vintage("customs")
    assert f"{first.release}-cccccccc" == vintage.releases[0]
    assert 7 == millions(store, vintage)["74", "2025"]


def test_bytes_must_be_kept_before_they_are_recorded(store: FigureStore) -> None:
    """A release whose file is gone could never be audited."""
    with pytest.raises(IntegrityError, match="were not kept"):
        store.record(release(DAY, VALUES), LAYOUT, NOON)


def test_a_source_never_names_a_path(store: FigureStore) -> None:
    """A source's name becomes part of a file name, so it holds letters, digits, - and _ only."""
    store.raw.keep(raw_of(DAY, VALUES))
    with pytest.raises(GeneratorError, match="cannot name a file"):
        store.record(replace(release(DAY, VALUES), source="../../x"), LAYOUT, NOON)


def test_lost_and_changed_files_are_found(store: FigureStore, tmp_path: Path) -> None:
    """`check` reads every kept file; a figure is not read from a damaged one in silence."""
    batch = take_in(store, DAY, VALUES)
    assert () == store.check()
    [parquet] = (tmp_path / "state/figures").iterdir()
    parquet.write_bytes(b"PAR1")
    (tmp_path / "state/raw" / batch.raw[:2] / batch.raw).unlink()
    assert 2 == len(store.check())
    with pytest.raises(IntegrityError, match="The figures cannot be read"):
        millions(store, store.releases.vintage("customs"))


def test_a_release_of_an_older_program_is_read_beside_todays(store: FigureStore, tmp_path: Path) -> None:
    """Its file lacks a column: it gives what the column is without, and the newer file loses nothing by it."""
    for code, day, change in (("74", 20, "* EXCLUDE currency"), ("76", 21, "* REPLACE ('CNY' AS currency)")):
        batch = take_in(store, date(2026, 1, day), {(code, "2025"): 10})
        file = parquet_path(tmp_path / "state" / "figures", batch.release)
        duckdb.execute(f"COPY (SELECT {change} FROM '{file}') TO '{tmp_path}/other.parquet'")  # noqa: S608 -- ours
        (tmp_path / "other.parquet").replace(file)
    cells = store.figures(SELECTION, YEAR, store.releases.vintage("customs")).cells
    assert {"74": "USD", "76": "CNY"} == {code: one.currency for (code, _), one in cells.items()}
    assert 10_000_000 == cells["74", YEAR].value
