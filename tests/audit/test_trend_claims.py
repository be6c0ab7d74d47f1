"""Claims of news that leave something out: each is written over too little, and the auditor says what is missing."""

from itertools import starmap

from generator.story.amounts import Claim, YearChange
from generator.story.claim_ledger import differences, exactly
from generator.story.news.time_series import Run
from tests.story.news.made import HOLIDAY, Made, news, years

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
