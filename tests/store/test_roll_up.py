"""Headings that no release prints: the sums of their lines, where a release is complete about them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest

from generator.store import FigureStore
from generator.trade.codes import Flow
from generator.trade.figures import Selection
from generator.trade.period import Period
from generator.trade.release import Batch, Coverage
from tests.store.releases_by_hand import LAYOUT, MILLION, NOON, Values, raw_of, release

DAY, LATER = date(2026, 1, 20), date(2026, 2, 20)
MAY, JUNE = Period.parse("2025-05"), Period.parse("2025-06")
FISH = Selection("customs", "CHN", "PAK", Flow.IMPORT, ("03",))


def told(day: date, values: Values, *, codes: tuple[str, ...] = (), months: tuple[Period, ...], of: str = "") -> Batch:
    """Return a release that says that it is complete about `codes` in `months`, for every partner unless `of` one."""
    return replace(release(day, values), coverage=(Coverage("CHN", of, Flow.IMPORT, codes, months),))


def record(store: FigureStore, batch: Batch, values: Values) -> None:
    """Keep and record a release."""
    store.raw.keep(raw_of(batch.released, values))
    assert store.record(batch, LAYOUT, NOON)


def level(store: FigureStore, period: Period, *, as_of: date | None = None, codes: tuple[str, ...] = ("03",)) -> object:
    """Return what the first of `codes` came to, in millions."""
    chosen = replace(FISH, codes=codes)
    value = store.figures(chosen, period, store.releases.vintage("customs", as_of, chosen)).value(codes[0], period)
    return None if value is None else value / 1_000_000


def test_a_complete_release_makes_a_chapter_the_sum_of_its_lines(store: FigureStore) -> None:
    """Each line counts once: of a heading and its subheadings only the heading."""
    values: Values = {("0303", "2025-05"): 5, ("030389", "2025-05"): 4, ("030499", "2025-05"): 2}
    record(store, told(DAY, values, codes=("03",), months=(MAY,)), values)
    figures = store.figures(FISH, MAY, store.releases.vintage("customs"))
    assert Decimal(7_000_000) == figures.value("03", MAY)
    cell = figures.at("03", MAY)
    assert cell
    assert (["0303", "030499"], Decimal(1_000_000)) == ([part.code for part in cell.parts], cell.half_unit)


def test_lines_alone_are_no_chapter(store: FigureStore) -> None:
    """A list of some lines, or one that is complete about another heading, gives no sum."""
    values: Values = {("030389", "2025-05"): 4, ("030499", "2025-05"): 2}
    record(store, told(DAY, values, codes=("0303", "0304"), months=(MAY,)), values)
    assert [None, 4, 2] == [level(store, MAY, codes=(code,)) for code in ("03", "0303", "0304")]


def test_a_withheld_line_leaves_its_chapter_unknown(store: FigureStore) -> None:
    """A sum over what the publisher withholds would be too small; there are figures of the chapter all the same."""
    values: Values = {("030389", "2025-05"): None, ("030499", "2025-05"): 2}
    record(store, told(DAY, values, codes=("03",), months=(MAY, JUNE)), values)
    assert level(store, MAY) is None
    figures = store.figures(FISH, JUNE, store.releases.vintage("customs", None, FISH))
    assert figures.open_sums == {"03": {MAY}}


def test_no_line_in_a_complete_month_is_no_trade(store: FigureStore) -> None:
    """A month that a release is complete about is zero without a row; another month is not known."""
    values: Values = {("030499", "2025-05"): 2}
    record(store, told(DAY, values, codes=("03",), months=(MAY, JUNE)), values)
    assert [2, 0, None] == [level(store, month) for month in (MAY, JUNE, Period.parse("2025-07"))]


def test_a_line_that_a_later_complete_release_lacks_is_gone(store: FigureStore) -> None:
    """The office took the trade out again: what an earlier release had of it counts on its own day only."""
    first: Values = {("030389", "2025-05"): 4, ("030499", "2025-05"): 2}
    record(store, told(DAY, first, codes=("03",), months=(MAY,)), first)
    second: Values = {("030499", "2025-05"): 3}
    record(store, told(LATER, second, codes=("03",), months=(MAY,)), second)
    assert [6, 3] == [level(store, MAY, as_of=day) for day in (DAY, LATER)]
    assert 0 == level(store, MAY, codes=("0303",))


@pytest.mark.parametrize(("of", "known"), [("PAK", 2), ("IRN", None), ("", 2)])
def test_a_release_is_complete_about_whom_it_says(store: FigureStore, of: str, known: int | None) -> None:
    """What is said of another partner says nothing of this one; of every partner, it does."""
    values: Values = {("030499", "2025-05"): 2}
    record(store, told(DAY, values, codes=("03",), months=(MAY,), of=of), values)
    assert known == level(store, MAY)


def test_an_answer_with_the_same_figures_is_no_news(store: FigureStore) -> None:
    """Two answers differ in the time that they took, not in what they say; changed figures are news."""
    found = []
    for million, day in ((1, DAY), (1, LATER), (2, LATER)):
        values: Values = {("74", "2025"): million}
        store.raw.keep(raw_of(day, values))
        answer = replace(release(day, values), document="may.json", address="https://customs.example/may")
        found.append(store.record(answer, LAYOUT, NOON))
    assert [True, False, True] == found


def test_two_answers_without_a_row_are_two_releases(store: FigureStore) -> None:
    """No trade in May and none in June have the same bytes; both months are known to be without."""
    store.raw.keep(b"{}")
    for month in (MAY, JUNE):
        batch = replace(
            told(DAY, {("030499", "2025-05"): 2}, codes=("03",), months=(month,)),
            observations=(),
            raw=sha256(b"{}").hexdigest(),
            document=f"{month}.json",
            address="https://customs.example/",
        )
        assert store.record(batch, LAYOUT, NOON)
    assert [0, 0] == [level(store, month) for month in (MAY, JUNE)]


@pytest.mark.parametrize("beside", [("030389",), ("0303", "030389", "030499"), ("TOTAL", "0304"), ("TOTAL", "030389")])
def test_a_sum_is_the_same_whatever_is_asked_beside_it(store: FigureStore, beside: tuple[str, ...]) -> None:
    """Lines that were read for themselves are read once, and are still its parts."""
    values: Values = {("03038911", "2025-05"): 4, ("030499", "2025-05"): 2, ("030389", "2025-06"): 7}
    record(store, told(DAY, values, codes=("03",), months=(MAY, JUNE)), values)
    alone, among = (
        store.figures(replace(FISH, codes=codes), JUNE, store.releases.vintage("customs"))
        for codes in (("03",), ("03", *beside))
    )
    assert [6, 7] == [alone.value("03", month) / MILLION for month in (MAY, JUNE)]  # type: ignore[operator]
    assert [alone.at("03", month) for month in (MAY, JUNE)] == [among.at("03", month) for month in (MAY, JUNE)]


@pytest.mark.parametrize(
    ("values", "months", "again"),
    [
        ({("030389", "2025-06"): 7}, (JUNE,), False),
        ({("030389", "2025-06"): 7, ("030389", "2025-05"): 4}, (), True),
        ({("030389", "2025-06"): 7}, (MAY, JUNE), True),  # of May: that there was none
    ],
)
def test_a_release_says_something_again(
    store: FigureStore,
    values: Values,
    months: tuple[Period, ...],
    again: bool,  # noqa: FBT001 -- a table
) -> None:
    """Of a period that ended before; a month that is new says nothing of the one before it."""
    first: Values = {("030389", "2025-05"): 4}
    record(store, told(DAY, first, codes=("03",), months=(MAY,)), first)
    before = store.releases.vintage("customs")
    record(store, told(LATER, values, codes=("03",), months=months), values)
    after = store.releases.vintage("customs")
    assert again == store.may_revise(FISH, before, after, MAY)
    assert not store.may_revise(FISH, after, after, JUNE)
    assert store.may_revise(FISH, after, before, MAY)
