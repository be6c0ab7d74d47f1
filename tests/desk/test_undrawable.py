"""A character that no face draws: a line with its place, number and remedy."""

import pytest

from generator.editions.glyph_check import lacking
from tests.desk.conftest import StarterDesk

FISH = "\N{FISH}"
CSV = "china-minerals-from-pakistan-2025.csv"


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("briefings/pakistan-minerals.yaml", "mineral and metal}", f"mineral {FISH} and metal}}", "minerals.yaml:11"),
        ("desk.yaml", "Trade and Investment Section", f"Trade {FISH} Section", "desk.yaml:3"),
        (f"inbox/gacc-press/{CSV}", "Radio Pakistan", f"Radio {FISH} Pakistan", f"{CSV}, row "),
    ],
)
def test_the_line_names_place_character_and_remedy(
    fresh: StarterDesk, file: str, old: str, new: str, where: str
) -> None:
    """In a group's name, a publisher's, a speaker's in the figures: exit 2, and nothing is made."""
    path = fresh.folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    made = fresh.run("build")
    assert (2, True, True) == (made.code, where in made.said, "(U+1F41F FISH)" in made.said), made.said
    assert "Take it out, or say it in words." in made.said
    assert not fresh.edition.exists()


@pytest.mark.parametrize("words", ["Co\u0302te d’Ivoire", "\u2066HS\u2069 – Türkiye", "\u200d"])
def test_what_is_not_drawn_by_itself_is_no_fault(words: str) -> None:
    """An accent that is written apart, an isolate, a sign that joins."""
    assert "" == lacking(words, "en")
