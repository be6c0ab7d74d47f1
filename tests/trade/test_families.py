"""Families across editions: what counts the same goods, found by the correlation tables of the UN."""

from itertools import chain

import pytest

from generator.trade.code_families import Family, family, is_unchanged
from generator.trade.editions import TABLED, Edition, descriptions

PAIRS = [(one, other) for one in TABLED for other in TABLED if one is not other]
HS2022, HS2017, HS2012 = TABLED


def subheadings(edition: Edition) -> list[str]:
    """Return the subheadings of an edition."""
    return [code for code in descriptions(edition) if len(code) == 6]


@pytest.mark.parametrize(
    ("code", "one", "other", "found"),
    [
        ("260300", HS2022, HS2012, Family(("260300",), ("260300",), "1:1")),  # copper ores
        ("030390", HS2012, HS2017, Family(("030390",), ("030391",), "1:1")),  # livers and roes of fish
        ("010612", HS2022, HS2012, Family(("010612",), ("010612",), "1:1")),  # whales
        ("970690", HS2022, HS2017, Family(("970610", "970690"), ("970600",), "n:1")),  # antiques, by age since 2022
        ("970600", HS2017, HS2022, Family(("970600",), ("970610", "970690"), "1:n")),
        ("300219", HS2017, HS2022, Family(("300219",), (), "1:0")),  # nothing follows it in the table
        ("98", HS2022, HS2017, Family(("98",), (), "1:0")),
    ],
)
def test_a_family_counts_the_same_goods(code: str, one: str, other: str, found: Family) -> None:
    """In either edition, whichever is asked first."""
    assert found == family(code, one, other)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_families_part_the_codes(one: Edition, other: Edition) -> None:
    """Each subheading is in one family, and in no two; so is each that follows or went before it."""
    found = {family(code, one, other) for code in subheadings(one)}
    assert sorted(subheadings(one)) == sorted(chain.from_iterable(each.one for each in found))
    others = list(chain.from_iterable(each.other for each in found))
    assert len(others) == len(set(others))
    assert set(others) <= set(subheadings(other))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_is_unchanged_is_a_family_of_one(one: Edition, other: Edition) -> None:
    """The same code in both editions, and nothing else with it; nothing else is unchanged."""
    alone = {code for code in subheadings(one) if family(code, one, other) == Family((code,), (code,), "1:1")}
    assert alone == {code for code in subheadings(one) if is_unchanged(code, one, other)}


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


def test_a_heading_has_the_families_of_its_subheadings() -> None:
    """A mix of dolomite, 251830, went into 381600 in 2022: seen from HS2017, both headings belong together."""
    found = family("2518", HS2017, HS2022)
    assert Family(("251810", "251820", "251830", "381600"), ("251810", "251820", "381600"), "n:n") == found
    assert Family(("251810", "251820"), ("251810", "251820"), "1:1") == family("2518", HS2022, HS2017)


@pytest.mark.parametrize(
    ("code", "one", "other", "reason"),
    [
        ("030390", "HS2022", "HS2017", "030390 is a code of HS2012, not of HS2022"),
        ("26030010", "HS2022", "HS2017", "26030010 is a country's own line; families are of subheadings"),
        ("260300", "HS2022", "HS2007", "HS2007 has no table here"),
    ],
)
def test_what_no_table_knows_has_no_family(code: str, one: str, other: str, reason: str) -> None:
    """It is refused, rather than guessed by its number."""
    with pytest.raises(ValueError, match=reason):
        family(code, one, other)
