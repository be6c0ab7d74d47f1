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
    "earlier": "#B9C2CA",  # bars of the years before
    "grid": "#D9D9D9",
    # Areas that are seen by their edges and their names: bars of the rest, of totals and of imports; the usual range.
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
DARK = {
    "mark": "#6BACE6", "link": "#8FC1EE",
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
            DARK["mark"]: lighten(mark, _DARK_MARK),
            DARK["link"]: lighten(mark, _DARK_LINK),
        }


def _with_lightness(colour: str, light: float) -> str:
    """Return `colour` mixed with as much white or black as gives it the lightness `light`."""
    steps = _towards(colour, "#FFFFFF" if lightness(colour) < light else "#000000")
    return min(steps, key=lambda step: abs(lightness(step) - light))


def lighten(colour: str, needed: float) -> str:
    """Return `colour` mixed with as little white as gives it the contrast that is `needed` on dark paper."""
    return next(step for step in _towards(colour, "#FFFFFF") if contrast(step, DARK_PAPER) >= needed)


def darken(colour: str, needed: float) -> str:
    """Return `colour` mixed with as little black as gives it the contrast that is `needed` on white."""
    return next(step for step in _towards(colour, "#000000") if contrast(step, COLOURS["paper"]) >= needed)


def lightness(colour: str) -> float:
    """Return CIE L* of `#RRGGBB`, 0 to 100: what is left of a colour in a grey print."""
    light = luminance(colour)
    return 116 * light ** (1 / 3) - 16 if light > (6 / 29) ** 3 else light * (29 / 3) ** 3


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
