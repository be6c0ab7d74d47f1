"""Editions of the HS: each has its own codes, and says of a code what was published."""

import pytest

from generator.trade.editions import TABLED, Edition, descriptions, editions_of, name_of


@pytest.mark.parametrize(("letters", "edition"), [("H6", "HS2022"), ("H4", "HS2012"), ("H0", "HS1992")])
def test_an_edition_goes_by_the_letters_of_the_un(letters: str, edition: str) -> None:
    """A reply of UN Comtrade says H6 where a person says HS2022."""
    assert edition == Edition.of(letters) == Edition.of(edition)
    assert letters == Edition.of(edition).letters


@pytest.mark.parametrize(
    ("edition", "chapters", "headings", "subheadings"),
    [(Edition.HS2022, 97, 1229, 5613), (Edition.HS2017, 97, 1223, 5388), (Edition.HS2012, 97, 1225, 5206)],
)
def test_a_tabled_edition_is_whole(edition: Edition, chapters: int, headings: int, subheadings: int) -> None:
    """The WCO counts 5,612, 5,387 and 5,205 subheadings; 99, 9999 and 999999 (not specified) are the UN's."""
    lengths = [len(code) for code in descriptions(edition)]
    assert [chapters, headings, subheadings] == [lengths.count(digits) for digits in (2, 4, 6)]


@pytest.mark.parametrize("edition", TABLED)
def test_every_code_stands_under_its_heading(edition: Edition) -> None:
    """The nomenclature nests by prefix, down to the last code."""
    known = descriptions(edition)
    assert [] == [code for code in known if any(code[:digits] not in known for digits in range(2, len(code), 2))]


def test_a_code_may_have_lived_in_one_edition() -> None:
    """Livers and roes, 030390, were divided in 2017; the waste of electronics, 8549, is new in 2022."""
    assert [(Edition.HS2012,), (Edition.HS2022,)] == [editions_of("030390"), editions_of("854911")]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("030390", "Livers and roes"),  # dead in HS2022: the words of the edition that had it
        ("030264", "Mackerel"),
        ("26030010", "Copper ores and concentrates"),
        ("980500", "files apart"),
        ("TOTAL", "All goods"),
    ],
)
def test_a_code_has_the_words_of_whichever_edition_has_it(code: str, words: str) -> None:
    """The newest one's first: meals of fish moved from 0305 to 0309 in 2022."""
    assert words in name_of(code)
    assert "flours" not in name_of("0305")


def test_what_no_edition_has_is_not_described() -> None:
    """Rather than described by a guess."""
    with pytest.raises(ValueError, match="'030100' has a description in no edition"):
        name_of("030100")
