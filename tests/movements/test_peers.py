"""Places among peers, concentration and growth over the years, as a panel of many series has them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli.movement_words import of_concentration
from generator.movements.metric_values import row
from generator.movements.panel import CodeBreak, Floats, with_rests
from generator.movements.pick_facts import facts
from generator.trade.period import Period
from tests.movements.panels import made, newest, said, summed

YEARS = st.lists(st.integers(0, 60), min_size=6, max_size=6)


def steady(*years: float) -> Floats:
    """Return months of which each year has one twelfth of its sum."""
    return np.repeat(np.array(years, dtype=float), 12)


def copper() -> dict[str, Floats]:
    """Return a chapter of three headings: 50, 30 and 20 million after 30, 36 and 20; and another of two."""
    lines = {"7403": steady(30e6, 50e6), "7404": steady(36e6, 30e6), "7407": steady(20e6, 20e6)}
    return summed(lines | {"2603": steady(60e6, 90e6), "2608": steady(70e6, 70e6)})


def test_a_sum_says_how_concentrated_it_is_and_what_stands_on_no_member() -> None:
    """40, 30, 20 and 10 of 100 million on four headings, 25 on none; of two headings nothing is said."""
    years = {"7403": (30e6, 40e6), "7404": (30e6, 30e6), "7407": (20e6, 20e6), "7408": (9e6, 10e6)}
    lines = {code: steady(*one) for code, one in years.items()}
    columns = summed(lines | {"2603": steady(60e6, 90e6), "2608": steady(70e6, 70e6)})
    columns["74"] = columns["74"] * 1.25
    columns["total"] = columns["74"] + columns["26"]
    found = newest(with_rests(made(columns)))
    [fact] = [one for one in facts(found, found.panel.places["74"]) if one["metric"] == "hhi"]
    told = [fact[name] for name in ("value", "equivalent", "top_1", "top_3", "unallocated", "n")]
    assert [0.16 + 0.09 + 0.04 + 0.01, 1 / 0.3, 40, 90, 20, 4] == pytest.approx(told, abs=1e-6)
    said = "HHI 0.30, as 3.3 of equal size; the largest 40%, the three largest 90%"
    assert f"{said}; 20% of the whole stands on none of them" == of_concentration(fact)
    assert not [one for one in facts(found, found.panel.places["26"]) if one["metric"] == "hhi"]


def test_ranks_are_within_one_parent() -> None:
    """First of copper, though 2603 is larger; one place won, one lost, and one kept."""
    found = newest(made(copper()))
    codes = ("7403", "7404", "7407", "2603", "2608")
    assert [1, 2, 3, 1, 2] == [said(found, "rank", code) for code in codes]
    assert [1, -1, 0, 1, -1] == [said(found, "rank_change", code) for code in codes]
    assert [2, 1] == [said(found, "rank", code) for code in ("74", "26")]
    assert "no_peers" == said(found, "rank", "total")


def test_a_crossing_by_less_than_two_per_cent_is_none() -> None:
    """30.5 against 30 is ahead, and has not passed."""
    lines = {"7403": steady(29e6, 30.5e6), "7404": steady(30e6, 30e6), "7407": steady(1e6, 1e6)}
    found = newest(made(summed(lines)))
    assert [1.0, 0.0] == [said(found, name, "7403") for name in ("rank", "rank_change")]


def test_who_came_or_went_did_not_pass() -> None:
    """An entry and an exit say so; the others are ranked as if they were not there."""
    lines = {"7403": steady(0, 50e6), "7404": steady(36e6, 30e6), "7407": steady(20e6, 0)}
    found = newest(made(summed(lines)))
    assert ["entry", 0.0, "exit"] == [said(found, "rank_change", code) for code in ("7403", "7404", "7407")]
    assert [1.0, 2.0, "no_trade"] == [said(found, "rank", code) for code in ("7403", "7404", "7407")]


def test_a_peer_that_is_not_known_takes_the_ranks_of_its_set_alone() -> None:
    """7407 lacks a month."""
    columns = copper()
    columns["7407"][-3] = np.nan
    found = newest(made(columns))
    assert ["missing peers"] * 2 == [said(found, name, "7403") for name in ("rank", "rank_change")]
    assert 1.0 == said(found, "rank", "2603")
    assert "missing members" == said(found, "hhi", "74")


def test_a_rest_is_no_peer_and_no_member() -> None:
    """What three headings leave of their chapter, larger than any of them."""
    columns = copper() | {"7409": steady(900e6, 900e6)}
    panel = made(columns)
    levels = ["unallocated" if code == "7409" else level for code, level in zip(panel.codes, panel.levels, strict=True)]
    found = newest(replace(panel, levels=tuple(levels)))
    assert [1.0, "no_peers"] == [said(found, "rank", code) for code in ("7403", "7409")]
    assert 0.38 == said(found, "hhi", "74")


def test_a_family_stands_for_its_codes_among_peers() -> None:
    """7404 became 7405 and 7406: together they are second."""
    columns = copper()
    old, half = columns["7404"].copy(), columns["7404"] / 2
    columns["7404"] = np.where(np.arange(24) < 18, old, np.nan)
    columns["7405"] = columns["7406"] = np.where(np.arange(24) < 18, np.nan, half)
    found = newest(made(columns, breaks=[CodeBreak("7404", ("7405", "7406"), Period.parse("2025-07"))]))
    family = len(found.panel.codes) - 1
    assert [2.0, -1.0] == [found.metrics[name][family] for name in ("rank", "rank_change")]
    assert [1.0, 3.0] == [said(found, "rank", code) for code in ("7403", "7407")]


def test_growth_is_that_of_the_years() -> None:
    """100 to 144 in two years is 20 per cent a year; 100 to 133.1 in three is 10, and up and down between."""
    found = newest(made({"74": steady(83, 100, 120, 144), "76": steady(100, 300, 100, 133.1)}))
    values = [row(found, at).metric("cagr") for at in (0, 1)]
    assert [100 * ((144 / 83) ** (1 / 3) - 1), 10.0] == pytest.approx([float(one.value or 0) for one in values])
    assert [(), ("endpoint",)] == [one.flags for one in values]


@given(YEARS, YEARS, st.integers(2, 1000))
@settings(max_examples=30, deadline=None)
def test_ranks_and_concentration_do_not_depend_on_money(before: list[int], now: list[int], rate: int) -> None:
    """Other money, the same places; they are those of a competition, and places won are places lost."""
    codes = [f"740{at}" for at in range(1, 7)]
    years = zip(codes, before, now, strict=True)
    columns = summed({code: steady(one * 1e6, other * 1e6) for code, one, other in years})
    one = newest(made(columns))
    other = newest(made({code: values * rate for code, values in columns.items()}))
    at = [one.panel.places[code] for code in codes]
    for name in ("rank", "rank_change", "hhi", "equivalent", "cagr"):
        assert one.metrics[name] == pytest.approx(other.metrics[name], nan_ok=True), name
    assert 0 == np.nansum(one.metrics["rank_change"][at])
    ranks = [1.0 + sum(peer > own for peer in now) if own else np.nan for own in now]
    assert ranks == pytest.approx(one.metrics["rank"][at].tolist(), nan_ok=True)
