"""Whether every character of a story can be drawn, asked before anything is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from generator.errors import RenderError
from generator.story.plan import Text

if TYPE_CHECKING:
    from generator.charts.ruler import Ruler
    from generator.story.plan import Story


def spell(story: Story, ruler: Ruler) -> None:
    """Refuse a story with a character that some face lacks: a reader would see an empty box, or another's face."""
    for text in _texts(story):
        if lacking := ruler.missing(text.words):
            signs = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in lacking)
            msg = f"no face of the page has {signs}, which {text.words!r} needs"
            raise RenderError(msg)


def _texts(value: Any) -> Iterator[Text]:  # noqa: ANN401 -- any plan value
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for item in fields(value):
            yield from _texts(getattr(value, item.name))
