"""What a monthly edition says; the figures of each table are worked out by hand beside it."""

from decimal import Decimal

from tests.story.months import Monthly, months, table

MILLION = 10**6
BEFORE = {"7403": 60, "7402": 28, "2608": 9, "2601": 11}  # US$ million in every month of 2023 and 2024
NOW = {"7403": 74, "7402": 27, "2608": 10, "2601": 8}  # and of 2025: 119 after 108


def stepped() -> Monthly:
    """Return the story of four lines that stand still but for one step, in January 2025."""

    def value(code: str, place: int) -> int:
        return MILLION * (NOW if place >= 24 else BEFORE)[code]

    return months(table(value, codes=tuple(NOW)))


def test_the_headline_is_how_the_total_moved() -> None:
    """119 after 108 is 10.2 per cent, and from ten on a per cent is whole."""
    assert stepped().block("finding").headline.words == (
        "China’s mineral and metal imports from Pakistan rose 10% in December"
    )


def test_the_standfirst_names_what_carried_it_and_what_went_the_other_way() -> None:
    """14 of 108 is 13.0 points up; 3 of 108 is 2.8 down, in all twelve months of the year."""
    words = stepped().block("finding").standfirst.words
    assert words.startswith("Refined copper added 13.0 percentage points.")


def test_the_bars_add_up_to_the_total_as_printed() -> None:
    """+13.0 +0.9 −0.9 −2.8 is +10.2."""
    bars = stepped().block("contributions").bars
    shown = [Decimal(bar.figure.words.replace("\N{MINUS SIGN}", "-")) for bar in bars]
    assert sum(shown) == Decimal("10.2")


def test_the_other_way_is_told_where_it_weighs_a_quarter() -> None:
    """2.8 points are less than a quarter of 13.0: no section of its own."""
    assert stepped().block("other-way") is None


def test_a_rate_in_the_table_is_the_one_that_its_levels_give() -> None:
    """27 after 28 is 3.6 per cent down."""
    row = next(row for row in stepped().block("table").rows if row.codes == ("7402",))
    assert [text.words for text in row.cells[2:5]] == ["27.00", "28.00", "\N{MINUS SIGN}3.6"]
