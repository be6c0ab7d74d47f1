"""Whether a month can be what it says: each kind of fault in a table that a person can read."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.intake.plausibility import PlausibilityJudgement, judge, ratio_in_words
from generator.settings.tolerances import AS_A_RULE
from generator.store import FigureStore
from generator.trade.flags import KINDS
from tests.desk.ordinary_month import Case, changed, take_in_past

_ROWS = Path(__file__).with_name("sense.txt").read_text(encoding="utf-8").splitlines()
CASES = dict(row.split(" => ") for row in _ROWS if row and not row.startswith("#"))


Judge = Callable[[Case], PlausibilityJudgement]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """Return what finds the oddities of a month after its past; each past is recorded once."""
    pasts: dict[Case, Path] = {}

    def found(case: Case) -> PlausibilityJudgement:
        past = replace(case, rows=(), is_complete=True, repeated=0, carries=0)
        is_new = past not in pasts
        with FigureStore(pasts.setdefault(past, tmp_path_factory.mktemp("past"))) as store:
            if is_new:
                take_in_past(store, past)
            return judge(store.measured(case.batch, AS_A_RULE.limits))

    return found


def outcome(found: PlausibilityJudgement) -> str:
    """Return what becomes of a release, as the table writes it."""
    kinds = " ".join(sorted({flag.kind for flag in (*found.stops, *found.flags)}))
    return f"set aside: {kinds}" if found.stops else f"flagged: {kinds}" if kinds else "accepted"


@pytest.mark.parametrize("change", CASES)
def test_each_change_of_a_month_has_its_outcome(judged: Judge, change: str) -> None:
    """Accepted, flagged or set aside, and for what."""
    assert CASES[change] == outcome(judged(changed(change)))


def test_every_kind_of_oddity_is_in_the_table() -> None:
    """What the program can say of a release, a case shows."""
    assert set(KINDS) == {kind for outcome in CASES.values() for kind in outcome.partition(": ")[2].split()}


@pytest.mark.parametrize(
    ("ratio", "said"), [(12, "12 times"), (1.5, "1.5 times"), (1 / 12, "1/12 of"), (1 / 10_100, "1/10,100 of")]
)
def test_a_factor_is_written_as_people_write(ratio: float, said: str) -> None:
    """Not "1/1.01e+04 of its usual size"."""
    assert said == ratio_in_words(ratio)
