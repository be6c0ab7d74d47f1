"""The archive page of an edition: one file that lists its revisions in each language, for those who follow a link."""

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
    """One revision: its name, when it went out, what it is, what became of it, the key that signed it, and its files.

    `signed` is the word before the key; what there is nothing to say of is "".
    """

    name: str
    out: str
    what: str
    banner: str
    signed: str
    key: str
    files: tuple[tuple[str, str], ...]


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
    """Return the page. It has no faces inside, which would be a hundred times as large as the rest of it."""
    style = look.style(*_SHEETS, *(f"{listing.language}-archive.css" for listing in listings))
    if "</" in style:
        where, problem = "styles/archive.css", "holds '</', which would end the style element."
        raise TemplateRefused(where, problem)
    values = {"listings": listings, "style": Markup(style)}  # noqa: S704 -- checked above
    return fill(environment(look.templates), "archive.html.j2", values).encode()
