"""A briefing of one's own: ten or more lines, two years, full dollars, no names given, through the whole line."""

from pathlib import Path

from tests.desk.own_desk import briefing, own_desk, row
from tests.desk.unpaged import Unpaged, unpaged

LEVELS = {
    "2710": (182_450_310, 150_221_004),
    "3004": (164_020_771, 135_550_120),
    "8703": (96_310_442, 101_250_300),
    "1006": (58_221_900, 41_880_250),
    "8517": (44_105_608, 39_980_400),
    "7210": (39_760_115, 47_300_900),
    "5402": (22_340_760, 20_910_333),
    "8436": (12_880_450, 9_700_120),
    "3808": (8_150_220, 9_040_700),
    "0713": (5_260_909, 4_990_100),
    "6309": (4_110_350, 3_020_890),
    "8481": (2_940_777, 2_880_004),
    "0902": (1_870_333, 1_910_222),
    "4819": (1_120_404, 760_550),
}


Lines = dict[str, tuple[int, int]]


def told(folder: Path, lines: Lines, covers: str, change: tuple[str, str] = ("", "")) -> Unpaged:
    """Return the edition of a table of both years, without a row where the level is 0."""
    parties = ("KEN", "IND", "import")
    rows = [
        row(parties, year, code, level).replace(*change)
        for code, pair in lines.items()
        for year, level in zip(("2025", "2024"), pair, strict=True)
        if level
    ]
    text = briefing(parties, LEVELS).replace("monthly", "annual")
    desk = own_desk(folder / "desk", rows, {"goods": text}, covers=covers)
    with desk.store:
        return unpaged(desk, "goods", "2025")


def test_fourteen_lines_of_two_years_pass_and_read_as_the_figures_say(tmp_path: Path) -> None:
    """Totals 643,543,349 and 569,395,893: up 13.0 per cent; petroleum adds 32.2 million, 5.7 points."""
    made = told(tmp_path, LEVELS, "listed")
    assert () == made.findings
    assert "$643.54 million in 2025, against $569.40 million the year before." in made.prose
    assert "Petroleum oils, not crude made $32.23 million of the $74.15 million gain." in made.prose
    assert "Total\n\n643.54\n569.40\n+13\n+13.0" in made.prose


def test_a_complete_table_with_a_new_and_an_ended_line_passes(tmp_path: Path) -> None:
    """An absent row means no trade; both are told, neither with a rate."""
    made = told(tmp_path, {**LEVELS, "1006": (58_221_900, 0), "5402": (0, 20_910_333)}, "all")
    assert () == made.findings
    assert "Rice came to $58.22 million, with none the year before." in made.prose
    yarn = "There was no synthetic filament yarn, not put up for retail sale, after $20.91 million the year before."
    assert yarn in made.prose


def test_a_row_that_was_set_aside_is_not_taken_for_no_trade(tmp_path: Path) -> None:
    """In a complete table, a figure that could not be read is unknown, not zero."""
    made = told(tmp_path, LEVELS, "all", ("96310442", '"96,310,442"'))
    assert ((), False) == (made.findings, "There was no" in made.prose)
    assert "No figure for 2025 was found for motor cars and other motor vehicles." in made.prose
