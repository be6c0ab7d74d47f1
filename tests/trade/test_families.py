"""Families across editions: what counts the same goods, found by the correlation tables of the UN."""

import pytest

from generator.trade.editions import TABLED, Edition, descriptions
from generator.trade.series_breaks import is_unchanged

HS2022, HS2017, HS2012 = TABLED


def test_subheadings_that_kept_their_goods_are_unchanged_both_ways() -> None:
    """Nearly all of them; a code of one edition alone never is, nor one that shares goods with another."""
    ours, others = ({code for code in descriptions(edition) if len(code) == 6} for edition in (HS2022, HS2017))
    unchanged = {code for code in ours & others if is_unchanged(code, HS2022, HS2017)}
    assert unchanged == {code for code in ours & others if is_unchanged(code, HS2017, HS2022)}
    assert 4_070 == len(unchanged)
    assert not {"970610", "970690", "251830"} & unchanged  # antiques, by age since 2022; a mix of dolomite


@pytest.mark.parametrize(
    ("code", "one", "other", "is_so"),
    [
        ("TOTAL", HS2022, HS2012, True),
        ("74", HS2022, HS2012, True),
        ("2603", HS2022, HS2012, True),
        ("0305", HS2022, HS2017, False),  # flours of fish went to 0309
        ("0305", HS2017, HS2022, False),
        ("0309", HS2022, HS2017, False),
        ("25", HS2022, HS2017, False),  # dolomite ramming mix went from 2518 to 3816
        ("03", HS2022, HS2017, True),
        ("030390", HS2012, HS2017, False),  # the same goods, but another code
        ("300219", HS2017, HS2022, False),
        ("26030010", HS2022, HS2017, False),  # a country's own
        ("26030010", HS2022, HS2022, True),
        ("98", HS2022, HS2017, False),
        ("260300", HS2012, Edition.HS2007, False),  # no table says so
    ],
)
def test_a_heading_is_unchanged_where_goods_moved_only_within_it(code: str, one: str, other: str, is_so: bool) -> None:  # noqa: FBT001
    """From neither side may anything come or go."""
    assert is_so == is_unchanged(code, one, other)
