"""Codes: each refuses what it cannot be, and none is turned into a number."""

import pytest

from generator.trade.codes import Flow, economy, hs_code, nomenclature


def test_na_is_namibia() -> None:
    """NA is a country, not a missing value."""
    assert economy("NA").name == "Namibia"


@pytest.mark.parametrize("code", ["CHN", "CN", "156"])
def test_an_economy_goes_by_three_codes(code: str) -> None:
    """ISO letters and M49 number name the same economy."""
    assert economy(code).name == "China"


def test_a_code_keeps_its_zero() -> None:
    """Horses are 0101, not 101."""
    assert hs_code("0101") == "0101"


@pytest.mark.parametrize("code", ["7777", "7", "74030", "TOTAL", "\uff12\uff16\uff10\uff13"])
def test_what_is_no_code_is_refused(code: str) -> None:
    """Neither unknown codes nor other digits pass."""
    with pytest.raises(ValueError, match="no HS2022 code"):
        hs_code(code)


def test_the_nomenclature_is_whole() -> None:
    """HS2022 has 97 chapters (77 is reserved, 99 is national), 1,229 headings and 5,613 subheadings."""
    counts = [sum(len(code) == digits for code in nomenclature()) for digits in (2, 4, 6)]
    assert counts == [97, 1229, 5613]


@pytest.mark.parametrize(("word", "valuation"), [("import", "CIF"), ("X", "FOB"), ("re-import", "CIF"), ("RX", "FOB")])
def test_a_flow_fixes_the_valuation(word: str, valuation: str) -> None:
    """What comes in is valued CIF, what goes out FOB."""
    assert Flow.of(word).valuation == valuation
