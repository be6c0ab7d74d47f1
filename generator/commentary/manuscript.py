"""Manuscript: an editor's whole text of an edition, merged with the program's draft of today.

The editor began with an earlier draft. A sentence that the editor left unchanged is written again from today's figures,
with its proof. A sentence that the editor wrote stays, and commentary/editor.py judges it. Both drafts are lists of
passages; a passage of the old draft has a successor in the new one if both are about the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.commentary.editor_vocabulary import Vocabulary
from generator.commentary.editors_text import EditorParagraph, Manuscript, Passage
from generator.story.blocks.frame import ACCOUNTS
from generator.story.plan import MAIL, Block, KeyFinding, Section, Text
from generator.story.text import letters_of
from generator.trade.catalogue import Equation, Scene, entry_of
from generator.trade.trees import is_pattern, leaves

HEADLINE, THING, LABEL, SENTENCE = "headline", "thing", "label", "sentence"
REMARKS = "remarks-"  # prefix of the ids of an editor's paragraphs beside the program's text
# Patterns of sentences that an editor may not drop: a correction, and the reason why a year-on-year change is missing.
_OWED = frozenset({"correction.first", "without_base.some", "without_base.all", "broken_base", "revalued_base"})
_TYPED = str.maketrans(dict.fromkeys("‘’", "'") | dict.fromkeys("“”", '"') | dict.fromkeys("\u00a0\u202f", " "))
Key = tuple[object, ...]


@dataclass(frozen=True)
class DraftText:
    """The text of an edition as the program writes it: pairs of a passage and its text."""

    pairs: tuple[tuple[Passage, Text], ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Its passages in order."""
        return tuple(passage for passage, _ in self.pairs)


@dataclass(frozen=True)
class Piece:
    """A sentence of a merged text."""

    words: str  # as in the editor's file; empty for a new sentence that the file lacks
    text: Text | None = None  # as in today's draft; None for a sentence by the editor
    passage: Passage | None = None  # its passage of today's draft; None likewise

    def follows(self, previous: Piece) -> bool:
        """Whether a drafted sentence follows `previous` in the draft as well, or has the same subject."""
        mine, before = self.passage, previous.passage
        if mine is None or before is None:
            return False
        is_next = _is_beside(mine, before) and mine.number == before.number + 1
        return is_next or mine.subject == before.subject


@dataclass(frozen=True)
class MergedParagraph:
    """A paragraph of a merged text, or its headline or a point under the headline."""

    label: str  # empty for the headline and the points under it
    pieces: list[Piece]
    remark: EditorParagraph  # the editor's paragraph; for a paragraph that the editor lacks, the headline


@dataclass(frozen=True)
class Merged:
    """An editor's text merged with today's draft."""

    headline: MergedParagraph
    things: tuple[MergedParagraph, ...]
    paragraphs: tuple[MergedParagraph, ...]
    draft: DraftText


def prose_of(blocks: Iterable[Block | None]) -> list[Section]:
    """Return the sections whose paragraphs the program wrote."""
    sections = [block for block in blocks if isinstance(block, Section) and block.shown != MAIL]
    return [section for section in sections if section.id != ACCOUNTS and not section.id.startswith(REMARKS)]


def draft_of(blocks: Sequence[Block | None]) -> DraftText:
    """Return the draft in some blocks: headline, points under it, labels and paragraphs."""
    passages: list[tuple[Passage, Text]] = []
    for block in blocks:
        if isinstance(block, KeyFinding):
            lines = [
                (HEADLINE, 0, block.headline),
                *((THING, number, text) for number, text in enumerate(block.things)),
            ]
            for kind, number, text in lines:
                passage = _passage(kind, block.id, (0, number), text, ())
                passages.append((replace(passage, is_alone=True), text))
    for section in prose_of(blocks):
        passages.extend(_of_section(section))
    return DraftText(tuple(passages))


def _of_section(section: Section) -> Iterator[tuple[Passage, Text]]:
    if section.label:
        yield _passage(LABEL, section.id, (0, 0), section.label, ()), section.label
    for place, paragraph in enumerate(section.paragraphs):
        named = [codes for codes in map(_codes, paragraph) if codes]
        first = named[0] if named else ()
        has_months = False
        for number, text in enumerate(paragraph):
            passage = _passage(SENTENCE, section.id, (place, number), text, first)
            entry = entry_of(passage.pattern) if passage.pattern else None
            clauses = entry.clauses if entry else ()
            # what the pattern states itself: its subject ("of"), its months, its base
            scenes = {clause.kind for clause in clauses if isinstance(clause, Scene)}
            has_figures = any(isinstance(clause, Equation) for clause in clauses)
            is_alone = number == 0 or not has_figures or ("of" in scenes and not has_months)
            has_months = has_months or bool(scenes - {"of"})
            yield replace(passage, is_alone=is_alone), text


def _passage(kind: str, section: str, at: tuple[int, int], text: Text, codes: tuple[str, ...]) -> Passage:
    """Return a text of a section as a passage. Its subject is `codes` if it names no line itself."""
    pattern = text.tree[0] if text.tree and is_pattern(text.tree) else ""
    words = " ".join(letters_of(text.words)[0].split())
    return Passage(kind, section, *at, words, pattern, _codes(text) or codes)


def _codes(text: Text) -> tuple[str, ...]:
    """Return the codes of the lines that a text names, in order, without repeats."""
    if text.tree is None:
        return ()
    return tuple(dict.fromkeys(str(leaf[1]) for leaf in leaves(text.tree) if leaf[0] == "line"))


def plain(words: str) -> str:
    """Return words with quotation marks and spaces as a keyboard types them. The length stays the same."""
    return words.translate(_TYPED)


# Successors


def successors(old: Sequence[Passage], new: Sequence[Passage]) -> Mapping[int, int]:
    """Return the index of each old passage with that of its successor in the new draft.

    Closer matches are paired first: the same words, the same pattern and subject, a pattern of the same family and the
    same subject, the same place in a paragraph and the same subject. Headlines and points are paired in order.
    """
    places: dict[int, int] = {}
    for likeness in _LIKENESSES:
        free = [place for place in range(len(new)) if place not in places.values()]
        by_key: dict[Key, list[int]] = {}
        for place in free:
            by_key.setdefault(likeness(new[place]), []).append(place)
        for place, passage in enumerate(old):
            alike = by_key.get(likeness(passage), [])
            if place not in places and alike:
                places[place] = alike.pop(0)
    return places


def _in_order(passage: Passage) -> Key:
    if passage.place in {HEADLINE, THING}:
        return passage.place, passage.number
    return passage.place, passage.subject, passage.number


_LIKENESSES: tuple[Callable[[Passage], Key], ...] = (
    lambda passage: (passage.place, passage.words),
    lambda passage: (passage.place, passage.pattern, passage.subject),
    lambda passage: (passage.place, passage.pattern.rpartition(".")[0], passage.subject),  # the family of a pattern
    _in_order,
)


# Merging


def merged(manuscript: Manuscript, draft: DraftText, language: Vocabulary) -> Merged:
    """Return an editor's text merged with today's draft.

    An unchanged sentence of the old draft is replaced by its successor, or dropped if it has none. A sentence that is
    new in today's draft is inserted behind the sentence that it follows there.
    """
    return _Merge(manuscript, draft, language).merge()


@dataclass
class _Merge:
    manuscript: Manuscript
    draft: DraftText
    language: Vocabulary

    def __post_init__(self) -> None:
        self.old = self.manuscript.draft or self.draft.passages
        self.successors = successors(self.old, self.draft.passages)
        self.words = [plain(self.language.joined(passage.words)) for passage in self.old]
        self.used: set[int] = set()

    def merge(self) -> Merged:
        headline = self._line(HEADLINE, self.manuscript.headline)
        things = [self._line(THING, remark) for remark in self.manuscript.things]
        paragraphs = [
            MergedParagraph(label, list(self._pieces(remark.words)), remark)
            for label, remark in self.manuscript.paragraphs
        ]
        continued = set(self.successors.values())
        for number, passage in enumerate(self.draft.passages):  # sentences that the old draft did not have
            if passage.place == SENTENCE and number not in continued:
                self._add(paragraphs, number)
        lines, prose = (tuple(part for part in parts if part.pieces) for parts in (things, paragraphs))
        return Merged(headline, lines, prose, self.draft)

    def _drafted(self, kind: str, words: str) -> int | None:
        """Return the index of the first unused passage of the old draft with these words; None if there is none."""
        typed = plain(self.language.joined(words))
        for place, passage in enumerate(self.old):
            if passage.place == kind and place not in self.used and self.words[place] == typed:
                self.used.add(place)
                return place
        return None

    def _line(self, kind: str, remark: EditorParagraph) -> MergedParagraph:
        """Return the headline or a point of the editor's file. If today's draft dropped it, it has no pieces."""
        place = self._drafted(kind, remark.words)
        if place is None:
            return MergedParagraph("", [Piece(remark.words)], remark)
        successor = self.successors.get(place)
        pieces = [] if successor is None else [self._piece(successor, remark.words)]
        return MergedParagraph("", pieces, remark)

    def _pieces(self, paragraph: str) -> Iterator[Piece]:
        """Yield the sentences of a paragraph, without those that today's draft dropped."""
        remaining = self.language.joined(paragraph)
        while remaining:
            length, place = self._drafted_at_start(remaining)
            if place is None:
                sentence = self.language.sentences(remaining)[0]
                length = len(sentence)
                yield Piece(sentence)
            else:
                self.used.add(place)
                if place in self.successors:
                    yield self._piece(self.successors[place], remaining[:length])
            remaining = remaining[length:].lstrip()

    def _piece(self, number: int, words: str = "") -> Piece:
        """Return a sentence of today's draft; `words` is how the editor's file has it."""
        passage, text = self.draft.pairs[number]
        return Piece(words, text, passage)

    def _drafted_at_start(self, words: str) -> tuple[int, int | None]:
        """Return the length and index of the longest unused drafted sentence that some words begin with; (0, None)."""
        typed = plain(words)
        beginnings = [
            (len(self.words[place]), place)
            for place, passage in enumerate(self.old)
            if passage.place == SENTENCE and place not in self.used and typed.startswith(self.words[place])
        ]
        return max(beginnings, key=lambda item: (item[0], -item[1]), default=(0, None))

    def _add(self, paragraphs: list[MergedParagraph], number: int) -> None:
        """Insert a sentence behind the nearest earlier one that is kept.

        If that one is of another paragraph, the sentence becomes a paragraph of its own.
        """
        piece = self._piece(number)
        passage = self.draft.passages[number]
        labels = [item.words for item in self.draft.passages if item.place == LABEL and item.section == passage.section]
        label = labels[0] if labels else ""
        new = MergedParagraph(label, [piece], self.manuscript.headline)
        for before in reversed(self.draft.passages[:number]):
            for at, paragraph in enumerate(paragraphs):
                places = [place for place, item in enumerate(paragraph.pieces) if item.passage == before]
                if places and _is_beside(before, passage):
                    paragraph.pieces.insert(places[0] + 1, piece)
                    return
                if places:
                    paragraphs.insert(at + 1, new)
                    return
        paragraphs.insert(0, new)


def _is_beside(old: Passage, new: Passage) -> bool:
    return (old.section, old.paragraph) == (new.section, new.paragraph)


def as_drafted(draft: DraftText) -> Merged:
    """Return a draft as a merged text without changes by an editor."""
    first, words = draft.pairs[0]
    remark = EditorParagraph(words.words, ())
    headline = MergedParagraph("", [Piece("", words, first)], remark)
    things: list[MergedParagraph] = []
    paragraphs: list[MergedParagraph] = []
    label, last = "", ("", 0)
    for passage, text in draft.pairs:
        place = (passage.section, passage.paragraph)
        if passage.place == THING:
            things.append(MergedParagraph("", [Piece("", text, passage)], remark))
        elif passage.place == LABEL:
            label = passage.words
        elif passage.place == SENTENCE:
            if place != last:
                paragraphs.append(MergedParagraph(label, [], remark))
            paragraphs[-1].pieces.append(Piece("", text, passage))
            last = place
    return Merged(headline, tuple(things), tuple(paragraphs), draft)


def left_out(merged: Merged) -> Iterator[Text]:
    """Yield the sentences that an editor may not drop but did."""
    printed = [piece.passage for part in (*merged.things, *merged.paragraphs) for piece in part.pieces]
    for passage, text in merged.draft.pairs:
        if passage.pattern in _OWED and passage not in printed:
            yield text


# Placing


def sections_of(
    merged: Merged, drafted: Sequence[Section], shown: tuple[str, ...], label: Callable[[str], Text]
) -> list[Section]:
    """Return the sections of a merged text.

    The first section takes the id and formats of the first drafted one. A paragraph from a drafted section keeps that
    section's id and formats. A paragraph by the editor is in the formats `shown`. `label` makes a new label.
    """
    by_id = {section.id: section for section in drafted}
    labels = {passage.words: text for passage, text in merged.draft.pairs}
    sections: list[Section] = []
    last = ""
    for (home, title), group in groupby(merged.paragraphs, lambda paragraph: (_home(paragraph), paragraph.label)):
        paragraphs = tuple(_texts(paragraph) for paragraph in group)
        head = (labels.get(title) or label(title)) if title and title != last else None
        last = title
        if not sections:
            sections.append(replace(drafted[0], label=head, paragraphs=paragraphs))
        elif home in by_id and home != drafted[0].id:
            sections.append(replace(by_id.pop(home), label=head, paragraphs=paragraphs))
        else:
            sections.append(Section(f"text-{len(sections)}", shown, label=head, paragraphs=paragraphs))
    return sections


def _texts(paragraph: MergedParagraph) -> tuple[Text, ...]:
    return tuple(piece.text for piece in paragraph.pieces if piece.text is not None)


def _home(paragraph: MergedParagraph) -> str:
    """Return the id of the drafted section that a paragraph belongs to; "" for a paragraph by the editor."""
    passages = [piece.passage for piece in paragraph.pieces if piece.passage is not None]
    return passages[0].section if passages else ""


def placed(
    blocks: Sequence[Block | None], drafted: Sequence[Section], sections: Sequence[Section]
) -> list[Block | None]:
    """Return the blocks with the `drafted` sections replaced by `sections`, in order. Pictures between them stay."""
    waiting = list(sections)
    placed_blocks: list[Block | None] = []
    for block in blocks:
        if block not in drafted:
            placed_blocks.append(block)
        elif block is drafted[-1]:
            placed_blocks.extend(waiting)
        elif waiting:
            placed_blocks.append(waiting.pop(0))
    return placed_blocks
