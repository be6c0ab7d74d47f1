"""The places where a chart is drawn, each at its final width, so that labels have one size through a document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Canvas:
    """Width, label size, row step and bar height in px; the height is padded to whole multiples of `module`."""

    width: int
    size: float
    step: int
    bar: int
    module: float = 4

    def height(self, content: float) -> float:
        """Return `content` padded to the next whole module."""
        return round(-(-content // self.module) * self.module, 2)


# 7 pt, the unit of the printed page, is 28/3 px.
TEXT_COLUMN = Canvas(476, 11, 18, 13, 28 / 3)
NARROW_COLUMN = Canvas(318, 11, 18, 13, 28 / 3)
COLUMNS = {"ministry": TEXT_COLUMN, "gazette": NARROW_COLUMN}  # of the printed page, by house style
PAGE = Canvas(642, 11, 18, 13, 28 / 3)
# A page narrows in steps, and each has its own drawing: words break and bars shrink, labels keep their size.
# Phones share the last, a little larger or smaller as the phone is: labels of 11 to 16 px.
SCREENS = tuple(Canvas(width, 13, 28, 19) for width in (640, 480, 320))
SCREEN_PAGE = Canvas(852, 13, 28, 19)  # margin, gutter and text column together
MAIL, MAIL_NARROW = Canvas(536, 14, 30, 20), Canvas(304, 14, 30, 20)
CARDS = Canvas(1088, 22, 40, 28), Canvas(1088, 21, 34, 24), Canvas(1088, 20, 28, 20)  # the first that finds room
CARD_LOW = Canvas(1088, 20, 20, 16)  # of a plot that is as high as its row steps make it
