"""What stands beside a web page and under its pictures: the contents, files to take away, and how to cite it.

Its words are the program's own, not the edition's: the audit compares them with the language's patterns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.page.format_share import share
from generator.page.page_count import pages_of
from generator.story.plan import Block, Chart, Masthead, Note, Section, Story, Table, Text, Voices, WatchList
from generator.story.words import speak

if TYPE_CHECKING:
    from generator.page.render_request import RenderRequest
    from generator.story.words import Words

_FIGURES = "figures.csv"
_KILO = 1000  # bytes


@dataclass(frozen=True)
class FileLink:
    """A link to a file or a place of the page, with what is said of it: its length."""

    address: str
    words: str
    note: str = ""


@dataclass(frozen=True)
class SideColumn:
    """The contents of a page, the files of its edition, and its citation. `pdf` is None without one."""

    contents: str
    entries: tuple[FileLink, ...]
    take: str
    pdf: FileLink | None
    links: tuple[FileLink, ...]
    cite: str  # what opens the citation
    citation: str
    columns: str  # the label of the table's further columns, which a phone shows when asked


def side_column(edition: RenderRequest, story: Story, pdf: bytes | None) -> SideColumn:
    """Return what stands beside the page of `story`; `pdf` is its PDF, None without one."""
    words = speak(story.language)
    download = None
    if pdf is not None:
        download = FileLink(f"{story.language}.pdf", words.plainly("side.pdf"), _length(words, pdf))
    shown = share(story, "html").blocks
    return SideColumn(
        contents=words.plainly("side.contents"),
        entries=contents(shown),
        take=words.plainly("side.take"),
        pdf=download,
        links=tuple(_links(edition, words, shown)),
        cite=words.plainly("side.cite"),
        citation=_citation(edition, words, story),
        columns=words.plainly("side.columns"),
    )


def contents(blocks: tuple[Block, ...]) -> tuple[FileLink, ...]:
    """Return a link to each part of a page, web or printed. A picture stands in the part whose text it shows."""
    entries = []
    for block in blocks:
        head: Text | None = None
        match block:
            case (
                Section(label=head) | Table(title=head) | Voices(label=head) | WatchList(label=head) | Note(label=head)
            ):
                pass
        if head is not None:
            entries.append(FileLink(f"#{block.id}-title", head.words))
    return tuple(entries)


def _links(edition: RenderRequest, words: Words, blocks: tuple[Block, ...]) -> Iterator[FileLink]:
    """Yield the links to the figures, and to the first picture, which has its files under it."""
    if _FIGURES in edition.attachments:
        size = words.plainly("side.size", size=_kilobytes(edition.attachments[_FIGURES]))
        yield FileLink(_FIGURES, words.plainly("side.csv"), size)
    pictures = [block for block in blocks if isinstance(block, Chart)]
    if pictures:
        yield FileLink(f"#{pictures[0].id}-title", words.plainly("side.pictures"), str(len(pictures)))


def _citation(edition: RenderRequest, words: Words, story: Story) -> str:
    """Return publisher, title, date of the figures and revision, and the address where the page is published."""
    [masthead] = [block for block in story.blocks if isinstance(block, Masthead)]
    slots = {"publisher": masthead.publisher, "title": story.title, "dated": masthead.dated}
    if not edition.public:
        return words.plainly("side.citation", **slots)
    return words.plainly("side.published", **slots, address=f"{edition.public}{story.language}.html")


def _length(words: Words, pdf: bytes) -> str:
    """Return the number of pages and the size of a PDF."""
    count = pages_of(pdf)
    return words.plainly("side.page" if count == 1 else "side.pages", n=str(count), size=_kilobytes(pdf))


def _kilobytes(content: bytes) -> str:
    return f"{max(round(len(content) / _KILO), 1):,}"
