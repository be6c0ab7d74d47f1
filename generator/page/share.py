"""The share of a story that one format shows, its figures tied to their units, before a template sees it."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from generator.story.plan import Block, Story, Text

_CODE = re.compile(r"\bHS (?=\d)")
_TIED_AT_MOST = 18  # a longer print ("seven mineral and metal lines") may break


def share(story: Story, form: str) -> Story:
    """Return `story` with only the blocks and texts that stand in `form` (pdf, html, mail, txt or md).

    A text that does not stand there is None, or gone where it was one of several.
    """
    blocks = tuple(_kept(block, form) for block in story.blocks if form in block.shown)
    return replace(story, blocks=blocks)


def _kept(value: Any, form: str) -> Any:  # noqa: ANN401 -- any plan value
    if isinstance(value, Text):
        return _tied(value) if not value.shown or form in value.shown else None
    if isinstance(value, tuple):
        kept = (_kept(part, form) for part in value)
        return tuple(part for part in kept if part is not None)
    if is_dataclass(value) and not isinstance(value, type):
        own = [item.name for item in fields(value) if not (isinstance(value, Block) and item.name == "shown")]
        return replace(value, **{name: _kept(getattr(value, name), form) for name in own})
    return value


def _tied(text: Text) -> Text:
    """Return `text` with no-break spaces inside a short figure and after HS: "$1.14" is never left by "billion"."""
    letters = list(_CODE.sub("HS\u00a0", text.words))
    for mark in text.marks:
        if mark.end - mark.start <= _TIED_AT_MOST:
            letters[mark.start : mark.end] = "".join(letters[mark.start : mark.end]).replace(" ", "\u00a0")
    return replace(text, words="".join(letters))
