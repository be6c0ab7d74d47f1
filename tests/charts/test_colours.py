"""Colours: two that a publisher chooses, and what follows from them."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from generator.charts.colours import COLOURS, DARK, DARK_PAPER, Palette, contrast, lighten, lightness

STYLES = Path(__file__).parents[2] / "styles"


def tokens(sheet: str) -> dict[str, str]:
    """Return the first value that a style sheet gives each token."""
    found = re.findall(r"--([\w-]+): (#[0-9A-F]{6})", (STYLES / sheet).read_text(encoding="utf-8"))
    return dict(reversed(found))


def test_styles_and_charts_have_the_same_colours() -> None:
    """One source of truth: a colour of a chart is the token of its name."""
    styled = tokens("tokens.css")
    assert COLOURS == {name: styled.get(name) for name in COLOURS}


def test_the_dark_colours_that_are_turned_are_those_of_the_page() -> None:
    """What a palette takes the place of stands in screen.css."""
    dark = tokens("screen.css")
    assert {**DARK, "paper": DARK_PAPER} == {name: dark[name] for name in (*DARK, "paper")}


@pytest.mark.parametrize(("colour", "expected"), [("#000000", 0.0), ("#777777", 50.03), ("#FFFFFF", 100.0)])
def test_lightness_is_cie(colour: str, expected: float) -> None:
    """Values of CIE L* from the standard's tables: black, mid grey, white."""
    assert expected == pytest.approx(lightness(colour), abs=0.01)


def test_a_colour_for_dark_paper_is_light_enough_and_no_lighter() -> None:
    """Mixed with white until it can be read; one that can be read stays."""
    assert 4.5 <= contrast(lighten("#7A1F3D", 4.5), DARK_PAPER) < 4.7
    assert lighten("#F46A25", 4.5) == "#F46A25"


def test_the_packaged_palette_changes_nothing() -> None:
    """Without a choice of one's own a style stays as written."""
    assert Palette().recolour("a #12436D #6BACE6 b") == "a #12436D #6BACE6 b"


def test_two_colours_that_change_places_do_not_meet() -> None:
    """Every colour is turned once."""
    swapped = Palette("#B34700", "#12436D")
    assert swapped.recolour("#12436D #f46a25") == "#B34700 #12436D"


def test_a_dark_down_is_lightened_on_dark_paper() -> None:
    """A rule of its own, as ours needs none."""
    assert not Palette().rule
    assert "--down: #" in Palette(down="#8B0000").rule


@pytest.mark.parametrize("mark", ["#7A1F3D", "#1B5E20", "#767676", "#000000"])
def test_every_derived_colour_bears_its_words(mark: str) -> None:
    """White words on marks, and dark words on those of dark paper."""
    own = Palette(mark)
    assert contrast(own.recolour(COLOURS["mark"]), "#FFFFFF") >= 4.5
    assert min(contrast(own.recolour(DARK[name]), DARK_PAPER) for name in ("mark", "link")) >= 4.5


@pytest.mark.parametrize(("mark", "down"), [("#12436D", "#F46A25"), ("#7A1F3D", "#3C9A5F"), ("#767676", "#8B0000")])
@pytest.mark.parametrize("paper", [COLOURS, DARK])
def test_steps_of_heat_are_told_apart_in_any_colours(mark: str, down: str, paper: dict[str, str]) -> None:
    """At least 8 of L* from one step to the next, on white and on dark paper, and 4.5 to 1 for the words on each."""
    own = Palette(mark, down)
    for ladder in ([f"heat{at}" for at in (1, 3, 5)], [f"cold{at}" for at in range(1, 4)]):
        levels = sorted(lightness(own.recolour(paper[name])) for name in ladder)
        assert min(after - before for before, after in itertools.pairwise(levels)) >= 8
    words = ("#FFFFFF", COLOURS["ink"]) if paper is COLOURS else (DARK_PAPER, "#F2F4F5")
    for names, colour in (("heat5 cold3", words[0]), ("heat1 heat3 cold1 cold2", words[1])):
        assert min(contrast(own.recolour(paper[name]), colour) for name in names.split()) >= 4.5
