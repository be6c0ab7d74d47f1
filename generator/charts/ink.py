"""The only calls into vl-convert: a chart becomes SVG, an SVG becomes PNG; nothing is fetched."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.charts.outlined import outlined
from generator.errors import RenderError

if TYPE_CHECKING:
    from PIL.Image import Image

_Colour = tuple[int, int, int]
_COLOURS = 64
# Pillow finds the nearest colour for cubes of four levels, by their corner: white became the soft edge of a letter.
_APART = 9  # levels of red, green or blue at least between two that are kept
_EDGES = 4096  # colours, soft edges included, of a picture of flat ink at most


@cache
def load_faces(directory: Path) -> None:
    """Make the faces of `directory` known to vl-convert, once in a process."""
    import vl_convert

    vl_convert.register_font_directory(str(directory))


def to_svg(name: str, spec: dict[str, Any]) -> str:
    """Return the SVG of a Vega-Lite spec whose data stand inside it, or raise RenderError that names the chart."""
    import vl_convert

    try:
        return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))
    except ValueError as fault:
        msg = f"chart {name}: Vega-Lite could not draw it: {str(fault).splitlines()[-1]}"
        raise RenderError(msg) from fault


def to_png(svg: str, scale: float, faces: Path) -> bytes:
    """Return `svg` as a PNG of at most 64 colours, `scale` pixels to a px: flat ink needs no more, mail stays light.

    `faces` is the folder of the faces that it names.
    """
    import vl_convert
    from PIL import Image

    load_faces(faces)
    full = Image.open(io.BytesIO(vl_convert.svg_to_png(outlined(svg, faces), scale=scale))).convert("RGB")
    packed = io.BytesIO()
    # 9, which `optimize` means, takes six times as long for 5 per cent
    _flat(full).save(packed, "PNG", compress_level=6)
    return packed.getvalue()


def _flat(full: Image) -> Image:
    """Return `full` in its commonest colours, each kept as it is; a rare or a close one becomes one of them."""
    from PIL import Image

    counted: Any = full.getcolors(_EDGES)  # a tuple for each colour of an RGB picture
    if counted is None:
        return full.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in _apart(counted) for part in colour])
    return full.quantize(palette=palette, dither=Image.Dither.NONE)


def _apart(counted: list[tuple[int, _Colour]]) -> list[_Colour]:
    """Return the commonest colours, but none that is close to one before it."""
    kept: list[_Colour] = []
    for _, colour in sorted(counted, reverse=True):
        if all(max(abs(one - two) for one, two in zip(colour, other, strict=True)) >= _APART for other in kept):
            kept.append(colour)
        if len(kept) == _COLOURS:
            break
    return kept
