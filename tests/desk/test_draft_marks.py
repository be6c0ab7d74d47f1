"""Marks in a draft: the sentence that a finding names, wherever and however it stands."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from generator.audit import Finding
from generator.editions.drafts import marked_text, notes_by_sentence
from generator.page.sentence_marks import marked_page

FOUND = (
    Finding("edition.json", "Nine lines rose, “most” by 5%.", "number trace", "'Nine' is the print of no claim"),
    Finding("edition.json", "Nine lines rose, “most” by 5%.", "direction", "a change stands without its word"),
)
NOTE = "⟦number trace: 'Nine' is the print of no claim; direction: a change stands without its word⟧"
WHOLE = f"Nine lines rose, “most” by 5%. {NOTE}"


def parsed(page: str) -> Any:  # noqa: ANN401 -- lxml
    """Return a page as a tree."""
    return html.fromstring(page)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("A. Nine lines rose, “most” by 5%. B.", f"A. {WHOLE} B."),
        ('A. Nine lines\n  rose, "most" by\u00a05%. B.', f"by\u00a05%. {NOTE} B."),
        (r"A. Nine lines rose, “most” by 5\%. B.", rf"by 5\%. {NOTE} B."),
        ("Nothing of it.", "Nothing of it."),
    ],
)
def test_a_sentence_is_marked_behind_its_end(text: str, marked: str) -> None:
    """Over two lines, as a keyboard types it, and behind the escapes of Markdown."""
    assert marked in marked_text(text, notes_by_sentence(FOUND))


@pytest.mark.parametrize(
    "sentence",
    [
        "Nine lines rose, “most” by 5%.",
        '<button class="claim">Nine</button> lines rose, “most” by <button><b>5%</b></button>.',
        "Nine <a href=x>lines</a>\n rose, &ldquo;most&rdquo; by&nbsp;5%.",
    ],
)
def test_a_sentence_of_the_page_stands_in_a_mark(sentence: str) -> None:
    """With its figures and links whole; what is wrong can be read behind it, and is no part of the sentence."""
    head = "<head><title>Nine lines rose, “most” by 5%.</title></head>"
    tree = parsed(marked_page(f"<html>{head}<body><p>A. {sentence} B.</p></body></html>", notes_by_sentence(FOUND)))
    (mark,) = tree.iter("mark")
    assert f"{' '.join(mark.text_content().split())} {NOTE}" == WHOLE
    note = mark.getnext()
    assert ("fault", "en", "ltr", NOTE) == (note.get("class"), note.get("lang"), note.get("dir"), note.text_content())
    assert " ".join(tree.find(".//p").text_content().split()) == f"A. {WHOLE} B."
    assert "mark" not in html.tostring(tree.head, encoding="unicode")
