"""Exchange rates read strictly: direction and period are known, or the row is set aside."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from generator.errors import SourceChanged
from generator.sources import NothingUsable, SideLayout, read_context
from generator.trade.side_batches import ContextBatch
from tests.side_tables import BY_COUNTRY, BY_CURRENCY, RATES

FETCHED = date(2026, 7, 21)
MONTHLY, ANNUAL = (SideLayout("rates", "rates", frequency) for frequency in ("monthly", "annual"))
RENMINBI = BY_COUNTRY + "2026-05-01,China,6.8021\n2026-06-01,China,6.7758\n2026-06-01,United Kingdom,1.3400\n"
RUPEES = BY_CURRENCY + "2023-12-31,280.36,PKR,A,IMF,PK,Pakistan\n2024-12-31,278.58,PKR,A,IMF,PK,Pakistan\n"


def read(text: str, layout: SideLayout = MONTHLY) -> ContextBatch:
    """Return what a table says."""
    return read_context(layout, text.encode(), "rates.csv", FETCHED)


def told(batch: ContextBatch) -> list[tuple[str, str, str, Decimal | None]]:
    """Return name, unit, period and value of every figure."""
    return [(one.name, one.unit, str(one.period), one.value) for one in batch.observations]


def test_the_direction_differs_by_country() -> None:
    """Yuan to the dollar, but dollars to the pound; digits are kept as printed."""
    expected = [
        ("China", "CNY per USD", "2026-05", Decimal("6.8021")),
        ("China", "CNY per USD", "2026-06", Decimal("6.7758")),
        ("United Kingdom", "USD per GBP", "2026-06", Decimal("1.3400")),
    ]
    assert expected == told(read(RENMINBI))
    assert "1.3400" == read(RENMINBI).observations[-1].cell.text


def test_the_imf_gives_years_of_a_currency() -> None:
    """The day is the last of the year that the rate is an average of."""
    assert ("Pakistan", "PKR per USD", "2024", Decimal("278.58")) == told(read(RUPEES, ANNUAL))[-1]
    cell = read(RUPEES, ANNUAL).observations[-1].cell
    assert (3, "Rate", "278.58") == (cell.row, cell.column, cell.text)


def test_years_by_country_are_declared() -> None:
    """1 January is a month's first day, or a year's: the settings say which."""
    rows = BY_COUNTRY + "".join(f"{year}-01-01,China,7.{year}\n" for year in range(1990, 2026))
    assert ("China", "CNY per USD", "2025", Decimal("7.2025")) == told(read(rows, ANNUAL))[-1]
    with pytest.raises(SourceChanged, match=r"these are years\..* frequency: annual"):
        read(rows)


@pytest.mark.parametrize(
    ("rows", "layout", "remedy"),
    [
        (RUPEES, MONTHLY, "Declare frequency: annual"),
        (RUPEES.replace(",A,", ",M,"), ANNUAL, "Declare frequency: monthly"),
        (RUPEES + "2024-12-31,278.5,PKR,M,IMF,PK,Pakistan\n", ANNUAL, "Fetch annual rates alone"),
    ],
)
def test_a_table_of_another_frequency_is_refused(rows: str, layout: SideLayout, remedy: str) -> None:
    """The IMF says of each rate what it is an average of: no year stands in a source of months."""
    with pytest.raises(SourceChanged, match=remedy):
        read(rows, layout)


ROWS = [
    ("2026-06-02,China,6.8", "not the first day of a month"),
    ("2026-13-01,China,6.8", "there is no month 13"),
    ("June 2026,China,6.8", "is no day"),
    ("2026-06-01,Pakistan,280", "no country whose rate's direction is known"),
    ('2026-06-01,China,"6,8"', "is no number"),
    ("2026-06-01,China,0", "of 0 is none"),
    ("2026-06-01,China", "2 fields where the header has 3"),
    ("2026-07-01,China,6.8", "had not ended on the day of release"),
    ("2026-06-01,Chi\u202ena,6.8", "direction is known"),
]


@pytest.mark.parametrize(("row", "reason"), ROWS)
def test_a_strange_row_is_set_aside_with_its_line(row: str, reason: str) -> None:
    """The others are taken."""
    batch = read(BY_COUNTRY + "2026-05-01,China,6.8021\n" + row + "\n")
    assert 1 == len(batch.observations)
    assert [(3, True)] == [(one.row, reason in one.reason) for one in batch.refusals]


@pytest.mark.parametrize(
    "row", ["2024-12-31,1,PKR,Q,IMF,PK,Pakistan", "2024-12-31,1,Rupee,A,IMF,PK,Pakistan", "2024-12-31,1,PKR,A,IMF,PK,"]
)
def test_a_strange_row_of_the_imf_is_set_aside(row: str) -> None:
    """An unknown frequency, a currency that is no code, a country without a name."""
    assert [4] == [one.row for one in read(RUPEES + row, ANNUAL).refusals]


FORMS = [
    ("", "the columns are none"),
    ("Date,Country,Rate\n2026-06-01,China,6.8", 'the columns are "Date", "Country", "Rate"'),
    (BY_COUNTRY + '2026-06-01,"China,6.8', "cannot be read"),
    (BY_COUNTRY + "2026-06-01,China,6.8\0", "NUL"),
]


@pytest.mark.parametrize(("text", "problem"), FORMS)
def test_another_form_is_refused_whole(text: str, problem: str) -> None:
    """Columns are those of one of the two publishers."""
    with pytest.raises(SourceChanged, match=r"Nothing was stored\.") as error:
        read(text)
    assert problem in str(error.value)


def test_other_bytes_are_refused() -> None:
    """A table in another encoding, and one without a rate."""
    with pytest.raises(SourceChanged, match="line 2 is not utf-8"):
        read_context(MONTHLY, BY_COUNTRY.encode() + b"2026-06-01,M\xe9xico,18\n", "rates.csv", FETCHED)
    with pytest.raises(NothingUsable, match="each is a gap"):
        read(BY_COUNTRY + "2026-06-01,China,\n")


@pytest.mark.parametrize(
    ("file", "layout", "figures", "newest"),
    [
        ("monthly.csv", MONTHLY, 17_237, ("China", "2026-06", Decimal("6.7758"))),
        ("annual.csv", ANNUAL, 993, ("Venezuela", "2025", Decimal("131.1210"))),
        ("imf_exchangerates_A_ENDA_USD.csv", ANNUAL, 14_107, ("Pakistan", "2024", Decimal("278.576"))),
    ],
)
def test_the_publishers_own_files_are_read_whole(
    shared_data: Path, file: str, layout: SideLayout, figures: int, newest: tuple[str, str, Decimal]
) -> None:
    """Every row is understood; the rates are those of the publisher's note."""
    batch = read_context(layout, (shared_data / RATES / file).read_bytes(), file, FETCHED)
    assert (figures, ()) == (len(batch.observations), batch.refusals)
    name, period, value = newest
    found = {(one.name, str(one.period)): one.value for one in batch.observations}[name, period]
    assert found is not None
    assert abs(found - value) < Decimal("0.005")
