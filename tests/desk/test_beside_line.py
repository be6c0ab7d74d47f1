"""The whole line with a price beside it: from the inbox to pages that come back byte for byte."""

import json
from pathlib import Path

from tests.desk.conftest import StarterDesk
from tests.side_tables import pink_sheet

YEARS = {f"{year}M{month:02d}": (9000 + 700 * (year - 2024), 1, 1) for year in (2024, 2025) for month in range(1, 13)}
SENTENCE = (
    "The World Bank’s price of copper averaged $9,700 a tonne in 2025, 7.8% above a year earlier "
    "(Pink Sheet, updated 5 January 2026)."
)


def ask_for_copper(desk: StarterDesk) -> None:
    """Declare the Pink Sheet, ask for copper, and put a workbook of January 2026 into the inbox."""
    settings, briefing = desk.folder / "desk.yaml", desk.folder / "briefings" / "pakistan-minerals.yaml"
    settings.write_text(settings.read_text("utf-8").replace("sources:\n", "sources:\n  pink-sheet: {kind: prices}\n"))
    asked = 'context: [{source: pink-sheet, series: Copper, for: ["74"]}]\n'
    briefing.write_text(briefing.read_text("utf-8") + asked, "utf-8")
    drop(desk, pink_sheet(YEARS, updated="Updated on January 05, 2026"))


def drop(desk: StarterDesk, raw: bytes) -> None:
    """Put a workbook into the inbox."""
    inbox = desk.folder / "inbox" / "pink-sheet"
    inbox.mkdir(exist_ok=True)
    (inbox / "CMO.xlsx").write_bytes(raw)


def plain(place: Path) -> str:
    """Return a text with white space folded."""
    return " ".join(place.read_text("utf-8").split())


def test_a_price_goes_the_whole_line(desk: StarterDesk) -> None:
    """Built, audited, explained to the cell, made again; a later workbook changes no edition that stands."""
    ask_for_copper(desk)
    built = desk.run("build")
    assert (0, True) == (built.code, "recorded: CMO.xlsx: 72 figures" in built.said), built.said
    folder = desk.edition
    assert SENTENCE.replace("’", "'") in plain(folder / "en.txt").replace("’", "'")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert ["pink-sheet/2026-01-05"] == [name.rpartition("/")[0] for name in manifest["context"]]
    explained = desk.run("explain", "pakistan-minerals/2025", "$9,700", "--all")
    assert (0, True) == (explained.code, "row 30, Monthly Prices!B30" in explained.said), explained.said
    drop(desk, pink_sheet(dict.fromkeys(YEARS, (1, 1, 1)), updated="Updated on February 03, 2026"))
    again = desk.run("build")
    assert (0, ["r1"]) == (again.code, [path.name for path in folder.parent.iterdir()]), again.said
    made = desk.run("regenerate", "--period", "2025")
    assert 0 == made.code, made.said
    assert 0 == desk.run("audit", "pakistan-minerals/2025").code
