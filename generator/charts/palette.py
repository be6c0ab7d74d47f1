"""A publisher's two colours in place of ours, with what else follows from them: their values on dark paper.

Everything is drawn and styled in the packaged colours and turned over at the end, so that a style, a chart and a logo
cannot part ways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from generator.charts.tokens import COLOURS, contrast, luminance

DARK_PAPER = "#12171C"
DARK = {"mark": "#6BACE6", "link": "#8FC1EE"}  # ours, in the styles; an orange needs no other
MARK_CONTRAST, DOWN_CONTRAST = 4.5, 3.0  # WCAG 2.2: text, since figures and links have the colour too; marks alone
DARK_CONTRAST = {"mark": 4.5, "link": 7.0, "down": 4.5}
LIGHTNESS_GAP = 20.0  # of L*: what a grey print needs to tell a rise from a fall
_HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")
_STEPS = 100


@dataclass(frozen=True)
class Palette:
    """`mark`: this year, rises, links and rules. `down`: falls, as a mark and never as text."""

    mark: str = COLOURS["mark"]
    down: str = COLOURS["down"]

    @property
    def rule(self) -> str:
        """The style that gives `down` its value on dark paper; empty where it needs none."""
        dark = lightened(self.down, DARK_CONTRAST["down"])
        rule = f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --down: {dark}; }} }}"
        return "" if dark == self.down else rule

    def turned(self, text: str) -> str:
        """Return a style or an SVG with these colours wherever it has the packaged ones."""
        return _HEX.sub(lambda found: self._instead.get(found[0].upper(), found[0]), text)

    @cached_property
    def _instead(self) -> dict[str, str]:
        """The colours to put in place of ours; none where they are ours."""
        if self == Palette():
            return {}
        dark = {ours: lightened(self.mark, DARK_CONTRAST[name]) for name, ours in DARK.items()}
        return dark | {COLOURS["mark"]: self.mark, COLOURS["down"]: self.down}


def lightened(colour: str, needed: float, paper: str = DARK_PAPER) -> str:
    """Return `colour` mixed with as little white as gives it the contrast that is `needed` on dark `paper`."""
    return next(one for one in _towards(colour, "#FFFFFF") if contrast(one, paper) >= needed)


def darkened(colour: str, needed: float, paper: str = COLOURS["paper"]) -> str:
    """Return `colour` mixed with as little black as gives it the contrast that is `needed` on light `paper`."""
    return next(one for one in _towards(colour, "#000000") if contrast(one, paper) >= needed)


def lightness(colour: str) -> float:
    """Return CIE L* of `#RRGGBB`, 0 to 100: what is left of a colour in a grey print."""
    light = luminance(colour)
    return 116 * light ** (1 / 3) - 16 if light > (6 / 29) ** 3 else light * (29 / 3) ** 3


def _towards(colour: str, end: str) -> tuple[str, ...]:
    pairs = [(int(colour[at : at + 2], 16), int(end[at : at + 2], 16)) for at in (1, 3, 5)]
    mixes = ([round(one + (other - one) * step / _STEPS) for one, other in pairs] for step in range(_STEPS + 1))
    return tuple("#" + "".join(f"{part:02X}" for part in mix) for mix in mixes)
