"""What stands out among many, and the silence of panels in which nothing happened."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from generator.movements.chance import PastSurprises, chance, survivors
from generator.movements.flow_states import flow_states
from generator.movements.panel import Floats
from generator.movements.surprise_history import slow
from tests.movements.panels import calm, lines, made, newest, picked, summed, told
from tests.movements.quiet_panels import KINDS, Kind, light, quiet

ALONE = np.full(6, -1)


def _past(known: Floats) -> PastSurprises:
    return PastSurprises.of(known, known, None)


@pytest.mark.long
def test_quiet_panels_are_silent() -> None:
    """Three of each kind, one of the largest: four movements at most in all of them; in 120 others there were two."""
    panels = [quiet(kind, seed) for name, kind in KINDS.items() for seed in range(1, 2 if "many" in name else 4)]
    assert 40 == len(panels)
    found = [(one.frequency, told(picked(one))) for one in panels]
    assert sum(len(picks) for _, picks in found) <= 4, [one for one in found if one[1]]


@pytest.mark.parametrize("seed", range(1, 13))
def test_a_lone_line_that_trebles_in_light_noise_is_told(seed: int) -> None:
    """The tenth largest of 290 lines, and nothing beside it: silence is not deafness."""
    panel = quiet(Kind(290, 72, light), seed)
    line = 1 + int(np.argsort(-panel.value[-13, 1:])[9])
    value = panel.value.copy()
    value[-1, [0, line]] += 3 * value[-13, line] - value[-1, line]
    first, *others = told(picked(replace(panel, value=value)))
    assert (panel.codes[line], "spike", "up") == first
    assert len(others) <= (seed == 12)  # noise of 0.15 stories beside one that is told: one panel of a dozen has one


@pytest.mark.parametrize("distance", [4.0, 6.0, 9.0])
def test_a_tail_goes_on_beyond_its_largest(distance: float) -> None:
    """Of 4,000 exponential values, of which e^-d are beyond d; the largest is below 10."""
    known = np.random.default_rng(3).exponential(size=4_000)
    [p] = _past(known).part(np.array([distance]))
    assert np.exp(-distance) / 2 < p < np.exp(-distance) * 2


def test_what_is_far_out_is_told_apart_by_how_far() -> None:
    """Both beyond all of the null, whose smallest p would be 1 / 201."""
    known = np.random.default_rng(3).exponential(size=200)
    near, far = _past(known).part(np.array([9.0, 12.0]))
    assert far < near / 5 < 1 / 201 / 5


def test_the_tail_is_that_of_all_surprises_also_where_few_of_them_count() -> None:
    """One in ten of 12,000 normal values counts: beyond 8 lie 1.2e-15 of all. The few alone look like heavy tails."""
    dice = np.random.default_rng(5)
    plain = dice.normal(size=12_000)
    few = np.where(dice.random(12_000) < 0.1, plain, 0.0)
    [p] = PastSurprises.of(few, plain, None).part(np.array([8.0]))
    assert p < 1e-7 < PastSurprises.of(few, few, None).part(np.array([8.0]))[0]


@pytest.mark.parametrize(("values", "largest"), [([0.0] * 36, 0.01), ([1.0] * 36, 0.01)])
def test_a_null_without_a_tail_is_completed_by_heavy_ones(values: list[float], largest: float) -> None:
    """Thirty-six values of which none is near are as many of a t of 3 degrees more: half of 2 P(t > 11.3) = 0.0015."""
    [p] = _past(np.array(values)).part(np.array([10.0]))
    assert p == pytest.approx(0.00073, rel=0.05)
    assert p < largest


def test_a_fall_is_judged_by_the_falls_and_a_rise_by_the_rises() -> None:
    """Of 2,000 months 300 rose by 3 or more, and 100 fell so: either chance is twice its part."""
    rises = [*np.linspace(3, 6, 300), *[1.0] * 700]
    falls = [*np.linspace(-6, -3, 100), *[-1.0] * 900]
    null = np.array(rises + falls).reshape(50, 40).T
    z = np.zeros(50)
    z[-2:] = [3.0, -3.0]
    p = chance(z, null, null, ["hs6"] * 50, np.full(50, -1)).p
    assert p[-2:] == pytest.approx([2 * 301 / 2001, 2 * 101 / 2001])


def test_too_few_falls_for_a_tail_are_judged_with_the_rises() -> None:
    """Of 2,000 months 300 went as far as 3, all of them up; of the 199 falls a twentieth is under ten."""
    rises = [*np.linspace(3, 6, 300), *[1.0] * 1_501]
    null = np.array(rises + [-1.0] * 199).reshape(50, 40).T
    z = np.zeros(50)
    z[-2:] = [3.0, -3.0]
    p = chance(z, null, null, ["hs6"] * 50, np.full(50, -1)).p
    assert p[-2:] == pytest.approx([2 * 301 / 2001, 301 / 2001])


def test_a_month_without_trade_is_no_fall() -> None:
    """It is an event, or none where the line often has such; so it is in no tail, neither now nor of earlier months."""
    columns = lines()
    columns["7403"][[50, 62]] = 0.0
    columns["7404"][71] = 0.0
    found = newest(made(summed(columns)))
    stopped, gap = found.panel.places["7404"], found.panel.places["7403"]
    at = found.unusual.rows.tolist()
    assert found.unusual.unexpected[stopped] == 0
    assert found.unusual.unexpected_null[[at.index(50), at.index(62)], gap].tolist() == [0, 0]
    assert np.isnan(found.unusual.unexpected_null[at.index(51), gap]) == 0


def test_what_moved_much_money_is_tested_whatever_its_base() -> None:
    """A line of 0.02 points of all grows ninefold, 0.16 points: three times its base would not have been one tenth."""
    columns = lines()
    columns["7409"] = calm("7409", 0.0002 * sum(values[-13] for values in columns.values()))
    columns["7409"][-1] *= 9
    at = (judged := picked(made(summed(columns))).judged).panel.places["7409"]
    assert judged.chances.p[at] < 0.001


@pytest.mark.parametrize(
    ("noise", "sure", "found"),
    [
        ([0.05, 2, 3, 4, 5, 6], 0, 0),  # one in twenty quiet months has such a story
        ([0.001, 2, 3, 4, 5, 6], 0, 1),
        ([0.05, 2, 3, 4, 5, 6], 1, 0),  # one that is sure is not enough
        ([0.05, 2, 3, 4, 5, 6], 3, 1),
        ([0.5, 2, 3, 4, 5, 6], 3, 1),  # 0.5 of four told stories is noise
        ([0.7, 2, 3, 4, 5, 6], 3, 0),
        ([0.001, 0.002, 0.1, 0.4, 0.7, 6], 0, 5),
        ([0.05, 0.06, 0.07, 0.08, 0.09, 6], 0, 5),  # chance has five under 0.09 in 5e-8 of quiet months
        ([0.05, 0.1, 0.2, 4, 5, 6], 0, 0),  # and three under 0.2 in one of 900
    ],
)
def test_the_first_must_be_beyond_what_a_quiet_panel_has(noise: list[float], sure: int, found: int) -> None:
    """And of all that is told 15 per cent may be noise."""
    assert [True] * found + [False] * (6 - found) == survivors(np.array(noise), ALONE, sure).tolist()


def test_on_a_path_from_the_top_only_the_lowest_counts() -> None:
    """Five on one path are one story, of which 0.5 would be noise; apart they are five."""
    noise = np.array([0.001, 0.001, 0.001, 0.001, 0.5, 9.0])
    assert 5 == survivors(noise, ALONE).sum()
    assert 4 == survivors(noise, np.array([-1, 0, 1, 2, 3, -1])).sum()


def year(*last: float) -> Floats:
    """Return three years of changes of one series, and a fourth: noise of one spread, then `last`."""
    noise = np.tile([-0.1, 0.1, -0.2, 0.2, 0.0, 0.05], 8)[:48]
    return np.append(noise[: 48 - len(last)], last)[:, np.newaxis]


def test_one_odd_month_makes_no_drift() -> None:
    """Twelve months of one and a half spreads are more than one of fifty; of the latter none counts more than two."""
    [drift], [spike] = slow(year(*[0.22] * 12), 47, 12), slow(year(*[0.0] * 11, 7.4), 47, 12)
    assert drift > 3.5
    assert abs(spike) < 1


@pytest.mark.parametrize(
    ("active", "as_ever"),
    [
        ([1] * 40 + [0], False),
        ([1, 1, 0] * 13 + [1, 0], True),  # a third of its months were empty
        ([0] * 20 + [1] * 20 + [0], False),  # none since it began
        ([1, 1, 1, 0] * 9 + [1] * 4 + [0] * 3, False),  # a quarter, but three in a row
        ([1, 0] * 18 + [1] * 4 + [0] * 3, True),
        ([1, 1, 0] * 12 + [1, 1] + [0] * 3, True),  # a third: three in a row come by chance in one of 27
    ],
)
def test_an_empty_month_is_no_end_where_many_were_empty(active: list[int], *, as_ever: bool) -> None:
    """By chance, from how many were empty since the flow began, in three years."""
    panel = made({"74": 1e6 * np.array(active, dtype=float)})
    assert [as_ever] == flow_states(panel, len(active) - 1, 1000).as_ever.tolist()
