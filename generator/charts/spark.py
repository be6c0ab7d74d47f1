"""Sparks (C5) and the bars in a table: small pictures without words, written by hand, as a page has dozens of them."""

from __future__ import annotations

from itertools import groupby

from generator.charts.colours import COLOURS

SPARK = (80.0, 16.0)  # px: width and height
BAR = (76.0, 12.0)  # px: width and height
LEVEL_BAR = (234.0, 12.0)  # px: of a level, in a table with room for it
_STRIPES, _STRIPE = 3, 2.0  # how many, and their px, at the end of a lower bound, with as much between them
_END = 2.1  # px: radius of the last point
_LONELY = 0.9  # px: radius of a month between two gaps
_STROKE = 1.2
_YEAR = 12  # points, each a month


def spark(points: tuple[float | None, ...], *, tokens: bool) -> str:
    """Return a line from zero at the foot to its highest point at the top; a month not known leaves a gap.

    The last point has the colour of a fall where it is below that of a year before. With `tokens` the colours are
    properties that the page's styles set, else those of paper.
    """
    width, height = SPARK
    foot = height - _STROKE / 2
    values = [point for point in points if point is not None]
    if not values:
        return _svg(SPARK, "")
    high = max(values) or 1.0
    step = (width - 2 * _END) / max(len(points) - 1, 1)
    places: list[tuple[float, float] | None] = []
    for index, point in enumerate(points):
        if point is None:
            places.append(None)
            continue
        places.append((_END + index * step, foot - point / high * (foot - _END)))
    line = _ink("last", tokens=tokens)
    last = points[-1]
    before = points[-1 - _YEAR] if len(points) > _YEAR else None
    is_fall = last is not None and before is not None and last < before
    end = _ink("down" if is_fall else "mark", tokens=tokens)
    area = _ink("heat1", tokens=tokens)
    areas = []
    lines = []
    dots = []
    for is_known, group in groupby(places, lambda place: place is not None):
        run = [place for place in group if place]
        if is_known and len(run) > 1:
            path = "L".join(f"{x:.1f},{y:.1f}" for x, y in run)
            stroke = f'stroke="{line}" stroke-width="{_STROKE}" stroke-linejoin="round"'
            areas.append(f'<path d="M{path}L{run[-1][0]:.1f},{foot:.1f}L{run[0][0]:.1f},{foot:.1f}Z" fill="{area}"/>')
            lines.append(f'<path d="M{path}" fill="none" {stroke}/>')
        elif is_known:
            dots.append(_dot(run[0], _LONELY, line))
    if places[-1]:
        dots.append(_dot(places[-1], _END, end))
    return _svg(SPARK, "".join((*areas, *lines, *dots)))


def bar(
    value: float,
    lengths: tuple[float, ...],
    *,
    tokens: bool,
    mirrored: bool = False,
    size: tuple[float, float] = BAR,
    bound: bool = False,
    tail: bool = False,
) -> str:
    """Return a bar from the zero line, on the scale that holds all `lengths` of its column: a fall to the left.

    Where it is `mirrored`, a fall goes to the right. A lower `bound` ends in stripes, for which all bars
    of its column leave a `tail`.
    """
    width, height = size
    low = min(0.0, *lengths)
    high = max(0.0, *lengths)
    room = width - 2 - (2 * _STRIPES * _STRIPE if tail else 0.0)
    pixel = room / ((high - low) or 1.0)
    zero = 1 - low * pixel
    length = abs(value) * pixel
    colour = "down" if value < 0 else "mark"
    ink = _ink(colour, tokens=tokens)
    line = _ink("ink", tokens=tokens)
    if mirrored:
        zero = width - zero
    is_left_of_zero = (value < 0) is not mirrored
    boxes = [(0.0, length)] if length else []
    if bound:
        boxes += [(length + _STRIPE * (2 * at + 1), _STRIPE) for at in range(_STRIPES)]
    rects = []
    for start, wide in boxes:
        x = zero - start - wide if is_left_of_zero else zero + start
        rects.append(f'<rect x="{x:.2f}" y="1" width="{wide:.2f}" height="{height - 2:g}" fill="{ink}"/>')
    return _svg(size, f'{"".join(rects)}<rect x="{zero - 0.5:.2f}" width="1" height="{height:g}" fill="{line}"/>')


def _dot(place: tuple[float, float], radius: float, ink: str) -> str:
    x, y = place
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{ink}"/>'


def _ink(name: str, *, tokens: bool) -> str:
    return f"var(--{name})" if tokens else COLOURS[name]


def _svg(size: tuple[float, float], inside: str) -> str:
    wide, high = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" width="{wide:g}" height="{high:g}"'
        f' viewBox="0 0 {wide:g} {high:g}" preserveAspectRatio="none">{inside}</svg>'
    )
