"""Trends: the auditor's own arithmetic for the claims of news, each head by its table of truths."""

from collections.abc import Sequence
from itertools import starmap
from typing import Any

import pytest

from generator.audit.trace.formulas import FormulaCalculator
from generator.audit.trace.value_spans import Span
from generator.story.amounts import Claim, YearChange
from generator.story.claim_ledger import differences, exactly
from generator.story.news.time_series import Run
from tests.story.news.made import HOLIDAY, Made, news, years

Formula = list[Any]


def _cell(name: str, month: str, low: float, high: float | None = None) -> dict[str, object]:
    ends = {"low": str(low), "value": str(low), "high": str(low if high is None else high)}
    parties = {"reporter": "CHN", "partner": "PAK", "flow": "M"}
    return {"code": name, "period": month, "measure": "usd", "qualifier": "exact", **parties, **ends}


def _worked(head: str, parts: Sequence[Formula]) -> Span:
    """Return what a head comes to over parts whose cells are named by month and level: "2025-03=110"."""
    cells: dict[str, dict[str, object]] = {}
    _gather([head, *parts], cells)
    return FormulaCalculator(cells).span([head, *parts])


def _gather(formula: object, cells: dict[str, dict[str, object]]) -> None:
    if not isinstance(formula, list):
        return
    if formula[0] == "cell":
        when, _, level = str(formula[1]).partition("=")
        code, _, month = when.rpartition("@")
        least, _, most = level.partition("~")
        weight = code.startswith("kg")
        cell = _cell(code.removeprefix("kg"), month, float(least), float(most or least))
        cells[str(formula[1])] = cell | ({"measure": "kg"} if weight else {})
        return
    for part in formula[1:]:
        _gather(part, cells)


def level(month: str, amount: object, code: str = "7403") -> Formula:
    """Return a cell; "100~120" is one whose reading is open."""
    return ["cell", f"{code}@{month}={amount}"]


def _month(back: int) -> str:
    return f"{2025 - back // 12}-{12 - back % 12:02}"


def changes(*ends: object, head: str = "difference", base: object = 100) -> list[Formula]:
    """Return changes of months from December 2025 back, each against a year before."""
    return [[head, level(_month(back), now), level(_month(back + 12), base)] for back, now in enumerate(ends)]


def levels(*amounts: object) -> list[Formula]:
    """Return levels of months from December 2025 back."""
    return [level(_month(back), amount) for back, amount in enumerate(amounts)]


def decembers(*amounts: object) -> list[Formula]:
    """Return the steps from November, which stood at 100, to December, from 2024 back."""
    years = range(2024, 2024 - len(amounts), -1)
    pairs = zip(years, amounts, strict=True)
    return [["difference", level(f"{year}-12", amount), level(f"{year}-11", 100)] for year, amount in pairs]


THREE = [100] * 36
TWO = [100] * 24
TABLE: list[tuple[str, list[Formula], object]] = [
    ("run", changes(101, 110, 100.1), 3),
    ("run", changes(99, 98), 2),
    ("run", changes(101, 99), None),
    ("run", changes(101, 100), None),
    ("run", changes("99~101", 101), None),
    ("run", changes(101, head="growth"), None),  # of differences, not of rates
    ("turned", changes(90, 110, 110, 90), 2),
    ("turned", changes(90, 110, 110), 2),
    ("turned", changes(110, 90), 1),
    ("turned", changes(90, 110, 90, 110), None),
    ("turned", changes(90, 90), None),
    ("turned", changes(90, "99~110", 90), None),
    ("growth_high", changes(120, 110, 119, head="growth"), 3),
    ("growth_high", changes(120, 120, head="growth"), None),
    ("growth_high", changes("119~121", 120, head="growth"), None),
    ("growth_high", changes(120, head="growth"), None),  # one is the highest of nothing
    ("growth_low", changes(80, 110, 90, head="growth"), 3),
    ("growth_low", changes(95, 110, 90, head="growth"), None),
    ("narrowing", changes(90, 80, 75, head="growth"), 3),
    ("narrowing", changes(110, 120, 125, head="growth"), 3),
    ("narrowing", changes(88, 80, 77, head="growth"), None),  # more than half
    ("narrowing", changes(90, 75, head="growth"), None),  # two
    ("narrowing", changes(90, 120, 75, head="growth"), None),
    ("narrowing", changes(90, 75, 80, head="growth"), None),
    ("most_of", levels(120, 100, 119), 3),
    ("most_of", levels(120, "100~121"), None),
    ("least_of", levels(80, 100, 81), 3),
    ("least_of", levels(80, 80), None),
    ("records", levels(130, 120, *THREE), 2),
    ("records", levels(130, 120, 125, *THREE), 1),
    ("records", levels(130, 120, *THREE[1:]), 1),  # the one before had 35 months behind it
    ("records_of_year", levels(130, 110, 120, *THREE), 2),
    ("records_of_year", levels(130, *[110] * 11, 120, *THREE), 1),
    ("records_of_year", levels(130, 130, *THREE), None),
    ("second", levels(120, 130, *THREE), 2),
    ("second", levels(120, 130, 125, *THREE), None),
    ("second", levels(130, 120, *THREE), None),
    ("second", levels(120, 120, 130), None),
    ("season", decembers(120, 120, 120), 3),
    ("season", decembers(90, 90, 90, 90), 4),
    ("season", decembers(120, 120), None),
    ("season", decembers(120, 90, 120), None),
    ("season", decembers(120, 100, 120), None),
    ("highest", levels(130, 120, 110), 2),
    ("highest", levels(120, "100~121"), None),
    ("since_high", levels(110, 100, 120), 2),
    ("since_high", levels(110, 115, 120), None),
    ("since_high", levels(110, 100, 105), None),
    ("since_low", levels(90, 95, 80), 2),
    ("rank", [level("2025-12", amount, code) for amount, code in ((150, "a"), (120, "b"), (200, "c"))], 2),
    ("rank", [level("2025-12", amount, code) for amount, code in ((150, "a"), ("140~151", "b"))], None),
    ("idle", levels(10, 0, 0, 0, 5), 3),
    ("idle", levels(10, 0, 1, 5), None),
    ("idle", levels(0, 0, 5), None),
    ("idle", levels(10, 5), None),
    ("begun", levels(10, 5, *[0] * 12), 2),
    ("begun", levels(10, 5, *[0] * 11), None),  # less than a year without trade
    ("begun", levels(10, 0, 5, *[0] * 12), None),
    ("begun", levels(0, 10, *[0] * 12), None),
    ("stopped", levels(0, *TWO), 25),
    ("stopped", levels(0, *TWO[1:]), None),
    ("stopped", levels(0, *TWO, 0), None),
    ("stopped", levels(1, *TWO), None),
    ("paused", levels(0, *TWO, 0), 24),
    ("paused", levels(0, *TWO[1:], 0), None),
    ("paused", levels(0, *TWO, 1), None),
]  # fmt: skip


@pytest.mark.parametrize(("head", "parts", "expected"), TABLE)
def test_a_series_is_worked_out_again(head: str, parts: list[Formula], expected: int | None) -> None:
    """None where the head does not hold under every reading of its cells."""
    if expected is None:
        with pytest.raises(ValueError, match=r"\w"):
            _worked(head, parts)
    else:
        assert Span.point(expected) == _worked(head, parts)


def _line(code: str, now: object, base: object = 100) -> Formula:
    return ["difference", level("2025-12", now, code), level("2024-12", base, code)]


def test_a_part_is_of_a_change_that_goes_its_way() -> None:
    """Thirty of forty; a rise is no part of a fall."""
    now = ["sum", level("2025-12", 130, "a"), level("2025-12", 110, "b")]
    whole = ["difference", now, ["sum", level("2024-12", 100, "a"), level("2024-12", 100, "b")]]
    assert Span.point(75) == _worked("part", [_line("a", 130), whole])
    fall = ["difference", level("2025-12", 90, "c"), level("2024-12", 100, "c")]
    with pytest.raises(ValueError, match="another way"):
        _worked("part", [_line("a", 130), fall])


def test_a_weight_grew_by_a_part_of_its_value() -> None:
    """Value a fifth up, weight a twentieth: a quarter of it. Two values, and a weight that fell, have none."""
    value = ["growth", level("2025-12", 120), level("2024-12", 100)]
    mass = ["growth", level("2025-12", 105, "kg7403"), level("2024-12", 100, "kg7403")]
    assert Span.point(25) == _worked("tonnage_part", [value, mass])
    with pytest.raises(ValueError, match="weight"):
        _worked("tonnage_part", [value, value])
    fall = ["growth", level("2025-12", 95, "kg7403"), level("2024-12", 100, "kg7403")]
    with pytest.raises(ValueError, match="one way"):
        _worked("tonnage_part", [value, fall])


def test_a_new_leader_was_smaller_before() -> None:
    """It is the first now, and in each month before some other line was larger."""
    rank = ["rank", level("2025-12", 150, "a"), level("2025-12", 120, "b")]
    before = [["difference", level(_month(back), 120, "b"), level(_month(back), 110, "a")] for back in range(1, 13)]
    assert Span.point(12) == _worked("leader", [rank, *before])
    even = [["difference", level(_month(1), 110, "b"), level(_month(1), 110, "a")], *before[1:]]
    with pytest.raises(ValueError, match="lead"):
        _worked("leader", [rank, *even])
    second = ["rank", level("2025-12", 110, "a"), level("2025-12", 120, "b")]
    with pytest.raises(ValueError, match="lead"):
        _worked("leader", [second, *before])
    other = [["difference", level(_month(1), 120, "b"), level(_month(1), 110, "c")], *before[1:]]
    with pytest.raises(ValueError, match="another one"):
        _worked("leader", [rank, *other])


def test_a_year_to_date_is_short_of_a_year_or_exceeds_it() -> None:
    """By its sum: 90 of 100, and then 110, which 95 a month before did not reach."""
    year, now, before = level("2024", 100), level("2025-01..2025-11", 110), level("2025-01..2025-10", 95)
    assert Span.point(10) == _worked("short_of", [year, level("2025-01..2025-11", 90)])
    assert Span.point(11) == _worked("exceeds", [now, year, before])
    for head, parts in (("short_of", [year, now]), ("exceeds", [now, year, level("2025-01..2025-10", 101)])):
        with pytest.raises(ValueError, match="year to date"):
            _worked(head, parts)


GROWN = [*years(100.0), *[110.0] * 8]
LINES = {"7402": [*years(200.0), 190.0], "7403": [*years(100.0), 250.0], "7404": [*years(100.0), 90.0]}


def _run(made: Made, first: int = 0, last: int = 99) -> Claim:
    assert made.run is not None
    return made.run._replace(steps=made.run.steps[first:last]).claim(made.ledger)


def test_a_run_has_every_month_that_goes_its_way() -> None:
    """Seven of eight months are no run, and none is left out within."""
    made = news(GROWN)
    assert [] == made.ground.faults([_run(made)])
    assert ["leaves out 2025-05" in fault for fault in made.ground.faults([_run(made, last=7)])] == [True]
    assert made.run is not None
    gap = made.run._replace(steps=(*made.run.steps[:3], *made.run.steps[4:])).claim(made.ledger)
    assert any("2025-09" in fault for fault in made.ground.faults([gap]))


def test_a_turn_is_told_to_the_end_of_the_run_before_it() -> None:
    """Without the last step that went its way it must reach back as far as the run does."""
    made = news([*years(100.0), 90.0, *[110.0] * 7, 95.0])
    assert made.turn is not None
    whole = made.turn.claim(made.ledger)
    short = made.turn._replace(run=made.turn.run[:-1], last=None).claim(made.ledger)
    assert [] == made.ground.faults([whole])
    assert ["leaves out 2025-05" in fault for fault in made.ground.faults([short])] == [True]


def test_a_run_does_not_count_january_alone() -> None:
    """Where New Year moves, January and February are one step."""
    made = news([*[100.0] * 14, 105.0, 106.0, 107.0], "2025-03", HOLIDAY)
    months = [made.total.step(span) for span in made.total.span.year_to_date().split()]
    assert [step is None for step in months] == [True, True, False]
    ends = [(made.month.amount(("7403",), span), made.month.amount(("7403",), span.year_before()))
            for span in reversed(made.total.span.year_to_date().split())]  # fmt: skip
    claim = Run("up", tuple(starmap(YearChange, ends)), is_whole=False).claim(made.ledger)
    assert any("leaves out 7403 of 2025-01" in fault for fault in made.ground.faults([claim]))


def test_a_record_has_all_of_its_past() -> None:
    """Records in a row that leave out a year of the releases may leave out a higher month."""
    made = news([90.0] * 12 + [100.0] * 36 + [120.0, 130.0])
    assert made.records is not None
    assert [] == made.ground.faults([made.records.claim_of_row(made.ledger)])
    short = made.records._replace(levels=made.records.levels[:-12]).claim_of_row(made.ledger)
    assert ["its past begins" in fault for fault in made.ground.faults([short])] == [True]


def test_what_a_line_did_is_held_against_every_line() -> None:
    """No line that customs published is left out of the change of the whole."""
    made = news(LINES)
    line = made.parts.lines[0]
    formula = ("part", *differences((line, line)))
    claim = made.ledger.claim("part", "pct", exactly(100), formula, line.now.codes, line.span, compare=line.base.span)
    assert any("leaves out" in fault for fault in made.ground.faults([claim]))


def test_a_season_leaves_no_year_out() -> None:
    """Its years follow each other."""
    december = [*[100.0] * 11, 120.0]
    made = news([*december * 4, *[100.0] * 11, 80.0])
    assert made.season is not None
    every = made.season.years
    assert [] == made.ground.faults([made.season.claim(made.ledger)])
    gap = made.season._replace(years=(*every[:2], every[3])).claim(made.ledger)
    assert any("2022" in fault for fault in made.ground.faults([gap]))


def test_a_year_to_date_is_held_against_the_year_before_it() -> None:
    """Not against an older one."""
    made = news([*years(100.0, 100.0), *[151.0] * 8], "2025-08")
    assert made.passed is not None
    assert [] == made.ground.faults([made.passed.claim(made.ledger)])
    older = made.month.amount(("7403",), made.passed.year.span.year_before())
    assert older is not None
    wrong = made.passed._replace(year=older).claim(made.ledger)
    assert any("is not the year before" in fault for fault in made.ground.faults([wrong]))


def test_a_bound_carries_no_such_claim() -> None:
    """What is "over" something has no run, though its reading lies above the year before."""
    made = news(GROWN, over={("7403", "2025-12")})
    ends = (made.month.amount(("7403",), made.span), made.month.amount(("7403",), made.span.year_before()))
    claim = Run("up", (YearChange(*ends),), is_whole=False).claim(made.ledger)  # type: ignore[arg-type]
    assert any("a bound carries no change" in fault for fault in made.ground.faults([claim]))
