"""Remarks on the whole line: an editor's paragraph is printed, traced, and refused where the data do not have it."""

from __future__ import annotations

import email
import email.policy
import json

import pytest
from lxml import html

from tests.desk.conftest import StarterDesk

TEXT = """
## What stands out

Zinc ores came to $110.90 million. The smelter took 21,000 tonnes ([Company report, 4 March 2025](https://example.org/r)).
"""


def _write(desk: StarterDesk, text: str) -> None:
    note = desk.folder / "commentary" / "pakistan-minerals" / "2025.md"
    note.write_text(note.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_an_editors_paragraph_is_printed_and_traced(fresh: StarterDesk) -> None:
    """Its figure is the edition's own claim; the figure with a source is the source's."""
    _write(fresh, TEXT)
    done = fresh.run("build")
    assert 0 == done.code, done.said
    edition = json.loads((fresh.edition / "edition.json").read_text(encoding="utf-8"))
    block = next(block for block in edition["stories"]["en"]["blocks"] if block["id"] == "remarks-1")
    first, second = block["paragraphs"][0]
    assert "What stands out" == block["label"]["words"]
    (mark,) = first["marks"]
    assert "$110.90 million" == first["words"][mark["start"] : mark["end"]]
    assert "marks" not in second


def test_a_figure_that_the_data_do_not_have_is_refused_with_its_line(fresh: StarterDesk) -> None:
    """Nothing is printed that cannot be followed."""
    _write(fresh, "\nZinc ores came to $111.90 million.\n")
    done = fresh.run("build")
    line = len((fresh.folder / "commentary" / "pakistan-minerals" / "2025.md").read_text("utf-8").splitlines())
    assert (2, True) == (
        done.code,
        f"2025.md:{line}: “Zinc ores came to $111.90 million.”: the figures do not have" in done.said,
    ), done.said


def test_both_parts_of_a_mail_say_what_persons_said(finished: StarterDesk) -> None:
    """A quotation, its answer and an outside account; a reader of either part has the same."""
    edition = json.loads((finished.edition / "edition.json").read_text(encoding="utf-8"))
    blocks = edition["stories"]["en"]["blocks"]
    (voices,) = [block for block in blocks if block["kind"] == "voices"]
    (earlier,) = [block for block in blocks if block["id"] == "earlier"]
    texts = [text for statement in voices["statements"] for text in (*statement["words"], *statement["answer"])]
    texts += [text for paragraph in earlier["paragraphs"] for text in paragraph]
    message = email.message_from_bytes((finished.edition / "en.eml").read_bytes(), policy=email.policy.default)
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert page is not None
    parts = [plain.get_content(), "".join(map(str, html.fromstring(page.get_content()).itertext()))]
    for part in parts:
        said = " ".join(part.replace("’", "'").split())
        lacking = [text["words"] for text in texts if " ".join(text["words"].replace("’", "'").split()) not in said]
        assert [] == lacking


@pytest.mark.parametrize("name", ["2025.txt", "2025.markdown", "2025.MD", "2025", "notes.txt"])
def test_an_editors_file_of_another_ending_is_named(name: str, fresh: StarterDesk) -> None:
    """What an editor wrote is not passed over in silence."""
    (fresh.folder / "commentary" / "pakistan-minerals" / name).write_text("Zinc ores follow.\n", encoding="utf-8")
    stem = name.partition(".")[0]
    remedy = f"Rename it to {stem}.md, or move it elsewhere."
    said = f"commentary/pakistan-minerals/{name}: an editor's file ends in .md. {remedy}"
    for verb in ("build", "doctor"):
        done = fresh.run(verb)
        assert (2, True) == (done.code, said in done.said), done.said


def test_a_sentence_with_its_source_may_say_what_the_figures_do_not(fresh: StarterDesk) -> None:
    """It is the source's: its direction, cause and praise are not held against the edition."""
    _write(fresh, "\nZinc ores rose 5% on robust demand ([Company report, 4 March 2025](https://example.org/r)).\n")
    done = fresh.run("build")
    assert 0 == done.code, done.said
    assert "Zinc ores rose 5% on robust demand" in fresh.text()


def test_a_source_says_when(fresh: StarterDesk) -> None:
    """Beside "customs", any figure would look like one of these."""
    _write(fresh, "\nCopper came to $9.99 billion ([customs](https://example.org/r)).\n")
    done = fresh.run("build")
    assert (2, True) == (done.code, "the source 'customs' does not say when it appeared" in done.said), done.said
