"""Recording a release."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from generator.errors import GeneratorError, IntegrityError
from generator.store import FigureStore, Release
from generator.store.parquet import parquet_path
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.release import Batch, Refusal, Vintage
from tests.store.releases_by_hand import LAYOUT, NOON, SELECTION, YEAR, Values, millions, raw_of, release, take_in

DAY = date(2026, 1, 20)
VALUES: Values = {("74", "2025"): 1140, ("76", "2025"): None}


def test_a_release_is_known_by_what_it_says_of_itself(store: FigureStore) -> None:
    """The row holds day, bytes, period and counts, and the moment that the caller names."""
    batch = take_in(store, DAY, VALUES)
    about = (batch.release, "customs", DAY, 1, batch.raw, "table.csv", YEAR, "listed", 2, (), NOON)
    assert (Release(*about),) == store.releases("customs")


def test_a_release_carries_how_its_cells_are_found_again(store: FigureStore) -> None:
    """The entry of claims.json: file, release, day and the layout under which it was read."""
    batch = take_in(store, DAY, VALUES)
    named = {"name": "table.csv", "source": "customs", "release": batch.release, "released": "2026-01-20"}
    assert named | {"covers": "listed", "refused": []} | LAYOUT == store.document(batch.release)


def test_observations_come_back_as_they_went_in(store: FigureStore) -> None:
    """Money, cell, qualifier, withheld value: nothing is lost or rounded on the way through Parquet."""
    batch = take_in(store, DAY, VALUES)
    figures = store.figures(SELECTION, YEAR, store.vintage("customs"))
    assert set(batch.observations) == set(figures.cells.values())
    assert "1140000000" == str(figures.value("74", YEAR))


def test_what_was_read_is_not_read_again(store: FigureStore) -> None:
    """A build asks twice for the same lines as the same releases had them; another release is another answer."""
    take_in(store, DAY, VALUES)
    first, again = (store.figures(SELECTION, YEAR, store.vintage("customs")).at("74", YEAR) for _ in range(2))
    take_in(store, DAY.replace(day=21), {("74", "2025"): 1141})
    later = store.figures(SELECTION, YEAR, store.vintage("customs")).at("74", YEAR)
    assert first is again
    assert Decimal(1_141_000_000) == (later.value if later else None)


def test_the_same_bytes_read_in_the_same_way_are_one_release(store: FigureStore) -> None:
    """A file dropped twice, even under another day, is not news."""
    batch = take_in(store, DAY, VALUES)
    assert [False, False] == [
        store.record(again, LAYOUT, NOON) for again in (batch, replace(batch, released=date(2026, 2, 1)))
    ]
    assert 1 == len(store.releases())


def test_a_file_that_others_overtook_counts_again_from_a_later_day(store: FigureStore) -> None:
    """The right one is put back after a wrong one: each vintage knows what it knew, and once more is no news."""
    right = take_in(store, DAY, VALUES)
    wrong = take_in(store, date(2026, 1, 25), {("74", "2025"): 7})
    again = replace(right, released=date(2026, 1, 30), observations=_of(right, "2026-01-30"))
    assert not store.record(replace(right, released=date(2026, 1, 24)), LAYOUT, NOON)
    assert [True, False] == [store.record(again, LAYOUT, NOON) for _ in range(2)]
    days = [date(2026, 1, 20), date(2026, 1, 25), date(2026, 1, 30)]
    told = [store.vintage("customs", day) for day in days]
    assert [1140, 7, 1140] == [millions(store, one)["74", "2025"] for one in told]
    assert told[-1].releases == (right.release, wrong.release, again.release)


def test_a_file_that_nothing_newer_is_about_is_known(store: FigureStore) -> None:
    """A file of another year came after it: this one dropped twice is no news."""
    first = take_in(store, DAY, VALUES)
    take_in(store, date(2026, 1, 25), {("74", "2024"): 7})
    assert not store.record(replace(first, released=date(2026, 1, 30)), LAYOUT, NOON)


def test_corrected_settings_replace_every_day_of_a_file(store: FigureStore) -> None:
    """Both readings of the one that was put back were wrong."""
    first = take_in(store, DAY, VALUES)
    take_in(store, date(2026, 1, 25), {("74", "2025"): 7})
    store.record(replace(first, released=date(2026, 1, 30), observations=_of(first, "2026-01-30")), LAYOUT, NOON)
    store.record(replace(first, layout="c" * 64, released=date(2026, 2, 1)), {"scale": "1000"}, NOON)
    assert ["2026-01-25", "2026-02-01"] == [name.split("/")[1] for name in store.vintage("customs").releases]


def _of(batch: Batch, day: str) -> tuple[Observation, ...]:
    """Return the observations of a batch as the same bytes give them under another day."""
    name = f"customs/{day}/{batch.raw[:12]}"
    return tuple(replace(one, cell=replace(one.cell, release=name)) for one in batch.observations)


def test_a_release_keeps_the_lines_that_were_set_aside(store: FigureStore) -> None:
    """Who reads the bytes again must know which rows count for nothing."""
    store.keep(raw_of(DAY, VALUES))
    batch = replace(release(DAY, VALUES), refusals=(Refusal("table.csv", 9, "", "ragged"), Refusal("t", 4, "", "-")))
    assert store.record(batch, LAYOUT | {"covers": "all"}, NOON)
    assert ([4, 9], "listed") == tuple(store.document(batch.release)[key] for key in ("refused", "covers"))


def test_bytes_read_under_corrected_settings_replace_the_first_reading(store: FigureStore) -> None:
    """The same file, whose scale was declared wrongly: only what it says now counts, on any day."""
    first = take_in(store, DAY, VALUES)
    again = release(DAY, {("76", "2025"): 5})
    corrected = replace(again, raw=first.raw, layout="c" * 64)
    assert store.record(corrected, LAYOUT | {"scale": "1000"}, NOON)
    assert (f"{first.release}-cccccccc",) == store.vintage("customs", DAY).releases
    assert store.record(first, LAYOUT, NOON), "settings changed back"
    assert (first.release,) == store.vintage("customs", DAY).releases
    assert not store.record(first, LAYOUT, NOON)


def test_bytes_that_are_read_again_keep_their_place(store: FigureStore) -> None:
    """What was taken in after them, on the same day, still counts after them."""
    first = take_in(store, DAY, VALUES)
    take_in(store, DAY, {("74", "2025"): 7})
    assert store.record(replace(first, layout="c" * 64), LAYOUT | {"scale": "1000"}, NOON)
    vintage = store.vintage("customs")
    assert f"{first.release}-cccccccc" == vintage.releases[0]
    assert 7 == millions(store, vintage)["74", "2025"]


def test_bytes_that_are_read_again_count_on_each_of_their_days(store: FigureStore) -> None:
    """A file that was put back: both of its days are read anew, each once."""
    days = (DAY, date(2026, 1, 30))
    first = take_in(store, DAY, VALUES)
    take_in(store, date(2026, 1, 25), {("74", "2025"): 7})
    read = [replace(first, released=day, observations=_of(first, str(day))) for day in days]
    assert store.record(read[1], LAYOUT, NOON)
    anew = [replace(one, layout="c" * 64) for one in (*read, *read)]
    assert [True, True, False, False] == [store.record(one, {"scale": "1"}, NOON, again=True) for one in anew]
    assert [str(DAY), "2026-01-25", "2026-01-30"] == [name.split("/")[1] for name in store.vintage("customs").releases]


def test_bytes_must_be_kept_before_they_are_recorded(store: FigureStore) -> None:
    """A release whose file is gone could never be audited."""
    with pytest.raises(IntegrityError, match="were not kept"):
        store.record(release(DAY, VALUES), LAYOUT, NOON)


def test_a_source_never_names_a_path(store: FigureStore) -> None:
    """A source's name becomes part of a file name, so it holds letters, digits, - and _ only."""
    store.keep(raw_of(DAY, VALUES))
    with pytest.raises(GeneratorError, match="cannot name a file"):
        store.record(replace(release(DAY, VALUES), source="../../x"), LAYOUT, NOON)


def test_an_unknown_release_is_an_integrity_fault(store: FigureStore) -> None:
    """A vintage that names a lost release is not read without it."""
    with pytest.raises(IntegrityError, match="is not in this desk's store"):
        store.figures(SELECTION, Period.parse("2025"), Vintage(DAY, ("customs/2026-01-01/000000000000",)))


def test_lost_and_changed_files_are_found(store: FigureStore, tmp_path: Path) -> None:
    """`check` reads every kept file; a figure is not read from a damaged one in silence."""
    batch = take_in(store, DAY, VALUES)
    assert () == store.check()
    [parquet] = (tmp_path / "state/figures").iterdir()
    parquet.write_bytes(b"PAR1")
    (tmp_path / "state/raw" / batch.raw[:2] / batch.raw).unlink()
    assert 2 == len(store.check())
    with pytest.raises(IntegrityError, match="The figures cannot be read"):
        millions(store, store.vintage("customs"))


def test_a_release_of_an_older_program_is_read_beside_todays(store: FigureStore, tmp_path: Path) -> None:
    """Its file lacks a column: it gives what the column is without, and the newer file loses nothing by it."""
    for code, day, change in (("74", 20, "* EXCLUDE currency"), ("76", 21, "* REPLACE ('CNY' AS currency)")):
        batch = take_in(store, date(2026, 1, day), {(code, "2025"): 10})
        file = parquet_path(tmp_path / "state" / "figures", batch.release)
        duckdb.execute(f"COPY (SELECT {change} FROM '{file}') TO '{tmp_path}/other.parquet'")  # noqa: S608 -- ours
        (tmp_path / "other.parquet").replace(file)
    cells = store.figures(SELECTION, YEAR, store.vintage("customs")).cells
    assert {"74": "USD", "76": "CNY"} == {code: one.currency for (code, _), one in cells.items()}
    assert 10_000_000 == cells["74", YEAR].value
