"""The archive page of an edition: one HTML file that lists its public revisions in each language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.errors import TemplateRefused
from generator.page.templates import environment, fill

if TYPE_CHECKING:
    from generator.page.edition_look import EditionLook

_SHEETS = ("tokens.css", "archive.css")


@dataclass(frozen=True)
class ListedRevision:
    """One revision on the page. A text is "" if there is nothing to say."""

    name: str
    out: str  # when it was published, or that it is being sent
    what: str  # which revision it corrects
    banner: str  # that it was withdrawn or corrected, and why
    signed: str  # the label before the key
    key: str  # the key that signed it
    files: tuple[tuple[str, str], ...]  # label and address of each link


@dataclass(frozen=True)
class Listing:
    """The revisions of an edition in one language, the newest first."""

    language: str
    direction: str
    publisher: str
    title: str
    head: str
    revisions: tuple[ListedRevision, ...]


def archive_page(listings: Sequence[Listing], look: EditionLook) -> bytes:
    """Return the page. No fonts are embedded: they would be a hundred times as large as the rest."""
    style = look.style(*_SHEETS, *(f"{listing.language}-archive.css" for listing in listings))
    if "</" in style:
        where, problem = "styles/archive.css", "holds '</', which would end the style element."
        raise TemplateRefused(where, problem)
    values = {"listings": listings, "style": Markup(style)}  # noqa: S704 -- checked above
    return fill(environment(look.templates), "archive.html.j2", values).encode()
