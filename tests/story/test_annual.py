"""What an annual edition says, and what it must not say."""

import re
from collections.abc import Callable

import pytest

from generator.story.brief import Remark
from generator.story.plan import Chart, Finding, Strip, Table
from tests.story.conftest import Told, cell

Tell = Callable[..., Told]


def headline(told: Told) -> str:
    """Return the headline of a story."""
    return next(b for b in told.story.blocks if isinstance(b, Finding)).headline.words


def test_a_whole_with_both_years_leads_with_its_growth(tell: Tell) -> None:
    """Readers expect the total first: 1,260.90 against 1,110.00 is 13.6 per cent."""
    now = [cell("74", "2025", "1140.00"), cell("2608", "2025", "110.90"), cell("2610", "2025", "10.00")]
    told = tell(*now, cell("74", "2024", "1000.00"), cell("2608", "2024", "100.00"), cell("2610", "2024", "10.00"))
    assert headline(told) == "China’s mineral and metal imports from Pakistan rise 14%, copper 93% of it"


def test_a_bound_is_printed_as_a_bound_and_has_no_rate(tell: Tell) -> None:
    """A level above 101 million carries no change."""
    told = tell(cell("74", "2025", "1140"), cell("2608", "2025", "101", "over"), cell("2608", "2024", "90.00"))
    row = next(b for b in told.story.blocks if isinstance(b, Table)).rows[1]
    assert [text.words for text in row.cells] == ["Zinc ores", "2608", "more than 101", "90.00"]


def test_a_line_without_a_figure_is_named_and_in_no_sum(tell: Tell) -> None:
    """Missing is not zero."""
    told = tell(cell("74", "2025", "1140"))
    assert told.words.count("No figure for 2025 was found for zinc ores and chromium ores.") == 2  # text and note
    assert "No sum here includes them." in told.words


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
    assert len(found.split()) <= 16
    assert len(re.findall(r"\$[\d.,]+", found)) == 1


def test_an_editors_figure_that_the_data_have_is_traced(tell: Tell) -> None:
    """An editor's headline carries a claim like any other."""
    told = tell(cell("74", "2025", "1140"), headline=Remark("Copper worth $1.14 billion went to China in 2025", ()))
    finding = next(b for b in told.story.blocks if isinstance(b, Finding))
    assert len(finding.headline.marks) == 1


def test_an_editors_figure_that_the_data_lack_is_refused(tell: Tell) -> None:
    """A figure from nowhere is contradicted, with the right one."""
    told = tell(cell("74", "2025", "1140"), headline=Remark("Copper worth $1.41 billion went to China in 2025", ()))
    (verdict,) = told.story.verdicts
    assert ("contradicted", "$1.14 billion") == (verdict.outcome, verdict.right)


def test_the_strip_leads_with_the_whole_and_says_what_has_no_base(tell: Tell) -> None:
    """1,140 and 14.16 million are 1,154.16; of 2024 one line of the two is known, which came from little."""
    told = tell(cell("74", "2025", "1140.00"), cell("2608", "2025", "14.16"), cell("2608", "2024", "0.29"))
    strip = next(b for b in told.story.blocks if isinstance(b, Strip))
    assert [[text.words for text in (one.label, one.figure, one.note)] for one in strip.cells] == [
        ["2025 (without chromium ores)", "$1.15 billion", "no figure for 2024"],
        ["Copper and articles, 2025", "99% of the total", "no figure for 2024"],
        ["Zinc ores, 2025", "$14.16 million", "$0.29 million in 2024"],
    ]


def test_a_flow_that_ended_has_no_rate(tell: Tell) -> None:
    """Where a complete release has no row, no trade was recorded: the level a year ago is told, and no −100%."""
    told = tell(cell("74", "2025", "1140.00"), cell("2608", "2024", "100.00"), covered=("2024", "2025"))
    assert "$100.00 million" in told.prose
    row = next(b for b in told.story.blocks if isinstance(b, Table)).rows[1]
    assert ["Zinc ores", "2608", "nil", "100.00", "–"] == [text.words for text in row.cells[:5]]
    assert "100%" not in told.prose
