"""One source, one currency: what is unknown, mixed or written in another one is refused early."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import SettingsError
from generator.intake.file_intake import ingest
from generator.settings.desk import faults
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests.desk.own_desk import HEAD, NOW, briefing, own_desk, row
from tests.desk.test_settings import FILES, changed
from tests.desk.unpaged import unpaged

PARTIES = ("DEU", "POL", "export")
CODES = ("8703", "8708")


def months(year: int, upto: int, usual: int = 10**8) -> list[str]:
    """Return the rows of some months."""
    return [row(PARTIES, f"{year}-{month:02d}", code, usual + month) for month in range(1, upto + 1) for code in CODES]


def declared(desk: DeskParts, currency: str) -> DeskParts:
    """Return the desk after its office was said to count in `currency`."""
    settings = desk.desk.folder / "desk.yaml"
    told = settings.read_text("utf-8").replace("    kind: tables", f"    kind: tables\n    currency: {currency}")
    settings.write_text(told, "utf-8")
    desk.store.close()
    return open_desk(desk.desk.folder, {})


def take_in(desk: DeskParts, name: str, rows: list[str]) -> None:
    """Take one more file in, as a person who knows that its currency is another one."""
    file = desk.desk.folder / "inbox" / "office" / name
    file.write_text("\n".join([HEAD, *rows]), "utf-8")
    ingest(desk.desk, desk.store, file, "office", NOW, accept="the currency was declared late")


@pytest.mark.parametrize(("written", "near"), [("RMB", "such as"), ("CNYs", "such as CNY"), ("eur", "such as EUR")])
def test_a_currency_that_is_not_known_is_refused_with_its_line(written: str, near: str) -> None:
    """The code is checked where it is declared, and a near one is named."""
    files = changed("desk.yaml", "    kind: tables\n", f"    kind: tables\n    currency: {written}\n")
    (fault,) = faults({**FILES, **files})
    assert "desk.yaml:9: currency is" in str(fault)
    assert near in str(fault)


def test_figures_in_two_currencies_make_no_edition(tmp_path: Path) -> None:
    """Old months were taken in as dollars, the newest as euros: both are named, and how to fix it."""
    desk = own_desk(tmp_path / "desk", months(2024, 12), {"cars": briefing(PARTIES, CODES)})
    desk = declared(desk, "EUR")
    take_in(desk, "new.csv", months(2025, 12))
    with pytest.raises(
        SettingsError, match=r"the figures of office are in EUR \(such as 2025-01\) and USD \(such as 2024-01\)"
    ):
        unpaged(desk, "cars", "2025-12")
    take_in(desk, "old.csv", months(2024, 12))
    found = unpaged(desk, "cars", "2025-12")
    desk.store.close()
    assert ((), True) == (found.findings, "EUR 200.00 million" in found.prose)


@pytest.mark.parametrize("currency", ["JPY", "EUR"])
def test_any_currency_is_told_and_passes(tmp_path: Path, currency: str) -> None:
    """The code stands before the figure, and yen have no decimals of their own."""
    rows = [*months(2024, 12, 38_000), *months(2025, 12, 41_000)]
    desk = declared(own_desk(tmp_path / "desk", rows, {"cars": briefing(PARTIES, CODES)}), currency)
    take_in(desk, "all.csv", rows)
    found = unpaged(desk, "cars", "2025-12")
    desk.store.close()
    assert () == found.findings
    assert f"{currency} 82,000" in found.prose  # twice 41,012, each to half a unit: only the hundreds are sure
    assert "$" not in found.prose
