"""A level shift is told once; where its line is named again, the text says since when it stands, and is audited."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from generator.audit import audit_data
from generator.cli import few
from generator.desk.opened import OpenDesk
from tests.desk.in_order import NAME, PARTIES, USUAL, rows
from tests.desk.own_desk import briefing, own_desk
from tests.desk.unpaged import Unpaged, unpaged

SAID = "a rise that has stood since the step in May 2025"
Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Return a desk on which one of eight lines is worth 2.5 times as much since May; none of the tests changes it."""
    folder = tmp_path_factory.mktemp("step") / "desk"
    with (found := own_desk(folder, rows(), {NAME: briefing(PARTIES, USUAL)})).store:
        yield found


@pytest.fixture(scope="module")
def june(desk: OpenDesk) -> Unpaged:
    """Return its edition of June."""
    return unpaged(desk, NAME, "2025-06")


def test_the_month_after_a_step_says_since_when_the_level_stands(desk: OpenDesk, june: Unpaged) -> None:
    """June names May, May itself is a rise like any other; the audit has nothing against either."""
    may = unpaged(desk, NAME, "2025-05")
    assert [(0, ()), (1, ())] == [(one.prose.count(SAID), one.findings) for one in (may, june)]
    assert [SAID.removeprefix("a rise that has stood ")] == [
        form for one in claims(june)["claims"] if one["kind"] == "step" for form in one["printed"]
    ]


def test_its_claim_holds_every_month_since_and_the_year_before(june: Unpaged) -> None:
    """June and May above each month from April 2025 back to May 2024."""
    found = claims(june)
    [claim] = [one for one in found["claims"] if one["kind"] == "step"]
    months = [found["cells"][part[1]]["period"] for part in claim["formula"][1:]]
    assert ("step_up", "2", "2025-05") == (claim["formula"][0], claim["value"], claim["compare_period"])
    assert (["2025-06", "2025-05", "2025-04"], "2024-05", 14) == (months[:3], months[-1], len(months))


def claims(of: Unpaged) -> Any:  # noqa: ANN401 -- JSON is any
    """Return claims.json."""
    return json.loads(of.files["claims.json"])


def a_month_late(claim: dict[str, Any]) -> None:
    """Take June for the month of the step."""
    claim["compare_period"] = "2025-06"


def without_a_month(claim: dict[str, Any]) -> None:
    """Leave out a month of the year before."""
    del claim["formula"][5]


def the_other_way(claim: dict[str, Any]) -> None:
    """Call it a fall."""
    claim["formula"][0] = "step_down"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (a_month_late, "it is compared with 2025-05"),
        (without_a_month, "not every month since the step lies above"),
        (the_other_way, "not every month since the step lies below"),
    ],
)
def test_the_audit_works_the_step_out_again(desk: OpenDesk, june: Unpaged, change: Change, said: str) -> None:
    """Its month, its year before and its way."""
    found = claims(june)
    [claim] = [one for one in found["claims"] if one["kind"] == "step"]
    change(claim)
    files = {**june.files, "claims.json": json.dumps(found).encode()}
    assert [one for one in audit_data(files, desk.store.raw) if said in str(one)]


def test_the_audit_reads_the_month_in_the_sentence(desk: OpenDesk, june: Unpaged) -> None:
    """June would be wrong, and the mark is as long as before."""
    words = june.files["edition.json"].replace(b"the step in May 2025", b"the step of Jun 2025")
    words = words.replace(b"the step of Jun 2025", b"a step of June 2025 ")
    found = audit_data({**june.files, "edition.json": words}, desk.store.raw)
    assert [one for one in found if one.rule == "pattern" and "a step of June 2025" in one.sentence]


def test_a_screen_says_it_in_words() -> None:
    """One month, and two that are one step."""
    assert ["since the step in October 2025", "since the step in January–February 2025"] == [
        few.since(step) for step in ("2025-10", "2025-01..2025-02")
    ]
