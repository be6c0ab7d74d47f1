"""What an editor wrote for an edition in one language, as settings/wiring.py reads it from the desk's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class QuotedStatement:
    """A named person's statement.

    `where` is the line at which it begins, `answer_where` that of its answer, for whose comments `by` vouches. Its
    `words` are reported speech, or `verbatim`; `translated` names the language of which such words are a translation,
    "" where they are none.
    """

    speaker: str
    role: str
    organisation: str
    medium: str
    address: str
    said: date
    words: str
    answer: str
    where: str = ""
    answer_where: str = ""
    verbatim: bool = False
    translated: str = ""
    by: str = ""


@dataclass(frozen=True)
class EditorParagraph:
    """One paragraph of the editor's own; `sources` are the words of its links, which stand in it in brackets.

    `by` is who vouches for its comments.
    """

    words: str
    sources: tuple[str, ...]
    where: str = ""
    by: str = ""


@dataclass(frozen=True)
class EditorSection:
    """Paragraphs of the editor's own under one label; no label: under the language's own word for them.

    They stand at the `end`, or at the `top`; they are in the mail where they are `mailed`.
    """

    label: str
    paragraphs: tuple[EditorParagraph, ...]
    place: str = "end"
    mailed: bool = False


@dataclass(frozen=True)
class Passage:
    """A headline, a thing under it, a label or a sentence of a draft, as a file may have it.

    `section` is the id of its block, `paragraph` its place there, `number` its own place in the paragraph. `pattern` is
    the key of its tree, `subject` the codes that it names, else those that its paragraph begins with. A sentence that
    `is_alone` can stand anywhere: it says itself what it is of, and those before it name no other months.
    """

    place: str
    section: str
    paragraph: int
    number: int
    words: str
    pattern: str
    subject: tuple[str, ...]
    is_alone: bool = False


@dataclass(frozen=True)
class Manuscript:
    """An editor's whole text (commentary/manuscript.py): headline, the things under it, and labelled paragraphs.

    `draft` are the passages that the editor began with, none where they are not kept: then today's stand for them.
    """

    headline: EditorParagraph
    things: tuple[EditorParagraph, ...]
    paragraphs: tuple[tuple[str, EditorParagraph], ...]
    draft: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class EditorsText:
    """All that an editor wrote; nothing of it where the program writes the text.

    A `manuscript` stands in the place of the program's text. `accepted` are sentences that the editor lets stand
    against the figures, each with the reason.
    """

    headline: EditorParagraph | None = None
    remarks: tuple[EditorSection, ...] = ()
    quotes: tuple[QuotedStatement, ...] = ()
    manuscript: Manuscript | None = None
    accepted: Mapping[str, str] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the editor gave to paragraphs, each once."""
        written = [remarks.label for remarks in self.remarks]
        if self.manuscript:
            written += [label for label, _ in self.manuscript.paragraphs]
        return tuple(label for label in dict.fromkeys(written) if label)


NOTHING_WRITTEN = EditorsText()
