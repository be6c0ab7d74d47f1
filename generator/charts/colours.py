"""The colours of charts, by meaning, and a publisher's two colours in place of ours.

Everything is drawn and styled in the packaged colours and recoloured at the end, so that a style, a chart and a logo
cannot differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

COLOURS = {
    "paper": "#FFFFFF",
    "ink": "#1A1A1A",
    "label": "#3D3D3D",
    "second": "#595959",
    "mark": "#12436D",
    "down": "#F46A25",
    "last": "#7A7A7A",
    "other": "#8C8C8C",
    "grid": "#D9D9D9",
    # The parts of a whole, after `mark` and before the greys; the last two are seen by their edges and their names.
    "part2": "#2073BC",
    "part3": "#6BACE6",
    "part6": "#BFBFBF",
    "remainder": "#E6E6E6",
    # Steps of a heat map, from little to much; those of falls, from little to much.
    "heat1": "#DCEBF9",
    "heat3": "#6BADE7",
    "heat5": "#11426C",
    "cold1": "#FDE3D6",
    "cold2": "#F79B6A",
    "cold3": "#A93F0B",
}

DARK_PAPER = "#12171C"
DARK_INK = "#F2F4F5"
DARK = {
    "mark": "#6BACE6", "link": "#8FC1EE", "part2": "#4A8FCB", "part3": "#2A5F92",
    "heat1": "#1C2B3A", "heat3": "#2B6094", "heat5": "#6CADE7",
    "cold1": "#3A2419", "cold2": "#7A4522", "cold3": "#F08A55",
}  # fmt: skip  # ours; an orange needs no other
# L* of the steps of a heat map, on white and on dark paper: the same in any colours, so that they can be told apart
_HEAT = {"heat1": 92.0, "heat3": 67.0, "heat5": 26.0}
_COLD = {"cold1": 92.0, "cold2": 72.0, "cold3": 41.0}
_DARK_HEAT = {"heat1": 17.0, "heat3": 39.0, "heat5": 68.0}
_DARK_COLD = {"cold1": 17.0, "cold2": 35.0, "cold3": 66.0}
MARK_CONTRAST = 4.5  # WCAG 2.2 for text, since figures and links have the colour too
DOWN_CONTRAST = 3.0  # WCAG 2.2 for marks: nothing else has the colour
LIGHTNESS_GAP = 20.0  # of L*: what a grey print needs to tell a rise from a fall
_TEXT = 4.5  # WCAG 2.2, 1.4.3
# Contrasts on dark paper, in steps that can be told apart.
_DARK_MARK = 6.5
_DARK_LINK = 8.0
_DARK_PART = 2.5
_PART_GAP = 8.0  # of L*: two parts of a whole that touch
_DEEP = 45  # of 100 steps towards black: the second part of a colour that bears no lighter one
_HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")
_STEPS = 100


def luminance(colour: str) -> float:
    """Return the relative luminance of `#RRGGBB`, by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)  # noqa: PLR2004 -- sRGB
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, by WCAG 2.2."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True)
class Palette:
    """`mark`: this year, rises, links and rules. `down`: falls, as a mark and never as text."""

    mark: str = COLOURS["mark"]
    down: str = COLOURS["down"]

    @property
    def rule(self) -> str:
        """The style that gives `down` its value on dark paper; empty where it needs none."""
        dark = lighten(self.down, _TEXT)
        rule = f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --down: {dark}; }} }}"
        return "" if dark == self.down else rule

    def recolour(self, text: str) -> str:
        """Return a style or an SVG with these colours wherever it has the packaged ones."""
        colours = self._replacements
        return _HEX.sub(lambda colour: colours.get(colour[0].upper(), colour[0]), text) if colours else text

    @cached_property
    def _replacements(self) -> dict[str, str]:
        """The colours to put in place of ours; none where they are ours."""
        if self == Palette():
            return {}
        mark = self.mark
        return {
            COLOURS["mark"]: mark,
            COLOURS["down"]: self.down,
            **{COLOURS[name]: _with_lightness(mark, light) for name, light in _HEAT.items()},
            **{DARK[name]: _with_lightness(mark, light) for name, light in _DARK_HEAT.items()},
            **{COLOURS[name]: _with_lightness(self.down, light) for name, light in _COLD.items()},
            **{DARK[name]: _with_lightness(self.down, light) for name, light in _DARK_COLD.items()},
            COLOURS["part2"]: _second(mark),
            DARK["mark"]: lighten(mark, _DARK_MARK),  # the third part on white, too
            DARK["link"]: lighten(mark, _DARK_LINK),
            DARK["part2"]: lighten(mark, _TEXT),
            DARK["part3"]: darken(lighten(mark, _DARK_PART), _TEXT, DARK_INK),
        }


def _with_lightness(colour: str, light: float) -> str:
    """Return `colour` mixed with as much white or black as gives it the lightness `light`."""
    steps = _towards(colour, "#FFFFFF" if lightness(colour) < light else "#000000")
    return min(steps, key=lambda step: abs(lightness(step) - light))


def lighten(colour: str, needed: float, paper: str = DARK_PAPER) -> str:
    """Return `colour` mixed with as little white as gives it the contrast that is `needed` on dark `paper`."""
    return next(step for step in _towards(colour, "#FFFFFF") if contrast(step, paper) >= needed)


def darken(colour: str, needed: float, paper: str = COLOURS["paper"]) -> str:
    """Return `colour` mixed with as little black as gives it the contrast that is `needed` on light `paper`."""
    return next(step for step in _towards(colour, "#000000") if contrast(step, paper) >= needed)


def lightness(colour: str) -> float:
    """Return CIE L* of `#RRGGBB`, 0 to 100: what is left of a colour in a grey print."""
    light = luminance(colour)
    return 116 * light ** (1 / 3) - 16 if light > (6 / 29) ** 3 else light * (29 / 3) ** 3


def _second(mark: str) -> str:
    """Return the colour beside `mark` in a whole: as light as bears white words, or deeper where that is no step."""
    lighter = [step for step in _towards(mark, "#FFFFFF") if contrast(step, COLOURS["paper"]) >= _TEXT][-1]
    return lighter if lightness(lighter) - lightness(mark) >= _PART_GAP else _towards(mark, "#000000")[_DEEP]


def _towards(colour: str, end: str) -> tuple[str, ...]:
    """Return the mixes of two colours, from the first to the second in even steps."""
    colours = []
    for step in range(_STEPS + 1):
        mix = "#"
        for place in (1, 3, 5):  # of red, green and blue
            first = int(colour[place : place + 2], 16)
            last = int(end[place : place + 2], 16)
            part = round(first + (last - first) * step / _STEPS)
            mix += f"{part:02X}"
        colours.append(mix)
    return tuple(colours)
