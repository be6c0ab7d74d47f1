"""Colours as a style or a drawing writes them, and how far two are apart."""

from __future__ import annotations

from functools import lru_cache

from tinycss2.color5 import parse_color

Colour = tuple[float, float, float, float]
_LINEAR = 0.04045  # of sRGB: below it light goes with the number


@lru_cache(4096)
def colour(value: str, scheme: str = "light") -> Colour | None:
    """Return red, green, blue and how opaque it is, 0 to 1, of a colour on light or dark paper; None: not known."""
    found = parse_color(value, color_schemes=(scheme,))
    if found is None or isinstance(found, str):
        return None
    try:
        red, green, blue = found.to("srgb").coordinates
    except NotImplementedError:
        return None
    return red or 0.0, green or 0.0, blue or 0.0, float(found.alpha)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours by WCAG, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
