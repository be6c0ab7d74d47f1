"""What each run of a page from the right says, written beside its glyphs.

WeasyPrint names one letter for each glyph, and glyphs of Urdu stand for several or for parts of one: of those alone no
reader of a PDF can make the words out. So they go into the marks of the run (ActualText, ISO 32000-1, 14.9.4), in the
order in which they are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_spoken = False


def speak(*, runs: bool) -> None:
    """Have WeasyPrint write the words of each run from now on, or not."""
    global _spoken  # noqa: PLW0603 -- WeasyPrint has no place of its own for it
    _spoken = runs
    _listen()


@cache
def _listen() -> None:
    import pydyf
    from weasyprint.pdf.stream import Stream

    plainly = Stream.marked

    @contextmanager
    def marked(stream: Any, box: Any, tag: str) -> Iterator[None]:  # noqa: ANN401 -- WeasyPrint is untyped
        words, tags = getattr(box, "text", ""), stream._tags  # noqa: SLF001 -- as its own method reads it
        if not _spoken or tags is None or not words.strip():
            with plainly(stream, box, tag):
                yield
            return
        number = len(tags)
        tags[box] = {"tag": tag, "mcid": number}
        stream.begin_marked_content(tag, pydyf.Dictionary({"MCID": number, "ActualText": pydyf.String(words)}))
        try:
            yield
        finally:
            stream.end_marked_content()

    Stream.marked = marked
