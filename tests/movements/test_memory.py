"""What was told before: once, then only at its news, and anew after it was over."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from generator.movements.arrays import Floats
from generator.movements.candidate_series import DRIFT_Z
from generator.movements.edition_memory import Memory, ToldMovement
from generator.movements.scores import PanelPick
from tests.movements.panels import MILLION, calm, made, picked, summed, told

FIRST = "2025-06"
LINES = [f"{chapter}{heading:02d}" for chapter in (26, 74, 76, 84) for heading in range(3, 8)]
SPIKE = ToldMovement("7403", "spike", "up", FIRST, FIRST, 5.0, 1.0)


def raised(one: ToldMovement = SPIKE) -> Memory:
    """Return the memory after an edition that told one movement."""
    return Memory.empty().after(FIRST, [one], {})


def later(memory: Memory, course: str) -> Memory:
    """Return the memory after editions without news, in which the movement went on (+) or not (-)."""
    for at, sign in enumerate(course, 7):
        memory = memory.after(f"2025-{at:02d}", [], dict.fromkeys(memory.told, sign == "+"))
    return memory


def is_news(memory: Memory, direction: str = "up", z: float = 5.0, contrib: float = 1.0, *milestones: str) -> bool:
    """Say whether 7403 is to be told."""
    return memory.is_news("7403", "spike", direction, z, contrib, milestones)


def test_what_was_never_told_is_news() -> None:
    """And then continues."""
    assert is_news(Memory.empty())
    assert not is_news(raised())
    assert not is_news(later(raised(), "+"))


@pytest.mark.parametrize(
    ("direction", "z", "contrib", "milestones"),
    [("down", -5.0, -1.0, ()), ("up", 7.5, 1.0, ()), ("up", 5.0, 1.5, ()), ("up", 3.0, 0.5, ("record",))],
)
def test_news_is_a_turn_half_as_much_again_or_a_milestone(
    direction: str, z: float, contrib: float, milestones: tuple[str, ...]
) -> None:
    """Of 5.0 and 1 point: 7.5, or 1.5 points."""
    assert is_news(raised(), direction, z, contrib, *milestones)


@pytest.mark.parametrize(
    ("was", "kind", "news"),
    [
        ("spike", "shift", False),  # the month that lasts
        ("shift", "spike", False),
        ("spike", "price", False),  # the same money, its weight now known
        ("resumed", "spike", False),
        ("vanished", "ceased", False),  # a milestone of its own makes it news
        ("drift", "spike", True),  # a month beside a year
        ("spike", "drift", True),
        ("offset", "shift", True),  # money beside an average value
        ("shift", "offset", True),
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
    memory = raised(replace(SPIKE, kind=was))
    assert news == memory.is_news("7403", kind, "up", 5.0, 1.0, ())


def test_two_movements_of_a_series_stand_side_by_side() -> None:
    """A drift and a spike, each ended by its own turn alone, and kept as JSON."""
    drift, turn = replace(SPIKE, kind="drift"), replace(SPIKE, kind="shift", direction="down")
    memory = raised(drift).after("2025-07", [SPIKE], {drift.key: True})
    assert {drift.key, SPIKE.key} == set(memory.told)
    assert {drift.key, turn.key} == set(memory.after("2025-08", [turn], {}).told)
    assert memory == Memory.read(memory.as_data())


def test_editions_that_were_passed_over_count() -> None:
    """After half a year without any, what goes on is told again."""
    assert [False, True] == [is_news(raised().passed_over(count)) for count in (4, 5)]


@pytest.mark.parametrize(("z", "contrib"), [(7.4, 1.49), (-7.4, 1.49), (np.nan, np.nan)])
def test_a_little_more_is_no_news(z: float, contrib: float) -> None:
    """Nor what is not known."""
    assert not is_news(raised(), "up", z, contrib)


@pytest.mark.parametrize(("z", "contrib"), [(0.0, 0.0), (0.21, 0.0), (1.49, 0.5), (4.0, 0.09)])
def test_growth_from_nothing_comes_to_something(z: float, contrib: float) -> None:
    """A z of 1.5 and a tenth of a point, whatever it was before: all is half as much again as nothing."""
    assert not is_news(raised(replace(SPIKE, z=0.07, contrib=0.0)), "up", z, contrib)
    assert is_news(raised(replace(SPIKE, z=0.07, contrib=0.0)), "up", 1.5, 0.1)


@pytest.mark.parametrize(
    ("z", "contrib", "news"),
    [(-1.49, -2.0, False), (-1.5, -0.01, True), (np.nan, -0.09, False), (np.nan, -0.1, True), (np.nan, np.nan, True)],
)
def test_what_is_slight_turns_nothing(z: float, contrib: float, news: bool) -> None:  # noqa: FBT001 -- a table
    """Under a z of 1.5, or a tenth of a point where nobody knows what is odd."""
    assert news == is_news(raised(), "down", z, contrib)


def test_what_a_rule_lets_through_is_told_each_six_editions_where_nothing_happens() -> None:
    """A share that the rule always lets through, to and fro within a fifth of a per cent."""
    lines = {code: calm(code, 20 * MILLION, 72, 0.002) for code in LINES}
    panel, memory, found = made(summed(lines)), Memory.empty(), []
    rules = {"series": {"7403": {"notable": {"metric": "share", "gte": 0.0001}}}}
    for at in range(18):
        edition = picked(panel, str(panel.period(54 + at)), rules=rules, memory=memory)
        memory = edition.memory
        found += [at for one in edition.told if one.series == "7403"]
        assert at in found or "news" in {one.gate for one in edition.left_out if one.series == "7403"}
    assert [0, 6, 12] == found


def test_it_is_told_again_after_six_editions() -> None:
    """In the sixth after it was told."""
    memories = [later(raised(), "+" * editions) for editions in range(6)]
    assert [False] * 5 + [True] == [is_news(one) for one in memories]


@pytest.mark.parametrize(("course", "known"), [("-", True), ("--", False), ("-+-", True), ("+--", False)])
def test_two_editions_below_end_it(course: str, known: bool) -> None:  # noqa: FBT001 -- a table
    """In a row; then it is news again."""
    memory = later(raised(), course)
    assert known == (memory.known("7403", "spike", "up") is not None) != is_news(memory)


def test_a_turn_ends_what_went_the_other_way() -> None:
    """Down after up: a rise would be news."""
    memory = raised().after("2025-07", [replace(SPIKE, direction="down", since="2025-07", told="2025-07")], {})
    assert memory.known("7403", "spike", "up") is None
    assert is_news(memory)


def test_what_is_told_again_stands_since_it_was_raised() -> None:
    """With what it was told by last."""
    memory = raised().after("2025-07", [replace(SPIKE, since="2025-07", told="2025-07", z=8.0)], {})
    assert replace(SPIKE, told="2025-07", z=8.0) == memory.known("7403", "spike", "up")


def test_the_bar_of_a_movement_is_that_of_its_kind() -> None:
    """0.7 of 3 for a month, of its own bar for a year, of 4 for an average value."""
    found = [replace(SPIKE, kind=kind).still for kind in ("spike", "shift", "new", "drift", "offset")]
    assert found == pytest.approx([2.1, 2.1, 2.1, 0.7 * DRIFT_Z, 2.8])


def test_a_memory_is_kept_as_json() -> None:
    """And comes back the same."""
    memory = later(raised(), "+-")
    assert memory == Memory.read(memory.as_data())
    assert [] == Memory.empty().as_data()


def test_an_event_without_a_surprise_is_kept_as_json_too() -> None:
    """Null for what is no number."""
    memory = raised(replace(SPIKE, kind="new", z=np.nan))
    [kept] = json.loads(json.dumps(memory.as_data(), allow_nan=False))
    assert (None, 1.0) == (kept["z"], kept["contrib"])
    [back] = Memory.read([kept]).told.values()
    assert np.isnan(back.z)


def stepped(*factors: float) -> dict[str, Floats]:
    """Return calm lines of which 7403 is so many times its usual in the last months."""
    lines = {code: calm(code, 20 * MILLION * int(code[2:])) for code in LINES}
    lines["7403"][-len(factors) :] *= factors
    return lines


def editions(lines: dict[str, Floats], count: int) -> list[list[tuple[str, str, str]]]:
    """Return what the last `count` editions tell, each by the memory of the one before."""
    panel, memory, found = made(summed(lines)), Memory.empty(), []
    for back in range(count, 0, -1):
        edition = picked(panel, str(panel.period(len(panel.value) - back)), memory=memory)
        memory = edition.memory
        found.append(told(edition))
    return found


def directions(found: list[list[tuple[str, str, str]]]) -> list[str]:
    """Return, by edition, the direction in which 7403 is told, empty where it is not."""
    return [next((way for code, _, way in one if code == "7403"), "") for one in found]


@pytest.mark.parametrize(
    ("factors", "told_as"),
    [
        ((1, 2, 2, 2, 2), ["", "up", "", "", ""]),
        ((1, 2, 2, 4, 4), ["", "up", "", "up", ""]),  # it grew by half
        ((1, 2, 2, 5, 5), ["", "up", "", "up", "up"]),  # and in the second month passed 5 per cent of all trade
        ((1, 2, 2, 0.3, 0.3), ["", "up", "", "down", ""]),  # it turned
        ((2, 1, 2), ["up", "", ""]),  # one quiet edition is none
        ((2, 1, 1, 2), ["up", "", "", "up"]),
    ],
)
def test_a_step_is_told_once_and_at_its_news(factors: tuple[float, ...], told_as: list[str]) -> None:
    """7403 at so many times its usual, month by month."""
    assert told_as == directions(editions(stepped(*factors), len(factors)))


def test_a_spike_that_becomes_a_shift_is_told_once() -> None:
    """Twice its usual month by month: in the third it is a shift, by another name the same."""
    lines = stepped(1, 2, 2, 2)
    found = picked(made(summed(lines)))
    assert ("shift", "up") == next((one.kind, one.direction) for one in found.told if one.series == "7403")
    assert ["", "up", "", ""] == directions(editions(lines, 4))


def test_a_sixth_month_of_growth_is_a_milestone() -> None:
    """A rule of the user's own tells 7403 in its first, its sixth and its twelfth month above the year before."""
    lines = {code: np.full(48, 20 * MILLION) for code in LINES}
    lines["7403"][-13:] = 21 * MILLION
    panel, memory, found = made(summed(lines)), Memory.empty(), []
    rules = {"series": {"7403": {"notable": {"metric": "yoy", "gte": 4}}}}
    for back in range(13, 0, -1):
        edition = picked(panel, str(panel.period(48 - back)), rules=rules, memory=memory)
        memory = edition.memory
        found += [14 - back] if edition.told else []
    assert [1, 6, 12] == found


def test_what_goes_on_is_said_among_what_was_left_out() -> None:
    """With the edition that told it; its novelty is less."""
    panel = made(summed(stepped(2, 2)))
    first = picked(panel, "2025-11")
    second = picked(panel, "2025-12", memory=first.memory)
    assert ["told in 2025-11, and not grown by half since"] == [
        one.why for one in second.left_out if one.series == "7403"
    ]
    grown = picked(made(summed(stepped(1.7, 9))), "2025-12", memory=first.memory)
    alone = picked(made(summed(stepped(1.7, 9))), "2025-12")
    old, new = (_of(one.told, "7403").score for one in (grown, alone))
    assert old.novelty == pytest.approx(0.4 * new.novelty, abs=1e-5)
    assert old.surprise == new.surprise


def _of(picks: tuple[PanelPick, ...], series: str) -> PanelPick:
    """Return the pick of a series."""
    return next(one for one in picks if one.series == series)


def test_an_edition_made_again_is_the_same() -> None:
    """Whatever came after it."""
    panel = made(summed(stepped(2, 2, 5)))
    october = picked(panel, "2025-10")
    november = picked(panel, "2025-11", memory=october.memory)
    picked(panel, "2025-12", memory=november.memory)
    again = picked(panel, "2025-11", memory=Memory.read(october.memory.as_data()))
    assert (november.told, november.left_out, november.memory) == (again.told, again.left_out, again.memory)


@pytest.mark.parametrize(("kind", "below"), [("drift", 0), ("spike", 1)])
def test_a_drift_goes_on_by_its_year_and_not_by_its_month(kind: str, below: int) -> None:
    """A year of 17 per cent more, of which the last month is nothing by itself."""
    lines = stepped(*[np.exp(0.16)] * 12)
    panel = made(summed(lines))
    found = picked(panel, memory=raised(replace(SPIKE, kind=kind)))
    strange, at = found.judged.snapshot.unusual, panel.places["7403"]
    assert strange.slow[at] > 0.7 * DRIFT_Z
    assert strange.z[at] < 2.1
    assert below == found.memory.known("7403", kind, "up").below  # type: ignore[union-attr]
