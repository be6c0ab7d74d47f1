"""Each form looks as it did when a person last looked at it, in every language, wide and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from generator.charts.chart_form import forms
from tests.charts.drawings import DRAWINGS, TOLD, difference, off, placed

MOST = 0.01  # of the pixels with ink : a letter that moves is more


def test_every_form_has_been_looked_at() -> None:
    """A form without a drawing is nobody's; a drawing without a form is a leftover."""
    assert set(forms()) == set(TOLD) == {path.stem for path in DRAWINGS.iterdir()}


@pytest.mark.parametrize("form", sorted(TOLD))
def test_a_form_looks_as_it_did(scripts: Path, form: str) -> None:
    """What changed on purpose is drawn anew by `make goldens`, and looked at."""
    assert off(placed(form, scripts), Image.open(DRAWINGS / f"{form}.png").convert("RGB")) <= MOST


def test_one_bar_that_is_shorter_is_seen() -> None:
    """Ten bars of sixty: a quarter of one of them is 2.5 per cent of the ink; another size is another picture."""
    one = Image.new("RGB", (100, 100), "white")
    bars = ImageDraw.Draw(one)
    for bar in range(10):
        bars.rectangle((0, 10 * bar, 59, 10 * bar + 3), fill="#12436D")
    other = one.copy()
    ImageDraw.Draw(other).rectangle((45, 0, 59, 3), fill="white")
    assert (0.0, 0.025, 1.0) == (difference(one, one), difference(one, other), difference(one, one.crop((0, 0, 9, 9))))
