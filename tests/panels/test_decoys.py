"""What looks like news and is none is in the files as it would be."""

from __future__ import annotations

from math import log

import pytest

from tests.panels.conftest import Files, marked


def test_a_tiny_base_stays_tiny(panels: list[Files]) -> None:
    """Fifteen times, and still under a two-thousandth of all trade."""
    for files, mark in marked(panels, "decoys", "tiny base"):
        assert files.change(mark["series"]) == pytest.approx(log(15), abs=0.01)
        assert files.value(mark["series"]) < files.value("total") / 2000


def test_a_base_effect_is_gone_over_two_years(panels: list[Files]) -> None:
    """The newest month is near the one two years ago and far from the one between."""
    for files, mark in marked(panels, "decoys", "base effect"):
        span = 2 if files.lunar_february else 1
        two_years = log(files.value(mark["series"], 0, span) / files.value(mark["series"], 24, span))
        assert abs(two_years) < abs(files.change(mark["series"])) / 2


def test_an_old_step_was_taken_six_months_ago(panels: list[Files]) -> None:
    """Seven months stand on one side of the year before, and the newest does not stand out among them."""
    for files, mark in marked(panels, "decoys", "old step"):
        changes = [files.change(mark["series"], back, 1) for back in range(7)]
        assert all(abs(one - mark["size"]) < 0.3 * abs(mark["size"]) for one in changes)


def test_a_heavy_tail_has_been_there_before(panels: list[Files]) -> None:
    """Three other months of three years are as far from the year before, or almost."""
    for files, mark in marked(panels, "decoys", "heavy tails"):
        years = min(36, len({line["period"] for line in files.lines}) - 12)
        changes = [abs(files.change(mark["series"], back, 1)) for back in range(1, years)]
        assert sum(one > 0.8 * abs(mark["size"]) for one in changes) >= 3


def test_a_usual_peak_is_the_same_every_year(panels: list[Files]) -> None:
    """The month is far above the mean of its year, now and a year ago, and near the same month a year ago."""
    for files, mark in marked(panels, "decoys", "usual peak"):
        for back in (0, 12):
            assert files.value(mark["series"], back) > 1.2 * files.value(mark["series"], back, 12) / 12
        assert abs(files.change(mark["series"])) < 0.5


def test_a_split_code_hands_its_trade_over(panels: list[Files]) -> None:
    """Old and new codes are in the sidecar; their sum goes on as before."""
    for files, mark in marked(panels, "decoys", "split code"):
        (found,) = (one for one in files.meta["hs_breaks"] if one["old"] == mark["series"])
        assert mark["also"] == found["new"]
        assert 0 == files.value(mark["series"])
        now, then = sum(files.value(code) for code in mark["also"]), files.value(mark["series"], 12)
        assert abs(log(now / then)) < 0.6 or files.lunar_february


def test_a_partial_month_says_so(panels: list[Files]) -> None:
    """Its status is X; the codes above are not, where little of them is missing."""
    for files, mark in marked(panels, "decoys", "partial month"):
        row, total = files.row(mark["series"]), files.row("total")
        assert row is not None
        assert total is not None
        assert ("X", "P") == (row["status"], total["status"])


def test_what_is_confidential_has_no_figure_but_is_in_the_sums(panels: list[Files]) -> None:
    """The codes above are more than the rows below them by it."""
    for files, mark in marked(panels, "decoys", "confidential"):
        row, heading = files.row(mark["series"]), mark["series"][:4]
        assert row is not None
        assert ("", "", "", "C") == (row["value_usd"], row["quantity"], row["quantity_unit"], row["status"])
        below = sum(files.value(code) for code, above in files.truth["parents"].items() if above == heading)
        assert files.value(heading) > below


def test_a_unit_changes_from_kilograms_to_tonnes(panels: list[Files]) -> None:
    """The same quantity is a thousandth of the number."""
    for files, mark in marked(panels, "decoys", "unit change"):
        now, then = files.row(mark["series"]), files.row(mark["series"], 12)
        assert now is not None
        assert then is not None
        assert ("t", "kg") == (now["quantity_unit"], then["quantity_unit"])
        assert abs(files.unit_value_change(mark["series"]) - log(1000)) < 1


def test_a_quantity_mistake_leaves_the_value(panels: list[Files]) -> None:
    """The quantity is a thousand times too large, the value ordinary."""
    for files, mark in marked(panels, "decoys", "quantity mistake"):
        assert abs(files.unit_value_change(mark["series"]) + log(1000)) < 1
        assert abs(files.change(mark["series"])) < 0.6


def test_a_lunar_month_is_ordinary_with_its_neighbour(panels: list[Files]) -> None:
    """February alone is a quarter off and more; with January it is a tenth at most."""
    for files, mark in marked(panels, "decoys", "lunar month"):
        assert abs(files.change(mark["series"], 0, 1)) > 0.25
        assert abs(files.change(mark["series"], 0, 2)) < 0.12


def test_what_is_restated_below_the_bar_is_little(panels: list[Files]) -> None:
    """Under one per cent, or under a five-thousandth of all trade."""
    for files, mark in marked(panels, "decoys", "restated below the bar"):
        now, before = files.value(mark["series"], 2), files.before[mark["series"], files.ago(2)]
        assert now != before
        assert abs(now / before - 1) < 0.01 or abs(now - before) < files.value("total", 2) / 5000
