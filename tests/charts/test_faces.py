"""The cut faces: found by name, complete, the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from generator.charts.faces import FACES, cut_face, cut_faces
from generator.charts.ruler import Ruler
from generator.charts.typeface import Face
from generator.errors import RenderError


def test_a_face_comes_out_with_the_same_bytes_each_time(tmp_path: Path, ruler: Ruler) -> None:
    """Two desks print the same files, so their faces are the same to the byte."""
    cut_face(FACES[-1], tmp_path / "again.ttf")
    assert (ruler.directory / FACES[-1].file).read_bytes() == (tmp_path / "again.ttf").read_bytes()


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_a_face_goes_by_the_name_that_styles_use(face: Face, ruler: Ruler) -> None:
    """Fontconfig and vl-convert look for family and weight; a variable axis must not be left."""
    with TTFont(ruler.directory / face.file) as font:
        found = (font["name"].getDebugName(16), font["OS/2"].usWeightClass, "fvar" in font)
    assert (face.family, face.weight, False) == found


def test_a_second_call_cuts_nothing(ruler: Ruler) -> None:
    """Faces are kept: a folder that stands is returned as it is."""
    stamps = [path.stat().st_mtime_ns for path in sorted(ruler.directory.iterdir())]
    again = cut_faces(ruler.directory.parent)
    assert (ruler.directory, stamps) == (again, [path.stat().st_mtime_ns for path in sorted(again.iterdir())])


def test_nothing_half_cut_is_left_beside_the_faces(ruler: Ruler) -> None:
    """The folder appears whole or not at all: no workplace stays."""
    assert [] == list(ruler.directory.parent.glob(".*"))


def test_signs_of_tables_and_charts_have_glyphs(ruler: Ruler) -> None:
    """Minus, arrows, dashes and quotation marks are drawn by every face."""
    assert ruler.missing("−+–—×→≈≥“”’ \u00a0€£¥§") == ""


def test_a_character_without_a_glyph_is_named(ruler: Ruler) -> None:
    """An empty box never reaches a reader: the character, its number and the text are in the error."""
    with pytest.raises(RenderError, match=r"no glyph for .矿. \(U\+77FF\), .铜. \(U\+94DC\) in .铜矿."):
        ruler.width("铜矿", 10)


def test_lines_are_broken_by_measure(ruler: Ruler) -> None:
    """No line is wider than the room, and no word is lost."""
    words = "Chromium ores and concentrates of every kind"
    lines = ruler.lines(words, 90, 11)
    assert words == " ".join(lines)
    assert max(ruler.width(line, 11) for line in lines) <= 90


def test_a_balanced_headline_has_no_last_line_of_one_word(ruler: Ruler) -> None:
    """The least width that needs no further line makes its lines even."""
    words = "China imported a great deal of copper in 2025"
    room = ruler.width(words, 1.0) - 0.5
    assert "2025" == ruler.lines(words, room, 1.0)[-1]
    assert "2025" != ruler.lines(words, ruler.balanced(words, room), 1.0)[-1]
