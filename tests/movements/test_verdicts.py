"""Of any series, told or not: its threshold as a tree, what else decided, its score."""

from __future__ import annotations

import json

import pytest

from generator.movements import Thresholds
from generator.movements.panel import Floats
from generator.movements.picks import SeriesVerdict, picks, verdict
from generator.trade.period import Period
from tests.movements.panels import before, calm, lines, made, picked, summed, told

MAY, JUNE = Period.parse("2025-05"), Period.parse("2025-06")


def gate(found: SeriesVerdict, condition: str) -> tuple[bool | None, str]:
    """Return whether a gate was passed, and what was found there."""
    [one] = [one for one in found.gates if one.condition == condition]
    return one.holds, one.actual


def test_what_is_told_has_its_place_its_tree_and_its_score() -> None:
    """The first of two; its chance among twenty headings, four chapters and their total; its score."""
    found = picked(made(summed(lines(_7403=3, _2605=0.2))))
    first = found.picks[0]
    why = verdict(found, first.series)
    assert (True, 1, 2, "") == (why.is_told, why.place, why.of, why.stopped)
    assert (first.score, first.flags, first.kind) == (why.score, why.flags, why.kind)
    assert why.judgement.holds
    [chance] = why.gates
    assert ("chance", True) == (chance.condition, chance.holds)
    assert "among 25: chance has " in chance.required


def test_what_another_one_tells_says_so_with_its_own_score() -> None:
    """The chapter stands out and is told as its heading; it would have had a score of its own."""
    found = picked(made(summed(lines(_7403=3))))
    why = verdict(found, "74")
    assert (False, "story", (False, "told as 7403")) == (why.is_told, why.stopped, gate(why, "story"))
    assert why.score
    assert why.score.surprise > 0


def test_what_its_threshold_does_not_let_through_says_so() -> None:
    """A calm heading, whatever its chance is."""
    why = verdict(picked(made(summed(lines(_7403=3)))), "2604")
    assert (False, "threshold", False) == (why.is_told, why.stopped, why.judgement.holds)


def test_a_rule_on_the_very_series_needs_no_chance() -> None:
    """Whoever writes one wants to know."""
    rules = {"series": {"2604": {"notable": {"metric": "level", "gt": 0}}}}
    why = verdict(picked(made(summed(lines())), rules=rules), "2604")
    assert (True, "series 2604", True) == (why.is_told, why.rule, gate(why, "own rule")[0])


def test_a_volatile_series_must_be_further_off() -> None:
    """Its spread, its surprise and its weight are named; three and a half would do for a calm one."""
    columns = lines()
    columns["2604"] = calm("2604", 80_000_000, noise=0.9)
    columns["2604"][-1] = 12 * columns["2604"][-13]
    rules = {"defaults": {"notable": {"metric": "yoy", "abs_gte": 50}}}
    why = verdict(picked(made(summed(columns)), rules=rules), "2604")
    holds, found = gate(why, "volatile")
    assert (False, True) == (holds, found.startswith("spread "))
    assert not why.is_told


def test_what_was_told_before_and_did_not_grow_says_when() -> None:
    """A rise that goes on: told in May, not in June."""
    columns = lines()
    columns["7403"][-8:-6] *= 3  # May and June 2025
    panel, rules = made(summed(columns)), Thresholds.read().of_panel()
    may = picks(panel, MAY, rules)
    why = verdict(picks(panel, JUNE, rules, memory=may.memory), "7403")
    assert (False, "news") == (why.is_told, why.stopped)
    assert (False, "told in 2025-05, and not grown by half since") == gate(why, "news")


def test_what_is_over_the_budget_says_so() -> None:
    """One is told, the next one is told to wait."""
    panel = made(summed(lines(_7403=3, _2605=0.2)))
    found = picks(panel, Period.parse("2025-12"), Thresholds.read().of_panel(), budget=1)
    [over] = [one.series for one in found.left_out if one.gate == "budget"]
    why = verdict(found, over)
    assert ("budget", (False, "over 1")) == (why.stopped, gate(why, "budget"))


def test_a_revision_is_told_whatever_the_threshold_says() -> None:
    """80 million in November, published as 60 before; the heading itself is calm."""
    columns = lines()
    columns["7604"][-2] = 80_000_000
    panel = made(summed(columns))
    why = verdict(picked(panel, previous=before(panel, {("7604", -2): 0.75})), "7604")
    kind = why.kind
    assert kind in ("revision", "correction")
    assert (True, "2025-11: 60,000,000 to 80,000,000") == gate(why, kind)


def test_every_series_has_a_verdict_that_json_holds() -> None:
    """Also the total, and whatever is told for another reason than its month."""
    found = picked(made(summed(lines(_7403=3, _2605=0.2, _8406=4))))
    for code in found.judged.panel.codes:
        why = verdict(found, code)
        assert json.loads(json.dumps(why.as_data(), allow_nan=False))["series"] == code
        assert why.is_told == (code in [one.series for one in found.picks])
        assert why.is_told != bool(why.stopped)


def test_the_score_knows_what_was_told_before() -> None:
    """Novelty counts for a tenth where a movement goes on without news."""
    columns = lines()
    columns["7403"][-8:-6] *= 3
    panel, rules = made(summed(columns)), Thresholds.read().of_panel()
    may = picks(panel, MAY, rules)
    first, again = verdict(may, "7403"), verdict(picks(panel, JUNE, rules, memory=may.memory), "7403")
    assert first.score
    assert again.score
    assert [1.0, 0.1] == [pytest.approx(6 * one.novelty / one.surprise, abs=1e-5) for one in (first.score, again.score)]


def test_an_event_needs_no_chance() -> None:
    """Nothing in three years, and then twenty million."""
    columns = lines()
    columns["7403"][:-1] = 0
    why = verdict(picked(made(summed(columns))), "7403")
    assert (True, "new", (True, "new")) == (why.is_told, why.kind, gate(why, "event"))


def restless() -> dict[str, Floats]:
    """Return lines of which one doubles or halves from month to month, until it is gone."""
    columns = lines()
    columns["7404"] = calm("7404", 4_000_000, noise=1.5)
    columns["7404"][-1] = 0
    return columns


ODD_OR_GONE = {"any": [{"metric": "contrib", "abs_gte": 0.1}, {"event": "vanished", "min_value": 50_000_000}]}


def test_an_event_under_its_min_value_needs_a_chance() -> None:
    """It is an event from fifty million on; what another condition lets through must be odd, as any month."""
    panel = made(summed(restless()))
    why = verdict(picked(panel, rules={"defaults": {"notable": ODD_OR_GONE}}), "7404")
    assert (True, False, "chance") == (why.judgement.holds, why.is_told, why.stopped)
    assert (False, "vanished, and smaller than its rule asks of an event") == gate(why, "event")
    smaller = {"event": "vanished", "min_value": 1_000_000}
    why = verdict(picked(panel, rules={"defaults": {"notable": smaller}}), "7404")
    assert (True, "vanished", (True, "vanished")) == (why.is_told, why.kind, gate(why, "event"))


def test_a_flow_that_is_often_empty_does_not_vanish() -> None:
    """Empty in each fourth month, but not in this one of last year: it is told for its month, as its own rule asks."""
    columns = lines()
    columns["7404"][[-33, -29, -25, -21, -17, -9, -5, -1]] = 0
    own = {"series": {"7404": {"notable": {"metric": "contrib", "abs_gte": 0.1}}}}
    assert ("7404", "spike", "down") in told(picked(made(summed(columns)), rules=own))


def test_what_has_no_month_of_its_own_is_told_by_other_bars() -> None:
    """A year of a tenth more among lines that hardly move; a flat value at two thirds more each."""
    drifting, flat = {code: calm(code, 20_000_000 * int(code[2:]), noise=0.02) for code in lines()}, lines()
    drifting["7403"][-12:] *= 1.10
    year = verdict(picked(made(summed(drifting))), "7403")
    flat["7407"][-1] = flat["7407"][-13]
    weight = flat["7407"] / calm("tonnes", 4)
    weight[-1] = 0.6 * weight[-13]
    offset = verdict(picked(made(summed(flat), quantity={"7407": weight})), "7407")
    assert ("drift", ["year", "r12_yoy"]) == (year.kind, [one.condition for one in year.gates])
    assert ("offset", ["z_uv"]) == (offset.kind, [one.condition for one in offset.gates])
    assert [True, True] == [one.is_told for one in (year, offset)]
