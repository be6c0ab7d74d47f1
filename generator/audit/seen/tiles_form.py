"""Tiles of chapters: each in the colour of the step of its change, with its own name and figure in it."""

from __future__ import annotations

from collections import Counter

from generator.audit.seen.drawings import DrawingSheet, FormReading


def _read_tiles(sheet: DrawingSheet) -> None:
    """Read a tile for each bar, in rows from the largest on, and the key of the steps."""
    bars, thresholds = sheet.block["bars"], sheet.block["thresholds"]
    boxes = sheet.take("box", len(bars), "tiles")
    columns = max(Counter(round(box.top) for box in boxes).values())
    key = sheet.key(is_turned=sheet.is_turned)
    for at, (bar, box) in enumerate(zip(bars, boxes, strict=True)):
        name = bar["label"]["words"]
        what = f"the tile of {name}"
        across = (at % columns, at % columns + 1)
        sheet.span("across", across, sheet.ends(box), what)
        sheet.span("down", (at // columns, at // columns + 1), (box.top, box.foot), what)
        change = 100 * (bar["value"] / bar["before"] - 1)
        if box.fill != key[sum(change >= border for border in thresholds)].fill:
            sheet.faults.append(f"{what} has the colour of another step")
        for words in (name, bar["figure"]["words"]):
            if not any(box.holds(mark) for mark in sheet.texts(words)):
                sheet.faults.append(f"{words} stands outside of its tile")


FORMS = {"tiles": FormReading(_read_tiles)}
