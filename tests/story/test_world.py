"""All partners together: goods are imported or exported, and from nobody."""

import re

import pytest

from generator.story.plan import Chart, Finding
from generator.trade.codes import Flow
from tests.story.months import Monthly, months, table
from tests.story.whole import whole

CODES = ("7403", "7402", "2601")
OF_ALL = re.compile(r"\bWorld\b|\bW00\b|\b[Ee]verywhere\b|\b(?:im|ex)ports (?:from|to)\b")


def told(flow: Flow = Flow.IMPORT, codes: tuple[str, ...] = CODES, length: int = 14, group: str = "mineral") -> Monthly:
    """Return the story of lines that rise by two per cent of their first month each month."""
    rows = table(lambda _, place: 10**6 * (100 + 2 * place), codes=codes, months=length)
    return months(rows, codes=codes, flow=flow, parties=("CHN", "W00"), group=group)


@pytest.mark.parametrize("length", [14, 36])
@pytest.mark.parametrize("flow", list(Flow))
@pytest.mark.parametrize("codes", [CODES, ("7403",)])
@pytest.mark.parametrize("group", ["mineral", ""])
def test_no_text_names_a_partner_and_the_audit_agrees(
    length: int, flow: Flow, codes: tuple[str, ...], group: str
) -> None:
    """Headline, lede, table, pictures, their descriptions, the mail's subject and the note alike."""
    found = told(flow, codes, length, group)
    assert ([], ()) == ([words for words in found.words if OF_ALL.search(words)], found.findings)


@pytest.mark.parametrize(
    ("flow", "codes", "headline", "lede"),
    [  # 26 over 2 months of 100, 102 and so on: 126 after 102 in December
        (
            Flow.IMPORT,
            CODES,
            "China’s mineral imports rise 24%",
            "China’s mineral imports came to $378.00 million in December 2025, 24% more",
        ),
        (
            Flow.EXPORT,
            CODES,
            "China’s mineral exports rise 24%",
            "China’s mineral exports came to $378.00 million in December 2025, 24% more",
        ),
        (
            Flow.IMPORT,
            ("7403",),
            "China’s imports of refined copper rise 24%",
            "China imported $126.00 million of refined copper in December 2025, 24% more",
        ),
    ],
)
def test_a_month_of_all_partners_reads_as_english_does(
    flow: Flow, codes: tuple[str, ...], headline: str, lede: str
) -> None:
    """Without "from", the lede still says which way the goods went."""
    found = told(flow, codes)
    assert (headline, True) == (found.block("finding").headline.words, lede in found.said("lede")), found.said("lede")
    assert headline == found.story.subject.words


def test_the_note_says_that_all_are_counted_together() -> None:
    """By country of origin is what a table of partners would be."""
    note = {
        flow: " ".join(run for run in told(flow).words if " together, CIF" in run or " together, FOB" in run)
        for flow in Flow
    }
    assert "China’s mineral imports, all countries of origin together, CIF" in note[Flow.IMPORT]
    assert "China’s mineral exports, all destinations together, FOB" in note[Flow.EXPORT]
    assert "China’s mineral re-exports, all partners together, FOB" in note[Flow.RE_EXPORT]


def test_a_table_and_pictures_are_headed_without_a_partner() -> None:
    """Subtitle of the table, titles and alternative texts of the pictures."""
    found = told(length=36)
    assert "China’s mineral imports, US$ million, in order of December 2025" == found.block("table").subtitle.words
    alt = " ".join(block.alt.words for block in found.story.blocks if isinstance(block, Chart))
    assert "Small line charts of China’s mineral imports by line, month by month" in alt


ONE = "2025 2608 110.90 million"
BOTH = "2025 2608 110.90 million\n2024 2608 100.30 million\n2025 2601 90.10 million\n2024 2601 80.20 million"


@pytest.mark.parametrize(
    ("rows", "codes", "headline"),
    [
        (ONE, ("2608",), "China’s imports of zinc ores come to $110.90 million in 2025"),
        (BOTH, ("2608", "2601"), "China’s mineral imports rise 11%, zinc ores 52% of it"),  # 201.00 after 180.50
    ],
)
def test_a_year_of_all_partners(rows: str, codes: tuple[str, ...], headline: str) -> None:
    """A level or a rate; the note counts all together."""
    found = whole(rows, codes, parties=("CHN", "W00"))
    said = next(block for block in found.story.blocks if isinstance(block, Finding)).headline.words
    assert (headline, ()) == (said, found.findings)
    assert [] == [words for words in found.words if OF_ALL.search(words)]
    assert "all countries of origin together, CIF, in US dollars, as" in found.prose


def test_what_a_person_said_of_all_partners_is_of_the_reporter() -> None:
    """Whose exports China's imports are nobody can say."""
    found = whole(f"{ONE}\n2024 2601 80 million relayed", ("2608", "2601"), parties=("CHN", "W00"))
    assert "A. Minister, put iron ores imports of China at $80 million in 2024" in found.prose
    assert () == found.findings
