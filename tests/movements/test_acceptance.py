"""The acceptance examples of the engine's design, by their numbers; those about picks go through the door."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from generator.movements.edition_memory import Memory
from generator.movements.panel import CodeBreak, Floats
from generator.movements.pick_builder import PanelPick
from generator.movements.picks import PanelPicks
from generator.movements.scores import score
from generator.movements.surprise_statistic import surprise_of
from tests.movements.panels import MILLION, NEW_YEARS, calm, lines, made, newest, picked, said, summed, told


def fact(pick: PanelPick, name: str) -> float | None:
    """Return a fact of a pick."""
    [found] = [one["value"] for one in pick.facts if one["metric"] == name]
    return None if found is None else float(found)


def written(found: PanelPicks) -> bytes:
    """Return picks as the bytes of their file."""
    return json.dumps([one.as_data() for one in found.picks]).encode()


def year(before: float, now: float) -> list[float]:
    """Return thirteen months of which the first and the last count."""
    return [before, *[before] * 11, now]


@pytest.mark.parametrize(
    ("fall", "shares"), [(38.0, ["offsetting", "offsetting"]), (39.5, [100 * 6 / 5.5, -100 * 0.5 / 5.5])]
)
def test_01_contributions_add_up_and_offsetting_parts_have_no_shares(fall: float, shares: list[float | str]) -> None:
    """60 to 66 and 40 to 38 of 100: 6 and -2 make 4 points; the changes of 8 are too many for shares of 4."""
    found = newest(made({"74": year(100, 66 + fall), "7403": year(60, 66), "7404": year(40, fall)}))
    assert [6.0, fall - 40] == [said(found, "contrib", code) for code in ("7403", "7404")]
    assert 6.0 + fall - 40 == said(found, "contrib", "74")
    expected = [pytest.approx(one, abs=1e-6) if isinstance(one, float) else one for one in shares]
    assert expected == [said(found, "contrib_share", code) for code in ("7403", "7404")]


def test_02_neither_single_month_can_alert() -> None:
    """A January 40 per cent down and a February 90 up, of a fifth of all trade, in a panel that knows the holiday."""
    columns = lines(74)
    columns["7407"][-14:-12] = [100 * MILLION, 50 * MILLION]
    columns["7407"][-2:] = [60 * MILLION, 95 * MILLION]
    panel = made(summed(columns), "2026-02", lunar=NEW_YEARS)
    assert [] == told(picked(panel, "2026-01"))
    assert [] == told(picked(panel, "2026-02"))
    plain = picked(replace(panel, lunar={}), "2026-02").judged
    assert plain.snapshot.unusual.z[plain.panel.places["7407"]] > 5  # it is the holiday that stops it


def test_04_four_per_cent_after_three_flat_years_are_no_surprise() -> None:
    """MAD 0, S 0.05, n 36: ln 1.04 / (0.05 (1 + 2/36)) = 0.743."""
    y = np.array([[0.0]] * 36 + [[np.log(1.04)]])
    found = surprise_of(y, np.zeros(1, dtype=np.int16))
    assert [0.05, 36] == [found.spread[0], found.n[0]]
    assert found.z[0] == pytest.approx(0.74312, abs=1e-5)


def test_04_nor_are_they_told() -> None:
    """Among lines of which one rose by 4 per cent after six flat years."""
    columns = lines()
    columns["7403"] = np.array([100 * MILLION] * 71 + [104 * MILLION])
    assert [] == told(picked(made(summed(columns))))


def test_05_last_years_oddity_is_a_base_effect() -> None:
    """A month of twenty times a year ago, and an ordinary one now: y is -3, and the fall is not told."""
    columns = lines()
    columns["7403"][-13] *= np.exp(3)
    found = picked(made(summed(columns)))
    at = found.judged.panel.places["7403"]
    assert found.judged.snapshot.unusual.month.y[at] == pytest.approx(-3, abs=0.4)
    assert found.judged.snapshot.flags["base_effect"][at]
    assert "7403" not in [code for code, *_ in told(found)]
    named = {"series": {"7403": {"notable": {"metric": "yoy", "abs_gte": 1}}}}
    assert "7403" not in [code for code, *_ in told(picked(made(summed(columns)), rules=named))]


def test_05_a_base_effect_leaves_fifteen_per_cent_of_the_score() -> None:
    """The same movement with the flag and without."""
    raw, flagged = (score("spike", -20.0, -2.0, flags).total for flags in ([], ["base_effect"]))
    assert flagged == pytest.approx(0.15 * raw, abs=1e-5)


def test_06_a_code_that_was_split_is_neither_new_nor_gone() -> None:
    """850110 becomes 850111 and 850119 in January 2025: the family has the growth, and nobody appears."""
    motors = calm("850110", 40 * MILLION)
    columns = lines() | {"850110": motors.copy(), "850111": motors * 0, "850119": motors * 0, "850120": motors * 2}
    columns["850111"][-12:], columns["850119"][-12:], columns["850110"][-12:] = (
        10 * MILLION,
        motors[-12:] - 10 * MILLION,
        0,
    )
    split = CodeBreak("850110", ("850111", "850119"), made({"74": [1.0]}, "2025-01").first)
    found = picked(made(summed(columns), breaks=[split]), "2025-01")
    assert [] == told(found)
    family, *parts = (found.judged.panel.places[code] for code in ("850110", "850111", "850119"))
    january, before = motors[-12], motors[-24]
    assert found.judged.snapshot.metrics["yoy"][family] == pytest.approx(100 * (january / before - 1))
    assert np.isnan(found.judged.snapshot.metrics["yoy"][parts]).all()
    assert found.judged.snapshot.flags["hs_break"][parts].all()
    without = told(picked(made(summed(columns)), "2025-01"))
    assert {("850111", "new", "up"), ("850119", "new", "up"), ("850110", "vanished", "down")} <= set(without)


def test_08_a_flat_value_may_hide_a_fall() -> None:
    """40 per cent fewer tonnes at 67 per cent more each: the value is flat, and it is told."""
    columns = lines()
    columns["7407"][-1] = columns["7407"][-13]
    weight = columns["7407"] / calm("tonnes", 4)
    weight[-1] = 0.6 * weight[-13]
    found = picked(made(summed(columns), quantity={"7407": weight}))
    assert [("7407", "offset", "up")] == told(found)
    assert fact(found.picks[0], "quantity_yoy") == pytest.approx(-40)
    assert fact(found.picks[0], "uv_yoy") == pytest.approx(100 / 1.5)


def test_09_a_heading_that_carries_its_chapter_is_the_story() -> None:
    """7403 rose by 85 million with a z near 5, all of chapter 74 by 90: one pick, the chapter in its context."""
    columns = lines()
    for code in ("7404", "7405", "7406", "7407"):
        columns[code] = calm(code, 20 * MILLION)
        columns[code][-1] = columns[code][-13] + 1.25 * MILLION
    columns["7403"] = calm("7403", 100 * MILLION, noise=0.08)
    columns["7403"][-1] = columns["7403"][-13] + 85 * MILLION
    found = picked(made(summed(columns)))
    assert ["7403"] == [code for code, *_ in told(found)]
    assert ("74",) == found.picks[0].context
    assert fact(found.picks[0], "yoy_abs") == 85 * MILLION
    chapter = found.judged.panel.places["74"]
    assert found.judged.snapshot.metrics["yoy_abs"][chapter] == 90 * MILLION
    assert 4.5 < found.picks[0].z < 5.5


def test_10_twelve_lines_that_rise_together_are_their_chapters_story() -> None:
    """Each by 15 per cent, at 1.5 of its own spread after years of falling by 12; none is told, the chapter is."""
    columns = lines()
    waves = {f"39{place:02d}": 0.14 * wave for place, wave in enumerate(_waves(), 1)}
    for code, wave in waves.items():
        columns[code] = np.round(40 * MILLION * np.exp(-0.125 * np.arange(72) / 12 + wave))
        columns[code][-1] = np.round(1.15 * columns[code][-13])
    found = picked(made(summed(columns)))
    assert [("39", "broad", "up")] == told(found)
    z = dict(zip(found.judged.panel.codes, found.judged.snapshot.unusual.month.z, strict=True))
    assert 4.5 < z["39"] < 5.5
    assert 1.3 < np.median([z[code] for code in waves]) < 1.7
    assert max(z[code] for code in waves) < 3


def _waves() -> Floats:
    """Return noise of twelve lines that cancels out in their sum."""
    noise = np.random.default_rng(39).standard_normal((12, 72))
    mean: Floats = noise.mean(axis=0)
    return noise - mean


def test_11_the_same_data_give_the_same_bytes() -> None:
    """Twice, and an edition that is made again after the next one."""
    columns = lines()
    columns["7403"][-2:] *= 2
    panel = made(summed(columns))
    november = picked(panel, "2025-11")
    december = picked(panel, "2025-12", memory=november.memory)
    assert b"7403" in written(november)
    again = picked(panel, "2025-11", memory=Memory())
    assert (written(november), november.memory) == (written(again), again.memory)
    again = picked(panel, "2025-12", memory=Memory.read(november.memory.as_data()))
    assert (written(december), december.memory) == (written(again), again.memory)


def test_12_nothing_is_told_where_nothing_happened() -> None:
    """Twelve months of twenty lines, and no bar that is lowered to fill the page."""
    panel = made(summed(lines()))
    assert [()] * 12 == [picked(panel, str(panel.period(at))).picks for at in range(60, 72)]


def test_12_what_a_rule_lets_through_must_stand_out() -> None:
    """A rule that lets half of the lines through every month tells none of a quiet one."""
    easy = {"defaults": {"notable": {"metric": "contrib", "abs_gte": 0.1}}}
    found = picked(made(summed(lines())), rules=easy)
    assert found.judged.snapshot.passed.sum() > 10
    assert () == found.picks
    assert any("does not stand out among" in one.why for one in found.left_out)
