"""Codes: each refuses what it cannot be, and none is turned into a number."""

import re

import pytest

from generator.trade.codes import Flow, area, economies, economy, hs_code, is_within, known_code


@pytest.mark.parametrize("code", ["", " ", "\N{NO-BREAK SPACE}", "0W00", "0CHN"])
def test_nothing_is_no_economy_and_no_world(code: str) -> None:
    """Where no code stands none is meant; letters are not padded."""
    with pytest.raises(ValueError, match="is not an economy"):
        area(code)


@pytest.mark.parametrize("code", ["7777", "7", "74030", "260300001", "77030000", "\uff12\uff16\uff10\uff13"])
def test_what_is_no_code_is_refused(code: str) -> None:
    """Neither unknown codes nor other digits pass."""
    with pytest.raises(ValueError, match="no HS2022 code"):
        hs_code(code)


@pytest.mark.parametrize("code", ["TOTAL", "total", "98", "98010010", "99", "999999", "26030010", "2603000010"])
def test_goods_beside_the_subheadings_have_codes(code: str) -> None:
    """All goods, what a country files apart, what is not specified, and a country's own lines."""
    assert code.upper() == hs_code(code)


@pytest.mark.parametrize(
    ("code", "edition", "reason"),
    [
        ("030390", "HS2022", "030390 is a code of HS2012, not of HS2022"),
        ("03039010", "HS2022", "03039010 lies in 030390, which is a code of HS2012, not of HS2022"),
        ("854911", "H5", "854911 is a code of HS2022, not of HS2017"),
        ("030229", "HS1888", "'HS1888' is no edition of the HS; known are HS2022 (H6), HS2017 (H5)"),
        ("030269", "HS2022", "030269 is a code of an edition before HS2012, not of HS2022"),
    ],
)
def test_a_refusal_says_where_the_code_stands(code: str, edition: str, reason: str) -> None:
    """Livers and roes were 030390 until 2016: who asks for them today is told so."""
    with pytest.raises(ValueError, match=re.escape(reason)):
        hs_code(code, edition)


def test_a_code_of_any_edition_is_known() -> None:
    """A briefing on 2018 names codes that are dead today; a slip is none in any edition."""
    assert ["030390", "03039010", "030269"] == [known_code(one) for one in ("030390", "03039010", "030269")]
    with pytest.raises(ValueError, match="'030199900' is no HS code of 2, 4, 6, 8 or 10 digits"):
        known_code("030199900")


def test_an_edition_without_a_table_takes_what_has_the_shape() -> None:
    """Herrings were 030240 in HS2007, of which only the name is known here."""
    assert hs_code("030240", "H3") == "030240"
    with pytest.raises(ValueError, match="no HS2007 code"):
        hs_code("770000", "HS2007")


@pytest.mark.parametrize(
    ("code", "parent", "is_so"),
    [("26", "TOTAL", True), ("TOTAL", "TOTAL", True), ("TOTAL", "26", False), ("26030010", "260300", True)],
)
def test_everything_is_within_the_total(code: str, parent: str, is_so: bool) -> None:  # noqa: FBT001
    """And the total within nothing but itself."""
    assert is_so == is_within(code, parent)


@pytest.mark.parametrize(
    ("code", "m49"),
    [
        *[("CHN", "156"), ("CN", "156"), ("156", "156"), ("NA", "516"), ("IND", "699"), ("USA", "842"), ("FRA", "251")],
        *[("SDN", "729"), ("SCG", "891"), ("W00", "0"), ("w00", "0"), ("000", "0")],
    ],
)
def test_letters_name_the_economy_of_today(code: str, m49: str) -> None:
    """The UN's own numbers, not ISO's, perhaps padded; letters that nobody has today name the last who had them."""
    assert m49 == area(code).m49


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("356", r"'356' is India \(\.\.\.1974\), which ended on 1974-12-31"),
        ("0", "'0' is World, a group and no economy"),
        ("97", "'97' is European Union, a group and no economy"),
        ("S19", "'S19' is Other Asia, nes, a group and no economy"),
        ("356x", "'356x' is not an economy"),
    ],
)
def test_a_group_is_no_economy(code: str, reason: str) -> None:
    """Nor is what has ended: of each is said what it is."""
    with pytest.raises(ValueError, match=reason):
        economy(code)


def test_no_two_economies_share_a_code() -> None:
    """Each row of today is reached by every code it has."""
    found = economies()
    assert [] == [row for row in found.values() if {found[code] for code in (row.iso3, row.m49)} != {row}]


@pytest.mark.parametrize(("word", "valuation"), [("import", "CIF"), ("X", "FOB"), ("re-import", "CIF"), ("RX", "FOB")])
def test_a_flow_fixes_the_valuation(word: str, valuation: str) -> None:
    """What comes in is valued CIF, what goes out FOB."""
    assert Flow.of(word).valuation == valuation
