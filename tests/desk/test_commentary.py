"""Commentary: an editor's words arrive with their source, their line and the digest of the file."""

from __future__ import annotations

import hashlib
from datetime import date

import jsonschema  # type: ignore[import-untyped]
import pytest

from generator.desk.commentary import Commentary, read_commentary
from generator.desk.schemas import schemas
from generator.desk.settings import faults
from generator.errors import SettingsError

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


def test_a_quote_arrives_with_its_source() -> None:
    """Speaker, day, words and answer are those of the file; a text without a language is English."""
    (quote,) = read(NOTE).quotes
    assert ("Ana Pereira", date(2026, 1, 15)) == (quote.speaker, quote.date)
    assert ({"en": "Exports of hake will double."}, {"en": "The figures end in December."}) == (
        quote.text,
        quote.answer,
    )


def test_a_quote_is_traced_to_its_line_and_file() -> None:
    """The digest is that of the bytes, the line where the quote begins."""
    note = read(NOTE)
    assert (hashlib.sha256(NOTE.encode()).hexdigest(), 5, 15) == (
        note.sha256,
        note.quotes[0].line,
        note.background[0].line,
    )


@pytest.mark.parametrize(("text", "line"), [(f"{NOTE}\nA paragraph.\n", 21), ("Only this.\n", 1), ("\n\n x", 3)])
def test_a_paragraph_of_the_editors_own_is_refused_for_now(text: str, line: int) -> None:
    """What no edition prints is not accepted in silence."""
    with pytest.raises(SettingsError, match=rf"2025\.md:{line}: a paragraph of the editor's own is not available yet"):
        read(text)


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
    assert (None, "asked not to be named") == (unnamed.quotes[0].speaker, unnamed.quotes[0].anonymous)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('["0304"]', "[0304]", '3: leave_out holds the number 0304, which is not text. Quote it: "0304".'),
        (
            "leave_out: [",
            "lead_with: 0303\nleave_out: [",
            '3: lead_with holds the number 0303, which is not text. Quote it: "0303".',
        ),
        ("role:", "rôle:", "6: quotes has the key rôle, which is not known. Nearest: role. (1 more.)"),
        ("form: paraphrase", "form: hearsay", "11: form has hearsay; expected 'paraphrase' or 'verbatim'."),
        (
            "form: paraphrase",
            "form: verbatim",
            "11: form asks for verbatim, which is not available yet. Write paraphrase.",
        ),
        ("2026-01-15", "15 January", "8: date is '15 January', which is no day. Write it as 2026-03-20."),
        (
            "http://example.org/hake",
            "hake.org",
            "10: address is 'hake.org', which is no web address. Write it with https:// in front.",
        ),
        ("alone.", "alo\u202ene.", "15: a hidden sign, U+202E RIGHT-TO-LEFT OVERRIDE, stands here. Delete it."),
        ("double.", "dou\u200bble.", "12: a hidden sign, U+200B ZERO WIDTH SPACE, stands here. Delete it."),
        ("-16\n---", "-16", "1: the front matter does not end. Write --- on a line below it."),
    ],
)
def test_a_fault_names_its_line(before: str, after: str, said: str) -> None:
    """An editor reads one line and knows what to mend."""
    assert said == told(before, after)


def test_front_matter_keeps_its_own_schema() -> None:
    """What the reader takes, the published schema takes."""
    data = read(NOTE).document.data
    jsonschema.validate(data, schemas()["commentary"], cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("commentary/fsh/2025.md", "commentary/fsh/2025.md: there is no briefing fsh. Nearest: fish."),
        (
            "commentary/fish/soon.md",
            "commentary/fish/soon.md: 'soon' is no period; write 2025-12, 2025-01..2025-02, 2025-Q4 or 2025.",
        ),
        ("commentary/2025.md", "commentary/2025.md: an editor's file is commentary/NAME/PERIOD.md."),
    ],
)
def test_an_editors_file_belongs_to_an_edition(file: str, said: str) -> None:
    """A file that no edition would read is not passed over."""
    found = [str(fault) for fault in faults({"briefings/fish.yaml": b"", file: b"x"})]
    assert said == found[-1]
