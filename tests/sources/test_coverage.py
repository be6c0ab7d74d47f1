"""What a table is complete about, as its settings say."""

from datetime import date

from generator.sources import TableLayout, read
from generator.trade.codes import Flow
from generator.trade.period import Period
from generator.trade.release import Coverage

TABLE = b"month,partner,hs,usd\n2025-01,PAK,2601,5\n2025-02,PAK,2601,6\n2025-02,AUS,2601,7\n"


def coverage(**settings: object) -> tuple[Coverage, ...]:
    """Return the coverage of a table of two partners, read with some settings."""
    columns = {"period": "month", "partner": "partner", "code": "hs", "value": "usd"}
    layout = TableLayout(name="office", columns=columns, reporter="CHN", flow="import", **settings)  # type: ignore[arg-type]
    return read(layout, TABLE, "table.csv", date(2025, 3, 1)).coverage


def test_a_whole_table_of_every_partner_has_them_all() -> None:
    """A partner without a row in a month that the table prints had no trade."""
    months = tuple(map(Period.parse, ("2025-01", "2025-02")))
    assert (Coverage("CHN", "", Flow.IMPORT, (), months),) == coverage(covers="all", every_partner=True)


def test_a_whole_table_of_some_partners_has_those_of_its_rows() -> None:
    """Of them it says so by itself, so nothing is stated; a table of single lines is complete about nothing."""
    assert () == coverage(covers="all")
    assert () == coverage(covers="listed", every_partner=True)
