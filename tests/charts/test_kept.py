"""What was drawn before: the same is not drawn twice, and nothing depends on it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.charts import canvas, draw_chart, ink
from generator.charts.kept import Kept
from generator.charts.measure import Ruler
from generator.story.plan import Chart, Mark, Text
from tests.charts.test_forms import PICTURES
from tests.page.sample import chart


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Return a folder in which nothing is kept yet."""
    return Kept(tmp_path / "drawn", "us")


def counted(content: bytes = b"ink") -> tuple[list[bytes], Callable[[], bytes]]:
    """Return what was made so far, and what makes `content`."""
    made: list[bytes] = []

    def make() -> bytes:
        made.append(content)
        return content

    return made, make


def entry(kept: Kept) -> Path:
    """Return the one file that is kept."""
    assert kept.folder is not None
    [file] = kept.folder.iterdir()
    return file


def test_the_same_is_made_once(kept: Kept) -> None:
    """Of another kind, of something else and by another program it is made anew."""
    made, make = counted()
    assert [b"ink", b"ink"] == [kept.of("chart", ("a", 1), make) for _ in range(2)]
    assert 1 == len(made)
    kept.of("png", ("a", 1), make)
    kept.of("chart", ("a", 2), make)
    replace(kept, by="another program").of("chart", ("a", 1), make)
    assert 4 == len(made)


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
        lambda file: file.write_bytes(file.read_bytes() + b"k"),
        lambda file: file.write_bytes(file.read_bytes().replace(b"ink", b"oil")),
        lambda file: (file.unlink(), file.mkdir()),
    ],
)
def test_what_is_damaged_is_made_anew(kept: Kept, damage: Callable[[Path], object]) -> None:
    """Cut, longer, changed, or no file at all: what comes back is what was made."""
    made, make = counted()
    kept.of("chart", "a", make)
    damage(entry(kept))
    assert (b"ink", 2) == (kept.of("chart", "a", make), len(made))


def test_what_stands_under_another_name_is_damaged(kept: Kept) -> None:
    """A sound entry that was renamed is not the drawing that is asked for."""
    kept.of("chart", "a", lambda: b"ink of a")
    of_a = entry(kept)
    kept.of("chart", "b", lambda: b"ink of b")
    [of_b] = {*of_a.parent.iterdir()} - {of_a}
    of_a.replace(of_b)
    assert b"ink of b" == kept.of("chart", "b", lambda: b"ink of b")


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    """The edition goes on without it."""
    (tmp_path / "drawn").write_text("a file where the folder would be")
    kept = Kept(tmp_path / "drawn")
    assert [b"ink", b"ink"] == [kept.of("chart", "a", lambda: b"ink") for _ in range(2)]
    kept.tidy()


def test_what_was_not_asked_for_longest_goes_first(kept: Kept) -> None:
    """The folder stays within its bound, and what a killed run left half written goes as well."""
    for at, name in enumerate("abc"):
        kept.of("chart", name, lambda: b"i" * 100)
        for file in kept.folder.iterdir() if kept.folder else ():
            os.utime(file, times=(time.time() - 60 * at,) * 2) if name == "c" else None
    assert kept.folder is not None
    kept.of("chart", "a", bytes)  # asked for again
    half = kept.folder / ".half.1"
    half.write_bytes(b"i")
    os.utime(half, times=(time.time() - 7200,) * 2)
    kept.tidy(most=150)
    assert [True, False, False] == [kept.has("chart", name) for name in "abc"]
    assert not half.exists()


@pytest.mark.parametrize("form", PICTURES)
def test_a_kept_drawing_comes_back_as_it_was_drawn(ruler: Ruler, kept: Kept, form: str) -> None:
    """Marks, numbers and spec; every form."""
    wanted = draw_chart(PICTURES[form], canvas.SCREENS[0], ruler)
    drawn = [draw_chart(PICTURES[form], canvas.SCREENS[0], ruler, kept) for _ in range(2)]
    assert [(wanted, wanted.spec)] * 2 == [(one, one.spec) for one in drawn]


def test_the_same_picture_in_another_edition_is_the_same_drawing(ruler: Ruler, kept: Kept) -> None:
    """Its claims have other numbers there, its place another name; its words are the same."""
    elsewhere = replace(chart(), id="elsewhere", shown=("html",), title=Text(chart().title.words, (Mark("c9", 0, 1),)))
    one, other = (draw_chart(picture, canvas.MAIL, ruler, kept) for picture in (chart(), elsewhere))
    assert (one, 1) == (other, len(list((kept.folder or Path()).iterdir())))


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, bars=(replace(one.bars[0], value=one.bars[0].value * 0.999), *one.bars[1:])),
        lambda one: replace(one, title=Text(f"{one.title.words} again")),
        lambda one: replace(one, source=Text(f"{one.source.words} 2027")),
    ],
)
def test_another_picture_is_another_drawing(ruler: Ruler, kept: Kept, change: Callable[[Chart], Chart]) -> None:
    """A figure that differs in its last digits, or a word that the checker reads, is drawn and checked anew."""
    draw_chart(chart(), canvas.MAIL, ruler, kept)
    draw_chart(change(chart()), canvas.MAIL, ruler, kept)
    assert 2 == len(list((kept.folder or Path()).iterdir()))


def test_a_png_is_packed_once(kept: Kept, ruler: Ruler) -> None:
    """The same SVG at another scale is another picture."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4" fill="#12436D"/></svg>'
    )
    one, other, twice = (ink.to_png(svg, scale, ruler.directory, kept) for scale in (1, 1, 2))
    assert (one, True) == (other, twice != one)
    assert 2 == len(list((kept.folder or Path()).iterdir()))
