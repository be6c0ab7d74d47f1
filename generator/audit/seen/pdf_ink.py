"""What is seen of a PDF: each run of its text has ink on the page as it is drawn, where it stands.

The text layer has words that are white, covered, or off the page as well. Each page is drawn in grey; where the letters
of a run stand light and dark must differ. A cover with a pattern of its own is not told from letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.audit.findings import Finding, folded

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

_SCALE = 1.5  # px to a point: letters of seven points have strokes of a px
_INK = 24  # of 255: between the lightest and the darkest px where letters stand
_PIECE = 4  # times as wide as high: each such piece of a run has ink
Box = tuple[float, float, float, float]  # left, foot, right and top in points from the lower left corner


def print_faults(name: str, drawn: pypdfium2.PdfDocument) -> Iterator[Finding]:
    """Yield what is wrong with runs of text of which nothing is seen: the longest of each page, and how many."""
    for number, sheet in enumerate(drawn, 1):
        words, page = sheet.get_textpage(), sheet.render(scale=_SCALE, grayscale=True).to_pil()
        found: dict[str, list[str]] = {}
        for box in map(words.get_rect, range(words.count_rects())):
            why = _fault(page, sheet.get_height(), box)
            run = words.get_text_bounded(*box).replace("\r\n", " ").strip() if why else ""
            if any(sign.isalnum() for sign in run):
                found.setdefault(why, []).append(folded(run))
        for why, runs in found.items():
            problem = f"page {number}: {why}; {len(runs)} so from {runs[0]!r} on"
            yield Finding(name, max(runs, key=len), "not seen", problem)


def _fault(page: Image, height: float, box: Box) -> str:
    """Return why the letters in a box of a page, drawn in grey, are not seen, "" where they are."""
    left, foot, right, top = box
    if not (0 <= (left + right) / 2 * _SCALE <= page.width and 0 <= (foot + top) / 2 <= height):
        return "stands off the page"
    count = max(1, int((right - left) / (top - foot) / _PIECE))
    step = (right - left) / count
    for start in (left + step * place for place in range(count)):
        sides = (start, height - top, start + step, height - foot)
        x, y, end, low = (int(side * _SCALE) for side in sides)
        piece = page.crop((max(x, 0), max(y, 0), min(end + 1, page.width), min(low + 1, page.height)))
        shades = piece.tobytes()
        if max(shades, default=0) - min(shades, default=0) < _INK:
            return "no ink is seen where it stands"
    return ""
