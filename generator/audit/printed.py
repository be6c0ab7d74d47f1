"""What is seen of a PDF: each run of its text has ink on the page as it is drawn, where it stands.

The text layer has words that are white, covered, or off the page as well. Each page is drawn in grey; where the letters
of a run stand light and dark must differ. A cover with a pattern of its own is not told from letters.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2

from generator.audit.finding import Finding, folded

_SCALE = 1.5  # px to a point: letters of seven points have strokes of a px
_INK = 24  # of 255: between the lightest and the darkest px where letters stand
_PIECE = 4  # times as wide as high: each such piece of a run has ink


def unseen(name: str, drawn: pypdfium2.PdfDocument) -> Iterator[Finding]:
    """Yield what is wrong with runs of text of which nothing is seen: the longest of each page, and how many."""
    for number, sheet in enumerate(drawn, 1):
        words, page = sheet.get_textpage(), _Page(sheet)
        found: dict[str, list[str]] = {}
        for box in map(words.get_rect, range(words.count_rects())):
            why = page.fault(box)
            said = words.get_text_bounded(*box).replace("\r\n", " ").strip() if why else ""
            if any(sign.isalnum() for sign in said):
                found.setdefault(why, []).append(folded(said))
        for why, runs in found.items():
            yield Finding(
                name, max(runs, key=len), "not seen", f"page {number}: {why}; {len(runs)} so from {runs[0]!r} on"
            )


class _Page:
    """A page in grey: rows of bytes, and what is amiss with the letters in a box of it."""

    def __init__(self, sheet: pypdfium2.PdfPage) -> None:
        """Draw the page."""
        self.width, self.height = sheet.get_size()
        bitmap = sheet.render(scale=_SCALE, grayscale=True)
        self._stride, self._high, self._wide = bitmap.stride, bitmap.height, bitmap.width
        self._grey = ctypes.string_at(bitmap.buffer, self._stride * self._high)
        bitmap.close()

    def fault(self, box: tuple[float, float, float, float]) -> str:
        """Return why the letters in a box, in points from the lower left corner, are not seen, "" where they are."""
        left, foot, right, top = box
        if not (0 <= (left + right) / 2 <= self.width and 0 <= (foot + top) / 2 <= self.height):
            return "stands off the page"
        count = max(1, int((right - left) / (top - foot) / _PIECE))
        step = (right - left) / count
        for piece in range(count):
            if self._ink(left + piece * step, self.height - top, left + (piece + 1) * step, self.height - foot) < _INK:
                return "no ink is seen where it stands"
        return ""

    def _ink(self, left: float, top: float, right: float, foot: float) -> int:
        """Return how far the lightest and the darkest px of a box are apart."""
        start, end = (min(max(int(side * _SCALE + more), 0), self._wide) for side, more in ((left, 0), (right, 1)))
        first, last = (min(max(int(side * _SCALE + more), 0), self._high) for side, more in ((top, 0), (foot, 1)))
        rows = [self._grey[self._stride * row + start : self._stride * row + end] for row in range(first, last)]
        rows = [row for row in rows if row]
        return max(map(max, rows), default=0) - min(map(min, rows), default=0)
