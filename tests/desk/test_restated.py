"""What a source made of its figures later: the method note says it, and the audit works it out from the releases."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.audit import audit_data
from generator.audit.trace.formulas import RESTATED
from generator.editions.edition_movements import movements_of
from generator.editions.edition_sheet import EditionSheet
from generator.editions.edition_text import compose
from generator.intake.period_choice import figures_for
from generator.settings.desk_parts import DeskParts
from generator.story.record import texts_of
from generator.trade.period import Period
from tests.desk.own_desk import Parties, add_table, briefing, own_desk, row
from tests.desk.unpaged import Unpaged, unpaged

PARTIES: Parties = ("DEU", "POL", "export")
LINES = {"8703": 60, "8708": 40}  # million a month: the whole is 100
NAME, PERIOD = "trade", "2025-12"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
MONTHS = [Period.parse("2023-12").step(at) for at in range(1, 25)]
# January 2025 is published three times, eight months twice: 100 million became thrice 103, thrice 98, and stayed thrice
SECOND = {"2025-01": 70, "2025-02": 63, "2025-03": 63, "2025-04": 58, "2025-05": 58, "2025-06": 58} | dict.fromkeys(
    ("2025-07", "2025-08", "2025-09"), 60
)
THIRD = {"2025-01": 63}
SAID = (
    "Nine of the twelve months to December 2025 were published again; between the first and the newest figure "
    "their total changed by +0.3% on average, by 1.7% regardless of sign."
)  # (3 x 3 - 3 x 2) / 9 and (3 x 3 + 3 x 2) / 9


def rows(cars: Mapping[str, int], day: str) -> Iterator[str]:
    """Yield the rows of a release that has the months of `cars`, with so many million of line 8703."""
    for month, million in cars.items():
        for code, value in (LINES | {"8703": million}).items():
            yield row(PARTIES, month, code, value * 1_000_000).replace("2026-02-18", day)


def republish(desk: DeskParts, cars: Mapping[str, int], day: str) -> None:
    """Take in one more release of the office."""
    add_table(desk, rows(cars, day), accept="restated by the office", now=NOW)


def office_desk(folder: Path) -> DeskParts:
    """Return a desk whose office has published two years once."""
    first = {str(month): 60 for month in MONTHS}
    return own_desk(folder, rows(first, "2026-02-18"), {NAME: briefing(PARTIES, LINES, "approval: none\n")})


def twice(folder: Path) -> DeskParts:
    """Return the desk after nine months of the twelve were published again."""
    desk = office_desk(folder)
    republish(desk, SECOND, "2026-03-18")
    republish(desk, THIRD, "2026-04-18")
    return desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskParts]:
    """Return the desk, open; none of the tests changes it."""
    with (found := twice(tmp_path_factory.mktemp("restated") / "desk")).store:
        yield found


@pytest.fixture(scope="module")
def told(desk: DeskParts) -> Unpaged:
    """Return its edition before any page."""
    return unpaged(desk, NAME, PERIOD)


@pytest.mark.long
def test_the_note_says_how_far_figures_were_revised(told: Unpaged) -> None:
    """The first figure of a month against the newest, whatever stood between; and the audit has nothing against it."""
    assert ([SAID], ()) == ([line for line in told.prose.splitlines() if "published again" in line], told.findings)


def test_a_later_release_changes_nothing_that_was_said(tmp_path: Path) -> None:
    """What was said first is found again in the releases of that day, though the office published once more since."""
    desk = twice(tmp_path / "desk")
    with desk.store:
        republish(desk, {"2025-10": 90}, "2026-05-18")
        then = figures_for(desk.desk, desk.store, NAME, PERIOD, date(2026, 4, 18))
        found = compose(
            desk.desk, desk.store, EditionSheet(NAME, then, movements_of(desk.desk, desk.store, NAME, then), 1, {}, {})
        )
        assert () == audit_data(found.files, desk.store.raw.read)
    assert SAID in [text.words for text in texts_of(found.stories[0])]


@pytest.mark.long
@pytest.mark.parametrize(
    ("cars", "count", "said"),
    [
        (dict.fromkeys(SECOND, 60), 0, ""),  # published again as it was
        (dict(list(SECOND.items())[:5]), 0, ""),  # fewer than six months
        (dict.fromkeys(list(SECOND)[:4], 61) | dict.fromkeys(list(SECOND)[4:8], 59), 1, "by 0.0% on average, by 1.0%"),
    ],
)
def test_a_revision_that_is_small_or_rare_is_not_told(
    tmp_path: Path, cars: dict[str, int], count: int, said: str
) -> None:
    """Where only its mean rounds to nothing, it has no sign."""
    desk = office_desk(tmp_path / "desk")
    with desk.store:
        republish(desk, cars, "2026-03-18")
        found = unpaged(desk, NAME, PERIOD)
    lines = [line for line in found.prose.splitlines() if "published again" in line]
    assert () == found.findings
    assert [True] * count == [said in line for line in lines]


def _leave_out(claim: dict[str, Any]) -> None:
    del claim["formula"][-1]


def _newest_for_first(claim: dict[str, Any]) -> None:
    for growth in claim["formula"][1:]:
        growth[2] = growth[1]


@pytest.mark.parametrize(
    ("change", "said"), [(_leave_out, "published again were"), (_newest_for_first, "the first figure of 2025-01 is")]
)
def test_the_audit_looks_for_first_figures_itself(
    told: Unpaged,
    desk: DeskParts,
    change: Any,  # noqa: ANN401 -- a function on JSON
    said: str,
) -> None:
    """A month left out, and a newest figure taken for the first: each of the three claims is found out."""
    claims = json.loads(told.files["claims.json"])
    for one in claims["claims"]:
        if one["formula"][0] in RESTATED:
            change(one)
    found = audit_data({**told.files, "claims.json": json.dumps(claims).encode()}, desk.store.raw.read)
    assert len(RESTATED) <= sum(said in str(one) for one in found)
