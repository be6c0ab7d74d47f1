"""Remarks: the editor's own paragraphs, each under its label."""

from __future__ import annotations

from collections.abc import Iterator

from generator.story.brief import Remarks
from generator.story.editor import Editor
from generator.story.manuscript import REMARKS
from generator.story.plan import EVERYWHERE, PAGES, Section
from generator.story.text import leaf

TOP = f"{REMARKS}top-"  # with which the ids of those at the top begin


def sections(editor: Editor) -> Iterator[Section]:
    """Yield the editor's paragraphs, one section a label; none where the editor wrote none."""
    for number, remarks in enumerate(editor.month.brief.remarks, 1):
        name = TOP if remarks.place == "top" else REMARKS
        yield _section(editor, f"{name}{number}", remarks)


def _section(editor: Editor, name: str, remarks: Remarks) -> Section:
    words = editor.month.words
    label = leaf(remarks.label, "setting", "remarks") if remarks.label else words.label("remarks")
    paragraphs = tuple(editor.paragraph(one) for one in remarks.paragraphs)
    shown = EVERYWHERE if remarks.mailed else PAGES
    return Section(name, shown, label=label, paragraphs=paragraphs)
