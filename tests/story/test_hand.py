"""An editor's hand on the lines: one told first, others not told, and what no hand can leave out."""

from typing import Any

import pytest

from generator.errors import SettingsError
from generator.story.plan import Chart, KeyFinding, Strip
from tests.story.months import Monthly, months, table
from tests.story.whole import Whole, whole

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
    """Return every name beside a bar, under a panel, in a stack and in the strip."""
    charts = [block for block in found.story.blocks if isinstance(block, Chart)]
    labels = [bar.label.words for chart in charts for bar in chart.bars]
    labels += [curve.label.words for chart in charts for curve in chart.curves]
    labels += [part.label.words for chart in charts for stack in chart.stacks for part in stack.parts]
    strips = [block for block in found.story.blocks if isinstance(block, Strip)]
    return (
        labels
        + [chart.title.words for chart in charts]
        + [cell.label.words for strip in strips for cell in strip.cells]
    )


@pytest.mark.parametrize(
    ("code", "name"), [("7403", " refined copper"), ("2606", "aluminium ores"), ("7402", "unrefined")]
)
def test_a_line_left_out_is_not_told(code: str, name: str) -> None:
    """Nowhere in the text, beside no mark of a picture; the table keeps it, and the note says who left it out."""
    found = told(leave_out=(code,))
    assert name not in prose(found).lower().replace("\n", " ")
    assert [] == [label for label in drawn(found) if name in label.lower()]
    assert code in [row.cells[1].words for row in found.block("table").rows]
    assert name in " " + " ".join(text.words for run in found.block("note").runs for text in run.sentences)
    assert () == found.findings


def test_a_chapter_left_out_leaves_out_its_lines() -> None:
    """No line of copper is told."""
    found = told(leave_out=("74",))
    assert [] == [label for label in (prose(found).lower(), *map(str.lower, drawn(found))) if "copper scrap" in label]
    assert "refined copper" not in prose(found).lower()
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


def test_a_line_that_leads_has_a_bar() -> None:
    """However little it added."""
    bars = next(block for block in told(lead_with="2601").story.blocks if block.id == "contributions-mail")
    assert isinstance(bars, Chart)
    assert "Iron ores" in [bar.label.words for bar in bars.bars]


def test_a_chapter_that_leads_leads_with_its_largest_line() -> None:
    """A chapter is no line of these."""
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


def of_year(**hand: Any) -> Whole:  # noqa: ANN401 -- fields of a brief
    """Return the story of a year of four lines under an editor's hand."""
    return whole(YEAR, CODES, lead_where="hand.md:2", leave_where=("hand.md:3",), **hand)


def test_a_year_leaves_out_and_leads_alike() -> None:
    """The year's text is of other sections, the hand is the same."""
    found = of_year(leave_out=("2610",))
    table_at = next(place for place, block in enumerate(found.story.blocks) if block.id == "table")
    before = [text for block in found.story.blocks[:table_at] for text in words_of(block)]
    assert [] == [text for text in before if "chromium" in text.lower()]
    lead = of_year(lead_with="2603")
    assert "copper ores" in lead.story.subject.words
    finding = next(block for block in lead.story.blocks if isinstance(block, KeyFinding))
    assert "opper ores" in finding.things[1].words
    assert () == (*found.findings, *lead.findings)
    with pytest.raises(SettingsError, match=r"^hand\.md:2: lead_with: this briefing has no line 2601"):
        of_year(lead_with="2601")


def words_of(part: object) -> list[str]:
    """Return every text within a block."""
    if isinstance(part, tuple | list):
        return [words for item in part for words in words_of(item)]
    if hasattr(part, "words") and isinstance(part.words, str):
        return [part.words]
    return words_of(list(vars(part).values())) if hasattr(part, "__dict__") else []
