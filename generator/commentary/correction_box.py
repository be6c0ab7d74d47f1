"""The correction box at the top of an edition: what an earlier revision printed, what is right, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from generator.commentary.sentence_figures import Figure, figures_in
from generator.errors import SettingsError
from generator.story.claim_ledger import ClaimLedger
from generator.story.plan import EVERYWHERE, CorrectionBox, Erratum, Mark, Masthead, Story, Text
from generator.story.record import texts_of
from generator.story.text import letters_of, quoted

if TYPE_CHECKING:
    from generator.story.words import Words

LINE = "corrected.line"  # prefix of the patterns for the amount of a line
_OPTION = "--note"
Texts = tuple[Text, ...]


@dataclass(frozen=True)
class Mended:
    """What is corrected in one language."""

    on: date
    note: str  # by the editor
    # Each printed text with the right one, which is empty if it has no successor. A figure that only a table printed
    # is put into a sentence of its own (patterns `corrected.line.*`).
    pairs: Sequence[tuple[Texts, Texts]]
    more: bool  # whether there are more corrections than `pairs`
    printed: Texts  # all texts of the affected revision
    document: str  # digest of the affected revision's edition.json
    claims: str  # digest of its claims.json
    withdrawn: date | None = None  # day on which it was withdrawn; None if it was not
    money: str = "usd"


def corrected(story: Story, mended: Mended, ledger: ClaimLedger) -> Story:
    """Return `story` with the correction box after its masthead and the subject line of a correction.

    Raise SettingsError if the note has a figure that neither the affected revision nor this edition prints.
    """
    from generator.story.words import speak

    hand = _Hand(speak(story.language), story, mended, ledger)
    words, box = hand.words, hand.box()
    at = 1 + next((place for place, block in enumerate(story.blocks) if isinstance(block, Masthead)), -1)
    blocks = (*story.blocks[:at], box, *story.blocks[at:])
    return replace(story, subject=words.say("corrected.subject", headline=story.subject), blocks=blocks)


@dataclass(frozen=True)
class _Found:
    """A figure and its offsets in the text, counted with the signs that set a direction of writing."""

    figure: Figure
    start: int
    end: int


@dataclass(frozen=True)
class _Hand:
    words: Words
    story: Story
    mended: Mended
    ledger: ClaimLedger

    def box(self) -> CorrectionBox:
        words = self.words
        mended = self.mended
        more = words.say("corrected.more") if mended.more else None
        if mended.withdrawn:
            label = words.say("corrected.again", day=words.day(mended.on), then=words.day(mended.withdrawn))
        else:
            label = words.say("corrected.label", day=words.day(mended.on))
        return CorrectionBox(
            id="correction",
            shown=EVERYWHERE,
            label=label,
            errata=tuple(self._erratum(was, right) for was, right in mended.pairs),
            more=more,
            reason=words.say("corrected.why"),
            note=self._noted(),
        )

    def _erratum(self, was: Sequence[Text], right: Sequence[Text]) -> Erratum:
        """Return what was printed beside what is right, or beside the words that it was dropped."""
        head, mark = self.words.say("corrected.printed"), self.words.say("corrected.right")
        return Erratum(head, tuple(map(self._stated, was)), mark, tuple(right) or (self.words.say("corrected.gone"),))

    def _stated(self, was: Text) -> Text:
        """Return what was printed, each figure marked with a claim that the affected revision states it."""
        is_amount = was.tree is not None and str(was.tree[0]).startswith(LINE)
        document = self.mended.claims if is_amount else self.mended.document
        marks = tuple(self._mark(figure, document) for figure in self._figures(was))
        return Text(was.words, marks, tree=quoted(was.words, marks) if marks else was.tree)

    def _noted(self) -> Text:
        """Return the editor's note, each figure marked with a claim of this edition or of the affected revision."""
        words = self.mended.note
        figures = figures_in(words, self.words.language, self.mended.money)
        marks = tuple(self._note_mark(_Found(figure, *figure.core)) for figure in figures if figure.unit != "count")
        return Text(words, marks, tree=quoted(words, marks))

    def _note_mark(self, figure: _Found) -> Mark:
        for mark, printed in self._printed_figures():
            if _is_same(printed, figure):
                return Mark(mark.claim, figure.start, figure.end)
        if any(_is_same(printed, figure) for was in self.mended.printed for printed in self._figures(was)):
            return self._mark(figure, self.mended.document)
        problem = f"the figure “{figure.figure.words}” is neither one that was printed nor one that is."
        raise SettingsError(_OPTION, problem, "Correct it, or leave it out.")

    def _printed_figures(self) -> Iterator[tuple[Mark, _Found]]:
        """Yield the figures of this edition, each with its mark."""
        for text in texts_of(self.story.blocks):
            for figure in self._figures(text):
                yield next(mark for mark in text.marks if mark.start < figure.end and figure.start < mark.end), figure

    def _mark(self, placed_figure: _Found, document: str) -> Mark:
        figure = placed_figure.figure
        words = figure.words[figure.core[0] - figure.start : figure.core[1] - figure.start]
        claim = self.ledger.stated(document, words, figure.value, figure.unit)
        return Mark(claim.id, placed_figure.start, placed_figure.end)

    def _figures(self, text: Text) -> Iterator[_Found]:
        """Yield the figures of a text that have digits and print a claim. Signs that set a direction are ignored."""
        plain, places = letters_of(text.words)
        for figure_read in figures_in(plain, self.words.language, self.mended.money):
            start, end = places[figure_read.core[0]], places[figure_read.core[1] - 1] + 1
            if re.search(r"\d", plain[slice(*figure_read.core)]) and any(
                mark.start < end and start < mark.end for mark in text.marks
            ):
                yield _Found(figure_read, start, end)


def _is_same(left: _Found, right: _Found) -> bool:
    return (left.figure.value, left.figure.unit) == (right.figure.value, right.figure.unit)
