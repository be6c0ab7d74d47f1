"""Passages: each text of a story with what a reader has read around it: its paragraph, its row, its column's head."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator.audit.edition import Data, Said, said, texts
from generator.audit.tongues.every import SOURCE

_NEWS = frozenset({"head", "tail", "things", "body", "summary"})  # families of patterns
SPOKEN = frozenset({"voice", "sourced"})  # what others say: the editor's file has it word for word
PASSED_ON = frozenset(
    {"voices", "earlier", "watch", "masthead", "call", "correction"}
)  # the words of others, and of a publisher


@dataclass(eq=False)
class Passage:
    """One text in its place.

    `role` is headline, prose, voice, sourced (an editor's sentence with a source of its own), answer, figure (of a
    strip, bar or table), label or address (the publisher's). `before` are the earlier sentences of its paragraph,
    `around` all that is read together with it. `row` is the label of its bar or row, `column` the heads over it,
    `scale` the word of the scale of its chart or table ("million"), `block` and `kind` the id and kind of its block.
    `counts` are the numbers that a chart's description may count: how many bars, lines and stacks there are.
    """

    said: Said
    role: str = "prose"
    before: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    row: str = ""
    column: str = ""
    scale: str = ""
    block: str = ""
    kind: str = ""
    counts: tuple[int, ...] = ()

    @cached_property
    def words(self) -> str:
        """The text itself."""
        return self.said.words

    @cached_property
    def paragraph(self) -> str:
        """Everything that is read together with the text, itself included."""
        return "\n".join((self.words, *self.before, *self.around, self.row, self.column))


def is_free(passage: Passage) -> bool:
    """Say whether a passage may be an editor's own: a headline, an answer, a paragraph that names no source."""
    return passage.role in {"headline", "answer"} or (passage.block.startswith("remarks") and passage.role == "prose")


def of_news(node: object) -> Iterator[str]:
    """Yield the texts that patterns of the news make, which the rules that listen to words do not know."""
    if isinstance(node, dict) and isinstance(node.get("words"), str):
        if str(node.get("said", [""])[0]).partition(".")[0] in _NEWS:
            yield node["words"]
        return
    for part in list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from of_news(part)


def passages(story: Data) -> Iterator[Passage]:
    """Yield every text of `story` in its place but those of the news."""
    news = frozenset(of_news(story))
    return (passage for passage in _every(story) if passage.words not in news)


def _every(story: Data) -> Iterator[Passage]:
    subject, preheader, title, summary = (
        said(story[key], (key,)) for key in ("subject", "preheader", "title", "summary")
    )
    yield Passage(subject, "headline")
    yield Passage(preheader, before=(subject.words,))
    yield Passage(title, "label")
    yield Passage(summary, before=(title.words,))
    for block in story["blocks"]:
        for passage in _BLOCKS.get(block["kind"], _loose)(block):
            passage.block, passage.kind = block["id"], block["kind"]
            yield passage


def _loose(block: Data) -> Iterator[Passage]:
    every = tuple(texts(block, (block["id"],)))
    return (Passage(text, around=_words(every)) for text in every)


def _paragraph(parts: Sequence[Said], role: str = "prose", around: Sequence[Said] = ()) -> Iterator[Passage]:
    for place, text in enumerate(parts):
        yield Passage(text, role, before=_words(parts[:place]), around=_words((*parts[place + 1 :], *around)))


def _finding(block: Data) -> Iterator[Passage]:
    series, period, headline = (said(block[key], (key,)) for key in ("series", "period", "headline"))
    things = [said(thing, ("things", str(place))) for place, thing in enumerate(block["things"])]
    yield from _paragraph((series, period), "label")
    yield Passage(headline, "headline", around=_words((period, *things)))
    yield from (Passage(thing, before=(headline.words,), around=(period.words,)) for thing in things)


def _strip(block: Data) -> Iterator[Passage]:
    for cell in block["cells"]:
        label, figure, note = (said(cell[key], (block["id"], key)) for key in ("label", "figure", "note"))
        yield Passage(label, "label", around=_words((figure, note)))
        yield Passage(figure, "figure", around=_words((label, note)), row=label.words)
        yield Passage(note, before=_words((label, figure)))


def _section(block: Data) -> Iterator[Passage]:
    frame = tuple(texts({key: block[key] for key in ("label", "codes", "dateline")}, (block["id"],)))
    yield from (Passage(text, "label") for text in frame)
    for paragraph in block["paragraphs"]:
        for passage in _paragraph(tuple(texts(paragraph, (block["id"],))), around=frame):
            is_sourced = block["id"].startswith("remarks") and source_of(passage.words)
            yield replace(passage, role="sourced") if is_sourced else passage


def source_of(words: str) -> str:
    """Return the source that an editor's sentence ends with, "" where it has none: "… (Harbour News, 3 May)"."""
    found = SOURCE.search(words)
    return found[1] if found else ""


def _chart(block: Data) -> Iterator[Passage]:
    frame = tuple(said(block[key], (block["id"], key)) for key in ("title", "subtitle"))
    yield from _paragraph(frame)
    for key in ("source", "more"):
        yield Passage(said(block[key], (block["id"], key)), around=_words(frame), scale=block["scale"])
    counts = (1, *(len(block.get(key, ())) for key in ("bars", "curves", "stacks")))
    for key in ("alt", "description"):
        text = said(block[key], (block["id"], key))
        scale = "" if block["title"].get("marks") and block["title"]["words"] in text.words else block["scale"]
        yield Passage(text, around=_words(frame), scale=scale, counts=counts)  # a finding has its own units
    yield from _paragraph(tuple(texts(block.get("aside", []), (block["id"], "aside"))), around=frame)
    for stack in block.get("stacks", ()):
        yield from _labelled(stack["parts"], block, (*frame, said(stack["label"])))
    yield from _labelled((*block.get("bars", ()), *block.get("curves", ())), block, frame)
    for curve in block.get("curves", ()):
        yield from _cells(curve, block, frame)
    for key in ("steps", "ticks"):
        yield from (Passage(text, "scale") for text in texts(block.get(key, []), (block["id"], key)))
    yield from _grid(block, frame)


def _labelled(items: Sequence[Data], block: Data, frame: Sequence[Said]) -> Iterator[Passage]:
    for item in items:
        label, figure = said(item["label"], (block["id"], "label")), said(item["figure"], (block["id"], "figure"))
        yield Passage(label, "label", around=_words(frame))
        yield Passage(figure, "figure", around=_words(frame), row=label.words, scale=block["scale"])


def _cells(curve: Data, block: Data, frame: Sequence[Said]) -> Iterator[Passage]:
    """Yield the figures in the cells of a curve: over each stands its column in the table behind the picture."""
    label, heads = said(curve["label"]).words, [said(head).words for head in block.get("head", ())[1:]]
    for cell, head in zip(curve.get("cells", ()), heads, strict=False):
        text = said(cell, (block["id"], "cells"))
        yield Passage(text, "figure", around=_words(frame), row=label, column=head, scale=block["scale"])


def _table(block: Data) -> Iterator[Passage]:
    frame = tuple(said(block[key], (block["id"], key)) for key in ("title", "subtitle"))
    yield from _paragraph(frame)
    yield from _grid(block, frame)
    yield from _paragraph(tuple(texts(block.get("notes", []), (block["id"], "notes"))), around=frame)
    yield Passage(said(block["source"], (block["id"], "source")), around=_words(frame))


def _grid(block: Data, frame: Sequence[Said]) -> Iterator[Passage]:
    """Yield the heads and cells of a table; over a cell stand its column's head and that of the column's group."""
    heads = list(texts(block.get("head", []), (block["id"], "head")))
    groups = [said(group["words"]) for group in block.get("groups", ()) for _ in range(group["columns"])]
    plain = heads[:-1] if block.get("spans") else heads  # the last one stands over the sparks
    yield from (Passage(text, "scale") for text in heads[len(plain) :])
    yield from (Passage(text, "label", around=_words(frame)) for text in (*dict.fromkeys(groups), *plain))
    for row in block.get("rows", ()):
        first, *cells = (said(cell, (block["id"], "row")) for cell in row["cells"])
        yield Passage(first, "label", around=_words(frame))
        for place, cell in enumerate(cells, 1):
            over = [texts[place].words for texts in (groups, heads) if place < len(texts) and texts[place].words]
            around = _words((*frame, *groups, *heads, *(other for other in cells if other is not cell)))
            yield Passage(cell, "figure", around=around, row=first.words, column=" ".join(over), scale=block["scale"])


def _voices(block: Data) -> Iterator[Passage]:
    yield Passage(said(block["label"], (block["id"], "label")), "label")
    for statement in block["statements"]:
        speaker = said(statement["speaker"], (block["id"], "speaker"))
        spoken, answer = (tuple(texts(statement[key], (block["id"], key))) for key in ("words", "answer"))
        yield from _paragraph(spoken, "voice", (speaker, *answer))
        yield Passage(speaker, "label")
        for place, text in enumerate(answer):
            yield Passage(text, "answer", _words((*spoken, *answer[:place])), _words((*answer[place + 1 :], speaker)))


def _correction(block: Data) -> Iterator[Passage]:
    """Yield the note.

    What was printed stood word for word in a revision that was judged, what is right stands elsewhere in this one and
    is judged there, and the words round them are always the same: the rule on errata holds all three to that.
    """
    yield Passage(said(block["note"], (block["id"], "note")), "voice")


def _watch(block: Data) -> Iterator[Passage]:
    yield from _paragraph((said(block["label"]),), "label")
    for row in block["rows"]:
        yield from _paragraph(tuple(texts(row, (block["id"],))))


def _foot(block: Data) -> Iterator[Passage]:
    """Yield the texts; the publisher's postal address stands apart: its numbers are houses and post codes."""
    yield from _loose({key: part for key, part in block.items() if key != "address"})
    if block.get("address"):
        yield Passage(said(block["address"], (block["id"], "address")), "address")


def _note(block: Data) -> Iterator[Passage]:
    yield from _paragraph((said(block["label"]),), "label")
    for run in block["runs"]:
        yield from _paragraph(tuple(texts(run, (block["id"],))))


_BLOCKS: dict[str, Callable[[Data], Iterator[Passage]]] = {
    "finding": _finding,
    "strip": _strip,
    "section": _section,
    "chart": _chart,
    "table": _table,
    "voices": _voices,
    "correction": _correction,
    "watch": _watch,
    "note": _note,
    "foot": _foot,
}


def _words(parts: Sequence[Said]) -> tuple[str, ...]:
    return tuple(text.words for text in parts)
