"""What a series passes: turns, streaks, records of a month, places among the first five, shares; and what flickers."""

from __future__ import annotations

import numpy as np
import pytest

from generator.movements.panel import Floats, Panel
from generator.movements.scores import crossed, milestones, strength
from tests.movements.panels import MILLION, NEW_YEARS, calm, made, newest, picked, summed, told

SEASON = np.resize([1.0, 0.6, 1.2, 1.1, 0.9, 1.1, 0.9, 1.1, 0.9, 1.1, 0.9, 1.5], 132)


def passed(panel: Panel, code: str = "74") -> tuple[str, ...]:
    """Return what a series passed in the last row."""
    found = newest(panel)
    return milestones(found, found.panel.places[code])


def turned(months: int, last: float, length: int = 48) -> Floats:
    """Return flat months of which some lie a tenth above the year before, and the last goes another way."""
    values = np.full(length, 1e6)
    values[-months - 1 : -1] = 1.1e6
    values[-1] = last
    return values


@pytest.mark.parametrize(
    ("months", "last", "flips"), [(6, 0.9e6, True), (5, 0.9e6, False), (6, 0.996e6, False), (6, 1.1e6, False)]
)
def test_a_turn_counts_after_six_months(months: int, last: float, flips: bool) -> None:  # noqa: FBT001 -- a table
    """Five are too few, and four per mille are no turn."""
    assert flips == ("sign_flip" in passed(made({"74": turned(months, last)})))


def test_a_turn_counts_january_and_february_once() -> None:
    """October to February above, in four comparisons and five months: none in March; with September six."""
    found = [passed(made({"74": turned(months, 0.9e6, 51)}, "2026-03", lunar=NEW_YEARS)) for months in (5, 6)]
    assert [False, True] == ["sign_flip" in one for one in found]


@pytest.mark.parametrize(
    ("kind", "told_at"),
    [
        pytest.param("streak", [4, 6, 9, 12, 18, 24], marks=pytest.mark.long),
        ("spike", [6, 12, 18, 24]),
        ("", [6, 12, 18, 24]),
    ],
)
def test_streaks_are_told_at_their_months(kind: str, told_at: list[int]) -> None:
    """A streak by itself oftener than another movement that lasts."""
    values = 1e6 * np.repeat([1.0, 1.0, 1.1, 1.21, 1.33], 12)
    found = [at for at in range(1, 26) if "streak" in _at(made({"74": values[: 24 + at]}), kind)]
    assert told_at == found


def _at(panel: Panel, kind: str) -> tuple[str, ...]:
    return milestones(newest(panel), 0, kind)


@pytest.mark.parametrize(("last", "has"), [(1.01, True), (0.99, False), (0.9, False)])
def test_a_month_may_be_the_highest_of_its_name(last: float, has: bool) -> None:  # noqa: FBT001 -- a table
    """A February above ten others, though every March was higher."""
    values = 1e6 * SEASON
    values = np.append(values, [1e6, 0.6e6 * last])
    values[1] = 0.55e6
    assert has == ("month_record" in passed(made({"74": values}, "2026-02")))


def test_a_month_is_no_record_without_seasons_or_years() -> None:
    """Of noise, of nine years; and a record of all months is that."""
    values = np.append(1e6 * SEASON, [1e6, 0.61e6])
    assert "month_record" in passed(made({"74": values}, "2026-02"))
    assert "month_record" not in passed(made({"74": values[24:]}, "2026-02"))
    flat = calm("74", 1e6, 134)
    flat[-1] = 1.001 * flat[1::12].max()
    assert "month_record" not in passed(made({"74": flat}, "2026-02"))
    values[-1] = 9e6
    assert ("record",) == tuple(one for one in passed(made({"74": values}, "2026-02")) if "record" in one)


def test_january_and_february_have_a_record_together() -> None:
    """Where the holiday moves between them."""
    values = np.append(1e6 * SEASON, [1.1e6, 0.7e6])
    assert "month_record" in passed(made({"74": values}, "2026-02", lunar=NEW_YEARS))
    assert "month_record" not in passed(made({"74": values[:-1]}, "2026-01", lunar=NEW_YEARS))


def test_the_strength_of_a_season_is_the_part_that_comes_back() -> None:
    """All of it without noise, whatever the trend; little of noise; none where a month lacks trade."""
    values = 1e6 * SEASON * 1.01 ** np.arange(132)
    assert 1.0 == pytest.approx(strength(values, 12))
    assert 0.3 > strength(calm("74", 1e6, 132), 12)
    values[7] = 0
    assert [0.0, 0.0] == [strength(values, 12), strength(values[8:30], 12)]


def ladder(*sizes: float) -> dict[str, Floats]:
    """Return lines of one chapter, each so many millions a month for two years."""
    return {f"74{at:02}": np.full(24, size * MILLION) for at, size in enumerate(sizes, 1)}


def moved(columns: dict[str, Floats], code: str, last: float) -> Panel:
    """Return the panel in which a line has another last month, in millions."""
    columns[code][-1] = last * MILLION
    return made(summed(columns))


@pytest.mark.parametrize(("last", "has"), [(17, True), (15, False), (10, False)])
def test_a_place_among_five_is_won_by_two_per_cent(last: float, has: bool) -> None:  # noqa: FBT001 -- a table
    """From 120 to 127 in twelve months, past 123.6; with 125 it is ahead, and has not passed."""
    panel = moved(ladder(50, 40, 30, 10.3, 10, 1), "7405", last)
    assert [has, has] == ["rank" in passed(panel, code) for code in ("7405", "7404")]
    assert "rank" not in passed(panel, "7403")


def test_the_sixth_place_is_nobodys_news() -> None:
    """From seventh to sixth."""
    panel = moved(ladder(50, 40, 30, 25, 20, 10.3, 10), "7407", 17)
    assert "rank" not in passed(panel, "7407")
    assert -1 == int(crossed(np.log([[1.1], [0.9]]))[0])


def test_a_place_that_was_won_is_won_once() -> None:
    """In the month after, and within two per cent to and fro, nothing has changed."""
    columns = ladder(50, 40, 30, 10.3, 10)
    columns["7405"][-2] = 17 * MILLION
    assert "rank" not in passed(made(summed(columns)), "7405")
    columns["7404"][-1] = 16 * MILLION
    assert "rank" not in passed(made(summed(columns)), "7405")


@pytest.mark.parametrize(("last", "has"), [(4.5, False), (11.0, False), (14.5, True)])
def test_a_share_is_passed_by_two_per_cent(last: float, has: bool) -> None:  # noqa: FBT001 -- a table
    """60.5 of 1,200 are 5.04 per cent, 64 are 5.3."""
    panel = made({"total": np.full(24, 100.0), "74": np.append(np.full(23, 4.5), last)})
    assert has == ("share" in passed(panel))


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ({"event": "record"}, "record"),
        ({"metric": "record", "gte": 1}, "record"),
        ({"metric": "rank_change", "gte": 1}, "rank"),
        ({"metric": "share_shift", "gte": 0.1}, "share"),
        ({"metric": "yoy", "gte": 1}, "spike"),
    ],
)
def test_a_rule_of_ones_own_gives_its_kind(condition: object, kind: str) -> None:
    """A line that grew slowly to the first place: no month of it is a surprise."""
    lines = {code: np.full(132, 20 * MILLION) for code in ("7403", "7404", "7407", "2603")}
    lines["7403"] = np.round(19.9 * MILLION * 1.04 ** (np.arange(132) / 12 - 9.5))
    assert [("7403", kind, "up")] == told(
        picked(made(summed(lines)), rules={"series": {"7403": {"notable": condition}}})
    )
