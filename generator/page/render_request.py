"""The input and output of the page room: an edition in all its languages, and finished files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.story.plan import Story
    from generator.story.proofs import Proofs

FORMATS = ("pdf", "html", "email")
MORE = "Look for a loop in templates/ of the desk, or allow more in limits.{} of desk.yaml."


@dataclass(frozen=True)
class Sender:
    """Who sends the mail."""

    sender: str  # the From field


@dataclass(frozen=True)
class RenderRequest:
    """One briefing for one period and revision, in all its languages."""

    name: str
    period: str
    revision: int
    # every time stamp in the files is midnight UTC of this day
    date: date
    stories: tuple[Story, ...]
    publisher: Sender
    # files embedded in every PDF, by name
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    # the manifest.json for the PDF of each language
    manifests: Mapping[str, bytes] = field(default_factory=dict)
    # some of pdf, html, email, docx and xlsx; text, Markdown and charts are always made
    formats: tuple[str, ...] = FORMATS
    # some of pdf, link and none: the forms of the mail. The first is LANG.eml. Each other one is a message of its own:
    # LANG-pdf.eml, LANG-link.eml or LANG-digest.eml.
    attach: tuple[str, ...] = ("pdf",)
    # the evidence that figures open on the web page, by language
    proofs: Mapping[str, Proofs] = field(default_factory=dict)
    # the evidence listed at the end of the PDF, by language
    sources: Mapping[str, Proofs] = field(default_factory=dict)
    # the web address of the folder where the files are published; "" for none. The page uses it in tags for sharing.
    public: str = ""
    # sentences to be marked in the PDF of a draft, each with its note
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def stamp(self) -> str:
        """The time stamp of the files in W3C form."""
        return f"{self.date.isoformat()}T00:00:00Z"


@dataclass(frozen=True)
class Rendition:
    """A finished file."""

    name: str  # relative to the edition's folder
    media_type: str
    content: bytes


@dataclass(frozen=True)
class RenderLimits:
    """The limits of one render."""

    seconds: float = 120.0  # of wall-clock time
    memory_mb: int = 1024  # MiB
