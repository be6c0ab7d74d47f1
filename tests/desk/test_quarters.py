"""Quarterly and annual editions: of the months of a source, of its quarters, and when one is there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.editions.build import build
from generator.editions.figure_tables import revised
from generator.errors import FiguresIncomplete, FiguresMissing
from generator.intake.period_choice import figures_for
from generator.intake.standings import newer_release
from generator.settings.desk_parts import DeskParts
from generator.trade.period import Period
from tests.desk.conftest import StarterDesk
from tests.desk.own_desk import NOW, Parties, add_table, briefing, own_desk, row
from tests.desk.test_gaps import accepted
from tests.desk.unpaged import unpaged

PARTIES: Parties = ("DEU", "POL", "import")
CODES = {"2601": 11_000_000, "2608": 9_300_000, "7402": 28_000_000, "7403": 60_000_000}
GROWTH = {"2601": -6, "2608": 4, "7402": 9, "7403": 13}  # per cent a year
SEASON = (98, 101, 97, 104, 99, 103, 96, 102, 100, 105, 95, 100)


def level(code: str, year: int, month: int) -> int:
    """Return the dollars of one line in one month."""
    return CODES[code] * SEASON[month - 1] // 100 * (100 + GROWTH[code] * (year - 2023)) // 100


def of_quarter(code: str, year: int, quarter: int) -> int:
    """Return the dollars of one line in the months of one quarter."""
    return sum(level(code, year, month) for month in range(3 * quarter - 2, 3 * quarter + 1))


def months(last: str) -> Iterator[str]:
    """Yield the rows of three years of months, up to `last`."""
    for year in (2023, 2024, 2025):
        for month in range(1, 13):
            if (when := f"{year}-{month:02d}") <= last:
                yield from (row(PARTIES, when, code, level(code, year, month)) for code in CODES)


def quarters(last: str) -> Iterator[str]:
    """Yield the rows of three years of quarters, up to `last`."""
    for year in (2023, 2024, 2025):
        for quarter in (1, 2, 3, 4):
            if (when := f"{year}-Q{quarter}") <= last:
                yield from (row(PARTIES, when, code, of_quarter(code, year, quarter)) for code in CODES)


def quarterly(more: str = "") -> dict[str, str]:
    """Return a briefing that tells quarters."""
    return {"trade": briefing(PARTIES, CODES, more).replace("frequency: monthly", "frequency: quarterly")}


@pytest.fixture(scope="module", params=["months", pytest.param("quarters", marks=pytest.mark.long)])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskParts]:
    """Return a desk whose office publishes months, or quarters, up to September 2025."""
    rows = months("2025-09") if request.param == "months" else quarters("2025-Q3")
    made = own_desk(tmp_path_factory.mktemp(request.param), rows, quarterly())
    build(made.desk, made.store, made.shelf, "trade", None, NOW, lambda _: None)
    yield made
    made.store.close()


def shelved(desk: DeskParts, name: str) -> Any:  # noqa: ANN401 -- JSON
    """Return a file of the newest edition, which passed its audit."""
    (note,) = desk.store.editions.all()
    return json.loads((desk.shelf.place("trade", str(note.period), 1) / name).read_text("utf-8"))


def block(desk: DeskParts, name: str) -> Any:  # noqa: ANN401 -- JSON
    """Return a block of the newest edition in English."""
    return next(one for one in shelved(desk, "edition.json")["stories"]["en"]["blocks"] if one["id"] == name)


def test_the_newest_quarter_is_told(desk: DeskParts) -> None:
    """Its total is that of its months, and the one a year before: worked out here from the table."""
    said = json.dumps(shelved(desk, "edition.json"), ensure_ascii=False)
    now, base = (sum(of_quarter(code, year, 3) for code in CODES) for year in (2025, 2024))
    assert "Quarterly briefing" in said
    assert f"${Decimal(now) / 10**6:.2f} million" in said
    assert f"{100 * (Decimal(now) / base - 1):+.1f}% on July–September 2024" in said


def test_each_panel_goes_by_quarters(desk: DeskParts) -> None:
    """The figure at its end is that of its last point, whatever the office publishes."""
    panels = block(desk, "panels")
    spans = [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)][:-1]
    for curve in panels["curves"]:
        (code,) = curve["codes"]
        drawn = [of_quarter(code, int(span[:4]), int(span[-1])) / 10**6 for span in spans]
        assert (spans, pytest.approx(drawn)) == (curve["spans"], curve["points"])


def test_its_run_is_of_quarters(desk: DeskParts) -> None:
    """The whole grew in each of the seven quarters with a base; three years are not on file, so it has no record."""
    claims = shelved(desk, "claims.json")["claims"]
    assert {("streak", "quarters", "7")} == {
        (claim["kind"], claim["unit"], claim["value"]) for claim in claims if claim["kind"] == "streak"
    }
    assert not {claim["kind"] for claim in claims} & {"record", "since", "surprise"}


def test_a_quarter_is_there_with_its_last_figures(desk: DeskParts) -> None:
    """Before, it is not out, and the newest is the one before it."""
    with pytest.raises(FiguresMissing, match=r"2025-Q4 is not out yet: the newest period of office is 2025-(09|Q3)"):
        figures_for(desk.desk, desk.store, "trade", "2025-Q4")
    assert "2025-Q3" == str(figures_for(desk.desk, desk.store, "trade", None).period)


def test_two_of_its_months_are_no_quarter(tmp_path: Path) -> None:
    """August is out, September is not: the second quarter is the newest."""
    desk = own_desk(tmp_path, months("2025-08"), quarterly())
    with desk.store:
        with pytest.raises(FiguresMissing, match="2025-Q3 is not out yet: the newest period of office is 2025-08"):
            figures_for(desk.desk, desk.store, "trade", "2025-Q3")
        assert "2025-Q2" == str(figures_for(desk.desk, desk.store, "trade", None).period)


def test_a_year_is_made_of_its_months(tmp_path: Path) -> None:
    """The newest whole year is told with the sums of its months, and passes the audit."""
    annual = {"trade": briefing(PARTIES, CODES).replace("frequency: monthly", "frequency: annual")}
    desk = own_desk(tmp_path, months("2025-12"), annual)
    with desk.store:
        edition = unpaged(desk, "trade", None)
    now, base = (sum(level(code, year, month) for code in CODES for month in range(1, 13)) for year in (2025, 2024))
    assert edition.findings == ()
    assert f"${Decimal(now) / 10**9:.2f} billion in 2025, {100 * (Decimal(now) / base - 1):.1f}% more" in edition.prose


def test_eleven_months_are_not_a_year(tmp_path: Path) -> None:
    """The newest whole year is the one before."""
    annual = {"trade": briefing(PARTIES, CODES).replace("frequency: monthly", "frequency: annual")}
    desk = own_desk(tmp_path, months("2025-11"), annual)
    with desk.store:
        assert "2024" == str(figures_for(desk.desk, desk.store, "trade", None).period)


@pytest.mark.long
def test_a_first_quarter_stands_on_january_and_february_together(tmp_path: Path) -> None:
    """China's customs print the two as one figure: with March they make the quarter."""
    china: Parties = ("CHN", "PAK", "import")
    rows = []
    for year in (2024, 2025):
        for code in CODES:
            pair = level(code, year, 1) + level(code, year, 2)
            rows += [
                row(china, f"{year}-01..{year}-02", code, pair),
                row(china, f"{year}-03", code, level(code, year, 3)),
            ]
    briefings = {"trade": briefing(china, CODES).replace("frequency: monthly", "frequency: quarterly")}
    desk = own_desk(tmp_path, rows, briefings)
    with desk.store:
        figures = figures_for(desk.desk, desk.store, "trade", None)
        assert "2025-Q1" == str(figures.period)
        cells = figures.over(["7403"], figures.period)
        assert cells is not None
        assert of_quarter("7403", 2025, 1) == sum(cell.value or 0 for cell in cells)
        assert ["2025-01..2025-02", "2025-03"] == [str(cell.period) for cell in cells]
        build(desk.desk, desk.store, desk.shelf, "trade", None, NOW, lambda _: None)
        assert "in January–March" in json.dumps(shelved(desk, "edition.json"), ensure_ascii=False)


@pytest.mark.long
@pytest.mark.parametrize("frequency", ["monthly", "quarterly"])
def test_a_chapter_is_the_sum_of_lines_that_were_printed_together(frequency: str, tmp_path: Path) -> None:
    """China's customs print January and February as one figure: no row of the chapter, and none of either month."""
    china: Parties = ("CHN", "PAK", "import")
    rows = []
    for year in (2023, 2024, 2025):
        for code in CODES:
            pair = level(code, year, 1) + level(code, year, 2)
            rows.append(row(china, f"{year}-01..{year}-02", code, pair))
            rows += [row(china, f"{year}-{month:02d}", code, level(code, year, month)) for month in range(3, 10)]
    text = briefing(china, ("26", "74")).replace("frequency: monthly", f"frequency: {frequency}")
    desk = own_desk(tmp_path, rows, {"trade": text})
    with desk.store:
        build(desk.desk, desk.store, desk.shelf, "trade", None, NOW, lambda _: None)
        year = block(desk, "year_gap")["curves"][0]
    span, count = {"monthly": ("2025-01..2025-02", 2), "quarterly": ("2025-Q1", 3)}[frequency]
    now, before = (
        sum(level(code, year, month) for code in CODES for month in range(1, count + 1)) for year in (2025, 2024)
    )
    assert (span, pytest.approx((now - before) / 10**6)) == (year["spans"][0], year["points"][0])


def later(desk: DeskParts, rows: Iterable[str], day: str = "2026-03-01") -> None:
    """Take in what came after the first table, though lines are absent from it."""
    add_table(desk, [one.replace("2026-02-18", day) for one in rows], accept="it is so")


def test_a_quarter_without_trade_is_passed_over(tmp_path: Path) -> None:
    """There is nothing to tell once a person says so: the newest is the one before, and who asks for it hears why."""
    desk = own_desk(tmp_path, months("2025-06"), quarterly())
    with desk.store:
        later(desk, [row(PARTIES, f"2025-{month:02d}", "2610", 5_000_000) for month in (7, 8, 9)])
        with pytest.raises(FiguresIncomplete, match=r"no row of HS 2601, .* tradebrief pull trade --period 2025-07"):
            figures_for(desk.desk, desk.store, "trade", None)
        accepted(desk, Period.parse("2025-07"), "trade")
        assert "2025-Q2" == str(figures_for(desk.desk, desk.store, "trade", None).period)
        with pytest.raises(FiguresIncomplete, match=r"no trade in any line .* figure is 2025-Q2: .* --period 2025-Q2"):
            figures_for(desk.desk, desk.store, "trade", "2025-Q3")


@pytest.mark.long
def test_a_quarter_comes_back_byte_for_byte(desk: DeskParts) -> None:
    """As any edition does."""
    assert 0 == StarterDesk(desk.desk.folder).run("regenerate", "trade", "--period", "2025-Q3").code


@pytest.mark.long
def test_a_month_that_the_next_ones_table_restates_makes_its_quarter_older(tmp_path: Path) -> None:
    """Offices print corrections in their next table; one that restates nothing leaves the quarter alone."""
    desk = own_desk(tmp_path, months("2025-09"), quarterly())
    with desk.store:
        build(desk.desk, desk.store, desk.shelf, "trade", None, NOW, lambda _: None)
        (note,) = desk.store.editions.all()
        later(desk, [row(PARTIES, "2025-10", code, level(code, 2025, 10)) for code in CODES])
        assert "" == newer_release(desk.desk, desk.store, note)
        again = [row(PARTIES, "2025-11", code, level(code, 2025, 11)) for code in CODES]
        again += [row(PARTIES, "2025-08", "7403", 1)]
        later(desk, again, "2026-03-09")
        assert "older than the release of 2026-03-09" == newer_release(desk.desk, desk.store, note)
        assert {"2025-08"} == {one["period"] for one in revised(desk.desk, desk.store, "trade", "2025-Q3", None)}
