"""The editor's text for an edition in one language, as settings/wiring.py reads it from the desk's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class QuotedStatement:
    """A named person's statement, with the editor's answer to it."""

    speaker: str
    role: str
    organisation: str
    medium: str
    address: str
    said: date
    words: str
    answer: str
    where: str = ""  # file and line at which the statement begins
    answer_where: str = ""  # file and line of the answer
    verbatim: bool = False  # False: the words are reported speech
    translated: str = ""  # the original language of verbatim words; empty if they are not translated
    by: str = ""  # who vouches for comments in the answer


@dataclass(frozen=True)
class EditorParagraph:
    """One paragraph that the editor wrote."""

    words: str
    sources: tuple[str, ...]  # the words of its links, which stand in brackets in `words`
    where: str = ""  # file and line
    by: str = ""  # who vouches for its comments


@dataclass(frozen=True)
class EditorSection:
    """Paragraphs that the editor wrote under one label."""

    label: str  # empty: the language's standard label
    paragraphs: tuple[EditorParagraph, ...]
    place: str = "end"  # or "top"
    mailed: bool = False  # whether the mail has them too


@dataclass(frozen=True)
class Passage:
    """A headline, a point under it, a label or a sentence of a draft."""

    place: str  # its kind: HEADLINE, THING, LABEL or SENTENCE of manuscript.py
    section: str  # id of its block
    paragraph: int  # its paragraph within the section
    number: int  # its place within the paragraph
    words: str
    pattern: str  # key of the pattern that wrote it; empty if it has none
    subject: tuple[str, ...]  # the codes that it names, else those that its paragraph names first
    is_alone: bool = False  # whether it can stand anywhere, without the sentences before it


@dataclass(frozen=True)
class Manuscript:
    """An editor's whole text, which replaces the program's (commentary/manuscript.py)."""

    headline: EditorParagraph
    things: tuple[EditorParagraph, ...]  # points under the headline
    paragraphs: tuple[tuple[str, EditorParagraph], ...]  # each with its label
    draft: tuple[Passage, ...] = ()  # the draft that the editor began with; empty: unknown, today's draft is used


@dataclass(frozen=True)
class EditorsText:
    """Everything that an editor wrote for an edition. All fields are empty if the program writes the whole text."""

    headline: EditorParagraph | None = None
    remarks: tuple[EditorSection, ...] = ()
    quotes: tuple[QuotedStatement, ...] = ()
    manuscript: Manuscript | None = None  # replaces the program's text
    # Sentences that the editor lets stand although the figures contradict them, each with the reason.
    accepted: Mapping[str, str] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the editor gave to paragraphs, each once."""
        written = [remarks.label for remarks in self.remarks]
        if self.manuscript:
            written += [label for label, _ in self.manuscript.paragraphs]
        return tuple(label for label in dict.fromkeys(written) if label)


NOTHING_WRITTEN = EditorsText()
