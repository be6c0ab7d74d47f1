"""What the audit finds in an editor's sentence, told at the line of the editor's file, once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.audit import Finding
from generator.settings.commentary_file import Commentary
from generator.settings.commentary_text import Paragraph
from generator.settings.yaml_reader import at


def at_their_lines(note: Commentary | None, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return `findings`, those about a sentence of `note` with its file and line; each fault of a line once."""
    places = dict(_places(note)) if note else {}
    found: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        words = " ".join(finding.sentence.split())
        where = next((place for own, place in places.items() if _is_of(words, own)), "")
        key = (where, finding.rule, finding.problem) if where else (finding.file, str(finding), "")
        found.setdefault(key, replace(finding, file=where) if where else finding)
    return tuple(found.values())


def _is_of(words: str, own: str) -> bool:
    """Say whether a sentence is one of an editor's text, or begins with it as a summary or a signed headline does."""
    return bool(words) and (words in own or words.startswith(own))


def _places(note: Commentary) -> Iterator[tuple[str, str]]:
    """Yield the editor's own texts with file and line."""
    for language, words in note.headline.items():
        yield " ".join(words.split()), note.where("headline", language)
    for place, quote in enumerate(note.quotes):
        for language, words in quote.answer.items():
            yield " ".join(words.split()), note.where("quotes", place, "answer", language)
    for paragraph in _paragraphs(note):
        yield " ".join(paragraph.words.split()), at(note.file, paragraph.line)


def _paragraphs(note: Commentary) -> Iterator[Paragraph]:
    for remarks in note.remarks.values():
        for remark in remarks:
            yield from remark.paragraphs
    for whole in note.whole.values():
        yield whole.headline
        yield from whole.things
        for remark in whole.remarks:
            yield from remark.paragraphs
