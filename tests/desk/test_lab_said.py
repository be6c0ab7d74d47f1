"""What a lab says in sentences: how often again, and how firmly, of few movements and of many."""

from __future__ import annotations

import pytest

from generator.editions.lab import lab_text
from generator.settings.output_shapes import LabAgainst, Stable


def other(told: int, again: int) -> LabAgainst:
    """Return thresholds that tell so many movements, so many of them again."""
    few = Stable(first=told, larger=told, smaller=told)
    return LabAgainst(
        file="other.yaml", told=told, quiet=0, again=again, stable=few, added=0, lost=0, months=[]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "again", "begin"),
    [
        (1, 0, "the one movement is of no series that was"),
        (1, 1, "the one movement is of a series that was"),
        (2, 0, "none of 2 movements is of a series that was"),
        (2, 1, "1 of 2 movements is of a series that was"),
        (1200, 2, "2 of 1,200 movements are of a series that was"),
    ],
)
def test_told_again_is_said_in_good_grammar(told: int, again: int, begin: str) -> None:
    """One, none, some of many."""
    assert lab_text.share_again(other(told, again)).startswith(begin)


@pytest.mark.parametrize(
    ("stable", "least", "begin"),
    [
        (Stable(first=1, larger=1, smaller=1), "–", "too few to say: 1 movement came first in a month"),
        (Stable(first=4, larger=4, smaller=2), "–", "too few to say: 4 movements came first in a month"),
        (Stable(first=5, larger=5, smaller=4), "4.0", "of every five that come first in their month, 5.0 stay"),
        (Stable(first=50, larger=12, smaller=50), "1.2", "of every five that come first in their month, 1.2 stay"),
    ],
)
def test_of_fewer_than_five_nothing_is_said(stable: Stable, least: str, begin: str) -> None:
    """One of one is no five of five."""
    assert least == lab_text.least_of_five(stable)
    assert lab_text.stable(stable).startswith(begin)
