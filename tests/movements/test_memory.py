"""What was told before: once, then only at its news, and again after it was over."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from generator.movements.candidate_series import DRIFT_Z
from generator.movements.edition_memory import Memory, ToldMovement
from generator.movements.panel import Floats
from tests.movements.panels import LINES, MILLION, lines, made, picked, summed, told

FIRST = "2025-06"
SPIKE = ToldMovement("7403", "spike", "up", FIRST, FIRST, 5.0, 1.0)


def raised(movement: ToldMovement = SPIKE) -> Memory:
    """Return the memory after an edition that told one movement."""
    return Memory().after_edition(FIRST, [movement], {})


def later(memory: Memory, course: str) -> Memory:
    """Return the memory after editions without news, in which the movement went on (+) or not (-)."""
    for at, sign in enumerate(course, 7):
        memory = memory.after_edition(f"2025-{at:02d}", [], dict.fromkeys(memory.movements, sign == "+"))
    return memory


def is_news(memory: Memory, direction: str = "up", z: float = 5.0, contrib: float = 1.0, *milestones: str) -> bool:
    """Say whether 7403 is to be told."""
    return memory.is_news(replace(SPIKE, direction=direction, z=z, contrib=contrib), milestones)


def test_what_was_never_told_is_news_and_then_continues() -> None:
    """Until the sixth edition after it was told; those that were passed over count."""
    assert is_news(Memory())
    assert [False] * 5 + [True] == [is_news(later(raised(), "+" * editions)) for editions in range(6)]
    assert [False, True] == [is_news(raised().passed_over(count)) for count in (4, 5)]


@pytest.mark.parametrize(
    ("direction", "z", "contrib", "milestones", "news"),
    [
        ("down", -5.0, -1.0, (), True),
        ("up", 7.5, 1.0, (), True),
        ("up", 5.0, 1.5, (), True),
        ("up", 3.0, 0.5, ("record",), True),
        ("up", 7.4, 1.49, (), False),
        ("up", np.nan, np.nan, (), False),
        ("down", -1.49, -2.0, (), False),  # too slight for a turn
        ("down", -1.5, -0.01, (), True),
        ("down", np.nan, -0.09, (), False),
        ("down", np.nan, -0.1, (), True),
    ],
)
def test_news_is_a_turn_half_as_much_again_or_a_milestone(
    direction: str,
    z: float,
    contrib: float,
    milestones: tuple[str, ...],
    news: bool,  # noqa: FBT001 -- a table
) -> None:
    """Of 5.0 and 1 point: 7.5, or 1.5 points; a turn is one of z 1.5, or of a tenth of a point without a z."""
    assert news == is_news(raised(), direction, z, contrib, *milestones)


@pytest.mark.parametrize(("z", "contrib"), [(0.21, 0.0), (1.49, 0.5), (4.0, 0.09)])
def test_growth_from_nothing_comes_to_something(z: float, contrib: float) -> None:
    """A z of 1.5 and a tenth of a point, whatever it was before: all is half as much again as nothing."""
    assert not is_news(raised(replace(SPIKE, z=0.07, contrib=0.0)), "up", z, contrib)
    assert is_news(raised(replace(SPIKE, z=0.07, contrib=0.0)), "up", 1.5, 0.1)


@pytest.mark.parametrize(
    ("was", "kind", "news"),
    [
        ("spike", "shift", False),  # the month that lasts
        ("vanished", "ceased", False),  # a milestone of its own makes it news
        ("drift", "spike", True),  # a month beside a year
        ("offset", "shift", True),  # money beside an average value
        ("drift", "drift", False),
        ("offset", "offset", False),
    ],
)
def test_the_next_stage_of_a_movement_is_no_news_and_another_movement_is(
    was: str,
    kind: str,
    news: bool,  # noqa: FBT001 -- a table
) -> None:
    """Of the same series, the same way, as far off as before."""
    assert news == raised(replace(SPIKE, kind=was)).is_news(replace(SPIKE, kind=kind), ())


@pytest.mark.parametrize(("course", "stands"), [("-", True), ("--", False), ("-+-", True), ("+--", False)])
def test_two_editions_below_end_it(course: str, stands: bool) -> None:  # noqa: FBT001 -- a table
    """In a row; then it is news again."""
    memory = later(raised(), course)
    assert stands == (SPIKE.key in memory.movements) != is_news(memory)


def test_two_movements_of_a_series_stand_side_by_side() -> None:
    """A drift and a spike, each ended by its own turn alone; what is told again stands since it was raised."""
    drift, turn = replace(SPIKE, kind="drift"), replace(SPIKE, kind="shift", direction="down")
    memory = raised(drift).after_edition("2025-07", [SPIKE], {drift.key: True})
    assert {drift.key, SPIKE.key} == set(memory.movements)
    assert {drift.key, turn.key} == set(memory.after_edition("2025-08", [turn], {}).movements)
    again = memory.after_edition("2025-08", [replace(SPIKE, since="2025-08", z=8.0)], {})
    assert replace(SPIKE, told="2025-08", z=8.0) == again.movements[SPIKE.key]


def test_the_bar_of_a_movement_is_that_of_its_kind() -> None:
    """0.7 of 3 for a month, of its own bar for a year, of 4 for an average value."""
    found = [replace(SPIKE, kind=kind).lowest_z for kind in ("spike", "new", "drift", "offset")]
    assert found == pytest.approx([2.1, 2.1, 0.7 * DRIFT_Z, 2.8])


def test_a_memory_is_kept_as_json() -> None:
    """And comes back the same; null for what is no number."""
    memory = later(raised(), "+-")
    assert memory == Memory.read(memory.as_data())
    [kept] = json.loads(json.dumps(raised(replace(SPIKE, kind="new", z=np.nan)).as_data(), allow_nan=False))
    assert (None, 1.0) == (kept["z"], kept["contrib"])
    [back] = Memory.read([kept]).movements.values()
    assert np.isnan(back.z)


def editions(columns: dict[str, Floats], count: int, rules: object = None) -> list[str]:
    """Return the direction in which each of the last editions tells 7403, "" where it does not."""
    panel, memory, ways = made(summed(columns)), Memory(), []
    for back in range(count, 0, -1):
        edition = picked(panel, str(panel.period(len(panel.value) - back)), rules=rules, memory=memory)
        memory = edition.memory
        ways.append(next((way for code, _, way in told(edition) if code == "7403"), ""))
    return ways


def stepped(*factors: float) -> dict[str, Floats]:
    """Return calm lines of which 7403 is so many times its usual in the last months."""
    columns = lines()
    columns["7403"][-len(factors) :] *= factors
    return columns


@pytest.mark.parametrize(
    ("factors", "told_as"),
    [
        ((1, 2, 2, 2), ["", "up", "", ""]),  # also as a shift, in the third month
        ((1, 2, 2, 4), ["", "up", "", "up"]),  # it grew by half
        ((1, 2, 2, 5, 5), ["", "up", "", "up", "up"]),  # and in the second month passed 5 per cent of all trade
        ((1, 2, 2, 0.3), ["", "up", "", "down"]),  # it turned
        ((2, 1, 2), ["up", "", ""]),  # one quiet edition is none
        ((2, 1, 1, 2), ["up", "", "", "up"]),
    ],
)
def test_a_step_is_told_once_and_at_its_news(factors: tuple[float, ...], told_as: list[str]) -> None:
    """7403 at so many times its usual, month by month."""
    assert told_as == editions(stepped(*factors), len(factors))


def test_a_sixth_month_of_growth_is_a_milestone() -> None:
    """A rule of the user's own tells 7403 in its first, its sixth and its twelfth month above the year before."""
    columns = {code: np.full(48, 20 * MILLION) for code in LINES}
    columns["7403"][-13:] = 21 * MILLION
    ways = editions(columns, 13, {"series": {"7403": {"notable": {"metric": "yoy", "gte": 4}}}})
    assert [1, 6, 12] == [at for at, way in enumerate(ways, 1) if way]


def test_what_goes_on_is_said_among_what_was_left_out() -> None:
    """With the edition that told it; told again with growth, its novelty is less."""
    first = picked(made(summed(stepped(2, 2))), "2025-11")
    second = picked(made(summed(stepped(2, 2))), "2025-12", memory=first.memory)
    why = [left.why for left in second.left_out if left.series == "7403"]
    assert ["told in 2025-11, and not grown by half since"] == why
    panel = made(summed(stepped(1.7, 9)))
    grown, alone = (picked(panel, "2025-12", memory=memory).picks[0] for memory in (first.memory, None))
    assert ("7403", "7403") == (grown.series, alone.series)
    assert grown.score.novelty == pytest.approx(0.4 * alone.score.novelty, abs=1e-5)


@pytest.mark.parametrize(("kind", "below"), [("drift", 0), ("spike", 1)])
def test_a_drift_goes_on_by_its_year_and_not_by_its_month(kind: str, below: int) -> None:
    """A year of 17 per cent more, of which the last month is nothing by itself."""
    panel, movement = made(summed(stepped(*[np.exp(0.16)] * 12))), replace(SPIKE, kind=kind)
    found = picked(panel, memory=raised(movement))
    assert below == found.memory.movements[movement.key].below
