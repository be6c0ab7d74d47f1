"""Tonnage: a table of truths for value and weight of the whole, all lines of which must have a weight."""

import pytest

from generator.story.news import weight_sentences
from generator.story.news.headline import chosen
from generator.story.news.report import report_of
from tests.story.months import ground
from tests.story.news.made import PLAIN, Made, of

Ends = tuple[tuple[int, int], tuple[int, int]]  # thousands of dollars and of kilograms, a year before and now


def _of(**lines: Ends) -> Made:
    months = ("2024-12", "2025-12")
    rows = {
        (code.removeprefix("c"), month): (1000 * value, 1000 * mass)
        for code, ends in lines.items()
        for month, (value, mass) in zip(months, ends, strict=True)
    }
    return of(ground(rows, parties=PLAIN))


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (((40, 40), (40, 40)), (19, -3, 22)),  # 1,040 to 1,240 thousand dollars, 1,040 to 1,010 tonnes
        (((0, 0), (40, 40)), (24, 1, 23)),  # 1,000 to 1,240 thousand dollars, 1,000 to 1,010 tonnes
        (((40, 0), (40, 0)), None),  # small, and without a weight
        (((0, 0), (40, 0)), None),  # began without a weight
    ],
)
def test_value_and_weight_are_of_the_same_goods(second: Ends, expected: tuple[int, int, int] | None) -> None:
    """A line that was traded without a weight leaves the tonnage of the whole open."""
    found = _of(c7402=((1000, 1000), (1200, 970)), c7403=second).tonnage
    growths = (found.value_growth, found.growth, found.parted) if found else ()
    assert expected == (tuple(round(one.value) for one in growths) or None)


@pytest.mark.parametrize(
    ("mass", "words"),
    [
        (1160, "Its gain was mostly in tonnage: 1,160 tonnes, 16% more; a tonne averaged $1,034, up from $1,000."),
        (1140, "That was 1,140 tonnes, 14% more; a tonne averaged $1,053, up from $1,000."),  # 70 per cent of the value
        (1300, "That was 1,300 tonnes, 30% more; a tonne averaged $923, down from $1,000."),  # more than all of it
        (800, "That was 800 tonnes, 20% less; a tonne averaged $1,500, up from $1,000."),  # the other way
    ],
)
def test_a_leading_line_says_whether_tonnage_made_its_change(mass: int, words: str) -> None:
    """It rises by a fifth, on `mass` tonnes after 1,000: three quarters of that, or more, are most of it."""
    made = _of(c7402=((1000, 1000), (1200, mass)), c7403=((40, 40), (40, 40)))
    text = weight_sentences.weight_sentence(report_of(made.month), "7402")
    assert text is not None
    assert words == text.words
    assert [] == made.faults([text])


@pytest.mark.parametrize(
    ("mass", "expected"),
    [
        (900, [", on 10% less tonnage"]),  # 100 of value more
        (1010, []),  # apart by 9 points
        (985, [", on 1.5% less tonnage"]),  # apart by more than ten points
    ],
)
def test_a_headline_may_end_with_the_tonnage_that_went_another_way(mass: int, expected: list[str]) -> None:
    """Two lines rise by a tenth each, and their weight goes from 1,000 tonnes to `mass`."""
    made = _of(c7402=((1000, 1000), (1100, mass)), c7403=((1000, 1000), (1100, mass)))
    tails = [tail.text(made, "tail") for tail in chosen(made).tails if tail.row == "tonnage"]
    assert expected == [tail.words for tail in tails if tail]
    assert [] == made.faults(tails)
