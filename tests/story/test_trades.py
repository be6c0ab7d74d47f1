"""What an edition counts is named as the part that it is, wherever it is named."""

import pytest

from generator.trade.codes import nomenclature
from tests.story.months import Monthly, months, table
from tests.story.whole import whole

MANY = ("0101", "0201", "0301", "0401", "0601", "0701", "0801")


def told(*codes: str, group: str = "") -> Monthly:
    """Return the story of lines that rise by two per cent of their first month each month, under their own names."""
    rows = table(lambda _, place: 10**6 * (100 + 2 * place), codes=codes)
    return months(rows, codes=codes, group=group, labels={})


@pytest.mark.parametrize(
    ("codes", "headline", "subtitle"),
    [
        (("74", "76"), "China’s imports of copper and aluminium from Pakistan", "imports of copper and aluminium"),
        (("7404", "7601"), "China’s imports of HS 7404 and 7601 from Pakistan", "imports of goods of HS 7404 and 7601"),
        (("03", "01", "02"), "China’s imports of HS 01 to 03 from Pakistan", "imports of goods of HS 01 to 03"),
        (("7410",), "China’s imports of Pakistani copper foil", "imports of copper foil"),
        (("0302", "0304"), "China’s imports of selected fish from Pakistan", "imports of selected fish"),
        (
            ("0302", "0306", "0307", "0308"),
            "China’s imports of selected fish and seafood from Pakistan",
            "imports of selected fish and seafood",
        ),
        (("0301", "0302", "0303", "0304", "0305"), "China’s imports of fish from Pakistan", "imports of fish"),
        (MANY, "China’s selected imports from Pakistan", "selected imports"),
    ],
)
def test_a_part_is_named_by_its_goods(codes: tuple[str, ...], headline: str, subtitle: str) -> None:
    """By their names while there is room for these, then by their codes, and never as all that is traded."""
    found = told(*codes)
    assert found.story.subject.words.startswith(f"{headline} hit record $")
    assert (
        f"China’s {subtitle} from Pakistan, US$ million, in order of December 2025"
        == found.block("table").subtitle.words
    )
    assert () == found.findings


def test_no_text_of_a_part_speaks_of_the_whole() -> None:
    """Lede, subtitles, alternative texts and the note alike."""
    assert [] == [words for words in told("74", "76").words if "imports from" in words]
    assert "of copper and aluminium from Pakistan" in told("74", "76").said("lede")


def test_a_group_is_the_name_of_its_lines() -> None:
    """The desk’s own word goes before every other."""
    found = told("74", "76", group="base metal")
    assert found.story.subject.words.startswith("China’s base metal imports from Pakistan hit record")
    assert found.said("lede").startswith("China’s base metal imports from Pakistan came to")
    assert [] == [words for words in found.words if "imports from" in words and "base metal imports from" not in words]


def test_a_group_is_the_name_of_a_chapter_with_its_lines() -> None:
    """One code is the total of the others: it is no line alone."""
    rows = table(lambda _, place: 10**6 * (100 + 2 * place), codes=("0302", "0303"))
    found = months(rows, codes=("03", "0302", "0303"), group="seafood", labels={})
    assert found.story.subject.words.startswith("China’s seafood imports from Pakistan hit record")


def test_every_chapter_is_the_whole() -> None:
    """Nothing is left out then, and nothing needs a name."""
    found = told(*(code for code in nomenclature() if len(code) == 2))
    assert found.story.subject.words.startswith("China’s imports from Pakistan hit record")


def test_a_year_of_two_chapters_is_no_year_of_all_trade() -> None:
    """A yearly edition names its part, too: the table of whole.py calls its lines copper and aluminium."""
    found = whole(
        "2025 74 12.00 million\n2024 74 10.00 million\n2025 76 12.00 million\n2024 76 10.00 million", ("74", "76")
    )
    assert found.story.subject.words.startswith("China’s mineral imports from Pakistan rise 20%")
    bare = whole(
        "2025 74 12.00 million\n2024 74 10.00 million\n2025 76 12.00 million\n2024 76 10.00 million",
        ("74", "76"),
        group="",
    )
    assert bare.story.subject.words.startswith("China’s imports of copper and aluminium from Pakistan rise 20%")
    assert () == bare.findings
