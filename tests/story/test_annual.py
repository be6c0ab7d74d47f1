"""What an annual edition says, and what it must not say."""

import re
from collections.abc import Callable

import pytest

from generator.errors import SettingsError
from generator.story.plan import Chart, Finding, Strip, Table
from tests.story.conftest import Told, cell
from tests.story.whole import whole

Tell = Callable[..., Told]


def headline(told: Told) -> str:
    """Return the headline of a story."""
    return next(b for b in told.story.blocks if isinstance(b, Finding)).headline.words


def test_without_a_base_the_headline_gives_the_largest_level(tell: Tell) -> None:
    """No direction is claimed where there is no year before."""
    told = tell(cell("74", "2025", "1140"), cell("2608", "2025", "110.90"))
    assert headline(told) == "China imported $1.14 billion of Pakistani copper in 2025"


def test_a_whole_with_both_years_leads_with_its_growth(tell: Tell) -> None:
    """Readers expect the total first: 1,260.90 against 1,110.00 is 13.6 per cent."""
    now = [cell("74", "2025", "1140.00"), cell("2608", "2025", "110.90"), cell("2610", "2025", "10.00")]
    told = tell(*now, cell("74", "2024", "1000.00"), cell("2608", "2024", "100.00"), cell("2610", "2024", "10.00"))
    assert headline(told) == "China’s mineral and metal imports from Pakistan rose 14% in 2025"


def test_a_fall_is_said_without_a_minus(tell: Tell) -> None:
    """80.00 from 100.00 fell 20%: the sign is the verb's."""
    told = tell(cell("2608", "2025", "80.00"), cell("2608", "2024", "100.00"))
    assert "Zinc ores and concentrates (HS 2608) fell 20% to $80.00 million from $100.00 million in 2024." in told.words
    assert headline(told) == "China’s imports of Pakistani zinc ores fell 20% in 2025"


def test_a_low_base_gets_both_levels_and_no_per_cent_of_growth(tell: Tell) -> None:
    """0.29 to 14.16 is 4,783 per cent, and no edition says so."""
    told = tell(cell("74", "2025", "1140"), cell("2608", "2025", "14.16"), cell("2608", "2024", "0.29"))
    assert "Zinc ores and concentrates (HS 2608) rose to $14.16 million from $0.29 million in 2024." in told.words
    assert re.search(r"4[,.]?\d\d\d ?%|4,7|4,8", told.prose) is None


def test_the_gain_from_a_low_base_is_the_difference_of_what_is_printed(tell: Tell) -> None:
    """14.16 less 0.29 is 13.87, to the reader as to us."""
    told = tell(cell("74", "2025", "1140"), cell("2608", "2025", "14.16"), cell("2608", "2024", "0.29"))
    assert any(words.startswith("The gain of $13.87 million equals ") for words in told.words)


def test_a_bound_is_printed_as_a_bound_and_has_no_share(tell: Tell) -> None:
    """A level above 101 million carries neither share nor change."""
    told = tell(cell("74", "2025", "1140"), cell("2608", "2025", "101", "over"), cell("2608", "2024", "90.00"))
    row = next(b for b in told.story.blocks if isinstance(b, Table)).rows[1]
    assert [text.words for text in row.cells] == ["Zinc ores", "2608", "above 101", "90.00", "–", "–"]


def test_a_line_without_a_figure_is_named_and_in_no_sum(tell: Tell) -> None:
    """Missing is not zero."""
    told = tell(cell("74", "2025", "1140"))
    assert "No figure for 2025 has been found for zinc ores (HS 2608) and chromium ores (HS 2610)." in told.words


def test_a_relayed_figure_is_background_and_no_base(tell: Tell) -> None:
    """A figure that was passed on is attributed, and nothing is computed from it."""
    told = tell(cell("74", "2025", "1140"), cell("74", "2024", "1220", standing="relayed"))
    kinds = {claim.kind for claim in told.ledger.claims if claim.compare_period}
    assert kinds == set()
    assert "A. Minister, minister of trade, put copper exports to China at $1.22 billion in 2024" in told.prose


def test_a_relayed_figure_is_in_no_picture(tell: Tell) -> None:
    """It is never a drawn line."""
    told = tell(cell("74", "2025", "1140"), cell("74", "2024", "1220", standing="relayed"))
    bars = next(b for b in told.story.blocks if isinstance(b, Chart)).bars
    assert [bar.before for bar in bars] == [None]


@pytest.mark.parametrize("word", ["diversified", "robust", "steady", "surged", "strong", "record", "remained"])
def test_words_without_ground_do_not_occur(tell: Tell, word: str) -> None:
    """No adjective of judgement stands without a fact behind it."""
    cells = [cell("74", "2025", "1140"), cell("2608", "2025", "14.16"), cell("2608", "2024", "0.29")]
    assert word not in re.findall(r"[a-z]+", tell(*cells).prose.lower().replace("recorded", ""))


def test_the_headline_has_at_most_twelve_words_and_one_number(tell: Tell) -> None:
    """A headline is read in five seconds."""
    found = headline(tell(cell("74", "2025", "1140"), cell("2608", "2025", "110.90")))
    assert len(found.split()) <= 12
    assert len(re.findall(r"\$[\d.,]+", found)) == 1


def test_an_editors_figure_that_the_data_have_is_traced(tell: Tell) -> None:
    """An editor's headline carries a claim like any other."""
    told = tell(cell("74", "2025", "1140"), headline="Copper worth $1.14 billion went to China in 2025")
    finding = next(b for b in told.story.blocks if isinstance(b, Finding))
    assert len(finding.headline.marks) == 1


def test_an_editors_figure_that_the_data_lack_is_refused(tell: Tell) -> None:
    """A figure from nowhere stops the edition, by name."""
    with pytest.raises(SettingsError, match=r"\$1\.41 billion"):
        tell(cell("74", "2025", "1140"), headline="Copper worth $1.41 billion went to China in 2025")


def test_the_strip_shows_how_many_lines_can_be_compared(tell: Tell) -> None:
    """One of two has a base."""
    told = tell(cell("74", "2025", "1140"), cell("2608", "2025", "14.16"), cell("2608", "2024", "0.29"))
    strip = next(b for b in told.story.blocks if isinstance(b, Strip))
    assert strip.cells[-1].figure.words == "1 of 2"


def test_a_lost_line_keeps_the_whole_from_being_compared(tell: Tell) -> None:
    """A line that had a figure a year ago and has none now is missing, not nothing."""
    known = [cell("74", "2025", "1140.00"), cell("74", "2024", "1000.00"), cell("2608", "2024", "100.00")]
    assert "so this edition does not say whether the whole rose or fell" in tell(*known).prose


def test_a_flow_that_ended_has_no_rate(tell: Tell) -> None:
    """Where a complete release has no row, no trade was recorded: the level a year ago is told, and no −100%."""
    told = tell(cell("74", "2025", "1140.00"), cell("2608", "2024", "100.00"), covered=("2024", "2025"))
    assert "Zinc ores and concentrates (HS 2608) came to $100.00 million in 2024." in told.words
    assert "No trade in zinc ores was recorded in 2025." in told.words
    assert "100%" not in told.prose


def test_a_flow_that_began_is_told_with_its_level(tell: Tell) -> None:
    """From nothing there is no rate either."""
    copper = (cell("74", "2025", "1140.00"), cell("74", "2024", "1000.00"))
    told = tell(*copper, cell("2608", "2025", "100.00"), covered=("2024", "2025"))
    assert "Zinc ores and concentrates (HS 2608) came to $100.00 million." in told.words
    assert "No trade in zinc ores was recorded in 2024." in told.words


def test_a_smaller_change_does_not_lead_where_a_line_began_or_ended() -> None:
    """Iron ores began with 90 and chromium ores ended from 80; zinc ores rose by 4, lead ores fell by 2."""
    rows = """
        2025 2608 64.00 million
        2024 2608 60.00 million
        2025 2607 38.00 million
        2024 2607 40.00 million
        2025 2601 90.00 million
        2024 2610 80.00 million
    """
    told = whole(rows, ("2608", "2607", "2601", "2610"), covers="all")
    found = next(block for block in told.story.blocks if isinstance(block, Finding))
    assert "added" not in found.standfirst.words
    assert "took away" not in found.standfirst.words
    assert "led by iron ores with $90.00 million" in told.prose  # as the bars stand, though zinc ores lead the text
    assert told.findings == ()
