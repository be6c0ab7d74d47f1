"""An editor's hand on the lines: one told first, others not told, and what no hand can leave out."""

from typing import Any

import pytest

from generator.errors import SettingsError
from generator.story.plan import Chart, Strip
from generator.story.record import texts_of
from tests.story.months import Monthly, months, table
from tests.story.whole import whole

# the last twelve months over the twelve before, in per cent: refined copper carries the rise
MOVES = {"7403": 30, "7402": 12, "7404": 10, "2608": 8, "2610": 4, "2601": -2, "2606": 20, "2607": 15, "2603": 6}
BASE = {code: 10**6 * (20 - 2 * place) for place, code in enumerate(MOVES)}


def stepped(code: str, place: int) -> int:
    """Return each line's level: the same every month, and changed by its move from the last twelve months on."""
    return BASE[code] * (100 + MOVES[code]) // 100 if place >= 24 else BASE[code]


def told(**hand: Any) -> Monthly:  # noqa: ANN401 -- fields of a brief
    """Return the story of nine lines under an editor's hand."""
    return months(table(stepped, codes=tuple(MOVES)), leave_where=("hand.md:3",) * 4, lead_where="hand.md:2", **hand)


def prose(found: Monthly) -> str:
    """Return headline, things and every paragraph."""
    finding = found.block("finding")
    names = ("lede", *(f"body-{n}" for n in range(1, 9)), "rest")
    return "\n".join((finding.headline.words, *(thing.words for thing in finding.things), *map(found.said, names)))


def drawn(found: Monthly) -> list[str]:
    """Return every name and title of pictures and strip, in small letters."""
    blocks = [block for block in found.story.blocks if isinstance(block, Chart | Strip)]
    return [text.words.lower() for block in blocks for text in texts_of(block)]


@pytest.mark.parametrize(
    ("code", "name"), [("7403", " refined copper"), ("2606", "aluminium ores"), ("74", "copper scrap")]
)
def test_a_line_left_out_is_not_told(code: str, name: str) -> None:
    """Nowhere in the text, beside no mark of a picture; the table keeps it, and the note says who left it out."""
    found = told(leave_out=(code,))
    assert name not in prose(found).lower().replace("\n", " ")
    assert [] == [label for label in drawn(found) if name in label]
    assert any(row.cells[1].words.startswith(code) for row in found.block("table").rows)
    assert name.strip() in " ".join(text.words for run in found.block("note").runs for text in run.sentences)
    assert () == found.findings


def test_the_totals_keep_a_line_that_is_left_out() -> None:
    """Only what is told differs, not what is counted."""
    plain, found = told(), told(leave_out=("7402",))
    assert plain.block("table").rows[-1] == found.block("table").rows[-1]
    assert plain.block("finding").headline.words == found.block("finding").headline.words


@pytest.mark.parametrize(
    ("code", "name"), [("2606", "aluminium ores"), ("2601", "iron ores"), ("7404", "copper scrap")]
)
def test_a_line_that_leads_is_told_first(code: str, name: str) -> None:
    """In the headline, among the things, and first in the body."""
    found = told(lead_with=code)
    finding = found.block("finding")
    assert name in finding.headline.words
    assert name in finding.things[1].words.lower()
    assert name in found.block("body-1").paragraphs[0][0].words.lower()
    assert () == found.findings


def test_a_line_that_leads_has_a_bar_and_of_a_chapter_the_largest_leads() -> None:
    """However little it added."""
    [bars] = [block for block in told(lead_with="2601").story.blocks if block.id == "contributions-mail"]
    assert isinstance(bars, Chart)
    assert "Iron ores" in [bar.label.words for bar in bars.bars]
    assert "zinc ores" in told(lead_with="26").block("finding").headline.words


def test_what_goes_against_the_whole_cannot_be_left_out() -> None:
    """A fall of a quarter of the largest rise or more must be told; the file and the line say who left it out."""
    moves = dict(MOVES, **{"2608": -30})
    falling = {code: BASE[code] * (100 + moves[code]) // 100 for code in BASE}
    rows = table(lambda code, place: falling[code] if place >= 24 else BASE[code], codes=tuple(MOVES))
    with pytest.raises(SettingsError, match=r"^hand\.md:3: leave_out: 2608 went against the total by a quarter"):
        months(
            {key: row for key, row in rows.items() if key[0] in BASE}, leave_out=("2608",), leave_where=("hand.md:3",)
        )


@pytest.mark.parametrize(
    ("hand", "said"),
    [
        ({"lead_with": "740311"}, "hand.md:2: lead_with: this briefing has no line 740311. Nearest: 7403."),
        ({"leave_out": ("7402", "7410")}, "hand.md:3: leave_out: this briefing has no line 7410. Nearest: 74"),
        ({"lead_with": "7402", "leave_out": ("74",)}, "hand.md:3: leave_out: 74 holds 7402, which leads. Keep one."),
        ({"leave_out": ("74", "26")}, "hand.md:3: leave_out: no line is left to tell."),
    ],
)
def test_a_hand_that_cannot_be_followed_is_refused(hand: dict[str, Any], said: str) -> None:
    """With file and line."""
    with pytest.raises(SettingsError) as fault:
        told(**hand)
    assert str(fault.value).startswith(said)


YEAR = """
2025 74 100.00 million
2024 74 80.00 million
2025 2608 60.00 million
2024 2608 50.00 million
2025 2610 30.00 million
2024 2610 20.00 million
2025 2603 20.00 million
2024 2603 15.00 million
"""
CODES = ("74", "2608", "2610", "2603")


def test_a_year_leaves_out_and_leads_alike() -> None:
    """The year's text is of other sections, the hand is the same."""
    found = whole(YEAR, CODES, leave_out=("2610",), leave_where=("hand.md:3",))
    blocks = [block.id for block in found.story.blocks]
    before = texts_of(found.story.blocks[: blocks.index("table")])
    assert [] == [text.words for text in before if "chromium" in text.words.lower()]
    lead = whole(YEAR, CODES, lead_with="2603", lead_where="hand.md:2")
    assert "copper ores" in lead.story.subject.words
    assert "opper ores" in lead.block("finding").things[1].words
    assert () == (*found.findings, *lead.findings)
