"""Of a table of the world's trade the auditor keeps what the edition stands on, and no verdict hangs on the rest."""

import gzip

import pytest

from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.document_sheets import DocumentSheet, WantedRows
from generator.trade.period import Period

COLUMNS = {"reporter": "from", "partner": "to", "flow": "flow", "code": "hs", "period": "month", "value": "usd"}
DOCUMENT = {"columns": COLUMNS, "scale": "1", "covers": "all", "words": {"partner": {"Pak.": "PAK", "ind": "IND"}}}
TABLE = """from,to,flow,hs,month,usd
CHN,Pak.,M,2603,2025-11,10
156,Pak.,M,2603,2025-12,20
CHN,ind,M,2603,2025-12,7
CHN,"of two
lines",M,2603,2025-12,9
CHN
chn,Pak.,X,2603,2025-12,30
USA,Pak.,M,2603,2025-12,40
"""
CELLS = {"c1": {"reporter": "CHN", "partner": "PAK", "flow": "M", "raw": "d1", "row": 2}}
PAIR = ("CHN", "PAK", "M")


@pytest.mark.parametrize("form", ["csv", "csv.gz"])
def test_only_the_edition_s_parties_are_kept(form: str) -> None:
    """However a row writes them; a row keeps its line, one that is torn stays, and so does one that a cell names."""
    raw = TABLE.encode() if form == "csv" else gzip.compress(TABLE.encode())
    cells = CELLS | {"c2": {**CELLS["c1"], "row": 9}}
    sheet = DocumentSheet.of({**DOCUMENT, "form": form}, raw, WantedRows.of(cells, "d1"))
    assert [2, 3, 7, 8, 9] == list(sheet.rows)
    assert [2, 3, 7, 8] == list(DocumentSheet.of({**DOCUMENT, "form": form}, raw, WantedRows.of(cells, "d2")).rows)


def test_the_releases_say_of_them_what_whole_sheets_say() -> None:
    """Values, silence and what is covered are those of the whole table."""
    document = {**DOCUMENT, "refused": [5, 7]}
    whole, kept = (
        CustomsReleases.of({"d1": DocumentSheet.of(document, TABLE.encode(), wanted)})
        for wanted in (None, WantedRows.of(CELLS, "d1"))
    )
    for month in ("2025-10", "2025-11", "2025-12"):
        span = Period.parse(month)
        assert whole.value(PAIR, "2603", span) == kept.value(PAIR, "2603", span)
        assert whole.is_silent(PAIR, "7403", span) == kept.is_silent(PAIR, "7403", span)
    assert 30 == kept.total(PAIR, ["2603"], Period(Period.parse("2025-11").first, 2))
    assert whole.first_month(PAIR, ["2603"]) == kept.first_month(PAIR, ["2603"])


@pytest.mark.parametrize(("partner", "covers"), [("IRN", True), ("W00", False)])
def test_a_table_of_every_partner_is_silent_about_one_and_not_about_the_world(
    partner: str,
    covers: bool,  # noqa: FBT001 -- a table
) -> None:
    """No row of Iran is no trade; no row of the World is no total."""
    every = {"reporter": "CHN", "partner": "", "flow": "M", "codes": ["26"], "periods": ["2025-12"]}
    releases = CustomsReleases.of(
        {"d1": DocumentSheet.of({**DOCUMENT, "covers": "listed", "coverage": [every]}, TABLE.encode())}
    )
    parties, month = ("CHN", partner, "M"), Period.parse("2025-12")
    assert covers == releases.is_silent(parties, "2603", month)
    assert ({month} if covers else set()) == releases.complete(parties, "2603")
    assert ({None: False, month.first: True}[releases.first_month(parties, ["2603"])]) == covers


def test_a_table_of_one_pair_is_kept_whole() -> None:
    """Where the parties are constants there is nothing to choose by."""
    document = {"columns": {"code": "hs", "value": "usd"}, "reporter": "CHN", "partner": "PAK", "scale": "1"}
    sheet = DocumentSheet.of(document, b"hs,usd\n2603,1\n7403,2\n", WantedRows.of({}, "d1"))
    assert [2, 3] == list(sheet.rows)
