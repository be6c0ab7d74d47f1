"""The colours of charts, by meaning, on white; the styles give the same names their value on dark paper."""

from __future__ import annotations

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
TEXT_COLOURS = frozenset(COLOURS[name] for name in ("ink", "label", "second", "mark"))


def luminance(colour: str) -> float:
    """Return the relative luminance of `#RRGGBB`, by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)  # noqa: PLR2004 -- sRGB
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, by WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
