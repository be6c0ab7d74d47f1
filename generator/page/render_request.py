"""What the page room takes and gives: an edition in all its languages, and finished bytes."""

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
    """Who sends: `sender` as it stands in From; `site` is where the mail's call leads, "" for nowhere."""

    sender: str
    site: str = ""


@dataclass(frozen=True)
class RenderRequest:
    """One briefing for one period and revision; every time stamp in its files is `date`, at midnight UTC.

    `attachments` are embedded in each PDF by name, of `manifests` (manifest.json, by language) each in its own PDF.
    `formats` are some of pdf, html, email; text, Markdown and charts are always made. `attach` are some of pdf, link
    and none: what the mail carries, the first in LANG.eml, each other in a message of its own (LANG-pdf.eml,
    LANG-link.eml, LANG-digest.eml). `proofs` are what figures open on the web page, by language; `sources` stand at the
    end of the PDF. `public` is the address of the folder in which its files are published, "" for none: the page names
    itself and its social card by it. `marks` are sentences that are marked on the printed page of a draft, each with a
    note.
    """

    name: str
    period: str
    revision: int
    date: date
    stories: tuple[Story, ...]
    publisher: Sender
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    manifests: Mapping[str, bytes] = field(default_factory=dict)
    formats: tuple[str, ...] = FORMATS
    attach: tuple[str, ...] = ("pdf",)
    proofs: Mapping[str, Proofs] = field(default_factory=dict)
    sources: Mapping[str, Proofs] = field(default_factory=dict)
    public: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rendition:
    """A finished file: its name in the edition's folder, media type, bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class RenderLimits:
    """What a render may take: wall-clock seconds, and memory in MiB."""

    seconds: float = 120.0
    memory_mb: int = 1024
