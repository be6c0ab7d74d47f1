"""The part of a story that one format shows. No-break spaces join figures to their units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from typing import Any

from generator.page.markup import is_bare
from generator.story.plan import Block, Story, Text

_SHORT = re.compile(r"\b(HS|in) (?=\d\d)|(?<=\bUS\$) (?=[bm]illion)|(?<=\b[A-Z]{3}) (?=[bm]illion)")
_ISOLATE = "\N{LEFT-TO-RIGHT ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"
_LONG, _STUB = 40, 9  # letters: a text this long takes several lines; a last line this short looks wrong
_MAIL = ("mail", "txt")
_LIKE = {"docx": "pdf", "xlsx": "pdf"}  # the form that shows the same
_PLAIN = (str, float, int, type(None))  # most of a plan: numbers, names and codes
_FIGURE_AT_MOST, _RANGE_AT_MOST = 18, 24  # letters; a longer print ("seven mineral and metal lines") may break


def share(story: Story, form: str) -> Story:
    """Return `story` with only the blocks and texts that `form` shows (pdf, docx, xlsx, html, mail, txt or md).

    A text that is not shown becomes None. In a tuple of texts it is left out.
    """
    shown = _LIKE.get(form, form)
    blocks = tuple(_keep_shown(block, shown, form) for block in story.blocks if shown in block.shown)
    if story.direction == "rtl" and form in {"txt", "md"}:
        blocks = tuple(map(_isolate_figures, blocks))
    return replace(story, blocks=blocks)


def in_form(story: Story, form: str) -> Story:
    """Return `story` for the mail of a `form` that readers may choose: pdf, link or none."""
    call = (f"mail-{form}",)
    blocks = []
    for block in story.blocks:
        if block.shown == call:
            blocks.append(replace(block, shown=_MAIL))
        elif block.kind != "call":
            blocks.append(block)
    return replace(story, blocks=tuple(blocks))


def _isolate_figures(value: Any) -> Any:  # noqa: ANN401 -- any plan value
    """Return the value with each bare figure inside direction marks, for formats without markup.

    Without them a sign would stand on the wrong side of its figure in a right-to-left text.
    """
    if isinstance(value, Text):
        return replace(value, words=_ISOLATE.format(value.words), marks=()) if is_bare(value.words) else value
    if isinstance(value, tuple):
        return tuple(map(_isolate_figures, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{item.name: _isolate_figures(getattr(value, item.name)) for item in fields(value)})
    return value


def _keep_shown(value: Any, shown: str, form: str) -> Any:  # noqa: ANN401 -- any plan value
    """Return the value with only what is shown in `shown`, and its texts tied for `form`."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Text):
        return _tie(value, form) if not value.shown or shown in value.shown else None
    if isinstance(value, tuple):
        parts = [(part, _keep_shown(part, shown, form)) for part in value]
        # a None from before, such as an unknown month, stays; a paragraph of which nothing is shown does not
        return tuple(part for before, part in parts if (part is not None and part != ()) or before in (None, ()))
    if is_dataclass(value) and not isinstance(value, type):
        names = [item.name for item in fields(value) if not (isinstance(value, Block) and item.name == "shown")]
        return replace(value, **{name: _keep_shown(getattr(value, name), shown, form) for name in names})
    return value


def _tie(text: Text, form: str) -> Text:
    """Return `text` with no-break spaces inside a short figure or range, after HS and before a year.

    So "$1.14" and "billion" stay on one line. In print, a long text also never ends on a very short line; browsers
    prevent that themselves (text-wrap: pretty).
    """
    words = _SHORT.sub("\\1\u00a0", text.words)
    while form == "pdf" and len(words) > _LONG and len(words.rpartition(" ")[2]) < _STUB:
        words = "\u00a0".join(words.rsplit(" ", 1))
    for start, end in _figures(text):
        words = words[:start] + words[start:end].replace(" ", "\u00a0") + words[end:]
    return replace(text, words=words)


def _figures(text: Text) -> Iterator[tuple[int, int]]:
    """Yield start and end of each figure that must stay on one line: short figures, and two that form a range."""
    for mark in text.marks:
        if mark.end - mark.start <= _FIGURE_AT_MOST:
            yield mark.start, mark.end
    for before, after in pairwise(text.marks):
        low, high = text.words[before.start : before.end], text.words[after.start : after.end]
        is_range = text.words[before.end : after.start].strip() == "to" and not ("%" in low and "%" not in high)
        if is_range and after.end - before.start <= _RANGE_AT_MOST:
            yield before.start, after.end
