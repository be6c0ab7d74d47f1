"""The number of pages of the PDF in the words of mail and web page, which are composed before it is laid out."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pikepdf

from generator.story.plan import Call, Story, Text

# `{pages}`, or with its noun `{pages:page|pages}`
_PAGES = re.compile(r"\{pages(?::(?P<one>[^|}]*)\|(?P<many>[^}]*))?\}")


def pages_of(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def with_pages(story: Story, pdf: bytes) -> Story:
    """Return `story` with the number of pages of `pdf` in each text that has a place for it."""
    count = pages_of(pdf)
    blocks = [
        replace(block, attached=_counted(block.attached, count)) if isinstance(block, Call) else block
        for block in story.blocks
    ]
    return replace(story, blocks=tuple(blocks))


def _counted(text: Text | None, count: int) -> Text | None:
    if text is None:
        return None

    def number(place: re.Match[str]) -> str:
        noun = place["one"] if count == 1 else place["many"]
        return f"{count}\N{NO-BREAK SPACE}{noun}" if noun else str(count)

    return replace(text, words=_PAGES.sub(number, text.words))
