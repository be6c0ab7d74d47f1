"""What is drawn, read back: each mark of a chart or of a table's small pictures stands where its figure is.

One form of chart is one function here, beside its module in charts/ by name: it says which marks stand for which
values, in the order in which they are painted, and `scale` says whether they do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.audit.drawings import bars, lines
from generator.audit.drawings.inks import ink_faults
from generator.audit.drawings.marks import StrangeDrawing, marks
from generator.audit.drawings.scale import scale_faults
from generator.audit.drawings.sheet import Sheet
from generator.audit.edition import Data

FORMS: dict[str, Callable[[Sheet], None]] = {
    "ordered_bars": bars.ordered_bars,
    "contributions": bars.contributions,
    "waterfall": bars.waterfall,
    "dumbbell": bars.dumbbell,
    "shares": bars.shares,
    "cumulative": lines.cumulative,
    "trend": lines.trend,
    "panels": lines.panels,
    "heatmap": lines.heatmap,
}


def drawing_faults(block: Data, root: Any, tokens: Mapping[str, str], *, is_turned: bool) -> Iterator[str]:  # noqa: ANN401 -- an element
    """Yield where the SVG `root` draws a chart `block` otherwise than its figures, in colours by name `tokens`.

    Where it `is_turned` bars run to the left.
    """
    try:
        sheet = Sheet(marks(root), block, is_turned)
        FORMS[block["form"]](sheet)
    except StrangeDrawing as fault:
        yield str(fault)
        return
    sheet.close()
    yield from sheet.faults
    yield from ink_faults(sheet.marks, tokens)
    yield from scale_faults(sheet.places)
