"""Commentary: an editor's words arrive with their source, their line and the digest of the file."""

from __future__ import annotations

import json
from datetime import date

import pytest

from generator.audit import Finding
from generator.editions.commentary_verdicts import at_their_lines
from generator.errors import SettingsError
from generator.settings.commentary_file import Commentary, read_commentary
from tests.desk.conftest import StarterDesk

NOTE = """\
---
headline: {en: Hake leads}
leave_out: ["0304"]
quotes:
  - speaker: Ana Pereira
    role: fisheries attaché
    organisation: Embassy of Utopia
    date: 2026-01-15
    medium: Harbour News
    address: http://example.org/hake
    form: paraphrase
    text: Exports of hake will double.
    answer: The figures end in December.
background:
  - text: A second account names hake alone.
    medium: Port Gazette
    address: https://example.org/port
    date: 2026-01-16
---
"""


def read(text: str) -> Commentary:
    """Return the editor's file that `text` writes."""
    return read_commentary("commentary/fish/2025.md", text.encode())


def told(before: str, after: str) -> str:
    """Return what is said of the file after one change."""
    assert before in NOTE
    with pytest.raises(SettingsError) as fault:
        read(NOTE.replace(before, after, 1))
    return str(fault.value).removeprefix("commentary/fish/2025.md:")


EVERYWHERE = {"en": "Ana Pereira", "zh": "Ana Pereira", "ur": "Ana Pereira"}


def test_a_quote_arrives_with_its_source() -> None:
    """Speaker, day, words and answer are those of the file; a text alone is English, a name is anybody's."""
    (quote,) = read(NOTE).quotes
    assert (EVERYWHERE, date(2026, 1, 15)) == (quote.speaker, quote.date)
    assert ({"en": "Exports of hake will double."}, {"en": "The figures end in December."}) == (
        quote.text,
        quote.answer,
    )


VERBATIM = NOTE.replace("form: paraphrase", "form: verbatim\n    expires: 2026-06-30")


@pytest.mark.parametrize(
    "more",
    [
        "",
        "    original: Exports of hake will double.\n",
        "    language: zh\n    original: 鳕鱼出口将翻一番。\n",
    ],
)
def test_a_quote_word_for_word_arrives(more: str) -> None:
    """In its own language, or translated with the original beside it."""
    (quote,) = read(VERBATIM.replace("    expires", f"{more}    expires")).quotes
    assert ("verbatim", "zh" in more) == (quote.form, quote.is_translated("en"))


def test_a_quote_expires_by_the_day_of_the_figures() -> None:
    """What may stand beside figures of June may not beside those of July, and the line says which quote it is."""
    note = read(VERBATIM)
    note.refuse_expired(date(2026, 6, 30))
    with pytest.raises(SettingsError) as fault:
        note.refuse_expired(date(2026, 7, 1))
    said = "commentary/fish/2025.md:12: this quote may stand beside figures up to 2026-06-30, and these are as of "
    assert str(fault.value).startswith(said)


BODY = f"""{NOTE}
Hake came first, as it did
in November.

## Ports

Landings rose ([Harbour News, 15 January 2026](https://example.org/hake)).
"""


def test_an_editors_paragraphs_arrive_with_labels_lines_and_sources() -> None:
    """A paragraph is one line of words; a link is a source; a heading labels what follows."""
    first, second = read(BODY).remarks["en"]
    assert ("", "Ports") == (first.label, second.label)
    assert ("Hake came first, as it did in November.", 21) == (first.paragraphs[0].words, first.paragraphs[0].line)
    assert ("Landings rose (Harbour News, 15 January 2026).", 26, ("Harbour News, 15 January 2026",)) == (
        second.paragraphs[0].words,
        second.paragraphs[0].line,
        second.paragraphs[0].sources,
    )


def test_paragraphs_of_two_languages_stand_under_their_tags() -> None:
    """A desk that writes two languages has each text in both."""
    text = "# en\nHake.\n# zh\n鳕鱼。\n".encode()
    assert {"en": "Hake.", "zh": "鳕鱼。"} == {
        tag: remarks[0].paragraphs[0].words
        for tag, remarks in read_commentary("n.md", text, ("en", "zh")).remarks.items()
    }
    with pytest.raises(SettingsError, match=r"n\.md:1: the text is in en; the desk writes en, zh"):
        read_commentary("n.md", b"Hake.", ("en", "zh"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x\n\n* a list\n", "n.md:3: a bullet list cannot be printed"),
        ("x\n\n| a |\n|---|\n| 1 |\n", "n.md:3: a table cannot be printed"),
        ("It is **so**.\n", "n.md:1: strong cannot be printed"),
        ("![a](b.png)\n", "n.md:1: image cannot be printed"),
        ("a <b>c</b>\n", "n.md:1: html inline cannot be printed"),
        ("See ([this](mailto:a@b.c)).\n", "n.md:1: 'mailto:a@b.c' is not a web address"),
        ("# Ports\n", "n.md:1: a heading of the first level names a language"),
    ],
)
def test_what_would_not_be_printed_is_refused_with_its_line(text: str, said: str) -> None:
    """No part of an editor's text is lost in silence."""
    with pytest.raises(SettingsError) as fault:
        read_commentary("n.md", text.encode())
    assert said in str(fault.value)


@pytest.mark.parametrize("key", ["role", "organisation", "date", "medium", "address", "form", "text"])
def test_what_a_quote_needs_is_asked_for(key: str) -> None:
    """A field that is not there is named with the line of its quote."""
    lines = [line for line in NOTE.splitlines() if not line.startswith(f"    {key}:")]
    with pytest.raises(SettingsError, match=rf"^commentary/fish/2025\.md:5: quotes has no {key}\."):
        read("\n".join(lines))


def test_a_speaker_without_a_name_needs_a_reason() -> None:
    """Nobody is quoted unnamed without a word on why."""
    assert told("speaker: Ana Pereira", "topic: hake").startswith("5: quotes need a speaker, or `anonymous: REASON`")
    unnamed = read(NOTE.replace("speaker: Ana Pereira", "anonymous: asked not to be named", 1))
    assert unnamed.quotes[0].speaker is None
    assert {"asked not to be named"} == set((unnamed.quotes[0].anonymous or {}).values())


FORM = "form: paraphrase"


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ('["0304"]', "[0304]", 3, 'Quote it: "0304"'),
        ("leave_out: [", "lead_with: 0303\nleave_out: [", 3, "lead_with"),
        ("role:", "rôle:", 6, "Nearest: role."),
        (FORM, "form: hearsay", 11, "'paraphrase' or 'verbatim'"),
        (FORM, "form: verbatim\n    language: zh", 5, "original: …"),
        (FORM, "form: verbatim\n    original: Exports of hake will surely double.", 5, "[…]"),
        (FORM, f'{FORM}\n    original: " "', 12, "original"),
        ("2026-01-15", "15 January", 8, "2026-03-20"),
        ("http://example.org/hake", "hake.org", 10, "https://"),
        ("alone.", "alo\u202ene.", 15, "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("double.", "dou\u200bble.", 12, "U+200B ZERO WIDTH SPACE"),
        ("-16\n---", "-16", 1, "front matter"),
    ],
)
def test_a_fault_names_its_line(before: str, after: str, line: int, said: str) -> None:
    """An editor reads one line and knows what to mend."""
    found = told(before, after)
    assert (True, True) == (found.startswith(f"{line}: "), said in found), found


def test_what_the_audit_finds_in_an_editors_words_is_told_at_their_line_once() -> None:
    """The headline stands in the page's summary too; a finding of our own sentence keeps its place."""
    note = read(f"{NOTE}\nHake came first. It was dear.\n")
    findings = [
        Finding("edition.json", "Hake leads", "price", "dear"),
        Finding("edition.json", "Hake leads. Cod followed.", "price", "dear"),
        Finding("edition.json", "Hake leads (Comment, Li Na)", "price", "dear"),
        Finding("edition.json", "It was dear.", "price", "dear"),
        Finding("edition.json", "Cod followed.", "price", "dear"),
    ]
    places = ["commentary/fish/2025.md:2", "commentary/fish/2025.md:21", "edition.json"]
    assert places == [finding.file for finding in at_their_lines(note, findings)]


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


def test_a_sentence_with_its_source_may_say_what_the_figures_do_not(fresh: StarterDesk) -> None:
    """It is the source's: its direction, cause and praise are not held against the edition."""
    _write(fresh, "\nZinc ores rose 5% on robust demand ([Company report, 4 March 2025](https://example.org/r)).\n")
    done = fresh.run("build")
    assert 0 == done.code, done.said
    assert "Zinc ores rose 5% on robust demand" in fresh.text()
