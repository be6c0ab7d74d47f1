"""What each format must show, as a stream of items: texts in order, and pictures with labels in any order."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import takewhile

import pikepdf

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import Data, EditionText, blocks, fold_spaces, is_wide, text_of, texts
from generator.audit.readers.html_reader import PICTURE
from generator.audit.seen.drawings import form_of

_PAGES = re.compile(r"\{pages:?([^}]*)\}")
ON_EVERY_PAGE = ("left", "middle", "page", "contact")
_FIGURES = ("chart", "table")
_SAME = {"docx": "pdf"}  # the format that shows the same blocks and texts


@dataclass(frozen=True)
class Bundle:
    """What every format's reader needs: the edition, its claims, its files, and the language to read."""

    language: str
    edition: Data
    claims: Data
    files: Mapping[str, bytes]
    form: str = ""  # of its message, if readers chose a form other than the first

    @cached_property
    def evidence(self) -> ClaimEvidence:
        """The claims as evidence."""
        return ClaimEvidence.of(self.claims)

    @property
    def story(self) -> Data:
        """The story in this language."""
        story: Data = self.edition["stories"][self.language]
        return story

    @property
    def is_turned(self) -> bool:
        """Whether the language is written from the right, where bars begin, too."""
        return self.story.get("direction") == "rtl"

    @cached_property
    def texts(self) -> Sequence[EditionText]:
        """Every text of the story."""
        return texts(self.story)

    @cached_property
    def heard_words(self) -> frozenset[str]:
        """The words of every text, folded, and the spoken forms of the marks of notes."""
        read_out = (note["heard"] for block in self.story["blocks"] for note in block.get("footnotes", ()))
        return frozenset((*(trimmed(text) for text in self.texts), *read_out))

    @property
    def address(self) -> str:
        """The address of the page on the site, "" without a site."""
        site = self.edition.get("site") or ""
        if not site:
            return ""
        place = "/".join(str(self.edition[key]) for key in ("briefing", "period"))
        return f"{site.rstrip('/')}/{place}/r{self.edition['revision']}/{self.language}.html"

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The addresses that the cells name, and those of the site and of the edition's page and method on it."""
        named = {cell.get("address", "") for cell in self.claims["cells"].values()}
        if self.address:
            named |= {self.edition["site"], self.address, f"{self.address}#method"}
        return frozenset(named - {""})

    @cached_property
    def told(self) -> Data:
        """The story as files tell it: with the number of pages of its PDF, which is composed before it is laid out."""
        content = self.files.get(self.name("pdf"))
        if content is None:
            return self.story
        count = page_count(content)
        blocks = [_with_pages(block, count) if block["kind"] == "call" else block for block in self.story["blocks"]]
        return {**self.story, "blocks": blocks}

    def name(self, ending: str) -> str:
        """Return the name of the file with `ending`."""
        return f"{self.language}-{self.form}.{ending}" if self.form and ending == "eml" else f"{self.language}.{ending}"

    def text(self, ending: str) -> str:
        """Return that file as text. Invalid UTF-8 becomes replacement characters, which then count as differences."""
        return self.files[self.name(ending)].decode("utf-8", errors="replace")


@dataclass(frozen=True)
class ExpectedDrawing:
    """A chart's picture and the texts in it."""

    alt: EditionText  # its title, for readers who cannot see it
    description: EditionText
    labels: tuple[EditionText, ...]  # each is drawn once
    # Each may be missing if there is no room, or be drawn up to `columns` times: once under each column of panels.
    steps: tuple[EditionText, ...] = ()
    columns: int = 1
    block: Data = field(default_factory=dict)  # the chart


Item = EditionText | ExpectedDrawing


def page_count(content: bytes) -> int:
    """Return how many pages a PDF has, 0 for one that cannot be read: `read_pdf` reports it."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError:
        return 0


def _with_pages(block: Data, count: int) -> Data:
    """Return a block with the number of pages in its texts, with the noun that `{pages:page|pages}` has for it."""

    def number(place: re.Match[str]) -> str:
        one, many = place[1].split("|") if place[1] else ("", "")
        return f"{count} {one if count == 1 else many}".strip()

    filled = {}
    for key, part in block.items():
        filled[key] = part
        if isinstance(part, dict) and "words" in part:
            filled[key] = {**part, "words": _PAGES.sub(number, part["words"])}
    return filled


def trimmed(text: EditionText) -> str:
    """Return the words of a text with white space folded and trimmed."""
    return fold_spaces(text.words).strip()


def drawing(chart: Data, *, framed: bool = False) -> ExpectedDrawing:
    """Return what the picture of a `chart` block shows in a page. In its own file it is `framed` by more texts."""
    labels, curves = list[Data](), chart.get("curves", ())
    form = form_of(chart)
    for item in (*chart.get("bars", ()), *curves):
        is_named = form.bars == "pairs" and item.get("panel")  # in the first panel
        labels += [item["figure"]] if is_named else [item["label"], item["figure"]]
    labels += [chart["band"]] if chart.get("band") else []
    labels += [mark["label"] for mark in chart.get("breaks", ())]
    labels += [*chart.get("ticks", ()), *((chart[key] for key in ("title", "subtitle", "source")) if framed else ())]
    steps = [*chart.get("steps", ()), *(cell for curve in curves for cell in curve.get("cells", ()))]
    columns = len(curves) if form.has_panels else 1
    return ExpectedDrawing(
        text_of(chart["alt"]), text_of(chart["description"]), _words(labels), _words(steps), columns, chart
    )


def _words(nodes: Sequence[Data]) -> tuple[EditionText, ...]:
    return tuple(text for text in map(text_of, nodes) if text.words.strip())


def stream(story: Data, form: str) -> list[Item]:
    """Return what the format `form` must show of `story`, in order, including the mail's hidden first line."""
    shown: list[Item] = [text_of(story["preheader"])] if form == "mail" else []
    return shown + [item for part in parts(story, form) for item in part.items]


@dataclass(frozen=True)
class Part:
    """What a format must show of one block, in order; of statements on printed pages, of one statement."""

    is_figure: bool
    items: tuple[Item, ...]


def parts(story: Data, form: str) -> list[Part]:
    """Return what the format `form` must show of each block of `story`."""
    shown_in = _SAME.get(form, form)
    is_pixels = form == "pdf" and story.get("direction") == "rtl"  # the picture is, and its words are tagged
    found: list[Part] = []
    shown_blocks = list(blocks(story, shown_in))
    if form == "pdf":
        shown_blocks = [piece for block in shown_blocks for piece in _single_statements(block)]
    for block in shown_blocks:
        items = _texts_of_chart(block, form) if block["kind"] == "chart" else _texts_of(block, form)
        shown = [item for item in items if isinstance(item, ExpectedDrawing) or item.stands_in(shown_in)]
        if is_pixels:
            shown = [
                replace(item, labels=(), steps=()) if isinstance(item, ExpectedDrawing) else item for item in shown
            ]
        found.append(Part(block["kind"] in _FIGURES, tuple(shown)))
    return found


def _single_statements(block: Data) -> list[Data]:
    """Return a block once for each of its statements, its label with the first: a figure may stand between two."""
    pieces: list[Data] = []
    for place, statement in enumerate(block.get("statements", ())):
        label = None if place else block["label"]
        pieces.append({**block, "label": label, "statements": [statement]})
    return pieces or [block]


def foot(story: Data) -> tuple[EditionText, ...]:
    """Return the texts on every page of the PDF."""
    ends = [block for block in blocks(story, "pdf") if block["kind"] == "foot"]
    running = [text_of(end[key]) for end in ends for key in ON_EVERY_PAGE if end.get(key)]
    return tuple(item for item in running if item.stands_in("pdf"))


def charts(story: Data, form: str) -> list[Data]:
    """Return the chart blocks in the format `form`."""
    return [block for block in blocks(story, form) if block["kind"] == "chart"]


def _texts_of(block: Data, form: str) -> Sequence[Item]:
    hidden = {"pdf": ON_EVERY_PAGE, "docx": ON_EVERY_PAGE}.get(form, ("page",)) if block["kind"] == "foot" else ()
    if block.get("labels"):  # each stands before its thing
        pairs = zip(block["labels"], block["things"], strict=True)
        block = {**block, "labels": (), "things": [text for pair in pairs for text in pair]}
    if form in {"txt", "md", "docx"} and block.get("spans"):  # without sparklines, their head is not shown
        block = {**block, "head": block["head"][:-1]}
    if form in {"pdf", "docx", "html"} and block.get("footnotes"):
        block = _with_note_marks(block)
    return texts({key: part for key, part in block.items() if key not in hidden})


def _texts_of_chart(block: Data, form: str) -> Iterator[Item]:
    yield from texts([block["title"], block["subtitle"]])
    if form in {"pdf", "docx", "html"}:
        yield drawing(block)
    table = ("head", "rows") if block.get("rows") else ("bars",)
    if form in {"txt", "md"}:
        yield from texts({key: block.get(key, ()) for key in table})
    yield text_of(block["source"])
    if form != "mail":
        yield from texts(block.get("aside", []))
    if form == "html":
        yield from texts({key: block.get(key, ()) for key in ("more", "description", *table)})


def _with_note_marks(table: Data) -> Data:
    """Return a table block with the marks of its notes as texts, after the cells they are for and before the notes."""
    notes_of = table["footnotes"]
    rows = []
    for at, row in enumerate(table["rows"]):
        cells = []
        for column, cell in enumerate(row["cells"]):
            cells += [cell, *({"words": note["mark"]} for note in notes_of if [at, column] in note["cells"])]
        rows.append({**row, "cells": cells})
    marks = {note["note"]: {"words": note["mark"]} for note in notes_of}
    notes = [text for at, note in enumerate(table["notes"]) for text in (marks.get(at), note) if text]
    return {**table, "rows": rows, "notes": notes}


SPACES = re.compile(r" *")
_PICTURES = re.compile(rf"(?:{PICTURE} *)+")
_WINDOW = 60
_SURE = 12  # fewest letters of a text that can be found again with certainty


@dataclass
class Comparer:
    """Walks through `actual` with a cursor."""

    actual: str
    fold: Callable[[str], str] = fold_spaces  # how `actual` was folded
    gap: re.Pattern[str] = SPACES  # what may be between two texts
    spaced: bool = True  # whether a text must end at white space, which a PDF does not have reliably
    cursor: int = 0
    starts: list[tuple[EditionText, int]] = field(default_factory=list)  # where `read` found each text

    def read(self, items: Sequence[Item]) -> Iterator[tuple[str, str]]:
        """Yield the words of each of `items` that `actual` does not say, and what it says instead."""
        place = 0
        while place < len(items):
            self.cursor = self._skip(self.cursor)
            end = self._end_of(items[place], items[place + 1 : place + 2])
            if end is not None:
                place, self.cursor = place + 1, end
                continue
            yield self._departure(items[place])
            place = self._resume(items, place + 1)
        remainder = self.actual[self._skip(self.cursor) :].strip()
        if remainder:
            last = items[-1]
            words = last.alt.words if isinstance(last, ExpectedDrawing) else last.words
            yield words, f"after it stands {_excerpt(remainder)}, which the edition does not say"

    def _skip(self, at: int) -> int:
        match = self.gap.match(self.actual, at)
        return match.end() if match else at

    def _end_of(self, item: Item, following: Sequence[Item]) -> int | None:
        """Return where an item that begins at the cursor ends, or None if it is not there.

        A drawing ends where the item `following` it begins, if that is a text.
        """
        if isinstance(item, ExpectedDrawing):
            if self.spaced:
                match = _PICTURES.match(self.actual, self.cursor)
                return match.end() if match else None
            spare = [self.fold(text.words) for text in item.steps] * item.columns
            labels = [self.fold(text.words) for text in item.labels]
            texts_after = [self.fold(text.words) for text in following if isinstance(text, EditionText)]
            return any_order(self.actual, self.cursor, labels, spare, "".join(texts_after))
        words = self.fold(item.words).strip()
        end = self.cursor + len(words)
        is_edge = not self.spaced or end >= len(self.actual) or self.actual[end] in {" ", PICTURE}
        around = self.actual[max(0, end - 1) : end + 1]  # ideographs have no spaces between them
        if not self.actual.startswith(words, self.cursor) or not (is_edge or any(map(is_wide, around))):
            return None
        self.starts.append((item, self.cursor))
        return end

    def _departure(self, item: Item) -> tuple[str, str]:
        if isinstance(item, ExpectedDrawing):
            reach = sum(len(self.fold(text.words)) for text in item.labels) + _WINDOW
            near = self.actual[self.cursor : self.cursor + reach]
            lost = [text for text in item.labels if self.fold(text.words) not in near]
            return (lost[0] if lost else item.alt).words, f"the chart reads {_excerpt(near)}"
        remainder = self.actual[self.cursor :]
        pairs = zip(self.fold(item.words).strip(), remainder, strict=False)
        count = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        return item.words, f"{count} letters agree, then it reads {_excerpt(remainder[max(count - _WINDOW // 2, 0) :])}"

    def _resume(self, items: Sequence[Item], start: int) -> int:
        """Move the cursor to the next text that can be found, and return its place in `items`, or their length."""
        for place, item in enumerate(items[start:], start):
            words = self.fold(item.words).strip() if isinstance(item, EditionText) else ""
            at = self.actual.find(words, self.cursor) if len(words) >= _SURE else -1
            if at >= 0:
                self.cursor = at
                return place
        self.cursor = len(self.actual)
        return len(items)


def any_order(
    actual: str, at: int, words: Sequence[str], spare: Sequence[str] = (), text_after: str = ""
) -> int | None:
    """Return the end of all of `words` in `actual`, in any order from `at`, or None if they are not there.

    Any of `spare` may be among them or follow them, as far as `text_after`, which may begin like one of them.
    """
    tried = set[object]()

    def end_of(at: int, words: Counter[str], spare: Counter[str]) -> int | None:
        key = (at, frozenset(words.items()), frozenset(spare.items()))
        if key in tried:
            return None
        tried.add(key)
        if text_after and not +words and actual.startswith(text_after, at):
            return at
        for word in sorted({*words, *spare} - {""}, key=len, reverse=True):
            if not actual.startswith(word, at):
                continue
            once = Counter((word,))
            ways = [(words - once, spare)] if words[word] else []
            ways += [(words, spare - once)] if spare[word] else []
            for remaining in ways:
                end = end_of(at + len(word), *remaining)
                if end is not None:
                    return end
        return None if +words else at

    return end_of(at, Counter(words), Counter(spare))


def _excerpt(text: str) -> str:
    short = text.strip()
    return f'"{short[:_WINDOW]}…"' if len(short) > _WINDOW else f'"{short}"'
