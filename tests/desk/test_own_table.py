"""A briefing of one's own: ten or more lines, two years, full dollars, no names given, through the whole line."""

import shutil
from pathlib import Path

from tests.desk.conftest import StarterDesk

SOURCE = """
  office:
    kind: tables
    title: {en: Test office}
    covers: COVERS
    reporter: KEN
    partner: IND
    flow: import
    columns: {period: period, code: code, value: value, published: published}
"""
BRIEFING = """
title: {en: Kenya’s goods from India}
frequency: annual
figures: {source: office, reporter: KEN, partner: IND, flow: import, codes: [CODES]}
"""
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


def own_desk(finished: StarterDesk, tmp_path: Path, rows: list[str], covers: str) -> StarterDesk:
    """Return a desk that has one more source and briefing, its table in the inbox."""
    shutil.copytree(finished.folder, tmp_path / "desk")
    desk = StarterDesk(tmp_path / "desk")
    settings = desk.folder / "desk.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("\nsources:", "\nsources:" + SOURCE.replace("COVERS", covers)), encoding="utf-8")
    codes = ", ".join(f'"{code}"' for code in LEVELS)
    (desk.folder / "briefings" / "kenya-india.yaml").write_text(BRIEFING.replace("CODES", codes), encoding="utf-8")
    (desk.folder / "inbox" / "office").mkdir()
    table = "\n".join(["period,code,value,published", *rows])
    (desk.folder / "inbox" / "office" / "table.csv").write_text(table, encoding="utf-8")
    return desk


def rows_of(lines: dict[str, tuple[int, int]]) -> list[str]:
    """Return the rows of a table: both years, but none where the level is 0."""
    years = [
        (code, year, level) for code, pair in lines.items() for year, level in zip((2025, 2024), pair, strict=True)
    ]
    return [f"{year},{code},{level},2026-02-10" for code, year, level in years if level]


def said(desk: StarterDesk) -> str:
    """Return the finished text of the briefing, white space folded."""
    page = desk.folder / "output" / "kenya-india" / "2025" / "r1" / "en.txt"
    return " ".join(page.read_text(encoding="utf-8").split())


def test_fourteen_lines_of_two_years_pass_and_read_as_the_figures_say(finished: StarterDesk, tmp_path: Path) -> None:
    """Totals 643,543,349 and 569,395,893: up 13.0 per cent; petroleum adds 32.2 million, 5.7 points."""
    desk = own_desk(finished, tmp_path, rows_of(LEVELS), "listed")
    made = desk.run("build", "kenya-india")
    assert made.code == 0, made.said
    text = said(desk)
    assert "$643.54 million in 2025, against $569.40 million the year before." in text
    assert "Petroleum oils, not crude made $32.23 million of the $74.15 million gain." in text
    assert "Total 643.54 569.40 +13 +13.0" in text


def test_a_complete_table_with_a_new_and_an_ended_line_passes(finished: StarterDesk, tmp_path: Path) -> None:
    """An absent row means no trade; both are told, neither with a rate."""
    changed = {**LEVELS, "1006": (58_221_900, 0), "5402": (0, 20_910_333)}
    desk = own_desk(finished, tmp_path, rows_of(changed), "all")
    made = desk.run("build", "kenya-india")
    assert made.code == 0, made.said
    text = said(desk)
    assert "Rice came to $58.22 million, with none the year before." in text
    assert (
        "There was no synthetic filament yarn, not put up for retail sale, after $20.91 million the year before."
        in text
    )


def test_a_row_that_was_set_aside_is_not_taken_for_no_trade(finished: StarterDesk, tmp_path: Path) -> None:
    """In a complete table, a figure that could not be read is unknown, not zero."""
    rows = [row.replace("96310442", '"96,310,442"') for row in rows_of(LEVELS)]
    desk = own_desk(finished, tmp_path, rows, "all")
    made = desk.run("build", "kenya-india")
    assert made.code == 0, made.said
    assert "There was no" not in said(desk)
    assert "No figure for 2025 was found for motor cars and other motor vehicles." in said(desk)
