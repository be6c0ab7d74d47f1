"""A large line that its source leaves out all at once was not reported: the edition is partial, and nothing fell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.audit import audit_data
from generator.editions.edition_movements import movements_of
from generator.errors import SettingsError
from generator.intake.period_choice import figures_for
from generator.service.edition_steps import extent
from generator.settings.desk_parts import DeskParts
from generator.trade.period import Period
from tests.desk.own_desk import Parties, add_table, briefing, own_desk, row
from tests.desk.unpaged import unpaged

PARTIES: Parties = ("DEU", "POL", "import")
USUAL = {"2601": 30_000_000, "2603": 26_000_000, "2607": 15_000_000, "2608": 10_000_000, "2610": 17_000_000}
GONE, JUNE = "2610", Period.parse("2025-06")
MONTHS = [f"{2024 + at // 12}-{at % 12 + 1:02}" for at in range(17)]
REASON = "The last mine was closed, says the importer."


def month(text: str, values: Mapping[str, int | str] = USUAL) -> list[str]:
    """Return a month of the lines of `values`, each a little larger than in the month before."""
    grown = 100 + 12 * (int(text[:4]) - 2024) + int(text[5:])
    return [
        row(PARTIES, text, code, value * grown // 100 if isinstance(value, int) else value)
        for code, value in values.items()
    ]


def without(*codes: str) -> dict[str, int]:
    """Return what is usual of all other lines."""
    return {code: value for code, value in USUAL.items() if code not in codes}


def history(values: Mapping[str, int] = USUAL) -> list[str]:
    """Return the seventeen months before June 2025."""
    return [one for text in MONTHS for one in month(text, values)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskParts]:
    """Return a desk that knows the months up to May 2025."""
    opened = own_desk(tmp_path / "desk", history(), {"ores": briefing(PARTIES, USUAL)})
    with opened.store:
        yield opened


def value(desk: DeskParts, code: str = GONE, period: Period = JUNE) -> object:
    """Return what the edition of June knows of a line."""
    return figures_for(desk.desk, desk.store, "ores", str(JUNE)).value(code, period)


def test_an_edition_without_it_is_partial_and_tells_no_fall(desk: DeskParts) -> None:
    """Figures, movements, the clock, the story and its audit see the same; the total is of what was reported."""
    add_table(desk, month("2025-06", without(GONE)))
    edition = unpaged(desk, "ores", "2025-06")
    figures = figures_for(desk.desk, desk.store, "ores", "2025-06")
    line = movements_of(desk.desk, desk.store, "ores", figures).movements.line(GONE)
    assert (None, "missing 2025-06") == (value(desk), line.metric("yoy").reason)
    assert ("partial", "1 of 5 lines have no figure of 2025-06: 2610") == extent(desk.desk, desk.store, "ores", JUNE)
    assert ((), True) == (edition.findings, "without chromium ores" in edition.prose)
    assert [True, False, False] == [part in edition.prose for part in ("Partial figures", " fell ", "no trade")]


@pytest.mark.long
@pytest.mark.parametrize(
    ("values", "released", "accept", "expected"),
    [
        (USUAL, date(2026, 3, 1), "", 17_000_000 * 118 // 100),  # a later file brings the row
        ({**USUAL, GONE: 0}, date(2026, 3, 1), "", 0),  # a zero is printed: it is a report
        (without(GONE), date(2026, 3, 20), REASON, 0),  # a person accepts that the trade has ended
    ],
)
def test_what_is_reported_or_accepted_is_believed(
    desk: DeskParts, values: dict[str, int], released: date, accept: str, expected: int
) -> None:
    """The edition is whole, and prints the reason."""
    add_table(desk, month("2025-06", without(GONE)))
    taken = add_table(desk, month("2025-06", values), released, accept)
    edition = unpaged(desk, "ores", "2025-06")
    assert (accept, expected, ()) == (taken.accepted, value(desk), edition.findings)
    assert "complete" == extent(desk.desk, desk.store, "ores", JUNE)[0]
    assert (True, False) == (accept in edition.prose, "Partial figures" in edition.prose)


def test_a_file_that_is_known_is_accepted_from_a_later_day(desk: DeskParts) -> None:
    """On its own day it would change what was published, and the error says so; before that day it is partial."""
    rows = month("2025-06", without(GONE))
    add_table(desk, rows)
    with pytest.raises(SettingsError, match="--released 2026-03-20"):
        add_table(desk, rows, accept=REASON)
    assert None is value(desk)
    taken = add_table(desk, rows, date(2026, 3, 20), REASON)
    assert (True, REASON, 0) == (taken.new, taken.accepted, value(desk))
    before = figures_for(desk.desk, desk.store, "ores", "2025-06", date(2026, 3, 19))
    assert (None, ()) == (before.value(GONE, JUNE), unpaged(desk, "ores", "2025-06").findings)


@pytest.mark.parametrize(
    ("more", "codes", "left", "unknown", "said"),
    [
        # the sum of the lines that were reported is not the chapter
        ({"7403": 40_000_000}, ("26",), (GONE,), ("26", GONE), "(without chromium ores)"),
        ({}, ("26",), (GONE,), ("26", GONE), "$95.58 million"),  # 81 of 98 million in a usual month, 18 % more
        # each has 2 % of the total, and may pause; both with the whole chapter of 4 % were not reported
        ({"7402": 2_000_000, "7403": 2_000_000}, ("74",), ("7402", "7403"), ("74", "7402", "7403"), "Partial figures"),
    ],
)
def test_a_chapter_without_a_large_line_gives_way_to_its_lines(
    tmp_path: Path,
    more: dict[str, int],
    codes: tuple[str, ...],
    left: tuple[str, ...],
    unknown: tuple[str, ...],
    said: str,
) -> None:
    """Nobody prints it: each of the lines that were reported is told."""
    usual = {**USUAL, **more}
    desk = own_desk(tmp_path / "desk", history(usual), {"ores": briefing(PARTIES, (*codes, *usual))})
    with desk.store:
        add_table(desk, month("2025-06", {code: worth for code, worth in usual.items() if code not in left}))
        edition = unpaged(desk, "ores", "2025-06")
        assert [None] * len(unknown) == [value(desk, code) for code in unknown]
        assert ((), True) == (edition.findings, said in edition.prose)


def test_the_audit_judges_by_the_releases_whether_a_line_came_to_nothing(desk: DeskParts) -> None:
    """An edition that tells a stop for which no release was accepted is refused."""
    add_table(desk, month("2025-06", without(GONE)), accept=REASON)
    files = dict(unpaged(desk, "ores", "2025-06").files)
    claims = json.loads(files["claims.json"])
    for document in claims["documents"].values():
        document.pop("accepted", None)
    found = audit_data({**files, "claims.json": json.dumps(claims).encode()}, desk.store.raw.read)
    assert {"claim", "partial"} <= {one.rule for one in found}
