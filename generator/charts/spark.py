"""Sparks (C5) and the bars in a table: small pictures without words, written by hand, as a page has dozens of them."""

from __future__ import annotations

from itertools import groupby

from generator.charts.colours import COLOURS

SPARK, BAR = (80.0, 16.0), (76.0, 12.0)  # px, width and height
_END, _ALONE = 2.1, 0.9  # px, radius of the last point and of a month between two gaps
_STROKE = 1.2


def spark(points: tuple[float | None, ...], *, tokens: bool) -> str:
    """Return a line from its lowest point at the foot to its highest at the top; a month not known leaves a gap.

    With `tokens` the colours are properties that the page's styles set, else those of paper.
    """
    wide, high = SPARK
    known = [point for point in points if point is not None]
    if not known:
        return _svg(SPARK, "")
    low, reach = min(known), (max(known) - min(known)) or 1.0
    step = (wide - 2 * _END) / max(len(points) - 1, 1)
    rest = 0.0 if max(known) > low else 0.5
    places = [
        None if point is None else (_END + at * step, _END + (1 - rest - (point - low) / reach) * (high - 2 * _END))
        for at, point in enumerate(points)
    ]
    runs = [list(run) for is_known, run in groupby(places, lambda place: place is not None) if is_known]
    last, mark = _ink("last", tokens=tokens), _ink("mark", tokens=tokens)
    lines = [
        f'<path d="M{"L".join(f"{x:.1f},{y:.1f}" for x, y in filter(None, run))}" fill="none" stroke="{last}"'
        f' stroke-width="{_STROKE}" stroke-linejoin="round"/>'
        for run in runs
        if len(run) > 1
    ]
    alone = [_dot(run[0], _ALONE, last) for run in runs if len(run) == 1]
    end = [_dot(places[-1], _END, mark)] if places[-1] else []
    return _svg(SPARK, "".join((*lines, *alone, *end)))


def bar(value: float, lengths: tuple[float, ...], *, tokens: bool, turned: bool = False) -> str:
    """Return a bar from the zero line, on the scale that holds all `lengths` of its column: a fall to the left.

    Where it is `turned` over, a fall goes to the right.
    """
    wide, high = BAR
    low, top = min(0.0, *lengths), max(0.0, *lengths)
    pixel = (wide - 2) / ((top - low) or 1.0)
    zero, length = 1 - low * pixel, abs(value) * pixel
    ink, line = _ink("down" if value < 0 else "mark", tokens=tokens), _ink("ink", tokens=tokens)
    if turned:
        zero = wide - zero
    left = zero - length if (value < 0) is not turned else zero
    drawn = f'<rect x="{left:.2f}" y="1" width="{length:.2f}" height="{high - 2:g}" fill="{ink}"/>' if length else ""
    return _svg(BAR, f'{drawn}<rect x="{zero - 0.5:.2f}" width="1" height="{high:g}" fill="{line}"/>')


def _dot(place: tuple[float, float] | None, radius: float, ink: str) -> str:
    x, y = place or (0.0, 0.0)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{ink}"/>'


def _ink(name: str, *, tokens: bool) -> str:
    return f"var(--{name})" if tokens else COLOURS[name]


def _svg(size: tuple[float, float], inside: str) -> str:
    wide, high = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" width="{wide:g}" height="{high:g}"'
        f' viewBox="0 0 {wide:g} {high:g}">{inside}</svg>'
    )
