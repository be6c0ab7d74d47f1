"""What a later release says otherwise."""

from datetime import date
from decimal import Decimal

from generator.store import FigureStore
from tests.store.releases_by_hand import NOON, SELECTION, Values, take_in

JANUARY, FEBRUARY = date(2026, 1, 20), date(2026, 2, 20)


def test_only_a_figure_that_was_known_is_revised(store: FigureStore) -> None:
    """Another value, a withheld one and a line that is gone are revisions; a new month and an equal value are none."""
    first: Values = {("74", "2024"): 10, ("74", "2025"): 20, ("76", "2024"): 5, ("76", "2025"): 7}
    take_in(store, JANUARY, first, covers="all")
    take_in(
        store,
        FEBRUARY,
        {("74", "2024"): 11, ("74", "2025"): 20, ("76", "2024"): None, ("74", "2026-01"): 1},
        covers="all",
    )
    old, new = (store.releases.vintage("customs", day) for day in (JANUARY, FEBRUARY))
    found = store.revisions(SELECTION, old, new)
    assert [("74", "2024", 10, 11), ("76", "2024", 5, None), ("76", "2025", 7, 0)] == [
        (one.code, str(one.period), *(value and int(value / 1_000_000) for value in (one.was, one.now)))
        for one in found
    ]
    assert [Decimal(10), None, Decimal(-100)] == [one.per_cent for one in found]
    assert () == store.revisions(SELECTION, new, new)


def test_a_source_is_asked_again_only_where_its_figures_stand_otherwise(store: FigureStore) -> None:
    """The newest note counts, for its own question alone."""
    for stand in ("2025-07-01", "2025-08-01"):
        store.releases.note_stand("customs", "may", stand, NOON)
    assert ["2025-08-01", "", ""] == [
        store.releases.stand(*asked) for asked in (("customs", "may"), ("customs", "june"), ("other", "may"))
    ]
