"""Tables: a dash, and the word for a low base, stand where a note says what they are, and such a note nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.finding import Finding
from generator.audit.obligations.known import Known
from generator.audit.obligations.telling import Data, Owed, Telling

_DASHES = Owed("missing", ("dash_note.*",), "it has a dash, and no note says what one is", "it has no dash")
_LOW_BASE = Owed(
    "missing", ("low_base_note",), "it has a low base, and no note says what that is", "its table has no low base"
)


def dashes_are_told(telling: Telling, _: Known) -> Iterator[Finding]:
    """Hold a table, and a picture of changes with the table behind it, to a note on its dashes."""
    for block in telling.blocks("table", "chart"):
        if block["kind"] == "table" or block["form"] == "heatmap":
            yield from _DASHES.held(_has_dash(block), telling.of(block), block["title"]["words"])


def low_bases_are_explained(telling: Telling, _: Known) -> Iterator[Finding]:
    """Hold a table that prints "low base" to the note on it, and that note to the word."""
    for block in telling.blocks("table"):
        has_word = any(place.has(("labels.low_base",)) for place in telling.of(block))
        yield from _LOW_BASE.held(has_word, telling.of(block), block["title"]["words"])


def _has_dash(block: Data) -> bool:
    cells = [cell for row in block["rows"] for cell in row["cells"]]
    points = [point for curve in block.get("curves", ()) for point in curve["points"]]
    return None in points or any(cell.get("said") == ["dash"] for cell in cells)
